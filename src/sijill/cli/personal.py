"""`sijill register erase`, `analyst` and `protect`: what protects people."""

import os

import click

from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.screen import print_json, print_table


@click.command()
@register_option
@author_option
@click.argument("owner")
@click.option("--reason", required=True, help="Why; it stays in the register, so name nobody in it.")
@click.option(
    "--name", "names", multiple=True, metavar="NAME", help="Only this name in the report OWNER; each spelling as it is written."
)
def erase(target: str | None, author: str, owner: str, reason: str, names: tuple[str, ...]) -> None:
    """Destroy what is personal of OWNER (a report, a person, an incident or an analyst, by its id), for ever. The chain stays whole.

    With --name the report stays, and the name becomes as many blocks (█) in its text and in what was read from it. Copies of the
    register cannot open it either; copies of its keys must be destroyed by hand.

    \b
    Examples:
      sijill register erase r-7khq3bntl2mzc5wa --reason "the source asked for it"
      sijill register erase r-7khq3bntl2mzc5wa --name "A. Example" --name "أ. مثال" --reason "a witness in danger"
    """
    with open_register(target, must_exist=True, author=author) as opened:
        made = opened.blank(owner, names, reason) if names else opened.erase(owner, reason)
    if made is None:
        click.echo(f"{owner} was erased before; its keys are gone")
    else:
        click.echo(f"{'blanked in' if names else 'erased'} {owner}: entry {made.seq}; destroy the copies of its keys too")


@click.command()
@register_option
def protect(target: str | None) -> None:
    """Lock the keys of personal values under a new passphrase (asked for; or in $SIJILL_NEW_PASSPHRASE).

    Whoever has the files but not the passphrase cannot open a name. There is no way back without it: write it down, and keep it
    elsewhere. Later commands find it in $SIJILL_PASSPHRASE, with --passphrase (asks) or --key-file FILE.

    \b
    Example:
      sijill register protect --register yemen.sqlite
    """
    fresh = os.environ.get("SIJILL_NEW_PASSPHRASE") or click.prompt("New passphrase", hide_input=True, confirmation_prompt=True)
    with open_register(target, must_exist=True) as opened:
        opened.keyring.protect(fresh.encode())
    click.echo("the keys are locked; keep the passphrase where they are not")


@click.group()
def analyst() -> None:
    """Who decides: entries show a pseudonym only."""


@analyst.command("add")
@register_option
@author_option
@click.argument("name")
@click.option("--contact", help="How to reach them; sealed like the name.")
def add_command(target: str | None, author: str, name: str, contact: str | None) -> None:
    """Give NAME a pseudonym. `sijill register erase PSEUDONYM` forgets who it was.

    \b
    Example:
      sijill register analyst add "A. Example" --contact a@example.org
      export SIJILL_AUTHOR=a-7khq        what `sijill decide` then enters
    """
    from sijill.register.analysts import add_analyst

    with open_register(target, must_exist=True, author=author) as opened:
        made = add_analyst(opened, name, contact, os.urandom)
    click.echo(made.pseudonym)


@analyst.command("list")
@register_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_command(target: str | None, as_json: bool) -> None:
    """List the analysts with their names: only with the register's keys.

    \b
    Example:
      sijill register analyst list
    """
    from sijill.model.codec import to_json
    from sijill.register.analysts import list_analysts

    with open_register(target, must_exist=True) as opened:
        found = list_analysts(opened)
    if as_json:
        for one in found:
            print_json(to_json(one), reviewed=True)
        return
    print_table(("pseudonym", "name", "contact", "since"), [(a.pseudonym, a.name, a.contact or "", a.since) for a in found])
