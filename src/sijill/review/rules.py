"""The rule for review: how many different people must have given a value before an incident may be called reviewed."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sijill.model import DataError, Given, Incident

VALUES = ("grade", "toll", "attribution", "status", "days")
COUNTED = frozenset({"killed", "injured", "casualties"})
"""Kinds of harm whose tolls a person must have given."""


@dataclass(frozen=True, slots=True)
class Rules:
    """For each of `VALUES` how many different people must have given the same."""

    people: Mapping[str, int]


@cache
def load_rules() -> Rules:
    """The rules of the package, `data/review.toml`. Raises DataError."""
    return parse_rules((files("sijill") / "data" / "review.toml").read_text(encoding="utf-8"), "data/review.toml")


def parse_rules(text: str, name: str) -> Rules:
    """The rules in a file's text. Raises DataError that names the file and the place."""
    try:
        data: Any = tomllib.loads(text).get("people")
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from error
    return make_rules(data, name)


def make_rules(people: Any, name: str) -> Rules:
    """The rules from plain values. Raises DataError."""
    if not isinstance(people, dict) or set(people) != set(VALUES):
        raise DataError(f"{name}: [people] must give a number for each of {', '.join(VALUES)} and for nothing else")
    for value, count in people.items():
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 9:
            raise DataError(f"{name}: people.{value} is {count!r}; give how many people, 0 to 9")
    return Rules({value: people[value] for value in VALUES})


def find_lacking(incident: Incident, rules: Rules) -> tuple[str, ...]:
    """What the incident lacks to be called reviewed, a phrase for each value; nothing where the rule holds."""
    return tuple(
        f"{what}: {len(given.agreed) if given else 0} of {needed} people"
        for what, value, given in _asked(incident)
        if (needed := rules.people[value]) > (len(given.agreed) if given else 0)
    )


def _asked(incident: Incident) -> Iterator[tuple[str, str, Given | None]]:
    """What is asked of this incident: its words, the value it falls under, and who gave it."""
    harm = incident.grade is not None and incident.grade.grade is not None
    yield "grade", "grade", incident.grade.given if incident.grade else None
    for toll in incident.tolls:
        if toll.kind in COUNTED:
            yield f"toll {toll.kind} {toll.group}" + " families" * (toll.unit == "families"), "toll", toll.given
    if harm:
        yield "attribution", "attribution", incident.blame.given if incident.blame else None
        if incident.status is not None and incident.status.status is not None:
            yield "status", "status", incident.status.given
    if incident.first is not None:
        yield "days", "days", incident.days_given
