"""The tables of installations.

Where an organisation installs the app for all its workspaces, it is itself what elsewhere is a workspace: its
people and its channels are the same in all of them, and so is what is kept. Its id stands for a team's.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, String, Table, select

from bot.store import Moment, metadata

# One a workspace, or one an organisation; all that a token is, sealed.
installations = Table(
    "installations",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("installed_at", Moment, nullable=False),
    # Machine time: from when on Slack does not take its token; until when somebody is renewing it.
    Column("expires_at", Moment),
    Column("renewing_until", Moment),
)

# What is known of a workspace besides: the organisation by whose installation it is served, "" for none; and
# of whoever has an installation, since when not any more.
workspaces = Table(
    "workspaces",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("enterprise", String(32), nullable=False, server_default=""),
    Column("left_at", Moment),
)

# Channels that connect workspaces which both have the app: in which of them everything about it is kept.
connected = Table(
    "connected",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("channel_id", String(32), primary_key=True),
    Column("home", String(32), nullable=False),
)

# The states of install pages that came back: none comes back twice. Of no workspace yet.
states = Table(
    "states",
    metadata,
    Column("team", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)


def at_rest(table: Any) -> ColumnElement[bool]:
    """Of a row: the app is not installed in its workspace (any more), and nothing is done there."""
    team: ColumnElement[str] = table.c.team
    return team.in_(select(workspaces.c.team).where(workspaces.c.left_at.is_not(None)))
