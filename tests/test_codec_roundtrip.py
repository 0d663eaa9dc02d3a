"""JSON and back: nothing of the model is lost, and nothing that does not fit comes in."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill import model
from sijill.model import Account, Actor, Capture, Entry, Filing, Incident, ModelError, Reading, Report, Span, When
from sijill.model.codec import RENAMED, from_json, parse_json, to_json
from sijill.model.identity import canonical_json

WORDS = [getattr(model, name) for name in model.__all__ if hasattr(getattr(model, name), "__dataclass_fields__")]
WORDS = [word for word in WORDS if not issubclass(word, Exception)]
st.register_type_strategy(Span, st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2), max_leaves=3
)


def value_of(word: type) -> st.SearchStrategy[Any]:
    if word is Entry:
        return st.builds(Entry, body=st.dictionaries(st.text(max_size=5), JSON, max_size=3))
    return st.from_type(word)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: str(word.__name__))
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_every_word_of_the_model_survives_json(word: type, data: st.DataObject) -> None:
    value = data.draw(value_of(word))
    plain = to_json(value)
    assert from_json(json.loads(json.dumps(plain)), word) == value
    assert from_json(json.loads(canonical_json(plain)), word) == value


@pytest.mark.parametrize("word", WORDS, ids=lambda word: str(word.__name__))
@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_every_field_is_written_under_its_documented_name(word: type, data: st.DataObject) -> None:
    renamed = RENAMED.get(word, {})
    plain = to_json(data.draw(value_of(word)))
    assert list(plain) == [renamed.get(field.name, field.name) for field in fields(word)]


def test_days_and_actors_are_written_as_the_guidelines_name_them() -> None:
    when = When(date(2019, 1, 17), date(2019, 1, 18), "two days", Span(3, 11), "r")
    assert to_json(when) == {"from": "2019-01-17", "to": "2019-01-18", "quote": "two days", "span": [3, 11], "rule": "r"}
    actor = Actor("c1", "the army", Span(0, 8), "syria_government", "party")
    assert to_json(actor)["id"] == "syria_government"
    assert to_json(actor)["claim"] == "c1"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        (Capture, {}),
        (Capture, []),
        (Report, {"id": "r", "doc": "d", "text": "t", "unknown": 1}),
        (Report, {"id": "r", "doc": "d", "text": "t", "published": "18/1/2019"}),
        (When, {"from": "2019-01-18"}),
        (Account, {"id": "a", "scope": "campaign", "headline": True, "event_type": "air_strike", "stance": "asserted"}),
        (Account, {"id": "a", "scope": "event", "headline": True, "event_type": "war", "stance": "asserted"}),
    ],
)
def test_what_does_not_fit_is_refused(word: type, value: object) -> None:
    with pytest.raises(ModelError):
        from_json(value, word)


def test_the_error_names_the_field() -> None:
    with pytest.raises(ModelError, match="published"):
        from_json({"id": "r", "doc": "d", "text": "t", "published": "18/1/2019"}, Report)


def test_the_words_are_all_there() -> None:
    assert {Reading, Filing, Incident} <= set(WORDS)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)


@given(ANY_JSON)
def test_json_is_read_as_the_standard_library_reads_it(value: object) -> None:
    for text in (canonical_json(value), json.dumps(value)):
        read = parse_json(text)
        assert read == json.loads(text)
        assert canonical_json(read) == canonical_json(json.loads(text))


@pytest.mark.parametrize("text", ['"\\ud800"', "NaN", "1e400", "18446744073709551616", '{"a":1,"a":2}'])
def test_json_at_its_edges_is_read_likewise(text: str) -> None:
    assert canonical_json(parse_json(text)) == canonical_json(json.loads(text))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match="line 1"):
        parse_json("{")
