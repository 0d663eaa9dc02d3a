"""A judgement that does not fit is refused with what is wrong and what to do, and nothing is entered."""

from typing import Any, NamedTuple, cast

import pytest
from judging import at, say

from sijill import pipeline
from sijill.model import DecisionError, Filing, Incident, Span
from sijill.model.decision import (
    Basis,
    DaysGiven,
    GradeGiven,
    Merge,
    Moved,
    NotSame,
    PartyBlamed,
    Person,
    Same,
    Statement,
    StatusGiven,
    TollGiven,
    Withdrawn,
)
from sijill.model.identity import person_key
from sijill.register import Register

SOMEBODY = person_key(b"somebody")


class Seen(NamedTuple):
    """What an analyst has before them."""

    incident: Incident
    filing: Filing


BAD: list[tuple[Any, str]] = [
    (lambda s: Merge(s.incident.id, s.incident.id, s.incident.accounts), "cannot be merged with itself"),
    (lambda s: Merge(s.incident.id, "i-nowhere", ()), "no such incident"),
    (lambda s: Same(s.incident.accounts[0], "r-nowhere.a1"), "no account r-nowhere.a1"),
    (lambda s: NotSame(s.incident.accounts[0], s.incident.accounts[0]), "is one account"),
    (lambda _: TollGiven("killed", "civilian", 7, 7, Basis(claim="r-x.a1.h9")), "no account of it has the claim"),
    (lambda s: TollGiven("killed", "civilian", 8, 8, Basis(claim=s.filing.account.harms[0].id)), "says 7 to 7, not 8 to 8"),
    (lambda s: TollGiven("injured", "civilian", 7, 7, Basis(claim=s.filing.account.harms[0].id)), "is of killed people"),
    (lambda _: TollGiven("killed", "civilian", 9, 7, Basis(source="a list")), "below the lowest"),
    (lambda _: TollGiven("killed", "civilian", -1, 7, Basis(source="a list")), "not below 0"),
    (lambda _: TollGiven("killed", "civilian", 7, 7, Basis()), "exactly one of"),
    (lambda _: TollGiven("killed", "civilian", 7, 7, Basis(source="a list", rule="range")), "exactly one of"),
    (lambda _: TollGiven("killed", "civilian", 7, 7, Basis(rule="range")), "machine suggests 7 to 9"),
    (
        lambda s: TollGiven("killed", "civilian", 7, 7, Basis(report=s.filing.report.id, span=Span(0, 999), quote="7")),
        "is outside the text",
    ),
    (
        lambda s: TollGiven("killed", "civilian", 7, 7, Basis(report=s.filing.report.id, span=Span(0, 1), quote="8")),
        "not what stands at",
    ),
    (lambda _: TollGiven("killed", "civilian", 7, 7, Basis(report="r-x", span=Span(0, 1), quote="8")), "in the report r-x"),
    (lambda s: DaysGiven(s.incident.first, s.incident.first.replace(year=2018), Basis(source="a list")), "before the first"),
    (lambda _: GradeGiven(cast(Any, "Sure")), "grade 'Sure' is none of"),
    (lambda _: StatusGiven(cast(Any, "Perhaps")), "none of"),
    (lambda _: PartyBlamed(("mars",), "known"), "no party mars"),
    (lambda _: PartyBlamed(("russia", "us"), "known"), "compete"),
    (lambda _: PartyBlamed((), "known"), "names a party"),
    (lambda _: Moved("assigned"), "somebody must be named"),
    (lambda _: Moved("reviewed"), "lacks grade: 0 of 2 people"),
    (lambda _: Moved("published"), "lacks"),
    (lambda _: Withdrawn(1), "no decision about it"),
    (lambda _: Statement("russia", "credible", "", "a page"), "has its words"),
    (lambda _: Statement("russia", "credible", "we did", "a page", lat=99.0, lon=0.0), "no point on earth"),
    (lambda _: Person(SOMEBODY, ("A",), "killed", claims=("r-x.a1.v1",)), "victim claim r-x.a1.v1"),
    (lambda _: Person(SOMEBODY, ("A",), "killed", age=200), "no age"),
    (lambda _: Person(SOMEBODY, ("A",), "killed", register_ids=("1234",)), "does not name its register"),
]


@pytest.mark.parametrize(("make", "problem"), BAD, ids=[problem for _, problem in BAD])
def test_what_does_not_fit_is_refused_and_nothing_is_entered(register: Register, make: Any, problem: str) -> None:
    incident = at(register, "Northtown")
    head = register.head()
    with pytest.raises(DecisionError, match=problem):
        say(register, incident.id, make(Seen(incident, register.look.filings(incident.accounts)[0])))
    assert register.head() == head


def test_a_withdrawal_is_not_withdrawn_and_nothing_is_withdrawn_twice(register: Register) -> None:
    name = at(register, "Northtown").id
    seq = say(register, name, GradeGiven("Fair"))
    undo = say(register, name, Withdrawn(seq))
    with pytest.raises(DecisionError, match="withdrawn already"):
        say(register, name, Withdrawn(seq))
    with pytest.raises(DecisionError, match="a withdrawal, which stays"):
        say(register, name, Withdrawn(undo))


@pytest.mark.parametrize(("author", "reason", "problem"), [("machine", "why", "needs a person"), ("a-one", " ", "needs a reason")])
def test_a_decision_needs_a_person_and_a_reason(register: Register, author: str, reason: str, problem: str) -> None:
    with pytest.raises(DecisionError, match=problem):
        say(register, at(register, "Northtown").id, GradeGiven("Fair"), author, reason)


def test_an_incident_that_is_not_there_is_named(register: Register) -> None:
    with pytest.raises(DecisionError, match="i-nowhere: there is no such incident"):
        say(register, "i-nowhere", GradeGiven("Fair"))
    with pytest.raises(DecisionError, match="no entry 9999 yet"):
        pipeline.decide(register, at(register, "Northtown").id, GradeGiven("Fair"), reason="why", on=9999)
