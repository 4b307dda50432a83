"""The tables of households, of their members, and of where each of these people stands."""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

_metadata = MetaData()

referrals = Table(
    "triage_family_referrals",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("abuse", Integer, nullable=False),
    Column("routes", Text, nullable=False),
    Column("panels", Text, nullable=False),
)

people = Table(
    "triage_family_people",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("roles", Text, nullable=False),
    Column("full_name", Text),
    Index("triage_family_people_of", "person_id"),
)

members = Table(
    "triage_household_members",
    _metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("household_id", Text, nullable=False),
    Column("referral_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("from_on", Text),
    Column("until_on", Text),
    Column("source", Text, nullable=False),
    Column("sure", Text, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Index("triage_household_members_of", "person_id"),
    Index("triage_household_members_in", "household_id", "position"),
)

trios = Table(
    "triage_household_trios",
    _metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("household_id", Text, nullable=False),
    Column("referral_id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("said", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("said_by", Text, nullable=False),
    Index("triage_household_trios_in", "household_id", "position"),
)

joined = Table(
    "triage_same_people",
    _metadata,
    Column("one_id", Text, primary_key=True),
    Column("other_id", Text, primary_key=True),
    Index("triage_same_people_other", "other_id"),
)

split = Table(
    "triage_split_people",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("split_id", Text, nullable=False),
    Index("triage_split_people_of", "split_id"),
    Index("triage_split_people_was", "person_id"),
)

hidden = Table(
    "triage_family_hidden",
    _metadata,
    Column("referral_id", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("person_id", Text, primary_key=True, index=True),
)
