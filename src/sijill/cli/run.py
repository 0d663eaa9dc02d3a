"""`sijill run`: the main job."""

from collections import Counter
from pathlib import Path

import click

from sijill.cli.options import ReaderChoice, open_register, reader_options, register_option
from sijill.cli.screen import NOTICE, percent, print_json, progress


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@register_option
@click.option("--json", "as_json", is_flag=True, help="Print each report's reading with places and incidents, one JSON object a line.")
@reader_options
def run(paths: tuple[Path, ...], target: str | None, as_json: bool, choice: ReaderChoice) -> None:
    """Read reports into the register, place them, and put together those that tell of one incident.

    PATH is a .txt, .html, .pdf or .jsonl file (one report a line: doc, text, and if known title, published, lang, source, url), a table
    of reports (.csv, .tsv, .xlsx), Telegram Desktop's export, a web archive (.warc, .wacz), or a folder of them.
    Without PATH it takes what has been captured and not yet read. Running the same file twice adds nothing.

    \b
    Examples:
      sijill run reports.jsonl
      sijill run news/ --register yemen.sqlite
      sijill run reports.jsonl --json > readings.jsonl
    """
    from sijill import pipeline
    from sijill.capture import count_reports
    from sijill.cli.lines import list_lines
    from sijill.cli.tools import make_reader, make_resolver
    from sijill.model import InputError

    reader, resolver = make_reader(choice), make_resolver()
    counts: Counter[str] = Counter()
    seen: dict[str, None] = {}  # in the order of the input, each report once
    with open_register(target) as register:
        total = count_reports(paths) if paths else len(register.look.unread_reports())
        with progress("Reading", total) as bar:
            for item in pipeline.file_paths(register, paths, reader, resolver):
                bar.step()
                if isinstance(item, InputError):
                    counts["problems"] += 1
                    bar.say(str(item))
                    continue
                counts[item.outcome] += 1
                seen[item.report] = None
                for warning in item.warnings:
                    bar.say(warning)
        with progress("Linking, %", 100) as bar:
            changed = pipeline.link_register(register, percent(bar))
        if as_json:
            for line in list_lines(register, list(seen)):
                print_json(line)
        incidents = register.look.count_incidents()
        name = register.name
    click.echo(
        f"{counts['filed']} reports read, {counts['known']} known already, {counts['problems']} problems; "
        f"{len(changed)} incidents new or changed, {incidents} in {name}",
        err=as_json,
    )
    if not as_json:
        click.echo(f"{NOTICE}\nSee them with `sijill incidents`, one of them with `sijill show ID`.")
    if counts["problems"]:
        raise SystemExit(1)
