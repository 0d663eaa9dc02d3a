"""Parties are found by name, nationality and context; countries as places and speakers are none."""

from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.actors.finder import find_actors
from sijill.extract.actors.phrases import Phrases
from sijill.extract.mentions import ActorMention
from sijill.extract.text.lexicon import Lexeme, load_entries
from sijill.extract.text.page import make_page
from sijill.model.vocabulary import ACTOR_IDS


def actors(text: str, lang: str = "ar", published: date | None = None) -> tuple[ActorMention, ...]:
    return find_actors(make_page(text, lang), published=published)


def ids(text: str, lang: str = "ar", published: date | None = None) -> set[str]:
    return {a.actor for a in actors(text, lang, published)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أصيب طفلان بقصف مدفعي لقوات النظام على القرية في ريف إدلب", {"syria_government"}),
        ("استهدفت مسيّرة تركية سيارة في ريف الحسكة", {"turkey"}),
        ("قتل مدني بغارة روسية على أطراف البلدة", {"russia"}),
        ("قصفت ميليشيا أسد الأحياء السكنية", {"syria_government"}),
        ("قصف جيش الاحتلال التركي ومرتزقته قرى في الريف", {"turkey", "sna"}),
        ("شن طيران التحالف العربي غارات على مواقع الحوثيين في صعدة", {"saudi_coalition", "houthi"}),
        ("قتل خمسة من عناصر قسد بهجوم شنه تنظيم داعش", {"sdf", "isis"}),
        ("أطلق مسلحون مجهولون النار على شاب فقتلوه", {"unknown"}),
        ("قصفت الطائرات الحربية الروسية والسورية الأحياء", {"russia", "syria_government"}),
    ],
)
def test_arabic_parties_are_found(text: str, expected: set[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Turkish drone struck a car near the village, killing two.", {"turkey"}),
        ("Regime forces shelled the town with artillery, killing a child in Idlib.", {"syria_government"}),
        ("Two civilians were killed in an airstrike by US-led coalition warplanes.", {"us_coalition"}),
        ("ISIS militants attacked a checkpoint of the SDF, killing three fighters.", {"isis", "sdf"}),
        ("Russian warplanes bombed the camp.", {"russia"}),
    ],
)
def test_english_parties_are_found(text: str, expected: set[str]) -> None:
    assert ids(text, "en") == expected


def test_a_party_inside_another_name_is_none() -> None:
    assert "syria_government" not in ids("قصفت مسيرة تركية نقطة لقوات سوريا الديمقراطية كما قال المرصد السوري لحقوق الإنسان")


@pytest.mark.parametrize("text", ["وصل اللاجئون إلى تركيا أمس", "أصيب مواطن تركي في حادث سير", "اجتمع وزراء الخارجية في موسكو"])
def test_a_country_that_does_nothing_is_no_party(text: str) -> None:
    assert ids(text) == set()


def test_the_coalition_is_the_one_of_the_war_that_the_report_is_about() -> None:
    assert ids("قتل مدنيون بغارات طيران التحالف على صنعاء في اليمن") == {"saudi_coalition"}
    assert ids("قتل مدنيون بغارات طيران التحالف على الرقة في سوريا") == {"us_coalition"}


def test_the_regime_is_named_by_disguised_words_too() -> None:
    assert "isis" in ids("قتل عنصران بهجوم لتنظيم د.ا.عش في البادية")


def test_the_attacker_is_a_doer_and_the_attacked_is_not() -> None:
    parts = {a.actor: a.doer for a in actors("استهدفت مسيرة تركية مواقع لقسد وقتل ثلاثة من عناصر قسد")}
    assert parts == {"turkey": True, "sdf": False}


def test_belief_makes_a_party_suspected() -> None:
    found = actors("قتل ثلاثة بقصف طائرة مسيرة يعتقد أنها تابعة للتحالف الدولي")
    assert [(a.actor, a.stance) for a in found] == [("us_coalition", "suspected")]


def test_mentions_carry_the_words_of_the_text() -> None:
    text = "قتل طفل بقصف قوات الأسد"
    mention = actors(text)[0]
    assert text[mention.span.start : mention.span.end] == "قوات الأسد"


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(find_actors(make_page(text, "ar")), tuple)


def entries(name: str) -> list[tuple[str, Lexeme]]:
    rows = []
    for lang in ("ar", "en"):
        path = files("sijill") / "data" / lang / f"{name}.toml"
        rows += [(lang, entry) for entry in load_entries(path.read_text(encoding="utf-8"), name)]
    return rows


NAMES = ("actors", "actors_heads", "actors_cues", "actors_theatres", "sources", "sources_qualities", "sources_cues", "victims")


@pytest.mark.parametrize("name", [*NAMES, "circumstances", "furniture"])
def test_every_entry_shows_one_of_its_words_in_an_example(name: str) -> None:
    for lang, entry in entries(name):
        page = make_page(str(entry.more["example"]), lang)
        found = Phrases([("here", [entry])]).scan(page)
        assert any(found), f"{lang} {name} {entry.id}: {entry.more['example']}"


def test_every_party_is_of_the_vocabulary_or_settled_by_context() -> None:
    for lang, entry in entries("actors"):
        context = {str(v) for k, v in entry.more.items() if k not in ("kind", "words", "example", "exact", "named", "heads", "cased")}
        chosen = context | set(map(str, entry.more.get("named", ())))
        if entry.id not in ACTOR_IDS and entry.id not in ("mask", "syria_state"):
            assert chosen, f"{lang} {entry.id} names no party"
            assert chosen <= {*ACTOR_IDS, "syria_state"}, f"{lang} {entry.id}: {chosen}"
