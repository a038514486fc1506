"""Since when a round is over, and since when somebody has no part in anything: each goes on its day."""

import sqlalchemy as sa
from alembic import context, op

revision = "0011"
down_revision = "0010"
NEW = {"rounds": "over_since", "people": "idle_since"}


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        for table, column in NEW.items():
            op.add_column(table, sa.Column(column, sa.DateTime(timezone=True)))


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        for table, column in NEW.items():
            op.drop_column(table, column)
