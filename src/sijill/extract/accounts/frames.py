"""The frame of an account: event type, scope, headline, stance and weapon, chosen by small models from its words and its position.

No feature says who the actors are: swapping two belligerents changes no frame.
"""

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from typing import cast

from sijill.extract.accounts.drafts import Draft, sums_up, tells_of_talks
from sijill.extract.accounts.models import Models
from sijill.extract.accounts.scene import Scene
from sijill.extract.mentions import HarmMention
from sijill.model.vocabulary import EventType, Scope, Stance


@dataclass(frozen=True, slots=True)
class Frame:
    """What an account is, before its claims are bound."""

    event_type: EventType
    scope: Scope
    headline: bool
    stance: Stance
    weapon: str | None


def choose_frame(scene: Scene, index: int, models: Models) -> Frame:
    """The frame of the draft at `index`."""
    event_type, _ = models.event_type.choose(type_features(scene, index))
    if scene.drafts[index].kinds == {"displaced"}:
        event_type = "displacement"  # 15 of the 15 training accounts whose only harm is people who left
    if tells_of_talks(scene.drafts[index].facts[0]):
        event_type = "agreement"
    rest = frame_features(scene, index, event_type)
    scope = "aggregate" if sums_up(scene.drafts[index]) else models.scope.choose(rest)[0]
    headline, _ = models.headline.choose(rest)
    stance, _ = models.stance.choose(stance_features(scene, index))
    draft = scene.drafts[index]
    chemical = any("chemical" in f.concepts for f in draft.facts[:2])
    return Frame(
        cast(EventType, event_type),
        cast(Scope, scope),
        headline == "yes",
        cast(Stance, stance),
        "chemical" if chemical and event_type in {"air_strike", "shelling", "attack", "explosion"} else None,
    )


_WEAK_TYPES = frozenset({"shelling", "armed_clash"})
"""Types whose barest words ("shelling", "attack") may stand for another kind that the page names elsewhere."""


def type_features(scene: Scene, index: int) -> list[str]:
    """Features for the event type: the concepts of the draft's units, first and all, their pairs within a unit, and the harms."""
    draft = scene.drafts[index]
    found: set[str] = set()
    kinds: Counter[str] = Counter()
    for number, fact in enumerate(draft.facts[:12]):
        concepts = [t.concept for t in fact.unit.triggers if not t.concept.startswith("cue_")]
        for concept in concepts:
            found.add(f"c={concept}")
            if number == 0:
                found.add(f"first={concept}")
        core = list(dict.fromkeys(t.concept for t in fact.unit.triggers if t.core))
        if core:
            found.add(f"lead={core[0]}")
            found.add(f"unit={'+'.join(sorted(core)[:3])}")
        ordered = sorted(set(concepts))
        for a in range(min(len(ordered), 8)):
            for b in range(a + 1, min(len(ordered), 8)):
                found.add(f"pair={ordered[a]}+{ordered[b]}")
        kinds.update(sorted(fact.types))  # ties fall the same way in every run
    if len(kinds) == 1:
        bodily = any(
            h.kind in {"killed", "injured", "casualties"}
            for f in draft.facts[:12]
            for h in (scene.mentions.harms[i] for i in f.unit.harms)
        )
        found.add(f"only={min(kinds)},{bodily}")
    if kinds:
        top = kinds.most_common(2)
        found.add(f"top={top[0][0]}")
        if len(top) == 2:
            found.add(f"second={top[0][0]},{top[1][0]},{top[0][1] == top[1][1]}")
    else:
        found.add("untyped")
    harms = [scene.mentions.harms[i] for f in draft.facts[:12] for i in f.unit.harms]
    found.update(f"harm={h.kind},{h.group}" for h in harms)
    found.add(f"harms={min(len(harms), 2)}")
    actors = {scene.mentions.actors[i].actor for f in draft.facts[:12] for i in f.unit.actors}
    found.add(f"actors={min(len(actors), 2)}")
    weak = not kinds or set(kinds) <= _WEAK_TYPES
    around = [
        d for i, d in ((0, scene.drafts[0]), (index - 1, scene.drafts[index - 1]), (index + 1, None)) if i != index and i >= 0 and d
    ]
    for role, other in zip(("title", "before"), around, strict=False):
        found.update(f"{role}={t},{weak},{'+'.join(sorted(kinds)[:2])}" for t in other.types)
    if scene.lead:
        title = {t.type for t in scene.title if t.type}
        found.update(f"head={t},{index == 0},{weak}" for t in title)
    found.update(f"text={t},{weak}" for t in scene.common)
    found.update(f"w={w}" for f in draft.facts[:6] for w in f.words)
    return sorted(found)


def frame_features(scene: Scene, index: int, event_type: str) -> list[str]:
    """Features for scope and headline: position, time words, totals, sizes of numbers, and likeness to the first draft."""
    draft, first = scene.drafts[index], scene.drafts[0]
    start = draft.facts[0]
    sentence = start.unit.sentence
    lead = scene.lead.index(sentence) if sentence in scene.lead else 3
    count = len(scene.drafts)
    harms = [scene.mentions.harms[i] for f in draft.facts for i in f.unit.harms]
    times = [scene.mentions.times[i] for f in draft.facts for i in f.unit.times]
    published = scene.mentions.published
    found = [
        f"index={min(index, 4)},{min(count, 4)}",
        f"lead={lead}",
        f"lead,index={lead},{min(index, 2)}",
        f"index,begins={min(index, 3)},{start.unit.begins}",
        f"paragraph={min(start.paragraph, 6)}",
        f"type={event_type}",
        f"type,first={event_type in first.types},{index == 0}",
        f"type,lead={event_type},{lead}",
        f"size={min(len(draft.facts), 5)}",
        f"size,index={min(len(draft.facts), 3)},{min(index, 2)}",
        f"places={min(len(draft.places), 4)}",
        f"place,first={_like(draft.places, first.places)},{index == 0}",
        f"actors,first={_like(draft.actors, first.actors)},{index == 0}",
        f"days,first={_like(draft.days, first.days)},{index == 0}",
        f"harms={min(len(harms), 3)}",
        f"most={_most(harms)}",
        f"period={any(t.period for t in times)}",
        f"long={max([(t.last_day - t.first_day).days.bit_length() for t in times if t.first_day and t.last_day], default=-1)}",
        f"opening={start.opening}",
        f"after={_after(draft, first)}",
        f"count={min(count, 6)}",
    ]
    if published and draft.days:
        age = min((published - d[1]).days for d in draft.days)
        found.append(f"age={age if age < 3 else 9 if age < 10 else 30 if age < 40 else 99}")
    else:
        found.append("age=none")
    title = [f for f in scene.facts[:12] if scene.lead and f.unit.sentence == scene.lead[0]]
    if title:
        heads = {t for f in title for t in f.types}
        spots = {p for f in title for p in f.places}
        numbers = {n for f in title for n in f.numbers}
        parties = {a for f in title for a in f.actors}
        agree = f"{_like(draft.places, spots)},{event_type in heads if heads else 'none'}"
        found.append(f"title={agree}")
        found.append(f"title,index={agree},{min(index, 2)}")
        found.append(
            f"title,numbers={'none' if not numbers or not draft.numbers else not numbers.isdisjoint(draft.numbers)},{min(index, 1)}"
        )
        found.append(f"title,actors={_like(draft.actors, parties)},{min(index, 1)}")
        found.append(f"title,all={agree},{_like(draft.actors, parties)}")
    digest = any("cue_digest" in f.concepts for f in scene.facts[:6])
    found.append(f"digest={digest},{min(count, 4)},{min(index, 1)}")
    found.append(f"digest,place={digest},{bool(draft.places)},{start.unit.begins}")
    found.append(f"own sentence={start.unit.begins},{scene.paragraphs_apart},{min(count, 5)}")
    found.append(f"part={10 * sentence // max(1, len(scene.page.sentences)) // 2},{min(count, 4)}")
    whole = _sum(scene, index)
    found.append(f"sum={whole}")
    found.append(f"sum,index={whole},{min(index, 1)}")
    found.append(f"wide={min(len(draft.places), 3)},{bool(harms)},{any(t.period for t in times)}")
    found.extend(f"c={c}" for c in sorted({c for f in draft.facts[:6] for c in f.concepts if c.startswith("cue_")}))
    found.extend(f"c0={c}" for c in sorted(start.concepts))
    found.extend(f"hedge={h.hedge}" for h in harms[:4])
    found.extend(f"w={w}" for w in start.words)
    found.append(f"period,total={any(t.period for t in times)},{any('cue_total' in f.concepts for f in draft.facts)}")
    found.append(f"repeat,harms={any('cue_repeat' in f.concepts for f in draft.facts)},{bool(harms)},{bool(draft.places)}")
    return found


def _sum(scene: Scene, index: int) -> str:
    """Whether the draft's greatest number of killed is about the sum of those of other drafts (a total with its parts)."""
    mine = scene.killed[index] if index < len(scene.killed) else 0
    total = sum(scene.killed) - mine
    if not mine or not total:
        return "none"
    return "less" if mine < total * 0.5 else "even" if mine <= total * 1.25 else "more"


def stance_features(scene: Scene, index: int) -> list[str]:
    """Features for stance: words of doubt and denial in the draft's units."""
    draft = scene.drafts[index]
    cues = Counter(c for f in draft.facts for c in f.concepts if c in {"cue_alleged", "cue_denied", "cue_say"})
    found = [f"{c}={min(n, 3)}" for c, n in cues.items()]
    found.extend(f"0{c}" for c in sorted(draft.facts[0].concepts) if c in {"cue_alleged", "cue_denied"})
    found.append(f"index={min(index, 1)}")
    found.extend(f"w={w}" for w in sorted({w for f in draft.facts[:4] for w in f.words}))
    found.append(f"both={cues['cue_alleged'] > 0},{cues['cue_denied'] > 0}")
    return found


def _like(a: Set[object], b: Set[object]) -> str:
    if not a or not b:
        return "none"
    return "apart" if a.isdisjoint(b) else "same" if a == b else "some"


def _most(harms: list[HarmMention]) -> int:
    """The number of bits of the greatest number among harms; 0 without one."""
    return max(((h.low or h.high or 0).bit_length() for h in harms), default=0)


def _after(draft: Draft, first: Draft) -> str:
    gap = draft.facts[0].unit.sentence - first.facts[0].unit.sentence
    return str(gap) if gap < 4 else "4-7" if gap < 8 else "8+"
