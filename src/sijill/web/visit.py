"""A visit: what one request is about, who makes it, and in which language they read. Pages ask for it as a dependency."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sijill.register import Register
from sijill.register.users import User, UserRole
from sijill.web.security.sessions import COOKIE, find_visitor, form_token, is_form_token
from sijill.web.security.shield import SAFE
from sijill.web.words import LANGS, Words, load_words
from sijill.web.workbench import Workbench

LANG = "sijill-lang"


class Refused(Exception):
    """The request cannot go on: a page with this status says why, in the visitor's language; `word` names the sentence."""

    def __init__(self, status: int, word: str, detail: str = "") -> None:
        super().__init__(word)
        self.status, self.word, self.detail = status, word, detail


class NotLoggedIn(Exception):
    """Somebody must log in first."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. `user` is null on the few pages that are open to all."""

    request: Request
    bench: Workbench
    words: Words
    cookie: str
    user: User | None

    @property
    def register(self) -> Register:
        """The register in the visitor's hands: what is entered carries their pseudonym."""
        return self.bench.register.in_hands_of(self.user.pseudonym) if self.user else self.bench.register

    @property
    def me(self) -> User:
        """Who it is. Raises NotLoggedIn."""
        if self.user is None:
            raise NotLoggedIn
        return self.user

    def may(self, role: UserRole) -> bool:
        """Whether the visitor has this role, or one above it."""
        return self.user is not None and self.user.may(role)

    @property
    def shown_blobs(self) -> Path | None:
        """Where what was captured lies, for those who may see it."""
        return self.bench.blobs if self.may("analyst") else None

    @property
    def partial(self) -> bool:
        """Whether htmx asks for a part of the page."""
        return self.request.headers.get("hx-request") == "true" and self.request.headers.get("hx-boosted") != "true"

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """A template with what all of them need."""
        found = self.request.app.state.templates.get_template(template)
        text = found.render(
            visit=self, user=self.user, t=self.words, lang=self.words.lang, csrf=form_token(self.cookie), path=self.here, **values
        )
        return HTMLResponse(text, status, headers={"Vary": "HX-Request, Cookie"})

    @property
    def here(self) -> str:
        """The address of this page, within the site."""
        url = self.request.url
        return (url.path + (f"?{url.query}" if url.query else "")).replace("\0", "")

    def go(self, path: str) -> Response:
        """Go on to another page after a form; htmx is told to load it whole."""
        if self.partial:
            return Response(status_code=204, headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)


def bench_of(request: Request) -> Workbench:
    """The workbench that runs."""
    bench: Workbench = request.app.state.bench
    return bench


def find_visit(request: Request) -> Visit:
    """The visit of a request, whoever makes it."""
    bench = bench_of(request)
    cookie = request.cookies.get(COOKIE, "")
    user = find_visitor(bench, cookie)
    return Visit(request, bench, words_for(request, user), cookie, user)


def nobody(request: Request) -> Visit:
    """A visit of which nobody is asked who makes it."""
    return Visit(request, bench_of(request), words_for(request, None), "", None)


def words_for(request: Request, user: User | None) -> Words:
    """The words of the language that is chosen, else the user's, else what the browser asks for."""
    asked = request.cookies.get(LANG) or (user.lang if user else "") or _wanted(request)
    return load_words(asked if asked in LANGS else "en")


def _wanted(request: Request) -> str:
    """The first language of ours that the browser asks for."""
    asked = (part.split(";")[0].strip()[:2] for part in request.headers.get("accept-language", "").split(","))
    return next((lang for lang in asked if lang in LANGS), "en")


AnyVisit = Annotated[Visit, Depends(find_visit)]


def at_least(role: UserRole) -> Callable[[Visit], Visit]:
    """A dependency: the visit of somebody who has this role, or one above it."""

    def check(visit: AnyVisit) -> Visit:
        if not visit.me.may(role):
            raise Refused(403, "forbidden", role)
        return visit

    return check


Viewer = Annotated[Visit, Depends(at_least("viewer"))]
Analyst = Annotated[Visit, Depends(at_least("analyst"))]
Reviewer = Annotated[Visit, Depends(at_least("reviewer"))]
Admin = Annotated[Visit, Depends(at_least("admin"))]


async def read_form(request: Request) -> FormData:
    """The fields of a form."""
    return await request.form(max_files=10, max_fields=2000)


Form = Annotated[FormData, Depends(read_form)]


def text_of(form: FormData, name: str) -> str:
    """A field's text without the space around it, and without null characters; nothing where there is none."""
    value = form.get(name)
    return value.replace("\0", "").strip() if isinstance(value, str) else ""


async def guard_form(request: Request, visit: AnyVisit) -> AsyncIterator[None]:
    """Refuse what changes something and does not bring the form's token. Stands before every page's router; whatever files a form
    brought are let go of behind the page."""
    if request.method in SAFE:
        yield
        return
    form = await read_form(request)
    try:
        given = request.headers.get("x-csrf-token") or text_of(form, "csrf")
        if not visit.cookie or not is_form_token(visit.cookie, given):
            raise Refused(403, "forged")
        yield
    finally:
        await form.close()


def login_path(request: Request) -> str:
    """Where to log in, and come back from."""
    url = request.url
    back = url.path + (f"?{url.query}" if url.query else "")
    return "/login" if request.method not in SAFE or back == "/" else f"/login?next={quote(back, safe='')}"
