"""Lists of addresses on one's own disk: feeds, sitemaps, OPML; only what is new is asked for."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from keeping import Bench, bench, kept_of, problems_of
from web_server import Reply, Site, page, serve

RSS = b"<?xml version='1.0'?><rss><channel>%s</channel></rss>"
MAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serve({"/one": Reply(page()), "/two": Reply(page(3, "Southtown")), "/three": Reply(page(5, "Hilltown"))}) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        yield opened


def test_a_feed_on_disk_is_kept_and_its_new_pages_are_asked_for(desk: Bench, site: Site, tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    links = f"<link>{site.url('/')}</link><item><link>one</link></item><item><link>{site.url('/two')}</link></item>"
    feed.write_bytes(RSS % links.encode())
    kept_of(desk.web(site.url("/two")))
    outcomes = {item.address.rpartition("/")[2]: item.outcome for item in kept_of(desk.files(feed))}
    assert outcomes == {"feed.xml": "kept", "one": "kept", "two": "known"}
    assert {item.outcome for item in kept_of(desk.files(feed))} == {"known"}
    assert [path for path in site.asked if path != "/robots.txt"] == ["/two", "/one"]


@pytest.mark.parametrize("name", ["sitemap.xml", "sitemap.xml.gz"])
def test_a_sitemap_on_disk_lists_pages_packed_or_not(desk: Bench, site: Site, tmp_path: Path, name: str) -> None:
    words = MAP.format("".join(f"<url><loc>{site.url(path)}</loc></url>" for path in ("/one", "/three"))).encode()
    (tmp_path / name).write_bytes(gzip.compress(words) if name.endswith(".gz") else words)
    found = kept_of(desk.files(tmp_path / name))
    assert sorted(item.address.rpartition("/")[2] for item in found if item.report) == ["one", "three"]


def test_an_opml_file_leads_to_feeds_and_they_to_pages(desk: Bench, site: Site, tmp_path: Path) -> None:
    site.answers["/feed"] = Reply(RSS % b"<item><link>/one</link></item>", "application/rss+xml")
    path = tmp_path / "subscriptions.opml"
    path.write_text(f"<opml version='2.0'><body><outline text='a'><outline xmlUrl='{site.url('/feed')}'/></outline></body></opml>")
    assert [item.address for item in kept_of(desk.files(path)) if item.report] == [site.url("/one")]


def test_most_holds_for_a_list_on_disk_too(desk: Bench, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "sitemap.xml"
    path.write_text(MAP.format("".join(f"<url><loc>{site.url(one)}</loc></url>" for one in ("/one", "/two", "/three"))))
    assert "1 of its new addresses are left" in problems_of(desk.files(path, most=2))[0]
    assert [item.address for item in kept_of(desk.files(path, most=2)) if item.report] == [site.url("/three")]


@pytest.mark.parametrize(
    ("name", "words", "says"),
    [
        ("a.xml", b"<html><body>x</body></html>", "no feed, no sitemap and no OPML"),
        ("a.xml", b"", "no feed, no sitemap"),
        ("a.xml", RSS % b"<item><link>one</link></item>", "lists no whole web address"),
        ("a.opml", b"<opml><body><outline xmlUrl='file:///etc/passwd'/></body></opml>", "lists no whole web address"),
        ("a.xml.gz", gzip.compress(RSS % (b"<item/>" * 9000))[:-9], "breaks off"),
        ("a.xml.gz", gzip.compress(b"<rss>" + bytes(70_000_000)), "unpacks to more than"),
    ],
)
def test_a_list_that_is_none_is_named_and_the_rest_is_done(
    desk: Bench, site: Site, tmp_path: Path, name: str, words: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(words)
    (tmp_path / "b.xml").write_bytes(RSS % f"<item><link>{site.url('/one')}</link></item>".encode())
    items = desk.files(tmp_path / name, tmp_path / "b.xml")
    (problem,) = problems_of(items)
    assert says in problem
    assert name in problem
    assert desk.register.captures.at(site.url("/one")) is not None
    assert desk.register.captures.at(str(tmp_path / name)) is None


def test_an_address_that_cannot_be_had_does_not_stop_the_list(desk: Bench, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_bytes(RSS % f"<item><link>{site.url('/none')}</link></item><item><link>{site.url('/one')}</link></item>".encode())
    items = desk.files(path)
    assert "answers 404" in problems_of(items)[0]
    assert desk.register.captures.at(site.url("/one")) is not None
