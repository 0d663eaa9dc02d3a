"""The formats of an edition, by the name that `sijill write --formats` takes."""

from sijill.write.formats.csv import CsvWriter
from sijill.write.formats.geojson import GeoJsonWriter
from sijill.write.formats.jsonl import JsonlWriter
from sijill.write.page import PageWriter
from sijill.write.writer import Writers

WRITERS: Writers = {
    "csv": CsvWriter,
    "jsonl": JsonlWriter,
    "geojson": GeoJsonWriter,
    "html": PageWriter,
}
