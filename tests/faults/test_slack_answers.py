"""Whatever Slack answers, at each transition: nothing lost, nothing doubled, nothing shown too early."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.playground import web_api
from bot.rounds.showing import outbox
from bot.slack.calls import SETTLED, TIMEOUT
from tests.faults.harness import (
    Fragile,
    Step,
    perform,
    presses,
    sends,
    types,
)
from tests.practices.reflection.transitions import ANA, answers, asked, one_in, opens
from tests.world import NAMES, TOKEN, Somebody

POST, UPDATE = "chat.postMessage", "chat.update"
PASSING = (
    *("rate_limited", "team_added_to_org", "org_login_required", "ekm_access_denied"),
    "external_channel_migrating",
)
LAST = (*one_in, *opens("Ben", "write"))
OPENS = (sends("Ben", answer="Who decides."),)


@pytest.fixture
def fragile(database_url: str) -> Iterator[Fragile]:
    yield from _world(database_url)


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Fragile]:
    """On SQLite alone: what is under test does not touch the database's own ways."""
    yield from _world(sqlite_url)


def _world(url: str) -> Iterator[Fragile]:
    world = Fragile(url)
    yield world
    world.close()


def begun(world: Fragile, *steps: Step) -> tuple[Somebody, Somebody]:
    """A pair, to whom this happened."""
    world.pair("Ana", "Ben")
    perform(world, steps)
    world.recover()
    world.slack.calls.clear()
    return world["Ana"], world["Ben"]


def now(world: Fragile) -> datetime:
    with world.bot.store.read() as db:
        return db.machine_now()


def posts(world: Fragile) -> int:
    return sum(call.method == POST for call in world.slack.calls)


@pytest.mark.parametrize("kind", ["drop_after", "timeout_after"])
def test_a_post_that_slack_took_without_an_answer_is_found_and_not_posted_again(
    fragile: Fragile, kind: str
) -> None:
    ana, _ = begun(fragile, *LAST)
    fragile.slack.faults.next(POST, kind)

    perform(fragile, OPENS)

    assert posts(fragile) == 1
    fragile.recover()
    assert posts(fragile) == 1
    assert "You have both answered" in ana.card.words


def test_an_answer_that_comes_late_is_an_answer(small: Fragile) -> None:
    ana, _ = begun(small, *LAST)
    before = now(small)
    small.slack.faults.next(POST, "late", seconds=TIMEOUT - 1)

    perform(small, OPENS)

    assert now(small) - before >= timedelta(seconds=TIMEOUT - 1)
    assert posts(small) == 1
    assert "You have both answered" in ana.card.words


def test_a_post_that_never_arrived_is_posted_once_slack_can_no_longer_take_it(fragile: Fragile) -> None:
    ana, _ = begun(fragile, *LAST)
    fragile.slack.faults.next(POST, "drop_before")
    perform(fragile, OPENS)

    fragile.later(seconds=SETTLED - 5)
    fragile.settle()
    assert posts(fragile) == 1
    assert "You have both answered" not in ana.card.words

    fragile.later(seconds=6)
    fragile.settle()
    assert posts(fragile) == 2
    assert "You have both answered" in ana.card.words


def test_the_wait_is_longer_than_a_request_can_be_under_way() -> None:
    assert SETTLED >= TIMEOUT + 60


def test_a_post_that_lands_late_is_found_and_not_doubled(small: Fragile) -> None:
    ana, _ = begun(small, *LAST)
    small.slack.faults.next(POST, "drop_before")
    perform(small, OPENS)
    under_way = next(call for call in small.slack.calls if call.method == POST)

    small.later(seconds=SETTLED - 5)
    small.settle()
    landed = web_api.call(small.slack.app, POST, under_way.args, TOKEN)
    small.recover()

    assert landed["ok"]
    assert posts(small) == 1
    assert [m.text for m in ana.messages()].count(ana.card.text) == 1


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "500"])
def test_where_nobody_may_look_it_is_posted_again_after_the_wait(small: Fragile, kind: str) -> None:
    manifest = small.slack.app.manifest
    small.slack.app.manifest = replace(manifest, scopes=manifest.scopes - {"im:history"})
    ana, _ = begun(small, *LAST)
    small.slack.faults.next(POST, kind)
    perform(small, OPENS)

    small.later(seconds=SETTLED - 5)
    small.settle()
    assert posts(small) == 1

    small.recover()
    assert posts(small) == 2
    assert "You have both answered" in ana.card.words


def test_slack_is_left_alone_for_as_long_as_it_asked(small: Fragile) -> None:
    ana, _ = begun(small, *LAST)
    small.slack.faults.next(POST, "ratelimited", retry_after=90)
    perform(small, OPENS)

    small.later(seconds=85)
    small.settle()
    assert posts(small) == 1

    small.later(seconds=6)
    small.settle()
    assert posts(small) == 2
    assert "You have both answered" in ana.card.words


@pytest.mark.parametrize("asked_for", ["inf", "nan", "-3", "soon", "1e400"])
def test_a_strange_retry_after_stops_nothing(small: Fragile, asked_for: Any) -> None:
    ana, _ = begun(small, *LAST)
    small.slack.faults.next(POST, "ratelimited", retry_after=asked_for)

    perform(small, OPENS)
    small.later(hours=1, seconds=1)
    small.recover()

    assert "You have both answered" in ana.card.words


def test_a_message_that_somebody_deleted_comes_back_with_the_next_that_rings(fragile: Fragile) -> None:
    _, ben = begun(fragile, *asked())
    conversation = fragile.slack.conversations[ben.dm]
    conversation.messages.clear()

    perform(fragile, answers("Ana", ANA))
    fragile.recover()
    assert ben.messages() == []
    fragile.move(days=2)

    assert len(ben.messages()) == 1
    assert "Ana has answered" in ben.card.words


def test_a_refusal_for_good_is_told_to_whoever_asked_once(fragile: Fragile) -> None:
    ana, ben = begun(fragile)
    fragile.slack.faults.next(POST, "restricted_action", times=9, channel=ben.id)

    perform(fragile, asked())
    fragile.recover()
    perform(fragile, answers("Ana", ANA))
    fragile.recover()

    told = [m for m in ana.messages() if "Slack would not let me write to Ben" in m.words]
    assert len(told) == 1
    assert not [m for m in ben.messages() if not m.ephemeral]
    with fragile.bot.store.read() as db:
        assert outbox.next_showing(db) is None


@pytest.mark.parametrize("code", [*PASSING, "something_new_of_next_year"])
def test_a_trouble_that_passes_is_waited_for_and_told_to_nobody(small: Fragile, code: str) -> None:
    ana, ben = begun(small)
    small.slack.faults.next(POST, code, times=2, channel=ben.id)
    perform(small, asked())

    small.later(minutes=5)
    small.settle()
    small.later(minutes=5)
    small.settle()

    assert "A question for you and Ana" in ben.card.words
    assert not [m for m in ana.messages() if "Slack would not let me" in m.words]


def test_whoever_invites_is_told_that_the_invitation_did_not_arrive(small: Fragile) -> None:
    ana, _ = begun(small)
    small.slack.faults.next(POST, "channel_not_found", times=9, channel=NAMES["Chloe"])

    perform(small, (types("Ana", "/pair @chloe"),))
    small.recover()

    assert "Slack would not let me write to Chloe" in ana.card.words
    assert len(ana.news()) == 1


def test_who_can_be_reached_again_hears_of_it_and_whoever_asked_is_not_rung_for_it(small: Fragile) -> None:
    ana, ben = begun(small)
    small.slack.faults.next(POST, "restricted_action", channel=ben.id)
    perform(small, asked())
    small.recover()
    assert "would not let me write to Ben" in ana.card.words
    perform(small, answers("Ana", ANA))
    ana.news()

    small.move(days=1, hours=6)  # the nudge reaches Ben
    small.recover()

    assert len(ben.news()) == 1
    assert ana.news() == []
    assert not [m for m in ana.messages() if "would not let me" in m.words]


def test_whoever_asked_is_not_told_that_they_themselves_are_out_of_reach(small: Fragile) -> None:
    ana, ben = begun(small)
    small.slack.faults.next(POST, "restricted_action", times=9, channel=ana.id)

    perform(small, asked())
    small.recover()

    assert posts(small) == 2
    assert len(ben.news()) == 1


def test_what_was_missed_in_an_outage_rings_once_and_not_for_each_step(small: Fragile) -> None:
    ana, ben = begun(small)
    with small.slack.faults.outage():
        perform(small, asked())
        small.move(days=1, hours=6)  # a nudge falls due, and cannot be told either
        small.later(hours=1)
        small.settle()

    small.recover()

    assert [len(ana.news()), len(ben.news())] == [1, 1]


def test_a_form_that_slack_was_too_slow_to_open_says_so_once(small: Fragile) -> None:
    _, ben = begun(small, *asked(), types("Ben", "I think it was the money."))
    small.slack.faults.next("views.open", "expired_trigger_id", times=3)

    perform(small, (presses("Ben", "reflection.take"),))

    assert ben.form is None
    assert "press the button once more" in ben.whispered.text
