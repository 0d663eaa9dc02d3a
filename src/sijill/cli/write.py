"""`sijill write`: an edition."""

from pathlib import Path

import click

from sijill.cli.options import open_register, register_option


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
@register_option
@click.option("--formats", default="csv,geojson,html", show_default=True, metavar="NAMES", help="Which files, with commas.")
def write(out: Path, target: str | None, formats: str) -> None:
    """Write an edition of the register into FOLDER: tables, a map file, and a page that opens from the folder.

    \b
    Examples:
      sijill write edition
      sijill write page --formats html --register yemen.sqlite
    """
    from sijill.cli.tools import place_credits
    from sijill.pipeline import publish

    names = [name.strip() for name in formats.split(",") if name.strip()]
    with open_register(target, must_exist=True) as register:
        try:
            paths = publish(register, out, names, place_credits())
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    for path in paths:
        click.echo(path)
