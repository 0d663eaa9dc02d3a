"""Link: accounts -> scored, explained links, and the groups that they make."""

from sijill.link.group import cut_group, group_accounts, propose_groups
from sijill.link.origin import find_origins
from sijill.link.pairs import find_conflict
from sijill.link.persons import match_people, propose_people
from sijill.link.rival import find_against, turn_bond
from sijill.link.score import link_filings
from sijill.link.waterfall import explain_link

__all__ = [
    "cut_group",
    "explain_link",
    "find_against",
    "find_conflict",
    "find_origins",
    "group_accounts",
    "link_filings",
    "match_people",
    "propose_groups",
    "propose_people",
    "turn_bond",
]
