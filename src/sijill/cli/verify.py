"""`sijill verify`: an edition, by whoever has its folder."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="EDITION")
@click.option("--public-key", metavar="HEX", help="The key that must have signed it.")
@click.option("--incident", metavar="ID", help="Prove that this incident is in it.")
@click.option(
    "--before", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Check that it follows this earlier edition."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the path from the incident to the root.")
def verify(folder: Path, public_key: str | None, incident: str | None, before: Path | None, as_json: bool) -> None:
    """Check that every file of the folder EDITION is as it was published. The folder is all that it needs: no register, no network.

    With --incident and --before it shows that an incident was in the earlier edition, and what it is in this one.

    \b
    Examples:
      sijill verify edition
      sijill verify 2026-12 --before 2026-11 --incident i-7khq3bntl2mzc5wa
      sijill verify edition --public-key 5f3c…
    """
    from sijill.cli.screen import print_json
    from sijill.model import InputError
    from sijill.write import find_membership, verify_edition

    now = verify_edition(folder, public_key)
    was = verify_edition(before, public_key) if before is not None else None
    if was is not None and now.manifest["before"] != was.digest:
        raise InputError(str(folder), f"does not follow {before}", "its manifest names another edition before it, or none")
    held = find_membership(now, incident) if incident else None
    held_before = find_membership(was, incident) if incident and was else None
    if as_json:
        print_json(
            {
                "edition": str(folder),
                "manifest": now.digest,
                "signed_by": now.signed_by,
                "register": now.manifest["register"],
                "files": len(now.manifest["files"]),
                "incidents": len(now.leaves),
                "membership": held and {"leaf": held.leaf.leaf, "path": held.path, "root": held.root, "summary": held.leaf.summary},
                "before": held_before and {"leaf": held_before.leaf.leaf, "path": held_before.path, "root": held_before.root},
            },
            reviewed=True,
        )
        return
    signed = f"signed by {now.signed_by}" if now.signed_by else "not signed"
    head = now.manifest["register"]
    click.echo(f"{len(now.manifest['files'])} files are as published, {signed}; made from entry {head['seq']}, head {head['head']}")
    if was is not None:
        click.echo(f"it follows {before}, manifest {was.digest}")
    if incident:
        _print_membership(incident, "this edition", held.leaf.leaf if held else None)
        if was is not None:
            _print_membership(incident, "the edition before", held_before.leaf.leaf if held_before else None)


def _print_membership(incident: str, which: str, leaf: str | None) -> None:
    click.echo(f"{incident} is in {which}: leaf {leaf}" if leaf else f"{incident} is not in {which}")
