"""Tally: totals that add what can be added and say what cannot."""

from dataclasses import replace
from math import log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.model import Blame, DataError, Given, Grade, Harm, Incident, Span, Tally, Toll, Total
from sijill.model.months import fill_time
from sijill.model.profile import load_profiles
from sijill.model.vocabulary import Group, HarmGrade, Hedge, Scope, Who
from sijill.tally import PROPERTIES, WHY, Choice, Uncertainty, count_among, load_uncertainty, tally_incidents
from sijill.tally.plot import plot_tally
from sijill.tally.uncertain import draw_total
from sijill.tally.words import Language, say, say_why


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
    (total,) = tally_incidents(incidents, profile=profile).totals
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
    totals = tally_incidents([incident("i-1", 3, 3), incident("i-2", 4, 4, grade="Contested")]).totals
    assert [(t.contested, t.low) for t in totals] == [(False, 3), (True, 4)]


def test_a_whole_of_mixed_status_is_not_added_beside_its_parts() -> None:
    assert tally_incidents([incident("i-1", 23, 23, group="unknown", rule="range+whole")]).totals == ()


def test_totals_by_grade_have_one_line_each() -> None:
    totals = tally_incidents([incident("i-1", 3, 3), incident("i-2", 4, 4, grade="Weak")], by=("grade",)).totals
    assert [t.key for t in totals] == [("Fair",), ("Weak",)]


def test_an_unknown_property_or_profile_is_named_with_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"cannot tally by colour.*month"):
        tally_incidents([], by=("colour",))
    with pytest.raises(ValueError, match=r"no counting profile 'mine'.*literal"):
        tally_incidents([], profile="mine")


def test_the_literal_profile_turns_no_word_into_a_number() -> None:
    assert load_profiles()["literal"].words == {}


def left(tally: Tally) -> dict[str, tuple[str, ...]]:
    return {one.why: one.incidents for one in tally.left_out}


def test_what_is_left_out_is_told_with_its_reason() -> None:
    found = tally_incidents(
        [
            incident("i-1", 3, 3),
            incident("i-2", 900, 900, scope="aggregate"),
            replace(incident("i-3", 2, 2), retracted=Given(1, "a", "t", "why")),
            incident("i-4", 5, 5, grade="Weak"),
            replace(incident("i-5", 1, 1), tolls=()),
            incident("i-6", 4, 4),
        ],
        choice=Choice(grades=frozenset({"fair", "confirmed"}), parts=frozenset({"i-6"})),
    )
    assert left(found) == {"aggregate": ("i-2",), "retracted": ("i-3",), "grade": ("i-4",), "part": ("i-6",), "no_harm": ("i-5",)}
    assert [t.incidents for t in found.totals] == [("i-1",)]


def test_only_reviewed_incidents_are_counted_where_that_is_asked() -> None:
    seen = replace(incident("i-1", 3, 3), reviewed=True)
    found = tally_incidents([seen, incident("i-2", 4, 4)], choice=Choice(unreviewed=False))
    assert (found.totals[0].high, found.totals[0].reviewed, left(found)) == (3, 1, {"not_reviewed": ("i-2",)})


def test_several_parties_are_one_value_so_that_nobody_is_counted_twice() -> None:
    both = replace(incident("i-1", 3, 3), blame=Blame(("syria_government", "russia"), "competing", ()))
    found = tally_incidents([both, replace(incident("i-2", 2, 2), blame=Blame(("russia",), "known", ()))], by=("actor",))
    assert {t.key[0]: t.high for t in found.totals} == {"russia + syria_government": 3, "russia": 2}


def test_a_tally_can_be_by_the_group_too() -> None:
    found = tally_incidents([incident("i-1", 3, 3), incident("i-2", 4, 4, group="combatant")], by=("event_type", "group"))
    assert {t.key: t.low for t in found.totals} == {("air_strike", "civilian"): 3, ("air_strike", "combatant"): 4}


def test_every_figure_names_the_claims_under_it() -> None:
    (total,) = tally_incidents([incident("i-1", 3, 3), incident("i-2", None, None, words=("several",))]).totals
    assert total.claims == ("i-1.h1", "i-2.w0")


def count(name: str, who: Who | None, low: int | None, high: int | None, part_of: str | None = None) -> Harm:
    return Harm(name, "q", Span(0, 1), "killed", "civilian", who, low, high, "exact", part_of=part_of)


def test_children_are_counted_from_the_lowest_to_the_highest_that_any_account_says() -> None:
    one = (count("a.h1", None, 9, 9), count("a.h2", "children", 3, 3, "a.h1"), count("a.h3", "women", 2, 2, "a.h1"))
    two = (count("b.h1", "children", 4, 4), count("b.h2", "children", 1, 1))
    three = (count("c.h1", None, 10, 10),)
    found = {a.who: (a.toll.low, a.toll.high, a.toll.claims) for a in count_among([one, two, three])}
    assert found == {"children": (3, 5, ("a.h2", "b.h1", "b.h2")), "women": (2, 2, ("a.h3",))}


def test_children_have_a_line_of_their_own_and_are_added_to_nothing() -> None:
    among = {"i-1": count_among([(count("a.h2", "children", 3, 4),)])}
    found = tally_incidents([incident("i-1", 9, 9)], among=among)
    assert {t.who: (t.low, t.high) for t in found.totals} == {None: (9, 9), "children": (3, 4)}


@given(st.permutations([incident(f"i-{n}", n, n + 2, grade="Fair" if n % 2 else "Weak") for n in range(6)]))
def test_the_order_of_incidents_changes_nothing(shuffled: list[Incident]) -> None:
    assert tally_incidents(shuffled, by=("grade",)) == tally_incidents(sorted(shuffled, key=lambda i: i.id), by=("grade",))


def test_a_plot_is_the_same_bytes_each_time_with_arabic_labels(tmp_path: Path) -> None:
    incidents = [replace(incident(f"i-{n}", n + 1, n + 3), place_name=name) for n, name in enumerate(("دير الزور", "Idlib", "حلب"))]
    found = tally_incidents(incidents, by=("place",))
    one, two = (plot_tally(found, tmp_path / f"{name}.svg").read_bytes() for name in ("one", "two"))
    assert one == two
    assert plot_tally(found, tmp_path / "one.png").read_bytes()[:4] == b"\x89PNG"
    arabic = plot_tally(found, tmp_path / "ar.svg", language="ar", name=lambda value, by: f"{by}:{value}")
    assert arabic.read_bytes() != one
    with pytest.raises(ValueError, match="by one property"):
        plot_tally(tally_incidents(incidents), tmp_path / "none.svg")


def test_every_reason_for_leaving_out_and_every_property_has_words_in_both_languages() -> None:
    for language in LANGUAGES:
        assert all(say_why(why, language) for why in WHY)
        assert all(say("by_reviewed" if name == "reviewed" else name, language) for name in (*PROPERTIES, "kind", "group"))
    with pytest.raises(DataError, match="'nothing'"):
        say("nothing", "ar")


LANGUAGES: tuple[Language, ...] = ("en", "ar")
HOLDS = Uncertainty(1.0, 0.0, 1.0)


@given(st.permutations([(3, 5), (10, 10), (0, 40)]))
def test_where_every_number_holds_the_likely_total_lies_between_the_bounds(bounds: list[tuple[int, int]]) -> None:
    (total,) = tally_incidents([incident(f"i-{n}", *pair) for n, pair in enumerate(bounds)], uncertainty=HOLDS).totals
    assert total.likely is not None
    assert total.low <= total.likely[0] <= total.likely[1] <= total.likely[2] <= total.high
    tolls = [incident(f"i-{n}", *pair).tolls[0] for n, pair in enumerate([(0, 40), (3, 5), (10, 10)])]
    assert total.likely == draw_total(tolls, HOLDS)


def test_a_single_number_that_holds_is_certain_and_one_that_may_err_is_not() -> None:
    toll = incident("i-1", 20, 20).tolls[0]
    assert draw_total([toll], HOLDS) == (20, 20, 20)
    low, middle, high = draw_total([toll], Uncertainty(0.5, 0.0, 1.0))
    assert low < middle < high


def test_the_error_has_the_quantiles_of_its_distribution() -> None:
    toll = incident("i-1", 1000, 1000).tolls[0]
    model = Uncertainty(0.0, 0.1, 0.2)
    expected = [1000 * (1 + 0.1 - 0.2 * log(-log(p))) for p in (0.05, 0.5, 0.95)]
    assert draw_total([toll], model) == pytest.approx(expected, rel=0.01)


def test_people_named_one_by_one_are_never_fewer() -> None:
    toll = replace(incident("i-1", 9, 9).tolls[0], rule="range+named")
    assert draw_total([toll], Uncertainty(0.0, -0.9, 0.1))[0] == 9


def test_words_without_a_number_add_nothing_to_what_is_likely() -> None:
    assert draw_total([incident("i-1", None, None, words=("dozens",)).tolls[0]], HOLDS) == (0, 0, 0)


def test_a_time_line_has_every_month_from_the_first_to_the_last() -> None:
    assert fill_time(["2018-11", "2019-02"]) == ["2018-11", "2018-12", "2019-01", "2019-02"]
    assert fill_time(["2018", "2020"]) == ["2018", "2019", "2020"]
    assert fill_time([]) == []


def test_the_packages_parameters_are_read() -> None:
    assert 0 < load_uncertainty().holds < 1
