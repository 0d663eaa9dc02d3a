"""The veil: what a visitor may not see of people is blocks (█), letter for letter, so that every span still fits.

Veiled for viewers: names of victims wherever they stand in a report, in every spelling and script, and the words for people who spoke
to it in private (witnesses, local and medical sources), who could be found by them. Whose names these are, and where they stand, is
found as for editions (`write.redact`); only how they are covered differs: an edition's mark does not give a name's length away.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sijill.model import Account, Filing, Report, Span
from sijill.model.account import Attribution, Victim
from sijill.model.decision import Made, Person
from sijill.write.redact import Policy, find_hidden
from sijill.write.redact.collect import Hidden
from sijill.write.redact.names import Names, letters_of

BLOCK = "█"
PRIVATE = frozenset({"witness", "local_source", "medical"})
"""Kinds of attribution behind which single people stand; officials, armed groups, NGOs and media speak in public."""

VIEWERS = Policy("viewers", ("", ""), ("", ""), living="all", dead="all", speakers=PRIVATE)
"""What viewers may not see: nobody's name."""


def veil_filings(filings: Sequence[Filing], people: Iterable[Made] = ()) -> tuple[Filing, ...]:
    """The filings with people veiled, whoever of them names them; `people` are the victims' list, which may know other names."""
    sought = _seek(filings, [one.judgement for one in people if isinstance(one.judgement, Person)])
    veiled: dict[str, Report] = {}
    for filing in filings:
        name = filing.report.id
        if name not in veiled:
            own = [one.account for one in filings if one.report.id == name]
            veiled[name] = _veil(filing.report, own, sought)
    return tuple(replace(f, report=veiled[f.report.id], account=_veil_account(f.account, veiled[f.report.id])) for f in filings)


def veil_text(report: Report, accounts: Sequence[Account]) -> tuple[str, tuple[str, ...]]:
    """A report's text with people veiled, and the words that are covered in it."""
    if not accounts:
        return report.text, ()
    spans = _spans(report, accounts, _names(find_hidden(VIEWERS, accounts, ())))
    return _cover(report.text, spans), tuple(report.text[span.start : span.end] for span in spans)


Sought = tuple[Names, frozenset[str]]
"""Names that are looked for anywhere, and the letters of those of one word, which are looked for where they were read."""


def _seek(filings: Sequence[Filing], people: Sequence[Person]) -> Sought:
    return _names(find_hidden(VIEWERS, [filing.account for filing in filings], people))


def _names(found: Iterable[Hidden]) -> Sought:
    names = {one.name for one in found}
    return Names(names), frozenset(form for name in names for form in letters_of(name))


def _veil(report: Report, accounts: Sequence[Account], sought: Sought) -> Report:
    """A report with people veiled in title and text; an address that holds a name is left out."""
    names, own = sought
    title = report.title and _cover(report.title, [Span(*found) for found in names.find(report.title, own)])
    url = None if report.url and names.find_in_address(report.url, own) else report.url
    return replace(report, text=_cover(report.text, _spans(report, accounts, sought)), title=title, url=url)


def _spans(report: Report, accounts: Sequence[Account], sought: Sought) -> list[Span]:
    """What is covered in a text: names as they were read and as `Names` finds them, and the words for those who spoke in private."""
    names, own = sought
    private = [said.span for account in accounts for said in account.attributions if said.kind in PRIVATE]
    read = {victim.name or "" for account in accounts for victim in account.victims} - {""}
    private += [Span(*where.span()) for name in read for where in re.finditer(re.escape(name), report.text)]
    spared = [place.span for account in accounts for place in account.places]
    spared += [actor.span for account in accounts for actor in account.actors]
    return [*private, *(Span(*found) for found in names.find(report.text, own, spared))]


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
