"""The first tables: people, pairs and notices, rounds with what belongs to them, records; and the keys."""

import sqlalchemy as sa
from alembic import context, op

from bot.store import Moment

revision = "0001"
down_revision = None


def upgrade() -> None:
    holds = context.config.attributes["holds"]
    if "keys" in holds:
        _keys()
    if "main" in holds:
        _people()
        _rounds()
        _records()


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first tables")


def _keys() -> None:
    op.create_table(
        "keys",
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("owner"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="UTC", nullable=False),
        sa.Column("kind", sa.String(length=16), server_default="unsaid", nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("words_shown", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("fewer", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("dm", sa.String(length=32), nullable=True),
        sa.Column("deleted", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("fresh_until", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("team", "id"),
    )
    op.create_index("people_stale", "people", ["fresh_until"], unique=False)
    op.create_table(
        "pairs",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id"),
    )
    op.create_table(
        "pair_members",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("pair_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("team", "pair_id", "person_id"),
    )
    op.create_index("pair_members_person", "pair_members", ["team", "person_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("moment", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("team", "id"),
    )
    op.create_index("notices_person", "notices", ["team", "person_id", "at"], unique=False)


def _rounds() -> None:
    op.create_table(
        "rounds",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("feature", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("host_id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=True),
        sa.Column("wakes_at", Moment(), nullable=True),
        sa.Column("ends_at", Moment(), nullable=True),
        sa.Column("paused_by", sa.String(length=32), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unshown", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("show_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("team", "id"),
    )
    op.create_index("rounds_wakes", "rounds", ["feature", "wakes_at"], unique=False)
    op.create_index("rounds_subject", "rounds", ["team", "subject_id"], unique=False)
    op.create_index("rounds_channel", "rounds", ["team", "channel_id"], unique=False)
    op.create_index("rounds_unshown", "rounds", ["unshown", "show_at"], unique=False)
    op.create_table(
        "tries",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("team", "place"),
    )
    op.create_table(
        "seats",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("since", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.Column("facts", sa.Text(), server_default="{}", nullable=False),
        sa.Column("rang", sa.String(length=64), nullable=False),
        sa.Column("notice", sa.String(length=64), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team", "round_id", "person_id"),
    )
    op.create_index("seats_person", "seats", ["team", "person_id"], unique=False)
    op.create_table(
        "replies",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team", "round_id", "id"),
    )
    op.create_table(
        "cards",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("drawn", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Moment(), nullable=True),
        sa.Column("not_before", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team", "id"),
    )
    op.create_index("cards_round", "cards", ["team", "round_id", "key", "generation"], unique=True)
    op.create_index("cards_place", "cards", ["team", "channel", "ts"], unique=False)
    op.create_table(
        "heard",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("request", sa.String(length=128), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("team", "request"),
    )
    op.create_index("heard_at", "heard", ["at"], unique=False)


def _records() -> None:
    op.create_table(
        "records",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("review_at", Moment(), nullable=True),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("folded", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "id", "version"),
    )
    listed = ["team", "channel_id", "created_at", "id", "version", "state", "review_at"]
    op.create_index("records_channel", "records", listed, unique=False)
    op.create_table(
        "notes",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("team", "record_id", "person_id"),
    )
    op.create_index("notes_channel", "notes", ["team", "channel_id"], unique=False)
