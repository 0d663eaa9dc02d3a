"""The gazetteer: names in, spots out, with how each name matched."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from sijill.geocode.folding import fold, is_arabic, name_keys, without_clitics
from sijill.geocode.schema import SEPARATOR, Pack, open_index, split
from sijill.geocode.similarity import likeness, rough_likeness
from sijill.geocode.skeleton import neighbours, skeletons
from sijill.geocode.spot import Spot

Match = Literal["exact", "article", "clitic", "spelling", "transliteration", "edit"]
COLUMNS = "s.id, s.pack, s.level, s.kind, s.country, s.lat, s.lon, s.radius, s.population, s.ar, s.en, s.within, s.note, s.also"
CLOSE, CLOSE_SHORT, CLOSE_EDIT = 0.7, 0.8, 0.75
"""Likeness from which a name of the same skeleton, of one with few consonants, or of one a consonant off, may be the same name. Set on
names that are not held out: lower gave no more right ones in the first three (bench/places.py, part names)."""
SAFE = 3  # a key longer than this (its mark and three consonants) may have one consonant off; السوسة has two and may not
LENGTHS = 5  # letters that two spellings of one name in one script may differ by, articles and spaces included
TRIED = 24  # names that are compared closely: those that are roughly most alike
FIND = f"SELECT {COLUMNS}, k.name FROM key k JOIN spot s ON s.row = k.spot WHERE k.key"  # noqa: S608 - column names only
FIND_ONE = f"{FIND} = ?"


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
        self._written = lru_cache(maxsize=20000)(self._find_written)
        self._alike = lru_cache(maxsize=20000)(self._find_alike)

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
        strong = tuple(hit for hit in self.look_up_as_written(name) if country in (None, hit.spot.country))
        return strong or self.look_up_alike(name, country)

    def look_up_as_written(self, name: str) -> tuple[Hit, ...]:
        """Every spot of that very name, whatever its article; without an attached و، ب، ل where it is none as it stands."""
        return self._written(name)

    def look_up_alike(self, name: str, country: str | None) -> tuple[Hit, ...]:
        """Spots whose name sounds like it, in either script; where there is none, those one consonant off."""
        return self._alike(name, country)

    def _find_written(self, name: str) -> tuple[Hit, ...]:
        if hits := self._keyed(name, None):
            return hits
        return next((hits for bare in without_clitics(name) if (hits := self._keyed(bare, "clitic"))), ())

    def _keyed(self, name: str, kind: Match | None) -> tuple[Hit, ...]:
        whole = fold(name)
        found: dict[tuple[str, str], Hit] = {}
        for spot, near in self._rows(name_keys(name)):
            key = (spot.pack, spot.id)
            if key not in found or found[key].match == "article":
                same = near == name or fold(near) == whole
                found[key] = Hit(spot, near, kind or ("exact" if same else "article"), 1.0 if same else 0.97)
        return tuple(sorted(found.values(), key=_order)) if len(found) > 1 else tuple(found.values())

    def _find_alike(self, name: str, country: str | None) -> tuple[Hit, ...]:
        keys = set(skeletons(name))
        least = CLOSE if any(len(key) > SAFE for key in keys) else CLOSE_SHORT
        if hits := self._closest(name, keys, country, least):
            return hits
        # Only long names: there one consonant of many cannot make another place's name by chance.
        keys = {near for key in keys if len(key) > SAFE for near in neighbours(key)}
        return tuple(replace(hit, match="edit") for hit in self._closest(name, keys, country, CLOSE_EDIT))

    def _closest(self, name: str, keys: set[str], country: str | None, least: float) -> tuple[Hit, ...]:
        """Spots under the keys by that of their names which sounds most like the wanted one, where it is like enough."""
        if not keys:
            return ()
        find = f"{FIND} IN ({', '.join('?' * len(keys))})"
        rows = self._db.execute(f"{find} AND s.country = ?", (*keys, country)) if country else self._db.execute(find, tuple(keys))
        rough = {}
        arabic, length = is_arabic(name), len(name)
        for row in rows:
            names_ar = row[9].split(SEPARATOR) if row[9] else ()
            own = row[-1] < len(names_ar)  # the index holds Arabic names first
            near = names_ar[row[-1]] if own else row[10].split(SEPARATOR)[row[-1] - len(names_ar)]
            if own == arabic and abs(len(near) - length) > LENGTHS:
                continue
            rough[row[1], row[0], near] = (rough_likeness(name, near), row)
        tried = sorted(rough.items(), key=lambda item: (-item[1][0], item[0]))[:TRIED]
        found: dict[tuple[str, str], Hit] = {}
        for (pack, ident, near), (_, row) in tried:
            alike, known = likeness(name, near), found.get((pack, ident))
            if alike >= least and (known is None or alike > known.likeness):
                match: Match = "spelling" if is_arabic(near) == is_arabic(name) else "transliteration"
                found[pack, ident] = Hit(known.spot if known else _spot(row[:-1]), near, match, alike)
        return tuple(sorted(found.values(), key=_order))

    def _rows(self, keys: tuple[str, ...]) -> Iterator[tuple[Spot, str]]:
        return map(_row, self._db.execute(FIND_ONE if len(keys) == 1 else f"{FIND} IN ({', '.join('?' * len(keys))})", keys))


def _row(row: tuple[Any, ...]) -> tuple[Spot, str]:
    spot = _spot(row[:-1])
    names = spot.names
    return spot, names[row[-1]]


def _spot(row: tuple[Any, ...]) -> Spot:
    ident, pack, level, kind, country, lat, lon, radius, population, ar, en, within, note, also = row
    return Spot(ident, pack, level, kind, country, lat, lon, radius, population, split(ar), split(en), split(within), note, also)


def _order(hit: Hit) -> tuple[object, ...]:
    return (-hit.likeness, hit.match != "exact", -hit.spot.population, hit.spot.pack, hit.spot.id)
