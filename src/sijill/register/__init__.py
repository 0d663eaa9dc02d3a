"""Storage: the append-only, hash-chained log and the tables derived from it, on SQLite or PostgreSQL.

What entries hold, by kind; JSON of the model by `sijill.model.codec`:

| kind | subject | body |
|---|---|---|
| captured | report | `capture`, `report`; `custody` and `text_sha256` where its bytes are kept |
| captured | capture | `capture`, `custody` of a file, a list, a picture, or of a report (`again`) that was there already |
| read | report | `reading`: replaces the report's earlier reading; `outline`: its open part |
| placed | report | `placements` of the reading's places: replace the earlier ones |
| linked | incident | `incident` as it is from now on, or null where it went `into` another; the `links` that are new |
| published | edition | `edition`: the digest of its `manifest`, the entry `seq` that it was made at, its `policy`, its `incidents` |
| decided, graded, corrected, retracted | incident | `judgement`, and the entry `on` which it was made (`model/decision.py`) |

A `linked` entry that follows from a decision says so: `follows` is its number. In a linked incident a proposal is the pair of its
accounts, since the link itself is kept once, where it was new.
Personal parts (`personal.py`) lie sealed beside the chain: an entry holds `sealed`, a commitment, in their place. An erasure is a
`retracted` entry whose body says `erased` (an owner), `blanked` (new commitments by the old ones) or, of a capture, `erased_bytes`
(where they lay in an archive).
Entries of these kinds without a judgement or an edition are kept and chained; nothing is derived from them.
"""

from sijill.register.book import Register
from sijill.register.captures import Held
from sijill.register.chain import Fact, Head
from sijill.register.lookup import Lookup, Wanted
from sijill.register.sealed import Sealed

__all__ = ["Fact", "Head", "Held", "Lookup", "Register", "Sealed", "Wanted"]
