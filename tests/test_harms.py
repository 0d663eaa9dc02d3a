"""Harms read from sentences of our own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.extract.harms.finder import find_harms
from sijill.extract.mentions import HarmMention
from sijill.extract.text.page import make_page


def read(text: str, lang: str = "ar") -> list[HarmMention]:
    return list(find_harms(make_page(text, lang)))


def short(text: str, lang: str = "ar") -> list[tuple[str, str, str | None, int | None, int | None]]:
    return [(m.kind, m.group, m.who, m.low, m.high) for m in read(text, lang)]


def test_a_dual_is_exactly_two() -> None:
    assert short("قتل طفلان في قصف على قرية النخيل صباح اليوم.") == [("killed", "civilian", "children", 2, 2)]


def test_a_singular_noun_is_one() -> None:
    assert short("أدى القصف على قرية النخيل إلى مقتل مدني.") == [("killed", "civilian", None, 1, 1)]


def test_a_plural_that_looks_like_a_dual_is_two_when_two_is_said() -> None:
    assert ("killed", "civilian", None, 2, 2) in short("أسفر القصف عن مقتل مدنيين اثنين في قرية النخيل.")


def test_parts_belong_to_their_whole() -> None:
    found = read("أسفر القصف عن مقتل تسعة مدنيين بينهم ثلاثة أطفال وامرأة في قرية النخيل.")
    assert [(m.low, m.who, m.part_of) for m in found] == [(9, None, None), (3, "children", 0), (1, "women", 0)]


def test_a_number_with_its_own_verb_ends_a_list_of_parts() -> None:
    found = read("Shells hit a town: 21 people were killed, including 4 children, and 39 were wounded, 16 of them children.", "en")
    assert [(m.kind, m.low, m.who) for m in found] == [
        ("killed", 21, None),
        ("killed", 4, "children"),
        ("injured", 39, None),
        ("injured", 16, "children"),
    ]
    assert found[3].part_of == 2


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("A strike killed 15 to 39 civilians displaced from Kafr Nabl.", "en"),
        ("Between 15 and 39 people displaced from Kafr Nabl were killed in the strike.", "en"),
        ("مقتل بين 15 و39 مدنيا نازحين من كفرنبل", "ar"),
    ],
)
def test_displaced_people_who_are_killed_are_counted_as_killed(text: str, lang: str) -> None:
    assert [(m.kind, m.low, m.high) for m in read(text, lang)] == [("killed", 15, 39)]


def test_others_take_the_group_of_the_people_before_them() -> None:
    assert short("قتل ثلاثة جنود وأصيب خمسة آخرون في هجوم على حاجز.") == [
        ("killed", "combatant", None, 3, 3),
        ("injured", "combatant", None, 5, 5),
    ]


def test_more_than_is_an_open_bound_one_above() -> None:
    found = read("Shelling of the town killed more than 30 civilians on Monday.", "en")
    assert [(m.kind, m.low, m.high, m.hedge) for m in found] == [("killed", 31, None, "more_than")]


def test_at_least_keeps_its_number() -> None:
    found = read("At least four children were injured when a shell hit a school in the village.", "en")
    assert [(m.kind, m.who, m.low, m.high, m.hedge) for m in found] == [("injured", "children", 4, None, "at_least")]


def test_a_vague_word_gets_no_number() -> None:
    found = read("أصيب عشرات المدنيين في قصف على سوق البلدة.")
    assert [(m.kind, m.low, m.high, m.hedge) for m in found] == [("injured", None, None, "dozens")]


def test_dead_and_wounded_in_one_number_are_casualties() -> None:
    found = read("أسفر القصف على البلدة عن سقوط عشرين قتيلا وجريحا من المدنيين.")
    assert [(m.kind, m.low) for m in found] == [("casualties", 20)]


def test_a_stated_absence_is_zero() -> None:
    assert [(m.low, m.high) for m in read("سقطت قذيفة على أطراف القرية دون وقوع إصابات.")] == [(0, 0)]


def test_the_same_number_twice_is_one_entry() -> None:
    text = "مقتل سبعة مدنيين في قرية النخيل\n\nقتل سبعة مدنيين اليوم في قصف مدفعي على قرية النخيل."
    assert [(m.kind, m.low) for m in read(text)] == [("killed", 7)]


def test_a_toll_that_may_rise_says_so() -> None:
    found = read("قتل نحو ثلاثين مدنيا في قصف على القرية. والعدد مرشح للارتفاع لوجود حالات خطرة.")
    assert found
    assert found[0].may_rise


def test_families_are_a_unit() -> None:
    found = read("نزحت مئة عائلة من القرية نحو المخيمات.")
    assert [(m.kind, m.low, m.unit) for m in found] == [("displaced", 100, "families")]


def test_people_who_left_their_homes_and_rescuers_are_civilians() -> None:
    for text in (
        "The shelling killed two men and displaced 3,000 people.",
        "قتل جنديان وأصيب ثلاثة من عناصر الدفاع المدني في قصف على القرية.",
    ):
        lang = "en" if text.isascii() else "ar"
        assert {m.group for m in read(text, lang) if m.kind == "displaced" or m.who == "rescuer"} == {"civilian"}


def test_people_of_whom_it_is_said_that_they_were_displaced_are_counted() -> None:
    assert short("More than 40,000 people have been displaced by the fighting, the monitor said.", "en") == [
        ("displaced", "civilian", None, 40_001, None)
    ]


def test_spans_quote_the_text_letter_for_letter() -> None:
    text = "🔴 أصيب ٥ مدنيّين بينهم طفلٌ واحد"
    page = make_page(text, "ar")
    for mention in find_harms(page):
        assert text[mention.span.start : mention.span.end] == page.quote(mention.first, mention.last)


def test_an_arabic_post_on_an_english_page_is_read() -> None:
    assert short("Post\n\nأصيب ثلاثة أطفال بقصف مدفعي على أطراف القرية.", "en") == [("injured", "civilian", "children", 3, 3)]


_LIST = """
قتل مدنيين وأصيب 12 طفلا بينهم من و ، . آخرون at least killed 5 children and wounded no casualties مقتل عشرات \u200f ـ
"""
_WORDS = st.sampled_from(_LIST.split())


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=40).map(" ".join)), st.sampled_from(["ar", "en", ""]))
def test_any_text_gives_spans_inside_it(text: str, lang: str) -> None:
    for mention in find_harms(make_page(text, lang)):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert mention.low is None or mention.high is None or mention.low <= mention.high


@pytest.mark.parametrize("words", ["قتل خمسة مدنيين. ", "five civilians were killed and two wounded. ", "و" * 40 + " ", "بينهم طفل و"])
def test_a_long_text_takes_time_in_proportion(words: str) -> None:
    import time

    def seconds(times: int) -> float:
        page = make_page(words * times, "ar")
        start = time.process_time()
        find_harms(page)
        return time.process_time() - start

    seconds(10)
    assert seconds(1200) < 12 * max(seconds(300), 0.01)


@pytest.mark.parametrize("handle", ["@hajin_post18059", "https://t.co/aB1807", "MNew2023"])
def test_digits_at_the_end_of_a_handle_count_nobody(handle: str) -> None:
    assert [(m.low, m.high) for m in read(f"{handle} شهيد بقصف على قرية النخيل مساء اليوم")] == [(1, 1)]


def test_of_a_harm_told_in_furniture_and_in_the_text_the_one_in_the_text_is_kept() -> None:
    page = make_page("مقتل رجل وإصابة زوجته بقصف على النخيل\n\nمقتل رجل وإصابة زوجته بقصف مدفعي على قرية النخيل اليوم.", "ar")
    assert {m.sentence for m in find_harms(page)} == {0}
    assert [(m.kind, m.sentence) for m in find_harms(page, frozenset({0}))] == [("killed", 1), ("injured", 1)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("قتل عنصر من لواء السهل وعنصر من فيلق الجبل في اشتباكات قرب قرية تل الزيتون.", "ar"),
        ("قتلى الاشتباكات في تل الزيتون:\n– عنصر من لواء السهل\n– عنصر من فيلق الجبل", "ar"),
        ("A fighter of the Plain Brigade and a fighter of the River Battalion were killed in clashes near Tell Zeitun.", "en"),
    ],
)
def test_two_of_a_list_who_are_told_apart_by_a_name_are_two_harms(text: str, lang: str) -> None:
    assert [(m.kind, m.group, m.low) for m in read(text, lang) if m.low] == [("killed", "combatant", 1)] * 2
