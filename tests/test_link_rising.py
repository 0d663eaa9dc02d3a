"""A toll that rises, or is corrected, joins its incident and is its history: 8, then 15, and who said so when."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from small import open_register, write_lines

from sijill import pipeline
from sijill.cli import cli
from sijill.extract.grammar import GrammarReader
from sijill.geocode import Resolver, load_gazetteer
from sijill.model import Incident
from sijill.register import Register

STORIES = {
    "en": (
        ("2019-03-02", 8, "Air strikes on the town of Hajin in eastern Deir ez-Zor killed 8 civilians on 2 March 2019."),
        ("2019-03-03", 15, "The death toll from the air strikes on Hajin on 2 March 2019 has risen to 15 civilians killed."),
        ("2019-03-04", 21, "21 civilians were killed in the air strikes on Hajin on 2 March 2019, after rescuers found more bodies."),
    ),
    "ar": (
        ("2019-03-02", 8, "قُتل 8 مدنيين في غارات جوية على بلدة هجين شرق دير الزور يوم 2 آذار 2019."),
        ("2019-03-03", 15, "ارتفعت حصيلة الغارات الجوية على بلدة هجين يوم 2 آذار 2019 إلى 15 قتيلاً من المدنيين."),
        ("2019-03-04", 21, "قُتل 21 مدنياً في الغارات الجوية على بلدة هجين يوم 2 آذار 2019 بعد انتشال جثث من تحت الأنقاض."),
    ),
}


def run_story(register: Register, folder: Path, lang: str, rows: tuple[tuple[str, int, str], ...], at_once: bool) -> None:
    """Reports come one by one, or all together."""
    told: list[dict[str, object]] = [
        {"doc": f"d{n}", "source": f"Paper {n}", "text": text, "published": day, "lang": lang} for n, (day, _, text) in enumerate(rows)
    ]
    reader, resolver = GrammarReader(), Resolver(load_gazetteer())
    for n, batch in enumerate([told] if at_once else [[row] for row in told]):
        path = write_lines(folder / f"{n}.jsonl", batch)
        pipeline.run(register, [path], reader, resolver, lambda _: None)


def only_incident(register: Register) -> Incident:
    (incident,) = (i for i in register.look.incidents() if i.tolls)
    return incident


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("lang", STORIES)
def test_a_rising_toll_joins_its_incident_and_shows_as_its_history(tmp_path: Path, lang: str, at_once: bool) -> None:
    path = tmp_path / "r.sqlite"
    with open_register(path) as register:
        run_story(register, tmp_path, lang, STORIES[lang], at_once)
        incident = only_incident(register)
        told = pipeline.tell_history(register, incident.id)
        assert [(step.published, step.said[0].low) for step in told.tolls] == [
            (date.fromisoformat(day), killed) for day, killed, _ in STORIES[lang]
        ]
    shown = CliRunner().invoke(cli, ["history", incident.id, "--register", str(path)])
    for n, (day, killed, _) in enumerate(STORIES[lang]):
        assert f"{day}  Paper {n} says killed {killed}" in shown.output


def test_a_source_that_takes_its_number_back_is_proposed_never_counted_twice_without_a_word(tmp_path: Path) -> None:
    with open_register(tmp_path / "r.sqlite") as register:
        day, _, text = STORIES["en"][0]
        correction = ("2019-03-03", 3, "Correction: air strikes on the town of Hajin on 2 March 2019 killed 3 civilians, not 8.")
        run_story(register, tmp_path, "en", ((day, 8, text), correction), at_once=False)
        incidents = [i for i in register.look.incidents() if i.tolls]
        assert len(incidents) == 1 or all(i.proposals for i in incidents)
