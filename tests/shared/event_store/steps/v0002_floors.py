"""A second step: the floor a shelf stands on. It fails where a shelf is named so, after half of it is done."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("shelves", sa.Column("floor", sa.Integer, nullable=False, server_default="0"))
    if op.get_bind().execute(sa.text("SELECT 1 FROM shelves WHERE name = 'in the way'")).first():
        raise ValueError("this shelf is in the way")
    op.create_table("boxes", sa.Column("name", sa.Text, primary_key=True))
