"""Records of web archives of others: what one holds, whether it fits its digest, when and where it was fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from sijill.capture.media import TYPES
from sijill.capture.payload import unpack
from sijill.capture.row import BadRow
from sijill.model import InputError
from sijill.model.identity import digest

LARGEST = 64 * 1024 * 1024
"""Bytes of one record, and of what it unpacks to, beyond which it is passed over: no report is so long."""

READABLE = ("text/html", "application/xhtml", "application/pdf", "text/plain")
"""Types of what may be a report; the rest of an archive (styles, scripts, pictures) is passed over without a word."""

PICTURES = tuple(one for one in TYPES if one.endswith("/"))
"""Types of the pictures, video and sound that pages name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the archive's name (of a WACZ with the part inside), byte and WARC-Record-ID."""

    origin: str
    offset: int
    record: str


@dataclass(frozen=True, slots=True)
class Archived:
    """A record that may hold a report. `raw` is the whole record as it was; `payload` is without transfer and content encoding;
    `sha256` and `size` are of the payload without transfer encoding alone, as it is kept."""

    place: Place
    address: str
    at: str
    kind: str
    raw: bytes
    payload: bytes
    sha256: str
    size: int
    status: int | None
    media_type: str
    headers: tuple[tuple[str, str], ...]


Decode = Literal["none", "transfer"]


def open_record(
    raw: bytes, place: Place, address: str, name: str, types: tuple[str, ...] = READABLE
) -> Iterator[Archived | InputError]:
    """The record where its type is one of `types`; an error where it does not hold what it should."""
    record = _parse(raw, "none")
    http = record.http_headers
    status = None if http is None else http.status_code
    stated = record.http_content_type if http is not None else record.headers.get("Content-Type")
    media_type = (stated or "").split(";")[0].strip().lower()
    if http is None and record.headers.get("WARC-Type") == "response" and address.startswith("http"):
        yield InputError(name, "the record holds no answer of a server: its length is wrong, or it is damaged")
        return
    if (status is not None and status != 200) or not media_type.startswith(types):
        return
    if not _block_fits(raw, record.headers.get("WARC-Block-Digest")):
        yield InputError(name, "the record does not fit its digest: it was changed or damaged")
        return
    kept = _parse(raw, "transfer").reader.read(LARGEST + 1)
    headers = () if http is None else tuple((str(key), str(value)) for key, value in http.astuples())
    if len(kept) > LARGEST:
        yield InputError(name, f"the record unpacks to more than {LARGEST:,} bytes")
        return
    payload = kept
    if types is not PICTURES and (packing := next((value for key, value in headers if key.lower() == "content-encoding"), None)):
        try:
            payload = unpack(kept, packing)
        except BadRow as error:
            yield InputError(name, str(error))
            return
    at = record.headers.get("WARC-Date") or ""
    kind = record.headers.get("WARC-Type") or ""
    yield Archived(place, address, _second(at), kind, raw, payload, digest(kept), len(kept), status, media_type, headers)


def _parse(raw: bytes, decode: Decode) -> Any:
    from fastwarc.warc import ArchiveIterator

    return next(iter(ArchiveIterator(BytesIO(raw), parse_http=True, auto_decode=decode)))


def _block_fits(raw: bytes, stated: str | None) -> bool:
    """Whether a record fits its block digest; one that states none, or one that we do not know, is taken as it is."""
    from fastwarc.warc import ArchiveIterator

    if not stated or stated.split(":")[0].lower() not in ("sha1", "md5", "sha256"):
        return True
    return bool(next(iter(ArchiveIterator(BytesIO(raw), parse_http=False))).verify_block_digest())


def address_of(record: Any) -> str:
    """The address that a record is of."""
    return (record.headers.get("WARC-Target-URI") or "").strip("<>")


def id_of(words: str | None) -> str:
    """A WARC-Record-ID without its brackets."""
    return (words or "").strip("<>")


def _second(at: str) -> str:
    """A WARC date in whole seconds, as entries have them."""
    return at[:19] + "Z" if len(at) > 20 and at[19:20] == "." else at


def plain(error: Exception) -> str:
    """A library's word on what is wrong, cut short."""
    return (str(error) or type(error).__name__)[:120]
