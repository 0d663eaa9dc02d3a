"""Connections: straight to an address that was checked, or through a proxy or Tor, which then looks names up."""

import socket
import ssl
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from sijill.capture.address import Address, Lookup, check_name, look_up, resolve
from sijill.model import InputError

TOR = "socks5h://127.0.0.1:9050"
"""Where Tor listens by default."""


@dataclass(frozen=True, slots=True)
class Route:
    """How the web is reached. `proxy`: http://, socks5:// or socks5h://HOST:PORT; both kinds of SOCKS look names up at the proxy, since
    a look-up here would show what is asked. `private` lets private addresses be asked; `authorities` is a PEM file to trust besides."""

    proxy: str | None = None
    private: bool = False
    authorities: Path | None = None
    lookup: Lookup = look_up

    def __post_init__(self) -> None:
        if self.proxy is not None:
            _parse_proxy(self.proxy)


@dataclass(frozen=True, slots=True)
class Line:
    """An open connection: `absolute` says that the proxy wants whole addresses in requests; `ip` is who answers, null behind a
    proxy."""

    socket: socket.socket
    ip: str | None
    absolute: bool
    headers: tuple[tuple[str, str], ...] = ()


def dial(address: Address, route: Route, timeout_s: float) -> Line:
    """A connection to the address's host, with TLS where it asks for it. Raises InputError where it is refused here, OSError."""
    if route.proxy is None:
        line = _dial_straight(address, route, timeout_s)
    else:
        check_name(address, private=route.private)
        line = _dial_proxy(address, _parse_proxy(route.proxy), timeout_s)
    if address.scheme != "https":
        return line
    try:
        secure = _trust(route.authorities).wrap_socket(line.socket, server_hostname=address.host)
    except BaseException:
        line.socket.close()
        raise
    return Line(secure, line.ip, absolute=False)


def _dial_straight(address: Address, route: Route, timeout_s: float) -> Line:
    """Names are looked up once; only what was checked is connected to, whatever the name leads to a moment later."""
    places = resolve(address, private=route.private, lookup=route.lookup)
    for place in places:
        family, ip = place
        made = socket.socket(socket.AddressFamily(family), socket.SOCK_STREAM)
        made.settimeout(timeout_s)
        try:
            made.connect((ip, address.port))
        except OSError:
            made.close()
            if place == places[-1]:
                raise
            continue
        return Line(made, ip, absolute=False)
    raise OSError("no address")  # resolve gives at least one


def _dial_proxy(address: Address, proxy: SplitResult, timeout_s: float) -> Line:
    made = socket.create_connection((proxy.hostname or "", proxy.port or 0), timeout_s)
    try:
        if proxy.scheme != "http":
            _greet_socks(made.makefile("rb", buffering=0).read, made, address, proxy)
            return Line(made, None, absolute=False)
        granted = _credentials(proxy)
        if address.scheme == "http":
            return Line(made, None, absolute=True, headers=granted)
        _open_tunnel(made, address, granted)
    except BaseException:
        made.close()
        raise
    return Line(made, None, absolute=False)


def _parse_proxy(words: str) -> SplitResult:
    try:
        proxy = urlsplit(words)
        good = proxy.scheme in ("http", "socks5", "socks5h") and proxy.hostname and proxy.port
    except ValueError:
        good = None
    if not good:
        raise InputError("--proxy", "it is no proxy that sijill can use", "write it as socks5h://HOST:PORT or http://HOST:PORT")
    return proxy


def _credentials(proxy: SplitResult) -> tuple[tuple[str, str], ...]:
    if proxy.username is None:
        return ()
    both = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return (("Proxy-Authorization", "Basic " + b64encode(both).decode("ascii")),)


def _open_tunnel(made: socket.socket, address: Address, headers: tuple[tuple[str, str], ...]) -> None:
    """HTTP CONNECT (RFC 9110, section 9.3.6)."""
    where = f"{f'[{address.host}]' if ':' in address.host else address.host}:{address.port}"
    lines = [f"CONNECT {where} HTTP/1.1", f"Host: {where}", *(f"{name}: {value}" for name, value in headers)]
    made.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    answer = b""
    while not answer.endswith(b"\r\n\r\n"):
        one = made.recv(1)  # byte by byte: what follows the empty line belongs to TLS
        if not one or len(answer) > 16_384:
            raise OSError("the proxy breaks off")
        answer += one
    status = answer.split(b"\r\n", 1)[0].split(b" ", 2)
    if len(status) < 2 or not status[1].startswith(b"2"):
        raise OSError(f"the proxy refuses: {b' '.join(status[1:]).decode('latin-1')[:100]}")


_SOCKS_REFUSALS = {
    1: "it failed",
    2: "its rules forbid it",
    3: "the network is out of reach",
    4: "the host is out of reach",
    5: "the host refuses",
    6: "it took too long",
    7: "it does not know how",
    8: "it does not know this kind of address",
}


def _greet_socks(read: Callable[[int], bytes | None], made: socket.socket, address: Address, proxy: SplitResult) -> None:
    """SOCKS 5 (RFC 1928), the name given as it is; user name and password by RFC 1929."""

    def take(size: int) -> bytes:
        got = b""
        while len(got) < size:
            part = read(size - len(got))
            if not part:
                raise OSError("the proxy breaks off")
            got += part
        return got

    user, password = unquote(proxy.username or "").encode(), unquote(proxy.password or "").encode()
    made.sendall(b"\x05\x02\x00\x02" if user else b"\x05\x01\x00")
    version, method = take(2)
    if version != 5 or method not in ((0, 2) if user else (0,)):
        raise OSError("the proxy is no SOCKS 5 proxy that lets us in")
    if method == 2:
        made.sendall(b"\x01" + bytes([len(user)]) + user + bytes([len(password)]) + password)
        if take(2)[1] != 0:
            raise OSError("the proxy refuses the user name and password")
    host = address.host.encode("ascii")
    made.sendall(b"\x05\x01\x00\x03" + bytes([len(host)]) + host + address.port.to_bytes(2, "big"))
    _, reply, _, kind = take(4)
    if reply != 0:
        raise OSError(f"the proxy reaches nobody: {_SOCKS_REFUSALS.get(reply, 'it does not say why')}")
    take({1: 4, 4: 16}.get(kind) or take(1)[0])
    take(2)


def _trust(authorities: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if authorities is not None:
        try:
            context.load_verify_locations(authorities)
        except (OSError, ssl.SSLError) as error:
            raise InputError(str(authorities), "it holds no certificates that can be read") from error
    return context
