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


def test_the_article_that_started_it_comes_apart(shared: Path) -> None:
    rows = map(json.loads, (shared / "bench" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    accounts = told(next(r["text"] for r in rows if r["doc"] == "ar-0001"))
    strike = killed(accounts, 20)
    assert "السوسة" in places(strike)
    assert {h.hedge for h in strike.harms} >= {"dozens", "about", "many"}
    assert {a.kind for a in strike.attributions} >= {"local_source"}
    assert any(h.may_rise for h in strike.harms if h.low == 20)
    assert "القورية" not in set().union(*map(places, accounts))
    taken = set().union(*(places(a) for a in accounts if a.event_type == "territory"))
    assert {"السوسة", "الشعفة", "باغوز فوقاني", "المراشدة", "السفافنة"} <= taken
    clash = killed(accounts, 10)
    assert clash.event_type == "armed_clash"
    assert {(a.actor, a.role) for a in clash.actors} == {("sdf", "party"), ("isis", "party")}
