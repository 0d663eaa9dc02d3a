"""Rows in the shape in which Airwars publishes civilian harm: killed and injured as ranges, by sex and age, with a grade."""

from collections.abc import Iterator

from sijill.model import Case, Harm
from sijill.model.party import name_parties
from sijill.write.shapes.shape import Shaped, ShapeWriter, export_words, left_out, sources_of, tolls_of

COUNTS = (
    ("killed", "civilian", "civilians_reported_killed"),
    ("killed", "combatant", "belligerents_killed"),
    ("injured", "civilian", "civilians_reported_injured"),
)
AMONG = (("children", "children_killed"), ("women", "women_killed"), ("men", "men_killed"))


class AirwarsWriter(ShapeWriter):
    """`airwars.csv`."""

    name = "airwars"
    columns = (
        *("code", "incident_date", "date_end", "location_name", "country", "latitude", "longitude", "geolocation_accuracy"),
        *("civilians_reported_killed_min", "civilians_reported_killed_max"),
        *("children_killed_min", "children_killed_max", "women_killed_min", "women_killed_max", "men_killed_min", "men_killed_max"),
        *("civilians_reported_injured_min", "civilians_reported_injured_max", "belligerents_killed_min", "belligerents_killed_max"),
        *("belligerents", "strike_status", "civilian_harm_grading", "type_of_strike", "sources", "victims", "notes"),
    )

    @classmethod
    def shape(cls, case: Case) -> Iterator[Shaped]:
        """One row for each incident in which civilians are said to be harmed."""
        i, words = case.incident, export_words()["airwars"]
        harmed = any(t.kind in ("killed", "injured", "casualties") and t.group != "combatant" for t in i.tolls)
        if i.scope != "event" or i.retracted is not None or not harmed:
            why = "a running total" if i.scope != "event" else "retracted" if i.retracted else "no civilian is said to be harmed"
            yield left_out(i, why)
            return
        place = i.place
        one = Shaped(i.codes[0].partition(":")[2] if i.codes else i.id, {}, incidents=(i.id,))
        one.row = {
            "code": one.row_id,
            "incident_date": i.first,
            "date_end": i.last if i.last != i.first else None,
            "location_name": i.place_name,
            "country": place.candidates[0].country if place and place.candidates else None,
            "latitude": place.lat if place else None,
            "longitude": place.lon if place else None,
            "geolocation_accuracy": words["levels"].get(place.level) if place else None,
            "belligerents": ", ".join(words["actors"].get(a, name_parties([a])[0]) for a in (i.blame.actors if i.blame else ())),
            "strike_status": i.status.status if i.status else None,
            "civilian_harm_grading": i.grade.grade if i.grade else None,
            "type_of_strike": words["types"].get(i.event_type),
            "sources": "; ".join(f.report.url or f.report.source or f.report.doc for f in case.filings),
            "victims": "; ".join(" / ".join(p.names) for p in case.people if p.names and p.fate == "killed"),
            "notes": " ".join(case.notes),
        }
        cls._count(case, one)
        cls._say_what_does_not_fit(case, one)
        yield one

    @staticmethod
    def _count(case: Case, one: Shaped) -> None:
        for kind, group, column in COUNTS:
            low, high, toll = tolls_of(case.incident, kind, group)
            one.row |= {f"{column}_min": low, f"{column}_max": high}
            if toll is not None and toll.high is None:
                one.close(f"{column}_max", "the toll is open above" if low is not None else "only words, no number")
        for who, column in AMONG:
            told = [h for f in case.filings for h in f.account.harms if h.kind == "killed" and h.who == who and h.low is not None]
            if told:
                one.row |= {f"{column}_min": min(h.low or 0 for h in told), f"{column}_max": _highest(told)}
                one.close(column, "the lowest and the highest that any account says, not reviewed apart")

    @staticmethod
    def _say_what_does_not_fit(case: Case, one: Shaped) -> None:
        i = case.incident
        for kind, group in (("killed", "unknown"), ("injured", "unknown"), ("casualties", "civilian"), ("casualties", "unknown")):
            if tolls_of(i, kind, group)[2] is not None:
                one.lost(f"{kind} {group}", "the shape counts civilians and belligerents only; nobody is presumed to be either")
        if i.place is not None and i.place.radius_m:
            one.close("latitude", f"the point is the middle of a circle of {i.place.radius_m} m")
        if i.place is not None and i.place.level is not None and one.row["geolocation_accuracy"] is None:
            one.lost("geolocation_accuracy", f"no word for {i.place.level}")
        if one.row["type_of_strike"] is None:
            one.lost("type_of_strike", f"no word for {i.event_type}")
        if i.grade is not None and i.grade.given is None:
            one.close("civilian_harm_grading", "a machine's suggestion, no person graded it")
        if len(sources_of(case)) < len({f.report.id for f in case.filings}):
            one.close("sources", "some reports do not say who published them")


def _highest(told: list[Harm]) -> int | None:
    return None if any(h.high is None for h in told) else max(h.high or 0 for h in told)
