"""What every page works with: the register, the clock, the words, and what is worked out once for all requests."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sijill.register import Register
from sijill.web.imports import Imports
from sijill.web.search import SearchIndex
from sijill.web.security.rate import Limiter
from sijill.web.tools import Tools


@dataclass(frozen=True, slots=True)
class Workbench:
    """One running workbench. `blobs`: the folder of what was captured, where one is known; `secure`: it is reached
    over https, so that the cookie is sent over nothing else."""

    register: Register
    search: SearchIndex
    limiter: Limiter
    imports: Imports
    blobs: Path | None = None
    secure: bool = False
    entropy: Callable[[int], bytes] = os.urandom
    kept: dict[str, object] = field(default_factory=dict)
    """What was worked out for the register as it is, by what it is; `facets.py` says what."""


def make_workbench(
    register: Register,
    *,
    tools: Tools | None = None,
    blobs: Path | None = None,
    secure: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    entropy: Callable[[int], bytes] = os.urandom,
) -> Workbench:
    """A workbench over an open register."""
    return Workbench(register, SearchIndex(register), Limiter(clock), Imports(register, tools), blobs, secure, entropy)
