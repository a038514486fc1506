"""The tables of rounds. Every row belongs to a workspace."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    false,
    text,
    true,
)

from bot.store import Moment, metadata

# The code of a row is what nobody without the keys can write beside it: see `queries`.
rounds = Table(
    "rounds",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("code", LargeBinary),
    Column("id", String(64), primary_key=True),
    Column("feature", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("step", String(32), nullable=False),
    Column("host_id", String(32), nullable=False),
    Column("subject_id", String(64)),
    Column("channel_id", String(32)),
    Column("created_at", Moment, nullable=False),
    Column("since", Moment),
    Column("wakes_at", Moment),
    Column("ends_at", Moment),
    Column("paused_by", String(32), nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    # Of its tick, one after another.
    Column("failures", Integer, nullable=False, server_default="0"),
    # What the practice itself remembers, as JSON; never anybody's words. It is sealed, with what else tells a
    # person's choice: see `covering`.
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("sealed", LargeBinary),
    # What show has still to bring into line: since when or not before; whose turn it is first (models.Turn);
    # the name of the pace that it waits for. Machine time.
    Column("unshown", Boolean, nullable=False, server_default=true()),
    Column("show_at", Moment),
    Column("turn", Integer, nullable=False, server_default="0"),
    Column("waits_for", String(64), nullable=False, server_default=""),
    # Since when it was seen to be over (time.ends); none where it is not.
    Column("over_since", Moment),
    Index("rounds_wakes", "feature", "wakes_at", "id"),
    Index("rounds_subject", "team", "subject_id"),
    Index("rounds_channel", "team", "channel_id"),
)
Index(
    "rounds_unshown",
    rounds.c.turn,
    rounds.c.show_at,
    rounds.c.id,
    sqlite_where=rounds.c.unshown.is_(true()),
    postgresql_where=rounds.c.unshown.is_(true()),
)

seats = Table(
    "seats",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("round_id", String(64), primary_key=True),
    Column("person_id", String(32), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("step", String(32), nullable=False),
    Column("since", Moment),
    Column("due_at", Moment),
    Column("nudges", Integer, nullable=False),
    # What the practice remembers of this place, as JSON; never anybody's words. It is sealed, with the step.
    Column("facts", Text, nullable=False, server_default="{}"),
    Column("sealed", LargeBinary),
    Column("rang", String(64), nullable=False),
    Column("notice", String(64), nullable=False),
    Column("word", String(8), nullable=False, server_default="first"),
    Column("tell_at", Moment),
    Column("gathered", String(64), nullable=False, server_default=""),
    Column("told", String(64), nullable=False, server_default=""),
    Column("told_at", Moment),
    Column("knows_at", Moment),
    Column("left_at", Moment),
    Column("code", LargeBinary),
    ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
    Index("seats_person", "team", "person_id"),
    Index("seats_tell", "tell_at"),
)

replies = Table(
    "replies",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("round_id", String(64), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("author_id", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("about", String(64), nullable=False),
    Column("owner", String(200), nullable=False),
    # The name of a second key, of this text alone; "" for none.
    Column("under", String(200), nullable=False, server_default=""),
    Column("sealed", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
)

# A card that Slack refuses; in so many words, else no database uses the index.
PARKED = text("state = 'parked'")
cards = Table(
    "cards",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("round_id", String(64), nullable=False),
    Column("key", String(64), nullable=False),
    Column("place", String(32), nullable=False),
    Column("generation", Integer, nullable=False),
    Column("moment", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("drawn", String(64), nullable=False),
    Column("channel", String(32)),
    Column("ts", String(32)),
    Column("error", String(64)),
    Column("lease_until", Moment),
    Column("not_before", Moment),
    # It is never deleted: a reply hangs under it, or Slack refused.
    Column("stays", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["team", "round_id"], ["rounds.team", "rounds.id"], ondelete="CASCADE"),
    Index("cards_round", "team", "round_id", "key", "generation", unique=True),
    Index("cards_place", "team", "channel", "ts"),
    Index("cards_owed", "team", "place", sqlite_where=PARKED, postgresql_where=PARKED),
)

POST = "post"  # the pace of all messages of a workspace

# In no workspace: until when what rounds remember is not sealed (`covering`).
IN_THE_CLEAR = "in the clear"

# What Slack takes no more of just now, each by its name (showing.paces): from when until when, machine time.
paces = Table(
    "paces",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("what", String(64), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

# Who is in a channel, as Slack said last: of those whom the app knows. `at`: when the newest
# event of it happened; none where it was only asked.
memberships = Table(
    "memberships",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel_id", String(32), primary_key=True),
    Column("person_id", String(32), primary_key=True),
    Column("here", Boolean, nullable=False),
    Column("at", Moment),
)

# Channels that take nothing of the app's, or did not: why, or "".
places = Table(
    "places",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel_id", String(32), primary_key=True),
    Column("shut", String(16), nullable=False),
    Column("at", Moment),
)

# Messages that stand in Slack for somebody who was forgotten, until they are deleted there; not whose.
left_in_slack = Table(
    "left_in_slack",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel", String(32), primary_key=True),
    Column("ts", String(32), primary_key=True),
    Column("not_before", Moment, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
)

# By whom somebody is not asked any more, and by what they were not reached (keeping.unasked).
unasked = Table(
    "unasked",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("person_id", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

heard = Table(
    "heard",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("request", String(128), primary_key=True),
    Column("at", Moment, nullable=False),
    Index("heard_at", "at"),
)

tries = Table(
    "tries",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("place", String(64), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
)

notices = Table(
    "notices",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("person_id", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("moment", String(64), nullable=False),
    Index("notices_person", "team", "person_id", "at"),
)
