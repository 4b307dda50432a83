"""The rows an agenda is built from."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, String, Table, Text

# Until an action is closed: later than any moment, so that one comparison finds it among those closed since.
NOT_CLOSED = "9999"

_metadata = MetaData()

meetings = Table(
    "agenda_meetings",
    _metadata,
    Column("meeting_id", String, primary_key=True),
    Column("panel", String, nullable=False),
    Column("starts_at", String, nullable=False),
    Column("sitting", Text, nullable=False),
)

# One row for each hearing; it stays with the meeting that heard it.
cases = Table(
    "agenda_cases",
    _metadata,
    Column("case_id", String, primary_key=True),
    Column("hearing", Integer, primary_key=True),
    Column("panel", String, nullable=False),
    Column("meeting_id", String, index=True),
    Column("entry", String, nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("voice_id", String, nullable=False),
    Column("subject_id", String),
    Column("heard_at", String),
    Column("standing_since", String),
    Column("standing_until", String),
    Column("twelve_months_on", String),
    Column("review_on", String),
    # What an agenda asks of all its panel ever heard: a few cases each, and so found without reading the others.
    Index("agenda_cases_standing", "panel", "standing_since"),
    Index("agenda_cases_twelve_months", "panel", "twelve_months_on"),
    Index("agenda_cases_review", "panel", "review_on"),
    Index("agenda_cases_entry", "entry", "heard_at", "panel"),
    Index("agenda_cases_person", "subject_id", "panel"),
)

referrals = Table(
    "agenda_referrals",
    _metadata,
    Column("case_id", String, primary_key=True),
    Column("hearing", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("referral_id", String, nullable=False),
    Column("reference", String, nullable=False, index=True),
    Column("case_reference", String, index=True),
    Column("details", Text, nullable=False),
)

actions = Table(
    "agenda_actions",
    _metadata,
    Column("action_id", String, primary_key=True),
    Column("panel", String, nullable=False),
    Column("meeting_id", String, nullable=False),
    Column("case_id", String),
    Column("case_reference", String),
    Column("referral_id", String),
    Column("agency", String, nullable=False),
    Column("due", String, nullable=False),
    Column("outstanding_until", String, nullable=False),
    Index("agenda_actions_outstanding", "panel", "outstanding_until"),
)

moves = Table(
    "agenda_moves",
    _metadata,
    Column("position", Integer, primary_key=True),
    Column("meeting_id", String, nullable=False, index=True),
    Column("move", Text, nullable=False),
)

versions = Table(
    "agenda_versions",
    _metadata,
    Column("meeting_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("agenda", Text, nullable=False),
)

# At which meetings after the first a band was looked at again.
reviews = Table(
    "agenda_reviews",
    _metadata,
    Column("case_id", String, primary_key=True),
    Column("hearing", Integer, primary_key=True),
    Column("meeting_id", String, primary_key=True, index=True),
)

# Who is one person by other records, and who is not the person she was recognised as in one referral.
joined = Table(
    "agenda_joined",
    _metadata,
    Column("one_id", String, primary_key=True),
    Column("other_id", String, primary_key=True),
)

named = Table(
    "agenda_named",
    _metadata,
    Column("referral_id", String, primary_key=True),
    Column("person_id", String, primary_key=True),
    Column("split_id", String, nullable=False),
)

TABLES = (meetings, cases, referrals, actions, moves, versions, reviews, joined, named)
