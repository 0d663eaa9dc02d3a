"""A page's bytes to its text and what it says of itself. The same bytes always give the same page."""

from collections.abc import Mapping
from datetime import datetime

from sijill.capture.encoding import NotText, decode_bytes
from sijill.capture.language import detect_language
from sijill.capture.page.ago import read_fetched
from sijill.capture.page.byline import find_byline, find_headline
from sijill.capture.page.dateline import is_day_alone
from sijill.capture.page.head import find_address, find_author, find_media, find_name, find_site, find_title, read_head
from sijill.capture.page.layout import Layout, lay_out
from sijill.capture.page.page import PAGE_LIMIT, Page
from sijill.capture.page.pdf import read_pdf
from sijill.capture.page.published import find_published
from sijill.capture.page.tree import Block, grow_tree
from sijill.capture.page.writing import write_block, write_blocks
from sijill.model import InputError

UNSURE = "its main text was not recognised: all text of the page was taken"
UTF8 = "save it as UTF-8 text"


def read_page(payload: bytes, address: str | None = None, headers: Mapping[str, str] | None = None) -> Page:
    """What a web page or PDF says: text with its map, title, author, day, language, canonical address, captions, media.

    payload: the body as it was sent, content encodings (gzip) undone. address: where it was fetched from, or a file's name.
    headers: the response's; `Content-Type` may name the encoding, and is believed where the bytes bear it out; from `Date` a page's
    "two hours ago" is counted.
    Raises InputError that names the address: too large (`PAGE_LIMIT`), no text, an encoding that cannot be told.
    """
    name = address or "the page"
    is_pdf = payload[:1024].lstrip().startswith(b"%PDF-")
    if is_pdf:
        return read_pdf(payload, name)
    if len(payload) > PAGE_LIMIT:
        raise InputError(name, f"it is too large for a page: {len(payload):,} bytes", f"at most {PAGE_LIMIT:,} are read")
    if not payload.strip():
        raise InputError(name, "it is empty")
    try:
        source, encoding = decode_bytes(payload, html=True, declared=_charset(headers))
    except NotText as error:
        raise InputError(name, str(error), UTF8) from error
    page = read_source(source, encoding, address, read_fetched(headers))
    if not page.text:
        raise InputError(name, "there is no text on the page")
    return page


def read_source(source: str, encoding: str, address: str | None, fetched: datetime | None = None) -> Page:
    """The page of decoded HTML; its text is empty where there is none. `fetched` is when the server says that it answered."""
    tree = grow_tree(source)
    head = read_head(tree)
    layout = lay_out(tree, find_name(head))
    headline = layout.title or find_headline(tree, layout, head)
    text, runs = write_blocks(source, _without_top(source, layout, headline))
    published, notes = find_published(tree, head, layout, address, fetched)
    if layout.posts:
        published, notes = None, (f"it holds {layout.posts} posts: all were taken as one text, without a day of publication",)
    author = find_author(head) or find_byline(tree, layout)
    title = find_title(head, write_block(source, headline) if headline else None)
    if title is not None and author is not None and title.value == author.value:
        title = None  # a channel's name over its post
    return Page(
        text=text,
        runs=runs,
        encoding=encoding,
        title=title,
        author=author,
        published=published,
        site=find_site(head),
        address=find_address(head, address),
        lang=detect_language(text),
        captions=tuple(words for block in layout.captions if (words := write_block(source, block))),
        media=find_media(tree, head, address),
        notes=notes if layout.sure else (UNSURE, *notes),
    )


def _without_top(source: str, layout: Layout, headline: Block | None) -> list[Block]:
    """The article without its title and what stands above that, where they stand in the same element, and without a day alone at its
    beginning or end."""
    body = layout.body
    at = next((number for number, block in enumerate(body) if block is headline), -1)
    body = body[at + 1 :]
    while len(body) > 1 and is_day_alone(write_block(source, body[0])):
        body = body[1:]
    while len(body) > 1 and is_day_alone(write_block(source, body[-1])):
        body = body[:-1]
    return body


def _charset(headers: Mapping[str, str] | None) -> str | None:
    """The encoding that a response's `Content-Type` names."""
    kind = next((value for name, value in (headers or {}).items() if name.lower() == "content-type"), "")
    _, _, words = kind.lower().partition("charset=")
    return words.split(";")[0].strip(" \"'") or None
