"""Asking for many rows by their ids: databases limit the number of parameters of one statement."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select

CHUNK = 500
"""Ids asked for in one statement."""


def select_among(connection: Connection, query: Select[Any], column: ColumnElement[Any], ids: Iterable[Any]) -> Iterator[Any]:
    """Rows of `query` whose `column` is one of `ids`, asked for in chunks."""
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), CHUNK):
        yield from connection.execute(query.where(column.in_(wanted[start : start + CHUNK])))
