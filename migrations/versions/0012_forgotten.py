"""Who was forgotten: a ledger beside the keys, and what of it was carried out; what is left in Slack."""

import sqlalchemy as sa
from alembic import context, op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    holds: set[str] = context.config.attributes["holds"]
    if "keys" in holds:
        op.create_table(
            "erasures",
            sa.Column("id", sa.String(length=32), nullable=False),
            sa.Column("mark", sa.String(length=64), nullable=False),
            sa.Column("at", sa.DateTime(timezone=True), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        )
    if "main" in holds:
        op.create_table(
            "erased",
            sa.Column("id", sa.String(length=32), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        )
        op.create_table(
            "left_in_slack",
            sa.Column("team", sa.String(length=32), nullable=False),
            sa.Column("channel", sa.String(length=32), nullable=False),
            sa.Column("ts", sa.String(length=32), nullable=False),
            sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
            sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
            sa.PrimaryKeyConstraint("team", "channel", "ts"),
        )


def downgrade() -> None:
    holds: set[str] = context.config.attributes["holds"]
    if "main" in holds:
        op.drop_table("left_in_slack")
        op.drop_table("erased")
    if "keys" in holds:
        op.drop_table("erasures")
