"""People named or individually described: the words of the page, nothing inferred beyond them."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import cast

from sijill.extract.actors.phrases import NOTHING, Found, Phrases
from sijill.extract.mentions import HarmMention, VictimMention
from sijill.extract.text.lexicon import Lexeme, Match, load_entries
from sijill.extract.text.page import Page
from sijill.extract.victims.ages import read_age, read_age_before, read_bare_age
from sijill.extract.victims.names import count_words, is_full_name, is_given_name, read_name
from sijill.extract.victims.titles import gender, is_dual, is_plural, takes_name, written
from sijill.model import Span
from sijill.model.vocabulary import Fate, Sex, Who

FATE_REACH = 25
"""How far before a person, in tokens, the words lie that tell the fate; longest such clause in the training reports is 22."""

_FATES = frozenset({"killed", "injured", "missing", "abducted", "displaced"})
SPEAKER_REACH = 6
"""How close, in tokens, a word of saying before a title makes its bearer the speaker."""

LINE = 14
"""Most tokens of a line that goes on with a list of names without a bullet."""

_BULLETS = frozenset("-–—•*_#1234567890")
_PRONOUNS: dict[str, Sex] = {"her": "female", "his": "male"}
"""What "… and her daughter" says of the person before it."""


@cache
def load_phrases() -> Phrases:
    """The victims lexicons of both languages, one layer a kind, compiled once."""
    layers: dict[str, list[Lexeme]] = {}
    for lang in ("ar", "en"):
        path = files("sijill") / "data" / lang / "victims.toml"
        for entry in load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/victims.toml"):
            layers.setdefault(str(entry.more["kind"]), []).append(entry)
    return Phrases(layers.items())


def find_victims(
    page: Page, harms: Sequence[HarmMention], furniture: frozenset[int] = frozenset(), taken: frozenset[int] = frozenset()
) -> tuple[VictimMention, ...]:
    """All named or individually described people whose fate the page tells, in text order. Linear in the page's length.

    `taken` are tokens of parties, places and sources: no person's name unless a title leads to them."""
    phrases = load_phrases()
    found: list[Found] = [NOTHING] * len(page.tokens)
    finder = _Finder(page, found, harms, taken)
    for number, sentence in enumerate(page.sentences):
        if number not in furniture:
            phrases.scan_sentence(page, sentence, found)
            finder.read_sentence(number)
            found[sentence.first : sentence.last] = [NOTHING] * (sentence.last - sentence.first)  # of a long page only one is kept
    return tuple(finder.rows)


class _Finder:
    """One pass over a page. `kinds` are the kinds of harm of each sentence, `single` the harms to one or two people by token;
    `open_fate` is that of a list of names which goes on in the next sentences."""

    def __init__(self, page: Page, found: list[Found], harms: Sequence[HarmMention], taken: frozenset[int]) -> None:
        self.page = page
        self.taken = taken
        self.found = found
        self.harms = harms
        self.kinds: dict[int, set[str]] = {}
        self.single: dict[int, int] = {}
        for number, harm in enumerate(harms):
            if harm.kind in _FATES:
                self.kinds.setdefault(harm.sentence, set()).add(harm.kind)
                if harm.low == harm.high and harm.low in (1, 2):
                    self.single.update((index, number) for index in range(harm.first, harm.last) if index not in self.single)
        self.rows: list[VictimMention] = []
        self.open_fate: Fate | None = None

    def read_sentence(self, number: int) -> None:
        """Add the people of one sentence."""
        sentence = self.page.sentences[number]
        index = sentence.first
        if self.open_fate is not None:
            lined = sentence.last - index <= LINE or self.page.tokens[index].form[0] in _BULLETS
            if lined and self._read_list(number, index, self.open_fate):
                return
            self.open_fate = None
        fate: Fate | None = None
        told = index - FATE_REACH - 1
        index = self._read_subject(number, index)
        while index < sentence.last:
            here = self.found[index]
            if "mask" in here:
                index = here["mask"].last
                continue
            if "fate" in here:
                fate, told = cast(Fate, here["fate"].entry.more["fate"]), index
                if (after := self._read_untitled(number, here)) is not None:
                    index = after
                    continue
            if "list" in here and self._opens_list(here["list"], sentence.last):
                stated = here["list"].entry.more.get("fate")
                listed = cast(Fate | None, stated) or self._fate(number, index, fate, told)
                if listed is not None and not self._read_list(number, self._list_begins(here["list"].last, sentence.last), listed):
                    self.open_fate = listed
                return
            if "named" in here or ("person" in here and not is_plural(self.page, here["person"])):
                index = self._read_person(number, index, self._fate(number, index, fate, told))
            else:
                index += 1

    def _opens_list(self, match: Match, end: int) -> bool:
        """Whether a list follows: a colon right after the words, or the end of the sentence."""
        after = match.last
        forms = [t.form for t in self.page.tokens[after : min(end, after + 3)]]
        if match.entry.id.startswith("names_") and self.page.tokens[end - 1].form == ":":
            return True  # "the names of those killed in today's strike on the town:"
        return ":" in forms or (not forms and match.entry.id != "list_open")

    def _list_begins(self, after: int, end: int) -> int:
        """The token after the colon that opens a list, or after the words that do."""
        return next((i + 1 for i in range(after, end) if self.page.tokens[i].form == ":"), after)

    def _read_untitled(self, number: int, here: Found) -> int | None:
        """Read a name that stands right behind a word of fate without a title: "arrested Karim Samer"; the token to go on from."""
        end = self.page.sentences[number].last
        first = here["fate"].last
        if first >= end or first in self.taken or "person" in self.found[first]:
            return None
        name = read_name(self.page, self.found, first, end)
        if name is None or self.taken.intersection(range(*name)):
            return None
        fate, sex = cast(Fate, here["fate"].entry.more["fate"]), None
        if self.page.tokens[name[0]].form.isascii():
            verb = self.page.text[self.page.tokens[here["fate"].first].start]
            if count_words(self.page, *name) < 2 or not verb.islower():
                return None
        elif "fell" not in here or not is_full_name(self.page, *name):
            return None
        else:
            sex = cast(Sex | None, here["fell"].entry.more.get("sex"))
        age = read_age(self.page, self.found, name[1], end) or read_bare_age(self.page, name[1], end)
        self._add(number, name[0], name[1], [], name, age[0] if age else None, fate, None, sex)
        return name[1]

    def _read_subject(self, number: int, index: int) -> int:
        """Read a Latin name that begins a sentence and of which a fate is told: "Karim Samer, a 24-year-old, was shot dead"."""
        end = self.page.sentences[number].last
        while index < end and self.page.tokens[index].kind == "mark":
            index += 1
        if index >= end or not self.page.tokens[index].form.isascii() or "person" in self.found[index]:
            return index
        name = read_name(self.page, self.found, index, end)
        if name is None or count_words(self.page, *name) < 2 or self.taken.intersection(range(*name)):
            return index
        after, age = name[1], None
        if after < end and self.page.tokens[after].form in {",", "("}:
            close = next((i for i in range(after + 1, min(end, after + 14)) if self.page.tokens[i].form in {",", ")"}), None)
            if close is None:
                return index
            found_age = read_bare_age(self.page, after, end) or self._age_inside(after + 1, close)
            age, after = found_age[0] if found_age else None, close + 1
        told = next((i for i in range(after, min(end, after + 5)) if "fate" in self.found[i]), None)
        joined = after < end and self.page.tokens[after].form in {"and", "was", "were", "has", "had"}
        fate = self._fate(number, after, None, after - FATE_REACH - 1) if joined or told is not None else None
        if fate is None or (told is None and self.page.tokens[after].form != "and"):
            return index
        sex = _PRONOUNS.get(self.page.tokens[after + 1].form) if after + 1 < end else None
        self._add(number, name[0], name[1], [], name, age, fate, None, sex)
        return name[1]

    def _age_inside(self, first: int, last: int) -> tuple[int, int] | None:
        """The age told inside an apposition: "a 24-year-old mechanic"."""
        return next((age for i in range(first, last) if (age := read_age(self.page, self.found, i, last)) is not None), None)

    def _fate(self, number: int, index: int, fate: Fate | None, told: int) -> Fate | None:
        """The fate told before a person, else one told right after, else that of the sentence's only kind of harm."""
        end = self.page.sentences[number].last
        behind = next((i for i in (index + 1, index + 2) if i < end and "fate" in self.found[i]), None)
        if behind is not None and self.page.tokens[behind].form.isascii():
            return cast(Fate, self.found[behind]["fate"].entry.more["fate"])  # "and her husband wounded"
        if fate is not None and index - told <= FATE_REACH:
            return fate
        for later in range(index, min(end, index + FATE_REACH // 2)):
            if "fate" in self.found[later]:
                return cast(Fate, self.found[later]["fate"].entry.more["fate"])
        kinds = self.kinds.get(number, set())
        return cast(Fate, next(iter(kinds))) if len(kinds) == 1 else None

    def _read_person(self, number: int, index: int, fate: Fate | None) -> int:
        """Read the person that a title, noun or "named" at `index` begins; the token to go on from."""
        sentence = self.page.sentences[number]
        first = index
        titles: list[Match] = []
        named = False
        while index < sentence.last and ("person" in self.found[index] or "named" in self.found[index]):
            here = self.found[index]
            if titles and "person" in here and here["person"].clitics.startswith("و"):
                break
            if "named" in here:
                named = True
            if "person" in here:
                titles.append(here["person"])
            index = max(match.last for kind, match in here.items() if kind in ("person", "named"))
        index = self._past_side(index, sentence.last) if titles else index
        name = read_name(self.page, self.found, index, sentence.last) if named or takes_name(self.page, titles, first) else None
        if self._is_alias(first):
            return name[1] if name else index
        if name is not None and count_words(self.page, *name) < 2 and not (named and titles):
            kin = any(t.entry.more.get("kin") or t.entry.more.get("who") == "children" for t in titles)
            name = name if kin and name[0] not in self.taken and is_given_name(self.page, *name) else None
        if not titles and self.page.tokens[first].form.isascii():
            return index
        last = name[1] if name else index
        age = read_age(self.page, self.found, last, sentence.last)
        years = age[0] if age else read_age_before(self.page, first)
        fate = next((cast(Fate, t.entry.more["fate"]) for t in titles if "fate" in t.entry.more), fate)
        harm = self._harm(first, last)
        if fate is None or (name is None and years is None and harm is None) or self._speaks(number, first, last):
            return index
        self._add(number, first, last, titles, name, years, fate, harm)
        return last

    def _is_alias(self, first: int) -> bool:
        """Whether a byname of the person just read follows: «الملقب أبو فلان»."""
        here = self.found[first]
        return "named" in here and here["named"].entry.id == "alias" and bool(self.rows) and self.rows[-1].last == first

    def _past_side(self, index: int, end: int) -> int:
        """The token after the side that a title belongs to: «القيادي في الجيش الوطني فلان»."""
        after = index + 1
        if index < end and self.page.tokens[index].form in {"في", "من", "لدي"} and after in self.taken:
            while after < end and after in self.taken:
                after += 1
            return after if after < end and self.page.tokens[after].kind == "word" and "stop" not in self.found[after] else index
        return index

    def _speaks(self, number: int, first: int, last: int) -> bool:
        """Whether a word of saying stands right before a person and no word of fate between, or right after an English one."""
        sentence = self.page.sentences[number]
        if last < sentence.last and self.page.tokens[first].form.isascii() and "say" in self.found[last]:
            return True
        for back in range(first - 1, max(sentence.first - 1, first - SPEAKER_REACH - 1), -1):
            if "fate" in self.found[back]:
                return False
            if "say" in self.found[back]:
                return True
        return False

    def _harm(self, first: int, last: int) -> int | None:
        """The harm mention that states these people as one or two, if any."""
        return next((self.single[index] for index in range(first, last) if index in self.single), None)

    def _read_list(self, number: int, index: int, fate: Fate) -> bool:
        """Add the people of a list from `index` to the end of its sentence; whether there was any."""
        end = self.page.sentences[number].last
        some = False
        while index < end:
            token = self.page.tokens[index]
            if token.kind != "word":
                index += 1
                continue
            first = index
            titles = [self.found[index]["person"]] if "person" in self.found[index] else []
            name = read_name(self.page, self.found, titles[0].last if titles else index, end)
            if name is None or count_words(self.page, *name) < 2:
                if not some:
                    return False
                index += 1
                continue
            after = name[1]
            if after + 1 < end and self.page.tokens[after].form == "(" and "person" in self.found[after + 1]:
                titles.append(self.found[after + 1]["person"])  # "Salma Ali (girl, 6)"
                after = titles[-1].last
            age = read_age(self.page, self.found, after, end) or read_bare_age(self.page, after, end)
            self._add(number, first, name[1], titles, name, age[0] if age else None, fate, None)
            some = True
            index = age[1] if age else name[1]
            if index < end and self.page.tokens[index].kind == "word" and not self._joined(index):
                break
        return some

    def _joined(self, index: int) -> bool:
        """Whether a word in a list begins the next person ("and …")."""
        form = self.page.tokens[index].form
        return form in ("و", "and") or form[0] == "و"

    def _add(
        self,
        number: int,
        first: int,
        last: int,
        titles: list[Match],
        name: tuple[int, int] | None,
        age: int | None,
        fate: Fate,
        harm: int | None,
        sex: Sex | None = None,
    ) -> None:
        more = {key: value for t in titles for key, value in t.entry.more.items()}
        words = {key: written(self.page, t) for t in titles for key in ("role", "status") if t.entry.more.get(key) is True}
        as_written = self.page.quote(*name).strip("\"'«»“”‘’#").replace("_", " ") if name else None
        twice = harm is not None and name is None and self.harms[harm].low == 2 and is_dual(self.page, titles)
        self.rows += (1 + twice) * [
            VictimMention(
                first,
                last,
                number,
                Span(*self.page.slice(first, last)),
                fate,
                as_written,
                age,
                cast(Sex | None, more.get("sex")) or sex or (gender(self.page, titles) if name else None),
                cast(Who | None, more.get("who")),
                words.get("role"),
                words.get("status"),
                harm,
                "victim:named" if name else "victim:described",
            )
        ]


__all__ = ["find_victims"]
