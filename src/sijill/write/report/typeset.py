"""Setting a document: a template of the package over data, to the bytes of a PDF that are the same each time."""

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

SOURCE = files("sijill") / "data" / "report"


def typeset(template: str, data: Mapping[str, Any], made_at: str) -> bytes:
    """The PDF of `template` (report or dossier) over `data`; `made_at` (ISO 8601, UTC) is its time, so that no clock is in it."""
    at = datetime.strptime(made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    with tempfile.TemporaryDirectory() as name, as_file(SOURCE / "fonts") as fonts:
        folder = Path(name)
        for file in ("parts.typ", f"{template}.typ"):
            (folder / file).write_text((SOURCE / file).read_text(encoding="utf-8"), encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8", errors="replace")
        return typst.compile(
            folder / f"{template}.typ", root=folder, font_paths=[fonts], ignore_system_fonts=True, timestamp=int(at.timestamp())
        )
