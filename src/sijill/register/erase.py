"""Erasing: what can no longer be read afterwards, and the entry that says so. The chain stays as it was."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from sijill.model import RegisterError
from sijill.model.identity import canonical_json
from sijill.register.chain import Fact, read_entry
from sijill.register.sealed import Sealed, find_markers, replace_parts
from sijill.register.tables import entries, sealed
from sijill.register.vault import Vault, load_boxes, load_erasures

BLANK = "█"
"""What stands for each letter of a name that was blanked, so that every span still fits."""


def erasure_of(connection: Connection, vault: Vault, owner: str, reason: str) -> Fact | None:
    """Take an owner's boxes away; the fact to enter, or null where an entry says so already. Raises RegisterError for an unknown
    owner."""
    if owner in load_erasures(connection).owners:
        vault.discard(connection, owner)
        return None
    _refuse_open_values(connection, owner)
    if not load_boxes(connection, owner=owner):
        raise RegisterError(f"nothing personal is kept under {owner!r}; name a report, a person, an incident or an analyst by its id")
    vault.discard(connection, owner)
    return Fact("retracted", owner, reason, {"erased": owner})


def blanking_of(connection: Connection, vault: Vault, report: str, names: Sequence[str], reason: str) -> Fact:
    """Replace names in a report's text and readings by as many blocks; the fact to enter, with old and new commitments."""
    if not all(name.strip() for name in names) or not names:
        raise RegisterError("give the name to blank as it is written in the report")
    _refuse_open_values(connection, report)
    raws = [read_entry(row) for row in connection.execute(select(entries).where(entries.c.subject == report).order_by(entries.c.seq))]
    captured = next((entry for entry in raws if entry.kind == "captured"), None)
    if captured is None or report in load_erasures(connection).owners:
        raise RegisterError(f"there is no report {report!r} that can be read; `sijill register log --kind captured` lists them")
    blank = _blanker(names)
    text = _open(connection, vault, captured.body["report"]["text"])
    if blank(text) == text:
        raise RegisterError(f"none of the names given stands in the text of {report}; nothing was blanked")
    erasures, changed = load_erasures(connection), {}
    for entry in raws:
        for marker in find_markers(entry.body):
            value = _open(connection, vault, marker)
            if (new := _blank_value(value, text, blank)) != value:
                changed[erasures.newest(marker["sealed"])] = Sealed(report, new, marker["erased"])
    return Fact("retracted", report, reason, {"blanked": vault.reseal(connection, report, changed)})


def unsettled_erasures(connection: Connection, vault: Vault, reason: str) -> tuple[list[Fact], list[str]]:
    """Facts about owners whose key was destroyed and of which the chain does not know; with them every erased owner."""
    erased = load_erasures(connection).owners
    destroyed = {(owner, turn) for owner, turn, key in vault.keyring.rows() if key is None}
    boxes = {(row.owner, row.turn) for row in connection.execute(select(sealed.c.owner, sealed.c.turn).distinct())}
    fresh = sorted({owner for owner, _ in boxes & destroyed} - erased)
    for owner in {*fresh, *erased}:
        vault.discard(connection, owner)
    return [Fact("retracted", owner, reason, {"erased": owner}) for owner in fresh], sorted({*fresh, *erased})


def _refuse_open_values(connection: Connection, owner: str) -> None:
    """Entries of version 0001 hold reports in the open: nothing can take them out of the chain."""
    for row in connection.execute(select(entries).where(entries.c.subject == owner, entries.c.kind.in_(("captured", "read")))):
        if not list(find_markers((entry := read_entry(row)).body)):
            raise RegisterError(
                f"entry {entry.seq} was written before personal values were sealed and holds {owner} in the open; it cannot be erased "
                "without breaking the chain: file the reports anew into a new register and destroy this one"
            )


def _open(connection: Connection, vault: Vault, marker: dict[str, Any]) -> Any:
    return vault.opened(connection, [canonical_json({"value": marker})])[0]["value"]


def _blanker(names: Sequence[str]) -> Callable[[str], str]:
    """Blanks every spelling, the longest first, whatever white space stands between its words."""
    spellings = sorted((r"\s+".join(map(re.escape, name.split())) for name in names), key=len, reverse=True)
    pattern = re.compile("|".join(spellings))
    return lambda text: pattern.sub(lambda match: BLANK * len(match[0]), text)


def _blank_value(value: Any, text: str, blank: Callable[[str], str]) -> Any:
    """A text or a reading with the names blanked; quotes are cut anew, so that they still stand in the text."""
    new_text = blank(text)

    def blank_part(part: Any) -> Any:
        if isinstance(part, str):
            return blank(part)
        found = {name: _blank_value(inner, text, blank) for name, inner in part.items() if name not in ("quote", "span")}
        start, end = part["span"]
        cut = new_text[start:end]
        if cut != part["quote"] and isinstance(found.get("name"), str) and BLANK not in found["name"]:
            found["name"] = BLANK * len(found["name"])  # written otherwise than in the text: it cannot stay either
        return {**part, **found, "quote": cut}

    return replace_parts(value, lambda part: isinstance(part, str) or _is_claim(part), blank_part)


def _is_claim(part: Any) -> bool:
    return isinstance(part, dict) and part.get("span") is not None and part.get("quote") is not None
