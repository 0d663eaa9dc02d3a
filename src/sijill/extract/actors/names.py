"""Mentions of parties before anything is decided about them: names, states, and nationalities behind a word of force or attack."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from sijill.extract.actors.phrases import Found, Phrases
from sijill.extract.text.lexicon import TRANSPARENT, Lexeme, Match, load_entries
from sijill.extract.text.page import Page

REACH = 6
"""Most words between a word of force and the nationality that it carries; longer ones were never meant in the training reports."""

_WHERE_WORDS = """
في الي داخل شمال شمالي جنوب جنوبي شرق شرقي غرب غربي وسط قرب حدود اراضي عبر نحو
in into inside near northern southern eastern western southeastern northeastern central across southeast to
"""
_WHERE = frozenset(_WHERE_WORDS.split())
"""Words after which a country's name is a place, folded."""

_CLINGING = frozenset({"", "ال", "لل", "ل"})
"""Clitics with which an Arabic word may go on a chain of force, modifiers and nationality; a conjunction begins a new one."""


class Naming(NamedTuple):
    """A possible party at tokens first … last-1. `entry` is its lexicon entry, `core` the token where the name itself begins;
    `heads` are the ids of the words of force, means, attack, site or state that it hangs on."""

    first: int
    last: int
    sentence: int
    core: int
    entry: Lexeme
    kind: str
    clitics: str
    heads: tuple[str, ...]


@cache
def load_phrases() -> Phrases:
    """All actor lexicons of both languages, compiled once: a page may hold both scripts."""
    layers: dict[str, list[Lexeme]] = {"name": [], "nation": [], "head": [], "modifier": [], "theatre": [], "cue": []}
    for lang in ("ar", "en"):
        for entry in _entries(lang, "actors"):
            layers["nation" if entry.more.get("kind") == "nation" else "name"].append(entry)
        for entry in _entries(lang, "actors_heads"):
            layers["modifier" if entry.id == "modifier" else "head"].append(entry)
        layers["theatre"] += _entries(lang, "actors_theatres")
        layers["cue"] += _entries(lang, "actors_cues")
    return Phrases(layers.items())


def _entries(lang: str, name: str) -> tuple[Lexeme, ...]:
    path = files("sijill") / "data" / lang / f"{name}.toml"
    return load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/{name}.toml")


def find_namings(page: Page, found: Sequence[Found], furniture: frozenset[int]) -> list[Naming]:
    """All possible parties of a page in text order, none inside another name."""
    rows: list[Naming] = []
    for number, sentence in enumerate(page.sentences):
        if number in furniture:
            continue
        index = sentence.first
        while index < sentence.last:
            here = found[index]
            if not here:
                index += 1
                continue
            chain = _chain(page, found, index, sentence.last)
            name = _name(page, found, index, sentence.last)
            if name is not None and (not chain or name.last - name.first >= chain[-1].last - index):
                if not _is_none(page, found, name, sentence.first):
                    rows.append(_named(page, found, name, number, sentence.first))
                index = name.last
            elif chain:
                first = index
                for nation in chain:
                    last = max(nation.last, _end(found, page, nation, sentence.last))
                    heads = tuple(dict.fromkeys(h for h, _ in _heads(found, index, last)))
                    wanted = nation.entry.more.get("heads")
                    if wanted is None or not set(heads).isdisjoint(wanted):
                        rows.append(Naming(first, last, number, nation.first, nation.entry, "nation", _clitics(here), heads))
                    first = last
                index = first
            else:
                index += 1
    return rows


def _clitics(here: Found) -> str:
    """What stood before the first word of a chain."""
    match = here.get("head") or here.get("modifier") or here.get("nation")
    return match.clitics if match else ""


def _name(page: Page, found: Sequence[Found], index: int, end: int) -> Match | None:
    """The name that begins here, unless its capitals are wanting ("us", "is"), it is a piece of a longer hashtag, or its last words
    begin a longer name ("the army" in "the Army of Conquest")."""
    match = found[index].get("name")
    if match is None or not _has_capitals(page, match) or _in_hashtag(page, match):
        return None
    if match.entry.more.get("kind") != "generic":
        return match
    for later in range(index + 1, min(match.last, end)):
        other = found[later].get("name")
        if other is not None and other.last > match.last:
            return None
    return match


def _is_none(page: Page, found: Sequence[Found], name: Match, begin: int) -> bool:
    """Whether a name is a mask, a country's or a capital's that is where something happens ("in …"), or a capital that is hit."""
    kind = name.entry.more.get("kind")
    if kind == "mask":
        return True
    if kind not in ("state", "capital") or name.first == begin or name.clitics not in ("", "ب", "ال"):
        return False
    head = found[name.first - 1].get("head")
    hit = kind == "capital" and head is not None and head.entry.id in ("attack", "means") and not page.tokens[name.first].form.isascii()
    return hit or page.tokens[name.first - 1].form in _WHERE


def _in_hashtag(page: Page, match: Match) -> bool:
    """Whether a name is joined by an underscore to words that are not part of it: "#a_party_does_this" names no party."""
    text = page.text
    start, end = page.slice(match.first, match.last)
    return text[end : end + 1] == "_" or text[start - 1 : start] == "_"


def _has_capitals(page: Page, match: Match) -> bool:
    cased = match.entry.more.get("cased")
    if not cased or match.last - match.first > 1:
        return True
    text = page.quote(match.first, match.last)
    return text in cased or text.lower() not in {str(c).lower() for c in cased}


def _heads(found: Sequence[Found], first: int, last: int) -> list[tuple[str, int]]:
    return [(found[i]["head"].entry.id, i) for i in range(first, last) if "head" in found[i]]


def _chain(page: Page, found: Sequence[Found], index: int, end: int) -> list[Match]:
    """The nationalities that a chain from `index` carries: Arabic has the head first, English last."""
    here = found[index]
    if page.tokens[index].form.isascii():
        return _chain_before(page, found, index, end) if "nation" in here else []
    return _chain_after(page, found, index, end) if "head" in here else []


def _chain_after(page: Page, found: Sequence[Found], index: int, end: int) -> list[Match]:
    nations: list[Match] = []
    steps = 0
    at = found[index]["head"].last
    while at < end and steps <= REACH:
        if page.tokens[at].form in TRANSPARENT:
            at += 1
            continue
        here = found[at]
        nation = here.get("nation")
        if nation is not None and (nation.clitics in _CLINGING or (nations and nation.clitics in ("و", "وال"))):
            nations.append(nation)
            at = nation.last
            continue
        step = here.get("head") or here.get("modifier")
        if step is None or nations or step.clitics not in _CLINGING:
            break
        at = max(step.last, here["modifier"].last if "modifier" in here else 0)
        steps += 1
    return nations


def _chain_before(page: Page, found: Sequence[Found], index: int, end: int) -> list[Match]:
    nations: list[Match] = []
    good: list[Match] = []
    steps = 0
    at = index
    while at < end and steps <= REACH:
        here = found[at]
        nation = here.get("nation")
        if nation is not None and not good and not (nations and "head" in here) and _has_capitals(page, nation):
            nations.append(nation)
            at = nation.last
        elif "head" in here:
            good = list(nations)
            at = here["head"].last
        elif "modifier" in here and not good:
            at = here["modifier"].last
        elif page.tokens[at].form in TRANSPARENT:
            at += 1
        else:
            break
        steps += 1
    return good


def _end(found: Sequence[Found], page: Page, nation: Match, end: int) -> int:
    """Where the words end that a nationality stands before (English), or modifiers that follow it (Arabic)."""
    at = last = nation.last
    while at < end and at - nation.last <= REACH:
        here = found[at]
        if page.tokens[nation.first].form.isascii():
            if "head" in here:
                at = last = here["head"].last
                continue
            if "modifier" in here and last == nation.last:
                at = here["modifier"].last
                continue
            break
        if "modifier" not in here or here["modifier"].clitics not in ("", "ال"):
            break
        at = last = here["modifier"].last
    return last


def _named(page: Page, found: Sequence[Found], name: Match, number: int, begin: int) -> Naming:
    """A name with the words of force or means right before it taken in, and after it for English."""
    first = name.first
    heads: list[str] = []
    if not page.tokens[name.first].form.isascii():
        at = name.first
        taking = name.clitics in ("", "ال")
        while at > begin and name.first - at < REACH:
            before = found[at - 1]
            if page.tokens[at - 1].form in TRANSPARENT:
                at -= 1
                continue
            if "head" in before and before["head"].last <= name.first:
                heads.append(before["head"].entry.id)
                taking = taking and before["head"].entry.id in ("force", "fighters", "means")
            elif not ("modifier" in before and at > begin + 1):
                break
            at -= 1
            if taking and "head" in before:
                first = at
    else:
        at = name.last
        while at < len(page.tokens) and at - name.last < REACH and ("head" in found[at] or "modifier" in found[at]):
            if "head" in found[at]:
                heads.append(found[at]["head"].entry.id)
            at += 1
    kind = str(name.entry.more.get("kind", "name"))
    return Naming(first, name.last, number, name.first, name.entry, kind, name.clitics, tuple(dict.fromkeys(heads)))
