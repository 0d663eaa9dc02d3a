"""Incidents by the API: the list with its filters, one with its accounts, its history."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from pydantic import BaseModel

from sijill.model.codec import to_json
from sijill.model.vocabulary import EventType, HarmGrade, Scope
from sijill.model.vocabulary import State as WorkState
from sijill.pipeline import open_dossier
from sijill.web.api.problems import NO_NULL
from sijill.web.asked import Asked
from sijill.web.pages.incidents import list_incidents
from sijill.web.security.tokens import Caller, InHand
from sijill.web.veil import veil_filings
from sijill.web.visit import bench_of

router = APIRouter(tags=["incidents"])
Name = Annotated[str, Path(max_length=60, pattern=NO_NULL, description="The id of an incident, such as i-7khq3bntl2mzc5wa.")]


class Page(BaseModel):
    """A page of the list. `total`: all that fit; each incident as `sijill show ID --json` has it, with `review_state` in words."""

    total: int
    page: int
    incidents: list[dict[str, Any]]


class Whole(BaseModel):
    """One incident with its accounts and reports; `newest_entry` is the number that a decision about it is made on."""

    incident: dict[str, Any]
    filings: list[dict[str, Any]]
    newest_entry: int


@router.get("/incidents")
def list_page(
    request: Request,
    caller: Caller,
    q: Annotated[str, Query(max_length=400, pattern=NO_NULL, description="Words that stand in its reports.")] = "",
    state: WorkState | None = None,
    grade: HarmGrade | None = None,
    event_type: EventType | None = None,
    scope: Scope | None = None,
    page: Annotated[int, Query(ge=1, le=10**6)] = 1,
) -> Page:
    """The incidents that fit, newest first, fifty on a page."""
    asked = Asked(q.strip(), state, grade, event_type, scope, page=page)
    listed = list_incidents(bench_of(request), asked, names=caller.may("analyst"))
    return Page(total=listed.total, page=page, incidents=[to_json(one) for one in listed.incidents])


@router.get("/incidents/{name}", responses={404: {"description": "There is no such incident."}})
def show_one(register: InHand, caller: Caller, name: Name) -> Whole:
    """One incident; an id that went into another gives that one. Names of people are blocks for viewers."""
    incident = register.look.incident(name)
    if incident is None:
        raise HTTPException(404, "there is no such incident")
    filings = register.look.filings(incident.accounts)
    shown = filings if caller.may("analyst") else veil_filings(filings, open_dossier(register, incident.id).people)
    newest = register.decisions.newest(incident.id)
    return Whole(incident=to_json(incident), filings=[to_json(one) for one in shown], newest_entry=newest)
