"""The spans of an account: all of them, and all of them moved into another text."""

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, cast

from sijill.model import Account, Span
from sijill.write.redact.shape import form_of, holds


def list_spans(value: Any) -> list[Span]:
    """Every span in a word of the model."""
    found: list[Span] = []
    _collect(value, found)
    return found


def _collect(value: Any, found: list[Span]) -> None:
    if type(value) is tuple:
        for part in value:
            _collect(part, found)
    elif type(value) is Span:
        found.append(value)
    elif value is not None:
        values = form_of(cast(Hashable, type(value))).take(value)
        for at in _spanned(cast(Hashable, type(value))):
            if values[at]:
                _collect(values[at], found)


def move_spans(account: Account, text: str, moved: Callable[[Span], Span]) -> Account:
    """The account with every span moved into the new text, and every quote what stands there now."""

    def go(value: Any) -> Any:
        if type(value) is tuple:
            return tuple([go(part) for part in value])
        form = form_of(kind := cast(Hashable, type(value)))
        values = list(form.take(value))
        for at in _spanned(kind):
            if form.names[at] == "span":
                if (span := values[at]) is not None:
                    values[at] = span = moved(span)
                    values[form.names.index("quote")] = text[span.start : span.end]
            elif values[at]:
                values[at] = go(values[at])
        return form.kind(*values)

    return cast(Account, go(account))


@cache
def _spanned(kind: Hashable) -> tuple[int, ...]:
    """Which fields of a type hold spans, at any depth."""
    return tuple(at for at, inside in enumerate(form_of(kind).inside) if holds(inside, Span))
