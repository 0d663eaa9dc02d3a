"""PDF files that hold text; a scan holds none, and nothing here reads pictures."""

from io import BytesIO

from sijill.capture.clean import replace_unstorable
from sijill.capture.row import BadRow, Draft

PAGES = 1000
"""Pages that are read of one file; no report has more."""

CHARACTERS = 5_000_000
"""Characters after which reading stops: a hostile file can unpack to anything."""


def read_pdf(data: bytes) -> Draft:
    """The text of a PDF file, pages parted by a blank line. Raises BadRow."""
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise BadRow("it is a PDF, and reading those needs the package pypdf: pip install pypdf") from error
    parts: list[str] = []
    notes: tuple[str, ...] = ()
    size = 0
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadRow("it is a PDF that opens with a password only")
        for number, page in enumerate(reader.pages):
            words = (page.extract_text() or "").strip()
            size += len(words)
            if number >= PAGES or size > CHARACTERS:
                notes = (f"only its first {number} pages are read",)
                break
            parts.append(words)
        title = reader.metadata.title if reader.metadata else None
    except BadRow:
        raise
    except Exception as error:  # a damaged file makes pypdf raise of many kinds
        raise BadRow(f"it is a PDF that cannot be read: {str(error)[:120] or type(error).__name__}") from error
    text = "\n\n".join(part for part in parts if part)
    if not text:
        raise BadRow("it is a PDF without text: a scan, which sijill does not read")
    return Draft(replace_unstorable(text), title=replace_unstorable(str(title).strip()) or None if title else None, notes=notes)
