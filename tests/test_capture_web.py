"""Web addresses: asked politely, within limits, at the address that was checked; what comes is kept as it came."""

import gzip
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keeping import Bench, bench, kept_of, problems_of
from web_server import Reply, Site, page, serve

from sijill.capture.address import check_name, is_public, parse_address, resolve
from sijill.capture.dial import Route
from sijill.capture.exchange import Limits
from sijill.capture.feed import read_list
from sijill.capture.robots import read_robots
from sijill.capture.visit import Manners
from sijill.model import InputError

RSS = b"<?xml version='1.0'?><rss><channel>%s</channel></rss>"


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


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.9.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_private_addresses_in_any_dress_are_told(ip: str) -> None:
    assert not is_public(ip)


def test_public_addresses_are_public() -> None:
    assert all(map(is_public, ("93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34")))


def test_a_private_address_is_not_asked_not_even_after_a_redirect(desk: Bench, site: Site) -> None:
    public = Route(private=False)
    said = problems_of(desk.web(site.url("/one"), "http://localhost:1/", "http://2130706433/", "http://[::1]/", route=public))
    assert [("private address" in line, "--allow-private" in line) for line in said] == [(True, True)] * 4
    assert site.asked == []


def test_a_name_is_looked_up_once_and_only_what_was_checked_is_connected_to() -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[tuple[Any, ...]]:
        """A name that leads to the open internet when asked first, and to this machine after."""
        asked.append(host)
        ip = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    address = parse_address("http://rebind.example/")
    assert resolve(address, private=False, lookup=rebinding) == [(socket.AF_INET, "93.184.216.34")]
    with pytest.raises(InputError, match="private address"):
        resolve(address, private=False, lookup=rebinding)
    mixed = [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 80)), (socket.AF_INET, 1, 6, "", ("93.184.216.34", 80))]
    assert resolve(address, private=False, lookup=lambda *_: mixed) == [(socket.AF_INET, "93.184.216.34")]


def test_a_page_that_redirects_to_a_private_name_is_refused(desk: Bench, site: Site) -> None:
    def look_up(host: str, port: int) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if host == "evil.example" else "10.0.0.1", port))]

    site.answers["/go"] = Reply(status=302, headers={"Location": "http://inside.example/admin"})
    seen: list[str] = []

    def guarded(host: str, port: int) -> list[tuple[Any, ...]]:
        seen.append(host)
        return look_up(host, port)

    said = problems_of(desk.web(site.url("/go"), route=Route(private=False, lookup=guarded)))
    assert "private address" in said[0]
    assert site.asked == []  # not even the first step: 127.0.0.1 is private as well


@pytest.mark.parametrize(
    "words",
    [
        "localhost",
        "http://localhost/",
        "http://a.internal/",
        "http://router.lan/",
        "http://intranet/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://10.0.0.1/",
    ],
)
def test_behind_a_proxy_private_names_are_refused_by_name(words: str) -> None:
    with pytest.raises(InputError):
        check_name(parse_address(words), private=False)
    check_name(parse_address("http://abcdef.onion/"), private=False)


@pytest.mark.parametrize(
    "words", ["ftp://a.example/", "javascript:alert(1)", "http://", "http://a:b@c.example/", "http://a.example:99999/", "http://[::1/"]
)
def test_what_is_no_address_is_refused(words: str) -> None:
    with pytest.raises(InputError):
        parse_address(words)


@given(st.text(max_size=60), st.text(max_size=60))
def test_an_address_written_once_is_written_the_same_again(path: str, query: str) -> None:
    try:
        once = parse_address(f"https://أخبار.example/{path}?{query}#x")
    except InputError:
        return
    assert parse_address(once.text) == once
    assert once.text.isascii()
    assert " " not in once.text


def test_a_list_of_addresses_may_have_comments() -> None:
    assert read_list("\ufeffhttps://a.example/\n\n# later\n  https://b.example/ \n") == ["https://a.example/", "https://b.example/"]


def make_certificate(folder: Path, name: str) -> Path:
    """A certificate that signs itself, with its key."""
    path = folder / f"{name}.pem"
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        f"/CN={name}",
    ]
    subprocess.run(
        [*words, "-addext", f"subjectAltName={name}", "-keyout", path, "-out", folder / "c.pem"], check=True, capture_output=True
    )
    path.write_text(path.read_text() + (folder / "c.pem").read_text())
    return path


def test_a_certificate_must_be_trusted_and_be_for_the_name(desk: Bench, tmp_path: Path) -> None:
    own, other = make_certificate(tmp_path, "IP:127.0.0.1"), make_certificate(tmp_path, "DNS:other.example")
    with serve({"/one": Reply(page())}, own) as site:
        manners = Manners("sijill", 0, robots=False)
        assert "cannot be trusted" in problems_of(desk.web(site.url("/one"), manners=manners))[0]
        kept_of(desk.web(site.url("/one"), route=Route(private=True, authorities=own), manners=manners))
    with serve({"/one": Reply(page())}, other) as site:
        said = problems_of(desk.web(site.url("/one"), route=Route(private=True, authorities=other), manners=manners))
        assert "cannot be trusted" in said[0]


@contextmanager
def proxying(site: Site, kind: str, user: str = "") -> Iterator[tuple[str, list[str]]]:
    """A proxy that leads everything to one site; what it was asked for."""
    asked: list[str] = []

    def receive(connection: socket.socket, size: int) -> bytes:
        if not (part := connection.recv(size)):
            raise OSError("the other side is gone")
        return part

    def take(connection: socket.socket, size: int) -> bytes:
        got = b""
        while len(got) < size:
            got += receive(connection, size - len(got))
        return got

    def pipe(connection: socket.socket, first: bytes) -> None:
        with socket.create_connection(("127.0.0.1", site.port)) as onward:
            onward.sendall(first)
            while part := onward.recv(65536):
                connection.sendall(part)

    def head_of(connection: socket.socket) -> bytes:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += receive(connection, 1)
        return head

    def answer(connection: socket.socket) -> None:
        if kind == "http":
            head = head_of(connection)
            asked.append(head.split(b"\r\n")[0].decode())
            if user and b"Proxy-Authorization" not in head:
                connection.sendall(b"HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n")
                return
            _, target, _ = head.split(b"\r\n")[0].split(b" ")
            path = b"/" + target.split(b"/", 3)[3]
            pipe(connection, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            return
        take(connection, take(connection, 2)[1])
        connection.sendall(b"\x05\x02" if user else b"\x05\x00")
        if user:
            take(connection, 1)
            name = take(connection, take(connection, 1)[0])
            take(connection, take(connection, 1)[0])
            connection.sendall(b"\x01\x00" if name == user.encode() else b"\x01\x01")
        take(connection, 4)
        host = take(connection, take(connection, 1)[0]).decode()
        take(connection, 2)
        asked.append(host)
        if host == "gone.example":
            connection.sendall(b"\x05\x04\x00\x01" + bytes(6))
            return
        connection.sendall(b"\x05\x00\x00\x01" + bytes(6))
        pipe(connection, head_of(connection))

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                    with connection:
                        answer(connection)
                except (OSError, IndexError):
                    if listener.fileno() < 0 or done.is_set():
                        return

        done = threading.Event()
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        scheme = "http" if kind == "http" else "socks5h"
        try:
            yield f"{scheme}://{f'{user}:secret@' if user else ''}127.0.0.1:{listener.getsockname()[1]}", asked
        finally:
            done.set()
            with socket.create_connection(listener.getsockname()):
                pass
            thread.join()


@pytest.mark.parametrize("kind", ["socks", "http"])
@pytest.mark.parametrize("user", ["", "team"])
def test_a_proxy_is_given_the_name_and_sees_to_the_rest(desk: Bench, site: Site, kind: str, user: str) -> None:
    with proxying(site, kind, user) as (proxy, asked):
        manners = Manners("sijill", 0, robots=False)
        kept_of(desk.web("http://news.example.org/one", route=Route(proxy), manners=manners))
        assert asked == ["news.example.org" if kind == "socks" else "GET http://news.example.org/one HTTP/1.1"]
        if kind == "socks":
            said = problems_of(desk.web("http://gone.example/", route=Route(proxy), manners=manners))
            assert "the proxy reaches nobody: the host is out of reach" in said[0]
    assert b"secret" not in gzip.decompress(desk.archives()[0].read_bytes())


def test_a_proxy_that_is_none_is_said_at_once() -> None:
    for words in ("ftp://a:1", "socks5h://host", "host:9050", "http://a:port"):
        with pytest.raises(InputError, match="no proxy"):
            Route(words)
