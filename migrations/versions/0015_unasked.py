"""By whom somebody is not asked any more: sealed, under their own key."""

import sqlalchemy as sa
from alembic import context, op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "unasked",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "person_id"),
    )


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_table("unasked")
