"""What lists, charts and the search of a site need of an incident: small, so that a hundred thousand fit into memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sijill.model import Case
from sijill.model.months import fill_time
from sijill.model.party import PARTY_NAMES
from sijill.write.site.excerpt import show
from sijill.write.site.view import bounds


@dataclass(frozen=True, slots=True)
class TollShown:
    """One toll as lists show it."""

    kind: str
    group: str
    low: int | None
    high: int | None
    word: str | None
    families: bool

    @property
    def range(self) -> str:
        """The bounds as shown."""
        return bounds(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Summary:
    """One incident in brief. Days are ISO 8601 text; `reports` counts reports, `sources` are names of sources."""

    id: str
    first: str | None
    last: str | None
    place: str | None
    other_name: str | None
    lat: float | None
    lon: float | None
    radius_m: int | None
    event_type: str
    scope: str
    grade: str | None
    tolls: tuple[TollShown, ...]
    parties: tuple[str, ...]
    reports: int
    sources: tuple[str, ...]
    reviewed: bool
    retracted: bool
    differs: bool

    @property
    def harm(self) -> bool:
        """Whether people other than fighters are said to be killed or injured."""
        return any(t.kind in ("killed", "injured", "casualties") and t.group != "combatant" for t in self.tolls)

    def spot(self) -> list[Any]:
        """What the map needs: id, lat, lon, radius, name, toll, harm."""
        killed = next((t.range for t in self.tolls if t.kind in ("killed", "casualties")), "")
        return [self.id, self.lat, self.lon, self.radius_m or 0, show(self.place or ""), killed, int(self.harm)]

    def row(self) -> list[Any]:
        """What the list searches and shows, in the order that site.js takes it."""
        tolls = [[t.kind, t.group, t.range if t.low is not None or t.high is not None else "", t.word or ""] for t in self.tolls]
        return [
            *(self.id, self.first or "", self.last or "", show(self.place or ""), show(self.other_name or ""), self.event_type),
            *(
                self.scope,
                self.grade or "",
                tolls,
                list(self.parties),
                self.reports,
                [show(s) for s in self.sources],
                int(self.reviewed),
            ),
            *(int(self.retracted), int(self.differs), int(self.harm)),
        ]


@dataclass(frozen=True, slots=True)
class Month:
    """Civilians said to be killed in the events of a month: sums of the lowest and of the highest numbers."""

    month: str
    low: int
    high: int
    incidents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A party in English and Arabic, with the sum of the lowest numbers of civilians killed in events for which it alone is blamed."""

    names: tuple[str, str]
    low: int


def summarize_case(case: Case) -> Summary:
    """An incident in brief."""
    i, place = case.incident, case.incident.place
    sources = tuple(dict.fromkeys(f.report.source or f.report.doc for f in case.filings))
    return Summary(
        id=i.id,
        first=i.first.isoformat() if i.first else None,
        last=i.last.isoformat() if i.last else None,
        place=i.place_name,
        other_name=other_name(case),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_m=place.radius_m if place else None,
        event_type=i.event_type,
        scope=i.scope,
        grade=i.grade.grade if i.grade else None,
        tolls=tuple(TollShown(t.kind, t.group, t.low, t.high, t.words[0] if t.words else None, t.unit == "families") for t in i.tolls),
        parties=tuple(i.blame.actors) if i.blame else (),
        reports=len({f.report.id for f in case.filings}),
        sources=sources,
        reviewed=i.reviewed,
        retracted=i.retracted is not None,
        differs=bool(i.contradictions),
    )


def other_name(case: Case) -> str | None:
    """The gazetteer's name of the place, where it is in another script than the report's."""
    place, said = case.incident.place, case.incident.place_name
    if place is None or not place.candidates or said is None:
        return None
    name = place.candidates[0].name
    return name if name and name.isascii() != said.isascii() else None


def months_of(summaries: Sequence[Summary]) -> list[Month]:
    """Events by the month of their first day, oldest first; running totals and retracted ones are never added."""
    found: dict[str, list[Summary]] = {}
    for one in summaries:
        if one.first and one.scope == "event" and not one.retracted:
            found.setdefault(one.first[:7], []).append(one)
    return [
        Month(month, sum(_killed(s)[0] for s in held), sum(_killed(s)[1] for s in held), tuple(s.id for s in held))
        for month, held in sorted(found.items())
    ]


def fill_months(months: Sequence[Month]) -> list[Month]:
    """The months with those between them in which nothing is known: a chart leaves none out."""
    known = {one.month: one for one in months}
    return [known.get(month) or Month(month, 0, 0, ()) for month in fill_time([one.month for one in months])]


def parties_of(summaries: Sequence[Summary]) -> list[Party]:
    """Parties by how many civilians they alone are said to have killed, most first."""
    sums: dict[str, int] = {}
    for one in summaries:
        if len(one.parties) == 1 and one.scope == "event" and not one.retracted and _killed(one)[0]:
            sums[one.parties[0]] = sums.get(one.parties[0], 0) + _killed(one)[0]
    return [Party(PARTY_NAMES.get(name, (name, name)), low) for name, low in sorted(sums.items(), key=lambda p: (-p[1], p[0]))]


def _killed(one: Summary) -> tuple[int, int]:
    tolls = [t for t in one.tolls if t.kind == "killed" and t.group == "civilian" and not t.families]
    return sum(t.low or 0 for t in tolls), sum(t.high if t.high is not None else t.low or 0 for t in tolls)
