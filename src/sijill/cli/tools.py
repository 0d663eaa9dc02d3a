"""The reader and the resolver that commands use."""

from typing import TYPE_CHECKING

import click

from sijill.cli.screen import progress

if TYPE_CHECKING:
    from sijill.extract.reader import Reader
    from sijill.pipeline import PlaceResolver


def make_reader() -> "Reader":
    """The default reader: the grammar."""
    from sijill.extract.grammar import GrammarReader

    return GrammarReader()


def make_resolver() -> "PlaceResolver":
    """The resolver over the user's index of places, which is built once."""
    from sijill.geocode import Resolver, index_path, load_gazetteer

    if index_path().exists():
        return Resolver(load_gazetteer())
    click.echo("Building the index of places (once, some seconds) …", err=True)
    with progress("Places", None) as bar:
        return Resolver(load_gazetteer(progress=lambda _name, _count: bar.step()))
