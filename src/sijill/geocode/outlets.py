"""Outlets: the country that a source reports from (`data/gazetteer_sources.toml`)."""

import tomllib
from functools import cache, lru_cache
from importlib import resources

from sijill.geocode.folding import fold
from sijill.model import DataError, Report


@cache
def load_outlets() -> dict[str, str]:
    """Countries by the folded name of an outlet. Raises DataError where the file is not as it should be."""
    data = tomllib.loads((resources.files("sijill") / "data" / "gazetteer_sources.toml").read_text(encoding="utf-8"))
    try:
        return {fold(name): country for country, names in data["outlets"].items() for name in names}
    except (KeyError, AttributeError, TypeError) as error:
        raise DataError(f"gazetteer_sources.toml: {error}") from error


def source_country(report: Report) -> str | None:
    """The country of a report's outlet; null where it is none that is known, or one of many countries."""
    return _country(f"{report.source or ''} {report.url or ''}") if report.source or report.url else None


@lru_cache(maxsize=4096)
def _country(named: str) -> str | None:
    words = f" {fold(named)} "
    return next((country for name, country in load_outlets().items() if f" {name} " in words), None)
