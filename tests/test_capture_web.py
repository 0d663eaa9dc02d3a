"""Web addresses: asked politely, within limits, at the address that was checked; what comes is kept as it came."""

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from keeping import Bench, bench, kept_of, problems_of
from web_server import Reply, Site, page, serve

from sijill.capture.exchange import Limits
from sijill.capture.robots import read_robots
from sijill.capture.visit import Manners
from sijill.model import InputError


@pytest.fixture
def site() -> Iterator[Site]:
    with serve({"/one": Reply(page()), "/two": Reply(page(3, "Southtown"))}) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        yield opened


def test_a_page_is_kept_and_its_report_waits_to_be_read(desk: Bench, site: Site) -> None:
    (kept,) = kept_of(desk.web(site.url("/one")))
    assert (kept.outcome, kept.address) == ("kept", site.url("/one"))
    (name,) = desk.register.look.unread_reports()
    report = desk.register.look.reports([name])[name]
    assert (report.doc, report.url, report.title) == (site.url("/one"), site.url("/one"), "Two hurt")
    assert "7 civilians were killed in Northtown" in report.text
    held = desk.register.captures.at(site.url("/one"))
    assert held is not None
    assert held.custody is not None
    assert (held.custody.status, held.custody.media_type, held.custody.final) == (200, "text/html", site.url("/one"))


def test_a_list_goes_on_where_it_stopped_and_nothing_is_asked_for_twice(tmp_path: Path, site: Site) -> None:
    addresses = [site.url("/one"), site.url("/none"), site.url("/two"), site.url("/one")]
    with bench(tmp_path) as desk:
        assert len(kept_of(desk.web(addresses[0]))) == 1
    with bench(tmp_path) as desk:
        outcomes = [getattr(item, "outcome", "problem") for item in desk.web(*addresses)]
    assert sorted(outcomes) == ["kept", "known", "problem"]
    assert [path for path in site.asked if path != "/robots.txt"] == ["/one", "/none", "/two"]
    with bench(tmp_path) as desk:
        assert [item.outcome for item in kept_of(desk.web(site.url("/one"), again=True))] == ["kept"]
        assert len(desk.register.look.report_ids()) == 2  # the same words are no second report


def test_redirects_are_followed_and_each_step_is_kept(desk: Bench, site: Site) -> None:
    site.answers["/old"] = Reply(status=301, headers={"Location": "/older"})
    site.answers["/older"] = Reply(status=302, headers={"Location": "one#part"})
    (kept,) = kept_of(desk.web(site.url("/old")))
    held = desk.register.captures.at(site.url("/old"))
    assert held is not None
    assert held.custody is not None
    assert held.custody.redirects == (site.url("/old"), site.url("/older"))
    assert held.custody.final == site.url("/one")
    report = desk.register.look.reports([kept.report or ""])[kept.report or ""]
    assert report.url == site.url("/one")


@pytest.mark.parametrize("length", [1, 2, 12])
def test_redirects_that_lead_in_a_circle_or_nowhere_end(desk: Bench, site: Site, length: int) -> None:
    for n in range(length):
        site.answers[f"/r{n}"] = Reply(status=302, headers={"Location": f"/r{(n + 1) % length}"})
    assert "leads in a circle" in problems_of(desk.web(site.url("/r0"), site.url("/one")))[0]
    assert len(desk.register.look.report_ids()) == 1


def test_robots_txt_is_kept_to_unless_told_otherwise(desk: Bench, site: Site) -> None:
    site.answers["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /one\nCrawl-delay: 7\n", "text/plain")
    assert "robots.txt" in problems_of(desk.web(site.url("/one")))[0]
    kept_of(desk.web(site.url("/two"), site.url("/two?x=1"), manners=Manners("sijill", pause_s=1)) and [])
    assert 7.0 in desk.clock.slept
    assert "/one" not in site.asked
    kept_of(desk.web(site.url("/one"), manners=Manners("sijill", 0, robots=False)))
    site.answers["/robots.txt"] = Reply(status=503)
    assert "robots.txt" in problems_of(desk.web(site.url("/two"), again=True))[0]


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nAllow: /a\nDisallow: /a/b", "/a/b/c", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: other\nDisallow: /\n\nUser-agent: sijill\nDisallow: /b", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Sijill\nAllow: /", "/a", True),
        ("User-agent: a\nUser-agent: *\nDisallow: /q?x=", "/q?x=1", False),
        ("User-agent: *\nDisallow: /أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("", "/a", True),
    ],
)
def test_robots_txt_is_read_as_its_standard_says(rules: str, path: str, allowed: bool) -> None:
    assert read_robots(rules, "sijill").allows(path) is allowed


def test_a_site_is_not_hurried_and_two_sites_share_the_waiting(desk: Bench, site: Site) -> None:
    with serve({"/x": Reply(page(4)), "/y": Reply(page(5))}) as other:
        manners = Manners("sijill", pause_s=10, robots=False)
        kept_of(desk.web(site.url("/one"), site.url("/two"), other.url("/x"), other.url("/y"), manners=manners))
    assert desk.clock.slept == [10.0]  # one pause, spent by both


def test_a_busy_site_is_asked_again_later_and_later(desk: Bench, site: Site) -> None:
    site.answers["/one"] = lambda asked: Reply(status=503) if asked < 2 else Reply(page())
    kept_of(desk.web(site.url("/one"), manners=Manners("sijill", 0, robots=False)))
    assert desk.clock.slept == [2.0, 4.0]
    site.answers["/two"] = lambda asked: Reply(status=429, headers={"Retry-After": "30"}) if asked < 1 else Reply(page(3))
    kept_of(desk.web(site.url("/two"), manners=Manners("sijill", 0, robots=False)))
    assert desk.clock.slept[2:] == [30.0]
    site.answers["/late"] = Reply(status=503, headers={"Retry-After": "86400"})
    assert "answers 503" in problems_of(desk.web(site.url("/late"), manners=Manners("sijill", 0, robots=False)))[0]
    assert site.asked.count("/late") == 1


def test_pictures_that_a_page_names_are_kept_with_it_and_never_opened(desk: Bench, site: Site) -> None:
    shown = page().replace(b"<p>", b"<p><img src='/p.jpg'><img src='/big.jpg'><img src='/no.jpg'><video src='/v.mp4'></video>")
    site.answers |= {
        "/one": Reply(shown),
        "/p.jpg": Reply(b"\xff\xd8\xff not a picture at all", "image/jpeg"),
        "/big.jpg": Reply(bytes(5000), "image/jpeg"),
        "/no.jpg": Reply(b"<html>gone</html>"),
        "/v.mp4": Reply(b"moving", "video/mp4"),
    }
    items = desk.web(site.url("/one"), media_size=4000)
    kept = [item for item in items if not isinstance(item, InputError)]
    assert [item.address.rpartition("/")[2] for item in kept] == ["one", "p.jpg", "v.mp4"]
    held = desk.register.captures.at(site.url("/p.jpg"))
    assert held is not None
    assert held.custody is not None
    assert (held.custody.of, held.capture.size) == (kept[0].capture, 24)
    said = " ".join(problems_of(items))
    assert "too large" in said
    assert "it is no picture" in said
    assert kept_of(desk.web(site.url("/two"), media=False))[0].report


def test_chunks_are_joined_and_packed_pages_unpacked(desk: Bench, site: Site) -> None:
    body = page()
    chunks = b"%x;x=y\r\n%s\r\n%x\r\n%s\r\n0\r\nX-Trailer: a\r\n\r\n" % (10, body[:10], len(body) - 10, body[10:])
    site.answers |= {
        "/chunks": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks),
        "/packed": Reply(gzip.compress(page(9)), headers={"Content-Encoding": "gzip"}),
        "/until-closed": Reply(raw=b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(11)),
        "/early": Reply(
            raw=b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(12)
        ),
    }
    kept = kept_of(desk.web(*(site.url(path) for path in ("/chunks", "/packed", "/until-closed", "/early"))))
    texts = [desk.register.look.reports([item.report or ""])[item.report or ""].text for item in kept]
    assert [text.split(" civilians")[0].split()[-1] for text in texts] == ["7", "9", "11", "12"]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort", "breaks off after 5 of 500"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "chunks are damaged"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n", "too large"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nabc", "breaks off after 3"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "contradict"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "too large"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 300_000 + b"\r\n\r\n", "headers are longer"),
        (b"SSH-2.0-OpenSSH\r\n", "does not speak HTTP"),
        (b"HTTP/1.1 abc OK\r\n\r\n", "does not speak HTTP"),
        (b"", "no answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nnot packed", "packing is damaged"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: x-odd\r\n\r\n12345", "packed in a way"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\nPK", "does not keep"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><script>alert(1)</script></html>", "no text"),
    ],
)
def test_a_broken_answer_is_a_clear_message_and_the_rest_is_done(desk: Bench, site: Site, raw: bytes, says: str) -> None:
    site.answers["/bad"] = Reply(raw=raw)
    items = desk.web(site.url("/bad"), site.url("/one"))
    assert says in problems_of(items)[0]
    assert [item.address for item in items if not isinstance(item, InputError) and item.report] == [site.url("/one")]


def test_a_page_larger_than_is_allowed_is_given_up_on_the_way(desk: Bench, site: Site) -> None:
    site.answers["/large"] = Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<p>a</p>" * 500_000)
    items = desk.web(site.url("/large"), site.url("/one"), limits=Limits(size=1_000_000))
    assert "it goes on, at most 1,000,000" in problems_of(items)[0]
    assert len(desk.register.look.report_ids()) == 1


@contextmanager
def dripping() -> Iterator[int]:
    """A server that sends a byte now and then, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        done = threading.Event()

        def drip() -> None:
            while not done.is_set():
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                    while not done.wait(0.02):
                        try:
                            connection.sendall(b"a")
                        except OSError:
                            break

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            done.set()
            with socket.create_connection(("127.0.0.1", listener.getsockname()[1])):
                pass
            thread.join()


def test_a_server_that_drips_does_not_hold_us(desk: Bench, site: Site) -> None:
    with dripping() as port:
        items = desk.web(
            f"http://127.0.0.1:{port}/x", site.url("/one"), limits=Limits(whole_s=0.3), manners=Manners("sijill", 0, robots=False)
        )
    assert "too slow, tried 3 times" in problems_of(items)[0]
    assert len(items) == 2
