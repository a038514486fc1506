"""Whose key a text has: a person's, a pair's, a round's, a channel's. Nothing else spells an owner."""

import secrets
from typing import Protocol

ERASURES = "erasures"  # of the marks in the ledger of who was forgotten; it is never destroyed
AUDIT = "audit"  # of the codes in the audit, by which its rows are found to be ours; the same


class _Round(Protocol):
    team: str
    id: str


def person(team: str, person_id: str) -> str:
    """Of what somebody wrote; it goes when they are forgotten."""
    return f"person:{team}:{person_id}"


def whose(owner: str) -> tuple[str, str] | None:
    """(team, person) of a person's key; None of any other."""
    kind, _, who = owner.partition(":")
    team_, _, person_id = who.partition(":")
    return (team_, person_id) if kind == "person" else None


def pair(team: str, pair_id: str) -> str:
    """Of what a pair (or trio) keeps together."""
    return f"pair:{team}:{pair_id}"


def round_(of: _Round) -> str:
    """Of what belongs to one round alone, and goes with it."""
    return of_round(of.team, of.id)


def of_round(team: str, round_id: str) -> str:
    """The same, where the round itself is not loaded."""
    return f"round:{team}:{round_id}"


def channel(team: str, channel_id: str) -> str:
    """Of what a channel keeps."""
    return f"channel:{team}:{channel_id}"


def subject(team: str, subject_id: str) -> str:
    """Of what is kept with what rounds are about, where that lives on by itself."""
    return f"subject:{team}:{subject_id}"


def installation(team: str) -> str:
    """Of the token with which the app is installed there; it goes when it is not any more."""
    return f"installation:{team}:token"


def team(owner: str) -> str:
    """The workspace that it belongs to; "" for none."""
    return owner.partition(":")[2].partition(":")[0]


def once(team: str) -> str:
    """Another one each time: of one text until it is written anew, taken away, or opened."""
    return f"once:{team}:{secrets.token_urlsafe(16)}"
