"""What the suggestions rest on, counted once: origins, parties blamed, what they say, and who the victims are said to be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Filing, Link, Reason, Toll
from sijill.model.party import name_parties
from sijill.review.origin import group_origins
from sijill.review.statement import find_statements

HARMED = frozenset({"killed", "injured", "casualties"})
SAME_SIDE = {"us": "us_coalition", "uk": "us_coalition", "france": "us_coalition", "jordan": "us_coalition"}
"""Allies that are one side where it is counted how many are blamed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`origins`: independent origins; `reports`: how many there are; `blamed`: for each party said to have done it, allies as one side,
    how many origins assert it; `suspected`: parties that are only suspected; `said`: words of admission, declaration and denial;
    `groups`: the groups of people said to be harmed."""

    origins: int
    reports: int
    blamed: dict[str, int]
    suspected: frozenset[str]
    said: dict[str, str]
    groups: frozenset[str]


def weigh_evidence(filings: Sequence[Filing], links: Sequence[Link], tolls: Sequence[Toll]) -> Evidence:
    """The evidence of an incident's accounts."""
    origins = group_origins(filings, links)
    home = {report: number for number, group in enumerate(origins) for report in group}
    blaming: dict[str, set[int]] = defaultdict(set)
    asserted: set[str] = set()
    for filing in filings:
        for actor in filing.account.actors:
            side = SAME_SIDE.get(actor.actor, actor.actor)
            if actor.role == "perpetrator" and actor.stance != "denied" and side not in ("unknown", "other"):
                blaming[side].add(home[filing.report.id])
                asserted.update({side} if actor.stance == "asserted" else ())
    return Evidence(
        len(origins),
        len({f.report.id for f in filings}),
        {side: len(blaming[side]) for side in sorted(blaming)},
        frozenset(blaming) - asserted,
        find_statements(filings),
        frozenset(t.group for t in tolls if t.kind in HARMED and t.high != 0),
    )


def origins_reason(evidence: Evidence) -> Reason:
    """How many independent origins."""
    n, reports = evidence.origins, evidence.reports
    text = f"{n} independent origin{'s' if n != 1 else ''} in {reports} report{'s' if reports != 1 else ''}"
    return Reason("origins", text, f"مصادر مستقلة: {n}، تقارير: {reports}", numbers=(n, reports))


def belligerents_reason(evidence: Evidence) -> Reason:
    """Which parties are blamed."""
    sides = sorted(evidence.blamed)
    if not sides:
        return Reason("no_belligerent", "no report says who did it", "لا يسمي أي تقرير الفاعل", numbers=(0,))
    names, names_ar = name_parties(sides)
    if len(sides) == 1:
        text = (f"one party is blamed: {names}", f"يُنسب الفعل إلى طرف واحد: {names_ar}")
        return Reason("one_belligerent", *text, numbers=(1,))
    text = (f"several parties are blamed: {names}", f"يُنسب الفعل إلى أطراف عدة: {names_ar}")
    return Reason("rival_belligerents", *text, numbers=(len(sides),))


def said_reasons(evidence: Evidence) -> tuple[Reason, ...]:
    """What the parties say themselves."""
    return tuple(
        Reason(kind, english.format(evidence.said[kind]), arabic.format(evidence.said[kind]))
        for kind, (english, arabic) in _SAID.items()
        if kind in evidence.said
    )


_SAID = {
    "denial": ("a denial is reported: “{}”", "يُذكر نفي: «{}»"),
    "declaration": ("the party says that it struck: “{}”", "يعلن الطرف تنفيذ الضربة: «{}»"),
    "admission": ("an admission is reported: “{}”", "يُذكر إقرار بالمسؤولية: «{}»"),
}


def victims_reason(evidence: Evidence) -> Reason:
    """Who those harmed are said to be."""
    if "civilian" in evidence.groups and "combatant" in evidence.groups:
        return Reason("victims_both", "both civilians and fighters are said to be harmed", "يُذكر ضرر بين المدنيين والمقاتلين")
    if "civilian" in evidence.groups:
        return Reason("victims_civilian", "those harmed are said to be civilians", "يُذكر أن المتضررين مدنيون")
    return Reason(
        "victims_unstated", "nobody says who those harmed are; civilian is presumed", "لا تُذكر صفة المتضررين، والأصل أنهم مدنيون"
    )
