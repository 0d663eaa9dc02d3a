"""Circumstances are kept as stated: weapon, facility, time of day, double tap, strikes, as-of time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.text.page import make_page
from sijill.extract.victims.circumstances import find_circumstances


def stated(text: str, lang: str = "ar") -> set[tuple[str, str]]:
    return {(c.kind, c.value) for c in find_circumstances(make_page(text, lang))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ألقت المروحيات براميل متفجرة على سوق شعبي", {("weapon", "helicopter"), ("weapon", "barrel_bomb"), ("facility", "market")}),
        ("قصف فجر اليوم مدرسة", {("time_of_day", "dawn"), ("facility", "school")}),
        ("شنت الطائرات خمس غارات", {("strikes", "5")}),
        ("استهدفت بغارتين", {("strikes", "2")}),
        ("عاودت استهداف المكان أثناء إسعاف الجرحى", {("double_tap", "repeat")}),
        ("قتل عشرة في حصيلة أولية", {("as_of", "preliminary")}),
        ("بعد منتصف الليل", {("time_of_day", "after_midnight")}),
    ],
)
def test_arabic_circumstances(text: str, expected: set[tuple[str, str]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mortar shells hit a school at dawn.", {("weapon", "mortar"), ("facility", "school"), ("time_of_day", "dawn")}),
        ("Five have died so far.", {("as_of", "so_far")}),
        ("They carried out 4 airstrikes.", {("weapon", "aircraft"), ("strikes", "4")}),
    ],
)
def test_english_circumstances(text: str, expected: set[tuple[str, str]]) -> None:
    assert stated(text, "en") == expected


def test_the_hospital_that_the_wounded_are_taken_to_was_not_hit() -> None:
    assert stated("نقل الجرحى إلى مشفى البلدة") == set()


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(stated(text), set)
