"""In a large register new reports are compared with what is near them, and with all where they could tell of anything."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from made_filings import DAY, file_account
from small import SmallReader, SmallResolver, open_register, sample_rows, write_lines

from sijill import pipeline
from sijill.model import Filing
from sijill.pipeline import assemble
from sijill.register.near import Window, windows_of


def told(report: str, day: date | None, published: date | None = None) -> Filing:
    return file_account(report, "An air strike hit the mill.", day=day, published=published)


def test_days_that_overlap_are_one_window() -> None:
    windows = windows_of([told("a", DAY), told("b", DAY + timedelta(days=3)), told("c", DAY + timedelta(days=300))])
    assert windows is not None
    assert len(windows) == 2
    assert windows[0] == Window(DAY - timedelta(days=8), DAY + timedelta(days=11))


def test_an_undated_account_happened_before_its_publication() -> None:
    assert windows_of([told("a", None, DAY)]) == (Window(DAY - timedelta(days=31), DAY + timedelta(days=8)),)


def test_an_account_without_day_and_publication_may_tell_of_anything() -> None:
    assert windows_of([told("a", DAY), told("b", None)]) is None


def test_a_large_register_gives_the_same_incidents_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = sample_rows()
    found: list[dict[str, tuple[str, ...]]] = []
    seen: list[object] = []
    for few in (assemble.FEW, 0):
        monkeypatch.setattr(assemble, "FEW", few)
        with open_register(tmp_path / f"{few}.sqlite") as register:
            for n, row in enumerate(rows):
                path = write_lines(tmp_path / f"{few}-{n}.jsonl", [row])
                pipeline.run(register, [path], SmallReader(), SmallResolver(), seen.append)
            found.append({incident.id: incident.accounts for incident in register.look.incidents()})
    assert found[0] == found[1]


def test_what_lies_far_in_time_is_not_near_and_what_has_no_time_and_no_place_always_is(tmp_path: Path) -> None:
    with open_register(tmp_path / "register.sqlite") as register:
        path = write_lines(tmp_path / "reports.jsonl", sample_rows())
        pipeline.run(register, [path], SmallReader(), SmallResolver(), lambda _: None)
        filings = register.look.filings(register.look.account_ids())
        dated = [f for f in filings if f.account.date is not None]
        assert dated
        near = register.look.near([told("a", date(1990, 1, 1))])
        assert near is not None
        assert not near & {f.account.id for f in dated}
        assert near >= {f.account.id for f in filings if f.account.date is None and f.report.published is None and not f.placements}
        assert dated[0].account.id in (register.look.near(dated[:1]) or ())
