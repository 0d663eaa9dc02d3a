"""Gold readings as mentions (the ceiling: what assembly does when the finders are perfect), and the gold account of each unit."""

import json
from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sijill.extract.accounts.facts import place_key
from sijill.extract.accounts.units import Unit
from sijill.extract.mentions import ActorMention, HarmMention, Mentions, PlaceMention, SourceMention, TimeMention
from sijill.extract.text.page import Page
from sijill.model import Span

Row = dict[str, Any]


def load_rows(path: Path) -> list[Row]:
    """The rows of a .jsonl of documents with gold readings."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def published_of(row: Row) -> date | None:
    """The publication date given with a row."""
    return date.fromisoformat(row["published"]) if row.get("published") else None


def gold_mentions(page: Page, row: Row, furniture: frozenset[int]) -> Mentions:
    """Every gold claim of a row as a mention, once for each span; gold place names and actor words also where they recur."""
    starts = [t.start for t in page.tokens]
    firsts = [s.first for s in page.sentences]
    accounts = row["gold"]["accounts"]

    def tokens(span: list[int]) -> tuple[int, int, int]:
        first = max(0, bisect_right(starts, span[0]) - 1)
        last = max(first + 1, bisect_left(starts, span[1]))
        return first, last, bisect_right(firsts, first) - 1

    harms: dict[Any, HarmMention] = {}
    parts: dict[Any, tuple[str, int]] = {}
    for number, account in enumerate(accounts):
        for h in account["harms"]:
            key = (*h["span"], h["kind"], h["group"], h["who"], h["low"], h["high"])
            span = Span(*h["span"])
            harms[key] = HarmMention(
                *tokens(h["span"]),
                span,
                h["kind"],
                h["group"],
                h["who"],
                h["low"],
                h["high"],
                h["hedge"],
                h["unit"],
                None,
                False,
                "gold",
            )
            if h.get("part_of"):
                parts[key] = (h["part_of"], number)
    ordered = sorted(harms, key=lambda k: k[:2])
    quotes = {(row["text"][k[0] : k[1]]): i for i, k in reversed(list(enumerate(ordered)))}
    linked = []
    for key in ordered:
        parent = quotes.get(parts[key][0]) if key in parts else None
        linked.append(replace(harms[key], part_of=parent))
    places: dict[Any, PlaceMention] = {}
    actors: dict[Any, ActorMention] = {}
    sources: dict[Any, SourceMention] = {}
    times: dict[Any, TimeMention] = {}
    for account in accounts:
        for p in account["places"]:
            for span in _again(row["text"], p["span"], p["name"]):
                relation = p["relation"] if span == p["span"] else "in"
                places.setdefault(
                    (span[0], place_key(p["name"])),
                    PlaceMention(*tokens(span), Span(*span), p["name"], relation, tuple(p["within"]), "event", "gold"),
                )
        for a in account["actors"]:
            for span in _again(row["text"], a["span"], a["quote"]):
                actors.setdefault((span[0], a["id"]), ActorMention(*tokens(span), Span(*span), a["id"], a["stance"], None, "gold"))
        for s in account["attributions"]:
            sources.setdefault((s["span"][0], s["kind"]), SourceMention(*tokens(s["span"]), Span(*s["span"]), s["kind"], False, "gold"))
        when = account.get("date")
        if when and when.get("span"):
            first, last = (date.fromisoformat(when[k]) for k in ("from", "to"))
            times.setdefault(
                when["span"][0],
                TimeMention(*tokens(when["span"]), Span(*when["span"]), first, last, (last - first).days > 2, False, "gold"),
            )
    return Mentions(
        harms=tuple(linked),
        places=_sorted(places),
        actors=_sorted(actors),
        sources=_sorted(sources),
        times=_sorted(times),
        furniture=furniture,
        published=published_of(row),
    )


def _sorted(found: dict[Any, Any]) -> tuple[Any, ...]:
    return tuple(sorted(found.values(), key=lambda m: (m.first, m.last)))


def _again(text: str, span: list[int], words: str) -> list[list[int]]:
    """A span, and every other place where the words stand outside it (at most 20)."""
    found = [span]
    at = text.find(words)
    while at >= 0 and len(found) < 20:
        if at + len(words) <= span[0] or at >= span[1]:
            found.append([at, at + len(words)])
        at = text.find(words, at + len(words))
    return found


def overlap(span: Span, other: list[int]) -> bool:
    """Whether a span and a gold span share a character."""
    return span.start < other[1] and other[0] < span.end


def unit_labels(units: tuple[Unit, ...], mentions: Mentions, row: Row) -> list[int | None]:
    """The gold account that each unit tells of, by the gold claims that stand in it or are repeated in it; None for no account.

    A harm's own span counts most, then places, actors, dates and sources; the type of the triggers breaks ties.
    """
    accounts = row["gold"]["accounts"]
    labels: list[int | None] = []
    previous: int | None = None
    for unit in units:
        votes: dict[int, float] = {}
        for number, account in enumerate(accounts):
            votes[number] = 0
            for i in unit.harms:
                m = mentions.harms[i]
                best = 0.0
                for h in account["harms"]:
                    same = (m.kind, m.low, m.high) == (h["kind"], h["low"], h["high"])
                    if overlap(m.span, h["span"]):
                        best = max(best, 5.0 if same else 4.0)
                    elif same and m.low is not None:
                        best = max(best, 3.0)
                    elif same:
                        best = max(best, 1.0)
                votes[number] += best
            for i in unit.places:
                p = mentions.places[i]
                best = 0.0
                for g in account["places"]:
                    if place_key(g["name"]) == place_key(p.name):
                        best = max(best, 3.0 if overlap(p.span, g["span"]) else 1.5)
                votes[number] += best
            for i in unit.actors:
                a = mentions.actors[i]
                best = 0.0
                for g in account["actors"]:
                    if g["id"] == a.actor:
                        best = max(best, 2.0 if overlap(a.span, g["span"]) else 0.5)
                votes[number] += best
            when = account.get("date")
            if when and when.get("span"):
                votes[number] += 1.5 * any(overlap(mentions.times[i].span, when["span"]) for i in unit.times)
            votes[number] += 1.0 * any(
                overlap(mentions.sources[i].span, s["span"]) for i in unit.sources for s in account["attributions"]
            )
            if votes[number]:
                kinds = {t.type for t in unit.triggers if t.type}
                votes[number] += 1.0 * (account["event_type"] in kinds) - 1.0 * (bool(kinds) and account["event_type"] not in kinds)
                votes[number] += 0.3 * (number == previous)
        best_value = max(votes.values(), default=0.0)
        label = max(votes, key=lambda n: (votes[n], -n)) if best_value >= 2.0 else None
        labels.append(label)
        if label is not None:
            previous = label
    return labels
