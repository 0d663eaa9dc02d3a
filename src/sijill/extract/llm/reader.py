"""A reader that asks a language model behind an OpenAI-compatible server. Off unless asked for: the text leaves the house.

What the model says is kept only where its quotes stand in the text; the rest is dropped and counted. A report's text never raises: only
the server (unreachable, refusing, answering with what is no reading) and the budget do.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sijill.extract.llm.answer import AnswerReader
from sijill.extract.llm.prompt import VERSION, make_messages, make_question
from sijill.extract.llm.server import Endpoint, ask, make_endpoint
from sijill.extract.llm.text import WINDOW, QuoteFinder, cut_windows, last_break
from sijill.model import Account, BudgetSpent, ReaderError, Reading, Report, Span

KEY_VARIABLE = "SIJILL_LLM_KEY"
"""The environment variable that holds the server's key: never an option, for options stand in shell histories and process lists."""

LONGEST_ANSWER = 4_096
"""Tokens of one answer: about 20 accounts with all their quotes."""

SMALLEST_WINDOW = 500
"""Characters below which a window is not halved again when the answer to it was cut off."""

LEAD = 300
"""Characters of a long report's beginning that are told with each of its later windows, so that the headline is known."""


class Truncated(Exception):
    """The model stopped in the middle of its answer for want of room."""


@dataclass(slots=True)
class LLMReader:
    """Reads reports by asking `model` at `base_url`, one question a window.

    `budget_tokens` is over the reader's whole life, as the server counts them (where it does not, as we estimate); `timeout` in
    seconds; `retries` after the first try. `spent` tokens and the `questions` asked can be read off at any time.
    """

    base_url: str
    model: str
    key: str | None = field(default=None, repr=False)
    budget_tokens: int = 1_000_000
    timeout: float = 120.0
    retries: int = 4
    window: int = WINDOW
    sleep: Callable[[float], None] = time.sleep
    spent: int = field(default=0, init=False)
    questions: int = field(default=0, init=False)
    endpoint: Endpoint = field(init=False)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.endpoint = make_endpoint(self.base_url, self.timeout)
        self.name = f"llm-{VERSION} {self.model}"
        if self.key and not (self.key.isascii() and self.key.isprintable()):
            raise ReaderError(f"the key in {KEY_VARIABLE} holds characters that no key has; set it again")
        if self.key and not self.endpoint.is_encrypted and not self.endpoint.is_local:
            raise ReaderError(f"{self.endpoint.url.netloc}: a key goes to a server elsewhere only over https; use its https address")

    def read_report(self, report: Report) -> Reading:
        """All accounts of a report. Raises ReaderError where the server fails, BudgetSpent before a question past the budget."""
        accounts: list[Account] = []
        dropped = 0
        if report.text.strip():
            windows = cut_windows(report.text, self.window)
            for number, window in enumerate(windows, 1):
                for part, answer in self.answers_for(report, window, number, len(windows)):
                    reader = AnswerReader(report.id, report.published, QuoteFinder(report.text, part), self.name)
                    for raw in answer:
                        account = reader.read_account(raw, len(accounts) + 1)
                        if account is not None:
                            accounts.append(account)
                    dropped += reader.dropped
        return Reading(report.id, report.doc, report.lang or "und", report.published, tuple(accounts), self.name, dropped)

    def answers_for(self, report: Report, window: Span, number: int, count: int) -> Iterator[tuple[Span, list[Any]]]:
        """The accounts that the model gives for a window, each list with its part of it: halves, where an answer had no room."""
        part = report.text[window.start : window.end]
        if not part.strip():
            return
        messages = make_messages(part, report.published, number, count, report.text[:LEAD])
        try:
            yield window, self.ask_model(messages, report.doc)
        except Truncated:
            if len(part) < 2 * SMALLEST_WINDOW:
                raise ReaderError(f"{report.doc}: the model's answer to {len(part)} characters had no end; try another model") from None
            middle = last_break(report.text, window.start + len(part) // 3, window.start + 2 * len(part) // 3)
            for half in (Span(window.start, middle), Span(middle, window.end)):
                yield from self.answers_for(report, half, number, max(count, 2))

    def ask_model(self, messages: list[dict[str, str]], doc: str) -> list[Any]:
        """The accounts of one answer. An answer that is no reading is asked for again, as often as a busy server is."""
        question = make_question(self.model, messages, LONGEST_ANSWER)
        problem = ""
        for _ in range(self.retries + 1):
            needed = estimate_tokens(messages) + LONGEST_ANSWER
            if self.spent + needed > self.budget_tokens:
                raise BudgetSpent(self.budget_tokens, self.spent, needed)
            self.questions += 1
            body = ask(self.endpoint, question, self.key, self.retries, self.sleep)
            try:
                return self.take_accounts(body, messages)
            except ValueError as error:
                problem = str(error)
        raise ReaderError(f"{doc}: {self.endpoint.url.netloc} gave no reading in {self.retries + 1} answers ({problem})")

    def take_accounts(self, body: str, messages: list[dict[str, str]]) -> list[Any]:
        """The list of accounts in a chat completion; its tokens are added to `spent`. Raises ValueError where it holds none, and
        Truncated where it was cut off."""
        try:
            answer = json.loads(body)
            choice = answer["choices"][0]
            content = choice["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            self.spent += estimate_tokens(messages)
            raise ValueError("not a chat completion") from None
        self.spent += used_tokens(answer, messages, content)
        if choice.get("finish_reason") == "length":
            raise Truncated
        try:
            accounts = json.loads(strip_fence(content))["accounts"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ValueError("the content is not JSON by the schema") from None
        if not isinstance(accounts, list):
            raise ValueError("`accounts` is no list")
        return accounts


def make_reader(
    base_url: str, model: str, *, budget_tokens: int = 1_000_000, timeout: float = 120.0, retries: int = 4, key: str | None = None
) -> LLMReader:
    """The reader that the command line asks for; the key is taken from the environment (SIJILL_LLM_KEY) where none is given.

    Raises ReaderError for an unusable address. Show `privacy_notice` before the first report is read.
    """
    return LLMReader(base_url, model, key or os.environ.get(KEY_VARIABLE) or None, budget_tokens, timeout, retries)


def privacy_notice(base_url: str, model: str) -> str:
    """Plain words on what leaves the machine, and to whom."""
    endpoint = make_endpoint(base_url, timeout=1.0)
    where = f"{endpoint.url.scheme}://{endpoint.url.netloc}"
    if endpoint.is_local:
        return (
            f"The whole text of every report goes to the language model {model} at {where}, on this machine. "
            "Make sure that it passes nothing on."
        )
    lines = [
        f"WARNING: the whole text of every report leaves this machine. It is sent to {where} for the language model {model}:",
        "title, names of victims, witnesses and sources, places and testimony included, with the day of publication.",
        "Whoever runs that server can read, keep and pass on what is sent. Send nothing that could put a person in danger.",
    ]
    if not endpoint.is_encrypted:
        lines.append("The connection is not encrypted: everyone on the way can read it too.")
    return "\n".join(lines)


def estimate_tokens(messages: list[dict[str, str]]) -> int:
    """Tokens of a question, on the high side: one for every three bytes of UTF-8 (Arabic letters are two bytes)."""
    return sum(len(message["content"].encode("utf-8", "surrogatepass")) for message in messages) // 3 + 16


def used_tokens(answer: dict[str, Any], messages: list[dict[str, str]], content: object) -> int:
    """Tokens of a question and its answer as the server counts them, else estimated."""
    usage = answer.get("usage")
    total = usage.get("total_tokens") if isinstance(usage, dict) else None
    if isinstance(total, int) and not isinstance(total, bool) and total > 0:
        return total
    return estimate_tokens([*messages, {"content": content if isinstance(content, str) else ""}])


def strip_fence(content: str) -> str:
    """The JSON inside a Markdown fence, which some servers put around it in spite of the schema."""
    text = content.strip()
    if text.startswith("```") and text.endswith("```"):
        return text.removeprefix("```json").removeprefix("```").removesuffix("```")
    return text
