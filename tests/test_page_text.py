"""Pages of news sites to main text, with a map to the source, and what the page says of itself."""

from collections import Counter
from statistics import mean

import made_pages
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.capture.page import PAGE_LIMIT, Page, Run, read_page
from sijill.capture.page.days import find_days
from sijill.capture.page.published import find_published
from sijill.capture.page.read import read_source
from sijill.model import InputError
from sijill.model.fingerprint import words_of

ADDRESS = "https://news.example.org/news/10482"
PAGES = list(made_pages.make_pages())
PARAGRAPH = "قُتل ثلاثة من سكان الحي وأصيب آخرون في القصف الذي طال السوق القديم صباح أمس، وفق ما أفاد به المسعفون."


def overlap(text: str, truth: str) -> tuple[float, float]:
    """Precision and recall of words."""
    mine, right = Counter(words_of(text)), Counter(words_of(truth))
    common = sum((mine & right).values())
    return common / max(1, sum(mine.values())), common / max(1, sum(right.values()))


def read(body: str, head: str = "", address: str | None = ADDRESS) -> Page:
    return read_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), address)


@pytest.mark.parametrize("made", PAGES, ids=lambda made: made.name)
def test_the_article_is_told_from_menus_lists_and_comments(made: made_pages.MadePage) -> None:
    page = read_page(made.payload, made.address)
    precision, recall = overlap(page.text, "\n".join(made.paragraphs))
    assert recall >= 0.99
    assert precision >= 0.8
    assert page.lang == made.lang


def test_the_main_text_of_the_made_pages_stays_as_good_as_it_was() -> None:
    figures = [overlap(read_page(m.payload, m.address).text, "\n".join(m.paragraphs)) for m in PAGES]
    assert mean(precision for precision, _ in figures) >= 0.98
    assert mean(recall for _, recall in figures) >= 0.998


def test_day_title_and_author_of_the_made_pages_are_right_and_none_is_invented() -> None:
    pages = [(made, read_page(made.payload, made.address)) for made in PAGES]
    assert mean(page.day == made.day for made, page in pages) >= 0.95
    assert mean((page.title.value if page.title else None) == made.title for made, page in pages) >= 0.95
    authors = [(made.author, page.author.value if page.author else None) for made, page in pages]
    assert mean(right == mine for right, mine in authors) >= 0.85
    assert [mine for right, mine in authors if mine not in (right, None)] == []


@pytest.mark.parametrize("made", PAGES[::3], ids=lambda made: made.name)
def test_every_character_of_the_text_leads_back_to_the_source(made: made_pages.MadePage) -> None:
    page = read_page(made.payload, made.address)
    source = made.payload.decode(page.encoding)
    check_map(page, source)


def check_map(page: Page, source: str) -> None:
    """Runs cover the text without a gap, in the order of the source; what stands for itself is itself."""
    assert [run.start for run in page.runs[1:]] == [run.end for run in page.runs[:-1]]
    assert (page.runs[0].start, page.runs[-1].end) == (0, len(page.text))
    for before, after in zip(page.runs, page.runs[1:], strict=False):
        assert before.source_start < before.source_end <= after.source_start < after.source_end
    for offset, sign in enumerate(page.text):
        start, end = page.locate(offset, offset + 1)
        assert source[start:end] == sign or sign.isspace() or sign == "|" or source[start:end].startswith("&") or sign == "\ufffd"


TAGS = "<p>|</p>|<div>|</div>|<br>|<b>|</b>|<a href='x'>|</a>|<li>|<table>|<td>|<script>|</script>|<!--|-->|<nav>|</nav>"
WORDS = "&amp;|&nbsp;|&#1602;|&notit;|<|>|'|&| |\n|قتل ثلاثة.|Three were killed.|<p class='x|\x00|é"
HEADS = ["<form>", "<title>", "</title>", "<h1>Title of it</h1>", "<h2>التعليقات</h2>"]
MARKUP = st.sampled_from([*HEADS, *TAGS.split("|"), *WORDS.split("|"), '"', f"<p>{PARAGRAPH}</p>"])


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=60).map("".join))
def test_any_markup_gives_a_text_whose_map_holds(source: str) -> None:
    page = read_source(source, "utf-8", ADDRESS)
    if page.text:
        check_map(page, source)
    assert read_source(source, "utf-8", ADDRESS) == page


@given(st.text(max_size=200))
def test_any_string_is_read_without_failing(source: str) -> None:
    assert isinstance(read_source(source, "utf-8", None).text, str)


def test_a_quote_is_located_in_the_bytes_of_the_page() -> None:
    page = read(
        f"<article><h1>عنوان الخبر هنا</h1><p>{PARAGRAPH}</p><p>وأضاف المسعفون &laquo;أن العدد مرشح للارتفاع&raquo; مساء.</p></article>"
    )
    begin = page.text.index("«أن العدد")
    start, end = page.locate(begin, begin + len("«أن العدد مرشح للارتفاع»"))
    source = f"<html><head></head><body><article><h1>عنوان الخبر هنا</h1><p>{PARAGRAPH}</p><p>وأضاف المسعفون "
    assert start == len(source)
    assert end == len(source) + len("&laquo;أن العدد مرشح للارتفاع&raquo;")
    with pytest.raises(IndexError, match="not within"):
        page.locate(5, len(page.text) + 1)


def test_a_run_of_another_length_stands_for_the_whole() -> None:
    assert Run(10, 11, 100, 105).locate(10) == (100, 105)
    assert Run(10, 15, 100, 105).locate(12) == (102, 103)


@pytest.mark.parametrize(
    "script",
    [
        "<script>document.write('<p>{}</p>')</script>",
        "<noscript><p>{}</p></noscript>",
        "<template><p>{}</p></template>",
        "<!-- <p>{}</p> -->",
        "<style>p::after {{content: '{}'}}</style>",
        '<div style="display: none"><p>{}</p></div>',
        "<p hidden>{}</p>",
    ],
)
def test_what_a_script_would_write_or_a_page_hides_is_no_text(script: str) -> None:
    page = read(
        f"<article><p>{PARAGRAPH}</p>{script.format('Hidden words that nobody sees, in a whole sentence of their own.')}</article>"
    )
    assert page.text == PARAGRAPH


HOSTILE = {
    "deep": "<div>" * 20_000,
    "unclosed": "<b><p>" * 10_000,
    "quotes": '<a "> "' * 10_000,
    "comments": "<!--" * 20_000,
    "brackets": "<" * 50_000,
    "entities": "&#1602" * 10_000,
    "cells": "<td><tr>" * 10_000,
    "captions": "<p class='related'><figcaption>x" * 10_000,
    "titles": "<title>" * 10_000,
    "ends": "</p>" * 20_000,
    "scripts": "<script>" * 10_000,
    "days": "12 " * 40_000,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_read_in_time_that_does_not_explode(hostile: str) -> None:
    """Each would take minutes where time grew with the square; the whole suite's patience is the limit."""
    page = read_source(f"<article><p>{PARAGRAPH}</p></article>{hostile}", "utf-8", None)
    assert PARAGRAPH in page.text


def test_a_page_of_200_megabytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(InputError, match=r"too large for a page: 209,715,200 bytes.*at most 16,777,216"):
        read_page(bytes(200 * 1024 * 1024), ADDRESS)
    assert PAGE_LIMIT == 16 * 1024 * 1024


@pytest.mark.parametrize("payload", [b"", b"  \n", b"<html><body><script>x</script></body></html>"])
def test_a_page_without_text_names_itself(payload: bytes) -> None:
    with pytest.raises(InputError, match=r"10482: (it is empty|there is no text)"):
        read_page(payload, ADDRESS)


LIES = [("cp1256", "utf-8"), ("utf-8-sig", "windows-1256"), ("cp1256", "iso-8859-1"), ("iso8859-6", "utf-8")]


@pytest.mark.parametrize(("encoding", "declares"), LIES)
def test_a_server_that_lies_about_the_encoding_is_not_believed(encoding: str, declares: str) -> None:
    plain = PARAGRAPH.replace("ُ", "")
    html = f'<html><head><meta charset="{declares}"></head><body><p>{plain}</p></body></html>'
    page = read_page(html.encode(encoding), ADDRESS, {"content-type": f"text/html; charset={declares}"})
    assert page.text == plain


def test_a_header_is_believed_where_the_bytes_bear_it_out() -> None:
    html = "<p>Pazar yerinde üç kişi öldü, beş kişi yaralandı, yetkililer söyledi.</p>"
    page = read_page(html.encode("iso8859-9"), ADDRESS, {"Content-Type": 'text/html; charset="ISO-8859-9"'})
    assert "üç kişi öldü" in page.text


def test_one_broken_byte_does_not_cost_a_page() -> None:
    html = f"<article><p>{PARAGRAPH}</p><p>{PARAGRAPH[:-1]} أيضاً.</p><p>{PARAGRAPH[5:]}</p></article>" * 3
    page = read_page(html.encode() + b"\xd9", ADDRESS)
    assert page.encoding == "utf-8"
    assert PARAGRAPH in page.text


DATED = {
    "JSON-LD datePublished": (
        "",
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2019-01-18T09:00:00Z"}</script>',
    ),
    "meta article:published_time": ("", '<meta property="article:published_time" content="2019-01-18">'),
    "itemprop datepublished": ('<span itemprop="datePublished" content="2019-01-18T00:00+03:00"></span>', ""),
    "time element": ('<div class="x"><time datetime="2019-01-18 10:00">أمس</time></div>', ""),
    "dateline": ("<div>الجمعة 18 كانون الثاني/يناير 2019 - 10:30 بتوقيت دمشق</div>", ""),
}


@pytest.mark.parametrize("where", DATED)
def test_the_day_of_publication_says_where_it_stood_and_in_which_words(where: str) -> None:
    body, head = DATED[where]
    page = read(f"<article><h1>عنوان الخبر كما نشر</h1>{body}<p>{PARAGRAPH}</p></article>", head)
    assert page.published is not None
    assert (page.published.value, page.published.where) == ("2019-01-18", where)
    assert any(word in page.published.words for word in ("2019", "18"))


def test_the_address_dates_a_page_and_a_file_name_does_not() -> None:
    body = f"<article><h1>عنوان الخبر كما نشر</h1><p>{PARAGRAPH}</p></article>"
    page = read(body, address="https://news.example.org/2019/01/18/story.html")
    assert page.published is not None
    assert (page.published.value, page.published.where, page.published.words) == ("2019-01-18", "address", "2019/01/18")
    assert read(body, address="saved/2019-01-18.html").published is None
    assert read(body, address="https://news.example.org/2019/01/story.html").published is None


def test_a_change_and_the_day_of_the_visit_do_not_date_a_page() -> None:
    head = "<div>الأحد 22 نوفمبر 2026</div><nav><a href=x>سياسة</a></nav>"
    lines = "<h1>عنوان الخبر كما نشر</h1><p>آخر تحديث: 23/01/2019</p><p>تاريخ النشر: 18/01/2019</p>"
    body = f"{head}<div>{lines}<div><p>{PARAGRAPH}</p></div></div>"
    assert str(read(body).day) == "2019-01-18"


def test_two_days_that_contradict_each_other_are_said() -> None:
    page = read(
        f"<article><h1>عنوان الخبر كما نشر</h1><div>18 كانون الثاني 2019</div><p>{PARAGRAPH}</p></article>",
        '<meta property="article:published_time" content="2021-05-02">',
    )
    assert str(page.day) == "2021-05-02"
    assert page.notes == ("it states two days of publication: 2021-05-02 (meta article:published_time) and 2019-01-18 (dateline)",)


def test_a_time_late_in_the_day_in_utc_gives_way_to_the_day_that_readers_see() -> None:
    page = read(
        f"<article><h1>عنوان الخبر كما نشر</h1><div>18 كانون الثاني 2019</div><p>{PARAGRAPH}</p></article>",
        '<meta property="article:published_time" content="2019-01-17T22:30:00Z">',
    )
    assert (str(page.day), page.notes) == ("2019-01-18", ())


def test_an_agency_dates_itself_at_the_beginning_of_its_text() -> None:
    assert str(read(f"<article><p>غزة 18-1-2019 وفا- {PARAGRAPH}</p></article>").day) == "2019-01-18"
    assert read(f"<article><p>في 18-1-2019 قال المجلس إن القصف طال السوق - {PARAGRAPH}</p></article>").published is not None
    assert read(f"<article><p>قال المجلس في بيان صدر عنه يوم 18-1-2019 {PARAGRAPH}</p></article>").published is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("١٨ كانون الثاني ٢٠١٩", "2019-01-18"),
        ("18 يناير / كانون الثاني 2019", "2019-01-18"),
        ("يناير 18, 2019", "2019-01-18"),
        ("18/01/2019", "2019-01-18"),
        ("01/18/2019", "2019-01-18"),
        ("2019-01-18", "2019-01-18"),
        ("18 من شهر آب عام 2019", "2019-08-18"),
        ("Friday, 18th of January 2019", "2019-01-18"),
        ("Jan. 18, 2019", "2019-01-18"),
        ("12 محرم 1440هـ - 22 سبتمبر 2018م", "2018-09-22"),
        ("31/02/2019", None),
        ("18 يناير", None),
        ("1999999", None),
    ],
)
def test_days_are_read_in_both_languages_and_namings(words: str, day: str | None) -> None:
    found = next(find_days(words), None)
    assert (str(found.day) if found else None) == day


def test_captions_pictures_and_the_canonical_address_are_kept_apart() -> None:
    page = read(
        '<article><h1>عنوان الخبر كما نشر</h1><figure><img src="/a.jpg"><figcaption>صورة من الأرشيف</figcaption></figure>'
        f"<p>{PARAGRAPH}</p></article>"
        '<footer><img src="/logo.png"></footer>',
        '<link rel="canonical" href="/news/7"><meta property="og:image" content="https://cdn.example.org/m.jpg">',
    )
    assert page.text == PARAGRAPH
    assert page.captions == ("صورة من الأرشيف",)
    assert page.media == ("https://cdn.example.org/m.jpg", "https://news.example.org/a.jpg")
    assert page.address is not None
    assert (page.address.value, page.address.where) == ("https://news.example.org/news/7", "link canonical")


@pytest.mark.parametrize("lie", ["javascript:alert(1)", "file:///etc/passwd", "http://["])
def test_an_address_that_is_none_is_not_taken(lie: str) -> None:
    page = read(f"<p>{PARAGRAPH}</p>", f'<link rel="canonical" href="{lie}"><meta property="og:image" content="{lie}">')
    assert page.address is None
    assert all(one.startswith("https://") for one in page.media)


def test_a_page_without_a_day_has_none() -> None:
    assert find_published.__doc__
    assert read(f"<article><h1>عنوان الخبر كما نشر</h1><p>{PARAGRAPH} في 3 آذار 2017.</p></article>").published is None


def test_layouts_that_no_rule_was_written_for_lose_nothing_of_the_article() -> None:
    figures = [overlap(read_page(m.payload, m.address).text, "\n".join(m.paragraphs)) for m in made_pages.make_pages(folder="unseen")]
    assert mean(recall for _, recall in figures) >= 0.99
    assert mean(precision for precision, _ in figures) >= 0.85


def test_a_page_of_several_posts_gives_all_of_them_and_no_single_day() -> None:
    post = (
        '<div class="tgme_widget_message"><div class="tgme_widget_message_text">{}<br/>{}</div>'
        '<a class="tgme_widget_message_date" href="#"><time datetime="2019-01-{}T10:00:00+00:00">10:00</time></a></div>'
    )
    page = read(
        "".join(post.format(f"عاجل: قصف يطال الحي رقم {day}", PARAGRAPH if day == 12 else "لا إصابات", day) for day in (11, 12, 13))
    )
    assert page.text.startswith("عاجل: قصف يطال الحي رقم 11\nلا إصابات\n\nعاجل: قصف يطال الحي رقم 12\n")
    assert page.text.endswith("عاجل: قصف يطال الحي رقم 13\nلا إصابات")
    assert page.published is None
    assert "it holds 3 posts" in page.notes[0]
