"""What the language model is asked: the instructions, the report, and the JSON schema of its answer, made from the vocabulary."""

from datetime import date
from importlib.resources import files
from typing import Any, get_args

from sijill.model import vocabulary as words

VERSION = "1"
"""Raised whenever the instructions or the schema change; it is part of the reader's name in every reading."""

CIRCUMSTANCES = ("weapon", "facility", "time_of_day", "double_tap", "strikes", "as_of")

INSTRUCTIONS = (files("sijill") / "data" / "llm" / "instructions.txt").read_text(encoding="utf-8")
"""What the model is told first; a file of `data`, so that it can be corrected without reading code."""


def word_schema(kind: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(get_args(kind))}


def or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def object_schema(**fields: dict[str, Any]) -> dict[str, Any]:
    """An object with exactly these fields, all required: what servers in strict mode accept."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def list_schema(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": object_schema(**fields)}


TEXT: dict[str, Any] = {"type": "string"}
NUMBER: dict[str, Any] = {"type": "integer"}


def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer: an object with the list of accounts."""
    account = {
        "event_type": word_schema(words.EventType),
        "scope": word_schema(words.Scope),
        "headline": {"type": "boolean"},
        "stance": word_schema(words.Stance),
        "weapon": or_null({"type": "string", "enum": ["chemical"]}),
        "date": or_null(object_schema(**{"from": TEXT, "to": TEXT, "quote": or_null(TEXT)})),
        "places": list_schema(quote=TEXT, name=TEXT, relation=word_schema(words.Relation), within={"type": "array", "items": TEXT}),
        "actors": list_schema(
            quote=TEXT,
            id={"type": "string", "enum": list(words.ACTOR_IDS)},
            role=word_schema(words.Role),
            stance=word_schema(words.ActorStance),
        ),
        "harms": list_schema(
            quote=TEXT,
            kind=word_schema(words.HarmKind),
            group=word_schema(words.Group),
            who=or_null(word_schema(words.Who)),
            low=or_null(NUMBER),
            high=or_null(NUMBER),
            hedge=word_schema(words.Hedge),
            unit=word_schema(words.Unit),
            part_of=or_null(TEXT),
        ),
        "attributions": list_schema(quote=TEXT, kind=word_schema(words.AttributionKind)),
        "victims": list_schema(
            quote=TEXT,
            fate=word_schema(words.Fate),
            name=or_null(TEXT),
            age=or_null(NUMBER),
            sex=or_null(word_schema(words.Sex)),
            who=or_null(word_schema(words.Who)),
            role=or_null(TEXT),
            status=or_null(TEXT),
        ),
        "circumstances": list_schema(quote=TEXT, kind={"type": "string", "enum": list(CIRCUMSTANCES)}, value=TEXT),
    }
    return object_schema(accounts=list_schema(**account))


def make_messages(part: str, published: date | None, number: int, count: int, lead: str) -> list[dict[str, str]]:
    """The messages for one window of a report: part `number` (from 1) of `count`; `lead` is how the whole report begins."""
    day = f"{published.isoformat()} ({published:%A})" if published else "unknown"
    head = f"Published: {day}."
    if count > 1:
        head += f" This is part {number} of {count} of a long report; quote from this part only. The report begins: {lead!r}"
    return [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": f"{head}\n\n<report>\n{part}\n</report>"}]


def make_question(model: str, messages: list[dict[str, str]], longest_answer: int) -> dict[str, Any]:
    """The body of a chat completion request that wants an answer by the schema, and the same answer each time."""
    schema = {"name": "reading", "strict": True, "schema": answer_schema()}
    return {
        "model": model,
        "messages": messages,
        "temperature": 0,
        "max_tokens": longest_answer,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
