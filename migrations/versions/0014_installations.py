"""Which workspaces the app is installed in, with which token, and since when it is not."""

import sqlalchemy as sa
from alembic import context, op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "installations",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("renewing_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("team"),
    )
    op.create_table(
        "workspaces",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("enterprise", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("left_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("team"),
    )
    op.create_table(
        "connected",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("home", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel_id"),
    )
    op.create_table(
        "states",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("team", "id"),
    )


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        for table in ("states", "connected", "workspaces", "installations"):
            op.drop_table(table)
