"""`sijill tally`: totals."""

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_notice, print_table


@click.command()
@register_option
@click.option(
    "--by", default="", metavar="NAMES", help="What to tally by, with commas: month, year, place, country, event_type, grade."
)
@click.option("--profile", default="literal", show_default=True, help="How words are counted: literal, or a body's convention.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def tally(target: str | None, by: str, profile: str, as_json: bool) -> None:
    """Add up the tolls of the incidents: minimum and maximum apart, and what they leave out.

    Sums of minima and of maxima are outer bounds, not an interval. Running totals are never added; contested incidents have lines of
    their own.

    \b
    Examples:
      sijill tally
      sijill tally --by month,event_type
      sijill tally --by place --profile airwars --json
    """
    from sijill.model.codec import to_json
    from sijill.tally import tally_incidents

    names = [name.strip() for name in by.split(",") if name.strip()]
    with open_register(target, must_exist=True) as register:
        found = register.look.incidents()
    try:
        totals = tally_incidents(found, names, profile)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    reviewed = all(incident.reviewed for incident in found)
    if as_json:
        for total in totals:
            print_json(to_json(total), reviewed=reviewed)
        return
    if not reviewed:
        print_notice()
    print_table(
        (*names, "harm", "group", "contested", "lowest", "highest", "open above", "only words", "incidents"),
        [
            (
                *(value or "not known" for value in total.key),
                total.kind + (" families" if total.unit == "families" else ""),
                total.group,
                "yes" if total.contested else "",
                total.low,
                total.high,
                total.open_ended,
                total.vague,
                len(total.incidents),
            )
            for total in totals
        ],
    )
