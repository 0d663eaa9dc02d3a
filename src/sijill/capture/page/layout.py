"""Which blocks of a page are the article: the element with most running text, without what its names and labels give away."""

from dataclasses import dataclass, field

from sijill.capture.page.hints import read_hints
from sijill.capture.page.labels import LONGEST, label_of, opens_furniture
from sijill.capture.page.tree import Block, Element, Tree
from sijill.capture.page.writing import write_block
from sijill.model.fingerprint import words_of

PROSE = 60
"""Characters from which a block that ends as a sentence does is running text."""

LONG = 140
"""Characters from which any block is: headlines of other stories are shorter."""

LINKED = 0.5
"""Share of letters inside links from which a block is a list of links."""

FRAME = 0.5
"""Share of a page's running text from which an element that also holds the title is the page's frame, whatever its name says."""

SHORT = 100
"""Characters up to which a block that is named so is a byline or a dateline."""

_STOPS = frozenset('.!?؟:"»”’)]')
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = frozenset({"p", "blockquote", "li", "ul", "ol", "pre", "center", "td", "tr", "tbody", *_HEADINGS} - {"td"})
"""Elements that are a part of running text rather than what holds it."""

_DECAY = (1.0, 0.7, 0.4)
"""What a paragraph counts for the element that holds it, and the two around that (after Readability's scoring)."""


@dataclass(slots=True)
class Layout:
    """A page's blocks by what they are: the article's, its captions, those around its title; `sure` where it was recognised."""

    body: list[Block]
    captions: list[Block] = field(default_factory=list)
    near: list[Block] = field(default_factory=list)
    title: Block | None = None
    sure: bool = True


def lay_out(tree: Tree, named: str | None) -> Layout:
    """Tell the article from the rest; `named` is the title that the page's head gives. Linear in the page's size."""
    return _Reader(tree, named).read()


class _Reader:
    """One page's measures: hints and running text of each element, the text of each block."""

    def __init__(self, tree: Tree, named: str | None) -> None:
        self.tree = tree
        self.hints = [read_hints(element) for element in tree.elements]
        self.words = {id(block): write_block(tree.source, block) for block in tree.blocks}
        self.weights = {id(block): self._weigh(block) for block in tree.blocks}
        self.last = self._find_ends()
        self._mark(lambda element: "gone" in self.hints[element.order])
        self.title = self._find_title(named)
        prose = self._add_up()
        whole = prose[0] or 1
        self._mark(lambda element: self._is_furniture(element, prose[element.order] / whole))
        self.prose = self._add_up()

    def read(self) -> Layout:
        """The layout."""
        inside = self._choose()
        captions = [b for b in self.tree.blocks if not b.element.gone and self._has(b.element, "caption") and b is not self.title]
        taken = {id(block) for block in (*captions, self.title)}
        shown = [b for b in self.tree.blocks if not b.element.gone and id(b) not in taken]
        if inside is None:
            body = self._clean([b for b in shown if b.linked <= LINKED * b.size])
            return Layout(body, captions, self._near(None), self.title, sure=False)
        chosen = [b for b in shown if self._within(b.element, inside)]
        near = self._near(chosen[0])
        begin = self.tree.blocks.index(chosen[0])
        title = self.tree.blocks.index(self.title) if self.title else begin
        lead = [b for b in self.tree.blocks[title + 1 : begin] if id(b) not in taken and not b.element.gone and self.weights[id(b)]]
        return Layout(self._clean([*lead, *chosen]), captions, near, self.title)

    def _weigh(self, block: Block) -> int:
        """A block's running text in characters; 0 where it is a label, a headline, or a list of links."""
        words = self.words[id(block)]
        if block.linked > LINKED * block.size or words.endswith(("...", "…")):
            return 0
        return len(words) if len(words) >= LONG or (len(words) >= PROSE and words[-1] in _STOPS) else 0

    def _find_ends(self) -> list[int]:
        """Of each element, the order of the last one within it: elements stand in the order of their start tags."""
        last = list(range(len(self.tree.elements)))
        for element in reversed(self.tree.elements):
            if element.parent is not None:
                last[element.parent.order] = max(last[element.parent.order], last[element.order])
        return last

    def _mark(self, is_gone: "object") -> None:
        """Mark the elements that are not the article, with all that is in them."""
        for element in self.tree.elements:
            element.gone = element.gone or (element.parent is not None and element.parent.gone) or is_gone(element)  # type: ignore[operator]

    def _add_up(self) -> list[int]:
        """The running text in each element, without what is gone."""
        sums = [0] * len(self.tree.elements)
        for block in self.tree.blocks:
            if not block.element.gone:
                sums[block.element.order] += self.weights[id(block)]
        for element in reversed(self.tree.elements):
            if element.parent is not None:
                sums[element.parent.order] += sums[element.order]
        return sums

    def _is_furniture(self, element: Element, share: float) -> bool:
        hints = self.hints[element.order]
        if element.name == "form":
            return share < FRAME
        if "furniture" not in hints or element.name in ("#page", "html", "body", "main"):
            return False
        if share < FRAME:
            return True
        holds = range(element.order, self.last[element.order] + 1)
        titled = self.title is not None and self._within(self.title.element, element)
        return not titled and not any("body" in self.hints[order] for order in holds)

    def _within(self, element: Element, outer: Element) -> bool:
        return outer.order <= element.order <= self.last[outer.order]

    def _has(self, element: Element, hint: str) -> bool:
        """Whether an element, or one of the two around it, has a hint; a `figcaption` is a caption."""
        here: Element | None = element
        for _ in range(3):
            if here is None or here.name in ("body", "article", "main"):
                return False
            if hint in self.hints[here.order] or (hint == "caption" and here.name == "figcaption"):
                return not (hint == "caption" and self._holds_prose(here))
            here = here.parent
        return False

    def _holds_prose(self, element: Element) -> bool:
        return sum(self.weights[id(b)] > 0 for b in self.tree.blocks if self._within(b.element, element)) > 1

    def _find_title(self, named: str | None) -> Block | None:
        """The heading that the page's head names too, else the first heading of the first rank with more than two words."""
        wanted = " ".join(words_of(named or ""))
        headings = [b for b in self.tree.blocks if not b.element.gone and b.element.name in _HEADINGS]
        for ranks in (("h1",), ("h2", "h3")):
            for block in headings:
                words = " ".join(words_of(self.words[id(block)]))
                if block.element.name in ranks and len(words) > 8 and wanted and (words in wanted or wanted in words):
                    return block
        first = [b for b in headings if b.element.name == "h1" and len(words_of(self.words[id(b)])) > 2]
        if first:
            return first[0]
        if len(wanted) > 15:
            for block in self.tree.blocks:
                if not block.element.gone and block.linked < block.size and " ".join(words_of(self.words[id(block)])) == wanted:
                    return block
        return None

    def _choose(self) -> Element | None:
        """The element that holds the article; None where nothing on the page is running text."""
        scores: dict[int, float] = {}
        for block in self.tree.blocks:
            weight = self.weights[id(block)]
            if not weight or block.element.gone or self._has(block.element, "caption"):
                continue
            here: Element | None = block.element
            while here is not None and here.name in _PARTS:
                here = here.parent
            for share in _DECAY:
                if here is None:
                    break
                scores[here.order] = scores.get(here.order, 0.0) + share * weight
                here = here.parent
        named = self._choose_named()
        if not scores:
            return named
        best = self.tree.elements[max(scores, key=lambda order: (scores[order], order))]
        if named is not None and (self._within(best, named) or self.prose[named.order] >= 0.35 * self.prose[best.order]):
            return named
        return self._widen(best)

    def _choose_named(self) -> Element | None:
        """The innermost element that its name says holds the article, of those with most text."""
        rows = [e for e in self.tree.elements if not e.gone and "body" in self.hints[e.order]]
        if not rows:
            return None
        sizes = self.prose
        if not any(sizes[e.order] for e in rows):
            sizes = [0] * len(self.tree.elements)
            for block in self.tree.blocks:
                if not block.element.gone and block.linked <= LINKED * block.size:
                    sizes[block.element.order] += block.size
            for element in reversed(self.tree.elements):
                if element.parent is not None:
                    sizes[element.parent.order] += sizes[element.order]
        most = max(sizes[e.order] for e in rows)
        return max((e for e in rows if sizes[e.order] >= 0.8 * most), key=lambda e: e.order) if most else None

    def _widen(self, best: Element) -> Element:
        """The element around, where the article goes on in siblings of the same name (advertisements between its parts)."""
        parent = best.parent
        if parent is None or parent.name in ("#page", "html") or self.prose[parent.order] < 1.2 * self.prose[best.order]:
            return best
        alike = [
            element
            for element in self.tree.elements[parent.order + 1 : self.last[parent.order] + 1]
            if element.parent is parent and not element.gone and element.name == best.name and element.get("class") == best.get("class")
        ]
        return parent if len(alike) > 1 and sum(self.prose[e.order] for e in alike) >= 0.9 * self.prose[parent.order] else best

    def _near(self, first: Block | None) -> list[Block]:
        """Short blocks around the title and before the article, where bylines and datelines stand; the title's neighbours first."""
        blocks = self.tree.blocks
        end = blocks.index(first) + 2 if first else min(len(blocks), 4)
        at = blocks.index(self.title) if self.title else None
        begin = max(0, end - 6) if at is None else at
        after = blocks[begin:end] if begin < end else []
        if at is None or self.title is None:
            return after
        holder = self.title.element.parent
        holder = holder.parent if holder is not None and holder.parent is not None else holder
        if holder is None or holder.name in ("body", "html", "#page"):
            holder = self.title.element.parent
        before = [
            b for b in blocks[max(0, at - 4) : at] if holder is not None and holder.name != "body" and self._within(b.element, holder)
        ]
        return [*after, *before]

    def _clean(self, blocks: list[Block]) -> list[Block]:
        """The blocks without the lists of links, labels, share lines and repetitions among them; what follows "comments" is cut off."""
        kept: list[Block] = []
        seen: set[tuple[str, ...]] = set()
        title = tuple(words_of(self.words[id(self.title)])) if self.title else ()
        begun = listing = False
        for block in blocks:
            line = self.words[id(block)]
            words = tuple(words_of(line))
            weight = self.weights[id(block)]
            label = label_of(line)
            if label == "end" and begun:
                break
            listing = (listing or label == "tail") and not weight
            begun = begun or weight > 0
            if label or listing or not words or words == title or (len(words) > 3 and words in seen):
                continue
            if block.linked > LINKED * block.size or self._is_line(block, line, len(words), weight):
                continue
            seen.add(words)
            kept.append(block)
        while kept and kept[-1].element.name in _HEADINGS:
            kept.pop()
        return kept

    def _is_line(self, block: Block, line: str, count: int, weight: int) -> bool:
        """Whether a block is a line of furniture: "read also: …", hashtags alone, a byline or dateline that is named so."""
        if count <= LONGEST and (not weight or block.linked) and opens_furniture(line):
            return True
        if all(word.startswith("#") for word in line.split()):
            return True
        return len(line) <= SHORT and not weight and (self._has(block.element, "date") or self._has(block.element, "author"))
