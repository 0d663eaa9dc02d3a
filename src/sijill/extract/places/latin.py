"""Names in Latin letters that no list knows: runs of capital words where something leads to a place."""

from sijill.extract.places.gazette import ARTICLES, Name, name_at
from sijill.extract.places.scene import Reading, Scene, Spot, continues, cues_before, make_spot
from sijill.extract.places.words import name_heads, name_seconds, never_names
from sijill.extract.text.page import Sentence

_PREPOSITIONS = frozenset({"in", "at", "near", "from", "inside", "around", "outside", "across", "to", "towards", "toward", "on", "of"})
_JOINERS = frozenset({"-", "'", "’"})
_OTHERS = frozenset({"unit", "facility", "strike", "harm", "direction"})
_HEADLINE = 0.55
"""Share of capital words from which a sentence is written as a headline."""

_WORDS = 4
"""Words of a name at most, articles apart."""


def latin_spot(scene: Scene, sentence: Sentence, index: int, before: Spot | None) -> Spot | None:
    """A run of capital words behind a place word or a preposition, in a list of places, or before a unit word ("Olive village")."""
    if not (scene.is_capital(index) or scene.form(index) in ARTICLES):
        return None
    lead, listed = cues_before(scene, index, sentence.first), continues(scene, before, index)
    last = _run_end(scene, sentence, index, bool(lead and lead[0].many) or listed)
    if last is None:
        return None
    if lead and lead[0].last == index and lead[0].kind in ("unit", "facility"):
        lead = ()  # "the area Somebody spoke of": a unit leads to its name with "of"
    if not (lead or listed or _is_led(scene, sentence, index, last)) or (not lead and not listed and _is_headline(scene, sentence)):
        return None
    if listed and before and not lead:
        lead = before.lead if before.lead and before.lead[0].many else ()
    if lead and lead[0].many and last - index > 2 and scene.form(index) not in ARTICLES:
        last = _first_of_many(scene, sentence, index)
    trim = 2 if scene.form(last - 1).endswith("'s") else 0
    own = () if listed and before and lead is before.lead else lead
    return make_spot(scene, sentence, (index, last), own, "", trim, Reading(), listed)


def _is_headline(scene: Scene, sentence: Sentence) -> bool:
    """Whether most words of a sentence have a capital letter, so that one says nothing."""
    words = [i for i in range(sentence.first, min(sentence.last, sentence.first + 30)) if scene.form(i)[:1].isalpha()]
    return len(words) > 3 and sum(scene.is_capital(i) for i in words) > _HEADLINE * len(words)


def is_longer_name(scene: Scene, sentence: Sentence, name: Name) -> bool:
    """Whether a known Latin name of one word is the first word of a longer name ("Tel", "Bab", "Khan" before a capital word)."""
    if name.last != name.first + 1 or name.last >= sentence.last or scene.form(name.first) not in name_heads():
        return False
    return scene.is_capital(name.last) or scene.form(name.last) in ARTICLES


def with_second(scene: Scene, sentence: Sentence, last: int) -> int:
    """The token after a known Latin name and the adjective that may follow it ("… al-Sharqi")."""
    if (
        last + 2 < sentence.last
        and scene.form(last) in ARTICLES
        and scene.form(last + 1) == "-"
        and scene.form(last + 2) in name_seconds()
    ):
        return last + 3
    return last


def _is_led(scene: Scene, sentence: Sentence, index: int, last: int) -> bool:
    """Whether a preposition stands before the run, or a unit word behind it: at once, or after ", a"."""
    before = range(max(sentence.first, index - 2), index)
    if any(scene.form(i) in _PREPOSITIONS for i in before) or scene.form(last - 1) in name_seconds():
        return True
    after = scene.cues.get(last)
    if after is None and scene.form(last) in (",", "a", "the"):
        after = scene.cues.get(last + 1) or scene.cues.get(last + 2)
    return bool(after and after.after)


def _first_of_many(scene: Scene, sentence: Sentence, index: int) -> int:
    """The end of the first of several names that stand behind a plural word without commas."""
    last = index + 1
    while last < sentence.last and (
        scene.form(last - 1) in ARTICLES or scene.form(last - 1) == "-" or scene.form(last - 1) in name_heads()
    ):
        last += 1
    return last


def _run_end(scene: Scene, sentence: Sentence, index: int, many: bool) -> int | None:
    """The token after a run of capital words (with al-, el-) that are no other words; None where there is none. Where it is one of
    `many` names, a known name in it begins the next one; elsewhere only a large unit does ("Olive Idlib")."""
    at, words = index, 0
    while at < sentence.last and words < _WORDS:
        if words and scene.form(at - 1) not in name_heads() and _begins_name(scene, at, many):
            break
        if _joins(scene, sentence, index, at):
            at += 1
        elif _is_name_word(scene, at):
            at += 1
            words += 1
        else:
            break
    while at > index and (scene.form(at - 1) in ARTICLES or scene.form(at - 1) in _JOINERS):
        at -= 1
    if not words or at == index:
        return None
    if at < sentence.last and scene.form(at) in name_seconds():
        return at + 1
    return None if at < sentence.last and scene.is_capital(at) and scene.form(at) in never_names() else at


def _joins(scene: Scene, sentence: Sentence, index: int, at: int) -> bool:
    """An article inside or before a name, or a dash or apostrophe inside a word."""
    form = scene.form(at)
    if form in ARTICLES and at + 1 < sentence.last:
        return at > index or scene.form(at + 1) == "-" or scene.is_capital(at)
    return form in _JOINERS and at > index and scene.page.tokens[at - 1].end == scene.page.tokens[at].start


def _is_name_word(scene: Scene, at: int) -> bool:
    form, cue = scene.form(at), scene.cues.get(at)
    return scene.is_capital(at) and form not in never_names() and len(form) > 1 and not (cue and cue.kind in _OTHERS)


def _begins_name(scene: Scene, at: int, many: bool) -> bool:
    """Whether another known name begins at a token, and no mere adjective of the name before it."""
    name = name_at(scene.page, at)
    if name is None or any(scene.form(i) in name_seconds() for i in range(name.first, name.last)):
        return False
    return many or name.curated
