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
class Custody:
    """Where the bytes of a capture lie, and what vouches for them.

    `archive` is a WARC file's name in the folder of blobs; the records of the capture lie there from byte `offset` for `length` bytes,
    and behind them the record that repeats the capture and this, signed. `record` is the WARC-Record-ID of the one with the payload.
    `version` is what captured. `final` is the address that answered, after the `redirects` (addresses in their order, the first asked
    first); `status` its HTTP status; `media_type` what it says of itself. `of` is the capture that this one is a part of, or that named
    it: the page of a picture, the file of a row. `origin` is the name of the outside archive it came from, `origin_offset` (bytes) and
    `origin_record` where it lay there. `public_key` and `signature` (Ed25519, hex) are over all of the capture and all of this but the
    signature.
    """

    archive: str
    offset: int
    length: int
    record: str
    version: str
    final: str | None = None
    redirects: tuple[str, ...] = ()
    status: int | None = None
    media_type: str | None = None
    of: str | None = None
    origin: str | None = None
    origin_offset: int | None = None
    origin_record: str | None = None
    public_key: str | None = None
    signature: str | None = None


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
