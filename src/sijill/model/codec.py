"""JSON in one place: every word of the model to plain values and back, without loss.

`When.first`/`last` are `from`/`to` in JSON and `Actor.actor` is `id` there, as the reading guidelines name them; the ids of claims
are `claim`. Nothing else differs from the field names.
"""

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import cattrs
import msgspec
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from sijill.model.account import Actor, Attribution, Harm, Place, Victim, When
from sijill.model.errors import ModelError
from sijill.model.estimate import Value
from sijill.model.report import Span

T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

RENAMED: dict[type, dict[str, str]] = {
    When: {"first": "from", "last": "to"},
    Actor: {"id": "claim", "actor": "id"},
    Place: {"id": "claim"},
    Harm: {"id": "claim"},
    Attribution: {"id": "claim"},
    Victim: {"id": "claim"},
}


@cache
def _converter(*, detailed: bool = False) -> cattrs.Converter:
    """The converter that only says that a value does not fit, or the slower one that also says where."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=detailed)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(Span, list)
    converter.register_structure_hook(Span, lambda value, _: Span(int(value[0]), int(value[1])))
    for plain in (str | int | float, Value):  # JSON as it is: a text, a number, a list of numbers
        converter.register_structure_hook(plain, lambda value, _: value)
    converter.register_unstructure_hook_factory(_is_list, lambda kind: _plain_list(converter, kind))
    if not detailed:  # what each part is, is looked up once and not for every value
        converter.register_structure_hook_factory(_is_optional, lambda kind: _optional(converter, kind))
        converter.register_structure_hook_factory(_is_list, lambda kind: _list(converter, kind))
    for kind, names in RENAMED.items():
        renames = {field: override(rename=name) for field, name in names.items()}
        converter.register_unstructure_hook(kind, make_dict_unstructure_fn(kind, converter, **renames))  # type: ignore[arg-type]
        converter.register_structure_hook(
            kind,
            make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **renames),  # type: ignore[arg-type]
        )
    return converter


def parse_json(text: str) -> Any:
    """Plain values from JSON text, as `json.loads` gives them, in a third of the time. Raises ValueError."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeEncodeError):  # lone surrogates, NaN, or no JSON
        return json.loads(text)


def _is_optional(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and len(get_args(kind)) == 2 and NoneType in get_args(kind)


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and len(get_args(kind)) == 2 and get_args(kind)[1] is Ellipsis


def _optional(converter: cattrs.Converter, kind: Any) -> Hook:
    inside = next(one for one in get_args(kind) if one is not NoneType)
    hook = converter.get_structure_hook(inside)
    return lambda value, _: None if value is None else hook(value, inside)


def _plain_list(converter: cattrs.Converter, kind: Any) -> Callable[[Any], Any]:
    if get_args(kind)[0] is str:
        return list
    hook = converter.get_unstructure_hook(get_args(kind)[0], cache_result=False)
    return lambda value: [hook(part) for part in value]


def _list(converter: cattrs.Converter, kind: Any) -> Hook:
    inside = get_args(kind)[0]
    hook = converter.get_structure_hook(inside)
    return lambda value, _: tuple([hook(part, inside) for part in value])


def to_json(value: Any) -> Any:
    """A model value as plain JSON values (dicts, lists, strings, numbers, null)."""
    return _converter().unstructure(value)


def from_json(value: Any, kind: type[T]) -> T:
    """The model value that `to_json` gave `value` for. Raises ModelError that names the field."""
    try:
        return _converter().structure(value, kind)
    except Exception:  # noqa: S110 - of many kinds; all of them mean "does not fit", and the other converter says where
        pass
    try:
        return _converter(detailed=True).structure(value, kind)
    except Exception as error:  # cattrs raises groups of many kinds
        raise ModelError("; ".join(cattrs.transform_error(error))) from error
