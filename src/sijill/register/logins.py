"""Sessions, tokens, and the audit of log-ins. Only digests of what opens a door are kept; addresses are sealed."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import delete, insert, select, update

from sijill.register.book import Register
from sijill.register.tables import logins, sessions, tokens

Outcome = Literal["in", "out", "wrong", "limited", "inactive"]
"""What became of an attempt: logged in, logged out, wrong name or pass word, refused as one too many, no longer let in."""

NOBODY = "log-ins"
"""Whose key seals the address of somebody who is no user."""


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that holds: whose, since when, and when it was last used (ISO 8601, UTC)."""

    pseudonym: str
    made: str
    seen: str


Scope = Literal["read", "decide"]
"""What a token opens: reading, or deciding too, as far as its user's role goes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A key to the JSON API, shown once when it was made. `digest` names it; it opens until `until` (ISO 8601, UTC)."""

    digest: str
    pseudonym: str
    label: str
    made: str
    until: str
    scope: Scope = "read"


@dataclass(frozen=True, slots=True)
class Login:
    """One line of the audit; `pseudonym` is null where nobody is called what was typed."""

    at: str
    pseudonym: str | None
    outcome: Outcome
    address: str


def digest_of(secret: str) -> str:
    """What is kept of a session's or an API token: enough to know it again, not to make it."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_session(register: Register, secret: str, pseudonym: str) -> None:
    """Keep a new session."""
    with register.writing() as connection:
        now = register.now()
        connection.execute(insert(sessions).values(digest=digest_of(secret), pseudonym=pseudonym, made=now, seen=now))


def find_session(register: Register, secret: str) -> Session | None:
    """The session of a cookie; null where there is none."""
    query = select(sessions.c.pseudonym, sessions.c.made, sessions.c.seen).where(sessions.c.digest == digest_of(secret))
    with register.reading() as connection:
        row = connection.execute(query).first()
    return None if row is None else Session(row.pseudonym, row.made, row.seen)


def touch_session(register: Register, secret: str) -> None:
    """Note that a session was used now."""
    with register.writing() as connection:
        connection.execute(update(sessions).where(sessions.c.digest == digest_of(secret)).values(seen=register.now()))


def close_session(register: Register, secret: str) -> None:
    """End one session."""
    with register.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.digest == digest_of(secret)))


def close_all(register: Register, pseudonym: str) -> None:
    """End every session of a user and take their tokens back: after a new pass word, or where they may log in no more."""
    with register.writing() as connection:
        for table in (sessions, tokens):
            connection.execute(delete(table).where(table.c.pseudonym == pseudonym))


def add_token(register: Register, secret: str, pseudonym: str, label: str, until: str, scope: Scope = "read") -> Token:
    """Keep a new token."""
    made = Token(digest_of(secret), pseudonym, label, register.now(), until, scope)
    with register.writing() as connection:
        connection.execute(insert(tokens).values(asdict(made)))
    return made


def find_token(register: Register, secret: str) -> Token | None:
    """The token of a request, where it opens still."""
    with register.reading() as connection:
        row = connection.execute(select(tokens).where(tokens.c.digest == digest_of(secret))).first()
    return None if row is None or row.until <= register.now() else Token(**row._mapping)


def list_tokens(register: Register, pseudonym: str | None = None) -> tuple[Token, ...]:
    """Tokens, the newest first; those of one user where asked."""
    query = select(tokens).order_by(tokens.c.made.desc(), tokens.c.digest)
    if pseudonym is not None:
        query = query.where(tokens.c.pseudonym == pseudonym)
    with register.reading() as connection:
        return tuple(Token(**row._mapping) for row in connection.execute(query))


def drop_token(register: Register, digest: str, pseudonym: str) -> None:
    """Take one token of a user back."""
    with register.writing() as connection:
        connection.execute(delete(tokens).where(tokens.c.digest == digest, tokens.c.pseudonym == pseudonym))


def note_login(register: Register, pseudonym: str | None, outcome: Outcome, address: str) -> None:
    """Enter an attempt in the audit."""
    with register.writing() as connection:
        sealed = register.sealed_text(pseudonym or NOBODY, address)
        connection.execute(insert(logins).values(at=register.now(), pseudonym=pseudonym, outcome=outcome, address=sealed))


def list_logins(register: Register, limit: int = 100) -> tuple[Login, ...]:
    """The newest attempts, with their addresses where those are not erased."""
    with register.reading() as connection:
        rows = list(connection.execute(select(logins).order_by(logins.c.id.desc()).limit(limit)))
        opened = register.opened(connection, [row.address for row in rows])
    return tuple(Login(row.at, row.pseudonym, row.outcome, body["value"]) for row, body in zip(rows, opened, strict=True))
