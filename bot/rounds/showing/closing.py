"""The closing card, and the offers of other features on it: the next step, without knowing each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.right import may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.slack.blocks import Block, button, section
from bot.slack.blocks import buttons as button_row
from bot.store import Db
from bot.words import phrase

Released = Callable[[Reply], bool]

MOST = 3  # more than three next steps are none

# What every feature offers, gathered once by app.py from FEATURES.
_offers: list["Offer"] = []
_doors: dict[str, "Offer"] = {}
_released: dict[str, Released] = {}


@dataclass(frozen=True)
class Offer:
    """A next step: the key of its label, and the action that takes it, whose value is the round's id."""

    label: str
    action_id: str


@dataclass(frozen=True)
class Origin:
    """Where an offer came from: only what the asker may read and its authors released."""

    round_id: str
    feature: str
    title: str
    channel_id: str | None
    words: tuple[Reply, ...]


def gather(
    offers: list[Offer], doors: Mapping[str, Offer], released: Mapping[str, Released] | None = None
) -> None:
    """Take these offers and doors, and what each practice says is released; and no others."""
    _offers[:] = offers
    _doors.clear()
    _doors.update(doors)
    _released.clear()
    _released.update(released or {})


def door(name: str, value: str = "", *, style: Literal["primary"] | None = None) -> list[Block]:
    """A button to what another feature does ("perspective", "invite"); none where it is not installed."""
    offer = _doors.get(name)
    return [button(phrase(offer.label), offer.action_id, value, style=style)] if offer else []


def reminders() -> list[Block]:
    """How often it reminds, and the door to fewer of them: at the foot of every page on how it works."""
    row = door("fewer")
    return [section(phrase("common.reminders").fill()), *([button_row(*row)] if row else [])]


def buttons(round_: Round) -> list[Block]:
    """The offers of other features, as buttons for a closing card."""
    others = [o for o in _offers if not o.action_id.startswith(f"{round_.feature}.")]
    return [button(phrase(o.label), o.action_id, round_.id) for o in others[:MOST]]


def origin(db: Db, team: str, round_id: str, asker_id: str) -> Origin:
    """What an offer's feature may know of the round it came from; refuses whoever has no seat there."""
    round_ = queries.find(db, team, round_id)
    may("read", round_.roles(asker_id))
    released = _released.get(round_.feature)
    words = tuple(reply for reply in round_.replies if released and released(reply))
    titles = [reply for reply in round_.replies if reply.kind == "question"]
    queries.unseal(db, round_, lambda reply: reply in (*titles, *words))
    title = next((reply.text or "" for reply in titles), "")
    return Origin(round_.id, round_.feature, title, round_.channel_id, words)
