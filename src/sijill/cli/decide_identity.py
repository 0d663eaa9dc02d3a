"""Acts of `sijill decide` that say which accounts are one incident. No link ever overrides them."""

from typing import Any

import click

from sijill.cli.acts import Asked, act_options, enter


@click.command()
@click.argument("other", metavar="OTHER")
@act_options
@click.pass_obj
def merge(name: str, other: str, asked: Asked) -> None:
    """Put the incident OTHER into this one, which keeps its id and the values that people gave it.

    \b
    Example:
      sijill decide i-7khq merge i-x2ab --reason "the same market, the same hour"
    """
    from sijill.cli.show import find_incident
    from sijill.pipeline import merge_of

    enter(name, asked, lambda register, incident: merge_of(register, incident.id, find_incident(register, other).id))


@click.command()
@click.argument("leaving", nargs=-1, required=True, metavar="ACCOUNT...")
@act_options
@click.pass_obj
def split(name: str, leaving: tuple[str, ...], asked: Asked) -> None:
    """Make the accounts named an incident of their own; the others keep the id.

    \b
    Example:
      sijill decide i-7khq split r-x2ab.a1 r-k9de.a2 --reason "they tell of the evening before"
    """
    from sijill.pipeline import split_of

    enter(name, asked, lambda register, incident: split_of(register, incident.id, leaving))


@click.command()
@click.argument("left", metavar="ACCOUNT")
@click.argument("right", metavar="ACCOUNT")
@act_options
@click.pass_obj
def same(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two accounts tell of one incident.

    \b
    Example:
      sijill decide i-7khq same r-7khq.a1 r-x2ab.a1 --reason "both name the baker"
    """
    from sijill.model.decision import Same

    enter(name, asked, lambda *_: Same(left, right))


@click.command("not-same")
@click.argument("left", metavar="ACCOUNT")
@click.argument("right", metavar="ACCOUNT")
@act_options
@click.pass_obj
def not_same(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two accounts tell of different incidents, for good.

    \b
    Example:
      sijill decide i-7khq not-same r-7khq.a1 r-x2ab.a1 --reason "one in the morning, one at night"
    """
    from sijill.model.decision import NotSame

    enter(name, asked, lambda *_: NotSame(left, right))


@click.command()
@click.argument("bond", metavar="BOND")
@click.argument("other", metavar="OTHER")
@act_options
@click.pass_obj
def relate(name: str, bond: Any, other: str, asked: Asked) -> None:
    """Say what this incident is to the incident OTHER, which it is not: BOND is part_of, related or same_place_campaign.

    A part's dead are in the other's toll: totals count them there, once. `same` ends a bond; to make one incident of two is `merge`.

    \b
    Example:
      sijill decide i-7khq relate part_of i-x2ab --reason "the day's toll names this street"
    """
    from sijill.cli.show import find_incident
    from sijill.model.decision import Related

    enter(name, asked, lambda register, _: Related(find_incident(register, other).id, bond))


ACTS = (merge, split, same, not_same, relate)
