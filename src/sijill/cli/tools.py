"""The reader and the resolver that commands use."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sijill.extract.grammar import GrammarReader
    from sijill.geocode import Resolver


def make_tools() -> "tuple[GrammarReader, Resolver]":
    """The default reader and the resolver over the installed gazetteer."""
    from sijill.extract.grammar import GrammarReader
    from sijill.geocode import Resolver, load_gazetteer

    return GrammarReader(), Resolver(load_gazetteer())
