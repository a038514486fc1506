"""What Slack takes no more of: never more than that, nobody waits for ever, what people cause goes first."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Turn
from bot.rounds.keeping.tables import rounds
from bot.rounds.showing import outbox
from bot.rounds.showing.paces import LEASE, PROMPTLY, Bucket
from bot.slack.calls import SETTLED
from tests.faults.harness import Fragile
from tests.world import TEAM, Somebody

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
POST = "chat.postMessage"
MINUTE = timedelta(minutes=1)
STALLS = 8  # seconds, for which a busy machine was seen to do nothing
ASKED = st.lists(
    st.tuples(
        st.floats(0, 30),
        st.integers(1, 80),
        st.sampled_from([Turn.ACT_RINGS, Turn.TIME_RINGS]),
        st.floats(0, STALLS),
    ),
    max_size=60,
)


def most_in_a_minute(moments: list[datetime]) -> int:
    ordered = sorted(moments)
    return max((sum(at <= one < at + MINUTE for one in ordered) for at in ordered), default=0)


@given(st.integers(1, 600), ASKED)
def test_whoever_asks_whenever_no_minute_has_more_messages_than_that(
    a_minute: int, asked: list[tuple[float, int, Turn, float]]
) -> None:
    bucket, now, full = Bucket(a_minute), NOW, None
    left: list[datetime] = []

    for after, count, turn, held_up in asked:
        now += timedelta(seconds=after)
        may = min(count, bucket.room(full, now, turn))
        full = bucket.after(full, now, may) if may else full
        left += [now + timedelta(seconds=held_up)] * may

    assert most_in_a_minute(left) <= a_minute


def test_what_a_machine_that_stalls_lets_go_at_once_is_not_too_much_either() -> None:
    """All that was counted meanwhile leaves when it goes on, after a rest in which the bucket has filled."""
    bucket, full = Bucket(500), None
    left: list[datetime] = []

    for tenth in range(10 * 120):
        now = NOW + timedelta(seconds=tenth / 10)
        may = bucket.room(full, now, Turn.ACT_RINGS)
        full = bucket.after(full, now, may) if may else full
        left += [max(now, NOW + timedelta(seconds=STALLS))] * may

    assert 470 < most_in_a_minute(left) <= 500


@given(st.integers(50, 600), st.integers(0, 300))
def test_while_time_takes_all_that_it_may_there_is_room_for_what_people_cause(
    a_minute: int, seconds: int
) -> None:
    bucket, now, full = Bucket(a_minute), NOW, None

    for second in range(seconds + 1):
        now = NOW + timedelta(seconds=second)
        full = bucket.after(full, now, bucket.room(full, now, Turn.TIME_RINGS))

    assert bucket.room(full, now, Turn.ACT_RINGS) > 0


def test_ten_thousand_messages_are_out_within_twenty_five_minutes_and_nobody_starves() -> None:
    bucket, full, sent = Bucket(500), None, 0

    for second in range(25 * 60):
        now = NOW + timedelta(seconds=second)
        may = bucket.room(full, now, Turn.TIME_RINGS)
        full, sent = bucket.after(full, now, may), sent + may

    assert sent >= 10_000


def test_without_a_bucket_there_is_always_room_but_where_slack_asked_to_be_left_alone() -> None:
    bucket, later = Bucket(0), NOW + timedelta(seconds=30)

    assert bucket.room(None, NOW, Turn.TIME_RINGS) > 1_000
    assert bucket.room(bucket.held(later), NOW, Turn.ACT_RINGS) == 0
    assert bucket.room(bucket.held(later), later, Turn.ACT_RINGS) > 1_000


def test_a_lease_outlives_whatever_was_called_promptly() -> None:
    assert timedelta(seconds=SETTLED) + PROMPTLY == LEASE


# --- over all rounds and replicas: in the database


@pytest.fixture
def busy(database_url: str) -> Iterator[Fragile]:
    """Three who ask each other, in a world whose machine time stands still."""
    world = Fragile(database_url)
    world.pair("Ana", "Ben", "Chloe")
    yield world
    world.close()


def kept(world: Fragile, round_id: str, *, by_time: bool) -> None:
    with world.bot.store.begin() as db:
        db.by_time = by_time
        queries.add(db, Round(TEAM, round_id, "reflection", "reflection", "asked", "U0ANA", NOW))


def changed(world: Fragile, round_id: str, *, by_time: bool, rings: bool) -> None:
    with world.bot.store.begin() as db:
        db.by_time = by_time
        round_ = queries.lock(db, TEAM, round_id)
        round_.facts["changed"] = True
        round_.step = "answered" if rings else round_.step
        queries.save(db, round_)


def test_what_people_cause_goes_before_what_time_causes_and_what_rings_before_what_does_not(
    busy: Fragile,
) -> None:
    wanted = [(False, True), (False, False), (True, True), (True, False)]
    for number, (by_time, _) in enumerate(wanted):
        kept(busy, f"r{3 - number}", by_time=by_time)
    with busy.bot.store.begin() as db:
        db.execute(update(rounds).values(unshown=False))
    for number, (by_time, rings) in reversed(list(enumerate(wanted))):
        changed(busy, f"r{3 - number}", by_time=by_time, rings=rings)

    order = []
    for _ in wanted:
        with busy.bot.store.begin() as db:
            row = outbox.take(db, Bucket(500), [])
            assert row is not None
            order.append(row["id"])

    assert order == ["r3", "r2", "r1", "r0"]
    with busy.bot.store.begin() as db:
        assert outbox.take(db, Bucket(500), []) is None


def test_what_time_adds_to_what_people_caused_does_not_push_it_back(busy: Fragile) -> None:
    kept(busy, "theirs", by_time=False)
    kept(busy, "another", by_time=True)
    changed(busy, "theirs", by_time=True, rings=True)

    with busy.bot.store.begin() as db:
        row = outbox.take(db, Bucket(500), [])

    assert row is not None
    assert row["id"] == "theirs"


def test_two_replicas_take_two_rounds(postgres_url: str) -> None:
    world = Fragile(postgres_url)
    for round_id in ("one", "other"):
        kept(world, round_id, by_time=True)

    with world.bot.store.begin() as here, world.bot.store.begin() as there:
        rows = [outbox.take(db, Bucket(500), []) for db in (here, there)]

    assert sorted(row["id"] for row in rows if row) == ["one", "other"]
    world.close()


def posts_to(world: Fragile, person: Somebody) -> int:
    return sum(call.method == POST and call.args["channel"] == person.id for call in world.slack.calls)


def asked_at_once(world: Fragile, *questions: str) -> None:
    for question in questions:
        world.slack.post(world["Ana"].id, world["Ana"].dm, f"/reflect {question}")


def test_however_many_rounds_speak_in_a_place_it_gets_a_message_a_second(busy: Fragile) -> None:
    asked_at_once(busy, "One?", "Two?", "Three?", "Four?")

    counts = []
    for _ in range(5):
        busy.bot.show.settle()
        counts.append(posts_to(busy, busy["Ben"]))
        busy.later(seconds=1.01)

    assert counts == [1, 2, 3, 4, 4]


def test_slack_is_left_alone_in_a_place_by_all_rounds_for_as_long_as_it_asked(busy: Fragile) -> None:
    busy.slack.faults.next(POST, "ratelimited", retry_after=90, channel=busy["Ben"].id)
    asked_at_once(busy, "One?", "Two?")
    busy.bot.show.settle()

    for _ in range(8):
        busy.later(seconds=11)
        busy.bot.show.settle()

    assert posts_to(busy, busy["Ben"]) == 1
    assert posts_to(busy, busy["Ana"]) == 2
    busy.later(seconds=3)
    busy.settle()
    assert posts_to(busy, busy["Ben"]) == 3


def test_where_slack_refuses_in_two_places_it_is_left_alone_in_all(busy: Fragile) -> None:
    for name in ("Ana", "Ben"):
        busy.slack.faults.next(POST, "ratelimited", retry_after=30, channel=busy[name].id)
    asked_at_once(busy, "One?")
    busy.bot.show.settle()
    assert posts_to(busy, busy["Chloe"]) == 1

    asked_at_once(busy, "Two?")
    busy.later(seconds=28)
    busy.bot.show.settle()
    assert posts_to(busy, busy["Chloe"]) == 1

    busy.later(seconds=3)
    busy.settle()
    assert [posts_to(busy, busy[name]) for name in ("Ana", "Ben", "Chloe")] == [3, 3, 2]


def test_with_a_bucket_of_twelve_a_minute_what_is_left_waits_and_nothing_is_lost(busy: Fragile) -> None:
    busy.bot.show._bucket = Bucket(12)
    asked_at_once(busy, "One?", "Two?", "Three?", "Four?", "Five?")

    moments = []
    for _ in range(120):
        before = sum(call.method == POST for call in busy.slack.calls)
        busy.bot.show.settle()
        moments += [busy.bot.store.nearly_now()] * (sum(c.method == POST for c in busy.slack.calls) - before)
        busy.later(seconds=1)

    assert len(moments) == 15
    assert most_in_a_minute(moments) <= 12
    assert [earlier <= later for earlier, later in pairwise(moments)] == [True] * 14
