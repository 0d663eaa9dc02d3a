"""What a page says of itself: title, author, site, address, language, pictures; each with where it stood."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from sijill.capture.clean import replace_unstorable
from sijill.capture.page.hints import load_names
from sijill.capture.page.page import Stated
from sijill.capture.page.tree import Element, Tree
from sijill.model.fingerprint import words_of

_SPACE = re.compile(r"\s+")
_BARS = re.compile(r"\s+[|\-–—•·»«]+\s+|\s*(?:::|\||«|»)\s*")
_FIELD = re.compile(r'"(datePublished|dateCreated|dateModified|uploadDate|headline)"\s*:\s*"((?:[^"\\]|\\.){1,300})"')
_SAYS = ("headline", "datePublished", "uploadDate")
_MEDIA = ("og:image", "og:video", "og:video:url", "twitter:image")


class Head(NamedTuple):
    """Meta tags by name (the first of each), objects of JSON-LD that describe an article, the content of `title`, links by relation."""

    metas: Mapping[str, str]
    articles: tuple[Mapping[str, Any], ...]
    title: str
    links: Mapping[str, str]


def read_head(tree: Tree) -> Head:
    """The head's statements."""
    metas: dict[str, str] = {}
    links: dict[str, str] = {}
    title = ""
    for element in tree.elements:
        if element.name == "meta":
            name = (element.get("property") or element.get("name") or element.get("itemprop")).strip().lower()
            content = tidy(element.get("content"))
            if name and content:
                metas.setdefault(name, content)
        elif element.name == "link" and element.get("href").strip():
            for relation in element.get("rel").lower().split():
                links.setdefault(relation, element.get("href").strip())
    articles: list[Mapping[str, Any]] = []
    for element, start, end in tree.raw:
        if element.name == "title" and not title and not _in_picture(element):
            title = tidy(html.unescape(tree.source[start:end]))
        elif element.name == "script" and "ld+json" in element.attributes.lower():
            articles.extend(_read_objects(tree.source[start:end]))
    articles.sort(key=lambda one: not _is_article(one))
    return Head(metas, tuple(articles), title, links)


def tidy(words: str) -> str:
    """Words with single spaces, and nothing that no store holds."""
    return replace_unstorable(_SPACE.sub(" ", words).strip())


def _in_picture(element: Element) -> bool:
    """Whether a `title` is that of a drawing inside the page."""
    here = element.parent
    while here is not None:
        if here.name == "svg":
            return True
        here = here.parent
    return False


def _read_objects(words: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a JSON-LD script that have a headline or a day; of a broken one, those fields alone."""
    if "&quot;" in words:
        words = html.unescape(words)
    bare = words.strip().removeprefix("<!--").removeprefix("//<![CDATA[").removesuffix("-->").removesuffix("//]]>").strip()
    try:
        found = json.loads(bare.rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        fields: dict[str, str] = {}
        for name, value in _FIELD.findall(words):
            fields.setdefault(name, value)
        if fields:
            yield {"@type": "NewsArticle", **fields}
        return
    waiting = [found]
    for _ in range(1000):  # a page describes few things; a hostile one is not followed further
        if not waiting:
            return
        here = waiting.pop(0)
        if isinstance(here, list):
            waiting.extend(here)
        elif isinstance(here, dict):
            waiting.extend(value for name in ("@graph", "mainEntity") if isinstance(value := here.get(name), (list, dict)))
            if any(here.get(name) for name in _SAYS):
                yield here


def _is_article(one: Mapping[str, Any]) -> bool:
    kinds = one.get("@type")
    return any(str(kind).endswith(("Article", "Posting", "Report")) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def meta(head: Head, field: str) -> Stated | None:
    """The first meta tag of a field of `data/page.toml` that says something."""
    for name in load_names()["meta"][field]:
        if words := head.metas.get(name):
            return Stated(words, f"meta {name}", words)
    return None


def find_name(head: Head) -> str | None:
    """The title that the head gives, as it stands."""
    stated = meta(head, "title")
    return stated.value if stated else _text(head, "headline") or head.title or None


def find_title(head: Head, heading: str | None) -> Stated | None:
    """The page's title: its heading, else what the head says, without the site's name behind a bar."""
    if heading:
        return Stated(heading, "heading", heading)
    stated = meta(head, "title")
    if stated is None and (words := _text(head, "headline")):
        stated = Stated(tidy(words), "JSON-LD headline", words)
    if stated is None and head.title:
        stated = Stated(head.title, "title", head.title)
    if stated is None:
        return None
    return replace(stated, value=_cut(stated.value, head))


def _cut(words: str, head: Head) -> str:
    """A title without the site's name at its end, where a bar stands before it."""
    site = meta(head, "site")
    parts = _BARS.split(words)
    if len(parts) < 2:
        return words
    last = parts[-1]
    is_site = site is not None and words_of(last) == words_of(site.value)
    if is_site or len(words_of(last)) <= 4 < len(words_of(words)) - len(words_of(last)):
        return words[: words.rindex(last)].rstrip(" |-–—•·»«:")
    return words


def _text(head: Head, field: str) -> str | None:
    value = next((one[field] for one in head.articles if isinstance(one.get(field), str)), None)
    return value if value and value.strip() else None


def find_author(head: Head) -> Stated | None:
    """Who wrote it, as the head says; an address is no name."""
    for one in head.articles:
        value = one.get("author")
        for person in value if isinstance(value, list) else [value]:
            name = person.get("name") if isinstance(person, dict) else person
            if isinstance(name, str) and name.strip() and "://" not in name:
                return Stated(tidy(name), "JSON-LD author", tidy(name))
    stated = meta(head, "author")
    return stated if stated and "://" not in stated.value else None


def find_site(head: Head) -> Stated | None:
    """The publisher as the page names itself."""
    stated = meta(head, "site")
    if stated:
        return stated
    for one in head.articles:
        value = one.get("publisher")
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and name.strip():
            return Stated(tidy(name), "JSON-LD publisher", tidy(name))
    return None


def find_address(head: Head, address: str | None) -> Stated | None:
    """The canonical address: http or https only, made whole with the address that the page was fetched from."""
    named = [("link canonical", head.links.get("canonical", "")), ("meta og:url", head.metas.get("og:url", ""))]
    for where, words in named:
        whole = _join(address, words) if words else None
        if whole and urlsplit(whole).path.strip("/"):
            return Stated(replace_unstorable(whole), where, replace_unstorable(words))
    return None


def _join(base: str | None, words: str) -> str | None:
    try:
        whole = urljoin(base or "", words.strip())
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.netloc else None


def _is_in_furniture(element: Element) -> bool:
    outer = element.parent
    while outer is not None and outer.name in ("video", "audio", "picture"):
        outer = outer.parent
    return outer is not None and outer.gone


def find_media(tree: Tree, head: Head, address: str | None) -> tuple[str, ...]:
    """Addresses of the pictures and videos of the article, in order: what the head names, then those outside furniture."""
    named = [head.metas[name] for name in _MEDIA if name in head.metas]
    shown = (e for e in tree.elements if e.name in ("img", "video", "source") and not _is_in_furniture(e))
    named.extend(element.get("data-src") or element.get("src") for element in shown)
    whole = [one for words in named if words and (one := _join(address, words))]
    return tuple(dict.fromkeys(map(replace_unstorable, whole)))
