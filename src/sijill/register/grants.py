"""What a role may do in a PostgreSQL register, beside the triggers: nobody but the owner may change or remove an entry, whatever
happens."""

from sijill.model import RegisterError
from sijill.register.book import Register
from sijill.register.keyring import SCHEMA
from sijill.register.tables import DERIVED

KEEPS = {"entries": "SELECT, INSERT", "sealed": "SELECT, INSERT, DELETE", "alembic_version": "SELECT"}
"""What a writer may do with what is not derived; boxes are discarded when their owner is erased."""

HOLDS = {"keys": "SELECT, INSERT, UPDATE", "lock": "SELECT, INSERT"}
"""What a writer may do in the keyring."""


def grant_role(register: Register, role: str, *, write: bool) -> None:
    """Let an existing role write (append and erase) or only read. Rebuilding and upgrading stay with the owner. Raises
    RegisterError."""
    if register.file is not None:
        raise RegisterError(f"{register.name}: roles are for PostgreSQL; a file is guarded by its permissions")
    with register.writing() as connection:
        who = connection.dialect.identifier_preparer.quote(role)
        derived = dict.fromkeys(DERIVED.tables, "SELECT, INSERT, UPDATE, DELETE")
        for schema, rights in (("public", KEEPS | derived), (SCHEMA, HOLDS)):
            connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {who}")
            for table, words in rights.items():
                connection.exec_driver_sql(f"REVOKE ALL ON {schema}.{table} FROM {who}")
                connection.exec_driver_sql(f"GRANT {words if write else 'SELECT'} ON {schema}.{table} TO {who}")
