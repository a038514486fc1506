"""Whether what somebody writes is looked at before it is sent: as they say, and in every practice."""

from datetime import datetime

from bot.people import queries as people
from bot.people.models import Person
from bot.rounds.company.heard import first_time
from bot.slack.asked import Asked, Who
from bot.store import Db


def turned(db: Db, asked: Asked, who: Who, now: datetime) -> Person:
    """The other way round from now on; a press is heard once."""
    person = people.lock(db, who.team, who.id)
    if first_time(db, asked, now):
        person.as_typed = not person.as_typed
        people.save(db, person)
    return person
