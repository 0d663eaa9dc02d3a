"""The words that a reader sees, in English and Arabic: data/site/labels.toml, and the notice on everything that no person reviewed."""

import tomllib
from functools import cache
from importlib.resources import files

from sijill.model import DataError, Incident

NOTICE = "machine reading, not reviewed / قراءة آلية لم يراجعها أحد"
REVIEWED = "reviewed / راجعه محلل"
RETRACTED = "retracted / سُحب"


def review_state(incident: Incident) -> str:
    """What every row and page says of who has looked at it."""
    if incident.retracted is not None:
        return RETRACTED
    return REVIEWED if incident.reviewed else NOTICE


def list_given(incident: Incident) -> tuple[str, ...]:
    """Which of its values a person gave, whatever else is the machine's reading: the two are never mixed unsaid."""
    values = {"grade": incident.grade, "strike_status": incident.status, "attribution": incident.blame}
    found = [name for name, value in values.items() if value is not None and value.given is not None]
    found += [f"toll_{toll.kind}_{toll.group}" for toll in incident.tolls if toll.given is not None]
    return (*found, *(["days"] if incident.days_given is not None else []))


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
