"""A page keeps every offset, whatever the text, and reads words through what disguises them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.text.page import bases, fold, make_page

SIGNS = "قصفتلحرب ايمنأإةىـ.*،_ ~•\n\u200f\u200b\u064b\u0651123٤٥٦abcXYZ'’!؟…\"«»@#🔴"
MESSY = st.text(alphabet=st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=())), max_size=200)
PIECES = ["ا.", "ـ.", "قص.ف ", "ا*", "مـ ـ", "a'", "All reactions:", "May 1, 2020 · ", "x@", "\u0651", "\n ", "1,"]


def forms(text: str) -> list[str]:
    return [t.form for t in make_page(text, "ar").tokens]


def sentences(text: str, lang: str = "ar") -> list[str]:
    page = make_page(text, lang)
    return [page.quote(s.first, s.last) for s in page.sentences]


@given(MESSY)
def test_tokens_are_in_order_apart_and_inside_the_text(text: str) -> None:
    page = make_page(text, "ar")
    ends = [0] + [t.end for t in page.tokens]
    for before, token in zip(ends, page.tokens, strict=False):
        assert before <= token.start < token.end <= len(text)


@given(MESSY)
def test_every_letter_and_digit_is_in_a_token(text: str) -> None:
    page = make_page(text, "ar")
    inside = {i for t in page.tokens for i in range(t.start, t.end)}
    assert all(i in inside for i, sign in enumerate(text) if sign.isalpha() or sign.isdecimal())


@given(MESSY)
def test_sentences_part_the_tokens_without_gap(text: str) -> None:
    page = make_page(text, "ar")
    assert [i for s in page.sentences for i in range(s.first, s.last)] == list(range(len(page.tokens)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("مقـ ـتل", "مقتل"),
        ("مـ ـقـ ـتـ ـل", "مقتل"),
        ("ق*ت*ل", "قتل"),
        ("ش.هيد", "شهيد"),
        ("قص.ف", "قصف"),
        ("التحـ\u06e6ـالف", "التحالف"),
        ("استـ.شهاد", "استشهاد"),
        ("حـ.،.،ـزب", "حزب"),
        ("إس.را.ئي.ل", "اسراييل"),
        ("عـــــاجل", "عاجل"),
    ],
)
def test_a_disguised_word_is_one_token_over_all_its_pieces(written: str, read: str) -> None:
    page = make_page(f"خبر {written} هنا", "ar")
    assert [t.form for t in page.tokens] == ["خبر", read, "هنا"]
    assert page.quote(1, 2) == written


def test_a_full_stop_without_a_space_after_it_still_ends_a_sentence() -> None:
    assert sentences("أصيب طفل في حلب.وقال شاهد ذلك") == ["أصيب طفل في حلب.", "وقال شاهد ذلك"]


def test_a_lone_letter_with_tatweel_is_a_word_of_its_own() -> None:
    assert forms("هجوم لـ قوات") == ["هجوم", "ل", "قوات"]


def test_initials_of_directions_end_no_sentence() -> None:
    assert sentences("A child was killed in W. Aleppo. Two were hurt.", "en") == ["A child was killed in W. Aleppo.", "Two were hurt."]


def test_a_social_post_parts_where_its_frame_is_glued_to_it() -> None:
    parts = sentences("الاسمJuly 16, 2025 · Shared with Publicقصف على القريةAll reactions:12 comments")
    assert parts == ["الاسم", "July 16, 2025 · Shared with Public", "قصف على القرية", "All reactions:12 comments"]


def test_a_tweet_parts_from_its_time_and_its_counts() -> None:
    parts = sentences("قصف على القرية.10:51 AM · Jun 10, 20251.6KViews36")
    assert parts == ["قصف على القرية.", "10:51 AM · Jun 10, 2025", "1.6KViews36"]


def test_folding_joins_the_forms_of_a_letter_and_drops_what_is_not_said() -> None:
    assert fold("إِدْلِـــبٌ") == "ادلب"
    assert fold("١٢") == "12"


@given(MESSY)
def test_a_word_without_its_clitics_is_never_empty(text: str) -> None:
    assert all(base for token in make_page(text, "ar").tokens for base, _ in bases(token.form))


@pytest.mark.parametrize(
    "piece", ["ا.", "ـ.", "قص.ف ", "ا*", "مـ ـ", "a'", "All reactions:", "May 1, 2020 · ", "x@", "\u0651", "\n ", "1,"]
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    begin = time.process_time()
    make_page(piece * (200_000 // len(piece)), "ar")
    assert time.process_time() - begin < 4
