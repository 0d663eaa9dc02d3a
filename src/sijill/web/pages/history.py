"""The history of an incident: every entry about it, and how its tolls changed with the reports."""

from fastapi import APIRouter
from starlette.responses import Response

from sijill.pipeline import tell_history
from sijill.pipeline.assemble import SAID
from sijill.web.visit import Refused, Viewer

router = APIRouter()


@router.get("/incidents/{name}/history")
def show(visit: Viewer, name: str) -> Response:
    """Each entry: number, who, when, why; personal values are for those who may see names."""
    incident = visit.register.look.incident(name)
    if incident is None:
        raise Refused(404, "no_incident", name)
    return visit.page("history.html", told=tell_history(visit.register, incident.id), names=visit.may("analyst"), machine=SAID)
