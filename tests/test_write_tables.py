"""An edition's tables: read back without loss, by us and by the tools of those who use them."""

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_filings import file_account, harm

from sijill.model import Case, Imprint, InputError
from sijill.model.decision import Person
from sijill.review import review_incident
from sijill.write import Redactor, load_policy, write_edition
from sijill.write.columns import join, load_sheets, split
from sijill.write.formats.csv import CsvTable, cell_of, read_table
from sijill.write.writer import Folder

TEXT = "Shelling in Tell Rumman | killed 7 civilians; =cmd() said the '+mayor. قُتل في تل رمان."


def make_cases() -> list[Case]:
    filing = file_account(
        "a",
        TEXT,
        harms=(harm("7 civilians", 7, 7),),
        place="Tell Rumman",
        at=(35.0, 40.5),
        source="=HYPERLINK(1)",
        url="https://example.org/x",
    )
    person = Person("v-" + "0" * 16, ("=Ahmad | al-Homsi", "أحمد الحمصي"), "killed", 9, "male", register_ids=("moh:12",), claims=())
    some = harm("Dozens", None, None, kind="injured", hedge="dozens", group="unknown")
    vague = file_account("b", "Dozens were injured", harms=(some,), day=None)
    return [
        Case(review_incident("i-a", [filing], ()), (filing,), people=(person,), notes=("'=a note\nof two lines",)),
        Case(review_incident("i-b", [vague], ()), (vague,)),
    ]


def write(out: Path, formats: Sequence[str], cases: Sequence[Case] | None = None) -> Path:
    imprint = Imprint(("T", "ت"), 9, "0" * 64, "2031-01-01T00:00:00Z", "1")
    write_edition(out, imprint, make_cases() if cases is None else cases, formats, Redactor(load_policy("internal")))
    return out


@pytest.mark.parametrize("name", list(load_sheets()))
def test_what_is_read_back_is_written_again_byte_for_byte(tmp_path: Path, name: str) -> None:
    folder, sheet = write(tmp_path / "out", ["csv"]), load_sheets()[name]
    rows = list(read_table(folder / f"{name}.csv", sheet))
    assert rows
    (tmp_path / "again").mkdir()
    with Folder(tmp_path / "again") as again:
        table = CsvTable(again, f"{name}.csv", sheet)
        table.write(rows)
        table.close()
    assert (tmp_path / "again" / f"{name}.csv").read_bytes() == (folder / f"{name}.csv").read_bytes()


def test_values_read_back_are_the_values_that_were_written(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["csv"])
    (victim,) = read_table(folder / "victims.csv", load_sheets()["victims"])
    assert (victim["names"], victim["age"], victim["register_ids"]) == (("=Ahmad | al-Homsi", "أحمد الحمصي"), 9, ("moh:12",))
    one, two = read_table(folder / "incidents.csv", load_sheets()["incidents"])
    assert (one["killed_civilian_low"], one["lat"], one["notes"]) == (7, 35.0, ("'=a note\nof two lines",))
    assert (two["first"], two["killed_civilian_low"], two["lat"]) == (None, None, None)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=4).map(tuple))
def test_a_list_survives_its_cell(parts: tuple[str, ...]) -> None:
    assert split(join(parts)) == parts


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = str(cell_of(text))
    assert cell.lstrip(" \n\r\t\u00a0\ufeff")[:1] not in ("=", "+", "-", "@") or cell.startswith("'")


def test_a_table_that_is_not_ours_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "tolls.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"tolls\.csv, line 1: is no table tolls"):
        list(read_table(path, load_sheets()["tolls"]))
    names = load_sheets()["tolls"].names
    path.write_text(",".join(names) + "\n" + ",".join("x" for _ in names) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"tolls\.csv, line 2"):
        list(read_table(path, load_sheets()["tolls"]))


def test_pandas_and_duckdb_read_the_parquet_with_its_types(tmp_path: Path) -> None:
    import duckdb
    import pandas

    folder = write(tmp_path / "out", ["parquet"])
    frame = pandas.read_parquet(folder / "incidents.parquet")
    assert list(frame["killed_civilian_low"].dropna()) == [7]
    with duckdb.connect() as connection:
        query = "SELECT names, age FROM read_parquet(?)"
        assert connection.execute(query, [str(folder / "victims.parquet")]).fetchall() == [(["=Ahmad | al-Homsi", "أحمد الحمصي"], 9)]
        query = "SELECT count(*) FROM read_parquet(?) WHERE what = 'harm' AND quote IS NOT NULL"
        assert connection.execute(query, [str(folder / "claims.parquet")]).fetchone() == (2,)


def test_a_spreadsheet_holds_texts_and_no_formula_and_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    one, two = write(tmp_path / "one", ["xlsx"]), write(tmp_path / "two", ["xlsx"])
    assert (one / "sijill.xlsx").read_bytes() == (two / "sijill.xlsx").read_bytes()
    with zipfile.ZipFile(one / "sijill.xlsx") as archive:
        assert archive.read("docProps/core.xml").count(b"2031-01-01T00:00:00Z") == 2  # made and saved: no clock
    book = load_workbook(one / "sijill.xlsx")
    assert book.sheetnames == ["incidents", "tolls", "victims", "sources", "codebook"]
    assert "=HYPERLINK(1)" in {cell.value for cell in book["sources"]["A"]}
    assert "f" not in {cell.data_type for row in book["sources"].iter_rows() for cell in row}
    with zipfile.ZipFile(one / "sijill.xlsx") as archive:
        assert b"<f>" not in b"".join(archive.read(name) for name in archive.namelist())


def test_its_own_library_reads_the_hxl(tmp_path: Path) -> None:
    import hxl

    folder = write(tmp_path / "out", ["hxl"])
    with hxl.data(str(folder / "incidents.hxl.csv"), hxl.InputOptions(allow_local=True)) as data:
        assert [row.get("#event+id") for row in data] == ["i-a", "i-b"]
    with hxl.data(str(folder / "incidents.hxl.csv"), hxl.InputOptions(allow_local=True)) as data:
        assert {column.tag for column in data.columns} >= {"#event", "#date", "#geo", "#affected"}


def test_gdal_reads_the_geojson(tmp_path: Path) -> None:
    import pyogrio

    folder = write(tmp_path / "out", ["geojson"])
    info = pyogrio.read_info(folder / "incidents.geojson")
    assert info["features"] == 2
    assert "radius_m" in list(info["fields"])


def test_the_codebook_explains_every_column_in_both_languages(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", ["csv", "codebook"])
    with (folder / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, sheet in load_sheets().items():
        told = {row["column"]: row for row in rows if row["table"] == name}
        assert set(told) - {""} == set(sheet.names)
        assert all(row["english"] and row["arabic"] for row in told.values())


def test_surrogates_and_controls_do_not_break_any_table(tmp_path: Path) -> None:
    cases = make_cases()
    cases[0] = replace(cases[0], notes=("\ud800 \x07 \x00",))
    assert write(tmp_path / "out", ["csv", "xlsx", "parquet", "hxl", "jsonl", "geojson"], cases)
