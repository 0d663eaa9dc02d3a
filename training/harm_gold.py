"""Gold harms of the benchmark laid over the candidates of a page: what each candidate should have been."""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sijill.extract.harms.around import Surroundings
from sijill.extract.harms.candidates import Candidate, Scan
from sijill.extract.harms.context import lexical_who
from sijill.extract.harms.scan import scan_page
from sijill.extract.text.furniture import find_furniture
from sijill.extract.text.page import make_page

BENCH = Path(__file__).resolve().parents[2] / "shared" / "bench"
sys.path.insert(0, str(BENCH))


@dataclass(eq=False)
class Labelled:
    """A document's candidates with the gold harm that each states (or None), and all gold harms."""

    doc: str
    lang: str
    scan: Scan
    around: Surroundings
    gold: list[dict[str, Any]]
    match: list[dict[str, Any] | None]
    repeats: list[bool]

    @property
    def kinds(self) -> Counter[tuple[Any, ...]]:
        return Counter((g["kind"], key_of(g)) for g in self.gold)


def key_of(harm: dict[str, Any]) -> tuple[Any, ...]:
    """A gold harm's number or vague word, as `Candidate.key`."""
    numbered = harm["low"] is not None or harm["high"] is not None
    return harm["low"], harm["high"], "" if numbered else harm["hedge"]


def load(name: str) -> list[Labelled]:
    """All documents of a file of the benchmark, labelled."""
    return [label(json.loads(line)) for line in (BENCH / name).read_text(encoding="utf-8").splitlines()]


def label(row: dict[str, Any]) -> Labelled:
    """Match candidates and gold harms one to one: same number, overlapping spans, longest overlap first."""
    page = make_page(row["text"], row["lang"])
    scan = scan_page(page, find_furniture(page))
    gold = [h for a in row["gold"]["accounts"] for h in a["harms"]]
    pairs = []
    for g, harm in enumerate(gold):
        for c, candidate in enumerate(scan.candidates):
            start, end = page.slice(candidate.first, candidate.last)
            overlap = min(end, harm["span"][1]) - max(start, harm["span"][0])
            if overlap > 0 and candidate.key == key_of(harm):
                other = lexical_who(candidate) != (harm["who"] or "") and bool(lexical_who(candidate) or harm["who"])
                pairs.append((other, -overlap, abs(start - harm["span"][0]), g, c))
    match: list[dict[str, Any] | None] = [None] * len(scan.candidates)
    done: set[int] = set()
    for *_, g, c in sorted(pairs):
        if g not in done and match[c] is None:
            match[c] = gold[g]
            done.add(g)
    around = Surroundings(scan)
    stated = {(g["kind"], key_of(g)) for g in gold}
    kinds = {g["kind"] for g in gold}
    repeats = [
        match[i] is None
        and (
            (around.governed[i], candidate.key) in stated
            # a vague word that the document's number makes superfluous is a harm all the same
            or (candidate.key[2] in ("plural", "several") and not candidate.part and victims(candidate) and around.governed[i] in kinds)
        )
        for i, candidate in enumerate(scan.candidates)
    ]
    return Labelled(row["doc"], row["lang"], scan, around, gold, match, repeats)


def victims(candidate: Candidate) -> bool:
    """Whether a candidate's own words state a harm: "wounded", "others" after a harm word, "عدد من المدنيين"."""
    head = candidate.head
    return head is not None and (bool(head.kind) or head.id == "other" or candidate.shape == "vague")
