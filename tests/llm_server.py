"""A language model's server on loopback that answers as a test wants, and a report to read with it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from sijill.extract.llm.reader import LLMReader
from sijill.model import Reading, Report

TEXT = "مقتل ثلاثة مدنيين وإصابة طفلة\n\nقُتل ثلاثة مدنيين 💔 وأصيبت طفلة بقصف مدفعي على قرية تل العنب، بحسب ناشطين."
REPORT = Report(id="r-test", doc="test-1", text=TEXT, published=date(2020, 2, 14), lang="ar")

HARM: dict[str, Any] = {
    "quote": "ثلاثة مدنيين",
    "kind": "killed",
    "group": "civilian",
    "who": None,
    "low": 3,
    "high": 3,
    "hedge": "exact",
    "unit": "people",
    "part_of": None,
}

ACCOUNT: dict[str, Any] = {
    "event_type": "shelling",
    "scope": "event",
    "headline": True,
    "stance": "asserted",
    "weapon": None,
    "date": {"from": "2020-02-14", "to": "2020-02-14", "quote": None},
    "places": [{"quote": "قرية تل العنب", "name": "تل العنب", "relation": "in", "within": []}],
    "actors": [],
    "harms": [
        HARM,
        {**HARM, "quote": "طفلة", "kind": "injured", "who": "children", "low": 1, "high": 1},
    ],
    "attributions": [{"quote": "ناشطين", "kind": "local_source"}],
    "victims": [],
    "circumstances": [{"quote": "قصف مدفعي", "kind": "weapon", "value": "artillery"}],
}


def completion(*accounts: dict[str, Any], tokens: int | None = 900, finish: str = "stop") -> bytes:
    return raw_completion(json.dumps({"accounts": accounts}, ensure_ascii=False), tokens, finish)


def raw_completion(content: str, tokens: int | None = 900, finish: str = "stop") -> bytes:
    body: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": finish}]}
    if tokens is not None:
        body["usage"] = {"total_tokens": tokens}
    return json.dumps(body).encode()


@dataclass
class Reply:
    """What the server says to one question; after the last reply of a list it repeats that one."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    hold: threading.Event | None = None


@dataclass
class Server:
    """A server that gives `replies` in turn and keeps what it was asked."""

    replies: list[Reply]
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def serve(*replies: Reply) -> Iterator[Server]:
    state = Server(list(replies))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = state.replies[min(len(state.asked), len(state.replies) - 1)]
            state.asked.append(question)
            state.headers.append(dict(self.headers))
            state.paths.append(self.path)
            if reply.hold is not None:
                reply.hold.wait(10)
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with closing(SilentServer(("127.0.0.1", 0), Handler)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


class SilentServer(ThreadingHTTPServer):
    daemon_threads = True

    def close(self) -> None:
        self.server_close()


def reader_for(server: Server, waits: list[float] | None = None, **options: Any) -> LLMReader:
    sleep: Callable[[float], None] = (waits if waits is not None else []).append
    return LLMReader(server.url, "test-model", sleep=sleep, **{"timeout": 5.0, **options})


def read(*accounts: dict[str, Any], report: Report = REPORT) -> Reading:
    with serve(Reply(completion(*accounts))) as server:
        return reader_for(server).read_report(report)
