"""An incident as its page shows it, worked out before the template: reports with marks, rivals with reasons, the toll's history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sijill.link import propose_people
from sijill.model import Filing, Incident, Link, Namesakes, Report, TollStep
from sijill.model.decision import PERSON, Made
from sijill.pipeline import Dossier, open_dossier
from sijill.register import Register
from sijill.review import find_standing, tell_tolls
from sijill.web.veil import veil_filings
from sijill.write.site.excerpt import Segment, mark_text
from sijill.write.site.view import ClaimView, list_claims, list_spans

RIVALS = 8
"""Incidents that this one may also be, shown; dense days can have hundreds."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report of the incident: its text with the marks of all its accounts in it, and each account's claims."""

    report: Report
    segment: Segment
    accounts: tuple[tuple[Filing, tuple[ClaimView, ...]], ...]


@dataclass(frozen=True, slots=True)
class Rival:
    """An incident that this one may also be, with the strongest link between them: `own` and `other` are its accounts; `on` is the
    newest entry about it."""

    incident: Incident
    on: int
    link: Link
    own: str
    other: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """All that the page of one incident shows. `on` is the newest entry that it knows of; `decisions` are all about it, with those that
    stand by number in `standing`; `named` are people whom reports name and nobody has listed; `people_veiled`: names are hidden."""

    incident: Incident
    on: int
    reports: tuple[ReportView, ...]
    rivals: tuple[Rival, ...]
    more_rivals: int
    steps: tuple[TollStep, ...]
    decisions: tuple[Made, ...]
    standing: frozenset[int]
    dossier: Dossier
    named: tuple[Namesakes, ...]
    quotes: dict[str, str]
    sources: dict[str, str]
    people_veiled: bool


def view_incident(register: Register, incident: Incident, *, names: bool) -> IncidentView:
    """The view of an incident; without `names` people are veiled. Everything is read in one go, so that it fits together."""
    with register.reading():
        on = register.decisions.newest(incident.id)
        filings = register.look.filings(incident.accounts)
        made = register.decisions.about([incident.id]).get(incident.id, ())
        dossier = open_dossier(register, incident.id)
        rivals = _find_rivals(register, incident)
    named = propose_people(filings, register.decisions.every(*PERSON))
    if not names:
        filings, dossier, named = veil_filings(filings, dossier.people), Dossier((), dossier.statements, _public(dossier.notes)), ()
        made = tuple(one for one in made if one.judgement.act not in ("victim", "note"))
    listed = {claim for one in dossier.people for claim in getattr(one.judgement, "claims", ())}
    return IncidentView(
        incident,
        on,
        view_reports(filings),
        rivals[:RIVALS],
        max(0, len(rivals) - RIVALS),
        tell_tolls(filings),
        made,
        frozenset(one.seq for one in find_standing(made)),
        dossier,
        tuple(one for one in named if not listed.intersection(one.claims)),
        {harm.id: harm.quote for filing in filings for harm in filing.account.harms},
        {filing.report.id: name_report(filing.report) for filing in filings},
        not names,
    )


def name_report(report: Report) -> str:
    """What a report is called in a list: its source and its day, each in its own direction."""
    return f"\u2068{report.source or report.doc}\u2069" + (f" \u2066{report.published}\u2069" if report.published else "")


def _public(notes: Sequence[Made]) -> tuple[Made, ...]:
    return tuple(one for one in notes if getattr(one.judgement, "audience", "") == "public")


def view_reports(filings: Sequence[Filing]) -> tuple[ReportView, ...]:
    """A view of each report, in the order of publication, the undated last."""
    grouped: dict[str, list[Filing]] = {}
    for filing in sorted(filings, key=lambda f: (f.report.published is None, f.report.published, f.account.id)):
        grouped.setdefault(filing.report.id, []).append(filing)
    return tuple(
        ReportView(
            own[0].report,
            mark_text(own[0].report.text, [span for filing in own for span in list_spans(filing.account)]),
            tuple((filing, list_claims(filing.account)) for filing in own),
        )
        for own in grouped.values()
    )


def _find_rivals(register: Register, incident: Incident) -> tuple[Rival, ...]:
    """The incidents that this one may also be, the strongest link first."""
    own = set(incident.accounts)
    ends = {(link.right if link.left in own else link.left): link for link in sorted(incident.proposals, key=lambda one: one.score)}
    homes = register.look.incidents_of(ends)
    best = {homes[end]: (link, end) for end, link in ends.items() if end in homes and homes[end] != incident.id}
    incidents, newest = register.look.incidents_by_id(best), register.browse.newest(best)
    found = [
        Rival(incidents[name], newest[name], link, link.left if link.right == end else link.right, end)
        for name, (link, end) in best.items()
        if name in incidents
    ]
    return tuple(sorted(found, key=lambda one: (-one.link.score, one.incident.id)))


def hide_grades(incident: Incident) -> Incident:
    """The incident without any grade, the machine's included: to give one independently."""
    return replace(incident, grade=None, suggested=incident.suggested and replace(incident.suggested, grade=None))
