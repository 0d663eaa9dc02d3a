"""FollowTheMoney entities, for investigators' tools (followthemoney.tech): events, the dead who are listed, parties, and documents."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sijill.model import Case, Imprint
from sijill.model.identity import content_id
from sijill.model.party import name_parties
from sijill.write.change import Change
from sijill.write.writer import Draft, Folder

Entity = dict[str, Any]


class FtmWriter:
    """`entities.ftm.json`, one entity a line."""

    def __init__(self, folder: Folder, _imprint: Imprint) -> None:
        self._file = folder.open("entities.ftm.json")
        self._known: set[str] = set()

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> dict[str, str]:
        """Each event with what it is connected to, once: a line by the entity's id."""
        found: dict[str, str] = {}
        for draft in drafts:
            for entity in _entities(draft.case):
                if entity["id"] not in found:
                    found[entity["id"]] = json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n"
        return found

    def add(self, laid: Mapping[str, str]) -> None:
        """The next entities; one that was written before is not written again."""
        for key, line in laid.items():
            if key not in self._known:
                self._known.add(key)
                self._file.write(line)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        self._file.close()
        return [Path(self._file.name)]


def _entities(case: Case) -> Iterator[Entity]:
    i, place = case.incident, case.incident.place
    parties = tuple(i.blame.actors) if i.blame else ()
    reports = {f.report.id: f.report for f in case.filings}
    for party in parties:
        yield _entity(f"party-{party}", "Organization", name=[*name_parties([party])])
    for report in reports.values():
        day = [report.published.isoformat()] if report.published else []
        yield _entity(
            report.id, "Article", title=[report.title or report.doc], sourceUrl=[report.url] if report.url else [], publishedAt=day,
            publisher=[report.source] if report.source else [], language=[{"ar": "ara", "en": "eng"}.get(report.lang or "", "")],
        )  # fmt: skip
    for person in case.people:
        if person.names:
            yield _entity(
                person.key, "Person", name=list(person.names), gender=[person.sex] if person.sex else [], status=[person.fate]
            )
    country = [place.candidates[0].country.lower()] if place and place.candidates and place.candidates[0].country else []
    address = _address(case, country)
    if address is not None:
        yield address
    yield _entity(
        i.id,
        "Event",
        name=[f"{i.event_type.replace('_', ' ')} {i.place_name or ''} {i.first or ''}".strip()],
        summary=[
            "; ".join(
                f"{t.kind} {t.group}: {t.low if t.low is not None else '?'}–{t.high if t.high is not None else '?'}" for t in i.tolls
            )
        ],
        startDate=[i.first.isoformat()] if i.first else [],
        endDate=[i.last.isoformat()] if i.last else [],
        location=[i.place_name] if i.place_name else [],
        country=country,
        addressEntity=[address["id"]] if address else [],
        involved=[*(f"party-{p}" for p in parties), *(p.key for p in case.people if p.names)],
        proof=list(reports),
        notes=list(case.notes),
    )


def _address(case: Case, country: list[str]) -> Entity | None:
    place = case.incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    key = content_id("a", case.incident.place_name, place.lat, place.lon, place.radius_m)
    remarks = [f"the middle of a circle of {place.radius_m} m ({place.level})"]
    lat, lon = f"{place.lat:g}", f"{place.lon:g}"
    full = [case.incident.place_name or ""]
    return _entity(key, "Address", full=full, latitude=[lat], longitude=[lon], country=country, remarks=remarks)


def _bound(value: int | None) -> str:
    return "?" if value is None else str(value)


def _entity(key: str, schema: str, **properties: list[str]) -> Entity:
    return {
        "id": key,
        "schema": schema,
        "properties": {name: kept for name, values in properties.items() if (kept := [v for v in values if v])},
    }
