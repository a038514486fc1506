"""The closing card, and the offers of other features on it: the next step, without knowing each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.right import may
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.slack.blocks import Block, button, section
from bot.slack.blocks import buttons as button_row
from bot.store import Db
from bot.words import phrase

Released = Callable[[Reply], bool]
Inside = Callable[[Round], Sequence[Seat]]
Came = Callable[[Db, str, str], Sequence[Block]]  # team, the id of a round: what came of it elsewhere

MOST = 3  # more than three next steps are none

# What every feature offers, gathered once by app.py from FEATURES.
_offers: list["Offer"] = []
_doors: dict[str, "Offer"] = {}
_released: dict[str, Released] = {}
_talks: dict[tuple[str, str], Inside] = {}
_came: list[Came] = []
_sooner: dict[str, int] = {}  # by channel: days


@dataclass(frozen=True)
class Offer:
    """A next step: the key of its label, and the action that takes it, whose value is the round's id.

    It stands where it `suits`; without that, on every closing card.
    """

    label: str
    action_id: str
    suits: Callable[[Round], bool] | None = None


@dataclass(frozen=True)
class Origin:
    """Where an offer came from: only what the asker may read and its authors released."""

    round_id: str
    feature: str
    title: str
    channel_id: str | None
    words: tuple[Reply, ...]
    subject_id: str | None = None
    people: tuple[str, ...] = ()  # who was in it, where its practice says so


def gather(
    offers: list[Offer],
    doors: Mapping[str, Offer],
    released: Mapping[str, Released] | None = None,
    talks: Mapping[tuple[str, str], Inside] | None = None,
    came: Sequence[Came] = (),
    sooner: Mapping[str, int] | None = None,
) -> None:
    """Take these offers, doors, what each practice releases, which kinds are talks, what came of them
    elsewhere, and for how many days less is kept in which channels; no others.
    """
    _offers[:] = offers
    _doors.clear()
    _doors.update(doors)
    _released.clear()
    _released.update(released or {})
    _talks.clear()
    _talks.update(talks or {})
    _came[:] = came
    _sooner.clear()
    _sooner.update(sooner or {})


def inside(round_: Round) -> Sequence[Seat]:
    """Who was in it, where it is a talk of several that has closed; nobody where it goes on."""
    found = _talks.get((round_.feature, round_.kind))
    return found(round_) if found else []


def once_closed(inside: Inside) -> Inside:
    """Nobody while a talk goes on, or where it did not come about; then those who were inside."""
    return lambda round_: inside(round_) if round_.status == Status.CLOSED else []


def count(db: Db, round_: Round) -> None:
    """Read along, of a talk that has closed, the how many-th in its place it is."""
    if len(inside(round_)) >= queries.SEVERAL:
        round_.talks = queries.talks(db, round_, _talks)


def came_of(db: Db, team: str, round_id: str) -> list[Block]:
    """What became of the next steps that people took from it, as other practices say it to those inside."""
    return [block for came in _came for block in came(db, team, round_id)]


def door(
    name: str, value: str = "", *, style: Literal["primary"] | None = None, about: str = ""
) -> list[Block]:
    """A button to what another feature does ("perspective", "invite"); none where it is not installed.

    What it is `about` is said to screen readers, where several stand on a page.
    """
    if not (offer := _doors.get(name)):
        return []
    label = phrase(offer.label)
    spoken = f"{label}: {about}" if about else None
    return [button(label, offer.action_id, value, style=style, label_for_readers=spoken)]


def reminders() -> list[Block]:
    """How often it reminds, and the doors to less of it: at the foot of every page on how it works."""
    row = [*door("fewer"), *door("apart")]
    return [section(phrase("common.reminders").fill()), *([button_row(*row)] if row else [])]


def kept(channel: str | None = None) -> list[Block]:
    """That what stands beside people's words has an end, too, sooner in some channels; and the door to all
    that is kept.
    """
    days = _sooner.get(channel or "")
    here = [section(phrase("common.kept_here").fill(days=days))] if days else []
    row = door("all_kept")
    return [section(phrase("common.kept").fill()), *here, button_row(*row)] if row else []


def buttons(round_: Round, *, always: bool = True) -> list[Block]:
    """The offers of other features, as buttons for a closing card; not `always`: only those that suit it."""
    others = [o for o in _offers if not o.action_id.startswith(f"{round_.feature}.")]
    others = [o for o in others if (always if o.suits is None else o.suits(round_))]
    others.sort(key=lambda offer: offer.suits is None)  # what stands seldom goes first
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
    there = tuple(seat.person_id for seat in inside(round_))
    return Origin(round_.id, round_.feature, title, round_.channel_id, words, round_.subject_id, there)
