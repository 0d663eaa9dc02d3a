"""A long article about one front comes apart into strike, territory and clash. Our own sentences, and a real one where given."""

import json
from pathlib import Path

from sijill.extract.grammar import GrammarReader
from sijill.model import Account, Report

OWN = (
    "عشرات القتلى بقصف بريف إدلب\n\n"
    "قتل نحو 12 مدنيا بينهم أطفال ونساء إثر قصف استهدفهم في ريف إدلب.\n\n"
    "وقالت مصادر محلية إن القصف استهدف عائلات في أطراف بلدة كفرنبل.\n\n"
    "وأوضحت المصادر أن العدد مرشح للارتفاع نتيجة وجود عدد كبير من الإصابات الخطيرة.\n\n"
    "وعلى صعيد متصل، سيطرت قوات سوريا الديمقراطية قبل يومين على بلدة الصور بشكل كامل، وتقدمت في قرى الحريجية والعزبة.\n\n"
    "وقالت المصادر إن معارك عنيفة جرت بين قوات سوريا الديمقراطية وتنظيم الدولة في أطراف الصور أوقعت نحو عشرة قتلى من المقاتلين.\n"
)


def told(text: str) -> tuple[Account, ...]:
    return GrammarReader().read_report(Report("r-test", "test", text, lang="ar")).accounts


def places(account: Account) -> set[str]:
    return {p.name for p in account.places}


def killed(accounts: tuple[Account, ...], low: int) -> Account:
    (account,) = [a for a in accounts if any((h.kind, h.low) == ("killed", low) for h in a.harms)]
    return account


def test_a_strike_told_in_four_sentences_is_one_account_at_its_nearest_place() -> None:
    strike = killed(told(OWN), 12)
    assert places(strike) == {"كفرنبل"}
    assert {h.who for h in strike.harms} >= {"children", "women"}
    assert all(h.may_rise for h in strike.harms if h.kind == "killed")


def test_ground_taken_is_its_own_account_without_a_harm() -> None:
    taken = [a for a in told(OWN) if a.event_type == "territory"]
    assert {"الصور"} <= set().union(*map(places, taken))
    assert not any(a.harms for a in taken)


def test_a_clash_beside_the_strike_has_its_two_parties_and_its_own_dead() -> None:
    clash = killed(told(OWN), 10)
    assert clash.event_type == "armed_clash"
    assert {a.actor for a in clash.actors} == {"sdf", "isis"}


def test_talks_are_their_own_account_and_what_a_side_had_lost_before_is_another() -> None:
    talks, losses = told(
        "وأكدت المصادر أن قياديين من تنظيم الدولة طلبوا التفاوض مع قوات سوريا الديمقراطية بعد "
        "خسارتهم أكثر من أربعين مقاتلا خلال يومين، على أن يكون التفاوض على نقل قياديين إلى جيوبه في بادية تدمر، "
        "إلا أن قوات سوريا الديمقراطية رفضت عرض التنظيم.\n"
    )
    assert talks.event_type == "agreement"
    assert {(a.actor, a.role) for a in talks.actors} == {("isis", "party"), ("sdf", "party")}
    assert (talks.harms, [(h.low, h.group) for h in losses.harms]) == ((), [(41, "combatant")])
    assert losses.places == ()


def test_car_bombs_told_in_passing_are_their_own_account_and_blame_who_used_them() -> None:
    *_, bombs = told(
        "قال ناشطون إن معارك عنيفة جرت بين تنظيم الدولة وقوات سوريا الديمقراطية في أطراف الصور أوقعت خمسة قتلى، "
        "كما استخدم التنظيم السيارات المفخخة في محاولة للدفاع عن مواقعه.\n"
    )
    assert bombs.event_type == "explosion"
    assert [(a.actor, a.role) for a in bombs.actors] == [("isis", "perpetrator")]


def test_dead_and_wounded_of_an_army_are_both_its_fighters() -> None:
    (clash,) = told("معارك عنيفة جرت بين الطرفين في أطراف الصور أوقعت نحو عشرة قتلى وعددا من الجرحى من قوات سوريا الديمقراطية.\n")
    assert [(h.kind, h.group) for h in clash.harms] == [("killed", "combatant"), ("injured", "combatant")]


def test_where_people_were_going_is_not_where_they_were_hit() -> None:
    (strike,) = told("قتل 7 مدنيين بقصف على أطراف بلدة كفرنبل أثناء محاولتهم الانتقال إلى بلدة حزارين.\n")
    assert places(strike) == {"كفرنبل"}


def test_the_day_of_an_archive_picture_is_not_the_day_of_the_strike() -> None:
    (strike,) = told(
        "قتلى بقصف على كفرنبل\n\n"
        "FILE PHOTO: A jet takes off from the deck of a carrier on October 29, 2016. Handout via an agency. ATTENTION EDITORS - "
        "this picture was given to us by others and is sent on just as it came, as a service to clients.\n\n"
        "قتل 7 مدنيين بقصف استهدف أطراف بلدة كفرنبل.\n"
    )
    assert strike.date is None


def test_the_article_that_started_it_comes_apart_into_its_eight_happenings(shared: Path) -> None:
    rows = map(json.loads, (shared / "bench" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    accounts = told(next(r["text"] for r in rows if r["doc"] == "ar-0001"))
    strike, flight, lost, taken, clash, bombs, talks, losses = accounts
    assert places(strike) == {"السوسة"}
    assert [p.relation for p in strike.places] == ["near"]
    assert {h.hedge for h in strike.harms} >= {"dozens", "about", "many"}
    assert {h.who for h in strike.harms} >= {"children", "women"}
    assert [(a.actor, a.role) for a in strike.actors] == [("us_coalition", "perpetrator")]
    assert {a.kind for a in strike.attributions} == {"local_source"}
    assert all(h.may_rise for h in strike.harms if h.low == 20)
    assert [(h.kind, h.low, h.unit) for h in flight.harms] == [("displaced", 100, "families")]
    assert (places(flight), flight.actors) == ({"الحسكة"}, ())
    assert (lost.event_type, {a.actor for a in lost.actors}) == ("territory", {"isis", "sdf"})
    assert "السوسة" in places(lost)
    assert (taken.event_type, [a.actor for a in taken.actors]) == ("territory", ["sdf"])
    assert places(taken) == {"الشعفة", "باغوز فوقاني", "المراشدة", "السفافنة"}
    assert (clash.event_type, places(clash)) == ("armed_clash", {"السوسة"})
    assert {(a.actor, a.role) for a in clash.actors} == {("sdf", "party"), ("isis", "party")}
    assert [(h.kind, h.low, h.hedge, h.group) for h in clash.harms] == [
        ("killed", 10, "about", "combatant"),
        ("injured", None, "several", "combatant"),
    ]
    assert (bombs.event_type, [(a.actor, a.role) for a in bombs.actors]) == ("explosion", [("isis", "perpetrator")])
    assert (talks.event_type, {a.actor for a in talks.actors}) == ("agreement", {"isis", "sdf"})
    assert (losses.scope, [(h.low, h.high, h.hedge, h.group) for h in losses.harms]) == (
        "aggregate",
        [(31, None, "more_than", "combatant")],
    )
    assert "القورية" not in set().union(*map(places, accounts))
