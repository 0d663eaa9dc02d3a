"""Every text and every id in a word of the model, changed in one pass; what stays as it is is not made anew.

Which fields are texts follows from their types: a field of a closed vocabulary, a number, a day or a span is none. Places of the
gazetteer are left alone: a village may be called like a person. Quotes of accounts have changed with their report's text before.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Literal, TypeVar, cast

from sijill.model import Candidate, Placement, Report, Span
from sijill.write.redact.shape import Form, form_of, holds

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


What = Literal["text", "id", "nested"]


def walk(value: T, text: Change, name: Change, place: Callable[[Placement], Placement]) -> T:
    """The value with `text` done to its texts, `name` to its ids and `place` to its placements."""
    return cast(T, _Walk(text, name, place).go(value))


class _Walk:
    def __init__(self, text: Change, name: Change, place: Callable[[Placement], Placement]) -> None:
        self._text, self._name, self._place = text, name, place

    def go(self, value: Any) -> Any:
        kind = type(value)
        if kind is tuple:
            parts = [self.go(part) for part in value]
            return tuple(parts) if any(a is not b for a, b in zip(parts, value, strict=True)) else value
        if kind is Placement:
            return self._placement(value)
        if value is None or kind is Span or kind is Candidate:
            return value
        if isinstance(value, Mapping):
            return {self._name(key): self.go(part) for key, part in value.items()}
        form, steps = _plan(cast(Hashable, kind))
        values = form.take(value)
        changed: list[Any] | None = None
        for at, what in steps:
            old = values[at]
            if not old:
                continue
            new = self.go(old) if what == "nested" else self._words(old, self._text if what == "text" else self._name)
            if new is not old:
                changed = changed or list(values)
                changed[at] = new
        return value if changed is None else form.kind(*changed)

    def _placement(self, value: Placement) -> Placement:
        moved = self._place(value)
        name = self._name(moved.place)
        return replace(moved, place=name) if name != moved.place else moved

    @staticmethod
    def _words(old: Any, change: Change) -> Any:
        new = change(old) if isinstance(old, str) else tuple(map(change, old))
        return old if new == old else new


@cache
def _plan(kind: Hashable) -> tuple[Form, tuple[tuple[int, What], ...]]:
    """Which fields of a type hold texts, ids and other words of the model."""
    form = form_of(kind)
    steps: list[tuple[int, What]] = []
    for at, (field, inside) in enumerate(zip(form.names, form.inside, strict=True)):
        if holds(inside):
            steps.append((at, "nested"))
        elif str in inside and field in IDS:
            steps.append((at, "id"))
        elif str in inside and field not in CODES and not (kind is Report and field == "text"):
            steps.append((at, "text"))
    return form, tuple(steps)
