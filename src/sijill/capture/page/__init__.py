"""A page's bytes to its main text and what it says of itself, with a map back to the bytes."""

from sijill.capture.page.page import PAGE_LIMIT, Page, Run, Stated
from sijill.capture.page.read import read_page

__all__ = ["PAGE_LIMIT", "Page", "Run", "Stated", "read_page"]
