"""A made-up war for measuring linking: any number of accounts whose incidents are known, with the noise of real reports.

The rates are those of link_noise.json (measured by training/link_noise.py); words, names and places are made of random letters. A
world is made in parts that depend on their number only, so that several processes can make it, and a part is the same in a world of
any size but for its places.
"""

import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sijill.model import Account, Actor, Filing, Harm, Place, Placement, Report, Span, When
from sijill.model.vocabulary import EventType

NOISE = json.loads(Path(__file__).with_name("link_noise.json").read_text(encoding="utf-8"))
RATES, LEVELS = NOISE["rates"], NOISE["levels"]

PART = 5000
"""Accounts of a part."""

VOCABULARY = 500_000
LETTERS = "ابتجحدرزسشصطعغفقكلمنهوي"
LATIN = ("a", "b", "t", "j", "h", "d", "r", "z", "s", "sh", "s", "t", "a", "gh", "f", "q", "k", "l", "m", "n", "h", "w", "y")
SOUNDS = dict(zip(LETTERS, LATIN, strict=True))
ACTORS = ("russia", "us_coalition", "syria_government", "turkey", "saudi_coalition", "israel")
MONTHS = (
    "كانون الثاني",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين الاول",
    "تشرين الثاني",
    "كانون الاول",
)
DAYS = 3000
DENSE = 0.12
"""Incidents that have another one on the same day within 1 km: in Airwars' data on Syria 12 %."""


def share(*codes: str, of: str) -> float:
    """Among pairs of one incident that can be compared by levels beginning with `of`, the share that reaches one of `codes`."""
    return float(sum(LEVELS.get(code, 0.0) for code in codes) / sum(v for code, v in LEVELS.items() if code.startswith(of)))


# A pair differs where either account does: each account is given half of the pair's rate, an agreement its square root.
SAME_NAME = math.sqrt(share("name_same", of="name_"))
OTHER_SPELLING = share("name_close", of="name_") / (2 * SAME_NAME)
UNIT_NAME = share("name_within", of="name_") / (2 * SAME_NAME)
NEXT_DAY, WRONG_WEEK, WRONG_DAY = (share(f"date_{how}", of="date_") / 2 for how in ("next", "near", "apart"))
TOLL_NEAR, TOLL_OFF = (share(f"killed_{how}", of="killed_") / 2 for how in ("close", "differ"))
OTHER_ACTOR = share("actor_other", of="actor_") / 2
OTHER_TYPE, OTHER_FAMILY = (share(f"type_{how}", of="type_") / 2 for how in ("family", "other"))
QUOTES = math.sqrt(LEVELS["text_shared"] + LEVELS["text_copy"])
COPIES = LEVELS["text_copy"]
OWN_WORD = math.sqrt(NOISE["rare_words_shared"] / 8)


@dataclass(frozen=True)
class Spot:
    """A place that can be struck."""

    name: str
    unit: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Event:
    """What truly happened."""

    number: int
    day: date
    spot: Spot
    killed: int
    injured: int
    actor: str
    event_type: EventType
    statement: tuple[str, ...]
    own: tuple[str, ...]


def make_part(part: int, size: int, world: int) -> Iterator[tuple[Filing, int]]:
    """The accounts of one part (its number, from 0), each of its own report, with the number of their incident.

    size: accounts wanted of this part; world: of the whole, by which places are as dense as reports are.
    """
    rng, words = random.Random(part), _draw_words(part)  # noqa: S311 - repeatable, not secret
    made, before, places = 0, None, max(40, world // 12)
    while made < size:
        event = _make_event(f"{part}{made:05}", rng, words, places, before)
        before = event
        text: str | None = None
        for _ in range(rng.choice(NOISE["sizes"])):
            if made == size:
                break
            filing = _make_filing(f"r{part:05}{made:05}", event, rng, words, text if rng.random() < COPIES else None)
            text = filing.report.text
            yield filing, event.number
            made += 1


def _draw_words(part: int) -> Iterator[str]:
    """Words without end, by Zipf's law with the exponent of the real reports."""
    numbers = np.random.default_rng(part)
    while True:
        yield from map(spell, np.searchsorted(_ends(), numbers.random(50_000) * _ends()[-1]).tolist())


@cache
def _ends() -> Any:
    return np.cumsum(np.arange(1, VOCABULARY + 1) ** -float(NOISE["zipf"]))


@lru_cache(maxsize=100_000)
def spell(number: int) -> str:
    """The word of a number: four to seven letters, no two alike."""
    left, letters = (number * 7_368_787 + 91) % 23**5, []
    for _ in range(5):
        left, letter = divmod(left, 23)
        letters.append(LETTERS[letter])
    return "".join(letters) + LETTERS[number % 23] * (number % 3 == 0)


@lru_cache(maxsize=200_000)
def spot(number: int) -> Spot:
    """The place of a number, in one of 14 larger units."""
    rng = random.Random(-1 - number)  # noqa: S311
    unit = number % 14
    lat, lon = 33.0 + unit // 4 + rng.gauss(0, 0.35), 36.5 + 1.2 * (unit % 4) + rng.gauss(0, 0.4)
    return Spot(spell(VOCABULARY + number), spell(2 * VOCABULARY + unit), lat, lon)


def _make_event(number: str, rng: random.Random, words: Iterator[str], places: int, before: Event | None) -> Event:
    day, where = date(2013, 1, 1) + timedelta(rng.randrange(DAYS)), spot(int(places * rng.random() ** 2))
    if before is not None and rng.random() < DENSE:
        day, where = before.day, before.spot
    statement = tuple(next(words) for _ in range(20))
    own = tuple(spell(rng.randrange(VOCABULARY)) for _ in range(8))
    killed, injured = 1 + int(rng.expovariate(0.2)), 1 + int(rng.expovariate(0.1))
    kind: EventType = "air_strike" if rng.random() < 0.75 else "shelling"
    return Event(int(number), day, where, killed, injured, rng.choice(ACTORS), kind, statement, own)


def _make_filing(name: str, event: Event, rng: random.Random, words: Iterator[str], copied: str | None) -> Filing:
    latin, aid = rng.random() < RATES["latin"], f"{name}.a1"
    day = _tell_day(event.day, rng)
    called = _tell_name(event.spot, rng)
    length = max(8, round(np.interp(rng.random(), np.linspace(0, 1, 11), NOISE["words"])))
    body = [next(words) for _ in range(max(0, length - 4))] + [word for word in event.own if rng.random() < OWN_WORD]
    if rng.random() < QUOTES:
        at = rng.randrange(max(1, len(body) - 20))
        body[at : at + 20] = event.statement
    if rng.random() < RATES["calendar"]:
        body.append(f"{event.day.day} {MONTHS[event.day.month - 1]}")
    lead = [called, event.spot.unit] if rng.random() < RATES["within"] else [called]
    text = copied or " ".join((*lead, *body))
    if latin and copied is None:
        text = transliterate(text)
    start = Span(0, text.find(" "))
    within = (lead[1],) if len(lead) > 1 else ()
    shown, *around = (transliterate(word) if latin else word for word in (called, *within))
    places = (Place(f"{aid}.p1", shown, start, shown, "in", within=tuple(around)),)
    account = Account(
        aid,
        "event",
        True,
        _tell_type(event.event_type, rng),
        "asserted",
        When(day, day + timedelta(30 if rng.random() < RATES["wide_date"] else 0)) if rng.random() < RATES["dated"] else None,
        places if rng.random() < RATES["named"] else (),
        _tell_actors(aid, event, start, rng),
        _tell_harms(aid, event, Span(0, min(len(text), 200)), rng),
    )
    published = event.day + timedelta(rng.choice((0, 0, 1, 1, 2, 5))) if rng.random() < RATES["published"] else None
    return Filing(account, Report(name, name, text, None, published, "en" if latin else "ar"), _place(aid, event.spot, rng))


def transliterate(text: str) -> str:
    """Arabic letters as one Latin spelling of them; digits and spaces stay."""
    return "".join(SOUNDS.get(letter, letter) for letter in text)


def _tell_day(day: date, rng: random.Random) -> date:
    drawn = rng.random()
    for rate, least, most in ((NEXT_DAY, 1, 1), (WRONG_WEEK, 2, 7), (WRONG_DAY, 8, 400)):
        if drawn < rate:
            return day + timedelta(rng.randint(least, most) * rng.choice((-1, 1)))
        drawn -= rate
    return day


def _tell_name(where: Spot, rng: random.Random) -> str:
    drawn = rng.random()
    if drawn < SAME_NAME:
        return where.name
    if drawn < SAME_NAME + OTHER_SPELLING:
        at = rng.randrange(1, len(where.name))
        return where.name[:at] + where.name[at + 1 :]
    if drawn < SAME_NAME + OTHER_SPELLING + UNIT_NAME:
        return where.unit
    return spell(VOCABULARY + rng.randrange(VOCABULARY))


def _tell_type(true: EventType, rng: random.Random) -> EventType:
    drawn = rng.random()
    return "armed_clash" if drawn < OTHER_FAMILY else "explosion" if drawn < OTHER_FAMILY + OTHER_TYPE else true


def _tell_actors(aid: str, event: Event, span: Span, rng: random.Random) -> tuple[Actor, ...]:
    if rng.random() > RATES["blaming"]:
        return ()
    actor = rng.choice(ACTORS) if rng.random() < OTHER_ACTOR else event.actor
    return (Actor(f"{aid}.c1", actor, span, actor, "perpetrator"),)


def _tell_harms(aid: str, event: Event, span: Span, rng: random.Random) -> tuple[Harm, ...]:
    found = []
    for kind, true in (("killed", event.killed), ("injured", event.injured)):
        if rng.random() > RATES[kind]:
            continue
        drawn = rng.random()
        told = max(1, true + rng.choice((-1, 1))) if drawn < TOLL_NEAR else max(1, 2 * true) if drawn < TOLL_NEAR + TOLL_OFF else true
        high = None if rng.random() < RATES["open_toll"] / RATES["killed"] else told
        found.append(Harm(f"{aid}.h{len(found) + 1}", str(told), span, kind, "civilian", None, told, high, "exact"))
    return tuple(found)


def _place(aid: str, where: Spot, rng: random.Random) -> tuple[Placement, ...]:
    if rng.random() > RATES["placed"]:
        return ()
    radius = float(np.interp(rng.random(), np.linspace(0, 1, 11), NOISE["radii_km"]))
    away = share("place_far", "place_apart", of="place_") / 2
    shift = rng.gauss(0, 0.5) if rng.random() < away else 0.0
    return (Placement(f"{aid}.p1", where.lat + shift, where.lon + shift, 1000 * min(radius, 300), "village"),)
