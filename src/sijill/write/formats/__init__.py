"""The formats of an edition, by the name that `sijill write --formats` takes."""

from importlib import import_module

from sijill.model import Imprint
from sijill.write.writer import Folder, Writer

WRITERS = {
    "csv": "sijill.write.formats.csv:CsvWriter",
    "codebook": "sijill.write.formats.codebook:CodebookWriter",
    "jsonl": "sijill.write.formats.jsonl:JsonlWriter",
    "geojson": "sijill.write.formats.geojson:GeoJsonWriter",
    "hxl": "sijill.write.formats.hxl:HxlWriter",
    "xlsx": "sijill.write.formats.xlsx:XlsxWriter",
    "parquet": "sijill.write.formats.parquet:ParquetWriter",
    "airwars": "sijill.write.shapes.airwars:AirwarsWriter",
    "acled": "sijill.write.shapes.acled:AcledWriter",
    "ucdp": "sijill.write.shapes.ucdp:UcdpWriter",
    "ftm": "sijill.write.shapes.ftm:FtmWriter",
    "pdf": "sijill.write.report:ReportWriter",
    "dossier": "sijill.write.report:DossierWriter",
    "site": "sijill.write.site:SiteWriter",
}
"""Where the writer of each format is; it is imported when it is asked for: some need heavy libraries."""


def load_writer(name: str) -> type[Writer]:
    """The writer of a format. Raises ValueError that names those that exist."""
    if name not in WRITERS:
        raise ValueError(f"no format {name}; there are: {', '.join(WRITERS)}")
    module, _, kind = WRITERS[name].partition(":")
    writer: type[Writer] = getattr(import_module(module), kind)
    return writer


def make_writer(name: str, folder: Folder, imprint: Imprint) -> Writer:
    """The writer of a format, with its files begun."""
    return load_writer(name)(folder, imprint)  # type: ignore[call-arg]
