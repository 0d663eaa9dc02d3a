"""Candidates for stated harms: phrases of a page that may count people, with what belongs to the noun that they count."""

from dataclasses import dataclass, field

from sijill.extract.harms.closed import AMONG, AUXILIARIES, OWNERS, QUOTES, TWO
from sijill.extract.harms.words import Tag
from sijill.extract.text.page import Page, Token
from sijill.model.vocabulary import Hedge


@dataclass(slots=True)
class Candidate:
    """Tokens first … last-1 that may state a harm. `head` is the noun's tag; `extras` the tags after it; `shape` how it was found."""

    first: int
    last: int
    sentence: int
    shape: str
    low: int | None
    high: int | None
    hedge: Hedge
    head: Tag | None = None
    at: int = -1
    extras: list[Tag] = field(default_factory=list)
    family: bool = False
    part: bool = False
    definite: bool = False
    pair: bool = False
    named: int = 0
    whole: int = 0

    @property
    def key(self) -> tuple[int | None, int | None, str]:
        """The number, or the vague word, that it states."""
        numbered = self.low is not None or self.high is not None
        return self.low, self.high, "" if numbered else self.hedge


@dataclass(slots=True)
class Scan:
    """A page with its tags and candidates in text order."""

    page: Page
    tags: list[Tag | None]
    candidates: list[Candidate]
    furniture: frozenset[int]


class Walk:
    """One sentence and the candidates found in it so far."""

    def __init__(self, scan: Scan, sentence: int, first: int, last: int) -> None:
        self.tokens: tuple[Token, ...] = scan.page.tokens
        self.text = scan.page.text
        self.tags = scan.tags
        self.found = scan.candidates
        self.sentence, self.first, self.last = sentence, first, last
        self.part = first if first >= 2 and self.tokens[first - 2].form == "incl" and self.tokens[first - 1].form == "." else -100

    def add(
        self,
        first: int,
        last: int,
        shape: str,
        low: int | None,
        high: int | None,
        hedge: Hedge,
        head: Tag | None,
        at: int,
        named: int = 0,
    ) -> int:
        made = Candidate(first, last, self.sentence, shape, low, high, hedge, head, at, named=named)
        made.part = 0 <= first - self.part <= 1 or (
            0 <= first - self.part <= 14
            and bool(self.found)
            and self.found[-1].part
            and self.joined(first)
            and (head is None or head.id != "other")
            and not (shape == "bare_right" and self.tokens[last].form in AUXILIARIES)  # "including 40 children, and 79 were wounded"
            and not any((t := self.tags[j]) is not None and t.cls == "harm" for j in range(self.found[-1].last, first))
        )
        if made.part:
            made.whole = self.whole()
        if head is not None:
            made.definite = (
                "ال" in head.clitics or head.clitics.endswith("لل") or (at > self.first and self.tokens[at - 1].form in OWNERS)
            )
            self.extend(made)
        self.found.append(made)
        return made.last

    def whole(self) -> int:
        """The number of the people whose part is told now, or 0."""
        for before in self.found[-8:][::-1]:
            if not before.part:
                return (before.low or before.high or 0) if self.sentence - before.sentence <= 1 else 0
        return 0

    def size(self, i: int) -> int:
        """How many tokens the word or phrase at a token has."""
        tag = self.tags[i]
        return tag.size if tag is not None else 1

    def joined(self, i: int) -> bool:
        """Whether what begins at a token is joined to what stands before it."""
        if self.tokens[i].form.startswith("و"):
            return True
        return i > self.first and self.tokens[i - 1].form in ("و", "and", ",", "،", "&")

    def extend(self, made: Candidate) -> None:
        """Take in what belongs to the noun: "قتلى مدنيين", "من المدنيين", "على الأقل", "members of one family"."""
        j, end = made.last, min(made.last + 8, self.last)
        while j < end:
            tag, token = self.tags[j], self.tokens[j]
            if tag is None:
                if token.form in TWO or token.form == "واحد":
                    j += 1
                    made.last = j
                    continue
                if (
                    token.form in ("من", "في", "of", "among", "from", "between", "in", "the")
                    or token.form in AMONG
                    or token.form in QUOTES
                ) and j + 1 < end:
                    j += 1
                    continue
                break
            if tag.cls == "family":
                made.family = True
            elif tag.cls == "person":
                victims = made.head is not None and bool(made.head.kind) and bool(tag.kind) and tag.kind != made.head.kind
                if tag.clitics.startswith("و") or (j > made.last - 1 and self.tokens[j - 1].form == "and"):
                    if victims and made.shape in ("count", "vague", "none") and "و" in tag.clitics:
                        made.pair = True
                        j += tag.size
                        made.last = j
                        continue
                    break
                if tag.clitics.startswith(("ب", "ل")) or (token.form.isascii() and j == made.last):
                    break
                made.extras.append(tag)
            elif tag.cls == "number" and (tag.value == 1 or (tag.value == 2 and made.shape in ("dual", "any"))):
                if tag.value == 2:
                    made.low, made.high, made.hedge, made.shape = 2, 2, "exact", "dual"
            elif (
                tag.cls == "hedge"
                and tag.id == "at_least"
                and made.hedge == "exact"
                and made.shape in ("count", "dual", "article", "singular")
            ):
                made.hedge, made.high = "at_least", None
            elif tag.id in ("army", "military_site", "rescue_service") and (
                j > made.last or (made.head is not None and made.head.id in ("member", "person", "soldier"))
            ):
                made.extras.append(tag)
                break
            else:
                break
            j += tag.size
            made.last = j
