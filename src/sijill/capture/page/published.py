"""The day of publication: what a page states in its markup, beside its title, in its address or at the beginning of its text."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from sijill.capture.page.dateline import find_lines, find_opening, find_unfetched
from sijill.capture.page.days import FIRST_YEAR, LAST_YEAR, find_days
from sijill.capture.page.head import Head
from sijill.capture.page.layout import Layout
from sijill.capture.page.marked import ISO, find_in_scripts, find_marked, find_marked_change
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Tree

_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(\d\d?)\2(\d\d?)(?!\d)")
_TURNED = re.compile(r"(?<!\d)(\d\d?)([/_-])(\d\d?)\2((?:19|20)\d\d)(?!\d)")
_NAMED = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[/_-][A-Za-z]{3,9}[/_-]\d\d?|\d\d?[/_-][A-Za-z]{3,9}[/_-](?:19|20)\d\d)(?!\d)")


def find_published(
    tree: Tree, head: Head, layout: Layout, address: str | None, fetched: datetime | None = None
) -> tuple[Stated | None, tuple[str, ...]]:
    """The day with its evidence, and notes where the page contradicts itself. `fetched` is when it was asked for, if known."""
    marked = find_marked(tree, head, layout, address)
    lines = list(find_lines(tree, layout, fetched))
    visible = next((line.stated for rank in ("original", "published", "plain") for line in lines if line.rank == rank), None)
    in_address = _from_address(address) or _from_address(head.links.get("canonical")) or _from_address(head.metas.get("og:url"))
    stated = [one for one in (marked, visible, in_address) if one is not None]
    best = stated[0] if stated else find_opening(tree, layout) or find_in_scripts(tree)
    if best is None:
        above = next((line.stated for rank in ("above", "changed") for line in lines if line.rank == rank), None)
        best = above or find_marked_change(head)
    if best is None:
        counted = find_unfetched(tree, layout)
        note = f"its day of publication is counted back from when it was shown ({counted}), which nothing says"
        return None, ((note,) if counted else ())
    if marked is not None and visible is not None and _is_next_day(marked, visible):
        return visible, ()
    apart = next((one for one in (visible, in_address) if one is not None and _days_apart(best, one) > 1), None)
    note = f"it states two days of publication: {best.value} ({best.where}) and {apart.value} ({apart.where})" if apart else ""
    return best, ((note,) if note else ())


def _days_apart(left: Stated, right: Stated) -> int:
    return abs((date.fromisoformat(left.value) - date.fromisoformat(right.value)).days)


def _is_next_day(marked: Stated, visible: Stated) -> bool:
    """Whether the markup gives a time in UTC late in the day and the page itself the day after: the reader's day is the page's."""
    match = ISO.match(marked.words)
    return bool(match and match[2]) and date.fromisoformat(visible.value) - date.fromisoformat(marked.value) == timedelta(days=1)


def _from_address(address: str | None) -> Stated | None:
    """A whole day in the path of an address: 2019/01/18, 20190118, 18-1-2019, 2019/jan/18."""
    try:
        parts = urlsplit(address or "")
        path = unquote(parts.path) if parts.scheme in ("http", "https") else ""
    except ValueError:
        return None
    for match in _IN_PATH.finditer(path):
        year, sign, month, day = match.groups()
        if (sign or len(month + day) == 4) and (stated := _state(year, month, day, match.group())):
            return stated
    for match in _TURNED.finditer(path):
        if stated := _state(match[4], match[3], match[1], match.group()):
            return stated
    for match in _NAMED.finditer(path):
        found = next(find_days(re.sub(r"[/_-]", " ", match.group())), None)
        if found is not None:
            return Stated(found.day.isoformat(), "address", match.group())
    return None


def _state(year: str, month: str, day: str, words: str) -> Stated | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Stated(made.isoformat(), "address", words) if FIRST_YEAR <= made.year <= LAST_YEAR else None
