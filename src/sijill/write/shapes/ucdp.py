"""Events in the shape of UCDP's GED: a death by organised armed force; deaths by side, civilian and unknown; low, best, high."""

from collections.abc import Iterator

from sijill.model import Case, Incident
from sijill.model.party import name_parties
from sijill.write.shapes.shape import Shaped, ShapeWriter, export_words, left_out, sources_of, tolls_of

VIOLENT = frozenset({"air_strike", "shelling", "explosion", "armed_clash", "attack"})


class UcdpWriter(ShapeWriter):
    """`ucdp.csv`."""

    name = "ucdp"
    columns = (
        *("id", "year", "active_year", "code_status", "type_of_violence", "dyad_name", "side_a", "side_b", "number_of_sources"),
        *("source_article", "source_office", "source_date", "source_headline", "where_prec", "where_coordinates", "where_description"),
        *("adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "country", "event_clarity", "date_prec", "date_start", "date_end"),
        *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"),
    )

    @classmethod
    def shape(cls, case: Case) -> Iterator[Shaped]:
        """One row for each event with a death."""
        i = case.incident
        reason = _why_not(i)
        if reason is not None:
            yield left_out(i, reason)
            return
        place, actors = i.place, tuple(i.blame.actors) if i.blame else ()
        assert i.first is not None  # noqa: S101 - _why_not saw to it
        assert i.last is not None  # noqa: S101
        one = Shaped(i.id, {}, incidents=(i.id,))
        side_a, side_b, kind = _sides(i, actors)
        one.row = {
            "id": i.id,
            "year": i.first.year,
            "code_status": "Clear" if i.reviewed else "Check",
            "type_of_violence": kind,
            "dyad_name": f"{side_a} - {side_b}",
            "side_a": side_a,
            "side_b": side_b,
            "number_of_sources": len(sources_of(case)) or len({f.report.id for f in case.filings}),
            "source_article": "; ".join(f.report.url or f.report.doc for f in case.filings),
            "source_office": "; ".join(sources_of(case)),
            "source_date": "; ".join(f.report.published.isoformat() for f in case.filings if f.report.published),
            "source_headline": "; ".join(f.report.title for f in case.filings if f.report.title),
            "where_prec": place.ucdp_precision if place else None,
            "where_coordinates": place.candidates[0].name if place and place.candidates else i.place_name,
            "where_description": i.place_name,
            "latitude": place.lat if place else None,
            "longitude": place.lon if place else None,
            "geom_wkt": f"POINT ({place.lon:g} {place.lat:g})" if place and place.lat is not None and place.lon is not None else None,
            "country": place.candidates[0].country if place and place.candidates else None,
            "event_clarity": 1 if i.scope == "event" else 2,
            "date_prec": _date_precision((i.last - i.first).days),
            "date_start": i.first,
            "date_end": i.last,
        }
        _count(i, one)
        _say_what_does_not_fit(i, one, actors)
        yield one


def _why_not(i: Incident) -> str | None:
    if i.retracted is not None:
        return "retracted"
    if i.event_type not in VIOLENT:
        return f"{i.event_type} is no use of armed force that kills"
    if i.first is None or i.last is None:
        return "no day is known"
    if not any(t.kind == "killed" and (t.high is None or t.high > 0) for t in i.tolls):
        return "no death is reported"
    return None


def _sides(incident: Incident, actors: tuple[str, ...]) -> tuple[str, str, int]:
    """Side A, side B and the type of violence: 1 state-based, 2 non-state, 3 one-sided."""
    civilians = any(t.kind == "killed" and t.group == "civilian" for t in incident.tolls)
    fighters = any(t.kind == "killed" and t.group == "combatant" for t in incident.tolls)
    governments = set(export_words()["ucdp"]["governments"])
    named = [name_parties([a])[0] for a in actors] or ["XXX unidentified"]
    if civilians and not fighters and len(actors) < 2:
        return named[0], "Civilians", 3
    other = named[1] if len(named) > 1 else "XXX unidentified"
    return named[0], other, 1 if governments & set(actors) else 2


def _count(i: Incident, one: Shaped) -> None:
    columns = (("civilian", "deaths_civilians"), ("combatant", "deaths_b"), ("unknown", "deaths_unknown"))
    low = high = 0
    for group, column in columns:
        least, most, toll = tolls_of(i, "killed", group)
        if toll is None or "whole" in toll.rule.split("+"):
            continue
        low += least or 0
        high += most if most is not None else least or 0
        one.row[column] = least or 0
        if group == "combatant":
            one.close(column, "whose fighters died is not kept apart by toll")
        if most is None:
            one.close("high", "the toll is open above" if least is not None else "only words, no number")
    one.row |= {"low": low, "high": high, "best": low}
    one.close("best", "no best estimate is made: the lowest credible number stands there, as GED does for uncertain counts")


def _say_what_does_not_fit(i: Incident, one: Shaped, actors: tuple[str, ...]) -> None:
    if any(t.kind == "injured" for t in i.tolls):
        one.lost("injured", "GED counts no injured")
    if len(actors) > 2:
        one.lost("sides", "GED has two sides")
    if i.blame is not None and i.blame.certainty != "known":
        one.close("side_a", f"blame is {i.blame.certainty or 'not stated'}")
    one.lost("dyad and conflict ids", "only UCDP gives them; so is whether the dyad passes 25 deaths in a year")


def _date_precision(days: int) -> int:
    return 1 if days == 0 else 2 if days < 6 else 3 if days < 8 else 4 if days < 32 else 5
