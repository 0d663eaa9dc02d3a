"""Publishing from a register: however many processes lay an edition out, whatever is entered meanwhile, the bytes are the same."""

import sys
from pathlib import Path

import pytest
from small import SmallReader, SmallResolver, open_register, write_lines

from sijill import pipeline
from sijill.model import RegisterBusy, RegisterError
from sijill.pipeline import hands
from sijill.pipeline.hands import Plan, open_hands, suitable_count
from sijill.register import Head, Register
from sijill.write import WRITERS, Checks, load_policy

KEY = bytes(range(32))
FORMATS = tuple(name for name in WRITERS if name not in ("pdf", "dossier"))
TOWNS = ("Northtown", "Midtown", "Southtown")


@pytest.fixture(autouse=True)
def small_sheaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["sijill.pipeline.publish"], "SHEAF", 2)  # `pipeline.publish` is the function


def fill(target: str, folder: Path, secret: bytes | None = None) -> Register:
    """A register of seven incidents in as many reports, and two reports of one of them."""
    rows: list[dict[str, object]] = [
        {"doc": f"d{n}", "text": f"{n + 2} civilians were killed in {TOWNS[n % 3]} on 2019-0{n + 1}-18. قتلوا.", "source": f"s{n % 2}"}
        for n in range(7)
    ]
    rows.append({"doc": "again", "text": "At night 2 civilians were killed in Northtown on 2019-01-18.", "source": "s2"})
    register = open_register(target, secret=secret)
    pipeline.run(register, [write_lines(folder / "rows.jsonl", rows)], SmallReader(), SmallResolver(), lambda _: None)
    return register


def publish(register: Register, out: Path, jobs: int) -> dict[str, bytes]:
    order = pipeline.Order(FORMATS, load_policy("public"), key=KEY, jobs=jobs)
    seen: list[int] = []
    written = pipeline.publish(register, out, order, seen.append)
    assert sum(seen) == written.incidents == register.look.count_incidents()
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in written.paths}


@pytest.mark.parametrize("secret", [None, b"open sesame"])
def test_the_bytes_do_not_depend_on_how_many_processes_there_were(target: str, tmp_path: Path, secret: bytes | None) -> None:
    with fill(target, tmp_path, secret) as register:
        alone = publish(register, tmp_path / "one", 1)
        assert publish(register, tmp_path / "three", 3) == alone
    assert alone["incidents.jsonl"].count(b"\n") == 7


def test_what_is_entered_while_an_edition_is_made_is_not_in_it(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register, open_register(target) as other:
        before = publish(register, tmp_path / "before", 1)
        with register.still():
            more: list[dict[str, object]] = [{"doc": "late", "text": "9 civilians were killed in Midtown on 2019-11-11."}]
            pipeline.run(other, [write_lines(tmp_path / "late.jsonl", more)], SmallReader(), SmallResolver(), lambda _: None)
            assert register.look.count_incidents() == 7
            assert publish(register, tmp_path / "during", 1) == before
        assert register.look.count_incidents() == 8


def test_other_processes_that_see_a_later_register_say_so(target: str, tmp_path: Path) -> None:
    with fill(target, tmp_path) as register:
        earlier = Head(1, "ab" * 32)
        with pytest.raises(RegisterBusy, match="run again"), open_hands(register, earlier, 2):
            raise AssertionError("unreachable")


def test_a_fault_in_another_process_is_told_as_if_it_were_here(target: str, tmp_path: Path) -> None:
    plan = Plan(("no-such",), load_policy("internal"), frozenset(), None, Checks(), None)
    with fill(target, tmp_path) as register, open_hands(register, register.head(), 2) as others:
        with pytest.raises(ValueError, match="no format no-such"):
            list(others.lay(plan, [register.look.incident_ids("i-")]))
        with pytest.raises(RegisterError, match="--jobs 1"):
            list(others.lay(plan, [register.look.incident_ids("i-")]))


def test_small_editions_are_made_by_one_process() -> None:
    assert suitable_count(hands.WORTH - 1, None) == 1
    assert suitable_count(hands.WORTH, None) >= 1
    assert suitable_count(1, 3) == 3
