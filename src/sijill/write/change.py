"""What changed from one edition to the next: which incidents are new, changed, retracted, merged or gone, in which fields, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sijill.model import Case
from sijill.model.codec import to_json

What = Literal["new", "changed", "retracted", "merged", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One incident's change. `before` and `after` hold the fields that differ; `into` is where a merged one went; `reasons` are what
    people gave as their reasons since."""

    incident: str
    what: What
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    into: str | None = None
    reasons: tuple[str, ...] = ()


def summarize(case: Case) -> dict[str, Any]:
    """What of an incident is compared between editions: plain JSON values, as the proof of an edition keeps them."""
    i = case.incident
    return {
        "scope": i.scope,
        "event_type": i.event_type,
        "first": to_json(i.first),
        "last": to_json(i.last),
        "place": i.place_name,
        "lat": i.place.lat if i.place else None,
        "lon": i.place.lon if i.place else None,
        "tolls": {f"{t.kind}/{t.group}/{t.unit}": [t.low, t.high] for t in i.tolls},
        "grade": i.grade.grade if i.grade else None,
        "status": i.status.status if i.status else None,
        "attribution": list(i.blame.actors) if i.blame else [],
        "reviewed": i.reviewed,
        "retracted": i.retracted is not None,
        "reports": len({f.report.id for f in case.filings}),
    }


def compare(
    before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]], context: Iterable["Context"]
) -> tuple[Change, ...]:
    """The changes between two editions' summaries by incident, sorted by kind and id; `context` is what the register adds."""
    told = {one.incident: one for one in context}
    ids_now = {former: one.incident for one in told.values() for former in one.former}
    found = []
    for name in sorted(after):
        old_name = name if name in before else next((f for f in told[name].former if f in before), None) if name in told else None
        reasons = told[name].reasons if name in told else ()
        if old_name is None:
            found.append(Change(name, "new", {}, after[name], reasons=reasons))
        elif differing := [field for field in after[name] if before[old_name].get(field) != after[name][field]]:
            what: What = "retracted" if "retracted" in differing and after[name]["retracted"] else "changed"
            old, new = ({field: side.get(field) for field in differing} for side in (before[old_name], after[name]))
            found.append(Change(name, what, old, new, reasons=reasons))
    for name in sorted(before.keys() - after.keys()):
        into = ids_now.get(name)
        if into is None:
            found.append(Change(name, "gone", before[name], {}))
        elif into in before:  # else it is the same incident under a new id, told above
            found.append(Change(name, "merged", before[name], {}, into=into, reasons=told[into].reasons))
    return tuple(sorted(found, key=lambda c: (ORDER.index(c.what), c.incident)))


ORDER: Sequence[What] = ("retracted", "merged", "gone", "changed", "new")
"""What a reader must know first comes first."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the register says of one incident beside its summary: ids that went into it, and the reasons of its decisions."""

    incident: str
    former: tuple[str, ...]
    reasons: tuple[str, ...]


def context_of(case: Case, since: int) -> Context:
    """The context of a case; reasons of decisions after entry `since`."""
    reasons = dict.fromkeys(made.reason for made in case.decisions if made.seq > since and made.reason)
    return Context(case.incident.id, case.former, tuple(reasons))
