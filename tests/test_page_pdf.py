"""PDFs with text, Arabic and English, made by typst as its users make them, and the letters that another program writes."""

import io
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader, PdfWriter

from sijill.capture.page import read_page
from sijill.capture.page.pdf import order_line
from sijill.model import InputError

FONTS = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data" / "report" / "fonts"
ARABIC = "قتل ستة أشخاص، بينهم امرأتان وطفل، وأصيب أحد عشر آخرون بجروح (12 حالة) ظهر الجمعة 18/01/2019 خلال قصف مدفعي."
MIXED = "ونقلت SOHR عن مصادرها أن 3 من الجرحى في حال حرجة."
ENGLISH = "Six people were killed and eleven others wounded on Friday when shells struck the market."
SOURCE = f"""
#set document(title: "ستة قتلى في السوق", author: "سامر الحلاق")
#set page(width: 30cm)
#set text(lang: "ar", font: "Amiri")
{ARABIC}

{MIXED}
#pagebreak()
#set text(lang: "en")
{ENGLISH}
"""


@pytest.fixture(scope="module")
def payload(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("pdf") / "report.typ"
    path.write_text(SOURCE, encoding="utf-8")
    made = typst.compile(str(path), font_paths=[str(FONTS)])
    assert isinstance(made, bytes)
    return made


def test_arabic_and_english_come_in_the_order_of_reading(payload: bytes) -> None:
    page = read_page(payload, "report.pdf")
    assert " ".join(page.text.split()) == f"{ARABIC} {MIXED} {ENGLISH}"
    assert (page.lang, page.encoding) == ("ar", "pdf")
    assert page.title is not None
    assert page.author is not None
    assert (page.title.value, page.title.where, page.author.value) == ("ستة قتلى في السوق", "PDF title", "سامر الحلاق")


def test_every_character_knows_its_page(payload: bytes) -> None:
    page = read_page(payload, "report.pdf")
    assert page.locate(0, len(ARABIC)) == (0, 1)
    begin = page.text.index("Six people")
    assert page.locate(begin, begin + 10) == (1, 2)


def test_the_same_pdf_gives_the_same_text(payload: bytes) -> None:
    assert read_page(payload) == read_page(payload)


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("ﻥﻮﺣﺮﺠﻟﺍ (ﺔﻟﺎﺣ 12) ﺐﻴﺻﺃ", "أصيب (12 حالة) الجرحون"),
        (")ةلاح 12( حورجب", "بجروح (12 حالة)"),
        ("2019/1/18 ﺔﻌﻤﺠﻟﺍ", "الجمعة 2019/1/18"),
        ("١٢ ﺐﻴﺻﺃ", "أصيب ١٢"),
        ("ﺔﻤﻈﻨﻣ White Helmets ﺖﻟﺎﻗ", "قالت White Helmets منظمة"),
        ("ﻻﻭ ﻼﻴﺘﻗ", "قتيلا ولا"),
        ("five  ﬁve 12%", "five five 12%"),
        ("", ""),
    ],
)
def test_a_line_as_it_stands_on_the_page_is_turned_into_the_order_of_reading(seen: str, read: str) -> None:
    assert order_line(seen) == read


def test_a_pdf_of_pictures_says_what_to_do() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(InputError, match=r"scan\.pdf: it is a PDF without text: 1 pages of pictures \(read it with an OCR program"):
        read_page(made.getvalue(), "scan.pdf")


def test_a_locked_pdf_and_a_damaged_one_are_named(payload: bytes) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(payload)))
    writer.encrypt("secret", algorithm="AES-256")
    made = io.BytesIO()
    writer.write(made)
    with pytest.raises(InputError, match="password"):
        read_page(made.getvalue(), "locked.pdf")
    for cut in (b"%PDF-1.7 ...", payload[:400], payload[: len(payload) // 2]):
        with pytest.raises(InputError, match=r"damaged\.pdf: it is a PDF"):
            read_page(cut, "damaged.pdf")


AR_LINE = "وقالت المصادر إن {} أشخاص أصيبوا في الحي الذي طاله القصف صباح ذلك اليوم، ونقلوا إلى المشفى القريب من السوق."
EN_LINE = "Sources in the town said that {} people were wounded when the shells struck the old market near the river."
HEADS = {"ar": "تقرير عن الأحداث التي جرت في المدينة خلال الأيام الثلاثة الماضية من هذا الشهر", "en": "What happened in the town"}


def make_pdf(folder: Path, words: str) -> bytes:
    path = folder / "columns.typ"
    path.write_text(words, encoding="utf-8")
    made = typst.compile(str(path), font_paths=[str(FONTS)])
    assert isinstance(made, bytes)
    return made


@pytest.mark.parametrize(("lang", "line"), [("ar", AR_LINE), ("en", EN_LINE)])
@pytest.mark.parametrize("height", ["9cm", "12cm"])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, lang: str, line: str, height: str) -> None:
    lines = [line.format(number) for number in range(3, 15)]
    head, body = HEADS[lang], "\n\n".join(lines)
    words = f'#set page(paper: "a4")\n#set text(lang: "{lang}", font: "Amiri", size: 11pt)\n#align(center)[{head}]\n'
    made = make_pdf(tmp_path, f"{words}#block(height: {height})[#columns(2)[{body}]]")
    text = " ".join(read_page(made, "columns.pdf").text.split())
    places = [text.find(one) for one in (head, *lines)]
    assert -1 not in places, text
    assert places == sorted(places)


def test_a_table_is_read_along_its_rows(tmp_path: Path) -> None:
    rows = "".join(f"[Village {n}], [{n + 3} killed], [{n} hurt]," for n in range(8))
    text = read_page(
        make_pdf(tmp_path, f'#set text(font: "Amiri")\nDead and wounded by village\n#table(columns: 3, {rows})'), "t.pdf"
    ).text
    assert [f"Village {n} {n + 3} killed {n} hurt" in " ".join(text.split()) for n in range(8)] == [True] * 8
