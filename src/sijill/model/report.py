"""Captures and reports: what was fetched, and the text taken from it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open character offsets `[start, end)` into a report's `text`; in JSON `[start, end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Capture:
    """Bytes taken at a time from an address or a file.

    `sha256` is the digest of the bytes as they were; `at` is ISO 8601 in UTC; `by` who captured, under a pseudonym.
    """

    id: str
    address: str
    sha256: str
    size: int
    at: str
    by: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One document's text, exactly as taken from its capture; every span counts characters of `text`.

    A title that stands apart is put before the text with a blank line between, and `title` repeats it.
    `id` is content-derived (`sijill.model.identity.report_id`); `doc` is the name the input gave it.
    """

    id: str
    doc: str
    text: str
    title: str | None = None
    published: date | None = None
    lang: str | None = None
    source: str | None = None
    url: str | None = None
    capture: str | None = None
