"""What two accounts have in common, worked out for many pairs at once by compiled loops over sets held as numbers.

A set column is two arrays: `offsets` (rows + 1) and `values`, those of row i at offsets[i]:offsets[i + 1], sorted. `left` and `right`
are row numbers; `out` is filled with one value a pair.
"""

import math
from typing import Any

import numpy as np
from numba import njit

from sijill.link.comparison import EARTH_KM
from sijill.link.profile import WIDE_KM

Array = Any
"""A NumPy array."""

LEAST_ALIKE = 80.0
"""Below every likeness of spelling that a comparison asks for: texts whose lengths alone cannot reach it are not compared."""


@njit(cache=True, nogil=True)
def sort_rows(offsets: Array, values: Array) -> None:
    """Sort the values of each row, in place."""
    for n in range(len(offsets) - 1):
        values[offsets[n] : offsets[n + 1]].sort()


@njit(cache=True, nogil=True)
def meet(offsets: Array, values: Array, offsets_r: Array, values_r: Array, left: Array, right: Array, out: Array) -> None:
    """Whether the left row of one column and the right row of another have a value in common."""
    for k in range(len(left)):
        i, end = offsets[left[k]], offsets[left[k] + 1]
        j, end_r = offsets_r[right[k]], offsets_r[right[k] + 1]
        out[k] = False
        while i < end and j < end_r:
            if values[i] == values_r[j]:
                out[k] = True
                break
            if values[i] < values_r[j]:
                i += 1
            else:
                j += 1


@njit(cache=True, nogil=True)
def weigh_shared(
    offsets: Array, values: Array, weights: Array, sizes: Array, scripts: Array, left: Array, right: Array, out: Array
) -> None:  # fmt: skip
    """The sum of the weights of what both rows have, over the product of their sizes; 0 where a size is 0, -1 where nothing can be
    shared. `scripts`: 1 or 2, what is of two scripts cannot, nor where a row has no word at all (0)."""
    for k in range(len(left)):
        if scripts[left[k]] & scripts[right[k]] == 0:
            out[k] = -1.0
            continue
        i, end = offsets[left[k]], offsets[left[k] + 1]
        j, end_r = offsets[right[k]], offsets[right[k] + 1]
        total = 0.0
        while i < end and j < end_r:
            a, b = values[i], values[j]
            if a == b:
                total += weights[a]
            i += a <= b
            j += b <= a
        size = sizes[left[k]] * sizes[right[k]]
        out[k] = total / size if size > 0 else 0.0


@njit(cache=True, nogil=True)
def count_shared(
    offsets: Array, values: Array, scripts: Array, scripts_r: Array, left: Array, right: Array, out: Array
) -> None:  # fmt: skip
    """How many values both rows have; -1 where none can be shared: where the script of the left row is not among `scripts_r` of the
    right one."""
    for k in range(len(left)):
        if scripts[left[k]] & scripts_r[right[k]] == 0:
            out[k] = -1
            continue
        i, end = offsets[left[k]], offsets[left[k] + 1]
        j, end_r = offsets[right[k]], offsets[right[k] + 1]
        total = 0
        while i < end and j < end_r:
            a, b = values[i], values[j]
            total += a == b
            i += a <= b
            j += b <= a
        out[k] = total


@njit(cache=True, nogil=True)
def distance(lat: float, lon: float, lat_r: float, lon_r: float) -> float:
    """Great-circle kilometres between two points in degrees; the same sum as `comparison.distance_km`."""
    p = math.pi / 180
    h = math.sin((lat_r - lat) * p / 2) ** 2 + math.cos(lat * p) * math.cos(lat_r * p) * math.sin((lon_r - lon) * p / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


@njit(cache=True, nogil=True)
def place(offsets: Array, values: Array, left: Array, right: Array, out: Array) -> None:
    """How the closest two placements agree: 0 nothing to compare, 1 the same point, 2 within both radii, one of them wide, 3 within
    both radii, else 4 within 15 km, 5 within 60 km, 6 farther. Three values a placement."""
    for k in range(len(left)):
        best, one, other = math.inf, 0.0, 0.0
        for i in range(offsets[left[k]], offsets[left[k] + 1], 3):
            for j in range(offsets[right[k]], offsets[right[k] + 1], 3):
                gap = distance(values[i], values[i + 1], values[j], values[j + 1])
                if gap < best:
                    best, one, other = gap, values[i + 2], values[j + 2]
        if best == math.inf:
            out[k] = 0
        elif best <= 1 and one <= WIDE_KM and other <= WIDE_KM:
            out[k] = 1
        elif best - one - other <= 0:
            out[k] = 2 if max(one, other) > WIDE_KM else 3
        else:
            out[k] = 4 if best <= 15 else 5 if best <= 60 else 6


@njit(cache=True, nogil=True)
def closest(offsets: Array, values: Array, left: Array, right: Array, out: Array) -> None:
    """Kilometres between the closest two placements; infinite where a side has none."""
    for k in range(len(left)):
        best = math.inf
        for i in range(offsets[left[k]], offsets[left[k] + 1], 3):
            for j in range(offsets[right[k]], offsets[right[k] + 1], 3):
                best = min(best, distance(values[i], values[i + 1], values[j], values[j + 1]))
        out[k] = best


@njit(cache=True, nogil=True)
def toll(offsets: Array, values: Array, left: Array, right: Array, out: Array) -> None:
    """How the two tolls that fit best agree: 0 nothing to compare, 1 equal and 4 or more, 2 equal, 3 both can be true and 4 or more,
    4 both can be true, 5 close, 6 the left one lower, 7 the right one. Low and high, two values a toll."""
    for k in range(len(left)):
        out[k] = 0
        best = (2**31, 2, 0, 0)
        for i in range(offsets[left[k]], offsets[left[k] + 1], 2):
            for j in range(offsets[right[k]], offsets[right[k] + 1], 2):
                low, high, low_r, high_r = values[i], values[i + 1], values[j], values[j + 1]
                gap = max(low - high_r, low_r - high, 0)
                equal = low == low_r and high == high_r
                rank = (gap, 0 if equal else 1, -min(low, low_r), low)
                if rank >= best:
                    continue
                best = rank
                if gap == 0:
                    out[k] = (1 if equal else 3) + (0 if min(low, low_r) >= 4 else 1)
                elif gap == 1 or max(low, low_r) / max(high if low < low_r else high_r, 1) <= 1.5:
                    out[k] = 5
                else:
                    out[k] = 6 if low < low_r else 7


@njit(cache=True, nogil=True)
def alike(codes: Array, letters: Array, ends: Array, a: int, b: int) -> float:
    """Likeness of two texts, 0..100: twice their longest common subsequence over their letters (rapidfuzz's `ratio`)."""
    start, start_r = ends[codes[a]], ends[codes[b]]
    size, size_r = ends[codes[a] + 1] - start, ends[codes[b] + 1] - start_r
    if size + size_r == 0:
        return 100.0
    if 200 * min(size, size_r) < LEAST_ALIKE * (size + size_r):
        return 0.0
    row = np.zeros(size_r + 1, dtype=np.int32)
    for i in range(size):
        corner = 0
        for j in range(size_r):
            above = row[j + 1]
            row[j + 1] = corner + 1 if letters[start + i] == letters[start_r + j] else max(above, row[j])
            corner = above
    return float(200.0 * row[size_r] / (size + size_r))


@njit(cache=True, nogil=True)
def spell(offsets: Array, values: Array, letters: Array, ends: Array, left: Array, right: Array, out: Array) -> None:
    """The best likeness of spelling between texts of both rows, 0..100, exact from `LEAST_ALIKE` on. `letters` of text c lie at
    ends[c]:ends[c + 1]."""
    for k in range(len(left)):
        best = 0.0
        for i in range(offsets[left[k]], offsets[left[k] + 1]):
            for j in range(offsets[right[k]], offsets[right[k] + 1]):
                best = max(best, alike(values, letters, ends, i, j))
        out[k] = best


@njit(cache=True, nogil=True)
def copy(signatures: Array, rows: Array, left: Array, right: Array, out: Array) -> None:
    """Share of the signature that both have, 0..1; `rows` is the signature of each account, -1 where its text was too short."""
    for k in range(len(left)):
        a, b = rows[left[k]], rows[right[k]]
        same = 0
        if a >= 0 and b >= 0:
            for h in range(signatures.shape[1]):
                same += signatures[a, h] == signatures[b, h]
        out[k] = same / signatures.shape[1]


@njit(cache=True, nogil=True)
def count_holders(offsets: Array, values: Array, reports: Array, order: Array, counts: Array) -> None:
    """Fill `counts`: how many reports have each value. `order` has the rows, those of one report together."""
    last = counts.copy()
    last[:] = -1
    for n in order:
        for i in range(offsets[n], offsets[n + 1]):
            if last[values[i]] != reports[n]:
                last[values[i]] = reports[n]
                counts[values[i]] += 1


@njit(cache=True, nogil=True)
def find_nearest(
    offsets: Array, values: Array, holders: Array, held: Array, weights: Array, sizes: Array, group: Array, first: int, near: Array
) -> None:  # fmt: skip
    """Fill `near`: for row `first` and those after it, the rows of another group that share most with each, by the weight of what is
    shared over their size, the nearest first; -1 where there are fewer.

    holders, held: the rows that have a value, those of value v at held[holders[v]:holders[v + 1]]; none for what too many have.
    """
    score, touched = np.zeros(len(sizes)), np.empty(len(sizes), dtype=np.int32)
    best = np.empty(near.shape[1])
    for n in range(first, first + near.shape[0]):
        seen = 0
        for i in range(offsets[n], offsets[n + 1]):
            v = values[i]
            for h in range(holders[v], holders[v + 1]):
                other = held[h]
                if score[other] == 0.0:
                    touched[seen] = other
                    seen += 1
                score[other] += weights[v]
        kept = 0
        for t in range(seen):
            other = touched[t]
            value = score[other] / sizes[other]
            score[other] = 0.0
            if group[other] == group[n]:
                continue
            at = kept
            while at > 0 and (best[at - 1] < value or (best[at - 1] == value and near[n - first, at - 1] > other)):
                at -= 1
            if at == near.shape[1]:
                continue
            kept = min(kept + 1, near.shape[1])
            for m in range(kept - 1, at, -1):
                best[m], near[n - first, m] = best[m - 1], near[n - first, m - 1]
            best[at], near[n - first, at] = value, other
        for m in range(kept, near.shape[1]):
            near[n - first, m] = -1


@njit(cache=True, nogil=True)
def sign(letters: Array, begins: Array, crc: Array, a: Array, b: Array, prime: int, out: Array) -> None:
    """MinHash signatures of texts, as `fingerprint.sign_text` makes them: row t of `out` for the text at begins[t]:begins[t + 1], its
    words in UTF-8 with one space between; it has three words or more. crc: the 256 remainders of CRC-32."""
    for t in range(len(begins) - 1):
        out[t, :] = prime
        one, two, three = -1, -1, begins[t]  # where the last words start
        for n in range(begins[t], begins[t + 1] + 1):
            if n < begins[t + 1] and letters[n] != 32:
                continue
            first = one
            one, two, three = two, three, n + 1
            if first < 0:
                continue
            code = np.uint32(0xFFFFFFFF)
            for m in range(first, n):
                code = (code >> np.uint32(8)) ^ crc[(code ^ letters[m]) & np.uint32(0xFF)]
            hashed = np.int64((code ^ np.uint32(0xFFFFFFFF)) & np.uint32(0x7FFFFFFF))
            for h in range(len(a)):
                value = hashed * a[h] + b[h]
                value = (value & prime) + (value >> 31)  # 2**31 is 1 modulo the prime
                value = (value & prime) + (value >> 31)
                value = value - prime if value >= prime else value
                if value < out[t, h]:
                    out[t, h] = value
