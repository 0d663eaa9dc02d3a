"""The gazetteer: names in, spots out, with how each name matched."""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sijill.geocode.folding import fold, is_arabic, name_keys, without_clitics
from sijill.geocode.schema import Pack, open_index, split
from sijill.geocode.similarity import likeness, rough_likeness
from sijill.geocode.skeleton import neighbours, skeletons
from sijill.geocode.spot import Spot

Match = Literal["exact", "article", "clitic", "spelling", "transliteration", "edit"]
COLUMNS = "s.id, s.pack, s.level, s.kind, s.country, s.lat, s.lon, s.radius, s.population, s.ar, s.en, s.within, s.note, s.also"
CLOSE = 0.8
CLOSE_EDIT = 0.85
"""Likeness from which a name of the same skeleton, or of one a consonant off, may be the same name; see bench/places.py, part names."""
SAFE = 4  # consonants (with the key's mark) that a name must have more of before one may differ: تلبيسة has four, السوسة two
TRIED = 24  # names that are compared closely: those that are roughly most alike
FIND = f"SELECT {COLUMNS}, k.name FROM key k JOIN spot s ON s.row = k.spot WHERE k.key"  # noqa: S608 - column names only


@dataclass(frozen=True, slots=True)
class Hit:
    """A spot that a name may mean: which of its names matched, how, and how alike the two are (1 = the same)."""

    spot: Spot
    name: str
    match: Match
    likeness: float


class Gazetteer:
    """Read-only look-ups in one index file."""

    def __init__(self, index: Path) -> None:
        """Open an index. Raises DataError where it is none."""
        self.path = index
        self._db: sqlite3.Connection = open_index(index)
        self._rows = lru_cache(maxsize=20000)(self._read_rows)
        self._hits = lru_cache(maxsize=20000)(self._find)

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def packs(self) -> tuple[Pack, ...]:
        """The packs in the index, with their licence and credit."""
        rows = self._db.execute("SELECT id, title, licence, credit, source, digest FROM pack ORDER BY id")
        return tuple(Pack(*row) for row in rows)

    def count(self, pack: str) -> int:
        """How many places a pack has."""
        row = self._db.execute("SELECT spots FROM pack WHERE id = ?", (pack,)).fetchone()
        return int(row[0]) if row else 0

    def units(self) -> tuple[Spot, ...]:
        """Every country, governorate and region."""
        rows = self._db.execute(f"SELECT {COLUMNS} FROM spot s WHERE s.level IN ('country', 'governorate', 'region')")  # noqa: S608
        return tuple(_spot(row) for row in rows)

    def look_up(self, name: str, country: str | None = None) -> tuple[Hit, ...]:
        """Every spot that the name may mean, best match first; weaker kinds of match only where stronger ones found nothing, in the
        country where one is given (ISO 3166 alpha-2, capitals), else anywhere."""
        return self._hits(name, country)

    def _find(self, name: str, country: str | None) -> tuple[Hit, ...]:
        tiers: tuple[Callable[[], Iterable[tuple[Hit, ...]]], ...] = (
            lambda: (self._keyed(name, None),),
            lambda: (self._keyed(bare, "clitic") for bare in without_clitics(name)),
            lambda: (self._alike(name, country),),
            lambda: (self._slips(name, country),),
        )
        for tier in tiers:
            for found in tier():
                if hits := tuple(hit for hit in found if country in (None, hit.spot.country)):
                    return hits
        return ()

    def _keyed(self, name: str, kind: Match | None) -> tuple[Hit, ...]:
        whole = fold(name)
        found: dict[str, Hit] = {}
        for key in name_keys(name):
            for spot, near in self._rows(key):
                if (old := found.get(spot.key)) is None or old.match == "article":
                    same = fold(near) == whole
                    found[spot.key] = Hit(spot, near, kind or ("exact" if same else "article"), 1.0 if same else 0.97)
        return tuple(sorted(found.values(), key=_order))

    def _alike(self, name: str, country: str | None) -> tuple[Hit, ...]:
        rows = (row for key in skeletons(name) for row in self._rows(key))
        return _closest(name, rows, country, CLOSE)

    def _slips(self, name: str, country: str | None) -> tuple[Hit, ...]:
        """Names one consonant off: only long names, where one consonant of many cannot make another place's name by chance."""
        keys = {near for key in skeletons(name) if len(key) > SAFE for near in neighbours(key)}
        if not keys:
            return ()
        marks = ", ".join("?" * len(keys))
        rows = self._db.execute(f"{FIND} IN ({marks})", sorted(keys))
        return tuple(replace(hit, match="edit") for hit in _closest(name, map(_row, rows), country, CLOSE_EDIT))

    def _read_rows(self, key: str) -> tuple[tuple[Spot, str], ...]:
        return tuple(map(_row, self._db.execute(f"{FIND} = ?", (key,))))


def _closest(name: str, rows: Iterable[tuple[Spot, str]], country: str | None, least: float) -> tuple[Hit, ...]:
    """Spots by that of their names which sounds most like the wanted one, where it is like enough."""
    rough = {(spot.key, near): (rough_likeness(name, near), spot) for spot, near in rows if country in (None, spot.country)}
    tried = sorted(rough.items(), key=lambda item: (-item[1][0], item[0]))[:TRIED]
    found: dict[str, Hit] = {}
    for (key, near), (_, spot) in tried:
        if (alike := likeness(name, near)) >= least and (key not in found or alike > found[key].likeness):
            found[key] = Hit(spot, near, "spelling" if is_arabic(near) == is_arabic(name) else "transliteration", alike)
    return tuple(sorted(found.values(), key=_order))


def _row(row: tuple[Any, ...]) -> tuple[Spot, str]:
    spot = _spot(row[:-1])
    names = spot.names
    return spot, names[row[-1]]


def _spot(row: tuple[Any, ...]) -> Spot:
    ident, pack, level, kind, country, lat, lon, radius, population, ar, en, within, note, also = row
    return Spot(ident, pack, level, kind, country, lat, lon, radius, population, split(ar), split(en), split(within), note, also)


def _order(hit: Hit) -> tuple[object, ...]:
    return (-hit.likeness, hit.match != "exact", -hit.spot.population, hit.spot.pack, hit.spot.id)
