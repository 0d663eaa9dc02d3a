"""The day of publication as layouts of many kinds state it, each with its evidence."""

from statistics import mean

import made_pages
import pytest

from sijill.capture.page import Page, read_page
from sijill.capture.page.ago import find_ago
from sijill.capture.page.days import find_days

ADDRESS = "https://news.example.org/news/10482"
PARAGRAPH = "قُتل ثلاثة من سكان الحي وأصيب آخرون في القصف الذي طال السوق القديم صباح أمس، وفق ما أفاد به المسعفون."
TITLE = "<h1>عنوان الخبر كما نشر</h1>"
FETCHED = {"Date": "Fri, 18 Jan 2019 01:30:00 GMT"}


def read(body: str, head: str = "", address: str = ADDRESS, headers: dict[str, str] | None = None) -> Page:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), address, headers)


def article(before: str = "", after: str = "") -> str:
    return f"<div class=z>{TITLE}{before}<div><p>{PARAGRAPH}</p><p>{PARAGRAPH[:60]} كما قيل.</p></div>{after}</div>"


@pytest.mark.parametrize("folder", made_pages.FOLDERS)
def test_the_day_of_made_pages_is_right_on_nine_of_ten_of_each_set(folder: str) -> None:
    pages = list(made_pages.make_pages(each=2, folder=folder))
    assert mean(read_page(made.payload, made.address, made.headers).day == made.day for made in pages) >= 0.9


@pytest.mark.parametrize(
    ("where", "body", "head"),
    [
        ("JSON-LD uploadDate", "", '<script type="application/ld+json">{"@type":"VideoObject","uploadDate":"2019-01-18"}</script>'),
        (
            "JSON-LD datePublished",
            "",
            '<script type="application/ld+json">{"@graph":[{"datePublished":["20190118T101500Z"]}]}</script>',
        ),
        ("JSON-LD dateCreated", "", '<script type="application/ld+json">{"headline":"x","dateCreated":"2019-01-18T10"}</script>'),
        ("JSON-LD datePublished", "", '<script type="application/ld+json">{&quot;datePublished&quot;:&quot;2019-01-18&quot;}</script>'),
        ("meta dcterms.date", "", '<meta name="DCTERMS.date" content="18 Jan 2019">'),
        ("property schema:datecreated", '<span property="schema:dateCreated" content="2019-01-18T10:00"></span>', ""),
        ("itemprop datepublished", '<b itemprop="datePublished">18 كانون الثاني 2019</b>', ""),
        ("attribute data-time", '<div data-time="1547796720">10:32</div>', ""),
        ("attribute data-timestamp", '<div data-timestamp="1547796720000">10:32</div>', ""),
        ("attribute title", '<div class="post-date"><abbr class="date" title="2019-01-18T10:00">10:00</abbr></div>', ""),
        ("time element", "<time>18 كانون الثاني 2019</time>", ""),
        ("script", '<script>window.S = {"id":7,"publishedAt":"2019-01-18T10:00:00Z"}</script>', ""),
        ("meta article:modified_time", "", '<meta property="article:modified_time" content="2019-01-18">'),
    ],
)
def test_markup_states_the_day_in_many_ways(where: str, body: str, head: str) -> None:
    page = read(article(body), head)
    assert page.published is not None
    assert (page.published.value, page.published.where) == ("2019-01-18", where)


def test_a_page_that_describes_other_stories_too_has_the_day_of_its_own() -> None:
    own = '{"@type":"NewsArticle","headline":"عنوان الخبر كما نشر","datePublished":"2019-01-18"}'
    other = '{"@type":"NewsArticle","headline":"خبر آخر","datePublished":"2021-05-05"}'
    assert str(read(article(), f'<script type="application/ld+json">[{other},{own}]</script>').day) == "2019-01-18"


def test_scripts_with_the_days_of_several_stories_date_nothing() -> None:
    state = '<script>x = [{"pubDate":"2019-01-18"},{"pubDate":"2021-05-05"}]</script>'
    assert read(article(state)).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<dl><dt>آخر تحديث</dt><dd>23/01/2019</dd><dt>تاريخ النشر</dt><dd>18/01/2019</dd></dl>",
        "<p>أضيف: 20 كانون الثاني 2019</p><p>نشر أصلاً: 18 كانون الثاني 2019</p>",
        "<div>Posted Jan. 20, 2019 | Originally published Jan. 18, 2019</div>",
        "<div>الجمعة 12 جمادى الأولى 1440 هـ الموافق 18 يناير 2019 م</div>",
        "<div>Friday 01/18/2019 10:32 AM</div>",
    ],
)
def test_a_line_beside_the_title_says_which_of_its_days_is_meant(line: str) -> None:
    assert str(read(article(line)).day) == "2019-01-18"


@pytest.mark.parametrize("path", ["2019/jan/18/a-story", "20190118/7", "news-18-01-2019", "2019_1_18.html", "18-Jan-2019/x"])
def test_addresses_hold_the_day_in_many_ways(path: str) -> None:
    assert str(read(article(), address=f"https://news.example.org/{path}").day) == "2019-01-18"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("منذ 3 ساعات", "2019-01-17"),
        ("قبل ساعة", "2019-01-18"),
        ("قبل يومين", "2019-01-16"),
        ("منذ أربعة أيام", "2019-01-14"),
        ("أمس", "2019-01-17"),
        ("2 hours ago", "2019-01-17"),
        ("Updated 5 mins ago", "2019-01-18"),
        ("yesterday", "2019-01-17"),
    ],
)
def test_hours_are_counted_back_from_when_the_server_answered(words: str, day: str) -> None:
    page = read(article(f"<div>{words}</div>"), headers=FETCHED)
    assert page.published is not None
    assert words not in page.text.split("\n\n")
    assert (page.published.value, page.published.where) == (day, "dateline, fetched 2019-01-18T01:30:00Z")


def test_hours_that_nothing_can_be_counted_back_from_are_said() -> None:
    page = read(article("<div>قبل ساعتين</div>"))
    assert page.published is None
    assert "counted back from when it was shown (قبل ساعتين)" in page.notes[0]


@pytest.mark.parametrize("words", ["قبل أسبوع", "3 months ago", "منذ 9 أيام", "400 hours ago", "قبل القصف"])
def test_what_lies_further_back_names_no_day(words: str) -> None:
    assert find_ago(words) is None


def test_a_day_at_the_end_of_the_text_dates_it_and_is_no_part_of_it() -> None:
    page = read(f"<div>{TITLE}<p>{PARAGRAPH}</p><p>18 كانون الثاني 2019</p></div>")
    assert (str(page.day), page.text) == ("2019-01-18", PARAGRAPH)


def test_the_day_that_a_site_shows_as_today_dates_nothing() -> None:
    top = '<div class="strip">18/01/2019</div>'
    assert read(f"{top}<div>{article()}</div>", headers=FETCHED).published is None
    assert str(read(f"{top}<div>{article()}</div>", headers={"Date": "Fri, 08 Feb 2019 01:30:00 GMT"}).day) == "2019-01-18"


@pytest.mark.parametrize(
    ("words", "day"),
    [("Monday 03/04/2019", "2019-03-04"), ("Wednesday 03/04/2019", "2019-04-03"), ("الإثنين 03/04/2019", "2019-03-04")],
)
def test_the_day_of_the_week_tells_a_day_from_a_month(words: str, day: str) -> None:
    assert str(next(find_days(words)).day) == day


def test_a_title_in_bold_among_the_first_lines_is_no_part_of_the_text() -> None:
    page = read(f"<div><span style='font-weight:bold'>ستة قتلى في قصف على السوق</span><br>18/01/2019<br>{PARAGRAPH}</div>")
    assert page.title is not None
    assert (page.title.value, str(page.day), page.text) == ("ستة قتلى في قصف على السوق", "2019-01-18", PARAGRAPH)


@pytest.mark.parametrize("badge", ["<div>18</div><div>{}</div><div>2019</div>", "<i>18</i><i>{}</i><i>2019</i>"])
@pytest.mark.parametrize("month", ["كانون الثاني", "يناير", "Jan"])
def test_a_day_in_pieces_on_a_calendars_leaf_is_put_together(badge: str, month: str) -> None:
    page = read(f"<div class=row><div class=cal>{badge.format(month)}</div>{article()}</div>")
    assert str(page.day) == "2019-01-18"


def test_a_table_of_facts_above_the_title_says_which_day_is_which() -> None:
    rows = (("تاريخ النشر", "18/01/2019"), ("آخر تحديث", "23/01/2019"), ("المصدر", "شبكة"))
    table = "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in rows)
    assert str(read(f"<div><table>{table}</table>{TITLE}<p>{PARAGRAPH}</p></div>").day) == "2019-01-18"


@pytest.mark.parametrize(
    ("words", "day"),
    [("2/3/2020 10:32:00 AM", "2020-02-03"), ("02/03/2020 22:32", "2020-03-02"), ("3/2/2020", "2020-02-03")],
)
def test_an_american_clock_says_that_the_month_comes_first(words: str, day: str) -> None:
    assert str(read(article(), f'<meta name="date" content="{words}">').day) == day


def test_by_within_a_headline_names_no_author() -> None:
    head = "<td><a href=x>City team beats visitors by two goals in the second leg</a> <span>22-11-2026</span></td>"
    page = read(f"<table><tr>{head}<td>{TITLE}<p>{PARAGRAPH}</p></td></tr></table>")
    assert page.author is None
    page = read(article("<div>Posted 18 January 2019 By Mara Holt | 4 Comments</div>"))
    assert page.author is not None
    assert page.author.value == "Mara Holt"
