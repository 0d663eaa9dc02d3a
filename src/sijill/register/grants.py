"""What a role may do in a PostgreSQL register, beside the triggers: nobody but the owner may change or remove an entry, whatever
happens."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from sijill.model import RegisterError
from sijill.register.keyring import SCHEMA
from sijill.register.tables import DERIVED, DESK

if TYPE_CHECKING:
    from sijill.register.book import Register

KEEPS = {"entries": "SELECT, INSERT", "sealed": "SELECT, INSERT, DELETE", "alembic_version": "SELECT"}
"""What a writer may do with what is not derived; boxes are discarded when their owner is erased."""

HOLDS = {"keys": "SELECT, INSERT, UPDATE", "lock": "SELECT, INSERT"}
"""What a writer may do in the keyring."""

WORKS = dict.fromkeys(DESK.tables, "SELECT, INSERT, UPDATE, DELETE")
"""What a writer, such as the workbench, may do with who may log in; who only reads may not even see it."""

REMAKES = dict.fromkeys(DERIVED.tables, "SELECT, INSERT, UPDATE, DELETE")
"""What a writer may do with derived tables."""


def grant_role(register: "Register", role: str, *, write: bool) -> None:
    """Let an existing role write (append and erase) or only read. Rebuilding and upgrading stay with the owner. Raises
    RegisterError."""
    if register.file is not None:
        raise RegisterError(f"{register.name}: roles are for PostgreSQL; a file is guarded by its permissions")
    with register.writing() as connection:
        for schema, rights in (("public", KEEPS | REMAKES | (WORKS if write else {})), (SCHEMA, HOLDS)):
            _grant(connection, role, schema, rights, write=write)


def read_roles(connection: Connection) -> dict[str, bool]:
    """The roles that were let in, and whether they may write; nobody in SQLite."""
    if connection.dialect.name != "postgresql":
        return {}
    query = text(
        "SELECT grantee, bool_or(privilege_type = 'INSERT') AS write FROM information_schema.role_table_grants "
        "WHERE table_schema = 'public' AND table_name = 'entries' AND grantee <> current_user GROUP BY grantee"
    )
    return {row.grantee: row.write for row in connection.execute(query)}


def grant_derived(connection: Connection, roles: Mapping[str, bool]) -> None:
    """Let roles into derived tables that were made anew: what they might do with the old ones went with those."""
    grant_tables(connection, roles, REMAKES)


def grant_tables(connection: Connection, roles: Mapping[str, bool], rights: Mapping[str, str]) -> None:
    """Let roles into new tables, each as far as it may write."""
    for role, write in roles.items():
        _grant(connection, role, "public", rights, write=write)


def _grant(connection: Connection, role: str, schema: str, rights: Mapping[str, str], *, write: bool) -> None:
    who = connection.dialect.identifier_preparer.quote(role)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {who}")
    for table, words in rights.items():
        connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM {who}")
        connection.exec_driver_sql(f"GRANT {words if write else 'SELECT'} ON {schema}.{table} TO {who}")
    if write and "logins" in rights:
        connection.exec_driver_sql(f"GRANT USAGE ON SEQUENCE {schema}.logins_id_seq TO {who}")
