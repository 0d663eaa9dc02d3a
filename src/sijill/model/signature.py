"""Ed25519 signatures over JSON. What is signed says what it is for, so that no signature fits anything else."""

from collections.abc import Mapping
from typing import Any

from sijill.model.identity import canonical_json


def public_key_of(key: bytes) -> str:
    """The public half of a private key (32 bytes), in hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw().hex()


def sign_json(key: bytes, said: Mapping[str, Any]) -> str:
    """The signature of JSON in its canonical form under a private key (32 bytes), in hex."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(key).sign(_bytes(said)).hex()


def fits_signature(public_key: str, signature: str, said: Mapping[str, Any]) -> bool:
    """Whether a signature (hex) of what is said was made with the private half of a public key (hex)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), _bytes(said))
    except (InvalidSignature, ValueError):
        return False
    return True


def _bytes(said: Mapping[str, Any]) -> bytes:
    return canonical_json(dict(said)).encode("utf-8", "surrogatepass")
