"""PDF: a report on a period, and a dossier of each incident, in English and Arabic, set by typst with the Amiri font."""

from sijill.write.report.writer import DossierWriter, ReportWriter

__all__ = ["DossierWriter", "ReportWriter"]
