"""The language-model reader: what it makes of an answer, against a real HTTP server on loopback."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from llm_server import ACCOUNT, REPORT, TEXT, Reply, completion, read, reader_for, serve

from sijill.extract.llm.prompt import answer_schema
from sijill.model import Span
from sijill.model.codec import to_json


def test_a_good_answer_becomes_accounts_whose_quotes_stand_in_the_text() -> None:
    reading = read(ACCOUNT)
    (account,) = reading.accounts
    assert reading.dropped == 0
    assert [(h.low, h.high, h.who) for h in account.harms] == [(3, 3, None), (1, 1, "children")]
    assert account.date is not None
    assert account.date.quote is None
    claims: list[Any] = [*account.places, *account.harms, *account.attributions, *account.circumstances]
    assert all(TEXT[claim.span.start : claim.span.end] == claim.quote for claim in claims)
    assert account.attributions[0].kind == "local_source"


def test_a_reading_names_the_model_and_the_version_of_the_instructions() -> None:
    assert read(ACCOUNT).reader == "llm-1 test-model"


def test_the_question_carries_schema_model_published_day_and_the_text() -> None:
    with serve(Reply(completion(ACCOUNT))) as server:
        reader_for(server, key="secret-key").read_report(REPORT)
    (question,) = server.asked
    assert question["model"] == "test-model"
    assert question["response_format"]["json_schema"]["schema"] == answer_schema()
    assert "2020-02-14 (Friday)" in question["messages"][1]["content"]
    assert TEXT in question["messages"][1]["content"]
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["Authorization"] == "Bearer secret-key"


def test_the_answer_of_the_tests_fits_the_schema_that_the_server_is_given() -> None:
    jsonschema.Draft202012Validator.check_schema(answer_schema())
    jsonschema.validate({"accounts": [ACCOUNT]}, answer_schema())


def test_without_a_key_none_is_sent() -> None:
    with serve(Reply(completion())) as server:
        reader_for(server).read_report(REPORT)
    assert "Authorization" not in server.headers[0]


def test_an_invented_quote_is_dropped_and_counted() -> None:
    invented = {**ACCOUNT["harms"][0], "quote": "خمسون مدنياً", "low": 50, "high": 50}
    reading = read({**ACCOUNT, "harms": [*ACCOUNT["harms"], invented]})
    assert [harm.low for harm in reading.accounts[0].harms] == [3, 1]
    assert reading.dropped == 1


def test_a_quote_that_differs_by_one_letter_is_not_found() -> None:
    reading = read({**ACCOUNT, "places": [{**ACCOUNT["places"][0], "quote": "قرية تل العنبة"}]})
    assert reading.accounts[0].places == ()
    assert reading.dropped == 1


def test_spaces_and_line_breaks_may_differ_in_a_quote() -> None:
    reading = read({**ACCOUNT, "circumstances": [], "attributions": [{"quote": "طفلة قُتل ثلاثة", "kind": "witness"}]})
    assert reading.accounts[0].attributions[0].quote == "طفلة\n\nقُتل ثلاثة"


def test_the_same_words_twice_are_found_at_their_two_places() -> None:
    harm = ACCOUNT["harms"][0]
    first, second, third = read({**ACCOUNT, "harms": [harm, harm, harm]}).accounts[0].harms
    assert first.span.start < second.span.start
    assert third.span == first.span


def test_spans_count_characters_after_emoji_and_harakat() -> None:
    place = read(ACCOUNT).accounts[0].places[0]
    assert place.span == Span(TEXT.index("قرية تل العنب"), TEXT.index("قرية تل العنب") + len("قرية تل العنب"))


def test_a_text_with_lone_surrogates_and_marks_is_read() -> None:
    text = "\u202bقتل مدني\u202c \ud83d 👨‍👩‍👧 في حلب\u200f"
    harm = {**ACCOUNT["harms"][0], "quote": "قتل مدني", "low": 1, "high": 1}
    reading = read(
        {**ACCOUNT, "harms": [harm], "places": [], "attributions": [], "circumstances": []}, report=replace(REPORT, text=text)
    )
    assert reading.accounts[0].harms[0].span == Span(1, 9)


def test_a_part_names_its_whole_by_its_claim() -> None:
    part = {**ACCOUNT["harms"][1], "kind": "killed", "part_of": "ثلاثة مدنيين"}
    whole, child = read({**ACCOUNT, "harms": [ACCOUNT["harms"][0], part]}).accounts[0].harms
    assert child.part_of == whole.id


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "murdered"},
        {"group": None},
        {"who": "teachers"},
        {"hedge": "roughly"},
        {"low": 4},
        {"low": None, "high": None},
        {"low": -1, "high": -1},
        {"low": "3", "high": "3"},
        {"low": True, "high": True},
        {"low": 10**30, "high": 10**30},
        {"hedge": "dozens"},
        {"hedge": "at_least"},
        {"hedge": "range"},
        {"unit": "villages"},
        {"quote": None},
        {"quote": " "},
        {"quote": ["ثلاثة"]},
    ],
    ids=str,
)
def test_a_harm_outside_the_vocabulary_is_dropped_and_counted(change: dict[str, Any]) -> None:
    reading = read({**ACCOUNT, "harms": [{**ACCOUNT["harms"][0], **change}]})
    assert reading.accounts[0].harms == ()
    assert reading.dropped == 1


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        ("places", {"quote": "قرية تل العنب", "name": "حلب", "relation": "in", "within": []}),
        ("places", {"quote": "قرية تل العنب", "name": "تل العنب", "relation": "above", "within": []}),
        ("actors", {"quote": "ناشطين", "id": "the_enemy", "role": "perpetrator", "stance": "asserted"}),
        ("actors", {"quote": "ناشطين", "id": "other", "role": "culprit", "stance": "asserted"}),
        ("attributions", {"quote": "ناشطين", "kind": "rumour"}),
        ("victims", {"quote": "طفلة", "fate": "vanished"}),
        ("circumstances", {"quote": "قصف مدفعي", "kind": "mood", "value": "grim"}),
        ("attributions", "ناشطين"),
    ],
)
def test_any_other_value_outside_the_vocabulary_is_dropped_and_counted(part: str, entry: object) -> None:
    reading = read({**ACCOUNT, part: [entry]})
    assert getattr(reading.accounts[0], part) == ()
    assert reading.dropped == 1


def test_a_victim_keeps_only_words_that_the_text_says() -> None:
    victim = {
        "quote": "طفلة",
        "fate": "injured",
        "name": "سعاد",
        "age": 7,
        "sex": "female",
        "who": "children",
        "role": None,
        "status": None,
    }
    reading = read({**ACCOUNT, "victims": [victim]})
    assert (reading.accounts[0].victims[0].name, reading.accounts[0].victims[0].sex) == (None, "female")
    assert reading.dropped == 1


@pytest.mark.parametrize(
    "when",
    [
        {"from": "2020-02-13", "to": "2020-02-13", "quote": None},
        {"from": "2020-02-14", "to": "2020-02-13", "quote": "قُتل"},
        {"from": "Friday", "to": "Friday", "quote": "قُتل"},
        {"from": "2020-02-14", "to": "2020-02-14", "quote": "يوم الجمعة"},
    ],
)
def test_a_date_without_words_or_sense_is_dropped_and_counted(when: dict[str, Any]) -> None:
    reading = read({**ACCOUNT, "date": when})
    assert reading.accounts[0].date is None
    assert reading.dropped == 1


def test_an_account_with_nothing_left_is_no_account() -> None:
    empty: dict[str, Any] = {part: [] for part in ("places", "actors", "harms", "attributions", "victims", "circumstances")}
    reading = read({**ACCOUNT, **empty}, {**ACCOUNT, "event_type": "party"}, ACCOUNT)
    assert [account.id for account in reading.accounts] == ["r-test.a1"]
    assert reading.dropped == 2


def test_a_reading_survives_the_codec() -> None:
    assert json.loads(json.dumps(to_json(read(ACCOUNT))))["accounts"][0]["harms"][0]["low"] == 3
