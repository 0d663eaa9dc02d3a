"""`sijill register backup`, `restore` and `anchor`: copies, and proofs that nothing was changed."""

from pathlib import Path

import click

from sijill.cli.options import data_folder, given_secret, open_register, register_option


@click.command()
@register_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-keys", "keys", type=click.Path(path_type=Path, dir_okay=False), help="Copy the keys too, to this file.")
def backup(target: str | None, file: Path, keys: Path | None) -> None:
    """Copy the register to FILE, as it is at one moment, while others may write.

    The copy opens no personal value: keys are copied only with --with-keys, to a file that belongs in another place, and that must be
    destroyed or made anew after every erasure.

    \b
    Examples:
      sijill register backup /media/stick/2026-11-25.sqlite
      sijill register backup copy.sqlite --with-keys /media/safe/2026-11-25.keys
    """
    from sijill.register.backup import back_up

    with open_register(target, must_exist=True) as opened:
        head = back_up(opened, file, keys)
    click.echo(f"{head.seq} entries in {file}; head {head.digest}")


@click.command()
@register_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False), help="The copy of the keys.")
def restore(target: str | None, file: Path, keys: Path | None) -> None:
    """Bring the copy FILE back as a new register, after checking its chain. Nothing is ever replaced: the register must not exist yet.

    Where the register's own keys are still beside it they are used, and what was erased since the copy was made is erased again.

    \b
    Example:
      sijill register restore copy.sqlite --keys /media/safe/2026-11-25.keys --register restored.sqlite
    """
    from sijill.register.backup import restore as bring_back

    place = target or str(data_folder() / "register.sqlite")
    head = bring_back(file, place, keys, given_secret())
    click.echo(f"{head.seq} entries in {place}, every one follows from the one before; head {head.digest}")


@click.command()
@register_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the anchor to this new file.  [default: print it]")
@click.option("--check", type=click.Path(path_type=Path, dir_okay=False), help="Check the register against this anchor.")
@click.option("--public-key", metavar="HEX", help="With --check: the key that must have signed.")
@click.option(
    "--signing-key",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The key that signs, made on first use.  [default: anchor.key in your data folder]",
)
@click.option("--tsa", metavar="URL", help="Have it time-stamped (RFC 3161) by this authority, which sees a digest and your address.")
@click.option(
    "--tsa-ca",
    "authorities",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --check: the authority's root certificate (PEM), which must vouch for the time stamp.",
)
def anchor(
    target: str | None,
    out: Path | None,
    check: Path | None,
    public_key: str | None,
    signing_key: Path | None,
    tsa: str | None,
    authorities: Path | None,
) -> None:
    """Sign the head of the chain, so that a copy kept elsewhere shows later that nothing before it was changed.

    \b
    Examples:
      sijill register anchor --out anchors/2026-11-25.json
      sijill register anchor --check anchors/2026-11-25.json
      sijill register anchor --out anchors/2026-11-25.json --tsa http://tsa.example.org
      sijill register anchor --check anchors/2026-11-25.json --tsa-ca tsa-root.pem
    """
    if check is None:
        _make(target, out, signing_key or data_folder() / "anchor.key", tsa)
    else:
        _check(target, check, public_key, authorities)


def _make(target: str | None, out: Path | None, signing_key: Path, tsa: str | None) -> None:
    """Sign, stamp and write an anchor; without its stamp where the authority gives none, which is an error said at the end."""
    import json
    from dataclasses import asdict

    from sijill.model import NoStamp
    from sijill.register.anchor import make_anchor, stamp_anchor, write_anchor

    with open_register(target, must_exist=True) as opened:
        made = make_anchor(opened, signing_key)
    missing = None
    if tsa is not None:
        try:
            made = stamp_anchor(made, tsa)
        except NoStamp as error:
            missing = error
    if out is None:
        click.echo(json.dumps(asdict(made), indent=2))
    else:
        write_anchor(made, out)
        click.echo(f"entry {made.seq} signed{' and stamped' if made.stamp else ''} in {out}; public key {made.public_key}")
    if missing is not None:
        raise click.ClickException(f"{missing}; the anchor is signed all the same, without a stamp")


def _check(target: str | None, file: Path, public_key: str | None, authorities: Path | None) -> None:
    from sijill.register.anchor import check_anchor, check_anchor_stamp, read_anchor

    said = read_anchor(file)
    with open_register(target, must_exist=True) as opened:
        check_anchor(opened, said, public_key)
    click.echo(f"entry {said.seq} is as it was at {said.at}, and so is every one before it; signed by {said.public_key}")
    if authorities is not None:
        click.echo(f"time-stamped at {check_anchor_stamp(said, authorities):%Y-%m-%dT%H:%M:%SZ}")
    elif said.stamp is not None:
        click.echo("it has a time stamp, which was not checked: give the authority's certificate with --tsa-ca", err=True)
