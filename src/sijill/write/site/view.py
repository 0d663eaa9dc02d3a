"""What an incident's page shows, worked out before the template: no logic is left for it but loops."""

from dataclasses import dataclass
from datetime import date

from sijill.model import Account, Case, Filing, Incident, Link, Span, Toll
from sijill.write.site.excerpt import Segment, cut_excerpts


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One value with its words. `code` is a label of the vocabulary, `value` what is shown beside it."""

    id: str
    kind: str
    code: str
    value: str
    quote: str
    rule: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account with its report's excerpts and its claims in the order of the text."""

    filing: Filing
    segments: tuple[Segment, ...]
    claims: tuple[ClaimView, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its page shows it; `proposals` are links to accounts of other incidents, the strongest first."""

    incident: Incident
    accounts: tuple[AccountView, ...]
    proposals: tuple[tuple[str, Link], ...]

    def marks(self) -> dict[str, list[tuple[str, str, int, int, int]]]:
        """By account: claim, kind, number of the excerpt, and UTF-16 offsets in it; excerpts without words are not shown."""
        return {
            a.filing.account.id: [
                (m.claim, m.kind, n, m.start, m.end) for n, s in enumerate(filter(_shown, a.segments)) for m in s.marks
            ]
            for a in self.accounts
        }


PROPOSALS = 6
"""Links that a page shows; dense days can have hundreds."""


def view_case(case: Case) -> CaseView:
    """The case, its accounts as the news came, the undated last."""
    told = sorted(case.filings, key=lambda f: (f.report.published or date.max, f.account.id))
    own = set(case.incident.accounts)
    proposals = tuple((k.right if k.left in own else k.left, k) for k in case.incident.proposals[:PROPOSALS])
    return CaseView(case.incident, tuple(map(_account_view, told)), proposals)


def _shown(segment: Segment) -> bool:
    return bool(segment.text)


def _account_view(filing: Filing) -> AccountView:
    account = filing.account
    claims = list_claims(account)
    spans = list_spans(account)
    return AccountView(filing, cut_excerpts(filing.report.text, spans), claims)


def list_spans(account: Account) -> list[tuple[str, str, Span]]:
    """Each claim of an account that has words in the text: its id, its kind, its span."""
    found = [(p.id, "place", p.span) for p in (*account.places, *account.origin_places)]
    found += [(a.id, "actor", a.span) for a in account.actors]
    found += [(h.id, "harm", h.span) for h in account.harms]
    found += [(s.id, "attribution", s.span) for s in account.attributions]
    found += [(v.id, "victim", v.span) for v in account.victims]
    if account.date is not None and account.date.span is not None:
        found.append((f"{account.id}.d", "date", account.date.span))
    return found


def list_claims(account: Account) -> tuple[ClaimView, ...]:
    """The claims of an account as they are shown."""
    found = []
    for h in account.harms:
        notes = [h.group, *([h.who] if h.who else []), *(["may_rise"] if h.may_rise else []), *(["part"] if h.part_of else [])]
        value = bounds(h.low, h.high) if (h.low, h.high) != (None, None) else ""
        notes += [h.hedge] if h.hedge != "exact" else []
        notes += ["families"] if h.unit == "families" else []
        found.append(ClaimView(h.id, "harm", h.kind, value, h.quote, h.rule, tuple(notes)))
    if account.date is not None:
        d = account.date
        days = d.first.isoformat() if d.first == d.last else f"{d.first} – {d.last}"
        found.append(ClaimView(f"{account.id}.d", "date", "date", days, d.quote or "", d.rule))
    for code, places in (("place", account.places), ("origin_place", account.origin_places)):
        for p in places:
            notes = [p.relation] if p.relation != "in" else []
            found.append(ClaimView(p.id, "place", code, p.name, p.quote, p.rule, tuple(notes)))
    for a in account.actors:
        notes = [a.stance] if a.stance != "asserted" else []
        found.append(ClaimView(a.id, "actor", a.role, a.actor, a.quote, a.rule, tuple(notes)))
    found += [ClaimView(s.id, "attribution", s.kind, "", s.quote, s.rule) for s in account.attributions]
    for v in account.victims:
        notes = [v.who] if v.who else []
        found.append(ClaimView(v.id, "victim", v.fate, v.name or "", v.quote, v.rule, tuple(notes)))
    return tuple(found)


def bounds(low: int | None, high: int | None) -> str:
    """A range as shown: "20", "20–23", "20+" (open above), "≤ 20" (open below), "?" (no number)."""
    if low is None:
        return "?" if high is None else f"≤ {high}"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def toll_range(toll: Toll) -> str:
    """A toll as shown."""
    return bounds(toll.low, toll.high)
