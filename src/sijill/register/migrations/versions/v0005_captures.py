"""Captures are looked up by address, digest and archive: every derived table is made again from the entries."""

from alembic import op

from sijill.register.derived import remake_tables

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the derived tables again."""
    remake_tables(op.get_bind())
