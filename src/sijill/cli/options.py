"""What commands have in common: where the register lies, and how it is opened."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sijill.register import Register

F = TypeVar("F", bound=Callable[..., Any])


def data_folder() -> Path:
    """The user's folder for sijill: $SIJILL_DATA, else where this system keeps such data. Made if need be."""
    if named := os.environ.get("SIJILL_DATA"):
        folder = Path(named)
    else:
        from platformdirs import user_data_dir

        folder = Path(user_data_dir("sijill"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"{folder}: this folder cannot be made ({error.strerror}); name another with SIJILL_DATA") from error
    return folder


def register_option(command: F) -> F:
    """`--register FILE`, given to the command as `target`."""
    return click.option(
        "--register",
        "target",
        metavar="FILE",
        help="The register: a file, or postgresql://…  [default: register.sqlite in your data folder, or in $SIJILL_DATA]",
    )(command)


def open_register(target: str | None, *, must_exist: bool = False) -> "Register":
    """The register that `target` names, or the user's own. `must_exist` refuses to make a new one: there would be nothing in it."""
    from sijill.register import Register

    place = target or str(data_folder() / "register.sqlite")
    if must_exist and "://" not in place and not Path(place).exists():
        raise click.ClickException(f"{place}: there is no register yet; fill one with `sijill run PATH…`")
    return Register.open(place)
