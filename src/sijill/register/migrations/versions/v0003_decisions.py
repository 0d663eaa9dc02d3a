"""Decisions are looked up, and incidents know their state of work: every derived table is made again from the entries."""

from itertools import islice

from alembic import op

from sijill.register.chain import BATCH, walk_chain
from sijill.register.derived import apply_entries, empty_tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the derived tables again."""
    connection = op.get_bind()
    empty_tables(connection)
    chain = walk_chain(connection)
    while batch := list(islice(chain, BATCH)):
        apply_entries(connection, batch)
