"""CSV: incidents, accounts and claims, one row each, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from sijill.model import Case, Filing, Imprint, Incident, Span
from sijill.write.change import Change
from sijill.write.wording import list_given, review_state
from sijill.write.writer import Folder

Row = dict[str, object]

INCIDENT_COLUMNS = (
    "incident", "review", "scope", "event_type", "first", "last", "place", "lat", "lon", "radius_m", "level", "open",
    "killed_civilian_low", "killed_civilian_high", "killed_unknown_low", "killed_unknown_high",
    "killed_combatant_low", "killed_combatant_high", "injured_civilian_low", "injured_civilian_high",
    "injured_unknown_low", "injured_unknown_high", "injured_combatant_low", "injured_combatant_high",
    "tolls", "grade", "grade_reasons", "strike_status", "attribution", "certainty", "decided", "notes",
    "contradictions", "proposals", "accounts",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "account", "incident", "review", "report", "doc", "source", "url", "published", "lang", "scope", "headline", "event_type", "stance",
    "first", "last", "weapon",
)  # fmt: skip
CLAIM_COLUMNS = (
    "claim", "account", "incident", "review", "what", "value", "quote", "start", "end", "kind", "group", "who", "low", "high", "hedge",
    "unit", "part_of", "may_rise", "relation", "within", "lat", "lon", "radius_m", "level", "role", "stance", "rule",
)  # fmt: skip


class CsvWriter:
    """`incidents.csv`, `accounts.csv` and `claims.csv` in UTF-8 with a byte order mark, so that spreadsheets read the Arabic."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._incidents = Table(folder, "incidents.csv", INCIDENT_COLUMNS)
        self._accounts = Table(folder, "accounts.csv", ACCOUNT_COLUMNS)
        self._claims = Table(folder, "claims.csv", CLAIM_COLUMNS)

    def add(self, case: Case) -> None:
        """The case's rows in each table."""
        self._incidents.write(_incident_row(case.incident, case.notes))
        for filing in case.filings:
            self._accounts.write(_account_row(filing, case.incident))
            for row in _claim_rows(filing, case.incident):
                self._claims.write(row)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The files."""
        return [table.close() for table in (self._incidents, self._accounts, self._claims)]


class Table:
    """One CSV file, safe to open in a spreadsheet."""

    def __init__(self, folder: Folder, name: str, columns: Sequence[str]) -> None:
        self._file = folder.open(name, encoding="utf-8-sig")
        self._writer = csv.DictWriter(self._file, columns, restval="", lineterminator="\r\n")
        self._writer.writeheader()

    def write(self, row: Row) -> None:
        """One row; columns that it lacks stay empty."""
        self._writer.writerow({k: safe_cell(_plain(v)) for k, v in row.items()})

    def close(self) -> Path:
        """The file, complete."""
        self._file.close()
        return Path(self._file.name)


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; everything else stays as it is."""
    if isinstance(value, str) and value.lstrip(" \n\r\t\u00a0\ufeff")[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠"):
        return "'" + value
    if isinstance(value, str) and value[:1] in ("\t", "\r", "\n"):
        return "'" + value
    return value


def _plain(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _incident_row(incident: Incident, notes: Sequence[str]) -> Row:
    place, grade = incident.place, incident.grade
    row: Row = {
        "incident": incident.id,
        "review": review_state(incident),
        "scope": incident.scope,
        "event_type": incident.event_type,
        "first": incident.first,
        "last": incident.last,
        "place": incident.place_name,
        "tolls": "; ".join(
            f"{t.kind} {t.group} {bound(t.low)}–{bound(t.high)} {t.unit} [{t.rule}]" + (" contradictory" if t.contradictory else "")
            for t in incident.tolls
        ),
        "grade": grade.grade if grade else None,
        "grade_reasons": "; ".join(r.text for r in grade.reasons) if grade else None,
        "contradictions": "; ".join(r.text for r in incident.contradictions),
        "proposals": " ".join(f"{k.left}~{k.right}({k.score:g})" for k in incident.proposals),
        "accounts": " ".join(incident.accounts),
        "strike_status": incident.status.status if incident.status else None,
        "attribution": " ".join(incident.blame.actors) if incident.blame else None,
        "certainty": incident.blame.certainty if incident.blame else None,
        "decided": " ".join(list_given(incident)),
        "notes": " | ".join(notes),
    }
    if place is not None:
        row |= {"lat": place.lat, "lon": place.lon, "radius_m": place.radius_m, "level": place.level, "open": place.open}
    for toll in incident.tolls:
        if toll.kind in ("killed", "injured") and toll.unit == "people":
            row |= {f"{toll.kind}_{toll.group}_low": toll.low, f"{toll.kind}_{toll.group}_high": toll.high}
    return row


def bound(value: int | None) -> str:
    """A bound as shown: a question mark where it is open."""
    return "?" if value is None else str(value)


def _account_row(filing: Filing, incident: Incident) -> Row:
    account, report = filing.account, filing.report
    return {
        "account": account.id,
        "incident": incident.id,
        "review": review_state(incident),
        "report": report.id,
        "doc": report.doc,
        "source": report.source,
        "url": report.url,
        "published": report.published,
        "lang": report.lang,
        "scope": account.scope,
        "headline": account.headline,
        "event_type": account.event_type,
        "stance": account.stance,
        "first": account.date.first if account.date else None,
        "last": account.date.last if account.date else None,
        "weapon": account.weapon,
    }


def _claim_rows(filing: Filing, incident: Incident) -> Iterator[Row]:
    account = filing.account
    same: Row = {
        "account": account.id,
        "incident": incident.id,
        "review": review_state(incident),
    }

    def row(claim: str, what: str, value: object, quote: str | None, span: Span | None, rule: str, **more: object) -> Row:
        where = {"start": span.start, "end": span.end} if span is not None else {}
        return {"claim": claim, **same, "what": what, "value": value, "quote": quote, **where, "rule": rule, **more}

    placed = {p.place: p for p in filing.placements}
    if account.date is not None:
        d = account.date
        yield row(f"{account.id}.d", "date", f"{d.first}/{d.last}", d.quote, d.span, d.rule)
    for what, places in (("place", account.places), ("origin_place", account.origin_places)):
        for p in places:
            spot = placed.get(p.id)
            at = {k: getattr(spot, k) for k in ("lat", "lon", "radius_m", "level")} if spot is not None else {}
            yield row(p.id, what, p.name, p.quote, p.span, p.rule, relation=p.relation, within=" | ".join(p.within), **at)
    for a in account.actors:
        yield row(a.id, "actor", a.actor, a.quote, a.span, a.rule, role=a.role, stance=a.stance)
    for h in account.harms:
        names = ("kind", "group", "who", "low", "high", "hedge", "unit", "part_of", "may_rise")
        yield row(h.id, "harm", h.kind, h.quote, h.span, h.rule, **{k: getattr(h, k) for k in names})
    for s in account.attributions:
        yield row(s.id, "attribution", s.kind, s.quote, s.span, s.rule)
    for v in account.victims:
        yield row(v.id, "victim", v.name, v.quote, v.span, v.rule, kind=v.fate, who=v.who)
