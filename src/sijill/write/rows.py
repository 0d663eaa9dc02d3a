"""Rows of an edition's tables, as plain typed values: text, tuples of text, numbers, days, flags, or null where nothing is known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sijill.model import Case, Filing, Incident, Span
from sijill.write.wording import list_given, review_state

Value = str | int | float | bool | date | tuple[str, ...] | None
Row = dict[str, Value]


def incident_row(case: Case) -> Row:
    """One row of `incidents`."""
    i, place = case.incident, case.incident.place
    row: Row = {
        "incident": i.id,
        "review": review_state(i),
        "state": i.state,
        "scope": i.scope,
        "event_type": i.event_type,
        "first": i.first,
        "last": i.last,
        "place": i.place_name,
        "grade": i.grade.grade if i.grade else None,
        "grade_reasons": tuple(r.text for r in i.grade.reasons) if i.grade else (),
        "strike_status": i.status.status if i.status else None,
        "attribution": i.blame.actors if i.blame else (),
        "certainty": i.blame.certainty if i.blame else None,
        "decided": list_given(i),
        "contradictions": tuple(r.text for r in i.contradictions),
        "notes": case.notes,
        "retracted": i.retracted.reason if i.retracted else None,
        "codes": i.codes,
        "accounts": i.accounts,
        "proposals": tuple(f"{k.left}~{k.right}({k.score:g})" for k in i.proposals),
        "withheld": tuple(f"{w.what}:{w.why}:{w.count}" for w in case.withheld),
    }
    if place is not None:
        country = place.candidates[0].country if place.candidates else None
        row |= {
            "lat": place.lat,
            "lon": place.lon,
            "radius_m": place.radius_m,
            "level": place.level,
            "open": place.open,
            "country": country,
        }
    for toll in i.tolls:
        if toll.kind in ("killed", "injured") and toll.unit == "people":
            row |= {f"{toll.kind}_{toll.group}_low": toll.low, f"{toll.kind}_{toll.group}_high": toll.high}
    return row


def toll_rows(incident: Incident) -> Iterator[Row]:
    """The rows of `tolls`."""
    for t in incident.tolls:
        yield {
            "incident": incident.id,
            "review": review_state(incident),
            "kind": t.kind,
            "group": t.group,
            "unit": t.unit,
            "low": t.low,
            "high": t.high,
            "rule": t.rule,
            "contradictory": t.contradictory,
            "claims": t.claims,
            "vague": t.vague,
            "words": tuple(t.words),
            "given": t.given is not None,
        }


def account_rows(case: Case) -> Iterator[Row]:
    """The rows of `accounts`."""
    for filing in case.filings:
        account, report, capture = filing.account, filing.report, case.captures.get(filing.report.id)
        yield {
            "account": account.id,
            "incident": case.incident.id,
            "review": review_state(case.incident),
            "report": report.id,
            "doc": report.doc,
            "title": report.title,
            "source": report.source,
            "url": report.url,
            "published": report.published,
            "lang": report.lang,
            "captured_at": capture.at if capture else None,
            "captured_sha256": capture.sha256 if capture else None,
            "scope": account.scope,
            "headline": account.headline,
            "event_type": account.event_type,
            "stance": account.stance,
            "first": account.date.first if account.date else None,
            "last": account.date.last if account.date else None,
            "weapon": account.weapon,
        }


def claim_rows(filing: Filing, incident: Incident) -> Iterator[Row]:
    """The rows of `claims` of one account."""
    account = filing.account
    same: Row = {"account": account.id, "incident": incident.id, "review": review_state(incident)}

    def row(claim: str, what: str, value: Value, quote: str | None, span: Span | None, rule: str, **more: Value) -> Row:
        where: Row = {"start": span.start, "end": span.end} if span is not None else {}
        return {"claim": claim, **same, "what": what, "value": value, "quote": quote, **where, "rule": rule, **more}

    placed = {p.place: p for p in filing.placements}
    if account.date is not None:
        d = account.date
        yield row(f"{account.id}.d", "date", f"{d.first}/{d.last}", d.quote, d.span, d.rule)
    for what, places in (("place", account.places), ("origin_place", account.origin_places)):
        for p in places:
            spot = placed.get(p.id)
            at = {k: getattr(spot, k) for k in ("lat", "lon", "radius_m", "level")} if spot is not None else {}
            yield row(p.id, what, p.name, p.quote, p.span, p.rule, relation=p.relation, within=p.within, **at)
    for a in account.actors:
        yield row(a.id, "actor", a.actor, a.quote, a.span, a.rule, role=a.role, stance=a.stance)
    for h in account.harms:
        names = ("kind", "group", "who", "low", "high", "hedge", "unit", "part_of", "may_rise")
        yield row(h.id, "harm", h.kind, h.quote, h.span, h.rule, **{k: getattr(h, k) for k in names})
    for s in account.attributions:
        yield row(s.id, "attribution", s.kind, s.quote, s.span, s.rule)
    for v in account.victims:
        said = {k: getattr(v, k) for k in ("who", "age", "sex", "role", "status")}
        yield row(v.id, "victim", v.name, v.quote, v.span, v.rule, kind=v.fate, **said)
    for n, c in enumerate(account.circumstances, 1):
        yield row(f"{account.id}.x{n}", "circumstance", c.value, c.quote, c.span, c.rule, kind=c.kind)


def victim_rows(case: Case) -> Iterator[Row]:
    """The rows of `victims`."""
    for person in case.people:
        names = ("names", "fate", "age", "sex", "role", "family", "register_ids", "claims")
        yield {"victim": person.key, "incident": case.incident.id, **{name: getattr(person, name) for name in names}}


Mention = tuple[str | None, str, str | None, date | None]
"""What is counted of an account's report: its source, id, language and day."""


def mentions_of(case: Case) -> Iterator[Mention]:
    """One for each account."""
    for filing in case.filings:
        report = filing.report
        yield report.source, report.id, report.lang, report.published


@dataclass(slots=True)
class SourceCount:
    """What is counted of one source while cases pass."""

    reports: set[str] = field(default_factory=set)
    accounts: int = 0
    languages: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)


class SourceCounts:
    """Counts sources while cases pass; its rows are there at the end."""

    def __init__(self) -> None:
        self._counts: dict[str, SourceCount] = {}

    def add(self, mentions: Iterable[Mention]) -> None:
        """One account's report each."""
        for source, report, lang, published in mentions:
            count = self._counts.setdefault(source or "", SourceCount())
            count.reports.add(report)
            count.accounts += 1
            if lang:
                count.languages.add(lang)
            if published:
                count.days = {min({published, *count.days}), max({published, *count.days})}

    def rows(self) -> Iterator[Row]:
        """The rows of `sources`, by name."""
        for name, count in sorted(self._counts.items()):
            yield {
                "source": name,
                "reports": len(count.reports),
                "accounts": count.accounts,
                "languages": tuple(sorted(count.languages)),
                "first": min(count.days, default=None),
                "last": max(count.days, default=None),
            }
