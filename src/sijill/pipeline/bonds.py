"""Bonds followed: an incident that another was bound to may have gone into a third since."""

from collections.abc import Iterable
from dataclasses import replace

from sijill.model import Incident
from sijill.register import Register


def follow_bonds(register: Register, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """The incidents with their bonds to where the others are now; a bond to what has become the incident itself falls away."""
    return tuple(_follow(register, incident) if incident.bonds else incident for incident in incidents)


def _follow(register: Register, incident: Incident) -> Incident:
    there = [(bound, register.look.incident(bound.other)) for bound in incident.bonds]
    return replace(
        incident, bonds=tuple(replace(bound, other=now.id) for bound, now in there if now is not None and now.id != incident.id)
    )
