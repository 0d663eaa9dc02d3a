"""The language-model reader, against a real HTTP server on loopback that answers as each test wants."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jsonschema
import pytest

from sijill.extract.llm.prompt import answer_schema
from sijill.extract.llm.reader import LLMReader, make_reader, privacy_notice
from sijill.model import BudgetSpent, ReaderError, Reading, Report, Span
from sijill.model.codec import to_json

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


def test_a_good_answer_becomes_accounts_whose_quotes_stand_in_the_text() -> None:
    reading = read(ACCOUNT)
    (account,) = reading.accounts
    assert reading.dropped == 0
    assert [(h.low, h.high, h.who) for h in account.harms] == [(3, 3, None), (1, 1, "children")]
    assert account.date is not None
    assert account.date.quote is None
    claims: list[Any] = [*account.places, *account.harms, *account.attributions, *account.circumstances]
    assert all(TEXT[claim.span.start : claim.span.end] == claim.quote for claim in claims)
    assert account.attributions[0].kind == "local_source"


def test_a_reading_names_the_model_and_the_version_of_the_instructions() -> None:
    assert read(ACCOUNT).reader == "llm-1 test-model"


def test_the_question_carries_schema_model_published_day_and_the_text() -> None:
    with serve(Reply(completion(ACCOUNT))) as server:
        reader_for(server, key="secret-key").read_report(REPORT)
    (question,) = server.asked
    assert question["model"] == "test-model"
    assert question["response_format"]["json_schema"]["schema"] == answer_schema()
    assert "2020-02-14 (Friday)" in question["messages"][1]["content"]
    assert TEXT in question["messages"][1]["content"]
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["Authorization"] == "Bearer secret-key"


def test_the_answer_of_the_tests_fits_the_schema_that_the_server_is_given() -> None:
    jsonschema.Draft202012Validator.check_schema(answer_schema())
    jsonschema.validate({"accounts": [ACCOUNT]}, answer_schema())


def test_without_a_key_none_is_sent() -> None:
    with serve(Reply(completion())) as server:
        reader_for(server).read_report(REPORT)
    assert "Authorization" not in server.headers[0]


def test_an_invented_quote_is_dropped_and_counted() -> None:
    invented = {**ACCOUNT["harms"][0], "quote": "خمسون مدنياً", "low": 50, "high": 50}
    reading = read({**ACCOUNT, "harms": [*ACCOUNT["harms"], invented]})
    assert [harm.low for harm in reading.accounts[0].harms] == [3, 1]
    assert reading.dropped == 1


def test_a_quote_that_differs_by_one_letter_is_not_found() -> None:
    reading = read({**ACCOUNT, "places": [{**ACCOUNT["places"][0], "quote": "قرية تل العنبة"}]})
    assert reading.accounts[0].places == ()
    assert reading.dropped == 1


def test_spaces_and_line_breaks_may_differ_in_a_quote() -> None:
    reading = read({**ACCOUNT, "circumstances": [], "attributions": [{"quote": "طفلة قُتل ثلاثة", "kind": "witness"}]})
    assert reading.accounts[0].attributions[0].quote == "طفلة\n\nقُتل ثلاثة"


def test_the_same_words_twice_are_found_at_their_two_places() -> None:
    harm = ACCOUNT["harms"][0]
    first, second, third = read({**ACCOUNT, "harms": [harm, harm, harm]}).accounts[0].harms
    assert first.span.start < second.span.start
    assert third.span == first.span


def test_spans_count_characters_after_emoji_and_harakat() -> None:
    place = read(ACCOUNT).accounts[0].places[0]
    assert place.span == Span(TEXT.index("قرية تل العنب"), TEXT.index("قرية تل العنب") + len("قرية تل العنب"))


def test_a_text_with_lone_surrogates_and_marks_is_read() -> None:
    text = "\u202bقتل مدني\u202c \ud83d 👨‍👩‍👧 في حلب\u200f"
    harm = {**ACCOUNT["harms"][0], "quote": "قتل مدني", "low": 1, "high": 1}
    reading = read(
        {**ACCOUNT, "harms": [harm], "places": [], "attributions": [], "circumstances": []}, report=replace(REPORT, text=text)
    )
    assert reading.accounts[0].harms[0].span == Span(1, 9)


def test_a_part_names_its_whole_by_its_claim() -> None:
    part = {**ACCOUNT["harms"][1], "kind": "killed", "part_of": "ثلاثة مدنيين"}
    whole, child = read({**ACCOUNT, "harms": [ACCOUNT["harms"][0], part]}).accounts[0].harms
    assert child.part_of == whole.id


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "murdered"},
        {"group": None},
        {"who": "teachers"},
        {"hedge": "roughly"},
        {"low": 4},
        {"low": None, "high": None},
        {"low": -1, "high": -1},
        {"low": "3", "high": "3"},
        {"low": True, "high": True},
        {"low": 10**30, "high": 10**30},
        {"hedge": "dozens"},
        {"hedge": "at_least"},
        {"hedge": "range"},
        {"unit": "villages"},
        {"quote": None},
        {"quote": " "},
        {"quote": ["ثلاثة"]},
    ],
    ids=str,
)
def test_a_harm_outside_the_vocabulary_is_dropped_and_counted(change: dict[str, Any]) -> None:
    reading = read({**ACCOUNT, "harms": [{**ACCOUNT["harms"][0], **change}]})
    assert reading.accounts[0].harms == ()
    assert reading.dropped == 1


@pytest.mark.parametrize(
    ("part", "entry"),
    [
        ("places", {"quote": "قرية تل العنب", "name": "حلب", "relation": "in", "within": []}),
        ("places", {"quote": "قرية تل العنب", "name": "تل العنب", "relation": "above", "within": []}),
        ("actors", {"quote": "ناشطين", "id": "the_enemy", "role": "perpetrator", "stance": "asserted"}),
        ("actors", {"quote": "ناشطين", "id": "other", "role": "culprit", "stance": "asserted"}),
        ("attributions", {"quote": "ناشطين", "kind": "rumour"}),
        ("victims", {"quote": "طفلة", "fate": "vanished"}),
        ("circumstances", {"quote": "قصف مدفعي", "kind": "mood", "value": "grim"}),
        ("attributions", "ناشطين"),
    ],
)
def test_any_other_value_outside_the_vocabulary_is_dropped_and_counted(part: str, entry: object) -> None:
    reading = read({**ACCOUNT, part: [entry]})
    assert getattr(reading.accounts[0], part) == ()
    assert reading.dropped == 1


def test_a_victim_keeps_only_words_that_the_text_says() -> None:
    victim = {
        "quote": "طفلة",
        "fate": "injured",
        "name": "سعاد",
        "age": 7,
        "sex": "female",
        "who": "children",
        "role": None,
        "status": None,
    }
    reading = read({**ACCOUNT, "victims": [victim]})
    assert (reading.accounts[0].victims[0].name, reading.accounts[0].victims[0].sex) == (None, "female")
    assert reading.dropped == 1


@pytest.mark.parametrize(
    "when",
    [
        {"from": "2020-02-13", "to": "2020-02-13", "quote": None},
        {"from": "2020-02-14", "to": "2020-02-13", "quote": "قُتل"},
        {"from": "Friday", "to": "Friday", "quote": "قُتل"},
        {"from": "2020-02-14", "to": "2020-02-14", "quote": "يوم الجمعة"},
    ],
)
def test_a_date_without_words_or_sense_is_dropped_and_counted(when: dict[str, Any]) -> None:
    reading = read({**ACCOUNT, "date": when})
    assert reading.accounts[0].date is None
    assert reading.dropped == 1


def test_an_account_with_nothing_left_is_no_account() -> None:
    empty: dict[str, Any] = {part: [] for part in ("places", "actors", "harms", "attributions", "victims", "circumstances")}
    reading = read({**ACCOUNT, **empty}, {**ACCOUNT, "event_type": "party"}, ACCOUNT)
    assert [account.id for account in reading.accounts] == ["r-test.a1"]
    assert reading.dropped == 2


def test_a_reading_survives_the_codec() -> None:
    assert json.loads(json.dumps(to_json(read(ACCOUNT))))["accounts"][0]["harms"][0]["low"] == 3


def test_an_answer_in_a_fence_is_read() -> None:
    fenced = "```json\n" + json.dumps({"accounts": [ACCOUNT]}) + "\n```"
    with serve(Reply(raw_completion(fenced))) as server:
        assert len(reader_for(server).read_report(REPORT).accounts) == 1


@pytest.mark.parametrize(
    "broken", [raw_completion('{"accounts": [{"event'), raw_completion("[]"), b"<html>", b'{"choices": []}', b"null"]
)
def test_a_broken_answer_is_asked_for_again(broken: bytes) -> None:
    with serve(Reply(broken), Reply(completion(ACCOUNT))) as server:
        assert len(reader_for(server).read_report(REPORT).accounts) == 1
    assert len(server.asked) == 2


def test_answers_that_stay_broken_are_an_error_that_names_the_report() -> None:
    with serve(Reply(raw_completion("no JSON"))) as server, pytest.raises(ReaderError, match=r"test-1: .* no reading in 3 answers"):
        reader_for(server, retries=2).read_report(REPORT)
    assert len(server.asked) == 3


def test_a_busy_server_is_asked_again_after_the_wait_that_it_wants() -> None:
    waits: list[float] = []
    busy = Reply(b"slow down", 429, {"Retry-After": "7"})
    with serve(busy, Reply(b"", 503), Reply(completion(ACCOUNT))) as server:
        assert len(reader_for(server, waits).read_report(REPORT).accounts) == 1
    assert waits == [7.0, 2.0]


def test_waits_double_up_to_a_minute() -> None:
    waits: list[float] = []
    with serve(Reply(b"", 500)) as server, pytest.raises(ReaderError, match="no answer after 9 tries"):
        reader_for(server, waits, retries=8).read_report(REPORT)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_a_refusal_is_not_repeated_and_never_shows_the_key() -> None:
    waits: list[float] = []
    refusal = Reply(b"invalid key sk-test-123", 401)
    with serve(refusal) as server, pytest.raises(ReaderError) as raised:
        reader_for(server, waits, key="sk-test-123").read_report(REPORT)
    assert len(server.asked) == 1
    assert waits == []
    assert "401" in str(raised.value)
    assert "sk-test-123" not in str(raised.value)


def test_a_redirect_is_not_followed() -> None:
    with serve(Reply(b"", 307, {"Location": "http://127.0.0.1:9/v1"})) as server, pytest.raises(ReaderError, match="status 307"):
        reader_for(server, key="k").read_report(REPORT)
    assert len(server.asked) == 1


def test_a_silent_server_is_an_error_after_the_last_try() -> None:
    released = threading.Event()
    with serve(Reply(hold=released)) as server:
        with pytest.raises(ReaderError, match=r"no answer after 2 tries \(TimeoutError"):
            reader_for(server, timeout=0.1, retries=1).read_report(REPORT)
        released.set()
    assert len(server.asked) == 2


def test_a_server_that_is_not_there_is_an_error_that_says_where() -> None:
    with serve(Reply()) as server:
        url = server.url
    with pytest.raises(ReaderError, match=r"127\.0\.0\.1:\d+ gives no answer"):
        LLMReader(url, "m", retries=0, timeout=1).read_report(REPORT)


def test_the_budget_stops_before_the_question_that_would_go_past_it() -> None:
    with serve(Reply(completion(ACCOUNT, tokens=9_000))) as server:
        reader = reader_for(server, budget_tokens=12_000)
        reader.read_report(REPORT)
        with pytest.raises(BudgetSpent) as raised:
            reader.read_report(REPORT)
    assert len(server.asked) == 1
    assert (raised.value.spent, raised.value.budget) == (9_000, 12_000)
    assert "9000 of 12000" in str(raised.value)


def test_tokens_that_the_server_does_not_count_are_estimated() -> None:
    with serve(Reply(completion(ACCOUNT, tokens=None))) as server:
        reader = reader_for(server)
        reader.read_report(REPORT)
    assert 1_000 < reader.spent < 10_000


def test_a_blank_report_asks_nothing() -> None:
    with serve(Reply(completion(ACCOUNT))) as server:
        assert reader_for(server).read_report(replace(REPORT, text=" \n ")).accounts == ()
    assert server.asked == []


def test_a_long_report_is_read_in_windows_and_spans_count_from_its_start() -> None:
    text = "\n\n".join(f"الفقرة {n}: " + "كلام عام عن الطقس والأسواق. " * 12 for n in range(20)) + "\n\n" + TEXT
    with serve(Reply(completion(ACCOUNT))) as server:
        reading = reader_for(server, window=2_000).read_report(replace(REPORT, text=text))
    assert len(server.asked) > 2
    assert "part 2 of" in server.asked[1]["messages"][1]["content"]
    kept = [account for account in reading.accounts if account.harms]
    assert [text[h.span.start : h.span.end] for h in kept[-1].harms] == ["ثلاثة مدنيين", "طفلة"]
    assert reading.dropped > 0


def test_an_answer_cut_off_for_want_of_room_halves_the_window() -> None:
    text = TEXT + "\n\n" + "كلام عام. " * 150
    with serve(Reply(completion(finish="length")), Reply(completion(ACCOUNT)), Reply(completion())) as server:
        reading = reader_for(server).read_report(replace(REPORT, text=text))
    assert len(server.asked) == 3
    assert len(reading.accounts) == 1


@pytest.mark.parametrize("url", ["ftp://server/v1", "localhost:8080", "http://", "http://user:pass@server/v1", "http://server:port/v1"])
def test_an_unusable_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(ReaderError, match="not a server's address"):
        make_reader(url, "m")


def test_a_key_goes_to_another_machine_only_over_https() -> None:
    with pytest.raises(ReaderError, match="only over https"):
        make_reader("http://models.example.org/v1", "m", key="k")
    assert make_reader("https://models.example.org", "m", key="k").endpoint.url.path == "/v1/chat/completions"


def test_the_key_comes_from_the_environment_and_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_LLM_KEY", "sk-from-env")
    reader = make_reader("https://models.example.org/v1", "m")
    assert reader.key == "sk-from-env"
    assert "sk-from-env" not in repr(reader)


def test_a_key_with_a_line_break_is_refused() -> None:
    with pytest.raises(ReaderError, match="no key has"):
        make_reader("https://models.example.org/v1", "m", key="a\nb")


def test_the_notice_says_what_leaves_the_machine_and_to_whom() -> None:
    notice = privacy_notice("https://models.example.org/v1", "big-model")
    assert "leaves this machine" in notice
    assert "models.example.org" in notice
    assert "names of victims, witnesses and sources" in notice
    assert "not encrypted" in privacy_notice("http://models.example.org/v1", "big-model")
    assert "on this machine" in privacy_notice("http://localhost:8080/v1", "small-model")
