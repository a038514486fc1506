"""Whose cards are told first, and the paces that they wait for."""

import sqlalchemy as sa
from alembic import context, op

from bot.store import Moment

revision = "0008"
down_revision = "0007"

UNSHOWN = {"sqlite_where": sa.text("unshown IS 1"), "postgresql_where": sa.text("unshown IS true")}


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.add_column("rounds", sa.Column("turn", sa.Integer(), server_default="0", nullable=False))
    op.add_column("rounds", sa.Column("waits_for", sa.String(length=64), server_default="", nullable=False))
    op.drop_index("rounds_unshown", "rounds")
    op.create_index("rounds_unshown", "rounds", ["turn", "show_at", "id"], **UNSHOWN)
    op.create_table(
        "paces",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("team", "what"),
    )


def downgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.drop_table("paces")
    op.drop_index("rounds_unshown", "rounds")
    op.create_index("rounds_unshown", "rounds", ["unshown", "show_at"])
    op.drop_column("rounds", "waits_for")
    op.drop_column("rounds", "turn")
