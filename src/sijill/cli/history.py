"""`sijill history`: every entry about one incident, in words, and how its tolls changed."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_title

if TYPE_CHECKING:
    from sijill.model import Entry, TollStep
    from sijill.model.decision import Basis


@click.command()
@click.argument("incident_id", metavar="ID")
@register_option
@click.option("--json", "as_json", is_flag=True, help="Whole entries, one JSON object a line: what a script can replay.")
def history(incident_id: str, target: str | None, as_json: bool) -> None:
    """Show every entry about the incident ID in order, withdrawn ones too, and its tolls as they stood after each report.

    Entries about incidents that were put into it are shown with it. docs/judging.md has a script that replays them.

    \b
    Examples:
      sijill history i-7khq
      sijill history i-7khq --json
    """
    from sijill.cli.show import find_incident
    from sijill.model.codec import to_json
    from sijill.pipeline import tell_history

    with open_register(target, must_exist=True) as register:
        told = tell_history(register, find_incident(register, incident_id).id)
    if as_json:
        for entry in sorted((*told.entries, *told.editions), key=lambda entry: entry.seq):
            print_json(to_json(entry), reviewed=True)  # an entry carries its own reason
        return
    gone = {e.body["judgement"]["entry"]: e.seq for e in told.entries if e.body.get("judgement", {}).get("act") == "withdraw"}
    print_title(f"{told.incident.id}  entries")
    for entry in told.entries:
        about = "" if entry.subject == told.incident.id else f" (about {entry.subject})"
        withdrawn = f"  WITHDRAWN by entry {gone[entry.seq]}" if entry.seq in gone else ""
        click.echo(f"  {entry.seq}  {entry.at}  {entry.author}  {describe_entry(entry)}{about}: {entry.reason}{withdrawn}")
    for entry in told.editions:
        edition = entry.body["edition"]
        click.echo(
            f"  {entry.seq}  {entry.at}  {entry.author}  published as of entry {edition['seq']}: {entry.reason} "
            f"(policy {edition['policy']}, manifest {edition['manifest']})"
        )
    print_title("tolls after each report")
    for step in told.tolls:
        click.echo(f"  {describe_step(step)}")


def describe_entry(entry: "Entry") -> str:
    """What an entry says, in a phrase."""
    from sijill.model.codec import from_json
    from sijill.model.decision import Decision

    if "judgement" in entry.body:
        return describe_judgement(from_json(entry.body, Decision).judgement)
    if entry.kind == "linked" and entry.body["incident"] is None:
        return f"put into {entry.body['into']}"
    if entry.kind == "linked":
        return f"assembled from {len(entry.body['incident']['accounts'])} accounts"
    return "personal values erased" if "erased" in entry.body else entry.kind


def describe_judgement(judgement: Any) -> str:
    """A judgement as its act and what it gives: "toll killed civilian 8–15, on the source hospital list"; of a party's statement and
    of a person of the list each value has its name."""
    from sijill.cli.claims import describe_bounds
    from sijill.model.decision import Person, Statement, TollGiven

    match judgement:
        case TollGiven(kind, group, low, high, basis, unit):
            bounds = describe_bounds(low, high, "not known")
            return f"toll {kind} {group} {bounds}{' families' * (unit == 'families')}, on {describe_basis(basis)}"
        case Person() | Statement():
            said = ((field.name, getattr(judgement, field.name)) for field in fields(judgement) if field.name != "act")
            named = (f"{name} {_describe_value(name, value)}" for name, value in said if value not in (None, ()))
            return ", ".join((judgement.act, *named))
    parts = [judgement.act]
    for field in fields(judgement):
        value = getattr(judgement, field.name)
        if field.name not in ("act", "accounts") and value not in (None, (), False):
            parts.append(_describe_value(field.name, value))
    return " ".join(parts)


def _describe_value(name: str, value: Any) -> str:
    from sijill.model.decision import Basis

    if isinstance(value, Basis):
        return f"on {describe_basis(value)}"
    if value is True:
        return name
    return " = ".join(map(str, value)) if isinstance(value, tuple) and name == "names" else _listed(value)


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def describe_basis(basis: "Basis") -> str:
    """What a person's value stands on."""
    if basis.span is not None:
        return f"the words «{basis.quote}» [{basis.span.start}–{basis.span.end}] of {basis.report}"
    if basis.claim is not None:
        return f"the claim {basis.claim}"
    return f"the source {basis.source}" if basis.source is not None else f"the machine's own reading, rule {basis.rule}"


def describe_step(step: "TollStep") -> str:
    """A report, what it said of the whole, and the tolls that stood then."""
    from sijill.cli.claims import describe_bounds

    said = ", ".join(f"{h.kind} {describe_bounds(h.low, h.high, h.hedge)} {h.group}" for h in step.said) or "no number"
    stood = ", ".join(f"{t.kind} {describe_bounds(t.low, t.high, 'not stated')} {t.group} ({t.rule})" for t in step.tolls) or "no toll"
    return f"{step.published or 'no day'}  {step.source or step.doc} says {said}; then: {stood}"
