"""Pages after the patterns of news sites: layouts of `pages/layouts`, stories of `pages/stories.toml`, and what is true of each."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

HERE = Path(__file__).parent / "pages"
FETCHED = date(2026, 11, 22)
"""The day that the pages show as today: never the day of publication."""

LEVANT = "كانون الثاني,شباط,آذار,نيسان,أيار,حزيران,تموز,آب,أيلول,تشرين الأول,تشرين الثاني,كانون الأول"
EGYPT = "يناير,فبراير,مارس,أبريل,مايو,يونيو,يوليو,أغسطس,سبتمبر,أكتوبر,نوفمبر,ديسمبر"
ENGLISH = "January,February,March,April,May,June,July,August,September,October,November,December"
ARABIC_DAYS = "الاثنين,الثلاثاء,الأربعاء,الخميس,الجمعة,السبت,الأحد"
ENGLISH_DAYS = "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday"
HIJRI = {
    "ar": "محرم,صفر,ربيع الأول,ربيع الآخر,جمادى الأولى,جمادى الآخرة,رجب,شعبان,رمضان,شوال,ذو القعدة,ذو الحجة",
    "en": "Muharram,Safar,Rabi al-Awwal,Rabi al-Thani,Jumada al-Awwal,Jumada al-Thani,Rajab,Shaban,Ramadan,Shawwal,Dhu al-Qadah,"
    "Dhu al-Hijjah",
}
FOLDERS = ("layouts", "unseen", "fresh", "later")
"""Layouts that rules were written for; those measured before and after one mend; those written after the rules of dates
were mended; those written when all was done."""

ENCODINGS = {"tables_of_1999": "cp1256"}
WHOLE = {"short_news_long_list": 2, "video_page": 2}
"""Layouts that show only so many paragraphs of a story."""

WITH_LEAD = frozenset({"large_broadcaster", "item_full_text", "split_by_advertisements", "newspaper_with_prompts"})
NO_AUTHOR = frozenset({
    "tables_of_1999", "line_breaks", "agency_dateline", "page_builder", "split_by_advertisements", "block_editor",
    "short_news_long_list", "video_page", "organisation_report",
})  # fmt: skip
UNSIGNED = frozenset({
    "card_portal", "live_sections", "print_view", "statement", "wire_service", "ministry_portal", "script_state", "hijri_daily",
    "photo_story", "relief_platform", "tv_channel", "hours_ago", "numbers_by_weekday", "builder_blocks", "several_described",
    "path_alone", "signed_below", "sidebar_first", "us_meta", "two_on_a_page", "issue_line", "press_symbol", "badge_spans",
    "badge_blocks",
    "video_below", "issued_by", "graph", "capitals_of_1998",
})  # fmt: skip
SHOWN_HOURS_LATER = frozenset({"hours_ago"})
"""Layouts whose pages say how many hours ago they were published, to whom the server's `Date` is known."""
NO_TITLE = frozenset({"channel_post", "public_post"})


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page's bytes, and its true title, paragraphs, author, day and language."""

    name: str
    layout: str
    payload: bytes
    address: str
    lang: str
    title: str | None
    paragraphs: tuple[str, ...]
    author: str | None
    day: date
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def load_stories() -> dict[str, Any]:
    """The stories, and what stands around them."""
    return tomllib.loads((HERE / "stories.toml").read_text(encoding="utf-8"))


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader([HERE / folder for folder in FOLDERS]), autoescape=False)  # noqa: S701 - the texts are ours


def layouts(folder: str = "layouts") -> list[str]:
    """The names of the layouts of a folder, sorted: `layouts`, or `unseen`, which no rule was written for."""
    return sorted(path.stem for path in (HERE / folder).glob("*.html") if not path.stem.startswith("_"))


def make_pages(each: int = 1, folder: str = "layouts") -> Iterator[MadePage]:
    """For each layout and language `each` pages, their stories taken in turn."""
    stories = load_stories()["story"]
    for number, layout in enumerate(layouts(folder)):
        for lang in ("ar", "en"):
            own = [story for story in stories if story["lang"] == lang]
            for turn in range(each):
                yield make_page(layout, own[(number + turn) % len(own)])


def make_page(layout: str, story: dict[str, Any]) -> MadePage:
    """One page."""
    lang, day = story["lang"], story["day"]
    around = load_stories()["around"][lang]
    dated = layout in ("newspaper_theme", "phone_page", "short_news_long_list")
    path = f"{day:%Y/%m/%d}/story-{day.day}" if dated else "news/10482"
    if layout == "path_alone":
        path = f"world/{day.year}/{ENGLISH.split(',')[day.month - 1][:3].lower()}/{day:%d}/a-story-of-the-day"
    address = f"https://news.example.org/{path}"
    html = (
        _environment()
        .get_template(f"{layout}.html")
        .render(
            story=story, around=around, l=around["labels"], lang=lang, dir="rtl" if lang == "ar" else "ltr", address=address,
            w=write_day(day, lang), today=write_day(FETCHED, lang),
        )
    )  # fmt: skip
    lead = (story["lead"],) if layout in WITH_LEAD and story.get("lead") else ()
    return MadePage(
        name=f"{layout}-{lang}-{day}",
        layout=layout,
        payload=html.encode(ENCODINGS.get(layout, "utf-8"), "xmlcharrefreplace"),
        address=address,
        lang=lang,
        title=None if layout in NO_TITLE else story["title"],
        paragraphs=(*lead, *story["paragraphs"][: WHOLE.get(layout)]),
        author=around["site"] if layout in NO_TITLE else None if layout in NO_AUTHOR or layout in UNSIGNED else story["author"],
        day=day,
        headers={"Date": format_datetime(datetime.combine(day, time(14, 5), UTC), usegmt=True)} if layout in SHOWN_HOURS_LATER else {},
    )


def write_hijri(day: date, lang: str) -> str:
    """A day of the Hijri calendar by the tabular rule, which may be a day off: enough to stand beside the day that counts."""
    number = (day - date(622, 7, 19)).days
    year = (30 * number + 10646) // 10631
    of_year = number - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = min(11, max(0, of_year) * 2 // 59)
    name = HIJRI[lang].split(",")[month]
    return f"{max(0, of_year) - (59 * month + 1) // 2 + 1} {name} {year}" + (" هـ" if lang == "ar" else " AH")


def write_day(day: date, lang: str, depth: int = 1) -> dict[str, str]:
    """A day in all the ways in which pages write it; `later` is a change five days after."""
    arabic = lang == "ar"
    later = day + timedelta(days=5)
    month = (EGYPT if arabic else ENGLISH).split(",")[day.month - 1]
    other = LEVANT.split(",")[day.month - 1]
    american = f"{month} {day.day}, {day.year}"
    return {
        "day": day.isoformat(),
        "iso_zone": f"{day}T10:32:00+03:00",
        "iso_utc": f"{day}T07:32:00.000Z",
        "later": f"{later}T08:00:00+03:00",
        "later_numeric": f"{later:%d/%m/%Y}",
        "weekday": (ARABIC_DAYS if arabic else ENGLISH_DAYS).split(",")[day.weekday()],
        "long": f"{day.day} {other} {day.year}" if arabic else f"{month[:3]}. {day.day}, {day.year}",
        "egypt": f"{day.day} {month} {day.year}",
        "both": f"{day.day} {other}/{month} {day.year}" if arabic else american,
        "wp": american,
        "numeric": f"{day:%d/%m/%Y}",
        "dashed": f"{day.day}-{day.month}-{day.year}",
        "turned": f"{day:%d/%m/%Y}" if arabic else f"{day:%m/%d/%Y}",
        "later_turned": f"{later:%d/%m/%Y}" if arabic else f"{later:%m/%d/%Y}",
        "later_long": write_day(later, lang, 0)["long"] if depth else "",
        "slashed": f"{day.year}/{day.month}/{day.day}",
        "american_clock": f"{day.month}/{day.day}/{day.year} 10:32:00 AM",
        "d": str(day.day),
        "month": other if arabic else month[:3],
        "y": str(day.year),
        "hijri": write_hijri(day, lang),
        "epoch": str(int(datetime.combine(day, time(7, 32), UTC).timestamp())),
    }
