"""An incident assembled from the accounts that belong together: when, where, how many, how sure, and what is disputed."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sijill.model import Filing, Harm, Incident, Link, Origin, Place, Placement, When
from sijill.model.decision import Statement
from sijill.model.vocabulary import EventType
from sijill.review.contradiction import find_contradictions
from sijill.review.distance import distance_km
from sijill.review.evidence import weigh_evidence
from sijill.review.grade import suggest_blame, suggest_grade, suggest_status
from sijill.review.toll import review_tolls


def review_incident(
    incident_id: str,
    filings: Sequence[Filing],
    links: Sequence[Link],
    statements: Sequence[Statement] = (),
    origins: Sequence[Origin] = (),
) -> Incident:
    """The incident that these accounts tell of, as the machine reads it. Raises ValueError without an account.

    links: those between these accounts, and the proposals that touch them. The order of both changes nothing. statements: what parties
    themselves say of it, as people entered it, in order. origins: which of the reports have one origin; one that is in none is its own.
    """
    if not filings:
        raise ValueError("an incident needs at least one account")
    filings = sorted(filings, key=lambda f: f.account.id)
    own = {f.account.id for f in filings}
    first, last = _days(filings)
    place, name = _main_place(filings)
    tolls = review_tolls(filings, origins)
    event_type = _event_type(filings)
    touching = sorted((k for k in links if k.left in own or k.right in own), key=lambda k: (-k.score, k.left, k.right))
    tied = {report for origin in origins for report in origin.reports}
    origins = (*origins, *(Origin((report,)) for report in sorted({f.report.id for f in filings} - tied)))
    evidence = weigh_evidence(filings, origins, tolls, statements)
    aggregate = any(f.account.scope == "aggregate" for f in filings)
    return Incident(
        id=incident_id,
        scope="aggregate" if aggregate else "event",
        event_type=event_type,
        accounts=tuple(f.account.id for f in filings),
        first=first,
        last=last,
        place=place,
        place_name=name,
        tolls=tolls,
        grade=suggest_grade(event_type, tolls, evidence),
        status=suggest_status(event_type, evidence),
        blame=suggest_blame(evidence),
        proposals=tuple(k for k in touching if not (k.left in own and k.right in own)),
        contradictions=find_contradictions(filings, tolls),
        codes=_codes(filings),
        origins=tuple(origins),
    )


def _codes(filings: Sequence[Filing]) -> tuple[str, ...]:
    """What the registers that accounts were imported from call it: a row's report is called "register:code"."""
    imported = (f for f in filings if any(c.rule.startswith("import.") for c in _claims(f)))
    return tuple(sorted({f.report.doc for f in imported}))


def _claims(filing: Filing) -> Sequence[When | Place | Harm]:
    account = filing.account
    return (*((account.date,) if account.date else ()), *account.places, *account.harms)


def _event_type(filings: Sequence[Filing]) -> EventType:
    """The kind that most accounts give; a named means over bare shelling or attack where they are as many."""
    counts = Counter(f.account.event_type for f in filings)
    plain = {"shelling": 1, "attack": 2, "other": 3}
    return min(counts, key=lambda t: (-counts[t], plain.get(t, 0), t))


def _days(filings: Sequence[Filing]) -> tuple[date | None, date | None]:
    """The days that all dated accounts agree on; all their days where they agree on none (a contradiction then says so)."""
    dated = [f.account.date for f in filings if f.account.date is not None]
    if not dated:
        return None, None
    first, last = max(d.first for d in dated), min(d.last for d in dated)
    if first <= last:
        return first, last
    return min(d.first for d in dated), max(d.last for d in dated)


def _main_place(filings: Sequence[Filing]) -> tuple[Placement | None, str | None]:
    """The placement that most accounts agree with, the most precise of those, and its name; an unplaced name where none is placed."""
    named = [(p, next((x for x in f.placements if x.place == p.id), None)) for f in filings for p in f.account.places]
    placed = [(p, x) for p, x in named if x is not None and x.lat is not None]
    if not placed:
        return None, named[0][0].name if named else None
    all_of = [[x for x in f.placements if x.lat is not None] for f in filings]

    def rank(item: tuple[object, Placement]) -> tuple[int, int, str]:
        here = item[1]
        agree = sum(any(distance_km(here, x) * 1000 <= max(x.radius_m or 0, 5000) for x in group) for group in all_of)
        return -agree, here.radius_m or 0, here.place

    best = min(placed, key=rank)
    return best[1], best[0].name
