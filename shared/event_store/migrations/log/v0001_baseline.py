"""The log as it first was, with receipts, timers, dead letters and what is said about the store."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make all of it in an empty database."""
    _events_and_receipts()
    _timers_and_letters()
    op.create_table(
        "about_store", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
    )
    if op.get_bind().dialect.name == "postgresql":
        functions = (Path(__file__).parent / "v0001_append.sql").read_text()
        op.get_bind().exec_driver_sql(functions, execution_options={"no_parameters": True})


def _events_and_receipts() -> None:
    op.create_table(
        "events",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("occurred_at", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("metadata", sa.LargeBinary, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("stream", "version", name="events_stream_version"),
    )
    op.create_table(
        "receipts",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
        sa.Column("first_position", _POSITION, nullable=False),
        sa.Column("last_position", _POSITION, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def _timers_and_letters() -> None:
    op.create_table(
        "timers",
        sa.Column("timer_id", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", sa.Text, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("metadata", sa.LargeBinary, nullable=False),
    )
    op.create_index("timers_due", "timers", ["due_at"])
    op.create_table(
        "dead_letters",
        sa.Column("letter_id", sa.Text, primary_key=True),
        sa.Column("policy", sa.Text, nullable=False),
        sa.Column("event_id", sa.Text, nullable=False),
        sa.Column("event_type", sa.Text, nullable=False),
        sa.Column("message_key", sa.Text, nullable=False),
        sa.Column("arrived", sa.Integer, nullable=False),
        sa.Column("message", sa.LargeBinary, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("parked_behind", sa.Text),
        sa.Column("dead_at", sa.Text, nullable=False),
        sa.UniqueConstraint("policy", "event_id", name="dead_letters_once"),
    )
    op.create_index("dead_letters_key", "dead_letters", ["policy", "message_key"])
