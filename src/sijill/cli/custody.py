"""`sijill custody`: prove that what was captured is as it was, hand it on, enter a testimony."""

from datetime import datetime
from pathlib import Path

import click

from sijill.cli.capture import blobs_of, blobs_option, signing_key, signing_options
from sijill.cli.options import author_option, open_register, register_option
from sijill.cli.screen import print_table, progress


@click.group()
def custody() -> None:
    """Prove that what was captured is as it was, hand it on, enter a confidential testimony."""


@custody.command()
@register_option
@blobs_option
@click.option("--public-key", metavar="HEX", help="The key that must have signed each capture.")
def verify(target: str | None, blobs: Path | None, public_key: str | None) -> None:
    """Check the chain, and against it every capture: records, manifest, payload, signature, text, and that nothing else is there.

    \b
    Example:
      sijill custody verify --register yemen.sqlite
    """
    from sijill.pipeline.custody import Found, verify_custody

    found, faults = Found(), 0
    with open_register(target, must_exist=True) as register:
        folder = blobs_of(register, blobs)
        with progress("Checking", None) as bar:
            for fault in verify_custody(register, folder, found, public_key=public_key, watch=bar.step):
                faults += 1
                bar.say(f"{fault.about}: {fault.problem}")
    erased = f"; {found.erased} were erased, as the register says" if found.erased else ""
    elsewhere = f"; {found.elsewhere} were read without their bytes being kept" if found.elsewhere else ""
    click.echo(f"{found.captures} captures, {found.signed} signed, {found.texts} texts; {faults} faults{erased}{elsewhere}")
    if faults:
        raise SystemExit(1)


@custody.command("list")
@register_option
def list_(target: str | None) -> None:
    """List what was captured: id, time, by whom, address, report, archive.

    \b
    Example:
      sijill custody list --register yemen.sqlite
    """
    with open_register(target, must_exist=True) as register:
        rows = [
            (
                one.capture.id,
                one.capture.at,
                one.capture.by,
                one.capture.address,
                one.report,
                "erased" if one.erased else one.custody.archive if one.custody else None,
            )
            for one in register.captures.every()
        ]
    print_table(("capture", "at", "by", "address", "report", "archive"), rows)


@custody.command()
@register_option
@blobs_option
@signing_options
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("ids", nargs=-1, metavar="[ID…]")
@click.option("--all", "everything", is_flag=True, help="All that was captured.")
@click.option("--tsa", metavar="URL", help="Have the package time-stamped (RFC 3161) by this authority.")
def export(
    target: str | None,
    blobs: Path | None,
    key_path: Path | None,
    signed: bool,
    out: Path,
    ids: tuple[str, ...],
    everything: bool,
    tsa: str | None,
) -> None:
    """Write captures (by their ids, or those of reports) to a WACZ package OUT, which replays in other tools and anybody can check.

    \b
    Examples:
      sijill custody export strike.wacz r-7khq3bntl2mzc5wa
      sijill custody export all.wacz --all --tsa http://tsa.example.org
    """
    from sijill.pipeline.package import export_package
    from sijill.register.timestamp import request_stamp

    if everything == bool(ids):
        raise click.UsageError("name captures or reports by their ids, or take --all")
    stamp = (lambda data: request_stamp(data, tsa, timeout_s=20)) if tsa else None
    with open_register(target, must_exist=True) as register:
        captures, records = export_package(
            register, blobs_of(register, blobs), out, None if everything else ids, signing_key(key_path, signed), stamp
        )
    click.echo(f"{captures} captures with {records} records in {out}")


@custody.command()
@click.argument("package", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--public-key", metavar="HEX", help="The key that must have signed it.")
@click.option(
    "--tsa-ca",
    "authorities",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The stamping authority's root certificate (PEM).",
)
def check(package: Path, public_key: str | None, authorities: Path | None) -> None:
    """Check a WACZ PACKAGE by itself, without a register: its digests, its signature, its time stamp.

    \b
    Example:
      sijill custody check strike.wacz --public-key 8f3c…
    """
    from sijill.pipeline.package import check_package

    found = check_package(package, public_key=public_key, authorities=authorities)
    signed = f"signed by {found.public_key}" if found.public_key else "not signed"
    stamped = f", time-stamped at {found.stamped_at:%Y-%m-%dT%H:%M:%SZ}" if found.stamped_at else ""
    click.echo(f"{found.files} files fit their digests; {signed}{stamped}")


@custody.command()
@register_option
@author_option
@blobs_option
@signing_options
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@click.option("--reason", required=True, help="Why; it stays in the archive and the register, so name nobody in it.")
def erase(
    target: str | None, author: str, blobs: Path | None, key_path: Path | None, signed: bool, ids: tuple[str, ...], reason: str
) -> None:
    """Erase what was captured from the archives, for ever, where somebody has the right to that (consent was withdrawn).

    ID is a capture's or a report's; the pictures that a page names go with it. A record of the same size takes its place and says what
    was there (its digest), who erased it, when and why; so does an entry of the register. A row of a file goes with its whole file.
    The report's text in the register is another thing: `sijill register erase`. Destroy packages and copies by hand.

    \b
    Example:
      sijill custody erase r-7khq3bntl2mzc5wa --reason "the witness withdrew consent" --as a-7khq
    """
    from sijill.pipeline.erasure import erase_bytes, find_bytes
    from sijill.pipeline.keeper import open_keeper

    key = signing_key(key_path, signed)
    with open_register(target, must_exist=True, author=author) as register:
        folder = blobs_of(register, blobs)
        keeper = open_keeper(register, folder, key)
        with keeper.archive:
            for _ in keeper.recover():
                pass
        found = find_bytes(register, ids)
        for done in erase_bytes(keeper, folder, found, reason, key):
            click.echo(f"erased {done.capture}: {done.size:,} bytes in {done.archive}; entry {done.seq}")
        named = dict.fromkeys(held.report for held in found if held.report is not None)
        standing = [name for name in named if name in register.look.reports([name])]
    if not found:
        click.echo("their bytes were erased before")
    if standing:
        click.echo(f"the register still has the text of {', '.join(standing)}: `sijill register erase` takes it away")


@custody.command()
@register_option
@author_option
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--consent", required=True, metavar="TEXT", help="What the witness agreed to, and how; it is sealed.")
@click.option(
    "--use",
    type=click.Choice(["internal", "anonymous", "public"]),
    default="internal",
    show_default=True,
    help="What it may be used for: the team only, without name and words, to be quoted. This lies open.",
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="When consent was given.  [default: today]")
@click.option("--title", help="A title; it is sealed too.")
def testimony(target: str | None, author: str, file: Path, consent: str, use: str, day: datetime | None, title: str | None) -> None:
    """Enter the text FILE as a confidential testimony: sealed in the register, in no archive, with the consent that it was given under.

    Only what may be quoted (--use public) is read like a report. `sijill register erase` takes it away again. Delete FILE yourself.

    \b
    Example:
      sijill custody testimony spoken.txt --consent "read out and agreed to on tape 12; no name, no village" --use anonymous --as a-7khq
    """
    import os
    from typing import cast

    from sijill.pipeline.testimony import Consent, Use, enter_testimony

    with open_register(target, author=author) as register:
        on = day.date() if day else datetime.fromisoformat(register.now()).date()
        given = Consent(cast(Use, use), consent, on)
        name = enter_testimony(register, file.read_bytes(), given, name=str(file), title=title, secret=os.urandom(32))
    click.echo(f"{name} entered and sealed; {file} still lies where it was")
