"""Comparisons: each looks at one side of two accounts and names a level of agreement, or None where there is nothing to compare.

What is unknown is no evidence: a missing date, place, toll or name gives no level and no weight.
"""

import math
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from sijill.link.profile import WIDE_KM, Point, Profile
from sijill.link.rarity import Rarity
from sijill.link.sound import sound_name
from sijill.model.fingerprint import resemblance
from sijill.model.party import name_parties
from sijill.model.vocabulary import HarmKind

EARTH_KM = 6371.0088


class Level(NamedTuple):
    """An outcome: its code (a key of the weights), and what the reason tells in its sentence."""

    code: str
    values: tuple[object, ...] = ()


def compare_dates(left: Profile, right: Profile) -> Level | None:
    """Days as intervals; the gap is the least number of days between them."""
    if left.days is None or right.days is None:
        return None
    gap = max(left.days[0] - right.days[1], right.days[0] - left.days[1], 0)
    if gap == 0:
        exact = left.days == right.days and left.days[0] == left.days[1]
        return Level("date_same" if exact else "date_meets")
    return Level("date_next" if gap == 1 else "date_near" if gap <= 7 else "date_apart", (gap,))


def compare_calendar(left: Profile, right: Profile) -> Level | None:
    """Day and month named in the texts where at least one account has no resolved date."""
    if left.days is not None and right.days is not None:
        return None
    if not left.calendar or not right.calendar:
        return None
    return Level("calendar_same" if left.calendar & right.calendar else "calendar_other")


def compare_publication(left: Profile, right: Profile) -> Level | None:
    """Publication: a report cannot tell of what had not happened; reports of one happening cluster in time."""
    if left.days is not None and right.days is not None:
        return None
    if left.published is not None and right.published is not None:
        gap = abs(left.published - right.published)
        return Level("published_close" if gap <= 2 else "published_near" if gap <= 10 else "published_apart", (gap,))
    for one, other in ((left, right), (right, left)):
        if one.days is not None and other.published is not None:
            gap = other.published - one.days[0]
            if gap < 0:
                return Level("published_before")
            return Level("published_close" if gap <= 2 else "published_near" if gap <= 10 else "published_apart", (gap,))
    return None


def compare_places(left: Profile, right: Profile) -> Level | None:
    """Kilometres between the closest two placements, less both radii; a wide placement agrees with all in it and says little."""
    if not left.points or not right.points:
        return None
    closest: tuple[float, float, Point, Point] | None = None
    for a in left.points:
        for b in right.points:
            gap = distance_km(a, b)
            if closest is None or gap < closest[0]:
                closest = (gap, max(a.radius_km, b.radius_km), a, b)
    assert closest is not None  # noqa: S101 - both sides have points
    gap, radius, a, b = closest
    if gap <= 1 and a.radius_km <= WIDE_KM and b.radius_km <= WIDE_KM:
        return Level("place_also" if names_compare(left, right) else "place_same")
    free = max(gap - a.radius_km - b.radius_km, 0.0)
    if free == 0:
        return Level("place_inside" if radius > WIDE_KM else "place_close", (round(gap, 1),))
    return Level("place_near" if gap <= 15 else "place_far" if gap <= 60 else "place_apart", (round(gap, 1),))


def names_compare(left: Profile, right: Profile) -> bool:
    """Whether some place name of both is in the same script."""
    return not {n.isascii() for n in left.names}.isdisjoint(n.isascii() for n in right.names)


def compare_names(left: Profile, right: Profile) -> Level | None:
    """Names of places as written: equal, or so close that only the spelling differs; in two scripts, whether they sound alike."""
    if not names_compare(left, right):
        alike = left.sounds & right.sounds
        return Level("name_sounds", (min(left.names), min(right.names))) if alike else None
    if left.names & right.names:
        return Level("name_same", (min(left.names & right.names),))
    if left.names & right.within or right.names & left.within:
        return Level("name_within", (min((left.names & right.within) | (right.names & left.within)),))
    best = max(((fuzz.ratio(a, b), min(a, b)) for a in left.names for b in right.names), default=(0.0, ""))
    if best[0] >= 84:  # one letter in six, e.g. a long vowel left out; train pairs of other places stay below
        return Level("name_close", (best[1],))
    return Level("name_other")


def compare_origins(left: Profile, right: Profile) -> Level | None:
    """Where the people harmed came from: by name, by placement, or by sound where the scripts differ."""
    same = left.origins & right.origins or any(distance_km(a, b) <= 2 for a in left.origin_points for b in right.origin_points)
    alike = left.latin != right.latin and {sound_name(n) for n in left.origins} & {sound_name(n) for n in right.origins} - {""}
    return Level("origin_same") if same or alike else None


def _compare_tolls(kind: HarmKind) -> Callable[[Profile, Profile], Level | None]:
    def compare(left: Profile, right: Profile) -> Level | None:
        a, b = left.tolls.get(kind), right.tolls.get(kind)
        if not a or not b:
            return None
        pair = a[0], b[0]
        if len(a) > 1 or len(b) > 1:
            pair = min(((x, y) for x in a for y in b), key=lambda p: (_gap(*p), p[0] != p[1], -min(p[0][0], p[1][0]), p[0][0]))
        gap, shown = _gap(*pair), (_range(pair[0]), _range(pair[1]))
        if gap == 0:
            size = min(pair[0][0], pair[1][0])
            equal = pair[0] == pair[1]
            return Level(f"{kind}_{'equal' if equal else 'meet'}_{'high' if size >= 4 else 'low'}", shown)
        if _ratio(*pair) <= 1.5 or gap == 1:
            return Level(f"{kind}_close", shown)
        return Level(f"{kind}_{'rose' if _rose(left, right, *pair) else 'differ'}", shown)

    return compare


def _gap(left: tuple[int, int | None], right: tuple[int, int | None]) -> int:
    """How far two ranges are from both being true; 0 where they can be."""
    return max(
        left[0] - right[1] if right[1] is not None else 0,
        right[0] - left[1] if left[1] is not None else 0,
        0,
    )


def _ratio(left: tuple[int, int | None], right: tuple[int, int | None]) -> float:
    low, high = sorted((left, right), key=lambda r: r[0])
    return high[0] / max(low[0] if low[1] is None else low[1], 1)


def _rose(left: Profile, right: Profile, a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    """The later report has the higher toll: first reports of one happening grow for days."""
    if left.published is None or right.published is None or left.published == right.published:
        return False
    return (left.published < right.published) == (a[0] < b[0])


def _range(value: tuple[int, int | None]) -> str:
    low, high = value
    return f"{low}+" if high is None else str(low) if low == high else f"{low}–{high}"


def compare_types(left: Profile, right: Profile) -> Level | None:
    """The kinds of event; across families two accounts can be related but are not one incident."""
    if left.event_type == right.event_type:
        return Level("type_same")
    return Level("type_family" if left.family == right.family else "type_other")


def compare_actors(left: Profile, right: Profile) -> Level | None:
    """Those said to have done it; failing that, the parties named."""
    for a, b, word in ((left.perpetrators, right.perpetrators, "actor"), (left.parties, right.parties, "party")):
        if a and b:
            same = bool(unite_allies(a) & unite_allies(b))
            return Level(f"{word}_{'same' if same else 'other'}", (*name_parties(a), *name_parties(b)))
    return None


def unite_allies(actors: Collection[str]) -> frozenset[str]:
    """Actors, those that a report names by themselves or as their coalition as one."""
    return frozenset(_ALLIES.get(actor, actor) for actor in actors)


_ALLIES: Mapping[str, str] = {"us": "us_coalition", "uk": "us_coalition", "france": "us_coalition"}


def compare_victims(left: Profile, right: Profile) -> Level | None:
    """People named in both, in any spelling that keeps the order of the names."""
    for a in sorted(left.victims):
        for b in sorted(right.victims):
            if fuzz.token_sort_ratio(a, b) >= 88:  # one letter in eight over a name of two parts or more
                return Level("victim_same")
    return None


def compare_statements(left: Profile, right: Profile) -> Level | None:
    """One known speaker cited for the same numbers of the same day: one statement, however each report puts it. A day apart may be the
    day that it was said; without any day of either it may be any statement of that speaker, and nothing is said."""
    shared = sorted(left.statements & right.statements)
    if not shared or not _meet_in_time(left, right):
        return None
    return Level("statement_same", (shared[0].speaker,))


def _meet_in_time(left: Profile, right: Profile) -> bool:
    if left.days is not None and right.days is not None:
        return max(left.days[0], right.days[0]) <= min(left.days[1], right.days[1]) + 1
    if left.published is not None and right.published is not None:
        return abs(left.published - right.published) <= 1
    return bool(left.calendar & right.calendar)


def compare_weekdays(left: Profile, right: Profile) -> Level | None:
    """Weekdays named near the claims, where at least one account has no resolved date."""
    if not left.weekdays or not right.weekdays or (left.days is not None and right.days is not None):
        return None
    return Level("weekday_same" if left.weekdays & right.weekdays else "weekday_other")


def compare_leads(left: Profile, right: Profile) -> Level | None:
    """Background of a report is told in passing: it is linked with less ease than what two reports are about."""
    if left.lead and right.lead:
        return None
    return Level("lead_one" if left.lead or right.lead else "lead_none")


def compare_publishers(left: Profile, right: Profile) -> Level | None:
    """One publisher's two reports of a day, or of no stated day, are mostly of two happenings; on another day it may follow up."""
    follows = left.published is not None and right.published is not None and left.published != right.published
    return Level("publisher_same") if left.publisher and left.publisher == right.publisher and not follows else None


def compare_copies(left: Profile, right: Profile) -> Level | None:
    """Whether one report's text is the other's, in whole or in large part."""
    share = resemblance(left.signature, right.signature)
    if share >= 0.5:
        return Level("text_copy", (round(share * 100),))
    return Level("text_shared", (round(share * 100),)) if share >= 0.12 else None


def compare_words(left: Profile, right: Profile, rarity: Rarity) -> Level | None:
    """Words near both accounts' claims, rare words counting more (cosine over inverse document frequencies); in one script only."""
    if not left.words or not right.words or left.latin != right.latin:
        return None
    share = rarity.likeness(left, right)
    for code, least in (("words_most", 0.5), ("words_many", 0.3), ("words_some", 0.2), ("words_few", 0.1)):
        if share >= least:
            return Level(code, (round(share * 100),))
    return Level("words_hardly", (round(share * 100),))


def compare_rare(left: Profile, right: Profile, rarity: Rarity) -> Level | None:
    """Very rare words that both have near a claim: names of people and quarters, odd details."""
    if not left.words or not right.words or left.latin != right.latin:
        return None
    count = rarity.very_rare(left, right)
    return Level("rare_none" if count == 0 else "rare_one" if count == 1 else "rare_two" if count == 2 else "rare_more", (count,))


def compare_sounds(left: Profile, right: Profile, rarity: Rarity) -> Level | None:
    """Rare words of two scripts that sound alike: names of people, quarters. Only consonants count: chance likenesses are many."""
    if not left.echoes or not right.echoes or left.latin == right.latin:
        return None
    count = rarity.sound_alike(left, right)
    return Level("sounds_none" if count == 0 else "sounds_some" if count <= 2 else "sounds_many", (count,))


def distance_km(a: Point, b: Point) -> float:
    """Great-circle kilometres between two points."""
    p = math.pi / 180
    h = math.sin((b.lat - a.lat) * p / 2) ** 2 + math.cos(a.lat * p) * math.cos(b.lat * p) * math.sin((b.lon - a.lon) * p / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


COMPARISONS: tuple[Callable[[Profile, Profile], Level | None], ...] = (
    compare_dates,
    compare_calendar,
    compare_publication,
    compare_places,
    compare_names,
    compare_origins,
    _compare_tolls("killed"),
    _compare_tolls("injured"),
    compare_types,
    compare_actors,
    compare_victims,
    compare_copies,
    compare_statements,
    compare_weekdays,
    compare_leads,
    compare_publishers,
)
"""All but the words, which need to know how rare each word is among the accounts compared."""


BY_RARITY = (compare_words, compare_rare, compare_sounds)


def compare_profiles(left: Profile, right: Profile, rarity: Rarity) -> list[Level]:
    """Every level that the two accounts reach, in a fixed order."""
    return [*compare_facts(left, right), *compare_shared(left, right, rarity)]


def compare_facts(left: Profile, right: Profile) -> list[Level]:
    """The levels of all but their words."""
    return [level for compare in COMPARISONS if (level := compare(left, right)) is not None]


def compare_shared(left: Profile, right: Profile, rarity: Rarity) -> list[Level]:
    """The levels of their words."""
    return [level for compare in BY_RARITY if (level := compare(left, right, rarity)) is not None]
