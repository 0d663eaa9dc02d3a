"""How the web is reached: certificates that must be trusted, proxies that are given names to look up."""

import gzip
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from keeping import Bench, bench, kept_of, problems_of
from web_server import Reply, Site, page, serve

from sijill.capture.dial import Route
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
