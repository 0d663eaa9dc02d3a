"""Times: date expressions in both languages, resolved against the day of publication."""

from sijill.extract.times.finder import find_dateline, find_times

__all__ = ["find_dateline", "find_times"]
