"""The queue puts first what needs a person most, and nothing in it waits for ever; agreement is measured as published."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judging import at, say
from small import NOON
from sqlalchemy import delete, insert

from sijill import pipeline
from sijill.model.decision import GradeGiven, Moved, Retracted
from sijill.register import Register
from sijill.register.tables import incidents
from sijill.review import load_weights, measure_agreement
from sijill.review.agreement import cohen_kappa, krippendorff_alpha


def test_what_needs_a_person_most_comes_first_with_its_reasons(register: Register) -> None:
    queue = pipeline.list_queue(register)
    assert queue[0].incident.place_name == "Northtown"  # two numbers that cannot both be true
    assert [w.points for w in queue] == sorted((w.points for w in queue), reverse=True)
    assert queue[0].points == sum(need.weight for need in queue[0].incident.needs)
    assert all(need.text and need.text_ar for w in queue for need in w.incident.needs)


def test_the_queue_of_one_analyst_and_of_one_state(register: Register) -> None:
    name = at(register, "Southtown").id
    say(register, name, Moved("assigned", "a-two"))
    assert [w.incident.id for w in pipeline.list_queue(register, assignee="a-two")] == [name]
    assert [w.incident.id for w in pipeline.list_queue(register, state="assigned")] == [name]
    assert name not in [w.incident.id for w in pipeline.list_queue(register, state="new")]


def test_what_is_retracted_does_not_wait(register: Register) -> None:
    name = at(register, "Elsewhere").id
    say(register, name, Retracted())
    assert name not in [w.incident.id for w in pipeline.list_queue(register)]


def test_waiting_gives_points(register: Register) -> None:
    before = {w.incident.id: w.points for w in pipeline.list_queue(register)}
    register._clock = lambda: NOON + timedelta(days=3)
    after = {w.incident.id: w.points for w in pipeline.list_queue(register)}
    assert after == {name: pytest.approx(points + 3 * load_weights().day) for name, points in before.items()}


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(own=st.integers(0, 39), worse=st.lists(st.tuples(st.integers(0, 90), st.integers(0, 39)), max_size=40))
def test_every_incident_comes_to_the_top_however_bad_those_are_that_arrive(
    register: Register, own: int, worse: list[tuple[int, int]]
) -> None:
    """Whatever arrives more than `longest_days` after an incident comes after it: the number of those before it is bounded."""
    weights = load_weights()
    with register.writing() as connection:
        connection.execute(delete(incidents))
        rows = [("i-ours", own, 0.0), *((f"i-{n}", need, float(day)) for n, (day, need) in enumerate(worse))]
        connection.execute(insert(incidents), [{**ROW, "id": name, "need": need, "waiting": day} for name, need, day in rows])
    order = [name for name, _, _ in register.decisions.queue(weights.day, assignee=None, state=None, offset=0, limit=None)]
    before = order[: order.index("i-ours")]
    assert all(worse[int(name[2:])][0] <= weights.longest_days for name in before)


ROW = {"seq": 1, "scope": "event", "event_type": "attack", "day": "", "reviewed": False, "size": 1, "state": "new"}


def test_a_reviewed_incident_leaves_the_queue(register: Register) -> None:
    name = at(register, "Southtown").id
    pipeline.give_rules(register, {"grade": 1, "toll": 0, "attribution": 0, "status": 0, "days": 0}, reason="we are one")
    say(register, name, GradeGiven("Weak"))
    say(register, name, Moved("reviewed"))
    assert name not in [w.incident.id for w in pipeline.list_queue(register)]


def test_kappa_is_that_of_a_published_example() -> None:
    """Sim and Wright (2005), The kappa statistic in reliability studies, Physical Therapy 85, table 1: 39 patients, kappa 0.67."""
    pairs = [("yes", "yes")] * 22 + [("yes", "no")] * 2 + [("no", "yes")] * 4 + [("no", "no")] * 11
    assert cohen_kappa(pairs) == pytest.approx(0.67, abs=0.005)


def test_alpha_is_that_of_the_published_examples() -> None:
    """Krippendorff (2011), sections B and C: two observers, alpha 0.692; four observers with values that lack, alpha 0.743."""
    two = [list(pair) for pair in zip("aabbdcccedda", "babbbccceddd", strict=True)]
    assert krippendorff_alpha(two) == pytest.approx(0.692, abs=0.0005)
    rows = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    units = [[v for v in column if v != "."] for column in zip(*(row.split() for row in rows), strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_where_nothing_varies_chance_cannot_be_told() -> None:
    assert cohen_kappa([("Fair", "Fair")] * 3) is None
    assert krippendorff_alpha([["Fair", "Fair"]]) is None


def test_agreement_is_measured_on_independent_grades_only(register: Register) -> None:
    north, south = at(register, "Northtown").id, at(register, "Southtown").id
    for name, grades in ((north, ("Fair", "Fair")), (south, ("Weak", "Fair"))):
        for author, grade in zip(("a-one", "a-two"), grades, strict=True):
            say(register, name, GradeGiven(grade, independent=True), author)  # type: ignore[arg-type]
    say(register, at(register, "Elsewhere").id, GradeGiven("Weak"), "a-one")
    found = measure_agreement(pipeline.grades_given(register))
    assert (found.units, found.analysts, found.pairs[0][2:4]) == (2, ("a-one", "a-two"), (2, 1))
