"""Whoever likes has their questions left as they typed them, in every practice that looks at questions."""

import sqlalchemy as sa
from alembic import context, op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.add_column("people", sa.Column("as_typed", sa.Boolean(), server_default="0", nullable=False))
    # What check-ins alone remembered of them, before.
    said = sa.text("UPDATE people SET as_typed = :yes WHERE facts LIKE :said")
    op.execute(said.bindparams(yes=True, said='%"hints": false%'))


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_column("people", "as_typed")
