"""`sijill queue` and `sijill agreement`: the work of several people."""

from typing import Any, get_args

import click

from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.screen import print_json, print_table


@click.command()
@register_option
@author_option
@click.option("--mine", is_flag=True, help="Only what is assigned to me (--as or $SIJILL_AUTHOR).")
@click.option("--state", metavar="STATE", help="Only what is new, assigned, needs_evidence or pending.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="How many to pass over first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def queue(target: str | None, author: str, mine: bool, state: Any, limit: int, offset: int, as_json: bool) -> None:
    """List the incidents that wait for a person, by what needs one most. Waiting gives points too, so that none waits for ever.

    \b
    Examples:
      sijill queue
      sijill queue --mine --as a-7khq
      sijill queue --state pending --json
    """
    from sijill.cli.incidents import days_of, place_of, tolls_of
    from sijill.model.codec import to_json
    from sijill.model.vocabulary import State
    from sijill.pipeline import list_queue

    if state is not None and state not in get_args(State):
        raise click.UsageError(f"--state {state!r} is none of: {', '.join(get_args(State))}")
    if mine and author == "machine":
        raise click.UsageError("--mine needs to know who you are: --as PSEUDONYM or $SIJILL_AUTHOR")
    with open_register(target, must_exist=True) as register:
        found = list_queue(register, assignee=author if mine else None, state=state, offset=offset, limit=limit)
    if as_json:
        for one in found:
            print_json({"points": one.points, "days": one.days, "incident": to_json(one.incident)}, reviewed=one.incident.reviewed)
        return
    rows = []
    for one in found:
        incident = one.incident
        why = [f"{need.text} ({need.weight:g})" for need in incident.needs] + [f"waits {one.days:.1f} days"]
        place = place_of(incident)
        rows.append(
            (
                incident.id,
                f"{one.points:.1f}",
                incident.state,
                incident.assignee,
                days_of(incident),
                place,
                tolls_of(incident, "killed"),
                "; ".join(why),
            )
        )
    print_table(("id", "points", "state", "who", "days", "place", "killed", "why"), rows)


@click.command()
@register_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def agreement(target: str | None, as_json: bool) -> None:
    """Measure how far analysts agree on grades that they gave independently: kappa for each two, alpha over all.

    \b
    Example:
      sijill agreement
    """
    from sijill.model.codec import to_json
    from sijill.pipeline import grades_given
    from sijill.review import measure_agreement

    with open_register(target, must_exist=True) as register:
        found = measure_agreement(grades_given(register))
    if as_json:
        print_json(to_json(found), reviewed=True)
        return
    print_table(
        ("analyst", "and", "both graded", "same", "kappa"),
        [(one, two, both, same, "not defined" if kappa is None else f"{kappa:.3f}") for one, two, both, same, kappa in found.pairs],
    )
    alpha = "not defined" if found.alpha is None else f"{found.alpha:.3f}"
    click.echo(f"Krippendorff's alpha {alpha} over {found.units} incidents that two or more graded independently")
