"""An account in lines of text: each value with its quote, where it stands, and the rule that read it."""

from collections.abc import Iterator

import click

from sijill.model import Account, Placement, Span


def print_account(account: Account, placements: tuple[Placement, ...] = (), indent: str = "  ") -> None:
    """An account and all of its values."""
    notes = [str(word) for word in (account.scope, account.stance) if word not in ("event", "asserted")]
    notes += [] if account.headline else ["background"]
    click.echo(click.style(f"{indent}{account.event_type}" + (f" ({', '.join(notes)})" if notes else ""), bold=True))
    for label, value, quote, span, rule in list_claims(account, placements):
        words = "" if quote is None else f"  «{' '.join(quote.split())}»"
        where = "" if span is None else f" [{span.start}–{span.end}]"
        click.echo(f"{indent}  {label:<12} {value}{words}{where}" + (f"  {rule}" if rule else ""))


def count_claims(account: Account) -> int:
    """How many values an account states."""
    return sum(1 for _ in list_claims(account, ()))


def list_claims(account: Account, placements: tuple[Placement, ...]) -> Iterator[tuple[str, str, str | None, Span | None, str]]:
    """Label, value, quote, span and rule of each value, in the order in which a reader asks."""
    placed = {placement.place: placement for placement in placements}
    if account.date is not None:
        date = account.date
        days = str(date.first) if date.first == date.last else f"{date.first} … {date.last}"
        yield "when", days + ("" if date.quote else " (from the day of publication)"), date.quote, date.span, date.rule
    for label, places in (("where", account.places), ("from", account.origin_places)):
        for place in places:
            named = ", ".join((place.name, *place.within))
            relation = "" if place.relation == "in" else f"{place.relation} "
            yield label, f"{relation}{named}{describe_placement(placed.get(place.id))}", place.quote, place.span, place.rule
    for actor in account.actors:
        doubt = "" if actor.stance == "asserted" else f", {actor.stance}"
        yield actor.role, f"{actor.actor}{doubt}", actor.quote, actor.span, actor.rule
    for harm in account.harms:
        parts = [describe_bounds(harm.low, harm.high, harm.hedge), harm.group] + [harm.who] * bool(harm.who)
        parts += ["families"] * (harm.unit == "families") + ["among those above"] * bool(harm.part_of) + ["may rise"] * harm.may_rise
        yield harm.kind, ", ".join(str(part) for part in parts), harm.quote, harm.span, harm.rule
    if account.weapon is not None:
        yield "weapon", account.weapon, None, None, ""
    for fact in account.circumstances:
        yield fact.kind, fact.value, fact.quote, fact.span, fact.rule
    for victim in account.victims:
        known = (victim.name or "unnamed", victim.sex, victim.age, victim.who, victim.role, victim.status, victim.fate)
        yield "victim", ", ".join(str(part) for part in known if part is not None), victim.quote, victim.span, victim.rule
    for source in account.attributions:
        yield "said by", source.kind, source.quote, source.span, source.rule


def describe_bounds(low: int | None, high: int | None, hedge: str = "exact") -> str:
    """A count as its words commit to it: "20", "about 20", "at least 20", "10–15"; the hedge alone where there is no number."""
    if low is None and high is None:
        return hedge
    if low is None:
        return f"up to {high}"
    if high is None:
        return f"at least {low}"
    return f"{'about ' if hedge == 'about' else ''}{low if low == high else f'{low}–{high}'}"


def describe_placement(placement: Placement | None) -> str:
    """Where a place lies and how precisely that is known."""
    if placement is None:
        return ""
    if placement.lat is None or placement.lon is None:
        return " (not placed)"
    doubt = f", one of {len(placement.candidates)}: a person should look" if placement.open else ""
    radius = "" if placement.radius_m is None else f" ±{placement.radius_m:,} m"
    return f" ({placement.lat:.4f}, {placement.lon:.4f}{radius}, {describe_level(placement)}{doubt})"


def describe_level(placement: Placement) -> str:
    """How precisely a place is known, in words; a point that a team's own table gives may come without."""
    return placement.level or "precision not stated"
