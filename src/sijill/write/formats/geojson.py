"""GeoJSON (RFC 7946): one feature an incident; a point always with its radius and level, no geometry where the place is unknown."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sijill.model import Imprint, Incident
from sijill.write.change import Change
from sijill.write.wording import NOTICE, list_given, review_state
from sijill.write.writer import Draft, Folder


class GeoJsonWriter:
    """`incidents.geojson`; positions are longitude, latitude in WGS 84. `radius_m` says within what the happening may lie."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._file = folder.open("incidents.geojson")
        head = {
            "type": "FeatureCollection",
            "notice": NOTICE,
            "precision": "a point is the centre of a circle of radius_m metres, never the spot itself",
            "register_head": imprint.head,
            "made_at": imprint.made_at,
            "place_credits": list(imprint.credits),
        }
        self._file.write(json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1] + ', "features": [')
        self._between = "\n"

    @classmethod
    def lay(cls, drafts: Sequence[Draft]) -> str:
        """One feature a line."""
        return ",\n".join(json.dumps(make_feature(d.case.incident), ensure_ascii=False, allow_nan=False) for d in drafts)

    def add(self, laid: str) -> None:
        """The next lines."""
        if laid:
            self._file.write(self._between + laid)
            self._between = ",\n"

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The file."""
        self._file.write("\n]}\n")
        self._file.close()
        return [Path(self._file.name)]


def make_feature(incident: Incident) -> dict[str, Any]:
    """An incident as a GeoJSON feature."""
    place = incident.place
    known = place is not None and place.lat is not None and place.lon is not None
    point = {"type": "Point", "coordinates": [round(place.lon, 6), round(place.lat, 6)]} if known else None  # type: ignore[union-attr, arg-type]
    tolls = [
        {
            "kind": t.kind,
            "group": t.group,
            "low": t.low,
            "high": t.high,
            "unit": t.unit,
            "rule": t.rule,
            "contradictory": t.contradictory,
        }
        for t in incident.tolls
    ]
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": point,
        "properties": {
            "review": review_state(incident),
            "scope": incident.scope,
            "event_type": incident.event_type,
            "first": incident.first.isoformat() if incident.first else None,
            "last": incident.last.isoformat() if incident.last else None,
            "place": incident.place_name,
            "radius_m": place.radius_m if place else None,
            "level": place.level if place else None,
            "acled_precision": place.acled_precision if place else None,
            "ucdp_precision": place.ucdp_precision if place else None,
            "open": place.open if place else None,
            "tolls": tolls,
            "grade": incident.grade.grade if incident.grade else None,
            "decided": list_given(incident),
            "contradictions": [r.text for r in incident.contradictions],
            "accounts": list(incident.accounts),
        },
    }
