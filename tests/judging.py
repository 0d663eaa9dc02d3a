"""A small register to judge in: the sample reports, and an analyst at work."""

from pathlib import Path
from typing import Any

from small import NOON, SmallReader, SmallResolver, counted_bytes, sample_rows, write_lines
from sqlalchemy import select

from sijill import pipeline
from sijill.model import Incident
from sijill.model.decision import Judgement
from sijill.register import Register
from sijill.register.tables import DERIVED


def fill(target: Path | str, folder: Path) -> None:
    """The sample reports, read and linked by the machine."""
    reports = write_lines(folder / "reports.jsonl", sample_rows())
    with open_as(target, "machine") as register:
        pipeline.run(register, [reports], SmallReader(), SmallResolver(), lambda _: None)


def open_as(target: Path | str, author: str) -> Register:
    """The register in an analyst's hands; the clock stands still."""
    return Register.open(target, clock=lambda: NOON, author=author, wait_s=5, entropy=counted_bytes())


def at(register: Register, place: str) -> Incident:
    """The incident at a place."""
    return next(i for i in register.look.incidents() if i.place_name == place)


def say(register: Register, name: str, judgement: Judgement, author: str = "a-one", reason: str = "for a test") -> int:
    """Decide on all that is there now, as somebody; the number of the entry."""
    register.author = author
    return pipeline.decide(register, name, judgement, reason=reason, on=register.head().seq).entry.seq


def later(register: Register, folder: Path, doc: str, source: str, text: str) -> None:
    """A report that comes later is run by the machine."""
    register.author = "machine"
    path = write_lines(folder / f"{doc}.jsonl", [{"doc": doc, "source": source, "text": text, "published": "2019-02-05"}])
    pipeline.run(register, [path], SmallReader(), SmallResolver(), lambda _: None)


def tables(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every derived table."""
    with register.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr) for table in DERIVED.sorted_tables
        }
