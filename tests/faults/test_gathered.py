"""Many things that fall due for the same people at once, while they press, answer and go away.

Nothing is said twice, nothing is lost, every first word is told, and nobody waits for ever for anybody else.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import Alongside
from bot.features.reflection import flow
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Word
from bot.rounds.keeping.tables import cards, replies, seats
from tests.faults.harness import Fragile
from tests.faults.test_at_once import Busy, at_once, opens_form, submits
from tests.size import SOAK
from tests.world import NAMES, TEAM, World

FOUR = tuple(NAMES[name] for name in ("Ana", "Ben", "Chloe", "Dev"))
PAIRS = list(combinations(FOUR, 2))
DAYS = 12 if SOAK else 2


@pytest.fixture
def fragile(sqlite_url: str) -> Iterator[Fragile]:
    world = Fragile(sqlite_url)
    in_pairs(world)
    yield world
    world.close()


@pytest.fixture
def busy(database_url: str) -> Iterator[Busy]:
    world = Busy(database_url)
    in_pairs(world)
    yield world
    problems = list(world.slack.problems)
    world.close()
    assert problems == []


def in_pairs(world: World) -> None:
    """Each two of the four are a pair."""
    with world.bot.store.begin() as db:
        for person_id in FOUR:
            people.meet(db, TEAM, person_id)
        for pair in PAIRS:
            people.join(db, TEAM, "-".join(pair), pair, world.clock())
    world.settle()


def ask(
    world: World, name: str, planned: datetime | None = None, pairs: Sequence[tuple[str, str]] = PAIRS
) -> None:
    """A question for each two of the four, asked now or by a rhythm."""
    with world.bot.store.begin() as db:
        for pair in pairs:
            there = [queries.seat(db, TEAM, person_id) for person_id in pair]
            id_, place = f"{name}-{'-'.join(pair)}", "-".join(pair)
            round_ = flow.ask(
                TEAM, id_, pair[0], place, there, f"What of {name}?", world.clock(), planned=planned
            )
            queries.add(db, round_)


def test_what_falls_due_while_people_press_answer_and_go_away_is_told_to_each_of_them_once(
    busy: Busy, caplog: pytest.LogCaptureFixture
) -> None:
    """Day after day; by two processes at once, while Slack says that they all have another name."""
    sent = 0
    for day in range(DAYS):
        busy.move(days=3)
        ask(busy, f"open {day}")
        busy.settle()
        ask(busy, f"due {day}", busy.clock())
        renamed(busy)
        acts = [answers(busy, f"open {day}", person_id) for person_id in FOUR]
        until = f"{busy.clock() + timedelta(days=2):%d %B}"
        acts += [types(busy, person_id, f"/alongside away until {until}") for person_id in FOUR[:2]]
        sent += len(FOUR)

        outcomes = in_two_processes(busy, acts)

        assert all(outcome.ok for outcome in outcomes)
        for person_id in FOUR[:2]:
            types(busy, person_id, "/alongside back")()
        busy.settle()
    busy.move(days=30)  # until every window is over

    assert_all_told_once(busy)
    with busy.bot.store.read() as db:
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
    assert kinds["answer"] + kinds["open"] == sent
    assert not [record for record in caplog.records if "failed" in record.message]


def in_two_processes(world: Busy, acts: list[Callable[[], Any]]) -> list[Any]:
    """What these acts come to, while time passes for two processes, which tell Slack and ask it."""
    world.work_in_threads()
    other = Alongside(world.settings, world.clock, threads=False, features=world.features)
    other.store.machine_offset = world.bot.store.machine_offset
    beside = [one for bot in (world.bot, other) for one in (bot.beat, bot.ask_who, bot.beat)]
    try:
        return at_once([*acts, *beside, other.show.settle])[: len(acts)]
    finally:
        other.store.close()
        world.rest()


def answers(world: Busy, name: str, person_id: str) -> Callable[[], Any]:
    """In the form of the first question of that name that they are asked."""
    pair = next(pair for pair in PAIRS if person_id in pair)
    opens_form(world, f"{name}-{'-'.join(pair)}", person_id)
    return submits(world, person_id, f"words of {person_id}")


def types(world: World, person_id: str, line: str) -> Callable[[], Any]:
    direct = world.slack.workspace.direct(person_id).id
    return lambda: world.slack.post(person_id, direct, line)


def renamed(world: World) -> None:
    """Slack says another name of each of them than it did, and is asked."""
    for person_id in FOUR:
        world.slack.people[person_id].name += "a"
    with world.bot.store.begin() as db:
        for person_id in FOUR:
            people.ask_again(db, TEAM, person_id, world.clock())


def assert_all_told_once(world: World) -> None:
    """Each was told of each question, nothing was posted twice, and nothing waits but a reminder."""
    with world.bot.store.read() as db:
        asked = select(seats.c.told, seats.c.notice, seats.c.word).where(seats.c.round_id.not_in(FOUR))
        told = db.execute(asked).all()
        rung = db.execute(select(cards.c.round_id, cards.c.key, cards.c.moment)).all()
    assert [row for row in told if not row.told or (row.notice and row.word != Word.REPEAT)] == []
    assert [row for row, times in Counter(rung).items() if times > 1] == []
    posts = [call for call in world.slack.calls if call.method == "chat.postMessage" and call.outcome == "ok"]
    posted = Counter(str(call.args["metadata"]) for call in posts if call.args.get("metadata"))
    assert max(posted.values()) == 1
    assert world.dead_lines() == []


# Slack does not take that message.

POST, ANA = "chat.postMessage", FOUR[0]
ANAS = [pair for pair in PAIRS if ANA in pair]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "ratelimited", "500"])
def test_a_message_of_several_things_tells_of_them_when_slack_took_it_and_stands_once(
    fragile: Fragile, kind: str
) -> None:
    ask(fragile, "due", fragile.clock(), ANAS)
    fragile.slack.faults.next(POST, kind, channel=ANA, retry_after=30)

    fragile.settle()
    assert told(fragile, ANA) == {""}
    assert told(fragile, FOUR[1]) == {"asked"}  # of hers alone: it rang with its own card
    fragile.recover()

    assert told(fragile, ANA) == {"asked"}
    assert gathered(fragile) == ["Three things wait for you"]
    assert fragile.dead_lines() == []


def test_where_slack_refuses_it_nothing_is_told_and_the_next_one_holds_everything(fragile: Fragile) -> None:
    ask(fragile, "due", fragile.clock(), ANAS)
    fragile.slack.faults.next(POST, "restricted_action", channel=ANA)
    fragile.settle()
    assert told(fragile, ANA) == {""}
    assert gathered(fragile) == []

    fragile.move(days=1)
    ask(fragile, "again", fragile.clock(), ANAS[:1])
    fragile.settle()

    assert gathered(fragile) == ["Four things wait for you"]
    assert told(fragile, ANA) == {"asked"}


def told(world: World, person_id: str) -> set[str]:
    """What Slack took of what was said to them, of all that they are in."""
    with world.bot.store.read() as db:
        mine = select(seats.c.told).where(seats.c.person_id == person_id, seats.c.round_id != person_id)
        return set(db.execute(mine).scalars())


def gathered(world: World) -> list[str]:
    """How Ana's own message begins; nothing where none stands."""
    return [m.text.partition(":")[0] for m in world["Ana"].messages() if "wait for you" in m.text]
