"""`sijill show`: one incident, with what every value stands on."""

from typing import TYPE_CHECKING

import click

from sijill.cli.options import open_register, register_option
from sijill.cli.screen import print_json, print_notice, print_title

if TYPE_CHECKING:
    from sijill.model import Filing, Incident
    from sijill.pipeline import Dossier
    from sijill.register import Register


@click.command()
@click.argument("incident_id", metavar="ID")
@register_option
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with its accounts.")
@click.option("--why", is_flag=True, help="Every link that put it together, reason by reason with its bits.")
@click.option("--blind", is_flag=True, help="Without any grade, to give one independently.")
def show(incident_id: str, target: str | None, as_json: bool, why: bool, blind: bool) -> None:
    """Show one incident: tolls and the claims that gave them, the suggested grade and why, and each report's account with quotes.

    Rivals are other incidents that it may also be, or belongs to in another way, with what speaks for and against each. The beginning
    of an id is enough where no other begins so.

    \b
    Examples:
      sijill show i-7khq
      sijill show i-7khq --why
      sijill show i-7khq3bntl2mzc5wa --json
    """
    from sijill.cli.standing import hide_grades, print_dossier
    from sijill.cli.why import link_to_json, print_links, print_rivals
    from sijill.link import find_twice, propose_people
    from sijill.model.codec import to_json
    from sijill.model.decision import PERSON
    from sijill.pipeline import list_rivals, open_dossier

    with open_register(target, must_exist=True) as register:
        incident = find_incident(register, incident_id)
        filings = register.look.filings(incident.accounts)
        dossier, newest = open_dossier(register, incident.id), register.decisions.newest(incident.id)
        rivals, said = list_rivals(register, incident), register.decisions.every(*PERSON)
        others = register.look.incidents_by_id(rival.incident for rival in rivals)
        held = sorted(register.look.links(incident.accounts), key=lambda link: (-link.score, link.left, link.right))
        links = [link for link in held if {link.left, link.right} <= set(incident.accounts)]
    if as_json:
        parts = {"filings": [to_json(filing) for filing in filings], "dossier": to_json(dossier), "newest_entry": newest}
        parts |= {"rivals": [to_json(rival) for rival in rivals], "links": [link_to_json(link) for link in links]}
        print_json(to_json(hide_grades(incident) if blind else incident) | parts, reviewed=incident.reviewed)
        return
    if not incident.reviewed:
        print_notice()
    print_incident(hide_grades(incident) if blind else incident, filings, dossier)
    print_dossier(dossier, propose_people(filings, said))
    for one, other in find_twice(filings, said, [getattr(made.judgement, "claims", ()) for made in dossier.people]):
        click.echo(f"  may be one person, named twice: {one.name} = {other.name}  (same-person or not-same-person {one.id} {other.id})")
    click.echo(f"  newest entry about it: {newest}")
    print_rivals(rivals, others)
    if why:
        print_title("why these accounts are one incident / لماذا هي حادثة واحدة")
        print_links(links, {filing.account.id: filing.report.doc for filing in filings})
    _print_accounts(filings)


def find_incident(register: "Register", incident_id: str) -> "Incident":
    """The incident of that id, or the only one that begins so."""
    found = register.look.incident(incident_id)
    if found is not None:
        return found
    matches = register.look.incident_ids(incident_id)
    if len(matches) > 1:
        some = ", ".join(matches[:5]) + (" …" if len(matches) > 5 else "")
        raise click.ClickException(f"{len(matches)} incidents begin with {incident_id!r}: {some}")
    found = register.look.incident(matches[0]) if matches else None
    if found is None:
        raise click.ClickException(f"no incident {incident_id!r} in {register.name}; `sijill incidents` lists them")
    return found


def print_incident(incident: "Incident", filings: "tuple[Filing, ...]", dossier: "Dossier") -> None:
    """What the incident is, its tolls, its grade and what is contradictory in it."""
    from sijill.cli.claims import describe_bounds, describe_placement
    from sijill.cli.history import describe_basis
    from sijill.cli.incidents import days_of
    from sijill.cli.standing import describe_given, print_judged
    from sijill.model.decision import TollGiven

    bases = {one.seq: describe_basis(one.judgement.basis) for one in dossier.corrections if isinstance(one.judgement, TollGiven)}
    quotes = {harm.id: harm.quote for filing in filings for harm in filing.account.harms}
    scope = ", a running total: never counted as an event" if incident.scope == "aggregate" else ""
    print_title(f"{incident.id}  {incident.event_type}{scope}")
    click.echo(f"  when   {days_of(incident)}{describe_given(incident.days_given)}")
    click.echo(f"  where  {incident.place_name or 'no place is named'}{describe_placement(incident.place)}")
    for toll in incident.tolls:
        words = ", ".join(dict.fromkeys(toll.words)) or "not stated"
        group = f"{toll.group} families" if toll.unit == "families" else toll.group
        said = ", ".join(f"«{' '.join(quotes[c].split())}»" for c in (*toll.claims, *toll.vague) if c in quotes)
        doubt = "  CONTRADICTORY" if toll.contradictory else ""
        bounds, given = describe_bounds(toll.low, toll.high, words), describe_given(toll.given)
        own = bases.get(toll.given.seq) if toll.given and toll.rule == "decided" else None
        rule = own or f"rule {toll.rule}: {said}"
        click.echo(f"  {toll.kind}  {bounds} {group}  ({rule}){doubt}{given}")
    print_judged(incident)
    _print_origins(incident, filings)
    for reason in incident.contradictions:
        click.echo(f"  differs  {reason.text} / {reason.text_ar}")


def _print_origins(incident: "Incident", filings: "tuple[Filing, ...]") -> None:
    """Which reports are one voice, and why."""
    docs = {filing.report.id: filing.report.doc for filing in filings}
    if len(docs) < 2:
        return
    click.echo(f"  origins  {len(incident.origins)} independent in {len(docs)} reports")
    for origin in incident.origins:
        if origin.ties:
            click.echo("    one voice: " + ", ".join(docs.get(name, name) for name in origin.reports))
        for tie in origin.ties:
            by = "" if tie.given is None else f"  DECIDED by {tie.given.author}, entry {tie.given.seq}"
            pair = f"{docs.get(tie.left, tie.left)} = {docs.get(tie.right, tie.right)}"
            click.echo(f"      {pair}: {tie.reason.text} / {tie.reason.text_ar}{by}")


def _print_accounts(filings: "tuple[Filing, ...]") -> None:
    from sijill.cli.claims import count_claims, print_account

    for filing in filings:
        report = filing.report
        click.echo(
            f"\n{report.source or 'source not given'}: {report.doc}" + (f", published {report.published}" if report.published else "")
        )
        if report.url:
            click.echo(f"  {report.url}")
        print_account(filing.account, filing.placements)
    values = sum(count_claims(filing.account) for filing in filings)
    sources = {filing.report.source for filing in filings if filing.report.source}
    reports = {filing.report.id for filing in filings}
    click.echo(
        f"\n{len(filings)} accounts in {len(reports)} reports from {len(sources)} named sources; {values} values, each with its words"
    )
