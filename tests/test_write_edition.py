"""Editions: complete or not at all, safe to open, marked as unreviewed in every file."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from made_filings import file_account, harm

from sijill.model import Case, Filing, Imprint, InputError, Span
from sijill.review import review_incident
from sijill.tally import tally_incidents
from sijill.write import Redactor, Written, load_policy
from sijill.write import write_edition as write_redacted
from sijill.write.formats.csv import cell_of, safe_cell
from sijill.write.site.excerpt import cut_excerpts
from sijill.write.wording import NOTICE

ALL = ("csv", "geojson", "site")
EVIL = "<script>alert(1)</script> =cmd|' /C calc'!A0 killed 7 civilians in Tell Rumman 🕊 </script><!-- &amp;"


@dataclass(frozen=True)
class Edition:
    imprint: Imprint
    cases: tuple[Case, ...]


def make_edition(*filings: Filing) -> Edition:
    filings = filings or (
        file_account("a", EVIL, harms=(harm("7 civilians", 7, 7),), place="Tell Rumman", at=(35.0, 40.5), source="=HYPERLINK(1)"),
        file_account("b", "قُتل 3 مدنيين في قرية لا نعرفها", harms=(harm("3 مدنيين", 3, 3),), day=None, lang="ar"),
    )
    cases = tuple(Case(review_incident(f"i-{n}", [f], ()), (f,)) for n, f in enumerate(filings))
    return Edition(
        Imprint(
            ("Test", "تجربة"),
            12,
            "c0ffee" * 10,
            "2031-05-06T00:00:00Z",
            "1.2.3",
            tally_incidents([c.incident for c in cases]).totals,
            ("Pack: A. Giver (CC BY 4.0)",),
        ),
        cases,
    )


def write_edition(out: Path, edition: Edition, formats: Sequence[str]) -> tuple[Path, ...]:
    written: Written = write_redacted(out, edition.imprint, edition.cases, formats, Redactor(load_policy("internal")))
    return written.paths


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_edition(tmp_path / "out", make_edition(), ALL)
    return tmp_path / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_file_says_that_no_person_reviewed_it(folder: Path) -> None:
    for name in ("incidents.csv", "accounts.csv", "claims.csv"):
        assert all(row["review"] == NOTICE for row in rows(folder / name))
    assert json.loads((folder / "incidents.geojson").read_text(encoding="utf-8"))["notice"] == NOTICE
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["notice"] == NOTICE
    assert "Machine reading, not reviewed" in (folder / "index.html").read_text(encoding="utf-8")
    assert "قراءة آلية لم يراجعها أحد" in (folder / "ar" / "index.html").read_text(encoding="utf-8")


def test_the_same_edition_gives_the_same_bytes(tmp_path: Path) -> None:
    one = write_edition(tmp_path / "one", make_edition(), ALL)
    two = write_edition(tmp_path / "two", make_edition(), ALL)
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_an_earlier_edition_is_replaced_whole(folder: Path) -> None:
    written = write_edition(folder, make_edition(), ("geojson",))
    assert (
        sorted(p.name for p in folder.iterdir())
        == ["incidents.geojson", "manifest.json", "proof.jsonl"]
        == sorted(p.name for p in written)
    )


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="name another folder"):
        write_edition(tmp_path, make_edition(), ALL)
    assert [p.name for p in tmp_path.iterdir()] == ["diary.txt"]


def test_a_failed_edition_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("sijill.write.edition.write_manifest", fail)
    with pytest.raises(OSError, match="disk full"):
        write_edition(tmp_path / "out", make_edition(), ALL)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_named_with_those_that_exist(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"no format docx.*geojson"):
        write_edition(tmp_path / "out", make_edition(), ("docx",))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", " =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_made_inert(cell: str) -> None:
    assert safe_cell(cell) == "'" + cell


def test_numbers_stay_numbers_in_tables(folder: Path) -> None:
    assert cell_of(-3.5) == -3.5
    row = rows(folder / "incidents.csv")[0]
    assert (row["killed_civilian_low"], row["lat"]) == ("7", "35.0")


def test_claims_carry_their_quote_and_its_offsets(folder: Path) -> None:
    (row,) = [r for r in rows(folder / "claims.csv") if r["claim"] == "r-a.a1.h1"]
    assert EVIL[int(row["start"]) : int(row["end"])] == row["quote"] == "7 civilians"


def test_positions_are_longitude_first_and_an_unplaced_incident_has_none(folder: Path) -> None:
    placed, unplaced = json.loads((folder / "incidents.geojson").read_text(encoding="utf-8"))["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [40.5, 35.0]}
    assert placed["properties"]["radius_m"] == 2000
    assert unplaced["geometry"] is None


def test_excerpts_count_in_utf_16_as_browsers_do() -> None:
    text = "🕊🕊 killed 7"
    (segment,) = cut_excerpts(text, [("h1", "harm", Span(3, 9))])
    assert text[3:9] == "killed"
    assert (segment.marks[0].start, segment.marks[0].end) == (5, 11)


def test_a_long_report_is_cut_to_what_its_claims_need() -> None:
    text = "word " * 4000 + "7 killed " + "word " * 4000
    start = text.index("7 killed")
    (segment,) = cut_excerpts(text, [("h1", "harm", Span(start, start + 8))])
    assert len(segment.text) < 1000
    assert segment.cut_before
    assert segment.cut_after
    assert segment.text[segment.marks[0].start : segment.marks[0].end] == "7 killed"
