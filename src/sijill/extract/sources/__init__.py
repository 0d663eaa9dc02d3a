"""Sources: who a report says something from."""

from sijill.extract.sources.finder import find_sources

__all__ = ["find_sources"]
