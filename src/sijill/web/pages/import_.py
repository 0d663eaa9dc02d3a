"""Importing: files are sent, read in the background, and their progress is seen as it comes, by whoever looks on."""

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.responses import Response, StreamingResponse

from sijill.web.imports import Job
from sijill.web.visit import Analyst, Form, Refused, Visit

router = APIRouter()
PAUSE_S = 0.25
"""Seconds between two looks at an import; as often as a person can read a number."""


@router.get("/import")
def show(visit: Analyst) -> Response:
    """The form, and the imports since the workbench started."""
    return visit.page("import.html", jobs=list(reversed(visit.bench.imports.jobs.values())))


@router.post("/import")
def begin(visit: Analyst, form: Form) -> Response:
    """Take the files in, and go to the page of the import."""
    files = [(one.filename or "file", one.file.read()) for one in form.getlist("files") if isinstance(one, UploadFile)]
    files = [(name, content) for name, content in files if content]
    if not files:
        raise Refused(422, "no_files")
    job = visit.bench.imports.begin(visit.me.pseudonym, files, visit.bench.entropy(8).hex())
    return visit.go(f"/import/{job.name}")


@router.get("/import/{name}")
def follow(visit: Analyst, name: str) -> Response:
    """One import, with how far it is."""
    return visit.page("import_job.html", job=_find(visit, name))


@router.get("/import/{name}/events")
async def events(visit: Analyst, name: str) -> Response:
    """Its progress as server-sent events: JSON, one whenever something changed, until it is over."""
    return StreamingResponse(_tell(visit, _find(visit, name)), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _tell(visit: Visit, job: Job) -> AsyncIterator[str]:
    told = ""
    while True:
        said = [visit.words.unread(one) for one in job.said]
        state = json.dumps(job.state() | {"said": said}, ensure_ascii=False)
        if state != told:
            told = state
            yield f"data: {state}\n\n"
        if job.over or await visit.request.is_disconnected():
            return
        await asyncio.sleep(PAUSE_S)


def _find(visit: Visit, name: str) -> Job:
    job = visit.bench.imports.jobs.get(name)
    if job is None:
        raise Refused(404, "no_import", name)
    return job
