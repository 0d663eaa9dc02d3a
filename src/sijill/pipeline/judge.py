"""Judging: a person's decision is checked, entered, and what follows from it worked out, all in one transaction or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sijill.link import cut_group, group_accounts
from sijill.model import DecisionError, Entry, Filing, Incident, StaleView
from sijill.model.codec import to_json
from sijill.model.decision import (
    IDENTITY,
    Decision,
    GradeGiven,
    Judgement,
    Made,
    Merge,
    Moved,
    NotSame,
    NotSameOrigin,
    Same,
    SameOrigin,
    Split,
    Withdrawn,
    kind_of,
)
from sijill.model.identity import content_id, incident_id
from sijill.model.said import Said, say
from sijill.pipeline.assemble import enter_incidents, name_groups, rules_of
from sijill.pipeline.contrary import check_apart, check_bond, check_pair
from sijill.register import Register
from sijill.review import check_judgement, find_lacking, find_standing

Partition = dict[str, tuple[str, ...]]
"""The accounts of each incident that a decision touches, as they are from now on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision's entry, and the ids of the incidents that changed by it."""

    entry: Entry
    changed: tuple[str, ...]


def now_of(register: Register, name: str) -> Incident:
    """The incident of exactly this id, as it stands. Raises DecisionError where there is none, or where it went into another."""
    incident = register.look.incident(name)
    if incident is None:
        raise DecisionError(name, "there is no such incident", "`sijill incidents` lists them")
    if incident.id != name:
        raise DecisionError(
            name,
            say("it is part of {incident} now", incident=incident.id),
            say("decide about {incident}, or undo the merge there", incident=incident.id),
        )
    return incident


def decide(register: Register, name: str, judgement: Judgement, *, reason: str, on: int) -> Outcome:
    """Enter a judgement about the incident `name`; its author is the register's.

    on: the number of the newest entry about the incident that the person had seen (`register.decisions.newest`). Raises StaleView where
    there is a newer one, DecisionError where the judgement does not fit; then nothing is entered.
    """
    check_person(register, name, reason)
    with register.writing():
        incident = now_of(register, name)
        touched = touched_by(register, judgement, incident)
        held = register.look.members(touched)
        filings = {f.account.id: f for f in register.look.filings([a for accounts in held.values() for a in accounts])}
        _check_seen(register, name, touched, judgement, on)
        judgement = _complete(judgement, incident)
        incident = replace(incident, lacking=find_lacking(incident, rules_of(register)))
        check_judgement(judgement, incident, list(filings.values()))
        check_pair(register, name, judgement)
        check_bond(register, name, judgement)
        target = _withdrawn(register, judgement, name)
        groups = _divide(register, judgement, target, name, held, filings)
        check_apart(register, name, judgement, groups)
        entry = register.append(kind_of(judgement), name, reason, to_json(Decision(judgement, on)))
        extra = [a for accounts in groups.values() for a in accounts if a not in filings]
        filings |= {f.account.id: f for f in register.look.filings(extra)}
        homes = set(register.look.incidents_of([a for accounts in groups.values() for a in accounts]).values())
        facts = enter_incidents(register, groups, {*held, *homes}, filings, follows=entry.seq)
        return Outcome(entry, tuple(made.subject for made in register.append_many(facts)))


def merge(register: Register, into: str, other: str, *, reason: str, on: int) -> Outcome:
    """Put the incident `other` into the incident `into`, which keeps its id and the values that people gave it."""
    return decide(register, into, merge_of(register, into, other), reason=reason, on=on)


def merge_of(register: Register, into: str, other: str) -> Merge:
    """The word that the incident `other` is the incident `into`, with the accounts of both as they stand. Raises DecisionError."""
    return Merge(into, other, tuple(account for name in (into, other) for account in now_of(register, name).accounts))


def split(register: Register, name: str, leaving: Sequence[str], *, reason: str, on: int) -> Outcome:
    """Make the accounts `leaving` an incident of their own; the others keep the id."""
    return decide(register, name, split_of(register, name, leaving), reason=reason, on=on)


def split_of(register: Register, name: str, leaving: Sequence[str]) -> Split:
    """The word that the accounts `leaving` are another incident than those of it that stay. Raises DecisionError."""
    staying = tuple(account for account in now_of(register, name).accounts if account not in set(leaving))
    return Split(name, split_id(name, leaving), tuple(leaving), staying)


def split_id(name: str, leaving: Sequence[str]) -> str:
    """The id of the incident that accounts make which leave the incident `name`."""
    return content_id("i", "split", name, *sorted(leaving))


def withdraw(register: Register, name: str, seq: int, *, reason: str, on: int) -> Outcome:
    """Withdraw the decision of entry `seq` about the incident: everything is as if it had not been made; both stay in the history."""
    return decide(register, name, Withdrawn(seq), reason=reason, on=on)


def check_person(register: Register, name: str, reason: str) -> None:
    """Raises DecisionError where the register's author is no person, or no reason is given."""
    if register.author == "machine" or not register.author.strip():
        raise DecisionError(name, "a decision needs a person", "give your pseudonym: --as or $SIJILL_AUTHOR, `Register.open(author=)`")
    if not reason.strip():
        raise DecisionError(name, "a decision needs a reason", "say why, in words that others can check")


def touched_by(register: Register, judgement: Judgement, incident: Incident) -> set[str]:
    """The incidents that a judgement is about, this one among them. Raises DecisionError where one is not there, or it makes no
    sense."""
    match judgement:
        case Merge(into, other, accounts):
            if other == into:
                raise DecisionError(into, "an incident cannot be merged with itself", "name another one")
            if into != incident.id:
                raise DecisionError(incident.id, say("the merge is into {into}", into=into))
            if set(accounts) != {*incident.accounts, *now_of(register, other).accounts}:
                raise DecisionError(incident.id, "the accounts are not those of both incidents", "look again")
            return {incident.id, other}
        case Same(left, right) | NotSame(left, right):
            if left == right:
                raise DecisionError(incident.id, say("{left} is one account", left=left), "name two")
            homes = register.look.incidents_of((left, right))
            if missing := [account for account in (left, right) if account not in homes]:
                raise DecisionError(
                    incident.id,
                    say("no account {missing} is in an incident", missing=", ".join(missing)),
                    "`sijill show ID` lists them",
                )
            if incident.id not in homes.values():
                raise DecisionError(
                    incident.id, "neither account belongs to it", say("decide about {homes}", homes=" or ".join(sorted(homes.values())))
                )
            return {incident.id, *homes.values()}
        case SameOrigin(left, right) | NotSameOrigin(left, right):
            return {incident.id, *_told_by_both(register, left, right)}
        case Withdrawn(entry):
            made = register.decisions.about([incident.id]).get(incident.id, ())
            word = next((one.judgement for one in made if one.seq == entry), None)
            return touched_by(register, word, incident) if isinstance(word, SameOrigin | NotSameOrigin) else {incident.id}
        case Split(_, made, leaving, staying):
            if unknown := sorted(set(leaving) - set(incident.accounts)):
                raise DecisionError(
                    incident.id,
                    say("it has no account {unknown}", unknown=", ".join(unknown)),
                    say("it has: {accounts}", accounts=", ".join(incident.accounts)),
                )
            if not leaving or not staying or {*leaving, *staying} != set(incident.accounts) or set(leaving) & set(staying):
                raise DecisionError(incident.id, "a split leaves accounts on both sides", "name some of its accounts, not all")
            if register.look.incidents_by_id([made]):
                raise DecisionError(incident.id, say("there is an incident {made} already", made=made))
    return {incident.id}


def _told_by_both(register: Register, left: str, right: str) -> set[str]:
    """The incidents that two reports both tell of."""
    read = register.look.readings((left, right))
    homes = [set(register.look.incidents_of(account.id for account in reading.accounts).values()) for reading in read.values()]
    return homes[0] & homes[1] if len(homes) == 2 else set()


def _check_seen(register: Register, name: str, touched: set[str], judgement: Judgement, on: int) -> None:
    """Raises StaleView where an entry about one of the incidents is newer than what the person had seen.

    An independent grade is given without knowing those of others, so others' independent grades are not news to it.
    """
    newest = max(register.decisions.newest(one) for one in touched)
    head = register.head().seq
    if on > head:
        raise DecisionError(name, say("there is no entry {on} yet; the newest is {head}", on=on, head=head))
    if on >= newest:
        return
    newer = sorted((e for one in touched for e in register.entries(subject=one) if e.seq > on), key=lambda e: e.seq)
    if isinstance(judgement, GradeGiven) and judgement.independent:
        blind = {e.seq for e in newer if e.body.get("judgement", {}).get("independent") and e.author != register.author}
        newer = [e for e in newer if e.seq not in blind and e.body.get("follows") not in blind]
    if newer:
        newer = [e for e in newer if "follows" not in e.body] or newer  # what followed from another says nothing of its own
        lines = tuple(map(_tell, newer))
        raise StaleView(
            name,
            say("1 newer entry since entry {on}, which the decision was made on:", on=on)
            if len(newer) == 1
            else say("{count} newer entries since entry {on}, which the decision was made on:", count=len(newer), on=on),
            say("look at them, then decide again on entry {newest}", newest=newest),
            lines,
            newest,
        )


def _tell(entry: Entry) -> Said:
    """One line about an entry that somebody had not seen."""
    act = entry.body.get("judgement", {}).get("act", entry.kind)
    return say(
        "entry {seq}, {at}, {author}: {act}: {reason}", seq=entry.seq, at=entry.at, author=entry.author, act=act, reason=entry.reason
    )


def _complete(judgement: Judgement, incident: Incident) -> Judgement:
    """What is reviewed is all accounts that are there now."""
    if isinstance(judgement, Moved) and judgement.state in ("reviewed", "published") and not judgement.accounts:
        return replace(judgement, accounts=incident.accounts)
    return judgement


def _withdrawn(register: Register, judgement: Judgement, name: str) -> Made | None:
    """The decision that is withdrawn. Raises DecisionError where it cannot be."""
    if not isinstance(judgement, Withdrawn):
        return None
    made = register.decisions.about([name]).get(name, ())
    found = next((one for one in made if one.seq == judgement.entry), None)
    if found is None:
        raise DecisionError(
            name, say("entry {entry} is no decision about it", entry=judgement.entry), "`sijill history ID` numbers them"
        )
    if isinstance(found.judgement, Withdrawn):
        raise DecisionError(name, say("entry {entry} is a withdrawal, which stays", entry=found.seq), "make the decision again instead")
    if found not in find_standing(made):
        raise DecisionError(name, say("entry {entry} was withdrawn already", entry=found.seq), "`sijill history ID` says when and why")
    return found


def _divide(
    register: Register,
    judgement: Judgement,
    withdrawn: Made | None,
    name: str,
    held: Mapping[str, tuple[str, ...]],
    filings: Mapping[str, Filing],
) -> Partition:
    """The incidents that a judgement touches, with their accounts as they are from now on."""
    match judgement:
        case Merge(into, other, _):
            return {into: held[into] + held[other]}
        case Split(_, made, leaving, staying):
            return {name: staying, made: leaving}
        case Same(left, right):
            homes = register.look.incidents_of((left, right)).values()
            return {name: tuple(account for home in dict.fromkeys((name, *homes)) for account in held[home])}
        case NotSame(left, right) if len(held) == 1:
            return _cut(register, name, held[name], left, right)
    if withdrawn is not None and withdrawn.judgement.act in IDENTITY:
        return _restore(register, withdrawn)
    return {one: tuple(a for a in accounts if a in filings) for one, accounts in held.items()}


def _cut(register: Register, name: str, accounts: Sequence[str], left: str, right: str) -> Partition:
    """An incident cut in two; the side of its first account keeps the id."""
    sides = cut_group(accounts, register.look.links(accounts), left, right)
    first, second = sorted(sides, key=lambda side: accounts[0] not in side)
    order = {account: place for place, account in enumerate(accounts)}
    first, second = (tuple(sorted(side, key=order.__getitem__)) for side in (first, second))
    made = incident_id(second[0])
    if made == name or register.look.incidents_by_id([made]):
        made = incident_id(f"{second[0]}~{name}")
    return {name: first, made: second}


def _restore(register: Register, withdrawn: Made) -> Partition:
    """The incidents as they were before a decision that said which accounts belong together; those that came since go by links.

    Raises DecisionError where another such decision was made on top of it.
    """
    names = {entry.subject for entry in register.decisions.followers(withdrawn.seq)} | {withdrawn.incident}
    before = {name: register.decisions.accounts_before(name, withdrawn.seq) for name in sorted(names)}
    then = {account for accounts in before.values() for account in accounts}
    now = register.look.members(set(register.look.incidents_of(then).values()))
    if later := register.decisions.later(withdrawn.seq, IDENTITY, {*names, *now}):
        raise DecisionError(
            withdrawn.incident,
            say("entry {later} was decided on top of entry {entry}", later=later[-1], entry=withdrawn.seq),
            say("withdraw entry {later} first", later=later[-1]),
        )
    everything = [account for account in register.look.account_ids() if any(account in accounts for accounts in now.values())]
    blocks = {name: kept for name, accounts in before.items() if (kept := tuple(a for a in accounts if a in set(everything)))}
    apart = register.decisions.apart()
    word = withdrawn.judgement
    if isinstance(word, NotSame):
        apart -= {(word.left, word.right)}
    groups = group_accounts(everything, register.look.links(everything), apart, list(blocks.values()))
    return name_groups(groups, blocks, everything)
