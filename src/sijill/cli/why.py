"""What `sijill show` prints of links: the waterfall of each, and the rivals of an incident with what speaks for and against them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sijill.model import Incident, Link, Rival

SHOWN = 10
"""Rivals, and links, that are printed; dense days can have hundreds."""

BONDS = {
    "same": ("may also be", "قد يكون نفسه"),
    "related": ("is related to", "متصل بـ"),
    "part_of": ("is part of", "جزء من"),
    "covers": ("covers", "يشمل"),
    "same_place_campaign": ("is of one campaign with", "من حملة واحدة مع"),
}


def print_rivals(rivals: "Sequence[Rival]", incidents: "Mapping[str, Incident]") -> None:
    """Each with its day, place and dead, the strongest reasons for it, and why it was not put together."""
    from sijill.cli.incidents import days_of, place_of, tolls_of

    if rivals:
        click.echo("  rivals (a person should say) / منافسات (يقرر شخص):")
    for rival in rivals[:SHOWN]:
        other, link = incidents.get(rival.incident), rival.links[0]
        what = "" if other is None else f"  {days_of(other)}, {place_of(other)}, killed {tolls_of(other, 'killed') or 'not stated'}"
        bond, bond_ar = BONDS[rival.bond]
        click.echo(f"    {bond} / {bond_ar} {rival.incident}{what}  {link.score:+.1f} bits")
        for mark, reasons in (("for", [r for r in link.reasons if r.weight > 0][:4]), ("against", rival.against)):
            for reason in reasons:
                click.echo(f"      {mark}: {reason.text} / {reason.text_ar}")
    if len(rivals) > SHOWN:
        click.echo(f"    and {len(rivals) - SHOWN} more (--json has all)")


def print_links(links: "Sequence[Link]", docs: Mapping[str, str]) -> None:
    """The waterfall of each link, the strongest first. docs: what the report of each account is called."""
    from sijill.link import explain_link

    for link in links[:SHOWN]:
        how = "joins by itself" if link.joins else "is proposed"
        left, right = (f"{docs.get(account, account)} ({account})" for account in (link.left, link.right))
        click.echo(f"\n  {left} – {right}: {link.score:+.1f} bits, {how} (model {link.model})")
        for step in explain_link(link):
            click.echo(f"    {step.reason.weight:+6.2f} {_bar(step.reason.weight):12} {step.reason.text} / {step.reason.text_ar}")
        click.echo(f"    {link.score:+6.2f} = 2^{link.score:.1f} to one that both tell of one incident")
    if len(links) > SHOWN:
        click.echo(f"\n  and {len(links) - SHOWN} more links (--json has all)")


def _bar(weight: float) -> str:
    return ("+" if weight > 0 else "-") * min(round(abs(weight) * 1.5), 12)


def link_to_json(link: "Link") -> dict[str, Any]:
    """A link with its waterfall: `steps` have the total in bits after each reason."""
    from sijill.link import explain_link
    from sijill.model.codec import to_json

    steps = [{**to_json(step.reason), "total": step.total} for step in explain_link(link)]
    return {**to_json(link), "steps": steps}
