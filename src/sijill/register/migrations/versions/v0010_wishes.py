"""Whether a user wants pictures always blurred, and what a token may do: those made before only read. Facets of days and places are
counted in the index of the list."""

import sqlalchemy as sa
from alembic import op

from sijill.register.tables import incidents

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    """Add the two columns, and make the index anew."""
    op.add_column("users", sa.Column("blur", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("tokens", sa.Column("scope", sa.Text, nullable=False, server_default="read"))
    op.execute("DROP INDEX IF EXISTS incidents_list")
    next(index for index in incidents.indexes if index.name == "incidents_list").create(op.get_bind())
