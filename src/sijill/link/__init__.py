"""Link: accounts -> scored, explained links, and the groups that they make."""

from sijill.link.group import cut_group, group_accounts, propose_groups
from sijill.link.joining import LEAST, Joining, chances_of, find_twice, weigh_within
from sijill.link.origin import find_origins
from sijill.link.pairs import find_conflict, newest_words
from sijill.link.persons import match_people, propose_people
from sijill.link.rival import find_against, turn_bond
from sijill.link.score import link_filings
from sijill.link.waterfall import explain_link

__all__ = [
    "LEAST",
    "Joining",
    "chances_of",
    "cut_group",
    "explain_link",
    "find_against",
    "find_conflict",
    "find_origins",
    "find_twice",
    "group_accounts",
    "link_filings",
    "match_people",
    "newest_words",
    "propose_groups",
    "propose_people",
    "turn_bond",
    "weigh_within",
]
