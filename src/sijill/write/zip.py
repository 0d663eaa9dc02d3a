"""ZIP files that are the same bytes each time: every member bears the same time, and no clock stands in them."""

import re
import zipfile
from datetime import datetime
from pathlib import Path

CORE = "docProps/core.xml"
"""The member of an office file that says when it was saved."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def stamp_zip(path: Path, at: datetime) -> None:
    """Write the members of a ZIP file anew, in their order, with the time `at` (UTC); an office file says that it was saved then."""
    made = path.with_name(path.name + ".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, at.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with old.open(member) as source, new.open(info, "w") as target:
                if member.filename == CORE:
                    target.write(_MODIFIED.sub(rb"\g<1>" + at.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), source.read()))
                    continue
                while block := source.read(1 << 20):
                    target.write(block)
    made.replace(path)
