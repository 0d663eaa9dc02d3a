"""Shapes of tables: which columns of a team's incidents say what. Data under `data/import/`, one file a shape, that an expert may
correct."""

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from sijill.model import DataError, ModelError
from sijill.model.codec import from_json
from sijill.model.vocabulary import ACTOR_IDS, EventType, Group, HarmGrade, HarmKind, Level, Who

SHAPES = ("airwars", "acled", "bayanat")


@dataclass(frozen=True, slots=True)
class Count:
    """Columns with a count of people harmed; a `part` is of the count before, and not added to it."""

    kind: HarmKind
    group: Group
    low: tuple[str, ...]
    high: tuple[str, ...]
    who: Who | None = None
    part: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of columns are folded (`model.column.fold_column`); of several the first that is there counts."""

    register: str
    event_type: EventType
    code: tuple[str, ...]
    first: tuple[str, ...]
    days: tuple[str, ...]
    last: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    lat: tuple[str, ...] = ()
    lon: tuple[str, ...] = ()
    level_columns: tuple[str, ...] = ()
    levels: dict[str, Level] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    type_columns: tuple[str, ...] = ()
    types: dict[str, EventType] = field(default_factory=dict)
    grades: dict[str, HarmGrade] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    harm: tuple[Count, ...] = ()


def load_shape(named: str | Path) -> Shape:
    """One of SHAPES, or the shape in a team's own file. Raises DataError that names the file and the place."""
    own = isinstance(named, Path)
    try:
        words = named.read_text("utf-8") if own else (files("sijill") / "data" / "import" / f"{named}.toml").read_text("utf-8")  # type: ignore[union-attr]
        said = tomllib.loads(words)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{named}: the shape cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{named}: it is not TOML: {error}") from error
    try:
        return _make_shape(said)
    except (ModelError, TypeError, AttributeError) as error:
        raise DataError(f"{named}: {error}") from error


def _make_shape(said: dict[str, Any]) -> Shape:
    types, levels = dict(said.get("types", {})), dict(said.get("levels", {}))
    columns = {"type_columns": types.pop("columns", []), "level_columns": levels.pop("columns", [])}
    shape = from_json({**said, **columns, "types": types, "levels": levels}, Shape)
    for name, value in shape.actors.items():
        if value not in ACTOR_IDS:
            raise ModelError(f"[actors] {name!r}: {value!r} is none of {', '.join(ACTOR_IDS)}")
    if not shape.register.isidentifier():
        raise ModelError(f"register: {shape.register!r} should be one word, as in the codes: airwars")
    return shape
