"""Deciding: one form, one decision, one entry. Who decides on less than there is now is shown what changed, and asked."""

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from sijill.model import DecisionError, StaleView
from sijill.pipeline import decide, now_of
from sijill.web.judgements import READERS, read_judgement, role_for
from sijill.web.visit import Analyst, Form, Refused, Visit, text_of

router = APIRouter()


@router.post("/incidents/{name}/decide/{act}")
def enter(visit: Analyst, name: str, act: str, form: Form) -> Response:
    """Enter a decision and go back to the incident. What does not fit is said beside the form, and nothing is entered."""
    if act not in READERS:
        raise Refused(404, "missing", act)
    register = visit.register
    try:
        incident = now_of(register, name)
        judgement = read_judgement(act, form, register, incident)
        if not visit.may(role := role_for(judgement, register, incident)):
            raise Refused(403, "forbidden", role)
        done = decide(register, name, judgement, reason=text_of(form, "reason"), on=_seen(form, name))
    except StaleView as stale:
        return _say(visit, form, name, act, 409, stale=stale)
    except DecisionError as error:
        return _say(visit, form, name, act, 422, error=error)
    return visit.go(f"/incidents/{name}?done={done.entry.seq}")


def _seen(form: FormData, name: str) -> int:
    """The newest entry that the person saw: that of the page, or the one they said they have seen since."""
    given = [str(one) for one in form.getlist("on")]
    if not given or not all(one.isdecimal() and len(one) < 12 for one in given):
        raise DecisionError(name, "which entry it is made on is missing", "load the page again")
    return max(map(int, given))


def _say(visit: Visit, form: FormData, name: str, act: str, status: int, **values: object) -> Response:
    fields = [(field, value) for field, value in form.multi_items() if isinstance(value, str) and field not in ("csrf", "on")]
    template = "part_refused.html" if visit.partial else "refused.html"
    return visit.page(template, status, name=name, act=act, fields=fields, **({"stale": None, "error": None} | values))
