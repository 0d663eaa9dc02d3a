"""Analysts: entries carry a pseudonym only; who stands behind it is sealed under the pseudonym's own key."""

import base64
from dataclasses import dataclass
from typing import Any

from sijill.model import RegisterError
from sijill.register.book import Register
from sijill.register.personal import ERASED
from sijill.register.sealed import Entropy, Sealed


@dataclass(frozen=True, slots=True)
class Analyst:
    """Somebody who decides: a pseudonym such as `a-7khq`, and the name and contact behind it (`[erased]` once they are)."""

    pseudonym: str
    name: str
    contact: str | None
    since: str


def add_analyst(register: Register, name: str, contact: str | None, entropy: Entropy) -> Analyst:
    """Enter an analyst under a fresh pseudonym. Raises RegisterError where the name is empty or entered already."""
    if not name.strip():
        raise RegisterError("an analyst needs a name; only people with the register's keys can read it")
    with register.writing():
        held = list_analysts(register)
        if any(one.name == name for one in held):
            raise RegisterError(f"{name!r} is an analyst of this register already; `sijill register analyst list` shows the pseudonym")
        pseudonym = _fresh_pseudonym({one.pseudonym for one in held}, entropy)
        body = {"analyst": {"name": Sealed(pseudonym, name, ERASED), "contact": contact and Sealed(pseudonym, contact, None)}}
        made = register.append("decided", pseudonym, "an analyst of this register", body)
    return Analyst(pseudonym, name, contact, made.at)


def list_analysts(register: Register) -> tuple[Analyst, ...]:
    """Every analyst in the order of entry."""
    found = []
    for entry in register.entries("decided", beginning="a-"):
        analyst: dict[str, Any] | None = entry.body.get("analyst")
        if analyst is not None:
            found.append(Analyst(entry.subject, analyst["name"], analyst["contact"], entry.at))
    return tuple(found)


def _fresh_pseudonym(taken: set[str], entropy: Entropy) -> str:
    while True:
        made = "a-" + base64.b32encode(entropy(5)).decode().lower()[:4]
        if made not in taken:
            return made
