"""What a language model answered, taken apart: only values of the vocabulary whose quotes stand in the text become claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, get_args

from sijill.extract.llm.prompt import CIRCUMSTANCES
from sijill.extract.llm.text import QuoteFinder
from sijill.model import Account, Actor, Attribution, Circumstance, Harm, Place, Span, Victim, When
from sijill.model import vocabulary as words
from sijill.model.identity import account_id, claim_id

C = TypeVar("C")

NUMBERED = {"exact": (True, True), "about": (True, True), "at_least": (True, False), "more_than": (True, False), "up_to": (False, True)}
"""Which bounds a hedge with a number has; `range` has both, and they differ."""


class Unfit(Exception):
    """A value that is not kept: its quote does not stand in the text, or it does not fit the vocabulary."""


def word(value: object, kind: Any) -> Any:
    """`value` where it is a word of the vocabulary `kind`. Raises Unfit."""
    if not isinstance(value, str) or value not in get_args(kind):
        raise Unfit
    return value


def whole_number(value: object) -> int | None:
    """A count or null. Raises Unfit for anything else: a boolean, a number below zero, more people than there are."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 10_000_000_000:
        raise Unfit
    return value


def day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Unfit from None


def items(answer: dict[str, Any], name: str) -> Iterator[object]:
    """The entries of a list; nothing where the model left it out."""
    value = answer.get(name)
    yield from value if isinstance(value, list) else ()


@dataclass(slots=True)
class AnswerReader:
    """Reads the accounts of one window's answer into the model; `dropped` counts what was not kept."""

    report: str
    published: date | None
    finder: QuoteFinder
    rule: str
    dropped: int = 0

    def read_account(self, raw: object, ordinal: int) -> Account | None:
        """One account, or None (and one dropped) where its frame does not fit or nothing in it could be kept."""
        account = self.build_account(raw, account_id(self.report, ordinal)) if isinstance(raw, dict) else None
        if account is None or not (account.places or account.actors or account.harms or account.attributions or account.victims):
            self.dropped += 1
            return None
        return account

    def build_account(self, raw: dict[str, Any], identity: str) -> Account | None:
        """An account of what could be kept, or None where its frame does not fit the vocabulary."""
        try:
            return Account(
                id=identity,
                scope=word(raw.get("scope"), words.Scope),
                headline=raw.get("headline") is True,
                event_type=word(raw.get("event_type"), words.EventType),
                stance=word(raw.get("stance"), words.Stance),
                date=self.read_date(raw.get("date")),
                places=tuple(self.read_places(raw, identity)),
                actors=tuple(self.read_actors(raw, identity)),
                harms=tuple(self.read_harms(raw, identity)),
                attributions=tuple(self.read_attributions(raw, identity)),
                weapon="chemical" if raw.get("weapon") == "chemical" else None,
                victims=tuple(self.read_victims(raw, identity)),
                circumstances=tuple(self.read_circumstances(raw)),
            )
        except Unfit:
            return None

    def drop(self) -> None:
        self.dropped += 1

    def locate(self, raw: dict[str, Any], part: str) -> tuple[str, Span]:
        """The words at the quote's span, and the span. Raises Unfit where the quote does not stand in the window."""
        span = self.finder.find(raw.get("quote"), part)
        if span is None:
            raise Unfit
        return self.finder.text[span.start : span.end], span

    def entries(self, raw: dict[str, Any], part: str) -> Iterator[tuple[dict[str, Any], str, Span]]:
        """The entries of one part whose quotes were found."""
        for entry in items(raw, part):
            if not isinstance(entry, dict):
                self.drop()
                continue
            try:
                yield (entry, *self.locate(entry, part))
            except Unfit:
                self.drop()

    def read_date(self, raw: object) -> When | None:
        """The date; without a quote only the day of publication is kept, for only that needs no words."""
        if not isinstance(raw, dict):
            return None
        try:
            first, last = day(raw.get("from")), day(raw.get("to"))
            if first > last:
                raise Unfit
            if raw.get("quote") is None:
                if not first == last == self.published:
                    raise Unfit
                return When(first, last, rule=self.rule)
            quote, span = self.locate(raw, "date")
            return When(first, last, quote, span, self.rule)
        except Unfit:
            self.drop()
            return None

    def read_places(self, raw: dict[str, Any], identity: str) -> Iterator[Place]:
        for n, (entry, quote, span) in enumerate(self.entries(raw, "places"), 1):
            try:
                name, relation = entry.get("name"), word(entry.get("relation"), words.Relation)
                if not isinstance(name, str) or not name.strip() or name not in quote:
                    raise Unfit
                within = tuple(unit for unit in items(entry, "within") if isinstance(unit, str) and unit and unit in self.finder.text)
                yield Place(claim_id(identity, "p", n), quote, span, name, relation, within, self.rule)
            except Unfit:
                self.drop()

    def read_actors(self, raw: dict[str, Any], identity: str) -> Iterator[Actor]:
        for n, (entry, quote, span) in enumerate(self.entries(raw, "actors"), 1):
            try:
                role, stance = word(entry.get("role"), words.Role), word(entry.get("stance"), words.ActorStance)
                if entry.get("id") not in words.ACTOR_IDS:
                    raise Unfit
                yield Actor(claim_id(identity, "c", n), quote, span, entry["id"], role, stance, self.rule)
            except Unfit:
                self.drop()

    def read_harms(self, raw: dict[str, Any], identity: str) -> Iterator[Harm]:
        """Harms in the order of the answer; `part_of` holds the id of an earlier harm, by the words that the model quoted for it."""
        known: dict[str, str] = {}
        for n, (entry, quote, span) in enumerate(self.entries(raw, "harms"), 1):
            try:
                low, high, hedge = read_bounds(entry)
                who = None if entry.get("who") is None else word(entry["who"], words.Who)
                claim = claim_id(identity, "h", n)
                whole = entry.get("part_of")
                yield Harm(
                    id=claim,
                    quote=quote,
                    span=span,
                    kind=word(entry.get("kind"), words.HarmKind),
                    group=word(entry.get("group"), words.Group),
                    who=who,
                    low=low,
                    high=high,
                    hedge=hedge,
                    unit=word(entry.get("unit", "people"), words.Unit),
                    part_of=known.get(whole) if isinstance(whole, str) else None,
                    rule=self.rule,
                )
                known.setdefault(str(entry["quote"]), claim)
            except Unfit:
                self.drop()

    def read_attributions(self, raw: dict[str, Any], identity: str) -> Iterator[Attribution]:
        for n, (entry, quote, span) in enumerate(self.entries(raw, "attributions"), 1):
            try:
                yield Attribution(claim_id(identity, "s", n), quote, span, word(entry.get("kind"), words.AttributionKind), self.rule)
            except Unfit:
                self.drop()

    def read_victims(self, raw: dict[str, Any], identity: str) -> Iterator[Victim]:
        """Victims; a name, role or status that is not in the text is left empty and counted, the person is kept."""
        for n, (entry, quote, span) in enumerate(self.entries(raw, "victims"), 1):
            try:
                yield Victim(
                    id=claim_id(identity, "v", n),
                    quote=quote,
                    span=span,
                    fate=word(entry.get("fate"), words.Fate),
                    name=self.own_words(entry.get("name")),
                    age=whole_number(entry.get("age")),
                    sex=None if entry.get("sex") is None else word(entry["sex"], words.Sex),
                    who=None if entry.get("who") is None else word(entry["who"], words.Who),
                    role=self.own_words(entry.get("role")),
                    status=self.own_words(entry.get("status")),
                    rule=self.rule,
                )
            except Unfit:
                self.drop()

    def own_words(self, value: object) -> str | None:
        """`value` where the text says it letter for letter, else None (and one dropped)."""
        if isinstance(value, str) and value.strip() and value in self.finder.text:
            return value
        if value is not None:
            self.drop()
        return None

    def read_circumstances(self, raw: dict[str, Any]) -> Iterator[Circumstance]:
        for entry, quote, span in self.entries(raw, "circumstances"):
            kind, value = entry.get("kind"), entry.get("value")
            if kind in CIRCUMSTANCES and isinstance(kind, str) and isinstance(value, str) and value.strip():
                yield Circumstance(kind, value, quote, span, self.rule)
            else:
                self.drop()


def read_bounds(entry: dict[str, Any]) -> tuple[int | None, int | None, words.Hedge]:
    """Bounds and hedge that fit each other, as the guidelines have them. Raises Unfit for the rest."""
    low, high = whole_number(entry.get("low")), whole_number(entry.get("high"))
    hedge: words.Hedge = word(entry.get("hedge"), words.Hedge)
    shape = (low is not None, high is not None)
    if hedge == "range":
        fits = low is not None and high is not None and low < high
    elif hedge in {"exact", "about"}:
        fits = low is not None and low == high
    else:
        fits = shape == NUMBERED.get(hedge, (False, False))
    if not fits:
        raise Unfit
    return low, high, hedge
