"""Lists of addresses, on the web and on one's own disk: feeds, sitemaps, OPML; only what is new is asked for."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from keeping import Bench, bench, kept_of, problems_of
from web_server import Reply, Site, page, serve

from sijill.capture.feed import read_list

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


def test_a_feed_gives_its_new_pages_only(desk: Bench, site: Site) -> None:
    site.answers["/feed"] = lambda asked: Reply(
        RSS % (b"<item><link>/one</link></item>" + (b"<item><guid isPermaLink='true'>/two</guid></item>" if asked else b"")),
        "application/rss+xml",
    )
    first = kept_of(desk.web(site.url("/feed")))
    assert [(item.outcome, item.report is None) for item in first] == [("kept", True), ("kept", False)]
    second = kept_of(desk.web(site.url("/feed")))
    assert sorted((item.outcome, item.address[-4:]) for item in second) == [("kept", "/two"), ("kept", "feed"), ("known", "/one")]
    third = kept_of(desk.web(site.url("/feed")))
    assert {item.outcome for item in third} == {"known"}


def test_a_sitemap_of_sitemaps_is_followed_on_its_own_host_and_a_feed_of_atom_is_read(desk: Bench, site: Site) -> None:
    name = "http://www.sitemaps.org/schemas/sitemap/0.9"
    site.answers |= {
        "/sitemap.xml": Reply(
            f"<sitemapindex xmlns='{name}'><sitemap><loc>{site.url('/s.gz')}</loc></sitemap></sitemapindex>".encode()
        ),
        "/s.gz": Reply(
            gzip.compress(
                f"<urlset xmlns='{name}'><url><loc>{site.url('/one')}</loc></url>"
                "<url><loc>http://elsewhere.example/x</loc></url></urlset>".encode()
            ),
            "application/gzip",
        ),
        "/atom": Reply(
            b"<feed xmlns='http://www.w3.org/2005/Atom'><link href='/self' rel='self'/><entry><link rel='enclosure' href='/a.mp3'/>"
            b"<link rel='alternate' href='/two'/></entry></feed>",
            "application/atom+xml",
        ),
    }
    found = kept_of(desk.web(site.url("/sitemap.xml"), site.url("/atom")))
    assert sorted(item.address.rpartition("/")[2] for item in found if item.report) == ["one", "two"]


def test_a_list_that_is_hostile_is_refused_and_a_long_one_is_cut_aloud(desk: Bench, site: Site) -> None:
    bomb = b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><rss><channel><item><link>/one&b;</link></item></channel>"
    site.answers["/bomb"] = Reply(bomb, "text/xml")
    assert not any("aaaa" in getattr(item, "address", "") for item in desk.web(site.url("/bomb")))
    links = b"".join(b"<item><link>/p%d</link></item>" % n for n in range(30))
    site.answers["/long"] = Reply(RSS % links, "text/xml")
    said = problems_of(desk.web(site.url("/long"), most=2))
    assert "28 of its new addresses are left" in said[0]
    assert len([path for path in site.asked if path.startswith("/p")]) == 2


def test_a_list_of_addresses_may_have_comments() -> None:
    assert read_list("\ufeffhttps://a.example/\n\n# later\n  https://b.example/ \n") == ["https://a.example/", "https://b.example/"]
