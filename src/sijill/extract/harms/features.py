"""What the kind model sees of a candidate: lemma ids, shapes, distances and closed word lists; never a raw word of the text."""

from functools import lru_cache

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.closed import BULLETS
from sijill.extract.harms.shapes import bucket, word_class
from sijill.extract.linear import GROUPS
from sijill.extract.text.memory import Memory


def describe(around: Surroundings, number: int, previous: str) -> list[str]:
    """The features of a candidate for the choice of its kind, or of none; `previous` is what the one before it was."""
    scan, page = around.scan, around.page
    c = scan.candidates[number]
    left, lt, twin = around.harm_left(number)
    right, rt = around.harm_right(number)
    gov = around.governed[number]
    head = c.head.id if c.head is not None else "-"
    count = c.head.plural if c.head is not None else "-"
    sentence = page.sentences[c.sentence]
    lang = "L" if page.tokens[c.first].form.isascii() and page.tokens[c.last - 1].form.isascii() else "A"
    bag = around.bag(c.sentence)
    before = scan.candidates[number - 1] if number and scan.candidates[number - 1].sentence == c.sentence else None
    prior = around.governed[number - 1] if before is not None else "-"
    size = "v" if c.low is None and c.high is None else bucket(c.low if c.low is not None else c.high or 0)
    gap = bucket(c.sentence - scan.candidates[number - 1].sentence) if number else "-"
    distance = bucket(c.first - scan.candidates[number - 1].last) if before is not None else "-"
    begins = "bullet" if page.tokens[sentence.first].form in BULLETS else ""
    year = c.hedge == "exact" and c.low is not None and 1950 <= c.low <= 2035
    joined = page.tokens[c.first].form.startswith("و") or (
        c.first > sentence.first and page.tokens[c.first - 1].form in ("و", "and", "&", ",", "،")
    )
    lk = lt.kind if lt is not None else "-"
    rk = rt.kind if rt is not None else "-"
    li = lt.id if lt is not None else "-"
    ri = rt.id if rt is not None else "-"
    ld, rd = bucket(left), bucket(right)
    near = ld if ld in "0 1 2" else "+"
    out = [
        *_government(gov, c.shape, lang, near, head, joined),
        *_noun(head, count, c.shape, lang, c.definite, c.hedge, size),
        *_left(lk, li, ld, lang, c.shape, head),
        *_right(lk, li, ld, rk, ri, rd, lang),
        *_part(c.part, prior, c.shape, c.definite, gov, c.pair, year),
        *_previous(previous, gap, gov, c.part, c.shape, begins),
        *_rest(twin.kind if twin else "-", lk, ld, c.family, bucket(c.named), lang),
        *_where(around.frame(c.sentence), bucket(c.sentence), c.shape, gov, bucket(len(page.sentences))),
        f"was={previous}|{distance}|{joined}|{lk}|{near}",
        f"ahead={bucket(len(page.sentences) - c.sentence)}|{around.frame(c.sentence)}",
        f"furniture={c.sentence in scan.furniture}",
    ]
    for tag in c.extras:
        out += _tag("extra", tag.id, head)
    for i in range(max(sentence.first, c.first - 6), c.first):
        if (tagged := scan.tags[i]) is not None:
            out += _tag("wa", tagged.id, c.shape)
    for i in range(c.last, min(sentence.last, c.last + 6)):
        if (tagged := scan.tags[i]) is not None:
            out += _tag("wb", tagged.id, c.shape)
    for offset in (1, 2, 3):
        i, j = c.first - offset, c.last + offset - 1
        a = scan.tags[i] if i >= sentence.first else None
        b = scan.tags[j] if j < sentence.last else None
        left_word = a.id if a is not None else word_class(page.forms[i]) if i >= sentence.first else "<"
        right_word = b.id if b is not None else word_class(page.forms[j]) if j < sentence.last else ">"
        if offset == 1:
            out += _beside("a1", left_word, c.shape, head)
            out += _beside("b1", right_word, c.shape, head)
        else:
            out += [f"a{offset}={left_word}", f"b{offset}={right_word}"]
    out += map(_in_sentence.__getitem__, bag)
    out += [f"s={name}|{gov}|{c.shape}" for name in bag & _TOLD_BESIDE]
    return out


_TOLD_BESIDE = frozenset({"total", "past", "release", "report_lacking", "displace", "displacement", "army", "military_site"})
"""Words of a sentence that weigh by what governs the candidate."""

_in_sentence = Memory("s={}".format)


@lru_cache(maxsize=GROUPS)
def _government(gov: str, shape: str, lang: str, near: str, head: str, joined: bool) -> tuple[str, ...]:
    """The kind of harm that the grammar gives."""
    return (
        f"gov={gov}",
        f"gov={gov}|{shape}",
        f"gov={gov}|{shape}|{lang}|{near}",
        f"gov={gov}|{head}",
        f"joined={joined}|{gov}|{shape}|{head}",
    )


@lru_cache(maxsize=GROUPS)
def _noun(head: str, count: str, shape: str, lang: str, definite: bool, hedge: str, size: str) -> tuple[str, ...]:
    """The noun and its number."""
    return (
        f"shape={shape}|{lang}",
        f"head={head}|{count}",
        f"head={head}|{shape}|{lang}",
        f"head={head}|def{definite}|{shape}",
        f"hedge={hedge}",
        f"size={size}|{shape}",
    )


@lru_cache(maxsize=GROUPS)
def _left(kind: str, name: str, distance: str, lang: str, shape: str, head: str) -> tuple[str, ...]:
    """The harm word before."""
    return f"l={kind}|{distance}", f"l={name}|{distance}|{lang}", f"l={kind}|{shape}", f"l={name}|{head}"


@lru_cache(maxsize=GROUPS)
def _right(lk: str, li: str, ld: str, kind: str, name: str, distance: str, lang: str) -> tuple[str, ...]:
    """The harm word after, and with the one before."""
    return f"r={kind}|{distance}", f"r={name}|{distance}|{lang}", f"lr={lk}|{kind}|{ld}|{distance}", f"lr={li}|{name}"


@lru_cache(maxsize=GROUPS)
def _part(part: bool, prior: str, shape: str, definite: bool, gov: str, pair: bool, year: bool) -> tuple[str, ...]:
    """Whether it is a part of a number told before, two harms in one, or a year."""
    return (
        f"part={part}|{prior}",
        f"part={part}|{shape}",
        f"part={part}|{shape}|{definite}",
        f"prior={prior}|{gov}",
        f"pair={pair}",
        f"year={year}",
    )


@lru_cache(maxsize=GROUPS)
def _previous(previous: str, gap: str, gov: str, part: bool, shape: str, begins: str) -> tuple[str, ...]:
    """What the candidate before it was."""
    return (
        f"was={previous}|{gap}",
        f"was={previous}|{gap}|{gov}",
        f"was={previous}|{gap}|part{part}|{shape}",
        f"was={previous}|{gap}|{begins}",
        f"begins={begins}|{shape}",
    )


@lru_cache(maxsize=GROUPS)
def _rest(twin: str, kind: str, distance: str, family: bool, named: str, lang: str) -> tuple[str, ...]:
    """A second harm word joined to the one before, a family, names."""
    return f"twin={twin}|{kind}|{distance}", f"family={family}", f"named={named}|{kind}", f"lang={lang}"


@lru_cache(maxsize=GROUPS)
def _where(frame: str, at: str, shape: str, gov: str, long: str) -> tuple[str, ...]:
    """Where in the page its sentence stands, and how that and its neighbours look."""
    return (
        f"sent={at}",
        f"frame={frame}",
        f"frame={frame}|{at}",
        f"frame={frame}|{shape}",
        f"long={long}|{frame}",
        f"long={long}|{gov}|{shape}",
        f"long={long}|{at}|{frame}",
    )


@lru_cache(maxsize=GROUPS)
def _tag(side: str, name: str, beside: str) -> tuple[str, str]:
    """A word around it, alone and with what it stands beside."""
    return f"{side}={name}", f"{side}={name}|{beside}"


@lru_cache(maxsize=GROUPS)
def _beside(side: str, name: str, shape: str, head: str) -> tuple[str, str, str]:
    """The word right before or after, alone and with shape and noun."""
    return f"{side}={name}", f"{side}={name}|{shape}", f"{side}={name}|{head}"
