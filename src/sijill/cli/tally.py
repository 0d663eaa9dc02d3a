"""`sijill tally`: totals."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_notice, print_table

if TYPE_CHECKING:
    from sijill.model import Tally, Total

COLUMNS = (
    "harm",
    "group",
    "who",
    "contested",
    "lowest",
    "highest",
    "open above",
    "only words",
    "convention",
    "incidents",
    "reviewed",
    "likely (5–95 %)",
)


@click.command()
@register_option
@click.option(
    "--by",
    default="",
    metavar="NAMES",
    help="What to tally by, with commas: month, year, place, country, actor, event_type, group, kind, grade, reviewed.",
)
@click.option("--profile", default="literal", show_default=True, help="How words are counted: literal, airwars, acled.")
@click.option("--grade", "grades", default="", metavar="NAMES", help="Only incidents of these grades, with commas: fair,confirmed.")
@click.option("--unreviewed", is_flag=True, help="Add incidents that no person reviewed, marked.")
@click.option("--who", "among", is_flag=True, help="Add lines for children, women and men among them.")
@click.option("--uncertain", is_flag=True, help="Add what each total is likely to be, if reported numbers err as single reports do.")
@click.option("--open", "opened", is_flag=True, help="Under each line its incidents and the claims that gave it.")
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="Write the lines to this CSV.")
@click.option(
    "--plot", "picture", type=click.Path(path_type=Path, dir_okay=False), help="Draw civilians killed to this PNG, SVG or PDF."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with incidents and claims.")
def tally(
    target: str | None,
    by: str,
    profile: str,
    grades: str,
    unreviewed: bool,
    among: bool,
    uncertain: bool,
    opened: bool,
    table: Path | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Add up the tolls of the incidents that people reviewed: minimum and maximum apart, and what they leave out.

    Sums of minima and of maxima are outer bounds, not an interval. Running totals are never added to events; contested incidents have
    lines of their own: who did it is disputed, not whether. The same register gives the same figures.

    \b
    Examples:
      sijill tally
      sijill tally --by month,place,actor,group,event_type --grade fair,confirmed
      sijill tally --by place --profile airwars --unreviewed --json
      sijill tally --by month --unreviewed --plot killed.svg --csv killed.csv
      sijill tally --who --uncertain --open
    """
    from sijill.model.codec import to_json
    from sijill.pipeline import tally_register
    from sijill.tally import Choice

    wanted = frozenset(name.strip().casefold() for name in grades.split(",") if name.strip())
    names = tuple(name.strip() for name in by.split(",") if name.strip())
    with open_register(target, must_exist=True) as register:
        try:
            found = tally_register(register, names, profile, Choice(unreviewed, wanted), among=among, uncertain=uncertain)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    if table is not None:
        _write_csv(table, found)
    if picture is not None:
        _draw(picture, found)
    if as_json:
        for total in found.totals:
            print_json(to_json(total), reviewed=total.reviewed == len(total.incidents))
        for left in found.left_out:
            print_json({"left_out": left.why, "incidents": list(left.incidents)}, reviewed=True)
        return
    if any(total.reviewed < len(total.incidents) for total in found.totals):
        print_notice()
    _print(found, opened=opened)


def _print(found: "Tally", *, opened: bool) -> None:
    from sijill.tally import WHY

    if opened:
        for total in found.totals:
            click.echo(" · ".join(str(cell) for cell in _row(total) if cell != ""))
            click.echo(f"    incidents: {' '.join(total.incidents)}")
            click.echo(f"    claims: {' '.join(total.claims)}")
    else:
        print_table((*found.by, *COLUMNS), [_row(total) for total in found.totals])
    for left in found.left_out:
        click.echo(f"left out: {len(left.incidents)} incidents: {WHY[left.why][0]}")


def _row(total: "Total") -> tuple[object, ...]:
    return (
        *(value or "not known" for value in total.key),
        total.kind + (" families" if total.unit == "families" else ""),
        total.group,
        total.who or "",
        "yes" if total.contested else "",
        total.low,
        total.high,
        total.open_ended,
        total.vague,
        total.convention,
        len(total.incidents),
        total.reviewed,
        "" if total.likely is None else "{1} ({0}–{2})".format(*total.likely),
    )


def _write_csv(path: Path, found: "Tally") -> None:
    import csv

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow((*found.by, *COLUMNS, "profile"))
        for total in found.totals:
            cells = [f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@") and isinstance(cell, str) else cell for cell in _row(total)]
            writer.writerow((*cells, total.profile))
    click.echo(f"{len(found.totals)} lines in {path}", err=True)


def _draw(path: Path, found: "Tally") -> None:
    from sijill.tally.plot import plot_tally

    if path.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise click.UsageError(f"{path}: a plot is a .png, .svg or .pdf file")
    try:
        plot_tally(found, path)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"drawn to {path}", err=True)
