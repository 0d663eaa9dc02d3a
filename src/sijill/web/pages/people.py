"""Users, tokens, and the audit of log-ins: for admins; and everybody's own tokens and pass word."""

from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from sijill.model import LastAdmin, RegisterError
from sijill.register.analysts import list_analysts
from sijill.register.logins import Scope, add_token, close_all, drop_token, list_logins, list_tokens
from sijill.register.users import ROLES, change_user, list_users, password_of
from sijill.web.security.passwords import check_password, hash_password
from sijill.web.security.sessions import fresh_token
from sijill.web.visit import Admin, Form, Refused, Viewer, Visit, text_of

router = APIRouter()
TOKEN_DAYS = 90
"""How long a token opens; then it is made anew by somebody who may still log in."""


@router.get("/people")
def show(visit: Admin) -> Response:
    """The users with their names, and the newest log-ins."""
    names = {one.pseudonym: one.name for one in list_analysts(visit.register)}
    return visit.page("people.html", users=list_users(visit.register), names=names, logins=list_logins(visit.register), roles=ROLES)


@router.post("/people/{pseudonym}")
def change(visit: Admin, pseudonym: str, form: Form) -> Response:
    """Give a user another role, or let them log in no more; their sessions end where they may not."""
    role: Any = text_of(form, "role")
    active = text_of(form, "active") == "1"
    try:
        change_user(visit.register, pseudonym, role=role, active=active)
    except LastAdmin as error:
        raise Refused(422, "last_admin") from error
    except RegisterError as error:
        raise Refused(422, "bad", "role") from error
    if not active:
        close_all(visit.register, pseudonym)
    return visit.go("/people")


@router.get("/me")
def show_me(visit: Viewer) -> Response:
    """One's own tokens and pass word."""
    return _show_me(visit)


def _show_me(visit: Visit, made: str | None = None, status: int = 200, word: str = "") -> Response:
    tokens = list_tokens(visit.register, visit.me.pseudonym)
    return visit.page("me.html", status, tokens=tokens, made=made, word=word, days=TOKEN_DAYS)


@router.post("/me/tokens")
def make_token(visit: Viewer, form: Form) -> Response:
    """A token for the API, shown once."""
    label = text_of(form, "label")[:80]
    if not label:
        raise Refused(422, "bad", "label")
    secret = f"sijill_{fresh_token(visit.bench)}"
    until = datetime.fromisoformat(visit.register.now()) + timedelta(days=TOKEN_DAYS)
    scope: Scope = "decide" if text_of(form, "scope") == "decide" and visit.may("analyst") else "read"
    add_token(visit.register, secret, visit.me.pseudonym, label, until.strftime("%Y-%m-%dT%H:%M:%SZ"), scope)
    return _show_me(visit, secret)


@router.post("/me/tokens/drop")
def take_back(visit: Viewer, form: Form) -> Response:
    """Take a token back."""
    drop_token(visit.register, text_of(form, "digest"), visit.me.pseudonym)
    return visit.go("/me")


@router.post("/me/password")
def renew(visit: Viewer, form: Form) -> Response:
    """Another pass word; every session and token of before ends."""
    held, new = form.get("held"), form.get("new")
    me = visit.me.pseudonym
    if wait := visit.bench.limiter.wait_s(me, "me"):
        return _show_me(visit, status=429, word="limited" if wait else "")
    if not isinstance(held, str) or not check_password(held, password_of(visit.register, me)):
        visit.bench.limiter.note_wrong(me, "me")
        return _show_me(visit, status=422, word="wrong_password")
    try:
        change_user(visit.register, me, password=hash_password(new if isinstance(new, str) else ""))
    except RegisterError:
        return _show_me(visit, status=422, word="short_password")
    close_all(visit.register, me)
    return visit.go("/login")
