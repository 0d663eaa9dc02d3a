"""`sijill write`: an edition."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import author_option, data_folder, open_register, register_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from sijill.model import Incident

FORMATS = "csv,codebook,geojson,site"


@click.command()
@click.argument("out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER")
@register_option
@click.option("--formats", default=FORMATS, show_default=True, metavar="NAMES", help="Which files, with commas.")
@click.option(
    "--policy",
    default="public",
    show_default=True,
    metavar="NAME|FILE",
    help="What is withheld: public, strict, internal (nothing), or a policy file of your own.",
)
@click.option("--title", nargs=2, metavar="ENGLISH ARABIC", help="The edition's title in both languages.")
@click.option("--contact", default="", metavar="ADDRESS", help="Where families can send corrections; shown on every page.")
@click.option("--address", default="", metavar="URL", help="Where the site will lie: for feeds, the sitemap and permanent addresses.")
@click.option("--incident", "chosen", multiple=True, metavar="ID", help="Only this incident; may be given again.")
@click.option("--only-reviewed", is_flag=True, help="Leave out what no person has reviewed.")
@click.option("--grades", default="", metavar="NAMES", help="Only incidents of these grades, with commas: fair,confirmed.")
@click.option(
    "--require-grade",
    type=click.Choice(["Weak", "Fair", "Confirmed"], case_sensitive=False),
    help="Write nothing unless a person graded every incident so or better.",
)
@click.option("--require-two", is_flag=True, help="Write nothing unless two people gave every grade alike.")
@click.option(
    "--max-change", type=click.FloatRange(0), metavar="SHARE", help="Write nothing if the dead change by more than this (0.2)."
)
@click.option("--assert", "assertions", multiple=True, metavar="TEXT", help='Must hold of the totals: "killed.civilian.low >= 10".')
@click.option(
    "--before",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The edition before, to say what changed.  [default: the one in FOLDER, where there is one]",
)
@click.option(
    "--signing-key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The key that signs, made on first use.  [default: anchor.key in your data folder]",
)
@click.option("--unsigned", is_flag=True, help="Do not sign; then nothing withheld is committed to either.")
@click.option(
    "--jobs", type=click.IntRange(1), metavar="N", help="Processes that lay it out, which changes no byte.  [default: as many as suit]"
)
@click.option("--publish", metavar="REASON", help="Enter into the register that you publish this edition, and why.")
@author_option
def write(
    out: Path,
    target: str | None,
    formats: str,
    policy: str,
    title: tuple[str, str] | None,
    contact: str,
    address: str,
    chosen: tuple[str, ...],
    only_reviewed: bool,
    grades: str,
    require_grade: str | None,
    require_two: bool,
    max_change: float | None,
    assertions: tuple[str, ...],
    before: Path | None,
    signing_key: Path | None,
    unsigned: bool,
    jobs: int | None,
    publish: str | None,
    author: str,
) -> None:
    """Write an edition of the register into FOLDER: what the public, researchers and courts receive.

    It is complete or not at all. What endangers people is withheld by a policy, and the edition says so. Checks that fail leave nothing
    behind. manifest.json ties every file to the register's head; `sijill verify FOLDER` checks it, anywhere. The same register and
    settings give the same bytes.

    Nothing is entered into the register, unless you --publish it: then `sijill history` says in which editions an incident was.

    \b
    Examples:
      sijill write edition
      sijill write edition --formats csv,geojson --policy strict --title "Syria, 2019" "سوريا 2019"
      sijill write 2026-12 --before 2026-11 --require-grade Fair --require-two --max-change 0.2
      sijill write 2026-12 --publish "the December edition" --as a-7khq
      sijill write for-court --formats dossier,jsonl --incident i-7khq3bntl2mzc5wa
      sijill write internal --policy internal --formats jsonl --register yemen.sqlite
    """
    from sijill import pipeline
    from sijill.cli.screen import progress
    from sijill.cli.tools import place_credits
    from sijill.register.anchor import load_signing_key
    from sijill.write import Checks, load_policy, parse_assertion

    for text in assertions:
        parse_assertion(text)
    earlier = before or (out if (out / "manifest.json").is_file() else None)
    with open_register(target, must_exist=True, author=author) as register:
        order = pipeline.Order(
            formats=tuple(name.strip() for name in formats.split(",") if name.strip()),
            policy=load_policy(policy),
            title=title,
            credits=place_credits(),
            contact=contact,
            address=address.rstrip("/"),
            keep=_choose(chosen, only_reviewed, grades),
            checks=Checks(grade=require_grade, two=require_two, change=max_change, totals=assertions),  # type: ignore[arg-type]
            before=earlier,
            key=None if unsigned else load_signing_key(signing_key or data_folder() / "anchor.key"),
            reason=publish,
            jobs=jobs,
        )
        with progress("Writing", register.look.count_incidents()) as bar:
            try:
                written = pipeline.publish(register, out, order, bar.step)
            except ValueError as error:
                raise click.UsageError(str(error)) from error
        still = pipeline.exposed_before(register, before, order.policy) if before is not None else ()
    for path in written.paths:
        click.echo(path)
    click.echo(f"{written.incidents} incidents; digest of the manifest {written.manifest}", err=True)
    if still:
        files = ", ".join(f"{name} ({count})" for name, count in still[:8]) + (" …" if len(still) > 8 else "")
        click.echo(f"{before} still holds names that are withheld now, in {files}: take it back, or write it again", err=True)


def _choose(chosen: tuple[str, ...], only_reviewed: bool, grades: str) -> "Callable[[Incident], bool]":
    wanted = {name.strip().casefold() for name in grades.split(",") if name.strip()}

    def keep(incident: "Incident") -> bool:
        grade = incident.grade.grade if incident.grade else None
        named = not chosen or any(incident.id.startswith(name) for name in chosen)
        return named and (incident.reviewed or not only_reviewed) and (not wanted or (grade or "none").casefold() in wanted)

    return keep
