"""Which parts of an entry are personal, and whose. `Register.append` seals them, so that no caller can forget.

| entry | sealed | owner |
|---|---|---|
| captured | the report's title and text | the report |
| read | the reading; its outline stays open, for the derived tables | the report |
| a person of the victims' list | names, age, sex, role, family, outside ids | the person (`key`) |
| a belligerent's statement | its quote and source | the incident |
| an internal note | its text | the incident |
| the words a correction stands on | `basis.quote` | the incident |
"""

from dataclasses import replace
from typing import Any

from sijill.model import Entry
from sijill.register.chain import Fact
from sijill.register.sealed import Sealed

ERASED = "[erased]"
"""What reads in the place of words whose key is destroyed."""

PERSON: dict[str, Any] = {"names": [], "age": None, "sex": None, "role": None, "family": None, "register_ids": []}
"""The personal fields of one entry of the victims' list, with what reads in their place once they are erased."""


def seal_personal(fact: Fact) -> Fact:
    """The fact with its personal parts marked as sealed."""
    body = fact.body
    if fact.kind == "captured" and "report" in body:
        words = {name: _seal(fact.subject, body["report"].get(name)) for name in ("title", "text")}
        return replace(fact, body={**body, "report": {**body["report"], **words}})
    if fact.kind == "read" and "reading" in body:
        return replace(fact, body={"reading": _seal(fact.subject, body["reading"]), "outline": outline_of(body["reading"])})
    if isinstance(body.get("judgement"), dict):
        return replace(fact, body={**body, "judgement": _seal_judgement(fact.subject, body["judgement"])})
    return fact


def is_erasure(entry: Entry) -> bool:
    """Whether an entry takes all that is personal of its subject away."""
    return entry.kind == "retracted" and "erased" in entry.body


def outline_of(reading: dict[str, Any]) -> dict[str, Any]:
    """What the derived tables need of a reading: its accounts' ids, scopes, types and days."""
    rows = [
        {name: account[name] for name in ("id", "scope", "event_type")}
        | {"first": account["date"] and account["date"]["from"], "last": account["date"] and account["date"]["to"]}
        for account in reading["accounts"]
    ]
    return {"reader": reading["reader"], "dropped": reading["dropped"], "accounts": rows}


def _seal_judgement(incident: str, judgement: dict[str, Any]) -> dict[str, Any]:
    act = judgement.get("act")
    sealed: dict[str, Any] = {}
    if act == "victim":
        sealed = {name: _seal(judgement["key"], judgement.get(name, erased), erased) for name, erased in PERSON.items()}
    elif act == "statement":
        sealed = {name: _seal(incident, judgement.get(name), ERASED) for name in ("quote", "source")}
    elif act == "note" and judgement.get("audience") != "public":
        sealed = {"text": _seal(incident, judgement.get("text"), ERASED)}
    if isinstance(judgement.get("basis"), dict):
        sealed["basis"] = {**judgement["basis"], "quote": _seal(incident, judgement["basis"].get("quote"), ERASED)}
    return judgement | sealed


def _seal(owner: str, value: Any, erased: Any = None) -> Any:
    """A sealed value; nothing stays nothing, and what is sealed already stays as it is."""
    empty = value is None or value == [] or value == ""
    return value if empty or isinstance(value, Sealed) else Sealed(owner, value, erased)
