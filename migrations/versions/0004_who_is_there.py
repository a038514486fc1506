"""Who is in a channel, as Slack said last: of those whom the app knows."""

import sqlalchemy as sa
from alembic import context, op

from bot.store import Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.create_table(
            "memberships",
            sa.Column("team", sa.String(length=32), nullable=False),
            sa.Column("channel_id", sa.String(length=32), nullable=False),
            sa.Column("person_id", sa.String(length=32), nullable=False),
            sa.Column("here", sa.Boolean(), nullable=False),
            sa.Column("at", Moment(), nullable=True),
            sa.PrimaryKeyConstraint("team", "channel_id", "person_id"),
        )


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_table("memberships")
