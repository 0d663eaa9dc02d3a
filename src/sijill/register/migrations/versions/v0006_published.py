"""Which incidents an edition holds is looked up, and a page of the queue is found in one index. Nothing else changes."""

from alembic import op

from sijill.register.grants import grant_derived, read_roles
from sijill.register.tables import incidents, published

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table and the index; a register that came by 0004 or 0005 has them already."""
    connection = op.get_bind()
    published.create(connection, checkfirst=True)
    next(index for index in incidents.indexes if index.name == "incidents_queue").create(connection, checkfirst=True)
    op.execute("DROP INDEX IF EXISTS ix_incidents_state")
    grant_derived(connection, read_roles(connection))
