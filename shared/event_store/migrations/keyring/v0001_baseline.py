"""The keyring as it first was: one data key a person, the identity index, and what tells a wrong master key."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all of it in an empty database."""
    op.create_table(
        "data_keys",
        sa.Column("person_id", sa.Text, primary_key=True),
        sa.Column("wrapped", sa.LargeBinary),
        sa.Column("master_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("destroyed_at", sa.Text),
    )
    op.create_table(
        "identities",
        sa.Column("blind", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Text, nullable=False),
    )
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "meta", sa.Column("name", sa.Text, primary_key=True), sa.Column("value", sa.LargeBinary, nullable=False)
    )
