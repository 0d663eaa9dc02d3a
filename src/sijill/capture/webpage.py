"""Main text, title and date of a saved web page."""

from datetime import date
from typing import Any

from sijill.capture.clean import replace_unstorable
from sijill.capture.row import BadRow, Draft

DATES: dict[str, Any] = {
    "extensive_search": False,  # meta tags, JSON-LD and the address only: dates in visible Arabic text are misread
    "original_date": True,
    "min_date": "1995-01-01",
    "max_date": "2100-01-01",  # a fixed end: the same bytes give the same report on any day
}


def read_webpage(html: str) -> Draft:
    """The report on a page. Raises BadRow where there is no text on it."""
    from trafilatura import bare_extraction, html2txt  # slow to import: only where there are pages

    page = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        date_extraction_params=DATES,
    )
    found: dict[str, Any] = {} if page is None else page if isinstance(page, dict) else page.as_dict()
    text = (found.get("text") or "").strip()
    notes: tuple[str, ...] = ()
    if not text:
        text = html2txt(html).strip() or html2txt(f"<html><body>{html}</body></html>").strip()  # a fragment has no body
        notes = ("its main text was not recognised: all text of the page was taken",)
    if not text:
        raise BadRow("there is no text on the page")
    return Draft(
        text=replace_unstorable(text),
        title=_clean(found.get("title")),
        published=date.fromisoformat(found["date"]) if found.get("date") else None,
        source=_clean(found.get("sitename")) or _clean(found.get("hostname")),
        url=_clean(found.get("url")),
        notes=notes,
    )


def _clean(words: str | None) -> str | None:
    return replace_unstorable(words.strip()) if words and words.strip() else None
