"""Logging in and out, the language, and the way to the first page."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from sijill.register.logins import close_session
from sijill.register.users import keep_lang
from sijill.web.security.sessions import COOKIE, LONGEST, fresh_token, log_in, log_out
from sijill.web.visit import LANG, AnyVisit, Form, Refused, Visit, text_of
from sijill.web.words import LANGS

router = APIRouter()


@router.get("/")
def first(visit: AnyVisit) -> Response:
    """The list, for those who are in."""
    return RedirectResponse("/incidents" if visit.user else "/login", 303)


@router.get("/login")
def ask(visit: AnyVisit, next: str = "/") -> Response:  # noqa: A002 - the word in the address
    """The form. Its token belongs to a cookie of its own, which opens nothing."""
    if visit.user is not None:
        return RedirectResponse(_inside(next), 303)
    return _ask(visit, next)


def _ask(visit: Visit, back: str, status: int = 200, **values: object) -> Response:
    cookie = fresh_token(visit.bench)
    fresh = Visit(visit.request, visit.bench, visit.words, cookie, None)
    made = fresh.page("login.html", status, next=_inside(back), **({"word": "", "wait": 0, "name": ""} | values))
    _set(made, visit, COOKIE, cookie)
    return made


@router.post("/login")
def enter(visit: AnyVisit, form: Form) -> Response:
    """Check the pass word; the session gets a token that nobody had before."""
    name, back = text_of(form, "name"), text_of(form, "next")
    password = form.get("password")
    done = log_in(visit.bench, name, password if isinstance(password, str) else "", address_of(visit.request))
    if isinstance(done, int):
        return _ask(visit, back, 429 if done else 401, word="limited" if done else "wrong", wait=(done + 59) // 60, name=name[:80])
    close_session(visit.bench.register, visit.cookie)
    made = RedirectResponse(_inside(back), 303)
    _set(made, visit, COOKIE, done[1])
    return made


@router.post("/logout")
def leave(visit: AnyVisit) -> Response:
    """End the session."""
    log_out(visit.bench, visit.me, visit.cookie, address_of(visit.request))
    made = RedirectResponse("/login", 303)
    made.delete_cookie(COOKIE)
    return made


@router.post("/language")
def speak(visit: AnyVisit, form: Form) -> Response:
    """Switch the language, and stay on the page."""
    lang = text_of(form, "lang")
    if lang not in LANGS:
        raise Refused(422, "bad", "lang")
    if visit.user is not None and visit.user.lang != lang:
        keep_lang(visit.bench.register, visit.user.pseudonym, lang)
    made = RedirectResponse(_inside(text_of(form, "next")), 303)
    _set(made, visit, LANG, lang)
    return made


def _set(made: Response, visit: Visit, name: str, value: str) -> None:
    age = int(LONGEST.total_seconds()) if name == COOKIE else 365 * 86_400
    made.set_cookie(name, value, max_age=age, httponly=True, samesite="lax", secure=visit.bench.secure)


def _inside(path: str) -> str:
    """The path, where it leads to a page of this site and nowhere else."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\", "/login")) and "\\" not in path and path.isprintable()
    return path if inside else "/"


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"
