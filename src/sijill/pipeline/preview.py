"""What a merge would make of two incidents, worked out from the register and entered nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from sijill.link import find_origins
from sijill.model import DecisionError, Filing, Incident, Link, Reason
from sijill.model.decision import ORIGIN, PERSON, Made, Merge, Statement
from sijill.pipeline.assemble import names_twice, rules_of
from sijill.pipeline.contrary import check_apart
from sijill.pipeline.judge import now_of, touched_by
from sijill.register import Register
from sijill.review import find_standing, review_incident, stand_incident


@dataclass(frozen=True, slots=True)
class Preview:
    """Two incidents, and `merged`, the one that they would be. `links` are those between them, the strongest first; `differ` what their
    reports contradict each other in only when put together; `lost` the decisions about the other that would count no more; `refused`
    why they cannot be put together; `on` the newest entry about either."""

    into: Incident
    other: Incident
    merged: Incident
    filings: tuple[Filing, ...]
    links: tuple[Link, ...]
    differ: tuple[Reason, ...]
    lost: tuple[Made, ...]
    refused: DecisionError | None
    on: int


def preview_merge(register: Register, into: str, other: str) -> Preview:
    """The incident that `into` would be with the accounts of `other`. Raises DecisionError where one of them is not there, or both are
    one."""
    with register.reading():
        ours, theirs = now_of(register, into), now_of(register, other)
        accounts = (*ours.accounts, *theirs.accounts)
        word = Merge(into, other, accounts)
        touched_by(register, word, ours)
        filings = register.look.filings(accounts)
        links = register.look.links(accounts)
        made = register.decisions.about([into, other])
        merged = _merge(register, into, filings, links, made.get(into, ()))
        between = [link for link in links if (link.left in ours.accounts) != (link.right in ours.accounts) and _inside(link, accounts)]
        known = {reason.text for one in (ours, theirs) for reason in one.contradictions}
        return Preview(
            ours,
            theirs,
            merged,
            filings,
            tuple(sorted(between, key=lambda link: (-link.score, link.left, link.right))),
            tuple(reason for reason in merged.contradictions if reason.text not in known),
            find_standing(made.get(other, ())),
            _refusal(register, into, word),
            max(register.decisions.newest(name) for name in (into, other)),
        )


def _inside(link: Link, accounts: Sequence[str]) -> bool:
    return link.left in accounts and link.right in accounts


def _merge(register: Register, name: str, filings: Sequence[Filing], links: Sequence[Link], made: Sequence[Made]) -> Incident:
    said = [one.judgement for one in find_standing(made) if isinstance(one.judgement, Statement)]
    proposal = review_incident(name, filings, links, said, find_origins(filings, register.decisions.every(*ORIGIN)))
    return stand_incident(proposal, made, rules_of(register), names_twice(filings, made, register.decisions.every(*PERSON)))


def _refusal(register: Register, into: str, word: Merge) -> DecisionError | None:
    try:
        check_apart(register, into, word, {into: word.accounts})
    except DecisionError as error:
        return error
    return None
