"""Suggested harm grade, strike status and attribution: three answers kept apart, each with machine-checkable reasons. A person decides.

The grades are Airwars' (airwars.org/about/methodology): Confirmed where a party accepts responsibility, Contested where several are
blamed, Fair where two or more independent origins blame one, else Weak. Discounted is never suggested: that those killed were fighters
is for a person to find, whatever one report says.
"""

from collections.abc import Sequence

from sijill.model import Blame, Grade, Reason, Status, Toll
from sijill.review.evidence import HARMED, Evidence, belligerents_reason, origins_reason, said_reasons, victims_reason

NOT_HARM = frozenset({"agreement", "territory", "displacement"})
STRIKES = frozenset({"air_strike", "shelling", "explosion", "attack"})


def suggest_grade(event_type: str, tolls: Sequence[Toll], evidence: Evidence) -> Grade:
    """Confirmed, Fair, Weak or Contested with its reasons; None, with the reason, where no civilian is said to be harmed."""
    harmed = [t for t in tolls if t.kind in HARMED and t.group != "combatant" and t.high != 0]
    if event_type in NOT_HARM or not harmed:
        fighters = "combatant" in evidence.groups
        text = (
            ("only fighters are said to be harmed", "لا يُذكر ضرر إلا بين المقاتلين")
            if fighters
            else ("no civilian is said to be killed or injured", "لا يُذكر مقتل مدنيين ولا إصابتهم")
        )
        return Grade(None, (Reason("no_civilian_harm", *text),))
    reasons = (origins_reason(evidence), belligerents_reason(evidence), victims_reason(evidence), *said_reasons(evidence))
    if evidence.accepted:
        return Grade("Confirmed", reasons)
    if len(evidence.blamed) > 1:
        return Grade("Contested", reasons)
    return Grade("Fair" if evidence.origins > 1 and evidence.blamed else "Weak", reasons)


def suggest_status(event_type: str, evidence: Evidence) -> Status:
    """Declared, Contested, Likely or Single source claim; None where it is no strike."""
    if event_type not in STRIKES:
        return Status(None, (Reason("no_strike", "it is not told as a strike", "لا يُروى على أنه ضربة"),))
    reasons = (origins_reason(evidence), belligerents_reason(evidence), *said_reasons(evidence))
    if evidence.accepted or "declaration" in evidence.said:
        return Status("Declared", reasons)
    if len(evidence.blamed) > 1:
        return Status("Contested", reasons)
    return Status("Likely" if evidence.origins > 1 else "Single source claim", reasons)


def suggest_blame(evidence: Evidence) -> Blame:
    """Who is said to have done it: known where a party says so itself or two origins assert it, else suspected; competing where claims
    blame several."""
    sides = tuple(evidence.blamed)
    reasons = (belligerents_reason(evidence), *said_reasons(evidence))
    if len(sides) != 1:
        return Blame(sides, "competing" if sides else None, reasons)
    count = evidence.blamed[sides[0]]
    backed = Reason(
        "blamed_by",
        f"{count} independent origin{'s' if count != 1 else ''} blame{'s' if count == 1 else ''} it",
        f"مصادر مستقلة تنسبه إليه: {count}",
        numbers=(count,),
    )
    own = evidence.accepted or "declaration" in evidence.said
    known = own or (count > 1 and not evidence.suspected and not evidence.denied)
    return Blame(sides, "known" if known else "suspected", (*reasons, backed))
