"""HTML source to tags and text, each with its place in the source: one walk, nothing executed, nothing fetched.

A small tokenizer after the HTML standard's states for what pages hold (section 13.2.5): enough for main text, and it never loses
where a character stood, as parsers that build a document do. Time is linear in the source, whatever the source is.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is no markup: it ends at their end tag only."""

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_REST = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}
_PATIENCE = 16
"""Tags with an open quotation mark that are looked through to the end of the page; from then on a tag ends at the next ">"."""


class Token(NamedTuple):
    """Source characters start … end-1: `kind` is "text", "start" or "end"; of a tag, its lower-case name and its attributes' range."""

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: tuple[int, int] = (0, 0)


def tokenize(source: str) -> Iterator[Token]:
    """Tags and text in the order of the source; comments, declarations and the content of scripts are left out.

    The content of `title`, `script` and other raw elements comes as one text token between their tags.
    """
    at, size, failures = 0, len(source), 0
    search = 0  # behind a "<" that is text
    while at < size:
        begin = source.find("<", max(at, search))
        if begin < 0:
            yield Token("text", at, size)
            return
        closing = source.startswith("/", begin + 1)
        name = _NAME.match(source, begin + 1 + closing)
        if name is None:
            end = _skip_other(source, begin)
            if end is None:  # a "<" that opens nothing is text
                search = begin + 1
                continue
            if begin > at:
                yield Token("text", at, begin)
            at = end
            continue
        if begin > at:
            yield Token("text", at, begin)
        rest = _REST.match(source, name.end()) if failures < _PATIENCE else None
        if rest is None:
            failures += 1
            end = source.find(">", name.end()) + 1
            if not end:
                return  # the page breaks off inside a tag
        else:
            end = rest.end()
        word = name.group().lower()
        yield Token("end" if closing else "start", begin, end, word, (name.end(), end - 1))
        at = end
        if word in RAW and not closing:
            stop = _RAW_END[word].search(source, at)
            last = stop.start() if stop else size
            if last > at:
                yield Token("text", at, last)
            at = last


def _skip_other(source: str, begin: int) -> int | None:
    """Where a comment, declaration or bogus comment that begins at `begin` ends; None where it is no markup."""
    if source.startswith("<!--", begin):
        end = source.find("-->", begin + 2)
        return len(source) if end < 0 else end + 3
    if source.startswith("<![CDATA[", begin):
        end = source.find("]]>", begin)
        return len(source) if end < 0 else end + 3
    if source[begin + 1 : begin + 2] in ("!", "?", "/"):
        end = source.find(">", begin)
        return len(source) if end < 0 else end + 1
    return None
