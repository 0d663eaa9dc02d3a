"""Storage: the append-only, hash-chained log and the tables derived from it, on SQLite or PostgreSQL.

What entries hold, by kind; JSON of the model by `sijill.model.codec`:

| kind | subject | body |
|---|---|---|
| captured | report | `capture`, `report` |
| read | report | `reading`: replaces the report's earlier reading |
| placed | report | `placements` of the reading's places: replace the earlier ones |
| linked | incident | `incident` as it is from now on, or null where it went `into` another; the `links` that are new |

In a linked incident a proposal is the pair of its accounts, since the link itself is kept once, where it was new.
Kinds that people will enter (decided, graded, corrected, retracted, published) are kept and chained; nothing is derived from them yet.
"""

from sijill.register.book import Register
from sijill.register.chain import Fact, Head
from sijill.register.lookup import Lookup, Wanted

__all__ = ["Fact", "Head", "Lookup", "Register", "Wanted"]
