"""The lines of `sijill run --json`: readings with where their places lie and which incident each account is in."""

from collections.abc import Iterator, Sequence
from typing import Any

from sijill.model.codec import to_json
from sijill.register import Register

PAGE = 500
"""Reports looked up at a time."""

PLACED = ("lat", "lon", "radius_m", "level", "acled_precision", "ucdp_precision", "open", "candidates")


def list_lines(register: Register, report_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A line for each report, in the order asked for."""
    look = register.look
    for start in range(0, len(report_ids), PAGE):
        page = report_ids[start : start + PAGE]
        readings, placements = look.readings(page), look.placements(page)
        homes = look.incidents_of(account.id for reading in readings.values() for account in reading.accounts)
        for report in page:
            placed = {placement.place: to_json(placement) for placement in placements.get(report, ())}
            line = to_json(readings[report])
            for account in line["accounts"]:
                account["incident"] = homes.get(account["id"])
                for place in (*account["places"], *account["origin_places"]):
                    found = placed.get(place["claim"], {})
                    place.update({name: found.get(name) for name in PLACED} | {"candidates": found.get("candidates", [])})
            yield line
