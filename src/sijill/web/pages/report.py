"""The page of one report: its text, where it comes from, and every account that was read in it, with the incident of each."""

from fastapi import APIRouter
from starlette.responses import Response

from sijill.pipeline.media import list_media
from sijill.web.dossier import view_reports
from sijill.web.veil import veil_filings
from sijill.web.visit import Refused, Viewer

router = APIRouter()


@router.get("/reports/{name}")
def show(visit: Viewer, name: str) -> Response:
    """The page; a report that was erased is not there any more, and the page says no more than that."""
    look = visit.register.look
    reports = look.reports([name])
    if name not in reports:
        raise Refused(404, "no_report", name)
    reading = look.readings([name]).get(name)
    accounts = [account.id for account in reading.accounts] if reading else []
    filings = look.filings(accounts)
    views = view_reports(filings if visit.may("analyst") else veil_filings(filings))
    marks = {one.report.id: [[m.claim, m.kind, m.start, m.end] for m in one.segment.marks] for one in views}
    report = views[0].report if views else reports[name]
    return visit.page(
        "report.html",
        report=report,
        media=list_media(visit.register, [report], visit.shown_blobs),
        view=views[0] if views else None,
        capture=look.captures([name]).get(name),
        reading=reading,
        homes=look.incidents_of(accounts),
        data={"marks": marks, "spot": None},
    )
