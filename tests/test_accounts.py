"""How a report is taken apart into accounts: what joins, what stays apart, what belongs to which. All sentences are our own."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.extract.accounts.assembly import assemble
from sijill.extract.grammar import GrammarReader, find_mentions, guess_language
from sijill.extract.text.page import make_page
from sijill.model import Account, Reading, Report

READER = GrammarReader()
WORDS = [
    *[
        "قتل",
        "مدنيان",
        "غارة",
        "على",
        "قرية",
        "في",
        "حلب",
        "اليوم",
        "،",
        ".",
        "و",
        "بينهم",
        "5",
        "killed",
        "in",
        "Idlib",
        "strike",
        "3",
    ],
    "\n",
]


def read(text: str, lang: str | None = None, published: date | None = date(2023, 5, 10)) -> Reading:
    return READER.read_report(Report("r-test", "test", text, published=published, lang=lang))


def told(text: str, lang: str | None = None) -> tuple[Account, ...]:
    return read(text, lang).accounts


def test_a_strike_in_one_sentence_is_one_account_with_its_place_and_count() -> None:
    (account,) = told("قتل ثلاثة مدنيين في غارة جوية روسية على قرية الزيتونة بريف إدلب.")
    assert account.event_type == "air_strike"
    assert [(h.kind, h.low) for h in account.harms] == [("killed", 3)]
    assert [p.name for p in account.places] == ["الزيتونة"]
    assert [(a.actor, a.role) for a in account.actors] == [("russia", "perpetrator")]


def test_an_english_strike_is_one_account_too() -> None:
    (account,) = told("Three civilians were killed when Russian warplanes bombed the village of Kafr Nabl in Idlib.")
    assert account.event_type == "air_strike"
    assert [(h.kind, h.low) for h in account.harms] == [("killed", 3)]


def test_a_title_and_the_sentence_that_repeats_it_are_one_account() -> None:
    accounts = told("مقتل أربعة مدنيين بقصف على بلدة سرمين\n\nقتل أربعة مدنيين اليوم جراء قصف مدفعي استهدف بلدة سرمين بريف إدلب.")
    assert len(accounts) == 1
    assert accounts[0].headline


def test_a_strike_and_a_clash_elsewhere_are_two_accounts() -> None:
    strike = "قتل خمسة مدنيين بغارة جوية على مدينة أريحا."
    clash = "في سياق متصل، اندلعت اشتباكات عنيفة بين قوات النظام وتنظيم الدولة في بلدة السخنة."
    accounts = told(strike + "\n\n" + clash)
    assert {a.event_type for a in accounts} == {"air_strike", "armed_clash"}


def test_bare_shelling_without_aircraft_is_shelling() -> None:
    (account,) = told("أصيب طفلان جراء قصف استهدف قرية الفطيرة.")
    assert account.event_type == "shelling"


def test_a_running_total_and_a_strike_are_two_accounts_and_no_total_is_an_event() -> None:
    texts = (
        "قتل ثلاثة مدنيين بغارة جوية على بلدة هجين أمس الثلاثاء. ومنذ بداية العام قتل 544 شخصاً في المنطقة.",
        "Medics say more than 45,000 people have been killed in Raqqa since October 2021. On Monday an air strike on Hajin killed 3.",
    )
    for text in texts:
        tolls = {(a.scope, h.low) for a in told(text) for h in a.harms if h.kind == "killed"}
        assert tolls == {("event", 3), ("aggregate", 544 if "544" in text else 45_001)}


def test_a_document_about_something_else_gives_no_account() -> None:
    assert told("افتتحت الوزارة معرضا للكتاب في العاصمة وحضره جمهور كبير.") == ()
    assert told("The museum opened a new hall for visitors, with paintings from three centuries.") == ()


def test_every_quote_is_the_text_at_its_span() -> None:
    text = "قُتل 3 مدنيين بغارة على #سرمين 😢، وقال الدفاع المدني إن طفلين أصيبا أمس.\n\nTwo men were shot dead in Homs, activists said."
    for account in told(text):
        spans = [(p.quote, p.span) for p in account.places] + [(a.quote, a.span) for a in account.actors]
        spans += [(h.quote, h.span) for h in account.harms] + [(s.quote, s.span) for s in account.attributions]
        assert all(quote == text[span.start : span.end] for quote, span in spans)


def test_claims_have_ids_that_name_their_account() -> None:
    reading = read("قتل مدنيان في قصف على بلدة النيرب.")
    assert reading.accounts[0].id == "r-test.a1"
    assert reading.accounts[0].harms[0].id == "r-test.a1.h1"


def test_the_language_is_that_of_most_letters() -> None:
    assert guess_language("قتل مدني in Homs") == "ar"
    assert guess_language("A man was killed") == "en"
    assert guess_language("12 … 34") is None
    assert read("これは何ですか", None).accounts == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_string_gives_a_reading(text: str) -> None:
    assert read(text).accounts is not None


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=80))
def test_any_order_of_words_gives_a_reading(words: list[str]) -> None:
    text = " ".join(words)
    for account in told(text, "ar"):
        assert all(h.quote == text[h.span.start : h.span.end] for h in account.harms)


def test_swapping_two_belligerents_changes_neither_kind_nor_count(shared: Path) -> None:
    """On what the finders found: whom a text calls by which name is the actor finder's to know, not assembly's."""
    swap = {"russia": "turkey", "turkey": "russia", "sdf": "isis", "isis": "sdf"}
    for line in (shared / "bench" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        page = make_page(row["text"], row["lang"])
        found = find_mentions(page, None)
        swapped = replace(found, actors=tuple(m._replace(actor=swap.get(m.actor, m.actor)) for m in found.actors))
        assert shape(assemble(page, found, "r")) == shape(assemble(page, swapped, "r")), row["doc"]


def shape(accounts: tuple[Account, ...]) -> list[object]:
    return [(a.event_type, a.headline, a.scope, [(h.kind, h.low, h.high) for h in a.harms]) for a in accounts]
