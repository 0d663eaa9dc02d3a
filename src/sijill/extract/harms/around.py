"""The harm words and cues around the candidates of a page, and the kind of harm that the grammar gives each."""

from sijill.extract.harms.candidates import Candidate, Scan
from sijill.extract.harms.closed import ABLE, ALONE, AUXILIARIES, BODILY, CLOSED, ENDINGS, LOSSES, SETTLED
from sijill.extract.harms.words import Tag
from sijill.extract.text.page import bases

SIDE = 25
"""Tokens to each side within the sentence in which harm words and cues are looked for."""


class Surroundings:
    """The harm words and cues around a page's candidates, found once."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.page = scan.page
        self.headlines: list[bool] = []
        self.words: dict[int, frozenset[str]] = {}
        self.foot = -1
        self.bags: dict[int, frozenset[str]] = {}
        self.governed: list[str] = []
        self.twinned: set[int] = set()
        self._left = [self._find_left(c) for c in scan.candidates]
        self._right = [self._find_right(c) for c in scan.candidates]
        for number in range(len(scan.candidates)):
            self.governed.append(self.govern(number))
        self.document = frozenset(tag.id for tag in scan.tags if tag is not None and tag.cls in ("cue", "person"))
        self.counts: dict[tuple[object, ...], int] = {}

    def frame(self, sentence: int) -> str:
        """How a sentence and its neighbours look: h(eadline), t(ext), page's edge; f(oot) after the last full stop."""
        if not self.headlines:
            for s in self.page.sentences:
                last = self.page.tokens[s.last - 1].form
                self.headlines.append(last not in '.!؟?"»”)' and s.last - s.first < 28)
            self.foot = max((i for i, h in enumerate(self.headlines) if not h), default=-1)
        h = self.headlines
        before = "<" if sentence == 0 else "h" if h[sentence - 1] else "t"
        after = ">" if sentence + 1 >= len(h) else "h" if h[sentence + 1] else "t"
        return f"{before}{'h' if h[sentence] else 't'}{after}{'f' if sentence > self.foot >= 0 else ''}"

    def names(self, sentence: int) -> frozenset[str]:
        """The words of a sentence that no lexicon knows (its first 120 tokens): to compare sentences with, never a feature."""
        found = self.words.get(sentence)
        if found is None:
            bounds = self.page.sentences[sentence]
            last = min(bounds.last, bounds.first + 120)
            found = self.words[sentence] = frozenset(
                bases(token.form)[-1][0]
                for token, tag in zip(self.page.tokens[bounds.first : last], self.scan.tags[bounds.first : last], strict=True)
                if tag is None and token.kind == "word" and len(token.form) > 2 and token.form not in CLOSED
            )
        return found

    def bag(self, sentence: int) -> frozenset[str]:
        """The cue and noun ids of a sentence (its first 200 tokens)."""
        found = self.bags.get(sentence)
        if found is None:
            bounds = self.page.sentences[sentence]
            found = self.bags[sentence] = frozenset(
                tag.id
                for tag in self.scan.tags[bounds.first : min(bounds.last, bounds.first + 200)]
                if tag is not None and tag.cls in ("cue", "person", "harm")
            )
        return found

    def harm_left(self, number: int) -> tuple[int, Tag | None, Tag | None]:
        """The nearest harm word before a candidate, how far it is, and another that is joined to it."""
        return self._left[number]

    def harm_right(self, number: int) -> tuple[int, Tag | None]:
        """The nearest harm word after a candidate and how far it is."""
        return self._right[number]

    def _find_left(self, c: Candidate) -> tuple[int, Tag | None, Tag | None]:
        """The nearest harm word before a candidate, how far it is, and the one that stands directly before that."""
        first = max(self.page.sentences[c.sentence].first, c.first - SIDE)
        for j in range(c.first - 1, first - 1, -1):
            tag = self.scan.tags[j]
            if tag is not None and (tag.cls == "harm" or (tag.kind and tag.cls in ("person", "part"))):
                twin = self.twin_of(j, tag, first)
                return c.first - j - tag.size, tag, twin
        return 99, None, None

    def twin_of(self, j: int, tag: Tag, first: int) -> Tag | None:
        """The harm word of another kind that is joined to the one at token j before it: "killed and wounded", "قتل وجرح"."""
        tokens, tags = self.page.tokens, self.scan.tags
        joined = tag.clitics.startswith("و")
        k = j - 1
        while k >= first and tokens[k].form in ("and", "و", "or", "/", "او"):
            joined, k = True, k - 1
        other = tags[k] if k >= first else None
        if (
            not joined
            or other is None
            or other.cls != "harm"
            or other.kind == tag.kind
            or other.id in ALONE
            or not {other.kind, tag.kind} <= BODILY
        ):
            return None
        if tokens[j].form.endswith(ENDINGS) != tokens[k].form.endswith(ENDINGS):
            return None  # "they were killed and five wounded": the first verb has its own people before it
        return other

    def both_right(self, c: Candidate) -> bool:
        """Whether two kinds of harm are told of a candidate at once, after it: "were killed and wounded"."""
        tokens, tags = self.page.tokens, self.scan.tags
        last = min(self.page.sentences[c.sentence].last, c.last + 8)
        j = c.last
        while j < last and (tokens[j].form in AUXILIARIES):
            j += 1
        tag = tags[j] if j < last else None
        if tag is None or tag.cls != "harm" or tag.kind not in BODILY:
            return False
        k = j + tag.size
        while k < last and tokens[k].form in ("and", "و", "or", "/"):
            k += 1
        other = tags[k] if k < last else None
        if other is None or other.cls != "harm" or other.kind == tag.kind or other.kind not in BODILY:
            return False
        after = k + other.size
        following = tags[after] if after < len(tags) else None
        counted = after < len(tokens) and (
            tokens[after].kind == "number" or (following is not None and following.cls in ("number", "vague", "hedge", "person"))
        )
        return not counted

    def _find_right(self, c: Candidate) -> tuple[int, Tag | None]:
        """The nearest harm word after a candidate."""
        last = min(self.page.sentences[c.sentence].last, c.last + SIDE)
        for j in range(c.last, last):
            tag = self.scan.tags[j]
            if tag is not None and (tag.cls == "harm" or (tag.kind and tag.cls in ("person", "part"))):
                return j - c.last, tag
        return 99, None

    def takes(self, c: Candidate, after: Tag) -> bool:
        """Whether the harm word right after a candidate has people of its own: "killing two people injuring eight"."""
        j = c.last + after.size
        if j >= len(self.page.tokens):
            return False
        tag = self.scan.tags[j]
        return self.page.tokens[j].kind == "number" or (tag is not None and tag.cls in ("number", "vague", "hedge", "person"))

    def outright(self, number: int) -> str:
        """The kind of harm that the words say outright of a stated number, where training texts hold too few to learn it, or ""."""
        return "displaced" if self.moves(number) else "killed" if self.lost(number) else ""

    def lost(self, number: int) -> bool:
        """Whether a side is said to have lost a stated number of its fighters: "خسر الفصيل عشرة مقاتلين", "lost 15 militants"."""
        c = self.scan.candidates[number]
        if c.head is None or c.head.group != "combatant" or c.shape not in ("count", "dual"):
            return False
        first = max(self.page.sentences[c.sentence].first, c.first - 4)
        words = [bases(token.form)[-1][0] for token in self.page.tokens[first : c.first]]
        return bool(words) and (words[-1] in LOSSES or (len(words) > 1 and words[-2] in LOSSES and self.scan.tags[c.first - 1] is None))

    def moves(self, number: int) -> bool:
        """Whether the words say outright that a stated number left their homes: "نزحت مئة عائلة"."""
        c = self.scan.candidates[number]
        if (
            self.governed[number] != "displaced"
            or self.struck(number)
            or c.shape not in ("count", "vague")
            or c.hedge in ("plural", "several")
        ):
            return False
        if c.head is None or c.head.id not in SETTLED:
            return False
        left, tag, _ = self.harm_left(number)
        right, after = self.harm_right(number)
        homeless = any(extra.id == "displaced" for extra in c.extras)
        able = c.first > 0 and bases(self.page.tokens[c.first - 1].form)[-1][0] in ABLE
        if after is not None and after.kind == "displaced" and self.leads(c, right):  # "40,000 people have been displaced"
            return True
        return homeless or any(
            distance <= (12 if able else 1) and word is not None and word.cls == "harm" and word.kind == "displaced"
            for distance, word in ((left, tag), (right, after))  # "نزحت مئة عائلة", "تمكنت مئة عائلة من الخروج"
        )

    def struck(self, number: int) -> str:
        """The bodily harm of people of whom it is only added where they were displaced from: "killed 15 civilians displaced from the
        town", "15 people displaced from the town were killed"; "" for others."""
        c, tokens = self.scan.candidates[number], self.page.tokens
        last = self.page.sentences[c.sentence].last
        added = next((j for j in range(c.last - 1, min(last, c.last + 1)) if self._is_displaced(j)), None)
        if added is None or added + 1 >= last or tokens[added + 1].form != "from":
            return ""
        left, before, _ = self.harm_left(number)
        if before is not None and before.cls == "harm" and before.kind in BODILY and left <= 1 and tokens[c.first - 1].form != "and":
            return before.kind
        for j in range(added + 2, min(last, added + SIDE)):
            tag = self.scan.tags[j]
            passive = tokens[j - 1].form in AUXILIARIES or tokens[j].form in AUXILIARIES
            if tag is not None and tag.cls == "harm" and tag.kind in BODILY and passive:
                return tag.kind
        return ""

    def _is_displaced(self, j: int) -> bool:
        tag = self.scan.tags[j]
        return tag is not None and (tag.kind == "displaced" or tag.id == "displaced")

    def leads(self, c: Candidate, right: int) -> bool:
        """Whether nothing but auxiliaries stands between a candidate and the harm word `right` tokens after it."""
        return right <= 6 and all(self.page.tokens[j].form in AUXILIARIES for j in range(c.last, c.last + right))

    def govern(self, number: int) -> str:
        """The kind of harm that the grammar gives a candidate, or ""."""
        c = self.scan.candidates[number]
        if c.pair or self.both_right(c):
            self.twinned.add(number)
            return "casualties"
        if c.head is not None and c.head.kind and c.shape != "none":
            return c.head.kind
        if kind := self.struck(number):
            return kind
        if c.shape == "none":
            return c.head.kind if c.head is not None and c.head.kind else "casualties"
        near = number > 0 and c.sentence - self.scan.candidates[number - 1].sentence <= (1 if c.part else 0)
        before = self.governed[number - 1] if near and not (self.lost(number - 1) and not c.part) else ""
        if self.lost(number):
            return "killed"
        if c.part and before:
            if number - 1 in self.twinned:
                self.twinned.add(number)
            return before
        fallen = self.scan.tags[c.first - 1] if c.first > self.page.sentences[c.sentence].first else None
        if fallen is not None and fallen.id == "fall" and c.head is not None and c.shape != "none":
            return "killed"  # "سقوط أحد عشر مواطنا"
        left, tag, twin = self.harm_left(number)
        right, after = self.harm_right(number)
        latin = self.page.tokens[c.first].form.isascii() and (c.head is None or self.page.tokens[c.at].form.isascii())
        if latin and after is not None and self.leads(c, right):
            direct = tag is not None and tag.cls == "harm" and tag.form != "passive" and left <= 1 and right == 0
            return tag.kind if direct and tag is not None and self.takes(c, after) else after.kind
        if latin and after is not None and tag is not None and tag.form == "passive" and left > 0 and right < left + 12:
            return after.kind
        if tag is not None:
            if twin is not None and left <= 2:
                self.twinned.add(number)
                return "casualties"
            return tag.kind
        if after is not None:
            return after.kind
        return before
