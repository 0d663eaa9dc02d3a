"""Linking: scored pairs that explain themselves."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from made_filings import DAY, file_account, harm

from sijill.link import link_filings
from sijill.link.blocking import pair_profiles
from sijill.link.comparison import compare_dates, compare_places
from sijill.link.profile import make_profile, read_calendar
from sijill.link.rarity import Rarity
from sijill.link.score import load_weights
from sijill.link.sound import sound_name
from sijill.model import Filing, Link
from sijill.model.fingerprint import fold

EAST = (35.0, 40.5)


def bakery(report: str, **more: object) -> Filing:
    """One of several reports of the same invented strike."""
    given: dict[str, object] = {
        "text": f"{report}: An air strike on the bakery of Tell Rumman killed 14 civilians who were queueing for bread.",
        "harms": (harm("14 civilians", 14, 14),),
        "place": "Tell Rumman",
        "at": EAST,
    }
    return file_account(report, **(given | more))  # type: ignore[arg-type]


def only_link(left: Filing, right: Filing) -> Link:
    (link,) = link_filings([left, right])
    return link


def codes(link: Link) -> set[str]:
    return {r.code for r in link.reasons}


def test_two_reports_of_one_strike_are_joined_with_reasons_in_both_languages() -> None:
    link = only_link(bakery("a"), bakery("b"))
    assert link.joins
    assert {"date_same", "name_same", "place_also", "killed_equal_high"} <= codes(link)
    assert all(r.text and r.text_ar and not r.text_ar.isascii() for r in link.reasons)


def test_a_score_is_the_prior_and_the_weights_of_its_reasons() -> None:
    link = only_link(bakery("a"), bakery("b"))
    assert link.score == pytest.approx(load_weights().prior + sum(r.weight for r in link.reasons), abs=0.001)


def test_a_missing_date_is_no_evidence_and_no_agreement() -> None:
    link = only_link(bakery("a", day=None), bakery("b"))
    assert not any(c.startswith("date_") for c in codes(link))


def test_a_missing_place_is_no_evidence_and_never_joins() -> None:
    links = link_filings([bakery("a", place=None, at=None), bakery("b")])
    assert not any(link.joins for link in links)
    assert not any(c.startswith("place_") for link in links for c in codes(link))


def test_accounts_of_one_report_are_never_a_pair() -> None:
    assert link_filings([bakery("a"), bakery("a", number=2)]) == ()


def test_a_clash_is_never_joined_with_the_strike_beside_it() -> None:
    links = link_filings([bakery("a"), bakery("b", event_type="armed_clash")])
    assert not any(link.joins for link in links)


def test_a_running_total_never_joins_an_event() -> None:
    assert link_filings([bakery("a"), bakery("b", scope="aggregate")]) == ()


def test_a_week_apart_is_another_strike() -> None:
    links = link_filings([bakery("a"), bakery("b", day=DAY + timedelta(days=7))])
    assert not any(link.joins for link in links)


def test_neighbours_are_linked_with_the_new_but_not_with_each_other() -> None:
    links = link_filings([bakery("a")], [bakery("b"), bakery("c")])
    assert {(k.left, k.right) for k in links} == {("r-a.a1", "r-b.a1"), ("r-a.a1", "r-c.a1")}


def test_the_order_of_the_input_changes_nothing() -> None:
    reports = [bakery("a"), bakery("b"), bakery("c", day=None)]
    assert len({link_filings(order) for order in permutations(reports)}) == 1


def test_a_growing_toll_is_shown_as_growth() -> None:
    first = bakery("a", published=DAY)
    text = "A later count: the strike on the bakery of Tell Rumman killed 31 civilians."
    later = bakery("b", text=text, harms=(harm("31 civilians", 31, 31),), published=DAY + timedelta(days=1))
    assert "killed_rose" in codes(only_link(first, later))


def test_days_are_compared_as_intervals() -> None:
    long = make_profile(bakery("a", day=date(2031, 5, 1), last=date(2031, 5, 6)))
    level = compare_dates(long, make_profile(bakery("b")))
    assert level is not None
    assert level.code == "date_meets"


def test_a_wide_placement_says_less_than_a_close_one() -> None:
    province = make_profile(bakery("a", at=(35.3, 40.1), radius_m=60_000))
    level = compare_places(province, make_profile(bakery("b")))
    assert level is not None
    assert level.code == "place_inside"


def test_days_named_without_a_year_are_a_hint_in_both_languages() -> None:
    assert read_calendar("وقع ذلك يوم 6 تشرين الأول") == {(10, 6)}
    assert read_calendar("It happened on October 6, they said, not on 7/10/2031") == {(10, 6), (10, 7)}


def test_every_true_pair_survives_blocking_in_a_crowd_and_pairs_stay_few() -> None:
    crowd = [make_profile(bakery(f"x{n}", at=(30 + n % 40 * 0.2, 40 + n // 40 * 0.2), place="Tell Rumman")) for n in range(300)]
    twins = [make_profile(bakery(f"y{n}", at=(30 + n % 40 * 0.2, 40 + n // 40 * 0.2), place="Tell Rumman")) for n in range(300)]
    both = [*crowd, *twins]
    pairs = set(pair_profiles(both, 600, Rarity(both)))
    assert sum((n, 300 + n) in pairs for n in range(300)) == 300
    assert len(pairs) < 600 * 60


def test_background_is_linked_with_less_ease_than_what_a_report_is_about() -> None:
    text = "a: It was about the bakery of Tell Rumman: an air strike killed 14 civilians who were queueing for bread."
    main = file_account("a", text, place="Tell Rumman", at=EAST, harms=(harm("14 civilians", 14, 14),))
    passing = file_account("a", text, number=2, place="Tell Rumman", at=EAST, harms=(harm("14 civilians", 14, 14),))
    scores = {k.left: k.score for k in link_filings([main, passing, bakery("b")])}
    assert scores["r-a.a1"] > scores.get("r-a.a2", -99)


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("ضحيان", "Dahyan"),
        ("الشعفة", "al-Shaafah"),
        ("معرة النعمان", "Maarat al-Numan"),
        ("القورية", "Al-Qouriya"),
        ("خان شيخون", "Khan Sheikhoun"),
    ],
)
def test_names_sound_alike_in_both_scripts(arabic: str, latin: str) -> None:
    assert sound_name(fold(arabic)) == sound_name(fold(latin)) != ""


def test_reports_in_two_languages_meet_on_day_and_sound_of_the_place() -> None:
    arabic = "قتلت غارة جوية 14 مدنياً في تل رمان كانوا ينتظرون الخبز."
    left = file_account("ar", arabic, place="تل رمان", harms=(harm("14 مدنياً", 14, 14),), lang="ar")
    assert "name_sounds" in codes(only_link(left, bakery("en", at=None)))


def test_undated_reports_in_two_languages_are_compared_where_names_sound_alike() -> None:
    arabic = file_account("ar", "استشهد محمود الخضراوي وزيدان الفرهود جراء القصف", day=None, harms=(harm("استشهد", 2, 2),), lang="ar")
    english = file_account("en", "Shells killed Mahmoud al-Khadrawi and Zidan al-Farhoud.", day=None, harms=(harm("killed", 3, 3),))
    both = [make_profile(arabic), make_profile(english)]
    assert pair_profiles(both, 2, Rarity(both)) == [(0, 1)]


def test_a_village_and_the_town_it_lies_in_are_compared_without_any_date() -> None:
    village = make_profile(bakery("a", day=None))
    town = make_profile(bakery("b", day=None, text="b: In Qarn Manazil 3 people were hurt.", place="Qarn Manazil", at=None, harms=()))
    within = replace(village, units=town.sounds, words=frozenset(), echoes=frozenset(), signature=())
    assert pair_profiles([within, town], 2, Rarity([within, town])) == [(0, 1)]


def told(report: str, speaker: str, day: date | None = DAY) -> Filing:
    text = f"{report}: 14 civilians were killed in Tell Rumman, {speaker} said."
    harms = (harm("14 civilians", 14, 14),)
    return file_account(report, text, day=day, harms=harms, place="Tell Rumman", at=EAST, said_by=((speaker, "ngo"),))


def test_two_papers_that_cite_one_statement_under_two_names_of_the_speaker_are_said_to_have_one_origin() -> None:
    assert "statement_same" in codes(only_link(told("a", "SOHR activists"), told("b", "the Syrian Observatory for Human Rights")))


def test_the_same_number_from_two_speakers_or_from_nobody_known_is_no_one_statement() -> None:
    assert "statement_same" not in codes(only_link(told("a", "SOHR"), told("b", "the White Helmets")))
    assert "statement_same" not in codes(only_link(told("a", "a medical source"), told("b", "a medical source")))


def test_statements_of_other_days_or_of_no_day_are_not_one() -> None:
    later = told("b", "SOHR", DAY + timedelta(days=4))
    assert not any("statement_same" in codes(link) for link in link_filings([told("a", "SOHR"), later]))
    assert not any("statement_same" in codes(link) for link in link_filings([told("a", "SOHR", None), told("b", "SOHR", None)]))
