"""Whether somebody's questions are looked at before they are posted."""

import sqlalchemy as sa
from alembic import context, op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        hints = sa.Column("hints", sa.Boolean(), server_default=sa.true(), nullable=False)
        op.add_column("people", hints)


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_column("people", "hints")
