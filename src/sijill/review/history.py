"""A toll's history: as it stood after each report, in the order of publication, and what that report said."""

from collections.abc import Sequence
from datetime import date

from sijill.model import Filing, Origin, TollStep
from sijill.review.claim import collect_claims
from sijill.review.toll import review_tolls


def tell_tolls(filings: Sequence[Filing], origins: Sequence[Origin] = ()) -> tuple[TollStep, ...]:
    """A step for each report, in the order of publication; reports without a day come last, as if they were the newest.

    origins: which of the reports have one voice.
    """
    reports = sorted({f.report.id: f.report for f in filings}.values(), key=lambda r: (r.published or date.max, r.id))
    steps: list[TollStep] = []
    known: list[Filing] = []
    for report in reports:
        own = sorted((f for f in filings if f.report.id == report.id), key=lambda f: f.account.id)
        known += own
        said = tuple(claim.harm for claim in collect_claims(own) if claim.whole)
        steps.append(TollStep(report.published, report.id, report.doc, report.source, said, review_tolls(known, origins)))
    return tuple(steps)
