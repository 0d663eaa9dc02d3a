"""The register's tables: `entries` is the truth, `sealed` holds the personal values that entries commit to; those of `DESK` are the
workbench's own (who may log in); every other table is derived from what lies open in the entries, holds nothing personal, and can be
dropped and made again.

Derived rows hold what is searched for and the `seq` of the entry that has the whole; only links keep their own body, since one
entry holds many. Days are ISO 8601 text, so that they sort the same on every database.
"""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, false

SEQ = BigInteger().with_variant(Integer(), "sqlite")

LOG = MetaData()
DESK = MetaData()
DERIVED = MetaData()

entries = Table(
    "entries",
    LOG,
    Column("seq", SEQ, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Index("entries_subject", "subject", "kind"),
    Index("entries_kind", "kind"),
)

sealed = Table(
    "sealed",
    LOG,
    Column("commitment", Text, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("turn", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

users = Table(
    "users",
    DESK,
    Column("pseudonym", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # its argon2 hash
    Column("lang", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("blur", Boolean, nullable=False, server_default=false()),  # pictures are always blurred
)

sessions = Table(
    "sessions",
    DESK,
    Column("digest", Text, primary_key=True),  # of the token in the cookie
    Column("pseudonym", Text, nullable=False, index=True),
    Column("made", Text, nullable=False),
    Column("seen", Text, nullable=False),
)

tokens = Table(
    "tokens",
    DESK,
    Column("digest", Text, primary_key=True),
    Column("pseudonym", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("until", Text, nullable=False),
    Column("scope", Text, nullable=False, server_default="read"),  # what it opens: read, or decide
)

logins = Table(
    "logins",
    DESK,
    Column("id", SEQ, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),
    Column("pseudonym", Text, index=True),  # null where nobody is called what was typed
    Column("outcome", Text, nullable=False),
    Column("address", Text, nullable=False),  # the marker of a sealed value
)

filters = Table(
    "filters",
    DESK,
    Column("pseudonym", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)

reports = Table(
    "reports",
    DERIVED,
    Column("id", Text, primary_key=True),
    Column("seq", SEQ, nullable=False, index=True),
    Column("doc", Text, nullable=False, index=True),
    Column("published", Text, index=True),
    Column("lang", Text),
    Column("source", Text),
    Column("capture", Text),
)

captures = Table(
    "captures",
    DERIVED,
    Column("seq", SEQ, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, index=True),
    Column("address", Text, nullable=False, index=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("report", Text, index=True),
    Column("text_sha256", Text, index=True),
    Column("archive", Text),  # of ours, where it lies; with the byte behind it
    Column("end", SEQ),
    Column("of", Text, index=True),
    Column("origin", Text, index=True),
    Index("captures_archive", "archive", "end"),
)

readings = Table(
    "readings",
    DERIVED,
    Column("report", Text, primary_key=True),
    Column("seq", SEQ, nullable=False),
    Column("reader", Text, nullable=False),
    Column("dropped", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    DERIVED,
    Column("id", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    Column("report_seq", SEQ, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Index("accounts_days", "first", "last"),
    Index("accounts_order", "report_seq", "ordinal"),
)

placements = Table(
    "placements",
    DERIVED,
    Column("place", Text, primary_key=True),
    Column("report", Text, nullable=False, index=True),
    Column("seq", SEQ, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("level", Text),
    Column("open", Boolean, nullable=False),
)

links = Table(
    "links",
    DERIVED,
    Column("left", Text, primary_key=True),
    Column("right", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("joins", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Index("links_right", "right"),
)

incidents = Table(
    "incidents",
    DERIVED,
    Column("id", Text, primary_key=True),
    Column("seq", SEQ, nullable=False),
    Column("scope", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("first", Text),
    Column("last", Text),
    Column("day", Text, nullable=False),  # the first day, or nothing: what the list is sorted by, the undated last
    Column("place_name", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("grade", Text),
    Column("reviewed", Boolean, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("assignee", Text),
    Column("need", Float, nullable=False),  # the points of its needs
    Column("waiting", Float),  # since when it waits for a person, in days since 1970; null where it does not
    Index("incidents_queue", "waiting", "need", "state", "assignee", "id"),  # so is a page of the queue
    Index(  # a page is found in it alone, and so are facets where days or places are asked for
        "incidents_list", "day", "id", "last", "scope", "event_type", "grade", "state", "assignee", "place_name", "seq"
    ),
    Index("incidents_facets", "state", "grade", "event_type", "scope", "assignee"),  # facets are counted in it alone
)

members = Table(
    "members",
    DERIVED,
    Column("account", Text, primary_key=True),
    Column("incident", Text, nullable=False, index=True),
)

aliases = Table(
    "aliases",
    DERIVED,
    Column("incident", Text, primary_key=True),
    Column("into", Text, nullable=False),
)

decisions = Table(
    "decisions",
    DERIVED,
    Column("seq", SEQ, primary_key=True, autoincrement=False),
    Column("incident", Text, nullable=False, index=True),
    Column("beside", Text, index=True),  # the other incident that it is about, of a merge or a split
    Column("act", Text, nullable=False, index=True),
    Column("author", Text, nullable=False),
)

withdrawals = Table(
    "withdrawals",
    DERIVED,
    Column("entry", SEQ, primary_key=True, autoincrement=False),
    Column("seq", SEQ, nullable=False),
)

published = Table(
    "published",
    DERIVED,
    Column("incident", Text, primary_key=True),
    Column("seq", SEQ, primary_key=True, autoincrement=False),  # the entry about an edition that it is in
)
