"""Every text and every id in a word of the model, changed in one pass; what stays as it is is not made anew.

Which fields are texts follows from their types: a field of a closed vocabulary, a number, a day or a span is none. Places of the
gazetteer are left alone: a village may be called like a person. So are quotes that have a span: they change with their report's text.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from sijill.model import Candidate, Placement, Report, Span

T = TypeVar("T")
Change = Callable[[str], str]

IDS = frozenset(
    {
        *("id", "report", "capture", "place", "part_of", "left", "right", "account", "incident", "other", "into", "claim", "made"),
        *("accounts", "claims", "vague", "leaving", "staying", "former"),
    }
)
CODES = frozenset(
    {
        *("rule", "code", "model", "act", "lang", "kind", "value", "actor", "actors", "at", "sha256", "key", "words", "encoding"),
        *("what", "why", "commitment"),
    }
)
"""Fields of type str that are ids, and those that are codes and digests."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The fields of a type that hold texts, ids, and other words of the model."""

    texts: tuple[str, ...]
    ids: tuple[str, ...]
    nested: tuple[str, ...]


def walk(value: T, text: Change, name: Change, place: Callable[[Placement], Placement]) -> T:
    """The value with `text` done to its texts, `name` to its ids and `place` to its placements."""
    found: Any = value
    if isinstance(value, Placement):
        moved = place(value)
        found = replace(moved, place=name(moved.place)) if name(moved.place) != moved.place else moved
    elif isinstance(value, Span | Candidate):
        found = value
    elif isinstance(value, tuple):
        parts = [walk(part, text, name, place) for part in value]
        found = tuple(parts) if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    elif isinstance(value, Mapping):
        found = {name(key): walk(part, text, name, place) for key, part in value.items()}
    elif is_dataclass(value):
        changed = dict(_changes(value, text, name, place))
        found = replace(value, **changed) if changed else value  # type: ignore[type-var]
    return cast(T, found)


def _changes(value: Any, text: Change, name: Change, place: Callable[[Placement], Placement]) -> Any:
    plan = _plan(cast(Hashable, type(value)))
    spanned = getattr(value, "span", None) is not None
    for fields_of, change in ((plan.texts, text), (plan.ids, name)):
        for field in fields_of:
            old = getattr(value, field)
            if old and not (spanned and field == "quote"):
                new = change(old) if isinstance(old, str) else tuple(map(change, old))
                if new != old:
                    yield field, new
    for field in plan.nested:
        old = getattr(value, field)
        if old:
            new = walk(old, text, name, place)
            if new is not old:
                yield field, new


@cache
def _plan(kind: Any) -> Plan:
    hints = get_type_hints(kind)
    texts, ids, nested = [], [], []
    for field in (f.name for f in fields(kind)):
        inside = _inside(hints[field])
        if any(is_dataclass(one) for one in inside):
            nested.append(field)
        elif str in inside and field in IDS:
            ids.append(field)
        elif str in inside and field not in CODES and not (kind is Report and field == "text"):
            texts.append(field)
    return Plan(tuple(texts), tuple(ids), tuple(nested))


def _inside(hint: Any) -> set[Any]:
    """The plain types within a type hint; a closed vocabulary has none."""
    if get_origin(hint) is Literal:
        return set()
    parts = [part for part in get_args(hint) if part is not ...]
    return {hint} if not parts else {one for part in parts for one in _inside(part)}
