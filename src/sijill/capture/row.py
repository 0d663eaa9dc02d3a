"""One line of JSON as a report."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sijill.capture.clean import replace_unstorable


class BadRow(Exception):
    """A line that is no report; the message says why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says of one report, before it is captured."""

    text: str
    doc: str | None = None
    title: str | None = None
    published: date | None = None
    lang: str | None = None
    source: str | None = None
    url: str | None = None
    notes: tuple[str, ...] = ()


def read_row(line: str) -> Draft:
    """The report in a line of JSON; fields that we do not know are ignored. Raises BadRow."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadRow(f"it is not JSON: {error.msg} at character {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise BadRow("it is not JSON that can be read (numbers too long, or nested too deep)") from error
    if not isinstance(row, dict):
        raise BadRow("it is JSON but not an object with the fields doc and text")
    text = _words(row, "text")
    if text is None:
        raise BadRow("it has no text")
    return Draft(
        text=text,
        doc=_words({"doc": str(row["doc"])} if isinstance(row.get("doc"), int) else row, "doc"),
        title=_words(row, "title"),
        published=_day(row),
        lang=_language(row),
        source=_words(row, "source") or _words(row, "publisher"),
        url=_words(row, "url"),
    )


def _words(row: Mapping[str, Any], name: str) -> str | None:
    """The field as text; null where it is missing, null or blank."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRow(f"its {name} is not text but {type(value).__name__}")
    return replace_unstorable(value) if value.strip() else None


def _day(row: Mapping[str, Any]) -> date | None:
    """`published` as a day: ISO 8601, with or without a time."""
    words = _words(row, "published")
    if words is None:
        return None
    try:
        return date.fromisoformat(words.strip()[:10])
    except ValueError as error:
        raise BadRow(f"its published is not a day: {words[:40]!r}; write it as 2019-01-18, or leave it out") from error


def _language(row: Mapping[str, Any]) -> str | None:
    words = _words(row, "lang")
    return None if words is None else words.strip().lower().replace("_", "-").split("-")[0]
