"""The prepared table: profiles of accounts as columns, one row an account, for the engine that scores many pairs at once.

A profile's sets become lists; nothing is decided here. The table can be kept as Parquet, and read by Spark as it is.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, get_args

import numpy as np

from sijill.link.blocking import cells_of
from sijill.link.comparison import unite_allies
from sijill.link.profile import Point, Profile
from sijill.link.sound import sound_name
from sijill.model.fingerprint import BANDS, HASHES
from sijill.model.vocabulary import HarmKind

SETS = (
    "names",
    "sounds",
    "within",
    "units",
    "origins",
    "origin_sounds",
    "perpetrators",
    "parties",
    "victims",
    "statements",
    "words",
    "echoes",
)
"""Columns that hold a set of texts."""


@cache
def schema() -> Any:
    """The columns of the prepared table, as pyarrow has them.

    `worded` and `echoing` say whether `words` and `echoes` hold anything. Days are ordinals, null where unknown; `points` and
    `origin_points` hold latitude, longitude (degrees) and radius (km), three numbers a point; `killed` and `injured` hold low and
    high, two numbers a toll, an open high as `OPEN`; `weekdays` is a bit a day, `scripts` 1 for Arabic names of places, 2 for Latin.
    """
    import pyarrow as pa

    text, number, real = pa.string(), pa.int32(), pa.float64()
    plain = {
        **dict.fromkeys(("account", "report", "publisher", "scope", "family", "event_type"), text),
        **dict.fromkeys(("lead", "latin", "worded", "echoing"), pa.bool_()),
        **dict.fromkeys(("first", "last", "published", "weekdays", "scripts"), number),
    }
    lists = {
        **dict.fromkeys(SETS, text),
        **dict.fromkeys(("calendar", "killed", "injured", "signature", "tolls"), number),
        **dict.fromkeys(("points", "origin_points"), real),
        **dict.fromkeys(("cells", "bands"), pa.int64()),
    }
    return pa.schema([*plain.items(), *((name, pa.list_(kind)) for name, kind in lists.items())])


OPEN = 2**30
"""The high of a toll that has none: higher than any number of people."""

_HARMS = get_args(HarmKind)


def tabulate(profiles: Iterable[Profile]) -> Any:
    """The prepared table (pyarrow) of some profiles, in their order."""
    import pyarrow as pa

    rest = iter(profiles)
    parts = iter(lambda: list(islice(rest, TOGETHER)), [])
    return pa.Table.from_batches([_columns(part) for part in parts], schema())


TOGETHER = 1000
"""Rows that are held as Python objects at once."""


def _columns(profiles: Sequence[Profile]) -> Any:
    import pyarrow as pa

    rows = [_row(profile) for profile in profiles]
    signed = np.array([p.signature for p in profiles if p.signature], dtype=np.int32).reshape(-1, HASHES)
    has = np.array([bool(p.signature) for p in profiles], dtype=np.int64)
    columns = []
    for field in schema():
        if field.name in ("signature", "bands"):
            values = signed if field.name == "signature" else _mix_bands(signed)
            offsets = np.concatenate(([0], np.cumsum(has * values.shape[1]))).astype(np.int32)
            columns.append(pa.ListArray.from_arrays(offsets, values.ravel()))
        else:
            columns.append(pa.array([row[field.name] for row in rows], field.type))
    return pa.record_batch(columns, schema=schema())


def _mix_bands(signed: Any) -> Any:
    """One number for each piece of each signature (`fingerprint.bands`), equal where the pieces are; of two that differ all but never,
    and a pair too many is only compared."""
    pieces = signed.astype(np.int64).reshape(len(signed), BANDS, HASHES // BANDS)
    mixed = np.broadcast_to(np.arange(BANDS, dtype=np.int64), (len(signed), BANDS)).copy()
    for at in range(pieces.shape[2]):
        mixed = (mixed ^ pieces[:, :, at]) * np.int64(0x27D4EB2F165667C5)
        mixed ^= mixed >> 29
    return mixed


def _row(p: Profile) -> dict[str, object]:
    return {
        "account": p.account,
        "report": p.report,
        "publisher": p.publisher or None,
        "scope": p.scope,
        "family": p.family,
        "event_type": p.event_type,
        "lead": p.lead,
        "latin": p.latin,
        "worded": bool(p.words),
        "echoing": bool(p.echoes),
        "first": p.days[0] if p.days else None,
        "last": p.days[1] if p.days else None,
        "published": p.published,
        "weekdays": sum(1 << day for day in p.weekdays),
        "scripts": sum({2 if n.isascii() else 1 for n in p.names}),
        "names": list(p.names),
        "sounds": list(p.sounds),
        "within": list(p.within),
        "units": list(p.units),
        "origins": list(p.origins),
        "origin_sounds": [s for s in {sound_name(n) for n in p.origins} if s],
        "perpetrators": list(unite_allies(p.perpetrators)),
        "parties": list(unite_allies(p.parties)),
        "victims": [" ".join(sorted(name.split())) for name in p.victims],
        "statements": [repr(s) for s in p.statements],
        "words": list(p.words),
        "echoes": list(p.echoes),
        "calendar": [32 * month + day for month, day in p.calendar],
        "killed": _flat_tolls(p.tolls.get("killed", ())),
        "injured": _flat_tolls(p.tolls.get("injured", ())),
        "tolls": list({8 * min(low, OPEN // 8) + _HARMS.index(kind) for kind, tolls in p.tolls.items() for low, _ in tolls}),
        "points": _flat_points(p.points),
        "origin_points": _flat_points(p.origin_points),
        "cells": [(row << 20) + column for row, column in cells_of(p)],
    }


def _flat_tolls(tolls: Sequence[tuple[int, int | None]]) -> list[int]:
    return [n for low, high in tolls for n in (min(low, OPEN), OPEN if high is None else min(high, OPEN))]


def _flat_points(points: Sequence[Point]) -> list[float]:
    return [n for point in points for n in (point.lat, point.lon, point.radius_km)]
