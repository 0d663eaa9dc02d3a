"""Acts of `sijill decide` that say which reports have one origin. No likeness of texts or speakers ever overrides them."""

from typing import TYPE_CHECKING

import click

from sijill.cli.acts import Asked, act_options, enter

if TYPE_CHECKING:
    from sijill.model import Incident
    from sijill.register import Register


@click.command("same-origin")
@click.argument("left", metavar="REPORT")
@click.argument("right", metavar="REPORT")
@act_options
@click.pass_obj
def same_origin(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two reports have one origin: they count as one voice. A report is named by its id or by what its input called it.

    \b
    Example:
      sijill decide i-7khq same-origin herald-12 post-7 --reason "both print the ministry's note"
    """
    from sijill.model.decision import SameOrigin

    def make(register: "Register", incident: "Incident") -> SameOrigin:
        one, other = name_reports(register, incident, left, right)
        return SameOrigin(one, other)

    enter(name, asked, make)


@click.command("not-same-origin")
@click.argument("left", metavar="REPORT")
@click.argument("right", metavar="REPORT")
@act_options
@click.pass_obj
def not_same_origin(name: str, left: str, right: str, asked: Asked) -> None:
    """Say that two reports have different origins, for good: each has its own witnesses, or its own people there.

    \b
    Example:
      sijill decide i-7khq not-same-origin herald-12 post-7 --reason "the Post had its own reporter at the hospital"
    """
    from sijill.model.decision import NotSameOrigin

    def make(register: "Register", incident: "Incident") -> NotSameOrigin:
        one, other = name_reports(register, incident, left, right)
        return NotSameOrigin(one, other)

    enter(name, asked, make)


def name_reports(register: "Register", incident: "Incident", left: str, right: str) -> tuple[str, str]:
    """The ids of reports of an incident that are given by id or by the name that their input gave them."""
    held = {filing.report.id: filing.report.doc for filing in register.look.filings(incident.accounts)}
    found: list[str] = []
    for word in (left, right):
        named = [report for report, doc in held.items() if word in (report, doc)]
        if len(named) > 1:
            raise click.UsageError(f"{len(named)} reports of the incident are called {word!r}: {', '.join(named)}")
        found.append(named[0] if named else word)
    return found[0], found[1]


ACTS = (same_origin, not_same_origin)
