"""`sijill register erase`, `analyst` and `protect`: what protects people."""

import os
from pathlib import Path

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
        lying = [one.capture.id for one in opened.captures.chosen([owner]) if one.custody is not None and one.erased is None]
    if made is None:
        click.echo(f"{owner} was erased before; its keys are gone")
    else:
        click.echo(f"{'blanked in' if names else 'erased'} {owner}: entry {made.seq}; destroy the copies of its keys too")
    if lying:
        click.echo(f"its bytes still lie in the archives, in {', '.join(lying[:3])}: `sijill custody erase {lying[0]}` takes them away")


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
    secret = _new_secret(None)
    with open_register(target, must_exist=True) as opened:
        opened.keyring.protect(secret)
    click.echo("the keys are locked; keep the passphrase where they are not")


@click.command()
@register_option
@click.option(
    "--new-key-file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A key file instead of a passphrase."
)
def encrypt(target: str | None, new_key_file: Path | None) -> None:
    """Encrypt the whole register file under a new passphrase (asked for; or in $SIJILL_NEW_PASSPHRASE), and lock its keys under it too.

    Needs the package sqlcipher3 (`pip install sijill[encrypted]`). Nobody else may have the register open meanwhile. What the plain
    file was made of may stay on the disk until it is written over: encrypt the disk too. Copies made from now on
    are encrypted likewise.

    \b
    Examples:
      sijill register encrypt --register yemen.sqlite
      head -c 32 /dev/urandom > /media/stick/key && sijill register encrypt --new-key-file /media/stick/key
    """
    from sijill.register.encryption import encrypt_file, load_driver

    load_driver()
    with open_register(target, must_exist=True) as opened:
        if (file := opened.file) is None:
            raise click.ClickException("only a register in a file can be encrypted whole; PostgreSQL's disk is its server's to encrypt")
        opened.verify()
        secret = _new_secret(new_key_file)
        opened.keyring.protect(secret)
    encrypt_file(file, secret)
    click.echo(f"{file} is encrypted; keep the {'key file' if new_key_file else 'passphrase'} where it is not")


def _new_secret(file: Path | None) -> bytes:
    if file is not None:
        return file.read_bytes()
    given = os.environ.get("SIJILL_NEW_PASSPHRASE")
    return str(given or click.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True)).encode()


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
