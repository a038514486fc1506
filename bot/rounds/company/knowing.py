"""Who somebody is, asked of Slack at once: for what is about to say their name, or to keep their hours."""

from datetime import datetime

from slack_sdk import WebClient

from bot.people import queries as people
from bot.people.refresh import refresh
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.store import Db, Store


def know(store: Store, slack: WebClient, now: datetime) -> bool:
    """Ask about whoever was met and is not known, or not lately; True if there was anybody.

    What they are part of looks again: another name or zone may change it.
    """

    def changed(db: Db, team: str, person_id: str) -> None:
        queries.wake_person(db, team, person_id, now)

    return refresh(store, slack, changed, now)


def met(db: Db, team: str, person_id: str, name: str = "") -> Seat:
    """A place for this person in a round; from now on Slack is asked who they are. `name`, if it is known."""
    people.meet(db, team, person_id, name)
    return queries.seat(db, team, person_id)
