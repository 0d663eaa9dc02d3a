"""Hands: what lays out an edition's sheaves, in this process or in others beside it that read the same register at the same entry.

Another process is this module run by the same Python: it is told on its input how to open the register and what to lay out, and
answers on its output. Sheaves come in the order asked for, so the bytes of an edition do not depend on how many hands made it.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sijill.model import RegisterBusy, RegisterError
from sijill.model.decision import Person
from sijill.pipeline.cases import list_cases
from sijill.register import Head, Register
from sijill.write import Checks, Layout, Policy, Redactor, Secret, Sheaf, find_hidden

T = TypeVar("T")

WORTH = 2_000
"""Incidents from which on other processes are worth their start (a second or two each)."""
MOST = 4
"""Processes that are started at most, unless asked for: each takes 200 to 300 MB."""
TIDIED = 40
"""Sheaves after which another process looks for values that only hold each other: the database's few."""
READINGS = 500
"""Readings that are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How sheaves are laid out. `names` are withheld; `key` draws public ids; `since` is the entry of the edition before."""

    formats: tuple[str, ...]
    policy: Policy
    names: frozenset[str]
    key: bytes | None
    checks: Checks
    since: int | None


class Hands(Protocol):
    """What makes sheaves."""

    def find_names(self, policy: Policy, reports: Sequence[str]) -> set[str]:
        """The names that the policy withholds of what these reports say."""
        ...

    def lay(self, plan: Plan, slices: Sequence[Sequence[str]]) -> Iterator[Sheaf]:
        """A sheaf for each slice of incidents' ids, in their order."""
        ...


@contextmanager
def open_hands(register: Register, head: Head, count: int) -> Iterator[Hands]:
    """`count` hands, this process alone for one. Raises RegisterBusy where the register is not at `head` any more."""
    if count < 2:
        yield _Own(register)
        return
    with ExitStack() as stack:
        address, secret = register.address
        others = [stack.enter_context(_start()) for _ in range(count)]
        for other in others:
            other.ask((address, secret, head))
        for other in others:
            other.hear()
        yield _Others(others)


def suitable_count(incidents: int, asked: int | None) -> int:
    """How many hands an edition of so many incidents gets."""
    return asked or (min(os.cpu_count() or 1, MOST) if incidents >= WORTH else 1)


def cut(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Slices of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class _Own:
    """This process."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def find_names(self, policy: Policy, reports: Sequence[str]) -> set[str]:
        people = [made.judgement for made in self._register.decisions.every("victim") if isinstance(made.judgement, Person)]
        found = {one.name for one in find_hidden(policy, (), people)}
        for some in cut(reports, READINGS):
            found |= {one.name for one in find_hidden(policy, self._register.look.naming_accounts(some), people)}
        return found

    def lay(self, plan: Plan, slices: Sequence[Sequence[str]]) -> Iterator[Sheaf]:
        redactor = Redactor(plan.policy, plan.names, Secret(plan.key) if plan.key is not None else None)
        layout = Layout(plan.formats, redactor, plan.checks, plan.since)
        for ids in slices:
            there = self._register.look.incidents_by_id(ids)
            yield layout.lay(list_cases(self._register, [there[name] for name in ids]))


class _Others:
    """Other processes: each gets every so-manieth slice."""

    def __init__(self, others: Sequence["_Other"]) -> None:
        self._others = others

    def find_names(self, policy: Policy, reports: Sequence[str]) -> set[str]:
        for at, other in enumerate(self._others):
            other.ask(("find_names", policy, reports[at :: len(self._others)]))
        return {name for other in self._others for name in other.hear()}

    def lay(self, plan: Plan, slices: Sequence[Sequence[str]]) -> Iterator[Sheaf]:
        for at, other in enumerate(self._others):
            other.ask(("lay", plan, slices[at :: len(self._others)]))
        for at in range(len(slices)):
            yield self._others[at % len(self._others)].hear()


class _Other:
    """One other process. It has read all of a question before it answers, so neither waits for the other for ever."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def ask(self, question: Any) -> None:
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        try:
            pickle.dump(question, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error

    def hear(self) -> Any:
        assert self._process.stdout is not None  # noqa: S101
        try:
            fault, answer = pickle.load(self._process.stdout)  # noqa: S301 - from our own process
        except (EOFError, pickle.UnpicklingError) as error:
            raise self._ended() from error
        if fault is not None:
            raise fault
        return answer

    def _ended(self) -> RegisterError:
        return RegisterError(
            f"a process that helped to lay out the edition ended early (code {self._process.wait()}); is there memory enough? "
            "run again with one process (--jobs 1)"
        )


@contextmanager
def _start() -> Iterator[_Other]:
    command = [sys.executable, "-c", "from sijill.pipeline.hands import help_out; help_out()"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603 - our own code
    try:
        yield _Other(process)
    finally:
        process.kill()
        process.communicate()


def help_out() -> None:
    """What another process does: open the register, then answer questions until its input ends."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may come between the answers
    gc.disable()  # a sheaf is made of millions of small values without cycles: looking for some takes a third of the time

    def answer(fault: Exception | None, value: Any = None) -> None:
        pickle.dump((fault, value), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    address, secret, head = pickle.load(questions)  # noqa: S301 - from our own process
    try:
        with Register.open(address, secret=secret) as register, register.still():
            if register.head() != head:
                raise RegisterBusy(f"{register.name}: something was entered just as the edition began; run again")
            answer(None)
            for number, value in enumerate(_answers(_Own(register), questions), 1):
                answer(None, value)
                del value
                if number % TIDIED == 0:
                    gc.collect()
    except Exception as fault:
        answer(_plain(fault))


def _answers(own: _Own, questions: Any) -> Iterator[Any]:
    while True:
        try:
            what, first, second = pickle.load(questions)  # noqa: S301
        except EOFError:
            return
        if what == "lay":
            yield from own.lay(first, second)
        else:
            yield own.find_names(first, second)


def _plain(fault: Exception) -> Exception:
    """The fault, as something that another process can take."""
    try:
        return pickle.loads(pickle.dumps(fault))  # type: ignore[no-any-return]  # noqa: S301
    except Exception:
        return RegisterError(f"{type(fault).__name__}: {fault}")
