"""`sijill users`: who may log in to the workbench."""

import os
from typing import Any

import click

from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.screen import print_json, print_table

ROLES = ("viewer", "analyst", "reviewer", "admin")


@click.group()
def users() -> None:
    """Who may log in to the workbench (`sijill serve`), and in which role.

    \b
    viewer    reads; names of victims and private sources are covered
    analyst   decides: grades, tolls, merges …, and sees names
    reviewer  may also call an incident reviewed, retract it, and undo what others decided
    admin     may also change users

    \b
    Examples:
      sijill users add "A. Example" --role admin
      sijill users list
    """


@users.command()
@register_option
@author_option
@click.argument("name", metavar="NAME|PSEUDONYM")
@click.option("--role", type=click.Choice(ROLES), default="analyst", show_default=True)
@click.option("--lang", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="The language they read in at first.")
def add(target: str | None, author: str, name: str, role: Any, lang: str) -> None:
    """Let a person log in: a new one by NAME, who gets a pseudonym, or an analyst of the register by PSEUDONYM.

    Asks for a pass word of at least 12 characters, or takes it from $SIJILL_NEW_PASSWORD. They log in with the pseudonym.

    \b
    Examples:
      sijill users add "A. Example" --role admin
      sijill users add a-7khq --role reviewer --lang ar
    """
    from sijill.register.analysts import add_analyst, list_analysts
    from sijill.register.users import add_user
    from sijill.web.security.passwords import hash_password

    password = hash_password(_new_password())
    with open_register(target, author=author) as register, register.writing():
        known = {one.pseudonym for one in list_analysts(register)}
        pseudonym = name if name in known else add_analyst(register, name, None, os.urandom).pseudonym
        made = add_user(register, pseudonym, role, password, lang)
    click.echo(f"{made.pseudonym} may log in as {made.role}")


@users.command("list")
@register_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_command(target: str | None, as_json: bool) -> None:
    """List the users.

    \b
    Example:
      sijill users list
    """
    from sijill.model.codec import to_json
    from sijill.register.users import list_users

    with open_register(target, must_exist=True) as register:
        found = list_users(register)
    if as_json:
        for one in found:
            print_json(to_json(one), reviewed=True)
        return
    print_table(
        ("pseudonym", "role", "may log in", "since"), [(u.pseudonym, u.role, "yes" if u.active else "no", u.since) for u in found]
    )


@users.command()
@register_option
@author_option
@click.argument("pseudonym")
@click.option("--role", type=click.Choice(ROLES), help="Another role.")
@click.option("--password", "renew", is_flag=True, help="Another pass word; asks for it, and ends their sessions.")
@click.option("--in/--out", "active", default=None, help="Let them in again, or no more.")
def change(target: str | None, author: str, pseudonym: str, role: Any, renew: bool, active: bool | None) -> None:
    """Give a user another role or pass word, or let them in no more.

    \b
    Examples:
      sijill users change a-7khq --role reviewer
      sijill users change a-7khq --password
      sijill users change a-7khq --out
    """
    from sijill.register.logins import close_all
    from sijill.register.users import change_user
    from sijill.web.security.passwords import hash_password

    password = hash_password(_new_password()) if renew else None
    with open_register(target, must_exist=True, author=author) as register, register.writing():
        made = change_user(register, pseudonym, role=role, active=active, password=password)
        if renew or not made.active:
            close_all(register, pseudonym)
    click.echo(f"{made.pseudonym}: {made.role}, {'may log in' if made.active else 'may log in no more'}")


@users.command()
@register_option
@click.option("--last", default=50, show_default=True, type=click.IntRange(1), help="How many.")
def logins(target: str | None, last: int) -> None:
    """List the newest log-ins and attempts, with their addresses.

    \b
    Example:
      sijill users logins --last 20
    """
    from sijill.register.logins import list_logins

    with open_register(target, must_exist=True) as register:
        found = list_logins(register, last)
    print_table(("at", "pseudonym", "outcome", "address"), [(one.at, one.pseudonym or "", one.outcome, one.address) for one in found])


def _new_password() -> str:
    given = os.environ.get("SIJILL_NEW_PASSWORD")
    return str(given or click.prompt("New pass word", hide_input=True, confirmation_prompt=True, err=True))
