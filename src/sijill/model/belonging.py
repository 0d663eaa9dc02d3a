"""Judgements on what belongs together: accounts and incidents, reports of one origin, claims that name one person."""

from dataclasses import dataclass
from typing import Literal

from sijill.model.vocabulary import Bond


@dataclass(frozen=True, slots=True)
class Same:
    """Two accounts tell of one incident."""

    left: str
    right: str
    act: Literal["same"] = "same"


@dataclass(frozen=True, slots=True)
class NotSame:
    """Two accounts tell of different incidents; no link ever overrides this."""

    left: str
    right: str
    act: Literal["not_same"] = "not_same"


@dataclass(frozen=True, slots=True)
class Merge:
    """The incident `other` is the incident `into`, which keeps its id; `accounts` are those of both when it was decided."""

    into: str
    other: str
    accounts: tuple[str, ...]
    act: Literal["merge"] = "merge"


@dataclass(frozen=True, slots=True)
class Split:
    """`leaving` are another incident, `made`; the accounts `staying` keep the id `incident`."""

    incident: str
    made: str
    leaving: tuple[str, ...]
    staying: tuple[str, ...]
    act: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class SameOrigin:
    """Two reports have one origin, wherever both tell of one incident: one copies the other, or one voice stands behind both."""

    left: str
    right: str
    act: Literal["same_origin"] = "same_origin"


@dataclass(frozen=True, slots=True)
class NotSameOrigin:
    """Two reports have different origins; no likeness of texts or speakers ever overrides this."""

    left: str
    right: str
    act: Literal["not_same_origin"] = "not_same_origin"


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two victim claims, of this incident or of two, name one person."""

    left: str
    right: str
    act: Literal["same_person"] = "same_person"


@dataclass(frozen=True, slots=True)
class NotSamePerson:
    """Two victim claims name two people, however alike the names are."""

    left: str
    right: str
    act: Literal["not_same_person"] = "not_same_person"


@dataclass(frozen=True, slots=True)
class Related:
    """The incident is not the incident `other` but bound to it: `part_of` it, so that its dead are in the other's toll and counted
    there; `related`; or of one campaign at one place (`same_place_campaign`). `same` ends a bond; of two words on one other the newest
    stands."""

    other: str
    bond: Bond
    act: Literal["relate"] = "relate"
