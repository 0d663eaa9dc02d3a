"""Assembling: accounts that belong together become incidents as they stand, by links and by what people decided.

What is an incident is never torn apart by a link, and two incidents that people have judged are never put together by one: new accounts
may join them, everything else is a proposal. So what comes later moves as little as possible, and ids stay.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sijill.link import find_origins, find_twice, group_accounts, link_filings
from sijill.model import Filing, Incident, Link
from sijill.model.codec import to_json
from sijill.model.decision import ORIGIN, PERSON, Made, Person, Statement
from sijill.model.identity import incident_id
from sijill.register import Fact, Register
from sijill.review import Rules, find_standing, load_rules, make_rules, review_incident, stand_incident

SAID = "machine reading, not reviewed"
"""The reason of every entry that no person made."""

Groups = Mapping[str, Sequence[str]]
"""The accounts of each incident, in the order of capture."""


def link_register(register: Register, tell: Callable[[float], None] = lambda _: None) -> tuple[str, ...]:
    """Put every account that is in no incident yet into one, in one transaction; the ids of incidents that changed. `tell` is told the
    share of the comparing that is done, 0..1.

    Other runs may file reports, and people decide, meanwhile; where one has, the work is done again on what is there now.
    """
    while True:
        seen = register.look.last_linked()
        facts = _link_accounts(register, tell)
        with register.writing():
            if register.look.last_linked() == seen:
                return tuple(entry.subject for entry in register.append_many(facts))


def _link_accounts(register: Register, tell: Callable[[float], None]) -> list[Fact]:
    """What linking the accounts that are in no incident yet has to enter."""
    look = register.look
    everything = look.account_ids()  # first: what another run files from here on is not looked at
    new = frozenset(look.unlinked_accounts()).intersection(everything)
    if not new:
        return []
    fresh = look.filings([account for account in everything if account in new])
    near = look.near(fresh) if len(everything) > FEW else None
    others = look.filings([a for a in everything if a not in new and (near is None or a in near)])
    found = link_filings(fresh, others, tell)
    # Only incidents that a new link touches can change; each is grouped again with all of its accounts and their links.
    homes = look.incidents_of({end for link in found for end in (link.left, link.right)})
    held = look.members(set(homes.values()))
    judged = register.decisions.judged(held)
    accounts = new.union(*held.values())
    groups = group_accounts(
        sorted(accounts),
        (*look.links(accounts), *found),
        register.decisions.apart(),
        [held[name] for name in sorted(judged)],
        [held[name] for name in sorted(held.keys() - judged)],
    )
    filings = {filing.account.id: filing for filing in (*fresh, *others)}
    filings |= {filing.account.id: filing for filing in look.filings(sorted(accounts - filings.keys()))}
    return enter_incidents(register, name_groups(groups, held, everything, judged), held, filings, found=found, everything=everything)


FEW = 3000
"""Accounts in a register that are all compared with what is new, in about three seconds; of more, only those near in day or place."""


def name_groups(
    groups: Iterable[Sequence[str]], blocks: Groups, everything: Sequence[str], judged: Collection[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Groups by their incident's id: that of the judged incident that is in it, else of the earliest, else one from its first account
    in the order of capture, so that it stays when later reports join."""
    order = {account: place for place, account in enumerate(everything)}
    held = {account: name for name, accounts in blocks.items() for account in accounts}
    named: dict[str, tuple[str, ...]] = {}
    for group in sorted((sorted(group, key=order.__getitem__) for group in groups), key=lambda group: order[group[0]]):
        names = list(dict.fromkeys(held[account] for account in group if account in held))
        name = next((one for one in names if one in judged), names[0] if names else incident_id(group[0]))
        if name in named or (name in blocks and not set(group) & set(blocks[name])):
            name = incident_id(f"{group[0]}~{name}")  # its founder was taken out of the incident that is named after it
        named[name] = tuple(group)
    return named


def enter_incidents(
    register: Register,
    groups: Groups,
    held: Iterable[str],
    filings: Mapping[str, Filing],
    *,
    found: Sequence[Link] = (),
    everything: Sequence[str] = (),
    follows: int | None = None,
) -> list[Fact]:
    """An entry for each incident that is new or changed, then one for each of those `held` before that went into another.

    A link that was `found` is kept with the incident of its later account; `everything` is then all accounts in the order of capture.
    `follows` is the decision that this follows from.
    """
    look = register.look
    before = look.incidents_by_id({*held, *groups})
    home = {account: name for name, accounts in groups.items() for account in accounts}
    apart = register.decisions.apart()
    links = [link for link in (*look.links(home), *found) if not {(link.left, link.right), (link.right, link.left)} & apart]
    touching: dict[str, list[Link]] = {}
    for link in links:
        for name in {home.get(link.left), home.get(link.right)} - {None}:
            touching.setdefault(str(name), []).append(link)
    kept: dict[str, list[Link]] = {}
    place = {account: (place, name) for place, (name, accounts) in enumerate(groups.items()) for account in accounts}
    order = {account: n for n, account in enumerate(everything)}
    for link in sorted(found, key=lambda link: (link.left, link.right)):
        kept.setdefault(place[max(link.left, link.right, key=order.__getitem__)][1], []).append(link)
    made, rules = register.decisions.about(groups), rules_of(register)
    on_origins, on_people = register.decisions.every(*ORIGIN), register.decisions.every(*PERSON)
    reason = SAID if follows is None else f"follows from entry {follows}"
    facts = []
    for name, accounts in groups.items():
        said = [one.judgement for one in find_standing(made.get(name, ())) if isinstance(one.judgement, Statement)]
        told = [filings[account] for account in accounts]
        proposal = review_incident(name, told, touching.get(name, []), said, find_origins(told, on_origins))
        incident = stand_incident(proposal, made.get(name, ()), rules, names_twice(told, made.get(name, ()), on_people))
        if incident != before.get(name) or name in kept:
            facts.append(Fact("linked", name, reason, _body(incident, kept.get(name, []), follows)))
    for name in sorted(before.keys() - groups.keys()):
        into = next(home[account] for account in before[name].accounts if account in home)  # without those of erased reports
        because = f"its accounts were linked into {into}" if follows is None else reason
        facts.append(Fact("linked", name, because, {"incident": None, "into": into, "links": []} | _following(follows)))
    return facts


def names_twice(filings: Sequence[Filing], made: Sequence[Made], on_people: Sequence[Made]) -> bool:
    """Whether accounts of an incident may name one person in two spellings, of which nobody has said anything: neither on the pair
    (`on_people`), nor by listing both as one (`made`: the decisions about the incident)."""
    if not any(filing.account.victims for filing in filings):
        return False
    listed = [one.judgement.claims for one in find_standing(made) if isinstance(one.judgement, Person)]
    return bool(find_twice(filings, on_people, listed))


def _body(incident: Incident, links: Sequence[Link], follows: int | None) -> dict[str, Any]:
    """An incident as its entry holds it: a proposal is the pair of its accounts, since the link itself is kept once."""
    proposals = [[link.left, link.right] for link in incident.proposals]
    body = {"incident": to_json(incident) | {"proposals": proposals}, "into": None, "links": [to_json(link) for link in links]}
    return body | _following(follows)


def _following(follows: int | None) -> dict[str, Any]:
    return {} if follows is None else {"follows": follows}


RULES = "review-rules"
"""The subject of the entries that give a register its own rule for review."""


def rules_of(register: Register) -> Rules:
    """The rule for review of this register: its own, or that of the package. Raises DataError."""
    given = list(register.entries("decided", RULES))
    return make_rules(given[-1].body["people"], f"entry {given[-1].seq}") if given else load_rules()
