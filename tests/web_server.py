"""A web server on loopback that answers as a test says, and remembers what it was asked."""

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGE = (
    "<html><head><title>Two hurt</title></head><body><article><h1>Two hurt</h1>"
    "<p>{count} civilians were killed in {town} on 2019-01-18, a hospital said to reporters in the town.</p></article></body></html>"
)


def page(count: int = 7, town: str = "Northtown") -> bytes:
    """A page of news."""
    return PAGE.format(count=count, town=town).encode()


@dataclass(frozen=True)
class Reply:
    """What the server answers; `raw` is written as it is, and the connection closed."""

    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None


Answers = Reply | Callable[[int], Reply]


@dataclass
class Site:
    """A running server: `answers` by path (a function is given how often it was asked before), `asked` in order."""

    port: int
    scheme: str = "http"
    answers: dict[str, Answers] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"


@contextmanager
def serve(answers: Mapping[str, Answers] | None = None, certificate: Path | None = None) -> Iterator[Site]:
    """A server until the end of the block; `certificate` (PEM with its key) makes it one for https."""
    site = Site(0, "https" if certificate else "http", dict(answers or {}))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            asked = site.asked.count(self.path)
            site.asked.append(self.path)
            site.headers.append(dict(self.headers.items()))
            said = site.answers.get(self.path, Reply(b"none", status=404))
            reply = said if isinstance(said, Reply) else said(asked)
            self.close_connection = True
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up is what is tested

    with Server(("127.0.0.1", 0), Handler) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        site.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
