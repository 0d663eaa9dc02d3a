"""Full-text search over the reports, in both scripts. Texts are sealed in the register, so the index lies in memory only: it is made
anew when the workbench starts, follows what is captured, and begins again when something is erased.

Words are folded as names are (hamza, ta marbuta, vowel signs, digits, case), and Arabic words lose the article with what is before it:
«بالسوق», «السوق» and «سوق» are one word.
"""

import re
import sqlite3
import threading
import time
from dataclasses import dataclass
from functools import lru_cache

from sijill.geocode.folding import fold, is_arabic
from sijill.register import Register
from sijill.web.veil import veil_text

NEWEST = 1000
"""Reports that a search gives at most, those captured last first: a list of more has to be narrowed down anyway. To rank a word that
stands in all of 100,000 reports took 194 ms of CPU (bench/web.py)."""

BATCH = 100
"""Reports read at a time, about a tenth of a second: nobody waits longer for the index than for these."""

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ARTICLE = re.compile(r"^[وف]?(?:ال|بال|كال|لل)(?=\w{2})")
_ASKED = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Found:
    """Reports that fit, those captured last first; `known` of `all` reports are in the index yet."""

    reports: tuple[str, ...]
    known: int
    all: int


class SearchIndex:
    """The index of one register. Any thread may ask."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._store = sqlite3.connect(":memory:", check_same_thread=False)
        self._store.execute("CREATE VIRTUAL TABLE texts USING fts5(open, names, content='', tokenize='unicode61 remove_diacritics 0')")
        self._ids: dict[int, str] = {}
        self._seq = 0
        self._retracted = self._register.browse.last_retracted()

    def catch_up(self, stop: threading.Event | None = None) -> None:
        """Take in all that was captured since. With `stop`, in the background: until it is set, and resting as long as each batch took,
        so that half of the time is left for those who work."""
        while True:
            begun = time.monotonic()
            if not self._step() or (stop is not None and stop.wait(time.monotonic() - begun)):
                return

    def _step(self) -> bool:
        """Take in one batch; false where nothing was left."""
        with self._lock:
            if self._register.browse.last_retracted() != self._retracted:
                self._begin()
            batch = self._register.browse.reports_after(self._seq, BATCH)
            names = [name for _, name in batch]
            texts, people = self._register.look.reports(names), self._register.look.people_in(names)
            rows = []
            for seq, name in batch:
                self._seq = seq
                if (report := texts.get(name)) is None:
                    continue
                self._ids[seq] = name
                text, hidden = veil_text(report, people.get(name, ()))
                rows.append((seq, fold_text(f"{text} {report.source or ''}"), fold_text(" ".join(hidden))))
            self._store.executemany("INSERT INTO texts (rowid, open, names) VALUES (?, ?, ?)", rows)
            return len(batch) == BATCH

    def find(self, asked: str, *, names: bool, limit: int = NEWEST) -> Found:
        """Reports in which every word that is asked for stands; the last may be a beginning, words in "quotes" stand side by side.

        names: whether names of people are searched too; for those who may not see them the words are not there.
        """
        query = query_of(asked)
        if not query:
            return Found((), len(self._ids), len(self._ids))
        if self._register.browse.count_reports() - len(self._ids) <= BATCH:
            self._step()
        with self._lock:
            rows = self._store.execute(
                "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT ?",
                (query if names else f"{{open}} : ({query})", limit),
            ).fetchall()
            found = tuple(self._ids[row[0]] for row in rows)
            return Found(found, len(self._ids), max(self._register.browse.count_reports(), len(self._ids)))


def fold_text(text: str) -> str:
    """A text's words as the index keeps them."""
    return " ".join(map(fold_word, text.split()))


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """One written word as the index keeps it: one or more words, or nothing."""
    return " ".join(_ARTICLE.sub("", part) if is_arabic(part) else part for part in fold(word.translate(_DIGITS)).split())


def query_of(asked: str) -> str:
    """What a person typed, as a query of the index; every word is quoted, so that none can be one of its operators."""
    parts = []
    for phrase, word in _ASKED.findall(asked[:400]):
        if folded := fold_text(phrase or word):
            parts.append(f'"{folded}"' + ("" if phrase else "*"))
    return " AND ".join(parts)
