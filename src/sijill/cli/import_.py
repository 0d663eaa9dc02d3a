"""`sijill import`: what a team has already."""

from pathlib import Path

import click

from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.screen import print_json


@click.group("import")
def import_() -> None:
    """Take over what a team has already."""


@import_.command()
@register_option
@author_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--shape",
    type=click.Choice(["airwars", "acled", "bayanat", "bayanat_bulletins", "sijill"]),
    default="airwars",
    show_default=True,
    help="Whose columns.",
)
@click.option(
    "--map", "own", type=click.Path(path_type=Path, dir_okay=False), help="Your own shape, a TOML file like those in data/import/."
)
@click.option("--json", "as_json", is_flag=True, help="What became of each row, one JSON object a line.")
def incidents(target: str | None, author: str, file: Path, shape: str, own: Path | None, as_json: bool) -> None:
    """Import a table of incidents (CSV, or a JSON list as Bayanat exports it) with their codes.

    Each row is kept as a report with its custody, so that every value has its words; the team's own grades become decisions of the
    person who imports. Importing again adds nothing; a row that has changed becomes new decisions. Rows that cannot be read are named,
    and the others imported.

    \b
    Examples:
      sijill import incidents airwars.csv --as a-7khq
      sijill import incidents incidents.json --shape bayanat --as a-7khq
      sijill import incidents edition/incidents.csv --shape sijill --as a-7khq
      sijill import incidents ours.csv --map ours.toml --as a-7khq
    """
    from sijill import pipeline
    from sijill.cli.tools import make_resolver
    from sijill.extract.shape import load_shape
    from sijill.model import InputError
    from sijill.model.codec import to_json

    counts = {"new": 0, "changed": 0, "known": 0, "problems": 0}
    chosen = load_shape(own or shape)
    with open_register(target, author=author) as register:
        for item in pipeline.import_table(register, file, chosen, make_resolver()):
            if isinstance(item, InputError):
                counts["problems"] += 1
                click.echo(str(item), err=True)
                continue
            counts[item.outcome] += 1
            if as_json:
                print_json(to_json(item), reviewed=True)
    click.echo("{new} new incidents, {changed} changed, {known} known already; {problems} problems".format(**counts), err=as_json)
    if counts["problems"]:
        raise SystemExit(1)
