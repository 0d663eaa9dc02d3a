"""When an account happened: one of the dates named around it, the day of publication, or unknown."""

from datetime import date
from typing import NamedTuple

from sijill.extract.accounts.frames import Frame
from sijill.extract.accounts.scene import Scene, View, mentions_around


class DateCandidate(NamedTuple):
    """A date expression (a number into `mentions.times`), or the day of publication (`mention` null), or unknown (no days)."""

    mention: int | None
    days: tuple[date, date] | None
    features: tuple[str, ...]


def date_candidates(scene: Scene, view: View, frame: Frame) -> list[DateCandidate]:
    """What an account may take for its date: unknown first, then the day of publication, then each date around it."""
    times = scene.mentions.times
    published = scene.mentions.published
    numbers = list(dict.fromkeys([*mentions_around(view, scene.times_in), *scene.datelines]))
    spots = {n: view.place_of(scene, times[n].sentence, times[n].first) for n in numbers}
    own = [n for n in numbers if spots[n] in {"first", "unit"} and times[n].first_day]
    vague = any(times[n].first_day is None for n in numbers if spots[n] in {"first", "unit"})
    beside = [n for n in numbers if spots[n] == "sentence" and times[n].first_day]
    dateline = any(times[n].dateline and times[n].first_day for n in numbers)
    back = any(c in {"cue_back", "cue_total", "cue_repeat"} for f in view.draft.facts for c in f.concepts)
    state = f"{frame.headline},{min(len(own), 1)},{min(len(beside), 1)}"
    common = [
        f"own={min(len(own), 2)}",
        f"state={state}",
        f"vague={vague},{bool(own)}",
        f"scope={frame.scope}",
        f"back={back},{frame.headline}",
    ]
    common.append(f"line={dateline},{published is not None},{state}")
    common.append(f"type={frame.event_type},{frame.headline}")
    common.append(f"index={min(view.index, 2)},{frame.headline}")
    common.append(f"any={min(len({times[n].first_day for n in numbers if times[n].first_day}), 3)},{frame.headline}")
    common.append(f"past={_past(view)},{frame.headline}")
    found = [DateCandidate(None, None, tuple(f"0:{f}" for f in common))]
    if published:
        found.append(DateCandidate(None, (published, published), tuple(f"P:{f}" for f in common)))
    for number in numbers:
        mention = times[number]
        if mention.first_day is None or mention.last_day is None:
            continue
        spot = "dateline" if mention.dateline else spots[number]
        order = own.index(number) if number in own else -1
        length = (mention.last_day - mention.first_day).days.bit_length()
        features = [
            f"spot={spot},{frame.headline}",
            f"spot,own={spot},{min(len(own), 2)},{min(len(beside), 1)}",
            f"spot,scope={spot},{frame.scope},{mention.period}",
            f"order={min(order, 2)}",
            f"rule={mention.rule},{spot in {'first', 'unit'}}",
            f"length={length},{frame.scope}",
            f"same={_agrees(scene, own, number)}",
            f"day={published is not None and mention.first_day == published},{spot}",
            f"index={min(view.index, 2)},{spot}",
            f"after={_gap(view, mention.first)}",
            f"claimed={_claimed(scene, view, number)},{spot}",
            f"vague={vague},{spot}",
        ]
        found.append(DateCandidate(number, (mention.first_day, mention.last_day), tuple(features)))
    return found


def _past(view: View) -> str:
    """Which cues of an earlier day or a running state stand in the account's first units."""
    return "+".join(sorted({c for f in view.draft.facts[:2] for c in f.concepts if c in {"cue_back", "cue_repeat", "cue_total"}}))


def _agrees(scene: Scene, own: list[int], number: int) -> bool:
    """Whether another date in the account's units says the same days."""
    times = scene.mentions.times
    return any(n != number and times[n].first_day == times[number].first_day for n in own[:6])


def _gap(view: View, first: int) -> str:
    triggers = [t.first for f in view.draft.facts[:6] for t in f.unit.triggers if t.core]
    gap = min((abs(first - t) for t in triggers), default=99)
    return "near" if gap <= 4 else "mid" if gap <= 12 else "far"


def _claimed(scene: Scene, view: View, number: int) -> bool:
    """Whether the date stands in a unit of another draft."""
    mention = scene.mentions.times[number]
    for owner in scene.owner.get(mention.sentence, ()):
        if owner != view.index:
            for fact in scene.drafts[owner].facts:
                if fact.unit.first <= mention.first < fact.unit.last:
                    return True
    return False
