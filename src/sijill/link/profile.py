"""What the comparisons need of an account, worked out once for each: days, points, names, tolls, parties, victims, words."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sijill.link.shingles import account_words
from sijill.link.sound import sound_name
from sijill.model import Filing, Harm
from sijill.model.fingerprint import fold, sign_text
from sijill.model.speaker import Statement, statements_of
from sijill.model.vocabulary import EventType, HarmKind, Scope

FAMILIES: dict[EventType, str] = {
    "air_strike": "strike",
    "shelling": "strike",
    "explosion": "strike",
    "attack": "strike",
    "armed_clash": "clash",
    "abduction": "abduction",
    "displacement": "displacement",
    "territory": "territory",
    "agreement": "agreement",
    "other": "other",
}
"""Kinds that different sources use for one happening: bare "bombardment" is read as shelling, an attack of unstated means as attack, so
sources of one air strike differ inside the family. Across families accounts are related, never one incident."""

WIDE_KM = 12.0
"""A placement with a larger radius is a district or more: it agrees with everything in it and so says little."""


class Point(NamedTuple):
    """A placement as the comparisons see it: degrees and kilometres."""

    lat: float
    lon: float
    radius_km: float
    gazetteer_id: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One account, ready to be compared. Days are ordinals (`date.toordinal`), both inclusive.

    `sounds` are those of its places' names, `units` of the larger units that they lie in, `echoes` of all words near its claims.
    """

    account: str
    report: str
    publisher: str
    lead: bool
    scope: Scope
    family: str
    event_type: EventType
    days: tuple[int, int] | None
    published: int | None
    calendar: frozenset[tuple[int, int]]
    points: tuple[Point, ...]
    origins: frozenset[str]
    origin_points: tuple[Point, ...]
    names: frozenset[str]
    sounds: frozenset[str]
    within: frozenset[str]
    units: frozenset[str]
    echoes: frozenset[str]
    weekdays: frozenset[int]
    tolls: dict[HarmKind, tuple[tuple[int, int | None], ...]]
    perpetrators: frozenset[str]
    parties: frozenset[str]
    victims: frozenset[str]
    statements: frozenset[Statement]
    words: frozenset[str]
    latin: bool
    signature: tuple[int, ...]


def find_leads(filings: Iterable[Filing]) -> frozenset[str]:
    """The account that each report is mainly about: its first headline account, else its first."""
    best: dict[str, tuple[bool, int, str]] = {}
    for filing in filings:
        account = filing.account
        rank = (not account.headline, len(account.id), account.id)  # a10 comes after a2
        best[filing.report.id] = min(rank, best.get(filing.report.id, rank))
    return frozenset(rank[2] for rank in best.values())


def make_profile(filing: Filing, lead: bool = True, signature: tuple[int, ...] | None = None) -> Profile:
    """The profile of one account; nothing in it is guessed: what the account does not say stays empty.

    lead: whether it is what its report is mainly about. signature: of the report's text, where it is known already.
    """
    account, report, words = filing.account, filing.report, account_words(filing)
    date = account.date
    names = frozenset(strip_article(fold(place.name)) for place in account.places)
    within = frozenset(strip_article(fold(w)) for place in account.places for w in place.within)
    return Profile(
        account=account.id,
        report=report.id,
        publisher=fold(report.source or ""),
        lead=lead,
        scope=account.scope,
        family=FAMILIES[account.event_type],
        event_type=account.event_type,
        days=None if date is None else (date.first.toordinal(), date.last.toordinal()),
        published=None if report.published is None else report.published.toordinal(),
        calendar=read_calendar(report.text),
        points=_points(filing, {p.id for p in account.places}),
        origins=frozenset(strip_article(fold(p.name)) for p in account.origin_places),
        origin_points=_points(filing, {p.id for p in account.origin_places}),
        names=names,
        sounds=frozenset(sound for name in names if (sound := sound_name(name))),
        within=within,
        units=frozenset(sound for name in within if (sound := sound_name(name))),
        echoes=frozenset(sound for word in words if len(sound := sound_name(word)) > 2),
        weekdays=frozenset(WEEKDAYS[w] for w in words if w in WEEKDAYS),
        tolls=_tolls(account.harms),
        perpetrators=_actors(filing, perpetrators=True),
        parties=_actors(filing, perpetrators=False),
        victims=frozenset(fold(v.name) for v in account.victims if v.name and len(v.name.split()) > 1),
        statements=statements_of(account),
        words=words,
        latin=2 * sum(w.isascii() for w in words) > len(words),
        signature=sign_text(report.text) if signature is None else signature,
    )


def strip_article(name: str) -> str:
    """A folded place name without the article of its first word, Arabic or transcribed, so that both spellings meet."""
    return _ARTICLE.sub("", name)


_ARTICLE = re.compile(r"^(?:ال(?=\w{2})|(?:al|el|ash|as|ad|ar|at|an|az)[- ](?=\w))")


def _points(filing: Filing, places: Collection[str]) -> tuple[Point, ...]:
    """The placements of some of an account's places; where people came from is never where it happened."""
    found = []
    for place in filing.placements:
        if place.place in places and place.lat is not None and place.lon is not None:
            best = place.candidates[0].gazetteer_id if place.candidates else ""
            found.append(Point(place.lat, place.lon, (place.radius_m or 0) / 1000, best))
    return tuple(found)


def _tolls(harms: Sequence[Harm]) -> dict[HarmKind, tuple[tuple[int, int | None], ...]]:
    """Stated numbers of people of the whole (not of a part), fighters apart, by kind."""
    found: dict[HarmKind, list[tuple[int, int | None]]] = {}
    for harm in harms:
        if harm.part_of is None and harm.unit == "people" and harm.group != "combatant" and (harm.low, harm.high) != (None, None):
            found.setdefault(harm.kind, []).append((harm.low or 0, harm.high))
    return {kind: tuple(sorted(set(v), key=str)) for kind, v in found.items()}


def _actors(filing: Filing, perpetrators: bool) -> frozenset[str]:
    return frozenset(
        a.actor
        for a in filing.account.actors
        if (a.role == "perpetrator") == perpetrators and a.stance != "denied" and a.actor not in ("unknown", "other")
    )


WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "اثنين"),
            ("tuesday", "ثلاثاء"),
            ("wednesday", "اربعاء"),
            ("thursday", "خميس"),
            ("friday", "جمعه"),
            ("saturday", "سبت"),
            ("sunday", "احد"),
        )
    )
    for name in names
}
"""Folded and stemmed as `account_words` gives them."""

_MONTHS = (
    ("january", "jan", "كانون الثاني", "يناير"),
    ("february", "feb", "شباط", "فبراير"),
    ("march", "mar", "اذار", "مارس"),
    ("april", "apr", "نيسان", "ابريل"),
    ("may", "ايار", "مايو"),
    ("june", "jun", "حزيران", "يونيو"),
    ("july", "jul", "تموز", "يوليو"),
    ("august", "aug", "اب", "اغسطس"),
    ("september", "sept", "sep", "ايلول", "سبتمبر"),
    ("october", "oct", "تشرين الاول", "اكتوبر"),
    ("november", "nov", "تشرين الثاني", "نوفمبر"),
    ("december", "dec", "كانون الاول", "ديسمبر"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_CALENDAR = re.compile(
    rf"(?<![\d/.-])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?:شهر )?(?P<month>{_NAMES})(?!\w)"
    rf"|(?<!\w)(?P<month2>{_NAMES})\.? (?P<day2>\d{{1,2}})(?!\d)"
    r"|(?<![\d/.-])(?P<day3>\d{1,2})(?P<mark>[/.-])(?P<month3>\d{1,2})(?P=mark)(?:20)?\d\d(?!\d)"
)


@lru_cache(maxsize=512)
def read_calendar(text: str) -> frozenset[tuple[int, int]]:
    """Every (month, day) that a text names, with or without a year, in its first 20,000 characters: a hint, not a date."""
    found = set()
    for piece in _around_digits(fold(text[:20_000])):
        for match in _CALENDAR.finditer(piece):
            day = int(match["day"] or match["day2"] or match["day3"])
            word = match["month"] or match["month2"]
            month = _MONTH[word] if word else int(match["month3"])
            if 1 <= day <= 31 and 1 <= month <= 12:
                found.add((month, day))
    return frozenset(found)


def _around_digits(text: str) -> Iterator[str]:
    """The pieces of a text that a day of the calendar can stand in, each longer on both sides than any match: most of a text has no
    digit, and the pattern takes its time over every letter."""
    start = end = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() - _REACH > end:
            if end:
                yield text[start:end]
            start = max(0, digits.start() - _REACH)
        end = digits.end() + _REACH
    if end:
        yield text[start:end]


_DIGITS = re.compile(r"\d+")
_REACH = 32
"""Characters: "th of شهر تشرين الثاني" and a letter more."""
