"""Pictures, video and sound kept of a report: a page for each, behind a warning, and the bytes from the archive.

They may show faces and names, which nothing can cover: whoever may not see names does not see them.
"""

import re
from collections.abc import Iterator
from itertools import chain

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from sijill.model import InputError
from sijill.pipeline.media import Medium, find_medium, stream_medium
from sijill.register.users import keep_blur
from sijill.web.visit import Analyst, Form, Refused, Viewer, Visit, text_of

router = APIRouter()

HEADERS = {"Content-Security-Policy": "default-src 'none'; sandbox", "Accept-Ranges": "bytes"}
"""Opened by itself it is no page: nothing in it runs, whatever it says it is."""

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@router.get("/media/{name}")
def show(visit: Analyst, name: str) -> Response:
    """One on a page of its own, blurred until asked for, with where it comes from and its digest."""
    return visit.page("medium.html", m=_find(visit, name))


@router.get("/media/{name}/file")
def send(visit: Analyst, name: str) -> Response:
    """The bytes as they were captured. Pages show them in their own frame; opened by themselves they are saved."""
    medium, blobs = _find(visit, name), visit.bench.blobs
    if blobs is None:
        raise Refused(404, "no_blobs")
    asked = _range(visit.request.headers.get("range"), medium.capture.size)
    start, end = asked or (0, medium.capture.size)
    try:
        pieces = _begin(stream_medium(blobs, medium, start, end))
    except (OSError, InputError) as error:
        raise Refused(404, "no_bytes", medium.custody.archive) from error
    headers = HEADERS | {
        "Content-Length": str(end - start),
        "Content-Disposition": f'attachment; filename="{medium.file_name}"',
        "Cache-Control": "private, no-store",
    }
    if asked:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{medium.capture.size}"
    return StreamingResponse(pieces, 206 if asked else 200, headers, medium.media_type)


@router.post("/me/blur")
def choose(visit: Viewer, form: Form) -> Response:
    """Whether pictures are always blurred for oneself."""
    keep_blur(visit.register, visit.me.pseudonym, blur=text_of(form, "blur") == "1")
    return visit.go("/me")


def _find(visit: Visit, name: str) -> Medium:
    found = find_medium(visit.register, name[:60], visit.bench.blobs)
    if found is None:
        raise Refused(404, "no_medium", name[:60])
    return found


def _begin(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, the first read already, so that what the archive does not have is known before anything is answered."""
    first = next(pieces, b"")
    return chain([first], pieces)


def _range(asked: str | None, size: int) -> tuple[int, int] | None:
    """The bytes that a player asks for, from and up to; null for all of them. Several ranges at once are answered with everything."""
    found = _RANGE.fullmatch(asked.strip()) if asked else None
    if found is None or not size or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        raise Refused(416, "bad", f"0–{size - 1}")
    return start, end
