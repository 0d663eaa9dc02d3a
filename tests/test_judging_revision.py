"""A rule that changes reaches every incident; a published edition is entered, and an edition that nobody publishes enters nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from judging import at, fill, open_as, say
from small import dump

from sijill import pipeline
from sijill.cli import cli
from sijill.model import DecisionError, Incident, InputError
from sijill.model.codec import to_json
from sijill.model.decision import GradeGiven, Moved
from sijill.pipeline.assemble import SAID
from sijill.register import Fact, Register, Wanted
from sijill.write import load_policy, verify_edition


@pytest.fixture
def register(register: Register) -> Register:
    """What editions and rules do is tried on each kind of database."""
    return register


ONE = {"grade": 1, "toll": 0, "attribution": 0, "status": 0, "days": 0}


def order(reason: str | None = None) -> pipeline.Order:
    return pipeline.Order(("csv", "jsonl"), load_policy("public"), reason=reason)


def test_another_rule_reaches_incidents_that_nobody_judged(register: Register) -> None:
    say(register, at(register, "Southtown").id, GradeGiven("Weak"))
    before = {incident.id: incident for incident in register.look.incidents()}
    seen: list[str] = []
    pipeline.give_rules(register, ONE, reason="we are one", watch=seen.append)
    after = register.look.incidents()
    assert sorted(seen) == sorted(incident.id for incident in after)
    assert {incident.lacking for incident in after} == {(), ("grade: 0 of 1 people",)}
    for incident in after:
        assert incident == pipeline.tell_history(register, incident.id).incident
        assert replace(incident, lacking=(), needs=()) == replace(before[incident.id], lacking=(), needs=())
    head = register.head()
    assert pipeline.review_again(register) == ()
    assert register.head() == head


def misread(register: Register, name: str) -> Incident:
    """An incident as an older sijill would have entered it, which graded otherwise."""
    incident = pipeline.now_of(register, name)
    assert incident.grade is not None
    old = replace(incident, grade=replace(incident.grade, grade="Discounted"))
    body = {"incident": to_json(old) | {"proposals": [[p.left, p.right] for p in old.proposals]}, "into": None, "links": []}
    register.append_many([Fact("linked", name, SAID, body)])
    return incident


def test_after_an_update_the_machines_reading_is_made_again_and_what_people_decided_stands(register: Register) -> None:
    judged, other = at(register, "Southtown").id, at(register, "Northtown").id
    say(register, judged, GradeGiven("Contested"))
    meant = misread(register, other)
    register.author = "machine"
    assert pipeline.review_again(register) == (other,)
    assert pipeline.now_of(register, other) == meant
    grade = pipeline.now_of(register, judged).grade
    assert grade is not None
    assert (grade.grade, grade.given and grade.given.author) == ("Contested", "a-one")
    kept = dump(register)
    register.rebuild()
    assert dump(register) == kept


def test_the_command_looks_at_every_incident_again(tmp_path: Path) -> None:
    fill(tmp_path / "r.sqlite", tmp_path)
    with open_as(tmp_path / "r.sqlite", "machine") as register:
        misread(register, at(register, "Northtown").id)
        total = register.look.count_incidents()
    asked = ["register", "review", "--register", str(tmp_path / "r.sqlite")]
    assert CliRunner().invoke(cli, asked).stdout == f"{total} incidents looked at, 1 changed\n"
    assert CliRunner().invoke(cli, asked).stdout == f"{total} incidents looked at, 0 changed\n"


def test_an_edition_that_nobody_publishes_enters_nothing(register: Register, tmp_path: Path) -> None:
    head = register.head()
    pipeline.publish(register, tmp_path / "draft", order())
    assert register.head() == head


def test_a_published_edition_is_entered_with_its_manifest_and_found_from_each_incident(register: Register, tmp_path: Path) -> None:
    kept = at(register, "Northtown")
    chosen = replace(order("the January edition"), keep=lambda incident: incident.id == kept.id)
    register.author = "a-one"
    head = register.head()
    written = pipeline.publish(register, tmp_path / "edition", chosen)
    (entry,) = register.entries("published")
    assert (entry.seq, entry.author, entry.reason) == (head.seq + 1, "a-one", "the January edition")
    assert entry.body["edition"] == {
        "manifest": verify_edition(tmp_path / "edition").digest,
        "seq": head.seq,
        "policy": "public",
        "incidents": [kept.id],
    }
    assert entry.body["edition"]["manifest"] == written.manifest
    assert pipeline.tell_history(register, kept.id).editions == (entry,)
    assert pipeline.tell_history(register, at(register, "Southtown").id).editions == ()
    assert pipeline.now_of(register, kept.id) == kept
    kept_tables = dump(register)
    register.rebuild()
    assert dump(register) == kept_tables
    register.verify()


def test_publishing_is_no_news_to_somebody_who_decides(register: Register, tmp_path: Path) -> None:
    incident = at(register, "Northtown")
    seen = register.decisions.newest(incident.id)
    register.author = "a-two"
    pipeline.publish(register, tmp_path / "edition", order("out"))
    register.author = "a-one"
    pipeline.decide(register, incident.id, GradeGiven("Weak"), reason="one origin", on=seen)


def test_an_incident_that_was_merged_away_is_found_in_the_editions_that_it_was_in(register: Register, tmp_path: Path) -> None:
    into, other = at(register, "Northtown").id, at(register, "Southtown").id
    register.author = "a-one"
    pipeline.publish(register, tmp_path / "edition", replace(order("out"), keep=lambda incident: incident.id == other))
    pipeline.merge(register, into, other, reason="the same", on=register.head().seq)
    assert len(pipeline.tell_history(register, into).editions) == 1


@pytest.mark.parametrize(("author", "reason"), [("machine", "out"), ("a-one", " ")])
def test_publishing_needs_a_person_and_a_reason(register: Register, tmp_path: Path, author: str, reason: str) -> None:
    register.author = author
    head = register.head()
    with pytest.raises(DecisionError, match="needs a"):
        pipeline.publish(register, tmp_path / "edition", order(reason))
    assert register.head() == head
    assert not (tmp_path / "edition").exists()


def test_an_edition_that_cannot_be_written_is_not_published(register: Register, tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    (tmp_path / "edition" / "mine.txt").write_text("not an edition")
    register.author = "a-one"
    head = register.head()
    with pytest.raises(InputError):
        pipeline.publish(register, tmp_path / "edition", order("out"))
    assert register.head() == head


def test_the_command_publishes_and_history_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path / "data"))
    here = str(tmp_path / "r.sqlite")
    fill(here, tmp_path)
    with open_as(here, "a-one") as register:
        name = at(register, "Northtown").id
        pipeline.give_rules(register, ONE, reason="we are one")
        say(register, name, GradeGiven("Weak"))
        say(register, name, Moved("reviewed"))
    asked = ["write", str(tmp_path / "edition"), "--formats", "csv", "--register", here]
    assert CliRunner().invoke(cli, asked).exit_code == 0
    refused = CliRunner().invoke(cli, [*asked, "--publish", "the January edition"])
    assert refused.exit_code == 1
    assert "--as" in str(refused.exception) + refused.output
    done = CliRunner().invoke(cli, [*asked, "--publish", "the January edition", "--as", "a-one"])
    assert done.exit_code == 0, done.output
    told = CliRunner().invoke(cli, ["history", name, "--register", here]).stdout
    edition = verify_edition(tmp_path / "edition")
    assert told.count("published as of entry") == 1
    assert f"a-one  published as of entry {edition.manifest['register']['seq']}: the January edition" in told
    assert edition.digest in told


def test_a_place_is_found_in_capitals_and_small_letters_alike(register: Register) -> None:
    wanted = {incident.id for incident in register.look.incidents() if incident.place_name == "Northtown"}
    assert wanted
    for words in ("northtown", "NORTHT"):
        assert {incident.id for incident in register.look.incidents(Wanted(place=words))} == wanted
