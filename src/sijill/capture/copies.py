"""Reports that are copies of one another, found as they are captured: the same bytes, the same words, or nearly the same words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from sijill.capture.files import Captured
from sijill.model.fingerprint import bands, resemblance, sign_text, words_of
from sijill.model.identity import digest

NEAR = 0.5
"""Share of common three-word runs from which two texts are nearly the same: among 771 real reports 14 have such a
twin, all 14 about the same incident."""

CopyKind = Literal["bytes", "words", "near"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that repeats an earlier one, `of`; `share` is the estimated share of common three-word runs, 1 where all words are."""

    report: str
    of: str
    kind: CopyKind
    share: float


class Copies:
    """What was captured so far, as fingerprints: some 600 bytes a report, whatever its length."""

    def __init__(self) -> None:
        self._bytes: dict[str, str] = {}
        self._words: dict[str, str] = {}
        self._signatures: dict[str, tuple[int, ...]] = {}
        self._bands: dict[tuple[int, tuple[int, ...]], list[str]] = {}

    def add(self, captured: Captured) -> Copy | None:
        """Remember a report; what it repeats, if it does: the first such report, of several near ones the nearest."""
        report = captured.report
        if report.id in self._signatures:
            return None
        sha256, words = captured.capture.sha256, digest(" ".join(words_of(report.text)))
        signature = sign_text(report.text)
        found = self._find(report.id, sha256, words, signature)
        self._bytes.setdefault(sha256, report.id)
        self._words.setdefault(words, report.id)
        self._signatures[report.id] = signature
        for band in bands(signature):
            self._bands.setdefault(band, []).append(report.id)
        return found

    def _find(self, report: str, sha256: str, words: str, signature: tuple[int, ...]) -> Copy | None:
        if sha256 in self._bytes:
            return Copy(report, self._bytes[sha256], "bytes", 1.0)
        if words in self._words:
            return Copy(report, self._words[words], "words", 1.0)
        near = dict.fromkeys(other for band in bands(signature) for other in self._bands.get(band, ()))
        shares = [(resemblance(signature, self._signatures[other]), other) for other in near]
        share, other = max(shares, key=lambda one: one[0], default=(0.0, ""))
        return Copy(report, other, "near", share) if share >= NEAR else None


def find_copies(captured: Iterable[Captured]) -> Iterator[Copy]:
    """The copies among captured reports, in their order."""
    copies = Copies()
    for item in captured:
        if (copy := copies.add(item)) is not None:
            yield copy
