"""Files to reports: what can be read is read exactly, what cannot is said by file and line."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sijill.capture import Captured, count_reports, read_paths
from sijill.capture.files import LARGE, LIMIT
from sijill.capture.row import BadRow, read_row
from sijill.model import InputError, Report
from sijill.model.identity import digest

AT = "2026-01-01T12:00:00Z"


def read_all(*paths: Path) -> list[Captured | InputError]:
    return list(read_paths(paths, at=AT, by="tester"))


def reports_of(*paths: Path) -> list[Report]:
    return [item.report for item in read_all(*paths) if isinstance(item, Captured)]


def problems_of(*paths: Path) -> list[InputError]:
    return [item for item in read_all(*paths) if isinstance(item, InputError)]


def test_a_text_file_is_one_report_with_its_text_untouched(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\n  قُتل اثنان.\r\n\r\nThe end \n".encode())
    (report,) = reports_of(path)
    assert (report.doc, report.text, report.title) == ("a.txt", "\n  قُتل اثنان.\r\n\r\nThe end \n", None)


def test_a_capture_says_where_when_by_whom_and_what_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Two were hurt.")
    (item,) = read_all(path)
    assert isinstance(item, Captured)
    capture = item.capture
    assert (capture.address, capture.at, capture.by, capture.size) == (str(path), AT, "tester", 14)
    assert capture.sha256 == digest(b"Two were hurt.")
    assert item.report.capture == capture.id


def test_a_line_of_json_is_a_report_with_what_is_known_of_it(tmp_path: Path) -> None:
    row = {"doc": "d", "text": "نص", "published": "2019-01-18", "lang": "ar", "source": "Herald", "url": "x://y", "other": [1, {}]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    (report,) = reports_of(path)
    known = (report.doc, report.text, report.published, report.lang, report.source, report.url)
    assert known == ("d", "نص", date(2019, 1, 18), "ar", "Herald", "x://y")


def test_a_line_is_addressed_within_its_file_and_digested_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"doc":"a","text":"one"}\r\n\n{"doc":"b","text":"two"}')
    first, second = (item.capture for item in read_all(path) if isinstance(item, Captured))
    assert (first.address, second.address) == (f"{path}#line=0,1", f"{path}#line=2,3")
    assert first.sha256 == digest(b'{"doc":"a","text":"one"}')


@pytest.mark.parametrize(
    ("row", "name", "value"),
    [
        ({"text": "t", "publisher": "P"}, "source", "P"),
        ({"text": "t", "publisher": "P", "source": "S"}, "source", "S"),
        ({"text": "t", "lang": "AR-sy"}, "lang", "ar"),
        ({"text": "t", "lang": "en_GB"}, "lang", "en"),
        ({"text": "t", "published": "2019-01-18T23:30:00+03:00"}, "published", date(2019, 1, 18)),
        ({"text": "t", "published": None, "title": None}, "published", None),
        ({"text": "t", "published": " "}, "published", None),
        ({"text": "t", "doc": 7}, "doc", "7"),
    ],
)
def test_fields_are_taken_in_the_forms_that_people_write(row: dict[str, object], name: str, value: object) -> None:
    assert getattr(read_row(json.dumps(row)), name) == value


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "a"', "not JSON"),
        ("", "not JSON"),
        ("[1]", "not an object"),
        ("{}", "no text"),
        ('{"text": " \\n"}', "no text"),
        ('{"text": 5}', "text is not text"),
        ('{"text": "a", "title": ["b"]}', "title is not text"),
        ('{"text": "a", "published": "yesterday"}', "published is not a day"),
        ('{"text": "a", "published": 2019}', "published is not text"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "numbers too long"),
    ],
)
def test_a_line_that_is_no_report_says_why(line: str, says: str) -> None:
    with pytest.raises(BadRow, match=says):
        read_row(line)


def test_a_title_that_stands_apart_is_put_before_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [{"title": "Two hurt", "text": "It was night."}, {"title": "Two hurt", "text": "Two hurt\nIt was night."}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second = reports_of(path)
    assert (first.text, first.title) == ("Two hurt\n\nIt was night.", "Two hurt")
    assert (second.text, second.title) == ("Two hurt\nIt was night.", "Two hurt")


def test_a_report_without_a_name_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('\n{"text": "a"}\n', encoding="utf-8")
    assert [report.doc for report in reports_of(path)] == ["news:2"]


def test_a_folder_is_read_in_order_with_its_folders_and_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/x.txt", "a/z.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"text of {name}", encoding="utf-8")
    assert [report.doc for report in reports_of(tmp_path)] == ["a.txt", "b.txt", "a/z.txt", "sub/c.txt"]


def test_the_same_input_gives_the_same_reports_and_captures(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("قتل ثلاثة", encoding="utf-8")
    assert read_all(tmp_path) == read_all(tmp_path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.html", b"", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.html", b"<html><body></body></html>", "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("a.txt", b"%PDF-1.7 ...", "PDF"),
        ("a.txt", b"PK\x03\x04....", "ZIP"),
        ("a.txt", b"words\x00and zeros", "zero bytes"),
        ("a.txt", bytes(range(128, 256)), "encoding cannot be told"),
        ("a.txt", b"\xff\xfea", "UTF-16"),
        ("a.docx", b"PK", "not a kind of file"),
        ("a", b"words", "not a kind of file"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (problem,) = problems_of(path)
    assert problem.path == str(path)
    assert says in problem.problem


def test_a_missing_file_and_an_empty_folder_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    missing, empty = problems_of(tmp_path / "none.txt", tmp_path / "empty")
    assert "no such file" in str(missing)
    assert "empty" in str(empty)


def test_a_device_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    (problem,) = problems_of(pipe)
    assert "not a file" in problem.problem


def test_a_bad_line_is_named_and_the_good_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"doc":"a","text":"one"}\n{bad\n{"doc":"b","text":"two"}\n{"doc":"c","text":"\xc3"}\n{"doc":"d","text":"three"}\n'
    )
    assert [report.doc for report in reports_of(path)] == ["a", "b", "d"]
    assert [problem.line for problem in problems_of(path)] == [2, 4]
    assert f"{path}, line 2" in str(problems_of(path)[0])


def test_a_jsonl_file_that_is_binary_is_one_message(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\x00\x01\n" * 100)
    assert len(problems_of(path)) == 1


def test_a_byte_order_mark_is_no_part_of_the_first_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('\ufeff{"doc": "a", "text": "نص"}\n'.encode())
    assert [report.text for report in reports_of(path)] == ["نص"]


def test_a_report_of_five_megabytes_is_read_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Two were hurt. " * 350_000, encoding="utf-8")
    (item,) = read_all(path)
    assert isinstance(item, Captured)
    assert len(item.report.text) > LARGE
    assert "unusually long" in item.warnings[0]
    assert str(path) in item.warnings[0]


def test_a_file_beyond_all_reason_is_refused_unread(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(LIMIT + 2)  # a sparse file: large, and not on the disk
            file.seek(0)
            file.write(b"x")
        (problem,) = problems_of(path)
        assert "too large" in problem.problem or "too long" in problem.problem


def test_signs_that_cannot_be_stored_are_replaced_one_for_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"doc": "a\\u0000", "text": "one \\ud800 two \\ud83d\\ude00"}\n', encoding="utf-8")
    (report,) = reports_of(path)
    assert (report.doc, report.text) == ("a\ufffd", "one \ufffd two \U0001f600")


def test_counting_is_about_right_and_never_fails(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "a"}\n' * 5, encoding="utf-8")
    (tmp_path / "c.docx").write_bytes(b"PK")
    assert count_reports([tmp_path, tmp_path / "none"]) == 6


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_text_in_a_line_comes_out_at_the_same_offsets(text: str) -> None:
    draft = read_row(json.dumps({"text": text}))
    assert len(draft.text) == len(text)
    assert all(out in (sign, "\ufffd") for out, sign in zip(draft.text, text, strict=True))


@given(st.binary(max_size=300))
def test_any_bytes_give_reports_or_problems_but_never_a_fault(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("a.txt", "a.jsonl"):
        (folder / name).write_bytes(data)
    assert read_all(folder)


def test_every_report_of_the_measuring_set_is_read_exactly(shared: Path) -> None:
    path = shared / "bench" / "dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(report.doc, report.text, report.lang) for report in reports_of(path)] == [(r["doc"], r["text"], r["lang"]) for r in rows]
