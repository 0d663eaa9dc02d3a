"""A report's text made ready for reading: tokens with folded forms, sentences and paragraphs, offsets never moved.

Folding is for comparing only: `Token.form` is lower case, without harakat, tatweel and zero-width marks, with one letter for the
forms of alif, ya and ta marbuta, and with Western digits. `start`/`end` always count characters of the text as given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Literal, NamedTuple

from sijill.extract.text.disguise import JOINTS, is_disguised, joint_pattern

Kind = Literal["word", "number", "mark"]

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_ARABIC = "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"

TOKEN = re.compile(
    rf"(?P<break>\s*\n\s*)"
    rf"|(?P<dotted>(?<![{_ARABIC}])[{_ARABIC}]{{1,7}}(?:\.[{_ARABIC}]{{1,7}}){{1,8}}(?!\.?[{_ARABIC}{_MARKS}]))"
    rf"|(?P<number>[{_DIGIT}]+(?:[.,\u066b\u066c][{_DIGIT}]+)*)"
    rf"|(?P<arabic>[{_ARABIC}](?:[{_ARABIC}{_MARKS}]|[{_UNSEEN}](?=[{_ARABIC}])|{joint_pattern(_ARABIC)})*)"
    rf"|(?P<word>(?:[^\W\d_{_ARABIC}](?:[{_MARKS}]|[{_UNSEEN}](?=[^\W\d_{_ARABIC}]))*(?:['\u2019](?=[^\W\d_{_ARABIC}]))?)+)"
    rf"|(?P<mark>[^\s_{_MARKS}{_UNSEEN}])"
)

TOKEN_ALONE = re.compile(TOKEN.pattern.replace(r"[.*]", r"[*]").replace("(?P<dotted>", "(?P<dotted>(?!)"))
"""The same for pieces that full stops keep apart."""

_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?"
    "|Dec(?:ember)?"
)
SEAM = re.compile(
    r"(?=All reactions:)"
    r"|(?=LikeComment)"
    rf"|(?<=[^\s\d])(?=(?:{_MONTHS}) \d{{1,2}}(?:, \d{{4}})?(?: at \d{{1,2}}:\d\d\s?[AP]M)? ·)"
    r"|(?<=Shared with Public)|(?<=Shared with Custom)"
    r"|(?=\b\d{1,2}:\d\d [AP]M · )"
    rf"|(?<=[AP]M · )(?:{_MONTHS}) \d{{1,2}}, \d{{4}}"
    r"|(?<=[^\W\d_])@\w{1,15}?(?=[^\x00-\x7f]|#|[A-Z][a-z]|\s)"
)
"""Where social platforms glue their frame to a post without a space: the text parts at the end of such a match."""

_JOINTS = re.compile(f"[{re.escape(JOINTS)}…]")
_DROPPED = re.compile(f"[{_MARKS}{_UNSEEN}\u0640\u06e5\u06e6]")
_FOLD = str.maketrans(
    {
        **dict.fromkeys("أإآٱٲٳ", "ا"),
        **dict.fromkeys("ىیېئ", "ي"),
        "ؤ": "و",
        "ة": "ه",
        "ۀ": "ه",
        "ک": "ك",
        "ڪ": "ك",
        "گ": "ك",
        "\u2019": "'",
        **{chr(0x660 + d): str(d) for d in range(10)},
        **{chr(0x6F0 + d): str(d) for d in range(10)},
        "٫": ".",
        "٬": ",",
    }
)
_STOPS = frozenset(".!?؟…")
_CLOSERS = frozenset("\"'»”’)]")
_ABBREVIATIONS = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "col",
        "lt",
        "maj",
        "sgt",
        "capt",
        "st",
        "no",
        "u",
        "s",
        "e",
        "g",
        "i",
        "a",
        "p",
        "m",
        "n",
        "w",
        "بي",
        "كيه",
        "كا",
        "د",
        "م",
        "أ",
        "ا",
    }
)


HANDLE = 3
"""Digits behind a Latin letter, from which on they are the end of a name ("@ali18059", "https://t.co/x123"), and nobody is counted."""


class Token(NamedTuple):
    """One word, number or mark; `form` is its folded form."""

    start: int
    end: int
    form: str
    kind: Kind


class Sentence(NamedTuple):
    """A half-open range of tokens, and which paragraph it is in."""

    first: int
    last: int
    paragraph: int


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The form under which a word is compared; shorter than the word where marks fall away. Not for offsets."""
    return _DROPPED.sub("", word).translate(_FOLD).lower()


@dataclass(frozen=True, slots=True)
class Page:
    """A report's text with its tokens and sentences; `forms` are those of the tokens."""

    text: str
    lang: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    forms: tuple[str, ...]

    def slice(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets of the tokens first … last-1."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def quote(self, first: int, last: int) -> str:
        """The text of the tokens first … last-1, exactly as given."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]


def make_page(text: str, lang: str) -> Page:
    """Split a text into tokens and sentences, in time linear in its length; any string is accepted."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    paragraph = begin = 0
    closing = False  # a full stop has been seen: the sentence ends before the next token that is not a closing quote

    def close() -> None:
        nonlocal begin, closing
        if len(tokens) > begin:
            sentences.append(Sentence(begin, len(tokens), paragraph))
            begin = len(tokens)
        closing = False

    glued = any(sign in text for sign in ("·", "@", "All reactions:", "LikeComment"))
    cuts = [match.end() for match in SEAM.finditer(text) if match.end()] if glued else []
    for match in _matches(text, cuts):
        name = match.lastgroup if match is not None else "break"
        if match is None or name == "break":
            close()
            paragraph += 1
            continue
        start, end = match.span()
        if name == "mark":
            sign = intern(text[start])
            if closing and sign not in _CLOSERS and sign not in _STOPS:
                close()
            tokens.append(_new(Token, (start, end, sign, "mark")))
            if sign in _STOPS and not (sign == "." and (_is_abbreviation(tokens, text) or "a" <= text[end : end + 1] <= "z")):
                closing = True
            continue
        if closing:
            close()
        word = match.group()
        if name in ("arabic", "dotted") and not word.isalpha():
            word = _JOINTS.sub("", word)
        counts = name == "number" and not (
            end - start >= HANDLE and text[start - 1 : start].isascii() and text[start - 1 : start].isalpha()
        )
        tokens.append(_new(Token, (start, end, fold(word), "number" if counts else "word")))
    close()
    return Page(text, lang, tuple(tokens), tuple(sentences), tuple(token.form for token in tokens))


_new = tuple.__new__  # a third of the time that a named tuple's own constructor takes


def _matches(text: str, cuts: list[int]) -> Iterator[re.Match[str] | None]:
    """The tokens of a text part by part; None between two parts."""
    begin = 0
    for cut in (*cuts, len(text)):
        for match in TOKEN.finditer(text, begin, cut):
            if match.lastgroup == "dotted" and not _is_one_word(match.group()):
                yield from TOKEN_ALONE.finditer(text, match.start(), match.end())
            else:
                yield match
        if cut < len(text):
            yield None
        begin = cut


def _is_one_word(dotted: str) -> bool:
    """Whether Arabic pieces between full stops are one disguised word."""
    return is_disguised(dotted.split("."), [base for base, _ in bases(fold(dotted.replace(".", "")))])


def _is_abbreviation(tokens: list[Token], text: str) -> bool:
    """A full stop right after a short abbreviation, or inside one ("U.S.", "د."), ends no sentence."""
    if len(tokens) < 2:
        return False
    stop, before = tokens[-1], tokens[-2]
    inner = (
        stop.end < len(text)
        and not text[stop.end].isspace()
        and text[stop.end] not in _CLOSERS
        and before.kind == "word"
        and len(before.form) == 1
    )
    return before.end == stop.start and (before.form in _ABBREVIATIONS or inner)


_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")


@lru_cache(maxsize=65536)
def bases(form: str) -> tuple[tuple[str, str], ...]:
    """What a folded Arabic word may be without its clitics: (base without the article, clitics taken off), longest base first.

    "للتحالف" gives ("للتحالف", ""), ("لتحالف", "ل"), ("تحالف", "لل"); a base never falls below two letters.
    """
    found: dict[str, str] = {}

    def add(rest: str, taken: str) -> None:
        if len(rest) < 2:
            return
        found.setdefault(rest, taken)
        if rest.startswith("ال") and len(rest) > 3:
            found.setdefault(rest[2:], taken + "ال")

    def prepositions(rest: str, taken: str) -> None:
        add(rest, taken)
        if rest[0] in _PREPOSITIONS and len(rest) > 2:
            add(rest[1:], taken + rest[0])
            if rest.startswith("لل") and len(rest) > 3:
                found.setdefault(rest[2:], taken + "لل")

    if not form or not ("\u0600" <= form[0] <= "\u06ff"):
        return ((form, ""),)
    prepositions(form, "")
    if form[0] in _CONJUNCTIONS and len(form) > 2:
        prepositions(form[1:], form[0])
    return tuple(found.items()) or ((form, ""),)
