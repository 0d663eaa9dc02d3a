"""Asking for many rows by their ids: databases limit the number of parameters of one statement."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

CHUNK = 500
"""Ids asked for in one statement."""


def select_among(connection: Connection, query: Select[Any], column: ColumnElement[Any], ids: Iterable[Any]) -> Iterator[Any]:
    """Rows of `query` whose `column` is one of `ids`, asked for in chunks."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), CHUNK):
        yield from connection.execute(query.where(column.in_(wanted[start : start + CHUNK])))


class _Listed(FunctionElement[str]):
    """The texts of a JSON list as rows: one parameter, however many there are."""

    name = "listed"
    type = Text()
    inherit_cache = True


@compiles(_Listed)
def _list_in_sqlite(element: _Listed, compiler: Any, **given: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **given)}))"  # noqa: S608 - a parameter


@compiles(_Listed, "postgresql")
def _list_in_postgresql(element: _Listed, compiler: Any, **given: Any) -> str:
    return f"(SELECT json_array_elements_text(CAST({compiler.process(element.clauses, **given)} AS json)))"


def is_among(column: ColumnElement[str], ids: Iterable[str]) -> ColumnElement[bool]:
    """Whether a text column is one of thousands of ids: as parameters of their own they take longer to write than to look up."""
    return column.op("IN", is_comparison=True)(_Listed(json.dumps(list(ids))))
