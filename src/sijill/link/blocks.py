"""Blocking for many accounts: the same blocks as `blocking.py`, made by SQL from the prepared table, and the nearest in words."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from sijill.link import kernels
from sijill.link.blocking import ACROSS, COMMON, LARGEST, NEAREST, WINDOW
from sijill.link.columns import Array, Measures, Words, hold, keep_values

BLOCKS = """
with
  day as (select n, unnest(range(first - 1, last + 2)) as day from profiles where last - first <= 31),
  month as (select n, unnest(calendar) as day from profiles),
  cell as (select n, unnest(cells) as cell from profiles),
  toll as (select n, unnest(tolls) as toll from profiles),
  name as (select n, unnest(names) as name from profiles),
  sound as (select n, unnest(sounds) as name from profiles),
  unit as (select n, unnest(list_distinct(list_concat(sounds, units))) as name from profiles),
  actor as (select n, unnest(perpetrators) as name from profiles where array_length(cells) = 0),
  victim as (select n, unnest(victims) as name from profiles),
  copy as (select n, unnest(bands) as band from profiles),
  named as (select n, name from name union select n, name from sound)
select n, hash('day-cell', day, cell) as block from day join cell using (n)
union all select n, hash('day-name', day, name) from day join named using (n)
union all select n, hash('day-actor', day, name) from day join actor using (n)
union all select n, hash('day-toll', day, toll) from day join toll using (n)
union all select n, hash('day', family, day) from day join profiles using (n)
union all select month.n, hash('calendar', family, day) from month join profiles using (n)
union all select n, hash('name', family, name) from name join profiles using (n)
union all select n, hash('unit', family, name) from unit join profiles using (n)
union all select n, hash('cell-toll', cell, toll) from cell join toll using (n)
union all select n, hash('cell-calendar', cell, day) from cell join month using (n)
union all select n, hash('cell', family, cell) from cell join profiles using (n) where n not in (select n from day)
union all select n, hash('victim', name) from victim
union all select n, hash('copy', band) from copy
"""
"""Every block of every account. A stretch longer than a month is no day."""

FINER = """
with
  day as (select n, unnest(range(first - 1, last + 2)) as day from profiles where last - first <= 31),
  month as (select n, unnest(calendar) as day from profiles),
  toll as (select n, unnest(tolls) as toll from profiles),
  fine as (
    select n, hash('day', day) as fine from day
    union all select n, hash('month', day) from month
    union all select n, hash('toll', toll) from toll
  )
select n, hash(block, fine) as block from large join fine using (n)
"""
"""What a block that is too large is divided by."""

HELD = "select n, block from {} join counted using (block) where held <= $largest"
LARGE = "select n, block from block join counted using (block) where held > $largest"
COUNTED = "select block, count(*)::integer as held from {} group by block having count(*) > 1"
ORDERED = """
select n, block, row_number() over (partition by block order by first nulls first, last, list_min(names) nulls first, n) as place
from fine join counted using (block) join profiles using (n) where held > $largest
"""

BESIDE = """
select least(a.n, b.n) as x, greatest(a.n, b.n) as y
from ordered a join ordered b on a.block = b.block and b.place > a.place and b.place <= a.place + $window
where least(a.n, b.n) < $fresh
"""

PAIRS = """
with near as (
  select a.n as x, b.n as y from held a join held b on a.block = b.block and a.n < b.n where a.n >= $first and a.n < $last
  union all select x, y from beside where x >= $first and x < $last
)
select distinct x, y from near join account a on a.n = x join account b on b.n = y
where a.report <> b.report and a.scope = b.scope order by x, y
"""

ROWS = 25_000
"""Rows that are looked at at once."""


class Search:
    """Finds the rows of another group that share most with a row, through what few rows have."""

    def __init__(self, words: Words, sizes: Array, group: Array, count: int) -> None:
        """words: what is shared; sizes: of each row; group: rows of one are never near each other; count: how many to find a row."""
        holders = np.bincount(words.column.values, minlength=len(words.weights))
        few = keep_values(words.column, (holders > 1) & (holders <= COMMON))
        turned = hold(few, len(words.weights))
        self._given = (few.offsets, few.values, turned.offsets, turned.values, words.weights, sizes, group)
        self._count = count

    def pairs(self, first: int, last: int) -> Array:
        """Pairs of row numbers, one a line: each row first..last - 1 with those nearest to it."""
        near = np.empty((last - first, self._count), dtype=np.int32)
        kernels.find_nearest(*self._given, first, near)
        rows = np.repeat(np.arange(first, last, dtype=np.int32), self._count)
        flat = near.ravel()
        return np.stack([rows[flat >= 0], flat[flat >= 0]], axis=1)


def make_searches(measures: Measures) -> tuple[Search, Search]:
    """Accounts of other reports whose words are alike; accounts of the other script whose words sound alike."""
    sounds = measures.sounds
    return (
        Search(measures.words, measures.words.sizes, measures.reports, NEAREST),
        Search(sounds, np.sqrt(np.diff(sounds.all.offsets) + 1.0), measures.latin.astype(np.int32), ACROSS),
    )


class Blocks:
    """The blocks of a prepared table, and the pairs that they give."""

    def __init__(self, connection: Any, fresh: int, searches: Sequence[Search], tell: Callable[[float], None]) -> None:
        """Make the blocks; only pairs of the first `fresh` rows with any row are wanted.

        connection: has `profiles` (the prepared table with row numbers `n`) and `account`. tell: is told the share of the work done.
        """
        self._connection = connection
        self._divide()
        connection.execute("create or replace temp table beside as " + BESIDE, {"window": WINDOW, "fresh": fresh})
        self._search(fresh, searches, tell)

    def _divide(self) -> None:
        """The tables `held`, of blocks small enough to compare all in them, and `ordered`, of those compared with neighbours only."""
        largest = {"largest": LARGEST}
        self._make("block", BLOCKS)
        self._make("counted", COUNTED.format("block"))
        self._make("held", HELD.format("block"), largest)
        self._make("large", LARGE, largest)
        self._make("fine", FINER)
        self._make("counted", COUNTED.format("fine"))
        self._connection.execute("insert into held " + HELD.format("fine"), largest)
        self._make("ordered", ORDERED, largest)
        for done in ("block", "counted", "large", "fine"):
            self._connection.execute(f"drop table {done}")

    def _make(self, name: str, query: str, given: Mapping[str, int] | None = None) -> None:
        self._connection.execute(f"create or replace temp table {name} as {query}", given or {})

    def _search(self, fresh: int, searches: Sequence[Search], tell: Callable[[float], None]) -> None:
        """Add those alike in words to `beside`."""
        slices = [(search, first, min(first + ROWS, fresh)) for search in searches for first in range(0, fresh, ROWS)]
        with ThreadPoolExecutor(2) as pool:  # the compiled search holds no lock
            for done, found in enumerate(pool.map(lambda given: given[0].pairs(*given[1:]), slices), start=1):
                self._connection.register("found", {"x": found.min(axis=1), "y": found.max(axis=1)})
                self._connection.execute("insert into beside select x, y from found")
                tell(done / len(slices))

    def pairs(self, first: int, last: int) -> tuple[Array, Array]:
        """Row numbers of the left and the right of each pair worth comparing whose left one, the first in the table, is one of
        first..last - 1; each once, sorted."""
        found = self._connection.execute(PAIRS, {"first": first, "last": last}).fetchnumpy()
        return found["x"], found["y"]
