"""The writers of `report-en.pdf`, `report-ar.pdf` and `dossier/ID-en.pdf`, `dossier/ID-ar.pdf`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sijill.model import Case, Imprint
from sijill.write.change import Change
from sijill.write.proof import leaf_of, line_of
from sijill.write.report.dossier import dossier_data
from sijill.write.report.period import period_data
from sijill.write.report.typeset import typeset
from sijill.write.site.summary import Summary, summarize_case
from sijill.write.writer import CaseWriter, Folder

LANGS = ("en", "ar")


class ReportWriter(CaseWriter):
    """A report on the period of the edition."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._folder = folder
        self._imprint = imprint
        self._summaries: list[Summary] = []
        self._reports: set[str] = set()

    def take(self, case: Case) -> None:
        """Kept in brief."""
        self._summaries.append(summarize_case(case))
        self._reports.update(f.report.id for f in case.filings)

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The files."""
        found = []
        for lang in LANGS:
            data = period_data(self._imprint, self._summaries, len(self._reports), lang)
            found.append(_write(self._folder, f"report-{lang}.pdf", "report", data, self._imprint))
        return found


class DossierWriter(CaseWriter):
    """A dossier of each incident: ask for a few (`sijill write OUT --formats dossier --incident ID`)."""

    def __init__(self, folder: Folder, imprint: Imprint) -> None:
        self._folder = folder
        self._imprint = imprint
        self._written: list[Path] = []

    def take(self, case: Case) -> None:
        """Two files."""
        leaf = leaf_of(case, line_of(case)).leaf
        for lang in LANGS:
            data = dossier_data(self._imprint, case, leaf, lang)
            self._written.append(_write(self._folder, f"dossier/{case.incident.id}-{lang}.pdf", "dossier", data, self._imprint))

    def finish(self, _changes: Sequence[Change] | None) -> list[Path]:
        """The files."""
        return self._written


def _write(folder: Folder, name: str, template: str, data: Mapping[str, Any], imprint: Imprint) -> Path:
    path = folder.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(typeset(template, data, imprint.made_at))
    return path
