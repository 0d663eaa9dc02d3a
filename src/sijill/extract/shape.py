"""Shapes of tables: which columns of a team's incidents say what. Data under `data/import/`, one file a shape, that an expert may
correct."""

import tomllib
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from sijill.model import DataError, ModelError
from sijill.model.codec import from_json
from sijill.model.vocabulary import ACTOR_IDS, EventType, Group, HarmGrade, HarmKind, Level, Role, Who

SHAPES = ("airwars", "acled", "bayanat", "bayanat_bulletins", "sijill")


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
    """Names of columns are folded, and may have `*` for a number (`model.column`); of several the first that is there counts, of
    `parties` and `labels` all. Values are compared without case.

    left_out: columns that begin so are not kept. numbered: titles may stand after their number, as "24-Airstrike". last_if: `last`
    counts only where this column has this value. labels: columns of one label each, which counts where `types` or `actors` has it; of
    several types the first in the order of `types`. precision: how exact a day is. parties are in the role `party_role`, those that
    begin as one of `targets` are targets. ungraded: values of the grade's column that are none.
    """

    register: str
    event_type: EventType
    code: tuple[str, ...]
    first: tuple[str, ...]
    days: tuple[str, ...]
    last: tuple[str, ...] = ()
    last_if: tuple[str, str] | None = None
    left_out: tuple[str, ...] = ()
    numbered: bool = False
    place: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    lat: tuple[str, ...] = ()
    lon: tuple[str, ...] = ()
    level_columns: tuple[str, ...] = ()
    levels: dict[str, Level] = field(default_factory=dict)
    precision_columns: tuple[str, ...] = ()
    precision: dict[str, Literal["day", "week", "month"]] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    party_role: Role = "perpetrator"
    targets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    ungraded: tuple[str, ...] = ()
    type_columns: tuple[str, ...] = ()
    types: dict[str, EventType] = field(default_factory=dict)
    grades: dict[str, HarmGrade] = field(default_factory=dict)
    actors: dict[str, str] = field(default_factory=dict)
    harm: tuple[Count, ...] = ()


def load_shape(named: str | Path) -> Shape:
    """One of SHAPES, or the shape in a team's own file. Raises DataError that names the file and the place."""
    try:
        return _make_shape(_read_shape(named))
    except (ModelError, TypeError, AttributeError) as error:
        raise DataError(f"{named}: {error}") from error


def _read_shape(named: str | Path) -> dict[str, Any]:
    """What the file says; on top of the shape of SHAPES that it is `like`, tables entry by entry."""
    try:
        source = named if isinstance(named, Path) else files("sijill") / "data" / "import" / f"{named}.toml"
        said = tomllib.loads(source.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{named}: the shape cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{named}: it is not TOML: {error}") from error
    if (like := said.pop("like", None)) is None:
        return said
    if like not in SHAPES:
        raise DataError(f"{named}: like: {like!r} is none of {', '.join(SHAPES)}")
    base = _read_shape(like)
    return base | {key: base[key] | value if isinstance(value, dict) and key in base else value for key, value in said.items()}


def _make_shape(said: dict[str, Any]) -> Shape:
    tables = {name: dict(said.get(name, {})) for name in ("types", "levels", "precision")}
    columns = {"type_columns": "types", "level_columns": "levels", "precision_columns": "precision"}
    shape = from_json({**said, **{name: tables[table].pop("columns", []) for name, table in columns.items()}, **tables}, Shape)
    for name, value in shape.actors.items():
        if value not in ACTOR_IDS:
            raise ModelError(f"[actors] {name!r}: {value!r} is none of {', '.join(ACTOR_IDS)}")
    if not shape.register.isidentifier():
        raise ModelError(f"register: {shape.register!r} should be one word, as in the codes: airwars")
    return shape
