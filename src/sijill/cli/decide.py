"""`sijill decide`: a person's judgements about one incident. Each is an entry of the register; none is ever edited."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from sijill.cli import decide_identity, decide_origin
from sijill.cli.acts import Asked, act_options, basis_options, enter, make_basis, read_range
from sijill.cli.decide_people import PEOPLE

if TYPE_CHECKING:
    from sijill.model import Incident, Toll


@click.group()
@click.argument("incident_id", metavar="ID")
@click.pass_context
def decide(context: click.Context, incident_id: str) -> None:
    """Decide about the incident ID: the beginning of its id is enough. Every decision has an author and a reason, and can be undone.

    \b
    Examples:
      sijill decide i-7khq grade Fair --reason "two papers, one party" --as a-7khq
      sijill decide i-7khq toll killed civilian 8-15 --source "hospital list" --reason "names checked"
      sijill decide i-7khq merge i-x2ab --reason "the same market, the same hour"
      sijill decide i-7khq state reviewed --reason "all values seen by two"
      sijill decide i-7khq undo 812 --reason "it was another market"
    """
    context.obj = incident_id


@decide.command()
@click.argument("value", metavar="GRADE")
@click.option("--independent", is_flag=True, help="Given without knowing what others gave (`sijill show --blind`).")
@act_options
@click.pass_obj
def grade(name: str, value: Any, independent: bool, asked: Asked) -> None:
    """Give the harm grade: Confirmed, Fair, Weak, Contested, Discounted, or none where there is no civilian harm to grade.

    \b
    Examples:
      sijill decide i-7khq grade Fair --reason "two papers, one party"
      sijill decide i-7khq grade Weak --independent --reason "one origin"
    """
    from sijill.model.decision import GradeGiven

    enter(name, asked, lambda *_: GradeGiven(None if value == "none" else value, independent))


@decide.command()
@click.argument("value", metavar="STATUS")
@act_options
@click.pass_obj
def status(name: str, value: Any, asked: Asked) -> None:
    """Give the strike status: Declared, Likely, Contested, or "Single source claim".

    \b
    Example:
      sijill decide i-7khq status Declared --reason "its press release of that day"
    """
    from sijill.model.decision import StatusGiven

    enter(name, asked, lambda *_: StatusGiven(value))


@decide.command()
@click.argument("actors", nargs=-1, required=True, metavar="PARTY...")
@click.option("--certainty", required=True, metavar="WORD", help="known, suspected, or competing where several are blamed.")
@act_options
@click.pass_obj
def attribution(name: str, actors: tuple[str, ...], certainty: Any, asked: Asked) -> None:
    """Say who did it, by the ids of docs/codebook.md; `unknown` where nobody can say.

    \b
    Examples:
      sijill decide i-7khq attribution us_coalition --certainty known --reason "it says so"
      sijill decide i-7khq attribution russia turkey --certainty competing --reason "each blames the other"
    """
    from sijill.model.decision import PartyBlamed

    enter(name, asked, lambda *_: PartyBlamed(actors, certainty))


@decide.command()
@click.argument("kind")
@click.argument("group")
@click.argument("bounds", required=False, metavar="[RANGE]")
@click.option("--families", is_flag=True, help="Families are counted, not people.")
@basis_options
@act_options
@click.pass_obj
def toll(name: str, /, kind: Any, group: Any, bounds: str | None, families: bool, asked: Asked, as_read: bool, **given: Any) -> None:
    """Give a toll: KIND (killed, injured, …) of GROUP (civilian, combatant, unknown), RANGE as 8, 8-15, 8- (at least) or ?.

    It stands on exactly one of --claim, --words, --source or --as-read (then without RANGE).

    \b
    Examples:
      sijill decide i-7khq toll killed civilian --as-read --reason "both reports read"
      sijill decide i-7khq toll killed civilian 15 --words "15 civilians" --reason "the later report"
    """
    from sijill.model.decision import TollGiven

    unit: Any = "families" if families else "people"

    def make(register: Any, incident: "Incident") -> TollGiven:
        rule = None
        if as_read:
            machine = _machine_toll(incident, kind, group, unit)
            low, high, rule = machine.low, machine.high, machine.rule
        elif bounds is None:
            raise click.UsageError("give a RANGE, or --as-read for the machine's own")
        else:
            low, high = read_range(bounds)
        return TollGiven(kind, group, low, high, make_basis(register, incident, rule=rule, **given), unit)

    enter(name, asked, make)


def _machine_toll(incident: "Incident", kind: str, group: str, unit: str) -> "Toll":
    from sijill.model.incident import find_toll

    tolls = (incident.suggested or incident).tolls
    found = find_toll(tolls, kind, group, unit)
    if found is None:
        known = "; ".join(f"{t.kind} {t.group}" for t in tolls) or "no toll"
        raise click.UsageError(f"the machine reads no toll {kind} {group}; it reads {known}")
    return found


@decide.command()
@click.argument("first", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY")
@click.argument("last", type=click.DateTime(["%Y-%m-%d"]), required=False, metavar="[LAST]")
@basis_options
@act_options
@click.pass_obj
def days(name: str, /, first: datetime, last: datetime | None, asked: Asked, as_read: bool, **given: Any) -> None:
    """Give the day, or the first and the last day.

    \b
    Example:
      sijill decide i-7khq days 2019-01-18 --source "its own press release" --reason "the paper misdates it"
    """
    from sijill.model.decision import DaysGiven

    enter(
        name,
        asked,
        lambda register, incident: DaysGiven(
            first.date(), (last or first).date(), make_basis(register, incident, rule="days" if as_read else None, **given)
        ),
    )


@decide.command()
@click.argument("value", metavar="STATE")
@click.option("--to", "assignee", metavar="PSEUDONYM", help="Who works on it.")
@act_options
@click.pass_obj
def state(name: str, value: Any, assignee: str | None, asked: Asked) -> None:
    """Move it to another state of work: new, assigned, needs_evidence, pending, reviewed or published.

    Reviewed is reached only when as many people as the rule asks for gave each value that counts.

    \b
    Examples:
      sijill decide i-7khq state assigned --to a-7khq --reason "knows the town"
      sijill decide i-7khq state reviewed --reason "all values seen by two"
    """
    from sijill.model.decision import Moved

    enter(name, asked, lambda _, incident: Moved(value, assignee or (incident.assignee if value != "new" else None)))


@decide.command()
@act_options
@click.pass_obj
def retract(name: str, asked: Asked) -> None:
    """No longer hold it to have happened as recorded. It stays visible, with the reason, and is in no total.

    \b
    Example:
      sijill decide i-7khq retract --reason "the paper withdrew its report"
    """
    from sijill.model.decision import Retracted

    enter(name, asked, lambda *_: Retracted())


@decide.command()
@click.argument("text")
@click.option("--public", is_flag=True, help="Shown in editions; otherwise it stays in the register, sealed.")
@act_options
@click.pass_obj
def note(name: str, text: str, public: bool, asked: Asked) -> None:
    """Add a note, internal unless --public.

    \b
    Example:
      sijill decide i-7khq note "ask the hospital again" --reason "its list is from before the night"
    """
    from sijill.model.decision import Note

    enter(name, asked, lambda *_: Note(text, "public" if public else "internal"))


@decide.command()
@click.argument("seq", type=click.IntRange(1))
@act_options
@click.pass_obj
def undo(name: str, seq: int, asked: Asked) -> None:
    """Withdraw the decision of entry SEQ: everything is as if it had not been made. Both stay in the history.

    \b
    Example:
      sijill decide i-7khq undo 812 --reason "it was another market"
    """
    from sijill.model.decision import Withdrawn

    enter(name, asked, lambda *_: Withdrawn(seq))


for act in (*PEOPLE, *decide_identity.ACTS, *decide_origin.ACTS):
    decide.add_command(act)
