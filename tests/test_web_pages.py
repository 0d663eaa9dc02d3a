"""The workbench's pages over real HTTP: what each shows, what a form enters, in both languages."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from desk import Desk, desk_over, words_of
from judging import at, open_as
from small import SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline
from sijill.model import Reading, Report, Span
from sijill.model.account import Victim
from sijill.model.decision import ACTS
from sijill.model.identity import claim_id
from sijill.register import Register
from sijill.register.users import ROLES
from sijill.tally import WHY
from sijill.web.judgements import READERS
from sijill.web.pages.statistics import draw_months
from sijill.web.search import fold_text, query_of
from sijill.web.words import LANGS, load_words


@pytest.fixture
def desk(register: Register) -> Iterator[Desk]:
    with desk_over(register) as made:
        yield made


def test_both_languages_have_the_same_words_with_the_same_values_in_them() -> None:
    english, arabic = (load_words(lang).own for lang in LANGS)
    assert english.keys() == arabic.keys()
    for code, words in english.items():
        assert sorted(re.findall(r"{\w*}", words)) == sorted(re.findall(r"{\w*}", arabic[code])), code
    assert not any(re.search("[\u0600-\u06ff]", words) for words in english.values())


def test_every_word_that_a_template_names_is_there_and_every_word_is_named_somewhere() -> None:
    folder = files("sijill.web") / "templates"
    texts = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    beside = (files("sijill.web") / "words" / "__init__.py").read_text(encoding="utf-8")
    words = load_words("en")
    named = set(re.findall(r"""\bt\(["']([\w.-]+)["']""", texts))
    named = {code for code in named if code[-1] not in "._"}  # what is put together from a word of a vocabulary
    assert named - words.own.keys() - words.vocabulary.keys() == set()
    for code, text in words.own.items():
        part, _, name = code.partition(".")
        open_part = re.search(rf"""["']{part}\.["'] ~""", texts)
        assert code in texts or code in beside or open_part or f'"{name}"' in texts or part in ("said", "field"), (code, text)


def test_every_act_of_the_model_has_a_form_that_is_read_and_a_name_in_both_languages() -> None:
    assert set(READERS) == set(ACTS)
    for lang in LANGS:
        assert all(load_words(lang)(f"act.{act}") for act in ACTS)
        assert all(load_words(lang)(f"role.{role}") for role in ROLES)
        assert all(load_words(lang)(f"left.{why}") for why in WHY)


def test_a_page_is_in_the_language_that_was_chosen_and_written_in_its_direction(desk: Desk) -> None:
    browser = desk.browser("viewer")
    assert '<html lang="en" dir="ltr">' in browser.get("/incidents").text
    done = browser.post("/language", {"lang": "ar", "next": "/queue"})
    assert done.headers["location"] == "/queue"
    page = browser.get("/queue")
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "قائمة الانتظار" in words_of(page)
    assert browser.get("/login", Accept_Language="ar").status_code == 303
    assert '<html lang="ar"' in desk.browser().get("/login", Accept_Language="ar-SY,en;q=0.5").text
    assert '<html lang="ar"' in desk.browser("viewer").get("/incidents").text  # kept with the user


def test_the_list_is_narrowed_by_facets_that_say_what_each_would_leave(desk: Desk) -> None:
    browser = desk.browser("analyst")
    name = desk.incident("Northtown")
    assert browser.decide(name, "state", {"state": "assigned", "assignee": "a-one"}).status_code == 303
    page = browser.get("/incidents?state=assigned")
    assert "Incidents: 1" in page.text
    assert "Northtown" in page.text
    assert "Southtown" not in page.text
    assert re.search(r'value="new">.*?<small>3</small>', page.text)
    assert browser.get("/incidents?state=nonsense").status_code == 400
    assert browser.get("/incidents?since=2019-02-01").text.count("data-row") == 2
    part = browser.get("/incidents?place=North", HX_Request="true")
    assert part.text.startswith('<div id="list">')


def test_words_of_reports_are_found_in_both_scripts_however_they_are_written(desk: Desk, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"doc": "ar", "source": "شبكة", "text": f"قُتِلَ مدنيون في السوق بمدينة إدلب ٢٠٢٤. {sentence(4, 'Northtown', '2020-05-05')}"},
    ]
    pipeline.run(desk.register, [write_lines(tmp_path / "ar.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
    browser = desk.browser("viewer")
    for words in ("ادلب", "بالسوق", "سوق مدينه", "قتل", "2024", '"في السوق"', "northtown السوق", "شبكه"):
        page = browser.client.get("/incidents", params={"q": words})
        assert ("Incidents: 1" in page.text) == (words != "سوق مدينه"), words
    assert "Incidents: 0" in browser.client.get("/incidents", params={"q": '"السوق في"'}).text


def test_folding_of_searched_words() -> None:
    assert fold_text("وبالسُّوقِ إدلب، ١٢") == "سوق ادلب 12"
    assert query_of('al-Susah "the market" x') == '"al susah"* AND "the market" AND "x"*'
    assert query_of("  ") == query_of("!!") == ""


def test_filters_are_kept_for_oneself_and_forgotten(desk: Desk) -> None:
    browser, other = desk.browser("viewer"), desk.browser("analyst")
    browser.post("/filters", {"name": "السوق", "query": "state=new&place=North"})
    page = browser.get("/incidents").text
    assert 'href="/incidents?state=new&amp;place=North"' in page
    assert "السوق" not in other.get("/incidents").text
    browser.post("/filters/drop", {"name": "السوق"})
    assert "السوق" not in browser.get("/incidents").text


def test_many_grades_are_taken_over_at_once_each_with_its_own_entry_and_what_changed_is_left(desk: Desk) -> None:
    browser, other = desk.browser("analyst"), desk.browser("reviewer")
    page = browser.get("/suggestions")
    ids = re.findall(r'name="chosen" value="([\w-]+)"', page.text)
    assert len(ids) == 4
    assert "Independent voices" in page.text
    hidden = dict(re.findall(r'name="((?:on|grade)-[\w-]+)" value="(\w+)"', page.text))
    assert other.decide(ids[0], "grade", {"grade": "Discounted", "reason": "fighters"}).status_code == 303
    done = browser.post("/suggestions", {"chosen": ids, "act": "grade", "reason": "looked at each", **hidden})
    made = desk.register.decisions.about(ids)
    assert [made[name][-1].author == desk.users["analyst"] for name in ids] == [False, True, True, True]
    assert words_of(done).count("Entered: entry") == 3
    assert "fighters" in words_of(done)
    assert len(re.findall(r'name="chosen"', browser.get("/suggestions").text)) == 1


@pytest.mark.parametrize("act", ["toll", "status", "attribution", "merge", "state", "retract", "same"])
def test_nothing_else_is_decided_about_many_at_once(desk: Desk, act: str) -> None:
    head = desk.register.head()
    fields = {"chosen": [desk.incident("Northtown")], "act": act, "reason": "all of them"}
    assert desk.browser("admin").post("/suggestions", fields).status_code == 422
    assert desk.register.head().seq == head.seq


def test_two_people_review_an_incident_by_the_forms_of_its_page(desk: Desk) -> None:
    one, two, name = desk.browser("analyst"), desk.browser("reviewer"), desk.incident("Southtown")
    take = {"basis": "rule", "kind": "killed", "group": "civilian", "unit": "people"}
    for browser in (one, two):
        assert browser.decide(name, "grade", {"grade": "Fair"}).status_code == 303
        assert browser.decide(name, "toll", take).status_code == 303
        assert browser.decide(name, "attribution", {"actor": ["unknown"], "certainty": "suspected"}).status_code == 303
    assert two.decide(name, "status", {"status": "Likely"}).status_code == 303
    assert one.decide(name, "state", {"state": "reviewed"}).status_code == 403
    assert two.decide(name, "state", {"state": "reviewed"}).status_code == 303
    assert desk.register.look.incidents_by_id([name])[name].reviewed
    assert "Machine reading, not reviewed" not in words_of(two.get(f"/incidents/{name}")).split("Reports")[0].split("Toll")[0]


def test_a_toll_stands_on_a_claim_on_marked_words_or_on_a_source_and_on_nothing_else(desk: Desk) -> None:
    browser, name = desk.browser("analyst"), desk.incident("Northtown")
    filings = desk.register.look.filings(desk.register.look.incidents_by_id([name])[name].accounts)
    nine = next(f for f in filings if f.account.harms[0].low == 9)
    wanted = {"kind": "killed", "group": "civilian", "unit": "people"}
    assert browser.decide(name, "toll", {**wanted, "basis": "claim", "claim": nine.account.harms[0].id}).status_code == 303
    span = nine.account.harms[0].span
    marked = {"basis": "span", "report": nine.report.id, "start": str(span.start), "end": str(span.end), "low": "٩", "high": "9"}
    assert browser.decide(name, "toll", {**wanted, **marked}).status_code == 303
    given = desk.register.decisions.about([name])[name][-1].judgement
    assert given.basis.quote == "9"  # type: ignore[union-attr]
    assert given.low == 9  # type: ignore[union-attr]
    assert browser.decide(name, "toll", {**wanted, "basis": "source", "source": "hospital list", "low": "8"}).status_code == 303
    for bad in (
        {"basis": "source", "source": ""},
        {"basis": ""},
        {"basis": "span", "words": "not there"},
        {"basis": "claim", "claim": "x"},
    ):
        refused = browser.decide(name, "toll", {**wanted, "low": "8", **bad})
        assert refused.status_code == 422, bad
    assert browser.decide(name, "toll", {**wanted, "basis": "source", "source": "x", "low": "many"}).status_code == 422
    assert browser.decide(name, "grade", {"grade": "Fair", "reason": " "}).status_code == 422


def test_merge_split_and_undo_by_the_forms(desk: Desk) -> None:
    browser, name, other = desk.browser("analyst"), desk.incident("Northtown"), desk.incident("Southtown")
    accounts = desk.register.look.incidents_by_id([name])[name].accounts
    asked = browser.decide(name, "merge", {"other": other})  # nobody has seen the other one on this page
    assert asked.status_code == 409
    newest = re.search(r'<button name="on" value="(\d+)"', asked.text)
    assert newest is not None
    assert browser.decide(name, "merge", {"other": other}, newest[1]).status_code == 303
    assert browser.get(f"/incidents/{other}").headers["location"] == f"/incidents/{name}"
    merged = desk.register.decisions.about([name])[name][-1].seq
    assert browser.decide(name, "withdraw", {"entry": str(merged)}).status_code == 303
    assert browser.get(f"/incidents/{other}").status_code == 200
    assert browser.decide(name, "split", {"leaving": [accounts[-1]]}).status_code == 303
    assert desk.register.look.incidents_by_id([name])[name].accounts == accounts[:-1]
    assert "Undo" in words_of(browser.get(f"/incidents/{name}"))
    assert "put together" in words_of(browser.get(f"/incidents/{name}/history"))


def test_a_grade_can_be_given_without_seeing_any(desk: Desk) -> None:
    browser, name = desk.browser("analyst"), desk.incident("Northtown")
    page = browser.get(f"/incidents/{name}?blind=true")
    assert "Grades are hidden" in page.text
    assert 'class="grade ' not in page.text
    assert browser.decide(name, "grade", {"grade": "Fair", "independent": "1"}).status_code == 303
    assert pipeline.grades_given(desk.register)[name] == {desk.users["analyst"]: "Fair"}


NAMED = "Basil Sample"
ALSO = "باسل سامبل"
ADDRESS = "https://example.org/news/basil-sample-9"
"""The same name in another script, and in the report's address."""


class NamingReader(SmallReader):
    """Reads the name of a victim too."""

    def read_report(self, report: Report) -> Reading:
        """Every account names the same person."""
        read = super().read_report(report)
        at_name = report.text.index(NAMED)
        accounts = tuple(
            replace(a, victims=(Victim(claim_id(a.id, "v", 1), NAMED, Span(at_name, at_name + len(NAMED)), "killed", NAMED, 9),))
            for a in read.accounts
        )
        return replace(read, accounts=accounts)


def test_names_of_victims_are_covered_for_viewers_on_every_page_in_the_search_and_in_the_api(tmp_path: Path) -> None:
    text = f"{sentence(7, 'Northtown', '2019-01-18')} Among them {NAMED}, 9. The uncle of {NAMED} said so."
    text += f" Bassel Sample’s friends wait; {ALSO}."
    rows: list[dict[str, object]] = [{"doc": "n", "source": "Herald", "title": f"{NAMED} dies", "text": text, "url": ADDRESS}]
    with open_as(tmp_path / "r.sqlite", "machine") as register:
        pipeline.run(register, [write_lines(tmp_path / "n.jsonl", rows)], NamingReader(), SmallResolver(), lambda _: None)
        with desk_over(register) as desk:
            name, report = at(register, "Northtown").id, register.look.report_ids()[0]
            analyst, viewer = desk.browser("analyst"), desk.browser("viewer")
            listed = {"names": f"{NAMED}\nباسل", "fate": "killed", "age": "9"}
            assert analyst.decide(name, "victim", listed).status_code == 303
            key = {"Authorization": f"Bearer {_token(viewer)}"}
            for path in (f"/incidents/{name}", f"/reports/{report}", f"/incidents/{name}/history"):
                assert NAMED not in viewer.get(path).text, path
                assert not [word for word in ("باسل", "Bassel", "basil-sample") if word in viewer.get(path).text], path
            for path in (f"/api/incidents/{name}", f"/api/reports/{report}", "/api/incidents"):
                assert viewer.get(path, **key).status_code == 200
                assert not [word for word in ("asil", "assel", "باسل") if word in viewer.get(path, **key).text], path
            assert NAMED in analyst.get(f"/incidents/{name}").text
            assert "باسل" in analyst.get(f"/incidents/{name}").text
            assert "Incidents: 1" in analyst.get("/incidents?q=Basil").text
            assert "Incidents: 0" in viewer.get("/incidents?q=Basil").text
            assert "Incidents: 1" in viewer.get("/incidents?q=Among").text
            assert "Incidents: 1" in analyst.get(f"/incidents?q={ALSO}").text
            assert "Incidents: 0" in viewer.get(f"/incidents?q={ALSO}").text


def _token(browser: object) -> str:
    made = browser.post("/me/tokens", {"label": "x"})  # type: ignore[attr-defined]
    found = re.search(r'id="token">([^<]+)<', made.text)
    assert found is not None
    return found[1]


def test_statistics_count_what_is_there_and_add_up_what_people_reviewed_only(desk: Desk) -> None:
    browser = desk.browser("viewer")
    said = words_of(browser.get("/statistics"))
    assert "without a place on the map: 1" in said
    assert "No incident has been reviewed yet" in said
    one, two, name = desk.browser("analyst"), desk.browser("reviewer"), desk.incident("Southtown")
    for person in (one, two):
        person.decide(name, "grade", {"grade": "Fair"})
        person.decide(name, "toll", {"basis": "rule", "kind": "killed", "group": "civilian", "unit": "people"})
        person.decide(name, "attribution", {"actor": ["unknown"], "certainty": "suspected"})
    two.decide(name, "status", {"status": "Likely"})
    assert two.decide(name, "state", {"state": "reviewed"}).status_code == 303
    row = re.search(r"killed · civilians</th><td>(\d+)</td><td>(\d+)", browser.get("/statistics").text)
    assert row is not None
    assert row.groups() == ("3", "3")


def test_every_month_has_its_bar_and_empty_ones_their_place() -> None:
    bars = draw_months({"2018-12": 2, "2019-03": 4, "": 9})
    assert [(bar.month, bar.count, bar.label) for bar in bars] == [
        ("2018-12", 2, "2018"),
        ("2019-01", 0, "2019"),
        ("2019-02", 0, ""),
        ("2019-03", 4, ""),
    ]
    assert [bar.height for bar in bars] == [79.0, 0, 0, 158.0]
    assert draw_months({"": 3}) == ()


def test_what_is_erased_is_in_no_search_and_on_no_page_any_more(desk: Desk) -> None:
    browser = desk.browser("analyst")
    report = desk.register.look.reports_called("g")[0]
    assert "Incidents: 1" in browser.get("/incidents?q=Elsewhere").text
    desk.register.erase(report, "asked for")
    assert "Incidents: 0" in browser.get("/incidents?q=Elsewhere").text
    assert browser.get(f"/reports/{report}").status_code == 404


def test_the_words_files_are_read_by_people_and_hold_nothing_but_text() -> None:
    for lang in LANGS:
        data = tomllib.loads((files("sijill.web") / "words" / f"{lang}.toml").read_text(encoding="utf-8"))
        assert all(isinstance(words, str) and words.strip() for group in data.values() for words in group.values())
