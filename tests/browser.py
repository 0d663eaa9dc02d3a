"""A real browser for tests: the system's Chromium, driven by Playwright; without one the tests are skipped, loudly."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="NO BROWSER: install Debian's chromium, or nothing of this page is tested")


@contextmanager
def open_browser() -> "Iterator[Browser]":
    """A headless browser, ended in the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def accessibility_faults(page: "Page") -> list[str]:
    """What axe-core finds wrong with a page: rule and first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:4]]}" for one in found]
