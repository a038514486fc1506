"""Whoever is not in the channel hears nothing, reads nothing of others, and is in again when back."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.playground.records import APP_USER
from tests.journeys import options_steps as options
from tests.journeys.listening_steps import ask_all, opened, reading, words_of, writes
from tests.journeys.options_steps import BEHIND, OBJECT, propose, time_runs_out
from tests.journeys.steps import put_away
from tests.journeys.tampering import press
from tests.world import Somebody, World

HERE = "C0HOME"
OUT = "you are not in it just now"


@pytest.fixture(autouse=True)
def private(world: World) -> None:
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].kind = "private"


def put_out(world: World, *people: Somebody) -> None:
    for somebody in people:
        put_away(somebody)
        world.slack.leave(somebody.id, HERE)
    world.settle()


def silently(world: World, somebody: Somebody) -> None:
    """They are put out, and Slack's event of it never comes."""
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard(somebody.id)


def event(world: World, kind: str, somebody: Somebody, at: datetime) -> None:
    """As Slack sends it, in whatever order."""
    inner = {"type": kind, "user": somebody.id, "channel": HERE, "channel_type": "G", "team": "T0PLAY"}
    world.slack._box.event(kind, inner | {"event_ts": f"{at.timestamp():.6f}"})
    world.settle()


def read_as_asked_by(world: World, somebody: Somebody) -> str:
    return press(world, somebody, "listening.read", _round(world, "listening"))


def _round(world: World, feature: str) -> str:
    with world.bot.store.read() as db:
        query = text("SELECT id FROM rounds WHERE feature = :f AND kind != 'register'")
        return str(db.execute(query, {"f": feature}).scalars().first())


# --- reading


def test_whoever_was_put_out_reads_their_own_words_alone_and_all_when_they_are_back(world: World) -> None:
    ben = world["Ben"]
    opened(world, "Ana", "Ben", "Chloe")
    assert words_of("Ana") in reading(ben)

    put_out(world, ben)

    read = read_as_asked_by(world, ben)
    assert words_of("Ben") in read
    assert words_of("Ana") not in read
    assert "How did today land?" not in read
    world.slack.invite(ben.id, HERE, by="U0ANA")
    assert words_of("Ana") in reading(ben)


def test_who_was_put_out_a_moment_ago_reads_nothing_the_first_time_though_slack_never_told(
    world: World,
) -> None:
    ben, chloe = world["Ben"], world["Chloe"]
    opened(world, "Ana", "Ben", "Chloe")
    assert words_of("Ana") in reading(chloe)  # who is there is known for a minute

    silently(world, ben)

    assert words_of("Ana") not in read_as_asked_by(world, ben)


def test_where_slack_does_not_say_who_is_there_one_reads_ones_own_words(world: World) -> None:
    ben = world["Ben"]
    opened(world, "Ana", "Ben", "Chloe")
    world.slack.faults.next("conversations.members", "500", times=5)

    read = read_as_asked_by(world, ben)

    assert words_of("Ben") in read
    assert words_of("Ana") not in read
    world.slack.faults.planned.clear()
    assert words_of("Ana") in reading(ben)


# --- being told


def test_whoever_was_put_out_is_sent_nothing_and_finds_their_card_when_they_are_back(world: World) -> None:
    ana, ben = world["Ana"], world["Ben"]
    ask_all(world, "@ana @ben @chloe")
    writes(ben)
    ben.rang()
    put_out(world, ben)
    for name in ("Ana", "Chloe"):
        writes(world[name])

    world.move(days=4)

    assert ben.rang() == []
    assert "How did today land?" not in ben.home
    assert ana.rang() != []
    world.slack.invite(ben.id, HERE, by="U0ANA")
    world.move(days=1)
    assert len(ben.rang()) == 1


def test_a_card_is_not_posted_to_whoever_is_out_though_slack_never_told(world: World) -> None:
    ben = world["Ben"]
    ask_all(world, "@ana @ben @chloe")
    ben.rang()
    silently(world, ben)
    for name in ("Ana", "Chloe"):
        writes(world[name])

    world.move(days=4)

    assert ben.rang() == []


@pytest.mark.parametrize("what", ["no answer", "archived", "the app is put out"])
def test_where_nobody_knows_who_is_there_everything_waits_and_nobody_steps_out(
    world: World, what: str
) -> None:
    propose(world, "Ana", "Ben", "Chloe", by="Ana")
    world["Ben"].rang()
    if what == "no answer":
        world.slack.faults.next("conversations.members", "500", times=100_000)
    elif what == "archived":
        world.slack.archive(HERE)
        with world.slack.workspace.changing():  # as if Slack named nobody any more
            world.slack.conversations[HERE].members &= {APP_USER}
    else:
        world.slack.kick_app(HERE)

    world.move(days=1)
    for name in ("Ana", "Ben", "Chloe"):
        world[name].rang()
    time_runs_out(world)

    assert [name for name in ("Ben", "Chloe") if world[name].rang()] == []
    with world.bot.store.read() as db:
        assert db.execute(text("SELECT count(*) FROM seats WHERE left_at IS NOT NULL")).scalar() == 0
        assert db.execute(text("SELECT count(*) FROM memberships WHERE NOT here")).scalar() == 0


# --- events, as they come


def test_an_event_that_comes_late_or_twice_changes_nothing(world: World) -> None:
    ben, now = world["Ben"], world.clock().astimezone(UTC)
    opened(world, "Ana", "Ben", "Chloe")
    now = world.clock().astimezone(UTC)
    event(world, "member_left_channel", ben, now.replace(second=10))
    event(world, "member_joined_channel", ben, now.replace(second=20))
    event(world, "member_joined_channel", ben, now.replace(second=20))

    event(world, "member_left_channel", ben, now.replace(second=10))

    with world.bot.store.read() as db:
        assert db.execute(text("SELECT here FROM memberships WHERE person_id = 'U0BEN'")).scalars().all() == [
            1
        ]
    assert words_of("Ana") in reading(ben)


def test_whoever_is_back_is_let_in_though_slack_never_told(world: World) -> None:
    ben = world["Ben"]
    opened(world, "Ana", "Ben", "Chloe")
    put_out(world, ben)
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.add(ben.id)

    assert words_of("Ana") in reading(ben)


def test_of_people_whom_the_app_does_not_know_nothing_is_kept(world: World) -> None:
    zoe = world.newcomer("Zoe")
    put_out(world, zoe)

    with world.bot.store.read() as db:
        assert db.execute(text("SELECT count(*) FROM memberships")).scalar() == 0


# --- deciding


def test_whoever_was_put_out_of_a_test_counts_as_missing_and_their_objection_counts(world: World) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    options.answers(world, Ben=OBJECT)

    put_out(world, world["Ben"])
    options.answers(world, Ana=BEHIND, Chloe=BEHIND)

    assert "It tires my mother." in options.table(world["Ana"])


def test_nobody_agrees_over_the_head_of_whoever_was_put_out(world: World) -> None:
    propose(world, "Ana", "Ben", "Chloe")
    put_out(world, world["Ben"], world["Chloe"])
    options.answers(world, Ana=BEHIND)

    world.move(weeks=3)

    assert options.matter(world).facts["state"] != "agreed"
    assert {seat.person_id for seat in options.matter(world).present} == {"U0ANA", "U0BEN", "U0CHLOE"}


# --- going


def test_whoever_was_put_out_steps_out_from_where_they_look_for_it(world: World) -> None:
    ben = world["Ben"]
    propose(world, "Ana", "Ben", "Chloe")
    put_out(world, ben)

    ben.presses("More")
    assert "You are not in" in ben.reads
    assert "Fewer of these" in ben.reads
    ben.presses("Step out")

    assert "You have stepped out" in ben.reads
    assert "U0BEN" not in {seat.person_id for seat in options.matter(world).present}


def test_a_button_that_acts_is_refused_in_plain_words(world: World) -> None:
    ben = world["Ben"]
    propose(world, "Ana", "Ben", "Chloe")
    put_out(world, ben)

    told = press(world, ben, "options.answer", options.matter(world).id)

    assert OUT in told
    assert "step out" in told
