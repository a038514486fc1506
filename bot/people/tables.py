"""The tables of people and pairs. Every row belongs to a workspace."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, Text, false

from bot.store import Moment, metadata

people = Table(
    "people",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("zone", String(64), nullable=False, server_default="UTC"),
    # Whose experience they bring; "kind" is only written by the version before, for as long as both run.
    Column("kind", String(16), nullable=False, server_default="unsaid"),
    Column("brings", LargeBinary),
    Column("words", LargeBinary),
    Column("words_shown", Boolean, nullable=False, server_default=false()),
    Column("fewer", Boolean, nullable=False, server_default=false()),
    Column("hushed", Boolean, nullable=False, server_default=false()),
    Column("as_typed", Boolean, nullable=False, server_default=false()),
    Column("back_at", Moment),  # they are away until then
    Column("away_shown", Boolean, nullable=False, server_default=false()),
    # What features remember of them, as JSON; never anybody's words.
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("dm", String(32)),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Column("fresh_until", Moment),
    # Since when they were seen to have a part in nothing (rounds.time.ends); none where they have one.
    Column("idle_since", Moment),
    Index("people_stale", "fresh_until"),
    Index("people_back", "back_at"),
)

pairs = Table(
    "pairs",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("channel_id", String(32)),
    Column("created_at", Moment, nullable=False),
)

pair_members = Table(
    "pair_members",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("pair_id", String(64), primary_key=True),
    Column("person_id", String(32), primary_key=True),
    Column("left_at", Moment),
    Index("pair_members_person", "team", "person_id"),
)
