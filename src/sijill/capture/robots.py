"""What a site asks of programs: robots.txt as RFC 9309 reads it (the longest path decides, `*` and `$` are signs), and a pause."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote

LARGEST = 512 * 1024
"""Bytes of robots.txt that are read; RFC 9309 asks for at least 500 KiB."""

LONGEST_PAUSE = 60.0
"""Seconds; a longer Crawl-delay is taken for a refusal that nobody would wait for, and cut to this."""


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site allows us. `rules` are (allowed, path pattern); `pause_s` is its Crawl-delay; `sitemaps` are addresses."""

    rules: tuple[tuple[bool, str], ...] = ()
    pause_s: float | None = None
    sitemaps: tuple[str, ...] = ()

    def allows(self, target: str) -> bool:
        """Whether a path with its query may be asked for."""
        if target == "/robots.txt":
            return True
        path = _normalise(target)
        best = max(((len(pattern), allowed) for allowed, pattern in self.rules if _compile(pattern).match(path)), default=(0, True))
        return best[1]


REFUSED = Robots(((False, "/"),))
"""What holds where a site's robots.txt cannot be had because the server fails (RFC 9309, section 2.3.1.4)."""


def read_robots(text: str, agent: str) -> Robots:
    """The rules for `agent` (a word such as "sijill"): of the groups that name it, else of those for everyone."""
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    sitemaps: list[str] = []
    named: list[str] = []
    begun = False
    found = False
    for row in text.removeprefix("\ufeff").splitlines():
        name, colon, value = row.split("#", 1)[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            named = [*([] if begun else named), value.lower()]
            begun = False
            found = found or agent in named
        elif name == "sitemap":
            sitemaps.append(value)
        elif name in ("allow", "disallow", "crawl-delay"):
            begun = True
            if agent in named:
                own.append((name, value))
            if "*" in named:
                others.append((name, value))
    return _make_robots(own if found else others, tuple(sitemaps))


def _make_robots(said: list[tuple[str, str]], sitemaps: tuple[str, ...]) -> Robots:
    rules = tuple((name == "allow", _normalise(value)) for name, value in said if name != "crawl-delay" and value)
    pauses = [float(value) for name, value in said if name == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)]
    return Robots(rules, min(max(pauses), LONGEST_PAUSE) if pauses else None, sitemaps)


def _normalise(path: str) -> str:
    """A path with its signs escaped in one way."""
    return quote(unquote(path.replace("%2F", "%252F").replace("%2f", "%252F")), safe="/%?&=*$;:@!,~'()+-._")


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> re.Pattern[str]:
    ends = pattern.endswith("$")
    parts = [re.escape(part) for part in re.split(r"\*+", pattern[:-1] if ends else pattern)]
    return re.compile("(?:.*?)".join(parts) + (r"\Z" if ends else ""), re.DOTALL)
