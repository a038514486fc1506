"""The rules of a box: one person puts something by, changes it, takes it away; brought, it is out of it."""

from collections.abc import Collection
from datetime import datetime

from bot.features.checkin.box.models import ITEM, LINE, MOST
from bot.features.checkin.models import NAME
from bot.refusal import Refusal
from bot.rounds.company.own import is_left
from bot.rounds.company.standing import short_enough
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.keeping.replies import say


def put_by(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """One thing more. Refuses where there is no room."""
    has_room(round_)
    short_enough(NAME, text, LINE, field="item")
    say(round_, person_id, ITEM, text, now)


def has_room(round_: Round) -> None:
    if len(items(round_)) >= MOST:
        raise Refusal("checkin.refused.box_full", most=MOST)


def change(round_: Round, item_id: str, text: str) -> None:
    """Other words in its place. Refuses where it is not there any more."""
    short_enough(NAME, text, LINE, field="item")
    item_of(round_, item_id).rewrite(text)


def take_away(round_: Round, item_id: str) -> None:
    """It goes at once, and nothing tells that it was there."""
    item_of(round_, item_id)
    out(round_, [item_id])


def out(round_: Round, brought: Collection[str]) -> None:
    """These were brought, as far as they are there still."""
    round_.replies = [reply for reply in round_.replies if reply.id not in brought]


def items(round_: Round) -> list[Reply]:
    """What lies there, oldest first."""
    return round_.of_kind(ITEM)


def item_of(round_: Round, item_id: str) -> Reply:
    for item in items(round_):
        if item.id == item_id:
            return item
    raise Refusal("checkin.refused.not_in_box")


def time_passes(round_: Round, now: datetime) -> None:
    """It waits for its person, and is emptied when they have been gone for long."""
    if not is_left(round_, now):
        round_.wakes_at = None
