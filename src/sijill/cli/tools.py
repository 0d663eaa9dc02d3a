"""The reader and the resolver that commands use."""

from typing import TYPE_CHECKING

import click

from sijill.cli.screen import progress

if TYPE_CHECKING:
    from sijill.extract.grammar import GrammarReader
    from sijill.geocode import Resolver


def make_tools() -> "tuple[GrammarReader, Resolver]":
    """The default reader and the resolver over the installed gazetteer."""
    from sijill.extract.grammar import GrammarReader
    from sijill.geocode import Resolver, index_path, load_gazetteer

    if index_path().exists():
        return GrammarReader(), Resolver(load_gazetteer())
    click.echo("Building the index of places (once, some seconds) …", err=True)
    with progress("Places", None) as bar:
        return GrammarReader(), Resolver(load_gazetteer(progress=lambda _name, _count: bar.step()))
