"""Before a merge: both records side by side, what they would be together, and what their reports disagree on."""

from fastapi import APIRouter
from starlette.responses import Response

from sijill.pipeline.preview import preview_merge
from sijill.web.dossier import name_report
from sijill.web.visit import Analyst

router = APIRouter()


@router.get("/incidents/{name}/merge")
def show(visit: Analyst, name: str, other: str = "") -> Response:
    """The page. `other` may be the beginning of an id, where only one incident's id begins so."""
    wanted = other.strip()[:60]
    begins = visit.register.look.incident_ids(wanted) if len(wanted) > len("i-") else ()
    preview = preview_merge(visit.register, name, begins[0] if len(begins) == 1 else wanted)
    sources = {filing.account.id: name_report(filing.report) for filing in preview.filings}
    tolls = sorted({(toll.kind, toll.group, toll.unit) for one in (preview.into, preview.other, preview.merged) for toll in one.tolls})
    return visit.page("merge.html", p=preview, three=(preview.into, preview.other, preview.merged), tolls=tolls, sources=sources)
