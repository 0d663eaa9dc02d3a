"""The harm claims of an incident's accounts, each with where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Account, Filing, Harm, Origin, Report
from sijill.review.voice import Voice, find_voices


@dataclass(frozen=True, slots=True)
class HarmClaim:
    """A harm with its account and report. `whole` is false for a part of another claim, or for a described set (`who`) beside a claim
    of the whole in the same account; `mixed` is true for a whole of unstated status whose parts are civilians or fighters."""

    harm: Harm
    account: Account
    report: Report
    voice: Voice
    whole: bool
    mixed: bool

    @property
    def numbered(self) -> bool:
        """Whether the words state a number."""
        return self.harm.low is not None or self.harm.high is not None


def collect_claims(filings: Sequence[Filing], origins: Sequence[Origin] = ()) -> list[HarmClaim]:
    """Every harm claim of the accounts, in the order of the filings. origins: which of the reports have one voice."""
    claims, voices = [], find_voices((filing.report for filing in filings), origins)
    for filing in filings:
        harms = filing.account.harms
        for harm in harms:
            rivals = [h for h in harms if h is not harm and h.kind == harm.kind and h.unit == harm.unit and h.part_of is None]
            whole = harm.part_of is None and (harm.who is None or not any(h.who is None for h in rivals))
            parts = [h for h in harms if h.part_of is not None and h.part_of == harm.quote and h.kind == harm.kind]
            groups = {h.group for h in parts} - {"unknown"}
            mixed = harm.group == "unknown" and bool(groups) and _leaves_others(harm, parts)
            claims.append(HarmClaim(harm, filing.account, filing.report, voices[filing.report.id], whole, mixed))
    return claims


def _leaves_others(whole: Harm, parts: Sequence[Harm]) -> bool:
    """Whether the parts say that the whole is not of one status: fighters among them, or "19 civilians among 23"."""
    if any(part.group == "combatant" for part in parts):
        return True
    civilians = [part.low for part in parts if part.group == "civilian" and part.who is None and part.low is not None]
    return bool(civilians) and whole.low is not None and max(civilians) < whole.low
