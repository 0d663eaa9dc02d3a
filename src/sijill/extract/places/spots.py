"""Spots: every stretch of a page that may be a place's name, with the words that lead to it; judged later.

A known name is a spot wherever it stands, unless it is a common word too and nothing leads to a place. An unknown Arabic name is one
behind a unit word or its like, or in a list of places.
"""

from sijill.extract.places.gazette import Name, is_latin, may_begin, name_at
from sijill.extract.places.latin import is_longer_name, latin_spot, with_second
from sijill.extract.places.scene import Reading, Scene, Spot, continues, cues_before, is_list, make_spot
from sijill.extract.places.words import MARKS, Cue, name_heads, name_seconds, never_names
from sijill.extract.text.lexicon import bare
from sijill.extract.text.page import Sentence

_OPENING = frozenset({"unit", "near", "rural", "road", "between", "facility"})
"""Cues behind which a name that nobody knows is looked for."""

_IN_NAMES = frozenset({"head", "second", "feature", "particle"})
_QUOTES = frozenset("\"“”«»‘’'")
_BEFORE_GUARDED = frozenset({"في", "عبر", "من", "الي", "in", "from", "near", "#", "and", "و", "وفي", "ومن"})
_HYPHENS = frozenset("-–")
_SETTLED = frozenset({"village", "town", "neighbourhood"})
_ENDS = frozenset({"في", "،", '"', "”", "»", ")", "."})
_SIDES = frozenset({"الشرقي", "الشرقيه", "الغربي", "الغربيه", "الشمالي", "الشماليه", "الجنوبي", "الجنوبيه"})
_WIDE = frozenset({"country", "governorate", "region"})


def find_spots(scene: Scene, sentence: Sentence) -> list[Spot]:
    """All spots of a sentence, left to right, none inside another."""
    spots: list[Spot] = []
    index, tokens, cues = sentence.first, scene.page.tokens, scene.cues
    while index < sentence.last:
        if tokens[index].kind != "word" or not (index in cues or may_begin(scene.page, index) or _is_led(scene, index, spots)):
            index += 1
            continue
        spot = _spot_at(scene, sentence, index, spots[-1] if spots else None)
        if spot is None:
            index += 1
        else:
            spots.append(spot)
            index = max(spot.last, index + 1)
    return spots


def _is_led(scene: Scene, index: int, spots: list[Spot]) -> bool:
    """Whether anything stands before a token that could make it a name: a place word, a mark, or a list of places."""
    return index in scene.ends or scene.form(index - 1) in MARKS or bool(spots and index - spots[-1].end <= 6)


def _spot_at(scene: Scene, sentence: Sentence, index: int, before: Spot | None) -> Spot | None:
    token = scene.page.tokens[index]
    cue, name = scene.cues.get(index), name_at(scene.page, index)
    if (
        name
        and name.last <= sentence.last
        and not _is_other_word(scene, name, cue, before)
        and not is_longer_name(scene, sentence, name)
    ):
        return _known(scene, sentence, name, before)
    if cue and cue.kind == "feature" and "ال" not in cue.clitics and scene.form(cue.last) not in _QUOTES:
        return _unknown(scene, sentence, index, cue.last, before, cue.clitics)
    if cue and cue.kind not in _IN_NAMES:
        return None
    if is_latin(token.form):
        return latin_spot(scene, sentence, index, before)
    if before and is_list(before) and continues(scene, before, index) and not _is_sentence_word(token.form):
        return _unknown(scene, sentence, index, index, before, "و" if token.form[0] == "و" else "")
    lead = cues_before(scene, index, sentence.first)
    if lead and lead[0].kind in _OPENING and "ال" not in lead[0].clitics and "لل" not in lead[0].clitics:
        return _unknown(scene, sentence, index, index, before, "")
    return None


def _is_sentence_word(form: str) -> bool:
    """A verb in the plural, a word behind "with the", a participle without the article: never the next name of a list."""
    return (
        form.endswith("وا")
        or form.startswith(("بال", "لل"))
        or (len(form) > 5 and form.endswith(("ين", "ون")) and "ال" not in form[:3])
    )


def _is_other_word(scene: Scene, name: Name, cue: Cue | None, before: Spot | None) -> bool:
    """A known name that is read as a place word here, or that is a common word without anything that leads to a place."""
    if cue and (cue.last > name.last or (cue.last == name.last and name.guarded)):
        return True
    if not name.guarded:
        return False
    if cues_before(scene, name.first, 0) or "ب" in name.clitics:
        return False
    if before is not None and continues(scene, before, name.first):
        return False
    return name.clitics in ("ل", "لل") or scene.form(name.first - 1) not in _BEFORE_GUARDED


def _is_head(scene: Scene, sentence: Sentence, name: Name) -> bool:
    """Whether a known Arabic name of one word only begins a longer one: «مشرفة» in «قرية مشرفة كذا»."""
    if name.last != name.first + 1 or name.last >= sentence.last or scene.form(name.first) not in name_heads():
        return False
    return bool(cues_before(scene, name.first, sentence.first)) and _fits(scene, name.last, later=True)


def _known(scene: Scene, sentence: Sentence, name: Name, before: Spot | None) -> Spot:
    lead = cues_before(scene, name.first, sentence.first)
    first, last, clitics = name.first, name.last, name.clitics
    feature = lead[0] if lead and lead[0].kind == "feature" and lead[0].last == name.first and "ال" not in lead[0].clitics else None
    if feature and not is_latin(scene.form(name.first)):  # a dam or hill named for a town is not the town
        first, clitics, lead = feature.first, feature.clitics, lead[1:]
    if name.level not in _WIDE and last < sentence.last:
        last = with_second(scene, sentence, last) if is_latin(scene.form(name.first)) else _with_adjective(scene, last, lead)
    reading = Reading("" if feature else name.level, name.country, not feature, name.guarded)
    return make_spot(scene, sentence, (first, last), lead, clitics, name.possessive, reading, continues(scene, before, name.first))


def _with_adjective(scene: Scene, last: int, lead: tuple[Cue, ...]) -> int:
    """The token after a name and an adjective that agrees with it («الكبرى», «الغربية»), unless that tells of the land around it."""
    form, feminine = scene.form(last), scene.form(last - 1).endswith("ه")
    if form in name_seconds():
        return last + 1
    if form in _SIDES and form.endswith("ه") == feminine and not any(c.kind in ("near", "rural", "direction") for c in lead):
        return last + 1
    return last


def _unknown(scene: Scene, sentence: Sentence, first: int, begin: int, before: Spot | None, clitics: str) -> Spot | None:
    """A name from token `first` on that no list knows; its own words begin at `begin` (behind "wadi", "mount")."""
    lead, form = cues_before(scene, first, sentence.first), scene.form(first)
    last = _name_end(scene, sentence, begin, bool(lead) and lead[0].level in _SETTLED and not lead[0].many)
    if last is None:
        return None
    if lead and not clitics and form[:1] in "بل" and len(form) > 5 and form[1:3] == "ال":
        clitics = form[0]
    return make_spot(scene, sentence, (first, last), lead, clitics, 0, Reading(), continues(scene, before, first))


def _fits(scene: Scene, index: int, later: bool = False, settled: bool = False) -> bool:
    """Whether a token may be a word of an unknown Arabic name; a later word follows no "and"; `settled` says that "the village of" or
    the like stands right before it, behind which nearly any word with the article is a name."""
    token = scene.page.tokens[index]
    form = token.form
    if token.kind != "word" or is_latin(form) or len(form) < 2:
        return False
    cue = scene.cues.get(index)
    if cue and cue.kind not in _IN_NAMES:
        return False
    never = never_names()
    if form in name_heads() or (form[0] == "و" and form[1:] in name_heads()):
        return True
    if settled and form.startswith("ال"):  # «قرية الجديدة»
        return True
    if form in never or bare(form) in never or (form[0] == "و" and (form[1:] in never or bare(form[1:]) in never)):
        return False
    return not (later and ((form[0] == "و" and len(form) > 3) or (form[0] == "ب" and len(form) > 4)))


def _name_end(scene: Scene, sentence: Sentence, first: int, settled: bool = False) -> int | None:
    """The token after an unknown Arabic name that begins at a token: one word, or more where it is quoted or its words say so."""
    while first < sentence.last and scene.form(first) in MARKS:
        first += 1
    if first >= sentence.last or not _fits(scene, first, settled=settled):
        return None
    if scene.form(first - 1) in _QUOTES:
        closed = next((i for i in range(first + 1, min(first + 4, sentence.last)) if scene.form(i) in _QUOTES), None)
        words = [scene.page.tokens[i] for i in range(first, closed or first) if scene.form(i) not in _HYPHENS]
        if words and all(w.kind == "word" for w in words) and not any(w.form[0] == "و" and len(w.form) > 3 for w in words[1:]):
            return closed
    last = first + 1
    while last < sentence.last and last - first < 4 and _goes_on(scene, last):
        last += 1
    if last < sentence.last:
        last = _with_adjective(scene, last, cues_before(scene, first, sentence.first))
    return last if last - first > 1 else _until_place_word(scene, sentence, last)


def _goes_on(scene: Scene, last: int) -> bool:
    """Whether a token continues the name before it."""
    tokens = scene.page.tokens
    if tokens[last].form in name_seconds() or scene.page.text[tokens[last - 1].end : tokens[last].start] == "_":
        return True
    head, heads = tokens[last - 1].form, name_heads()
    return (head in heads or head[1:] in heads) and _fits(scene, last, later=True)


def _until_place_word(scene: Scene, sentence: Sentence, last: int) -> int:
    """A name of two or three words that no list knows ends where a word of place, "in" or a mark stands right behind it."""
    for end in range(last + 1, min(last + 3, sentence.last)):
        if not _fits(scene, end - 1, later=True) or _is_adjective(scene, end - 1) or name_at(scene.page, end - 1):
            break
        cue = scene.cues.get(end)
        if (scene.form(end) in _ENDS and not scene.form(end - 1).endswith("ا")) or (
            cue and cue.kind in ("rural", "direction", "unit", "near", "link") and cue.clitics != "و"
        ):
            return end
    return last


def _is_adjective(scene: Scene, index: int) -> bool:
    """An adjective with the article: feminine, as words for a settlement are, or behind a name that has the article too."""
    form = scene.form(index)
    return form.startswith("ال") and (form.endswith("ه") or scene.form(index - 1).startswith("ال"))
