"""Link: accounts -> scored, explained links, and the groups that they make."""

from sijill.link.group import group_accounts, propose_groups
from sijill.link.score import link_filings

__all__ = ["group_accounts", "link_filings", "propose_groups"]
