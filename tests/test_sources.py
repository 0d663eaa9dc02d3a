"""Who says it is found with its kind; who merely stands in the story is no source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.mentions import SourceMention
from sijill.extract.sources.finder import find_sources
from sijill.extract.text.page import make_page


def sources(text: str, lang: str = "ar") -> tuple[SourceMention, ...]:
    return find_sources(make_page(text, lang))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("قالت مصادر محلية إن طفلا قتل في القصف", {"local_source"}),
        ("أفاد مصدر طبي بأن عشرة جرحى وصلوا إلى المشفى", {"medical"}),
        ("وقال مصدر عسكري إن الدفاعات تصدت للصواريخ", {"official"}),
        ("وقال مصدر في المقاومة الشعبية إن الهجوم صد", {"armed_group"}),
        ("بحسب المرصد السوري لحقوق الإنسان قتل ثلاثة مدنيين", {"ngo"}),
        ("نقلت وكالة سانا عن مصدر عسكري أن الأضرار مادية", {"media", "official"}),
        ("وقال شهود عيان إن الطائرة ألقت صاروخين", {"witness"}),
        ("وقالت مصادر أمنية وطبية إن التفجير أوقع قتلى", {"official", "medical"}),
        ("وأفاد مراسلنا بإصابة طفلين", {"local_source"}),
    ],
)
def test_arabic_sources_have_their_kind(text: str, kinds: set[str]) -> None:
    assert {s.kind for s in sources(text)} == kinds


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Two people were killed, the Syrian Observatory for Human Rights said.", {"ngo"}),
        ("A medical source told AFP that three of the wounded were children.", {"medical", "media"}),
        ("Local activists said the shelling continued.", {"local_source"}),
        ("A military source said the army repelled the attack.", {"official"}),
        ("According to state media, the air defences fired.", {"media"}),
    ],
)
def test_english_sources_have_their_kind(text: str, kinds: set[str]) -> None:
    assert {s.kind for s in sources(text, "en")} == kinds


def test_a_source_named_again_keeps_its_kind_and_is_carried() -> None:
    first, second = sources("قال مصدر طبي إن عشرة جرحى وصلوا.\nوأضاف المصدر أن بينهم أطفالا.")
    assert (first.kind, first.carried) == ("medical", False)
    assert (second.kind, second.carried) == ("medical", True)


def test_a_bare_verb_of_saying_carries_the_source_on() -> None:
    found = sources("قال مصدر طبي إن عشرة جرحى وصلوا.\nوأضاف أن بينهم أطفالا.")
    assert [(s.kind, s.carried) for s in found] == [("medical", False), ("medical", True)]


def test_rescuers_at_work_are_no_source() -> None:
    assert sources("هرعت فرق الدفاع المدني إلى المكان وأسعفت الجرحى") == ()


def test_the_origin_of_fire_is_no_source() -> None:
    assert sources("قصف مدفعي على القرية مصدر القصف قواعد في الجنوب") == ()


@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(sources(text), tuple)
