"""Pictures, video and sound that are kept of a report: what there is, what the page said of it, and its bytes from the archive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from sijill.capture.page.captions import caption_media
from sijill.capture.payload import kind_of
from sijill.capture.warc import read_kept, stream_payload
from sijill.model import Capture, Custody, InputError, Report
from sijill.register import Held, Register

Kind = Literal["picture", "video", "sound", "file"]

SHOWN: dict[str, tuple[Kind, str]] = {
    "image/jpeg": ("picture", "jpg"),
    "image/png": ("picture", "png"),
    "image/gif": ("picture", "gif"),
    "image/webp": ("picture", "webp"),
    "image/avif": ("picture", "avif"),
    "image/bmp": ("picture", "bmp"),
    "video/mp4": ("video", "mp4"),
    "video/webm": ("video", "webm"),
    "video/ogg": ("video", "ogv"),
    "audio/mpeg": ("sound", "mp3"),
    "audio/mp4": ("sound", "m4a"),
    "audio/ogg": ("sound", "ogg"),
    "audio/wav": ("sound", "wav"),
    "audio/webm": ("sound", "weba"),
}
"""Types that browsers show and that can hold nothing that runs, with their ending. Every other one (SVG and PDF among them, which can)
is a file to be saved."""

BLANK = "█"
"""In a text from which a name was erased: then the page's own words are not shown either, since they may hold it."""


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture, video, sound or other file kept of the report `report`. `caption` are the page's own words for it, empty where it has
    none. `custody` says where its bytes lie."""

    capture: Capture
    custody: Custody
    report: str
    kind: Kind
    caption: str = ""

    @property
    def media_type(self) -> str:
        """What it may be served as; what browsers might run is nothing but bytes."""
        stated = self.custody.media_type or ""
        return stated if stated in SHOWN else "application/octet-stream"

    @property
    def file_name(self) -> str:
        """A name to save it under: its own would be whatever a site called it."""
        return f"{self.capture.id}.{SHOWN[self.media_type][1] if self.media_type in SHOWN else 'bin'}"


def list_media(register: Register, reports: Iterable[Report], blobs: Path | None) -> dict[str, tuple[Medium, ...]]:
    """What is kept of each report, in the order of capture; reports of which nothing is are not in it. Captions are read from the pages
    in `blobs`, where it is given."""
    pages = {report.capture: report for report in reports if report.capture}
    found: dict[str, list[Medium]] = {}
    for held in register.captures.named_by(pages):
        if held.erased is None and held.custody is not None and held.custody.media_type is not None and held.custody.of is not None:
            report = pages[held.custody.of]
            found.setdefault(report.id, []).append(_medium(register, held, held.custody, report, blobs))
    return {name: tuple(media) for name, media in found.items()}


def find_medium(register: Register, name: str, blobs: Path | None) -> Medium | None:
    """One by the id of its capture; null where there is none, or where it or its report was erased."""
    held = register.captures.called(name)
    if held is None or held.erased is not None or held.custody is None or held.custody.media_type is None or held.custody.of is None:
        return None
    page = register.captures.called(held.custody.of)
    report = register.look.reports([page.report]).get(page.report) if page is not None and page.report else None
    return None if report is None else _medium(register, held, held.custody, report, blobs)


def stream_medium(blobs: Path, medium: Medium, start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """Its bytes from `start` up to `end`, a piece at a time. Raises InputError or OSError before the first where the archive has them
    not."""
    at, stop = 0, medium.capture.size if end is None else end
    with (blobs / "warc" / medium.custody.archive).open("rb") as file:
        for piece in stream_payload(file, medium.custody):
            if at + len(piece) > start and at < stop:
                yield piece[max(0, start - at) : stop - at]
            at += len(piece)
            if at >= stop:
                return


def _medium(register: Register, held: Held, custody: Custody, report: Report, blobs: Path | None) -> Medium:
    kind = SHOWN.get(custody.media_type or "", ("file", ""))[0]
    caption = ""
    if blobs is not None and BLANK not in report.text:
        page = register.captures.called(custody.of or "")
        if page is not None and page.erased is None and page.custody is not None and page.custody.archive:
            words = _captions(blobs, page.custody, page.custody.final or page.capture.address)
            caption = words.get(held.capture.address) or words.get(custody.final or "", "")
    return Medium(held.capture, custody, report.id, kind, caption)


@lru_cache(maxsize=500)
def _captions(blobs: Path, custody: Custody, address: str) -> dict[str, str]:
    """The captions of a page that is kept; they are read once: whoever asks has looked whether it was erased since."""
    record = read_kept(blobs / "warc" / custody.archive, custody)
    if isinstance(record, InputError) or kind_of(record.payload, custody.media_type) != "page":
        return {}
    return caption_media(record.payload, address)
