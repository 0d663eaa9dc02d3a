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


TWINS = {
    "en-1": "On 18 January 2019 coalition jets killed 15 to 39 civilians in al-Baghouz, eastern Deir ez-Zor. "
    "They had been displaced from Qouriya.",
    "en-2": "Between 15 and 39 people displaced from Qouriya were killed on January 18, 2019 in air strikes by the US-led coalition on "
    "al-Baghouz, in the eastern countryside of Deir Ezzor.",
    "en-3": "International Coalition warplanes bombed a gathering of displaced families from Al-Quriyah in Al-Baghouz town on "
    "18 January 2019, killing at least 15 and as many as 39 civilians.",
    "en-4": "At least 15 civilians, and possibly up to 39, died on 18 January 2019 when alleged coalition airstrikes hit Baghouz in "
    "Deir ez-Zor governorate; most victims were IDPs from Quriya.",
    "ar-1": "استشهد ما بين 15 و39 مدنياً من نازحي القورية في قصف لطيران التحالف الدولي على بلدة الباغوز شرق دير الزور "
    "يوم 18 كانون الثاني 2019.",
    "ar-2": "قُتل 15 مدنياً على الأقل، وقد يصل العدد إلى 39، في غارات للتحالف الدولي على الباغوز بريف دير الزور الشرقي "
    "في 18 يناير 2019، ومعظمهم نازحون من مدينة القورية.",
    "ar-3": "18-1-2019: مجزرة في الباغوز ارتكبها طيران التحالف راح ضحيتها أكثر من 15 مدنياً نزحوا من القورية، وتحدثت مصادر عن 39 قتيلاً.",
}
BEFORE = {
    "en-10-1": "Coalition air strikes on al-Soussa, in eastern Deir ez-Zor, killed 15 civilians on 10 January 2019.",
    "en-10-2": "15 civilians died on 10 January 2019 in al-Soussa when US-led coalition warplanes bombed houses in the town.",
    "ar-10-3": "قُتل 15 مدنياً في قصف لطيران التحالف الدولي على بلدة السوسة شرق دير الزور في 10 كانون الثاني 2019.",
    "ar-10-4": "السوسة، 10 يناير 2019: خمسة عشر قتيلاً من المدنيين جراء غارات التحالف الدولي على البلدة.",
    "en-13-1": "Two civilians were killed on 13 January 2019 when coalition aircraft bombed al-Soussa, eastern Deir ez-Zor.",
    "en-13-2": "On 13 January 2019, an alleged coalition airstrike on Sousa in Deir Ezzor killed 2 people.",
    "ar-13-3": "استشهد مدنيان اثنان بغارة للتحالف الدولي على السوسة بريف دير الزور الشرقي يوم 13 كانون الثاني 2019.",
    "ar-13-4": "مقتل شخصين في قصف جوي للتحالف على بلدة السوسة، 13-1-2019.",
    "en-9-1": "On 9 January 2019 a coalition air strike in al-Soussa, eastern Deir ez-Zor, killed five civilians.",
    "en-9-2": "Five civilians from one family were killed by the US-led coalition in al-Baghouz on January 9, 2019.",
    "ar-9-3": "قُتل خمسة مدنيين في غارة للتحالف الدولي على السوسة شرق دير الزور يوم 9 كانون الثاني 2019.",
    "ar-9-4": "خمسة قتلى مدنيين بقصف طيران التحالف على الباغوز في 9 يناير 2019.",
}
"""The language, the day and a number, then our own words."""


def read(doc: str, text: str, published: date | None, lang: str) -> list[Filing]:
    """What our own reader and places make of a text."""
    report = Report(report_id(doc, text, published, None), doc, text, None, published, lang)
    reading = GrammarReader().read_report(report)
    placed = {p.place: p for p in Resolver(load_gazetteer()).place_reading(report, reading)}
    return [Filing(a, report, tuple(placed[p.id] for p in (*a.places, *a.origin_places) if p.id in placed)) for a in reading.accounts]


@pytest.fixture(scope="module")
def printed(shared: Path) -> list[Filing]:
    """The article as it was printed; its first account is the strike on the families."""
    row = json.loads((shared / "bench" / "dev.jsonl").read_text(encoding="utf-8").partition("\n")[0])
    return read(row["doc"], row["text"], date(2019, 1, 18), "ar")


@pytest.mark.parametrize("name", TWINS)
@pytest.mark.parametrize("published", [date(2019, 1, 18), None])
def test_the_article_as_it_was_printed_is_proposed_with_a_report_of_its_day_however_that_is_worded(
    printed: list[Filing], name: str, published: date | None
) -> None:
    links = link_filings(printed, read(name, TWINS[name], published, name[:2]))
    assert [(link.joins, link.bond) for link in links] == [(False, "same")]
    assert printed[0].account.id in (links[0].left, links[0].right)


@pytest.mark.parametrize("name", BEFORE)
@pytest.mark.parametrize("dated", [True, False])
def test_the_article_as_it_was_printed_is_not_proposed_with_strikes_of_the_days_before_however_they_are_worded(
    printed: list[Filing], name: str, dated: bool
) -> None:
    day = date(2019, 1, int(name.split("-")[1]))
    assert link_filings(printed, read(name, BEFORE[name], day if dated else None, name[:2])) == ()


def test_among_all_these_reports_the_article_is_proposed_with_those_of_its_day_only(printed: list[Filing]) -> None:
    twins = [f for name, text in TWINS.items() for f in read(name, text, date(2019, 1, 18), name[:2])]
    others = [f for name, text in BEFORE.items() for f in read(name, text, date(2019, 1, int(name.split("-")[1])), name[:2])]
    head, known = printed[0].account.id, {f.account.id: f.report.doc for f in (*twins, *others)}
    links = [link for link in link_filings([*printed, *twins, *others]) if head in (link.left, link.right)]
    assert not any(link.joins for link in links)
    found = {known[link.right if link.left == head else link.left] for link in links}
    assert found == set(TWINS)  # en-3 too, which the reader places where the families came from, 60 km away


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
