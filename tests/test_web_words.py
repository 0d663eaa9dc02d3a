"""What goes wrong is said in the language that was chosen: every error that a person can meet in the workbench."""

import ast
import re
import string
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from desk import Browser, Desk, desk_over, words_of
from httpx import Response
from judging import at, fill, open_as

from sijill.model import InputError
from sijill.model.said import Said, say
from sijill.web.security.shield import FORM
from sijill.web.words import load_problems, load_shapes, load_words

LATIN = re.compile(r"[A-Za-z]{3,}")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("words")
    fill(folder / "register.sqlite", folder)
    with open_as(folder / "register.sqlite", "machine") as register, desk_over(register) as made:
        yield made


@pytest.fixture
def arab(desk: Desk) -> Browser:
    """A reviewer who reads Arabic."""
    browser = desk.browser("reviewer")
    browser.post("/language", {"lang": "ar", "next": "/"})
    return browser


def sentences() -> dict[str, str]:
    """Every sentence of the program about a decision, with the file that says it."""
    found: dict[str, str] = {}
    for path in sorted(Path(str(files("sijill"))).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "DecisionError(" not in text or path.name == "errors.py":
            continue
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)):
            name = call.func.id if isinstance(call.func, ast.Name) else ""
            given = call.args[1:] if name in ("DecisionError", "StaleView") else call.args[:1] if name == "say" else []
            for one in given:
                assert not isinstance(one, ast.JoinedStr), f"{path.name}, line {one.lineno}: say(…) keeps the values apart"
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    found[one.value] = path.name
    return found


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_sentence_about_a_decision_has_its_arabic_and_speaks_of_the_same_things() -> None:
    said, known = sentences(), load_problems()
    assert len(said) > 100
    assert {text: file for text, file in said.items() if text not in known["ar"]} == {}
    assert set(known["ar"]) | set(known["en"]) == set(said)
    for words in known.values():
        assert {text for text, other in words.items() if names_in(text) != names_in(other)} == set()


def test_a_sentence_remembers_what_it_speaks_of() -> None:
    made = say("{left} is one account", left="{x}")
    assert (made, made.template, made.values) == ("{x} is one account", "{left} is one account", {"left": "{x}"})
    assert isinstance(made, Said)
    assert "\u2068{x}\u2069" in load_words("ar").problem(made)
    assert load_words("ar").problem("a sentence of another time") == "a sentence of another time"


FILES = (
    *("files", "row", "sheet", "telegram", "payload", "encoding", "folder", "warc"),
    *("page/read", "page/pdf"),
)
"""What reads the files that people import."""

OUR_OWN = ("there is no record 7", "pip install pypdf")
"""Said of archives of our own, which nobody imports; and a command."""


def test_what_an_import_says_of_a_file_has_its_arabic() -> None:
    shapes, missing = load_shapes(), []
    for name in FILES:
        text = (files("sijill") / "capture" / f"{name}.py").read_text(encoding="utf-8")
        for call in (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            given = call.args[1:3] if call.func.id == "InputError" else call.args[:1] if call.func.id in ("BadRow", "NotText") else []  # type: ignore[attr-defined]
            for one in given:
                said = _plain(one)
                if said and said not in OUR_OWN and not any(shape.fullmatch(said) for shape, _ in shapes):
                    missing.append((name, said))
    assert missing == []
    error = InputError("a.csv", "the row has 3 values for 4 columns", "save it as UTF-8 text", 7)
    assert LATIN.findall(load_words("ar").unread(error)) == ["csv", "UTF"]
    assert load_words("en").unread(error) == "a.csv, line 7: the row has 3 values for 4 columns (save it as UTF-8 text)"


def _plain(node: ast.expr) -> str:
    """A text of the source, with a figure where something is put in; nothing where it is made elsewhere."""
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "7" for part in node.values)  # type: ignore[misc]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def said_in_arabic(page: Response, *spared: str) -> str:
    """What the page says is wrong; nothing of it is English."""
    found = re.search(r'<div class="fault[^"]*" role="alert">(.*?)</div>', page.text, re.DOTALL)
    assert found is not None, page.text[:500]
    words = re.sub(r"<[^>]+>|&#?\w+;", " ", found[1])
    left = [word for word in LATIN.findall(words) if word not in " ".join(spared)]
    assert left == [], words
    return " ".join(words.split())


def test_forms_that_do_not_fit_are_refused_in_arabic(desk: Desk, arab: Browser) -> None:
    name, other = desk.incident("Northtown"), desk.incident("Southtown")
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("toll", {"basis": "source", "source": "a leaflet", "kind": "killed", "group": "unknown", "low": "9", "high": "4"}),
        ("toll", {"basis": "source", "source": "a leaflet", "kind": "killed", "group": "unknown", "low": "many"}),
        ("toll", {"basis": "span", "kind": "killed", "group": "unknown", "low": "9", "words": "nowhere"}),
        ("toll", {"basis": "rule", "kind": "displaced", "group": "unknown"}),
        ("toll", {"basis": "", "kind": "killed", "group": "unknown", "low": "9"}),
        ("days", {"basis": "source", "source": "a leaflet", "first": "18 January"}),
        ("attribution", {"certainty": "competing", "actor": ["unknown"]}),
        ("grade", {"grade": "Superb"}),
        ("state", {"state": "reviewed"}),
        ("state", {"state": "assigned", "assignee": ""}),
        ("note", {"text": ""}),
        ("victim", {"names": ""}),
        ("merge", {"other": name}),
        ("merge", {"other": "i-none"}),
        ("split", {}),
        ("relate", {"other": "i-none", "bond": "part_of"}),
        ("withdraw", {"entry": "1"}),
        ("statement", {"actor": "unknown", "finding": "credible", "quote": "", "source": ""}),
        ("note", {"text": "x", "reason": ""}),
    ]
    for act, fields in wrong:
        page = arab.decide(name, act, fields)
        assert page.status_code == 422, (act, fields)
        said_in_arabic(page, "Superb", "many", "January", "Confirmed", "Fair", "Weak", "Contested", "none", "coalition", name, other)


def test_who_is_late_is_shown_in_arabic_what_changed(desk: Desk, arab: Browser) -> None:
    name = desk.incident("Northtown")
    on = arab.on(name)
    assert desk.browser("analyst").decide(name, "note", {"text": "x", "reason": "سبب"}).status_code == 303
    late = arab.decide(name, "retract", {"reason": "سبب"}, on=on)
    assert late.status_code == 409
    assert "ملاحظة" in said_in_arabic(late, desk.users["analyst"])


def test_pages_that_are_not_there_not_allowed_or_too_much_say_so_in_arabic(desk: Desk, arab: Browser) -> None:
    name = desk.incident("Northtown")
    for path, status in (
        ("/nothing", 404),
        ("/incidents/i-none", 404),
        ("/reports/none", 404),
        ("/people", 403),
        ("/incidents?state=wild", 400),
        ("/incidents?since=today", 400),
        ("/incidents?page=0", 400),
        ("/queue?page=x", 422),
        ("/media/none", 404),
    ):
        page = arab.get(path)
        assert page.status_code == status, path
        said_in_arabic(page, "none")
    assert 'dir="rtl"' in arab.post(f"/incidents/{name}/decide/note", {"text": "x" * FORM}).text
    said_in_arabic(arab.post(f"/incidents/{name}/decide/note", {"text": "x" * FORM}))
    said_in_arabic(arab.post(f"/incidents/{name}", {}))
    said_in_arabic(arab.decide(name, "note", {"text": "x"}, Origin="http://evil.example"))
    said_in_arabic(arab.get("/login", Host="evil.example"), "host", "HOST", "NAME", "name")
    said_in_arabic(arab.get("/incidents?q=%00"))
    said_in_arabic(arab.client.post(f"/incidents/{name}/decide/note", data={"text": "x"}))


def test_five_wrong_pass_words_are_answered_in_the_language_of_the_browser(desk: Desk) -> None:
    browser = desk.browser()
    browser.client.headers["Accept-Language"] = "ar-SY,ar;q=0.9,en;q=0.4"
    answers = [browser.log_in(desk.users["viewer"], "wrong") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert "محاولات" in words_of(answers[-1])


def test_the_only_admin_is_told_in_arabic_why_they_stay(desk: Desk) -> None:
    admin = desk.browser("admin")
    admin.post("/language", {"lang": "ar", "next": "/"})
    said_in_arabic(admin.post(f"/people/{desk.users['admin']}", {"role": "viewer", "active": "1"}))


def test_what_an_incident_lacks_is_said_in_arabic(desk: Desk, arab: Browser) -> None:
    incident = at(desk.register, "Northtown")
    assert incident.lacking
    arabic = load_words("ar")
    for phrase in incident.lacking:
        assert LATIN.findall(arabic.lacks(phrase)) == []
        assert arabic.lacks(phrase) in words_of(arab.get(f"/incidents/{incident.id}"))
