"""Which addresses may be asked: none of a private network, in whatever dress, also after redirects and changes of a name."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keeping import Bench, bench, problems_of
from web_server import Reply, Site, page, serve

from sijill.capture.address import check_name, is_public, parse_address, resolve
from sijill.capture.dial import Route
from sijill.model import InputError


@pytest.fixture
def site() -> Iterator[Site]:
    with serve({"/one": Reply(page()), "/two": Reply(page(3, "Southtown"))}) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bench]:
    with bench(tmp_path) as opened:
        yield opened


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
