"""The tables of records, of the notes beside them, and of what links them: all within one channel."""

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, String, Table

from bot.store import Moment, metadata

# Rows are only added: a change is a new version.
records = Table(
    "records",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("channel_id", String(32), nullable=False),
    Column("round_id", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("review_at", Moment),
    Column("owner_id", String(32), nullable=False),
    # The words once more, folded for searching, sealed too: a search opens nothing else.
    Column("folded", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    # The newest first, and all that a list is narrowed by: counting opens no row.
    Index("records_channel", "team", "channel_id", "created_at", "id", "version", "state", "review_at"),
)

# No time stands here, so that no note is tied to whoever was there just then, and no person: a keyed hash.
notes = Table(
    "notes",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("record_id", String(64), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("channel_id", String(32), nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("notes_channel", "team", "channel_id"),
)

# That one record follows another, replaces it or belongs to it; nobody's words, and nothing of who said so.
links = Table(
    "links",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("record_id", String(64), primary_key=True),
    Column("other_id", String(64), primary_key=True),
    Column("how", String(16), primary_key=True),
    Column("channel_id", String(32), nullable=False),
    Index("links_channel", "team", "channel_id"),
)
