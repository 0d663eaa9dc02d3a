"""`sijill origins`: which reports are one voice, and why."""

from typing import TYPE_CHECKING

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_table

if TYPE_CHECKING:
    from sijill.model import Tie


@click.command()
@register_option
@click.option("--report", "doc", metavar="REPORT", help="Only origins of this report: its id, or what its input called it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def origins(target: str | None, doc: str | None, as_json: bool) -> None:
    """List the origins behind which stand several reports of an incident: copies of a text, one publisher, one statement, or what a
    person said. They count as one voice. `sijill decide ID same-origin` and `not-same-origin` say otherwise.

    \b
    Examples:
      sijill origins
      sijill origins --report herald-12 --json
    """
    from sijill.model.codec import to_json
    from sijill.pipeline import list_origins

    with open_register(target, must_exist=True) as register:
        found = [(name, origin) for name, origin in list_origins(register) if origin.ties]
        reports = register.look.reports({report for _, origin in found for report in origin.reports})
    if doc is not None:
        named = {report.id for report in reports.values() if doc in (report.id, report.doc)}
        found = [(name, origin) for name, origin in found if named & set(origin.reports)]
    if as_json:
        for name, origin in found:
            docs = [reports[report].doc if report in reports else report for report in origin.reports]
            reviewed = all(tie.given is not None for tie in origin.ties)
            print_json({"incident": name, "docs": docs, **to_json(origin)}, reviewed=reviewed)
        return
    rows = []
    for name, origin in found:
        docs = [reports[report].doc if report in reports else report for report in origin.reports]
        rows.append((name, len(docs), ", ".join(docs), "; ".join(dict.fromkeys(describe_tie(tie) for tie in origin.ties))))
    print_table(("incident", "reports", "one voice, the earliest first", "why"), rows)


def describe_tie(tie: "Tie") -> str:
    """Why two reports have one origin, and who says so."""
    return tie.reason.text + ("" if tie.given is None else f" ({tie.given.author}, entry {tie.given.seq})")
