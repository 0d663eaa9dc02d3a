"""Mentions of possible sources: nouns of sources with the qualities that settle their kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple, cast, get_args

from sijill.extract.actors.phrases import Found, Phrases
from sijill.extract.text.lexicon import TRANSPARENT, Lexeme, Match, load_entries
from sijill.extract.text.page import Page
from sijill.model.vocabulary import AttributionKind

KINDS: tuple[AttributionKind, ...] = get_args(AttributionKind)

QUALITY_REACH = 5
"""How many words after (Arabic) or before and after (English) a source's noun may settle its kind."""

BYLINE = 10
"""Most tokens of a sentence that may be a byline or a signature."""

HEAD = 6
"""In how many first sentences a dateline may name the outlet ("Aleppo, the agency - ...")."""

_DASHES = frozenset("-–—/:)")
_LINKS = frozenset({"في", "من", "ب", "وسط", "داخل", "لدي", "of", "at", "in", "from", "for", "the", "a", "inside", "باسم"})
_BREAKS = frozenset("،,;؛:.()")


class Citing(NamedTuple):
    """A possible source at tokens first … last-1 with its kinds (more than one for "medical and security sources"); `again` marks
    one that points back to a source named before."""

    first: int
    last: int
    sentence: int
    noun: str
    kinds: tuple[AttributionKind, ...]
    clitics: str
    again: bool


@dataclass(slots=True)
class _Named:
    """What was named so far: the kinds, last first, and the kind of the last bare "source" or person."""

    kinds: list[AttributionKind] = field(default_factory=list)
    bare: AttributionKind | None = None

    def add(self, citing: Citing) -> None:
        for kind in citing.kinds:
            if kind in self.kinds:
                self.kinds.remove(kind)
            self.kinds.insert(0, kind)
        if citing.noun in ("open", "person"):
            self.bare = citing.kinds[0]

    def antecedent(self, match: Match) -> AttributionKind | None:
        """The kind that "the source", "the agency" and the like point back to: a bare "source" rather than a name."""
        only = match.entry.more.get("only")
        if only is not None:
            kind = next((k for k in self.kinds if k in ([only] if isinstance(only, str) else only)), None)
        else:
            kind = self.bare or next((k for k in self.kinds if k != "media"), None)
        return kind or cast(AttributionKind | None, match.entry.more.get("any"))


@cache
def load_phrases() -> Phrases:
    """The source lexicons of both languages, compiled once."""
    layers: dict[str, list[Lexeme]] = {"source": [], "quality": [], "cue": []}
    for lang in ("ar", "en"):
        for layer, name in (("source", "sources"), ("quality", "sources_qualities"), ("cue", "sources_cues")):
            path = files("sijill") / "data" / lang / f"{name}.toml"
            layers[layer] += load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/{name}.toml")
    return Phrases(layers.items())


def find_citings(page: Page, found: Sequence[Found], furniture: frozenset[int]) -> list[Citing]:
    """All possible sources of a page in text order, none inside another."""
    rows: list[Citing] = []
    named = _Named()
    for number, sentence in enumerate(page.sentences):
        if number in furniture:
            continue
        index = sentence.first
        while index < sentence.last:
            match = found[index].get("source")
            if match is None or not _cased(page, match):
                index += 1
                continue
            index = match.last
            if match.entry.id == "mask":
                continue
            citing = _citing(page, found, match, number, named)
            if citing is not None:
                rows.append(citing)
                named.add(citing)
                index = max(index, citing.last)
    return rows


def find_outlet(page: Page, found: Sequence[Found], furniture: frozenset[int]) -> frozenset[str]:
    """The folded names of media that stand in bylines, datelines, signatures and page furniture: likely the outlet's own."""
    own: set[str] = set()
    for number, sentence in enumerate(page.sentences):
        byline = number in furniture or sentence.last - sentence.first <= BYLINE
        end = sentence.last if byline else min(sentence.last, sentence.first + BYLINE) if number < HEAD else sentence.first
        for index in range(sentence.first, end):
            match = found[index].get("source")
            if match is None or match.entry.id != "media":
                continue
            after = page.tokens[match.last].form if match.last < sentence.last else ""
            if byline or after in _DASHES:
                own.update(page.tokens[i].form for i in range(index, match.last))
    return frozenset(own)


def _cased(page: Page, match: Match) -> bool:
    """Whether a name that is a common word in small letters ("un", "ap") has its capitals here."""
    cased = match.entry.more.get("cased")
    if not cased or match.last - match.first > 1:
        return True
    text = page.quote(match.first, match.last)
    return text in cased or text.lower() not in {str(c).lower() for c in cased}


def _citing(page: Page, found: Sequence[Found], match: Match, number: int, named: _Named) -> Citing | None:
    noun = match.entry.id
    sentence = page.sentences[number]
    first, last = match.first, match.last
    kinds: list[AttributionKind]
    if noun == "again":
        kind = named.antecedent(match)
        return Citing(first, last, number, noun, (kind,), match.clitics, again=True) if kind else None
    kinds = []
    if noun in ("open", "person"):
        if page.tokens[first].form.isascii():
            begin = first
            while begin > sentence.first and first - begin < 3 and "quality" in found[begin - 1]:
                begin -= 1
                kinds.append(cast(AttributionKind, found[begin]["quality"].entry.id))
            first = begin
        kinds, last = _qualities(page, found, last, sentence.last, kinds)
        if noun == "open" and len(set(kinds)) > 1:
            weak: tuple[AttributionKind, ...] = ("local_source", "media")
            strong: list[AttributionKind] = [k for k in kinds if k not in weak]
            kinds = strong or ["local_source"]
        if noun == "person":
            kinds = sorted(kinds, key=lambda kind: kind == "local_source")[:1]
        if not kinds:
            kinds = [cast(AttributionKind, match.entry.more["any"])]
    else:
        kinds = [cast(AttributionKind, noun)]
        if not page.tokens[first].form.isascii():
            _, last = _qualities(page, found, last, sentence.last, [])
        if noun == "local_source" and last < sentence.last:
            last = _outlet_end(found, last)
    return Citing(first, last, number, noun, tuple(dict.fromkeys(kinds)), match.clitics, again=False)


def _outlet_end(found: Sequence[Found], index: int) -> int:
    """Where the outlet's name ends that follows its correspondent ("مراسل قناة …"): it is no source of its own."""
    outlet = found[index].get("source")
    while outlet is not None and outlet.entry.id == "media" and outlet.clitics in ("", "ال", "ل"):
        index = outlet.last
        outlet = found[index].get("source") if index < len(found) else None
    return index


def _qualities(
    page: Page, found: Sequence[Found], index: int, end: int, kinds: list[AttributionKind]
) -> tuple[list[AttributionKind], int]:
    """The kinds that the words from `index` on give a source, and where the words that belong to it end."""
    last = index
    kinds = list(kinds)
    limit = min(end, index + QUALITY_REACH)
    linked = False  # behind "in" or "at", names of places may stand before the quality ("a source at Aleppo Police Command")
    while index < limit:
        form = page.tokens[index].form
        if form in _BREAKS:
            break
        quality = found[index].get("quality")
        if quality is not None and ("cue" not in found[index] or found[index]["cue"].entry.id not in ("say", "carry")):
            kinds.append(cast(AttributionKind, quality.entry.id))
            index = last = quality.last
        elif form in _LINKS or form in TRANSPARENT:
            linked = linked or form in _LINKS
            index += 1
        elif linked and page.text[page.tokens[index].start].isupper() and "source" not in found[index]:
            index += 1
        else:
            break
    return kinds, last
