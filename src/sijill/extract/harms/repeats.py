"""Which candidates of a document state one harm again, and what the models that choose entries among them see.

All look-ups are by dictionary, and neighbours in a run of repetitions are taken from a window, so that a page of a million tolls
takes time in proportion.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.candidates import Candidate
from sijill.extract.harms.closed import BULLETS, CLOSED
from sijill.extract.harms.context import core, identity, lexical_group
from sijill.extract.harms.shapes import bucket
from sijill.extract.text.page import bases

WINDOW = 6
"""Repetitions before and after a candidate that are looked at."""

TAIL = 5
"""Words after a candidate in which the name stands that tells it from another in a list."""

LIST = 12
"""Tokens from one item of a list in a sentence to the next."""

JOINERS = frozenset({"and", "و", ",", "،", "؛", ";"})

_SPECIFIC = frozenset({"woman", "child", "man", "youth", "elder", "girl_woman", "mother", "father", "son", "daughter"})
_Key = tuple[int | None, int | None, str]


@dataclass(slots=True)
class _Cores:
    """Where one number of one kind stands in a document: first and last, and first and last under a hedge."""

    first: int
    last: int
    first_hedged: int = 1 << 60
    last_hedged: int = -1


class Repetitions:
    """Candidates in clusters: the same number for the same kind of harm, and for small numbers of the same people."""

    def __init__(self, around: Surroundings, kinds: Sequence[str], chances: Sequence[dict[str, float]]) -> None:
        self.around, self.kinds, self.chances = around, kinds, chances
        self.clusters: dict[tuple[object, ...], list[int]] = {}
        self._order: dict[int, int] = {}
        self._places: dict[tuple[str, _Key], list[int]] = {}
        self._numbered: dict[str, list[int]] = {}
        self._cores: dict[tuple[str, int], _Cores] = {}
        self._largest: dict[str, int] = {}
        self._sentences: dict[int, list[int]] = {}
        self._hedges: dict[tuple[object, ...], str] = {}
        self._new: dict[int, int] = {}
        for i, c in enumerate(around.scan.candidates):
            kind = kinds[i]
            if not kind:
                continue
            cluster = self.clusters.setdefault(identity(c, kind), [])
            self._order[i] = len(cluster)
            cluster.append(i)
            self._places.setdefault((kind, c.key), []).append(i)
            self._sentences.setdefault(c.sentence, []).append(i)
            number = core(c)
            if number is not None:
                self._numbered.setdefault(kind, []).append(i)
                self._largest[kind] = max(self._largest.get(kind, 0), number)
                seen = self._cores.setdefault((kind, number), _Cores(i, i))
                seen.last = i
                if c.hedge != "exact":
                    seen.first_hedged, seen.last_hedged = min(seen.first_hedged, i), i
        self._keys: dict[int, frozenset[tuple[str, _Key]]] = {
            s: frozenset((kinds[j], around.scan.candidates[j].key) for j in found[:40]) for s, found in self._sentences.items()
        }

    def describe(self, i: int) -> list[str]:
        """The features of a candidate for the decision whether a new entry begins with it: one that it or a repetition states."""
        scan, kind = self.around.scan, self.kinds[i]
        c = scan.candidates[i]
        same, order = self.clusters[identity(c, kind)], self._order[i]
        earlier, later = same[max(0, order - WINDOW) : order], same[order + 1 : order + 1 + WINDOW]
        number = c.low if c.low is not None else c.high
        size = "v" if number is None else bucket(number)
        heads = {scan.candidates[j].head.id if scan.candidates[j].head else "-" for j in earlier}  # type: ignore[union-attr]
        head = c.head.id if c.head is not None else "-"
        gap = bucket(c.sentence - scan.candidates[earlier[-1]].sentence) if earlier else "-"
        specific = head in _SPECIFIC
        step = self._step(i)
        best = min(step, *(self._step(j) for j in later)) if later else step
        place = bucket(c.sentence)
        known, again = bool(earlier), bool(later)
        groups = {lexical_group(scan.candidates[j]) for j in earlier}
        furniture = c.sentence in scan.furniture
        out = [
            f"none={step}",
            f"none={step}|{c.shape}",
            f"best={best}|{known}",
            f"best={best}|{known}|{c.shape}",
            f"best={best}|{bucket(len(later))}",
            f"zero={c.shape == 'none'}|{known}",
            f"earlier={bucket(order)}",
            f"earlier={known}|{size}|{c.shape}",
            f"earlier={known}|{size}|sentence{place}",
            f"earlier={known}|gap{gap}|{size}",
            f"earlier={known}|head{head in heads}|{size}",
            f"earlier={known}|head{head in heads}|group{lexical_group(c) in groups}|{specific}",
            f"earlier={known}|part{c.part}",
            f"later={bucket(len(later))}|{size}",
            f"later={again}|sentence{place}",
            f"sentence={place}|{number is None}",
            f"furniture={furniture}|{len(same) > 1}",
            f"furniture={furniture}|{step}",
            f"kind={kind}",
            f"kind={kind}|{c.shape}",
            f"kind={kind}|{size}|{known}",
            f"definite={c.definite}|{c.shape}|{known}",
            f"definite={c.definite}|{c.shape}|{c.part}",
            f"one={number == 1}|{specific}|{known}|{gap}",
            f"shape={c.shape}|{head}",
        ]
        out += self._describe_numbers(i, number, size, known, again, specific)
        out += self._describe_sentence(i, earlier, size, gap, head in heads)
        return out

    def _describe_numbers(self, i: int, number: int | None, size: str, known: bool, again: bool, specific: bool) -> list[str]:
        """What other numbers of its kind the document states."""
        scan, kind = self.around.scan, self.kinds[i]
        c = scan.candidates[i]
        numbered = self._numbered.get(kind, [])
        vague = number is None
        before, after = bool(numbered) and numbered[0] < i, bool(numbered) and numbered[-1] > i
        places = self._places[kind, c.key]
        first = places[0]
        others = first != i and identity(scan.candidates[first], kind) != identity(c, kind)
        cross = [k for k in ("killed", "injured", "casualties") if k != kind and (k, c.key) in self._places]
        out = [
            f"others={others}|{len(places) > 1}|{specific}|{size}",
            f"vague={vague}|{c.hedge}|numbered{bool(numbered)}",
            f"vague={vague}|{c.hedge}|numbered{bool(numbered)}|sentence{bucket(c.sentence)}",
            f"vague={vague}|before{before}|after{after}|{c.hedge}",
            f"cross={'+'.join(cross)}|{kind}|{size}",
        ]
        if number is not None:
            written = core(c) or 0
            seen = self._cores[kind, written]
            out += [
                f"hedgelater={c.hedge == 'exact' and seen.last_hedged > i}",
                f"hedgeearlier={c.hedge}|{seen.first_hedged < i}",
                f"hedgetwin={seen.first != seen.last}|before{seen.first < i}|{c.hedge}",
                f"larger={self._largest[kind] > written}|{c.part}|{c.shape}|{size}",
                f"sum={self._sum_before(i) == number}|{len(numbered) > 2}",
            ]
            if not known and not again:
                out.append(f"alone|{len(places) > 1}|{size}")
        return out

    def _describe_sentence(self, i: int, earlier: list[int], size: str, gap: str, same_head: bool) -> list[str]:
        """Whether its sentence tells what an earlier one told."""
        scan = self.around.scan
        c = scan.candidates[i]
        known, vague = bool(earlier), size == "v"
        own = len(self._sentences[c.sentence])
        new, frame = self._new_in(c.sentence), self.around.frame(c.sentence)
        out = [
            f"new={min(new, 3)}of{min(own, 4)}|{known}",
            f"new={min(new, 3)}|{known}|{size}|{gap}",
            f"frame={frame}|{known}",
            f"frame={frame}|{size}",
            f"long={bucket(len(self.around.page.sentences))}|{frame}|{known}",
            f"long={bucket(len(self.around.page.sentences))}|{known}",
        ]
        bag = self.around.bag(c.sentence)
        out += [f"cue={name}|{known}|{vague}" for name in ("past", "total", "report_lacking") if name in bag]
        if not earlier:
            return out
        keys = self._keys[c.sentence]
        common = min(3, max(len(keys & self._keys[scan.candidates[j].sentence]) for j in earlier))
        fresh = min(2, len(keys - self._keys[scan.candidates[earlier[-1]].sentence]))
        shared, most = self._overlap(c.sentence, [scan.candidates[j].sentence for j in earlier[-4:]])
        return [
            *out,
            f"overlap={shared}",
            f"overlap={shared}|{most}",
            f"overlap={shared}|{size}",
            f"overlap={shared}|{gap}",
            f"overlap={shared}|common{common}|fresh{fresh}",
            f"overlap={shared}|{gap}|head{same_head}|{size}",
            f"common={common}|fresh{fresh}",
            f"common={common}|{size}|{gap}",
        ]

    def describe_place(self, i: int) -> list[str]:
        """The features of a candidate for the choice of the fullest among the repetitions of one harm."""
        scan = self.around.scan
        c = scan.candidates[i]
        name = identity(c, self.kinds[i])
        same, order = self.clusters[name], self._order[i]
        first = scan.candidates[same[0]]
        if name not in self._hedges:
            self._hedges[name] = "+".join(sorted({scan.candidates[j].hedge for j in same}))
        head, before = c.head.id if c.head else "-", first.head.id if first.head else "-"
        return [
            f"order={bucket(order)}",
            f"order={bucket(order)}|sentence{bucket(c.sentence)}",
            f"sentence={bucket(c.sentence)}|first{bucket(first.sentence)}",
            f"none={self._step(i)}",
            f"shape={c.shape}|{order == 0}",
            f"hedge={c.hedge}|{self._hedges[name]}",
            f"head={head}",
            f"firsthead={before}|{head}|{order == 0}",
            f"group={lexical_group(c)}",
            f"extras={len(c.extras)}",
            f"furniture={c.sentence in scan.furniture}",
            f"part={c.part}",
            f"gap={bucket(c.sentence - first.sentence)}",
        ]

    def _step(self, i: int) -> int:
        return min(9, int(10 * self.chances[i]["none"]))

    def _new_in(self, sentence: int) -> int:
        """How many harms of a sentence no earlier sentence has told."""
        found = self._new.get(sentence)
        if found is None:
            own = self._sentences[sentence][:40]
            told = Counter(self.clusters[identity(self.around.scan.candidates[j], self.kinds[j])][0] >= own[0] for j in own)
            found = self._new[sentence] = told[True]
        return found

    def _sum_before(self, i: int) -> int:
        """The sum of the two candidates before, where they count the same kind of harm."""
        candidates = self.around.scan.candidates
        return sum(core(candidates[j]) or 0 for j in (i - 2, i - 1) if j >= 0 and self.kinds[j] == self.kinds[i])

    def is_listed(self, i: int) -> bool:
        """Whether a candidate is another item of a list than the like one before it: in the same sentence, or the next of a list with
        bullets, with another name after it ("a fighter of the River Brigade and a fighter of the Hill Corps")."""
        order = self._order[i]
        if not order:
            return False
        candidates = self.around.scan.candidates
        c, before = candidates[i], candidates[self.clusters[identity(candidates[i], self.kinds[i])][order - 1]]
        if c.head is None or before.head is None or c.head.id != before.head.id or c.head.id in _SPECIFIC:
            return False
        if c.definite or c.part or before.part:
            return False
        if not (self._joined(before, c) or self._bulleted(before.sentence, c.sentence)):
            return False
        mine, theirs = self._tail(c), self._tail(before)
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _joined(self, before: Candidate, c: Candidate) -> bool:
        """Whether two candidates of a sentence stand in one list: joined, near, and under one harm word."""
        page, tags = self.around.page, self.around.scan.tags
        if c.sentence != before.sentence or c.first - before.last > LIST:
            return False
        token = page.tokens[c.first].form
        linked = token.startswith("و") or page.tokens[c.first - 1].form in JOINERS
        return linked and not any(tag is not None and tag.cls == "harm" for tag in tags[before.last : c.first])

    def _bulleted(self, first: int, last: int) -> bool:
        """Whether two sentences begin with a bullet, not far from each other."""
        tokens, sentences = self.around.page.tokens, self.around.page.sentences
        return last - first <= WINDOW and all(tokens[sentences[s].first].form in BULLETS for s in (first, last))

    def _tail(self, c: Candidate) -> frozenset[str]:
        """The first words after a candidate that no lexicon knows, up to a mark."""
        scan, page = self.around.scan, self.around.page
        last = min(page.sentences[c.sentence].last, c.last + TAIL)
        words = []
        for j in range(c.last, last):
            token = page.tokens[j]
            if token.kind != "word":
                break
            if scan.tags[j] is None and len(token.form) > 2 and token.form not in CLOSED:
                words.append(bases(token.form)[-1][0])
        return frozenset(words)

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
        steps = ((0.0, "0"), (0.1, "a"), (0.2, "b"), (0.34, "c"), (0.5, "d"), (1.0, "e"))
        return next(name for limit, name in steps if best <= limit), min(most, 4)
