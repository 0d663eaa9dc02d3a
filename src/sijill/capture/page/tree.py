"""Tags and text to a light tree: elements with their parents, and blocks of running text, each made of pieces of the source."""

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache

from sijill.capture.page.markup import RAW, Token, tokenize

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)  # fmt: skip
# fmt: off
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})
# fmt: on
"""Elements that stand inside a line; every other one begins a block of its own."""

CLOSES = {
    "li": ("li", ("ul", "ol", "menu")),
    "dt": ("dt", ("dl",)),
    "dd": ("dd", ("dl",)),
    "tr": ("tr", ("table",)),
    "td": ("td", ("tr", "table")),
    "th": ("th", ("tr", "table")),
    "option": ("option", ("select",)),
}
"""Start tags that end an open element of their own kind, up to the element that holds both (standard, section 13.1.2.4)."""

JOINTS = frozenset({"li", "td", "th", "dt", "dd"})
"""Elements that are lines or cells of one whole."""

DEPTH = 300
"""Open elements beyond which deeper ones are left out of the tree (their text stays): pages have some dozens."""

_ATTRIBUTE = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


@dataclass(slots=True, eq=False)
class Element:
    """An element; `order` counts start tags, `attributes` is the source of its attributes."""

    name: str
    attributes: str
    parent: "Element | None"
    order: int
    start: int
    end: int = -1
    gone: bool = False

    def get(self, name: str) -> str:
        """An attribute's value, empty where it is missing."""
        return read_attributes(self.attributes).get(name, "") if self.attributes else ""


@dataclass(slots=True, eq=False)
class Block:
    """A run of text of one element, up to a line break: `pieces` are ranges of the source, `linked` counts letters inside links.

    `joint` is what parts it from the block before: a line break, or a blank line.
    """

    element: Element
    joint: str
    pieces: list[tuple[int, int]] = field(default_factory=list)
    size: int = 0
    linked: int = 0


@dataclass(slots=True)
class Tree:
    """All elements, in the order of their start tags, and all blocks that hold text, in the order of the source."""

    source: str
    elements: list[Element]
    blocks: list[Block]
    raw: list[tuple[Element, int, int]]


@lru_cache(maxsize=4096)
def read_attributes(words: str) -> dict[str, str]:
    """Attributes by their lower-case names; the first of two of one name holds, as the standard says."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(words):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def grow_tree(source: str) -> Tree:
    """The tree of a page's source."""
    return _Grower(source).grow()


class _Grower:
    """The state of one walk: open elements, the block that is being written."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.root = Element("#page", "", None, 0, 0, len(source))
        self.open = [self.root]
        self.elements = [self.root]
        self.blocks: list[Block] = []
        self.raw: list[tuple[Element, int, int]] = []
        self.block: Block | None = None
        self.links = 0
        self.breaks = 0  # line breaks since the last text
        self.deeper = 0  # open elements that are left out
        self.raw_left_out = False

    def grow(self) -> Tree:
        for token in tokenize(self.source):
            if token.kind == "text":
                self.add_text(token)
            elif token.kind == "start":
                self.start(token)
            else:
                self.finish(token)
        for element in self.open:
            element.end = len(self.source)
        return Tree(self.source, self.elements, [block for block in self.blocks if block.size], self.raw)

    def add_text(self, token: Token) -> None:
        here = self.open[-1]
        if self.raw_left_out:
            return
        if here.name in RAW:
            self.raw.append((here, token.start, token.end))
            return
        if self.block is None:
            if self.source[token.start : token.end].isspace():
                return
            element = self.holder()
            self.block = Block(element, self.join(element))
            self.blocks.append(self.block)
            self.breaks = 0
        self.block.pieces.append((token.start, token.end))
        size = len(self.source[token.start : token.end].strip())
        self.block.size += size
        if self.links:
            self.block.linked += size

    def join(self, element: Element) -> str:
        """What parts a block from the one before."""
        before = self.blocks[-1].element if self.blocks else None
        if before is element and self.breaks == 1:
            return "\n"
        if before is None or element.name not in JOINTS or before.name not in JOINTS:
            return "\n\n"
        if element.name in ("td", "th") and before.parent is element.parent:
            return " | "
        return "\n" if before.name == element.name else "\n\n"

    def holder(self) -> Element:
        """The innermost open element that is no inline one."""
        return next(element for element in reversed(self.open) if element.name not in INLINE)

    def start(self, token: Token) -> None:
        name = token.name
        if name == "br":
            self.block = None
            self.breaks += 1
            return
        inline = name in INLINE
        if not inline and name not in ("img", "wbr"):
            self.block = None
            if self.open[-1].name == "p" or name in CLOSES:
                self.close_implied(name, token.start)
        if len(self.open) > DEPTH and name not in VOID:
            self.deeper += not inline
            self.raw_left_out = name in RAW
            return
        element = Element(name, self.source[slice(*token.attributes)], self.open[-1], len(self.elements), token.start)
        self.elements.append(element)
        if name in VOID:
            element.end = token.end
            return
        if name == "a":
            self.links += 1
        self.open.append(element)

    def close_implied(self, name: str, at: int) -> None:
        """End what a block's start ends without saying so: an open paragraph, the list item or cell before."""
        if self.open[-1].name == "p":
            self.pop(at)
        if name in CLOSES:
            kind, bounds = CLOSES[name]
            for index in range(len(self.open) - 1, 0, -1):
                if self.open[index].name in bounds:
                    return
                if self.open[index].name == kind:
                    while len(self.open) > index:
                        self.pop(at)
                    return

    def pop(self, at: int) -> None:
        element = self.open.pop()
        element.end = at
        if element.name == "a":
            self.links -= 1

    def finish(self, token: Token) -> None:
        name = token.name
        if name not in INLINE:
            self.block = None
            self.raw_left_out = False
            if self.deeper and name not in VOID:
                self.deeper -= 1
                return
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].name == name:
                while len(self.open) > index:
                    self.pop(token.end)
                return
            if name in INLINE and self.open[index].name not in INLINE:
                return  # an inline end tag ends nothing outside its block
