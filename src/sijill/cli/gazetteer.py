"""`sijill gazetteer`: the packs of place names, and what a name may mean."""

from pathlib import Path

import click


@click.group()
def gazetteer() -> None:
    """Look up places and where they lie."""


INDEX = click.option("--index", type=click.Path(path_type=Path, dir_okay=False), help="The index file; default in your data folder.")


@gazetteer.command("list")
@INDEX
def list_packs(index: Path | None) -> None:
    """The packs in the index, with their licence and credit."""
    from rich.console import Console
    from rich.table import Table

    from sijill.geocode import load_gazetteer

    table = Table("pack", "title", "places", "licence", "credit")
    opened = load_gazetteer(index)
    for pack in opened.packs():
        table.add_row(pack.id, pack.title, f"{opened.count(pack.id):,}", pack.licence, pack.credit)
    Console().print(table)


@gazetteer.command("find")
@click.argument("name")
@click.option("--country", help="Only this country (two letters, e.g. SY).")
@INDEX
def find_name(name: str, country: str | None, index: Path | None) -> None:
    """Every place that NAME may mean, in Arabic or Latin letters, best match first."""
    from rich.console import Console
    from rich.table import Table

    from sijill.geocode import load_gazetteer

    hits = [hit for hit in load_gazetteer(index).look_up(name) if not country or hit.spot.country == country.upper()]
    if not hits:
        raise click.ClickException(f"no place called {name!r}" + (f" in {country.upper()}" if country else ""))
    table = Table("name", "matched", "level", "country", "within", "lat", "lon", "reach (m)", "pack")
    for hit in hits:
        spot = hit.spot
        within = ", ".join(spot.within)
        table.add_row(
            hit.name, hit.match, spot.level, spot.country, within, f"{spot.lat}", f"{spot.lon}", f"{spot.radius_m:,}", spot.pack
        )
    Console().print(table)
