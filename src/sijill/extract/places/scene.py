"""A page with its words about places, and the stretches of it that may be a place's name."""

from typing import NamedTuple

from sijill.extract.places.gazette import is_latin
from sijill.extract.places.words import MARKS, Cue, find_cues, name_heads
from sijill.extract.text.page import Page, Sentence

_LEADS = frozenset({"unit", "near", "rural", "direction", "road", "between", "facility", "capital", "feature", "adjective"})
_FILLERS = frozenset({"the", "a", "of"})
_COMMAS = frozenset("،,;؛/-–")
_AND = frozenset({"و", "and"})
_LISTING = frozenset({"between", "road", "near"})
_PASSED = frozenset({"unit", "feature", "capital", "near", "rural"})


class Spot(NamedTuple):
    """A possible name at tokens first … last-1. `start` is the token where its relation words begin, `end` the one after words that
    follow it ("village", "city"); `lead` holds the cues before it, nearest first; `listed` that it continues a list of names;
    `cut` characters of clitics stand before the name, `trim` characters of a possessive after it."""

    first: int
    last: int
    start: int
    end: int
    cut: int
    trim: int
    level: str
    country: str
    known: bool
    guarded: bool
    lead: tuple[Cue, ...]
    after: Cue | None
    listed: bool
    clitics: str


class Scene(NamedTuple):
    """A page with its place words by their first token and by the token after them."""

    page: Page
    cues: dict[int, Cue]
    ends: dict[int, Cue]

    def form(self, index: int) -> str:
        """The folded form of a token, empty beyond the ends."""
        return self.page.forms[index] if 0 <= index < len(self.page.forms) else ""

    def is_capital(self, index: int) -> bool:
        """Whether a token is a Latin word with a capital letter."""
        if not 0 <= index < len(self.page.tokens):
            return False
        token = self.page.tokens[index]
        return token.kind == "word" and is_latin(token.form) and self.page.text[token.start].isupper()


def make_scene(page: Page) -> Scene:
    """Find the place words of a page."""
    cues = find_cues(page)
    return Scene(page, cues, {cue.last: cue for cue in cues.values()})


def cues_before(scene: Scene, index: int, floor: int) -> tuple[Cue, ...]:
    """The cues that stand right before a token (not before token `floor`), nearest first, five at most."""
    found: list[Cue] = []
    while len(found) < 5:
        while index > floor and scene.form(index - 1) in MARKS:
            index -= 1
        cue = scene.ends.get(index)
        if cue is None and scene.form(index - 1) in _COMMAS and index - 1 > floor:  # «قرى، كذا وكذا»
            cue = scene.ends.get(index - 1)
            cue = cue if cue and cue.many else None
        if index > floor and (cue is None or cue.kind == "link") and scene.form(index - 1) in _FILLERS:
            cue = scene.ends.get(index - 1) or scene.ends.get(index - 2)
        if cue is None or cue.kind not in _LEADS or cue.first < floor:
            break
        found.append(cue)
        index = cue.first
    while found and found[-1].kind == "adjective":  # «القصف التركي» leads to nothing; «العاصمة السورية» does
        found.pop()
    return tuple(found)


def is_list(spot: Spot) -> bool:
    """Whether more names may follow: behind a plural or dual word, "near", "between", "road", or in a list that has begun."""
    return spot.listed or bool(spot.lead and (spot.lead[0].many or spot.lead[0].kind in _LISTING))


def continues(scene: Scene, spot: Spot | None, index: int) -> bool:
    """Whether only a comma or "and" stands between a spot and a token (a second unit word may: «وبلدة»)."""
    if spot is None or index - spot.end > 6:
        return False
    if spot.end == index and is_latin(scene.form(index)) and is_list(spot):
        return True  # names run together in a list without its commas
    at, joined = spot.end, False
    while at < index:
        form, cue = scene.form(at), scene.cues.get(at)
        if form in _COMMAS or form in _AND:
            joined = True
        elif cue and cue.kind in _PASSED and cue.last <= index:
            joined = joined or cue.clitics.startswith("و")
            at = cue.last
            continue
        elif form not in MARKS:
            return False
        at += 1
    form = scene.form(index)
    return at == index and (joined or (form.startswith("و") and (len(form) > 3 or form[1:] in name_heads())))


class Reading(NamedTuple):
    """What is known of a name: its level and country, whether it is in the lists at all, and whether it is a common word too."""

    level: str = ""
    country: str = ""
    known: bool = False
    guarded: bool = False


def make_spot(
    scene: Scene,
    sentence: Sentence,
    words: tuple[int, int],
    lead: tuple[Cue, ...],
    clitics: str,
    trim: int,
    reading: Reading,
    listed: bool,
) -> Spot:
    """A spot at the tokens words[0] … words[1]-1, with a unit word that follows it ("Olive village")."""
    first, last = words
    after = scene.cues.get(last)
    if after and (not after.after or after.last > sentence.last or scene.form(after.last) == "of"):
        after = None
    cut = len(clitics) - (2 if clitics.endswith("ال") else 1 if clitics.endswith("لل") else 0)
    start = lead[-1].first if lead else first
    return Spot(first, last, start, after.last if after else last, cut, trim, *reading, lead, after, listed, clitics)
