"""Copies are recognised as they are captured: by bytes, by words, and where a few words differ."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sijill.capture import Captured, read_paths
from sijill.capture.copies import Copies, find_copies
from sijill.cli import cli

TEXT = (
    "قُتل ستة أشخاص، بينهم امرأتان وطفل، وأصيب أحد عشر آخرون بجروح، ظهر اليوم الجمعة، جراء قصف مدفعي استهدف السوق الشعبي في البلدة. "
    "وقال مسعف إن الجرحى نُقلوا إلى مشفى المدينة القريبة، وإن ثلاثة منهم في حال حرجة. ولم تعلن أي جهة مسؤوليتها عن القصف."
)
OTHER = (
    "نزحت نحو ثلاثمئة عائلة من قرى ريف الوادي منذ فجر الاثنين بعد ليلة شهدت عشرين غارة جوية على المنطقة، وقال منسق في فريق إغاثة "
    "إن معظم العائلات وصلت إلى مزارع الزيتون شمالاً وإن عدد الخيام لا يكفي ثلث الواصلين إليها."
)


def capture(folder: Path, rows: dict[str, str]) -> list[Captured]:
    lines = [json.dumps({"doc": doc, "text": text}, ensure_ascii=False) for doc, text in rows.items()]
    path = folder / "reports.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return [item for item in read_paths([path], at="2026-01-01T00:00:00Z", by="tester") if isinstance(item, Captured)]


def test_a_reprint_a_repost_and_the_same_words_are_copies_and_another_story_is_none(tmp_path: Path) -> None:
    rows = {
        "first": TEXT,
        "same words": TEXT.replace("قُتل", "قتل").replace("، ", " ، "),
        "reprint": "وكالات - " + TEXT + " المصدر: وكالات",
        "other": OTHER,
    }
    items = capture(tmp_path, rows)
    names = {item.report.id: item.report.doc for item in items}
    found = [(names[copy.report], names[copy.of], copy.kind) for copy in find_copies(items)]
    assert found == [("same words", "first", "words"), ("reprint", "first", "near")]


def test_the_same_file_under_two_names_is_a_copy_by_its_bytes(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    items = [item for item in read_paths([tmp_path], at="2026-01-01T00:00:00Z", by="tester") if isinstance(item, Captured)]
    (copy,) = find_copies(items)
    assert (copy.kind, copy.share, copy.of) == ("bytes", 1.0, items[0].report.id)


def test_a_report_is_no_copy_of_itself_and_a_short_one_only_of_its_own_words(tmp_path: Path) -> None:
    items = capture(tmp_path, {"a": "قتل ثلاثة.", "b": "قتل أربعة.", "c": "قتل  ثلاثة ."})
    copies = Copies()
    assert [copies.add(item) is not None for item in (*items, items[0])] == [False, False, True, False]


def test_copies_among_real_reports_share_most_of_their_words(shared: Path) -> None:
    path = shared / "bench" / "airwars-dev-reports.jsonl"
    items = [item for item in read_paths([path], at="2026-01-01T00:00:00Z", by="tester") if isinstance(item, Captured)]
    incidents = [set(json.loads(line)["incidents"]) for line in path.read_text(encoding="utf-8").splitlines()]
    of = {item.report.id: found for item, found in zip(items, incidents, strict=True)}
    found = list(find_copies(items))
    assert len(found) >= 10
    together = sum(bool(of[copy.report] & of[copy.of]) for copy in found)
    assert together / len(found) >= 0.9


def test_capturing_a_reprint_says_whose_words_it_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIJILL_DATA", str(tmp_path / "data"))
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"وكالات - {TEXT} المصدر: وكالات", encoding="utf-8")
    done = CliRunner().invoke(cli, ["capture", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--no-sign"])
    assert done.exit_code == 0, done.output
    assert "b.txt: its text is nearly that of r-" in done.output
