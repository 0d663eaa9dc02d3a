"""`sijill capture`: reports from the web and from files, with custody."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sijill.cli.options import F, author_option, data_folder, open_register, register_option
from sijill.cli.screen import print_json, progress

if TYPE_CHECKING:
    from sijill.register import Register

MEGABYTE = 1024 * 1024


def blobs_option(command: F) -> F:
    """`--blobs DIR`, given to the command as `blobs`."""
    return click.option(
        "--blobs",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="SIJILL_BLOBS",
        help="The folder of what was captured.  [default: REGISTER.blobs, beside the register]",
    )(command)


def blobs_of(register: "Register", blobs: Path | None) -> Path:
    """The folder of what was captured: the one that was named, else the one beside the register's file."""
    if blobs is not None:
        return blobs
    if register.file is None:
        raise click.UsageError("a register on a server has no folder beside it: name one with --blobs (or $SIJILL_BLOBS)")
    return register.file.with_name(register.file.name + ".blobs")


def signing_key(path: Path | None, signed: bool) -> bytes | None:
    """The team's key, made on first use; null where nothing is to be signed."""
    from sijill.register.anchor import load_signing_key

    return load_signing_key(path or data_folder() / "anchor.key") if signed else None


def signing_options(command: F) -> F:
    """`--signing-key FILE` and `--no-sign`, given to the command as `key_path` and `signed`."""
    command = click.option(
        "--signing-key",
        "key_path",
        type=click.Path(path_type=Path, dir_okay=False),
        help="The key that signs, made on first use.  [default: anchor.key in your data folder]",
    )(command)
    return click.option("--sign/--no-sign", "signed", default=True, show_default=True, help="Sign each with the team's key.")(command)


def web_options(command: F) -> F:
    """How the web is asked, given to the command as `web`."""
    from functools import wraps

    @wraps(command)
    def choose(*args: Any, **kwargs: Any) -> Any:
        names = ("proxy", "tor", "allow_private", "authorities", "agent", "pause", "ignore_robots", "timeout")
        return command(*args, web={name: kwargs.pop(name) for name in names}, **kwargs)

    chosen: Any = choose
    for option in (
        click.option(
            "--timeout", type=click.FloatRange(1), default=300.0, show_default=True, metavar="SECONDS", help="Most for one answer."
        ),
        click.option("--ignore-robots", is_flag=True, help="Fetch what a site's robots.txt asks programs not to fetch."),
        click.option(
            "--pause",
            type=click.FloatRange(0),
            default=2.0,
            show_default=True,
            metavar="SECONDS",
            help="Least between two requests to one site.",
        ),
        click.option("--agent", default="sijill", show_default=True, help="What we call ourselves to sites."),
        click.option(
            "--ca",
            "authorities",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="Certificates (PEM) to trust besides.",
        ),
        click.option("--allow-private", is_flag=True, help="Let addresses lead to your own machine and network."),
        click.option("--tor", is_flag=True, help="Go through Tor on this machine (127.0.0.1:9050): sites do not see your address."),
        click.option("--proxy", metavar="URL", help="Go through a proxy: socks5h://HOST:PORT or http://HOST:PORT."),
    ):
        chosen = option(chosen)
    result: F = chosen
    return result


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE…]")
@click.option(
    "--from",
    "lists",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with an address a line.",
)
@register_option
@author_option
@blobs_option
@signing_options
@click.option("--media/--no-media", default=True, show_default=True, help="Keep the pictures and video that pages and posts name.")
@click.option(
    "--media-size", type=click.IntRange(1), default=200, show_default=True, metavar="MB", help="Most of one picture or video."
)
@click.option("--size", type=click.IntRange(1), default=16, show_default=True, metavar="MB", help="Most of one page or PDF.")
@click.option("--most", type=click.IntRange(1), default=1000, show_default=True, help="Most new addresses of one feed or sitemap.")
@click.option("--host", "hosts", multiple=True, metavar="HOST", help="Of web archives only pages of this host.")
@click.option("--again", is_flag=True, help="Also what was captured before: a page may have changed.")
@click.option("--tsa", metavar="URL", help="At the end have the register's head time-stamped (RFC 3161) by this authority.")
@click.option("--json", "as_json", is_flag=True, help="What became of each, one JSON object a line.")
@web_options
def capture(
    sources: tuple[str, ...],
    lists: tuple[Path, ...],
    target: str | None,
    author: str,
    blobs: Path | None,
    key_path: Path | None,
    signed: bool,
    media: bool,
    media_size: int,
    size: int,
    most: int,
    hosts: tuple[str, ...],
    again: bool,
    tsa: str | None,
    as_json: bool,
    web: dict[str, Any],
) -> None:
    """Capture reports from web addresses, feeds, sitemaps and files, and keep what was captured as it was.

    SOURCE is a web address (of a page, a PDF, an RSS or Atom feed, a sitemap), a file that sijill reads, or a folder of them: saved
    pages, PDF, tables of reports, Telegram Desktop's exports, WARC and WACZ archives, and feeds, sitemaps and OPML lists on your disk,
    whose addresses are then asked for. What was captured before is not asked for again,
    so that a run that was stopped goes on where it was. `sijill run` then reads what was captured.

    \b
    Examples:
      sijill capture https://news.example.org/strike-in-the-north --as a-7khq
      sijill capture --from addresses.txt --tor
      sijill capture https://news.example.org/feed.xml --no-media
      sijill capture sitemap.xml.gz subscriptions.opml --most 200
      sijill capture telegram-export/ crawl.wacz --host news.example.org
    """
    from collections import Counter
    from dataclasses import asdict
    from itertools import chain

    from sijill.capture.address import is_web
    from sijill.capture.feed import read_list
    from sijill.model import InputError
    from sijill.pipeline.capture import capture_files
    from sijill.pipeline.keeper import open_keeper

    addresses = [one for one in sources if is_web(one)]
    paths = [Path(one) for one in sources if not is_web(one)]
    for path in lists:
        addresses += read_list(path.read_text(encoding="utf-8", errors="replace"))
    counts: Counter[str] = Counter()
    choice = _choice(hosts, again=again, media=media, media_size=media_size, size=size, most=most, timeout=web["timeout"])
    with open_register(target, author=author) as register:
        folder = blobs_of(register, blobs)
        keeper = open_keeper(register, folder, signing_key(key_path, signed))
        with keeper.archive, progress("Capturing", None) as bar:
            counts["found"] = sum(1 for _ in keeper.recover())
            from_web = _web_capture(keeper, choice, web)
            for item in chain(from_web.run(addresses), capture_files(keeper, paths, choice, from_web)):
                bar.step()
                if isinstance(item, InputError):
                    counts["problems"] += 1
                    bar.say(str(item))
                    continue
                counts[item.outcome] += 1
                counts["reports"] += item.report is not None and item.outcome == "kept"
                for warning in item.warnings:
                    bar.say(warning)
                if as_json:
                    print_json(asdict(item), reviewed=True)
            keeper.flush()
        unread = len(register.look.unread_reports())
        stamped = _stamp(register, folder, key_path, tsa) if tsa else None
    more = f"; {counts['found']} found that a stopped run had kept" if counts["found"] else ""
    click.echo(
        f"{counts['kept']} captures kept ({counts['reports']} reports), {counts['known']} known already, "
        f"{counts['problems']} problems{more}",
        err=as_json,
    )
    if stamped:
        click.echo(stamped, err=as_json)
    _ask_who_publishes(addresses)
    if unread and not as_json:
        click.echo(f"{unread} reports wait to be read: `sijill run` reads them; `sijill custody verify` proves that nothing changed.")
    if counts["problems"]:
        raise SystemExit(1)


def _ask_who_publishes(addresses: list[str]) -> None:
    """Make a file for each site that was named and is no known source, and say so."""
    from sijill.capture.unknown import ask_about_host
    from sijill.model.source import team_folder

    team = team_folder()
    asked = [path for address in addresses if (path := ask_about_host(address, team)) is not None]
    if asked:
        click.echo(f"{len(asked)} sites are no known source: who publishes there? Fill in {', '.join(map(str, asked[:5]))}", err=True)


def _choice(hosts: tuple[str, ...], *, again: bool, media: bool, media_size: int, size: int, most: int, timeout: float) -> Any:
    from urllib.parse import urlsplit

    from sijill.capture.exchange import Limits
    from sijill.pipeline.fetch import Choice

    wanted = frozenset(host.lower().removeprefix("www.") for host in hosts)

    def is_wanted(address: str) -> bool:
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            return False
        return host in wanted or any(host.endswith(f".{one}") for one in wanted)

    limits = Limits(size=size * MEGABYTE, whole_s=timeout, idle_s=min(30.0, timeout))
    return Choice(again, media, limits, media_size * MEGABYTE, most, is_wanted if wanted else None)


def _web_capture(keeper: Any, choice: Any, web: dict[str, Any]) -> Any:
    from sijill.capture.dial import TOR, Route
    from sijill.capture.visit import Manners, Visitor
    from sijill.pipeline.fetch import WebCapture

    if web["tor"] and web["proxy"]:
        raise click.UsageError("--tor is a proxy: give one of --tor and --proxy")
    route = Route(TOR if web["tor"] else web["proxy"], web["allow_private"], web["authorities"])
    manners = Manners(web["agent"], web["pause"], not web["ignore_robots"])
    return WebCapture(keeper, Visitor(route, manners, now=keeper.register.now), choice)


def _stamp(register: Any, folder: Path, key_path: Path | None, tsa: str) -> str:
    """An anchor of the register, signed and stamped, beside the archives: it covers every capture before it."""
    from sijill.model import NoStamp
    from sijill.register.anchor import make_anchor, stamp_anchor, write_anchor

    made = make_anchor(register, key_path or data_folder() / "anchor.key")
    try:
        made = stamp_anchor(made, tsa)
    except NoStamp as error:
        raise click.ClickException(f"{error}; what was captured is kept all the same") from error
    (folder / "anchors").mkdir(parents=True, exist_ok=True)
    path = folder / "anchors" / f"{made.at.replace(':', '')}-{made.seq}.json"
    write_anchor(made, path)
    return f"entry {made.seq} signed and stamped in {path}"
