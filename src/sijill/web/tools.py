"""What reads reports that are imported."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sijill.extract.reader import Reader
from sijill.pipeline import PlaceResolver


@dataclass(frozen=True, slots=True)
class Tools:
    """The reader and the resolver, made when they are first needed, and the folder in which files lie while they are read."""

    make_reader: Callable[[], Reader]
    make_resolver: Callable[[], PlaceResolver]
    folder: Path
