"""Numbers and quantities in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.harms.numbers import read_digits
from sijill.extract.harms.quantities import Quantity, read_quantity
from sijill.extract.harms.words import tag_page
from sijill.extract.text.page import make_page


def quantity(text: str) -> Quantity | None:
    page = make_page(text, "")
    return read_quantity(page.tokens, tag_page(page), 0, len(page.tokens))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("أحد عشر مدنيا", 11),
        ("اثني عشر مدنيا", 12),
        ("تسعة عشر آخرين", 19),
        ("خمسة وعشرين جريحا", 25),
        ("مئة وخمسين شخصا", 150),
        ("مئتين وثلاثة قتلى", 203),
        ("ثلاثمئة شخص", 300),
        ("ثلاثة آلاف نازح", 3000),
        ("12 ألف مدني", 12000),
        ("ألف و500 مدني", 1500),
        ("نصف مليون شخص", 500000),
        ("١٥ قتيلا", 15),
        ("۱۵ نفر", 15),
        ("12مدنياً", 12),
        ("1,200 people", 1200),
        ("33.000 residents", 33000),
        ("twenty-five people", 25),
        ("two hundred and ten people", 210),
        ("a hundred people", 100),
        ("1.2 million people", 1200000),
    ],
)
def test_numbers_in_words_and_digits(text: str, value: int) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.low, found.high, found.hedge) == (value, value, "exact")


@pytest.mark.parametrize(
    ("text", "low", "high", "hedge"),
    [
        ("نحو عشرين مدنيا", 20, 20, "about"),
        ("ما لا يقل عن 9 أشخاص", 9, None, "at_least"),
        ("ستة مدنيين", 6, 6, "exact"),
        ("أكثر من 40 جريحا", 41, None, "more_than"),
        ("ما يصل إلى 30 شخصا", None, 30, "up_to"),
        ("بين عشرة وخمسة عشر قتيلا", 10, 15, "range"),
        ("10-15 people", 10, 15, "range"),
        ("between 10 and 15 people", 10, 15, "range"),
        ("as many as 12 people", None, 12, "up_to"),
        ("some forty people", 40, 40, "about"),
        ("at least a dozen people", 12, None, "at_least"),
        ("عشرات المدنيين", None, None, "dozens"),
        ("مئات العائلات", None, None, "hundreds"),
        ("عدد من المدنيين", None, None, "several"),
        ("several people", None, None, "several"),
        ("scores of people", None, None, "dozens"),
    ],
)
def test_hedges_say_what_the_words_commit_to(text: str, low: int | None, high: int | None, hedge: str) -> None:
    found = quantity(text)
    assert found is not None
    assert (found.low, found.high, found.hedge) == (low, high, hedge)


def test_a_toll_that_rose_is_no_range() -> None:
    page = make_page("The toll rose from 8 to 15 dead", "en")
    found = read_quantity(page.tokens, tag_page(page), 3, len(page.tokens))
    assert found is not None
    assert (found.low, found.high) == (8, 8)


def test_a_date_is_no_range() -> None:
    found = quantity("6-12-2024")
    assert found is None or found.hedge != "range"


@given(st.text(alphabet="0123456789.,", min_size=1, max_size=30).filter(lambda s: s[0].isdigit()))
def test_any_digits_give_a_number_or_none(form: str) -> None:
    value = read_digits(form)
    assert value is None or value >= 0
