"""The reader's interface: a report in, a reading out. Grammar, trained model or language model, all behind this."""

from typing import Protocol

from sijill.model import Reading, Report


class Reader(Protocol):
    """Anything that reads a report. `name` and version go into every reading, so that one knows what read it."""

    name: str

    def read_report(self, report: Report) -> Reading:
        """All accounts of a report. Never raises for any text; quotes always equal the text at their spans."""
        ...
