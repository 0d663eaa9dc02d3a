"""Storage: the append-only, hash-chained log and the tables derived from it, on SQLite or PostgreSQL."""

from sijill.register.book import Register
from sijill.register.chain import Fact, Head
from sijill.register.lookup import Lookup, Wanted

__all__ = ["Fact", "Head", "Lookup", "Register", "Wanted"]
