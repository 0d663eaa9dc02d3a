"""Whether a user wants pictures always blurred, and what a token may do: those made before only read."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0007"


def upgrade() -> None:
    """Add the two columns."""
    op.add_column("users", sa.Column("blur", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("tokens", sa.Column("scope", sa.Text, nullable=False, server_default="read"))
