"""What was brought, out of the box of whoever brought it."""

from collections.abc import Collection
from contextlib import suppress

from bot.features.checkin.box import flow
from bot.features.checkin.box.models import BOXES
from bot.features.checkin.models import BOX, NAME
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.store import Db


def brought(db: Db, team: str, person_id: str, items: Collection[str]) -> None:
    """These are out of their box, if there still is one; always after the meeting is locked."""
    with suppress(Refusal):
        round_ = queries.lock_at_once(db, team, BOXES.id_of(team, person_id), NAME, BOX)
        flow.out(round_, items)
        queries.save(db, round_)
