"""What the later models see of a candidate: its kind's certainty, its repetitions in the document, its neighbours' groups."""

import math
from collections.abc import Iterable, Sequence

from sijill.extract.harms_candidates import Candidate
from sijill.extract.harms_features import Surroundings, bucket, word_class
from sijill.extract.linear import LinearModel

LIKELY = 0.3
"""From this probability a candidate counts as a stated harm when repetitions are looked for."""


def weigh(model: LinearModel, features: Iterable[str]) -> dict[str, float]:
    """The probability (softmax) of every label of a model."""
    totals = model.scores(features)
    top = max(totals)
    powers = [math.exp(t - top) for t in totals]
    whole = sum(powers)
    return {label: power / whole for label, power in zip(model.labels, powers, strict=True)}


def likely_kinds(chances: Sequence[dict[str, float]], twinned: set[int]) -> list[str]:
    """The most probable harm kind of each candidate, "" where that is less than LIKELY; `twinned` are dead and wounded in one number."""
    out = []
    for i, chance in enumerate(chances):
        kind = "casualties" if i in twinned else max((k for k in chance if k != "none"), key=chance.__getitem__)
        out.append(kind if 1.0 - chance["none"] >= LIKELY else "")
    return out


def lexical_group(c: Candidate) -> str:
    """The group that a candidate's own words say: the words after the noun before the noun itself."""
    for tag in reversed(c.extras):
        if tag.cls == "person" and tag.group and tag.group != "unknown":
            return tag.group
        if tag.id == "army":
            return "combatant"
    if c.head is None:
        return ""
    return "civilian" if c.family and c.head.group != "combatant" else c.head.group


def lexical_who(c: Candidate) -> str:
    """Who a candidate's own words say it is."""
    for tag in reversed(c.extras):
        if tag.who and tag.cls == "person":
            return tag.who
        if tag.id == "rescue_service":
            return "rescuer"
    if c.family:
        return "family" if c.head is None or not c.head.who else c.head.who
    return c.head.who if c.head is not None else ""


CERTAIN = frozenset({"children", "women", "elderly", "medical", "journalist", "aid_worker", "rescuer", "family"})
"""Who is taken as the noun says; whether a bare "youth" or "man" is told apart is left to the model."""

FEW = 4
"""Up to this number, harms of different people are kept apart when repetitions are looked for."""


def identity(c: Candidate, kind: str) -> tuple[object, ...]:
    """What two statements of one harm have in common: kind, number, and for small numbers who it is."""
    number = c.low if c.low is not None else c.high
    if number is not None and number > FEW:
        return kind, core(c)
    return kind, core(c), "" if number is not None else c.hedge, lexical_who(c), lexical_group(c) == "combatant"


def core(c: Candidate) -> int | None:
    """The number that is written, whatever its hedge commits to: one number with two hedges is one harm."""
    if c.hedge == "more_than" and c.low is not None:
        return c.low - 1
    return c.low if c.low is not None else c.high


class Repetitions:
    """Which candidates of a document state the same number for the same kind of harm."""

    def __init__(self, around: Surroundings, kinds: Sequence[str]) -> None:
        self.around, self.kinds = around, kinds
        self.sentences: dict[int, list[int]] = {}
        self.places: dict[tuple[str, tuple[int | None, int | None, str]], list[int]] = {}
        self.clusters: dict[tuple[object, ...], list[int]] = {}
        self.numbered: dict[str, list[int]] = {}
        for i, c in enumerate(around.scan.candidates):
            if kinds[i]:
                self.places.setdefault((kinds[i], c.key), []).append(i)
                self.clusters.setdefault(identity(c, kinds[i]), []).append(i)
                if c.low is not None or c.high is not None:
                    self.numbered.setdefault(kinds[i], []).append(i)

    def describe(self, i: int, chances: Sequence[dict[str, float]]) -> list[str]:
        """The features of a candidate for the decision whether a new entry begins with it: one that it or a repetition states."""
        scan = self.around.scan
        c, kind = scan.candidates[i], self.kinds[i]
        same = self.clusters[identity(c, kind)]
        earlier = [j for j in same if j < i]
        later = [j for j in same if j > i]
        others = [j for j in self.places[kind, c.key] if j not in same]
        numbered = self.numbered.get(kind, [])
        number = c.low if c.low is not None else c.high
        vague = number is None
        near = max((j for j in earlier), default=-1)
        none = chances[i]["none"]
        best = "0123456789"[min(9, int(10 * min(chances[j]["none"] for j in (i, *later))))]
        step = "0123456789"[min(9, int(10 * none))]
        size = "v" if number is None else bucket(number)
        group = lexical_group(c)
        groups = {lexical_group(scan.candidates[j]) for j in earlier}
        heads = {scan.candidates[j].head.id if scan.candidates[j].head else "-" for j in earlier}  # type: ignore[union-attr]
        head = c.head.id if c.head is not None else "-"
        gap = bucket(c.sentence - scan.candidates[near].sentence) if near >= 0 else "-"
        specific = c.head is not None and c.head.id in (
            "woman",
            "child",
            "man",
            "youth",
            "elder",
            "girl_woman",
            "mother",
            "father",
            "son",
            "daughter",
        )
        out = [
            f"none={step}",
            f"none={step}|{c.shape}",
            f"best={best}|{bool(earlier)}",
            f"best={best}|{bool(earlier)}|{c.shape}",
            f"best={best}|{bucket(len(later))}",
            f"others={bool(others)}|before{any(j < i for j in others)}|{specific}|{size}",
            f"zero={c.shape == 'none'}|{bool(earlier)}",
            f"earlier={bucket(len(earlier))}",
            f"earlier={bool(earlier)}|{size}|{c.shape}",
            f"earlier={bool(earlier)}|{size}|sentence{bucket(c.sentence)}",
            f"earlier={bool(earlier)}|gap{gap}|{size}",
            f"earlier={bool(earlier)}|head{head in heads}|{size}",
            f"earlier={bool(earlier)}|head{head in heads}|group{group in groups}|{specific}",
            f"earlier={bool(earlier)}|part{c.part}",
            f"later={bucket(len(later))}|{size}",
            f"later={bool(later)}|sentence{bucket(c.sentence)}",
            f"vague={vague}|{c.hedge}|numbered{bool(numbered)}",
            f"vague={vague}|{c.hedge}|numbered{bool(numbered)}|sentence{bucket(c.sentence)}",
            f"vague={vague}|before{any(j < i for j in numbered)}|after{any(j > i for j in numbered)}|{c.hedge}",
            f"sentence={bucket(c.sentence)}|{vague}",
            f"furniture={c.sentence in scan.furniture}|{bool(same[1:])}",
            f"furniture={c.sentence in scan.furniture}|{step}",
            f"kind={kind}",
            f"kind={kind}|{c.shape}",
            f"kind={kind}|{size}|{bool(earlier)}",
            f"definite={c.definite}|{c.shape}|{bool(earlier)}",
            f"one={number == 1}|{specific}|{bool(earlier)}|{gap}",
            f"shape={c.shape}|{head}",
        ]
        own = self._sentence(c.sentence)
        new = sum(1 for j in own if self.clusters[identity(scan.candidates[j], self.kinds[j])][0] >= own[0])
        out += [
            f"new={min(new, 3)}of{min(len(own), 4)}|{bool(earlier)}",
            f"new={min(new, 3)}|{bool(earlier)}|{size}|{gap}",
            f"frame={self.around.frame(c.sentence)}|{bool(earlier)}",
            f"frame={self.around.frame(c.sentence)}|{bool(later)}|{size}",
            f"hedgelater={c.hedge == 'exact' and any(self._core(j) == self._core(i) and scan.candidates[j].hedge != 'exact' for j in numbered if j > i)}",
            f"hedgeearlier={c.hedge}|{any(self._core(j) == self._core(i) and scan.candidates[j].hedge != 'exact' for j in numbered if j < i)}",
        ]
        bag = self.around.bag(c.sentence)
        out += [f"cue={name}|{bool(earlier)}|{vague}" for name in ("past", "total", "report_lacking", "rise") if name in bag]
        if earlier:
            common = max(len(self._keys(c.sentence) & self._keys(scan.candidates[j].sentence)) for j in earlier)
            fresh = len(self._keys(c.sentence) - self._keys(scan.candidates[near].sentence))
            shared, most = self._overlap(c.sentence, [scan.candidates[j].sentence for j in earlier[-4:]])
            out += [
                f"overlap={shared}",
                f"overlap={shared}|{most}",
                f"overlap={shared}|{size}",
                f"overlap={shared}|{gap}",
                f"overlap={shared}|common{min(common, 3)}|fresh{min(fresh, 2)}",
                f"overlap={shared}|{gap}|head{head in heads}|{size}",
            ]
            out += [f"common={min(common, 3)}|fresh{min(fresh, 2)}", f"common={min(common, 3)}|{size}|{gap}"]
        if not vague and not earlier and not later:
            bigger = any(self._number(j) == number for j in numbered if j != i)
            out.append(f"alone|othersame{bigger}|{size}")
        if not vague:
            hedged = [j for j in numbered if j != i and self._core(j) == self._core(i)]
            out.append(f"hedgetwin={bool(hedged)}|before{any(j < i for j in hedged)}|{c.hedge}")
            larger = [j for j in numbered if j != i and (self._number(j) or 0) > (number or 0)]
            out.append(f"larger={bool(larger)}|{c.part}|{c.shape}|{size}")
            sums = sum(self._number(j) or 0 for j in numbered if j < i and i - j <= 2)
            out.append(f"sum={sums == number}|{len(numbered) > 2}")
        cross = [k for k in ("killed", "injured", "casualties") if k != kind and (k, c.key) in self.places]
        out.append(f"cross={'+'.join(cross)}|{kind}|{size}")
        return out

    def describe_place(self, i: int, chances: Sequence[dict[str, float]]) -> list[str]:
        """The features of a candidate for the choice of the fullest among the repetitions of one harm."""
        scan = self.around.scan
        c = scan.candidates[i]
        same = self.clusters[identity(c, self.kinds[i])]
        order = same.index(i)
        heads = [scan.candidates[j].head.id if scan.candidates[j].head else "-" for j in same]  # type: ignore[union-attr]
        return [
            f"order={bucket(order)}",
            f"order={bucket(order)}|sentence{bucket(c.sentence)}",
            f"sentence={bucket(c.sentence)}|first{bucket(scan.candidates[same[0]].sentence)}",
            f"none={'0123456789'[min(9, int(10 * chances[i]['none']))]}",
            f"shape={c.shape}|{order == 0}",
            f"hedge={c.hedge}|{'+'.join(sorted({scan.candidates[j].hedge for j in same}))}",
            f"head={heads[order]}",
            f"firsthead={heads[0]}|{heads[order]}|{order == 0}",
            f"group={lexical_group(c)}",
            f"extras={len(c.extras)}",
            f"furniture={c.sentence in scan.furniture}",
            f"part={c.part}",
            f"best={chances[i]['none'] <= min(chances[j]['none'] for j in same)}",
            f"gap={bucket(c.sentence - scan.candidates[same[0]].sentence)}",
        ]

    def _sentence(self, sentence: int) -> list[int]:
        """The likely harms of a sentence."""
        if not self.sentences:
            for j, c in enumerate(self.around.scan.candidates):
                if self.kinds[j]:
                    self.sentences.setdefault(c.sentence, []).append(j)
        return self.sentences.get(sentence, [])

    def _overlap(self, sentence: int, earlier: list[int]) -> tuple[str, int]:
        """How many names a sentence shares with the likest of some earlier ones: the share in steps, and the count up to 4."""
        best, most = 0.0, 0
        mine = self.around.names(sentence)
        for other in earlier:
            if other == sentence:
                return "same", 4
            theirs = self.around.names(other)
            both = len(mine & theirs)
            if mine and theirs and both / min(len(mine), len(theirs)) >= best:
                best, most = both / min(len(mine), len(theirs)), max(most, both)
        step = next(name for limit, name in ((0.0, "0"), (0.1, "a"), (0.2, "b"), (0.34, "c"), (0.5, "d"), (1.0, "e")) if best <= limit)
        return step, min(most, 4)

    def _keys(self, sentence: int) -> set[tuple[object, ...]]:
        return {(self.kinds[j], self.around.scan.candidates[j].key) for j in self._sentence(sentence)}

    def _number(self, i: int) -> int | None:
        c = self.around.scan.candidates[i]
        return c.low if c.low is not None else c.high

    def _core(self, i: int) -> int:
        return core(self.around.scan.candidates[i]) or 0


class Company:
    """Whom a document's candidates count: the groups that their words say, and those of their neighbours."""

    def __init__(self, around: Surroundings, kinds: Sequence[str]) -> None:
        self.around, self.kinds = around, kinds
        self.lexical = [lexical_group(c) for c in around.scan.candidates]
        self.settled: list[str] = list(self.lexical)
        self.by_key: dict[tuple[str, tuple[int | None, int | None, str]], set[str]] = {}
        self.tally = {"civilian": 0, "combatant": 0}
        for i, c in enumerate(around.scan.candidates):
            if not kinds[i]:
                continue
            if self.lexical[i] in self.tally:
                self.tally[self.lexical[i]] += 1
                self.by_key.setdefault((kinds[i], c.key), set()).add(self.lexical[i])

    def describe(self, i: int) -> list[str]:
        """The features of a candidate for the choice of its group and of who it is."""
        around, scan = self.around, self.around.scan
        c, kind = scan.candidates[i], self.kinds[i]
        head = c.head.id if c.head is not None else "-"
        previous = next(
            (j for j in range(i - 1, max(-1, i - 6), -1) if self.kinds[j] and scan.candidates[j].sentence == c.sentence), -1
        )
        following = next(
            (j for j in range(i + 1, min(len(self.kinds), i + 5)) if self.kinds[j] and scan.candidates[j].sentence == c.sentence), -1
        )
        before = self.settled[previous] if previous >= 0 else "-"
        lead = next((j for j in range(i - 1, max(-1, i - 10), -1) if self.kinds[j] and not scan.candidates[j].part), -1)
        gap = bucket(c.sentence - scan.candidates[lead].sentence) if lead >= 0 else "-"
        led = f"{self.settled[lead]}|{gap}" if lead >= 0 else "-"
        whom = scan.candidates[lead].head if lead >= 0 else None
        leader = whom.id if whom is not None else "-"
        parts = "+".join(sorted({lexical_who(scan.candidates[j]) for j in range(i + 1, min(i + 4, len(self.kinds))) if scan.candidates[j].part and scan.candidates[j].sentence == c.sentence}))
        part_after = following >= 0 and scan.candidates[following].part
        after = self.lexical[following] if following >= 0 else "-"
        elsewhere = "+".join(sorted(self.by_key.get((kind, c.key), set()) - ({self.lexical[i]} if self.lexical[i] else set())))
        civilian, combatant = self.tally["civilian"], self.tally["combatant"]
        mix = "none" if not civilian and not combatant else "civ" if not combatant else "com" if not civilian else "both"
        share = "c" if civilian > combatant else "f" if combatant > civilian else "="
        own = self.lexical[i] or "inherit"
        bag = around.bag(c.sentence)
        left, lt, _ = around.harm_left(c)
        size = "v" if c.low is None and c.high is None else bucket(c.low if c.low is not None else c.high or 0)
        out = [
            f"own={own}",
            f"who={lexical_who(c)}",
            f"who={lexical_who(c)}|{size}",
            f"who={lexical_who(c)}|{own}",
            f"who={lexical_who(c)}|before{before}",
            f"head={head}",
            f"head={head}|{c.shape}",
            f"head={head}|{kind}",
            f"own={own}|before{before}",
            f"own={own}|{head}|before{before}",
            f"own={own}|led{led}",
            f"own={own}|{head}|led{led}|part{c.part}",
            f"own={own}|leader{leader}|{gap}|{self.kinds[lead] == kind if lead >= 0 else '-'}",
            f"own={own}|{head}|leader{leader}",
            f"own={own}|parts{parts}",
            f"own={own}|{head}|parts{bool(parts)}",
            f"own={own}|after{after}|part{part_after}",
            f"own={own}|elsewhere{elsewhere}",
            f"own={own}|mix{mix}",
            f"own={own}|mix{mix}|share{share}",
            f"own={own}|{kind}|{size}",
            f"head={head}|mix{mix}",
            f"part={c.part}|{own}|{before}",
            f"family={c.family}",
            f"family={c.family}|{own}",
            f"family={c.family}|{head}",
            f"kind={kind}|{own}",
            f"shape={c.shape}|{own}",
            f"named={bucket(c.named)}",
            f"l={lt.id if lt else '-'}|{own}",
            f"hasown={c.head.own if c.head else False}|{head}",
            f"count={c.head.count if c.head else '-'}|{head}",
            f"size={size}|{head}",
            f"size={size}|family{c.family}",
        ]
        for tag in c.extras:
            out += [f"extra={tag.id}", f"extra={tag.id}|{head}"]
        page = scan.page
        sentence = page.sentences[c.sentence]
        for offset in (1, 2, 3):
            k = c.last + offset - 1
            tag = scan.tags[k] if k < sentence.last else None
            name = tag.id if tag is not None else word_class(page.tokens[k].form) if k < sentence.last else ">"
            out += [f"b{offset}={name}|{own}"]
            if offset == 1:
                out.append(f"b1={name}|{head}")
            k = c.first - offset
            tag = scan.tags[k] if k >= sentence.first else None
            name = tag.id if tag is not None else word_class(page.tokens[k].form) if k >= sentence.first else "<"
            out.append(f"a{offset}={name}|{own}")
        for name in bag:
            out += [f"s={name}|{own}"]
        out += [f"d={name}|{own}|{name in around.document}" for name in _TELLING]
        if c.sentence:
            out += [f"p={name}|{own}" for name in around.bag(c.sentence - 1) if name in _TELLING]
        if c.sentence + 1 < len(page.sentences):
            out += [f"n={name}|{own}" for name in around.bag(c.sentence + 1) if name in _TELLING]
        return out


_TELLING = (
    "civilian_site", "military_site", "army", "civilian", "child", "woman", "fighter", "militant", "soldier", "resident", "family",
    "displaced", "person", "from_the_air", "blast", "gunfire", "shells", "settlement", "member",
)  # fmt: skip
"""Words of a document or of the sentences around that tell whom a bare number counts."""
