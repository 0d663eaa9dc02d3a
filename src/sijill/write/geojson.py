"""GeoJSON (RFC 7946): one feature an incident; a point always with its radius and level, no geometry where the place is unknown."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sijill.model import Incident
from sijill.write.wording import NOTICE, list_given, review_state


def write_geojson(folder: Path, incidents: Sequence[Incident], head: str, made_at: str, credits: Sequence[str] = ()) -> list[Path]:  # noqa: A002
    """`incidents.geojson`; positions are longitude, latitude in WGS 84. `radius_m` says within what the happening may lie."""
    collection = {
        "type": "FeatureCollection",
        "notice": NOTICE,
        "precision": "a point is the centre of a circle of radius_m metres, never the spot itself",
        "register_head": head,
        "made_at": made_at,
        "place_credits": list(credits),
        "features": [make_feature(incident) for incident in incidents],
    }
    path = folder / "incidents.geojson"
    path.write_text(json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8", errors="replace")
    return [path]


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
