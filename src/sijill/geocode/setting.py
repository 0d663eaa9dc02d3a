"""The setting of a report: which countries and units its words speak of, before any single name is settled."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from sijill.geocode.folding import fold, is_arabic
from sijill.geocode.gazetteer import Gazetteer
from sijill.geocode.spot import Spot
from sijill.model import Place, Report

WORDS = 1500  # of a report that are read for names of countries and governorates: the article, not all of a page's menus
SAID = {"country": 1.0, "governorate": 2.0, "region": 2.0}
"""Weight of a name in the text: a governorate tells more of the setting than a country, which is often only an actor's."""
NAMED_WITH = 4.0  # weight of a unit that the reading puts a place in
NOWHERE = "XZ"  # international waters: no country to play in
MAIN = 0.4  # share of the evidence from which a country is what the report is about
SOURCE = 2.0  # weight of the country that the outlet reports from


@dataclass(frozen=True, slots=True)
class Setting:
    """`countries`: each one's share of the evidence; empty where there is none."""

    countries: dict[str, float]


class Scanner:
    """Finds names of countries and governorates in a text by a dictionary of folded words and pairs of words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Take the units from the gazetteer."""
        self.names: dict[str, Spot] = {}
        for spot in gazetteer.units():
            for name in (*spot.names_ar, *spot.names_en):
                for form in _forms(fold(name), is_arabic(name)):
                    known = self.names.get(form)
                    if known is None or (known.level == "governorate" and spot.level == "country"):
                        self.names[form] = spot
        self._firsts = {name.split()[0] for name in self.names if " " in name}

    def scan(self, text: str) -> Counter[Spot]:
        """How often each unit is named in the first words of a text."""
        words = list(map(fold, text.split(None, WORDS)[:WORDS]))
        names, firsts = self.names, self._firsts
        found = Counter([names[word] for word in words if word in names])
        pairs = [f"{one} {two}" for one, two in pairwise(words) if one in firsts]
        found.update([names[pair] for pair in pairs if pair in names])
        return found


def _forms(name: str, arabic: bool) -> list[str]:
    if len(name) < 3 or name.count(" ") > 1:
        return []
    if not arabic:
        return [name]
    glued = [prefix + name for prefix in ("و", "ب", "ل", "ف", "وب", "ول")]
    if name.startswith("ال"):
        glued.append("لل" + name[2:])
    return [name, *glued]


def setting_of(scanner: Scanner, gazetteer: Gazetteer, report: Report, places: list[Place], source_country: str | None) -> Setting:
    """What the report's text, its source and the units named with its places say about where it plays."""
    weights: dict[str, float] = defaultdict(float)
    for spot, times in scanner.scan(report.text).items():
        weights[spot.country] += SAID.get(spot.level, 1.0) * min(times, 6)
    for name in {name for place in places for name in place.within}:
        for hit in gazetteer.look_up_as_written(name)[:6]:
            if hit.spot.level in SAID:
                weights[hit.spot.country] += NAMED_WITH
                break
    for name in {place.name for place in places}:
        if (hits := gazetteer.look_up_as_written(name)) and hits[0].match == "exact" and hits[0].spot.level in SAID:
            weights[hits[0].spot.country] += NAMED_WITH
    if source_country:
        weights[source_country] += SOURCE
    weights.pop(NOWHERE, None)
    total = sum(weights.values())
    return Setting({country: weight / total for country, weight in weights.items()})


def main_country(setting: Setting) -> str | None:
    """The country that the report is about; null where none has enough of the evidence."""
    most = max(setting.countries, key=lambda country: setting.countries[country], default=None)
    return most if most is not None and setting.countries[most] >= MAIN else None
