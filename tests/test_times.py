"""When: date expressions in both languages, resolved against the dateline, the publication date, or not at all."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.extract.mentions import TimeMention
from sijill.extract.text.page import make_page
from sijill.extract.times.finder import find_dateline, find_times

MONDAY = date(2019, 3, 18)


def times(text: str, published: date | None = MONDAY) -> list[TimeMention]:
    return list(find_times(make_page(text, "ar"), published))


def days(text: str, published: date | None = MONDAY) -> list[tuple[str, str] | None]:
    found = times(text, published)
    return [(m.first_day.isoformat(), m.last_day.isoformat()) if m.first_day and m.last_day else None for m in found]


ONE_DAY = [
    ("سقطت قذيفة على القرية اليوم", "2019-03-18"),
    ("سقطت قذيفة على القرية فجر اليوم الاثنين", "2019-03-18"),
    ("سقطت قذيفة أمس", "2019-03-17"),
    ("سقطت قذيفة مساء أمس الأحد", "2019-03-17"),
    ("سقطت قذيفة أول من أمس", "2019-03-16"),
    ("سقطت قذيفة يوم السبت", "2019-03-16"),
    ("سقطت قذيفة يوم الاثنين الماضي", "2019-03-18"),
    ("سقطت قذيفة قبل يومين", "2019-03-16"),
    ("سقطت قذيفة قبل ثلاثة أيام", "2019-03-15"),
    ("سقطت قذيفة قبل أسبوع", "2019-03-11"),
    ("سقطت قذيفة قبل قليل", "2019-03-18"),
    ("سقطت قذيفة في 5 آذار", "2019-03-05"),
    ("سقطت قذيفة في 5 آذار/مارس 2017", "2017-03-05"),
    ("سقطت قذيفة في 24 يوليو (تموز) الماضي", "2018-07-24"),
    ("سقطت قذيفة في السابع عشر من كانون الثاني", "2019-01-17"),
    ("سقطت قذيفة في الخامس من الشهر الجاري", "2019-03-05"),
    ("سقطت قذيفة في العاشر من الشهر الماضي", "2019-02-10"),
    ("سقطت قذيفة بتاريخ ١-٩-٢٠١٨", "2018-09-01"),
    ("سقطت قذيفة بتاريخ 18/01/2019", "2019-01-18"),
    ("سقطت قذيفة بتاريخ 2018-09-01", "2018-09-01"),
    ("A shell fell yesterday", "2019-03-17"),
    ("A shell fell on Sunday", "2019-03-17"),
    ("A shell fell on Sunday night", "2019-03-17"),
    ("A shell fell late on Tuesday", "2019-03-12"),
    ("A shell fell two days ago", "2019-03-16"),
    ("A shell fell on March 5", "2019-03-05"),
    ("A shell fell on 5 March 2017", "2017-03-05"),
    ("A shell fell on December 24th", "2018-12-24"),
    ("A shell fell on Nov. 21, 2018", "2018-11-21"),
]


@pytest.mark.parametrize(("text", "day"), ONE_DAY)
def test_a_date_of_one_day_is_resolved(text: str, day: str) -> None:
    assert days(text) == [(day, day)]


STRETCHES = [
    ("قتل رجل خلال اليومين الماضيين", "2019-03-16", "2019-03-18"),
    ("قتل رجل خلال الـ 24 ساعة الماضية", "2019-03-17", "2019-03-18"),
    ("نزحت عائلات خلال أسبوعين", "2019-03-04", "2019-03-18"),
    ("استمر القصف الليلة الماضية", "2019-03-17", "2019-03-18"),
    ("سقطت قذائف ليل السبت الأحد", "2019-03-16", "2019-03-17"),
    ("سقطت قذائف ليلة السبت", "2019-03-15", "2019-03-16"),
    ("سقطت قذائف أمس واليوم", "2019-03-17", "2019-03-18"),
    ("نزحت عائلات منذ 20 كانون الثاني", "2019-01-20", "2019-03-18"),
    ("نزحت عائلات منذ بداية العام", "2019-01-01", "2019-03-18"),
    ("نزحت عائلات منذ يومين", "2019-03-16", "2019-03-18"),
    ("قصفت القرية في أواخر الشهر الماضي", "2019-02-21", "2019-02-28"),
    ("قصفت القرية في منتصف كانون الثاني", "2019-01-11", "2019-01-20"),
    ("قصفت القرية في حزيران 2016", "2016-06-01", "2016-06-30"),
    ("قصفت القرية عام 2014", "2014-01-01", "2014-12-31"),
    ("استمرت المعارك بين 3 و7 شباط", "2019-02-03", "2019-02-07"),
    ("استمرت المعارك من 20 إلى 28 شباط", "2019-02-20", "2019-02-28"),
    ("Three were killed over the past two days", "2019-03-16", "2019-03-18"),
    ("Three were killed in the last 24 hours", "2019-03-17", "2019-03-18"),
    ("Three were killed last night", "2019-03-17", "2019-03-18"),
    ("Three were killed overnight", "2019-03-17", "2019-03-18"),
    ("Hundreds fled since January 20", "2019-01-20", "2019-03-18"),
    ("Hundreds fled since the beginning of the year", "2019-01-01", "2019-03-18"),
    ("It was shelled in early February", "2019-02-01", "2019-02-10"),
    ("It was shelled in late 2014", "2014-09-01", "2014-12-31"),
    ("It was shelled in 2014", "2014-01-01", "2014-12-31"),
    ("It was shelled last month", "2019-02-01", "2019-02-28"),
    ("It was shelled on Feb 3-7", "2019-02-03", "2019-02-07"),
    ("The war began in March 2011", "2011-03-01", "2019-03-18"),
]


@pytest.mark.parametrize(("text", "first", "last"), STRETCHES)
def test_a_stretch_of_days_is_resolved(text: str, first: str, last: str) -> None:
    assert days(text) == [(first, last)]


def test_the_same_month_in_the_other_naming_is_one_date() -> None:
    text = "في 9 كانون الثاني/يناير 2017 نزحوا"
    assert [text[m.span.start : m.span.end] for m in times(text)] == ["9 كانون الثاني/يناير 2017"]


@pytest.mark.parametrize("text", ["سقطت قذيفة أمس", "سقطت قذيفة يوم الأحد", "A shell fell on Sunday", "سقطت قذيفة في 5 آذار"])
def test_without_any_day_to_count_from_nothing_is_guessed(text: str) -> None:
    assert days(text, None) == [None]


@pytest.mark.parametrize("text", ["في الأيام الأخيرة", "in recent days", "قتل رجل في المعارك", "He marched in may be two columns"])
def test_words_that_give_no_days_are_no_date(text: str) -> None:
    assert [d for d in days(text) if d] == []


DATELINES = [
    "24.12.2018 Shells fell on the village, a monitor said.",
    "Date of publication 24 December 2018 Shells fell on the village, a monitor said.",
    "Shells fall on village\n\nMon Dec 24 2018 Shells fell on the village, a monitor said, and three people were hurt in the fields.",
    "قذائف على القرية\n\nالاثنين 24 كانون الأول/ ديسمبر 2018\n\nسقطت قذائف على القرية.",
    "Somebody's Post\n\nSomebodyDecember 24, 2018 · Shared with Public سقطت قذائف على القرية",
    "سقطت قذائف على القرية 9:29 AM · Dec 24, 2018",
]


@pytest.mark.parametrize("text", DATELINES)
def test_a_date_that_stands_in_the_head_is_the_dateline(text: str) -> None:
    page = make_page(text, "en")
    assert find_dateline(page, MONDAY) == date(2018, 12, 24)
    assert any(m.dateline for m in find_times(page, MONDAY))


def test_the_text_beats_the_publication_date() -> None:
    text = "سقطت القذيفة مساء اليوم السبت 22 كانون الأول 2018، وأصيب أمس رجل."
    assert days(text) == [("2018-12-22", "2018-12-22"), ("2018-12-21", "2018-12-21")]


def test_a_date_inside_a_sentence_is_no_dateline() -> None:
    assert find_dateline(make_page("تقول المصادر إن القرية التي سقطت في الحرب منذ 5 آذار 2017 عادت.", "ar"), None) is None


def test_the_day_after_is_counted_from_the_day_told_before() -> None:
    assert days("سقطت قذيفة في 5 آذار، وفي اليوم التالي نزحوا")[1] == ("2019-03-06", "2019-03-06")


def test_furniture_gives_no_dates_but_its_dateline() -> None:
    page = make_page("24.12.2018 menu\n\nShells fell yesterday.", "en")
    found = find_times(page, None, frozenset({0}))
    assert [(m.dateline, m.first_day) for m in found] == [(True, date(2018, 12, 24)), (False, date(2018, 12, 23))]


WORDS = st.sampled_from(
    [
        *[
            "منذ",
            "قبل",
            "خلال",
            "يومين",
            "الماضي",
            "شباط",
            "الأحد",
            "أمس",
            "من",
            "حتى",
            "و",
            "الشهر",
            "الجاري",
            "،",
            "/",
            "-",
            "·",
            "(",
            "29",
            "30",
            "31",
            "2015",
            "9999999",
            "01.02.2013",
        ],
        *("ago", "last", "two", "weeks", "February", "since", "years", "early", "the", "\u200f"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join)), st.one_of(st.none(), st.dates()))
def test_any_string_gives_spans_inside_it_and_ordered_days(text: str, published: date | None) -> None:
    page = make_page(text, "ar")
    for mention in find_times(page, published):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert (mention.first_day is None) == (mention.last_day is None)
        assert mention.first_day is None or mention.last_day is None or mention.last_day - mention.first_day >= timedelta(0)
