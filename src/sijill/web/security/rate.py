"""How often somebody may try: wrong pass words by name and address, within a sliding time."""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

TRIES = 5
"""Wrong pass words for one name from one address within `WITHIN`; OWASP's cheat sheet names three to five."""

FROM_ONE = 30
"""Wrong pass words from one address, whatever the names: a team behind one address makes some mistakes too."""

WITHIN = timedelta(minutes=15)
REMEMBERED = 10_000
"""Keys kept at most; the oldest go first, so that nobody fills the memory with names."""


class Limiter:
    """Counts what failed. The clock is given in."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._failed: OrderedDict[tuple[str, str], deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, name: str, address: str) -> int:
        """Seconds until this name may be tried again from this address; 0 where it may now."""
        with self._lock:
            return max(self._wait((name, address), TRIES), self._wait(("", address), FROM_ONE))

    def note_wrong(self, name: str, address: str) -> None:
        """One more that was wrong."""
        with self._lock:
            for key in ((name, address), ("", address)):
                self._failed.setdefault(key, deque()).append(self._clock())
                self._failed.move_to_end(key)
            while len(self._failed) > REMEMBERED:
                self._failed.popitem(last=False)

    def forget(self, name: str, address: str) -> None:
        """The right pass word was given: what this name did wrong before is forgotten."""
        with self._lock:
            self._failed.pop((name, address), None)

    def _wait(self, key: tuple[str, str], most: int) -> int:
        failed, now = self._failed.get(key, deque()), self._clock()
        while failed and failed[0] <= now - WITHIN:
            failed.popleft()
        return 0 if len(failed) < most else int((failed[-most] + WITHIN - now).total_seconds()) + 1
