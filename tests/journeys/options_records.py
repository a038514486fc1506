"""Records of made-up words, put straight into a world's database; and the ways that people take to them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, cast

from bot import owners
from bot.features.options.models import (
    ANSWERED,
    MATTER,
    NAME,
    Change,
    Record,
    State,
    Step,
    Words,
    blank,
    fresh,
)
from bot.features.options.register import queries as register
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, new_id
from tests.journeys.steps import presses_beside, put_away
from tests.world import TEAM, Seen, Somebody, World

SINCE = {"beside", "handed", "came_back", "said_beside", "sooner", "within"}  # in a record or in a matter
HERE, QUESTION = "C0HOME", "How do we tell people when they can go home?"


def kept(
    world: World,
    question: str = QUESTION,
    *,
    state: State = State.AGREED,
    channel: str = HERE,
    team: str = TEAM,
    by: Sequence[str] = (),
    owner_id: str = "",
    ago: timedelta = timedelta(),
    review_at: datetime | None = None,
    later: bool = True,
    **words: Any,
) -> Record:
    """A record; `by` are those who took part in its matter, and without any there is none.

    Not `later`: as it was kept before there was a word of what came since.
    """
    now = world.clock() - ago
    said = cast(Words, {k: v for k, v in (blank(question) | words).items() if later or k not in SINCE})
    made = Record(team, channel, new_id(), 1, state, new_id(), now, review_at, said, owner_id)
    with world.bot.store.begin() as db:
        if by:
            round_ = _matter(db, made, [world[name] for name in by])
            round_.facts = {k: v for k, v in round_.facts.items() if later or k not in SINCE}
            queries.add(db, round_)
        register.keep(db, made, now)
    world.settle()
    return made


def again(world: World, before: Record, what: str, because: str, by: str = "Ana", **changed: Any) -> Record:
    """The next version of a record, with these of its words (or its state) changed."""
    state = changed.pop("state", before.state)
    said = cast(Words, before.words | changed | {"change": Change(what=what, why=because, by=by)})
    made = replace(before, version=before.version + 1, state=state, words=said, created_at=world.clock())
    with world.bot.store.begin() as db:
        register.keep(db, made, world.clock())
    world.settle()
    return made


def _matter(db: Any, made: Record, somebodies: Sequence[Somebody]) -> Round:
    """The matter of it, as it stands once its record is written."""
    owner = owners.channel(made.team, made.channel_id)
    facts = fresh(["lived", "professional"], short=True)
    facts |= {"record": made.id, "version": made.version, "state": made.state.value, "owner": made.owner_id}
    for one in somebodies:
        people.meet(db, made.team, one.id, one.name)
    texts = {"question": made.title, "record": json.dumps(made.words)}
    return Round(
        made.team,
        made.round_id,
        NAME,
        MATTER,
        Step.RECORDED,
        somebodies[0].id,
        made.created_at,
        channel_id=made.channel_id,
        facts=cast(dict[str, Any], facts),
        seats=[replace(queries.seat(db, made.team, one.id), step=ANSWERED) for one in somebodies],
        replies=[Reply(new_id(), "", kind, owner, text, made.created_at) for kind, text in texts.items()],
    )


# what people do with them


def opens_register(somebody: Somebody, channel: str = HERE) -> str:
    """`/options` alone; what they read."""
    put_away(somebody)
    somebody.types("/options", channel)
    return somebody.reads


def opens_record(somebody: Somebody, title: str = QUESTION, channel: str = HERE) -> str:
    """The register, and that record in it; what they read."""
    opens_register(somebody, channel)
    return chooses(somebody, title)


def chooses(somebody: Somebody, title: str) -> str:
    """*Open* on the line of that title, in the register that is in front of them."""
    presses_beside(somebody, title)
    return somebody.reads


def copies(somebody: Somebody, fmt: str, channel: str = HERE) -> str:
    """A copy, in that format; what they are told."""
    opens_register(somebody, channel)
    somebody.presses(fmt)
    return somebody.reads


def labels(somebody: Somebody) -> list[str]:
    """The buttons of the form in front of them."""
    assert somebody.form, f"{somebody.name} has no form open"
    return Seen({"text": "", "blocks": somebody.form["blocks"]}).buttons


def in_channel(world: World, part: str, channel: str = HERE) -> list[Seen]:
    """The app's messages to everybody in the channel that say this."""
    found = [m for m in world["Ana"].messages(channel) if not m.ephemeral]
    return [m for m in found if m.raw["user"] == "U0ALONGSIDE" and part in m.words]


def register_card(world: World, channel: str = HERE) -> Seen:
    [card] = in_channel(world, "What was agreed here", channel)
    return card
