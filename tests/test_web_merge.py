"""Before two incidents are merged their records are seen side by side, with what they would be together."""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from desk import Desk, desk_over, words_of
from judging import at, open_as, say
from small import SmallReader, SmallResolver, sentence, write_lines

from sijill import pipeline
from sijill.model.decision import GradeGiven, NotSame
from sijill.pipeline.preview import preview_merge


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    rows: list[dict[str, object]] = [
        {"doc": "a", "source": "Courier", "published": "2019-01-19", "text": sentence(7, "Northtown", "2019-01-18")},
        {"doc": "b", "source": "Post", "published": "2019-03-03", "text": sentence(30, "Southtown", "2019-03-02")},
    ]
    with open_as(tmp_path / "r.sqlite", "machine") as register:
        pipeline.run(register, [write_lines(tmp_path / "r.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
        with desk_over(register) as made:
            yield made


def test_the_preview_is_what_the_merge_makes(desk: Desk) -> None:
    register, name, other = desk.register, desk.incident("Northtown"), desk.incident("Southtown")
    say(register, name, GradeGiven("Fair"))
    head = register.head()
    shown = preview_merge(register, name, other)
    assert register.head() == head
    assert shown.merged.grade is not None
    assert shown.merged.grade.grade == "Fair"
    assert {reason.code for reason in shown.differ} >= {"numbers_differ", "days_differ"}
    register.author = "a-one"
    pipeline.merge(register, name, other, reason="for a test", on=shown.on)
    assert register.look.incident(name) == shown.merged


def test_the_page_names_contradictions_and_what_would_be_lost_before_anything_is_entered(desk: Desk) -> None:
    name, other, browser = desk.incident("Northtown"), desk.incident("Southtown"), desk.browser("analyst")
    say(desk.register, other, GradeGiven("Confirmed"), author="a-two", reason="three origins")
    head = desk.register.head()
    form = browser.get(f"/incidents/{name}").text
    assert f'action="/incidents/{name}/merge"' in form
    page = browser.get(f"/incidents/{name}/merge?other={other[:8]}")
    words = words_of(page)
    assert desk.register.head() == head
    for said in ("their reports contradict each other", "days from 2019-01-18 to 2019-03-02", "would count no more", "three origins"):
        assert said in words
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text.partition("/decide/merge")[2]))
    fields = {key: html.unescape(value) for key, value in fields.items()}
    done = browser.post(f"/incidents/{name}/decide/merge", {**fields, "reason": "one strike"})
    assert done.status_code == 303
    assert desk.register.look.incident(other).id == name  # type: ignore[union-attr]


def test_what_people_said_is_not_the_same_is_named_and_offers_no_merge(desk: Desk) -> None:
    name, other = at(desk.register, "Northtown"), at(desk.register, "Southtown")
    say(desk.register, name.id, NotSame(name.accounts[0], other.accounts[0]))
    page = desk.browser("analyst").get(f"/incidents/{name.id}/merge?other={other.id}")
    assert "They cannot be put together" in words_of(page)
    assert "/decide/merge" not in page.text


def test_an_id_that_is_none_is_said_and_viewers_see_no_preview(desk: Desk) -> None:
    name, other = desk.incident("Northtown"), desk.incident("Southtown")
    for wanted in ("", "i-none", name, "<script>alert(1)</script>"):
        page = desk.browser("analyst").get(f"/incidents/{name}/merge?other={quote(wanted)}")
        assert page.status_code == 422
        assert "<script>alert" not in page.text
    assert desk.browser("viewer").get(f"/incidents/{name}/merge?other={other}").status_code == 403
