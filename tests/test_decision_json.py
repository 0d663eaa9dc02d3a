"""Decisions as the register holds them: nothing lost, nothing that does not fit let in."""

import json
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sijill.model import ModelError, Span
from sijill.model.codec import from_json, to_json
from sijill.model.decision import ACTS, Decision, Judgement, kind_of

st.register_type_strategy(Span, st.builds(Span, st.integers(0, 10**6), st.integers(0, 10**6)))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("word", get_args(Judgement), ids=lambda word: str(word.__name__))
@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_every_judgement_survives_json(word: type, data: st.DataObject) -> None:
    decision = Decision(data.draw(st.from_type(word)), 7)
    assert from_json(json.loads(json.dumps(to_json(decision))), Decision) == decision


def test_every_act_is_named_once() -> None:
    assert len(set(ACTS)) == len(get_args(Judgement))


def test_grades_corrections_and_retractions_have_their_own_kind_of_entry() -> None:
    kinds = {act: kind_of(word()) for act, word in zip(ACTS, get_args(Judgement), strict=True) if act == "retract"}
    assert kinds == {"retract": "retracted"}


def test_an_unknown_act_is_refused() -> None:
    with pytest.raises(ModelError):
        from_json({"judgement": {"act": "guess", "left": "a", "right": "b"}, "on": 1}, Decision)
