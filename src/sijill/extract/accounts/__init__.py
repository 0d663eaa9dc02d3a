"""Accounts: from events and mentions to the happenings that a report tells."""

from sijill.extract.accounts.assembly import assemble

__all__ = ["assemble"]
