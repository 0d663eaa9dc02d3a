"""An incident as it stands: the machine's reading and, over it, what people decided, in the order in which they did.

A pure function of both. A withdrawn decision falls out, as if it had never been made. Of several words on one value the newest stands;
who agrees with it and who does not is kept with it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from sijill.model import Bound, Given, Incident, Suggested, Toll
from sijill.model.decision import (
    DaysGiven,
    GradeGiven,
    Judgement,
    Made,
    Moved,
    PartyBlamed,
    Related,
    Retracted,
    StatusGiven,
    TollGiven,
    Withdrawn,
)
from sijill.model.incident import find_toll
from sijill.model.vocabulary import DONE
from sijill.review.needs import weigh_needs
from sijill.review.rules import Rules, find_lacking
from sijill.review.toll import sort_tolls


def find_standing(made: Sequence[Made]) -> tuple[Made, ...]:
    """The decisions that stand: without withdrawn ones, and without the withdrawals."""
    gone = {one.judgement.entry for one in made if isinstance(one.judgement, Withdrawn)}
    return tuple(one for one in made if one.seq not in gone and not isinstance(one.judgement, Withdrawn))


def stand_incident(proposal: Incident, made: Sequence[Made], rules: Rules, named_twice: bool = False) -> Incident:
    """The incident as it stands.

    proposal: the machine's reading. made: every decision about it, in order, withdrawn ones and withdrawals included.
    named_twice: whether its accounts may name one person in two spellings, of which nobody has said anything.
    """
    by_value: dict[Hashable, list[Made]] = {}
    state: Made | None = None
    retracted: Made | None = None
    bonds: dict[str, Bound] = {}
    for one in find_standing(made):
        if isinstance(one.judgement, Related):
            bonds[one.judgement.other] = Bound(one.judgement.other, one.judgement.bond, _given([one]))
        if (key := value_of(one.judgement)) is not None:
            by_value.setdefault(key, []).append(one)
        state = one if isinstance(one.judgement, Moved) else state
        retracted = one if isinstance(one.judgement, Retracted) else retracted
    incident = proposal if not by_value else replace(proposal, suggested=_suggested(proposal))
    for words in by_value.values():
        incident = _give(incident, words[-1].judgement, _given(words))
    held = tuple(bound for bound in bonds.values() if bound.bond != "same")
    incident = replace(incident, retracted=_given([retracted]) if retracted else None, bonds=held)
    return _move(incident, state.judgement if state else None, rules, named_twice)


def value_of(judgement: Judgement) -> Hashable | None:
    """Which value a judgement gives; null where it gives none."""
    if isinstance(judgement, TollGiven):
        return "toll", judgement.kind, judgement.group, judgement.unit
    return judgement.act if isinstance(judgement, GradeGiven | StatusGiven | PartyBlamed | DaysGiven) else None


def said_value(judgement: Judgement) -> Hashable:
    """What a judgement says the value is, without what it stands on: what two people must share to agree."""
    match judgement:
        case GradeGiven(grade):
            return grade
        case StatusGiven(status):
            return status
        case PartyBlamed(actors, certainty):
            return frozenset(actors), certainty
        case TollGiven():
            return judgement.low, judgement.high
        case DaysGiven(first, last):
            return first, last
    return None


def _given(words: Sequence[Made]) -> Given:
    """Who gave a value last, and which people's own newest word is the same or another."""
    newest = {one.author: said_value(one.judgement) for one in words}
    last = words[-1]
    value = said_value(last.judgement)
    agreed = tuple(sorted(author for author, said in newest.items() if said == value))
    return Given(last.seq, last.author, last.at, last.reason, agreed, tuple(sorted(newest.keys() - set(agreed))))


def _suggested(proposal: Incident) -> Suggested:
    return Suggested(proposal.first, proposal.last, proposal.tolls, proposal.grade, proposal.status, proposal.blame)


def _give(incident: Incident, judgement: Judgement, given: Given) -> Incident:
    """The incident with one value as a person gave it; the reasons that the machine gave for its own stay with it."""
    match judgement:
        case GradeGiven(grade) if incident.grade is not None:
            return replace(incident, grade=replace(incident.grade, grade=grade, given=given))
        case StatusGiven(status) if incident.status is not None:
            return replace(incident, status=replace(incident.status, status=status, given=given))
        case PartyBlamed(actors, certainty) if incident.blame is not None:
            return replace(incident, blame=replace(incident.blame, actors=tuple(sorted(actors)), certainty=certainty, given=given))
        case DaysGiven(first, last):
            return replace(incident, first=first, last=last, days_given=given)
        case TollGiven():
            return replace(incident, tolls=_give_toll(incident.tolls, judgement, given))
    return incident


def _give_toll(tolls: Sequence[Toll], word: TollGiven, given: Given) -> tuple[Toll, ...]:
    """The tolls with one given by a person; where it is the machine's, taken over, it keeps the rule and the claims."""
    held = find_toll(tolls, word.kind, word.group, word.unit)
    if held is not None and word.basis.rule is not None and (held.low, held.high) == (word.low, word.high):
        made = replace(held, given=given)
    else:
        claims = (word.basis.claim,) if word.basis.claim else ()
        made = Toll(word.kind, word.group, word.low, word.high, word.unit, "decided", claims, given=given)
    return sort_tolls((*(t for t in tolls if t is not held), made))


def _move(incident: Incident, word: Judgement | None, rules: Rules, named_twice: bool) -> Incident:
    """The incident in its state of work: what is no longer all reviewed, or no longer by people enough, is pending again."""
    lacking = find_lacking(incident, rules)
    moved = word if isinstance(word, Moved) else Moved("new")
    grown = moved.state in DONE and not set(incident.accounts) <= set(moved.accounts)
    holds = moved.state in DONE and not lacking and not grown
    state = moved.state if holds or moved.state not in DONE else "pending"
    incident = replace(incident, state=state, assignee=moved.assignee, lacking=lacking, reviewed=holds)
    return replace(incident, needs=weigh_needs(incident, new_accounts=grown, named_twice=named_twice))
