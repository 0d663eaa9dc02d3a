"""The veil: what a visitor may not see of people is blocks (█), letter for letter, so that every span still fits.

Veiled for viewers: names of victims wherever they stand in a report, and the words for people who spoke to it in private (witnesses,
local and medical sources), who could be found by them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sijill.model import Account, Filing, Report, Span
from sijill.model.account import Attribution, Victim

BLOCK = "█"
PRIVATE = frozenset({"witness", "local_source", "medical"})
"""Kinds of attribution behind which single people stand; officials, armed groups, NGOs and media speak in public."""


def veil_filings(filings: Sequence[Filing]) -> tuple[Filing, ...]:
    """The filings with people veiled, in every account of the same report."""
    by_report: dict[str, list[Account]] = {}
    for filing in filings:
        by_report.setdefault(filing.report.id, []).append(filing.account)
    texts = {f.report.id: veil_report(f.report, by_report[f.report.id]) for f in filings}
    return tuple(replace(f, report=texts[f.report.id], account=_veil_account(f.account, texts[f.report.id])) for f in filings)


def veil_report(report: Report, accounts: Iterable[Account]) -> Report:
    """The report with people veiled in title and text."""
    told = tuple(accounts)
    spans = [s.span for a in told for s in a.attributions if s.kind in PRIVATE]
    names = names_in(told)
    spans += [Span(*found.span()) for name in names for found in re.finditer(re.escape(name), report.text)]
    title = report.title
    for name in names:
        title = title and title.replace(name, BLOCK * len(name))
    return replace(report, text=_cover(report.text, spans), title=title)


def names_in(accounts: Iterable[Account]) -> tuple[str, ...]:
    """The names of victims as they are written, the longest first."""
    return tuple(sorted({v.name for a in accounts for v in a.victims if v.name}, key=lambda name: (-len(name), name)))


def _cover(text: str, spans: Iterable[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        for n in range(start, min(end, len(letters))):
            letters[n] = letters[n] if letters[n].isspace() else BLOCK
    return "".join(letters)


def _veil_account(account: Account, report: Report) -> Account:
    """Every claim with the words that are left of it."""

    def words(span: Span) -> str:
        return report.text[span.start : span.end]

    def victim(one: Victim) -> Victim:
        return replace(one, quote=words(one.span), name=one.name and BLOCK * len(one.name))

    def attribution(one: Attribution) -> Attribution:
        return replace(one, quote=words(one.span))

    date = account.date and replace(account.date, quote=account.date.span and words(account.date.span))
    return replace(
        account,
        date=date,
        places=tuple(replace(p, quote=words(p.span)) for p in account.places),
        origin_places=tuple(replace(p, quote=words(p.span)) for p in account.origin_places),
        actors=tuple(replace(a, quote=words(a.span)) for a in account.actors),
        harms=tuple(replace(h, quote=words(h.span)) for h in account.harms),
        victims=tuple(map(victim, account.victims)),
        attributions=tuple(map(attribution, account.attributions)),
        circumstances=tuple(replace(c, quote=words(c.span)) for c in account.circumstances),
    )
