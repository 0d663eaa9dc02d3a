"""Bonds: what a link says two accounts are to each other. Only `same` can make them one incident; the others are shown beside it."""

from collections.abc import Collection
from itertools import combinations

from sijill.link.comparison import distance_km
from sijill.link.profile import WIDE_KM, Profile
from sijill.model.vocabulary import Bond

PLACES = frozenset({"place_same", "place_also", "name_same"})
APART = frozenset({"date_near", "date_apart"})
ONE = frozenset({"text_copy", "victim_same", "statement_same", "origin_same"})
"""Evidence that two days for one happening are a slip of one report, not two strikes."""

BESIDE_KM = 3.0
"""Kilometres that lie between the edges of two places before an account that names both is one of several strikes: nearer ones are a
village and its outskirts. Of the 771 real reports 45 are so."""


def bond_of(left: Profile, right: Profile, codes: Collection[str]) -> Bond:
    """What `left` is to `right`: the same, related, part of it, covering it, or of one campaign at one place.

    codes: the levels that they reached.
    """
    found = set(codes)
    if "type_other" in found:
        return "related"
    if found & APART and found & PLACES and not found & ONE:
        return "same_place_campaign"
    if _is_part(left, right):
        return "part_of"
    return "covers" if _is_part(right, left) else "same"


def _is_part(part: Profile, whole: Profile) -> bool:
    """Whether one tells of one strike and the other of several places with more dead, this one among them, on the same days."""
    if not covers_several(whole) or covers_several(part) or part.days is None or whole.days is None:
        return False
    if part.days[0] > whole.days[1] or whole.days[0] > part.days[1]:
        return False
    there = part.names & whole.names or any(
        distance_km(a, b) <= a.radius_km + b.radius_km for a in part.points for b in whole.points if b.radius_km <= WIDE_KM
    )
    least = max((low for low, _ in whole.tolls.get("killed", ())), default=0)
    most = max((low if high is None else high for low, high in part.tolls.get("killed", ())), default=0)
    return bool(there) and 0 < most < least


def covers_several(profile: Profile) -> bool:
    """Whether an account names places so far apart that one strike cannot have hit both; where people came from is none of them."""
    points = [p for p in profile.points if p.radius_km <= WIDE_KM and all(distance_km(p, home) > 2 for home in profile.origin_points)]
    return any(distance_km(a, b) > a.radius_km + b.radius_km + BESIDE_KM for a, b in combinations(points, 2))
