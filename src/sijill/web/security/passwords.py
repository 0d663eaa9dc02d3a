"""Pass words: argon2id, with the parameters of its authors' library (RFC 9106, the second recommended option)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from sijill.model import RegisterError

SHORTEST = 12
"""Characters; NIST SP 800-63B-4 asks for 8 with a second factor and 15 without one, and allows no rule but length. """

LONGEST = 1024


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def hash_password(password: str) -> str:
    """What is kept of a pass word. Raises RegisterError where it is too short to be one."""
    if len(password) < SHORTEST:
        raise RegisterError(f"a pass word has at least {SHORTEST} characters; a sentence that you remember is a good one")
    if len(password) > LONGEST:
        raise RegisterError(f"a pass word has at most {LONGEST} characters")
    return _hasher().hash(password)


def check_password(password: str, kept: str | None) -> bool:
    """Whether it is the one; takes as long where there is none to compare with, so that nobody learns who is a user."""
    try:
        _hasher().verify(kept or _nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    return _hasher().hash("nobody has this pass word")
