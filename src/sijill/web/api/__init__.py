"""The JSON API, for programs: `Authorization: Bearer TOKEN`. Its description is at /api/openapi.json."""

from fastapi import APIRouter

from sijill.web.api import decisions, incidents, reports
from sijill.web.api.problems import Problem

API = APIRouter(
    prefix="/api",
    responses={
        400: {"description": "It cannot be read, or its address holds a null character.", "model": Problem},
        401: {"description": "No valid token.", "model": Problem},
        422: {"description": "It does not fit the description.", "model": Problem},
    },
)
for part in (incidents, reports, decisions):
    API.include_router(part.router)
