"""Sources: who publishes, as data (`data/sources/<country>/<id>.toml`, and a team's own folder in the same shape)."""

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from sijill.model.errors import DataError
from sijill.model.fingerprint import words_of
from sijill.model.report import Report

SourceKind = Literal["international", "local", "agency", "state", "ngo", "official", "armed_group", "social"]
KINDS: tuple[str, ...] = get_args(SourceKind)
WORLD = "world"
"""The folder of sources that report from many countries."""

UNKNOWN = "unknown"
"""The folder of sources that wait to be filled in."""

_FIELDS = {"publisher": str, "kind": str, "names": list, "languages": list, "hosts": list, "feeds": list, "repeats": list}
_ID = re.compile(r"[a-z0-9][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes. `kind` and `country` are null where nobody has filled them in; `country` also for a source of many countries.

    `hosts` may go on with a path (a channel on somebody else's site). `repeats` are ids of the sources whose texts it mainly reprints.
    """

    id: str
    publisher: str
    names: tuple[str, ...] = ()
    kind: SourceKind | None = None
    country: str | None = None
    languages: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()


def team_folder() -> Path:
    """Where a team keeps its own sources: $SIJILL_SOURCES, else `sources` in $SIJILL_DATA or the user's data folder."""
    if named := os.environ.get("SIJILL_SOURCES"):
        return Path(named)
    if data := os.environ.get("SIJILL_DATA"):
        return Path(data) / "sources"
    from platformdirs import user_data_dir

    return Path(user_data_dir("sijill")) / "sources"


def load_sources(team: Path | None = None) -> Mapping[str, Source]:
    """Every source by its id, sorted; those of the team's folder take the place of ours. Raises DataError that names the file."""
    return _load(team or team_folder())


@cache
def _load(team: Path) -> Mapping[str, Source]:
    found = dict(_read_folder(files("sijill") / "data" / "sources"))
    if team.is_dir():
        found.update(_read_folder(team))
    wrong = [f"{source.id} repeats {one}" for source in found.values() for one in source.repeats if one not in found]
    if wrong:
        raise DataError(f"sources: {', '.join(wrong)}, which is no source")
    return dict(sorted(found.items()))


def _read_folder(folder: Traversable | Path) -> Iterable[tuple[str, Source]]:
    for country in sorted((one for one in folder.iterdir() if one.is_dir() and one.name != "notes"), key=lambda one: one.name):
        for file in sorted(country.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".toml"):
                source = read_source(file.read_text(encoding="utf-8"), file.name.removesuffix(".toml"), country.name)
                yield source.id, source


def read_source(words: str, name: str, country: str) -> Source:
    """The source in a file's words. Raises DataError that names the file and the field."""
    where = f"sources/{country}/{name}.toml"
    try:
        fields: dict[str, Any] = tomllib.loads(words)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{where}: {error}") from error
    if not _ID.fullmatch(name):
        raise DataError(f"{where}: a source's file is named in small letters, figures and underscores")
    for field, value in fields.items():
        kind = _FIELDS.get(field)
        if kind is None:
            raise DataError(f"{where}: {field} is no field of a source (there are: {', '.join(_FIELDS)})")
        if not isinstance(value, kind) or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            raise DataError(f"{where}: {field} is not {'text' if kind is str else 'a list of texts'}")
    if not fields.get("publisher"):
        raise DataError(f"{where}: it has no publisher")
    if fields.get("kind") and fields["kind"] not in KINDS:
        raise DataError(f"{where}: {fields['kind']!r} is no kind of source (there are: {', '.join(KINDS)})")
    lists = {field: tuple(fields.get(field, ())) for field, kind in _FIELDS.items() if kind is list}
    return Source(
        id=name,
        publisher=fields["publisher"],
        kind=fields.get("kind") or None,
        country=country.upper() if country not in (WORLD, UNKNOWN) else None,
        **lists,
    )


def find_source(address: str | None, name: str | None = None, team: Path | None = None) -> Source | None:
    """The source of an address, else the one that a name names; null where neither is known. The longest host or name decides."""
    folder = team or team_folder()
    return (_find_host(address, folder) if address else None) or (_find_name(name, folder) if name else None)


def source_of_report(report: Report) -> Source | None:
    """The source that a report's `url` or `source` ties it to; null where it is none that is known."""
    return find_source(report.url, report.source)


@lru_cache(maxsize=4096)
def _find_host(address: str, team: Path) -> Source | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if not host:
        return None
    whole = host + parts.path.rstrip("/") + "/"
    fits = [(len(known), source) for known, source in _hosts(team) if _is_under(whole, host, known)]
    return max(fits, key=lambda one: one[0])[1] if fits else None


def _is_under(whole: str, host: str, known: str) -> bool:
    """Whether an address lies on a known host, one of its subdomains, or under a known host and path."""
    if "/" in known:
        return whole.startswith(known.rstrip("/") + "/")
    return host == known or host.endswith(f".{known}")


@cache
def _hosts(team: Path) -> tuple[tuple[str, Source], ...]:
    return tuple((host.lower().removeprefix("www."), source) for source in _load(team).values() for host in source.hosts)


@lru_cache(maxsize=4096)
def _find_name(name: str, team: Path) -> Source | None:
    words = f" {' '.join(words_of(name))} "
    fits = [(len(known), source) for known, source in _names(team) if f" {known} " in words]
    return max(fits, key=lambda one: one[0])[1] if fits else None


@cache
def _names(team: Path) -> tuple[tuple[str, Source], ...]:
    rows = ((" ".join(words_of(name)), source) for source in _load(team).values() for name in {*source.names, source.publisher})
    return tuple((known, source) for known, source in rows if known)


def forget_sources() -> None:
    """Read the files anew at the next look-up: after one was written."""
    for remembered in (_load, _hosts, _names, _find_host, _find_name):
        remembered.cache_clear()
