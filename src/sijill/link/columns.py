"""Columns of the prepared table as arrays of numbers, and the measures that compare two rows of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sijill.link import kernels
from sijill.link.rarity import RARE_SOUND, most_holders

Array = Any
Measure = Callable[[Array, Array], Array]
"""Row numbers of the left and of the right accounts -> one value a pair."""


@dataclass(frozen=True)
class Column:
    """A set a row, as numbers: those of row i at offsets[i]:offsets[i + 1], sorted where they are codes."""

    offsets: Array
    values: Array

    def __len__(self) -> int:
        return len(self.offsets) - 1


def encode_sets(table: Any, *names: str) -> tuple[list[Column], list[str]]:
    """Columns of texts with one code for one text in all of them; and the texts by their code."""
    import pyarrow as pa

    parts = [table.column(name).combine_chunks() for name in names]
    joined = pa.concat_arrays([part.flatten() for part in parts]).dictionary_encode()
    codes, columns, begin = joined.indices.to_numpy(zero_copy_only=False).astype(np.int32), [], 0
    for part in parts:
        offsets = _offsets(part)
        columns.append(_sorted(offsets, codes[begin : begin + offsets[-1]].copy()))
        begin += int(offsets[-1])
    return columns, joined.dictionary.to_pylist()


def take_numbers(table: Any, name: str, kind: Any) -> Column:
    """A column of numbers as it is."""
    part = table.column(name).combine_chunks()
    return Column(_offsets(part), part.flatten().to_numpy(zero_copy_only=False).astype(kind))


def _offsets(part: Any) -> Array:
    import pyarrow.compute as pc

    return np.concatenate(([0], np.cumsum(pc.list_value_length(part).to_numpy(zero_copy_only=False)))).astype(np.int64)


def _sorted(offsets: Array, codes: Array) -> Column:
    kernels.sort_rows(offsets, codes)
    return Column(offsets, codes)


@dataclass(frozen=True)
class Words:
    """The words of each row, those of them that some other report has too, and what each weighs: the square of its rarity (nats²)."""

    all: Column
    column: Column
    weights: Array
    counts: Array
    sizes: Array


def weigh_words(table: Any, name: str, reports: Array) -> Words:
    """The words of a column with their rarities over reports, as `Rarity` has them; `sizes` is the length of a row's vector."""
    (column,), texts = encode_sets(table, name)
    counts = np.zeros(len(texts), dtype=np.int32)
    kernels.count_holders(column.offsets, column.values, reports, np.argsort(reports, kind="stable"), counts)
    weights = np.log((1 + len(np.unique(reports))) / np.maximum(counts, 1)) ** 2
    rows = np.repeat(np.arange(len(column)), np.diff(column.offsets))
    sizes = np.sqrt(np.bincount(rows, weights[column.values], minlength=len(column)))
    return Words(column, keep_values(column, counts > 1), weights, counts, sizes)


def keep_values(column: Column, kept: Array) -> Column:
    """The column without the values that are not kept (one answer a value)."""
    chosen = kept[column.values]
    ends = np.concatenate(([0], np.cumsum(chosen)))
    return Column(ends[column.offsets], column.values[chosen])


def hold(column: Column, values: int) -> Column:
    """The column turned round: the rows that have each value, sorted."""
    rows = np.repeat(np.arange(len(column), dtype=np.int32), np.diff(column.offsets))
    order = np.argsort(column.values, kind="stable")
    return Column(np.concatenate(([0], np.cumsum(np.bincount(column.values, minlength=values)))), rows[order])


class Measures:
    """Everything that the levels ask of two rows beyond plain columns, by name."""

    def __init__(self, table: Any) -> None:
        """Encode the sets of a prepared table."""
        self.reports = table.column("report").combine_chunks().dictionary_encode().indices.to_numpy(zero_copy_only=False)
        self.latin = table.column("latin").to_numpy()
        self._worded, self._echoing = (table.column(name).to_numpy() for name in ("worded", "echoing"))
        self.words, self.sounds = weigh_words(table, "words", self.reports), weigh_words(table, "echoes", self.reports)
        self.of: Mapping[str, tuple[Measure, str]] = dict(self._meetings(table)) | dict(self._agreements(table)) | self._likenesses()

    def _meetings(self, table: Any) -> Any:
        (names, within), texts = encode_sets(table, "names", "within")
        yield "same_name", _measure(kernels.meet, bool, *_pair(names, names))
        yield "name_within", _measure(kernels.meet, bool, *_pair(names, within))
        yield "spelling", _spelling(names, texts)
        for name in ("sounds", "origins", "origin_sounds", "perpetrators", "parties", "statements"):
            (column,), _ = encode_sets(table, name)
            yield f"same_{name}", _measure(kernels.meet, bool, *_pair(column, column))
        (victims,), texts = encode_sets(table, "victims")
        yield "victim_spelling", _spelling(victims, texts)
        days = take_numbers(table, "calendar", np.int32)
        days = _sorted(days.offsets, days.values)
        yield "same_calendar", _measure(kernels.meet, bool, *_pair(days, days))

    def _agreements(self, table: Any) -> Any:
        for name, kernel, kind in (("points", kernels.place, np.int8), ("origin_points", kernels.closest, np.float64)):
            column = take_numbers(table, name, np.float64)
            yield ("place" if name == "points" else "origin_km"), _measure(kernel, kind, column.offsets, column.values)
        for name in ("killed", "injured"):
            column = take_numbers(table, name, np.int64)
            yield name, _measure(kernels.toll, np.int8, column.offsets, column.values)
        signed = take_numbers(table, "signature", np.int32)
        has = np.diff(signed.offsets) > 0
        rows = np.where(has, np.cumsum(has) - 1, -1)
        yield "copied", _measure(kernels.copy, np.float64, signed.values.reshape(int(has.sum()), -1 if has.any() else 64), rows)

    def _likenesses(self) -> dict[str, tuple[Measure, str]]:
        reports = len(np.unique(self.reports))
        words, sounds = self.words, self.sounds
        rare = keep_values(words.column, words.counts <= most_holders(reports))
        heard = keep_values(sounds.column, sounds.counts <= most_holders(reports, RARE_SOUND))
        script = np.where(self.latin, 2, 1).astype(np.int8)
        written, spoken = script * self._worded, script * self._echoing
        column = words.column
        return {
            "likeness": _measure(kernels.weigh_shared, np.float64, column.offsets, column.values, words.weights, words.sizes, written),
            "rare_words": _measure(kernels.count_shared, np.int32, rare.offsets, rare.values, written, written),
            "rare_sounds": _measure(kernels.count_shared, np.int32, heard.offsets, heard.values, spoken, (3 - script) * self._echoing),
        }


def _pair(one: Column, other: Column) -> tuple[Array, Array, Array, Array]:
    return one.offsets, one.values, other.offsets, other.values


def _spelling(column: Column, texts: list[str]) -> tuple[Measure, str]:
    letters = np.array([ord(c) for text in texts for c in text], dtype=np.int32)
    ends = np.concatenate(([0], np.cumsum([len(text) for text in texts]))).astype(np.int64)
    return _measure(kernels.spell, np.float64, column.offsets, column.values, letters, ends)


SQL_TYPES = {bool: "BOOLEAN", np.int8: "TINYINT", np.int32: "INTEGER", np.float64: "DOUBLE"}


def _measure(kernel: Any, kind: Any, *arrays: Array) -> tuple[Measure, str]:
    def measure(left: Array, right: Array) -> Array:
        out = np.empty(len(left), dtype=kind)
        kernel(*arrays, left, right, out)
        return out

    return measure, SQL_TYPES[kind]
