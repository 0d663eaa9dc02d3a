"""The JSON API keeps to its own description: schemathesis makes requests from it, good and bad, and checks every answer."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import Desk, desk_over
from hypothesis import HealthCheck, given, settings
from judging import fill, open_as

from sijill.register.logins import add_token, find_token

schemathesis: Any = pytest.importorskip("schemathesis", reason="NO TEST OF THE API'S DESCRIPTION RUNS: schemathesis is not here")
logging.getLogger("schemathesis").setLevel(logging.ERROR)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("api")
    fill(folder / "register.sqlite", folder)
    with open_as(folder / "register.sqlite", "machine") as register, desk_over(register) as made:
        add_token(made.register, "key", made.users["viewer"], "test", "2027-01-01T00:00:00Z")
        for role in ("analyst", "reviewer"):
            add_token(made.register, f"{role} decides", made.users[role], "test", "2027-01-01T00:00:00Z", "decide")
            add_token(made.register, f"{role} reads", made.users[role], "test", "2027-01-01T00:00:00Z")
        yield made


def test_every_answer_is_as_the_api_says(desk: Desk) -> None:
    operations = [one.ok() for one in schemathesis.openapi.from_url(f"{desk.address}/api/openapi.json").get_all_operations()]
    assert len(operations) == 4
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        def check(case: Any) -> None:
            if case.method == "POST" and not case.path_parameters["name"].isascii():  # the others ask for incidents that are not there
                case.path_parameters = {"name": desk.incident("Northtown")}
            case.call_and_validate(headers={"Authorization": "Bearer reviewer decides"})

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


def post(desk: Desk, key: str, name: str, judgement: dict[str, Any], on: int | None = None, **more: Any) -> Any:
    """Send a decision with a token, on what is newest unless said otherwise."""
    body = {"judgement": judgement, "reason": "for a test", "on": on or desk.register.decisions.newest(name), **more}
    headers = {"Authorization": f"Bearer {key}"}
    return desk.browser().client.post(f"/api/incidents/{name}/decisions", json=body, headers=headers)


def test_a_program_decides_as_its_user_and_the_page_shows_it(desk: Desk) -> None:
    name = desk.incident("Northtown")
    words = {"report": "", "span": [0, 0], "quote": ""}
    filing = desk.register.look.filings(desk.register.look.members([name])[name])[0]
    start = filing.report.text.index("killed")
    words = {"report": filing.report.id, "span": [start, start + 6], "quote": "killed"}
    toll = {"act": "toll", "kind": "killed", "group": "civilian", "low": 9, "high": None, "basis": words}
    done = post(desk, "analyst decides", name, toll)
    assert done.status_code == 201, done.text
    made = desk.register.decisions.about([name])[name][-1]
    assert (made.seq, made.author, made.reason) == (done.json()["entry"], desk.users["analyst"], "for a test")
    assert name in done.json()["changed"]
    assert f"#{made.seq}" in desk.browser("viewer").get(f"/incidents/{name}").text
    undone = post(desk, "analyst decides", name, {"act": "withdraw", "entry": made.seq})
    assert undone.status_code == 201


def test_merging_splitting_and_listing_ask_only_for_what_the_register_does_not_know(desk: Desk) -> None:
    name, other = desk.incident("Northtown"), desk.incident("Southtown")
    accounts = desk.register.look.members([other])[other]
    merged = post(desk, "analyst decides", name, {"act": "merge", "other": other}, on=desk.register.head().seq)
    assert merged.status_code == 201, merged.text
    gone = post(desk, "analyst decides", other, {"act": "note", "text": "x"}, on=1)
    assert (gone.status_code, gone.json()["detail"]) == (409, f"it is part of {name} now")
    assert post(desk, "analyst decides", name, {"act": "split", "leaving": list(accounts)}).status_code == 201
    listed = post(desk, "analyst decides", name, {"act": "victim", "names": ["A. Example"], "fate": "killed"})
    assert listed.status_code == 201
    assert desk.register.decisions.about([name])[name][-1].judgement.names == ("A. Example",)  # type: ignore[union-attr]


def test_a_token_decides_no_more_than_its_scope_and_its_user_may(desk: Desk) -> None:
    name, note = desk.incident("Northtown"), {"act": "note", "text": "x"}
    head = desk.register.head()
    assert post(desk, "nothing", name, note).status_code == 401
    assert post(desk, "key", name, note).status_code == 403
    assert post(desk, "reviewer reads", name, note).status_code == 403
    assert post(desk, "analyst decides", name, {"act": "retract"}).status_code == 403
    assert post(desk, "analyst decides", "i-none", note, on=1).status_code == 404
    assert post(desk, "analyst decides", name, {"act": "grade", "grade": "Superb"}).status_code == 422
    assert post(desk, "analyst decides", name, {"act": "split", "leaving": []}).status_code == 409
    assert desk.register.head() == head


def test_a_program_that_is_late_is_told_what_changed(desk: Desk) -> None:
    name = desk.incident("Northtown")
    seen = desk.register.decisions.newest(name)
    assert post(desk, "reviewer decides", name, {"act": "note", "text": "first"}).status_code == 201
    late = post(desk, "analyst decides", name, {"act": "grade", "grade": "Fair"}, on=seen)
    assert late.status_code == 409
    assert late.json()["newest"] == desk.register.decisions.newest(name)
    assert desk.users["reviewer"] in late.json()["since"][0]
    assert post(desk, "analyst decides", name, {"act": "grade", "grade": "Fair"}, on=late.json()["newest"]).status_code == 201


def test_a_token_that_decides_is_made_on_ones_own_page_by_those_who_may(desk: Desk) -> None:
    for role, scope in (("viewer", "read"), ("analyst", "decide")):
        browser = desk.browser(role)
        secret = re.search(r'id="token">([\w-]+)<', browser.post("/me/tokens", {"label": "a script", "scope": "decide"}).text)
        assert secret is not None
        found = find_token(desk.register, secret[1])
        assert found is not None
        assert found.scope == scope
