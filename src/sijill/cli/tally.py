"""`sijill tally`: totals."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_notice, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sijill.model import Tally, Total
    from sijill.tally.words import Language

COLUMNS = (
    "kind",
    "group",
    "who",
    "contested",
    "low",
    "high",
    "open_ended",
    "vague",
    "convention",
    "incidents",
    "reviewed",
    "likely",
)
"""Of a line, after what the tally is by; data/tally.toml has their words."""


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
@click.option("--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the table and the plot.")
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
    language: "Language",
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
      sijill tally --by actor --plot parties.png --language ar
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
        _draw(picture, found, language)
    if as_json:
        for total in found.totals:
            print_json(to_json(total), reviewed=total.reviewed == len(total.incidents))
        for left in found.left_out:
            print_json({"left_out": left.why, "incidents": list(left.incidents)}, reviewed=True)
        return
    if any(total.reviewed < len(total.incidents) for total in found.totals):
        print_notice()
    _print(found, language, {"who": among, "likely": uncertain}, opened=opened)


def _print(found: "Tally", language: "Language", asked: dict[str, bool], *, opened: bool) -> None:
    from sijill.tally.words import say, say_why

    rows = [_row(found.by, total, language) for total in found.totals]
    if opened:
        for total, row in zip(found.totals, rows, strict=True):
            click.echo(" · ".join(str(cell) for cell in row if cell != ""))
            click.echo(f"    {say('incidents', language)}: {' '.join(total.incidents)}")
            click.echo(f"    {say('claims', language)}: {' '.join(total.claims)}")
    else:
        shown = [place for place, name in enumerate((*found.by, *COLUMNS)) if asked.get(name, True)]
        heads = _heads(found, language)
        print_table([heads[place] for place in shown], [[row[place] for place in shown] for row in rows])
    for left in found.left_out:
        click.echo(say("left_out", language, count=len(left.incidents), why=say_why(left.why, language)))


def _heads(found: "Tally", language: "Language") -> list[str]:
    from sijill.tally.words import say

    return [*(say("by_reviewed" if by == "reviewed" else by, language) for by in found.by), *(say(name, language) for name in COLUMNS)]


def _name(value: str, language: "Language", by: str = "") -> str:
    """A value (of what the tally is `by`) in words; in English the codes of the CSV and JSON stand as they are."""
    from sijill.model.party import PARTY_NAMES
    from sijill.write.wording import load_labels

    if language == "en":
        return value
    words = PARTY_NAMES if by == "actor" else load_labels()
    return " + ".join(words[part][1] if part in words else part for part in value.split(" + "))


def _row(by: "Sequence[str]", total: "Total", language: "Language") -> tuple[object, ...]:
    from sijill.tally.words import say

    return (
        *(_name(value, language, name) if value else say("not_known", language) for name, value in zip(by, total.key, strict=True)),
        " ".join(_name(word, language) for word in (total.kind, *([total.unit] if total.unit == "families" else []))),
        _name(total.group, language),
        _name(total.who or "", language),
        say("yes", language) if total.contested else "",
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
            cells = [
                f"'{cell}" if str(cell)[:1] in ("=", "+", "-", "@") and isinstance(cell, str) else cell
                for cell in _row(found.by, total, "en")
            ]
            writer.writerow((*cells, total.profile))
    click.echo(f"{len(found.totals)} lines in {path}", err=True)


def _draw(path: Path, found: "Tally", language: "Language") -> None:
    from sijill.tally.plot import plot_tally

    if path.suffix.lower() not in (".png", ".svg", ".pdf"):
        raise click.UsageError(f"{path}: a plot is a .png, .svg or .pdf file")
    try:
        plot_tally(found, path, language=language, name=lambda value, by: _name(value, language, by))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"drawn to {path}", err=True)
