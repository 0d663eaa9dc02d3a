"""The JSON API, for programs: `Authorization: Bearer TOKEN`. Its description is at /api/openapi.json."""

from fastapi import APIRouter

from sijill.web.api import incidents, reports

API = APIRouter(prefix="/api")
API.include_router(incidents.router)
API.include_router(reports.router)
