"""Where: named places in both languages, with relation, larger units and use."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sijill.extract.mentions import PlaceMention
from sijill.extract.places.finder import find_places
from sijill.extract.places.gazette import name_at
from sijill.extract.text.page import make_page


def places(text: str) -> list[PlaceMention]:
    return list(find_places(make_page(text, "ar")))


def named(text: str, name: str) -> PlaceMention:
    found = [m for m in places(text) if m.name == name]
    assert found, f"{name} not among {[m.name for m in places(text)]}"
    return found[0]


NAMES = [
    ("قصف مدفعي استهدف قرية الزيتونة بريف حماة الشمالي", "الزيتونة"),
    ("سقطت قذائف على مدينة خان شيخون", "خان شيخون"),
    ("مقتل رجل في دير الزور", "دير الزور"),
    ("استهدفت الطائرات بلدة #دير_التين شرق حلب", "دير_التين"),
    ("قصف على قرية عين التينة في ريف إدلب", "عين التينة"),
    ('قصف على قرية "تل الرمان" شمال حلب', "تل الرمان"),
    ("غارات على بلدة كفرتين الفوقا جنوب إدلب", "كفرتين الفوقا"),
    ("قصف استهدف وادي الرمان غرب حمص", "وادي الرمان"),
    ("انفجار عند سد الرمان", "سد الرمان"),
    ("قصف للحسكة فجرا", "الحسكة"),
    ("مقتل مدني بإدلب", "إدلب"),
    ("قصف على قرية الجديدة في ريف إدلب", "الجديدة"),
    ("قصف قرى الزيتونة والكريدية وجب الرمان شرق حلب", "جب الرمان"),
    ("غارات على بلدة زيتون خانة قرب البحر", "زيتون خانة"),
    ("غارات في شمالي سورية", "سورية"),
    ("مقتل رجل في شمال غربي سوريا", "سوريا"),
    ("An air strike hit the village of Tal Rumman in Aleppo province", "Tal Rumman"),
    ("Shells fell on the al-Zaytouna neighbourhood in Homs", "al-Zaytouna"),
    ("Three were killed in Deir ez-Zor", "Deir ez-Zor"),
    ("Three were killed in Syria's Idlib", "Idlib"),
    ("Strikes hit Zaytouna, a village in Idlib province", "Zaytouna"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_place_is_named_bare_as_written(text: str, name: str) -> None:
    assert named(text, name).name == name


RELATIONS = [
    ("قصف على قرية الزيتونة", "الزيتونة", "in"),
    ("قصف على أطراف قرية الزيتونة", "الزيتونة", "near"),
    ("قصف في محيط بلدة الزيتونة", "الزيتونة", "near"),
    ("قصف بالقرب من مدينة الزيتونة", "الزيتونة", "near"),
    ("اشتباكات على محور الزيتونة", "الزيتونة", "near"),
    ("قصف على ريف إدلب الجنوبي", "إدلب", "near"),
    ("انفجار على طريق حلب - إدلب", "حلب", "road"),
    ("انفجار بين بلدتي سرمين وسراقب", "سرمين", "between"),
    ("A shell fell near Saraqib", "Saraqib", "near"),
    ("A shell fell in the town of Saraqib", "Saraqib", "in"),
    ("A mine exploded on the Aleppo road", "Aleppo", "road"),
]


@pytest.mark.parametrize(("text", "name", "relation"), RELATIONS)
def test_the_words_before_a_name_give_its_relation(text: str, name: str, relation: str) -> None:
    assert named(text, name).relation == relation


UNITS = [
    ("قصف على قرية الزيتونة بريف حماة الشمالي", "الزيتونة", ("حماة",)),
    ("قصف على قرية الزيتونة قرب مدينة الباب بريف حلب الشرقي", "الزيتونة", ("الباب", "حلب")),
    ("قصف على بلدة كنصفرة في جبل الزاوية جنوبي إدلب", "كنصفرة", ("جبل الزاوية", "إدلب")),
    ("انفجار في حي الزيتون بمدينة حمص", "الزيتون", ("حمص",)),
    ("قصف على قريتي الزيتونة والتينة بريف إدلب", "الزيتونة", ("إدلب",)),
    ("Shells hit the village of Zaytouna in Idlib province", "Zaytouna", ("Idlib",)),
    ("Shells hit the Damascus suburb of Zaytouna", "Zaytouna", ("Damascus",)),
]


@pytest.mark.parametrize(("text", "name", "within"), UNITS)
def test_a_place_lies_in_the_units_named_with_it(text: str, name: str, within: tuple[str, ...]) -> None:
    assert named(text, name).within == within


def test_a_list_behind_a_plural_names_each_place() -> None:
    text = "قصف على قرى الزيتونة والتينة والرمانة بريف إدلب"
    assert [m.name for m in places(text)] == ["الزيتونة", "التينة", "الرمانة", "إدلب"]


def test_a_unit_that_only_says_where_another_place_lies_is_no_event() -> None:
    assert named("قصف على قرية الزيتونة بريف حماة الشمالي", "حماة").use == "other"


@pytest.mark.parametrize(("text", "name"), [("قتل رجل وهو نازح من بلدة الزيتونة", "الزيتونة"), ("قتل رجل من أهالي سراقب", "سراقب")])
def test_where_people_came_from_is_their_origin(text: str, name: str) -> None:
    assert named(text, name).use == "origin"


@pytest.mark.parametrize(
    "text", ["طرق الباب ثم خرج", "أصيب صلاح الدين بجروح", "جلس عند النهر", "وقف أحد العمال", "He hit back on May 5"]
)
def test_a_common_word_or_a_persons_name_is_no_place(text: str) -> None:
    assert places(text) == []


def test_the_span_takes_in_the_words_of_relation() -> None:
    text = "سقطت قذائف على أطراف بلدة الزيتونة مساء"
    span = named(text, "الزيتونة").span
    assert text[span.start : span.end] == "أطراف بلدة الزيتونة"


def test_what_stands_in_the_furniture_is_not_read() -> None:
    page = make_page("أخبار إدلب\n\nقصف على سراقب.", "ar")
    assert [m.name for m in find_places(page, frozenset({0}))] == ["سراقب"]


@pytest.mark.parametrize("word", ["Hasakah", "Hasakeh", "Hassaka", "al-Hasaka"])
def test_transcriptions_of_a_name_are_one(word: str) -> None:
    found = name_at(make_page(word, "en"), 0)
    assert found is not None
    assert found.level == "governorate"


PIECES = st.sampled_from(
    [
        *("قرية", "قرى", "بلدة", "ريف", "في", "من", "و", "،", "-", "#", "_", '"', "(", ":", "محيط", "بين", "طريق", "سد", "تل", "أبو"),
        *("حلب", "وإدلب", "للحسكة", "بريف", "الشرقي", "الكبيرة", "نازحون", "al", "the", "town", "of", "villages", "Tal", "Aleppo"),
        *("Syria's", "near", "Idlib", ",", "and", "road", "Saraqib", "As", "province", "a", "\u200f", "\n"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map(" ".join), st.lists(PIECES, max_size=20).map("".join)))
def test_any_string_gives_spans_inside_it(text: str) -> None:
    page = make_page(text, "ar")
    for mention in find_places(page):
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert 0 <= mention.first < mention.last <= len(page.tokens)
        assert mention.name.strip()
        assert 0.0 <= mention.likely <= 1.0


@pytest.mark.parametrize(
    "text", ["سقطت قذيفة على منزل بقرية تقع جنوبي حلب", "استهدف القصف مخيمات المهجرين قرب حلب", "قصف الطرق المؤدية إلى حلب"]
)
def test_a_verb_or_people_behind_a_word_for_a_settlement_are_no_place(text: str) -> None:
    assert {m.name for m in places(text)} == {"حلب"}
