"""Whom the candidates of a document count: what the models for group and who see of each."""

from collections.abc import Sequence
from functools import lru_cache

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.candidates import Candidate
from sijill.extract.harms.context import lexical_group, lexical_who
from sijill.extract.harms.shapes import bucket, word_class
from sijill.extract.linear import GROUPS


def shared_groups(candidates: Sequence[Candidate]) -> list[str]:
    """The group that each candidate's own words say; in "ten dead and some wounded of the army" the last words count for both."""
    groups = [lexical_group(c) for c in candidates]
    for i in range(len(groups) - 2, -1, -1):
        here, after = candidates[i], candidates[i + 1]
        beside = after.first == here.last and after.sentence == here.sentence and not after.part
        if beside and after.extras and groups[i] in ("", "unknown"):
            groups[i] = groups[i + 1]
    return groups


class Company:
    """Whom a document's candidates count: the groups that their words say, and those of their neighbours."""

    def __init__(self, around: Surroundings, kinds: Sequence[str]) -> None:
        self.around, self.kinds = around, kinds
        self.lexical = shared_groups(around.scan.candidates)
        self.settled: list[str] = list(self.lexical)
        self.by_key: dict[tuple[str, tuple[int | None, int | None, str]], set[str]] = {}
        self.tally = {"civilian": 0, "combatant": 0}
        self.told = around.document.intersection(_TELLING)
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
        parts = "+".join(
            sorted(
                {
                    lexical_who(scan.candidates[j])
                    for j in range(i + 1, min(i + 4, len(self.kinds)))
                    if scan.candidates[j].part and scan.candidates[j].sentence == c.sentence
                }
            )
        )
        part_after = following >= 0 and scan.candidates[following].part
        after = self.lexical[following] if following >= 0 else "-"
        elsewhere = "+".join(sorted(self.by_key.get((kind, c.key), set()) - ({self.lexical[i]} if self.lexical[i] else set())))
        civilian, combatant = self.tally["civilian"], self.tally["combatant"]
        mix = "none" if not civilian and not combatant else "civ" if not combatant else "com" if not civilian else "both"
        share = "c" if civilian > combatant else "f" if combatant > civilian else "="
        own = self.lexical[i] or "inherit"
        bag = around.bag(c.sentence)
        _, lt, _ = around.harm_left(i)
        size = "v" if c.low is None and c.high is None else bucket(c.low if c.low is not None else c.high or 0)
        out = [
            *_own(own, lexical_who(c), size, before, kind, c.shape),
            *_head(head, c.shape, kind, size, mix, c.head.own if c.head else False, c.head.plural if c.head else "-"),
            *_family(c.family, own, head, size, bucket(c.named), c.part, before),
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
            f"l={lt.id if lt else '-'}|{own}",
        ]
        for tag in c.extras:
            out += [f"extra={tag.id}", f"extra={tag.id}|{head}"]
        page = scan.page
        sentence = page.sentences[c.sentence]
        for offset in (1, 2, 3):
            k = c.last + offset - 1
            right = scan.tags[k] if k < sentence.last else None
            name = right.id if right is not None else word_class(page.tokens[k].form) if k < sentence.last else ">"
            out += [f"b{offset}={name}|{own}"]
            if offset == 1:
                out.append(f"b1={name}|{head}")
            k = c.first - offset
            left = scan.tags[k] if k >= sentence.first else None
            name = left.id if left is not None else word_class(page.tokens[k].form) if k >= sentence.first else "<"
            out.append(f"a{offset}={name}|{own}")
        out += [f"s={name}|{own}" for name in bag]
        out += _in_document(own, self.told)
        near = frozenset().union(*map(around.bag, range(max(0, c.sentence - 2), min(len(page.sentences), c.sentence + 3))))
        out += [f"n={name}|{own}" for name in _TELLING if name in near]
        out += [f"t={name}|{own}" for name in _TELLING if name in around.bag(0)]
        if "civilian_site" in near or "civilian" in near:
            out.append(f"site|{own}|{'military_site' in near or 'fighter' in near}|{bool(parts)}")
        return out


@lru_cache(maxsize=GROUPS)
def _own(own: str, who: str, size: str, before: str, kind: str, shape: str) -> tuple[str, ...]:
    """The group and the people that the candidate's own words say."""
    return (
        f"own={own}",
        f"who={who}",
        f"who={who}|{size}",
        f"who={who}|{own}",
        f"who={who}|before{before}",
        f"own={own}|before{before}",
        f"own={own}|{kind}|{size}",
        f"kind={kind}|{own}",
        f"shape={shape}|{own}",
    )


@lru_cache(maxsize=GROUPS)
def _head(head: str, shape: str, kind: str, size: str, mix: str, owned: bool, count: str) -> tuple[str, ...]:
    """The noun."""
    return (
        f"head={head}",
        f"head={head}|{shape}",
        f"head={head}|{kind}",
        f"head={head}|mix{mix}",
        f"hasown={owned}|{head}",
        f"count={count}|{head}",
        f"size={size}|{head}",
    )


@lru_cache(maxsize=GROUPS)
def _family(family: bool, own: str, head: str, size: str, named: str, part: bool, before: str) -> tuple[str, ...]:
    """A family, names, a part of those told before."""
    return (
        f"family={family}",
        f"family={family}|{own}",
        f"family={family}|{head}",
        f"size={size}|family{family}",
        f"named={named}",
        f"part={part}|{own}|{before}",
    )


@lru_cache(maxsize=GROUPS)
def _in_document(own: str, told: frozenset[str]) -> tuple[str, ...]:
    """Which of the telling words the document has."""
    return tuple([f"d={name}|{own}|{name in told}" for name in _TELLING])


_TELLING = (
    "civilian_site", "military_site", "army", "civilian", "child", "woman", "fighter", "militant", "soldier", "resident", "family",
    "displaced", "person", "from_the_air", "blast", "gunfire", "shells", "settlement", "member",
)  # fmt: skip
"""Words of a document or of the sentences around that tell whom a bare number counts."""
