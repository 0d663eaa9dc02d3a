"""The gazetteer: names in, spots out, with how each name matched."""

import sqlite3
from collections.abc import Iterator
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
CLOSE, CLOSE_SHORT, CLOSE_EDIT = 0.7, 0.8, 0.75
"""Likeness from which a name of the same skeleton, of one with few consonants, or of one a consonant off, may be the same name. Set on
names that are not held out: lower gave no more right ones in the first three (bench/places.py, part names)."""
SAFE = 3  # a key longer than this (its mark and three consonants) may have one consonant off; السوسة has two and may not
LENGTHS = 5  # letters that two spellings of one name in one script may differ by, articles and spaces included
TRIED = 24  # names that are compared closely: those that are roughly most alike
NAMED = "SELECT spot, name FROM key WHERE key"
SPOTS = f"SELECT {COLUMNS}, s.row FROM spot s WHERE s.row"  # noqa: S608
KEPT = 32768  # spots kept in memory, about a kilobyte each: a name of theirs is then found twice as fast


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
        self._kept: dict[int, Spot] = {}

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def forget_answers(self) -> None:
        """Let go of what names were found to mean; the places themselves stay in memory."""
        self._written.cache_clear()
        self._alike.cache_clear()

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
        for spot, near, _ in self._rows(name_keys(name)):
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
        rough: dict[tuple[str, str, str], tuple[float, Spot]] = {}
        arabic, length = is_arabic(name), len(name)
        for spot, near, own in self._rows(tuple(keys), country):
            if own == arabic and abs(len(near) - length) > LENGTHS:
                continue
            rough[spot.pack, spot.id, near] = (rough_likeness(name, near), spot)
        tried = sorted(rough.items(), key=lambda item: (-item[1][0], item[0]))[:TRIED]
        found: dict[tuple[str, str], Hit] = {}
        for (pack, ident, near), (_, spot) in tried:
            alike, known = likeness(name, near), found.get((pack, ident))
            if alike >= least and (known is None or alike > known.likeness):
                match: Match = "spelling" if is_arabic(near) == is_arabic(name) else "transliteration"
                found[pack, ident] = Hit(spot, near, match, alike)
        return tuple(sorted(found.values(), key=_order))

    def _rows(self, keys: tuple[str, ...], country: str | None = None) -> Iterator[tuple[Spot, str, bool]]:
        """The spots under keys, each with that of its names which is under the key, and whether that is an Arabic one."""
        named = f"{NAMED} {_one_of(len(keys))}"
        if country:
            named += " AND country = ?"
        found = self._db.execute(named, (*keys, country) if country else keys).fetchall()
        spots = self._spots({row for row, _ in found})
        for row, name in found:
            spot = spots[row]
            own = len(spot.names_ar)  # the index holds Arabic names first
            yield spot, (spot.names_ar[name] if name < own else spot.names_en[name - own]), name < own

    def _spots(self, rows: set[int]) -> dict[int, Spot]:
        """The spots of rows, from memory where they have been asked for before."""
        spots = {row: spot for row in rows if (spot := self._kept.get(row)) is not None}
        for part in _parts(rows - spots.keys()):
            read = self._db.execute(f"{SPOTS} {_one_of(len(part))}", part)
            spots.update((row[-1], _spot(row[:-1])) for row in read)
        if len(self._kept) > KEPT:
            self._kept.clear()
        self._kept.update(spots)
        return spots


def _parts(rows: set[int], size: int = 500) -> Iterator[tuple[int, ...]]:
    """Rows in parts that one statement may ask for."""
    ordered = sorted(rows)
    for start in range(0, len(ordered), size):
        yield tuple(ordered[start : start + size])


def _one_of(count: int) -> str:
    return "= ?" if count == 1 else f"IN ({', '.join('?' * count)})"


def _spot(row: tuple[Any, ...]) -> Spot:
    ident, pack, level, kind, country, lat, lon, radius, population, ar, en, within, note, also = row
    return Spot(ident, pack, level, kind, country, lat, lon, radius, population, split(ar), split(en), split(within), note, also)


def _order(hit: Hit) -> tuple[object, ...]:
    return (-hit.likeness, hit.match != "exact", -hit.spot.population, hit.spot.pack, hit.spot.id)
