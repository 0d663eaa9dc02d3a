"""Geocode: an account's place claims to placements, no more exact than the report.

`load_gazetteer()` opens the index of place names (built once from the embedded data; packs are added with `sijill gazetteer add`), and
`Resolver(gazetteer).place_reading(report, reading)` resolves all places of a report together.
"""

from sijill.geocode.gazetteer import Gazetteer, Hit
from sijill.geocode.resolve import Resolver
from sijill.geocode.store import index_path, load_gazetteer

__all__ = ["Gazetteer", "Hit", "Resolver", "index_path", "load_gazetteer"]
