"""What tests of capturing have in common: a register with its archive, a visitor whose clock stands in for waiting."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from small import open_register, sample_rows, write_lines
from test_capture_kinds import PAGE, write_export, write_warc
from web_server import Reply, Site, page, serve

from sijill.capture.dial import Route
from sijill.capture.visit import Manners, Visitor
from sijill.model import InputError
from sijill.pipeline.capture import capture_files
from sijill.pipeline.custody import Found, verify_custody
from sijill.pipeline.fetch import Choice, WebCapture
from sijill.pipeline.keeper import Keeper, Kept, open_keeper
from sijill.register import Register

KEY = bytes(range(32))


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(round(seconds, 3))
        self.at += seconds


@dataclass
class Bench:
    """A register, its blobs, and what captures into them."""

    register: Register
    blobs: Path
    keeper: Keeper
    clock: Clock

    def web(self, *addresses: str, **wishes: Any) -> list[Kept | InputError]:
        """Capture web addresses; `route` and `manners` are how, all else is the choice."""
        return list(self._web(wishes).run(addresses))

    def _web(self, wishes: dict[str, Any]) -> WebCapture:
        route = wishes.pop("route", Route(private=True))
        manners = wishes.pop("manners", Manners("sijill", pause_s=0))
        now = self.register.now
        visitor = Visitor(route, manners, now=now, sleep=self.clock.sleep, clock=lambda: self.clock.at)
        return WebCapture(self.keeper, visitor, Choice(**wishes))

    def files(self, *paths: Path, **wishes: Any) -> list[Kept | InputError]:
        """Capture files, and from the web what lists among them name."""
        web = self._web(wishes)
        return list(capture_files(self.keeper, paths, Choice(**wishes), web))

    def archives(self) -> list[Path]:
        """The archives that were written."""
        return sorted((self.blobs / "warc").glob("*"))


@contextmanager
def bench(folder: Path, key: bytes | None = KEY, new_id: Callable[[], str] | None = None) -> Iterator[Bench]:
    """A register in a folder, made or opened again; ids of records are counted, so that the same run gives the same archive."""
    count = itertools.count(len(list((folder / "blobs" / "warc").glob("*"))) * 1_000_000)
    counted = new_id or (lambda: f"urn:uuid:00000000-0000-4000-8000-{next(count):012x}")
    with open_register(folder / "register.sqlite", wait_s=30) as register:
        keeper = open_keeper(register, folder / "blobs", key, counted)
        with keeper.archive:
            yield Bench(register, folder / "blobs", keeper, Clock())


@contextmanager
def serve_pages() -> Iterator[Site]:
    """A site with a page that names a picture, and one in pieces behind a redirect: what `fill` takes from the web."""
    shown = page().replace(b"<p>", b"<p><img src='/p.jpg'>")
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
    answers = {
        "/one?b=2&a=1": Reply(shown),
        "/old": Reply(status=301, headers={"Location": "/two"}),
        "/two": Reply(raw=chunked % (len(page(3)), page(3))),
        "/p.jpg": Reply(b"\xff\xd8\xff", "image/jpeg"),
    }
    with serve(answers) as running:
        yield running


def kept_of(items: list[Kept | InputError]) -> list[Kept]:
    """What was kept or known; no problem among it."""
    assert [str(item) for item in items if isinstance(item, InputError)] == []
    return [item for item in items if isinstance(item, Kept)]


def problems_of(items: list[Kept | InputError]) -> list[str]:
    """What was said to be wrong."""
    return [str(item) for item in items if isinstance(item, InputError)]


def fill(desk: Bench, site: Site, folder: Path) -> None:
    """Pages, a picture, rows of a file, messages with a picture, a page of another's archive."""
    kept_of(desk.web(site.url("/one?b=2&a=1"), site.url("/old")))
    write_lines(folder / "rows.jsonl", sample_rows())
    write_warc(folder / "crawl.warc.gz", [("https://h.example/1", "text/html", PAGE.encode())])
    (folder / "saved.html").write_text(PAGE.replace("Two", "Ten"), encoding="utf-8")
    (folder / "rows.csv").write_text('text,date\n"Four were hurt,\nthey say.",2019-01-18\n', encoding="windows-1256")
    write_export(folder / "export")
    kept_of(desk.files(*(folder / name for name in ("rows.jsonl", "crawl.warc.gz", "saved.html", "rows.csv", "export"))))


def faults(register: Register, blobs: Path, **wishes: Any) -> list[str]:
    """What does not hold, in words."""
    return [f"{fault.about}: {fault.problem}" for fault in verify_custody(register, blobs, Found(), **wishes)]
