"""What the markup says an element is for: the parts of its class, id and role names against `data/page.toml`."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from sijill.capture.page.tree import Element, read_attributes
from sijill.model import DataError

GONE = frozenset(
    {
        "nav",
        "aside",
        "footer",
        "button",
        "select",
        "noscript",
        "template",
        "svg",
        "math",
        "object",
        "applet",
        "audio",
        "video",
        "canvas",
    }
    | {"canvas", "dialog", "head", "script", "style", "textarea", "title", "iframe", "menu", "datalist"}
)
"""Elements that never hold the article. (A picture's `figcaption` is read apart.)"""

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = ("class", "id=", "role", "itemprop", "style", "hidden", "data-component", "data-testid", "aria-")
NAMES = ("class", "id", "role", "data-component", "data-testid", "aria-labelledby")
"""Attributes whose words say what an element is for."""

KINDS = ("furniture", "body", "post", "lead", "caption", "author", "date")


@cache
def load_names() -> dict[str, Any]:
    """The tables of `data/page.toml`. Raises DataError."""
    try:
        found = tomllib.loads((files("sijill") / "data" / "page.toml").read_text(encoding="utf-8"))
        for kind in KINDS:
            found[kind] = (frozenset(found[kind].get("words", ())), tuple(f"-{one}-" for one in found[kind].get("phrases", ())))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise DataError(f"data/page.toml: {error}") from error
    return found


def read_hints(element: Element) -> frozenset[str]:
    """The kinds of `KINDS` that an element's names say it is; "gone" where it is never shown or holds no article."""
    if element.name in GONE:
        return _GONE
    if element.name == "address":
        return _BY
    if not element.attributes or not any(name in element.attributes for name in _NAMED):
        return _NONE
    return _read(element.attributes)


_NONE: frozenset[str] = frozenset()
_GONE = frozenset({"gone"})
_BY = frozenset({"author"})  # HTML: who is to be asked about the article


@lru_cache(maxsize=8192)
def _read(attributes: str) -> frozenset[str]:
    values = read_attributes(attributes)
    if "hidden" in values or values.get("aria-hidden") == "true" or _UNSEEN.search(values.get("style", "")):
        return _GONE
    found = set(
        _name(" ".join(values.get(name, "") for name in ("class", "id", "role", "data-component", "data-testid", "aria-labelledby")))
    )
    prop = values.get("itemprop", "").lower()
    if prop in ("articlebody", "text"):
        found.add("body")
    elif prop in ("author", "creator"):
        found.add("author")
    elif prop in ("datepublished", "datecreated", "datemodified"):
        found.add("date")
    elif prop in ("description", "alternativeheadline"):
        found.add("lead")
    return frozenset(found)


@lru_cache(maxsize=8192)
def _name(names: str) -> frozenset[str]:
    if not names.strip():
        return _NONE
    tables = load_names()
    found = set()
    for name in names.split():
        parts = [part.lower() for part in _PART.findall(name)]
        joined = f"-{'-'.join(parts)}-"
        whole = "".join(parts)
        for kind in KINDS:
            words, phrases = tables[kind]
            if whole in words or any(part in words for part in parts) or any(phrase in joined for phrase in phrases):
                found.add(kind)
    return frozenset(found)
