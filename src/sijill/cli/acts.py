"""What the acts of `sijill decide` have in common: their options, how a decision is entered, and what is printed of it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from sijill.cli.options import author_option, open_register, register_option

if TYPE_CHECKING:
    from sijill.model import Incident
    from sijill.model.decision import Basis, Judgement
    from sijill.register import Register

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Asked:
    """Who decides where, why, and on which entry: what every act takes."""

    target: str | None
    author: str
    reason: str
    on: int | None


def act_options(command: F) -> F:
    """`--reason`, `--on`, `--as` and `--register`, given to the act as `asked`."""

    @wraps(command)
    def gather(*args: Any, target: str | None, author: str, reason: str, on: int | None, **kwargs: Any) -> Any:
        return command(*args, asked=Asked(target, author, reason, on), **kwargs)

    for option in (
        click.option("--on", type=click.IntRange(1), metavar="SEQ", help="The newest entry that you have seen (`sijill history`)."),
        click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the register for all to read."),
        author_option,
        register_option,
    ):
        gather = option(gather)
    return cast(F, gather)


def enter(name: str, asked: Asked, make: "Callable[[Register, Incident], Judgement]") -> None:
    """Make the judgement from what is there now, enter it, and say what it changed."""
    from sijill import pipeline
    from sijill.cli.show import find_incident

    with open_register(asked.target, must_exist=True, author=asked.author) as register:
        incident = pipeline.now_of(register, exact_id(register, name) or find_incident(register, name).id)
        judgement = make(register, incident)
        on = asked.on or seen_by(register, pipeline.touched_by(register, judgement, incident), asked.author)
        done = pipeline.decide(register, incident.id, judgement, reason=asked.reason, on=on)
    click.echo(f"entry {done.entry.seq}; changed: {', '.join(done.changed) or 'nothing else'}")


def exact_id(register: "Register", name: str) -> str | None:
    """The name, where it is the id of an incident that went into another: to say so is better than to decide about that one."""
    found = register.look.incident(name)
    return name if found is not None and found.id != name else None


def seen_by(register: "Register", incidents: "Collection[str]", author: str) -> int:
    """The entry that somebody who gives no `--on` is taken to have seen: all of it, unless another person decided since they last did.

    Then they must say that they have seen it: a question, never a silent choice.
    """
    for made in register.decisions.about(incidents).values():
        own = max((one.seq for one in made if one.author == author), default=None)
        if own is not None and any(one.seq > own and one.author != author for one in made):
            return own
    return max(register.decisions.newest(incident) for incident in incidents)


def listed_keys(register: "Register", incident: "Incident") -> set[str]:
    """The keys of the people on the incident's list of victims."""
    from sijill.model.decision import Person
    from sijill.pipeline import open_dossier

    people = open_dossier(register, incident.id).people
    return {one.judgement.key for one in people if isinstance(one.judgement, Person)}


def basis_options(command: F) -> F:
    """What a corrected value stands on, given to the act as `claim`, `marked`, `report`, `source` and `as_read`."""
    for option in (
        click.option("--as-read", is_flag=True, help="The machine's own value, looked at and taken over."),
        click.option("--source", metavar="TEXT", help="A source outside the register: an address or a document."),
        click.option("--in", "report", metavar="REPORT", help="The report in which --words stand, by its id."),
        click.option("--words", "marked", metavar="TEXT", help="Words of a report, exactly as they stand in it."),
        click.option("--claim", metavar="ID", help="A claim of one of the accounts, by its id (`sijill show ID --json`)."),
    ):
        command = option(command)
    return command


def make_basis(
    register: "Register",
    incident: "Incident",
    claim: str | None,
    marked: str | None,
    report: str | None,
    source: str | None,
    rule: str | None,
) -> "Basis":
    """What a correction stands on; marked words are looked up in the incident's reports. Raises a usage error where they are not there
    or stand in several places."""
    from sijill.model import Span
    from sijill.model.decision import Basis

    if marked is None:
        return Basis(claim=claim, source=source, rule=rule)
    texts = {f.report.id: f.report.text for f in register.look.filings(incident.accounts) if report in (None, f.report.id)}
    found = [(name, at) for name, text in texts.items() for at in range(len(text)) if text.startswith(marked, at)]
    if len(found) != 1:
        where = f"in {report}" if report else "in its reports"
        raise click.UsageError(f"the words stand {len(found)} times {where}; give more of them, or --in REPORT")
    name, at = found[0]
    return Basis(claim=claim, report=name, span=Span(at, at + len(marked)), quote=marked, source=source, rule=rule)


def read_range(text: str) -> tuple[int | None, int | None]:
    """Two bounds from "8", "8-15", "8-" (at least 8), "-8" (at most 8) or "?" (not known). Raises a usage error."""
    low, dash, high = text.replace("–", "-").partition("-")
    try:
        if text == "?":
            return None, None
        if not dash:
            return int(low), int(low)
        return (int(low) if low else None), (int(high) if high else None)
    except ValueError as error:
        raise click.UsageError(f'{text!r} is no number of people: write "8", "8-15", "8-" (at least), "-8" (at most) or "?"') from error


def day_of(moment: datetime | None) -> date | None:
    """The day of a date that was typed."""
    return None if moment is None else moment.date()
