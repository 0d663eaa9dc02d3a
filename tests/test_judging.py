"""Decisions stand over the machine's reading, are never overridden by a link, and can be undone."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from judging import at, fill, open_as, say, tables
from small import SmallReader, SmallResolver, sentence, write_lines
from test_register_sealed import dump

from sijill import pipeline
from sijill.model import DecisionError, Filing, Incident, Link, Reason, Span, StaleView
from sijill.model.decision import (
    Basis,
    DaysGiven,
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
from sijill.pipeline import assemble
from sijill.register import Register

SOMEBODY = person_key(b"somebody")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a register that is copied, since reading and linking take longer than what is tested."""
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "register.sqlite", folder)
    return folder


@pytest.fixture
def register(filled: Path, tmp_path: Path) -> Iterator[Register]:
    shutil.copytree(filled, tmp_path / "copy")
    with open_as(tmp_path / "copy" / "register.sqlite", "a-one") as opened:
        yield opened


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


def later(register: Register, folder: Path, doc: str, source: str, text: str) -> None:
    """A report that comes later is run by the machine."""
    register.author = "machine"
    path = write_lines(folder / f"{doc}.jsonl", [{"doc": doc, "source": source, "text": text, "published": "2019-02-05"}])
    pipeline.run(register, [path], SmallReader(), SmallResolver(), lambda _: None)


def link_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def link_all(filings: Any, neighbours: Any = ()) -> tuple[Link, ...]:
        new = {filing.account.id for filing in filings}
        both = sorted(new | {filing.account.id for filing in neighbours})
        reason = (Reason("by_hand", "for a test", "لاختبار", 9.0),)
        return tuple(Link(a, b, 9.0, True, reason, "hand") for n, a in enumerate(both) for b in both[n + 1 :] if {a, b} & new)

    monkeypatch.setattr(assemble, "link_filings", link_all)


def test_a_merge_keeps_one_id_and_undoing_it_restores_both_with_their_decisions(register: Register) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    say(register, south.id, GradeGiven("Fair"))
    north, south = at(register, "Northtown"), at(register, "Southtown")
    merged = pipeline.merge(register, north.id, south.id, reason="one market", on=register.head().seq)
    whole = pipeline.now_of(register, north.id)
    assert set(whole.accounts) == {*north.accounts, *south.accounts}
    assert register.look.incident(south.id) == whole
    with pytest.raises(DecisionError, match=f"part of {north.id} now"):
        say(register, south.id, GradeGiven("Weak"))
    say(register, north.id, Withdrawn(merged.entry.seq))
    assert (pipeline.now_of(register, north.id), pipeline.now_of(register, south.id)) == (north, south)


def test_a_split_makes_an_incident_of_its_own_and_undoing_it_restores_the_whole(register: Register) -> None:
    before = at(register, "Northtown")
    done = pipeline.split(register, before.id, before.accounts[:1], reason="the first is of the day before", on=register.head().seq)
    kept = pipeline.now_of(register, before.id)
    made = next(name for name in done.changed if name != before.id)
    assert pipeline.now_of(register, made).accounts == before.accounts[:1]
    assert set(kept.accounts) == set(before.accounts[1:])
    say(register, before.id, Withdrawn(done.entry.seq))
    assert pipeline.now_of(register, before.id) == before
    assert register.look.incident(made) == before


def test_no_link_joins_what_a_person_said_is_not_the_same(register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    say(register, north.id, NotSame(north.accounts[0], south.accounts[0]))
    link_everything(monkeypatch)
    later(register, tmp_path, "z", "Times", sentence(7, "Northtown", "2019-01-18"))
    homes = register.look.incidents_of((north.accounts[0], south.accounts[0]))
    assert len(set(homes.values())) == 2


def test_two_accounts_of_one_incident_that_are_not_the_same_come_apart(register: Register) -> None:
    before = at(register, "Northtown")
    first, last = before.accounts[0], before.accounts[-1]
    seq = say(register, before.id, NotSame(first, last))
    homes = register.look.incidents_of(before.accounts)
    assert homes[first] != homes[last]
    say(register, before.id, Withdrawn(seq))
    assert pipeline.now_of(register, before.id) == before


def test_same_puts_two_incidents_together_and_later_reports_do_not_tear_them_apart(register: Register, tmp_path: Path) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    say(register, north.id, Same(north.accounts[0], south.accounts[0]))
    whole = pipeline.now_of(register, north.id)
    later(register, tmp_path, "z", "Times", sentence(3, "Southtown", "2019-02-02"))
    assert set(pipeline.now_of(register, north.id).accounts) >= set(whole.accounts)


def test_what_people_judged_is_never_put_together_by_a_link(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [at(register, place).id for place in ("Northtown", "Southtown")]
    for name in names:
        say(register, name, GradeGiven("Weak"))
    link_everything(monkeypatch)
    later(register, tmp_path, "z", "Times", sentence(7, "Northtown", "2019-01-18"))
    assert {register.look.incident(name).id for name in names} == set(names)  # type: ignore[union-attr]


def test_a_decision_on_top_of_another_is_withdrawn_first(register: Register) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    merged = pipeline.merge(register, north.id, south.id, reason="one market", on=register.head().seq)
    cut = pipeline.split(register, north.id, south.accounts[:1], reason="not that one", on=register.head().seq)
    with pytest.raises(DecisionError, match=f"withdraw entry {cut.entry.seq} first"):
        say(register, north.id, Withdrawn(merged.entry.seq))
    say(register, north.id, Withdrawn(cut.entry.seq))
    say(register, north.id, Withdrawn(merged.entry.seq))
    assert (pipeline.now_of(register, north.id), pipeline.now_of(register, south.id)) == (north, south)


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


def toll(basis: Basis) -> TollGiven:
    return TollGiven("killed", "civilian", 7, 7, basis)


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
