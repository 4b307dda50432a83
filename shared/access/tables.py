"""The tables of the access database; all times are UTC text of fixed width, so text order is time order."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table

metadata = MetaData()

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", String(36), primary_key=True),
    Column("sign_in_name", String(200), nullable=False, unique=True),
    Column("display_name", String(200), nullable=False),
    Column("role", String(40), nullable=False),
    Column("agency", String(80), nullable=True),
    Column("password_hash", String(200), nullable=True),
    Column("active", Boolean, nullable=False),
    Column("opened_at", String(27), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("account_id", String(36), ForeignKey("accounts.account_id"), nullable=False),
    Column("started_at", String(27), nullable=False),
    Column("seen_at", String(27), nullable=False),
    Column("locked", Boolean, nullable=False),
    Index("sessions_of_account", "account_id"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("token_id", String(36), nullable=False, unique=True),
    Column("account_id", String(36), ForeignKey("accounts.account_id"), nullable=False),
    Column("issued_at", String(27), nullable=False),
    Column("expires_at", String(27), nullable=True),
    Column("revoked_at", String(27), nullable=True),
    Index("tokens_of_account", "account_id"),
)

partner_terms = Table(
    "partner_terms",
    metadata,
    Column("account_id", String(36), ForeignKey("accounts.account_id"), primary_key=True),
    Column("referrer", String(40), nullable=True),
    Column("per_minute", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
)
"""Of partners for whom others than the usual ones were agreed."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("name_mark", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", String(27), nullable=False),
)
"""Keyed by a keyed hash of what was typed, so that a name or a password typed in the wrong box is not kept."""

counting = MetaData()

requests_counted = Table(
    "requests_counted",
    counting,
    Column("account_id", String(36), primary_key=True),
    Column("span", String(10), primary_key=True),
    Column("began", BigInteger, nullable=False),
    Column("requests", Integer, nullable=False),
)
"""By themselves: they are written with every request, and losing some harms nobody."""

walls = Table(
    "walls",
    metadata,
    Column("account_id", String(36), primary_key=True),
    Column("referral_id", String(80), primary_key=True),
    Column("reference", String(20), nullable=False),
)
"""Of which account which record is kept; why, and since when, is in intake's log, from which this follows."""

locks = Table(
    "locks",
    metadata,
    Column("referral_id", String(80), primary_key=True),
    Column("account_id", String(36), primary_key=True),
    Column("reference", String(20), nullable=False),
)
"""Who is named for a locked record, a row for each: it is kept from everybody else, those who come later too."""

unsent_forms = Table(
    "unsent_forms",
    metadata,
    Column("unsent_id", String(36), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("account_id", String(36), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_at", String(27), nullable=False),
    Column("sent_at", String(27), nullable=True),
    Index("unsent_forms_of_account", "account_id", "kept_at"),
    Index("unsent_forms_kept_at", "kept_at"),
)
"""Sealed under keys that only browsers hold; `holder` is the hash of one."""

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
