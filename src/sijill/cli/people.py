"""`sijill people`: people whom several incidents may name."""

from typing import TYPE_CHECKING

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_table

if TYPE_CHECKING:
    from sijill.model import PersonLink


@click.command()
@register_option
@click.option("--incident", "incident_id", metavar="ID", help="Only people of this incident.")
@click.option("--judged", is_flag=True, help="Also pairs about which a person has said something.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def people(target: str | None, incident_id: str | None, judged: bool, as_json: bool) -> None:
    """List people whom two incidents may both name, with all spellings and the reasons. The same person listed twice is one dead
    counted twice, or two incidents that are one; a person says: `sijill decide ID same-person CLAIM CLAIM`, or `not-same-person`.

    People whom several accounts of one incident name are proposed by `sijill show`.

    \b
    Examples:
      sijill people
      sijill people --incident i-7khq --json
    """
    from sijill.cli.show import find_incident
    from sijill.model.codec import to_json
    from sijill.pipeline import list_people

    with open_register(target, must_exist=True) as register:
        found = list_people(register)
        wanted = None if incident_id is None else find_incident(register, incident_id).id
    found = tuple(one for one in found if (judged or one.same is None) and wanted in (None, *one.incidents))
    if as_json:
        for one in found:
            print_json(to_json(one), reviewed=one.same is not None)
        return
    rows = [
        (" = ".join(one.names), *one.incidents, f"{one.score:+.1f}", describe_match(one), f"{one.left} {one.right}") for one in found
    ]
    print_table(("names", "incident", "incident", "bits", "why", "claims"), rows)


def describe_match(one: "PersonLink") -> str:
    """The reasons, and what a person said."""
    said = "" if one.given is None else f"{'ONE PERSON' if one.same else 'TWO PEOPLE'} ({one.given.author}, entry {one.given.seq}); "
    return said + "; ".join(f"{reason.text} / {reason.text_ar}" for reason in one.reasons)
