"""What people decided about an incident, in lines of text, beside what the machine suggests."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sijill.model import Blame, Given, Incident, Namesakes
    from sijill.pipeline import Dossier


def describe_given(given: "Given | None") -> str:
    """Who gave a value, when and why; nothing for the machine's."""
    if given is None:
        return ""
    others = "".join(
        f"; {word} {', '.join(names)}" for word, names in (("also", _without(given)), ("against it", given.differed)) if names
    )
    return f"  DECIDED by {given.author}, {given.at[:10]}, entry {given.seq}: {given.reason}{others}"


def _without(given: "Given") -> tuple[str, ...]:
    return tuple(name for name in given.agreed if name != given.author)


def print_judged(incident: "Incident") -> None:
    """Grade, status and attribution with the machine's reasons, the state of work, and what the machine says where a person differs."""
    from sijill.model.incident import find_toll

    machine = incident.suggested
    suggested: str | None
    if incident.grade is not None:
        suggested = machine.grade.grade if machine and machine.grade else None
        _print_value("grade ", incident.grade.grade or "none", incident.grade.given, suggested or "none")
        for reason in incident.grade.reasons:
            click.echo(f"         - {reason.text} / {reason.text_ar}")
    if incident.status is not None and incident.status.status is not None:
        suggested = machine.status.status if machine and machine.status else None
        _print_value("strike", incident.status.status, incident.status.given, suggested or "none")
    if incident.blame is not None:
        suggested = _blamed(machine.blame) if machine and machine.blame else "nobody"
        _print_value("blamed", _blamed(incident.blame), incident.blame.given, suggested)
    for toll in machine.tolls if machine else ():
        given = find_toll(incident.tolls, toll.kind, toll.group, toll.unit)
        if given is not None and given.given and (given.low, given.high) != (toll.low, toll.high):
            click.echo(f"  the machine reads {toll.kind} {toll.group}: {toll.low} to {toll.high} (rule {toll.rule})")
    if incident.retracted is not None:
        click.echo(f"  RETRACTED{describe_given(incident.retracted)}")
    for bound in incident.bonds:
        click.echo(f"  {bound.bond} {bound.other}{describe_given(bound.given)}")
    click.echo(f"  state  {incident.state}" + (f", {incident.assignee}" if incident.assignee else ""))
    if incident.lacking and not incident.reviewed:
        click.echo(f"  lacks  {'; '.join(incident.lacking)}")


def _blamed(blame: "Blame") -> str:
    return f"{', '.join(blame.actors) or 'nobody'} ({blame.certainty or 'no report says who did it'})"


def _print_value(label: str, value: str, given: "Given | None", suggested: str) -> None:
    beside = "" if given is None or suggested == value else f"  (the machine suggests {suggested.strip()})"
    click.echo(f"  {label} {value}" + (describe_given(given) or " (suggested)") + beside)


def hide_grades(incident: "Incident") -> "Incident":
    """The incident without any grade, the machine's included: to give one independently."""
    suggested = incident.suggested and replace(incident.suggested, grade=None)
    return replace(incident, grade=None, suggested=suggested)


def print_dossier(dossier: "Dossier", proposed: "Sequence[Namesakes]") -> None:
    """The victims' list, what parties say themselves, notes, and people named who are not on the list yet."""
    from sijill.cli.history import describe_judgement
    from sijill.model.decision import Person

    for label, made in (("victims", dossier.people), ("statements", dossier.statements), ("notes", dossier.notes)):
        for one in made:
            said = describe_judgement(one.judgement).removeprefix(one.judgement.act).lstrip(", ")
            click.echo(f"  {label}: {said}  (entry {one.seq}, {one.author})")
    listed = {claim for one in dossier.people if isinstance(one.judgement, Person) for claim in one.judgement.claims}
    for person in proposed:
        if not listed.intersection(person.claims):
            known = ", ".join(str(v) for v in (person.age, person.sex, person.role) if v is not None)
            click.echo(
                f"  may be a victim to list: {' = '.join(person.names)}{f' ({known})' if known else ''}  {' '.join(person.claims)}"
            )
