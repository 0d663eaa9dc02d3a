"""Words of a data file, compiled: each as it begins a word, the longest first."""

import re
import tomllib
from collections.abc import Set
from importlib.resources import files

from sijill.model import DataError


def compile_words(file: str, needed: Set[str]) -> dict[str, re.Pattern[str]]:
    """The words of each id in `data/<file>`, where several entries may have one. Raises DataError that names the file, also where one
    of the ids `needed` has none."""
    name = f"data/{file}"
    try:
        data = tomllib.loads((files("sijill") / "data" / file).read_text(encoding="utf-8"))
        words: dict[str, list[str]] = {}
        for entry in data["entry"]:
            words.setdefault(str(entry["id"]), []).extend(map(str, entry["words"]))
        if missing := needed - words.keys():
            raise DataError(f"{name}: no entry with the id {', '.join(sorted(missing))}")
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{name}: {error}") from error
    return {
        kind: re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(w) for w in sorted(found, key=len, reverse=True))})", re.IGNORECASE)
        for kind, found in words.items()
    }
