"""Who may fetch a copy of their own words, and until when."""

import sqlalchemy as sa
from alembic import context, op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    if "main" not in context.config.attributes["holds"]:
        return
    op.create_table(
        "copies",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("team", "digest"),
    )
    op.create_index("copies_person", "copies", ["team", "person_id"])


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_table("copies")
