"""People named or individually described: the words of the page, nothing inferred beyond them."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import cast

from sijill.extract.actors.phrases import Found, Phrases
from sijill.extract.mentions import HarmMention, VictimMention
from sijill.extract.text.lexicon import Lexeme, Match, load_entries
from sijill.extract.text.page import Page
from sijill.extract.victims.names import count_words, read_age, read_name
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
_DUALS = ("ان", "ين", "تان", "تين")


@cache
def load_phrases() -> Phrases:
    """The victims lexicons of both languages, one layer a kind, compiled once."""
    layers: dict[str, list[Lexeme]] = {}
    for lang in ("ar", "en"):
        path = files("sijill") / "data" / lang / "victims.toml"
        for entry in load_entries(path.read_text(encoding="utf-8"), f"data/{lang}/victims.toml"):
            layers.setdefault(str(entry.more["kind"]), []).append(entry)
    return Phrases(layers.items())


def find_victims(page: Page, harms: Sequence[HarmMention], furniture: frozenset[int] = frozenset()) -> tuple[VictimMention, ...]:
    """All named or individually described people whose fate the page tells, in text order. Linear in the page's length."""
    found = load_phrases().scan(page)
    finder = _Finder(page, found, harms)
    for number in range(len(page.sentences)):
        if number not in furniture:
            finder.read_sentence(number)
    return tuple(finder.rows)


class _Finder:
    """One pass over a page. `kinds` are the kinds of harm of each sentence, `single` the harms to one or two people by token;
    `open_fate` is that of a list of names which goes on in the next sentences."""

    def __init__(self, page: Page, found: list[Found], harms: Sequence[HarmMention]) -> None:
        self.page = page
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
        while index < sentence.last:
            here = self.found[index]
            if "mask" in here:
                index = here["mask"].last
                continue
            if "fate" in here:
                fate, told = cast(Fate, here["fate"].entry.more["fate"]), index
            if "list" in here and self._opens_list(here["list"], sentence.last):
                stated = here["list"].entry.more.get("fate")
                listed = cast(Fate | None, stated) or self._fate(number, index, fate, told)
                if listed is not None and not self._read_list(number, here["list"].last, listed):
                    self.open_fate = listed
                return
            if "named" in here or ("person" in here and not self._is_plural(here["person"])):
                index = self._read_person(number, index, self._fate(number, index, fate, told))
            else:
                index += 1

    def _is_plural(self, match: Match) -> bool:
        """Whether an English noun stands in the plural: it describes no single person."""
        form = self.page.tokens[match.last - 1].form
        return form.isascii() and form.endswith("s") and not form.endswith(("'s", "ss")) and form not in match.entry.words

    def _opens_list(self, match: Match, end: int) -> bool:
        """Whether a list follows: a colon right after the words, or the end of the sentence."""
        after = match.last
        forms = [t.form for t in self.page.tokens[after : min(end, after + 3)]]
        return ":" in forms or (not forms and match.entry.id != "list_open")

    def _fate(self, number: int, index: int, fate: Fate | None, told: int) -> Fate | None:
        """The fate told before a person, else one told right after, else that of the sentence's only kind of harm."""
        if fate is not None and index - told <= FATE_REACH:
            return fate
        end = self.page.sentences[number].last
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
        name = read_name(self.page, self.found, index, sentence.last) if named or self._takes_name(titles, first) else None
        if name is not None and count_words(self.page, *name) < 2 and not (named and titles):
            name = None
        if not titles and self.page.tokens[first].form.isascii():
            return index
        last = name[1] if name else index
        age = read_age(self.page, self.found, last, sentence.last) or self._age_before(first)
        fate = next((cast(Fate, t.entry.more["fate"]) for t in titles if "fate" in t.entry.more), fate)
        harm = self._harm(first, last)
        if fate is None or (name is None and age is None and harm is None) or self._speaks(number, first):
            return index
        self._add(number, first, last, titles, name, age[0] if age else None, fate, harm)
        return last

    def _speaks(self, number: int, first: int) -> bool:
        """Whether a word of saying stands right before a person and no word of fate between."""
        for back in range(first - 1, max(self.page.sentences[number].first - 1, first - SPEAKER_REACH - 1), -1):
            if "fate" in self.found[back]:
                return False
            if "say" in self.found[back]:
                return True
        return False

    def _takes_name(self, titles: list[Match], first: int) -> bool:
        """Whether a name may follow the titles: in Arabic they have the article or are kin; in English a name has capitals."""
        if self.page.tokens[first].form.isascii():
            return not any(t.entry.more.get("nameless") for t in titles)
        return any(
            t.clitics.endswith(("ال", "لل"))
            or self.page.tokens[t.first].form.removeprefix("و").startswith("ال")
            or t.entry.more.get("who") == "family"
            or "fate" in t.entry.more
            for t in titles
        )

    def _age_before(self, first: int) -> tuple[int, int] | None:
        """The age in "12-year-old boy"."""
        if not self.page.tokens[first].form.isascii():
            return None
        for back in range(first - 1, max(-1, first - 6), -1):
            token = self.page.tokens[back]
            if token.kind == "number" and token.form.isdecimal() and len(token.form) < 4:
                forms = [t.form for t in self.page.tokens[back + 1 : first]]
                return (int(token.form), first) if "year" in forms and "old" in forms else None
        return None

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
            age = read_age(self.page, self.found, name[1], end)
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

    def _written(self, match: Match) -> str:
        """The words of a title as written, without the conjunction or preposition before them."""
        text = self.page.quote(match.first, match.last)
        clitics = match.clitics.removesuffix("ال")
        return text.removeprefix(clitics) if clitics and not clitics.endswith("ل") else text

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
    ) -> None:
        more = {key: value for t in titles for key, value in t.entry.more.items()}
        words = {key: self._written(t) for t in titles for key in ("role", "status") if t.entry.more.get(key) is True}
        written = self.page.quote(*name).strip("\"'«»“”‘’#").replace("_", " ") if name else None
        twice = harm is not None and name is None and self.harms[harm].low == 2 and self._is_dual(titles)
        self.rows += (1 + twice) * [
            VictimMention(
                first,
                last,
                number,
                Span(*self.page.slice(first, last)),
                fate,
                written,
                age,
                cast(Sex | None, more.get("sex")),
                cast(Who | None, more.get("who")),
                words.get("role"),
                words.get("status"),
                harm,
                "victim:named" if name else "victim:described",
            )
        ]

    def _is_dual(self, titles: list[Match]) -> bool:
        """Whether a noun says two by its ending: two people, described alike."""
        return any(self.page.tokens[t.last - 1].form.endswith(_DUALS) for t in titles)


__all__ = ["find_victims"]
