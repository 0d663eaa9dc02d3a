"""Verify: that a folder is the edition that was published, from the folder alone, and that it holds an incident."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.model import InputError
from sijill.write.proof import MANIFEST, Leaf, check_signature, digest_file, path_to, read_proof, root_of


@dataclass(frozen=True, slots=True)
class Verified:
    """An edition that is as it was published. `signed_by` is the public key in hex, null where it is not signed."""

    manifest: Mapping[str, Any]
    digest: str
    leaves: tuple[Leaf, ...]
    signed_by: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """That an incident was in an edition: its leaf, and the path from it to the root that the manifest holds."""

    leaf: Leaf
    path: tuple[tuple[str, str], ...]
    root: str


def verify_edition(folder: Path, public_key: str | None = None) -> Verified:
    """Check every file against the manifest, the manifest against its signature, and the incidents against their root.

    `public_key` (hex) is whose signature it must bear. Raises InputError that names the first file that is not as it was.
    """
    manifest, digest = read_manifest(folder)
    if "signature" in manifest and not check_signature(manifest):
        raise InputError(str(folder / MANIFEST), "its signature does not fit what it says", "the manifest was changed")
    signed_by = str(manifest["public_key"]) if "signature" in manifest else None
    if public_key is not None and (signed_by or "") != public_key.strip().lower():
        raise InputError(str(folder / MANIFEST), f"it is signed by {signed_by or 'nobody'}, not by {public_key}")
    _check_files(folder, manifest)
    leaves = read_proof(folder)
    if root_of([one.leaf for one in leaves]) != manifest["incidents_root"]:
        raise InputError(str(folder / MANIFEST), "its root is not that of the incidents in proof.jsonl", "the edition was changed")
    return Verified(manifest, digest, leaves, signed_by)


def read_manifest(folder: Path) -> tuple[dict[str, Any], str]:
    """The manifest of an edition, and the digest of its file. Raises InputError."""
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(said["files"], dict) or not isinstance(said["incidents_root"], str):
            raise ValueError
    except OSError as error:
        raise InputError(str(folder), "is no edition: it has no manifest.json that can be read") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(str(path), "is no manifest of an edition", "it was changed, or made by something else") from error
    return said, digest_file(path)


def find_membership(verified: Verified, incident: str) -> Membership | None:
    """The proof that the edition holds an incident; null where it does not."""
    names = [one.incident for one in verified.leaves]
    if incident not in names:
        return None
    index = names.index(incident)
    path = path_to([one.leaf for one in verified.leaves], index)
    return Membership(verified.leaves[index], path, str(verified.manifest["incidents_root"]))


def _check_files(folder: Path, manifest: Mapping[str, Any]) -> None:
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {MANIFEST}
    for name, expected in sorted(manifest["files"].items()):
        if name not in there:
            raise InputError(str(folder / name), "is missing", "the edition was not copied whole")
        if digest_file(folder / name) != expected:
            raise InputError(str(folder / name), "is not as it was published", "its digest differs from the manifest's")
    if extra := sorted(there - manifest["files"].keys()):
        raise InputError(str(folder / extra[0]), "is in no manifest: it is not part of the edition")
