"""Totals over incidents: minimum and maximum apart, open ends and bare words on their own, contested incidents on their own line."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from sijill.model import Incident, Toll, Total
from sijill.model.vocabulary import Group, HarmKind, Unit
from sijill.tally.profile import CountingProfile, load_profiles

PROPERTIES: Mapping[str, Callable[[Incident], str]] = {
    "month": lambda i: i.first.strftime("%Y-%m") if i.first else "",
    "year": lambda i: i.first.strftime("%Y") if i.first else "",
    "place": lambda i: i.place_name or "",
    "country": lambda i: i.place.candidates[0].country if i.place and i.place.candidates else "",
    "event_type": lambda i: i.event_type,
    "grade": lambda i: (i.grade.grade or "") if i.grade else "",
    "reviewed": lambda i: "reviewed" if i.reviewed else "not reviewed",
}
"""What a tally can be by; an empty word stands for what is not known."""


class Line(NamedTuple):
    """What one line of a tally is about."""

    key: tuple[str, ...]
    kind: HarmKind
    group: Group
    unit: Unit
    contested: bool


def tally_incidents(incidents: Sequence[Incident], by: Sequence[str] = (), profile: str = "literal") -> tuple[Total, ...]:
    """Totals of the events among `incidents`, one line for each key, kind of harm, group and unit; sorted.

    Aggregates (running totals) and retracted incidents are never added. A toll of people of unstated status that contains a counted
    group is left out, or its people would count twice. Raises ValueError for an unknown property or profile, naming those that exist.
    """
    if unknown := [p for p in by if p not in PROPERTIES]:
        raise ValueError(f"cannot tally by {', '.join(unknown)}; there are: {', '.join(PROPERTIES)}")
    profiles = load_profiles()
    if profile not in profiles:
        raise ValueError(f"no counting profile {profile!r}; there are: {', '.join(profiles)}")
    lines: dict[Line, list[tuple[Incident, Toll]]] = defaultdict(list)
    for incident in sorted(incidents, key=lambda i: i.id):
        if incident.scope == "aggregate" or incident.retracted is not None:
            continue
        key = tuple(PROPERTIES[p](incident) for p in by)
        contested = incident.grade is not None and incident.grade.grade == "Contested"
        for toll in incident.tolls:
            if "whole" not in toll.rule.split("+"):
                lines[Line(key, toll.kind, toll.group, toll.unit, contested)].append((incident, toll))
    return tuple(_sum_line(line, lines[line], profiles[profile]) for line in sorted(lines))


def _sum_line(line: Line, counted: Sequence[tuple[Incident, Toll]], profile: CountingProfile) -> Total:
    low = high = open_ended = vague = convention = 0
    for _, toll in counted:
        if not toll.claims and toll.low is None:
            bounds = [profile.words[w] for w in toll.words if w in profile.words]
            if not bounds:
                vague += 1
                continue
            convention += 1
            low += min(b[0] for b in bounds)
            high += max(b[1] for b in bounds)
            continue
        low += toll.low or 0
        high += toll.high if toll.high is not None else toll.low or 0
        open_ended += toll.high is None
    return Total(
        key=line.key,
        kind=line.kind,
        group=line.group,
        unit=line.unit,
        contested=line.contested,
        profile=profile.name,
        incidents=tuple(i.id for i, _ in counted),
        low=low,
        high=high,
        open_ended=open_ended,
        vague=vague,
        convention=convention,
    )
