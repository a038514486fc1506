"""A round of a few people who are named, in direct messages: asked once, however often it is typed."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk import WebClient

from bot.refusal import Refusal
from bot.rounds.company.knowing import greet
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status, id_from
from bot.rounds.practice.starting import Starts
from bot.settings import Settings
from bot.slack.asked import Who
from bot.store import Db, Store


def asks(
    starts: Starts,
    most: int,
    store: Store,
    slack: WebClient,
    who: Who,
    named: Sequence[str],
    request: str,
    now: datetime,
    settings: Settings,
) -> Round:
    """The round in which they are asked, to look at; refuses nobody, oneself alone, and more than `most`."""
    others = [person_id for person_id in named if person_id != who.id]
    if not 0 < len(others) <= most:
        raise Refusal(f"{starts.name}.refused.how_many", "people", most=most)
    greet(store, slack, who, others, starts.name, now, "people")
    id_ = id_from(who.team, starts.name, request)
    with store.begin() as db:
        same = _same(db, starts, who, {who.id, *others})
        if same is None:
            starts.begin(db, who, others, None, "", id_, now, settings, stands=True)
        return same or queries.find(db, who.team, id_)


def _same(db: Db, starts: Starts, who: Who, people: set[str]) -> Round | None:
    """What asks the same people already: whoever asks again was not told that it worked."""
    found = queries.of_person(db, who.team, who.id, starts.name, kind=starts.name, statuses=[Status.RUNNING])
    same = (one for one in found if {seat.person_id for seat in one.seats} == people)
    return next((one for one in same if starts.untouched(one, who.id)), None)
