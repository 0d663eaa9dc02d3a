"""Forms into judgements: what a person filled in, as the word of the model that is entered. Who may do what stands here too."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any, cast, get_args

from starlette.datastructures import FormData

from sijill.model import DecisionError, Filing, Incident, Span
from sijill.model.decision import (
    Basis,
    DaysGiven,
    GradeGiven,
    Judgement,
    Moved,
    Note,
    NotSame,
    NotSameOrigin,
    NotSamePerson,
    PartyBlamed,
    Person,
    Related,
    Retracted,
    Same,
    SameOrigin,
    SamePerson,
    Statement,
    StatusGiven,
    TollGiven,
    Withdrawn,
)
from sijill.model.identity import person_key
from sijill.model.incident import find_toll
from sijill.model.said import say
from sijill.model.vocabulary import Finding
from sijill.pipeline import merge_of, open_dossier, split_of
from sijill.register import Register
from sijill.register.users import UserRole
from sijill.web.visit import text_of

FINDINGS: tuple[str, ...] = get_args(Finding)

ROLE_OF: dict[str, UserRole] = {"retract": "reviewer"}
"""Acts that need more than an analyst; moving to reviewed or published does too, and so does taking back what another decided."""


def read_judgement(act: str, form: FormData, register: Register, incident: Incident) -> Judgement:
    """The judgement of a form. Raises DecisionError where it is filled in so that it cannot be one."""
    return READERS[act](form, register, incident)


def role_for(judgement: Judgement, register: Register, incident: Incident) -> UserRole:
    """The role that it takes."""
    if isinstance(judgement, Moved) and judgement.state in ("reviewed", "published"):
        return "reviewer"
    if isinstance(judgement, Withdrawn):
        made = register.decisions.about([incident.id]).get(incident.id, ())
        own = any(one.seq == judgement.entry and one.author == register.author for one in made)
        return "analyst" if own else "reviewer"
    return ROLE_OF.get(judgement.act, "analyst")


def _grade(form: FormData, _: Register, __: Incident) -> Judgement:
    value: Any = text_of(form, "grade")
    return GradeGiven(None if value == "none" else value, text_of(form, "independent") == "1")


def _status(form: FormData, _: Register, __: Incident) -> Judgement:
    value: Any = text_of(form, "status")
    return StatusGiven(value)


def _attribution(form: FormData, _: Register, __: Incident) -> Judgement:
    certainty: Any = text_of(form, "certainty")
    return PartyBlamed(tuple(str(one) for one in form.getlist("actor")), certainty)


def _toll(form: FormData, register: Register, incident: Incident) -> Judgement:
    kind: Any = text_of(form, "kind")
    group: Any = text_of(form, "group")
    unit: Any = text_of(form, "unit") or "people"
    basis, filings = text_of(form, "basis"), register.look.filings(incident.accounts)
    if basis == "rule":
        machine = find_toll((incident.suggested or incident).tolls, kind, group, unit)
        if machine is None:
            raise DecisionError(
                incident.id,
                say("the machine reads no toll {kind} {group}", kind=kind, group=group),
                "give a claim, marked words or a source",
            )
        return TollGiven(kind, group, machine.low, machine.high, Basis(rule=machine.rule), unit)
    if basis == "claim":
        claim = text_of(form, "claim")
        harm = next((h for f in filings for h in f.account.harms if h.id == claim), None)
        if harm is None:
            raise DecisionError(
                incident.id, say("no account of it has the claim {claim!r}", claim=claim), "choose one of those that are listed"
            )
        return TollGiven(harm.kind, group, harm.low, harm.high, Basis(claim=claim), harm.unit)
    low, high = _number(form, "low", incident), _number(form, "high", incident)
    return TollGiven(kind, group, low, high, _basis(form, filings, incident), unit)


def _days(form: FormData, register: Register, incident: Incident) -> Judgement:
    machine = incident.suggested or incident
    if text_of(form, "basis") == "rule":
        if machine.first is None or machine.last is None:
            raise DecisionError(incident.id, "the machine reads no day", "give one, with what it stands on")
        return DaysGiven(machine.first, machine.last, Basis(rule="days"))
    filings = register.look.filings(incident.accounts)
    if text_of(form, "basis") == "claim":
        claim = text_of(form, "claim")
        when = next((f.account.date for f in filings if f"{f.account.id}.d" == claim), None)
        if when is None:
            raise DecisionError(
                incident.id, say("no account of it has the date {claim!r}", claim=claim), "choose one of those that are listed"
            )
        return DaysGiven(when.first, when.last, Basis(claim=claim))
    first = _day(form, "first", incident)
    if first is None:
        raise DecisionError(incident.id, "the first day is missing", "give it as 2019-01-18")
    return DaysGiven(first, _day(form, "last", incident) or first, _basis(form, filings, incident))


def _basis(form: FormData, filings: tuple[Filing, ...], incident: Incident) -> Basis:
    """What an entered value stands on: words that were marked in a report, words that were typed, or a source elsewhere."""
    match text_of(form, "basis"):
        case "span":
            report, start, end = text_of(form, "report"), _number(form, "start", incident), _number(form, "end", incident)
            text = next((f.report.text for f in filings if f.report.id == report), None)
            if text is None or start is None or end is None or not 0 <= start < end <= len(text):
                return _typed(text_of(form, "words"), filings, incident)
            return Basis(report=report, span=Span(start, end), quote=text[start:end])
        case "source":
            return Basis(source=text_of(form, "source"))
    raise DecisionError(incident.id, "what the value stands on is missing", "choose a claim, mark words, or name a source")


def _typed(words: str, filings: tuple[Filing, ...], incident: Incident) -> Basis:
    """The words as they stand in exactly one place of the reports: for those who cannot mark them."""
    if not words:
        raise DecisionError(incident.id, "no words are marked", "mark them in a report, or type them as they stand there")
    texts = {f.report.id: f.report.text for f in filings}
    found = [(name, at) for name, text in texts.items() for at in range(len(text)) if text.startswith(words, at)]
    if len(found) != 1:
        raise DecisionError(
            incident.id, say("these words stand {count} times in its reports", count=len(found)), "give more of them, or mark them"
        )
    name, at = found[0]
    return Basis(report=name, span=Span(at, at + len(words)), quote=words)


def _state(form: FormData, _: Register, incident: Incident) -> Judgement:
    value: Any = text_of(form, "state")
    assignee = text_of(form, "assignee") or (incident.assignee if value != "new" else None)
    return Moved(value, assignee)


def _retract(_: FormData, __: Register, ___: Incident) -> Judgement:
    return Retracted()


def _statement(form: FormData, _: Register, incident: Incident) -> Judgement:
    finding: Any = text_of(form, "finding")
    return Statement(
        text_of(form, "actor"),
        finding,
        text_of(form, "quote"),
        text_of(form, "source"),
        _day(form, "said", incident),
        _number(form, "killed_low", incident),
        _number(form, "killed_high", incident),
        _number(form, "injured_low", incident),
        _number(form, "injured_high", incident),
    )


def _victim(form: FormData, register: Register, incident: Incident) -> Judgement:
    names = tuple(line.strip() for line in text_of(form, "names").splitlines() if line.strip())
    if not names:
        raise DecisionError(incident.id, "a person on the list has a name", "give each spelling on a line of its own")
    fate: Any = text_of(form, "fate") or "killed"
    sex: Any = text_of(form, "sex") or None
    key = text_of(form, "key")
    if key and key not in {getattr(one.judgement, "key", "") for one in open_dossier(register, incident.id).people}:
        raise DecisionError(incident.id, "nobody on the list has this key", "look again")
    claims = tuple(str(one) for one in form.getlist("claim") if one)
    role, family = (text_of(form, name) or None for name in ("role", "family"))
    ids = tuple(text_of(form, "register_ids").split())
    made = key or person_key(secrets.token_bytes(8))
    return Person(made, names, fate, _number(form, "age", incident), sex, role, family, ids, claims)


def _note(form: FormData, _: Register, incident: Incident) -> Judgement:
    if not text_of(form, "text"):
        raise DecisionError(incident.id, "the note is empty", "write something")
    return Note(text_of(form, "text"), "public" if text_of(form, "public") == "1" else "internal")


def _merge(form: FormData, register: Register, incident: Incident) -> Judgement:
    return merge_of(register, incident.id, text_of(form, "other"))


def _split(form: FormData, register: Register, incident: Incident) -> Judgement:
    return split_of(register, incident.id, [str(one) for one in form.getlist("leaving")])


def _same(form: FormData, _: Register, __: Incident) -> Judgement:
    return Same(text_of(form, "left"), text_of(form, "right"))


def _not_same(form: FormData, _: Register, __: Incident) -> Judgement:
    return NotSame(text_of(form, "left"), text_of(form, "right"))


def _same_origin(form: FormData, _: Register, __: Incident) -> Judgement:
    return SameOrigin(text_of(form, "left"), text_of(form, "right"))


def _not_same_origin(form: FormData, _: Register, __: Incident) -> Judgement:
    return NotSameOrigin(text_of(form, "left"), text_of(form, "right"))


def _same_person(form: FormData, _: Register, __: Incident) -> Judgement:
    return SamePerson(text_of(form, "left"), text_of(form, "right"))


def _not_same_person(form: FormData, _: Register, __: Incident) -> Judgement:
    return NotSamePerson(text_of(form, "left"), text_of(form, "right"))


def _relate(form: FormData, _: Register, __: Incident) -> Judgement:
    return Related(text_of(form, "other"), cast(Any, text_of(form, "bond")))


def _withdraw(form: FormData, _: Register, incident: Incident) -> Judgement:
    entry = _number(form, "entry", incident)
    if entry is None:
        raise DecisionError(incident.id, "which decision is meant is missing", "choose one of the list")
    return Withdrawn(entry)


def _number(form: FormData, name: str, incident: Incident) -> int | None:
    """A whole number, in either script; nothing where the field is empty."""
    text = text_of(form, name)
    if not text:
        return None
    if not text.isdecimal() or len(text) > 9:
        raise DecisionError(
            incident.id,
            say("{name}: {text!r} is no whole number", name=name, text=text[:40]),
            "write 8, or leave it empty where it is not known",
        )
    return int(text)


def _day(form: FormData, name: str, incident: Incident) -> date | None:
    text = text_of(form, name)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise DecisionError(
            incident.id, say("{name}: {text!r} is no day", name=name, text=text[:40]), "write it as 2019-01-18"
        ) from error


READERS: dict[str, Callable[[FormData, Register, Incident], Judgement]] = {
    "grade": _grade,
    "status": _status,
    "attribution": _attribution,
    "toll": _toll,
    "days": _days,
    "state": _state,
    "retract": _retract,
    "statement": _statement,
    "victim": _victim,
    "note": _note,
    "merge": _merge,
    "split": _split,
    "same": _same,
    "not_same": _not_same,
    "same_origin": _same_origin,
    "not_same_origin": _not_same_origin,
    "same_person": _same_person,
    "not_same_person": _not_same_person,
    "relate": _relate,
    "withdraw": _withdraw,
}
"""How each act's form is read; every act of the model has one."""
