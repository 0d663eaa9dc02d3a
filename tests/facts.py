"""Incident reports of another field, made from facts: date, city, killed, injured. Each is told in several ways, in our own words."""

import random
from datetime import date, timedelta
from typing import NamedTuple

CITIES = ("Fresno", "Oakland", "Tucson", "Leeds", "Glasgow", "Winnipeg", "Brisbane", "Durban", "Toledo", "Tulsa")

WAYS = {
    "fire": (
        "{killed} people were killed and {injured} injured on {day} when a fire broke out in a block of flats in {city}.",
        "A fire in {city} on {day} killed {killed} people and injured {injured} others, the fire service said.",
        "{city}, {day}: a blaze swept through a house. {killed} people died; {injured} people were injured.",
    ),
    "flood": (
        "Floods in {city} on {day} killed {killed} people; {injured} people were injured.",
        "{killed} people were killed and {injured} injured as a flood hit {city} on {day}.",
        "After a night of rain, a flood in {city} left {killed} people dead and {injured} people injured on {day}.",
    ),
    "shooting": (
        "A gunman shot dead {killed} people and injured {injured} in {city} on {day}.",
        "{killed} people were killed and {injured} people were injured in a mass shooting in {city} on {day}.",
        "Mass shooting in {city}: {killed} people dead and {injured} people injured on {day}, police said.",
    ),
}


class Fact(NamedTuple):
    """One incident."""

    kind: str
    city: str
    day: date
    killed: int
    injured: int


def make_facts(count: int, seed: int = 7) -> list[Fact]:
    """Facts of which some share a city, some a day, and each has its own numbers."""
    rng = random.Random(seed)  # noqa: S311 - the same facts each time
    kinds = list(WAYS)
    return [
        Fact(kinds[n % 3], rng.choice(CITIES), date(2019, 3, 1) + timedelta(days=rng.randrange(120)), 2 + n % 17, 3 + (n * 7) % 23)
        for n in range(count)
    ]


def tell_facts(facts: list[Fact]) -> list[dict[str, object]]:
    """Rows of a file of reports: every fact in each of its ways, published the day after; `doc` numbers the fact and the way."""
    rows: list[dict[str, object]] = []
    for number, fact in enumerate(facts):
        for way, words in enumerate(WAYS[fact.kind]):
            day = f"{fact.day.day} {fact.day:%B %Y}" if way % 2 else f"{fact.day:%B} {fact.day.day}, {fact.day.year}"
            text = words.format(killed=fact.killed, injured=fact.injured, city=fact.city, day=day)
            source, published = f"Paper {way + 1}", (fact.day + timedelta(days=1)).isoformat()
            rows.append({"doc": f"{number}-{way}", "text": text, "source": source, "published": published, "lang": "en"})
    return rows
