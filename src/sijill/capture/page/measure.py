"""How much running text each element of a page holds, and which blocks are teasers of other stories."""

from collections.abc import Callable, Mapping

from sijill.capture.page.hints import read_hints
from sijill.capture.page.labels import is_notice, label_of
from sijill.capture.page.tree import Block, Element, Tree
from sijill.capture.page.writing import skim_block

PROSE = 45
"""Characters from which a block that ends as a sentence does is running text."""

LONG = 140
"""Characters from which any block is: headlines of other stories are shorter."""

LINKED = 0.5
"""Share of letters inside links from which a block is a list of links."""

LINE, LINE_SHARE = 25, 0.3
"""Characters from which a line without a full stop counts as running text, and for how much."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
OUTERMOST = frozenset({"body", "html", "#page"})
_STOPS = frozenset('.!?؟:"»”’)]')
_PARTS = frozenset({"p", "blockquote", "li", "ul", "ol", "pre", "center", "tr", "tbody", *HEADINGS})
"""Elements that are a part of running text rather than what holds it."""

_CARDS = frozenset({"div", "li", "article", "section", "a", "figure"})


def hold(element: Element) -> Element:
    """The element that a paragraph's text belongs to."""
    while element.name in _PARTS and element.parent is not None:
        element = element.parent
    return element


class Measures:
    """Of one page: what its elements' names say (`hints`), the words of each block, its running text in characters (`weights`; `soft`
    counts lines without a full stop for a part), and which blocks are teasers. Blocks are looked up by their `id`."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.hints = [read_hints(element) for element in tree.elements]
        self._join_parts()
        self.words = {id(block): skim_block(tree.source, block) for block in tree.blocks}
        self.weights = {id(block): self._weigh(block) for block in tree.blocks}
        self.soft = {id(block): self._soften(block) for block in tree.blocks}
        self.last = self._find_ends()
        self.paragraphs = self.add_up({id(b): 1 for b in self.tree.blocks if self.weights[id(b)]})
        self.teasers: set[int] = set()
        self._drop_cards()

    def _join_parts(self) -> None:
        """Where several elements in one are named alike as the body, they are its parts: the element around them is the body."""
        rows: dict[tuple[int, str], list[int]] = {}
        for element in self.tree.elements:
            if "body" in self.hints[element.order] and element.parent is not None:
                rows.setdefault((element.parent.order, element.attributes), []).append(element.order)
        for (parent, _), orders in rows.items():
            if len(orders) > 1:
                for order in orders:
                    self.hints[order] = self.hints[order] - {"body"}
                if self.tree.elements[parent].name not in ("body", "html", "#page"):
                    self.hints[parent] = self.hints[parent] | {"body"}

    def _weigh(self, block: Block) -> int:
        """A block's running text in characters; 0 where it is a label, a headline, or a list of links."""
        words = self.words[id(block)]
        if block.linked > LINKED * block.size or words.endswith(("...", "…")) or is_notice(words):
            return 0
        return len(words) if len(words) >= LONG or (len(words) >= PROSE and words[-1] in _STOPS) else 0

    def _soften(self, block: Block) -> float:
        """A block's running text, lines without a full stop counted for a part: posts are written so, and so are labels."""
        if weight := self.weights[id(block)]:
            return float(weight)
        words = self.words[id(block)]
        line = block.linked <= LINKED * block.size and block.element.name not in HEADINGS and len(words) >= LINE
        return LINE_SHARE * len(words) if line and not (label_of(words) or is_notice(words)) else 0.0

    def _drop_cards(self) -> None:
        """Take the weight from teasers of other stories: elements in a row, each with a link and one paragraph."""
        count = self.paragraphs
        linked = self.add_up({id(b): b.linked for b in self.tree.blocks})
        rows: dict[tuple[int, str, str], list[Element]] = {}
        for element in self.tree.elements:
            if element.parent is not None and element.name in _CARDS and linked[element.order]:
                rows.setdefault((element.parent.order, element.name, element.get("class")), []).append(element)
        cards: set[int] = set()
        for row in rows.values():
            alike = [e.order for e in row if linked[e.order] >= 10 and count[e.order] == 1 and not e.get("id")]
            if len(alike) > 2:
                cards.update(alike)
        for number, block in enumerate(self.tree.blocks):
            before = self.tree.blocks[number - 1] if number else None
            if not self.weights[id(block)]:
                continue
            holder = hold(block.element)
            outer = holder.parent if holder.parent is not None and count[holder.parent.order] == 1 else holder
            headed = (
                before is not None
                and count[holder.order] == 1
                and before.linked > LINKED * before.size
                and self.within(before.element, outer)
                and outer.name not in ("body", "main", "article")
            )
            here: Element | None = block.element
            for _ in range(4):
                if headed or here is None:
                    break
                headed, here = here.order in cards, here.parent
            if headed:
                self.weights[id(block)] = 0
                self.soft[id(block)] = 0.0
                self.teasers.add(id(block))

    def add_up(self, values: Mapping[int, float]) -> list[float]:
        """Of each element, the sum of its blocks' values, by their `id`; a block that is not there counts nothing."""
        sums = [0.0] * len(self.tree.elements)
        for block in self.tree.blocks:
            sums[block.element.order] += values.get(id(block), 0)
        for element in reversed(self.tree.elements):
            if element.parent is not None:
                sums[element.parent.order] += sums[element.order]
        return sums

    def _find_ends(self) -> list[int]:
        """Of each element, the order of the last one within it: elements stand in the order of their start tags."""
        last = list(range(len(self.tree.elements)))
        for element in reversed(self.tree.elements):
            if element.parent is not None:
                last[element.parent.order] = max(last[element.parent.order], last[element.order])
        return last

    def mark_gone(self, is_gone: Callable[[Element], bool]) -> None:
        """Mark the elements that are not the article, with all that is in them."""
        for element in self.tree.elements:
            element.gone = element.gone or (element.parent is not None and element.parent.gone) or is_gone(element)

    def measure_shown(self) -> list[float]:
        """The running text in each element, without what is gone."""
        return self.add_up({id(b): self.soft[id(b)] for b in self.tree.blocks if not b.element.gone})

    def within(self, element: Element, outer: Element) -> bool:
        return outer.order <= element.order <= self.last[outer.order]

    def has(self, element: Element, hint: str) -> bool:
        """Whether an element, or one of the two around it, has a hint; a `figcaption` is a caption."""
        here: Element | None = element
        for _ in range(3):
            if here is None or here.name in ("body", "article", "main"):
                return False
            if hint in self.hints[here.order] or (hint == "caption" and here.name == "figcaption"):
                return not (hint == "caption" and self.paragraphs[here.order] > 1)
            here = here.parent
        return False
