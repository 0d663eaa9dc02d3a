"""The case that linking is judged by: one report of families struck while leaving, and four others of the same nine days nearby."""

from datetime import date

import pytest
from made_filings import file_account, harm

from sijill.link import link_filings
from sijill.model import Filing

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
