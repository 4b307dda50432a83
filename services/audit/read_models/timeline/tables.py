"""Where in the ledger something stands: an index that may be made anew from it at any time."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

# Raised when the tables or their meaning change: the index is then made anew.
VERSION = 2

_Position = BigInteger().with_variant(Integer, "sqlite")

index = MetaData()

placed = Table(
    "placed",
    index,
    Column("ledger_position", _Position, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False, index=True),
    Column("name", Text, nullable=False, index=True),
    Column("schema_version", Integer, nullable=False),
)

concerned = Table(
    "concerned",
    index,
    Column("referral_id", Text, primary_key=True),
    Column("ledger_position", _Position, primary_key=True),
)

# A referral and the case it became bear different references; both lead to the one story.
called = Table(
    "called",
    index,
    Column("reference", Text, primary_key=True),
    Column("referral_id", Text, primary_key=True, index=True),
    Column("ledger_position", _Position, nullable=False),
)

sat = Table(
    "sat",
    index,
    Column("ledger_position", _Position, primary_key=True, autoincrement=False),
    Column("meeting_id", Text, nullable=False, index=True),
    Column("panel", Text),
    Column("starts_at", Text),
    Column("circulated_at", Text),
)

forgotten = Table(
    "forgotten",
    index,
    Column("person_id", Text, primary_key=True),
    Column("ledger_position", _Position, nullable=False),
)

# Where the services said what their facts mean; a handful among millions, and every story asks for them.
catalogued = Table(
    "catalogued",
    index,
    Column("ledger_position", _Position, primary_key=True, autoincrement=False),
)

followed = Table(
    "followed",
    index,
    Column("version", Integer, primary_key=True),
    Column("ledger_position", _Position, nullable=False),
)

INDEXED = (placed, concerned, called, sat, forgotten, catalogued)
