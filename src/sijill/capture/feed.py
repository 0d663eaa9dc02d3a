"""Lists of addresses: RSS, Atom, sitemaps and OPML, and text files with an address a line."""

import gzip
import re
from dataclasses import dataclass
from io import BytesIO

from sijill.capture.address import Address, parse_address
from sijill.model import InputError

LARGEST = 64 * 1024 * 1024
"""Bytes of a list once unpacked; the sitemap protocol allows 50 MB."""

LIST = "application/x-sijill-list"
"""What a feed or a sitemap is entered as, whatever its server calls it."""

_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\])?[^>]*>)*"
    rb"<(?:[A-Za-z]+:)?(?:rss|feed|RDF|urlset|sitemapindex|opml)[\s>]",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """The addresses of a list in its order: `pages`, and further `lists` (of an index of sitemaps)."""

    pages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()


def is_listing(payload: bytes) -> bool:
    """Whether bytes are a feed, a sitemap or an OPML file, by their root element."""
    return _ROOT.match(_unpack(payload[: 1 << 16], strict=False)[:4096]) is not None


def read_listing(payload: bytes, name: str, address: Address | None = None) -> Listing:
    """What a feed, a sitemap or an OPML file lists; `name` is for people, `address` where it was fetched from: a sitemap speaks for its
    own host only. A file from one's own disk has none, and its relative addresses are those of its feed's site. Raises InputError."""
    from lxml import etree

    content = _unpack(payload, strict=True, name=name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.parse(BytesIO(content), parser).getroot()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(name, f"its list of addresses cannot be read: {str(error)[:120]}") from error
    if root is None:
        raise InputError(name, "its list of addresses is empty")
    kind = etree.QName(root).localname
    if kind in ("urlset", "sitemapindex"):
        found = _addresses(("".join(node.itertext()) for node in root.iterfind("{*}*/{*}loc")), address)
        own = tuple(one.text for one in found if address is None or one.host == address.host)
        return Listing(lists=own) if kind == "sitemapindex" else Listing(own)
    if kind == "opml":
        return Listing(
            lists=tuple(one.text for one in _addresses((node.get("xmlUrl") or "" for node in root.iter("outline")), address))
        )
    return Listing(tuple(one.text for one in _addresses(_entry_links(root), address or _site_of(root))))


def read_list(text: str) -> list[str]:
    """The addresses of a text file: one a line; empty lines and those that begin with # are left out."""
    rows = (row.strip() for row in text.removeprefix("\ufeff").splitlines())
    return [row for row in rows if row and not row.startswith("#")]


def _entry_links(root: "object") -> list[str]:
    found = []
    for entry in root.iter("{*}item", "{*}entry"):  # type: ignore[attr-defined]
        links = [node for node in entry if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == "link"]
        atom = [node.get("href") for node in links if node.get("href") and node.get("rel", "alternate") == "alternate"]
        plain = ["".join(node.itertext()) for node in links if not node.get("href")]
        guid = [
            "".join(node.itertext())
            for node in entry
            if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == "guid" and node.get("isPermaLink") == "true"
        ]
        best = next((words.strip() for words in (*plain, *atom, *guid) if words and words.strip()), None)
        if best:
            found.append(best)
    return found


def _site_of(root: "object") -> Address | None:
    """The site that a feed says it is of."""
    for node in root.iterfind("{*}link"), root.iterfind("{*}channel/{*}link"):  # type: ignore[attr-defined]
        for link in node:
            try:
                return parse_address(link.get("href") or "".join(link.itertext()))
            except InputError:
                continue
    return None


def _addresses(words: "object", base: Address | None) -> list[Address]:
    found: dict[str, Address] = {}
    for one in words:  # type: ignore[attr-defined]
        try:
            address = parse_address(one.strip(), base)
        except InputError:
            continue  # a list may name mail addresses and files of its maker's
        found.setdefault(address.text, address)
    return list(found.values())


def _unpack(payload: bytes, *, strict: bool, name: str = "") -> bytes:
    """The list itself: sitemaps are often gzip files."""
    if not payload.startswith(b"\x1f\x8b"):
        return payload
    try:
        with gzip.GzipFile(fileobj=BytesIO(payload)) as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, ValueError) as error:
        if strict:
            raise InputError(name, "its gzip file is damaged or breaks off") from error
        return _beginning(payload)
    if strict and len(content) > LARGEST:
        raise InputError(name, f"its list unpacks to more than {LARGEST:,} bytes")
    return content


def _beginning(payload: bytes) -> bytes:
    import zlib

    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(payload, 8192)
    except zlib.error:
        return b""
