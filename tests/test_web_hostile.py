"""The workbench against people who mean harm, and against two who mean well at once."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from desk import PASSWORD, Desk, desk_over
from fastapi.routing import APIRoute
from judging import open_as
from small import SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline
from sijill.register import Register
from sijill.register.logins import add_token, list_logins
from sijill.register.users import change_user
from sijill.web.app import PAGES
from sijill.web.security.sessions import COOKIE, IDLE, form_token
from sijill.web.security.shield import FORM

SCRIPT = "<script>alert(1)</script>"
BREAKS = f"</script>{SCRIPT}<!--\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def desk(register: Register) -> Iterator[Desk]:
    with desk_over(register) as made:
        yield made


def test_script_in_texts_titles_and_sources_is_shown_and_never_part_of_the_page(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {
            "doc": f"x{BREAKS}",
            "source": BREAKS,
            "title": BREAKS,
            "text": f"{BREAKS} {sentence(7, 'Northtown', '2019-01-18')}",
            "lang": "en",
        }
    ]
    with open_as(tmp_path / "r.sqlite", "machine") as register:
        pipeline.run(register, [write_lines(tmp_path / "x.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
        with desk_over(register) as desk:
            browser = desk.browser("analyst")
            name, report = desk.incident("Northtown"), register.look.report_ids()[0]
            assert browser.decide(name, "note", {"text": BREAKS, "public": "1", "reason": BREAKS}).status_code == 303
            pages = (f"/incidents/{name}", f"/incidents/{name}/history", f"/reports/{report}", "/incidents", "/queue")
            for page in map(browser.get, pages):
                assert page.status_code == 200
                assert "<script>alert" not in page.text
                assert "<img src=x" not in page.text
            assert "&lt;script&gt;alert(1)" in browser.get(f"/incidents/{name}").text


def test_what_an_address_says_is_never_part_of_the_page(desk: Desk) -> None:
    for browser in (desk.browser("viewer"), desk.browser()):
        for path in ("/incidents?q={}", "/incidents?place={}", "/incidents?state={}", "/incidents/{}", "/login?next={}", "/{}"):
            page = browser.get(path.format(quote(BREAKS, safe="")))
            assert "<script>alert" not in page.text
            assert "<img src=x" not in page.text


def test_every_answer_forbids_inline_script_framing_and_guessing_of_types(desk: Desk) -> None:
    browser = desk.browser("viewer")
    for path in ("/incidents", "/static/workbench.js", "/nothing", "/api/openapi.json", "/login"):
        headers = browser.get(path).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
    assert not re.search(r"\son\w+=|<style|\sstyle=|javascript:", browser.get(f"/incidents/{desk.incident('Northtown')}").text)


def test_no_form_is_taken_without_the_token_of_its_own_session(desk: Desk) -> None:
    browser, other, name = desk.browser("admin"), desk.browser("analyst"), desk.incident("Northtown")
    routes = [route for page in PAGES for route in page.router.routes if isinstance(route, APIRoute)]
    paths = sorted(route.path for route in routes if "POST" in (route.methods or ()))
    assert len(paths) >= 10
    head = desk.register.head()
    stolen = form_token(other.client.cookies[COOKIE])
    for path in paths:
        for token in ("", "0" * 64, stolen):
            filled = path.format(name=name, act="retract", pseudonym=desk.users["viewer"])
            assert browser.post(filled, {"csrf": token, "reason": "forged", "on": "1", "lang": "ar"}).status_code == 403, path
    assert desk.register.head() == head


def test_a_form_from_another_site_is_refused_even_with_the_token(desk: Desk) -> None:
    browser, name = desk.browser("analyst"), desk.incident("Northtown")
    fields = {"text": "a note"}
    assert browser.decide(name, "note", fields, Origin="http://evil.example").status_code == 403
    assert browser.decide(name, "note", fields, Sec_Fetch_Site="cross-site").status_code == 403
    assert browser.decide(name, "note", fields, Origin=desk.address).status_code == 303


def test_another_name_that_leads_to_this_machine_is_not_answered(desk: Desk) -> None:
    assert desk.browser().get("/login", Host="evil.example").status_code == 421


def test_a_session_that_was_planted_before_the_log_in_opens_nothing(desk: Desk) -> None:
    browser, planted = desk.browser(), "planted-by-somebody"
    browser.client.cookies.set(COOKIE, planted)
    assert browser.get("/incidents").status_code == 303
    fields = {"name": desk.users["admin"], "password": PASSWORD}
    assert browser.post("/login", fields).status_code == 303
    fresh = browser.client.cookies.get(COOKIE, domain="127.0.0.1") or ""
    thief = desk.browser()
    thief.client.cookies.set(COOKIE, planted)
    assert thief.get("/incidents").headers["location"].startswith("/login")
    assert planted not in fresh


def test_logging_out_leaving_or_a_long_rest_ends_the_session(desk: Desk) -> None:
    browser = desk.browser("viewer")
    cookie = browser.client.cookies[COOKIE]
    assert browser.post("/logout").status_code == 303
    browser.client.cookies.set(COOKIE, cookie, domain="127.0.0.1")
    assert browser.get("/incidents").status_code == 303
    resting = desk.browser("viewer")
    assert resting.get("/incidents").status_code == 200
    desk.clock.wait(seconds=IDLE.total_seconds() + 1)
    assert resting.get("/incidents").status_code == 303
    again = desk.browser("viewer")
    change_user(desk.register, desk.users["viewer"], active=False)
    assert again.get("/incidents").status_code == 303


def test_five_wrong_pass_words_shut_the_door_for_a_quarter_of_an_hour_and_are_written_down(desk: Desk) -> None:
    browser, name = desk.browser(), desk.users["analyst"]
    assert [browser.log_in(name, "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    assert browser.log_in(name).status_code == 429
    assert browser.log_in(desk.users["viewer"]).status_code == 303
    desk.clock.wait(minutes=15, seconds=1)
    assert browser.log_in(name).status_code == 303
    found = [(one.pseudonym, one.outcome, one.address) for one in list_logins(desk.register) if one.pseudonym == name]
    assert found == [(name, "in", "127.0.0.1"), *[(name, "limited", "127.0.0.1")] * 2, *[(name, "wrong", "127.0.0.1")] * 5]


def test_what_is_typed_as_a_name_by_nobody_is_not_written_down(desk: Desk) -> None:
    desk.browser().log_in("my pass word by mistake", "x")
    assert list_logins(desk.register, 1)[0].pseudonym is None
    assert "mistake" not in json.dumps([repr(one) for one in list_logins(desk.register)])


def test_logging_in_leads_to_no_other_site(desk: Desk) -> None:
    browser = desk.browser()
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "/login", "javascript:alert(1)", "/\r\nX: y"):
        browser.get("/login")
        done = browser.post("/login", {"name": desk.users["viewer"], "password": PASSWORD, "next": back})
        assert done.headers["location"] == "/"
        browser.post("/logout")


ALLOWED = {
    "/incidents": "viewer",
    "/queue": "viewer",
    "/me": "viewer",
    "/statistics": "viewer",
    "/suggestions": "analyst",
    "/import": "analyst",
    "/people": "admin",
}


@pytest.mark.parametrize("role", ["viewer", "analyst", "reviewer", "admin"])
def test_no_role_reaches_what_is_above_it_by_its_address(desk: Desk, role: str) -> None:
    order = ["viewer", "analyst", "reviewer", "admin"]
    browser, name = desk.browser(role), desk.incident("Northtown")
    for path, least in ALLOWED.items():
        assert browser.get(path).status_code == (200 if order.index(role) >= order.index(least) else 403), path
    changed = browser.post(f"/people/{desk.users['viewer']}", {"role": "admin", "active": "1"}).status_code
    assert changed == (303 if role == "admin" else 403)
    on = str(desk.register.decisions.newest(name))
    noted = browser.decide(name, "note", {"text": "seen"}, on).status_code
    assert noted == (403 if role == "viewer" else 303)
    on = str(desk.register.decisions.newest(name))
    assert browser.decide(name, "retract", {}, on).status_code == (303 if role in ("reviewer", "admin") else 403)


def test_an_analyst_undoes_their_own_decisions_and_a_reviewer_those_of_others(desk: Desk) -> None:
    one, boss, name = desk.browser("analyst"), desk.browser("reviewer"), desk.incident("Northtown")
    assert boss.decide(name, "grade", {"grade": "Fair"}).status_code == 303
    theirs = desk.register.decisions.about([name])[name][-1].seq
    assert one.decide(name, "withdraw", {"entry": str(theirs)}).status_code == 403
    assert one.decide(name, "grade", {"grade": "Weak"}).status_code == 303
    own = desk.register.decisions.about([name])[name][-1].seq
    assert one.decide(name, "withdraw", {"entry": str(own)}).status_code == 303
    assert boss.decide(name, "withdraw", {"entry": str(theirs)}).status_code == 303


def test_the_only_admin_cannot_shut_themselves_out(desk: Desk) -> None:
    admin = desk.browser("admin")
    assert admin.post(f"/people/{desk.users['admin']}", {"role": "viewer", "active": "1"}).status_code == 422
    assert admin.get("/people").status_code == 200


QUERIES = [
    "'; DROP TABLE entries; --",
    '" OR 1=1',
    "NEAR(a b)",
    "open:a AND",
    "*",
    "^a",
    "a NOT b",
    "{open names}: x",
    "(((",
    '"',
    "%",
]


def test_what_is_searched_for_is_never_a_query_of_its_own(desk: Desk) -> None:
    browser = desk.browser("viewer")
    for words in QUERIES:
        for field in ("q", "place", "assignee"):
            page = browser.client.get("/incidents", params={field: words})
            assert page.status_code == 200, (field, words)
            assert field == "q" or "Incidents: 0" in page.text, (field, words)
    assert browser.get("/incidents?q=%00").status_code == browser.get("/incidents/%00").status_code == 400
    assert desk.register.verify().seq > 0


def test_a_form_that_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    browser, name = desk.browser("analyst"), desk.incident("Northtown")
    head = desk.register.head()
    body = {"text": "x" * 10 * 1024 * 1024}
    assert browser.decide(name, "note", body, on="1").status_code == 413
    pieces = (b"csrf=" + b"y" * 1024 for _ in range(2 * FORM // 1024))
    sent = browser.client.post(
        f"/incidents/{name}/decide/note", content=pieces, headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert sent.status_code == 413
    many = "&".join(f"f{n}=1" for n in range(5000))
    sent = browser.client.post("/login", content=many, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert sent.status_code in (400, 403, 413)
    assert desk.register.head() == head


def test_of_two_who_decide_at_once_the_second_sees_it_and_is_asked(desk: Desk) -> None:
    one, two, name = desk.browser("analyst"), desk.browser("reviewer"), desk.incident("Northtown")
    seen = two.on(name)
    assert one.decide(name, "grade", {"grade": "Fair", "reason": "two papers"}).status_code == 303
    told = two.decide(name, "grade", {"grade": "Weak"}, seen)
    assert told.status_code == 409
    assert desk.users["analyst"] in told.text
    assert "two papers" in told.text
    assert [made.author for made in desk.register.decisions.about([name])[name]] == [desk.users["analyst"]]
    newest = re.search(r'<button name="on" value="(\d+)"', told.text)
    assert newest is not None
    assert two.decide(name, "grade", {"grade": "Weak"}, newest[1]).status_code == 303
    grade = desk.register.look.incidents_by_id([name])[name].grade
    assert grade is not None
    assert grade.grade == "Weak"
    assert grade.given is not None
    assert grade.given.differed == (desk.users["analyst"],)


def test_a_token_of_the_api_opens_nothing_when_it_is_over_taken_back_or_its_user_has_left(desk: Desk) -> None:
    browser = desk.browser("viewer")
    made = browser.post("/me/tokens", {"label": "a script"})
    token = re.search(r'id="token">([^<]+)<', made.text)
    assert token is not None
    key = {"Authorization": f"Bearer {token[1]}"}
    assert desk.browser().get("/api/incidents").status_code == 401
    assert browser.get("/api/incidents").status_code == 401  # a session is no token: no form of another site reaches the API
    assert browser.get("/api/incidents", **key).json()["total"] == 4
    assert token[1] not in browser.get("/me").text
    digest = re.search(r'name="digest" value="(\w+)"', browser.get("/me").text)
    assert digest is not None
    browser.post("/me/tokens/drop", {"digest": digest[1]})
    assert browser.get("/api/incidents", **key).status_code == 401
    add_token(desk.register, "old", desk.users["viewer"], "old", "2026-01-02T00:00:00Z")
    assert browser.get("/api/incidents", Authorization="Bearer old").status_code == 200
    desk.clock.wait(days=2)
    assert browser.get("/api/incidents", Authorization="Bearer old").status_code == 401
