"""Channels that take nothing of the app's just now: archived, or without it."""

import sqlalchemy as sa
from alembic import context, op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "places",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("shut", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("team", "channel_id"),
    )
    parked = sa.text("state = 'parked'")
    op.create_index("cards_owed", "cards", ["team", "place"], sqlite_where=parked, postgresql_where=parked)


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_index("cards_owed", "cards")
        op.drop_table("places")
