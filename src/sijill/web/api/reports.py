"""Reports by the API."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path
from pydantic import BaseModel

from sijill.model.codec import to_json
from sijill.web.api.problems import NO_NULL
from sijill.web.security.tokens import Caller, InHand
from sijill.web.veil import veil_filings

router = APIRouter(tags=["reports"])


class Read(BaseModel):
    """A report and the accounts that were read in it; null where it was not read yet. Offsets count characters of its `text`."""

    report: dict[str, Any]
    accounts: list[dict[str, Any]] | None
    incidents: dict[str, str]


@router.get("/reports/{name}", responses={404: {"description": "There is no such report, or it was erased."}})
def show_report(register: InHand, caller: Caller, name: Annotated[str, Path(max_length=60, pattern=NO_NULL)]) -> Read:
    """One report. Names of people are blocks for viewers."""
    reports, readings = register.look.reports([name]), register.look.readings([name])
    if name not in reports:
        raise HTTPException(404, "there is no such report")
    reading = readings.get(name)
    ids = [account.id for account in reading.accounts] if reading else []
    filings = register.look.filings(ids)
    shown = filings if caller.may("analyst") else veil_filings(filings)
    report = shown[0].report if shown else reports[name]
    accounts = [to_json(one.account) for one in shown] if reading else None
    return Read(report=to_json(report), accounts=accounts, incidents=register.look.incidents_of(ids))
