"""Anchors: the head of a register, signed. Kept elsewhere, or handed to others, it shows later that nothing before it was changed.

An anchor may be stamped by an outside authority (RFC 3161): then its time too is not only our word.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sijill.model import BrokenChain, RegisterError
from sijill.model.identity import canonical_json
from sijill.model.signature import fits_signature, public_key_of, sign_json
from sijill.register.book import Register
from sijill.register.timestamp import check_stamp, request_stamp

PURPOSE = "sijill register head"
"""What is signed says what it is, so that the signature fits nothing else."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head at a time (ISO 8601, UTC), with the signer's Ed25519 public key and signature in hex.

    `stamp` is the answer of a time-stamping authority (RFC 3161, DER in base64) about all the others; null where none was asked.
    """

    seq: int
    digest: str
    at: str
    public_key: str
    signature: str
    stamp: str | None = None


def make_anchor(register: Register, key_file: Path) -> Anchor:
    """Sign the head of the checked chain with the key in `key_file`, which is made on first use. Raises BrokenChain, RegisterError."""
    head = register.verify()
    key = load_signing_key(key_file)
    public, at = public_key_of(key), register.now()
    return Anchor(head.seq, head.digest, at, public, sign_json(key, _signed(head.seq, head.digest, at, public)))


def stamp_anchor(anchor: Anchor, url: str, *, timeout_s: float = 20) -> Anchor:
    """The anchor with a stamp of the authority at `url`, which is sent a digest and nothing else. Raises NoStamp, RegisterError."""
    return replace(anchor, stamp=b64encode(request_stamp(_stamped(anchor), url, timeout_s=timeout_s)).decode())


def check_anchor_stamp(anchor: Anchor, authorities: Path) -> datetime:
    """When the anchor was stamped (UTC), by whom a certificate in the PEM file `authorities` vouches for. Raises RegisterError."""
    if anchor.stamp is None:
        raise RegisterError("the anchor holds no time stamp")
    try:
        stamp = b64decode(anchor.stamp, validate=True)
    except ValueError as error:
        raise RegisterError("the anchor's time stamp is no base64: the anchor was changed") from error
    return check_stamp(stamp, _stamped(anchor), authorities)


def write_anchor(anchor: Anchor, file: Path) -> None:
    """Write an anchor as JSON to a new file. Raises RegisterError where it is there already: an anchor is never replaced."""
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(json.dumps(asdict(anchor), indent=2) + "\n")
    except FileExistsError as error:
        raise RegisterError(f"{file} is there already; an anchor is never replaced, name another file") from error
    except OSError as error:
        raise RegisterError(f"{file} cannot be written: {error.strerror}") from error


def read_anchor(file: Path) -> Anchor:
    """The anchor in a file. Raises RegisterError."""
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        digest, at, public_key, signature = (str(said[name]) for name in ("digest", "at", "public_key", "signature"))
        stamp = said.get("stamp")
        return Anchor(int(said["seq"]), digest, at, public_key, signature, None if stamp is None else str(stamp))
    except OSError as error:
        raise RegisterError(f"{file} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegisterError(f"{file} is no anchor: it should be JSON with seq, digest, at, public_key and signature") from error


def check_anchor(register: Register, anchor: Anchor, public_key: str | None = None) -> None:
    """Check the signature, whose it is where `public_key` (hex) is given, and that the checked chain still holds the anchored head.

    Raises RegisterError for the signature, BrokenChain for the chain.
    """
    if public_key is not None and public_key.strip().lower() != anchor.public_key:
        raise RegisterError(f"the anchor is signed with another key: {anchor.public_key}")
    said = _signed(anchor.seq, anchor.digest, anchor.at, anchor.public_key)
    if not fits_signature(anchor.public_key, anchor.signature, said):
        raise RegisterError("the anchor's signature does not fit what it says: the anchor was changed")
    head = register.verify()
    if anchor.seq > head.seq:
        raise BrokenChain(head.seq + 1, f"it is missing: the anchor of {anchor.at} saw {anchor.seq} entries")
    if register.digest_of(anchor.seq) != anchor.digest:
        raise BrokenChain(anchor.seq, f"it is not the one that was anchored at {anchor.at}: the chain was written anew")


def _signed(seq: int, digest: str, at: str, public_key: str) -> dict[str, Any]:
    return {"purpose": PURPOSE, "seq": seq, "digest": digest, "at": at, "public_key": public_key}


def _stamped(anchor: Anchor) -> bytes:
    """What is stamped: all of the anchor but the stamp."""
    return canonical_json({name: value for name, value in asdict(anchor).items() if name != "stamp"}).encode()


def load_signing_key(file: Path) -> bytes:
    """The private key, 32 bytes in hex; made for its owner's eyes only where there is none."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(os.urandom(32).hex() + "\n")
    except FileExistsError:
        pass  # made before
    except OSError as error:
        raise RegisterError(f"{file}: the signing key cannot be made: {error.strerror}") from error
    try:
        key = bytes.fromhex(file.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise RegisterError(f"{file} holds no signing key: it should be 64 hex digits") from error
    if len(key) != 32:
        raise RegisterError(f"{file} holds no signing key: it should be 64 hex digits")
    return key
