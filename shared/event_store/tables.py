"""The fixed tables: the log with its receipts, timers and dead letters; the keyring; the checkpoints beside views."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

# The last step of `migrations/log`, raised with each; a program refuses a store that is newer than itself.
STORE_VERSION = 1

_Position = BigInteger().with_variant(Integer, "sqlite")

log = MetaData()

events = Table(
    "events",
    log,
    Column("position", _Position, primary_key=True, autoincrement=False),
    Column("stream", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("occurred_at", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("metadata", LargeBinary, nullable=False),
    Column("data", LargeBinary, nullable=False),
    UniqueConstraint("stream", "version", name="events_stream_version"),
)

receipts = Table(
    "receipts",
    log,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("answer", LargeBinary, nullable=False),
    Column("first_position", _Position, nullable=False),
    Column("last_position", _Position, nullable=False),
    Column("recorded_at", Text, nullable=False),
    sqlite_with_rowid=False,
)

timers = Table(
    "timers",
    log,
    Column("timer_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("due_at", Text, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("metadata", LargeBinary, nullable=False),
    Index("timers_due", "due_at"),
)

dead_letters = Table(
    "dead_letters",
    log,
    Column("letter_id", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("event_id", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("message_key", Text, nullable=False),
    Column("arrived", Integer, nullable=False),
    Column("message", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("parked_behind", Text),
    Column("dead_at", Text, nullable=False),
    UniqueConstraint("policy", "event_id", name="dead_letters_once"),
    Index("dead_letters_key", "policy", "message_key"),
)

about_store = Table("about_store", log, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

keyring = MetaData()

data_keys = Table(
    "data_keys",
    keyring,
    Column("person_id", Text, primary_key=True),
    Column("wrapped", LargeBinary),
    Column("master_id", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("destroyed_at", Text),
)

identities = Table(
    "identities",
    keyring,
    Column("blind", Text, primary_key=True),
    Column("person_id", Text, nullable=False, index=True),
)

key_meta = Table("meta", keyring, Column("name", Text, primary_key=True), Column("value", LargeBinary, nullable=False))

beside_views = MetaData()

checkpoints = Table(
    "checkpoints",
    beside_views,
    Column("name", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("position", _Position, nullable=False),
)
