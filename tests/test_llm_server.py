"""The language-model reader and its server: broken answers, waits, budgets, addresses and keys."""

import json
import threading
from dataclasses import replace

import pytest
from llm_server import ACCOUNT, REPORT, TEXT, Reply, completion, raw_completion, reader_for, serve

from sijill.extract.llm.reader import LLMReader, make_reader, privacy_notice
from sijill.model import BudgetSpent, ReaderError


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
