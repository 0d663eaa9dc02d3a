"""`sijill incidents`: the list."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, get_args

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_notice, print_table

if TYPE_CHECKING:
    from sijill.model import Incident


@click.command()
@register_option
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only incidents on or after this day, e.g. 2019-01-18.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="Only incidents on or before this day.")
@click.option("--place", metavar="NAME", help="Only incidents whose place has this in its name.")
@click.option("--type", "event_type", metavar="TYPE", help="Only this event type, e.g. air_strike.")
@click.option("--grade", metavar="GRADE", help="Only this suggested grade, e.g. Fair.")
@click.option("--scope", type=click.Choice(["event", "aggregate"]), help="Only happenings, or only running totals.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def incidents(
    target: str | None,
    since: datetime | None,
    until: datetime | None,
    place: str | None,
    event_type: Any,
    grade: Any,
    scope: Any,
    limit: int,
    offset: int,
    as_json: bool,
) -> None:
    """List incidents, newest first, the undated last.

    \b
    Examples:
      sijill incidents
      sijill incidents --since 2019-01-01 --until 2019-01-31 --type air_strike
      sijill incidents --place حلب --json
    """
    from sijill.model.codec import to_json
    from sijill.model.vocabulary import EventType, HarmGrade
    from sijill.register import Wanted

    for name, value, words in (("--type", event_type, get_args(EventType)), ("--grade", grade, get_args(HarmGrade))):
        if value is not None and value not in words:
            raise click.UsageError(f"{name} {value!r} is none of: {', '.join(words)}")
    wanted = Wanted(scope, event_type, grade, _day(since), _day(until), place)
    with open_register(target, must_exist=True) as register:
        found = register.look.incidents(wanted, offset=offset, limit=limit)
        total = register.look.count_incidents(wanted)
    if as_json:
        for incident in found:
            print_json(to_json(incident), reviewed=incident.reviewed)
        return
    if not all(incident.reviewed for incident in found):
        print_notice()
    print_table(COLUMNS, [row_of(incident) for incident in found])
    if total > offset + len(found):
        click.echo(f"{len(found)} of {total}; the next with --offset {offset + len(found)}", err=True)


COLUMNS = ("id", "days", "kind", "place", "killed", "injured", "grade", "accounts", "differs", "reviewed")


def row_of(incident: "Incident") -> tuple[object, ...]:
    """An incident as a line of the list."""
    return (
        incident.id,
        days_of(incident),
        incident.event_type + (" (total)" if incident.scope == "aggregate" else ""),
        place_of(incident),
        tolls_of(incident, "killed"),
        tolls_of(incident, "injured"),
        (incident.grade.grade if incident.grade else None) or "none",
        len(incident.accounts),
        len(incident.contradictions) or "",
        "yes" if incident.reviewed else "no",
    )


def days_of(incident: "Incident") -> str:
    """The days of an incident, or that they are not known."""
    if incident.first is None:
        return "not dated"
    return str(incident.first) if incident.first == incident.last else f"{incident.first} … {incident.last}"


def place_of(incident: "Incident") -> str:
    """The main place with how precisely it is known."""
    from sijill.cli.claims import describe_level

    name, placement = incident.place_name, incident.place
    if placement is None or placement.lat is None:
        return f"{name} (not placed)" if name else "no place named"
    radius = "" if placement.radius_m is None else f" ±{placement.radius_m / 1000:g} km"
    return f"{name or 'unnamed'} ({describe_level(placement)}{radius}{', open' if placement.open else ''})"


def tolls_of(incident: "Incident", kind: str) -> str:
    """The tolls of one kind, the groups apart."""
    from sijill.cli.claims import describe_bounds

    parts = []
    for toll in incident.tolls:
        if toll.kind == kind:
            bounds = describe_bounds(toll.low, toll.high, ", ".join(dict.fromkeys(toll.words)) or "not stated")
            unit = " families" if toll.unit == "families" else ""
            parts.append(f"{bounds} {toll.group}{unit}" + (" (disagree)" if toll.contradictory else ""))
    return "; ".join(parts)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()
