"""What the suggestions rest on, counted once: origins, parties blamed, what they say, and who the victims are said to be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sijill.model import Filing, Origin, Reason, Toll
from sijill.model.decision import Statement
from sijill.model.party import name_parties
from sijill.review.statement import find_statements

HARMED = frozenset({"killed", "injured", "casualties"})
SAME_SIDE = {"us": "us_coalition", "uk": "us_coalition", "france": "us_coalition", "jordan": "us_coalition"}
"""Allies that are one side where it is counted how many are blamed."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`origins`: independent origins; `reports`: how many there are; `blamed`: for each party said to have done it, allies as one side,
    how many origins assert it; `suspected`: parties that are only suspected; `said`: words of admission, declaration and denial;
    `groups`: the groups of people said to be harmed; `findings`: what parties themselves find, as people entered it, newest last."""

    origins: int
    reports: int
    blamed: dict[str, int]
    suspected: frozenset[str]
    said: dict[str, str]
    groups: frozenset[str]
    findings: dict[str, Statement]

    @property
    def accepted(self) -> bool:
        """Whether a party accepts responsibility, in a report or in a statement that a person entered."""
        return "admission" in self.said or any(word.finding == "credible" for word in self.findings.values())

    @property
    def denied(self) -> bool:
        """Whether a party denies it."""
        return "denial" in self.said or any(word.finding == "non-credible" for word in self.findings.values())


def weigh_evidence(
    filings: Sequence[Filing], origins: Sequence[Origin], tolls: Sequence[Toll], statements: Sequence[Statement] = ()
) -> Evidence:
    """The evidence of an incident's accounts, and of the parties' own statements that people entered; a party's newest counts."""
    home = {report: number for number, origin in enumerate(origins) for report in origin.reports}
    blaming: dict[str, set[int]] = defaultdict(set)
    asserted: set[str] = set()
    for filing in filings:
        for actor in filing.account.actors:
            side = SAME_SIDE.get(actor.actor, actor.actor)
            if actor.role == "perpetrator" and actor.stance != "denied" and side not in ("unknown", "other"):
                blaming[side].add(home[filing.report.id])
                asserted.update({side} if actor.stance == "asserted" else ())
    findings = {SAME_SIDE.get(word.actor, word.actor): word for word in statements}
    for side, word in findings.items():
        if word.finding == "credible":
            blaming.setdefault(side, set())
            asserted.add(side)
    return Evidence(
        len(origins),
        len({f.report.id for f in filings}),
        {side: len(blaming[side]) for side in sorted(blaming)},
        frozenset(blaming) - asserted,
        find_statements(filings),
        frozenset(t.group for t in tolls if t.kind in HARMED and t.high != 0),
        findings,
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
    reported = (
        Reason(kind, english.format(evidence.said[kind]), arabic.format(evidence.said[kind]))
        for kind, (english, arabic) in _SAID.items()
        if kind in evidence.said
    )
    return (*reported, *(_finding_reason(side, word) for side, word in sorted(evidence.findings.items())))


def _finding_reason(side: str, word: Statement) -> Reason:
    """What a party itself finds, and how many deaths it concedes; its words stay sealed."""
    name, name_ar = name_parties([side])
    conceded = tuple(n for n in (word.killed_low, word.killed_high) if n is not None)
    count = "–".join(dict.fromkeys(map(str, conceded)))
    text, text_ar = _FINDINGS[word.finding]
    return Reason(
        f"finding_{word.finding.replace(' ', '_').replace('-', '_')}",
        f"{name} itself {text}" + (f" and concedes {count} killed" if count else ""),
        f"{name_ar}: {text_ar}" + (f"، وتقر بمقتل {count}" if count else ""),
        numbers=conceded,
    )


_FINDINGS = {
    "credible": ("finds it credible", "ترى الجهة نفسها أن الادعاء موثوق"),
    "non-credible": ("finds it not credible", "ترى الجهة نفسها أن الادعاء غير موثوق"),
    "not yet assessed": ("has not assessed it yet", "لم تقيّم الجهة نفسها الادعاء بعد"),
}


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
