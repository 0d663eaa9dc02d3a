"""What archives of others hold beside pages: the pictures and video that a page names, and pages in every packing."""

import gzip
import shutil
import subprocess
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from keeping import bench, faults, kept_of, problems_of
from test_capture_kinds import PAGE, write_warc
from web_server import Reply, page, serve

from sijill.capture import payload
from sijill.capture.payload import unpack
from sijill.capture.row import BadRow
from sijill.model import InputError

brotli = import_module("brotli")  # it comes without types
SITE = "https://h.example"
SHOWN = PAGE.replace("<p>", "<p><img src='/p.jpg'><img src='/gone.jpg'><video src='/v.mp4'></video>")
RECORDS = [
    (f"{SITE}/logo.png", "image/png", b"\x89PNG logo that no article names"),
    (f"{SITE}/p.jpg", "image/jpeg", b"\xff\xd8\xff a picture"),
    (f"{SITE}/1", "text/html", SHOWN.encode()),
    (f"{SITE}/v.mp4", "video/mp4", b"moving"),
    (f"{SITE}/p.jpg", "image/jpeg", b"\xff\xd8\xff a later one"),
    (f"{SITE}/gone.jpg", "text/html", b"<html><body><p>This picture is no longer here, alas.</p></body></html>"),
]


def write_crawl(folder: Path, name: str) -> Path:
    path = folder / name
    if name.endswith("wacz"):
        write_warc(folder / "data.warc.gz", RECORDS)
        with zipfile.ZipFile(path, "w") as package:
            package.write(folder / "data.warc.gz", "archive/data.warc.gz")
    else:
        write_warc(path, RECORDS, gzip=name.endswith("gz"))
    return path


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl.wacz"])
def test_pictures_in_an_archive_that_a_page_names_are_kept_with_it(tmp_path: Path, name: str) -> None:
    path = write_crawl(tmp_path, name)
    with bench(tmp_path) as desk:
        kept = kept_of(desk.files(path))
        assert [item.address for item in kept] == [f"{SITE}/1", f"{SITE}/gone.jpg", f"{SITE}/p.jpg", f"{SITE}/v.mp4"]
        for address, words in ((f"{SITE}/p.jpg", b"\xff\xd8\xff a picture"), (f"{SITE}/v.mp4", b"moving")):
            held = desk.register.captures.at(address)
            assert held is not None
            assert held.custody is not None
            assert (held.custody.of, held.report, held.capture.size) == (kept[0].capture, None, len(words))
        desk.keeper.archive.close()
        assert faults(desk.register, desk.blobs) == []
        assert {item.outcome for item in kept_of(desk.files(path))} == {"known"}


def test_pictures_are_kept_later_where_a_run_left_them_out_or_was_stopped(tmp_path: Path) -> None:
    path = write_crawl(tmp_path, "crawl.warc.gz")
    with bench(tmp_path) as desk:
        assert len(kept_of(desk.files(path, media=False))) == 2
        later = [item.address for item in kept_of(desk.files(path)) if item.outcome == "kept"]
        assert later == [f"{SITE}/p.jpg", f"{SITE}/v.mp4"]
        assert {item.outcome for item in kept_of(desk.files(path))} == {"known"}


def test_a_picture_that_is_too_large_is_said_and_the_rest_kept(tmp_path: Path) -> None:
    path = write_crawl(tmp_path, "crawl.warc.gz")
    with bench(tmp_path) as desk:
        items = desk.files(path, media_size=8)
        assert "p.jpg: it is too large: 13 bytes" in problems_of(items)[0]
        assert desk.register.captures.at(f"{SITE}/v.mp4") is not None


def test_a_damaged_picture_is_named_and_the_page_kept(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    write_warc(path, RECORDS, gzip=False)
    path.write_bytes(path.read_bytes().replace(b"moving", b"mocked"))
    with bench(tmp_path) as desk:
        (problem,) = problems_of(desk.files(path))
        assert "v.mp4: the record does not fit its digest" in problem
        assert desk.register.captures.at(f"{SITE}/1") is not None


@pytest.mark.skipif(shutil.which("wget") is None, reason="wget is not on this machine")
def test_wgets_own_archive_is_captured_with_its_pictures(tmp_path: Path) -> None:
    shown = page().replace(b"<p>", b"<p><img src='/p.jpg'>")
    windows = "<html><meta charset=utf-8><h1>خبر من الشمال</h1><p>قُتل ثلاثة مدنيين في قصف على السوق يوم الجمعة، بحسب مسعفين.</p></html>"
    answers = {
        "/": Reply(b"<a href='/one'>1</a> <a href='/old'>2</a>"),
        "/one": Reply(shown),
        "/p.jpg": Reply(b"\xff\xd8\xff", "image/jpeg"),
        "/robots.txt": Reply(b"User-agent: *\nAllow: /\n# the news is open to all", "text/plain"),
        "/old": Reply(status=301, headers={"Location": "/two"}),
        "/two": Reply(windows.encode("windows-1256", "replace"), "text/html"),
    }
    with serve(answers) as site:
        words = ["wget", "-q", "-r", "-l1", "-p", "--warc-file=crawl", "--delete-after", "--no-directories", site.url("/")]
        subprocess.run(words, cwd=tmp_path, check=False, timeout=60)
    with bench(tmp_path) as desk:
        items = desk.files(tmp_path / "crawl.warc.gz")
        kept = {item.address: item for item in items if not isinstance(item, InputError)}
        assert {site.url(path) for path in ("/one", "/two", "/p.jpg")} <= set(kept)
        assert all(address.startswith("http") for address in kept)  # wget's own log is no report
        assert site.url("/robots.txt") not in kept
        assert kept[site.url("/p.jpg")].report is None
        report = desk.register.look.reports([kept[site.url("/two")].report or ""])[kept[site.url("/two")].report or ""]
        assert "قُتل ثلاثة مدنيين" in report.text
        desk.keeper.archive.close()
        assert faults(desk.register, desk.blobs) == []


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("br", brotli.compress(page(9))), ("gzip, br", brotli.compress(gzip.compress(page(9)))), (" GZIP ", gzip.compress(page(9)))],
)
def test_pages_in_every_packing_are_read_from_the_web(tmp_path: Path, encoding: str, packed: bytes) -> None:
    with serve({"/x": Reply(packed, headers={"Content-Encoding": encoding})}) as site, bench(tmp_path) as desk:
        (item,) = kept_of(desk.web(site.url("/x")))
        assert "9 civilians" in desk.register.look.reports([item.report or ""])[item.report or ""].text


def test_a_brotli_page_in_an_archive_is_read_and_kept_as_it_was(tmp_path: Path) -> None:
    path, body = tmp_path / "crawl.warc.gz", brotli.compress(page(9))
    write_warc(path, [(f"{SITE}/br", "text/html\r\nContent-Encoding: br", body)])
    with bench(tmp_path) as desk:
        (item,) = kept_of(desk.files(path))
        assert "9 civilians" in desk.register.look.reports([item.report or ""])[item.report or ""].text
        held = desk.register.captures.at(f"{SITE}/br")
        assert held is not None
        assert held.capture.size == len(body)
        desk.keeper.archive.close()
        assert faults(desk.register, desk.blobs) == []


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (brotli.compress(b"x" * 5000)[:-3], "breaks off"),
        (b"\xff" * 50, "damaged"),
        (brotli.compress(bytes(90_000_000)), "unpacks to more than"),
    ],
)
def test_damaged_brotli_and_a_bomb_are_refused(packed: bytes, says: str) -> None:
    with pytest.raises(BadRow, match=says):
        unpack(packed, "br")


def test_a_packing_whose_library_is_missing_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(payload, "import_module", missing)
    with pytest.raises(BadRow, match="pip install zstandard"):
        unpack(b"\x28\xb5\x2f\xfd", "zstd")
