"""Bytes to text: which encoding a file is in, decided by its bytes before what it claims."""

import codecs
import re
import unicodedata
from collections.abc import Sequence

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a gzip file",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"SQLite format 3\x00": "an SQLite file",
    b"\xd0\xcf\x11\xe0": "an old office document",
}

ARABIC_PAGES = ("cp1256", "iso8859-6", "cp720", "cp864")
"""Code pages of Arabic before UTF-8, in the order in which they are tried. The last shares letters with the second, which
is more frequent and fails where the other is right: of 345 Arabic reports in each none is read wrongly, 6 in cp864 are refused."""

DAMAGED = 0.002
"""Share of characters beyond ASCII that may be broken in UTF-8: a page cut in the middle of a letter, one bad byte in a comment.
Text in another encoding has no valid ones to speak of."""

_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_GARBLED = re.compile("[\x80-\x9f]|[\u00c0-\u00ff]{4}")
"""Control characters, or four accented Latin letters in a row: another code page was taken for a Western one."""

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_ARABIC = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06af]")
_OF_ARABIC_TEXT = re.compile(
    "[\u0621-\u0652\u067e\u0686\u0698\u06af\u060c\u061b\u061f\u00ab\u00bb\u200c-\u200f\u2010-\u2026\u00a0\u00d7\u00f7]"
)
_USUAL = re.compile(r"\b(?:[وفبك]?ال\w{2,}|لل\w{2,}|من|في|على|إلى|عن|أن)\b")
_WORD = re.compile("[\u0621-\u064a]{2,}")
_TYPOGRAPHIC = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00a0\u00ab\u00bb\u20ac\u00a3\u00b0\u2122\u00ae\u00a9")


class NotText(Exception):
    """The bytes are no text, or text in an encoding that cannot be told; the message says which."""


def decode_bytes(data: bytes, *, html: bool = False, declared: str | None = None) -> tuple[str, str]:
    """Text and the name of its encoding; a byte order mark is not part of the text. Raises NotText.

    declared: the encoding that came with the bytes (a response's header). It, and what a page declares of itself, are believed where
    the bytes bear them out.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding), encoding
    for magic, what in BINARY.items():
        if data.startswith(magic):
            raise NotText(f"it is not text but {what}")
    if b"\x00" in data:
        raise NotText("it is not text (it holds zero bytes)")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if (text := _decode_damaged(data)) is not None:
        return text, "utf-8"
    inside = _DECLARED.search(data[:4096]) if html else None
    named = [name for name in (declared, inside.group(1).decode("ascii") if inside else None) if name]
    return _decode_old(data, [codec for name in named if (codec := _find_codec(name)) is not None])


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(f"it says that it is {encoding.upper()} but breaks off or is damaged at byte {error.start}") from error


def _decode_damaged(data: bytes) -> str | None:
    """UTF-8 with a few bytes lost or broken, each shown as U+FFFD; None where the bytes are rather another encoding."""
    text = data.decode("utf-8", "replace")
    beyond = sum(1 for sign in text if sign >= "\x80")
    return text if text.count("\ufffd") <= beyond * DAMAGED else None


def _find_codec(name: str) -> str | None:
    """Python's name of a text encoding that somebody declares; None where there is none such, or it is UTF-8 (these bytes are not)."""
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    is_text = getattr(codec, "_is_text_encoding", True)
    return codec.name if is_text and not codec.name.startswith(("utf-", "ascii")) else None


def _decode_old(data: bytes, declared: Sequence[str]) -> tuple[str, str]:
    """Text from before UTF-8: an Arabic code page in which it reads well, else the declared one, else Western typography."""
    for codec in dict.fromkeys((*ARABIC_PAGES, *(name for name in declared if name == "mac-arabic"))):
        text = _decode_page(data, codec)
        if text is not None and looks_arabic(text):
            return text, codec
    for codec in declared:
        text = _decode_page(data, codec)
        if text is not None and codec not in ARABIC_PAGES and not _GARBLED.search(text):
            return text, codec
    western = data.decode("cp1252", "replace")
    if all(sign in _TYPOGRAPHIC for sign in western if sign >= "\x80"):
        return western, "cp1252"
    said = f"; {', '.join(declared)}, which it declares, does not fit" if declared else ""
    raise NotText(f"its encoding cannot be told{said}")


def _decode_page(data: bytes, codec: str) -> str | None:
    """Text in one code page; the joined letter forms of cp864 as the letters that they are."""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text) if codec == "cp864" else text


def _usual_share(text: str) -> float:
    words = _WORD.findall(text)
    return len(_USUAL.findall(text)) / len(words) if words else 0.0


def looks_arabic(text: str) -> bool:
    """Whether text decoded as windows-1256 reads as Arabic, not as another code page's bytes taken for it.

    ISO 8859-6 and cp864 share only some letters with windows-1256: their text shows accented Latin letters and signs between
    Arabic ones, and no usual words. In 1,043 real Arabic reports turned into windows-1256 at least 0.975 of the signs beyond ASCII are
    of Arabic text, and at least 0.058 of the words carry the article or are one of six prepositions and particles.
    """
    beyond = [sign for sign in text if sign >= "\x80"]
    words = _WORD.findall(text)
    if not beyond or not words or not _ARABIC.search(text):
        return False
    if beyond.count("\u00a0") > len(beyond) * 0.1:  # Mac Arabic's own space, taken for a no-break space: one sign in six
        return False
    own = sum(1 for sign in beyond if _OF_ARABIC_TEXT.match(sign)) / len(beyond)
    return own >= 0.97 and _usual_share(text) >= 0.04
