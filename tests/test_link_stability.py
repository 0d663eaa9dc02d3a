"""What comes later moves nothing that people decided, and as little as possible of the rest."""

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging import at, open_as, say, tables
from small import TOWNS, SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline
from sijill.model import DecisionError
from sijill.model.decision import GradeGiven, Merge, NotSame, Same
from sijill.register import Register

reports = st.lists(
    st.tuples(
        st.sampled_from([3, 7, 9, 21]), st.sampled_from(sorted(TOWNS)), st.sampled_from(["2019-01-18", "2019-01-19", "2019-02-02"])
    ),
    min_size=2,
    max_size=9,
)
words = st.lists(st.tuples(st.sampled_from(["same", "not_same", "grade"]), st.integers(0, 99), st.integers(0, 99)), max_size=3)


def homes(register: Register) -> dict[str, str]:
    return register.look.incidents_of(register.look.account_ids())


def judge(register: Register, act: str, one: int, other: int) -> None:
    """A decision about accounts that are there, if it makes sense."""
    accounts = register.look.account_ids()
    left, right = accounts[one % len(accounts)], accounts[other % len(accounts)]
    name = homes(register)[left]
    try:
        if act == "grade":
            say(register, name, GradeGiven("Weak"))
        else:
            say(register, name, Same(left, right) if act == "same" else NotSame(left, right))
    except DecisionError:
        pass  # one account twice, or the contrary of what was said before


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=reports, cuts=st.lists(st.integers(1, 8), max_size=3), said=words)
def test_reports_that_come_in_any_order_and_batches_move_nothing_that_is_there(
    told: list[tuple[int, str, str]], cuts: list[int], said: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as name, open_as(Path(name) / "register.sqlite", "machine") as register:
        rows: list[dict[str, object]] = [
            {"doc": f"d{n}", "source": f"Paper {n}", "text": f"Paper {n}: {sentence(*row)}", "published": "2019-02-04"}
            for n, row in enumerate(told)
        ]
        edges = [0, *sorted({cut for cut in cuts if cut < len(rows)}), len(rows)]
        waiting = list(said)
        for start, end in pairwise(edges):
            before, judged = homes(register), register.decisions.judged()
            register.author = "machine"
            batch = write_lines(Path(name) / f"{start}.jsonl", rows[start:end])
            pipeline.run(register, [batch], SmallReader(), SmallResolver(), lambda _: None)
            after = homes(register)
            assert set(after) == set(register.look.account_ids())
            for account, incident in before.items():
                kept = register.look.incident(incident)
                assert kept is not None, "an id leads to an incident for good"
                assert kept.id == after[account]
                assert incident not in judged or kept.id == incident, "what people judged keeps its id"
            for left, right in register.decisions.apart():
                assert after[left] != after[right]
            if waiting:
                judge(register, *waiting.pop(0))
        derived = tables(register)
        register.rebuild()
        assert tables(register) == derived


def test_the_id_that_goes_in_a_merge_leads_to_the_one_that_stays_and_the_register_says_so(register: Register) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    pipeline.merge(register, north.id, south.id, reason="one market", on=register.head().seq)
    entry = list(register.entries("linked", south.id))[-1]
    assert (entry.body["incident"], entry.body["into"]) == (None, north.id)
    assert register.look.incident(south.id) == pipeline.now_of(register, north.id)


def test_a_later_word_on_other_accounts_does_not_override_a_not_the_same(register: Register) -> None:
    north, south = at(register, "Northtown"), at(register, "Southtown")
    seq = say(register, north.id, NotSame(north.accounts[0], south.accounts[0]))
    with pytest.raises(DecisionError, match=f"entry {seq} says that .* are not the same; withdraw entry {seq} first"):
        say(register, north.id, Same(north.accounts[1], south.accounts[1]))
    with pytest.raises(DecisionError, match=f"withdraw entry {seq} first"):
        say(register, north.id, Merge(north.id, south.id, north.accounts + south.accounts))
