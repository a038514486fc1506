"""Who somebody is, asked of Slack at once: for what is about to say their name, or to keep their hours."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from slack_sdk import WebClient

from bot.people import queries as people
from bot.people.models import Person
from bot.people.refresh import Changed, ask, refresh
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.slack import codes
from bot.slack.asked import Who
from bot.slack.spaces import ClientOf
from bot.store import Db, Store


def know(store: Store, slack: WebClient, team: str, now: datetime) -> None:
    """Ask about whoever was met in this workspace and is not known, or not lately.

    What they are part of looks again: another name or zone may change it.
    """
    refresh(store, lambda _: slack, _changed(now), now, team)


def know_all(store: Store, slack: ClientOf, now: datetime) -> bool:
    """The same of every workspace; True if there was anybody."""
    return refresh(store, slack, _changed(now), now)


def greet(
    store: Store, slack: WebClient, who: Who, named: Sequence[str], feature: str, now: datetime, field: str
) -> None:
    """Whoever is about to be asked by name is met, and known as far as Slack says.

    Refuses an app, and whoever is not here (any more).
    """
    if gone := strangers(store, slack, who, named, now):
        raise Refusal(f"{feature}.refused.gone", field, names=called(gone))


def called(people_: Sequence[Person]) -> str:
    """Their names, one after the other."""
    return ", ".join(person.name for person in people_)


def strangers(store: Store, slack: WebClient, who: Who, named: Iterable[str], now: datetime) -> list[Person]:
    """The same: those who cannot be asked."""
    others = [person_id for person_id in dict.fromkeys(named) if person_id != who.id]
    with store.begin() as db:
        people.meet_all(db, who.team, (who.id, *others))
        new = people.unknown(db, who.team, others)
    lost = set[str]()
    for person_id in new:
        answer = ask(store, slack, who.team, person_id, _changed(now), now)
        if answer.means is codes.GONE:
            lost.add(person_id)
        elif not answer.ok:  # Slack is slow, or away: whoever waits is not kept for longer
            break
    with store.read() as db:
        found = [people.find(db, who.team, person_id) for person_id in others]
    return [person for person in found if person.deleted or person.id in lost]


def reachable(
    store: Store, slack: WebClient, who: Who, named: Iterable[str], now: datetime
) -> tuple[list[Seat], list[Person]]:
    """Places for these, but for whoever asks, to choose from; and who of them cannot be asked."""
    others = [person_id for person_id in named if person_id != who.id]
    gone = strangers(store, slack, who, others, now)
    left = {person.id for person in gone}
    with store.read() as db:
        return [queries.seat(db, who.team, one) for one in others if one not in left], gone


def met(db: Db, team: str, person_id: str, name: str = "") -> Seat:
    """A place for this person in a round; from now on Slack is asked who they are. `name`, if it is known."""
    people.meet(db, team, person_id, name)
    return queries.seat(db, team, person_id)


def _changed(now: datetime) -> Changed:
    def changed(db: Db, team: str, person_id: str) -> None:
        queries.wake_person(db, team, person_id, now)

    return changed
