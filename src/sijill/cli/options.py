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
    """`--register FILE`, given to the command as `target`; with it `--key-file` and `--passphrase`, which `open_register` finds."""
    for option in reversed(
        (
            click.option(
                "--register",
                "target",
                metavar="FILE",
                help="The register: a file, or postgresql://…  [default: register.sqlite in your data folder, or in $SIJILL_DATA]",
            ),
            click.option(
                "--key-file",
                type=click.Path(path_type=Path, exists=True, dir_okay=False),
                expose_value=False,
                callback=_read_key_file,
                envvar="SIJILL_KEY_FILE",
                help="The file that unlocks a protected register.",
            ),
            click.option(
                "--passphrase",
                is_flag=True,
                expose_value=False,
                callback=_ask_passphrase,
                help="Ask for the passphrase of a protected register; without it $SIJILL_PASSPHRASE is taken.",
            ),
        )
    ):
        command = option(command)
    return command


def author_option(command: F) -> F:
    """`--as PSEUDONYM`, given to the command as `author`."""
    return click.option(
        "--as", "author", metavar="PSEUDONYM", envvar="SIJILL_AUTHOR", default="machine", help="Who does it.  [default: $SIJILL_AUTHOR]"
    )(command)


def _read_key_file(context: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path is not None:
        context.meta[SECRET] = path.read_bytes()


def _ask_passphrase(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        context.meta[SECRET] = str(click.prompt("Passphrase", hide_input=True, err=True)).encode()


SECRET = "sijill.secret"  # noqa: S105 - the place where it is kept for the time of a command


def given_secret() -> bytes | None:
    """The passphrase or the bytes of the key file that this command was given; null where none was."""
    context = click.get_current_context(silent=True)
    given: bytes | None = context.meta.get(SECRET) if context is not None else None
    if given is None and (words := os.environ.get("SIJILL_PASSPHRASE")):
        given = words.encode()
    return given


@dataclass(frozen=True, slots=True)
class ReaderChoice:
    """Which reader a command was asked to use; `base_url`, `model`, `budget` (tokens) and `timeout` (seconds) are for a language
    model only."""

    name: str
    base_url: str | None
    model: str | None
    budget: int
    timeout: float


def reader_options(command: F) -> F:
    """`--reader` and what a language model needs, given to the command as `choice`."""

    @wraps(command)
    def choose(*args: Any, reader: str, base_url: str | None, model: str | None, budget: int, timeout: float, **kwargs: Any) -> Any:
        if reader == "llm" and not (base_url and model):
            raise click.UsageError("--reader llm needs --base-url and --model: the text of every report is sent there")
        if reader != "llm" and (base_url or model):
            raise click.UsageError("--base-url and --model are for --reader llm; without it nothing leaves this machine")
        return command(*args, choice=ReaderChoice(reader, base_url, model, budget, timeout), **kwargs)

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
            click.option(
                "--timeout",
                type=click.FloatRange(0.0, min_open=True),
                default=120.0,
                show_default=True,
                metavar="SECONDS",
                help="How long a language model may be silent before it is asked again.",
            ),
        )
    ):
        choose = option(choose)
    return cast(F, choose)


READER_HELP = "What reads: the grammar, on this machine, or a language model on a server that you name."


def open_register(target: str | None, *, must_exist: bool = False, author: str = "machine") -> "Register":
    """The register that `target` names, or the user's own. `must_exist` refuses to make a new one: there would be nothing in it."""
    from sijill.register import Register

    place = target or str(data_folder() / "register.sqlite")
    if must_exist and "://" not in place and not Path(place).exists():
        raise click.ClickException(f"{place}: there is no register yet; fill one with `sijill run PATH…`")
    return Register.open(place, author=author, secret=given_secret())
