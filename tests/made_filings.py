"""Accounts made for the tests: our own words and numbers, each claim standing in its report's text."""

from datetime import date

from sijill.model import Account, Actor, Attribution, Candidate, Filing, Harm, Place, Placement, Report, Span, Victim, When
from sijill.model.vocabulary import ActorStance, AttributionKind, EventType, Group, HarmKind, Hedge, Level, Role, Scope, Stance, Who

DAY = date(2031, 5, 4)


def harm(
    quote: str,
    low: int | None,
    high: int | None,
    *,
    kind: HarmKind = "killed",
    group: Group = "civilian",
    who: Who | None = None,
    hedge: Hedge = "exact",
    part_of: str | None = None,
) -> Harm:
    """A harm whose id and span `file_account` fills in."""
    return Harm("", quote, Span(0, 0), kind, group, who, low, high, hedge, part_of=part_of)


def file_account(
    report: str,
    text: str,
    *,
    number: int = 1,
    event_type: EventType = "air_strike",
    scope: Scope = "event",
    stance: Stance = "asserted",
    day: date | None = DAY,
    last: date | None = None,
    harms: tuple[Harm, ...] = (),
    place: str | None = None,
    at: tuple[float, float] | None = None,
    radius_m: int = 2000,
    level: Level = "town",
    actors: tuple[tuple[str, str, Role, ActorStance], ...] = (),
    said_by: tuple[tuple[str, AttributionKind], ...] = (),
    victims: tuple[str, ...] = (),
    origin: str | None = None,
    published: date | None = None,
    source: str | None = None,
    url: str | None = None,
    lang: str = "en",
) -> Filing:
    """One account of a report; quotes must stand in `text` (their first occurrence is taken)."""

    def span(quote: str) -> Span:
        start = text.index(quote)
        return Span(start, start + len(quote))

    rid, aid = f"r-{report}", f"r-{report}.a{number}"
    places = (Place(f"{aid}.p1", place, span(place), place, "in"),) if place else ()
    placements: tuple[Placement, ...] = ()
    if place and at:
        candidate = Candidate("g1", place, at[0], at[1], level, "SY", 0.9)
        placements = (Placement(f"{aid}.p1", at[0], at[1], radius_m, level, 1, 1, candidates=(candidate,)),)
    came_from = (Place(f"{aid}.o1", origin, span(origin), origin, "in"),) if origin else ()
    account = Account(
        aid,
        scope,
        True,
        event_type,
        stance,
        None if day is None else When(day, last or day),
        places,
        tuple(Actor(f"{aid}.c{n}", q, span(q), a, r, s) for n, (q, a, r, s) in enumerate(actors, 1)),
        tuple(
            Harm(f"{aid}.h{n}", h.quote, span(h.quote), h.kind, h.group, h.who, h.low, h.high, h.hedge, h.unit, h.part_of)
            for n, h in enumerate(harms, 1)
        ),
        tuple(Attribution(f"{aid}.s{n}", q, span(q), k) for n, (q, k) in enumerate(said_by, 1)),
        origin_places=came_from,
        victims=tuple(Victim(f"{aid}.v{n}", v, span(v), "killed", name=v) for n, v in enumerate(victims, 1)),
    )
    return Filing(account, Report(rid, report, text, None, published, lang, source, url), placements)
