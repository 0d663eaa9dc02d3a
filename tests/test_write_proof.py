"""Checks, changes and proof: an edition that fails a check is not written; a written one is verified from its folder alone."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filings import file_account, harm

from sijill.model import Case, EditionRefused, Given, Grade, Imprint, InputError
from sijill.model.decision import Made, Retracted
from sijill.model.identity import digest
from sijill.review import review_incident
from sijill.tally import tally_incidents
from sijill.write import Checks, Redactor, find_membership, load_policy, parse_assertion, verify_edition, write_edition
from sijill.write.proof import climb, path_to, root_of

KEY = bytes(range(32))
GIVEN = Given(7, "a-one", "2031-05-06T00:00:00Z", "two papers", ("a-one", "a-two"))


def make_case(name: str, low: int, *, grade: Given | None = None, former: tuple[str, ...] = (), day: int = 4) -> Case:
    text = f"{low} civilians killed in Tell Rumman"
    harms = (harm(f"{low} civilians", low, low),)
    filing = file_account(name, text, harms=harms, place="Tell Rumman", at=(35.0, 40.5), day=date(2031, 5, day))
    incident = review_incident(f"i-{name}", [filing], ())
    if grade is not None:
        incident = replace(incident, grade=Grade("Fair", (), grade))
    return Case(incident, (filing,), former=former)


def write(out: Path, cases: Sequence[Case], checks: Checks = Checks(), before: Path | None = None, seq: int = 10) -> Path:  # noqa: B008
    totals = tally_incidents([c.incident for c in cases]).totals
    imprint = Imprint(("T", "ت"), seq, "ab" * 32, "2031-05-06T00:00:00Z", "1.2.3", totals)
    write_edition(out, imprint, cases, ("jsonl", "csv"), Redactor(load_policy("internal")), checks=checks, before=before, key=KEY)
    return out


@pytest.mark.parametrize(
    ("checks", "why"),
    [
        (Checks(grade="Fair"), "no person graded it Fair or better: i-a"),
        (Checks(two=True), "not given alike by two people: i-a"),
        (Checks(totals=("killed.civilian.low >= 10",)), "'killed.civilian.low >= 10': it is 7"),
        (Checks(totals=("killed.civilian.incidents == 0",)), "it is 1"),
    ],
)
def test_a_check_that_fails_leaves_nothing_and_says_why(tmp_path: Path, checks: Checks, why: str) -> None:
    with pytest.raises(EditionRefused, match=why):
        write(tmp_path / "out", [make_case("a", 7)], checks)
    assert list(tmp_path.iterdir()) == []


def test_checks_that_hold_let_it_through(tmp_path: Path) -> None:
    checks = Checks(grade="Fair", two=True, totals=("killed.civilian.low == 7", "killed.civilian.high < 8"))
    assert verify_edition(write(tmp_path / "out", [make_case("a", 7, grade=GIVEN)], checks)).leaves


def test_a_toll_without_its_claims_is_refused(tmp_path: Path) -> None:
    case = make_case("a", 7)
    with pytest.raises(EditionRefused, match="claims that are not in the edition: i-a"):
        write(tmp_path / "out", [replace(case, filings=())])


def test_a_sudden_change_is_refused(tmp_path: Path) -> None:
    first = write(tmp_path / "one", [make_case("a", 7)])
    with pytest.raises(EditionRefused, match=r"from 7 to 70 .* more than 20%"):
        write(tmp_path / "two", [make_case("a", 70)], Checks(change=0.2), before=first)
    assert not (tmp_path / "two").exists()


def test_an_assertion_that_is_none_says_how_to_write_one() -> None:
    with pytest.raises(InputError, match=r"killed\.civilian\.low >= 10"):
        parse_assertion("killed > 3")


def test_what_changed_since_the_edition_before_is_told_with_reasons(tmp_path: Path) -> None:
    first = write(tmp_path / "one", [make_case("a", 7), make_case("b", 3), make_case("c", 2), make_case("d", 1), make_case("e", 1)])
    gone = make_case("c", 2)
    reason = Made(12, "i-c", "a-one", "2031-05-07T00:00:00Z", "it was another village", Retracted(), 11)
    old = Made(9, "i-c", "a-one", "2031-05-05T00:00:00Z", "before the first edition", Retracted(), 8)
    second = [
        make_case("a", 8),
        replace(make_case("b", 3), former=("i-d",)),
        replace(gone, incident=replace(gone.incident, retracted=GIVEN), decisions=(old, reason)),
        make_case("new", 4),
    ]
    write(tmp_path / "two", second, before=first, seq=20)
    told = {c["incident"]: c for c in map(json.loads, (tmp_path / "two" / "changes.jsonl").read_text(encoding="utf-8").splitlines())}
    assert {name: c["what"] for name, c in told.items()} == {
        "i-a": "changed", "i-c": "retracted", "i-d": "merged", "i-e": "gone", "i-new": "new",
    }  # fmt: skip
    assert told["i-a"]["before"]["tolls"] == {"killed/civilian/people": [7, 7]}
    assert told["i-a"]["after"]["tolls"] == {"killed/civilian/people": [8, 8]}
    assert told["i-c"]["reasons"] == ["it was another village"]
    assert told["i-d"]["into"] == "i-b"


def test_an_edition_is_verified_from_its_folder_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", [make_case("a", 7), make_case("b", 3)])
    moved = folder.rename(tmp_path / "elsewhere")
    verified = verify_edition(moved)
    assert len(verified.leaves) == 2
    with pytest.raises(InputError, match="not by 00"):
        verify_edition(moved, "00" * 32)


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("claims.csv", lambda b: b.replace(b"7", b"9", 1), r"claims\.csv: is not as it was published"),
        ("manifest.json", lambda b: b.replace(b'"seq": 10', b'"seq": 11'), "signature does not fit"),
        ("manifest.json", lambda _: b"{}", "is no manifest"),
    ],
)
def test_a_changed_file_is_named(tmp_path: Path, name: str, change: object, problem: str) -> None:
    folder = write(tmp_path / "out", [make_case("a", 7)])
    (folder / name).write_bytes(change((folder / name).read_bytes()))  # type: ignore[operator]
    with pytest.raises(InputError, match=problem):
        verify_edition(folder)


def test_a_missing_and_an_extra_file_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", [make_case("a", 7)])
    (folder / "more.csv").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"more\.csv: is in no manifest"):
        verify_edition(folder)
    (folder / "more.csv").unlink()
    (folder / "claims.csv").unlink()
    with pytest.raises(InputError, match=r"claims\.csv: is missing"):
        verify_edition(folder)


def test_a_reader_proves_that_an_incident_was_in_the_edition_before(tmp_path: Path) -> None:
    first = verify_edition(write(tmp_path / "one", [make_case(n, 1) for n in "abcde"]))
    second = verify_edition(write(tmp_path / "two", [make_case("a", 1)], before=tmp_path / "one"))
    held = find_membership(first, "i-d")
    assert held is not None
    assert climb(held.leaf.leaf, held.path) == first.manifest["incidents_root"]
    assert second.manifest["before"] == first.digest
    assert find_membership(second, "i-d") is None


def test_the_leaf_is_the_digest_of_the_line_of_the_record(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", [make_case("a", 7)])
    (line,) = (folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines()
    assert verify_edition(folder).leaves[0].leaf == digest(line)


@given(st.integers(1, 40), st.data())
def test_every_leaf_climbs_to_the_root_and_no_other_does(count: int, data: st.DataObject) -> None:
    leaves = [digest(str(n)) for n in range(count)]
    index = data.draw(st.integers(0, count - 1))
    path = path_to(leaves, index)
    assert climb(leaves[index], path) == root_of(leaves)
    assert climb(digest("other"), path) != root_of(leaves)
