"""The closed vocabularies of an account: one name for one thing, in code, JSON, database, interface and docs."""

from typing import Literal, get_args

EventType = Literal[
    "air_strike",
    "shelling",
    "explosion",
    "armed_clash",
    "attack",
    "abduction",
    "displacement",
    "territory",
    "agreement",
    "other",
]
Scope = Literal["event", "aggregate"]
Stance = Literal["asserted", "alleged", "denied"]
ActorStance = Literal["asserted", "suspected", "denied"]
Role = Literal["perpetrator", "party", "target"]
HarmKind = Literal["killed", "injured", "missing", "abducted", "displaced", "casualties"]
Group = Literal["civilian", "combatant", "unknown"]
Who = Literal["children", "women", "men", "elderly", "family", "medical", "journalist", "aid_worker", "rescuer"]
Hedge = Literal[
    "exact",
    "about",
    "at_least",
    "more_than",
    "up_to",
    "range",
    "plural",
    "several",
    "many",
    "dozens",
    "hundreds",
    "thousands",
]
Unit = Literal["people", "families"]
Relation = Literal["in", "near", "between", "road", "direction"]
Bond = Literal["same", "related", "part_of", "covers", "same_place_campaign"]
AttributionKind = Literal["local_source", "witness", "medical", "rescue", "official", "armed_group", "ngo", "media"]
Sex = Literal["female", "male"]
Fate = Literal["killed", "injured", "missing", "abducted", "displaced"]
Level = Literal[
    "exact", "street", "neighbourhood", "village", "town", "city", "subdistrict", "district", "governorate", "region", "country"
]
HarmGrade = Literal["Confirmed", "Fair", "Weak", "Contested", "Discounted"]
StrikeStatus = Literal["Declared", "Likely", "Contested", "Single source claim"]
Certainty = Literal["known", "suspected", "competing"]
Finding = Literal["credible", "non-credible", "not yet assessed"]
State = Literal["new", "assigned", "needs_evidence", "pending", "reviewed", "published"]
Audience = Literal["internal", "public"]
EntryKind = Literal["captured", "read", "placed", "linked", "decided", "graded", "corrected", "retracted", "published"]

LEVELS: tuple[Level, ...] = get_args(Level)
"""Levels of places, the most exact first."""

DONE: frozenset[State] = frozenset({"reviewed", "published"})
"""States of work in which nobody is waited for."""

VAGUE_HEDGES: frozenset[Hedge] = frozenset({"plural", "several", "many", "dozens", "hundreds", "thousands"})
"""Hedges of a harm that states no number: both bounds are null."""

ACTOR_IDS: tuple[str, ...] = (
    "us_coalition",
    "us",
    "uk",
    "france",
    "russia",
    "syria_government",
    "syria_transitional",
    "turkey",
    "sna",
    "sdf",
    "isis",
    "hts",
    "opposition",
    "iran_backed",
    "hezbollah",
    "israel",
    "jordan",
    "saudi_coalition",
    "houthi",
    "yemen_government",
    "aqap",
    "iraq_government",
    "pmf",
    "peshmerga",
    "libya_government",
    "libya_lna",
    "hamas",
    "palestinian",
    "pkk",
    "egypt",
    "unknown",
    "other",
)
