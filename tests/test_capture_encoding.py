"""Bytes to text, pages to main text, texts to languages."""

from datetime import date

import pytest

from sijill.capture.encoding import NotText, decode_bytes, looks_arabic
from sijill.capture.language import detect_language
from sijill.capture.page import read_page
from sijill.capture.row import Draft
from sijill.capture.webpage import draft_page
from sijill.model import InputError

ARABIC = "قُتل ثلاثة من سكان الحي وأصيب آخرون في القصف الذي طال السوق القديم صباح أمس، وفق ما أفاد به المسعفون في المدينة"
PLAIN = "قتل ثلاثة من سكان الحي وأصيب آخرون في القصف الذي طال السوق القديم صباح أمس وفق ما أفاد به المسعفون في المدينة"


@pytest.mark.parametrize("encoding", ["iso8859-6", "cp720"])
def test_older_arabic_code_pages_are_told_from_windows(encoding: str) -> None:
    assert decode_bytes(PLAIN.encode(encoding)) == (PLAIN, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256"])
def test_arabic_is_read_in_every_encoding_that_can_be_told(encoding: str) -> None:
    assert decode_bytes(ARABIC.encode(encoding))[0] == ARABIC


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac_arabic", PLAIN),
        ("cp864", "ﺛﻼﺛﺔ ﻛﺘﺐ"),
        ("koi8-r", "Трое жителей погибли на рынке"),
        ("cp1251", "Трое жителей погибли на рынке"),
        ("iso8859-9", "Pazar yerinde üç kişi öldü, beş kişi yaralandı"),
    ],
)
def test_another_code_page_is_refused_rather_than_misread(encoding: str, text: str) -> None:
    data = text.encode(encoding, "ignore")
    assert len(data) > len(text) / 2
    with pytest.raises(NotText, match="cannot be told"):
        decode_bytes(data)


def test_western_typography_is_read_and_accents_are_not_guessed() -> None:
    assert decode_bytes("“Two were hurt” – officials’ words".encode("cp1252")) == ("“Two were hurt” – officials’ words", "cp1252")
    with pytest.raises(NotText):
        decode_bytes("déjà vu, là-bas".encode("cp1252"))


@pytest.mark.parametrize("encoding", ["iso-8859-6", "windows-1256"])
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    html = f'<html><head><meta charset="{encoding}"></head><body>{PLAIN}</body></html>'
    text, used = decode_bytes(html.encode(encoding), html=True)
    assert text == html
    assert used in ("iso8859-6", "cp1256")


@pytest.mark.parametrize("lie", ["iso-8859-1", "nonsense-8", "utf-16", "rot13"])
def test_a_page_that_lies_about_its_encoding_is_read_by_its_bytes(lie: str) -> None:
    html = f'<html><head><meta charset="{lie}"></head><body>{ARABIC}</body></html>'
    assert decode_bytes(html.encode(), html=True) == (html, "utf-8")


def test_text_that_breaks_off_after_its_mark_is_no_text() -> None:
    with pytest.raises(NotText, match="damaged"):
        decode_bytes(ARABIC.encode("utf-16")[:-1])


def test_plausible_arabic_has_arabic_words() -> None:
    assert looks_arabic(ARABIC)
    assert not looks_arabic("ÇáÓáÇã" * 5)
    assert not looks_arabic("")
    assert not looks_arabic("only ascii")


def draft(html: str) -> Draft:
    return draft_page(read_page(html.encode()))


PAGE = f"""<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>خبر تجريبي - موقع</title>
<meta property="og:title" content="ثلاثة قتلى في السوق القديم"><meta property="og:site_name" content="شبكة تجريبية">
<meta property="article:published_time" content="2019-01-18T10:00:00+03:00"><link rel="canonical" href="https://example.org/n/1">
</head><body><nav><a href="/">الرئيسية</a><a href="/w">العالم</a><a href="/s">رياضة</a></nav>
<article><h1>ثلاثة قتلى في السوق القديم</h1><p>{ARABIC}.</p>
<p>وأضاف المسعفون أن فرق الإنقاذ ما زالت تعمل في المكان، وأن الطريق المؤدي إلى السوق مغلق منذ الصباح.</p></article>
<script>var hidden = "لا يقرأ";</script><footer>جميع الحقوق محفوظة</footer></body></html>"""


def test_a_page_gives_its_main_text_title_day_source_and_address() -> None:
    made = draft(PAGE)
    assert ARABIC in made.text
    assert made.title == "ثلاثة قتلى في السوق القديم"
    assert (made.published, made.source, made.url) == (date(2019, 1, 18), "شبكة تجريبية", "https://example.org/n/1")
    for furniture in ("الرئيسية", "جميع الحقوق", "لا يقرأ"):
        assert furniture not in made.text


def test_the_same_page_gives_the_same_report() -> None:
    assert draft(PAGE) == draft(PAGE)


def test_a_day_in_visible_text_is_not_taken_for_the_day_of_publication() -> None:
    html = f"<html><body><article><p>{ARABIC}.</p><p>في 3 آذار 2017 كان مثل ذلك، وفي 18/01/2019 أيضاً.</p></article></body></html>"
    assert draft(html).published is None


def test_a_fragment_is_taken_whole_and_says_so() -> None:
    made = draft("<p>Two hurt.</p>")
    assert made.text == "Two hurt."
    assert made.notes


@pytest.mark.parametrize("html", ["", "<html></html>", "<!-- nothing -->", "<script>x</script>"])
def test_a_page_without_text_is_refused(html: str) -> None:
    with pytest.raises(InputError, match=r"no text|empty"):
        draft(html)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        ("Three residents were killed when shells hit the old market.", "en"),
        ("Copy link Share Post Like Reply Menu " + ARABIC, "ar"),
        ("The old market («السوق القديم») was hit, residents of the quarter said on Monday evening after the raid.", "en"),
        ("Trois habitants du quartier ont été tués hier matin dans le bombardement du vieux marché de la ville.", "fr"),
        ("در حمله هوایی دیروز به بازار شهر سه نفر کشته و پنج نفر زخمی شدند، مقامات محلی گفتند که عملیات نجات ادامه دارد.", "fa"),
        ("12345 !!!", None),
        ("", None),
        ("قتل", "ar"),
        ("ok", "en"),
    ],
)
def test_the_language_is_that_of_the_message(text: str, language: str | None) -> None:
    assert detect_language(text) == language
