"""Totals over incidents: minimum and maximum apart, open ends and bare words on their own, contested incidents on their own line."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sijill.model import Incident, LeftOut, Tally, Toll, Total
from sijill.model.profile import CountingProfile, load_profiles
from sijill.model.vocabulary import Group, HarmKind, Unit, Who
from sijill.tally.among import Among
from sijill.tally.uncertain import Uncertainty, draw_total

PROPERTIES: Mapping[str, Callable[[Incident], str]] = {
    "month": lambda i: i.first.strftime("%Y-%m") if i.first else "",
    "year": lambda i: i.first.strftime("%Y") if i.first else "",
    "place": lambda i: i.place_name or "",
    "country": lambda i: i.place.candidates[0].country if i.place and i.place.candidates else "",
    "actor": lambda i: " + ".join(sorted(i.blame.actors)) if i.blame else "",
    "event_type": lambda i: i.event_type,
    "grade": lambda i: (i.grade.grade or "") if i.grade else "",
    "reviewed": lambda i: "reviewed" if i.reviewed else "not reviewed",
}
"""What a tally can be by; an empty word stands for what is not known. Several parties that are blamed stay one value: no death is
counted for each of them."""

TOLL_PROPERTIES: Mapping[str, Callable[[Toll], str]] = {"kind": lambda t: t.kind, "group": lambda t: t.group}
"""Likewise, of each toll; lines are apart by these in any case."""

WHY = ("aggregate", "retracted", "not_reviewed", "grade", "part", "no_harm")
"""Why incidents are left out; `words.say_why` says it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which incidents are counted. `grades` empty: of any grade, and of none. `parts`: incidents whose people a toll of another one
    holds: counted once, there."""

    unreviewed: bool = True
    grades: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


class Line(NamedTuple):
    """What one line of a tally is about."""

    key: tuple[str, ...]
    kind: HarmKind
    group: Group
    unit: Unit
    who: Who | None
    contested: bool


def tally_incidents(
    incidents: Iterable[Incident],
    by: Sequence[str] = (),
    profile: str = "literal",
    choice: Choice | None = None,
    among: Mapping[str, Sequence[Among]] | None = None,
    uncertainty: Uncertainty | None = None,
) -> Tally:
    """Totals of the events among `incidents`, one line for each key, kind of harm, group and unit; sorted.

    Aggregates (running totals) and retracted incidents are never added, nor are those that a person said are part of another one that
    is counted. A toll of people of unstated status that contains a counted
    group is left out, or its people would count twice. `among`: by incident, the children, women and men among its tolls, for lines of
    their own; `uncertainty`: the model under which lines of people killed get their `likely` figures: it is measured on those. Raises
    ValueError for an unknown property or profile, naming those that exist.
    """
    if unknown := [p for p in by if p not in PROPERTIES and p not in TOLL_PROPERTIES]:
        raise ValueError(f"cannot tally by {', '.join(unknown)}; there are: {', '.join((*PROPERTIES, *TOLL_PROPERTIES))}")
    profiles = load_profiles()
    if profile not in profiles:
        raise ValueError(f"no counting profile {profile!r}; there are: {', '.join(profiles)}")
    choice = choice or Choice()
    lines: dict[Line, list[tuple[Incident, Toll]]] = defaultdict(list)
    left: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(incidents, key=lambda i: i.id)
    counted = {incident.id for incident in ordered if _why_not(incident, choice) is None}
    for incident in ordered:
        if why := _why_not(incident, choice) or _part_of(incident, counted):
            left[why].append(incident.id)
            continue
        contested = incident.grade is not None and incident.grade.grade == "Contested"
        for toll in incident.tolls:
            if "whole" not in toll.rule.split("+"):
                lines[Line(_key(incident, toll, by), toll.kind, toll.group, toll.unit, None, contested)].append((incident, toll))
        for one in (among or {}).get(incident.id, ()):
            key = _key(incident, one.toll, by)
            lines[Line(key, one.toll.kind, one.toll.group, one.toll.unit, one.who, contested)].append((incident, one.toll))
    totals = tuple(_sum_line(line, lines[line], profiles[profile], uncertainty) for line in sorted(lines, key=_order))
    return Tally(tuple(by), profile, totals, tuple(LeftOut(why, tuple(left[why])) for why in WHY if why in left))


def _part_of(incident: Incident, counted: Collection[str]) -> str | None:
    bound = any(bound.bond == "part_of" and bound.other in counted for bound in incident.bonds)
    return "part" if bound else None


def _key(incident: Incident, toll: Toll, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(PROPERTIES[p](incident) if p in PROPERTIES else TOLL_PROPERTIES[p](toll) for p in by)


def _why_not(incident: Incident, choice: Choice) -> str | None:
    if incident.retracted is not None:
        return "retracted"
    if incident.scope == "aggregate":
        return "aggregate"
    if not choice.unreviewed and not incident.reviewed:
        return "not_reviewed"
    grade = (incident.grade.grade if incident.grade else None) or "none"
    if choice.grades and grade.casefold() not in choice.grades:
        return "grade"
    if incident.id in choice.parts:
        return "part"
    return None if incident.tolls else "no_harm"


def _order(line: Line) -> tuple[object, ...]:
    return line.key, line.kind, line.group, line.unit, line.who or "", line.contested


def _sum_line(line: Line, counted: Sequence[tuple[Incident, Toll]], profile: CountingProfile, uncertainty: Uncertainty | None) -> Total:
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
        incidents=tuple(dict.fromkeys(i.id for i, _ in counted)),
        low=low,
        high=high,
        open_ended=open_ended,
        vague=vague,
        convention=convention,
        who=line.who,
        claims=tuple(claim for _, toll in counted for claim in (*toll.claims, *toll.vague)),
        likely=draw_total([toll for _, toll in counted], uncertainty)
        if uncertainty and (line.kind, line.unit) == ("killed", "people")
        else None,
        reviewed=sum(i.reviewed for i in {i.id: i for i, _ in counted}.values()),
    )
