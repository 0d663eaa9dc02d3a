"""Origins: who really says it. Ten papers that print one statement are one origin."""

from collections.abc import Sequence

from sijill.model import Filing, Link
from sijill.model.speaker import name_speaker
from sijill.review.claim import source_of

CITED = frozenset({"ngo", "media", "official", "medical", "rescue", "armed_group"})
"""Kinds of attribution that name one speaker; "local sources" and "witnesses" of two reports may be different people."""


ONE_ORIGIN = frozenset({"text_copy", "statement_same"})
"""Reasons of a link that say that two reports have one origin, found by comparing all reports that could be of one incident."""


def group_origins(filings: Sequence[Filing], links: Sequence[Link]) -> list[tuple[str, ...]]:
    """The reports of an incident, put together where they have one origin: the same source, a copied text or the same statement (a link
    that says so), or the same speaker cited for the same numbers. Sorted."""
    reports = {f.report.id: f for f in filings}
    origin = {r: r for r in reports}

    def find(report: str) -> str:
        while origin[report] != report:
            report = origin[report]
        return report

    def unite(a: str, b: str) -> None:
        a, b = sorted((find(a), find(b)))
        origin[b] = a

    report_of = {f.account.id: f.report.id for f in filings}
    for link in links:
        if link.left in report_of and link.right in report_of and any(r.code in ONE_ORIGIN for r in link.reasons):
            unite(report_of[link.left], report_of[link.right])
    first: dict[object, str] = {}
    for filing in sorted(filings, key=lambda f: f.account.id):
        for key in (("source", source_of(filing.report)), *_statements(filing)):
            unite(filing.report.id, first.setdefault(key, filing.report.id))
    groups: dict[str, list[str]] = {}
    for report in sorted(reports):
        groups.setdefault(find(report), []).append(report)
    return [tuple(members) for members in groups.values()]


def _statements(filing: Filing) -> list[tuple[object, ...]]:
    """Speaker and numbers, where an account cites a nameable speaker and states a number."""
    numbers = tuple(sorted({(h.kind, h.low, h.high) for h in filing.account.harms if h.low is not None or h.high is not None}, key=str))
    if not numbers:
        return []
    return [
        ("said", name_speaker(a.quote) or " ".join(a.quote.split()).casefold(), numbers)
        for a in filing.account.attributions
        if a.kind in CITED
    ]
