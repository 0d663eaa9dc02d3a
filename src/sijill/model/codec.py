"""JSON in one place: every word of the model to plain values and back, without loss.

`When.first`/`last` are `from`/`to` in JSON and `Actor.actor` is `id` there, as the reading guidelines name them; the ids of claims
are `claim`. Nothing else differs from the field names.
"""

from datetime import date
from functools import cache
from typing import Any, TypeVar

import cattrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from sijill.model.account import Actor, Attribution, Harm, Place, Victim, When
from sijill.model.errors import ModelError
from sijill.model.estimate import Value
from sijill.model.report import Span

T = TypeVar("T")

RENAMED: dict[type, dict[str, str]] = {
    When: {"first": "from", "last": "to"},
    Actor: {"id": "claim", "actor": "id"},
    Place: {"id": "claim"},
    Harm: {"id": "claim"},
    Attribution: {"id": "claim"},
    Victim: {"id": "claim"},
}


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(Span, list)
    converter.register_structure_hook(Span, lambda value, _: Span(int(value[0]), int(value[1])))
    for plain in (str | int | float, Value):  # JSON as it is: a text, a number, a list of numbers
        converter.register_structure_hook(plain, lambda value, _: value)
    for kind, names in RENAMED.items():
        renames = {field: override(rename=name) for field, name in names.items()}
        converter.register_unstructure_hook(kind, make_dict_unstructure_fn(kind, converter, **renames))  # type: ignore[arg-type]
        converter.register_structure_hook(
            kind,
            make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **renames),  # type: ignore[arg-type]
        )
    return converter


def to_json(value: Any) -> Any:
    """A model value as plain JSON values (dicts, lists, strings, numbers, null)."""
    return _converter().unstructure(value)


def from_json(value: Any, kind: type[T]) -> T:
    """The model value that `to_json` gave `value` for. Raises ModelError that names the field."""
    try:
        return _converter().structure(value, kind)
    except Exception as error:  # cattrs raises groups of many kinds; all of them mean "does not fit"
        raise ModelError("; ".join(cattrs.transform_error(error))) from error
