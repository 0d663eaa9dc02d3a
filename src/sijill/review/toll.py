"""Tolls: an incident's range for each kind of harm and group, by named rules, with the claims that gave it.

Rules (after FIELD: every one is named in `Toll.rule`, joined by "+"):
range       from the lowest to the highest credible claim of the same thing
one_claim   a single claim
agreed      several claims of the same number
superseded  a voice's later toll replaced its own earlier one: a source's, or that of several reports of one origin
parts       only described sets (women, children, …) are stated: at least the largest of them, at most their sum
presumed    people of unstated status counted with the civilians: civilian is presumed until shown otherwise
whole       people of unstated status with civilians or fighters among them: not added to either
moved       wounded who died later were moved from the injured to the killed
contested   some reports call the same people civilians, others fighters: out of both floors, in both ceilings
named       people named or described one by one set the floor
vague       words without a number only
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from sijill.model import Filing, Origin, Toll
from sijill.model.vocabulary import Group, HarmKind, Unit
from sijill.review.claim import HarmClaim, collect_claims
from sijill.review.wounds import move_wounded

Key = tuple[HarmKind, Group, Unit]
Bounds = tuple[int | None, int | None]

KIND_ORDER: tuple[HarmKind, ...] = ("killed", "injured", "casualties", "missing", "abducted", "displaced")
GROUP_ORDER: tuple[Group, ...] = ("civilian", "unknown", "combatant")


def review_tolls(filings: Sequence[Filing], origins: Sequence[Origin] = ()) -> tuple[Toll, ...]:
    """The tolls of an incident, killed first, civilians first. origins: which of its reports have one voice."""
    claims, moved = move_wounded(collect_claims(filings, origins))
    wholes = [c for c in claims if c.whole]
    civilian = {(c.harm.kind, c.harm.unit) for c in wholes if c.harm.group == "civilian"}
    civilian -= {(c.harm.kind, c.harm.unit) for c in wholes if c.mixed}  # a bare number then is one of the whole
    by_key: dict[Key, list[HarmClaim]] = defaultdict(list)
    for claim in wholes:
        harm = claim.harm
        presumed = harm.group == "unknown" and (harm.kind, harm.unit) in civilian
        by_key[harm.kind, "civilian" if presumed else harm.group, harm.unit].append(claim)
    floors = _named_floors(filings)
    keys = sorted(by_key, key=lambda k: (KIND_ORDER.index(k[0]), GROUP_ORDER.index(k[1]), k[2]))
    tolls = [_make_toll(key, by_key[key], floors.get(key[0], 0) if _takes_floor(key, keys) else 0, moved) for key in keys]
    for kind, unit in sorted({(kind, unit) for kind, _, unit in keys}):
        if _status_contested([c for c in wholes if (c.harm.kind, c.harm.unit) == (kind, unit)]):
            tolls = _open_both(tolls, kind, unit, floors.get(kind, 0) if unit == "people" else 0)
    return tuple(tolls)


def _status_contested(wholes: Sequence[HarmClaim]) -> bool:
    """Whether accounts call the same people differently: one only civilians, another only fighters, of numbers that can be the same.

    An account that tells both kinds apart says that there were both.
    """
    by_account: dict[str, list[HarmClaim]] = defaultdict(list)
    for claim in wholes:
        by_account[claim.account.id].append(claim)
    groups = {account: {c.harm.group for c in claims} for account, claims in by_account.items()}
    if any({"civilian", "combatant"} <= found for found in groups.values()):
        return False
    called: dict[str, list[HarmClaim]] = defaultdict(list)
    for account, found in groups.items():
        if len(found) == 1:
            called[next(iter(found))] += [c for c in by_account[account] if c.numbered]
    return any(_may_be_same(a, b) for a in called["civilian"] for b in called["combatant"])


def _may_be_same(a: HarmClaim, b: HarmClaim) -> bool:
    return contradict([(a.harm.low, a.harm.high), (b.harm.low, b.harm.high)]) is None


def _open_both(tolls: Sequence[Toll], kind: HarmKind, unit: Unit, floor: int) -> list[Toll]:
    """The tolls of civilians and of fighters, each with the other's ceiling and without a floor but for people named one by one."""
    both = [t for t in tolls if (t.kind, t.unit) == (kind, unit) and t.group != "unknown"]
    highs = [t.high for t in both]
    highest = None if None in highs else max(h for h in highs if h is not None)
    opened = {t.group: replace(t, low=floor if t.group == "civilian" else 0, high=highest, rule=f"{t.rule}+contested") for t in both}
    return [opened.get(t.group, t) if (t.kind, t.unit) == (kind, unit) else t for t in tolls]


def sort_tolls(tolls: Iterable[Toll]) -> tuple[Toll, ...]:
    """Killed first, civilians first."""
    return tuple(sorted(tolls, key=lambda t: (KIND_ORDER.index(t.kind), GROUP_ORDER.index(t.group), t.unit)))


def _takes_floor(key: Key, keys: Sequence[Key]) -> bool:
    """Named victims are civilians until shown otherwise; they floor the civilian toll, or the unstated one where there is none."""
    kind, group, unit = key
    return unit == "people" and (group == "civilian" or (group == "unknown" and (kind, "civilian", unit) not in keys))


def _named_floors(filings: Sequence[Filing]) -> dict[HarmKind, int]:
    """The most people that one account names or describes one by one, for each fate."""
    floors: dict[HarmKind, int] = {}
    for filing in filings:
        counts: dict[HarmKind, set[str]] = defaultdict(set)
        for victim in filing.account.victims:
            if victim.name:
                counts[victim.fate].add(" ".join(victim.name.split()))
        for kind, names in counts.items():
            floors[kind] = max(floors.get(kind, 0), len(names))
    return floors


def _make_toll(key: Key, claims: Sequence[HarmClaim], floor: int, moved: Collection[str]) -> Toll:
    kind, group, unit = key
    rules = []
    standing = drop_superseded(claims)
    if len(standing) < len(claims):
        rules.append("superseded")
    if any(c.harm.id in moved for c in standing):
        rules.append("moved")
    numbered = [c for c in standing if c.numbered]
    vague = tuple(c.harm.id for c in standing if not c.numbered)
    words = tuple(c.harm.hedge for c in standing if not c.numbered)
    if not numbered:
        low = floor or None
        return Toll(kind, group, low, None, unit, "+".join([*rules, "vague", *(["named"] if floor else [])]), (), vague, words=words)
    bounds = []
    for account in dict.fromkeys(c.account.id for c in numbered):
        bounds += _account_bounds([c for c in numbered if c.account.id == account], rules)
    rules.append("one_claim" if len(bounds) == 1 else "agreed" if len(set(bounds)) == 1 else "range")
    lows = [low for low, _ in bounds if low is not None]
    lowest = min(lows) if lows else None
    highs = [high for _, high in bounds if high is not None]
    highest = max(highs) if len(highs) == len(bounds) else None
    if floor and floor > (lowest or 0):
        lowest, highest = floor, None if highest is None else max(floor, highest)
        rules.append("named")
    if any(c.harm.group == "unknown" for c in claims) and group == "civilian":
        rules.append("presumed")
    if any(c.mixed for c in claims):
        rules.append("whole")
    claimed, contradictory = tuple(c.harm.id for c in numbered), contradict(bounds) is not None
    return Toll(kind, group, lowest, highest, unit, "+".join(dict.fromkeys(rules)), claimed, vague, contradictory, words)


def _account_bounds(claims: Sequence[HarmClaim], rules: list[str]) -> list[Bounds]:
    """What one account says: each claim of the whole on its own; described sets only, together: never summed into a single figure,
    since a family's dead may be the women and children named before."""
    described = [c.harm for c in claims if c.harm.who is not None]
    if len(described) < 2 or len(described) < len(claims):
        return [(c.harm.low, c.harm.high) for c in claims]
    rules.append("parts")
    highs = [h.high for h in described]
    return [(max(h.low or 0 for h in described), None if None in highs else sum(h for h in highs if h is not None))]


def drop_superseded(claims: Sequence[HarmClaim]) -> list[HarmClaim]:
    """The claims without those that the same voice replaced with a later number of its own; what is printed again is no later than
    when it was said."""
    latest: dict[str, date] = {}
    for claim in claims:
        if claim.voice.day is not None and claim.numbered:
            latest[claim.voice.name] = max(claim.voice.day, latest.get(claim.voice.name, claim.voice.day))
    return [c for c in claims if c.voice.day is None or c.voice.day >= latest.get(c.voice.name, date.min)]


def contradict(bounds: Sequence[Bounds]) -> tuple[int, int] | None:
    """Two numbers that cannot both be true: (the lower maximum, the higher minimum), or None."""
    highs = [high for _, high in bounds if high is not None]
    lows = [low for low, _ in bounds if low is not None]
    if highs and lows and max(lows) > min(highs):
        return min(highs), max(lows)
    return None
