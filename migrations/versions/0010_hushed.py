"""Whoever likes reads on a screen that is locked only that there is something."""

import sqlalchemy as sa
from alembic import context, op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.add_column("people", sa.Column("hushed", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_column("people", "hushed")
