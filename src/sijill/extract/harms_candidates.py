"""Candidates for stated harms: every phrase of a page that may count people, with its number, its head and what stands after it.

Generous on purpose: a model decides which are harms. Windows are bounded, so the work is linear in the page's length.
"""

from dataclasses import dataclass, field

from sijill.extract.harms_words import Tag, tag_page
from sijill.extract.page import Page, Token
from sijill.extract.quantities import Quantity, read_quantity
from sijill.model.vocabulary import Hedge

REACH = 4
"""Most tokens between a quantity and the noun it counts ("40 Syrian government soldiers"); 460 reports need no more."""

_LINKS = frozenset(
    {"من", "of", "the", "ال", "other", "more", "من", '"', "'", "“", "”", "«", "»", "#", "their", "its", "his", "her", "both"}
)
_ARTICLES = frozenset({"a", "an", "another"})
_OWNERS = frozenset({"the", "his", "her", "their", "my", "its"})
_QUOTES = frozenset("\"'“”«»#()[]*")
_AMONG = frozenset({"بين", "صفوف", "ضمن", "among", "ranks"})
_AUXILIARIES = frozenset(
    {
        "are",
        "were",
        "was",
        "is",
        "be",
        "been",
        "have",
        "has",
        "had",
        "to",
        "believed",
        "feared",
        "also",
        "still",
        "reported",
        "more",
        "others",
        "reportedly",
    }
)
_TWO = frozenset({"اثنين", "اثنان", "اثنتين", "اثنتان", "إثنين"})


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


def scan_page(page: Page, furniture: frozenset[int]) -> Scan:
    """All candidates of a page. Those in furniture are kept: a title that stands twice is furniture once, and a model judges better."""
    tags = tag_page(page)
    scan = Scan(page, tags, [], furniture)
    for number, sentence in enumerate(page.sentences):
        _Walker(scan, number, sentence.first, sentence.last).walk()
    return scan


class _Walker:
    """One sentence read left to right."""

    def __init__(self, scan: Scan, sentence: int, first: int, last: int) -> None:
        self.tokens: tuple[Token, ...] = scan.page.tokens
        self.text = scan.page.text
        self.tags = scan.tags
        self.found = scan.candidates
        self.sentence, self.first, self.last = sentence, first, last
        self.part = first if first >= 2 and self.tokens[first - 2].form == "incl" and self.tokens[first - 1].form == "." else -100

    def walk(self) -> None:
        index = self.first
        while index < self.last:
            index = max(self.step(index), index + 1)

    def step(self, i: int) -> int:
        token, tag = self.tokens[i], self.tags[i]
        if tag is not None and tag.cls == "part":
            self.part = i + tag.size
            while self.part < self.last and self.tokens[self.part].form in _AUXILIARIES:
                self.part += 1
            return i + tag.size
        if (
            token.kind == "number"
            or (tag is not None and tag.cls in ("number", "hedge", "vague"))
            or token.form in ("between", "بين", "half", "نصف")
        ):
            quantity = read_quantity(self.tokens, self.tags, i, self.last)
            if quantity is not None:
                return self.counted(quantity)
            return i + (tag.size if tag is not None else 1)
        if token.form in _ARTICLES:
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

    def is_clock(self, i: int) -> bool:
        """A number that is part of a clock time, a list mark ("4_") or a ratio."""
        token = self.tokens[i]
        before, after = self.text[token.start - 1 : token.start], self.text[token.end : token.end + 1]
        return (before in (":", "/", "_") and before != "" and self.text[token.start - 2 : token.start - 1].isdigit()) or (
            after == "_" or (after == ":" and self.text[token.end + 1 : token.end + 2].isdigit()) or after == "%"
        )

    def is_unit(self, i: int) -> bool:
        """A number that names a unit: "اللواء 15", "Brigade 30"."""
        tag = self.tags[i - 1] if i > self.first else None
        if tag is not None and tag.id == "measure" and self.tokens[i - 1].form.isascii():
            return True  # "August 21"
        if self.text[self.tokens[i].start - 1 : self.tokens[i].start] == "-" and len(self.tokens[i].form) == 4:
            return True  # "17-08-2016"
        return tag is not None and tag.id in ("army", "military_site") and ("ال" in tag.clitics or self.tokens[i - 1].form.isascii())

    def head_from(self, i: int, reach: int = REACH) -> int:
        """The person noun that a quantity before token i counts, or -1."""
        skipped = 0
        end = min(self.last, i + 2 * reach)
        while i < end:
            tag, token = self.tags[i], self.tokens[i]
            if token.form == ")" and i + 1 < self.last and self.tokens[i + 1].form.isascii():
                return -1
            if token.form in ("other", "more", "another", "additional"):
                i += 1
                continue
            if tag is not None and tag.cls == "person":
                if tag.clitics.startswith(("و", "ف")) or (
                    skipped and tag.id == "other" and token.form not in ("others", "اخرين", "اخرون")
                ):
                    return -1
                after = i + tag.size
                latin = token.form.isascii()
                if latin and after < self.last and (nxt := self.tags[after]) is not None and nxt.cls == "person" and tag.count == "sg":
                    i = after  # "rebel fighters", "government soldiers"
                    continue
                return i
            if token.form in _LINKS or token.form in _QUOTES or (token.form == "-" and skipped):
                i += 1
                continue
            if tag is not None and (
                tag.cls in ("harm", "number", "hedge", "vague", "no", "part", "one") or tag.id in ("measure", "cause", "past")
            ):
                return -1
            if token.kind != "word" or skipped >= reach or (not token.form.isascii() and skipped >= 1):
                return -1
            skipped += 1
            i += tag.size if tag is not None else 1
        return -1

    def counted(self, q: Quantity) -> int:
        at = self.head_from(q.last)
        if at >= 0:
            head = self.tags[at]
            assert head is not None
            return self.add(q.first, at + head.size, "vague" if q.vague else "count", q.low, q.high, q.hedge, head, at)
        shape = self.bare_shape(q)
        if shape:
            return self.add(q.first, q.last, shape, q.low, q.high, q.hedge, None, -1)
        return q.last

    def bare_shape(self, q: Quantity) -> str:
        """How a number without a noun touches a harm word, or "": "وأصيب أكثر من 35", "25 were injured", "12 من قوات"."""
        if self.counts_things(q.last):
            return ""
        reach = 3
        for j in range(q.last, min(q.last + 9, self.last)):
            tag = self.tags[j]
            if j >= q.last + reach:
                break
            reach += self.tokens[j].form in _AUXILIARIES
            if tag is not None and tag.cls == "harm":
                return "bare_right" if self.tokens[j].form.isascii() else "bare_ar_right"
            if self.tokens[j].kind == "mark":
                break
        for j in range(q.first - 1, max(q.first - 4, self.first - 1), -1):
            tag = self.tags[j]
            if tag is not None and (tag.cls in ("harm", "part") or (tag.cls == "person" and tag.kind)):
                return "bare_left"
            if self.tokens[j].kind == "mark":
                break
        if q.last < self.last and self.tokens[q.last].form in ("من", "of"):
            return "bare_of"
        if q.first - self.part <= 1:
            return "bare_part"
        return (
            "bare_total"
            if any((t := self.tags[j]) is not None and t.id == "total" for j in range(max(self.first, q.first - 3), q.first))
            and not q.vague
            else ""
        )

    def counts_things(self, i: int) -> bool:
        """Whether what a number before token i counts are things: "20 rockets", "two of the villages"."""
        for j in range(i, min(i + 3, self.last)):
            tag, token = self.tags[j], self.tokens[j]
            if tag is not None:
                return tag.id in _THINGS
            if token.form not in ("of", "the", "من", "other", "more") and not token.form.isalpha():
                return False
            if token.form in _PREPOSITIONS or not (token.form.isascii() or token.form == "من"):
                return False
        return False

    def article(self, i: int) -> int:
        quantity = read_quantity(self.tokens, self.tags, i, self.last)
        if quantity is not None:
            return self.counted(quantity)
        j, skipped = i + 1, 0
        while j < self.last and skipped <= 5:
            tag = self.tags[j]
            if tag is not None and tag.cls == "person":
                after = j + tag.size
                if after < self.last and (nxt := self.tags[after]) is not None and nxt.cls == "person" and nxt.count == "sg":
                    j = after
                    continue
                if tag.count != "sg" or (self.tokens[j].form.isascii() and self.adjectival(j, tag)):
                    return i + 1
                return self.add(i, j + tag.size, "article", 1, 1, "exact", tag, j)
            if tag is not None and tag.cls in ("number", "vague", "hedge", "part"):
                return i + 1
            if self.tokens[j].kind == "mark" and self.tokens[j].form not in _QUOTES and self.tokens[j].form != "-":
                return i + 1
            if self.tokens[j].form in ("in", "on", "at", "by", "of", "to", "and", "was", "that", "with", "for"):
                return i + 1
            skipped += 1
            j += tag.size if tag is not None else 1
        return i + 1

    def one_of(self, i: int, tag: Tag) -> int:
        at = self.head_from(i + tag.size)
        if at >= 0:
            head = self.tags[at]
            assert head is not None
            return self.add(i, at + head.size, "one_of", 1, 1, "exact", head, at)
        return i + tag.size

    def none(self, i: int, tag: Tag) -> int:
        """ "No casualties", "دون وقوع إصابات": a stated absence."""
        for j in range(i + tag.size, min(i + tag.size + 6, self.last)):
            other = self.tags[j]
            if self.tokens[j].form in (",", "،", ";", "but", "لكن"):
                break
            if other is None:
                continue
            if other.id == "report_lacking":
                break
            if other.cls in ("person", "harm") and (other.kind or other.cls == "person"):
                return self.add(i, j + other.size, "none", 0, 0, "exact", other, j)
            if other.cls in ("number", "vague") and other.id != "one":
                break
        return i + tag.size

    def noun(self, first: int, i: int, tag: Tag) -> int:
        if tag.count == "sg" and self.adjectival(i, tag):
            return i + tag.size
        if tag.count == "sg":
            return self.add(first, i + tag.size, "singular", 1, 1, "exact", tag, i)
        if tag.count == "du":
            return self.add(first, i + tag.size, "dual", 2, 2, "exact", tag, i)
        after = i + tag.size
        if tag.count == "any" and "\u064eين" in self.text[self.tokens[i].start : self.tokens[i].end]:
            return self.add(first, after, "dual", 2, 2, "exact", tag, i)
        if tag.count == "any" and after < self.last and self.tokens[after].form in _TWO:
            return self.add(first, after + 1, "dual", 2, 2, "exact", tag, i)
        return self.add(first, i + tag.size, "any" if tag.count == "any" else "plural", None, None, "plural", tag, i)

    def adjectival(self, i: int, tag: Tag) -> bool:
        """A singular that describes another noun: "terrorist attacks", "الجيش السوري", "a Turkish strike"."""
        if not self.tokens[i].form.isascii():
            return tag.id == "foreigner" and (tag.clitics.endswith("ال") or i == self.first or (self.tags[i - 1] or tag).cls != "harm")
        after = i + tag.size
        nxt = self.tags[after] if after < self.last else None
        followed = after < self.last and (
            (self.tokens[after].kind == "word" and self.tokens[after].form not in _AFTER_NOUNS and nxt is None)
            or (nxt is not None and nxt.cls == "cue" and nxt.id not in ("past", "cause"))
            or self.tokens[after].form == "-"
        )
        return tag.id in _DESCRIBING and followed

    def after_harm(self, i: int, tag: Tag) -> int:
        """A harm word directly followed by a person's name: words that no lexicon knows."""
        j = start = i + tag.size
        while j < min(self.last, start + 6) and self.tokens[j].form in _QUOTES:
            j += 1
        names, words, run = 0, 0, j
        while run < min(self.last, j + 30) and words < 12:
            token, other = self.tokens[run], self.tags[run]
            if token.form in _QUOTES and words:
                run += 1
                continue
            if token.form in ("و", "and", "،", ",") and words and run + 1 < self.last and self.name_like(run + 1):
                names += 1
                run += 1
                continue
            if other is not None or not self.name_like(run):
                break
            if words and token.form.startswith("و") and len(token.form) > 4:
                names += 1
            words += 1
            run += 1
        if not words:
            if tag.kind == "displaced" and tag.form == "noun":
                self.add(i, start, "movement", None, None, "plural", tag, i)
            return start
        count = names + 1
        self.add(j, run, "name", count, count, "exact", None, -1, named=words)
        return start

    def name_like(self, i: int) -> bool:
        token = self.tokens[i]
        if token.kind != "word" or self.tags[i] is not None or len(token.form) < 2:
            return False
        if token.form.isascii():
            return self.text[token.start].isupper()
        return token.form not in _NOT_NAMES and not token.form.startswith(("بال", "لل", "وال", "ال"))

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
            and not any((t := self.tags[j]) is not None and t.cls == "harm" for j in range(self.found[-1].last, first))
        )
        if head is not None:
            made.definite = (
                "ال" in head.clitics or head.clitics.endswith("لل") or (at > self.first and self.tokens[at - 1].form in _OWNERS)
            )
            self.extend(made)
        self.found.append(made)
        return made.last

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
                if token.form in _TWO or token.form == "واحد":
                    j += 1
                    made.last = j
                    continue
                if (
                    token.form in ("من", "في", "of", "among", "from", "between", "in", "the")
                    or token.form in _AMONG
                    or token.form in _QUOTES
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
                j > made.last or made.head.id in ("member", "person", "soldier")
            ):  # type: ignore[union-attr]
                made.extras.append(tag)
                break
            else:
                break
            j += tag.size
            made.last = j


_DESCRIBING = frozenset(
    {
        "militant",
        "foreigner",
        "fighter",
        "soldier",
        "member",
        "displaced",
        "aid_worker",
        "passerby",
        "local_notable",
        "family",
        "civilian",
    }
)
_AFTER_NOUNS = frozenset(
    """
    was were is are has had have who and or in on at of from by with as to after when while near during named identified belonging that
    which for also still including wearing said reported died
    """.split()
)
_PREPOSITIONS = frozenset({"in", "on", "at", "by", "from", "when", "after", "as", "during", "and", "near", "with", "while", "since"})
_THINGS = frozenset({"measure", "shells", "from_the_air", "blast", "settlement", "civilian_site", "gunfire"})
"""What a number may count instead of people."""

_NOT_NAMES = frozenset(
    """
    في من علي الي عن بين مع كما حيث اليوم امس ان انه انها التي الذي الذين ما لا لم بعد قبل خلال عند عندما صباح مساء فجر ظهر ليل
    هذا هذه ذلك تلك كل قد لقد ثم او بقصف بانفجار برصاص بغاره بهجوم باستهداف فيها فيه منها منه عليه عليها بها به وفق حسب بحسب اثناء
    شمال جنوب شرق غرب شمالي جنوبي شرقي غربي ريف مدينه قريه بلده منطقه محافظه تحت فوق ضد وسط عبر حول غير ايضا لكن الا فقط جديد جديده
    """.split()
)
