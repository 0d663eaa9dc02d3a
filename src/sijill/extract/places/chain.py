"""Chains of places: "the village of A in B's countryside" is one place, A, within B."""

from typing import NamedTuple

from sijill.extract.places.scene import Scene, Spot
from sijill.extract.places.words import MARKS
from sijill.extract.text.lexicon import bare

RANKS = {
    "neighbourhood": 1,
    "camp": 1,
    "village": 2,
    "town": 3,
    "area": 3,
    "city": 4,
    "subdistrict": 4,
    "district": 5,
    "land": 5,
    "governorate": 6,
    "region": 7,
    "country": 8,
}
"""How large a unit is; 0 where nothing says."""

_TIES = frozenset({"link", "unit", "rural", "near", "direction", "capital", "adjective", "feature", "facility", "road"})
_IN = frozenset(
    [
        *("في", "من", "ضمن", "داخل", "علي", "عند", "كم", "كلم", "كيلومتر", "كيلومترا", "كيلو", "متر"),
        *("in", "of", "the", "within", "at", "on", "s", "its", "a", "to", "km", "kilometres", "kilometers", "miles"),
        *("held", "opposition", "rebel", "government", "regime", "controlled", "n", "e", "w", "."),
    ]
)
_REACH = 8
"""Tokens at most between a place and the larger unit behind it."""


class Chained(NamedTuple):
    """A spot with the larger units it stands in (spots, smallest first), whether it only says where another one is, and the first
    spot of the list it stands in (itself where there is none): the words before that one are said of all. `name` is its folded name,
    for comparing inside the page; `size` its rank."""

    spot: Spot
    within: tuple[Spot, ...]
    contains: bool
    head: Spot
    name: str
    size: int


def rank(spot: Spot) -> int:
    """How large the place is: by the unit word at it, else by what is known of the name."""
    unit = next((c for c in spot.lead[:1] if c.kind == "unit"), None) or (
        spot.after if spot.after and spot.after.kind == "unit" else None
    )
    if any(c.kind == "rural" for c in spot.lead) and not unit:
        return max(RANKS.get(spot.level, 0), 5)
    if unit and unit.level and (unit.level != "area" or not spot.known):
        return RANKS[unit.level]
    return RANKS.get(spot.level, 0)


def name_of(scene: Scene, spot: Spot) -> str:
    """The folded words of a name, for comparing inside a page."""
    if spot.last == spot.first + 1:
        return bare(scene.form(spot.first)[spot.cut :])
    forms = [bare(scene.form(i)) for i in range(spot.first, spot.last) if scene.form(i) not in MARKS]
    if forms and spot.cut and len(forms[0]) > spot.cut + 1:
        forms[0] = bare(scene.form(spot.first)[spot.cut :])
    return " ".join(forms)


def chain_spots(scene: Scene, spots: list[Spot]) -> list[Chained]:
    """Tie the spots of a sentence to the larger units named with them."""
    sizes = [rank(spot) for spot in spots]
    holder: dict[int, int] = {}
    siblings: dict[int, int] = {}
    for number in range(len(spots) - 1):
        tie = _tie(scene, spots[number], spots[number + 1], sizes[number], sizes[number + 1])
        if tie == "within":
            holder[number] = number + 1
        elif tie == "holds" and number + 1 not in holder:
            holder[number + 1] = number
        elif tie == "beside":
            siblings[number] = number + 1
    for number in sorted(siblings, reverse=True):  # «قريتي أ وب بريف ج»: both lie in ج
        other = siblings[number]
        if number not in holder and other in holder and holder[other] != number and sizes[number] < sizes[holder[other]]:
            holder[number] = holder[other]
    containers = set(holder.values())
    result, heads = [], list(spots)
    for number in sorted(siblings):
        if spots[siblings[number]].listed:
            heads[siblings[number]] = heads[number]
    for number, spot in enumerate(spots):
        within: list[Spot] = []
        at = number
        while at in holder and len(within) < 5 and spots[holder[at]] not in within:
            at = holder[at]
            within.append(spots[at])
        result.append(Chained(spot, tuple(within), number in containers, heads[number], name_of(scene, spot), sizes[number]))
    return result


def _tie(scene: Scene, left: Spot, right: Spot, low: int, high: int) -> str:
    """ "within": the right one holds the left one; "holds": the other way; "beside": a list; "": nothing.
    `low` and `high` are their ranks."""
    if right.listed:
        if _conjoined(scene, left, right):
            return "beside"
        return "within" if 0 < low < high and high >= 6 else "beside"
    if not _tied(scene, left, right):
        return ""
    if left.end == right.first and not right.lead and not left.trim and (right.trim or not low < 6 <= high):
        return "beside"  # names run together in a list without its commas
    if any(c.kind in ("between", "road") for c in right.lead):
        return ""
    if low and high and low > high and high < 6:
        return "holds"
    if low and high and low > high:
        return "holds" if low == 8 or (high == 6 and low == 7) else ""
    return "within"


def _conjoined(scene: Scene, left: Spot, right: Spot) -> bool:
    """Whether an "and" stands between two spots, not only a comma."""
    forms = [scene.form(i) for i in range(left.end, right.first)]
    return "و" in right.clitics or any(f in ("and", "و", "-", "–") for f in forms) or any(c.clitics.startswith("و") for c in right.lead)


def _tied(scene: Scene, left: Spot, right: Spot) -> bool:
    """Whether nothing but words of place stands between two spots, one of which says "in", "of" or a direction."""
    at, said = left.end, "ب" in right.clitics or right.clitics.startswith("ل") or left.trim > 0
    if right.first - at > _REACH:
        return False
    while at < right.first:
        form, cue = scene.form(at), scene.cues.get(at)
        if cue and cue.kind in _TIES and cue.last <= right.first:
            if cue.clitics.startswith("و"):
                return False
            said = True
            at = cue.last
            continue
        if form in _IN:
            said = True
        elif form not in MARKS and form not in ("،", ",") and not form.isdecimal():
            return False
        at += 1
    return said or left.end == right.first
