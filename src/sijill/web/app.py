"""The workbench as one application: guards before the pages, pages and API mounted, every error a page that says what to do."""

import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

import jinja2
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from sijill import __version__
from sijill.model import BrokenChain, DecisionError, RegisterBusy, RegisterLocked, SijillError, StaleView
from sijill.web.api import API
from sijill.web.drawing import TOOLS, as_data, isolate
from sijill.web.pages import (
    decide,
    history,
    import_,
    incident,
    incidents,
    login,
    media,
    merge,
    people,
    queue,
    report,
    statistics,
    suggestions,
)
from sijill.web.security.shield import Shield, TooLarge
from sijill.web.visit import NotLoggedIn, Refused, find_visit, guard_form, login_path, nobody
from sijill.web.words import load_words
from sijill.web.workbench import Workbench
from sijill.write.site.excerpt import show

LOCAL = ("localhost", "127.0.0.1", "::1")
"""What this machine calls itself."""

PAGES = (login, incidents, queue, suggestions, incident, merge, decide, history, report, media, import_, statistics, people)
"""Every page, mounted in this order behind the same guard."""


def make_app(bench: Workbench, hosts: Sequence[str] = LOCAL) -> FastAPI:
    """The application over a workbench; `hosts` are the names by which browsers may call it."""
    app = FastAPI(title="Sijill", version=__version__, lifespan=_follow, docs_url=None, redoc_url=None, openapi_url="/api/openapi.json")
    app.state.bench = bench
    app.state.templates = make_templates()
    app.add_middleware(Shield, hosts=hosts, say=_shut)
    for page in PAGES:
        app.include_router(page.router, dependencies=[Depends(guard_form)], include_in_schema=False)
    app.include_router(API)
    for path, folder in (("/static/site", files("sijill") / "data" / "site" / "assets"), ("/static", files("sijill.web") / "static")):
        app.mount(path, StaticFiles(directory=str(folder)))
    for error, answer in ANSWERS.items():
        app.add_exception_handler(error, answer)
    return app


@asynccontextmanager
async def _follow(app: FastAPI) -> AsyncIterator[None]:
    """While the workbench runs, its index of texts is made in the background: nobody waits for it."""
    bench: Workbench = app.state.bench
    stop = threading.Event()
    thread = threading.Thread(target=bench.search.catch_up, args=(stop,), name="search index")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        bench.imports.stop()


def make_templates() -> jinja2.Environment:
    """The templates: every value is escaped, and a name that is not there is an error."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("sijill.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(TOOLS)
    found.filters.update(as_data=as_data, show=show, isolate=isolate)
    found.globals["version"] = __version__
    return found


def _login(request: Request, _: Exception) -> Response:
    path = login_path(request)
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


def _say(request: Request, status: int, word: str, detail: str = "") -> Response:
    """The page about an error; `detail` is a role, a field, or what has no other words: an id, the register's own."""
    visit = find_visit(request)
    own = visit.words.own
    known = own.get(f"role.{detail}") or own.get(f"field.{detail}") or visit.words.problem(detail)
    return visit.page("part_said.html" if visit.partial else "said.html", status, word=word, detail=Markup.escape(known))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)  # noqa: S101 - mounted for it
    return _say(request, error.status, error.word, error.detail)


def _missing(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - mounted for it
    if request.url.path.startswith("/api/"):
        return _json(error.status_code, str(error.detail))
    return _say(request, error.status_code, {404: "missing", 405: "no_method"}.get(error.status_code, "unread"))


def _bad(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - mounted for it
    if not request.url.path.startswith("/api/"):
        return _say(request, 422, "bad", str(error.errors()[0]["loc"][-1]))
    return _json(422, "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()))


def _fault(request: Request, error: Exception) -> Response:
    """What sijill says on purpose: a decision that does not fit, a register that is busy or damaged."""
    status = 409 if isinstance(error, StaleView) else 422 if isinstance(error, DecisionError) else 503
    if request.url.path.startswith("/api/"):
        status = 409 if status == 422 else status
        more = {"since": list(error.since), "newest": error.newest} if isinstance(error, StaleView) else {}
        return _json(status, str(error), **more)
    word = next((word for kind, word in FAULTS.items() if isinstance(error, kind)), "register_fault")
    return _say(request, status, word, error.problem if isinstance(error, DecisionError) else str(error))


FAULTS: dict[type[Exception], str] = {
    DecisionError: "not_entered",
    RegisterBusy: "busy",
    RegisterLocked: "locked",
    BrokenChain: "damaged",
}
"""The words for each kind of fault; what the register says itself comes after them."""


def _large(request: Request, _: Exception) -> Response:
    return _json(413, "too large") if request.url.path.startswith("/api/") else _say(request, 413, "too_large")


def _shut(request: Request, status: int, word: str) -> Response:
    """What is refused before anything reads it: a page that knows the language but nobody, since another site's page may have asked."""
    if request.url.path.startswith("/api/"):
        return _json(status, load_words("en")(f"said.{word}"))
    return nobody(request).page("said.html", status, word=word, detail="")


def _json(status: int, detail: str, **more: object) -> Response:
    return JSONResponse({"detail": detail, **more}, status)


ANSWERS: dict[Any, Any] = {
    NotLoggedIn: _login,
    Refused: _refused,
    HTTPException: _missing,
    RequestValidationError: _bad,
    DecisionError: _fault,
    SijillError: _fault,
    TooLarge: _large,
}
"""What a visitor gets for each kind of error. Anything else is a fault of ours: it is logged whole, and they get a bare 500."""
