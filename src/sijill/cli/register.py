"""`sijill register`: check it, list its entries, copy it, protect it and the people in it."""

from pathlib import Path

import click

from sijill.cli.backup import anchor, backup, restore
from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.personal import analyst, encrypt, erase, protect
from sijill.cli.screen import print_json, print_table, progress


@click.group()
def register() -> None:
    """Check the register, list its entries, copy it, protect it and the people in it."""


for part in (backup, restore, anchor, erase, analyst, protect, encrypt):
    register.add_command(part)


@register.command()
@register_option
def verify(target: str | None) -> None:
    """Walk the whole chain and say whether every entry follows from the one before, and every personal value is the one that was
    entered.

    \b
    Example:
      sijill register verify --register yemen.sqlite
    """
    with open_register(target, must_exist=True) as opened:
        head, opens = opened.verify(), opened.has_keys()
    if head.seq and not opens:
        click.echo("the keys of its personal values are not here: only the chain was checked", err=True)
    click.echo(f"{head.seq} entries, every one follows from the one before; head {head.digest}")


@register.command()
@register_option
def rebuild(target: str | None) -> None:
    """Make every derived table again from the entries, after checking them.

    \b
    Example:
      sijill register rebuild
    """
    with open_register(target, must_exist=True) as opened:
        head = opened.rebuild()
    click.echo(f"derived tables made again from {head.seq} entries; head {head.digest}")


@register.command()
@register_option
@click.option("--kind", metavar="KIND", help="Only entries of this kind, e.g. linked.")
@click.option("--about", metavar="ID", help="Only entries about this report or incident.")
@click.option("--last", type=click.IntRange(1), help="Only the last so many.")
@click.option("--json", "as_json", is_flag=True, help="Whole entries, one JSON object a line.")
def log(target: str | None, kind: str | None, about: str | None, last: int | None, as_json: bool) -> None:
    """List entries in their order.

    \b
    Examples:
      sijill register log --last 20
      sijill register log --about i-7khq3bntl2mzc5wa --json
    """
    from collections import deque
    from typing import Any, cast, get_args

    from sijill.model.codec import to_json
    from sijill.model.vocabulary import EntryKind

    if kind is not None and kind not in get_args(EntryKind):
        raise click.UsageError(f"--kind {kind!r} is none of: {', '.join(get_args(EntryKind))}")
    with open_register(target, must_exist=True) as opened:
        found = opened.entries(cast(Any, kind), about)
        chosen = found if last is None else deque(found, maxlen=last)
        if as_json:
            for entry in chosen:
                print_json(to_json(entry), reviewed=True)  # an entry carries its own reason
            return
        rows = [(e.seq, e.at, e.author, e.kind, e.subject, e.reason, e.digest[:12]) for e in chosen]
    print_table(("seq", "at", "author", "kind", "about", "reason", "digest"), rows)


@register.command()
@register_option
@click.argument("role")
@click.option("--read-only", is_flag=True, help="Only reading.")
def grant(target: str | None, role: str, read_only: bool) -> None:
    """Let a role of PostgreSQL append to the register (or only read it), and never change or remove an entry.

    \b
    Example:
      sijill register grant analysts --register postgresql://owner@db.example.org/yemen
    """
    from sijill.register.grants import grant_role

    with open_register(target, must_exist=True) as opened:
        grant_role(opened, role, write=not read_only)
    click.echo(f"{role} may {'read' if read_only else 'append to and read'} {opened.name}")


@register.command()
@register_option
@author_option
@click.option("--set", "path", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A file like data/review.toml.")
@click.option("--reason", metavar="TEXT", help="Why the rule changes; it stays in the register.")
def rules(target: str | None, author: str, path: Path | None, reason: str | None) -> None:
    """Show the rule for review: how many different people must have given each value. --set enters another one for this register.

    \b
    Examples:
      sijill register rules
      sijill register rules --set ours.toml --reason "we are three now" --as a-7khq
    """
    from sijill.pipeline import give_rules, rules_of
    from sijill.review import parse_rules

    with open_register(target, must_exist=True, author=author) as opened:
        if path is not None:
            if not (reason or "").strip():
                raise click.UsageError("--set needs a --reason")
            asked = parse_rules(path.read_text(encoding="utf-8"), str(path))
            with progress("Looking at every incident", opened.look.count_incidents()) as bar:
                given = give_rules(opened, asked.people, reason=reason or "", watch=lambda _: bar.step())
            click.echo(f"entry {given.seq}")
        found = rules_of(opened)
    for value, people in found.people.items():
        click.echo(f"{value}\t{people}")


@register.command()
@register_option
def review(target: str | None) -> None:
    """Look at every incident again by the rules of this sijill, after an update that suggests or counts otherwise.

    What people decided stands; beside it the machine's reading is the new one. Each incident that changes has an entry that says so.

    \b
    Example:
      sijill register review
    """
    from sijill.pipeline import review_again

    with open_register(target, must_exist=True) as opened:
        total = opened.look.count_incidents()
        with progress("Looking at every incident", total) as bar:
            changed = review_again(opened, watch=lambda _: bar.step())
    click.echo(f"{total} incidents looked at, {len(changed)} changed")
