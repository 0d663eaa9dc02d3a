"""Names of people: Arabic chains in two scripts, and people whom several accounts or incidents name. A person decides."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from judging import open_as, say
from made_filings import DAY, file_account
from small import NOON, open_register, write_lines

from sijill import pipeline
from sijill.cli import cli
from sijill.extract.grammar import GrammarReader
from sijill.geocode import Resolver, load_gazetteer
from sijill.link import find_twice, match_people, propose_people
from sijill.link.name import compare_names, read_name
from sijill.model import DecisionError, Filing, PersonLink
from sijill.model.decision import PERSON, Made, NotSamePerson, Person, SamePerson, Withdrawn
from sijill.model.identity import person_key
from sijill.model.vocabulary import Fate
from sijill.register import Register
from sijill.web.dossier import view_incident

ONE = [
    ("Sami Khalid al-Matar", "سامي خالد المطر"),
    ("Sami Matar", "سامي خالد المطر"),
    ("Abu Khalid Sami al-Matar", "سامي المطر"),
    ("Mohammed Abdul Rahman al-Ahmad", "محمد عبد الرحمن الأحمد"),
    ("محمد عبدالرحمن الاحمد", "محمد عبد الرحمن الأحمد"),
    ("Mohamad Abdulrahman", "Muhammad Abd al-Rahman"),
    ("الطفلة فاطمة خالد", "Fatimah bint Khaled"),
    ("يوسف إبراهيم", "Yousif Ibraheem"),
    ("الدكتورة أماني بلور", "Dr. Amani Ballour"),
    ("غسان درويش", "Ghassan Darwish"),
    ("عائشة جمعة", "Aisha Jumaa"),
    ("حسين علي", "Hussein Ali"),
    ("محمود خالد", "Mahmoud Khaled"),
    ("موسى جابر", "Mousa Jaber"),
    ("زينب صالح", "Zainab Saleh"),
    ("Zeinab Saleh", "Zaynab Salih"),
    ("نور الدين صالح", "Nour al-Din Saleh"),
    ("مصطفى عثمان", "Mustafa Othman"),
    ("سعاد عيسى", "Suad Issa"),
]
TWO = [
    ("Sami Khalid Matar", "Sami Omar Matar"),
    ("Sami Matar", "Rana Matar"),
    ("محمود خالد علي", "محمد خالد علي"),
    ("محمود خالد", "Mohammed Khaled"),
    ("محمد خالد", "Mahmoud Khaled"),
    ("علي حسن", "علاء حسن"),
    ("علاء حسن", "Ali Hasan"),
    ("حسن علي", "حسين علي"),
    ("حسن علي", "Hussein Ali"),
    ("Hasan Ali", "Hussein Ali"),
    ("حمد سالم", "حامد سالم"),
    ("Abu Omar Sami Matar", "Abu Khalid Sami Matar"),
    ("أبو خالد", "أبو خالد"),
    ("سامي", "سامي"),
]


@pytest.mark.parametrize(("left", "right"), ONE)
def test_spellings_of_one_name_may_be_one_person_in_either_order(left: str, right: str) -> None:
    assert compare_names(read_name(left), read_name(right)) is not None
    assert compare_names(read_name(right), read_name(left)) is not None


@pytest.mark.parametrize(("left", "right"), TWO)
def test_another_given_name_or_father_or_a_name_of_one_word_is_not_taken_for_one_person(left: str, right: str) -> None:
    assert compare_names(read_name(left), read_name(right)) is None
    assert compare_names(read_name(right), read_name(left)) is None


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_texts_are_compared_alike_in_both_orders_and_a_name_with_itself_agrees(one: str, other: str) -> None:
    left, right = read_name(one), read_name(other)
    assert (compare_names(left, right) is None) == (compare_names(right, left) is None)
    assert len(left.chain) < 2 or compare_names(left, left) is not None


def named(report: str, *names: str, age: int | None = None, fate: Fate = "killed", **more: object) -> Filing:
    filing = file_account(report, "It killed " + " and ".join(names) + ".", victims=names, **more)  # type: ignore[arg-type]
    victims = tuple(replace(victim, age=age, fate=fate) for victim in filing.account.victims)
    return replace(filing, account=replace(filing.account, victims=victims))


def test_names_that_sound_the_same_in_two_scripts_are_proposed_as_one_person() -> None:
    people = propose_people([named("a", "Sami Khalid al-Matar"), named("b", "سامي خالد المطر"), named("c", "Sami Matar")])
    assert [person.names for person in people] == [("Sami Khalid al-Matar", "سامي خالد المطر", "Sami Matar")]


def test_two_names_of_one_account_are_two_people_and_ages_tell_apart() -> None:
    assert len(propose_people([named("a", "Sami Khalid Matar", "Sami Matar")])) == 2
    assert len(propose_people([named("a", "Sami Matar", age=9), named("b", "Sami Matar", age=40)])) == 2
    assert len(propose_people([named("a", "Sami Matar"), named("b", "Rana Matar")])) == 2


def test_people_whom_a_person_keeps_apart_are_not_proposed_as_one() -> None:
    filings = [named("a", "Sami Khalid Matar"), named("b", "سامي خالد المطر")]
    apart = Made(3, "i-1", "a-one", NOON.isoformat(), "cousins", NotSamePerson("r-a.a1.v1", "r-b.a1.v1"), 2)
    assert len(propose_people(filings, [apart])) == 2
    assert len(propose_people(filings, [apart, replace(apart, seq=4, judgement=SamePerson("r-a.a1.v1", "r-b.a1.v1"))])) == 1


OTHERS = ("Rana Zayat", "Omar Hilal", "Lina Shami", "Khalid Darwish", "Huda Qasim", "Nabil Jaber")
CROWD = {f"i-{n}": [named(f"x{n}", name)] for n, name in enumerate(OTHERS)}


def only(incidents: dict[str, list[Filing]]) -> PersonLink:
    (link,) = match_people(CROWD | incidents)
    return link


def test_a_person_of_two_incidents_is_suggested_with_both_spellings_and_the_reasons_in_both_languages() -> None:
    link = only({"i-a": [named("a", "Sami Khalid al-Matar", age=9)], "i-b": [named("b", "سامي خالد المطر", age=10)]})
    assert link.names == ("Sami Khalid al-Matar", "سامي خالد المطر")
    assert link.incidents == ("i-a", "i-b")
    assert {"names", "age", "days"} <= {reason.code for reason in link.reasons}
    assert all(reason.text and not reason.text_ar.isascii() for reason in link.reasons)
    assert link.score == pytest.approx(sum(reason.weight for reason in link.reasons), abs=0.01)


def test_a_name_that_many_bear_is_no_suggestion_and_ages_that_contradict_are_two_people() -> None:
    many = {f"i-m{n}": [named(f"m{n}", "محمد أحمد", day=DAY.replace(year=2001 + n))] for n in range(12)}
    assert match_people(many) == ()
    assert match_people(CROWD | {"i-a": [named("a", "Sami Matar", age=9)], "i-b": [named("b", "Sami Matar", age=40)]}) == ()


def test_one_killed_twice_weeks_apart_and_one_wounded_who_dies_are_told_so() -> None:
    twice = only({"i-a": [named("a", "Sami Khalid Matar")], "i-b": [named("b", "Sami Khalid Matar", day=DAY.replace(month=8))]})
    assert "killed_twice" in {reason.code for reason in twice.reasons}
    fates = only({"i-a": [named("a", "Sami Khalid Matar", fate="injured")], "i-b": [named("b", "Sami Khalid Matar")]})
    assert "fates" in {reason.code for reason in fates.reasons}


def test_the_command_lists_people_of_two_incidents_and_a_person_says_who_is_one(tmp_path: Path) -> None:
    path, run = tmp_path / "r.sqlite", CliRunner().invoke
    rows: list[dict[str, object]] = [
        {"doc": "a", "source": "A", "lang": "ar", "text": "استشهد الطفل كريم سامر الفلاني إثر قصف على هجين يوم 2 آذار 2019."},
        {"doc": "b", "source": "B", "lang": "ar", "text": "استشهد الطفل كريم سامر الفلاني بقصف على السوسة يوم 4 آذار 2019."},
    ]
    with open_register(path) as register:
        reports = write_lines(tmp_path / "reports.jsonl", rows)
        pipeline.run(register, [reports], GrammarReader(), Resolver(load_gazetteer()), lambda _: None)
        assert len({i.id for i in register.look.incidents()}) == 2
    listed = [json.loads(line) for line in run(cli, ["people", "--json", "--register", str(path)]).output.splitlines()]
    (link,) = listed
    assert link["names"] == ["كريم سامر الفلاني", "كريم سامر الفلاني"]
    command = ["decide", link["incidents"][0], "same-person", link["left"], link["right"], "--reason", "his brother", "--as", "a-one"]
    done = run(cli, [*command, "--register", str(path)])
    assert done.exit_code == 0, done.output
    assert run(cli, ["people", "--json", "--register", str(path)]).output == ""
    judged = json.loads(run(cli, ["people", "--judged", "--json", "--register", str(path)]).output)
    assert (judged["same"], judged["given"]["author"]) == (True, "a-one")
    with open_as(path, "a-one") as register:
        incident = link["incidents"][0]
        with pytest.raises(DecisionError, match="no account has the victim claim r-none"):
            say(register, incident, SamePerson(link["left"], "r-none.a1.v1"))
        say(register, incident, Withdrawn(judged["given"]["seq"]))
        assert [one.same for one in pipeline.list_people(register)] == [None]


def test_two_spellings_that_nobody_judged_are_found_and_whatever_people_say_of_them_settles_it() -> None:
    filings = [
        named("a", "Sami Khalid al-Matar"),
        named("b", "سامي خالد المطر"),
        named("c", "Sami Khalid al-Matar"),
        named("d", "Rana Zayat"),
    ]
    pairs = [(one.id, other.id) for one, other in find_twice(filings)]
    assert pairs == [("r-a.a1.v1", "r-b.a1.v1")]  # asked once: the same letters in two reports are no question
    same = Made(3, "i-1", "a-one", NOON.isoformat(), "his brother", SamePerson("r-b.a1.v1", "r-c.a1.v1"), 2)
    assert find_twice(filings, [same]) == ()
    assert find_twice(filings, [replace(same, judgement=NotSamePerson("r-b.a1.v1", "r-c.a1.v1"))]) == ()
    assert find_twice(filings, listed=[("r-a.a1.v1", "r-b.a1.v1", "r-c.a1.v1")]) == ()


def needs_of(register: Register) -> set[str]:
    return {need.code for incident in register.look.incidents() for need in incident.needs}


def test_an_incident_waits_for_a_person_while_one_victim_may_be_named_twice_until_somebody_says_so(tmp_path: Path) -> None:
    path, run = tmp_path / "r.sqlite", CliRunner().invoke
    rows: list[dict[str, object]] = [
        {"doc": "a", "source": "A", "lang": "ar", "text": "استشهد الطفل كريم سامر الفلاني إثر قصف على هجين يوم 2 آذار 2019."},
        {"doc": "b", "source": "B", "lang": "ar", "text": "استشهد كريم الفلاني بقصف جوي على هجين يوم 2 آذار 2019."},
    ]
    with open_register(path) as register:
        reports = write_lines(tmp_path / "reports.jsonl", rows)
        pipeline.run(register, [reports], GrammarReader(), Resolver(load_gazetteer()), lambda _: None)
    with open_as(path, "a-one") as register:
        names = [incident.id for incident in register.look.incidents()]
        if len(names) > 1:
            pipeline.merge(register, *names, reason="one strike", on=register.head().seq)
        (incident,) = register.look.incidents()
        (need,) = [need for need in incident.needs if need.code == "named_twice"]
        assert need.text == "the same person may be listed twice"
        assert not need.text_ar.isascii()
        assert need in pipeline.list_queue(register)[0].incident.needs
        seen = view_incident(register, incident, names=True)
        ((one, other),) = seen.twice
        assert {one.name, other.name} == {"كريم سامر الفلاني", "كريم الفلاني"}
        assert view_incident(register, incident, names=False).twice == ()
        shown = run(cli, ["show", incident.id, "--register", str(path)]).output
        assert f"{one.name} = {other.name}" in shown
        seq = say(register, incident.id, SamePerson(one.id, other.id))
        assert "named_twice" not in needs_of(register)
        filings = register.look.filings(incident.accounts)
        (person,) = propose_people(filings, register.decisions.every(*PERSON))
        assert set(person.names) == {one.name, other.name}
        say(register, incident.id, Withdrawn(seq))
        assert "named_twice" in needs_of(register)
        say(
            register,
            incident.id,
            Person(person_key(bytes(range(8))), (one.name or "", other.name or ""), "killed", claims=(one.id, other.id)),
        )
        assert "named_twice" not in needs_of(register)
