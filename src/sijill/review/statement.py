"""What the parties blamed say themselves: words of admission, declaration or denial in a sentence of which they are the subject."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache, lru_cache

from sijill.model import Filing
from sijill.review.words import compile_words

KINDS = ("admission", "declaration", "denial")
NEAR = 40
"""How many letters after the words the party may still be named: "admitted killing six civilians, the Coalition said"."""


@cache
def load_words() -> dict[str, re.Pattern[str]]:
    """The words of each kind in `data/statements.toml`, compiled. Raises DataError."""
    return compile_words("statements.toml", {*KINDS, "not"})


def find_statements(filings: Sequence[Filing]) -> dict[str, str]:
    """The first words of each kind, from the earliest report that has them; a kind that nobody spoke is not in it.

    Each report is read once, however many accounts it holds.
    """
    named: dict[str, set[int]] = {}
    for filing in filings:
        blamed = (a.span.start for a in filing.account.actors if a.role in ("perpetrator", "party"))
        named.setdefault(filing.report.id, set()).update(blamed)
    reports = {f.report.id: f.report for f in filings}
    found: dict[str, str] = {}
    for report in sorted(reports.values(), key=lambda r: (r.published or date.max, r.id)):
        starts = sorted(named[report.id])
        for kind, words, start, end in _read_words(report.text):
            at = bisect_left(starts, start)
            if kind not in found and at < len(starts) and starts[at] <= end + NEAR:
                found[kind] = words
    return found


_SENTENCE = re.compile(r"[^.!?؟\n]+")


@lru_cache(maxsize=1024)
def _read_words(text: str) -> tuple[tuple[str, str, int, int], ...]:
    """What `_scan` finds; kept, since a report with several accounts is looked at for several incidents."""
    return tuple(_scan(text))


def _scan(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Kind, words, the start of their sentence and their end, for what no word before them turns round."""
    words = load_words()
    for sentence in _SENTENCE.finditer(text):
        turned = words["not"].search(sentence.group())
        for kind in KINDS:
            spoken = words[kind].search(sentence.group())
            if spoken is not None and (turned is None or turned.start() >= spoken.end()):
                yield kind, spoken.group(), sentence.start(), sentence.start() + spoken.end()
