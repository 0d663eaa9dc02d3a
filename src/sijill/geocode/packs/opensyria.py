"""Open-Syria: governorates, districts and subdistricts of Syria as JSON."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sijill.geocode.packs.faults import Faults
from sijill.geocode.packs.fields import BadRow, by_script, point
from sijill.geocode.spot import RADIUS, Spot
from sijill.model import InputError
from sijill.model.vocabulary import Level

LICENCE = "CC BY 4.0"
CREDIT = "Open-Syria (data-geography), CC BY 4.0; boundaries geoBoundaries and OCHA, CC BY 3.0 IGO"


def read_units(path: Path, faults: Faults) -> Iterator[Spot]:
    """Spots of one file: its level is told by the parents that its entries name. Raises InputError where it is not such a file."""
    try:
        entries = json.loads(path.read_bytes())
    except ValueError as error:
        raise InputError(str(path), f"is not JSON: {error}") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InputError(str(path), "is not a list of units", "give governorates, districts or subdistricts of Open-Syria")
    for number, entry in enumerate(entries, 1):
        try:
            yield _spot(entry)
        except (BadRow, KeyError, TypeError, AttributeError) as bad:
            faults.leave_out(
                None, f"entry {number} ({entry.get('id', '?')}): {bad!r}" if isinstance(bad, KeyError) else f"entry {number}: {bad}"
            )


def _spot(entry: dict[str, Any]) -> Spot:
    level: Level = "subdistrict" if "districtId" in entry else "district" if "governorateId" in entry else "governorate"
    centroid = entry["centroid"]
    lat, lon = point(centroid["latitude"], centroid["longitude"])
    aliases = [alias["value"] for alias in entry.get("aliases", ())]
    arabic, latin = by_script([entry["name"].get("ar") or "", entry["name"].get("en") or "", *aliases])
    if not arabic and not latin:
        raise BadRow("has no name")
    square = (entry.get("area") or {}).get("squareKilometers") or 0
    radius = round(1000 * (square / 3.14) ** 0.5 * 1.3) if square else RADIUS[level]  # 1.3: units are not circles
    return Spot(f"os:{entry['id']}", "", level, "unit", "SY", lat, lon, radius, 0, arabic, latin, _parents(entry))


def _parents(entry: dict[str, Any]) -> tuple[str, ...]:
    governorate = entry.get("governorateId", "")
    return (GOVERNORATES[governorate],) if governorate in GOVERNORATES else ()


GOVERNORATES = {
    "sy-al-hasakah": "الحسكة",
    "sy-aleppo": "حلب",
    "sy-as-suwayda": "السويداء",
    "sy-damascus": "دمشق",
    "sy-daraa": "درعا",
    "sy-deir-ez-zor": "دير الزور",
    "sy-hama": "حماة",
    "sy-homs": "حمص",
    "sy-idlib": "إدلب",
    "sy-latakia": "اللاذقية",
    "sy-quneitra": "القنيطرة",
    "sy-raqqa": "الرقة",
    "sy-rif-dimashq": "ريف دمشق",
    "sy-tartus": "طرطوس",
}
"""The names behind the ids of `governorateId`: the file of subdistricts does not repeat them."""
