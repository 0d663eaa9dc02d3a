"""What the models see of a candidate: lemma ids, shapes, distances and closed word lists; never a raw word of the text."""

from sijill.extract.harms_candidates import Candidate, Scan
from sijill.extract.harms_words import Tag
from sijill.extract.page import bases

SIDE = 25
"""Tokens to each side within the sentence in which harm words and cues are looked for."""


def bucket(value: int) -> str:
    """A coarse distance or count."""
    for top, name in ((0, "0"), (1, "1"), (2, "2"), (4, "4"), (8, "8"), (16, "16"), (40, "40")):
        if value <= top:
            return name
    return "far"


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
        """How a sentence and its neighbours look: lines without a full stop are headlines; after the last full stop a page's foot begins."""
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
                if tag is None and token.kind == "word" and len(token.form) > 2 and token.form not in _CLOSED
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
            or other.id in _ALONE
            or not {other.kind, tag.kind} <= _BODILY
        ):
            return None
        if tokens[j].form.endswith(_ENDINGS) != tokens[k].form.endswith(_ENDINGS):
            return None  # "they were killed and five wounded": the first verb has its own people before it
        return other

    def both_right(self, c: Candidate) -> bool:
        """Whether two kinds of harm are told of a candidate at once, after it: "were killed and wounded"."""
        tokens, tags = self.page.tokens, self.scan.tags
        last = min(self.page.sentences[c.sentence].last, c.last + 8)
        j = c.last
        while j < last and (tokens[j].form in _AUXILIARIES):
            j += 1
        tag = tags[j] if j < last else None
        if tag is None or tag.cls != "harm" or tag.kind not in _BODILY:
            return False
        k = j + tag.size
        while k < last and tokens[k].form in ("and", "و", "or", "/"):
            k += 1
        other = tags[k] if k < last else None
        if other is None or other.cls != "harm" or other.kind == tag.kind or other.kind not in _BODILY:
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

    def moves(self, number: int) -> bool:
        """Whether the words say outright that people of a stated number left their homes: "نزحت مئة عائلة", "displaced 300 families"."""
        c = self.scan.candidates[number]
        if self.governed[number] != "displaced" or c.shape not in ("count", "vague") or c.hedge in ("plural", "several"):
            return False
        if c.head is None or c.head.id not in _SETTLED:
            return False
        left, tag, _ = self.harm_left(number)
        homeless = any(extra.id == "displaced" for extra in c.extras)
        return homeless or (left <= 1 and tag is not None and tag.cls == "harm" and tag.kind == "displaced")

    def leads(self, c: Candidate, right: int) -> bool:
        """Whether nothing but auxiliaries stands between a candidate and the harm word `right` tokens after it."""
        return right <= 6 and all(self.page.tokens[j].form in _AUXILIARIES for j in range(c.last, c.last + right))

    def govern(self, number: int) -> str:
        """The kind of harm that the grammar gives a candidate, or ""."""
        c = self.scan.candidates[number]
        if c.pair or self.both_right(c):
            self.twinned.add(number)
            return "casualties"
        if c.head is not None and c.head.kind and c.shape != "none":
            return c.head.kind
        if c.shape == "none":
            return c.head.kind if c.head is not None and c.head.kind else "casualties"
        near = number > 0 and c.sentence - self.scan.candidates[number - 1].sentence <= (1 if c.part else 0)
        before = self.governed[number - 1] if near else ""
        if c.part and before:
            if number - 1 in self.twinned:
                self.twinned.add(number)
            return before
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


def describe(around: Surroundings, number: int, previous: str) -> list[str]:
    """The features of a candidate for the choice of its kind, or of none; `previous` is what the one before it was."""
    scan, page = around.scan, around.page
    c = scan.candidates[number]
    left, lt, twin = around.harm_left(number)
    right, rt = around.harm_right(number)
    gov = around.governed[number]
    head = c.head.id if c.head is not None else "-"
    count = c.head.count if c.head is not None else "-"
    sentence = page.sentences[c.sentence]
    lang = "L" if page.tokens[c.first].form.isascii() and page.tokens[c.last - 1].form.isascii() else "A"
    bag = around.bag(c.sentence)
    before = scan.candidates[number - 1] if number and scan.candidates[number - 1].sentence == c.sentence else None
    prior = around.governed[number - 1] if before is not None else "-"
    size = "v" if c.low is None and c.high is None else bucket(c.low if c.low is not None else c.high or 0)
    gap = bucket(c.sentence - scan.candidates[number - 1].sentence) if number else "-"
    distance = bucket(c.first - scan.candidates[number - 1].last) if before is not None else "-"
    begins = "bullet" if page.tokens[sentence.first].form in _BULLETS else ""
    year = c.hedge == "exact" and c.low is not None and 1950 <= c.low <= 2035
    joined = page.tokens[c.first].form.startswith("و") or (
        c.first > sentence.first and page.tokens[c.first - 1].form in ("و", "and", "&", ",", "،")
    )
    lk = lt.kind if lt is not None else "-"
    rk = rt.kind if rt is not None else "-"
    li = lt.id if lt is not None else "-"
    ri = rt.id if rt is not None else "-"
    ld, rd = bucket(left), bucket(right)
    out = [
        f"gov={gov}",
        f"gov={gov}|{c.shape}",
        f"gov={gov}|{c.shape}|{lang}|{ld if ld in '0 1 2' else '+'}",
        f"gov={gov}|{head}",
        f"shape={c.shape}|{lang}",
        f"head={head}|{count}",
        f"head={head}|{c.shape}|{lang}",
        f"head={head}|def{c.definite}|{c.shape}",
        f"hedge={c.hedge}",
        f"size={size}|{c.shape}",
        f"l={lk}|{ld}",
        f"l={li}|{ld}|{lang}",
        f"l={lk}|{c.shape}",
        f"l={li}|{head}",
        f"r={rk}|{rd}",
        f"r={ri}|{rd}|{lang}",
        f"lr={lk}|{rk}|{ld}|{rd}",
        f"lr={li}|{ri}",
        f"part={c.part}|{prior}",
        f"part={c.part}|{c.shape}",
        f"prior={prior}|{gov}",
        f"pair={c.pair}",
        f"year={year}",
        f"was={previous}|{gap}",
        f"was={previous}|{gap}|{gov}",
        f"was={previous}|{distance}|{joined}|{lk}|{ld if ld in '0 1 2' else '+'}",
        f"was={previous}|{gap}|part{c.part}|{c.shape}",
        f"was={previous}|{gap}|{begins}",
        f"begins={begins}|{c.shape}",
        f"joined={joined}|{gov}|{c.shape}|{head}",
        f"twin={twin.kind if twin else '-'}|{lk}|{ld}",
        f"family={c.family}",
        f"named={bucket(c.named)}|{lk}",
        f"lang={lang}",
        f"sent={bucket(c.sentence)}",
        f"furniture={c.sentence in scan.furniture}",
    ]
    for tag in c.extras:
        out += [f"extra={tag.id}", f"extra={tag.id}|{head}"]
    for i in range(max(sentence.first, c.first - 6), c.first):
        if (near := scan.tags[i]) is not None:
            out += [f"wa={near.id}", f"wa={near.id}|{c.shape}"]
    for i in range(c.last, min(sentence.last, c.last + 6)):
        if (near := scan.tags[i]) is not None:
            out += [f"wb={near.id}", f"wb={near.id}|{c.shape}"]
    frame = around.frame(c.sentence)
    out += [f"frame={frame}", f"frame={frame}|{bucket(c.sentence)}", f"frame={frame}|{c.shape}"]
    for offset in (1, 2, 3):
        i, j = c.first - offset, c.last + offset - 1
        a = scan.tags[i] if i >= sentence.first else None
        b = scan.tags[j] if j < sentence.last else None
        name = a.id if a is not None else word_class(page.tokens[i].form) if i >= sentence.first else "<"
        out.append(f"a{offset}={name}")
        if offset == 1:
            out += [f"a1={name}|{c.shape}", f"a1={name}|{head}"]
        name = b.id if b is not None else word_class(page.tokens[j].form) if j < sentence.last else ">"
        out.append(f"b{offset}={name}")
        if offset == 1:
            out += [f"b1={name}|{c.shape}", f"b1={name}|{head}"]
    for name in bag:
        out.append(f"s={name}")
        if name in ("total", "past", "release", "report_lacking", "displace", "displacement", "army", "military_site"):
            out.append(f"s={name}|{gov}|{c.shape}")
    return out


_SETTLED = frozenset({"family", "resident", "civilian", "citizen", "person", "displaced"})
_ALONE = frozenset({"lost_life", "claimed_lives", "missing"})
_ENDINGS = ("ا", "ت")
_BODILY = frozenset({"killed", "injured", "missing"})
_AUXILIARIES = frozenset(
    """
    were was are is be been being have has had got get to also reportedly believed feared still reported others more among all of them
    already believed said were, قد كانوا ايضا
    """.split()
)
_BULLETS = frozenset("•-–—*🔹🔸🔴#")

_CLOSED = frozenset(
    """
    في من علي الي عن بين مع كما حيث ان انه انها التي الذي الذين ما لا لم بعد قبل خلال عند عندما هذا هذه قد لقد ثم او و هم وهم كل ضد تحت
    the a an of in on at by to and or was were is are been be had has have that who which with for from as after when while his her their
    they he she it its this these those will would could may might not than also other others
    , ، . : ; ( ) " ' « » - – — / # @ ! ? ؟ … % • | “ ”
    """.split()
)


def word_class(form: str) -> str:
    """A closed-class word by itself, every other word by its script."""
    if form in _CLOSED:
        return form
    if form[:1].isdigit():
        return "#"
    return "w" if form.isascii() else "ع"
