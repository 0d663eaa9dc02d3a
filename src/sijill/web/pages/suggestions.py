"""Many suggestions at once: grades taken over as the machine suggests them, and work handed out. Each is a decision of its own, with
its own entry. Tolls, strike status, attribution and what belongs together are decided one by one, so nothing here can.
"""

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from sijill.model import DecisionError, Grade, Incident, StaleView
from sijill.model.decision import GradeGiven, Judgement, Moved
from sijill.pipeline import decide, now_of
from sijill.web.asked import SIZE, read_asked
from sijill.web.pages.incidents import list_incidents
from sijill.web.visit import Analyst, Form, Refused, text_of

router = APIRouter()
BULK = ("grade", "assign")
"""What can be done to many at once."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An incident with the grade that the machine suggests; `voices` are the independent origins behind it, `on` its newest entry."""

    incident: Incident
    grade: Grade
    voices: int
    on: int


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one of many: its entry, or why there is none."""

    incident: str
    entry: int | None
    problem: str = ""


@router.get("/suggestions")
def show(visit: Analyst) -> Response:
    """The grades that the machine suggests and the visitor has not given, for the list's filters."""
    asked = read_asked(visit.request.query_params)
    listed = list_incidents(visit.bench, asked, names=True)
    found = [(incident, grade) for incident in listed.incidents if (grade := suggested_grade(incident, visit.me.pseudonym))]
    newest = visit.register.browse.newest([incident.id for incident, _ in found])
    shown = [Suggestion(one, grade, len(one.origins), newest[one.id]) for one, grade in found]
    pages = max(1, -(-listed.total // SIZE))
    return visit.page("suggestions.html", asked=asked, suggestions=shown, pages=pages, became=(), total=listed.total)


def suggested_grade(incident: Incident, who: str) -> Grade | None:
    """The machine's grade of an incident, where it has one and this person has not given theirs."""
    if incident.scope == "aggregate" or incident.retracted is not None:
        return None
    given = incident.grade.given if incident.grade else None
    if given is not None and who in (*given.agreed, *given.differed):
        return None
    machine = incident.suggested.grade if incident.suggested else incident.grade
    return machine if machine is not None and machine.grade is not None else None


@router.post("/suggestions")
def accept(visit: Analyst, form: Form) -> Response:
    """Enter a decision for each incident that was chosen; those that changed since, or do not fit, are named and left as they are."""
    act, reason, chosen = text_of(form, "act"), text_of(form, "reason"), [str(one) for one in form.getlist("chosen")]
    if act not in BULK:
        raise Refused(422, "bad", "act")
    if not chosen or len(chosen) > SIZE or not reason:
        raise Refused(422, "nothing_chosen")
    became = []
    for name in dict.fromkeys(chosen):
        given = text_of(form, f"on-{name}")
        try:
            incident = now_of(visit.register, name)
            judgement = _judge(act, incident, form, name, visit.me.pseudonym)
            done = decide(visit.register, name, judgement, reason=reason, on=int(given) if given.isdecimal() and len(given) < 12 else 0)
            became.append(Became(name, done.entry.seq))
        except StaleView as stale:
            became.append(Became(name, None, "; ".join(map(visit.words.problem, stale.since))))
        except DecisionError as error:
            became.append(Became(name, None, visit.words.problem(error.problem)))
    asked = read_asked({})
    return visit.page("suggestions.html", asked=asked, suggestions=(), pages=1, became=became, total=0)


def _judge(act: str, incident: Incident, form: FormData, name: str, who: str) -> Judgement:
    """The decision about one of many: exactly what stood beside it. Raises DecisionError where the machine suggests another by now."""
    if act == "assign":
        return Moved("assigned", text_of(form, "assignee") or who)
    grade = suggested_grade(incident, who)
    if grade is None or grade.grade != text_of(form, f"grade-{name}"):
        raise DecisionError(name, "the machine suggests another grade by now", "look at it")
    return GradeGiven(grade.grade)
