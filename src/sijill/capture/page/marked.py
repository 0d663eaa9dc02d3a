"""Days that a page states in its markup: JSON-LD, meta tags, microdata and RDFa, elements of time, the data of its scripts."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sijill.capture.page.days import FIRST_YEAR, LAST_YEAR, find_days
from sijill.capture.page.head import Head, tidy
from sijill.capture.page.hints import load_names, read_hints
from sijill.capture.page.layout import Layout
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Element, Tree
from sijill.model.fingerprint import words_of

ISO = re.compile(r"\s*(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*(Z|[+-]00:?00|UTC|GMT)?)?", re.IGNORECASE)
"""A day with, in group 2, the word that says its time is UTC."""

LONGEST = 160
"""Characters of a stated day at most."""

PUBLISHED, CREATED = ("datePublished", "uploadDate"), ("dateCreated",)

_COMPACT = re.compile(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?\s*\Z")
_EPOCH = re.compile(r"\s*(\d{9,10})(\d{3})?(?:\.\d+)?\s*\Z")
_AMERICAN = re.compile(r"\s*(1[0-2]|0?[1-9])/(\d{1,2})/(\d{4}) \d{1,2}:\d\d(?::\d\d)? ?[AP]M\s*\Z", re.IGNORECASE)
"""How servers write a time of their own in American English; elsewhere days come first and clocks have 24 hours."""

_TIMELY = re.compile(r"date|time|publish|issued|created", re.IGNORECASE)
_PROPERTY = re.compile(r"(?:.*:)?(?:date_?published|published_time|pubdate|datecreated|created|issued|date)\Z")
_ATTRIBUTES = ("datetime", "data-datetime", "data-published", "data-pubdate", "data-date", "data-timestamp", "data-time", "data-utime")
_STATE = re.compile(
    r'\\?"(?:date_?published|published_?at|publish_?date|published_?date|pub_?date|first_?published(?:_?at)?|publication_?date)\\?"'
    r'\s*:\s*\\?"?([\w:.+ -]{8,40})',
    re.IGNORECASE,
)
_APART = frozenset({"p", "div", "header", "section", "article", "td"})
_OUTER = frozenset({"body", "main", "html", "#page"})


def find_marked(tree: Tree, head: Head, layout: Layout, address: str | None) -> Stated | None:
    """The day of publication that the markup states: JSON-LD that is about this page first, then meta tags, then elements."""
    articles = sorted(head.articles, key=lambda one: not _is_about(one, layout, tree, address))
    for fields in (PUBLISHED, CREATED):
        for one in articles:
            for field in fields:
                if found := read_stamp(_first(one.get(field)), f"JSON-LD {field}"):
                    return found
        if found := _from_metas(head, "published" if fields is PUBLISHED else "created"):
            return found
    return _from_element(tree, layout)


def find_marked_change(head: Head) -> Stated | None:
    """The day of the last change that the markup states."""
    for one in head.articles:
        if found := read_stamp(_first(one.get("dateModified")), "JSON-LD dateModified"):
            return found
    return _from_metas(head, "changed")


def find_in_scripts(tree: Tree) -> Stated | None:
    """The one day of publication in the data that scripts carry; none where they carry several, those of other stories."""
    found: dict[str, Stated] = {}
    for element, start, end in tree.raw:
        if element.name != "script" or "ld+json" in element.attributes.lower():
            continue
        for match in _STATE.finditer(tree.source, start, end):
            if stated := read_stamp(match[1], "script"):
                found.setdefault(stated.value, Stated(stated.value, stated.where, tidy(match[0])))
        if len(found) > 1:
            return None
    return next(iter(found.values()), None)


def read_stamp(words: object, where: str) -> Stated | None:
    """A stated day: ISO 8601 with or without its hyphens, seconds or thousandths since 1970, or as people write it."""
    said = str(words) if isinstance(words, (str, int)) and not isinstance(words, bool) else ""
    day = _read_day(said)
    return Stated(day.isoformat(), where, tidy(said)) if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _read_day(said: str) -> date | None:
    try:
        if match := ISO.match(said):
            return date.fromisoformat(match[1])
        if match := _COMPACT.match(said):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _AMERICAN.match(said):
            return date(int(match[3]), int(match[1]), int(match[2]))
        if match := _EPOCH.match(said):
            return datetime.fromtimestamp(int(match[1]), UTC).date()
    except ValueError:
        return None
    return next((found.day for found in find_days(said[:LONGEST])), None)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _is_about(one: Mapping[str, Any], layout: Layout, tree: Tree, address: str | None) -> bool:
    """Whether JSON-LD describes the page that it stands on, by its address or headline: pages describe other stories too."""
    main = one.get("mainEntityOfPage")
    named = (one.get("url"), one.get("@id"), main.get("@id") if isinstance(main, dict) else main)
    if address and any(isinstance(name, str) and name.rstrip("/") == address.rstrip("/") for name in named):
        return True
    if layout.title is None or not isinstance(one.get("headline"), str):
        return False
    heading = "".join(tree.source[start:end] for start, end in layout.title.pieces)
    return words_of(heading) == words_of(one["headline"])


def _from_metas(head: Head, kind: str) -> Stated | None:
    for name in load_names()["meta"][kind]:
        if found := read_stamp(head.metas.get(name), f"meta {name}"):
            return found
    return None


def _from_element(tree: Tree, layout: Layout) -> Stated | None:
    """Microdata, RDFa and elements of time: what says it is published, else the first beside the title, else in the article."""
    near = {id(block.element) for block in layout.near}
    found: list[tuple[int, Stated]] = []
    for element in tree.elements:
        if not (element.name == "time" or _TIMELY.search(element.attributes)) or element.name in ("meta", "ins", "del", "input"):
            continue
        for rank, where, words in _stamps(element, tree.source):
            if rank and not _is_near(element, near):
                if not _is_beside(element, layout.inside):
                    continue
                rank = 3
            if stated := read_stamp(words, where):
                found.append((rank, stated))
                break
    return min(found, key=lambda one: one[0])[1] if found else None


def _stamps(element: Element, source: str) -> Iterator[tuple[int, str, str]]:
    """What an element may state, with its rank (0: says that it is the day of publication) and where it stands."""
    prop = (element.get("itemprop") or element.get("property")).lower()
    names = element.get("class").lower()
    if "modified" in prop or ("updated" in names and "published" not in names):
        return
    own = source[element.start : element.end].partition(">")[2].partition("<")[0]
    if _PROPERTY.match(prop):
        yield (
            0,
            f"{'itemprop' if element.get('itemprop') else 'property'} {prop}",
            (element.get("content") or element.get("datetime") or own),
        )
    rank = 1 if "pubdate" in element.attributes or "published" in names else 2
    for name in _ATTRIBUTES:
        if words := element.get(name):
            yield rank, "time element" if name == "datetime" else f"attribute {name}", words
    if element.name == "time":
        yield rank, "time element", own
    elif "date" in read_hints(element):
        yield rank, "attribute title", element.get("title")


def _is_near(element: Element, near: set[int]) -> bool:
    """Whether an element stands in a block beside the title."""
    holder = element
    while holder.parent is not None and id(holder) not in near and holder.name not in _APART:
        holder = holder.parent
    return id(holder) in near


def _is_beside(element: Element, inside: Element | None) -> bool:
    """Whether an element stands in the article's element or one of the two around it (a post's time under its text)."""
    outer = inside
    for _ in range(2):
        if outer is not None and outer.parent is not None and outer.parent.name not in _OUTER:
            outer = outer.parent
    return outer is not None and outer.name not in _OUTER and outer.start <= element.start < outer.end
