"""How the words of the model are made, looked up once for each type: redaction takes every account and incident apart."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """A type of the model: the names of its fields in order, what is in each, and `take`, which gives all of a value's fields."""

    kind: Callable[..., Any]
    names: tuple[str, ...]
    inside: tuple[frozenset[Any], ...]
    take: Callable[[Any], tuple[Any, ...]]


@cache
def form_of(kind: Hashable) -> Form:
    """The form of a type of the model: a dataclass all of whose fields are given when it is made."""
    return _make_form(kind)


def _make_form(kind: Any) -> Form:
    hints, names = get_type_hints(kind), tuple(f.name for f in fields(kind))
    take = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    return Form(kind, names, tuple(frozenset(_inside(hints[name])) for name in names), take)


def alter(value: T, **changes: Any) -> T:
    """The value with some fields changed, as `dataclasses.replace` does it, in a tenth of the time."""
    form = form_of(cast(Hashable, type(value)))
    return cast(T, form.kind(*[changes.get(name, old) for name, old in zip(form.names, form.take(value), strict=True)]))


def holds(inside: frozenset[Any], wanted: type | None = None) -> bool:
    """Whether a field may hold words of the model, or those of one type, at any depth."""
    kinds = [one for one in inside if is_dataclass(one) or one is wanted]
    if wanted is None or wanted in kinds:
        return bool(kinds)
    return any(holds(part, wanted) for kind in kinds for part in form_of(cast(Hashable, kind)).inside)


def _inside(hint: Any) -> set[Any]:
    """The plain types within a type hint; a closed vocabulary has none."""
    if get_origin(hint) is Literal:
        return set()
    parts = [part for part in get_args(hint) if part is not ...]
    return {hint} if not parts else {one for part in parts for one in _inside(part)}
