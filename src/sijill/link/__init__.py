"""Link: accounts -> scored, explained links, and the groups that they make."""

from sijill.link.group import cut_group, group_accounts, propose_groups
from sijill.link.origin import find_conflict, find_origins
from sijill.link.score import link_filings

__all__ = ["cut_group", "find_conflict", "find_origins", "group_accounts", "link_filings", "propose_groups"]
