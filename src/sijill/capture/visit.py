"""Visits: an address asked for as its site allows, with pauses, redirects and second tries, until there is an answer or a reason."""

import email.utils
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sijill.capture.address import Address, parse_address
from sijill.capture.dial import Route
from sijill.capture.exchange import Answer, Failed, Limits, exchange
from sijill.capture.robots import LARGEST, REFUSED, Robots, read_robots
from sijill.model import InputError

REDIRECTS = 10
"""Redirects that are followed; browsers follow 20, and what needs more than a few is a loop."""

MOVED = (301, 302, 303, 307, 308)
BUSY = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which asking again, later, may help."""

TRIES = 3
FIRST_WAIT = 2.0
"""Seconds before the second try; each further wait is twice as long."""

LONGEST_WAIT = 120.0
"""Seconds; a site that asks for more (Retry-After) is left for another day."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How we behave towards sites: `agent` is what we call ourselves, `pause_s` at least lies between two requests to one site;
    `robots` false asks although robots.txt forbids it."""

    agent: str
    pause_s: float = 2.0
    robots: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """The answers to one address: redirects in their order, then the last, which holds the payload."""

    answers: tuple[Answer, ...]

    @property
    def last(self) -> Answer:
        """The answer with the payload."""
        return self.answers[-1]


class Visitor:
    """Asks the web. Clock and sleep are given in, so that tests do not wait."""

    def __init__(
        self,
        route: Route,
        manners: Manners,
        *,
        now: Callable[[], str],
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._route, self._manners, self._now, self._sleep, self._clock = route, manners, now, sleep, clock
        self._robots: dict[str, Robots] = {}
        self._ready: dict[str, float] = {}

    def ready_at(self, address: Address) -> float:
        """When the address's site may be asked next, on our clock."""
        return self._ready.get(address.site, 0.0)

    def visit(self, address: Address, limits: Limits) -> Visit:
        """The answers to an address. Raises InputError that says why there is none."""
        answers: list[Answer] = []
        seen = {address.text}
        here = address
        try:
            while True:
                self._check_robots(here)
                answers.append(self._ask(here, limits))
                last = answers[-1]
                if last.status not in MOVED or not (there := last.header("location")):
                    break
                here = parse_address(there.encode("latin-1").decode("utf-8", "replace"), here)
                if here.text in seen or len(answers) > REDIRECTS:
                    raise InputError(address.text, f"it leads in a circle ({len(answers)} redirects, the last to {here.text})")
                seen.add(here.text)
            if last.status != 200:
                raise InputError(address.text, f"the server answers {last.status} {_reason(last)}".rstrip())
        except BaseException:
            for answer in answers:
                answer.body.close()
            raise
        return Visit(tuple(answers))

    def robots_of(self, address: Address) -> Robots:
        """What the address's site asks of programs."""
        if (known := self._robots.get(address.site)) is None:
            known = self._robots[address.site] = self._fetch_robots(address)
        return known

    def _check_robots(self, address: Address) -> None:
        if self._manners.robots and not self.robots_of(address).allows(address.target):
            raise InputError(
                address.text, "its site asks programs not to fetch it (robots.txt)", "--ignore-robots fetches it all the same"
            )

    def _fetch_robots(self, address: Address) -> Robots:
        here = parse_address("/robots.txt", address)
        for _ in range(6):  # RFC 9309, section 2.3.1.2: at least five redirects are followed
            try:
                answer = self._ask(here, Limits(size=LARGEST, whole_s=60.0))
            except InputError as error:
                if error.problem.startswith("it is too large"):
                    return Robots()
                raise InputError(address.text, f"its robots.txt cannot be had: {error.problem}", error.remedy) from error
            with answer.body as body:
                if answer.status == 200:
                    return read_robots(body.read().decode("utf-8", "replace"), self._manners.agent.split("/")[0].lower())
            if answer.status not in MOVED or not (there := answer.header("location")):
                return REFUSED if answer.status >= 500 or answer.status == 429 else Robots()
            here = parse_address(there, here)
        return Robots()

    def _ask(self, address: Address, limits: Limits) -> Answer:
        """One answer, asked for again where that may help."""
        wait = FIRST_WAIT
        for attempt in range(1, TRIES + 1):
            self._pause(address)
            try:
                answer = exchange(address, self._route, limits, (("User-Agent", self._manners.agent), ("Accept", "*/*")), self._now)
            except Failed as error:
                if not error.again or attempt == TRIES:
                    tried = f", tried {attempt} times" if attempt > 1 else ""
                    raise InputError(address.text, f"{error}{tried}") from error
            else:
                asked = _retry_after(answer, self._now())
                if answer.status not in BUSY or attempt == TRIES or (asked or 0.0) > LONGEST_WAIT:
                    return answer
                answer.body.close()
                wait = max(wait, asked or 0.0)
            finally:
                self._ready[address.site] = self._clock() + self._pause_of(address)
            self._ready[address.site] = max(self._ready[address.site], self._clock() + wait)
            wait *= 2
        raise AssertionError  # the last try returns or raises

    def _pause_of(self, address: Address) -> float:
        robots = self._robots.get(address.site)
        return max(self._manners.pause_s, (robots.pause_s if robots else None) or 0.0)

    def _pause(self, address: Address) -> None:
        if (left := self.ready_at(address) - self._clock()) > 0:
            self._sleep(left)


def _retry_after(answer: Answer, now: str) -> float | None:
    """Seconds that the server asks us to wait; null where it does not say."""
    words = answer.header("retry-after") or ""
    if words.isdigit():
        return float(words[:9])
    try:
        then = email.utils.parsedate_to_datetime(words)
    except (TypeError, ValueError):
        return None
    return max(0.0, (then.astimezone(UTC) - datetime.fromisoformat(now)).total_seconds())


def _reason(answer: Answer) -> str:
    return answer.head.split(b"\n", 1)[0].decode("latin-1").strip().split(" ", 2)[-1][:80] if answer.head.count(b" ") > 1 else ""
