"""Sources that nobody has described yet: a file in the team's folder that asks to be filled in."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from sijill.model.source import KINDS, UNKNOWN, find_source, forget_sources

_NOT_NAME = re.compile(r"[^a-z0-9]+")


def draft_source(host: str) -> str:
    """The words of a file for a source of which only the host is known."""
    return f'''# Fill this in, and move the file to the folder of the country that the source mainly reports from (or `world`).
publisher = "{host}"
names = []
# one of: {", ".join(KINDS)}
kind = ""
languages = []
hosts = ["{host}"]
feeds = []
repeats = []
'''


def ask_about_host(address: str, team: Path) -> Path | None:
    """Make a file that asks who publishes at an address, in the team's folder; null where the source is known or asked about, and
    for a machine's own address.

    The file appears whole or not at all.
    """
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if "." not in host or not any(sign.isalpha() for sign in host) or not host.isascii() or find_source(address, team=team) is not None:
        return None
    path = team / UNKNOWN / f"{_NOT_NAME.sub('_', host.lower()).strip('_')}.toml"
    if path.exists():
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_text(draft_source(host.lower()), encoding="utf-8")
    part.replace(path)
    forget_sources()
    return path
