"""Log-ins: who a request is from, and the token that a form must bring back.

The cookie holds a random token; the register keeps its digest only. A token is made anew at each log-in, so that one that somebody
planted before leads nowhere. The form's token is derived from it and bound to it (OWASP: HMAC-based, per session).
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from sijill.register import Register
from sijill.register.logins import close_session, find_session, note_login, open_session, touch_session
from sijill.register.users import User, find_user, password_of
from sijill.web.security.passwords import check_password
from sijill.web.workbench import Workbench

COOKIE = "sijill"
IDLE = timedelta(hours=8)
"""A day's work without logging in again."""

LONGEST = timedelta(hours=24)
TOUCH = timedelta(minutes=1)
"""How exactly the last use is kept: a write for each request would hold up those who decide."""


def fresh_token(bench: Workbench) -> str:
    """A new random token, 256 bits."""
    return base64.urlsafe_b64encode(bench.entropy(32)).decode().rstrip("=")


def form_token(cookie: str) -> str:
    """What a form of this session must bring back."""
    return hmac.new(cookie.encode(), b"form", hashlib.sha256).hexdigest()


def is_form_token(cookie: str, given: str) -> bool:
    """Whether it is this session's."""
    return hmac.compare_digest(form_token(cookie).encode(), given.encode())


def find_visitor(bench: Workbench, cookie: str) -> User | None:
    """The user whose session this is; null where it is over, or they may log in no more."""
    register = bench.register
    session = find_session(register, cookie) if cookie else None
    if session is None:
        return None
    now = datetime.fromisoformat(register.now())
    made, seen = datetime.fromisoformat(session.made), datetime.fromisoformat(session.seen)
    if now - seen > IDLE or now - made > LONGEST:
        close_session(register, cookie)
        return None
    if now - seen > TOUCH:
        touch_session(register, cookie)
    user = find_user(register, session.pseudonym)
    return user if user is not None and user.active else None


def log_in(bench: Workbench, name: str, password: str, address: str) -> tuple[User, str] | int:
    """The user and their new token; or seconds to wait, 0 where the name or the pass word is wrong."""
    register = bench.register
    who = find_called(register, name)
    called = who.pseudonym if who else None
    key = called or name.strip().casefold()[:80]
    if wait := bench.limiter.wait_s(key, address):
        note_login(register, called, "limited", address)
        return wait
    right = check_password(password, password_of(register, who.pseudonym) if who else None)
    if who is None or not right or not who.active:
        bench.limiter.note_wrong(key, address)
        note_login(register, called, "inactive" if who and right else "wrong", address)
        return 0
    bench.limiter.forget(key, address)
    token = fresh_token(bench)
    open_session(register, token, who.pseudonym)
    note_login(register, who.pseudonym, "in", address)
    return who, token


def log_out(bench: Workbench, user: User, cookie: str, address: str) -> None:
    """End the session."""
    close_session(bench.register, cookie)
    note_login(bench.register, user.pseudonym, "out", address)


def find_called(register: Register, name: str) -> User | None:
    """The user of this pseudonym, in whatever case it was typed."""
    return find_user(register, name.strip().lower())
