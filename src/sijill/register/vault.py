"""The vault: closes the sealed parts of facts, opens them again when entries are read, and checks them against the chain.

An erasure is an entry of kind `retracted` whose body says `erased` (an owner: nothing of it can be opened any more) or `blanked` (the
commitments that stand for a report's values from then on, by the commitments that they replace).
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from sijill.model import BrokenChain, Entry, RegisterError, RegisterLocked
from sijill.model.codec import parse_json
from sijill.register.among import select_among
from sijill.register.chain import Fact
from sijill.register.keyring import Keyring
from sijill.register.personal import seal_personal
from sijill.register.sealed import (
    BadSeal,
    Box,
    Entropy,
    Sealed,
    close_again,
    close_box,
    find_markers,
    marker_of,
    open_box,
    replace_parts,
)
from sijill.register.tables import entries, sealed

_MARKER = re.compile(
    r'\{"erased":(?P<erased>null|true|false|-?[0-9][0-9.eE+-]*|\[\]|\{\}|"(?:[^"\\]|\\.)*"),"owner":"(?:[^"\\]|\\.)*","sealed":"(?P<sealed>[0-9a-f]{64})"\}'
)
"""A marker in the text of an entry (canonical JSON), so that its value can be put there before the text is read. No text within a value
looks so: its quotes are escaped."""


@dataclass(frozen=True, slots=True)
class Erasures:
    """What the chain says was erased: owners, and commitments by the one that they replace."""

    owners: frozenset[str] = frozenset()
    blanked: Mapping[str, str] = field(default_factory=dict)

    def newest(self, commitment: str) -> str:
        """The commitment that stands for this one now."""
        while commitment in self.blanked:
            commitment = self.blanked[commitment]
        return commitment


class Vault:
    """Seals and opens on the connection of whoever asks, so that entries and boxes are kept together or not at all."""

    def __init__(self, keyring: Keyring, entropy: Entropy, name: str) -> None:
        self.keyring, self._entropy, self._name = keyring, entropy, name

    def seal(self, connection: Connection, facts: Iterable[Fact]) -> list[Fact]:
        """Facts as the chain keeps them: personal parts in boxes, markers in their places. Raises RegisterError for an erased owner."""
        marked = [seal_personal(fact) for fact in facts]
        owners = {part.owner for fact in marked for part in _sealed_parts(fact.body)}
        held = self._keys_for(connection, owners)
        boxes: list[Box] = []

        def close(part: Sealed) -> dict[str, Any]:
            turn, key = held[part.owner]
            boxes.append(close_box(part, key, turn, self._entropy))
            return marker_of(part, boxes[-1].commitment)

        closed = [replace(fact, body=replace_parts(fact.body, _is_sealed, close)) if owners else fact for fact in marked]
        self.keep(connection, boxes)
        return closed

    def keep(self, connection: Connection, boxes: Sequence[Box]) -> None:
        """Put boxes beside the chain."""
        if boxes:
            rows = [{"commitment": b.commitment, "owner": b.owner, "turn": b.turn, "content": b.content} for b in boxes]
            connection.execute(insert(sealed), rows)

    def opened(self, connection: Connection, texts: Sequence[str]) -> list[dict[str, Any]]:
        """Bodies of entries from their stored text, every sealed part opened; what was erased reads as its marker says."""
        wanted = {marker["sealed"] for text in texts for marker in _MARKER.finditer(text)}
        if not wanted:
            return [parse_json(text) for text in texts]
        values = self._values(connection, wanted)
        return [parse_json(_MARKER.sub(lambda marker: values.get(marker["sealed"], marker["erased"]), text)) for text in texts]

    def _values(self, connection: Connection, commitments: set[str]) -> dict[str, str]:
        """Values by commitment, in canonical JSON; erased ones are not in it."""
        boxes = load_boxes(connection, commitments)
        stands: dict[str, str] = {name: name for name in boxes}
        if missing := commitments - boxes.keys():
            erasures = load_erasures(connection)
            stands |= {name: erasures.newest(name) for name in missing}
            boxes |= load_boxes(connection, {stands[name] for name in missing})
        keys = self.keyring.read((box.owner, box.turn) for box in boxes.values())
        found = {}
        for name, stand in stands.items():
            if (box := boxes.get(stand)) is None:
                continue
            if (box.owner, box.turn) not in keys:
                raise self._locked(box.owner)
            if (key := keys[box.owner, box.turn]) is not None:
                try:
                    found[name] = open_box(box, key)
                except BadSeal as error:
                    raise RegisterError(
                        f"{self._name}: a personal value of {box.owner}: {error}; run `sijill register verify`"
                    ) from error
        return found

    def _keys_for(self, connection: Connection, owners: set[str]) -> dict[str, tuple[int, bytes]]:
        """A living key for each owner, made where it never had one."""
        held = self.keyring.live(owners)
        if not (fresh := sorted(owners - held.keys())):
            return held
        gone = self.keyring.known(fresh) | load_erasures(connection).owners.intersection(fresh)
        if gone:
            raise RegisterError(f"{self._name}: {min(gone)} was erased; nothing more can be kept under this name")
        query = select(sealed.c.owner).limit(1)
        if (row := next(select_among(connection, query, sealed.c.owner, fresh), None)) is not None:
            raise self._locked(row.owner)
        made = self.keyring.make((owner, 1) for owner in fresh)
        return held | {owner: (turn, key) for (owner, turn), key in made.items()}

    def _locked(self, owner: str) -> RegisterLocked:
        return RegisterLocked(f"{self._name}: the key of {owner} is not here; put the register's keys ({self.keyring.name}) beside it")

    def reseal(self, connection: Connection, owner: str, changed: Mapping[str, Sealed]) -> dict[str, str]:
        """Put all that an owner has under its next key, with other values where `changed` has them (by commitment); old to new
        commitments.

        The keys before must be destroyed once this is on disk (`keyring.destroy`).
        """
        boxes = list(load_boxes(connection, owner=owner).values())
        keys = self.keyring.read((box.owner, box.turn) for box in boxes)
        turn = max(self.keyring.live([owner])[owner][0], *(box.turn for box in boxes)) + 1
        new_key = self.keyring.make([(owner, turn)])[owner, turn]
        replaced, fresh = {}, []
        for box in sorted(boxes, key=lambda box: box.commitment):
            if box.commitment in changed:
                fresh.append(close_box(changed[box.commitment], new_key, turn, self._entropy))
                replaced[box.commitment] = fresh[-1].commitment
            elif (key := keys.get((owner, box.turn))) is not None:
                fresh.append(close_again(box, key, new_key, turn, self._entropy))
        self.discard(connection, owner)
        self.keep(connection, fresh)
        return replaced

    def discard(self, connection: Connection, owner: str) -> None:
        """Take an owner's boxes away; their bytes are overwritten."""
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        connection.execute(delete(sealed).where(sealed.c.owner == owner))

    def check(self, connection: Connection, batch: Sequence[Entry], erasures: Erasures) -> None:
        """Check that every sealed part of these entries opens to what it commits to, or was erased. Raises BrokenChain."""
        wanted = {marker["sealed"]: (entry, marker["owner"]) for entry in batch for marker in find_markers(entry.body)}
        boxes = load_boxes(connection, {erasures.newest(commitment) for commitment in wanted})
        keys = self.keyring.read((box.owner, box.turn) for box in boxes.values())
        for commitment, (entry, owner) in wanted.items():
            box = boxes.get(erasures.newest(commitment))
            if box is None or keys.get((box.owner, box.turn)) is None:
                if owner not in erasures.owners:
                    raise BrokenChain(entry.seq, f"a personal value of {owner} is missing, and no entry says that it was erased")
                continue
            if box.owner != owner:
                raise BrokenChain(entry.seq, f"a personal value of {owner} lies under {box.owner}")
            try:
                open_box(box, keys[box.owner, box.turn] or b"")
            except BadSeal as error:
                raise BrokenChain(entry.seq, f"a personal value of {owner}: {error}") from error


def load_erasures(connection: Connection) -> Erasures:
    """Every erasure that the chain has."""
    owners, blanked = set(), {}
    for text in connection.execute(select(entries.c.body).where(entries.c.kind == "retracted")).scalars():
        body = json.loads(text)
        if "erased" in body:
            owners.add(body["erased"])
        blanked.update(body.get("blanked", {}))
    return Erasures(frozenset(owners), blanked)


def load_boxes(connection: Connection, commitments: Iterable[str] = (), *, owner: str | None = None) -> dict[str, Box]:
    """Boxes by commitment: those asked for, or all of an owner."""
    if owner is not None:
        rows = list(connection.execute(select(sealed).where(sealed.c.owner == owner)))
    else:
        rows = list(select_among(connection, select(sealed), sealed.c.commitment, commitments))
    return {row.commitment: Box(row.commitment, row.owner, row.turn, row.content) for row in rows}


def _is_sealed(value: Any) -> bool:
    return isinstance(value, Sealed)


def _sealed_parts(value: Any) -> Iterable[Sealed]:
    if isinstance(value, Sealed):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _sealed_parts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _sealed_parts(part)
