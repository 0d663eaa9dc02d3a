"""The columns of an edition's tables, from `data/columns.toml`: name, type, HXL hashtag and meaning in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from sijill.model import DataError

Kind = Literal["text", "list", "integer", "number", "day", "flag"]
JOIN = " | "
"""Between the parts of a list; a part that holds it is written with a doubled bar."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `english` and `arabic` say what it means."""

    name: str
    kind: Kind
    english: str
    arabic: str
    hxl: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: what a row is, in English and Arabic, and its columns in order."""

    name: str
    title: tuple[str, str]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


@cache
def load_sheets() -> Mapping[str, Sheet]:
    """Every table of an edition by name. Raises DataError that names the table and the column."""
    data = tomllib.loads((files("sijill") / "data" / "columns.toml").read_text(encoding="utf-8"))
    sheets = {}
    for name, table in data.items():
        english, arabic = table["title"]
        sheets[name] = Sheet(name, (english, arabic), tuple(_column(name, row) for row in table["columns"]))
    return sheets


def _column(table: str, row: Mapping[str, str]) -> Column:
    if row.get("type") not in get_args(Kind) or not row.get("en") or not row.get("ar"):
        raise DataError(f"data/columns.toml, {table}: {row.get('name')} needs a type ({', '.join(get_args(Kind))}), en and ar")
    return Column(row["name"], row["type"], row["en"], row["ar"], row.get("hxl", ""))  # type: ignore[arg-type]


def join(parts: tuple[str, ...]) -> str:
    """A list as one cell."""
    return JOIN.join(part.replace("|", "||") for part in parts)


def split(cell: str) -> tuple[str, ...]:
    """What `join` made a cell of."""
    if not cell:
        return ()
    return tuple(part.replace("||", "|") for part in cell.split(JOIN))
