"""What came of a matter, version after version, and the minority notes beside it."""

import sqlalchemy as sa
from alembic import context, op

from bot.store import Moment

revision = "0003"
down_revision = "0002"

_LISTED = ["team", "channel_id", "created_at", "id", "version", "state", "review_at"]


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        _records()
        _notes()


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_table("notes")
        op.drop_table("records")


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("review_at", Moment(), nullable=True),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("folded", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", "version"),
    )
    op.create_index("records_channel", "records", _LISTED, unique=False)


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "record_id", "person_id"),
    )
    op.create_index("notes_channel", "notes", ["team", "channel_id"], unique=False)
