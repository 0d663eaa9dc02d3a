"""Events in ACLED's shape: actors, one place, one day, one lowest count of the dead (codebook: event types, precision, fatalities).

ACLED makes one event of what the same actors do in one place on one day, and the higher type wins; different actors make other
events. A strike on civilians is never merged into a battle here, since the civilians would go missing: both stay, each
tagged `acled_parent`.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sijill.model import Case, Imprint, Incident
from sijill.model.party import name_parties
from sijill.model.profile import load_profiles
from sijill.write.rows import Row
from sijill.write.shapes.shape import Fit, Shaped, ShapeWriter, export_words, left_out, sources_of
from sijill.write.writer import Draft, Folder

Key = tuple[str, date | None, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one incident gives to an event: all that is asked of it when those of its key are together. `row` is that of the event where
    the incident ranks first; `actors` are names with their kinds; `targets` says that civilians are harmed, `strikes` that they are
    outside a battle."""

    key: Key
    incident: str
    rank: int
    row: Row
    actors: tuple[tuple[str, str], ...]
    targets: bool
    strikes: bool
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    fatalities: int
    fits: tuple[tuple[str, Fit, str], ...]


class AcledWriter(ShapeWriter):
    """`acled.csv`."""

    name = "acled"
    columns = (
        *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type"),
        *("actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "civilian_targeting", "country", "location"),
        *("latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags"),
    )

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> tuple[tuple[str, str], list[Part]]:
        """What ACLED has no place for, and the parts of events, which wait until all cases are there."""
        left, parts = [], []
        for draft in drafts:
            reason = _why_not(draft.case.incident)
            if reason is not None:
                left.append(left_out(draft.case.incident, reason))
            else:
                parts.append(_part(draft.case))
        return cls.lay_shaped(left), parts

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        super().__init__(folder, imprint)
        self._groups: dict[Key, list[Part]] = defaultdict(list)

    def add(self, laid: tuple[tuple[str, str], Sequence[Part]]) -> None:
        """The next cases."""
        super().add(laid[0])
        for part in laid[1]:
            self._groups[part.key].append(part)

    def rest(self) -> Iterator[Shaped]:
        """One event for each group of the same actors, place and day; civilians harmed outside a battle stay an event of their own."""
        for key in sorted(self._groups, key=str):
            parts = self._groups[key]
            kept = [part for part in parts if part.strikes]
            other = [part for part in parts if not part.strikes]
            battle = any(part.row["event_type"] == "Battles" for part in other)
            groups = [[part] for part in kept] + [other] if battle else [parts]
            for group in filter(None, groups):
                yield _event(group, tags="acled_parent" if battle and kept else "")


def _event(parts: Sequence[Part], tags: str) -> Shaped:
    ordered = sorted(parts, key=lambda part: (part.rank, part.incident))
    first, words = ordered[0], export_words()["acled"]
    actors = first.actors
    targets = any(part.targets for part in ordered)
    second = (words["civilians"], "Civilians") if targets else actors[1] if len(actors) > 1 else ("", "")
    one = Shaped(f"sijill-{first.incident}", {}, incidents=tuple(part.incident for part in ordered))
    one.row = first.row | {
        "assoc_actor_1": "; ".join(name for name, _ in (actors[1:] if targets else actors[2:])),
        "actor2": second[0],
        "inter2": second[1],
        "civilian_targeting": "Civilian targeting" if targets else None,
        "source": "; ".join(dict.fromkeys(source for part in ordered for source in part.sources)),
        "notes": " ".join(note for part in ordered for note in part.notes),
        "fatalities": sum(part.fatalities for part in ordered),
        "tags": tags,
    }
    if len(ordered) > 1:
        one.close("row", f"{len(ordered)} incidents of the same parties, place and day are one event; the higher type wins")
    if first.row["time_precision"] != 1:
        one.close("event_date", "the middle of the days on which it may have happened")
    one.fits += [fit for part in ordered for fit in part.fits]
    return one


def _part(case: Case) -> Part:
    i, words = case.incident, export_words()["acled"]
    event_type, sub_type = _types(i)
    day, precision = _day(i)
    blamed = i.blame.actors if i.blame else ()
    actors = [words["actors"].get(a, [name_parties([a])[0], ""]) for a in blamed] or [words["actors"]["unknown"]]
    place = i.place
    row: Row = {
        "event_id_cnty": f"sijill-{i.id}",
        "event_date": day,
        "year": str(day.year) if day else None,
        "time_precision": precision,
        "disorder_type": "Strategic developments" if event_type == "Strategic developments" else "Political violence",
        "event_type": event_type,
        "sub_event_type": sub_type,
        "actor1": actors[0][0],
        "inter1": actors[0][1],
        "country": place.candidates[0].country if place and place.candidates else None,
        "location": i.place_name,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": place.acled_precision if place else None,
    }
    return Part(
        key=(i.place_name or "", day, tuple(i.blame.actors) if i.blame else (i.id,)),
        incident=i.id,
        rank=words["rank"].index(event_type),
        row=row,
        actors=tuple((name, kind) for name, kind in actors),
        targets=_harms_civilians(i),
        strikes=_harms_civilians(i) and event_type != "Battles",
        sources=sources_of(case),
        notes=case.notes,
        fatalities=_fatalities(i),
        fits=tuple(_fits(i)),
    )


def _fits(i: Incident) -> Iterator[tuple[str, Fit, str]]:
    if any(t.kind == "injured" for t in i.tolls):
        yield "injured", "lost", "ACLED counts no injured"
    if any(t.kind == "killed" for t in i.tolls):
        yield "fatalities", "close", "one lowest figure of all killed, whoever they were; words count as ACLED counts them"
    if any(t.kind in ("missing", "abducted", "displaced", "casualties") for t in i.tolls):
        yield "other harm", "lost", "ACLED counts the dead only; 'casualties' count as 0"
    if i.place is not None and i.place.radius_m:
        yield "latitude", "close", f"the point is the middle of a circle of {i.place.radius_m} m"
    if not i.blame or not i.blame.actors:
        yield "actor1", "close", "nobody is blamed"


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


def _day(incident: Incident) -> tuple[date | None, int | None]:
    if incident.first is None or incident.last is None:
        return None, None
    span = (incident.last - incident.first).days
    return incident.first + timedelta(days=span // 2), 1 if span == 0 else 2 if span <= 7 else 3


def _types(incident: Incident) -> tuple[str, str]:
    event_type, sub_type = export_words()["acled"]["types"][incident.event_type]
    return event_type, sub_type


def _harms_civilians(incident: Incident) -> bool:
    return any(t.kind in ("killed", "injured", "casualties") and t.group == "civilian" for t in incident.tolls)


def _fatalities(incident: Incident) -> int:
    """ACLED takes the lowest; a bare word counts as its codebook says (data/profiles.toml)."""
    words, total = load_profiles()["acled"].words, 0
    for toll in incident.tolls:
        if toll.kind == "killed" and toll.unit == "people" and "whole" not in toll.rule.split("+"):
            total += toll.low if toll.low is not None else min((words[w][0] if w in words else 0 for w in toll.words), default=0)
    return total
