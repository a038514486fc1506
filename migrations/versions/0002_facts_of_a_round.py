"""What a practice itself remembers of a round: who has the floor, who comes next."""

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.create_index("cards_place", "cards", ["team", "channel", "ts"], unique=False)
        op.add_column("rounds", sa.Column("facts", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    if "main" in context.config.attributes["holds"]:
        op.drop_column("rounds", "facts")
        op.drop_index("cards_place", "cards")
