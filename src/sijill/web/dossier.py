"""An incident as its page shows it, worked out before the template: reports with marks, rivals with reasons, the toll's history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sijill.link import find_twice, propose_people
from sijill.model import Filing, Incident, Link, Namesakes, Report, Rival, TollStep, Victim
from sijill.model.decision import PERSON, Made
from sijill.pipeline import Dossier, list_rivals, open_dossier
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
class RivalView:
    """An incident that this one may also be, as it is now, with what speaks for it and against; `on` is the newest entry about it."""

    incident: Incident
    on: int
    rival: Rival

    @property
    def link(self) -> Link:
        """The strongest link between them."""
        return self.rival.links[0]

    @property
    def own(self) -> str:
        """The account of ours that is most like it."""
        return self.rival.account

    @property
    def other(self) -> str:
        """The account of the other incident that ours is most like."""
        return self.link.left if self.link.right == self.own else self.link.right


@dataclass(frozen=True, slots=True)
class IncidentView:
    """All that the page of one incident shows. `on` is the newest entry that it knows of; `decisions` are all about it, with those that
    stand by number in `standing`; `named` are people whom reports name and nobody has listed; `twice` are pairs of claims that may name
    one person in two spellings; `people_veiled`: names are hidden."""

    incident: Incident
    on: int
    reports: tuple[ReportView, ...]
    rivals: tuple[RivalView, ...]
    more_rivals: int
    steps: tuple[TollStep, ...]
    decisions: tuple[Made, ...]
    standing: frozenset[int]
    dossier: Dossier
    named: tuple[Namesakes, ...]
    twice: tuple[tuple[Victim, Victim], ...]
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
        rivals = list_rivals(register, incident)
        shown = _open_rivals(register, rivals[:RIVALS])
        on_people = register.decisions.every(*PERSON)
    named = propose_people(filings, on_people)
    listed = [getattr(one.judgement, "claims", ()) for one in dossier.people]
    twice = find_twice(filings, on_people, listed) if names else ()
    if not names:
        filings, dossier, named = veil_filings(filings, dossier.people), Dossier((), dossier.statements, _public(dossier.notes)), ()
        made = tuple(one for one in made if one.judgement.act not in ("victim", "note"))
    return IncidentView(
        incident,
        on,
        view_reports(filings),
        shown,
        len(rivals) - len(shown),
        tell_tolls(filings, incident.origins),
        made,
        frozenset(one.seq for one in find_standing(made)),
        dossier,
        tuple(one for one in named if not {claim for claims in listed for claim in claims}.intersection(one.claims)),
        twice,
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


def _open_rivals(register: Register, rivals: Sequence[Rival]) -> tuple[RivalView, ...]:
    names = [rival.incident for rival in rivals]
    incidents, newest = register.look.incidents_by_id(names), register.browse.newest(names)
    here = (rival for rival in rivals if rival.incident in incidents)
    return tuple(RivalView(incidents[rival.incident], newest[rival.incident], rival) for rival in here)


def hide_grades(incident: Incident) -> Incident:
    """The incident without any grade, the machine's included: to give one independently."""
    return replace(incident, grade=None, suggested=incident.suggested and replace(incident.suggested, grade=None))
