"""Names of people read by pattern, never from a list of names: the words after a title, in quotes, in a hashtag, in a list."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sijill.extract.actors.phrases import Found
from sijill.extract.text.common import common_words
from sijill.extract.text.page import Page, fold
from sijill.extract.victims.ages import SKIPPED

LONGEST = 6
"""Most words of a person's name: given name, father's, grandfather's and a family's or tribe's with its articles."""

_AND_NAMES = ("ولي", "وائ", "وسا", "وسي", "وضا", "وحي", "وفا", "وداد", "ورد", "وجد", "ولا", "وعد", "واص", "وها", "ونا")
"""How first names begin that have the letter waw as their own; elsewhere it joins the next person on."""

_PARTICLES = frozenset({"al", "el", "bin", "ibn", "abu", "umm", "abd", "ben", "abdel", "abdul"})


def read_name(page: Page, found: Sequence[Found], index: int, end: int) -> tuple[int, int] | None:
    """The tokens of a person's name that begins at or right after `index` (past quotes and hashtag signs), or None."""
    tokens = page.tokens
    while index < end and tokens[index].form in SKIPPED:
        index += 1
    if index >= end or tokens[index].kind != "word":
        return None
    arabic = not tokens[index].form.isascii()
    last = index
    words = 0
    while last < end and words < LONGEST:
        token = tokens[last]
        if token.form in SKIPPED and not (token.form == "#" and words > 1) and not (arabic and words and token.form in "-–"):
            last += 1
            continue
        if token.kind != "word" or not (_goes_on_arabic if arabic else _goes_on_latin)(page, found, last, words):
            break
        words += 1
        last += 1
    while last > index and tokens[last - 1].form in SKIPPED:
        last -= 1
    return (index, last) if words else None


def count_words(page: Page, first: int, last: int) -> int:
    """How many words a range of tokens holds."""
    return sum(t.kind == "word" for t in page.tokens[first:last])


def _is_ali(page: Page, index: int) -> bool:
    """Whether a word is the name علي or العلي, which folds to "on" (على): its last letter as written tells."""
    token = page.tokens[index]
    return token.form in {"علي", "العلي"} and page.text[token.end - 1] == "ي"


@cache
def _given_names() -> frozenset[str]:
    path = files("sijill") / "data" / "given_names.txt"
    return frozenset(fold(w) for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#" for w in line.split())


def is_full_name(page: Page, first: int, last: int) -> bool:
    """Whether words that no title leads to are surely an Arabic person's name: none of them is a common word, and there are three, or
    two of which the first is a given name in wide use."""
    forms = [t.form for t in page.tokens[first:last] if t.kind == "word"]
    return not (common_words("ar") - {"علي"}).intersection(forms) and (
        len(forms) > 2 or (len(forms) == 2 and forms[0] in _given_names())
    )


def is_given_name(page: Page, first: int, last: int) -> bool:
    """Whether a single word behind "his brother", "the child" may be that person's given name: no common word, no article."""
    form = page.tokens[first].form
    if form.isascii():
        return page.text[page.tokens[first].start].isupper()
    if form in _given_names():
        return True
    return last - first == 1 and len(form) > 2 and not form.startswith(("ال", "ب", "ل", "و")) and form not in common_words("ar")


def _goes_on_arabic(page: Page, found: Sequence[Found], index: int, words: int) -> bool:
    """Whether an Arabic word may be the next of a name."""
    form = page.tokens[index].form
    if form.isascii() or len(form) < 2:
        return False
    here = found[index]
    if any(kind in here for kind in ("stop", "fate", "age", "aged", "list", "named")) and not _is_ali(page, index):
        return False
    if "person" in here and (words or here["person"].clitics.startswith("و")):
        return False
    if words > 1 and form[0] in "بل" and form[1:] in common_words("ar"):
        return False  # «بشظية»: the name has ended, and how it happened follows
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
