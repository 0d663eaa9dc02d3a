"""What commands have in common: where the register lies and how it is opened, and which reader reads."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

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


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """Which reader a command was asked to use; `base_url`, `model` and `budget` (tokens) are for a language model only."""

    name: str
    base_url: str | None
    model: str | None
    budget: int


def reader_options(command: F) -> F:
    """`--reader` and what a language model needs, given to the command as `choice`."""

    @wraps(command)
    def choose(*args: Any, reader: str, base_url: str | None, model: str | None, budget: int, **kwargs: Any) -> Any:
        if reader == "llm" and not (base_url and model):
            raise click.UsageError("--reader llm needs --base-url and --model: the text of every report is sent there")
        if reader != "llm" and (base_url or model):
            raise click.UsageError("--base-url and --model are for --reader llm; without it nothing leaves this machine")
        return command(*args, choice=ReaderChoice(reader, base_url, model, budget), **kwargs)

    for option in reversed(
        (
            click.option("--reader", type=click.Choice(["grammar", "llm"]), default="grammar", show_default=True, help=READER_HELP),
            click.option(
                "--base-url", metavar="URL", help="The language model's server (OpenAI-compatible); its key in SIJILL_LLM_KEY."
            ),
            click.option("--model", metavar="NAME", help="The language model's name on that server."),
            click.option(
                "--budget", type=click.IntRange(1), default=1_000_000, show_default=True, help="Most tokens for a language model."
            ),
        )
    ):
        choose = option(choose)
    return cast(F, choose)


READER_HELP = "What reads: the grammar, on this machine, or a language model on a server that you name."


def open_register(target: str | None, *, must_exist: bool = False) -> "Register":
    """The register that `target` names, or the user's own. `must_exist` refuses to make a new one: there would be nothing in it."""
    from sijill.register import Register

    place = target or str(data_folder() / "register.sqlite")
    if must_exist and "://" not in place and not Path(place).exists():
        raise click.ClickException(f"{place}: there is no register yet; fill one with `sijill run PATH…`")
    return Register.open(place)
