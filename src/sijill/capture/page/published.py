"""The day of publication: what a page states in its markup, beside its title, in its address or at the beginning of its text.

Days in running text are what the report tells, never when it was published.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import unquote, urlsplit

from sijill.capture.page.days import Day, find_days, level
from sijill.capture.page.head import Head, tidy
from sijill.capture.page.hints import load_names
from sijill.capture.page.layout import Layout
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Element, Tree
from sijill.capture.page.writing import write_block

LINE = 160
"""Characters of a line that may be a dateline or byline."""

BESIDE = 40
"""Characters that may stand in such a line beside days, times and the words of `data/page.toml` (a name, a town)."""

OPENING = 60
"""Characters of a text within which an agency's own dateline begins ("Damascus, 3 March 2014 (agency) - …")."""

_ISO = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]00:?00|UTC|GMT)?)?", re.IGNORECASE)
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(\d\d?)\2(\d\d?)(?!\d)")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?")
_WORD = re.compile(r"[^\W\d_]+")
_DASH = re.compile(r".{0,40}?\s*[-–—:]", re.DOTALL)
_STOP = re.compile(r"[.!?؟](?:\s|\Z)")


def find_published(tree: Tree, head: Head, layout: Layout, address: str | None) -> tuple[Stated | None, tuple[str, ...]]:
    """The day with its evidence, and notes where the page contradicts itself."""
    marked = next(_marked(head), None) or _from_element(tree, layout)
    lines = list(_lines(tree, layout))
    visible = next((s for rank in ("published", "plain") for r, s in lines if r == rank), None)
    in_address = _from_address(address) or _from_address(head.links.get("canonical")) or _from_address(head.metas.get("og:url"))
    changed = next((s for rank, s in lines if rank == "changed"), None)
    stated = [s for s in (marked, visible, in_address, _from_opening(tree, layout), changed) if s is not None]
    if not stated:
        return None, ()
    best = stated[0]
    if marked is not None and visible is not None and _is_next_day(marked, visible):
        return visible, ()
    apart = next((s for s in (visible, in_address) if s is not None and _days_apart(best, s) > 1), None)
    note = f"it states two days of publication: {best.value} ({best.where}) and {apart.value} ({apart.where})" if apart else ""
    return best, ((note,) if note else ())


def _days_apart(left: Stated, right: Stated) -> int:
    return abs((date.fromisoformat(left.value) - date.fromisoformat(right.value)).days)


def _is_next_day(marked: Stated, visible: Stated) -> bool:
    """Whether the markup gives a time in UTC late in the day and the page itself the day after: the reader's day is the page's."""
    match = _ISO.match(marked.words)
    return bool(match and match[2]) and date.fromisoformat(visible.value) - date.fromisoformat(marked.value) == timedelta(days=1)


def _marked(head: Head) -> Iterator[Stated]:
    for one in head.articles:
        if found := _read(one.get("datePublished"), "JSON-LD datePublished"):
            yield found
    for name in load_names()["meta"]["published"]:
        if found := _read(head.metas.get(name), f"meta {name}"):
            yield found


def _read(words: object, where: str) -> Stated | None:
    """A stated day: ISO 8601, or as people write it."""
    if not isinstance(words, str) or not words.strip():
        return None
    day: date | None = None
    if match := _ISO.match(words):
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            return None
    else:
        day = next((found.day for found in find_days(words[:LINE])), None)
    return Stated(day.isoformat(), where, tidy(words)) if day is not None and 1995 <= day.year <= 2099 else None


def _from_element(tree: Tree, layout: Layout) -> Stated | None:
    """`time` elements and microdata of the article: what says it is published, else the first beside the title."""
    near = {id(block.element) for block in layout.near}
    found: list[tuple[int, Stated]] = []
    for element in tree.elements:
        prop = element.get("itemprop").lower()
        if prop in ("datepublished", "datecreated"):
            words = element.get("content") or element.get("datetime")
            rank = 0
        elif element.name == "time" and "modified" not in prop:
            words = element.get("datetime")
            names = element.get("class").lower()
            if "updated" in names and "published" not in names:
                continue
            rank = 1 if "pubdate" in element.attributes or "published" in names else 2
        else:
            continue
        holder = element
        while (
            holder.parent is not None
            and id(holder) not in near
            and holder.name not in ("p", "div", "header", "section", "article", "td")
        ):
            holder = holder.parent
        if rank and id(holder) not in near:
            if not _is_beside(element, layout.inside):
                continue
            rank = 3
        if stated := _read(words, f"itemprop {prop}" if rank == 0 else "time element"):
            found.append((rank, stated))
    return min(found, key=lambda one: one[0])[1] if found else None


def _is_beside(element: Element, inside: Element | None) -> bool:
    """Whether an element stands in the article's element or one of the two around it (a post's time under its text)."""
    outer = inside
    for _ in range(2):
        if outer is not None and outer.parent is not None and outer.parent.name not in ("body", "main", "html", "#page"):
            outer = outer.parent
    return outer is not None and outer.name not in ("body", "main", "html", "#page") and outer.start <= element.start < outer.end


def _lines(tree: Tree, layout: Layout) -> Iterator[tuple[str, Stated]]:
    """Datelines beside the title: whether they say published, changed, or nothing."""
    for block in layout.near:
        if block is layout.title:
            continue
        words = write_block(tree.source, block)
        if len(words) > LINE or _STOP.search(words):
            continue
        days = list(find_days(words))
        if days and _beside(words, days) <= BESIDE:
            for number, found in enumerate(days):
                lead = words[days[number - 1].end if number else 0 : found.start]
                yield _rank(lead), Stated(found.day.isoformat(), "dateline", words)


def _rank(lead: str) -> str:
    names = load_names()["dateline"]
    said = set(_WORD.findall(level(lead)))
    if said & set(names["changed"]):
        return "changed"
    return "published" if said & set(names["published"]) else "plain"


def _beside(words: str, days: Sequence[Day]) -> int:
    """Letters of a line that are neither a day nor a time nor a word that leads to them."""
    names = load_names()["dateline"]
    known = {word for kind in names.values() for word in kind}
    rest = list(level(words))
    for found in days:
        rest[found.start : found.end] = " " * (found.end - found.start)
    left = _CLOCK.sub(" ", "".join(rest))
    return sum(len(word) for word in _WORD.findall(left) if word not in known)


def _from_address(address: str | None) -> Stated | None:
    """A whole day in the path of an address."""
    try:
        parts = urlsplit(address or "")
        path = unquote(parts.path) if parts.scheme in ("http", "https") else ""
    except ValueError:
        return None
    for match in _IN_PATH.finditer(path):
        year, sign, month, day = match.groups()
        if not sign and len(month + day) != 4:
            continue
        try:
            made = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if 1995 <= made.year <= 2099:
            return Stated(made.isoformat(), "address", match.group())
    return None


def _from_opening(tree: Tree, layout: Layout) -> Stated | None:
    """An agency's own dateline at the beginning of the text, with a dash or colon behind it."""
    for block in layout.body[:2]:
        words = write_block(tree.source, block)[: OPENING * 3]
        found = next(find_days(words), None)
        if found is not None and found.start <= OPENING and not _STOP.search(words[: found.start]) and _DASH.match(words, found.end):
            lead = _WORD.findall(words[: found.start])
            if len(lead) <= 5:
                return Stated(found.day.isoformat(), "dateline", words[: found.end + 20].strip())
    return None
