"""Addresses of the web: written in one way, and looked up once, so that what is checked is what is connected to."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from sijill.model import InputError

Lookup = Callable[[str, int], list[tuple[Any, ...]]]
"""Host and port to what `socket.getaddrinfo` gives."""

PORTS = {"http": 80, "https": 443}
LOCAL_NAMES = ("localhost", "local", "internal", "lan", "home.arpa")
"""Ends of names that stand for machines of one's own network: where a proxy looks names up, they are refused by name."""

LONGEST = 8000
"""Characters of an address; servers refuse longer ones, RFC 9110 asks for at least this many."""

_SAFE = "/%:=&?~+!$,;'@()*[]-._"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address taken apart; `text` is the whole in one way of writing, without a fragment."""

    text: str
    scheme: str
    host: str
    port: int

    @property
    def site(self) -> str:
        """Scheme, host and port: what robots.txt and the pause between requests are about."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """Host and port, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def target(self) -> str:
        """Path and query."""
        parts = urlsplit(self.text)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_web(words: str) -> bool:
    """Whether words are meant as a web address."""
    return words.lower().startswith(("http://", "https://"))


def parse_address(words: str, base: Address | None = None) -> Address:
    """The address that words mean, relative to `base` where they stand on a page. Raises InputError."""
    words = "".join(words.split())
    try:
        parts = urlsplit(urljoin(base.text, words) if base else words)
        scheme, port = parts.scheme.lower(), parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise InputError(words[:200], "it is not an address that can be read") from error
    if scheme not in PORTS or not host:
        raise InputError(words[:200], "it is not a web address", "addresses begin with http:// or https://")
    if parts.username or parts.password:
        raise InputError(host, "the address carries a user name or a password", "sijill keeps addresses in the open: leave it out")
    bare = Address("", scheme, host.lower(), port or PORTS[scheme])
    path, query = quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE)
    text = urlunsplit((scheme, bare.netloc, path, query, ""))
    if len(text) > LONGEST:
        raise InputError(text[:200], f"the address is too long ({len(text):,} characters)")
    return Address(text, bare.scheme, bare.host, bare.port)


def resolve(address: Address, *, private: bool, lookup: Lookup) -> list[tuple[int, str]]:
    """Where the address's host lies: (address family, IP address), only public ones unless `private`. Raises InputError."""
    try:
        found = lookup(address.host, address.port)
    except (OSError, UnicodeError) as error:
        raise InputError(address.text, f"its host {address.host} is not found") from error
    places = list(dict.fromkeys((int(entry[0]), str(entry[4][0])) for entry in found))
    allowed = [place for place in places if private or is_public(place[1])]
    if not allowed:
        raise InputError(address.text, _refusal(", ".join(ip for _, ip in places) or "nothing"), ALLOW)
    return allowed


def check_name(address: Address, *, private: bool) -> None:
    """Refuse a host that is plainly private, where a proxy looks names up and we cannot. Raises InputError."""
    if private:
        return
    try:
        public = is_public(address.host)
    except ValueError:
        number = address.host.rpartition(".")[2]
        odd = number.isdigit() or number.startswith("0x")  # 127.1, 0x7f000001: numbers that some resolvers take for an IP address
        public = not odd and "." in address.host and not address.host.endswith(tuple("." + name for name in LOCAL_NAMES))
    if not public:
        raise InputError(address.text, _refusal(address.host), ALLOW)


ALLOW = "--allow-private lets sijill ask machines of your own network"


def _refusal(where: str) -> str:
    return f"it leads to a private address ({where}), which is not asked"


def is_public(ip: str) -> bool:
    """Whether an IP address is one of the open internet, also where an IPv6 address carries an IPv4 one inside."""
    found = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def look_up(host: str, port: int) -> list[tuple[Any, ...]]:
    """The system's own look-up of names."""
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
