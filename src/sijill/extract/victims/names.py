"""Names of people read by pattern, never from a list of names: the words after a title, in quotes, in a hashtag, in a list."""

from collections.abc import Sequence

from sijill.extract.actors.phrases import Found
from sijill.extract.text.page import Page

LONGEST = 6
"""Most words of a person's name: given name, father's, grandfather's and a family's or tribe's with its articles."""

_SKIPPED = frozenset("\"'«»“”‘’#-–")
_AND_NAMES = ("ولي", "وائ", "وسا", "وسي", "وضا", "وحي", "وفا", "وداد", "ورد", "وجد", "ولا", "وعد", "واص", "وها", "ونا")
"""How first names begin that have the letter waw as their own; elsewhere it joins the next person on."""

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "umm", "abd", "ben", "abdel", "abdul"})


def read_name(page: Page, found: Sequence[Found], index: int, end: int) -> tuple[int, int] | None:
    """The tokens of a person's name that begins at or right after `index` (past quotes and hashtag signs), or None."""
    tokens = page.tokens
    while index < end and tokens[index].form in _SKIPPED:
        index += 1
    if index >= end or tokens[index].kind != "word":
        return None
    arabic = not tokens[index].form.isascii()
    last = index
    words = 0
    while last < end and words < LONGEST:
        token = tokens[last]
        if token.form in _SKIPPED and not (token.form == "#" and words > 1) and not (arabic and words and token.form in "-–"):
            last += 1
            continue
        if token.kind != "word" or not (_goes_on_arabic if arabic else _goes_on_latin)(page, found, last, words):
            break
        words += 1
        last += 1
    while last > index and tokens[last - 1].form in _SKIPPED:
        last -= 1
    return (index, last) if words else None


def count_words(page: Page, first: int, last: int) -> int:
    """How many words a range of tokens holds."""
    return sum(t.kind == "word" for t in page.tokens[first:last])


def _goes_on_arabic(page: Page, found: Sequence[Found], index: int, words: int) -> bool:
    """Whether an Arabic word may be the next of a name."""
    form = page.tokens[index].form
    if form.isascii() or len(form) < 2:
        return False
    here = found[index]
    if any(kind in here for kind in ("stop", "fate", "age", "aged", "list", "named")):
        return False
    if "person" in here and (words or here["person"].clitics.startswith("و")):
        return False
    if not words and (form.startswith("ال") or (form[0] in "يت" and form.endswith(("ان", "ون")))):
        return False  # an adjective or a verb: given names have no article, and few end so
    return not (words >= 1 and form[0] == "و" and not form.startswith(_AND_NAMES))


def _goes_on_latin(page: Page, found: Sequence[Found], index: int, words: int) -> bool:
    """Whether a Latin word may be the next of a name: capitals, or a particle inside."""
    form = page.tokens[index].form
    if "stop" in found[index] or not form.isascii():
        return False
    if form in _PARTICLES:
        return True
    return page.text[page.tokens[index].start].isupper() and not (words == 0 and "person" in found[index])


def read_age(page: Page, found: Sequence[Found], index: int, end: int) -> tuple[int, int] | None:
    """The age that stands at or right after `index`: (years, the token after it), or None. Months are no years: not read."""
    tokens = page.tokens
    limit = min(end, index + 7)
    aged = False
    while index < limit:
        here = found[index]
        if "aged" in here:
            aged = True
            index = here["aged"].last
            continue
        form = tokens[index].form
        if tokens[index].kind == "number" and form.isdecimal() and len(form) < 4:
            after = index + 1
            while after < end and tokens[after].form in _SKIPPED | {")", "("}:
                after += 1
            years = after < end and "age" in found[after] and int(form) <= 120
            if years:
                last = found[after]["age"].last
                return (int(form), last) if tokens[after].form != "months" else None
            return (int(form), index + 1) if aged and 0 < int(form) <= 120 else None
        if "age" in here and form in ("عامان", "عامين", "سنتان", "سنتين"):
            return 2, index + 1
        if form not in _SKIPPED | {"(", "،", ",", "["} and not aged:
            return None
        index += 1
    return None
