"""The toll's history as a picture: a step for each report, drawn from the left to the right in both languages, as dates are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sijill.model import Toll, TollStep

WIDTH, HEIGHT, EDGE = 560, 150, 28
"""Of the picture, in its own units."""


@dataclass(frozen=True, slots=True)
class Point:
    """One report's step: where it stands (`x`), from the low (`low`) to the high bound (`high`), in the picture's units. Where the toll
    is open above there is no `high`; where it is words only, no `low` either."""

    x: float
    low: float | None
    high: float | None
    toll: Toll | None
    step: TollStep


@dataclass(frozen=True, slots=True)
class Timeline:
    """One kind of harm to one group over the reports; `top` is the number at the upper edge."""

    kind: str
    group: str
    points: tuple[Point, ...]
    top: int
    line: str


def draw_timeline(steps: Sequence[TollStep]) -> tuple[Timeline, ...]:
    """A picture for each toll of the killed and injured that ever stood, where there are several reports."""
    if len(steps) < 2:
        return ()
    keys = {(t.kind, t.group, t.unit): None for s in steps for t in s.tolls if t.kind in ("killed", "injured", "casualties")}
    return tuple(_draw(steps, *key) for key in keys)


def _draw(steps: Sequence[TollStep], kind: str, group: str, unit: str) -> Timeline:
    tolls = [next((t for t in s.tolls if (t.kind, t.group, t.unit) == (kind, group, unit)), None) for s in steps]
    top = max([1, *(bound for t in tolls if t for bound in (t.low, t.high) if bound is not None)])

    def height(value: int | None) -> float | None:
        return None if value is None else round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1)

    points = tuple(
        Point(x, height(toll.low) if toll else None, height(toll.high) if toll else None, toll, step)
        for x, toll, step in zip(_places(steps), tolls, steps, strict=True)
    )
    return Timeline(kind, group, points, top, " ".join(f"{p.x},{p.low}" for p in points if p.low is not None))


def _places(steps: Sequence[TollStep]) -> list[float]:
    """Where each report stands: one after the other, farther apart where days lie between."""
    gaps = [0.0]
    for before, after in pairwise(steps):
        gaps.append(gaps[-1] + 1 + min(_days(before.published, after.published), 10) / 5)
    room = WIDTH - 2 * EDGE
    return [round(EDGE + room * gap / gaps[-1], 1) for gap in gaps]


def _days(before: date | None, after: date | None) -> int:
    return (after - before).days if before is not None and after is not None else 0
