"""What time has to say to whom: which kind of word, when, and what Slack took of it; who is away."""

import sqlalchemy as sa
from alembic import context, op

from bot.store import Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    with op.batch_alter_table("seats") as seats:
        seats.add_column(sa.Column("word", sa.String(length=8), server_default="first", nullable=False))
        seats.add_column(sa.Column("tell_at", Moment(), nullable=True))
        seats.add_column(sa.Column("gathered", sa.String(length=64), server_default="", nullable=False))
        seats.add_column(sa.Column("told", sa.String(length=64), server_default="", nullable=False))
        seats.add_column(sa.Column("told_at", Moment(), nullable=True))
        seats.add_column(sa.Column("knows_at", Moment(), nullable=True))
    op.create_index("seats_tell", "seats", ["tell_at"], unique=False)
    with op.batch_alter_table("people") as people:
        people.add_column(sa.Column("back_at", Moment(), nullable=True))
        people.add_column(sa.Column("away_shown", sa.Boolean(), server_default="0", nullable=False))
    op.create_index("people_back", "people", ["back_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("nobody is told a second time what they were told")
