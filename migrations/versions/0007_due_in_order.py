"""What is due is found in its order, of each practice by itself."""

from alembic import context, op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_index("rounds_wakes", "rounds")
        op.create_index("rounds_wakes", "rounds", ["feature", "wakes_at", "id"])


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_index("rounds_wakes", "rounds")
        op.create_index("rounds_wakes", "rounds", ["feature", "wakes_at"])
