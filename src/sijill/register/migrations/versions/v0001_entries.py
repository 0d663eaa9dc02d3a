"""The append-only entries with their guards, and the derived tables.

Only `entries` is written out here, as it was at this step. Derived tables are never migrated: a step that changes them makes
them again from the entries, so the newest definition serves every step.
"""

import sqlalchemy as sa
from alembic import op

from sijill.register.guards import GUARDS
from sijill.register.tables import DERIVED, SEQ

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    op.create_table(
        "entries",
        sa.Column("seq", SEQ, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("entries_subject", "entries", ["subject", "kind"])
    op.create_index("entries_kind", "entries", ["kind"])
    connection = op.get_bind()
    for statement in GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    DERIVED.create_all(connection)
