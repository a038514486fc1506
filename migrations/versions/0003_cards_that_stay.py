"""Cards that are not deleted when a newer one stands: a reply hangs under them, or Slack refused."""

import sqlalchemy as sa
from alembic import context, op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        stays = sa.Column("stays", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column("cards", stays)


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_column("cards", "stays")
