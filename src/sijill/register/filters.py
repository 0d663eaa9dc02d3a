"""Saved filters of the workbench's list: each user's own, by name."""

from sqlalchemy import delete, insert, select

from sijill.register.book import Register
from sijill.register.tables import filters


def keep_filter(register: Register, pseudonym: str, name: str, query: str) -> None:
    """Keep a list's query under a name; one of the same name is replaced."""
    with register.writing() as connection:
        drop_filter(register, pseudonym, name)
        connection.execute(insert(filters).values(pseudonym=pseudonym, name=name, query=query))


def drop_filter(register: Register, pseudonym: str, name: str) -> None:
    """Forget one."""
    with register.writing() as connection:
        connection.execute(delete(filters).where(filters.c.pseudonym == pseudonym, filters.c.name == name))


def list_filters(register: Register, pseudonym: str) -> tuple[tuple[str, str], ...]:
    """A user's saved filters: name and query, by name."""
    with register.reading() as connection:
        query = select(filters.c.name, filters.c.query).where(filters.c.pseudonym == pseudonym).order_by(filters.c.name)
        return tuple((row.name, row.query) for row in connection.execute(query))
