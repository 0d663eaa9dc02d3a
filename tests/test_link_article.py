"""The case that linking is judged by: one report of families struck while leaving, and four others of the same nine days nearby."""

import json
from datetime import date
from pathlib import Path

import pytest
from made_filings import file_account, harm

from sijill.extract.grammar import GrammarReader
from sijill.geocode import Resolver, load_gazetteer
from sijill.link import link_filings
from sijill.model import Filing, Report
from sijill.model.identity import report_id

BLAMED = "us_coalition"
SUSAH, BAGHUZ = (34.5337, 40.9582), (34.461, 40.949)


def article() -> Filing:
    """Our own words for what the article tells."""
    return file_account(
        "article",
        "قُتل نحو 20 مدنياً كانوا قد نزحوا من القورية حين أصابت طائرات التحالف عائلات عند أطراف السوسة في اليومين الماضيين.",
        day=date(2019, 1, 16),
        last=date(2019, 1, 18),
        harms=(harm("نحو 20 مدنياً", 20, 20, hedge="about"),),
        place="السوسة",
        at=SUSAH,
        radius_m=8000,
        origin="القورية",
        actors=(("طائرات التحالف", BLAMED, "perpetrator", "asserted"),),
        published=date(2019, 1, 18),
        lang="ar",
    )


def other(name: str, day: date, place: str, at: tuple[float, float], low: int, high: int, origin: str | None = None) -> Filing:
    """One of the four: its facts in one sentence."""
    number = str(low) if low == high else f"{low} to {high}"
    came = f" who had fled {origin}" if origin else ""
    text = f"On {day.day} January {day.year} coalition jets killed {number} civilians{came} in {place}, eastern Deir ez-Zor."
    return file_account(
        name,
        text,
        day=day,
        harms=(harm(f"{number} civilians", low, high, hedge="exact" if low == high else "range"),),
        place=place,
        at=at,
        origin=origin,
        actors=(("coalition jets", BLAMED, "perpetrator", "asserted"),),
        published=day,
    )


def test_the_article_is_proposed_with_the_report_of_its_day_in_spite_of_another_place_and_toll() -> None:
    twin = other("baghuz18", date(2019, 1, 18), "al-Baghouz", BAGHUZ, 15, 39, origin="Qouriya")
    (link,) = link_filings([article(), twin])
    assert not link.joins
    assert {"date_meets", "killed_meet_high", "origin_same"} <= {r.code for r in link.reasons}


@pytest.mark.parametrize(
    ("day", "place", "at", "killed"),
    [(10, "al-Soussa", SUSAH, 15), (13, "al-Soussa", SUSAH, 2), (9, "al-Baghouz", BAGHUZ, 5)],
)
def test_the_article_is_not_proposed_with_strikes_of_the_days_before(
    day: int, place: str, at: tuple[float, float], killed: int
) -> None:
    assert link_filings([article(), other("before", date(2019, 1, day), place, at, killed, killed)]) == ()


TWIN = (
    "On 18 January 2019 coalition jets killed 15 to 39 civilians in al-Baghouz, eastern Deir ez-Zor. "
    "They had been displaced from Qouriya."
)
BEFORE = {
    10: "Coalition air strikes on al-Soussa, in eastern Deir ez-Zor, killed 15 civilians on 10 January 2019.",
    13: "Two civilians were killed on 13 January 2019 when coalition aircraft bombed al-Soussa, eastern Deir ez-Zor.",
    9: "On 9 January 2019 a coalition air strike in al-Soussa, eastern Deir ez-Zor, killed five civilians.",
}


def read(doc: str, text: str, published: date, lang: str) -> list[Filing]:
    """What our own reader and places make of a text."""
    report = Report(report_id(doc, text, published, None), doc, text, None, published, lang)
    reading = GrammarReader().read_report(report)
    placed = {p.place: p for p in Resolver(load_gazetteer()).place_reading(report, reading)}
    return [Filing(a, report, tuple(placed[p.id] for p in (*a.places, *a.origin_places) if p.id in placed)) for a in reading.accounts]


def test_the_article_as_it_was_printed_is_proposed_with_the_report_of_its_day_only(shared: Path) -> None:
    row = json.loads((shared / "bench" / "dev.jsonl").read_text(encoding="utf-8").partition("\n")[0])
    printed = read(row["doc"], row["text"], date(2019, 1, 18), "ar")
    links = link_filings(printed, read("twin", TWIN, date(2019, 1, 18), "en"))
    assert [(link.joins, link.left == printed[0].account.id or link.right == printed[0].account.id) for link in links] == [
        (False, True)
    ]
    for day, text in BEFORE.items():
        assert link_filings(printed, read("before", text, date(2019, 1, day), "en")) == ()


SHOOTINGS = [("Fresno", 17, 4, 6), ("Oakland", 17, 1, 3), ("Fresno", 24, 12, 9)]


def facts(doc: str, words: str, city: str, day: int, killed: int, injured: int) -> Filing:
    """An incident report of facts alone."""
    dead = harm(str(killed), killed, killed, group="unknown")
    hurt = harm(str(injured), injured, injured, kind="injured", group="unknown")
    return file_account(
        doc,
        words.format(city=city, day=day, killed=killed, injured=injured),
        event_type="attack",
        day=date(2019, 11, day),
        harms=(dead, hurt),
        place=city,
    )


def test_english_incident_reports_of_facts_alone_are_joined_by_day_city_and_numbers_without_any_arabic() -> None:
    first = "{killed} dead, {injured} hurt in {city} on November {day}."
    second = "Gunman in {city}: {killed} people died and {injured} were injured, day {day} of the month."
    home = {}
    for n, row in enumerate(SHOOTINGS):
        for doc, words in ((f"a{n}", first), (f"b{n}", second)):
            filing = facts(doc, words, *row)
            home[filing.account.id] = (n, filing)
    links = link_filings([filing for _, filing in home.values()])
    assert {(home[k.left][0], home[k.right][0]) for k in links if k.joins} == {(n, n) for n in range(3)}
