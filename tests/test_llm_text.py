"""Windows and quotes: properties that must hold for any text."""

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sijill.extract.llm.answer import AnswerReader
from sijill.extract.llm.text import QuoteFinder, cut_windows
from sijill.model import Account, Span
from sijill.model.codec import from_json, to_json

TEXTS = st.text(st.sampled_from("قتل مدني.\n 3١💔\u0650\u200fab"), max_size=400)


@given(TEXTS, st.integers(2, 60))
def test_windows_cover_the_text_in_order_and_none_is_too_long(text: str, size: int) -> None:
    windows = cut_windows(text, size)
    assert all(a.end == b.start for a, b in pairwise(windows))
    assert all(0 < window.end - window.start <= size for window in windows) or not text.strip()
    assert windows[0].start == 0
    assert not text[windows[-1].end :].strip()


@given(TEXTS, st.data())
def test_every_piece_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))].strip()
    span = QuoteFinder(text, Span(0, len(text))).find(quote, "harms")
    if quote and len(quote) <= 300:
        assert span is not None
        assert text[span.start : span.end].split() == quote.split()
    else:
        assert span is None


@given(TEXTS, st.text(max_size=20))
def test_whatever_is_asked_for_a_found_span_says_it(text: str, quote: str) -> None:
    span = QuoteFinder(text, Span(0, len(text))).find(quote, "harms")
    assert span is None or text[span.start : span.end].split() == quote.split()


def test_a_window_ends_at_a_blank_line() -> None:
    text = "aaaa bbbb\n\ncccc dddd eeee"
    assert [text[w.start : w.end] for w in cut_windows(text, 16)] == ["aaaa bbbb\n\n", "cccc dddd eeee"]


def test_whole_words_are_found_before_parts_of_words() -> None:
    text = "الحيوان في حي"
    assert QuoteFinder(text, Span(0, len(text))).find("حي", "places") == Span(11, 13)


def test_a_quote_outside_the_window_is_not_found() -> None:
    assert QuoteFinder("one two", Span(0, 3)).find("two", "places") is None


# Parts of an answer, right and wrong, that the fuzzer below puts together.
TEXT = "قُتل 3 مدنيين بقصف على بلدة النور. Two people were hurt.\nقُتل 3 مدنيين"
WORDS = st.sampled_from(
    ["قُتل 3 مدنيين", "Two people", "killed", "civilian", "exact", "people", "in", "other", "target", "media", "2020-02-14", ""]
)
LEAVES = st.none() | st.booleans() | st.integers(-2, 10**12) | WORDS | st.text(max_size=5)
FIELDS = st.sampled_from(
    ["quote", "name", "relation", "within", "id", "role", "kind", "group", "low", "high", "hedge", "from", "to", "stance", "value"]
)
ANSWERS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=8), max_leaves=20)
PARTS = ("places", "actors", "harms", "attributions", "victims", "circumstances", "weapon", "headline")
ACCOUNTS = st.fixed_dictionaries(
    {"event_type": st.just("shelling"), "scope": st.just("event"), "stance": st.just("asserted"), "date": ANSWERS},
    optional={name: st.lists(ANSWERS, max_size=3) | LEAVES for name in PARTS},
)


@given(ACCOUNTS | ANSWERS)
def test_whatever_a_model_answers_only_quotes_that_stand_are_kept(raw: object) -> None:
    reader = AnswerReader("r-x", date(2020, 2, 14), QuoteFinder(TEXT, Span(0, len(TEXT))), "llm-1 m")
    account = reader.read_account(raw, 1)
    if account is None:
        assert reader.dropped >= 1
        return
    claims: list[Any] = [
        *account.places,
        *account.actors,
        *account.harms,
        *account.attributions,
        *account.victims,
        *account.circumstances,
    ]
    assert all(TEXT[claim.span.start : claim.span.end] == claim.quote for claim in claims)
    assert from_json(to_json(account), Account) == account
