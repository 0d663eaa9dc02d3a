"""The engine for many accounts: DuckDB finds and Splink scores the pairs, with the same levels and weights as `score.py`."""

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from sijill.link.blocks import ROWS, Blocks, make_searches
from sijill.link.columns import Measures
from sijill.link.levels import COMPARISONS, ROW
from sijill.link.score import ANCHORS, BARRIERS, DETAILS, PLACES, RIVALS, TIES, UNTIED, Weights, load_weights
from sijill.link.settings import make_settings

SLICE = 2_000_000
"""Pairs scored at once: their columns take about half a gigabyte."""

Tell = Callable[[str, float], None]


def silent(what: str, share: float) -> None:
    """Progress that nobody looks at."""


Watch = Callable[[Any, Any], None]


def unseen(left: Any, right: Any) -> None:
    """Pairs that nobody counts."""


WANTED = ", ".join(("n_l", "n_r", "match_weight", *(f"gamma_{comparison.name}" for comparison in COMPARISONS)))


class Bulk:
    """A prepared table in DuckDB, with the measures that its levels ask for."""

    def __init__(self, table: Any, weights: Weights | None = None, threads: int = 2, memory: str = "4GB") -> None:
        """Encode `table` (see `table.tabulate`); nothing is compared yet."""
        import duckdb

        self.weights = weights or load_weights()
        self.size = table.num_rows
        self.measures = Measures(table)
        spill = str(Path(tempfile.gettempdir()) / "sijill-link")
        self.connection = duckdb.connect(config={"threads": threads, "memory_limit": memory, "temp_directory": spill})
        self.connection.register("given", table.drop_columns(["words", "echoes", "signature", "points", "within"]))
        self.connection.execute("create table profiles as select (row_number() over () - 1)::integer as n, * from given")
        self.connection.unregister("given")
        self.connection.execute(f"create table account as {ROW}")
        for name, (measure, kind) in self.measures.of.items():
            self._give(name, measure, kind)

    @cached_property
    def linker(self) -> Any:
        """Splink's linker over the accounts, with the model's weights."""
        from splink import Linker

        return Linker(self._api.register("account"), make_settings(self.weights), log_level=logging.ERROR)

    @cached_property
    def _api(self) -> Any:
        from splink import DuckDBAPI

        return DuckDBAPI(self.connection)

    def _give(self, name: str, measure: Callable[[Any, Any], Any], kind: str) -> None:
        import pyarrow as pa

        def call(left: Any, right: Any) -> Any:
            return pa.array(measure(np.asarray(left), np.asarray(right)))

        self.connection.create_function(name, call, ["integer", "integer"], kind, type="arrow")  # type: ignore[call-overload]

    def strong_pairs(self, fresh: int, least: float, tell: Tell = silent) -> Iterator[tuple[int, int]]:
        """Row numbers of the pairs of at least `least` bits that the first `fresh` rows have with any row, sorted.

        tell: is told what is done and the share of it that is.
        """
        for scored in self.links(fresh, least, tell):
            yield from sorted(zip(scored["n_l"].to_pylist(), scored["n_r"].to_pylist(), strict=True))

    def links(self, fresh: int, least: float, tell: Tell = silent, watch: Watch = unseen) -> Iterator[Any]:
        """The same with match weights and levels, a table a slice, as `score` gives them.

        watch: is shown the row numbers of the pairs of each slice before they are compared.
        """
        blocks = Blocks(self.connection, fresh, make_searches(self.measures), partial(tell, "choosing pairs"))
        for first in range(0, fresh, ROWS):
            last = min(first + ROWS, fresh)
            left, right = blocks.pairs(first, last)
            watch(left, right)
            yield from self.score(left, right, least)
            tell("comparing", last / fresh)

    @staticmethod
    def codes(row: Mapping[str, Any]) -> set[str]:
        """The codes of the levels that a scored pair reaches."""
        reached = {c.codes()[row[f"gamma_{c.name}"]] for c in COMPARISONS if row[f"gamma_{c.name}"] >= 0}
        return reached - {""}

    @staticmethod
    def may_join(scored: Any) -> Any:
        """For each scored pair whether there is evidence enough for a join without a person, as `score.may_join` says it."""
        reached = {c: np.zeros(len(scored), dtype=np.int8) for c in (ANCHORS, PLACES, DETAILS, BARRIERS, RIVALS, UNTIED, TIES)}
        for comparison in COMPARISONS:
            gammas = scored[f"gamma_{comparison.name}"].to_numpy()
            for codes, count in reached.items():
                count += np.array([*(code in codes for code in comparison.codes()), False])[gammas]  # the last for -1, no evidence
        enough = (reached[ANCHORS] > 0) & (reached[PLACES] > 0) & (reached[DETAILS] > 0)
        barred = (reached[BARRIERS] > 0) | (reached[RIVALS] == len(RIVALS)) | ((reached[UNTIED] > 0) & (reached[TIES] == 0))
        return enough & ~barred

    def score(self, left: Any, right: Any, least: float | None = None) -> Iterator[Any]:
        """Score pairs of row numbers (left < right), a slice at a time: tables of n_l, n_r, match_weight and the level of each
        comparison (gamma_<name>), of those with at least so many bits."""
        import pyarrow as pa

        api, linker = self._api, self.linker
        for begin in range(0, len(left), SLICE):
            part = {"join_key_l": left[begin : begin + SLICE], "join_key_r": right[begin : begin + SLICE]}
            pairs = api.register(
                pa.table(
                    {"match_key": pa.array(["0"] * len(part["join_key_l"]))} | {k: pa.array(v, pa.int32()) for k, v in part.items()}
                )
            )
            linker.table_management.register_blocked_pairs_for_predict(pairs)
            scored = linker.inference.predict(threshold_match_weight=least, warning_mode="never")
            yield scored.as_duckdbpyrelation().project(WANTED).to_arrow_table()
            scored.drop_table_from_database_and_remove_from_cache()
            pairs.drop_table_from_database_and_remove_from_cache(force_non_splink_table=True)
