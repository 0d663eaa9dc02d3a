"""The published JSON Schemas say exactly what the model says."""

import json
from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import jsonschema
import pytest
from referencing import Registry, Resource

from sijill.cli.screen import NOTICE
from sijill.model import Account, Actor, Attribution, Candidate, Circumstance, Harm, Place, Placement, Reading, Victim, When, vocabulary
from sijill.model.codec import RENAMED


@cache
def schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files("sijill") / "data" / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def validator(name: str) -> jsonschema.Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        [(f"{n}.schema.json", Resource.from_contents(schema(n))) for n in ("reading", "run")]
    )
    return jsonschema.Draft202012Validator(schema(name), registry=registry, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", ["reading", "run"])
def test_the_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        (When, "when"),
        (Place, "place"),
        (Actor, "actor"),
        (Harm, "harm"),
        (Attribution, "attribution"),
        (Victim, "victim"),
        (Circumstance, "circumstance"),
        (Account, "account"),
        (Candidate, "candidate"),
        (Reading, None),
    ],
)
def test_the_schema_has_every_field_and_no_other(word: type, name: str | None) -> None:
    part = schema("reading") if name is None else schema("reading")["$defs"][name]
    renamed = RENAMED.get(word, {})
    assert part["required"] == [renamed.get(field.name, field.name) for field in fields(word)] + ["notice"] * (word is Reading)
    assert part["additionalProperties"] is False


def test_a_place_in_the_register_has_every_field_of_its_placement() -> None:
    extra = set(schema("reading")["$defs"]["place"]["properties"]) - set(schema("reading")["$defs"]["place"]["required"])
    assert extra == {field.name for field in fields(Placement)} - {"place"}


@pytest.mark.parametrize(
    ("part", "field", "words"),
    [
        ("account", "event_type", get_args(vocabulary.EventType)),
        ("account", "scope", get_args(vocabulary.Scope)),
        ("account", "stance", get_args(vocabulary.Stance)),
        ("place", "relation", get_args(vocabulary.Relation)),
        ("place", "level", (*get_args(vocabulary.Level), None)),
        ("actor", "id", vocabulary.ACTOR_IDS),
        ("actor", "role", get_args(vocabulary.Role)),
        ("actor", "stance", get_args(vocabulary.ActorStance)),
        ("harm", "kind", get_args(vocabulary.HarmKind)),
        ("harm", "group", get_args(vocabulary.Group)),
        ("harm", "who", (*get_args(vocabulary.Who), None)),
        ("harm", "hedge", get_args(vocabulary.Hedge)),
        ("harm", "unit", get_args(vocabulary.Unit)),
        ("attribution", "kind", get_args(vocabulary.AttributionKind)),
        ("victim", "fate", get_args(vocabulary.Fate)),
        ("victim", "sex", (*get_args(vocabulary.Sex), None)),
        ("candidate", "level", get_args(vocabulary.Level)),
    ],
)
def test_the_schema_has_the_words_of_the_vocabulary(part: str, field: str, words: tuple[str | None, ...]) -> None:
    assert tuple(schema("reading")["$defs"][part]["properties"][field]["enum"]) == words


def test_a_reading_without_a_field_or_with_a_wrong_word_does_not_fit() -> None:
    line: dict[str, Any] = {
        "report": "r",
        "doc": "d",
        "lang": "ar",
        "published": None,
        "accounts": [],
        "reader": "x",
        "dropped": 0,
        "notice": NOTICE,
    }
    validator("reading").validate(line)
    for wrong in ({**line, "published": "today"}, {**line, "dropped": -1}, {**line, "extra": 1}, {k: line[k] for k in list(line)[1:]}):
        assert not validator("reading").is_valid(wrong)
