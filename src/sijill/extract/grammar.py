"""The default reader: a compiled grammar over one language's data files, and small models that choose between bindings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sijill.extract.accounts.assembly import assemble
from sijill.extract.actors.finder import find_actors
from sijill.extract.harms.finder import find_harms
from sijill.extract.mentions import ActorMention, Mentions, PlaceMention
from sijill.extract.places.finder import find_places
from sijill.extract.sources.finder import find_sources
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import Page, make_page
from sijill.extract.times.finder import find_dateline, find_times
from sijill.extract.victims.details import add_details
from sijill.model import Reading, Report

NAME = "grammar-1"
"""Name and version of the reader; raised whenever a reading of the same text may change."""

LANGUAGES = ("ar", "en")


class GrammarReader:
    """Reads Arabic and English reports. Other Latin-script texts are read as English, others get an empty reading."""

    name = NAME

    def read_report(self, report: Report) -> Reading:
        """All accounts of a report, in the order of the text."""
        lang = report.lang if report.lang in LANGUAGES else guess_language(report.text)
        if lang is None:
            return Reading(report.id, report.doc, report.lang or "und", report.published, (), self.name)
        with without_collector():
            page = make_page(report.text, lang)
            mentions = find_mentions(page, report.published)
            accounts = add_details(page, mentions, assemble(page, mentions, report.id))
        return Reading(report.id, report.doc, lang, report.published, accounts, self.name)


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the garbage collector: a reading makes no cycles, and looking for them took a tenth of its time. Nests, also in threads:
    who found the collector running lets it run again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def find_mentions(page: Page, published: date | None) -> Mentions:
    """All that the finders find in a page."""
    furniture = find_furniture(page)
    day = published or find_dateline(page, published)
    actors = tuple(find_actors(page, furniture, day))
    return Mentions(
        harms=tuple(find_harms(page, furniture)),
        places=outside_actors(tuple(find_places(page, furniture)), actors),
        actors=actors,
        sources=tuple(find_sources(page, furniture)),
        times=tuple(find_times(page, published, furniture)),
        furniture=furniture,
        published=day,
    )


def outside_actors(places: tuple[PlaceMention, ...], actors: tuple[ActorMention, ...]) -> tuple[PlaceMention, ...]:
    """The places that are not a part of a party's name, as the country is in "Syrian Democratic Forces"."""
    named = {i for actor in actors if actor.last - actor.first > 1 for i in range(actor.first, actor.last)}
    return tuple(place for place in places if not all(i in named for i in range(place.first, place.last)))


def guess_language(text: str) -> str | None:
    """`ar` or `en` by the script that most letters of the first 20,000 characters have; None where neither has any."""
    sample = text[:20_000]
    arabic = sum("\u0600" <= c <= "\u06ff" or "\u0750" <= c <= "\u077f" or "\ufb50" <= c <= "\ufefc" for c in sample)
    latin = sum("a" <= c <= "z" or "A" <= c <= "Z" for c in sample)
    if not arabic and not latin:
        return None
    return "ar" if arabic >= latin else "en"


__all__ = ["GrammarReader", "Mentions", "find_mentions", "guess_language"]
