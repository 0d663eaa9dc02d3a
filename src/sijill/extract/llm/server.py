"""Asking a server with JSON and waiting politely: one POST, and the same POST again when the server is busy. Standard library only."""

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from sijill.model import ReaderError

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
"""Status codes after which the same question may be answered later."""

LONGEST_WAIT = 60.0
"""Seconds between two tries, at most, whatever the server asks for."""

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes of an answer that are read; more is no answer to a reading question."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said: status code, body as text, and the seconds it asked us to wait, if it did."""

    status: int
    body: str
    wait: float | None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where questions go. `url` is absolute, http or https; `timeout` in seconds for connecting and for each read."""

    url: SplitResult
    timeout: float

    @property
    def is_local(self) -> bool:
        """True where nothing leaves this machine."""
        return self.url.hostname in LOOPBACK

    @property
    def is_encrypted(self) -> bool:
        return self.url.scheme == "https"


def make_endpoint(base_url: str, timeout: float) -> Endpoint:
    """The chat endpoint below `base_url` (with or without `/v1`). Raises ReaderError where it is no http(s) address."""
    url = urlsplit(base_url.strip())
    try:
        usable = url.scheme in {"http", "https"} and bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        usable = False
    if not usable or url.username or url.password or url.query:
        raise ReaderError(
            f"{url.scheme}://{url.hostname}: not a server's address; give one like http://localhost:8080/v1, without a key in it"
        )
    path = url.path.rstrip("/").removesuffix("/chat/completions")
    path = path if path.endswith("/v1") or path.count("/") > 1 else path + "/v1"
    return Endpoint(url._replace(path=path + "/chat/completions", fragment=""), timeout)


def post_json(endpoint: Endpoint, question: Any, key: str | None) -> Answer:
    """One POST. Redirects are not followed: a key and a testimony go to the address given and nowhere else.

    Raises OSError (timeouts among them) or http.client.HTTPException where the server cannot be spoken to.
    """
    kind = http.client.HTTPSConnection if endpoint.is_encrypted else http.client.HTTPConnection
    connection = kind(endpoint.url.hostname or "", endpoint.url.port, timeout=endpoint.timeout)
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "sijill"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    try:
        connection.request("POST", endpoint.url.path, json.dumps(question).encode("ascii"), headers)
        response = connection.getresponse()
        body = response.read(LARGEST_ANSWER).decode("utf-8", "replace")
        return Answer(response.status, body, seconds_to_wait(response.getheader("Retry-After")))
    finally:
        connection.close()


def seconds_to_wait(header: str | None) -> float | None:
    """A Retry-After in seconds; one that gives a date is taken as not given."""
    if header is None or not header.strip().isascii() or not header.strip().isdigit():
        return None
    return min(float(header), LONGEST_WAIT)


def ask(endpoint: Endpoint, question: Any, key: str | None, retries: int, sleep: Callable[[float], None]) -> str:
    """The body of a good answer, after at most `1 + retries` tries with waits of 1, 2, 4, … seconds or what the server asks for.

    Raises ReaderError where the server refuses, or stays busy or silent.
    """
    problem = ""
    for turn in range(retries + 1):
        wait = min(2.0**turn, LONGEST_WAIT)
        try:
            answer = post_json(endpoint, question, key)
        except (OSError, http.client.HTTPException) as error:
            problem = f"{type(error).__name__}: {error}"
        else:
            if answer.status == 200:
                return answer.body
            problem = f"status {answer.status}: {first_words(answer.body, key)}"
            if answer.status not in BUSY:
                raise ReaderError(f"{endpoint.url.netloc} refuses the question ({problem})")
            wait = wait if answer.wait is None else answer.wait
        if turn < retries:
            sleep(wait)
    raise ReaderError(f"{endpoint.url.netloc} gives no answer after {retries + 1} tries ({problem})")


def first_words(body: str, key: str | None) -> str:
    """The start of what a server said, on one line, without the key should it repeat it."""
    return " ".join((body.replace(key, "…") if key else body).split())[:200]
