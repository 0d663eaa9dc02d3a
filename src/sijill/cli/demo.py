"""`sijill demo`: everything at once, on the sample reports of the package."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sijill.cli.options import data_folder
from sijill.cli.screen import print_notice, print_table, print_title, progress

if TYPE_CHECKING:
    from sijill.model import Incident


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the register and the page.  [default: demo in your data folder]",
)
def demo(out: Path | None) -> None:
    """Run everything on sample reports: read, place, link, grade, tally, and write a page with a map.

    The samples are ours, in our own words; data/demo/README.md says which public facts they restate. The demo starts anew each time and
    leaves your own register alone.
    """
    from sijill import pipeline
    from sijill.capture import count_reports
    from sijill.cli.tools import make_reader, make_resolver, place_credits
    from sijill.model import InputError
    from sijill.register import Register
    from sijill.write import load_policy

    folder = out or data_folder() / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    for end in ("", "-wal", "-shm", ".keys"):
        (folder / f"register.sqlite{end}").unlink(missing_ok=True)
    if any((folder / "edition" / name).is_file() for name in ("manifest.json", "edition.json")):
        shutil.rmtree(folder / "edition")  # of the last demo, also of an older sijill's
    reader, resolver = make_reader(), make_resolver()
    with as_file(files("sijill") / "data" / "demo") as samples, Register.open(folder / "register.sqlite") as register:
        paths = sorted(samples.glob("*.jsonl"))
        with progress("Reading", count_reports(paths)) as bar:

            def watch(item: pipeline.Filed | InputError) -> None:
                bar.step()
                if isinstance(item, InputError):
                    bar.say(str(item))

            pipeline.run(register, paths, reader, resolver, watch)
        order = pipeline.Order(("csv", "geojson", "site"), load_policy("public"), credits=place_credits())
        written = pipeline.publish(register, folder / "edition", order)
        incidents, reports = register.look.incidents(), register.look.report_ids()
    _print_summary(incidents, len(reports))
    pages = [path for path in written.paths if path.name == "index.html"][:1]
    click.echo(f"\nRegister:  {folder / 'register.sqlite'}")
    for page in pages:
        click.echo(f"Page with map and evidence, open it in a browser:  {page}")


def _print_summary(incidents: "tuple[Incident, ...]", reports: int) -> None:
    from sijill.cli.incidents import COLUMNS, row_of

    print_notice()
    print_title(f"\n{len(incidents)} incidents from {sum(len(i.accounts) for i in incidents)} accounts in {reports} sample reports")
    print_table(COLUMNS, [row_of(incident) for incident in incidents])
    _print_list("Reports disagree", [f"{i.id}: {reason.text}" for i in incidents for reason in i.contradictions])
    _print_list(
        "Could not be placed",
        [f"{i.id}: {i.place_name or 'no place is named'}" for i in incidents if i.place is None or i.place.lat is None],
    )
    _print_list("Could not be dated", [f"{i.id}: {i.event_type}, {i.place_name or 'no place'}" for i in incidents if i.first is None])
    pairs = {frozenset((link.left, link.right)) for incident in incidents for link in incident.proposals}
    if pairs:
        click.echo(f"\n{len(pairs)} pairs of accounts may be the same incident: a person should say (`sijill show ID`).")


def _print_list(title: str, lines: list[str]) -> None:
    if lines:
        print_title(f"\n{title}:")
    for line in lines:
        click.echo(f"  {line}")
