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
def anchor(target: str | None, out: Path | None, check: Path | None, public_key: str | None, signing_key: Path | None) -> None:
    """Sign the head of the chain, so that a copy kept elsewhere shows later that nothing before it was changed.

    \b
    Examples:
      sijill register anchor --out anchors/2026-11-25.json
      sijill register anchor --check anchors/2026-11-25.json
    """
    import json
    from dataclasses import asdict

    from sijill.register.anchor import check_anchor, make_anchor, read_anchor, write_anchor

    if check is not None:
        said = read_anchor(check)
        with open_register(target, must_exist=True) as opened:
            check_anchor(opened, said, public_key)
        click.echo(f"entry {said.seq} is as it was at {said.at}, and so is every one before it; signed by {said.public_key}")
        return
    with open_register(target, must_exist=True) as opened:
        made = make_anchor(opened, signing_key or data_folder() / "anchor.key")
    if out is None:
        click.echo(json.dumps(asdict(made), indent=2))
    else:
        write_anchor(made, out)
        click.echo(f"entry {made.seq} signed in {out}; public key {made.public_key}")
