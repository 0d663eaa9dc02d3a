"""Decisions stand over the machine's reading, are never overridden by a link, and can be undone."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from judging import at, fill, later, open_as, say, tables
from small import dump, sentence

from sijill import pipeline
from sijill.model import DecisionError, Incident, Span, StaleView
from sijill.model.decision import (
    Basis,
    GradeGiven,
    Judgement,
    Merge,
    Moved,
    Note,
    NotSame,
    PartyBlamed,
    Person,
    Retracted,
    Same,
    Statement,
    StatusGiven,
    TollGiven,
    Withdrawn,
)
from sijill.model.identity import person_key
from sijill.register import Register


def test_a_grade_stands_with_who_gave_it_when_and_why_beside_what_the_machine_suggests(register: Register) -> None:
    name = at(register, "Northtown").id
    machine = at(register, "Northtown").grade
    seq = say(register, name, GradeGiven("Discounted"), reason="both uncles say that they were fighters")
    incident = pipeline.now_of(register, name)
    assert incident.grade is not None
    assert incident.grade.given is not None
    assert incident.suggested is not None
    assert (incident.grade.grade, incident.grade.given.seq, incident.grade.given.author) == ("Discounted", seq, "a-one")
    assert incident.grade.given.reason == "both uncles say that they were fighters"
    assert incident.suggested.grade == machine
    assert incident.reviewed is False


def test_a_partys_own_statement_changes_what_is_suggested_until_it_is_withdrawn(register: Register) -> None:
    before = at(register, "Northtown")
    seq = say(
        register, before.id, Statement("us_coalition", "credible", "we regret it", "a press release", killed_low=2, killed_high=3)
    )
    incident = pipeline.now_of(register, before.id)
    assert incident.grade is not None
    assert incident.status is not None
    assert incident.blame is not None
    assert (incident.grade.grade, incident.status.status, incident.blame.certainty) == ("Confirmed", "Declared", "known")
    assert ("finding_credible", (2, 3)) in [(reason.code, reason.numbers) for reason in incident.grade.reasons]
    assert all("regret" not in reason.text for reason in incident.grade.reasons)
    say(register, before.id, Withdrawn(seq))
    assert pipeline.now_of(register, before.id) == before


def test_a_withdrawn_grade_falls_out_and_both_entries_stay_in_the_history(register: Register) -> None:
    before = at(register, "Northtown")
    seq = say(register, before.id, GradeGiven("Fair"))
    say(register, before.id, Withdrawn(seq))
    assert pipeline.now_of(register, before.id) == before
    assert [made.judgement.act for made in register.decisions.about([before.id])[before.id]] == ["grade", "withdraw"]


def test_the_newest_word_stands_and_who_differs_is_kept(register: Register) -> None:
    name = at(register, "Northtown").id
    say(register, name, GradeGiven("Fair"), "a-one")
    say(register, name, GradeGiven("Weak"), "a-two")
    grade = pipeline.now_of(register, name).grade
    assert grade is not None
    assert grade.given is not None
    assert (grade.grade, grade.given.agreed, grade.given.differed) == ("Weak", ("a-two",), ("a-one",))
    assert "people_differ" in {need.code for need in pipeline.now_of(register, name).needs}
    say(register, name, GradeGiven("Weak"), "a-one")
    grade = pipeline.now_of(register, name).grade
    assert grade is not None
    assert grade.given is not None
    assert (grade.given.agreed, grade.given.differed) == (("a-one", "a-two"), ())


def test_a_decision_on_less_than_there_is_now_is_refused_with_what_changed(register: Register) -> None:
    name = at(register, "Northtown").id
    seen = register.decisions.newest(name)
    say(register, name, GradeGiven("Fair"), "a-two", "two origins")
    head = register.head()
    register.author = "a-one"
    with pytest.raises(StaleView) as caught:
        pipeline.decide(register, name, GradeGiven("Weak"), reason="one origin", on=seen)
    assert "a-two: grade: two origins" in str(caught.value)
    assert caught.value.newest == register.decisions.newest(name)
    assert register.head() == head


def test_independent_grades_are_given_without_seeing_those_of_others(register: Register) -> None:
    name = at(register, "Northtown").id
    seen = register.decisions.newest(name)
    for author in ("a-one", "a-two"):
        register.author = author
        pipeline.decide(register, name, GradeGiven("Fair", independent=True), reason="two origins", on=seen)
    grade = pipeline.now_of(register, name).grade
    assert grade is not None
    assert grade.given is not None
    assert grade.given.agreed == ("a-one", "a-two")


def test_reviewed_is_reached_only_when_people_enough_gave_every_value_that_counts(register: Register) -> None:
    incident = at(register, "Northtown")
    words: list[Judgement] = [
        GradeGiven("Weak"),
        StatusGiven("Likely"),
        PartyBlamed(("unknown",), "suspected"),
        TollGiven("killed", "civilian", 7, 9, Basis(rule=incident.tolls[0].rule)),
    ]
    for word in words:
        say(register, incident.id, word, "a-one")
    with pytest.raises(DecisionError, match="grade: 1 of 2 people"):
        say(register, incident.id, Moved("reviewed"))
    for word in words:
        say(register, incident.id, word, "a-two")
    say(register, incident.id, Moved("reviewed"))
    now = pipeline.now_of(register, incident.id)
    assert now.reviewed
    assert (now.state, now.lacking, now.needs) == ("reviewed", (), ())
    assert now.tolls[0].claims == incident.tolls[0].claims


def test_a_register_may_have_a_rule_of_its_own(register: Register) -> None:
    name = at(register, "Southtown").id
    say(register, name, GradeGiven("Weak"))
    people = {"grade": 1, "toll": 0, "attribution": 0, "status": 0, "days": 0}
    pipeline.give_rules(register, people, reason="we are one")
    assert pipeline.now_of(register, name).lacking == ()
    say(register, name, Moved("reviewed"))
    assert pipeline.now_of(register, name).reviewed
    pipeline.give_rules(register, {**people, "toll": 2}, reason="we are three")
    now = pipeline.now_of(register, name)
    assert (now.reviewed, now.state, now.lacking) == (False, "pending", ("toll killed civilian: 0 of 2 people",))


def test_what_was_reviewed_is_pending_again_when_an_account_comes_later(register: Register, tmp_path: Path) -> None:
    name = at(register, "Southtown").id
    pipeline.give_rules(register, {"grade": 1, "toll": 0, "attribution": 0, "status": 0, "days": 0}, reason="we are one")
    say(register, name, GradeGiven("Weak"))
    say(register, name, Moved("reviewed"))
    later(register, tmp_path, "z", "Times", sentence(3, "Southtown", "2019-02-02"))
    now = pipeline.now_of(register, name)
    assert len(now.accounts) == 3
    assert now.grade is not None
    assert now.grade.given is not None
    assert (now.state, now.reviewed, now.needs[0].code) == ("pending", False, "new_accounts")


def test_a_retracted_incident_stays_visible_with_the_reason(register: Register) -> None:
    name = at(register, "Elsewhere").id
    seq = say(register, name, Retracted(), reason="the paper withdrew its report")
    now = pipeline.now_of(register, name)
    assert now.retracted is not None
    assert now.retracted.reason == "the paper withdrew its report"
    say(register, name, Withdrawn(seq))
    assert pipeline.now_of(register, name).retracted is None


def test_decisions_and_rebuilding_give_the_same_tables_on_both_databases(target: str, tmp_path: Path) -> None:
    fill(target, tmp_path)
    with open_as(target, "a-one") as register:
        north, south = at(register, "Northtown"), at(register, "Southtown")
        seq = say(register, north.id, GradeGiven("Fair"))
        pipeline.merge(register, north.id, south.id, reason="one market", on=register.head().seq)
        say(register, north.id, Withdrawn(seq))
        before = tables(register)
        register.rebuild()
        assert tables(register) == before
        register.verify()


def test_of_two_people_who_decide_at_once_one_is_asked(target: str, tmp_path: Path) -> None:
    fill(target, tmp_path)
    with open_as(target, "a-one") as one, open_as(target, "a-two") as two:
        name = at(one, "Northtown").id
        seen = one.decisions.newest(name)

        def grade(register: Register) -> str:
            try:
                pipeline.decide(register, name, GradeGiven("Fair"), reason="for a test", on=seen)
            except StaleView:
                return "asked"
            return "entered"

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(grade, (one, two))) == ["asked", "entered"]
        assert len(one.decisions.about([name])[name]) == 1


def mark(incident: Incident, register: Register, word: str) -> Basis:
    report = register.look.filings(incident.accounts)[0].report
    start = report.text.index(word)
    return Basis(report=report.id, span=Span(start, start + len(word)), quote=word)


def test_a_value_is_corrected_by_another_claim_by_marked_words_or_by_a_source(register: Register) -> None:
    incident = at(register, "Northtown")
    claims = {h.low: h.id for f in register.look.filings(incident.accounts) for h in f.account.harms}
    for low, basis in ((9, Basis(claim=claims[9])), (7, mark(incident, register, "7")), (8, Basis(source="hospital list, page 2"))):
        say(register, incident.id, TollGiven("killed", "civilian", low, low, basis))
        toll = pipeline.now_of(register, incident.id).tolls[0]
        assert (toll.low, toll.high, toll.rule) == (low, low, "decided")


def test_nothing_personal_that_people_enter_lies_open_anywhere(target: str, tmp_path: Path) -> None:
    words = ("Zaynab", "زينب", "Exampleson", "midwife", "registrar:4711", "conceded", "bulletin", "cellar")
    fill(target, tmp_path)
    with open_as(target, "a-one") as register:
        incident = at(register, "Northtown").id
        key = person_key(bytes(range(8)))
        seen = Person(key, ("Zaynab Exampleson", "زينب مثال"), "injured", 34, "female", "midwife", "Exampleson", ("registrar:4711",))
        say(register, incident, seen)
        say(register, incident, Statement("us_coalition", "credible", "we conceded it to Zaynab", "bulletin 9"))
        say(register, incident, Note("Zaynab hid in the cellar"))
        say(register, incident, GradeGiven("Fair"), author="a-two")
        into = at(register, "Southtown").id
        pipeline.merge(register, into, incident, reason="one market", on=register.head().seq)
        assert [one.judgement for one in pipeline.open_dossier(register, into).people] == [seen]
        register.rebuild()
        lying = dump(register)
        assert key in lying
        assert [word for word in words if word in lying] == []
        for file in tmp_path.glob("register.sqlite*"):  # the file itself, with what is not yet in it or no longer
            assert [word for word in words if word.encode() in file.read_bytes()] == [], file.name


def test_the_key_of_a_person_says_nothing_about_them(tmp_path: Path) -> None:
    assert person_key(b"\x00" * 8) != person_key(b"\x01" * 8)
    fill(tmp_path / "register.sqlite", tmp_path)
    with open_as(tmp_path / "register.sqlite", "a-one") as register:
        incident = at(register, "Northtown").id
        for key in ("zaynab", "v-1", "v-zaynabexampleson"):
            with pytest.raises(DecisionError, match="say nothing about them") as caught:
                say(register, incident, Person(key, ("Zaynab",), "killed"))
            assert key not in str(caught.value)


ACTS = st.sampled_from(["Fair", "Weak", "toll", "retract", "note", "merge", "split", "not_same", "same", "undo"])


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@example(acts=[("Fair", 0, 0), ("merge", 1, 0)])
@given(acts=st.lists(st.tuples(ACTS, st.integers(0, 9), st.integers(0, 9)), max_size=7))
def test_undoing_everything_restores_exactly_what_the_machine_read(
    filled: Path, tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    """Whatever people do, in whatever order: undone from the last on, each incident is as before; rebuilt tables are the same."""
    folder = tmp_path_factory.mktemp("acts") / "copy"
    shutil.copytree(filled, folder)
    with open_as(folder / "register.sqlite", "a-one") as register:
        before = {incident.id: incident for incident in register.look.incidents()}
        done: list[tuple[str, int]] = []
        for act, one, two in acts:
            act_on(register, act, one, two, done)
        for name, seq in reversed(done):
            say(register, name, Withdrawn(seq))
        assert {incident.id: incident for incident in register.look.incidents()} == before
        rows = tables(register)
        register.rebuild()
        assert tables(register) == rows


def act_on(register: Register, act: str, one: int, two: int, done: list[tuple[str, int]]) -> None:
    """Do it, where it makes sense, on incidents chosen by number."""
    incidents = sorted(register.look.incidents(), key=lambda i: i.id)
    first, second = incidents[one % len(incidents)], incidents[two % len(incidents)]
    if act == "undo":
        if done:
            name, seq = done.pop()
            say(register, name, Withdrawn(seq))
        return
    if act == "split":
        if len(first.accounts) > 1:
            made = pipeline.split(
                register, first.id, first.accounts[: 1 + two % (len(first.accounts) - 1)], reason="x", on=register.head().seq
            )
            done.append((first.id, made.entry.seq))
        return
    other = second if second.id != first.id else incidents[(one + 1) % len(incidents)]
    if first.id == other.id:
        return
    words: dict[str, Judgement] = {
        "toll": TollGiven("killed", "civilian", one, one + two, Basis(source="a list")),
        "retract": Retracted(),
        "note": Note("looked at"),
        "merge": Merge(first.id, other.id, first.accounts + other.accounts),
        "same": Same(first.accounts[0], other.accounts[0]),
        "not_same": NotSame(first.accounts[0], (first.accounts[1:] or other.accounts)[-1]),
    }
    word = words.get(act) or GradeGiven("Fair" if act == "Fair" else "Weak")
    done.append((first.id, say(register, first.id, word)))
