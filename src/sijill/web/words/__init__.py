"""The words of the interface: `en.toml` and `ar.toml` have the same keys; those of the vocabulary are data/site/labels.toml's."""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from sijill.model import DataError, InputError
from sijill.model.party import PARTY_NAMES
from sijill.write.site.excerpt import show
from sijill.write.wording import load_labels

LANGS = ("en", "ar")

WORDED = frozenset(("kind", "group", "unit", "asked_kind", "asked_unit", "state", "act", "rule", "known", "bonds"))
"""What in a sentence about what is wrong is a word of the vocabulary, or several; all else is what somebody wrote, or an id."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language: `t("list.title")` in a template, with values for `{…}`."""

    lang: str
    own: dict[str, str]
    vocabulary: dict[str, str] = field(repr=False)
    problems: dict[str, str] = field(repr=False)

    @property
    def rtl(self) -> bool:
        """Whether it is written from right to left."""
        return self.lang == "ar"

    def __call__(self, code: str, **values: object) -> str:
        """The words for a code. Raises DataError where there are none."""
        words = self.own.get(code) or self.vocabulary.get(code)
        if words is None:
            raise DataError(f"web/words/{self.lang}.toml: no words for {code!r}")
        if values and self.rtl:  # numbers and days keep their own direction in an Arabic sentence
            values = {name: f"\u2068{value}\u2069" for name, value in values.items()}
        return words.format(**values) if values else words

    def either(self, value: Any) -> str:
        """The words of a `Reason` in this language."""
        return str(value.text_ar if self.lang == "ar" else value.text)

    def party(self, actor: str) -> str:
        """A party's name."""
        names = PARTY_NAMES.get(actor, (actor, actor))
        return names[1] if self.lang == "ar" else names[0]

    def rule(self, code: str) -> str:
        """The words for the rule that gave a toll; a rule of another version, which has none, stands for itself."""
        return self.vocabulary.get(f"rule_{code}", code)

    def problem(self, text: str) -> str:
        """A sentence about what is wrong, in this language; one that has no words here stands as it is."""
        template = getattr(text, "template", text)
        words = self.problems.get(template)
        values: dict[str, Any] = getattr(text, "values", {})
        if words is None:
            return show(text)
        return words.format(**{name: f"\u2068{show(self._value(name, value))}\u2069" for name, value in values.items()})

    def unread(self, error: InputError | str) -> str:
        """What could not be read and why, in this language; what has no words here stands as it is."""
        if isinstance(error, str):
            return show(error)
        where = error.path if error.line is None else self("import.line", file=error.path, line=error.line)
        remedy = f" ({self._shaped(error.remedy)})" if error.remedy else ""
        return show(f"{where}: {self._shaped(error.problem)}{remedy}")

    def _shaped(self, text: str) -> str:
        """A sentence that came without its values, by the shape of one that has words here."""
        for shape, words in load_shapes() if self.lang != "en" else ():
            if found := shape.fullmatch(text):
                return words.format(**{name: f"\u2068{value}\u2069" for name, value in found.groupdict().items()})
        return text

    def _value(self, name: str, value: Any) -> str:
        """What stands in a sentence: words of the vocabulary in this language, all else as it is."""
        if isinstance(value, tuple):
            return "; ".join(map(self.lacks, value))
        text = "–" if value is None else str(value)
        if name in ("name", "field"):
            return self.own.get(f"field.{text}", text)
        if name in WORDED:
            return ", ".join(self.own.get(f"{name}.{word}") or self.known(word) for word in text.split(", "))
        return text

    def lacks(self, phrase: str) -> str:
        """What an incident lacks before it is reviewed, as `review.find_lacking` words it: "toll killed civilians: 0 of 1 people"."""
        what, _, counts = phrase.partition(": ")
        found = [word for word in counts.split() if word.isdigit()]
        if len(found) != 2:
            return phrase
        named = " ".join(self.own.get(f"act.{word}") or self.known(word) for word in what.split())
        return self("record.lacks", what=named, have=found[0], needed=found[1])

    def known(self, code: str) -> str:
        """The words for a code of the vocabulary, or the code itself where it is no such word: an id, a number."""
        return self.own.get(code) or self.vocabulary.get(code, code)


@cache
def load_words(lang: str) -> Words:
    """The words of a language. Raises DataError."""
    name = f"web/words/{lang}.toml"
    try:
        data = tomllib.loads((files("sijill.web") / "words" / f"{lang}.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{name}: {error}") from error
    own = {f"{part}.{code}" if part != "all" else code: words for part, group in data.items() for code, words in group.items()}
    if bad := [code for code, words in own.items() if not isinstance(words, str)]:
        raise DataError(f"{name}: {bad[0]} is no text")
    place = LANGS.index(lang)
    labels = {code: pair[place] for code, pair in load_labels().items()}
    return Words(lang, own, labels, load_problems()[lang])


@cache
def load_problems() -> dict[str, dict[str, str]]:
    """What is wrong, by the English sentence, in each language: where English itself is missing, the sentence stands."""
    name = "problems.toml"
    try:
        return tomllib.loads((files("sijill.web") / "words" / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"web/words/{name}: {error}") from error


@cache
def load_shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What the import says of files, in Arabic, by the shape of the English sentence; the longest first."""
    name = "unread.toml"
    try:
        known = tomllib.loads((files("sijill.web") / "words" / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"web/words/{name}: {error}") from error
    return tuple((re.compile(shape_of(text)), words) for text, words in sorted(known.items(), key=lambda one: -len(one[0])))


def shape_of(text: str) -> str:
    """A sentence with names in braces as a regular expression, each name a group."""
    parts = re.split(r"\{(\w+)\}", text)
    return "".join(f"(?P<{part}>.*)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
