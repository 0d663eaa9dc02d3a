"""`sijill extract`: what reports say, without a register."""

from datetime import UTC, datetime
from pathlib import Path

import click

from sijill.cli.options import ReaderChoice, reader_options
from sijill.cli.screen import print_json, print_notice, progress


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; data/schema/reading.schema.json describes it.")
@reader_options
def extract(paths: tuple[Path, ...], as_json: bool, choice: ReaderChoice) -> None:
    """Read reports (whatever `sijill run` reads) and print what they say.

    \b
    Examples:
      sijill extract article.txt
      sijill extract reports.jsonl --json > readings.jsonl
    """
    from sijill.capture import count_reports, read_paths
    from sijill.cli.claims import print_account
    from sijill.cli.tools import make_reader
    from sijill.model import InputError
    from sijill.model.codec import to_json

    reader = make_reader(choice)
    problems = 0
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if not as_json:
        print_notice()
    with progress("Reading", count_reports(paths)) as bar:
        for item in read_paths(paths, at=at, by="machine"):
            bar.step()
            if isinstance(item, InputError):
                problems += 1
                bar.say(str(item))
                continue
            for warning in item.warnings:
                bar.say(warning)
            reading = reader.read_report(item.report)
            if as_json:
                print_json(to_json(reading))
                continue
            click.echo(f"\n{item.report.doc}: {len(reading.accounts)} {'account' if len(reading.accounts) == 1 else 'accounts'}")
            for account in reading.accounts:
                print_account(account)
    if problems:
        raise SystemExit(1)
