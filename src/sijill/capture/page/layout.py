"""Which blocks of a page are the article: the element with most running text, without what its names and labels give away."""

from dataclasses import dataclass, field
from itertools import accumulate

from sijill.capture.page.labels import LONGEST, label_of, opens_furniture
from sijill.capture.page.measure import HEADINGS, LINKED, OUTERMOST, Measures, hold
from sijill.capture.page.tree import Block, Element, Tree
from sijill.model.fingerprint import words_of

FRAME = 0.5
"""Share of a page's running text from which an element that also holds the title is the page's frame, whatever its name says."""

SHORT = 100
"""Characters up to which a block that is named so is a byline or a dateline."""

BEFORE, NEXT, UNDER = 0.4, 1.5, 0.2
"""What running text before the title counts, the first three paragraphs after it, and what stands under "comments"."""

_WHOLE = frozenset({"main", *OUTERMOST})
_DECAY = (1.0, 0.7, 0.4)
"""What a paragraph counts for the element that holds it, and the two around that (after Readability's scoring)."""


@dataclass(slots=True)
class Layout:
    """A page's blocks by what they are: the article's, its captions, those around its title; `sure` where it was recognised.

    `posts` counts the messages of a channel's page, all of which are its body; 0 where there is one text.
    """

    body: list[Block]
    captions: list[Block] = field(default_factory=list)
    near: list[Block] = field(default_factory=list)
    title: Block | None = None
    inside: Element | None = None
    after: list[Block] = field(default_factory=list)
    posts: int = 0
    sure: bool = True


def lay_out(tree: Tree, named: str | None) -> Layout:
    """Tell the article from the rest; `named` is the title that the page's head gives. Linear in the page's size."""
    return _Reader(tree, named).read()


class _Reader(Measures):
    """A page on its way to a layout."""

    def __init__(self, tree: Tree, named: str | None) -> None:
        super().__init__(tree)
        self.bodies = [0, *accumulate("body" in hints for hints in self.hints)]
        self.mark_gone(lambda element: "gone" in self.hints[element.order])
        self.title = self._find_title(named)
        self.prose = self.measure_shown()
        self.mark_gone(self._is_furniture)
        self.prose = self.measure_shown()

    def read(self) -> Layout:
        """The layout."""
        if len(posts := self._find_posts()) > 1:
            return Layout([block for post in posts for block in post], posts=len(posts))
        inside = self._choose()
        captions = [b for b in self.tree.blocks if not b.element.gone and self.has(b.element, "caption") and b is not self.title]
        taken = {id(block) for block in (*captions, self.title)}
        shown = [b for b in self.tree.blocks if not b.element.gone and id(b) not in taken]
        if inside is None:
            body = self._clean([b for b in shown if b.linked <= LINKED * b.size])
            return Layout(body, captions, self._near(None), self.title, sure=False)
        chosen = [b for b in shown if self.within(b.element, inside)]
        near = self._near(next((b for b in chosen if self.weights[id(b)]), chosen[0]))
        begin = self.tree.blocks.index(chosen[0])
        title = self.tree.blocks.index(self.title) if self.title else begin
        between = [b for b in self.tree.blocks[title + 1 : begin] if id(b) not in taken and not b.element.gone]
        lead = [b for b in between if self.weights[id(b)] or self.has(b.element, "lead")]
        end = self.tree.blocks.index(chosen[-1]) + 1
        return Layout(self._clean([*lead, *chosen]), captions, near, self.title, inside, self.tree.blocks[end : end + 2])

    def _is_furniture(self, element: Element) -> bool:
        """Whether an element's names say that it is not the article, and what it holds does not say otherwise."""
        hints = self.hints[element.order]
        if (
            ("furniture" not in hints and element.name != "form")
            or "body" in hints
            or element.name in ("#page", "html", "body", "main")
        ):
            return False
        outer = element.parent
        while outer is not None and "body" not in self.hints[outer.order]:
            outer = outer.parent
        if self.prose[element.order] < FRAME * (self.prose[outer.order if outer else 0] or 1):
            return True
        if element.name == "form" or outer is not None or (self.title is not None and self.within(self.title.element, element)):
            return False
        return self.bodies[self.last[element.order] + 1] == self.bodies[element.order]

    def _find_title(self, named: str | None) -> Block | None:
        """The heading that the page's head names too, else the first heading of the first rank with more than two words."""
        wanted = " ".join(words_of(named or ""))
        lines = {id(b): " ".join(words_of(self.words[id(b)])) for b in self.tree.blocks if b.size < 400 and not b.element.gone}
        headings = [b for b in self.tree.blocks if b.element.name in HEADINGS and id(b) in lines]
        alike = [b for b in headings if wanted and len(lines[id(b)]) > 8 and (lines[id(b)] in wanted or wanted in lines[id(b)])]
        if alike:
            return max(alike, key=lambda b: (min(len(lines[id(b)]), len(wanted)), b.element.name == "h1"))
        first = [b for b in headings if b.element.name == "h1" and len(lines[id(b)].split()) > 2]
        if first:
            return first[0]
        same = (b for b in self.tree.blocks if len(wanted) > 15 and b.linked < b.size and lines.get(id(b)) == wanted)
        return next(same, None)

    def _choose(self) -> Element | None:
        """The element that holds the article; None where nothing on the page is running text."""
        shown = self.add_up({id(b): b.size for b in self.tree.blocks if not b.element.gone and b.linked <= LINKED * b.size})
        scores: dict[int, float] = {}
        after = 0 if self.title is None else None
        under: Element | None = None
        for block in self.tree.blocks:
            if block is self.title:
                after = 0
            if after and label_of(self.words[id(block)]) == "end" and "body" not in self.hints[hold(block.element).order]:
                under = hold(block.element)
            weight = self.soft[id(block)]
            if not weight or block.element.gone or self.has(block.element, "caption"):
                continue
            score = weight * (BEFORE if after is None else NEXT if after < 3 and self.title else 1.0)
            if under is not None and self.within(block.element, under):
                score *= UNDER
            after = None if after is None else after + 1
            here: Element | None = hold(block.element)
            while here is not None and here.parent is not None and shown[here.parent.order] == block.size:
                here = here.parent  # a paragraph in wrappers of its own
            for share in _DECAY:
                if here is None:
                    break
                scores[here.order] = scores.get(here.order, 0.0) + share * score
                here = here.parent
        named = self._choose_named(shown)
        if not scores:
            return named
        best = self.tree.elements[max(scores, key=lambda order: (scores[order], order))]
        if named is not None and (self.within(best, named) or shown[named.order] >= 0.35 * self.prose[best.order]):
            return named
        return self._widen(best)

    def _choose_named(self, shown: list[float]) -> Element | None:
        """The innermost element that its name says holds the article, of those with most running text, or else with most text."""
        rows = [e for e in self.tree.elements if not e.gone and "body" in self.hints[e.order]]
        sizes = self.prose if any(self.prose[e.order] for e in rows) else shown
        most = max((sizes[e.order] for e in rows), default=0)
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

    def _find_posts(self) -> list[list[Block]]:
        """The blocks of each message of a channel's page, in order; a message within another is a part of it."""
        rows: dict[int, list[Block]] = {}
        for block in self.tree.blocks:
            rows.setdefault(block.element.order, []).append(block)
        found: list[list[Block]] = []
        end = -1
        for element in self.tree.elements:
            if "post" in self.hints[element.order] and element.order > end:
                end = self.last[element.order]
                blocks = [b for order in range(element.order, end + 1) for b in rows.get(order, ()) if b.linked <= LINKED * b.size]
                if blocks:
                    found.append(blocks)
        return found

    def _near(self, first: Block | None) -> list[Block]:
        """Short blocks around the title and before the article, where bylines and datelines stand; the title's neighbours first."""
        blocks = self.tree.blocks
        start = blocks.index(first) if first else 0
        end = start + 2 if first else min(len(blocks), 4)
        at = blocks.index(self.title) if self.title else None
        begin = max(0, end - 6) if at is None else at
        after = blocks[begin:end] if begin < end else []
        if at is None or self.title is None:
            return after
        heading = self.title.element
        before = [b for b in blocks[max(0, at - 4) : at] if self._shares(b.element, heading, 4 if self.has(b.element, "date") else 2)]
        return [*after, *before]

    def _shares(self, element: Element, title: Element, levels: int) -> bool:
        """Whether an element stands in the one around the title, or the next ones outward, below the page's own body."""
        outer: Element | None = title
        for _ in range(levels):
            outer = outer.parent if outer is not None else None
            if outer is None or outer.name in OUTERMOST:
                return False
            if self.within(element, outer):
                return True
        return False

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
            if label or (listing and id(block) in self.teasers) or not words or words == title or (len(words) > 3 and words in seen):
                continue
            if block.linked > LINKED * block.size or self._is_line(block, line, len(words), weight):
                continue
            seen.add(words)
            kept.append(block)
        while kept and kept[-1].element.name in HEADINGS:
            kept.pop()
        return kept

    def _is_line(self, block: Block, line: str, count: int, weight: int) -> bool:
        """Whether a block is a line of furniture: "read also: …", hashtags alone, a byline or dateline that is named so."""
        if count <= LONGEST and (not weight or block.linked) and opens_furniture(line):
            return True
        if all(word.startswith("#") for word in line.split()):
            return True
        return len(line) <= SHORT and not weight and (self.has(block.element, "date") or self.has(block.element, "author"))
