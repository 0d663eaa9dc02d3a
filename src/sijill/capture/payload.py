"""Payloads: the bytes of one document, whatever brought them, as a report. Nothing in them is ever run."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from sijill.capture.address import is_web
from sijill.capture.clean import replace_unstorable
from sijill.capture.encoding import decode_bytes
from sijill.capture.page import read_page
from sijill.capture.page.pdf import read_pdf
from sijill.capture.row import BadRow, Draft
from sijill.capture.webpage import draft_page

LARGEST = 64 * 1024 * 1024
"""Bytes of a document once unpacked."""

WINDOW = 8 * 1024 * 1024
"""Bytes that Zstandard may look back: RFC 9659 allows web servers no more."""

CHUNK = 1 << 14

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
    for name in reversed((encoding or "").lower().split(",")):  # the last named was put on last
        payload = _unpack_once(payload, name.strip())
    return payload


def _unpack_once(payload: bytes, name: str) -> bytes:
    if name in ("", "identity") or not payload:
        return payload
    if name == "br":
        return _unpack_brotli(payload)
    if name == "zstd":
        return _unpack_zstandard(payload)
    if name not in ("gzip", "x-gzip", "deflate"):
        raise BadRow(f"it comes packed in a way that sijill does not read ({name[:40]})")
    for bits in (zlib.MAX_WBITS + 32, -zlib.MAX_WBITS):  # some servers send deflate without its header
        stream = zlib.decompressobj(bits)
        try:
            content = stream.decompress(payload, LARGEST + 1)
        except zlib.error:
            continue
        return _whole(content, stream.eof)
    raise BadRow("its packing is damaged")


def _unpack_brotli(payload: bytes) -> bytes:
    brotli = _load("brotli")
    stream, content = brotli.Decompressor(), b""
    try:
        content = stream.process(payload, output_buffer_limit=LARGEST + 1)
        while not stream.is_finished() and len(content) <= LARGEST and (more := stream.process(b"", output_buffer_limit=LARGEST + 1)):
            content += more
    except brotli.error as error:
        raise BadRow("its packing is damaged") from error
    return _whole(content, stream.is_finished())


def _unpack_zstandard(payload: bytes) -> bytes:
    zstandard = _load("zstandard")
    stream = zstandard.ZstdDecompressor(max_window_size=WINDOW).decompressobj()
    try:
        content = b""
        for start in range(0, len(payload), CHUNK):
            content += stream.decompress(payload[start : start + CHUNK])
            if len(content) > LARGEST:
                break
    except zstandard.ZstdError as error:
        raise BadRow("its packing is damaged") from error
    return _whole(content, stream.eof)


def _load(library: str) -> Any:
    """A library that not every installation has. Raises BadRow that says how to get it."""
    try:
        return import_module(library)
    except ImportError as error:
        raise BadRow(f"it comes packed in a way that needs a library: `pip install {library}` lets sijill read it") from error


def _whole(content: bytes, ended: bool) -> bytes:
    if len(content) > LARGEST:
        raise BadRow(f"it unpacks to more than {LARGEST:,} bytes")
    if not ended:
        raise BadRow("its packing breaks off")
    return content


def _addressed(draft: Draft, name: str) -> Draft:
    return replace(draft, url=draft.url or name, doc=name) if is_web(name) else draft
