"""A PDF's text in the order in which it is read, page by page.

A PDF holds where letters stand, not the order of reading: lines are taken as they stand on the page (left to right) and turned round
where they are Arabic, with numbers and Latin words kept as they stand. Vowel signs are left out: fonts give them to the wrong letters.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from sijill.capture.clean import replace_unstorable
from sijill.capture.language import detect_language
from sijill.capture.page.columns import split_columns
from sijill.capture.page.page import Page, Run, Stated
from sijill.model import InputError

PAGES_LIMIT, TEXT_LIMIT = 1000, 5_000_000
"""Pages and characters after which reading stops: no report has more, and a hostile file unpacks to anything."""

PDF_LIMIT = 64 * 1024 * 1024
"""Bytes beyond which a PDF is refused: reports with pictures have some ten million."""

FEWEST = 20
"""Letters of a whole PDF below which it holds pictures of text: a stamp, a page number."""

MIXED = 0.5
"""Arabic letters for each Latin one from which a line is Arabic: names of organisations stand in Latin letters in Arabic lines."""

_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_SIGN = "0-9A-Za-z\u00c0-\u024f\u0660-\u0669\u06f0-\u06f9"
_CLUSTER = re.compile(
    rf"[A-Za-z\u00c0-\u024f][{_SIGN}.,:/@'&_+-]*(?: [A-Za-z\u00c0-\u024f][{_SIGN}.,:/@'&_+-]*)*(?<=[{_SIGN}])"  # Latin words
    r"|[0-9](?:[0-9.,:/-]*[0-9])?%?|[\u0660-\u0669\u06f0-\u06f9](?:[\u0660-\u0669\u06f0-\u06f9.,:/\u066b\u066c-]*[\u0660-\u0669\u06f0-\u06f9])?"
    rf"|(?<=\s)[{_MARKS}]+[^\s{_MARKS}]|.[{_MARKS}]*",
    re.DOTALL,
)
_TWICE = re.compile(rf"([^\W\d_][{_MARKS}]+)\1+")
_VOWELS = re.compile("[\u064b-\u0652\u0670]")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"))
_GAP = re.compile(r"\s+")
_ADRIFT = re.compile(rf"\s{{2,}}(?=[{_MARKS}])")
_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|odt|rtf|xlsx?|pptx?)\s*\Z|^(?:untitled|microsoft word)", re.IGNORECASE)


def read_pdf(payload: bytes, name: str) -> Page:
    """The page of a PDF; its runs count pages from 0. Raises InputError where it is damaged, locked, too large or holds no text."""
    if len(payload) > PDF_LIMIT:
        raise InputError(name, f"it is too large for a PDF: {len(payload):,} bytes", f"at most {PDF_LIMIT:,} are read")
    found = _read(payload, name)
    text = "\n\n".join(found.pages)
    if sum(sign.isalpha() for sign in text) < FEWEST:
        problem = f"it is a PDF without text: {found.total} pages of pictures" if found.total else "it is a PDF without a page"
        raise InputError(name, problem, "read it with an OCR program first, and capture what that gives beside it")
    runs, size = [], 0
    for number, page in enumerate(found.pages):
        end = size + len(page) + (2 if number + 1 < len(found.pages) else 0)
        runs.append(Run(size, end, number, number + 1))
        size = end
    return Page(
        text=text,
        runs=tuple(run for run in runs if run.end > run.start),
        encoding="pdf",
        title=Stated(found.title, "PDF title", found.title) if found.title else None,
        author=Stated(found.author, "PDF author", found.author) if found.author else None,
        lang=detect_language(text),
        notes=(f"only the first {len(found.pages)} of its {found.total} pages are read",) if len(found.pages) < found.total else (),
    )


class _Found(NamedTuple):
    """The texts of the pages that are read, how many there are, and what the file says of itself."""

    pages: list[str]
    total: int
    title: str
    author: str


def _read(payload: bytes, name: str) -> _Found:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise InputError(name, "it is a PDF, and reading those needs the package pypdf", "pip install pypdf") from error
    pages: list[str] = []
    size = 0
    try:
        reader = PdfReader(io.BytesIO(payload))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(name, "it is a PDF that opens with a password only", "capture a copy that is not locked")
        for page in reader.pages[:PAGES_LIMIT]:
            parts = split_columns(page.extract_text(extraction_mode="layout"), _is_arabic)
            pages.append("\n\n".join(paragraph for part in parts for paragraph in _paragraphs(part)))
            size += len(pages[-1])
            if size > TEXT_LIMIT:
                break
        facts = reader.metadata
        title, author = (_clean(facts.title), _clean(facts.author)) if facts else ("", "")
        return _Found(pages, len(reader.pages), "" if _FILE_NAME.search(title) else title, author)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        # pypdf meets broken structures with errors of many kinds
        problem = str(error)[:120] or type(error).__name__
        raise InputError(name, f"it is a PDF that cannot be read: {problem}") from error


def _clean(words: object) -> str:
    return replace_unstorable(_GAP.sub(" ", words).strip()) if isinstance(words, str) else ""


def _paragraphs(layout: str) -> Iterator[str]:
    """Lines that stand close together, as one paragraph; each line in the order of reading."""
    lines: list[str] = []
    for line in [*layout.split("\n"), ""]:
        if line.strip():
            lines.append(order_line(line))
        elif lines:
            yield replace_unstorable(" ".join(lines))
            lines = []


def order_line(line: str) -> str:
    """A line as it stands on the page (left to right) in the order of reading, with plain letters for joined forms."""
    line = _GAP.sub(" ", _ADRIFT.sub("", line)).strip()
    if _is_arabic(line):
        parts = [_seat(match.group()) for match in _CLUSTER.finditer(line)]
        line = "".join(reversed(parts))
        for opening, closing in _PAIRS:
            at, end = line.find(opening), line.find(closing)
            if end >= 0 and (at < 0 or end < at):  # signs as they look, not as they are meant
                line = line.translate({ord(opening): closing, ord(closing): opening})
    plain = "".join(unicodedata.normalize("NFKC", sign) if "\ufb00" <= sign <= "\ufefc" else sign for sign in line)
    return _VOWELS.sub("", _TWICE.sub(r"\1", plain))


def _is_arabic(words: str) -> bool:
    return len(_ARABIC.findall(words)) >= len(_LATIN.findall(words)) * MIXED and bool(_ARABIC.search(words))


def _seat(cluster: str) -> str:
    """A cluster with its marks behind its letter."""
    letter = cluster.lstrip("".join(sign for sign in cluster if unicodedata.combining(sign)))
    return letter + cluster[: len(cluster) - len(letter)] if letter and len(letter) < len(cluster) else cluster
