"""The workbench: people judge in the browser, in Arabic and English. `app.py` puts it together; a page is a file of `pages/`."""

from sijill.web.app import make_app

__all__ = ["make_app"]
