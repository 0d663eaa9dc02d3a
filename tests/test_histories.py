"""Capture histories of persons from a register, and what not knowing who is one person does to an estimate."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from judging import open_as, say
from small import write_lines

from sijill import pipeline
from sijill.cli import cli
from sijill.extract.grammar import GrammarReader
from sijill.geocode import Resolver, load_gazetteer
from sijill.link import Joining, chances_of
from sijill.model import EstimateError, PersonLink, Victim
from sijill.model.decision import NotSamePerson, Person, Retracted, SamePerson, Withdrawn
from sijill.model.identity import person_key
from sijill.pipeline.histories import gather_people
from sijill.register import Register
from sijill.tally.estimate import Histories, carry_linkage, check_lists, choose_lists, read_overlaps, write_overlaps

TOLD = [
    ("Amal", "كريم سامر الفلاني", "هجين", "2 آذار 2019"),
    ("Barid", "كريم سامر الفلاني", "هجين", "2 آذار 2019"),
    ("Barid", "نبيل هاني الزيات", "السوسة", "9 نيسان 2019"),
    ("Amal", "رامي عادل الشامي", "الباغوز", "5 أيار 2019"),
    ("Jadid", "رامي عادل الشامي", "الباغوز", "5 أيار 2019"),
    ("Jadid", "هاني وليد القاسم", "الشعفة", "7 حزيران 2019"),
    ("Amal", "عمر زياد الهلال", "هجين", "11 تموز 2019"),
    ("Barid", "عمر زياد الهلال", "السوسة", "13 تموز 2019"),
]
"""Source, name, place and day: the last two may be one person in two incidents."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    rows: list[dict[str, object]] = [
        {"doc": f"d{n}", "source": source, "lang": "ar", "text": f"استشهد المواطن {name} إثر قصف على {place} يوم {day}. {source}"}
        for n, (source, name, place, day) in enumerate(TOLD)
    ]
    with open_as(folder / "r.sqlite", "machine") as register:
        reports = write_lines(folder / "reports.jsonl", rows)
        pipeline.run(register, [reports], GrammarReader(), Resolver(load_gazetteer()), lambda _: None)
    return folder / "r.sqlite"


@pytest.fixture
def held(told: Path, tmp_path: Path) -> Iterator[Register]:
    """A copy of that register in an analyst's hands."""
    import sqlite3

    with sqlite3.connect(told) as old, sqlite3.connect(tmp_path / "r.sqlite") as new:
        old.backup(new)
    for beside in told.parent.iterdir():
        if beside.name.startswith("r.sqlite") and beside != told and beside.is_file() and not beside.name.endswith(("-wal", "-shm")):
            (tmp_path / beside.name).write_bytes(beside.read_bytes())
    with open_as(tmp_path / "r.sqlite", "a-one") as register:
        yield register


def claims(register: Register) -> dict[str, list[tuple[str, Victim]]]:
    """The victim claims of each name, with their incident, in the order of the sources above."""
    found: dict[str, list[tuple[str, Victim]]] = {}
    homes = register.look.incidents_of(register.look.account_ids())
    for filing in register.look.filings(register.look.account_ids()):
        for victim in filing.account.victims:
            found.setdefault(victim.name or "", []).append((homes[filing.account.id], victim))
    return found


def put(register: Register, name: str, key: str, fate: Any = "killed", only: int | None = None) -> int:
    """The person of that name is put on the victims' list, with all claims (or the first `only`)."""
    told = claims(register)[name][:only]
    return say(register, told[0][0], Person(person_key(key.encode() * 8), (name,), fate, claims=tuple(victim.id for _, victim in told)))


def cells(histories: Histories) -> dict[str, int]:
    rows = zip(histories.cells.tolist(), histories.counts.tolist(), strict=True)
    return {"".join(map(str, cell)): count for cell, count in rows}


def run(register: Register, *options: str) -> Result:
    return CliRunner().invoke(cli, ["estimate", "--register", str(register_path(register)), *options])


def register_path(register: Register) -> str:
    with register.reading() as connection:
        return str(connection.engine.url.database)


def test_persons_of_the_victims_list_are_on_the_lists_of_the_sources_that_name_them(held: Register) -> None:
    put(held, TOLD[0][1], "a")
    put(held, TOLD[2][1], "b")
    put(held, TOLD[3][1], "c", fate="injured")
    people = gather_people(held)
    assert people.sizes() == {"Barid": 2, "Amal": 1}
    assert cells(people.histories(["Amal", "Barid"])) == {"01": 1, "11": 1}
    assert people.unjudged == 0
    assert gather_people(held, fate="injured").sizes() == {"Amal": 1, "Jadid": 1}


def test_nobody_on_the_victims_list_is_no_table_and_the_machines_readings_are_asked_for(held: Register) -> None:
    assert gather_people(held).persons() == ()
    result = run(held)
    assert result.exit_code == 1
    assert "nobody of the fate 'killed' is on the victims' list" in result.output
    assert "--unreviewed" in result.output


def test_an_entry_withdrawn_or_of_a_retracted_incident_is_no_longer_counted(held: Register) -> None:
    entry = put(held, TOLD[0][1], "a")
    put(held, TOLD[3][1], "b")
    incident = claims(held)[TOLD[0][1]][0][0]
    say(held, incident, Withdrawn(entry))
    assert len(gather_people(held).persons()) == 1
    say(held, claims(held)[TOLD[3][1]][0][0], Retracted())
    people = gather_people(held)
    assert people.persons() == ()
    assert people.unnamed == 1


def test_a_word_on_two_claims_joins_two_incidents_and_brings_the_other_list(held: Register) -> None:
    (one, first), (other, second) = claims(held)[TOLD[6][1]]
    assert one != other
    put(held, TOLD[6][1], "a", only=1)
    assert gather_people(held).sizes() == {"Amal": 1}
    say(held, one, SamePerson(first.id, second.id))
    assert gather_people(held).sizes() == {"Amal": 1, "Barid": 1}
    assert len(gather_people(held).persons()) == 1


def test_two_entries_that_may_be_one_person_are_counted_as_two_and_said(held: Register) -> None:
    for key, (incident, victim) in zip("ab", claims(held)[TOLD[6][1]], strict=True):
        say(held, incident, Person(person_key(key.encode() * 8), (TOLD[6][1],), "killed", claims=(victim.id,)))
    people = gather_people(held)
    assert (len(people.persons()), people.unjudged) == (2, 1)
    assert {len(people.persons(np.random.default_rng(seed))) for seed in range(100)} == {1, 2}
    (one, first), (_, second) = claims(held)[TOLD[6][1]]
    say(held, one, NotSamePerson(first.id, second.id))
    assert gather_people(held).unjudged == 0


def test_the_machines_persons_are_joined_by_chance_and_people_have_the_last_word(held: Register) -> None:
    people = gather_people(held, unreviewed=True)
    assert len(people.persons()) == 5
    assert people.sizes() == {"Amal": 3, "Barid": 3, "Jadid": 2}
    assert people.listed == frozenset()
    counts = {len(people.persons(np.random.default_rng(seed))) for seed in range(300)}
    assert len(counts) > 1
    (one, first), (_, second) = claims(held)[TOLD[6][1]]
    say(held, one, NotSamePerson(first.id, second.id))
    apart = gather_people(held, unreviewed=True)
    pair = {first.id, second.id}
    assert not any(pair <= set(person) for seed in range(60) for person in apart.persons(np.random.default_rng(seed)))
    for seed in range(3):
        tables = [[cells(t) for t in people.draws(["Amal", "Barid"], 5, seed)] for _ in range(2)]
        assert tables[0] == tables[1]


CLAIMS = [f"c{n}" for n in range(8)]
PAIR = st.tuples(st.sampled_from(CLAIMS), st.sampled_from(CLAIMS)).filter(lambda pair: pair[0] != pair[1])


def test_odds_across_incidents_are_learned_where_names_agree_no_more_often_than_chance_has_it() -> None:
    def links(score: float, number: int) -> list[PersonLink]:
        return [PersonLink(f"a{n}", f"b{n}", ("", ""), ("", ""), score, ()) for n in range(number)]

    assert {round(chance, 3) for *_, chance in chances_of(links(0.0, 40))} == {0.5}
    assert all(chance < 0.05 for *_, chance in chances_of(links(0.0, 40), 120))
    assert all(chance > 0.95 for *_, chance in chances_of(links(9.0, 40), 120))
    assert all(chance <= 0.5 for *_, chance in chances_of(links(0.0, 400), 120))


@given(
    st.lists(st.sampled_from("abcd"), min_size=8, max_size=8),
    st.lists(st.tuples(PAIR, st.floats(0, 1)), max_size=20),
    st.frozensets(PAIR, max_size=6),
    st.none() | st.integers(0, 99),
)
def test_no_draw_joins_what_is_apart_or_two_claims_of_one_account(
    accounts: list[str], links: list[tuple[tuple[str, str], float]], apart: frozenset[tuple[str, str]], seed: int | None
) -> None:
    home = dict(zip(CLAIMS, accounts, strict=True))
    joining = Joining(home, (), apart, tuple((*pair, chance) for pair, chance in links))
    persons = joining.join(None if seed is None else np.random.default_rng(seed))
    assert sorted(claim for person in persons for claim in person) == CLAIMS
    for person in persons:
        assert len({home[claim] for claim in person}) == len(person)
        assert not any({left, right} <= set(person) for left, right in apart)


def test_links_hold_in_draws_as_often_as_their_chance_says() -> None:
    joining = Joining({"a": "1", "b": "2"}, links=(("a", "b", 0.3),))
    rng = np.random.default_rng(5)
    joined = sum(len(joining.join(rng)) == 1 for _ in range(4000))
    assert joined / 4000 == pytest.approx(0.3, abs=4 * (0.21 / 4000) ** 0.5)
    assert len(joining.join()) == 2


def test_by_origin_a_copy_is_no_list_of_its_own(target: str, tmp_path: Path) -> None:
    words = "استشهد المواطن كريم سامر الفلاني إثر قصف مدفعي عنيف على مدينة هجين مساء يوم 2 آذار 2019 وفق ما أفاد به سكان من المدينة."
    rows: list[dict[str, object]] = [
        {"doc": "a", "source": "Amal", "lang": "ar", "text": words, "published": "2019-03-02"},
        {"doc": "b", "source": "Barid", "lang": "ar", "text": words, "published": "2019-03-03"},
    ]
    with open_as(target, "a-one") as register:
        reports = write_lines(tmp_path / "reports.jsonl", rows)
        pipeline.run(register, [reports], GrammarReader(), Resolver(load_gazetteer()), lambda _: None)
        put(register, "كريم سامر الفلاني", "a")
        people = gather_people(register)
        assert people.sizes() == {"Amal": 1, "Barid": 1}
        codes = {n.code: n.values for n in check_lists(["Amal", "Barid"], map(people.lists_of, people.persons()))}
        assert codes["lists_share_origins"]["names"] == "Amal·Barid 1/1"
        origins = gather_people(register, by="origin")
        assert (origins.sizes(), origins.moved, people.moved) == ({"Amal": 1}, 1, 0)


def test_the_largest_lists_are_taken_and_those_left_out_are_named() -> None:
    sizes = {"a": 9, "b": 7, "c": 2}
    chosen, (notice,) = choose_lists(sizes, most=2)
    assert (chosen, notice.values["names"]) == (("a", "b"), "c (2)")
    assert choose_lists(sizes, ["c", "a"])[0] == ("c", "a")
    with pytest.raises(EstimateError, match="no list 'd'; there are: a, b, c"):
        choose_lists(sizes, ["d"])


def test_a_list_nearly_within_another_and_a_small_one_are_warned_of() -> None:
    persons = [{"a": {f"o{n}"}, **({"b": {f"p{n}"}} if n < 22 else {})} for n in range(40)] + [{"b": {"x"}}, {"c": {"y"}}]
    found = {notice.code: notice.values["names"] for notice in check_lists(["a", "b", "c"], persons)}
    assert found == {"small_lists": "c (1)", "list_within": "b ⊂ a 22/23"}


def test_draws_that_all_agree_add_nothing_and_draws_that_differ_widen_the_interval() -> None:
    def table(both: int) -> Histories:
        rows = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1], [1, 0, 1]]
        return Histories.of(["a", "b", "c"], rows, [90, 80, 70, both, 25, 22])

    plain = table(24)
    same = carry_linkage(plain, [plain] * 20)
    as_it_is = same.diagnostics["plain"]
    assert isinstance(as_it_is, list)
    assert same.diagnostics["share_from_links"] == pytest.approx(0, abs=1e-12)
    assert (same.estimate, same.low, same.high) == pytest.approx(tuple(as_it_is))
    wide = carry_linkage(plain, [table(both) for both in range(8, 41)])
    assert 0.1 < float(wide.diagnostics["share_from_links"]) < 1  # type: ignore[arg-type]
    assert (wide.high or 0) - (wide.low or 0) > as_it_is[2] - as_it_is[1]
    assert [notice.code for notice in wide.notices] == ["share_from_links"]
    apart = Histories.of(["a", "b"], [[1, 0], [0, 1]], [5, 5])
    nothing = carry_linkage(plain, [apart, apart, plain], "chao")
    assert (nothing.estimate, nothing.notices[0].values) == (None, {"draws": 2, "of": 3})
    with pytest.raises(EstimateError, match="too slow"):
        carry_linkage(plain, [plain], "latent_class")


def test_the_command_prints_lists_warnings_and_the_interval_over_draws_and_writes_the_table(held: Register, tmp_path: Path) -> None:
    out = tmp_path / "overlaps.csv"
    options = ["--unreviewed", "--methods", "chao,independent", "--draws", "20", "--draws-by", "chao", "--seed", "4"]
    result = run(held, *options, "--json", "--overlaps", str(out))
    assert result.exit_code == 0, result.output
    whole = json.loads(result.stdout)
    assert whole["register"] == {"by": "source", "fate": "killed", "unreviewed": True}
    assert "not reviewed" in whole["notice"]
    assert [e["method"] for e in whole["estimates"]] == ["chao", "independent", "linkage"]
    carried = whole["estimates"][-1]
    assert (carried["model"], carried["diagnostics"]["draws"]) == ("chao", 20)
    assert {"persons_unreviewed", "small_lists"} <= {n["code"] for n in whole["notices"]}
    (read,) = read_overlaps(out).values()
    assert read.listed == whole["listed"] == 5
    assert run(held, *options, "--json").stdout == result.stdout
    shown = run(held, *options, "--language", "ar")
    assert shown.exit_code == 0, shown.output
    assert "لم يراجَع" in shown.output
    again = CliRunner().invoke(cli, ["estimate", str(out), "--methods", "chao", "--json"])
    assert json.loads(again.stdout)["estimates"][0]["estimate"] == whole["estimates"][0]["estimate"]


def test_a_list_made_by_people_carries_the_pairs_that_nobody_judged_too(held: Register) -> None:
    put(held, TOLD[0][1], "a")
    put(held, TOLD[3][1], "c")
    for key, (incident, victim) in zip("bd", claims(held)[TOLD[6][1]], strict=True):
        say(held, incident, Person(person_key(key.encode() * 8), (TOLD[6][1],), "killed", claims=(victim.id,)))
    options = ["--lists", "Amal,Barid", "--methods", "chao", "--draws", "40", "--draws-by", "chao", "--json"]

    def methods() -> list[str]:
        return [estimate["method"] for estimate in json.loads(run(held, *options).stdout)["estimates"]]

    assert methods() == ["chao", "linkage"]
    (one, first), (_, second) = claims(held)[TOLD[6][1]]
    say(held, one, NotSamePerson(first.id, second.id))
    assert methods() == ["chao"]


def test_exactly_one_of_a_file_and_a_register_is_taken(held: Register, tmp_path: Path) -> None:
    path = tmp_path / "overlaps.csv"
    write_overlaps(path, Histories.of(["a,b", "c"], [[1, 0], [1, 1]], [4, 2]))
    assert read_overlaps(path)[""].names == ("a,b", "c")
    assert "either a file of OVERLAPS or a --register" in CliRunner().invoke(cli, ["estimate"]).output
    assert "either a file of OVERLAPS or a --register" in run(held, str(path)).output
    assert "are for a --register" in CliRunner().invoke(cli, ["estimate", str(path), "--unreviewed"]).output
    assert "--strata is for a file" in run(held, "--strata", "sex").output


GIVEN = ("كريم نبيل رامي هاني عمر سمير خالد محمود", "يوسف بلال أنس ماجد وائل طارق فادي")
FAMILIES = "الفلاني الزيات الشامي القاسم الهلال الجابر الدرويش المطر الصالح العثمان"
PLACES = "هجين السوسة الباغوز الشعفة"
MONTHS = "شباط آذار نيسان أيار تموز"


def made_reports(persons: int, seed: int) -> list[dict[str, object]]:
    """Persons with names by chance, each told by three sources with a chance of their own; three in ten without the father's name."""
    rng = np.random.default_rng(seed)

    def one_of(words: str) -> str:
        return str(rng.choice(words.split()))

    rows: list[dict[str, object]] = []
    for _ in range(persons):
        chain = [one_of(" ".join(GIVEN)), one_of(" ".join(GIVEN)), one_of(FAMILIES)]
        where = f"{one_of(PLACES)} يوم {rng.integers(1, 29)} {one_of(MONTHS)} 2019"
        for source, share in (("Amal", 0.5), ("Barid", 0.4), ("Jadid", 0.3)):
            if rng.random() < share:
                name = " ".join(chain if rng.random() < 0.7 else chain[::2])
                text = f"استشهد المواطن {name} إثر قصف على {where}. {source} {len(rows)}"
                rows.append({"doc": f"d{len(rows)}", "source": source, "lang": "ar", "text": text})
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4, 5])
def test_two_hundred_made_persons_told_by_three_sources_are_within_the_interval(seed: int, tmp_path: Path) -> None:
    with open_as(tmp_path / "r.sqlite", "machine") as register:
        reports = write_lines(tmp_path / "reports.jsonl", made_reports(200, seed))
        pipeline.run(register, [reports], GrammarReader(), Resolver(load_gazetteer()), lambda _: None)
        people = gather_people(register, unreviewed=True)
        lists = tuple(people.sizes())
        found = carry_linkage(people.histories(lists), people.draws(lists, 100, 1))
    assert (found.low or 0) < 200 < (found.high or 0)
    assert 0 < float(found.diagnostics["share_from_links"]) < 1  # type: ignore[arg-type]
