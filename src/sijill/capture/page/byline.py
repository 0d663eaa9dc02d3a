"""What a page shows and does not mark: its author in a line beside the title, its title in bold letters above the text."""

import re
from functools import cache

from sijill.capture.page.days import find_days, level
from sijill.capture.page.head import Head, find_site, meta
from sijill.capture.page.hints import load_names, read_hints
from sijill.capture.page.labels import label_of
from sijill.capture.page.layout import Layout
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Block, Tree
from sijill.capture.page.writing import write_block
from sijill.model.fingerprint import words_of

NAME = 60
"""Characters of the longest name of an author."""

FIRST = 3
"""Lines of a text among which its title may stand."""

_CLOCK = re.compile(r"[\s|,،-]*\b\d{1,2}:\d\d.*\Z", re.DOTALL)
_BAR = re.compile(r"\s*[|•·]")
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LOUD = frozenset({"b", "strong", "font", "big"})


@cache
def _by() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(load_names()["byline"]["by"], key=len, reverse=True))
    return re.compile(rf"(?:\A|(?<=[|•·–—,،:/()\d-]))\s*(?:{words})\s*[:：,،]?\s+")


def find_byline(tree: Tree, layout: Layout) -> Stated | None:
    """The author as the page shows it: a short line beside the title that its name or its first word says is one."""
    for block in (*layout.near, *layout.after):
        if block is layout.title or block.size > 2 * NAME:
            continue
        line = write_block(tree.source, block)
        days = list(find_days(line))
        line = line[days[-1].end :] if days and (_by().search(level(line), days[-1].end)) else line
        led = _by().search(level(line)) if days else _by().match(level(line))
        if led is None and not _names_author(tree, block):
            continue
        name = line[led.end() :] if led else line
        found = next(find_days(name), None)
        name = _BAR.split(_CLOCK.sub("", name[: found.start] if found else name).strip(" |-–—،,:"))[0]
        if 3 < len(name) <= NAME and not any(sign.isdigit() for sign in name) and name[-1] not in ".!?؟":
            return Stated(name, "byline", line)
    return None


def _names_author(tree: Tree, block: Block) -> bool:
    """Whether the elements that a block begins in are named as an author's."""
    if "author" in read_hints(block.element):
        return True
    at = block.pieces[0][0]
    for element in tree.elements[block.element.order + 1 :]:
        if element.start > at:
            return False
        if at < element.end and ("author" in read_hints(element) or element.get("rel") == "author"):
            return True
    return False


def find_headline(tree: Tree, layout: Layout, head: Head) -> Block | None:
    """A title in bold or large letters above the text or as its first lines, on pages without headings whose head names the site or
    what the page is for ("Print") alone."""
    if meta(head, "title") is not None or not layout.body or layout.title is not None:
        return None
    site = find_site(head)
    words = words_of(head.title)
    if len(words) > 4 and (site is None or words != words_of(site.value)):
        return None
    begin = next(number for number, block in enumerate(tree.blocks) if block is layout.body[0])
    before = reversed(tree.blocks[max(0, begin - 4) : begin]) if layout.sure else ()
    found: list[tuple[int, Block]] = []
    for block in (*before, *layout.body[:FIRST]):
        line = write_block(tree.source, block)
        if block.linked or not 3 <= len(words_of(line)) <= 30 or label_of(line) or next(find_days(line), None):
            continue
        if words_of(line) != words and not line.endswith(".") and _is_loud(tree, block):
            found.append((len(words_of(line)), block))
    return max(found, key=lambda one: one[0])[1] if found else None  # the site's own name is short


def _is_loud(tree: Tree, block: Block) -> bool:
    """Whether a block's letters are all bold, or of a size of their own."""
    first, last = block.pieces[0][0], block.pieces[-1][1]
    inner = tree.elements[block.element.order + 1 :]
    for element in inner:
        if element.start > first:
            return False
        if element.end >= last and (element.name in _LOUD or _BOLD.search(element.get("style"))):
            return True
    return False
