"""Months and years as they stand on a time line: none is left out, also where nothing is known of it."""

from collections.abc import Sequence


def fill_time(known: Sequence[str]) -> list[str]:
    """Every month ("2019-01") or year ("2019") from the first to the last of `known`, which is sorted; of none, none."""
    if not known:
        return []
    if len(known[0]) == 4:
        return [f"{year:04}" for year in range(int(known[0]), int(known[-1]) + 1)]
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (known[0], known[-1]))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, last + 1)]
