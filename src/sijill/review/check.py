"""Whether a judgement fits the incident that it is about: every id it names is there, every quote stands, every value is one."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from sijill.model import DecisionError, Filing, Incident
from sijill.model.decision import (
    Basis,
    DaysGiven,
    GradeGiven,
    Judgement,
    Moved,
    NotSameOrigin,
    PartyBlamed,
    Person,
    SameOrigin,
    Statement,
    TollGiven,
)
from sijill.model.identity import is_person_key
from sijill.model.incident import find_toll
from sijill.model.said import say
from sijill.model.vocabulary import ACTOR_IDS, DONE

MOST = 10**9
"""A number of people above this is a slip of the hand."""


def check_judgement(judgement: Judgement, incident: Incident, filings: Sequence[Filing]) -> None:
    """Raises DecisionError that says what does not fit and what to do. `incident` and `filings` are as they are now."""
    _check_words(judgement, incident.id)
    match judgement:
        case GradeGiven() if incident.scope == "aggregate":
            raise DecisionError(incident.id, "is a running total, which has no grade", "grade the incidents that it adds up")
        case PartyBlamed():
            _check_parties(judgement, incident.id)
        case TollGiven():
            _check_bounds(judgement.low, judgement.high, incident.id)
            _check_basis(judgement.basis, judgement, incident, filings)
        case DaysGiven():
            if judgement.last < judgement.first:
                raise DecisionError(
                    incident.id, say("the last day {last} is before the first {first}", last=judgement.last, first=judgement.first)
                )
            _check_basis(judgement.basis, judgement, incident, filings)
        case Moved():
            _check_move(judgement, incident)
        case Statement():
            _check_statement(judgement, incident.id)
        case SameOrigin(left, right) | NotSameOrigin(left, right):
            _check_reports(left, right, incident, filings)
        case Person():
            _check_person(judgement, incident.id, filings)


def _check_words(judgement: Judgement, incident: str) -> None:
    """Every word of a closed vocabulary is one of its words."""
    hints: dict[str, Any] = get_type_hints(type(judgement))
    for field in fields(judgement):
        hint = hints[field.name]
        known = [word for part in (hint, *get_args(hint)) if get_origin(part) is Literal for word in get_args(part)]
        value = getattr(judgement, field.name)
        if known and value is not None and value not in known:
            raise DecisionError(
                incident, say("{field} {value!r} is none of: {known}", field=field.name, value=value, known=", ".join(known))
            )


def _check_reports(left: str, right: str, incident: Incident, filings: Sequence[Filing]) -> None:
    own = {f.report.id for f in filings if f.account.id in incident.accounts}
    if left == right:
        raise DecisionError(incident.id, say("{left} is one report", left=left), "name two")
    if unknown := sorted({left, right} - own):
        raise DecisionError(
            incident.id,
            say("no account of it is in the report {unknown}", unknown=", ".join(unknown)),
            say("it has: {own}", own=", ".join(sorted(own))),
        )


def _check_parties(word: PartyBlamed, incident: str) -> None:
    if unknown := [actor for actor in word.actors if actor not in ACTOR_IDS]:
        raise DecisionError(
            incident, say("no party {unknown}", unknown=", ".join(unknown)), say("the ids are: {parties}", parties=", ".join(ACTOR_IDS))
        )
    if not word.actors:
        raise DecisionError(incident, "an attribution names a party", "name `unknown` where nobody can say who did it")
    if (word.certainty == "competing") != (len(set(word.actors)) > 1):
        raise DecisionError(incident, "claims compete where they blame several parties, and only there", "allies are one: us_coalition")


def _check_bounds(low: int | None, high: int | None, incident: str) -> None:
    if any(bound is not None and bound < 0 for bound in (low, high)):
        raise DecisionError(incident, "a number of people is not below 0")
    if any(bound is not None and bound > MOST for bound in (low, high)):
        raise DecisionError(incident, "so many people are not there")
    if low is not None and high is not None and high < low:
        raise DecisionError(incident, say("the highest number {high} is below the lowest {low}", high=high, low=low))


def _check_basis(basis: Basis, word: TollGiven | DaysGiven, incident: Incident, filings: Sequence[Filing]) -> None:
    given = [name for name in ("claim", "report", "source", "rule") if getattr(basis, name) is not None]
    if len(given) != 1:
        raise DecisionError(
            incident.id, "a correction stands on exactly one of a claim, marked words, a source, or the machine's rule", "give one"
        )
    if basis.claim is not None:
        _check_claim(basis.claim, word, incident, filings)
    elif basis.report is not None:
        _check_quote(basis, incident, filings)
    elif basis.source is not None and not basis.source.strip():
        raise DecisionError(incident.id, "the source is empty", "give its address or name the document")
    elif basis.rule is not None:
        _check_taken_over(basis.rule, word, incident)


def _check_claim(claim: str, word: TollGiven | DaysGiven, incident: Incident, filings: Sequence[Filing]) -> None:
    if isinstance(word, DaysGiven):
        known = {f"{f.account.id}.d": (f.account.date.first, f.account.date.last) for f in filings if f.account.date is not None}
        if claim not in known:
            raise DecisionError(
                incident.id,
                say("no account of it has the date {claim}", claim=claim),
                say("there are: {known}", known=", ".join(sorted(known))),
            )
        if known[claim] != (word.first, word.last):
            raise DecisionError(
                incident.id,
                say(
                    "the claim {claim} gives {first} to {last}, not the days given",
                    claim=claim,
                    first=known[claim][0],
                    last=known[claim][1],
                ),
            )
        return
    harms = {h.id: h for f in filings for h in f.account.harms}
    if claim not in harms:
        raise DecisionError(
            incident.id, say("no account of it has the claim {claim}", claim=claim), "`sijill show ID --json` has every claim's id"
        )
    harm = harms[claim]
    if (harm.kind, harm.unit) != (word.kind, word.unit):
        raise DecisionError(
            incident.id,
            say(
                "the claim {claim} is of {kind} {unit}, not of {asked_kind} {asked_unit}",
                claim=claim,
                kind=harm.kind,
                unit=harm.unit,
                asked_kind=word.kind,
                asked_unit=word.unit,
            ),
        )
    if (harm.low, harm.high) != (word.low, word.high):
        raise DecisionError(
            incident.id,
            say(
                "the claim {claim} says {low} to {high}, not {asked_low} to {asked_high}",
                claim=claim,
                low=harm.low,
                high=harm.high,
                asked_low=word.low,
                asked_high=word.high,
            ),
            "take its own numbers",
        )


def _check_quote(basis: Basis, incident: Incident, filings: Sequence[Filing]) -> None:
    report = next((f.report for f in filings if f.report.id == basis.report), None)
    if report is None:
        raise DecisionError(
            incident.id, say("no account of it is in the report {report}", report=basis.report), "mark words in one of its own reports"
        )
    span = basis.span
    if span is None or not 0 <= span.start < span.end <= len(report.text):
        raise DecisionError(
            incident.id,
            say("the span {span} is outside the text", span=span and list(span)),
            say("it has {size} characters", size=len(report.text)),
        )
    if (stands := report.text[span.start : span.end]) != basis.quote:
        raise DecisionError(
            incident.id,
            say(
                "the quote «{quote}» is not what stands at {start}–{end}: «{stands}»",
                quote=basis.quote,
                start=span.start,
                end=span.end,
                stands=stands,
            ),
        )


def _check_taken_over(rule: str, word: TollGiven | DaysGiven, incident: Incident) -> None:
    machine = incident.suggested or incident
    if isinstance(word, DaysGiven):
        if (machine.first, machine.last) != (word.first, word.last):
            raise DecisionError(
                incident.id, say("the machine reads {first} to {last}, not the days given", first=machine.first, last=machine.last)
            )
        return
    toll = find_toll(machine.tolls, word.kind, word.group, word.unit)
    if toll is None or (toll.low, toll.high, toll.rule) != (word.low, word.high, rule):
        said = (
            say("the machine suggests no such toll")
            if toll is None
            else say("the machine suggests {low} to {high} by the rule {rule}", low=toll.low, high=toll.high, rule=toll.rule)
        )
        raise DecisionError(incident.id, said, "look again, and give a claim, marked words or a source")


def _check_move(word: Moved, incident: Incident) -> None:
    if word.state == "assigned" and not word.assignee:
        raise DecisionError(incident.id, "somebody must be named to whom it is assigned", "give --to PSEUDONYM")
    if word.state not in DONE:
        return
    if incident.lacking:
        raise DecisionError(
            incident.id,
            say("it cannot be {state} yet; it lacks {lacking}", state=word.state, lacking=incident.lacking),
            "`sijill register rules` shows it",
        )
    if word.state == "published" and not incident.reviewed:
        raise DecisionError(incident.id, "what is published is reviewed first", "`sijill decide ID state reviewed`")
    if set(word.accounts) != set(incident.accounts):
        raise DecisionError(incident.id, "its accounts are not those that were reviewed", "look again")


def _check_statement(word: Statement, incident: str) -> None:
    if word.actor not in ACTOR_IDS:
        raise DecisionError(
            incident, say("no party {actor}", actor=word.actor), say("the ids are: {parties}", parties=", ".join(ACTOR_IDS))
        )
    if not word.quote.strip() or not word.source.strip():
        raise DecisionError(incident, "a statement has its words and where they stand", "give both the quote and the source")
    _check_bounds(word.killed_low, word.killed_high, incident)
    _check_bounds(word.injured_low, word.injured_high, incident)
    if (word.lat is None) != (word.lon is None):
        raise DecisionError(incident, "a point has a latitude and a longitude")
    if word.lat is not None and word.lon is not None and not (-90 <= word.lat <= 90 and -180 <= word.lon <= 180):
        raise DecisionError(
            incident, say("{lat}, {lon} is no point on earth", lat=word.lat, lon=word.lon), "latitude first, then longitude, in degrees"
        )


def _check_person(word: Person, incident: str, filings: Sequence[Filing]) -> None:
    if not is_person_key(word.key):  # said without the key, which may hold a name
        raise DecisionError(incident, "the key of a person lies open and must say nothing about them", "make it with `person_key`")
    known = {v.id for f in filings for v in f.account.victims}
    if unknown := [claim for claim in word.claims if claim not in known]:
        raise DecisionError(
            incident, say("no account of it has the victim claim {unknown}", unknown=", ".join(unknown)), "`sijill show ID` lists them"
        )
    if word.age is not None and not 0 <= word.age <= 130:
        raise DecisionError(incident, say("an age of {age} is no age in years", age=word.age))
    if bad := [one for one in word.register_ids if ":" not in one]:
        raise DecisionError(incident, say("{bad} does not name its register", bad=", ".join(bad)), 'write "register:id", e.g. moh:1234')
