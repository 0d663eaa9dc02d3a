"""Personal values beside the chain, and in PostgreSQL their keys in a schema of their own. Entries of before stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of sealed values."""
    op.create_table(
        "sealed",
        sa.Column("commitment", sa.Text, primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_sealed_owner", "sealed", ["owner"])
    if op.get_bind().dialect.name == "postgresql":
        _make_keyring("sijill_keys")


def _make_keyring(schema: str) -> None:
    op.execute(f"CREATE SCHEMA {schema}")
    op.create_table(
        "keys",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("key", sa.LargeBinary),
        schema=schema,
    )
    op.create_table(
        "lock",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("proof", sa.LargeBinary, nullable=False),
        schema=schema,
    )
