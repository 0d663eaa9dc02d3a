"""Sealed values: a personal value leaves only a commitment in its entry; the value itself lies beside the chain in a box.

The commitment is HMAC-SHA256 over owner and value in canonical JSON, keyed with a random salt that lies in the box too. The box is
AES-256-GCM (nonce, then ciphertext) over the salt and the compressed JSON, bound to its commitment. Without the owner's key nobody can
open the box, and without the salt nobody can try names against the commitment.
"""

import hashlib
import hmac
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sijill.model.identity import canonical_json

SALT = 32
NONCE = 12
KEY = 32
"""Bytes of a salt, a nonce and a key."""

Entropy = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value in the body of a fact, under the key of `owner`; `erased` is what reads in its place once that key is
    destroyed."""

    owner: str
    value: Any
    erased: Any = None


@dataclass(frozen=True, slots=True)
class Box:
    """A sealed value as it lies beside the chain; `turn` says which of the owner's keys closes it."""

    commitment: str
    owner: str
    turn: int
    content: bytes


class BadSeal(Exception):
    """A box that its key does not open, or that holds another value than its commitment says."""


def close_box(sealed: Sealed, key: bytes, turn: int, entropy: Entropy) -> Box:
    """A new box around a value, with a fresh salt."""
    salt, words = entropy(SALT), _bytes(sealed.value)
    return _close(_commitment(salt, sealed.owner, words), sealed.owner, turn, key, salt, words, entropy)


def close_again(box: Box, key: bytes, new_key: bytes, turn: int, entropy: Entropy) -> Box:
    """The same value with the same commitment under another key. Raises BadSeal."""
    salt, words = _open(box, key)
    return _close(box.commitment, box.owner, turn, new_key, salt, words, entropy)


def open_box(box: Box, key: bytes) -> str:
    """The value in canonical JSON, checked against its commitment. Raises BadSeal."""
    return _open(box, key)[1].decode("utf-8", "surrogatepass")


def marker_of(sealed: Sealed, commitment: str) -> dict[str, Any]:
    """What an entry holds in the value's place."""
    return {"sealed": commitment, "owner": sealed.owner, "erased": sealed.erased}


def is_marker(value: Any) -> bool:
    """Whether a JSON value stands for a sealed one."""
    return isinstance(value, dict) and value.keys() == {"sealed", "owner", "erased"}


def find_markers(value: Any) -> Iterator[dict[str, Any]]:
    """Every marker in a JSON value."""
    if is_marker(value):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from find_markers(part)
    elif isinstance(value, list):
        for part in value:
            yield from find_markers(part)


def replace_parts(value: Any, chosen: Callable[[Any], bool], replace: Callable[[Any], Any]) -> Any:
    """The value with every chosen part replaced; parts within a replaced one are not looked at."""
    if chosen(value):
        return replace(value)
    if isinstance(value, dict):
        return {name: replace_parts(part, chosen, replace) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [replace_parts(part, chosen, replace) for part in value]
    return value


def _commitment(salt: bytes, owner: str, words: bytes) -> str:
    """The commitment to the value whose canonical JSON is `words`: over the canonical JSON of `[owner, value]`."""
    return hmac.digest(salt, b"[%s,%s]" % (_bytes(owner), words), hashlib.sha256).hex()


def _close(commitment: str, owner: str, turn: int, key: bytes, salt: bytes, words: bytes, entropy: Entropy) -> Box:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # slow to import; `sijill --help` does without

    nonce = entropy(NONCE)
    content = AESGCM(key).encrypt(nonce, zlib.compress(salt + words), commitment.encode())
    return Box(commitment, owner, turn, nonce + content)


def _open(box: Box, key: bytes) -> tuple[bytes, bytes]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        plain = zlib.decompress(AESGCM(key).decrypt(box.content[:NONCE], box.content[NONCE:], box.commitment.encode()))
    except (InvalidTag, zlib.error) as error:
        raise BadSeal("its box does not open with its key") from error
    salt, words = plain[:SALT], plain[SALT:]
    if not hmac.compare_digest(_commitment(salt, box.owner, words), box.commitment):
        raise BadSeal("its box holds another value")
    return salt, words


def _bytes(value: Any) -> bytes:
    return canonical_json(value).encode("utf-8", "surrogatepass")
