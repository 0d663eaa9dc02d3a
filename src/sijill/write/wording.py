"""The words that a reader sees, in English and Arabic: data/site/labels.toml, and the notice on everything that no person reviewed."""

import tomllib
from functools import cache
from importlib.resources import files

from sijill.model import DataError, Incident

NOTICE = "machine reading, not reviewed / قراءة آلية لم يراجعها أحد"
REVIEWED = "reviewed / راجعه محلل"


def review_state(incident: Incident) -> str:
    """What every row and page says of who has looked at it."""
    return REVIEWED if incident.reviewed else NOTICE


@cache
def load_labels() -> dict[str, tuple[str, str]]:
    """Label by code: (English, Arabic). Raises DataError that names the label."""
    data = tomllib.loads((files("sijill") / "data" / "site" / "labels.toml").read_text(encoding="utf-8"))
    found = {}
    for code, pair in data["labels"].items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise DataError(f"data/site/labels.toml: {code} needs an English and an Arabic wording")
        found[code] = (str(pair[0]), str(pair[1]))
    return found
