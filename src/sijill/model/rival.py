"""Rivals: other incidents that accounts of an incident could also belong to, each with what speaks for it and against it."""

from dataclasses import dataclass

from sijill.model.incident import Link, Reason
from sijill.model.vocabulary import Bond


@dataclass(frozen=True, slots=True)
class Rival:
    """Another incident that this one may also be, or belongs to in another way.

    `account` is the one of ours that is most like it, `bond` what ours is to it. `links` between both, the strongest first, say what
    speaks for it; `against` says why it was not put together without a person: its codes are `AGAINST` of link/rival.py, or levels.
    """

    incident: str
    account: str
    bond: Bond
    links: tuple[Link, ...]
    against: tuple[Reason, ...]
