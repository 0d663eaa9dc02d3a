"""A page of a long list is found in one index: every derived table is made again from the entries."""

from alembic import op

from sijill.register.derived import remake_tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the derived tables again."""
    remake_tables(op.get_bind())
