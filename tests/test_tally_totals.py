"""Tally: totals that add what can be added and say what cannot."""

import pytest

from sijill.model import Grade, Incident, Toll, Total
from sijill.model.vocabulary import Group, HarmGrade, Hedge, Scope
from sijill.tally import tally_incidents
from sijill.tally.profile import load_profiles


def incident(
    name: str,
    low: int | None,
    high: int | None,
    *,
    grade: HarmGrade = "Fair",
    scope: Scope = "event",
    group: Group = "civilian",
    rule: str = "range",
    words: tuple[Hedge, ...] = (),
) -> Incident:
    claims = () if low is None and high is None else (f"{name}.h1",)
    vague = tuple(f"{name}.w{n}" for n, _ in enumerate(words))
    toll = Toll("killed", group, low, high, "people", rule, claims, vague, words=words)
    return Incident(name, scope, "air_strike", (f"r-{name}.a1",), tolls=(toll,), grade=Grade(grade, ()))


def only(*incidents: Incident, profile: str = "literal") -> Total:
    (total,) = tally_incidents(incidents, profile=profile)
    return total


def test_minimum_and_maximum_are_summed_apart() -> None:
    total = only(incident("i-1", 3, 5), incident("i-2", 10, 10))
    assert (total.low, total.high, total.open_ended, total.vague) == (13, 15, 0, 0)
    assert total.incidents == ("i-1", "i-2")


def test_an_open_end_is_counted_on_its_own() -> None:
    total = only(incident("i-1", 3, None), incident("i-2", 1, 1))
    assert (total.low, total.high, total.open_ended) == (4, 4, 1)


def test_words_count_nothing_literally_and_two_in_the_airwars_profile() -> None:
    vague = incident("i-1", None, None, words=("several",))
    assert (only(vague).low, only(vague).vague) == (0, 1)
    total = only(vague, profile="airwars")
    assert (total.low, total.high, total.vague, total.convention) == (2, 2, 0, 1)


def test_a_stated_number_is_never_changed_by_a_profile() -> None:
    both = incident("i-1", 20, 20, words=("dozens",))
    assert only(both, profile="airwars").high == 20


def test_running_totals_are_never_added_to_events() -> None:
    assert only(incident("i-1", 3, 3), incident("i-2", 900, 900, scope="aggregate")).high == 3


def test_contested_incidents_stand_on_their_own_line() -> None:
    totals = tally_incidents([incident("i-1", 3, 3), incident("i-2", 4, 4, grade="Contested")])
    assert [(t.contested, t.low) for t in totals] == [(False, 3), (True, 4)]


def test_a_whole_of_mixed_status_is_not_added_beside_its_parts() -> None:
    assert tally_incidents([incident("i-1", 23, 23, group="unknown", rule="range+whole")]) == ()


def test_totals_by_grade_have_one_line_each() -> None:
    totals = tally_incidents([incident("i-1", 3, 3), incident("i-2", 4, 4, grade="Weak")], by=("grade",))
    assert [t.key for t in totals] == [("Fair",), ("Weak",)]


def test_an_unknown_property_or_profile_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"cannot tally by colour.*month"):
        tally_incidents([], by=("colour",))
    with pytest.raises(ValueError, match=r"no counting profile 'mine'.*literal"):
        tally_incidents([], profile="mine")


def test_the_literal_profile_turns_no_word_into_a_number() -> None:
    assert load_profiles()["literal"].words == {}
