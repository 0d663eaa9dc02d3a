"""Spots: every stretch of a page that may be a place's name, with the words that lead to it; judged later."""

from typing import NamedTuple

from sijill.extract.gazette import ARTICLES, Name, is_latin, name_at
from sijill.extract.page import Page, Sentence, bases
from sijill.extract.places_words import MARKS, Cue, find_cues, name_heads, name_seconds, never_names

_LEADS = frozenset({"unit", "near", "rural", "direction", "road", "between", "facility", "capital", "feature", "adjective"})
_OPENING = frozenset({"unit", "near", "rural", "road", "between", "camp", "facility"})
"""Cues behind which a name that nobody knows is looked for."""

_COMMAS = frozenset("،,;؛/-–")
_AND = frozenset({"و", "and"})
_PREPOSITIONS = frozenset({"in", "at", "near", "from", "inside", "around", "outside", "across", "to", "towards", "toward", "on", "of"})


class Spot(NamedTuple):
    """A possible name at tokens first … last-1. `start` is the token where its relation words begin, `end` the one after words that
    follow it ("village", "city"); `lead` holds the cues before it, nearest first; `listed` that it continues a list of names."""

    first: int
    last: int
    start: int
    end: int
    cut: int  # characters of clitics before the name
    trim: int  # characters of a possessive after it
    level: str
    country: str
    known: bool
    guarded: bool
    lead: tuple[Cue, ...]
    after: Cue | None
    listed: bool
    clitics: str


class Scene(NamedTuple):
    """A page with its place words."""

    page: Page
    cues: dict[int, Cue]
    ends: dict[int, Cue]

    def form(self, index: int) -> str:
        """The folded form of a token, empty beyond the ends."""
        return self.page.tokens[index].form if 0 <= index < len(self.page.tokens) else ""

    def is_capital(self, index: int) -> bool:
        """Whether a token is a Latin word with a capital letter."""
        token = self.page.tokens[index]
        return token.kind == "word" and is_latin(token.form) and self.page.text[token.start].isupper()


def make_scene(page: Page) -> Scene:
    """Find the place words of a page."""
    cues = find_cues(page)
    return Scene(page, cues, {cue.last: cue for cue in cues.values()})


def find_spots(scene: Scene, sentence: Sentence) -> list[Spot]:
    """All spots of a sentence, left to right, none inside another."""
    spots: list[Spot] = []
    index = sentence.first
    while index < sentence.last:
        spot = _spot_at(scene, sentence, index, spots[-1] if spots else None)
        if spot is None:
            index += 1
        else:
            spots.append(spot)
            index = max(spot.last, index + 1)
    return spots


def _spot_at(scene: Scene, sentence: Sentence, index: int, before: Spot | None) -> Spot | None:
    page = scene.page
    if page.tokens[index].kind != "word":
        return None
    cue = scene.cues.get(index)
    name = name_at(page, index)
    if name and name.last <= sentence.last and not _is_other_word(scene, name, cue):
        return _known(scene, sentence, name, before)
    if cue and cue.kind == "feature" and "ال" not in cue.clitics:
        last = _unknown_end(scene, sentence, cue.last)
        return _unknown(scene, sentence, index, last, before, cue.clitics) if last else None
    if cue and cue.kind not in ("head", "second"):
        return None
    lead = _leading(scene, index, sentence.first)
    listed = before is not None and _continues(scene, before, index)
    if is_latin(page.tokens[index].form):
        return _latin_unknown(scene, sentence, index, lead, before if listed else None)
    if (lead and lead[0].kind in _OPENING and _opens(lead)) or (listed and before and _is_list(before)):
        last = _unknown_end(scene, sentence, index)
        return _unknown(scene, sentence, index, last, before, "و" if listed and scene.form(index)[0] == "و" else "") if last else None
    return None


def _is_other_word(scene: Scene, name: Name, cue: Cue | None) -> bool:
    """A known name that is read as a place word here, or that is a common word without anything that leads to a place."""
    if cue and cue.last >= name.last and name.guarded:
        return True
    if cue and cue.last > name.last:
        return True
    if not name.guarded:
        return False
    behind = _leading(scene, name.first, 0)
    if behind or any(p in name.clitics for p in "بل"):
        return name.clitics in ("ل", "لل") and not behind
    previous = scene.form(name.first - 1)
    return previous not in {"في", "من", "الي", "in", "from", "near", "#", "and", "و", "وفي", "ومن"}


def _leading(scene: Scene, index: int, floor: int) -> tuple[Cue, ...]:
    """The cues that stand right before a token, nearest first."""
    found: list[Cue] = []
    while len(found) < 5:
        while index > floor and scene.form(index - 1) in MARKS:
            index -= 1
        cue = scene.ends.get(index)
        if cue is None and scene.form(index - 1) in ("the", "a", "of") and index > floor:
            cue = scene.ends.get(index - 1)
            cue = cue if cue and cue.kind in ("unit", "facility", "near", "rural") else None
        if cue is None or cue.kind not in _LEADS or cue.first < floor:
            break
        found.append(cue)
        index = cue.first
    return tuple(found)


def _opens(lead: tuple[Cue, ...]) -> bool:
    """A unit word with the article ("the town …") names nothing; the others may."""
    cue = lead[0]
    return "ال" not in cue.clitics and "لل" not in cue.clitics


def _is_list(before: Spot) -> bool:
    return bool(before.lead and (before.lead[0].many or before.lead[0].kind in ("near", "between"))) or (
        before.listed and not before.known
    )


def _continues(scene: Scene, before: Spot, index: int) -> bool:
    """Whether only a comma or "and" stands between a spot and a token (a second unit word may: «وبلدة»)."""
    at, joined = before.end, False
    while at < index:
        form = scene.form(at)
        cue = scene.cues.get(at)
        if form in _COMMAS or form in _AND:
            joined = True
        elif cue and cue.kind in ("unit", "feature", "capital", "near", "rural") and cue.last <= index:
            joined = joined or cue.clitics.startswith("و")
            at = cue.last
            continue
        elif form not in MARKS:
            return False
        at += 1
    return at == index and (joined or (scene.form(index).startswith("و") and len(scene.form(index)) > 3))


def _name_end(scene: Scene, sentence: Sentence, last: int) -> int:
    """A known name with the adjective that may follow it («أورم الكبرى»)."""
    return last + 1 if last < sentence.last and scene.form(last) in name_seconds() else last


def _known(scene: Scene, sentence: Sentence, name: Name, before: Spot | None) -> Spot:
    lead = _leading(scene, name.first, sentence.first)
    first, clitics = name.first, name.clitics
    feature = lead[0] if lead and lead[0].kind == "feature" and lead[0].last == name.first and "ال" not in lead[0].clitics else None
    if feature and not is_latin(scene.form(name.first)):  # a dam or hill named for a town is not the town
        first, clitics, lead = feature.first, feature.clitics, lead[1:]
    last = name.last if name.level in ("country", "governorate", "region") else _name_end(scene, sentence, name.last)
    level = "" if feature else name.level
    listed = before is not None and _continues(scene, before, name.first)
    return _spot(scene, sentence, first, last, lead, clitics, name.possessive, (level, name.country, not feature, name.guarded), listed)


def _spot(
    scene: Scene,
    sentence: Sentence,
    first: int,
    last: int,
    lead: tuple[Cue, ...],
    clitics: str,
    trim: int,
    facts: tuple[str, str, bool, bool],
    listed: bool,
) -> Spot:
    after = scene.cues.get(last)
    after = after if after and after.after and after.last <= sentence.last else None
    cut = len(clitics) - (2 if clitics.endswith("ال") else 1 if clitics.endswith("لل") else 0)
    start = lead[-1].first if lead else first
    level, country, known, guarded = facts
    end = after.last if after else last
    return Spot(first, last, start, end, cut, trim, level, country, known, guarded, lead, after, listed, clitics)


def _unknown(scene: Scene, sentence: Sentence, first: int, last: int, before: Spot | None, clitics: str) -> Spot | None:
    lead = _leading(scene, first, sentence.first)
    listed = before is not None and _continues(scene, before, first)
    form = scene.form(first)
    if lead and not clitics and form[:1] in "بل" and len(form) > 5 and form[1:3] == "ال":
        clitics = form[0]
    return _spot(scene, sentence, first, last, lead, clitics, 0, ("", "", False, False), listed)


def _fits(scene: Scene, index: int) -> bool:
    """Whether a token may be a word of an unknown Arabic name."""
    token = scene.page.tokens[index]
    if token.kind != "word" or is_latin(token.form) or len(token.form) < 2:
        return False
    cue = scene.cues.get(index)
    if cue and cue.kind not in ("head", "second", "feature"):
        return False
    never = never_names()
    return not any(base in never or "ال" + base in never for base, _ in bases(token.form)[:1]) and token.form not in never


def _unknown_end(scene: Scene, sentence: Sentence, first: int) -> int | None:
    """The token after an unknown Arabic name that begins at a token: one word, or more where its first is one that goes on."""
    while first < sentence.last and scene.form(first) in MARKS:
        first += 1
    if first >= sentence.last or not _fits(scene, first):
        return None
    last, tokens = first + 1, scene.page.tokens
    while last < sentence.last and last - first < 4:
        glued = scene.page.text[tokens[last - 1].end : tokens[last].start] == "_"
        head = tokens[last - 1].form in name_heads() or tokens[last - 1].form[1:] in name_heads()
        if glued or (head and _fits(scene, last)) or tokens[last].form in name_seconds():
            last += 1
        else:
            break
    return last


def _latin_unknown(scene: Scene, sentence: Sentence, index: int, lead: tuple[Cue, ...], list_of: Spot | None) -> Spot | None:
    """A run of capital words behind a place word or a preposition, or before a unit word ("Olive village")."""
    last = _latin_end(scene, sentence, index)
    if last is None:
        return None
    after = scene.cues.get(last)
    led = bool(lead) or list_of is not None or scene.form(index - 1) in _PREPOSITIONS or scene.form(index - 2) in _PREPOSITIONS
    if not (led or (after and after.after)):
        return None
    if list_of is not None and lead == ():
        lead = list_of.lead if list_of.lead and list_of.lead[0].many else ()
    token = scene.page.tokens[last - 1]
    trim = 2 if token.form.endswith("'s") else 0
    many = bool(lead and lead[0].many)
    if many and last - index > 2 and scene.form(index) not in ARTICLES:
        last = index + 1
        while last < sentence.last and (
            scene.form(last - 1) in ARTICLES or scene.form(last - 1) == "-" or _is_latin_head(scene, last - 1)
        ):
            last += 1
    return _spot(scene, sentence, index, last, lead, "", trim, ("", "", False, False), list_of is not None)


_LATIN_HEADS = frozenset(
    [
        *[
            "khan",
            "kafr",
            "kafar",
            "deir",
            "dayr",
            "tal",
            "tel",
            "tell",
            "jabal",
            "jebel",
            "umm",
            "abu",
            "ain",
            "ayn",
            "ras",
            "beit",
            "bab",
            "wadi",
            "sheikh",
            "maarat",
            "jisr",
            "darat",
            "new",
            "old",
            "qalaat",
        ]
    ]
)


def _is_latin_head(scene: Scene, index: int) -> bool:
    return scene.form(index) in _LATIN_HEADS


def _latin_end(scene: Scene, sentence: Sentence, index: int) -> int | None:
    """The token after a run of capital words (with al-, el-) of at most four words that are no other words."""
    at, words, never = index, 0, never_names()
    while at < sentence.last and words < 4:
        form = scene.form(at)
        if at > index and name_at(scene.page, at) and form not in ARTICLES and words:
            break
        if (form in ARTICLES and at + 1 < sentence.last and (at > index or scene.form(at + 1) == "-" or scene.is_capital(at))) or (
            form in ("-", "'", "’") and at > index and scene.page.tokens[at - 1].end == scene.page.tokens[at].start
        ):
            at += 1
        elif scene.is_capital(at) and form not in never and len(form) > 1 and not _is_unit(scene, at):
            at += 1
            words += 1
        else:
            break
    while at > index and (scene.form(at - 1) in ARTICLES or scene.form(at - 1) in ("-", "'", "’")):
        at -= 1
    following = scene.form(at)
    return at if words and not (following in never and at < sentence.last and scene.is_capital(at)) else None


def _is_unit(scene: Scene, index: int) -> bool:
    cue = scene.cues.get(index)
    return cue is not None and cue.kind in ("unit", "facility", "strike", "harm", "direction")
