"""The reader and the resolver that commands use."""

from typing import TYPE_CHECKING

import click

from sijill.cli.screen import progress

if TYPE_CHECKING:
    from sijill.cli.options import ReaderChoice
    from sijill.extract.reader import Reader
    from sijill.pipeline import PlaceResolver


def make_reader(choice: "ReaderChoice | None" = None) -> "Reader":
    """The reader asked for, by default the grammar; says what leaves the machine where anything does. Raises ReaderError."""
    if choice is not None and choice.name == "llm":
        from sijill.extract import llm

        assert choice.base_url is not None  # noqa: S101 - the options see to it
        assert choice.model is not None  # noqa: S101
        click.echo(llm.privacy_notice(choice.base_url, choice.model), err=True)
        return llm.make_reader(choice.base_url, choice.model, budget_tokens=choice.budget, timeout=choice.timeout)
    from sijill.extract.grammar import GrammarReader

    return GrammarReader()


def place_credits() -> tuple[str, ...]:
    """Whose place data the user's index holds, each with its licence; empty where there is no index yet."""
    from sijill.geocode import index_path, load_gazetteer

    if not index_path().exists():
        return ()
    return tuple(f"{pack.title}: {pack.credit} ({pack.licence})" for pack in load_gazetteer().packs())


def make_resolver() -> "PlaceResolver":
    """The resolver over the user's index of places, which is built once."""
    from sijill.geocode import Resolver, index_path, load_gazetteer

    if index_path().exists():
        return Resolver(load_gazetteer())
    click.echo("Building the index of places (once, some seconds) …", err=True)
    with progress("Places", None) as bar:
        return Resolver(load_gazetteer(progress=lambda _name, _count: bar.step()))
