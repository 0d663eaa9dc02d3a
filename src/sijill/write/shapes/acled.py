"""Events in ACLED's shape: actors, one place, one day, one lowest count of the dead (codebook: event types, precision, fatalities).

ACLED makes one event of what the same actors do in one place on one day, and the higher type wins; different actors make other
events. A strike on civilians is never merged into a battle here, since the civilians would go missing: both stay, each
tagged `acled_parent`.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sijill.model import Case, Incident
from sijill.model.party import name_parties
from sijill.write.shapes.shape import Shaped, ShapeWriter, export_words, left_out, sources_of

Key = tuple[str, date | None, tuple[str, ...]]


class AcledWriter(ShapeWriter):
    """`acled.csv`."""

    name = "acled"
    columns = (
        *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
        *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "civilian_targeting", "country", "location"),
        *("latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags"),
    )

    def shape(self, case: Case) -> Iterator[Shaped]:
        """Kept until all cases are there; what ACLED has no place for is told at once."""
        i = case.incident
        reason = _why_not(i)
        if reason is not None:
            yield left_out(i, reason)
        else:
            self._groups[_key(i)].append(case)

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._groups: dict[Key, list[Case]] = defaultdict(list)

    def rest(self) -> Iterator[Shaped]:
        """One event for each group of the same actors, place and day; civilians harmed outside a battle stay an event of their own."""
        for key in sorted(self._groups, key=str):
            cases = self._groups[key]
            kept = [c for c in cases if _strikes_civilians(c.incident)]
            other = [c for c in cases if not _strikes_civilians(c.incident)]
            battle = any(_types(c.incident)[0] == "Battles" for c in other)
            groups = [[c] for c in kept] + [other] if battle else [cases]
            for group in filter(None, groups):
                yield self._event(group, tags="acled_parent" if battle and kept else "")

    def _event(self, cases: list[Case], tags: str) -> Shaped:
        ordered = sorted(cases, key=lambda c: (_rank(c.incident), c.incident.id))
        first = ordered[0]
        i, words = first.incident, export_words()["acled"]
        one = Shaped(f"sijill-{i.id}", {}, incidents=tuple(c.incident.id for c in ordered))
        event_type, sub_type = _types(i)
        day, precision = _day(i)
        blamed = i.blame.actors if i.blame else ()
        actors = [words["actors"].get(a, [name_parties([a])[0], ""]) for a in blamed] or [words["actors"]["unknown"]]
        harmed = ("killed", "injured", "casualties")
        targets = any(t.kind in harmed and t.group == "civilian" for c in ordered for t in c.incident.tolls)
        second = [words["civilians"], "Civilians"] if targets else actors[1] if len(actors) > 1 else ["", ""]
        place = i.place
        one.row = {
            "event_id_cnty": one.row_id,
            "event_date": day,
            "year": str(day.year) if day else None,
            "time_precision": precision,
            "disorder_type": "Strategic developments" if event_type == "Strategic developments" else "Political violence",
            "event_type": event_type,
            "sub_event_type": sub_type,
            "actor1": actors[0][0],
            "assoc_actor_1": "; ".join(a[0] for a in (actors[1:] if targets else actors[2:])),
            "inter1": actors[0][1],
            "actor2": second[0],
            "inter2": second[1],
            "civilian_targeting": "Civilian targeting" if targets else None,
            "country": place.candidates[0].country if place and place.candidates else None,
            "location": i.place_name,
            "latitude": place.lat if place else None,
            "longitude": place.lon if place else None,
            "geo_precision": place.acled_precision if place else None,
            "source": "; ".join(dict.fromkeys(s for c in ordered for s in sources_of(c))),
            "notes": " ".join(n for c in ordered for n in c.notes),
            "fatalities": sum(_fatalities(c.incident) for c in ordered),
            "tags": tags,
        }
        self._fit(one, ordered, precision)
        return one

    def _fit(self, one: Shaped, cases: list[Case], precision: int | None) -> None:
        if len(cases) > 1:
            one.close("row", f"{len(cases)} incidents of the same parties, place and day are one event; the higher type wins")
        if precision != 1:
            one.close("event_date", "the middle of the days on which it may have happened")
        for case in cases:
            i = case.incident
            if any(t.kind == "injured" for t in i.tolls):
                one.lost("injured", "ACLED counts no injured")
            if any(t.kind == "killed" for t in i.tolls):
                one.close("fatalities", "one lowest figure of all killed, whoever they were; words count as ACLED counts them")
            if any(t.kind in ("missing", "abducted", "displaced", "casualties") for t in i.tolls):
                one.lost("other harm", "ACLED counts the dead only; 'casualties' count as 0")
            if i.place is not None and i.place.radius_m:
                one.close("latitude", f"the point is the middle of a circle of {i.place.radius_m} m")
            if not i.blame or not i.blame.actors:
                one.close("actor1", "nobody is blamed")


def _why_not(incident: Incident) -> str | None:
    if incident.retracted is not None:
        return "retracted"
    if incident.scope != "event":
        return "a running total: ACLED has events only"
    if incident.first is None or incident.last is None or (incident.last - incident.first).days > 31:
        return "no day, or more than a month: ACLED's widest time precision is a month"
    if incident.place is None or incident.place.acled_precision is None:
        return "no place, or a whole country: ACLED has no country-level events"
    return None


def _key(incident: Incident) -> Key:
    return incident.place_name or "", _day(incident)[0], tuple(incident.blame.actors) if incident.blame else (incident.id,)


def _day(incident: Incident) -> tuple[date | None, int | None]:
    if incident.first is None or incident.last is None:
        return None, None
    span = (incident.last - incident.first).days
    return incident.first + timedelta(days=span // 2), 1 if span == 0 else 2 if span <= 7 else 3


def _types(incident: Incident) -> tuple[str, str]:
    event_type, sub_type = export_words()["acled"]["types"][incident.event_type]
    return event_type, sub_type


def _rank(incident: Incident) -> int:
    rank: list[str] = export_words()["acled"]["rank"]
    return rank.index(_types(incident)[0])


def _strikes_civilians(incident: Incident) -> bool:
    harmed = any(t.kind in ("killed", "injured", "casualties") and t.group == "civilian" for t in incident.tolls)
    return harmed and _types(incident)[0] != "Battles"


def _fatalities(incident: Incident) -> int:
    """ACLED takes the lowest; a bare word counts as its codebook says."""
    counts = {"plural": 3, "several": 3, "many": 3, "dozens": 12, "hundreds": 100, "thousands": 1000}
    total = 0
    for toll in incident.tolls:
        if toll.kind == "killed" and toll.unit == "people" and "whole" not in toll.rule.split("+"):
            total += toll.low if toll.low is not None else min((counts.get(w, 0) for w in toll.words), default=0)
    return total
