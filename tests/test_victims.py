"""People are read as the words describe them: name, age, sex, role, fate, and nothing beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.grammar import GrammarReader
from sijill.extract.mentions import HarmMention, Mentions, VictimMention
from sijill.extract.text.page import Page, make_page
from sijill.extract.victims.details import add_details
from sijill.extract.victims.finder import find_victims
from sijill.model import Account, Harm, Report, Span


def victims(text: str, lang: str = "ar") -> tuple[VictimMention, ...]:
    return find_victims(make_page(text, lang), ())


def harm(page: Page, first: int, last: int, count: int) -> HarmMention:
    span = Span(*page.slice(first, last))
    return HarmMention(first, last, 0, span, "killed", "civilian", "children", count, count, "exact", "people", None, False, "test")


def test_a_title_before_a_name_gives_sex_and_who() -> None:
    (victim,) = victims("استشهد الطفل كريم سامر الفلاني إثر قصف على القرية")
    assert (victim.name, victim.sex, victim.who, victim.fate) == ("كريم سامر الفلاني", "male", "children", "killed")


@pytest.mark.parametrize("age", ["12 عاما", "(12) عاما", "(12 عاما)", "البالغ من العمر 12 عاما", "١٢ سنة"])
def test_an_age_is_read_in_its_forms(age: str) -> None:
    (victim,) = victims(f"أصيب الطفل كريم سامر {age} بقصف على القرية")
    assert (victim.name, victim.age, victim.fate) == ("كريم سامر", 12, "injured")


def test_a_list_of_names_takes_its_fate_from_its_heading() -> None:
    found = victims("والمصابون هم: كريم سامر 10 أعوام، هالة سامر 8 أعوام، نبيل سامر عامان")
    assert [(v.name, v.age, v.fate) for v in found] == [
        ("كريم سامر", 10, "injured"),
        ("هالة سامر", 8, "injured"),
        ("نبيل سامر", 2, "injured"),
    ]


def test_a_list_goes_on_over_lines() -> None:
    found = victims(
        "كما تم اعتقال كل من:\n• كريم سامر\n• نبيل هاني الفلاني\nوانسحبت القوات من القرية بعد ساعات من المداهمة وسط تحليق للطيران"
    )
    assert [(v.name, v.fate) for v in found] == [("كريم سامر", "abducted"), ("نبيل هاني الفلاني", "abducted")]


def test_a_dual_keeps_child_and_female_for_both() -> None:
    page = make_page("مقتل طفلتين في القصف", "ar")
    found = find_victims(page, [harm(page, 1, 2, 2)])
    assert [(v.who, v.sex, v.fate, v.harm) for v in found] == [("children", "female", "killed", 0)] * 2


def test_an_officer_who_speaks_is_no_victim() -> None:
    assert victims("قال العميد كريم سامر إن عشرة قتلوا في الهجوم") == ()


def test_a_civil_defence_team_is_no_person() -> None:
    assert victims("قتل رجل وقالت فرق الدفاع المدني السوري إنها أسعفت الجرحى") == ()


def test_english_people_are_named_and_described() -> None:
    (victim,) = victims("A man named Karim Samer was killed in the strike.", "en")
    assert (victim.name, victim.sex, victim.fate) == ("Karim Samer", "male", "killed")
    (victim,) = victims("A 12-year-old boy was wounded by a landmine.", "en")
    assert (victim.name, victim.age, victim.sex, victim.who, victim.fate) == (None, 12, "male", "children", "injured")


@pytest.mark.parametrize(
    ("text", "name", "age", "sex"),
    [
        ("استشهدت هالة سامر الفلاني إثر غارة على القرية", "هالة سامر الفلاني", None, "female"),
        ("توفي كريم سامر البالغ من العمر ثلاثين عاما متأثرا بجراحه", "كريم سامر", 30, "male"),
        ("أصيب المهندس كريم سامر العلي بشظايا قذيفة", "كريم سامر العلي", None, "male"),
        ("مقتل القيادي كريم سامر الفلاني الملقب أبو سامر بعبوة ناسفة", "كريم سامر الفلاني", None, "male"),
    ],
)
def test_a_name_ends_where_how_it_happened_begins(text: str, name: str, age: int | None, sex: str) -> None:
    (victim,) = victims(text)
    assert (victim.name, victim.age, victim.sex) == (name, age, sex)


def test_kin_are_people_of_their_own() -> None:
    found = victims("استشهد كريم سامر الفلاني وطفلته سلمى ذات الأعوام الخمسة")
    assert [(v.name, v.age, v.sex, v.who) for v in found] == [
        ("كريم سامر الفلاني", None, "male", None),
        ("سلمى", 5, "female", "children"),
    ]
    found = victims("Karim Samer and his six-year-old daughter Salma were killed and his wife wounded.", "en")
    assert [(v.name, v.age, v.sex, v.fate) for v in found] == [
        ("Karim Samer", None, "male", "killed"),
        ("Salma", 6, "female", "killed"),
    ]


def test_a_list_follows_a_heading_that_ends_with_a_colon() -> None:
    found = victims("Names of those killed in the strike on the market:\nKarim Samer, 41\nSalma Samer (girl, 6)\n", "en")
    assert [(v.name, v.age, v.sex) for v in found] == [("Karim Samer", 41, None), ("Salma Samer", 6, "female")]


@pytest.mark.parametrize(
    "text",
    [
        "Karim Samer said that ten people were killed.",
        "Thu Apr 7 2016 two civilians were killed in the strike.",
        "Karim Samer visited the camp.",
    ],
)
def test_who_speaks_and_what_dates_a_page_is_no_victim(text: str) -> None:
    assert all(v.name is None for v in victims(text, "en"))


@given(st.text(alphabet=st.one_of(st.sampled_from("الطفل قتلهم: كريم،\n•12 عاما-#_"), st.characters()), max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    page = make_page(text, "ar")
    assert all(text[v.span.start : v.span.end] for v in find_victims(page, ()))


def test_people_and_circumstances_go_to_the_account_whose_harm_states_them() -> None:
    text = "استشهد الطفل كريم سامر بقصف مدفعي على قرية الأولى. وأصيبت امرأة بانفجار لغم في قرية الثانية."
    page = make_page(text, "ar")
    child = text.index("الطفل"), text.index("الطفل") + len("الطفل كريم سامر")
    woman = text.index("امرأة"), text.index("امرأة") + len("امرأة")
    killed = Harm("h1", text[slice(*child)], Span(*child), "killed", "civilian", "children", 1, 1, "exact")
    injured = Harm("h2", text[slice(*woman)], Span(*woman), "injured", "civilian", "women", 1, 1, "exact")
    accounts = (
        Account("r.a1", "event", True, "shelling", "asserted", harms=(killed,)),
        Account("r.a2", "event", True, "explosion", "asserted", harms=(injured,)),
    )
    mentions = Mentions((), (), (), (), (), frozenset(), None)
    first, second = add_details(page, mentions, accounts)
    assert [v.name for v in first.victims] == ["كريم سامر"]
    assert [(c.kind, c.value) for c in first.circumstances] == [("weapon", "artillery")]
    assert [(c.kind, c.value) for c in second.circumstances] == [("weapon", "mine")]
    assert first.victims[0].id == "r.a1.v1"


def test_every_quote_of_a_detail_stands_in_the_text() -> None:
    text = "قتل المواطن كريم سامر الفلاني (40 عاما) بغارة جوية على منزله فجر اليوم في القرية."
    report = Report(id="r", doc="d", text=text, lang="ar")
    for account in GrammarReader().read_report(report).accounts:
        assert all(v.quote == text[v.span.start : v.span.end] for v in account.victims)
        assert all(c.quote == text[c.span.start : c.span.end] for c in account.circumstances)
