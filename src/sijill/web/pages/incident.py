"""The page of one incident: the record beside its reports, every value tied to its words, and all that can be decided."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from sijill.model import Incident
from sijill.pipeline.media import list_media
from sijill.web.dossier import IncidentView, hide_grades, view_incident
from sijill.web.judgements import FINDINGS
from sijill.web.timeline import draw_timeline
from sijill.web.visit import Refused, Viewer, Visit

router = APIRouter()


@router.get("/incidents/{name}")
def show(visit: Viewer, name: str, done: int | None = None, blind: bool = False) -> Response:
    """The page. `done`: the entry that was just made. `blind`: without any grade, to give one independently."""
    incident = visit.register.look.incident(name)
    if incident is None:
        raise Refused(404, "no_incident", name)
    if incident.id != name:
        return RedirectResponse(f"/incidents/{incident.id}", 302)
    return draw_incident(visit, incident, done=done, blind=blind)


def draw_incident(visit: Visit, incident: Incident, *, done: int | None = None, blind: bool = False) -> Response:
    """The page of an incident as it stands."""
    view = view_incident(visit.register, hide_grades(incident) if blind else incident, names=visit.may("analyst"))
    return visit.page(
        "incident.html", view=view, i=view.incident, data=_data(view), timeline=draw_timeline(view.steps), done=done, blind=blind,
        findings=FINDINGS, media=list_media(visit.register, [one.report for one in view.reports], visit.shown_blobs),
    )  # fmt: skip


def _data(view: IncidentView) -> dict[str, Any]:
    """What the page's script needs: the marks of each report, and the place with its radius."""
    marks = {one.report.id: [[m.claim, m.kind, m.start, m.end] for m in one.segment.marks] for one in view.reports}
    place = view.incident.place
    spot: dict[str, Any] | None = None
    if place is not None and place.lat is not None:
        spot = {"lat": place.lat, "lon": place.lon, "radius": place.radius_m or 0, "name": view.incident.place_name or ""}
        spot["others"] = [[c.lat, c.lon, c.name] for c in place.candidates[1:6]] if place.open else []
    return {"marks": marks, "spot": spot}
