"""A page as a report's draft."""

from urllib.parse import urlsplit

from sijill.capture.page import Page
from sijill.capture.row import Draft


def draft_page(page: Page) -> Draft:
    """What a page says of its report; a page that does not name its publisher is its host's."""
    return Draft(
        text=page.text,
        title=page.title.value if page.title else None,
        published=page.day,
        lang=page.lang,
        source=page.site.value if page.site else _host(page),
        url=page.address.value if page.address else None,
        notes=page.notes,
    )


def _host(page: Page) -> str | None:
    host = urlsplit(page.address.value).hostname if page.address else None
    return host.removeprefix("www.") if host else None
