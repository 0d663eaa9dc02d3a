"""The words that harm is told in, tagged on a page: numbers, hedges, people, harms and the cues around them.

Both languages are tagged whatever the page's language is: an English page may quote an Arabic post. Each distinct word form is looked
up once and remembered, so that tagging costs one dictionary access a token.
"""

from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from sijill.extract.text.lexicon import Lexeme, bare, load_entries
from sijill.extract.text.memory import Memory
from sijill.extract.text.page import Page, bases, make_page

WordClass = Literal["number", "hedge", "vague", "part", "no", "rise", "cue", "person", "harm", "one", "family"]
Plural = Literal["", "sg", "du", "pl", "any"]
"""Grammatical number; `any` is an Arabic -ين form that may be dual or plural."""


class Tag(NamedTuple):
    """What a word or phrase is. `size` counts its tokens; `clitics` stood before it; `own` says that it has a possessive."""

    cls: WordClass
    id: str
    kind: str
    group: str
    who: str
    unit: str
    form: str
    plural: Plural
    value: int
    scale: bool
    size: int = 1
    clitics: str = ""
    own: bool = False


_FILES: tuple[str, ...] = ("numbers", "hedges", "harms", "people")
_SUFFIXES = ("هما", "هم", "هن", "ها", "ه", "ي", "نا")
_KIN = frozenset(
    {
        "child",
        "woman",
        "mother",
        "daughter",
        "son",
        "father",
        "brother",
        "family",
        "family_members",
        "person",
        "member",
        "fighter",
        "resident",
    }
)
"""People who may have a possessive: "her husband", "its members"."""
_NOT_PEOPLE = frozenset(
    {"ابين", "بابين", "وابين", "ولدينا", "ولديه", "ولديها", "ولديهم", "ولدي", "سوريا", "وسوريا", "لسوريا", "بسوريا", "ليبيا", "عراقيا"}
)
_Rows = dict[str, list[tuple[tuple[str, ...], Tag]]]


def tag_page(page: Page) -> list[Tag | None]:
    """One tag a token: at the first token of a phrase its tag, at the others None. Linear in the page's length."""
    tokens, count, free = page.tokens, len(page.tokens), 0
    tags: list[Tag | None] = [None] * count
    for index, rows in enumerate(map(_beginning.__getitem__, page.forms)):
        if not rows or index < free or tokens[index].kind != "word":
            continue
        for tail, tag in rows:
            size = len(tail)
            if not size or (index + size < count and _follows(page, index + 1, tail)):
                tags[index] = tag if not size else tag._replace(size=size + 1)
                free = index + 1 + size
                break
    return tags


def _follows(page: Page, index: int, tail: tuple[str, ...]) -> bool:
    """Whether the words of a tail stand from a token on, each with or without the article."""
    for wanted in tail:
        if index >= len(page.forms):
            return False
        form = page.forms[index]
        if form != wanted and (form[2:] != wanted or not form.startswith("ال")):
            return False
        index += 1
    return True


def look_up(form: str) -> list[tuple[tuple[str, ...], Tag]]:
    """What may begin with a folded word: (the words that must follow, the tag), longest first."""
    if not form or form in _NOT_PEOPLE:
        return []
    rows = _rows()
    found: list[tuple[tuple[str, ...], Tag]] = []
    for base, clitics in bases(form):
        found.extend(
            (tail, tag._replace(clitics=clitics)) for tail, tag in rows.get(base, ()) if tag.cls != "number" or "ك" not in clitics
        )
    if not any(not tail for tail, _ in found) and "\u0600" <= form[0] <= "\u06ff":
        found.extend(_possessed(form, rows))
    return sorted(found, key=lambda item: -len(item[0]))


_beginning = Memory(look_up)


def _possessed(form: str, rows: _Rows) -> list[tuple[tuple[str, ...], Tag]]:
    """People with a possessive: زوجته, أطفالها, طفليه."""
    for suffix in _SUFFIXES:
        if not form.endswith(suffix) or len(form) - len(suffix) < 2:
            continue
        stem = form[: -len(suffix)]
        for base, clitics in bases(stem):
            ending = "ه" if base.endswith("ت") else "اء" if base.endswith(("اي", "او")) else ""
            ended = base[: -2 if ending == "اء" else -1] + ending if ending else ""
            for whole, count in ((base + "ن", "du"), (base, ""), (ended, "")):
                for tail, tag in rows.get(whole, ()):
                    dual = tag.plural in ("du", "any")
                    if tag.cls == "person" and tag.id in _KIN and not tail and (dual if count else not dual):
                        return [((), tag._replace(clitics=clitics, own=True, plural="du" if count else tag.plural))]
    return []


@cache
def _rows() -> _Rows:
    rows: _Rows = {}
    for name in _FILES:
        for lang in ("ar", "en"):
            path = files("sijill") / "data" / lang / f"{name}.toml"
            for entry in load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/{name}.toml"):
                for words, count in _forms(entry, lang):
                    key = tuple(_plain(t.form, words[t.start : t.end]) for t in make_page(words, "").tokens)
                    held, tail = rows.setdefault(key[0], []), tuple(map(bare, key[1:]))
                    if tail not in [known for known, _ in held]:  # the first file that knows a word keeps it
                        held.append((tail, _tag(name, entry, count)))
    return rows


def _plain(form: str, written: str) -> str:
    """A lexicon word as `bases` gives it: without the article, which a written hamza is not part of ("ألفان")."""
    return bare(form) if written.startswith("ال") else form


def _tag(name: str, entry: Lexeme, count: Plural) -> Tag:
    more: dict[str, Any] = dict(entry.more)
    form = str(more.get("form", ""))
    cls: WordClass
    if name == "numbers":
        cls = "number"
    elif name == "people":
        cls = "person"
    elif name == "harms":
        cls = "cue" if form == "cue" else "one" if form == "one" else "family" if form == "family" else "harm"
    else:
        cls = more["class"]

    def get(key: str) -> str:
        return str(more.get(key, ""))

    return Tag(
        cls,
        entry.id,
        get("kind"),
        get("group"),
        get("who"),
        get("unit"),
        form,
        count,
        int(more.get("value", 0)),
        bool(more.get("scale")),
    )


def _forms(entry: Lexeme, lang: str) -> list[tuple[str, Plural]]:
    """Every written form of an entry with its grammatical number; Arabic duals and accusatives are derived."""
    if "plural" not in entry.more and "group" not in entry.more:
        return [(word, "") for word in entry.words]
    plural = [str(word) for word in entry.more.get("plural", ())]
    forms: dict[str, Plural] = dict.fromkeys(entry.words, "sg")
    if lang == "ar":
        for word in entry.words:
            if " " in word or len(word) < 3:
                continue
            stem = word[:-1] + "ت" if word.endswith(("ة", "ه")) else word[:-1] + "ي" if word.endswith("ى") else word
            if stem == word:
                forms.setdefault(word + "ا", "sg")
            else:
                forms.setdefault(stem + "ا", "du")
                forms.setdefault(stem + "ي", "du")
            forms.setdefault(stem + "ان", "du")
            forms.setdefault(stem + "ين", "any" if word[-1] not in "ةه" and (stem + "ين" in plural) else "du")
    for word in plural:
        if forms.get(word) != "any":
            forms[word] = "pl"
    return list(forms.items())
