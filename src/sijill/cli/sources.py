"""`sijill sources`: who publishes, what kind of source it is, and what a team thinks of it."""

from pathlib import Path
from typing import Any

import click

FOLDER = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The team's own sources.  [default: $SIJILL_SOURCES, else the folder sources in your data folder]",
)


@click.group()
def sources() -> None:
    """Look up who publishes, and add sources of your own.

    What comes with sijill is a start from general knowledge; a file of the same id in the team's folder takes its place. Notes on a
    source's reliability stay in that folder and are in no export.
    """


@sources.command("list")
@click.option("--country", help="Only this country (two letters, e.g. SY); `world` for those of many.")
@click.option("--kind", help="Only this kind: international, local, agency, state, ngo, official, armed_group, social.")
@click.option("--unknown", is_flag=True, help="Only those that wait to be filled in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@FOLDER
def list_sources(country: str | None, kind: str | None, unknown: bool, as_json: bool, folder: Path | None) -> None:
    """List the sources.

    \b
    Examples:
      sijill sources list --country SD
      sijill sources list --unknown
    """
    from rich.console import Console
    from rich.table import Column, Table

    from sijill.model.source import KINDS, load_sources

    if kind is not None and kind not in KINDS:
        raise click.BadParameter(f"there are: {', '.join(KINDS)}", param_hint="--kind")
    rows = [
        source
        for source in load_sources(folder).values()
        if (country is None or (source.country or "world").lower() == country.lower())
        and (kind is None or source.kind == kind)
        and (not unknown or source.kind is None)
    ]
    if as_json:
        for source in rows:
            print_json_line(source)
        return
    table = Table(Column("id", overflow="fold"), "publisher", "kind", "country", "languages", Column("hosts", overflow="fold"))
    for source in rows:
        hosts, languages = ", ".join(source.hosts), ", ".join(source.languages)
        table.add_row(source.id, source.publisher, source.kind or "(fill in)", source.country or "", languages, hosts)
    Console().print(table)


@sources.command()
@click.argument("which", metavar="ID|ADDRESS|NAME")
@click.option("--json", "as_json", is_flag=True, help="As JSON, without the team's note.")
@FOLDER
def show(which: str, as_json: bool, folder: Path | None) -> None:
    """Show one source: by its id, by an address on its site, or by a name that reports give it.

    \b
    Examples:
      sijill sources show sohr
      sijill sources show https://www.enabbaladi.net/archives/1
      sijill sources show "عنب بلدي"
    """
    from sijill.model.source import find_source, load_sources, team_folder

    team = folder or team_folder()
    source = load_sources(team).get(which) or find_source(which if "://" in which else None, which, team)
    if source is None:
        raise click.ClickException(f"no source is called {which!r}; `sijill sources add` makes one")
    if as_json:
        print_json_line(source)
        return
    click.echo(f"{source.id}: {source.publisher}")
    for label, value in (
        ("kind", source.kind or "(fill in)"),
        ("country", source.country or "many"),
        ("names", ", ".join(source.names)),
        ("languages", ", ".join(source.languages)),
        ("hosts", ", ".join(source.hosts)),
        ("feeds", ", ".join(source.feeds)),
        ("repeats", ", ".join(source.repeats)),
    ):
        if value:
            click.echo(f"  {label}: {value}")
    note = team / "notes" / f"{source.id}.txt"
    if note.is_file():
        click.echo(f"  the team's note (in no export): {note.read_text(encoding='utf-8').strip()}")


@sources.command()
@click.argument("source_id", metavar="ID")
@click.option("--publisher", required=True, help="Who publishes, as it calls itself.")
@click.option("--kind", required=True, help="international, local, agency, state, ngo, official, armed_group or social.")
@click.option("--country", default="world", show_default=True, help="Two letters of where it mainly reports from.")
@click.option("--name", "names", multiple=True, help="A name under which reports name it; again for more.")
@click.option("--lang", "languages", multiple=True, help="A language (ar, en …); again for more.")
@click.option("--host", "hosts", multiple=True, help="A host of its addresses, or host/path of a channel; again for more.")
@click.option("--feed", "feeds", multiple=True, help="The address of a feed; again for more.")
@click.option("--repeats", multiple=True, help="The id of a source whose texts it reprints; again for more.")
@click.option("--note", help="What the team thinks of it: kept in the team's folder only.")
@FOLDER
def add(source_id: str, country: str, note: str | None, folder: Path | None, **fields: Any) -> None:
    """Add a source to the team's folder, or give one of ours other facts.

    \b
    Examples:
      sijill sources add north_hills --publisher "North Hills Media" --kind local --country SY \\
        --name "تلال الشمال" --lang ar --host t.me/north_hills --note "one reporter; good on names"
    """
    import json

    from sijill.model.source import forget_sources, load_sources, read_source, team_folder

    team = folder or team_folder()
    folder_name = country.lower()
    if folder_name != "world" and not (len(folder_name) == 2 and folder_name.isascii() and folder_name.isalpha()):
        raise click.BadParameter(f"{country!r} is not two letters (SY, SD …) or world", param_hint="--country")
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    words = "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
    source = read_source(words, source_id, folder_name)  # says what is wrong before anything is written
    missing = [one for one in source.repeats if one not in load_sources(team)]
    if missing:
        raise click.ClickException(f"{', '.join(missing)}: no such source")
    for old in team.glob(f"*/{source_id}.toml"):
        if old.parent.name != folder_name:
            raise click.ClickException(f"{old}: this id is in another folder already; take that file away first")
    write_whole(team / folder_name / f"{source_id}.toml", words)
    forget_sources()
    if note:
        write_whole(team / "notes" / f"{source_id}.txt", note + "\n", private=True)
    click.echo(f"{team / folder_name / source_id}.toml")


def write_whole(path: Path, words: str, *, private: bool = False) -> None:
    """Write a file so that it is there whole or not at all; a private one only its owner reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.touch(mode=0o600 if private else 0o644)
    part.write_text(words, encoding="utf-8")
    part.replace(path)


def print_json_line(source: Any) -> None:
    """One source as a line of JSON."""
    import json

    from sijill.model.codec import to_json

    click.echo(json.dumps(to_json(source), ensure_ascii=False))
