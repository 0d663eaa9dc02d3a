"""Review: tolls by named rules, days, places, grades and what is disputed."""

from datetime import timedelta
from pathlib import Path

import pytest
from made_filings import DAY, file_account, harm

from sijill.capture.unknown import ask_about_host
from sijill.link import find_origins
from sijill.model import Filing, Incident, Link, Origin, Reason, Report, Tie, Toll
from sijill.model.source import forget_sources
from sijill.review import review_incident, tell_tolls
from sijill.review.voice import publisher_of

NEXT = DAY + timedelta(days=1)
BLAMED = (("jets of the coalition", "us_coalition", "perpetrator", "asserted"),)


def review(*filings: Filing, links: tuple[Link, ...] = ()) -> Incident:
    return review_incident("i-1", filings, links)


def toll_of(incident: Incident, kind: str = "killed", group: str = "civilian") -> Toll:
    (toll,) = [t for t in incident.tolls if (t.kind, t.group) == (kind, group)]
    return toll


def grade_of(incident: Incident) -> str | None:
    assert incident.grade is not None
    return incident.grade.grade


def test_a_toll_runs_from_the_lowest_to_the_highest_claim() -> None:
    one = file_account("a", "The strike killed 8 civilians.", harms=(harm("8 civilians", 8, 8),))
    two = file_account("b", "The strike killed 11 civilians.", harms=(harm("11 civilians", 11, 11),))
    toll = toll_of(review(one, two))
    assert (toll.low, toll.high, toll.contradictory) == (8, 11, True)
    assert toll.claims == ("r-a.a1.h1", "r-b.a1.h1")


def test_at_least_leaves_the_upper_end_open() -> None:
    one = file_account("a", "At least 8 civilians died.", harms=(harm("At least 8 civilians", 8, None, hedge="at_least"),))
    two = file_account("b", "The strike killed 9 civilians.", harms=(harm("9 civilians", 9, 9),))
    toll = toll_of(review(one, two))
    assert (toll.low, toll.high, toll.contradictory) == (8, None, False)


def test_a_sources_later_toll_supersedes_its_own_earlier_one() -> None:
    first = file_account(
        "a", "The strike killed 8 civilians.", harms=(harm("8 civilians", 8, 8),), published=DAY, source="Evening desk"
    )
    later = file_account("b", "It killed 15 civilians.", harms=(harm("15 civilians", 15, 15),), published=NEXT, source="Evening Desk")
    toll = toll_of(review(first, later))
    assert (toll.low, toll.high) == (15, 15)
    assert "superseded" in toll.rule


def test_a_known_source_is_one_under_the_names_of_both_its_languages() -> None:
    first = file_account("a", "The strike killed 8 civilians.", harms=(harm("8 civilians", 8, 8),), published=DAY, source="عنب بلدي")
    later = file_account("b", "It killed 15 civilians.", harms=(harm("15 civilians", 15, 15),), published=NEXT, source="Enab Baladi")
    assert toll_of(review(first, later)).low == 15


def test_a_site_that_nobody_has_described_may_have_many_publishers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_SOURCES", str(tmp_path))
    assert ask_about_host("https://posts.example/a", tmp_path) is not None
    report = Report("r-1", "d", "text", source="One", url="https://posts.example/a")
    assert publisher_of(report) == "one"
    (tmp_path / "sy").mkdir()
    (tmp_path / "sy" / "posts.toml").write_text('publisher = "Posts"\nkind = "local"\nhosts = ["posts.example"]\n')
    forget_sources()
    try:
        assert publisher_of(report) == "posts"
    finally:
        forget_sources()


AGENCY = "Jets hit the market of the town at noon on Monday and the strike killed 8 civilians there, the agency's correspondent said."


def told_thrice(repost: str, day: int | None) -> tuple[Filing, ...]:
    """An agency's 8, then its 15, and another paper that prints `repost`, so many days after the first."""
    return (
        file_account("a", AGENCY, harms=(harm("8 civilians", 8, 8),), published=DAY, source="Evening Desk"),
        file_account("b", "It killed 15 civilians.", harms=(harm("15 civilians", 15, 15),), published=NEXT, source="Evening Desk"),
        file_account(
            "c",
            repost,
            harms=(harm("8 civilians", 8, 8),),
            published=None if day is None else DAY + timedelta(days=day),
            source="Hill Paper",
        ),
    )


@pytest.mark.parametrize("day", [0, 1, 4, None])
def test_an_older_toll_printed_again_neither_contradicts_the_later_one_of_its_origin_nor_replaces_it(day: int | None) -> None:
    filings = told_thrice(AGENCY, day)
    incident = review_incident("i-1", filings, (), origins=find_origins(filings))
    toll = toll_of(incident)
    assert (toll.low, toll.high, toll.contradictory, toll.claims) == (15, 15, False, ("r-b.a1.h1",))
    assert "numbers_differ" not in {reason.code for reason in incident.contradictions}
    assert tell_tolls(filings, incident.origins)[-1].tolls == incident.tolls


def test_another_voice_that_has_the_older_number_still_contradicts_the_later_one() -> None:
    filings = told_thrice("A baker counted bodies at the hospital of the next town and says that the bombs left 8 civilians dead.", 4)
    toll = toll_of(review_incident("i-1", filings, (), origins=find_origins(filings)))
    assert (toll.low, toll.high, toll.contradictory) == (8, 15, True)


def test_a_later_toll_of_one_origin_replaces_the_earlier_one_whoever_prints_it() -> None:
    _, later, first = told_thrice(AGENCY, 0)
    tied = Origin(("r-b", "r-c"), (Tie("r-b", "r-c", Reason("speaker", "one speaker", "قائل واحد")),))
    toll = toll_of(review_incident("i-1", [first, later], (), origins=(tied,)))
    assert (toll.low, toll.high, toll.rule.split("+")[0]) == (15, 15, "superseded")


def test_another_sources_earlier_toll_stays() -> None:
    first = file_account("a", "The strike killed 8 civilians.", harms=(harm("8 civilians", 8, 8),), published=DAY, source="One")
    later = file_account("b", "It killed 15 civilians.", harms=(harm("15 civilians", 15, 15),), published=NEXT, source="Two")
    assert toll_of(review(first, later)).low == 8


def test_parts_are_not_added_to_their_whole() -> None:
    text = "It killed 20 civilians, among them 6 children and 3 women."
    part = {"part_of": "20 civilians"}
    harms = (harm("20 civilians", 20, 20), harm("6 children", 6, 6, who="children", **part), harm("3 women", 3, 3, who="women", **part))  # type: ignore[arg-type]
    toll = toll_of(review(file_account("a", text, harms=harms)))
    assert (toll.low, toll.high) == (20, 20)


def test_described_people_without_a_whole_give_bounds_not_a_sum() -> None:
    text = "It killed 2 women and 3 children."
    harms = (harm("2 women", 2, 2, who="women"), harm("3 children", 3, 3, who="children"))
    toll = toll_of(review(file_account("a", text, harms=harms)))
    assert (toll.low, toll.high, toll.rule) == (3, 5, "parts+one_claim")


def test_words_without_a_number_stay_words() -> None:
    text = "Dozens of civilians were killed."
    toll = toll_of(review(file_account("a", text, harms=(harm("Dozens of civilians", None, None, hedge="dozens"),))))
    assert (toll.low, toll.high, toll.claims) == (None, None, ())
    assert toll.vague == ("r-a.a1.h1",)
    assert toll.words == ("dozens",)


def test_dozens_in_the_title_beside_about_twenty_is_shown_as_differing() -> None:
    text = "Dozens of victims near the town\n\nAbout 20 civilians were killed."
    harms = (
        harm("Dozens of victims", None, None, kind="casualties", group="unknown", hedge="dozens"),
        harm("About 20 civilians", 20, 20, hedge="about"),
    )
    incident = review(file_account("a", text, harms=harms))
    (reason,) = incident.contradictions
    assert reason.code == "words_differ"
    assert "Dozens of victims" in reason.text
    assert "About 20 civilians" in reason.text_ar


def test_fighters_are_counted_apart_from_civilians() -> None:
    text = "It killed 5 civilians and 2 fighters."
    incident = review(file_account("a", text, harms=(harm("5 civilians", 5, 5), harm("2 fighters", 2, 2, group="combatant"))))
    assert toll_of(incident).high == 5
    assert toll_of(incident, group="combatant").high == 2


def test_people_of_unstated_status_are_presumed_civilians_where_others_say_so() -> None:
    one = file_account("a", "The strike killed 9 civilians.", harms=(harm("9 civilians", 9, 9),))
    two = file_account("b", "The strike killed 12 people.", harms=(harm("12 people", 12, 12, group="unknown"),))
    toll = toll_of(review(one, two))
    assert (toll.low, toll.high) == (9, 12)
    assert "presumed" in toll.rule


def test_a_whole_with_fighters_in_it_is_not_presumed_civilian() -> None:
    text = "It killed 23 people, 19 civilians among them."
    harms = (harm("23 people", 23, 23, group="unknown"), harm("19 civilians", 19, 19, part_of="23 people"))
    bare = file_account("b", "The strike killed 9 civilians.", harms=(harm("9 civilians", 9, 9),))
    incident = review(file_account("a", text, harms=harms), bare)
    assert "whole" in toll_of(incident, group="unknown").rule


def test_people_named_set_the_floor() -> None:
    text = "It killed 2 civilians: Sample One Name, Sample Two Name and Sample Three Name."
    names = ("Sample One Name", "Sample Two Name", "Sample Three Name")
    toll = toll_of(review(file_account("a", text, harms=(harm("2 civilians", 2, 2),), victims=names)))
    assert (toll.low, toll.high) == (3, 3)
    assert "named" in toll.rule


def test_days_are_those_that_all_agree_on() -> None:
    week = file_account("a", "It happened that week.", day=DAY - timedelta(days=6), last=DAY)
    exact = file_account("b", "It happened on Sunday.")
    incident = review(week, exact, file_account("c", "No day is given.", day=None))
    assert (incident.first, incident.last) == (DAY, DAY)


def test_days_that_cannot_agree_are_shown() -> None:
    incident = review(file_account("a", "It happened on Sunday."), file_account("b", "It happened on Monday.", day=NEXT))
    assert (incident.first, incident.last) == (DAY, NEXT)
    assert "days_differ" in {r.code for r in incident.contradictions}


def test_the_main_place_is_the_most_precise_that_agrees_with_most() -> None:
    near = file_account("a", "Shells fell on Tell Rumman.", place="Tell Rumman", at=(35.0, 40.5))
    wide = file_account("b", "Shells fell on Rumman district.", place="Rumman", at=(35.2, 40.4), radius_m=40_000, level="district")
    far = file_account("c", "Shells fell on Wadi Harith.", place="Wadi Harith", at=(36.9, 38.0))
    incident = review(near, wide, far)
    assert incident.place_name == "Tell Rumman"
    assert "places_differ" in {r.code for r in incident.contradictions}


def test_a_place_that_is_not_on_the_map_keeps_its_name() -> None:
    incident = review(file_account("a", "Shells fell on Tell Rumman.", place="Tell Rumman"))
    assert (incident.place, incident.place_name) == (None, "Tell Rumman")


@pytest.mark.parametrize("event_type", ["agreement", "territory", "displacement"])
def test_what_harms_no_civilian_gets_no_grade_but_a_reason(event_type: str) -> None:
    incident = review(file_account("a", "They met.", event_type=event_type))  # type: ignore[arg-type]
    assert incident.grade is not None
    assert incident.grade.grade is None
    assert incident.grade.reasons[0].text_ar


def strike(report: str, *, text: str = "", **more: object) -> Filing:
    text = text or f"{report} says that jets of the coalition killed 8 civilians."
    return file_account(report, text, harms=(harm("8 civilians", 8, 8),), actors=BLAMED, **more)  # type: ignore[arg-type]


def test_one_origin_is_weak_and_two_with_one_party_blamed_are_fair() -> None:
    assert grade_of(review(strike("a"))) == "Weak"
    assert grade_of(review(strike("a"), strike("b"))) == "Fair"


def test_reports_of_one_origin_are_one_voice_for_the_grade() -> None:
    both = review_incident("i-1", [strike("a"), strike("b")], (), origins=(Origin(("r-a", "r-b")),))
    assert grade_of(both) == "Weak"
    assert [origin.reports for origin in both.origins] == [("r-a", "r-b")]
    assert len(review(strike("a"), strike("b")).origins) == 2


def test_rival_parties_are_contested() -> None:
    other = file_account(
        "b",
        "Russian guns killed 8 civilians.",
        harms=(harm("8 civilians", 8, 8),),
        actors=(("Russian guns", "russia", "perpetrator", "asserted"),),
    )
    assert grade_of(review(strike("a"), other)) == "Contested"


def test_an_admission_is_confirmed_and_a_refusal_to_admit_is_not() -> None:
    text = "The jets of the coalition killed 8 civilians. Those who sent the jets of the coalition accepted responsibility."
    admitted = strike("a", text=text)
    actor = admitted.account.actors[0]
    assert actor.span.start < text.index(".")
    said = "It killed 8 civilians; the one whose jets of the coalition these were accepted responsibility."
    assert grade_of(review(strike("a", text=said))) == "Confirmed"
    refused = "It killed 8 civilians; the one whose jets of the coalition these were never accepted responsibility."
    assert grade_of(review(strike("a", text=refused))) == "Weak"


def test_review_does_not_depend_on_the_order_of_accounts() -> None:
    filings = [strike("a"), strike("b"), file_account("c", "No day is given.", day=None)]
    assert review(*filings) == review(*reversed(filings))


def test_an_incident_without_accounts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one account"):
        review_incident("i-1", (), ())


def test_what_a_machine_assembled_is_not_reviewed() -> None:
    assert review(strike("a")).reviewed is False
