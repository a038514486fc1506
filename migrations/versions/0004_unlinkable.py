"""What is unsigned cannot be tied to anybody: keys of one text alone, and those that are spent."""

import sqlalchemy as sa
from alembic import context, op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "spent",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("destroyed", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("team", "owner"),
    )
    under = sa.Column("under", sa.String(length=200), server_default="", nullable=False)
    op.add_column("replies", under)
    for table in ("rounds", "seats"):
        op.add_column(table, sa.Column("code", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("what was sealed twice does not open any more")
