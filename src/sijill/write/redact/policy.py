"""Policies: what an edition withholds and why; a file that a team can read, change and show."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from sijill.model import DataError
from sijill.model.identity import is_person_key
from sijill.model.vocabulary import AttributionKind, Level

Whom = Literal["all", "minors", "none"]
Texts = Literal["full", "excerpts", "quotes"]


@dataclass(frozen=True, slots=True)
class Policy:
    """What is withheld. `living` and `dead` say whose names; `speakers` are kinds of attribution whose named people are; `names` are
    further names (of private persons, witnesses, sources), in any spelling; `consent` and `withhold` are keys of the victims' list."""

    name: str
    title: tuple[str, str]
    text: tuple[str, str]
    living: Whom = "all"
    dead: Whom = "none"
    speakers: frozenset[str] = frozenset()
    analysts: bool = True
    addresses: bool = True
    custody: bool = True
    texts: Texts = "excerpts"
    coordinates: Level | None = None
    consent: frozenset[str] = frozenset()
    withhold: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()

    @property
    def withholds(self) -> bool:
        """Whether anybody's name is withheld."""
        return bool(self.living != "none" or self.dead != "none" or self.speakers or self.withhold or self.names)


def list_policies() -> tuple[str, ...]:
    """Names of the policies of the package."""
    return tuple(
        sorted(p.name.removesuffix(".toml") for p in (files("sijill") / "data" / "policies").iterdir() if p.name.endswith(".toml"))
    )


def load_policy(name: str) -> Policy:
    """A policy of the package by its name, or the one in the file `name`. Raises DataError that names the file and the field."""
    if name in list_policies():
        return parse_policy((files("sijill") / "data" / "policies" / f"{name}.toml").read_text(encoding="utf-8"), name)
    path = Path(name)
    if not path.is_file():
        raise DataError(f"no policy {name!r}: there are {', '.join(list_policies())}, or name a file")
    try:
        return parse_policy(path.read_text(encoding="utf-8"), path.stem, path.parent)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error


def parse_policy(text: str, name: str, folder: Path = Path()) -> Policy:
    """A policy from TOML; `names_file` in it, one name a line, is looked for in `folder`. Raises DataError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"policy {name}: {error}") from error
    if extra := data.keys() - (Policy.__dataclass_fields__.keys() - {"name"} | {"names_file"}):
        raise DataError(f"policy {name}: no field {', '.join(sorted(extra))}; see `sijill write --help`")
    coordinates = data.get("coordinates") or None
    if coordinates is not None and coordinates not in get_args(Level):
        raise DataError(f"policy {name}: coordinates = {coordinates!r} is no level; there are: {', '.join(get_args(Level))}")
    return Policy(
        name=name,
        title=_pair(data, "title", name),
        text=_pair(data, "text", name),
        living=_choice(data, "living", get_args(Whom), "all", name),
        dead=_choice(data, "dead", get_args(Whom), "none", name),
        speakers=_known(data, "speakers", get_args(AttributionKind), name),
        analysts=_switch(data, "analysts", name),
        addresses=_switch(data, "addresses", name),
        custody=_switch(data, "custody", name),
        texts=_choice(data, "texts", get_args(Texts), "excerpts", name),
        coordinates=coordinates,
        consent=_people(data, "consent", name),
        withhold=_people(data, "withhold", name),
        names=(*map(str, data.get("names", [])), *_listed(data.get("names_file"), folder, name)),
    )


def _pair(data: Mapping[str, Any], field: str, name: str) -> tuple[str, str]:
    value = data.get(field)
    if not isinstance(value, list) or len(value) != 2:
        raise DataError(f"policy {name}: {field} needs an English and an Arabic wording")
    return str(value[0]), str(value[1])


def _choice(data: Mapping[str, Any], field: str, allowed: tuple[Any, ...], default: Any, name: str) -> Any:
    value = data.get(field, default)
    if value not in allowed:
        raise DataError(f"policy {name}: {field} = {value!r}; it can be: {', '.join(allowed)}")
    return value


def _switch(data: Mapping[str, Any], field: str, name: str) -> bool:
    value = data.get(field, True)
    if not isinstance(value, bool):
        raise DataError(f"policy {name}: {field} = {value!r}; it can be: true, false")
    return value


def _known(data: Mapping[str, Any], field: str, allowed: tuple[Any, ...], name: str) -> frozenset[str]:
    values = frozenset(data.get(field, []))
    if unknown := values - set(allowed):
        raise DataError(f"policy {name}: {field} has {', '.join(sorted(unknown))}; it can have: {', '.join(allowed)}")
    return values


def _people(data: Mapping[str, Any], field: str, name: str) -> frozenset[str]:
    keys = frozenset(map(str, data.get(field, [])))
    if wrong := [k for k in keys if not is_person_key(k)]:
        raise DataError(f"policy {name}: {field} takes keys of the victims' list (v-…), never names: {len(wrong)} are none")
    return keys


def _listed(file: object, folder: Path, name: str) -> tuple[str, ...]:
    if file is None:
        return ()
    path = folder / str(file)
    try:
        return tuple(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and line[0] != "#")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"policy {name}: names_file {path} cannot be read: {error}") from error
