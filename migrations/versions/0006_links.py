"""Records are linked: one follows another, replaces it, or belongs to it."""

import sqlalchemy as sa
from alembic import context, op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "links",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("how", sa.String(length=16), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team", "record_id", "other_id", "how"),
    )
    op.create_index("links_channel", "links", ["team", "channel_id"])


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_table("links")
