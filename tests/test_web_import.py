"""Importing in the workbench: files are read in the background, with live progress, and leave nothing behind but the register."""

import json
from pathlib import Path

from desk import Desk, desk_over
from httpx import Response
from judging import open_as
from small import sentence

from sijill.web.imports import safe_name
from sijill.web.security.sessions import COOKIE, form_token

LINES = [
    {"doc": "x", "source": "Herald", "text": sentence(7, "Northtown", "2019-01-18")},
    {"doc": "y", "source": "Post", "text": sentence(7, "Northtown", "2019-01-18") + " So it was."},
]


def send(desk: Desk, role: str, *files: tuple[str, bytes]) -> tuple[Response, list[dict[str, object]]]:
    """Send files, then follow the progress to its end; both answers."""
    browser = desk.browser(role)
    token = form_token(browser.client.cookies[COOKIE])
    sent = browser.client.post("/import", data={"csrf": token}, files=[("files", one) for one in files])
    if sent.status_code != 303:
        return sent, []
    with browser.client.stream("GET", sent.headers["location"] + "/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]
    page = browser.get(sent.headers["location"])
    assert page.status_code == 200
    return page, told


def test_files_are_read_with_live_progress_problems_are_named_and_the_files_go(tmp_path: Path) -> None:
    good = "\n".join(json.dumps(line) for line in LINES).encode() + b'\n{"doc": broken\n'
    with open_as(tmp_path / "r.sqlite", "machine") as register, desk_over(register, tmp_path / "in") as desk:
        page, told = send(desk, "analyst", ("../../evil/reports.jsonl", good))
        assert told[-1] == {"stage": "done", "filed": 2, "known": 0, "problems": 1, "changed": 1, "total": 3, "said": told[-1]["said"]}
        assert "reports.jsonl, line 3" in page.text
        assert str(tmp_path) not in page.text
        assert list((tmp_path / "in").iterdir()) == []
        captured = next(iter(register.entries("captured")))
        assert captured.author == desk.users["analyst"]
        incident = desk.incident("Northtown")
        assert desk.browser("viewer").get(f"/incidents/{incident}").status_code == 200
        _, again = send(desk, "reviewer", ("reports.jsonl", good))
        assert (again[-1]["filed"], again[-1]["known"]) == (0, 2)
        assert register.verify().seq > 0


def test_who_may_not_decide_may_not_import_and_nothing_is_no_import(tmp_path: Path) -> None:
    with open_as(tmp_path / "r.sqlite", "machine") as register, desk_over(register, tmp_path / "in") as desk:
        assert send(desk, "viewer", ("a.txt", b"x"))[0].status_code == 403
        assert send(desk, "analyst", ("a.txt", b""))[0].status_code == 422
        assert desk.browser("analyst").get("/import/nothing").status_code == 404
        assert register.look.report_ids() == ()


def test_others_are_served_while_somebody_follows_an_import(tmp_path: Path) -> None:
    with open_as(tmp_path / "r.sqlite", "machine") as register, desk_over(register, tmp_path / "in") as desk:
        browser, other = desk.browser("analyst"), desk.browser("viewer")
        desk.bench.imports.begin(desk.users["analyst"], [("a.txt", sentence(7, "Northtown", "2019-01-18").encode())], "one")
        job = desk.bench.imports.jobs["one"]
        with browser.client.stream("GET", "/import/one/events") as answer:
            lines = answer.iter_lines()
            assert next(lines).startswith("data: ")
            assert other.get("/incidents").status_code == 200
            assert [line for line in lines if line][-1].startswith("data: ") or job.over
        assert job.stage == "done"


def test_a_files_name_stays_in_its_folder() -> None:
    assert [safe_name(name) for name in ("../../x", "a\\b\\c.txt", "..", "", "\x00x\n", ".hidden", "/", "تقرير.txt")] == [
        "x",
        "c.txt",
        "file",
        "file",
        "x",
        "hidden",
        "file",
        "تقرير.txt",
    ]
