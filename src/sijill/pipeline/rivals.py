"""The rivals of an incident, as the register has them."""

from collections.abc import Mapping, Sequence

from sijill.link import find_against, turn_bond
from sijill.model import Incident, Link, Rival
from sijill.register import Register


def list_rivals(register: Register, incident: Incident) -> tuple[Rival, ...]:
    """Every other incident that accounts of this one are linked with, the likeliest first."""
    ends = {end for link in incident.proposals for end in (link.left, link.right)} - set(incident.accounts)
    homes = register.look.incidents_of(ends)
    between: dict[str, list[Link]] = {}
    for link in incident.proposals:
        end = link.right if link.left in incident.accounts else link.left
        if end in homes:
            between.setdefault(homes[end], []).append(link)
    members, judged = register.look.members(between), register.decisions.judged({incident.id, *between})
    found = [_make_rival(incident, name, links, members, {incident.id, name} <= judged) for name, links in between.items()]
    return tuple(sorted(found, key=lambda rival: (-rival.links[0].score, rival.incident)))


def _make_rival(incident: Incident, name: str, links: Sequence[Link], members: Mapping[str, Sequence[str]], both_judged: bool) -> Rival:
    ordered = tuple(sorted(links, key=lambda link: (-link.score, link.left, link.right)))
    best = ordered[0]
    ours = best.left in incident.accounts
    against = find_against(ordered, incident.accounts, members[name], both_judged)
    return Rival(name, best.left if ours else best.right, best.bond if ours else turn_bond(best.bond), ordered, against)
