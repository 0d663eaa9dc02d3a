"""What stands before every page: the headers of each answer, and requests that are refused before anything reads them."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing inline, nothing from elsewhere: script that got into a text cannot run."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORM = 256 * 1024
"""Bytes of an ordinary form: a marked quote and a reason, with room. Uploads have a limit of their own (`UPLOADS`)."""

UPLOADS: dict[str, int] = {"/import": 64 * 1024 * 1024}
"""Bytes that these paths, and what lies below them, may be sent."""


class Shield:
    """ASGI middleware: hosts, origins, sizes in; headers out. `hosts` are names by which this server may be called; `say` makes the
    page that tells a visitor why they are refused, from a status and a word."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str], say: Callable[[Request, int, str], Response]) -> None:
        self._app, self._hosts, self._say = app, frozenset(hosts), say

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _add_headers(scope, send)
        if (refused := self._refuse(scope)) is not None:
            await self._say(Request(scope, receive), *refused)(scope, receive, answer)
            return
        await self._app(scope, _limit(receive, _limit_of(scope["path"])), answer)

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the word for why a request is not taken; null where it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if urlsplit(f"//{host}").hostname not in self._hosts:  # another site's name that leads here: DNS rebinding
            return 421, "host"
        if scope["method"] not in SAFE:
            origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
            if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != host):
                return 403, "foreign"
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:  # no text of ours holds it, and PostgreSQL cannot
            return 400, "null"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > _limit_of(scope["path"]):
            return 413, "too_large"
        return None


class TooLarge(Exception):
    """A body without a stated length that grew beyond the limit."""


def _limit_of(path: str) -> int:
    return next((most for start, most in UPLOADS.items() if path == start or path.startswith(start + "/")), FORM)


def _limit(receive: Receive, most: int) -> Receive:
    got = 0

    async def count() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooLarge
        return message

    return count


def _add_headers(scope: Scope, send: Send) -> Send:
    static = scope["path"].startswith("/static/")

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "private, max-age=3600" if static else "no-store")
        await send(message)

    return answer
