"""The JSON API keeps to its own description: schemathesis makes requests from it, good and bad, and checks every answer."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, desk_over
from hypothesis import HealthCheck, given, settings
from judging import fill, open_as

from sijill.register.logins import add_token

schemathesis: Any = pytest.importorskip("schemathesis", reason="NO TEST OF THE API'S DESCRIPTION RUNS: schemathesis is not here")
logging.getLogger("schemathesis").setLevel(logging.ERROR)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("api")
    fill(folder / "register.sqlite", folder)
    with open_as(folder / "register.sqlite", "machine") as register, desk_over(register) as made:
        add_token(made.register, "key", made.users["viewer"], "test", "2027-01-01T00:00:00Z")
        yield made


def test_every_answer_is_as_the_api_says(desk: Desk) -> None:
    operations = [one.ok() for one in schemathesis.openapi.from_url(f"{desk.address}/api/openapi.json").get_all_operations()]
    assert len(operations) == 3
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": "Bearer key"})

        check()


def test_what_a_program_reads_is_what_the_register_holds(desk: Desk) -> None:
    browser, key = desk.browser(), {"Authorization": "Bearer key"}
    page = browser.get("/api/incidents?state=new&q=Southtown", **key).json()
    assert page["total"] == 1
    name = page["incidents"][0]["id"]
    whole = browser.get(f"/api/incidents/{name}", **key).json()
    assert whole["incident"]["place_name"] == "Southtown"
    assert whole["newest_entry"] == desk.register.decisions.newest(name)
    for filing in whole["filings"]:
        text, harm = filing["report"]["text"], filing["account"]["harms"][0]
        assert text[harm["span"][0] : harm["span"][1]] == harm["quote"]
    report = browser.get(f"/api/reports/{whole['filings'][0]['report']['id']}", **key).json()
    assert name in report["incidents"].values()
    assert browser.get("/api/incidents/none", **key).json() == {"detail": "there is no such incident"}
    assert browser.get("/api/incidents?page=0", **key).status_code == 422
