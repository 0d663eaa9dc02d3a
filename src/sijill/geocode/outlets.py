"""Outlets: the country that a source reports from (`data/sources/`)."""

from sijill.model import Report
from sijill.model.source import source_of_report


def source_country(report: Report) -> str | None:
    """The country of a report's source; null where it is none that is known, or one of many countries."""
    source = source_of_report(report)
    return source.country if source is not None else None
