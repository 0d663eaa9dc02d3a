"""PDF: the report and the dossiers say what they should in both languages, in the right order, and are the same bytes each time."""

import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made_filings import file_account, harm

from sijill.model import Capture, Case, Imprint
from sijill.model.decision import Made, Person, Retracted
from sijill.review import review_incident, tell_tolls
from sijill.tally import tally_incidents
from sijill.write import Redactor, load_policy, write_edition

pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="install Debian's poppler-utils to read PDF files back")

ARABIC = "قُتل ١٢ مدنياً في تل رمان فجر اليوم"


def make_cases() -> list[Case]:
    twelve, thirteen = harm("١٢ مدنياً", 12, 12), harm("13 civilians", 13, 13)
    first = file_account("b", ARABIC, harms=(twelve,), place="تل رمان", at=(35.01, 40.51), lang="ar", published=date(2031, 5, 5))
    later = file_account("c", "13 civilians died", harms=(thirteen,), published=date(2031, 5, 9), source="Radio #$*_[x] \\ <Two>")
    incident = review_incident("i-b", [first, later], ())
    return [
        Case(
            incident,
            (first, later),
            captures={"r-b": Capture("c-1", "https://example.org/a", "ab" * 32, 9, "2031-05-05T10:00:00Z", "a-one")},
            people=(Person("v-" + "0" * 16, ("Ahmad al-Homsi", "أحمد الحمصي"), "killed", 9),),
            steps=tell_tolls([first, later]),
            decisions=(Made(5, "i-b", "a-one", "2031-05-06T00:00:00Z", "seen twice", Retracted(), 4),),
        ),
        Case(replace(review_incident("i-c", [later], ()), first=None, last=None), (later,)),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("report") / "out")


def make(out: Path) -> Path:
    cases = make_cases()
    imprint = Imprint(
        ("Our register", "سجلنا"), 9, "ab" * 32, "2031-06-01T00:00:00Z", "1", tally_incidents([c.incident for c in cases]).totals,
        policy_text=("Nothing was withheld.", "لم يُحجب شيء."), contact="corrections@example.org",
    )  # fmt: skip
    write_edition(out, imprint, cases, ("pdf", "dossier"), Redactor(load_policy("internal")))
    return out


def text_of(path: Path) -> str:
    """The text as a reader copies it, in the order of reading, without marks that only say the direction."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], check=True, capture_output=True)
    return "".join(c for c in done.stdout.decode() if unicodedata.category(c) not in ("Cf", "Mn"))


def test_the_report_has_totals_charts_incidents_and_method(folder: Path) -> None:
    text = text_of(folder / "report-en.pdf")
    for said in (
        "Our register",
        "Machine reading, not reviewed",
        "killed · civilians",
        "by month",
        "All 2 incidents",
        "Method",
    ):
        assert said in text, said
    assert "corrections@example.org" in text


def test_arabic_text_comes_out_in_its_order(folder: Path) -> None:
    text = text_of(folder / "report-ar.pdf")
    assert "سجلنا" in text
    assert "المنهج" in text
    assert "قتلى · مدنيون" in text


def test_a_dossier_has_evidence_custody_decisions_and_proof(folder: Path) -> None:
    text = text_of(folder / "dossier" / "i-b-en.pdf").replace("\n", " ")
    for said in ("12–13", "Ahmad al-Homsi", "13 civilians", "seen twice", "within 2 km", "sijill verify", "2031-05-05T10:00:00Z"):
        assert said in text, said
    assert "ab" * 32 in text.replace(" ", "")


def test_signs_that_mean_something_to_the_typesetter_stay_signs(folder: Path) -> None:
    assert "Radio#$*_[x]\\<Two>" in text_of(folder / "dossier" / "i-b-en.pdf").replace(" ", "")


def test_the_same_register_gives_the_same_documents(folder: Path, tmp_path: Path) -> None:
    again = make(tmp_path / "again")
    for path in folder.rglob("*.pdf"):
        assert path.read_bytes() == (again / path.relative_to(folder)).read_bytes(), path
