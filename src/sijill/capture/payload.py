"""Payloads: the bytes of one document, whatever brought them, as a report. Nothing in them is ever run."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sijill.capture.address import is_web
from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import decode_bytes
from sijill.capture.page import read_page
from sijill.capture.page.pdf import read_pdf
from sijill.capture.row import BadRow, Draft
from sijill.capture.webpage import draft_page

LARGEST = 64 * 1024 * 1024
"""Bytes of a document once unpacked."""

UTF8 = "save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Document:
    """A report as its payload has it; `media` are the web addresses of the pictures and video that it names."""

    draft: Draft
    encoding: str | None
    media: tuple[str, ...] = ()


def kind_of(payload: bytes, media_type: str | None) -> str:
    """page, text, pdf or other: by what is stated, and for what can be told without doubt by the bytes."""
    stated = (media_type or "").split(";")[0].strip().lower()
    start = payload[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if payload.startswith(b"%PDF-"):
        return "pdf"
    if "html" in stated or start.startswith((b"<!doctype html", b"<html")):
        return "page"
    return "text" if stated == "text/plain" else "other"


def read_payload(payload: bytes, kind: str, name: str, headers: Mapping[str, str] | None = None) -> Document:
    """The report in a payload of kind page, text or pdf; `name` is the address it was published at, or a file's name. `headers` are the
    server's. Raises BadRow, NotText, InputError."""
    if kind == "page":
        page = read_page(payload, name, headers)
        return Document(_addressed(draft_page(page), name), page.encoding, page.media)
    if kind == "pdf":
        return Document(_addressed(draft_page(read_pdf(payload, name)), name), None)
    text, encoding = decode_bytes(payload)
    if not text.strip():
        raise BadRow("it is empty")
    return Document(_addressed(Draft(replace_unstorable(text)), name), encoding)


def unpack(payload: bytes, encoding: str | None) -> bytes:
    """A payload without its content encoding. Raises BadRow for one that is damaged, unpacks to too much, or is not known."""
    name = (encoding or "identity").strip().lower()
    if name == "identity" or not payload:
        return payload
    if name not in ("gzip", "x-gzip", "deflate"):
        raise BadRow(f"it comes packed in a way that sijill does not read ({name[:40]})")
    for bits in (zlib.MAX_WBITS + 32, -zlib.MAX_WBITS):  # some servers send deflate without its header
        stream = zlib.decompressobj(bits)
        try:
            content = stream.decompress(payload, LARGEST + 1)
        except zlib.error:
            continue
        if len(content) > LARGEST:
            raise BadRow(f"it unpacks to more than {LARGEST:,} bytes")
        if not stream.eof:
            raise BadRow("its packing breaks off")
        return content
    raise BadRow("its packing is damaged")


def _addressed(draft: Draft, name: str) -> Draft:
    return replace(draft, url=draft.url or name, doc=name) if is_web(name) else draft
