"""The spans of an account: all of them, and all of them moved into another text."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from sijill.model import Account, Span


def list_spans(value: Any) -> list[Span]:
    """Every span in a word of the model."""
    if isinstance(value, Span):
        return [value]
    if is_dataclass(value) and not isinstance(value, type):
        return [span for f in fields(value) for span in list_spans(getattr(value, f.name))]
    return [span for part in value for span in list_spans(part)] if isinstance(value, tuple) else []


def move_spans(account: Account, text: str, moved: Callable[[Span], Span]) -> Account:
    """The account with every span moved into the new text, and every quote what stands there now."""

    def go(value: Any) -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: go(getattr(value, f.name)) for f in fields(value)}
            span = changed.get("span")
            if isinstance(span, Span):
                changed["span"] = moved(span)
                changed["quote"] = text[changed["span"].start : changed["span"].end]
            return replace(value, **changed)
        return tuple(map(go, value)) if isinstance(value, tuple) and not isinstance(value, Span) else value

    return cast(Account, go(account))
