"""The queue: what waits for a person, the neediest first, each with its reasons."""

from fastapi import APIRouter
from starlette.responses import Response

from sijill.pipeline import list_queue
from sijill.web.visit import Refused, Viewer

router = APIRouter()
SIZE = 50


@router.get("/queue")
def show(visit: Viewer, mine: bool = False, page: int = 1) -> Response:
    """A page of it; `mine`: only what is assigned to the visitor."""
    if not 1 <= page <= 10**6:
        raise Refused(400, "bad", "page")
    who = visit.me.pseudonym if mine else None
    waiting = list_queue(visit.register, assignee=who, offset=(page - 1) * SIZE, limit=SIZE + 1)
    return visit.page("queue.html", waiting=waiting[:SIZE], more=len(waiting) > SIZE, mine=mine, page_number=page)
