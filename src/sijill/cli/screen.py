"""Output: people get tables and bars in a terminal, programs get plain lines; data goes to stdout, all else to stderr."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import click

NOTICE = "machine reading, not reviewed / قراءة آلية لم يراجعها أحد"


class Bar(Protocol):
    """What a long job tells as it goes."""

    def step(self, count: int = 1) -> None:
        """So many more are done."""

    def say(self, message: str) -> None:
        """A message to the person, above the bar."""


class _Plain:
    def step(self, count: int = 1) -> None:
        """Nothing is drawn where nobody watches."""

    def say(self, message: str) -> None:
        click.echo(message, err=True)


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Bar]:
    """A bar on stderr in a terminal; silent elsewhere, but for messages."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    counted = (MofNCompleteColumn(), TimeRemainingColumn()) if total is not None else (TimeElapsedColumn(),)
    console = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), *counted, console=console, transient=True) as bars:
        task = bars.add_task(what, total=total)

        class Drawn:
            def step(self, count: int = 1) -> None:
                bars.advance(task, count)

            def say(self, message: str) -> None:
                bars.console.print(message, markup=False, highlight=False, soft_wrap=True)

        yield Drawn()


def percent(bar: Bar) -> Callable[[float], None]:
    """Moves a bar of 100 to the share that is done; a share that was told before moves nothing."""
    shown = 0

    def tell(share: float) -> None:
        nonlocal shown
        while shown < int(100 * share):
            shown += 1
            bar.step()

    return tell


def print_json(value: dict[str, Any], *, reviewed: bool = False) -> None:
    """One JSON object on one line of stdout, in UTF-8 whatever the locale; what no person reviewed carries `notice`."""
    if not reviewed:
        value = {**value, "notice": NOTICE}
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table in a terminal; elsewhere lines of values between tabs, under a line of names."""
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        for line in (columns, *cells):
            click.echo("\t".join(" ".join(value.split()) for value in line))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in cells:
        table.add_row(*(Text(value) for value in row))
    Console().print(table)


def print_title(text: str) -> None:
    """A heading."""
    click.echo(click.style(text, bold=True))


def print_notice() -> None:
    """What stands over everything that no person has reviewed."""
    click.echo(click.style(NOTICE, fg="yellow"))
