"""Kilometres between placements."""

import math

from sijill.model import Placement


def distance_km(a: Placement, b: Placement) -> float:
    """Great-circle kilometres between two known placements; infinite where one is unknown."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    p = math.pi / 180
    h = math.sin((b.lat - a.lat) * p / 2) ** 2 + math.cos(a.lat * p) * math.cos(b.lat * p) * math.sin((b.lon - a.lon) * p / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))
