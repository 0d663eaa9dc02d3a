"""Decisions are looked up, and incidents know their state of work. Only derived tables changed: 0004 makes them all again."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing to do here."""
