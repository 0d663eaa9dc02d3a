"""What people say is one incident, or is not, stands over every link, and can be undone."""

from pathlib import Path
from typing import Any

import pytest
from judging import at, later, say
from small import sentence

from sijill import pipeline
from sijill.model import DecisionError, Link, Reason
from sijill.model.decision import GradeGiven, NotSame, Related, Same, Withdrawn
from sijill.pipeline import assemble
from sijill.register import Register
from sijill.tally import Choice


def link_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def link_all(filings: Any, neighbours: Any = (), *_: Any) -> tuple[Link, ...]:
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


def test_a_part_of_a_wider_toll_is_counted_once_in_totals_even_after_the_whole_was_merged(register: Register) -> None:
    part, whole = at(register, "Southtown"), at(register, "Northtown")
    seq = say(register, part.id, Related(whole.id, "part_of"), reason="the day's toll names this street")
    bound = pipeline.now_of(register, part.id).bonds
    assert [(one.other, one.bond, one.given.seq) for one in bound] == [(whole.id, "part_of", seq)]

    def counted() -> set[str]:
        totals = pipeline.tally_register(register, choice=Choice(unreviewed=True)).totals
        return {name for total in totals for name in total.incidents}

    assert part.id not in counted()
    assert whole.id in counted()
    with pytest.raises(DecisionError, match="is part of it already"):
        say(register, whole.id, Related(part.id, "part_of"))
    other = at(register, "Midtown")
    merged = pipeline.merge(register, other.id, whole.id, reason="one day of strikes", on=register.head().seq)
    assert part.id not in counted()
    say(register, other.id, Withdrawn(merged.entry.seq))
    say(register, part.id, Withdrawn(seq))
    assert pipeline.now_of(register, part.id) == part
    assert part.id in counted()


@pytest.mark.parametrize(("other", "bond", "problem"), [("i-none", "related", "no incident"), ("", "part_of", "not bound to itself")])
def test_a_bond_to_nothing_or_to_itself_is_refused(register: Register, other: str, bond: Any, problem: str) -> None:
    incident = at(register, "Southtown")
    with pytest.raises(DecisionError, match=problem):
        say(register, incident.id, Related(other or incident.id, bond))
