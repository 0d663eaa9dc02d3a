"""Every candidate of a page, sentence by sentence, left to right. Generous on purpose: models decide which are harms.

Windows are bounded, so that the work is linear in the page's length.
"""

from sijill.extract.harms.candidates import Scan
from sijill.extract.harms.closed import ARTICLES, AUXILIARIES
from sijill.extract.harms.nouns import Nouns
from sijill.extract.harms.quantities import read_quantity
from sijill.extract.harms.words import tag_page
from sijill.extract.text.page import Page


def scan_page(page: Page, furniture: frozenset[int]) -> Scan:
    """All candidates of a page. Those in furniture are kept: a title that stands twice is furniture once, and a model judges better."""
    tags = tag_page(page)
    scan = Scan(page, tags, [], furniture)
    for number, sentence in enumerate(page.sentences):
        _Walker(scan, number, sentence.first, sentence.last).walk()
    return scan


_QUANTIFYING = frozenset({"between", "بين", "half", "نصف"})
_OPENING = _QUANTIFYING | ARTICLES
"""Words without a tag from which a candidate may begin."""


class _Walker(Nouns):
    """One sentence read left to right."""

    def walk(self) -> None:
        index, tags, tokens = self.first, self.tags, self.tokens
        while index < self.last:
            token = tokens[index]
            if tags[index] is None and token.kind != "number" and token.form not in _OPENING:
                index += 1
            else:
                index = max(self.step(index), index + 1)

    def step(self, i: int) -> int:
        token, tag = self.tokens[i], self.tags[i]
        if tag is not None and tag.cls == "part":
            self.part = i + tag.size
            while self.part < self.last and self.tokens[self.part].form in AUXILIARIES:
                self.part += 1
            return i + tag.size
        if token.kind == "number" or (tag is not None and tag.cls in ("number", "hedge", "vague")) or token.form in _QUANTIFYING:
            quantity = read_quantity(self.tokens, self.tags, i, self.last)
            if quantity is not None:
                return self.counted(quantity)
            return i + (tag.size if tag is not None else 1)
        if token.form in ARTICLES:
            return self.article(i)
        if tag is None:
            return i + 1
        if tag.cls == "one":
            return self.one_of(i, tag)
        if tag.cls == "no":
            return self.none(i, tag)
        if tag.id == "no_human_loss":
            return self.add(i, i + tag.size, "none", 0, 0, "exact", tag, i)
        if tag.cls == "person":
            return self.noun(i, i, tag)
        if tag.cls == "harm":
            return self.after_harm(i, tag)
        return i + tag.size
