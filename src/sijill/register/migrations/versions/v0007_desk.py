"""Who may log in to the workbench, beside the chain, and an index for facets. Roles of PostgreSQL that may write are let in."""

import sqlalchemy as sa
from alembic import op

from sijill.register.grants import WORKS, grant_tables, read_roles

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the workbench's tables."""
    for name, *columns in (
        ("users", _text("pseudonym", key=True), _text("role"), _text("password"), _text("lang"), _text("since"), _flag("active")),
        ("sessions", _text("digest", key=True), _text("pseudonym"), _text("made"), _text("seen")),
        ("tokens", _text("digest", key=True), _text("pseudonym"), _text("label"), _text("made"), _text("until")),
        ("logins", _number("id"), _text("at"), sa.Column("pseudonym", sa.Text), _text("outcome"), _text("address")),
        ("filters", _text("pseudonym", key=True), _text("name", key=True), _text("query")),
    ):
        op.create_table(str(name), *columns)
    for name in ("sessions", "tokens", "logins"):
        op.create_index(f"ix_{name}_pseudonym", name, ["pseudonym"])
    op.create_index("incidents_facets", "incidents", ["state", "grade", "event_type", "scope", "assignee"], if_not_exists=True)
    grant_tables(op.get_bind(), {role: write for role, write in read_roles(op.get_bind()).items() if write}, WORKS)


def _text(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=key, nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True)
