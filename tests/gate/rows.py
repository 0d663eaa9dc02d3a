"""The rows of the gate, and what must be true of each of them."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

from sijill.model import Report
from sijill.model import vocabulary as words
from sijill.model.identity import report_id

Json = dict[str, Any]

FOLDER = Path(__file__).parent

ALLOWED: dict[str, dict[str, frozenset[Any]]] = {
    "places": {"relation": frozenset(get_args(words.Relation))},
    "actors": {
        "id": frozenset(words.ACTOR_IDS),
        "role": frozenset(get_args(words.Role)),
        "stance": frozenset(get_args(words.ActorStance)),
    },
    "harms": {
        "kind": frozenset(get_args(words.HarmKind)),
        "group": frozenset(get_args(words.Group)),
        "who": frozenset(get_args(words.Who)) | {None},
        "hedge": frozenset(get_args(words.Hedge)),
        "unit": frozenset(get_args(words.Unit)),
    },
    "attributions": {"kind": frozenset(get_args(words.AttributionKind))},
    "victims": {
        "fate": frozenset(get_args(words.Fate)),
        "sex": frozenset(get_args(words.Sex)) | {None},
        "who": frozenset(get_args(words.Who)) | {None},
    },
    "circumstances": {"kind": frozenset({"weapon", "facility", "time_of_day", "double_tap", "strikes", "as_of"})},
}
"""For every part of an account, the words that its closed fields may hold."""

OF_ACCOUNT: dict[str, frozenset[str]] = {
    "scope": frozenset(get_args(words.Scope)),
    "event_type": frozenset(get_args(words.EventType)),
    "stance": frozenset(get_args(words.Stance)),
}


def load_rows(lang: str) -> list[Json]:
    """All rows of one language, `ar` or `en`."""
    return [json.loads(line) for line in (FOLDER / f"{lang}.jsonl").read_text(encoding="utf-8").splitlines()]


def as_report(row: Json) -> Report:
    """The report that a row holds, as capture would give it."""
    published = date.fromisoformat(row["published"]) if row["published"] else None
    identity = report_id(row["doc"], row["text"], row["published"])
    return Report(id=identity, doc=row["doc"], text=row["text"], published=published, lang=row["lang"])


def faults_of(row: Json) -> Iterator[str]:
    """What is wrong with a row, in words; nothing for a good one."""
    accounts = row["gold"]["accounts"]
    if bool(accounts) != row["gold"]["conflict_report"]:
        yield "conflict_report does not agree with the accounts"
    if not row["tags"]:
        yield "no tags"
    for account in accounts:
        yield from (f"{name} is {account[name]!r}" for name, allowed in OF_ACCOUNT.items() if account[name] not in allowed)
        for part, fields in ALLOWED.items():
            for claim in account.get(part, []):
                yield from (f"{part}: {name} is {claim[name]!r}" for name, allowed in fields.items() if claim[name] not in allowed)
                yield from faults_of_quote(claim, row["text"])
        yield from faults_of_date(account["date"], row["text"])
        yield from faults_of_harms(account["harms"])
        yield from (f"{place['name']} is not in its quote" for place in account["places"] if place["name"] not in place["quote"])
        yield from (f"{unit} is not in the text" for place in account["places"] for unit in place["within"] if unit not in row["text"])


def faults_of_quote(claim: Json, text: str) -> Iterator[str]:
    start, end = claim["span"]
    if text[start:end] != claim["quote"] or not claim["quote"].strip() or len(claim["quote"]) > 120:
        yield f"quote {claim['quote']!r} is not the text at its span"


def faults_of_date(when: Json | None, text: str) -> Iterator[str]:
    if when is None:
        return
    if date.fromisoformat(when["from"]) > date.fromisoformat(when["to"]):
        yield "a date that ends before it begins"
    if when["quote"] is not None:
        yield from faults_of_quote(when, text)


def faults_of_harms(harms: list[Json]) -> Iterator[str]:
    """A part names its whole, which stands before it; a number goes with its hedge, vague words with none."""
    quotes: set[str] = set()
    for harm in harms:
        low, high, hedge = harm["low"], harm["high"], harm["hedge"]
        if "part_of" in harm and harm["part_of"] not in quotes:
            yield f"part_of {harm['part_of']!r} is no harm of the account"
        quotes.add(harm["quote"])
        fits = {
            "exact": low is not None and low == high,
            "about": low is not None and low == high,
            "at_least": low is not None and high is None,
            "more_than": low is not None and high is None,
            "up_to": low is None and high is not None,
            "range": low is not None and high is not None and low < high,
        }.get(hedge, low is None and high is None)
        if not fits:
            yield f"{harm['quote']!r}: hedge {hedge} with {low}–{high}"
