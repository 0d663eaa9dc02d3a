"""A workbench to test: over a small register, served on loopback, with one user of each role and clients that act as browsers."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from httpx import Client, Response
from small import NOON, SmallReader, SmallResolver

from sijill.register import Register
from sijill.register.analysts import add_analyst
from sijill.register.users import ROLES, add_user
from sijill.web.app import make_app
from sijill.web.security.passwords import hash_password
from sijill.web.security.sessions import COOKIE, form_token
from sijill.web.tools import Tools
from sijill.web.workbench import Workbench, make_workbench

PASSWORD = "a sentence that nobody guesses"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        """Time goes by."""
        self.now += timedelta(**time)


@cache
def hashed() -> str:
    """The hash of the pass word of all; once, since it is slow by design."""
    return hash_password(PASSWORD)


def let_in(register: Register, name: str, role: Any) -> str:
    """An analyst of the register may log in; the pseudonym."""
    numbers = iter(range(256))
    made = add_analyst(register, name, None, lambda size: bytes([len(name), next(numbers), ord(name[-1])] + [0] * size)[:size])
    add_user(register, made.pseudonym, role, hashed())
    return made.pseudonym


def let_in_all(register: Register) -> dict[str, str]:
    """One user of each role, by role."""
    return {role: let_in(register, f"A {role}", role) for role in ROLES}


class Browser:
    """What a person's browser does, without one: keeps cookies, sends a form with its token."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Response:
        """Load a page; where it leads on to is not followed."""
        return self.client.get(path, headers=_named(headers))

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Response:
        """Send a form with the session's token."""
        token = form_token(self.client.cookies.get(COOKIE) or "")
        return self.client.post(path, data={"csrf": token, **(fields or {})}, headers=_named(headers))

    def log_in(self, name: str, password: str = PASSWORD) -> Response:
        """By the form of the page."""
        self.get("/login")
        return self.post("/login", {"name": name, "password": password, "next": "/"})

    def on(self, incident: str) -> str:
        """The newest entry that the page of an incident knows of."""
        found = re.search(r'name="on" value="(\d+)"', self.get(f"/incidents/{incident}").text)
        assert found is not None
        return found[1]

    def decide(self, incident: str, act: str, fields: dict[str, Any], on: str | None = None, **headers: str) -> Response:
        """Send a decision on what the page shows now."""
        body = {"on": on or self.on(incident), "reason": "for a test", **fields}
        return self.post(f"/incidents/{incident}/decide/{act}", body, **headers)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


class Desk:
    """A running workbench, its users by role, and browsers that are logged in."""

    def __init__(self, bench: Workbench, users: dict[str, str], clock: Clock, app: FastAPI, address: str) -> None:
        self.bench, self.users, self.clock, self.app, self.address = bench, users, clock, app, address
        self._clients = ExitStack()

    @property
    def register(self) -> Register:
        """Its register."""
        return self.bench.register

    def browser(self, role: str | None = None) -> Browser:
        """A browser of its own, logged in as the user of this role where one is asked for."""
        made = Browser(self._clients.enter_context(Client(base_url=self.address, timeout=30)))
        if role is not None:
            assert made.log_in(self.users[role]).status_code == 303
        return made

    def incident(self, place: str) -> str:
        """The id of the incident at a place."""
        return next(i.id for i in self.register.look.incidents() if i.place_name == place)

    def close(self) -> None:
        """Close every browser."""
        self._clients.close()


@contextmanager
def desk_over(register: Register, folder: Path | None = None, blobs: Path | None = None) -> Iterator[Desk]:
    """A workbench over a register; with a folder it can import, with the small reader and resolver. `blobs`: what was captured."""
    clock = Clock()
    hand = Register(register._database, register._vault, clock=clock, author="machine")
    users = let_in_all(hand)
    tools = None if folder is None else Tools(SmallReader, SmallResolver, folder)
    bench = make_workbench(hand, clock=clock, tools=tools, blobs=blobs)
    bench.search.catch_up()
    app = make_app(bench)
    with served(app) as address:
        desk = Desk(bench, users, clock, app, address)
        yield desk
        desk.close()


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    listens = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The application on a free port of loopback; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = _Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="on"))
        server.listens = threading.Event()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        assert server.listens.wait(20)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def words_of(page: Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())
