"""Acts of `sijill decide` about people and parties: the victims' list, and what a party says itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.acts import Asked, act_options, day_of, enter, listed_keys, read_range

if TYPE_CHECKING:
    from sijill.model import Incident


@click.command()
@click.argument("actor", metavar="PARTY")
@click.argument("finding")
@click.option("--quote", required=True, metavar="TEXT", help="Its own words.")
@click.option("--source", required=True, metavar="TEXT", help="Where they stand.")
@click.option("--said", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="When it said so.")
@click.option("--killed", metavar="RANGE", help="Deaths that it concedes, as 8 or 8-15.")
@click.option("--injured", metavar="RANGE", help="Injuries that it concedes.")
@click.option("--at", "point", nargs=2, type=float, metavar="LAT LON", help="Where it says that it struck.")
@act_options
@click.pass_obj
def statement(
    name: str,
    actor: str,
    finding: Any,
    quote: str,
    source: str,
    said: datetime | None,
    killed: str | None,
    injured: str | None,
    point: tuple[float, float] | None,
    asked: Asked,
) -> None:
    """Enter what a party itself says: its FINDING is credible, non-credible or "not yet assessed".

    \b
    Example:
      sijill decide i-7khq statement us_coalition credible --quote "…" --source URL --killed 3 --reason "monthly report"
    """
    from sijill.model.decision import Statement

    counts = (*(read_range(killed) if killed else (None, None)), *(read_range(injured) if injured else (None, None)))
    enter(name, asked, lambda *_: Statement(actor, finding, quote, source, day_of(said), *counts, *(point or (None, None))))


@click.command()
@click.option("--name", "names", multiple=True, required=True, metavar="NAME", help="Each spelling, in any script.")
@click.option("--fate", default="killed", show_default=True, metavar="FATE")
@click.option("--age", type=int, metavar="YEARS")
@click.option("--sex", metavar="SEX", help="female or male.")
@click.option("--role", metavar="TEXT", help="E.g. nurse.")
@click.option("--family", metavar="WORD", help="One word for those who belong together.")
@click.option("--id", "register_ids", multiple=True, metavar="REGISTER:ID", help="Their id in an outside register.")
@click.option("--claim", "claims", multiple=True, metavar="ID", help="A victim claim that names them (`sijill show` proposes them).")
@click.option("--key", metavar="KEY", help="Of a person who is listed already: their entry is replaced.")
@act_options
@click.pass_obj
def victim(
    name: str,
    names: tuple[str, ...],
    fate: Any,
    age: int | None,
    sex: Any,
    role: str | None,
    family: str | None,
    register_ids: tuple[str, ...],
    claims: tuple[str, ...],
    key: str | None,
    asked: Asked,
) -> None:
    """Put a person on the list of victims, with every spelling of the name. All of it is sealed, and can be erased by the key.

    \b
    Example:
      sijill decide i-7khq victim --name "A. Example" --name "أ. مثال" --age 9 --sex female --reason "named by both"
    """
    import secrets

    from sijill.model.decision import Person
    from sijill.model.identity import person_key

    def make(register: Any, incident: "Incident") -> Person:
        if key is not None and key not in listed_keys(register, incident):
            raise click.UsageError("nobody on the list has this --key; `sijill show` has the keys, and a new person needs none")
        made = key or person_key(secrets.token_bytes(8))
        return Person(made, names, fate, age, sex, role, family, register_ids, claims)

    enter(name, asked, make)


@click.command("same-person")
@click.argument("left", metavar="CLAIM")
@click.argument("right", metavar="CLAIM")
@act_options
@click.pass_obj
def same_person(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two victim claims, of this incident or of two, name one person.

    \b
    Example:
      sijill decide i-7khq same-person r-7khq.a1.v1 r-x2ab.a1.v3 --reason "his brother confirmed it"
    """
    from sijill.model.decision import SamePerson

    enter(name, asked, lambda *_: SamePerson(left, right))


@click.command("not-same-person")
@click.argument("left", metavar="CLAIM")
@click.argument("right", metavar="CLAIM")
@act_options
@click.pass_obj
def not_same_person(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two victim claims name two people, however alike the names are.

    \b
    Example:
      sijill decide i-7khq not-same-person r-7khq.a1.v1 r-x2ab.a1.v3 --reason "cousins of one name"
    """
    from sijill.model.decision import NotSamePerson

    enter(name, asked, lambda *_: NotSamePerson(left, right))


PEOPLE = (same_person, not_same_person, statement, victim)
