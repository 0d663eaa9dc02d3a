"""Proof: a manifest that ties every file to the register's head, signed; and for each incident a leaf, so that anyone can show that it
was in an edition and what happened to it after.

`proof.jsonl` has a line for each incident: its leaf (SHA-256 of its record in canonical JSON), and a summary. The manifest holds the
root of a Merkle tree over the leaves in the order of ids (RFC 6962, section 2.1: leaves are hashed after a byte 0, nodes after a byte
1), the digests of all files, and the digest of the manifest of the edition before.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.model import Case, Imprint, InputError
from sijill.model.codec import to_json
from sijill.model.identity import canonical_json, digest
from sijill.model.signature import fits_signature, public_key_of, sign_json
from sijill.write.change import summarize

MANIFEST = "manifest.json"
PROOF = "proof.jsonl"
PURPOSE = "sijill edition"
"""What is signed says what it is, so that the signature fits nothing else."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One incident of an edition: its id, the digest of its record, and what is compared between editions."""

    incident: str
    leaf: str
    summary: Mapping[str, Any]


def leaf_of(case: Case, line: str) -> Leaf:
    """The leaf of a case; `line` is what `line_of` gives for it."""
    return Leaf(case.incident.id, digest(line), summarize(case))


def line_of(case: Case) -> str:
    """A case as one object of canonical JSON: the incident with its accounts, what a leaf stands for, a line of `incidents.jsonl`."""
    record: dict[str, Any] = to_json(case)
    record.pop("former")
    return canonical_json(record)


def write_proof(folder: Path, leaves: Sequence[Leaf]) -> Path:
    """`proof.jsonl`, sorted by incident."""
    path = folder / PROOF
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as file:
        for one in leaves:
            file.write(canonical_json({"incident": one.incident, "leaf": one.leaf, "summary": one.summary}) + "\n")
    return path


def read_proof(folder: Path) -> tuple[Leaf, ...]:
    """The leaves of an edition. Raises InputError that names the line."""
    path, found = folder / PROOF, []
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogatepass").splitlines()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}", "an edition has one; was it copied whole?") from error
    for number, line in enumerate(lines, 1):
        try:
            one = json.loads(line)
            found.append(Leaf(str(one["incident"]), str(one["leaf"]), dict(one["summary"])))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(str(path), "is no leaf of an incident", "the file was changed", line=number) from error
    return tuple(found)


def root_of(leaves: Sequence[str]) -> str:
    """The root of the tree over leaves (hex digests), in hex; of no leaves the digest of nothing."""
    level = [hashlib.sha256(b"\0" + bytes.fromhex(one)).digest() for one in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = [*pairs, *level[len(pairs) * 2 :]]
    return level[0].hex() if level else hashlib.sha256(b"").hexdigest()


def path_to(leaves: Sequence[str], index: int) -> tuple[tuple[str, str], ...]:
    """What must be hashed together with leaf `index` to reach the root: (side, digest in hex) from the leaf up."""
    level = [hashlib.sha256(b"\0" + bytes.fromhex(one)).digest() for one in leaves]
    path = []
    while len(level) > 1:
        other = index ^ 1
        if other < len(level):
            path.append(("left" if other < index else "right", level[other].hex()))
        pairs = [hashlib.sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level, index = [*pairs, *level[len(pairs) * 2 :]], index // 2
    return tuple(path)


def climb(leaf: str, path: Sequence[tuple[str, str]]) -> str:
    """The root that a leaf and its path give."""
    at = hashlib.sha256(b"\0" + bytes.fromhex(leaf)).digest()
    for side, other in path:
        both = bytes.fromhex(other) + at if side == "left" else at + bytes.fromhex(other)
        at = hashlib.sha256(b"\1" + both).digest()
    return at.hex()


def write_manifest(
    folder: Path, imprint: Imprint, written: Sequence[Path], leaves: Sequence[Leaf], before: str | None, notice: str, key: bytes | None
) -> Path:
    """`manifest.json`: every file with its digest, what the edition is, and the signature of all that under `key` (32 bytes, Ed25519);
    `before` is the digest of the manifest of the edition before."""
    said: dict[str, Any] = {
        "notice": notice,
        "title": list(imprint.title),
        "sijill": imprint.version,
        "made_at": imprint.made_at,
        "register": {"seq": imprint.seq, "head": imprint.head},
        "policy": imprint.policy,
        "place_credits": list(imprint.credits),
        "incidents": len(leaves),
        "incidents_root": root_of([one.leaf for one in leaves]),
        "before": before,
        "files": {p.relative_to(folder).as_posix(): digest_file(p) for p in sorted(written)},
    }
    path = folder / MANIFEST
    signed = said | sign(said, key) if key is not None else said
    path.write_text(json.dumps(signed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return path


def sign(said: Mapping[str, Any], key: bytes) -> dict[str, str]:
    """The public key and the Ed25519 signature of what is said, in hex."""
    public = public_key_of(key)
    return {"public_key": public, "signature": sign_json(key, {"purpose": PURPOSE, **said, "public_key": public})}


def check_signature(said: Mapping[str, Any]) -> bool:
    """Whether a manifest's signature fits what it says; false too where there is none."""
    if "public_key" not in said or "signature" not in said:
        return False
    signed = {name: value for name, value in said.items() if name != "signature"}
    return fits_signature(str(said["public_key"]), str(said["signature"]), {"purpose": PURPOSE, **signed})


def digest_file(path: Path) -> str:
    """SHA-256 of a file's bytes in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
