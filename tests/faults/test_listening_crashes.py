"""A listening round under crashes, and whatever Slack answers.

After each it goes on at the same place: no turn is lost, none is given twice, nobody is rung twice, and no
words get out before their time.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.features.listening.flow import standing
from bot.playground.records import APP_USER
from bot.rounds.showing import outbox
from tests.faults.harness import Fragile, Step, perform, presses, walks
from tests.practices.listening.transitions import (
    HERE,
    SAID,
    THREE,
    asked,
    holder,
    live,
    name_of,
    newest,
    opens,
    published,
    read,
    relay,
    turn,
    writes,
)
from tests.world import NAMES, Somebody

POST, UPDATE, ASK = "chat.postMessage", "chat.update", "conversations.info"


@pytest.fixture
def fragile(sqlite_url: str) -> Iterator[Fragile]:
    yield from _world(sqlite_url)


def _world(url: str) -> Iterator[Fragile]:
    world = Fragile(url)
    world.may_look_in_channels()
    yield world
    world.close()


# A machine that slept.


def test_a_machine_that_slept_through_a_window_rings_once_and_leaves_time(fragile: Fragile) -> None:
    _, ben, chloe = begun(fragile, *asked("@ben @chloe"))
    assert [len(ben.news()), len(chloe.news())] == [1, 1]

    fragile.jump(days=6)
    fragile.recover()

    assert [len(ben.news()), len(chloe.news())] == [1, 1]
    assert "still a good time" in ben.card.words
    assert newest(fragile).step == "write"
    assert (newest(fragile).ends_at or fragile.clock()) > fragile.clock() + timedelta(hours=4)


def test_a_machine_that_slept_in_a_turn_takes_it_from_nobody_who_is_there(fragile: Fragile) -> None:
    begun(fragile, *live)
    has = holder(fragile)

    fragile.jump(minutes=9)
    fragile.recover()

    assert holder(fragile) == has
    assert "The time is over. No hurry" in fragile[has].card.words
    assert "The time is over. No hurry" in cards(fragile)[-1]
    perform(fragile, turn())
    fragile.recover()
    assert holder(fragile) != has
    assert len(newest(fragile).facts["offered"]) == 2


def test_a_machine_that_slept_through_several_turns_passes_on_one(fragile: Fragile) -> None:
    begun(fragile, *relay)
    first = holder(fragile)

    fragile.jump(days=2)
    fragile.recover()

    f = newest(fragile).facts
    assert len(f["offered"]) == 2
    assert [name_of(fragile, person) for person in f["again"]] == [first]
    assert len([m for m in fragile[holder(fragile)].messages() if "The floor is yours" in m.text]) == 1


# A card in a channel that Slack did not confirm.


def begun(world: Fragile, *steps: Step) -> list[Somebody]:
    perform(world, steps)
    world.recover()
    world.slack.calls.clear()
    return [world[name] for name in THREE]


def cards(world: Fragile) -> list[str]:
    """What stands in the channel of the app's, from top to bottom."""
    posted = [m for m in world["Dev"].messages(HERE) if not m.ephemeral and m.raw["user"] == APP_USER]
    return [message.words for message in posted]


def test_a_card_that_slack_took_without_an_answer_is_found_and_not_posted_again(fragile: Fragile) -> None:
    fragile.slack.faults.next(POST, "drop_after", channel=HERE)

    perform(fragile, asked())
    fragile.recover()
    perform(fragile, writes("Ben"))
    fragile.recover()

    [card] = cards(fragile)
    assert "Joined: 1. Written: 1." in card


def test_where_nobody_may_look_it_may_stand_twice_and_the_newest_one_works(sqlite_url: str) -> None:
    world = Fragile(sqlite_url)
    world.slack.faults.next(POST, "drop_after", channel=HERE)

    perform(world, asked())
    world.recover()
    perform(world, writes("Ben"))
    world.recover()

    old, new = cards(world)
    assert "Nobody has joined yet" in old
    assert "Joined: 1. Written: 1." in new
    perform(world, (presses("Chloe", "listening.write", where=HERE),))
    assert world["Chloe"].form
    world.close()


def test_what_is_published_stands_in_the_thread_once_each_in_an_order_that_no_speed_decides(
    fragile: Fragile,
) -> None:
    begun(fragile, *published)
    fragile.slack.faults.next(POST, "ratelimited", times=2, retry_after=30)

    perform(fragile, (walks(days=1, hours=8),))
    fragile.recover()

    replies = [m for m in fragile.slack.conversations[HERE].messages if m.is_reply]
    voices = standing.voices(newest(fragile), NAMES["Ana"])
    names = [name_of(fragile, voice.author_id) for voice in voices]
    assert [reply.text for reply in replies] == [f"{name} wrote: {SAID[name]}" for name in names]


def test_words_that_slack_took_without_an_answer_stand_in_the_thread_once_and_can_be_taken_back(
    fragile: Fragile,
) -> None:
    begun(fragile, *published)
    fragile.slack.faults.next(POST, "drop_after", times=2, channel=HERE)

    perform(fragile, (walks(days=1, hours=8),))
    fragile.recover()
    for name in THREE:
        perform(fragile, (*opens(name, "read"), presses(name, "listening.withdraw")))
        fragile.recover()

    replies = [m.text for m in fragile.slack.conversations[HERE].messages if m.is_reply]
    assert [text for text in replies if any(words in text for words in SAID.values())] == []
    assert len(replies) == 3


@pytest.mark.parametrize("fault", ["", POST, "chat.delete"])
def test_where_the_thread_is_gone_nobodys_words_stay_in_the_open(fragile: Fragile, fault: str) -> None:
    begun(fragile, *published)
    fragile.slack.faults.next(POST, "ratelimited", retry_after=30)
    perform(fragile, (walks(days=1, hours=8),))
    [card] = [m for m in fragile.slack.conversations[HERE].messages if m.metadata]
    with fragile.slack.workspace.changing():
        fragile.slack.conversations[HERE].delete(card)  # by an administrator
    if fault:
        fragile.slack.faults.next(fault, "drop_after", channel=HERE)
    fragile.recover()

    said = [m.text for m in fragile.slack.conversations[HERE].messages if m.user == APP_USER]
    tried = [call for call in fragile.slack.calls if call.method == POST and call.args.get("thread_ts")]
    assert len(tried) > 1
    assert [text for text in said if any(words in text for words in SAID.values())] == []


# A channel that cannot be written to any more.


def told(person: Somebody) -> list[str]:
    return [m.text for m in person.messages() if "Slack would not let me" in m.words]


def test_it_goes_on_where_the_app_is_no_longer_in_the_channel_and_whoever_asked_is_told_once(
    fragile: Fragile,
) -> None:
    ana, ben, chloe = begun(fragile, *asked(), *writes("Ana", "Ben"))
    fragile.slack.kick_app(HERE)

    perform(fragile, writes("Chloe"))
    fragile.recover()
    assert len(ana.news()) == len(told(ana)) == 1
    perform(fragile, (walks(days=2),))
    fragile.recover()

    assert newest(fragile).step == "read"
    assert len(told(ana)) == 1
    assert told(ben) == told(chloe) == []
    perform(fragile, (presses("Ben", "listening.read"),))
    assert all(SAID[name] in ben.reads for name in THREE)
    assert len(ana.news()) == 1
    with fragile.bot.store.read() as db:
        assert outbox.next_showing(db) is None


def test_the_card_is_right_again_when_the_app_is_back_in_the_channel(fragile: Fragile) -> None:
    begun(fragile, *live)
    fragile.slack.kick_app(HERE)
    perform(fragile, (presses(holder, "listening.done"),))
    fragile.recover()
    assert len(told(fragile["Ana"])) == 1

    fragile.slack.post(fragile["Ana"].id, HERE, "/invite @Alongside")
    perform(fragile, (walks(seconds=11),))
    fragile.recover()

    [card] = cards(fragile)
    assert f"{holder(fragile)} has the floor" in card
    assert told(fragile["Ana"]) == []


def test_in_an_archived_channel_nothing_is_lost_and_whoever_asked_is_told_once(fragile: Fragile) -> None:
    ana, ben, _ = begun(fragile, *read)
    fragile.slack.archive(HERE)

    perform(fragile, (presses("Ben", "listening.read"), presses("Ben", "listening.listened")))
    perform(fragile, (walks(days=1, hours=8),))
    fragile.recover()

    assert newest(fragile).step == "check_out"
    assert len(told(ana)) == 1
    assert told(ben) == []
    perform(fragile, (presses("Ben", "listening.read"),))
    assert all(SAID[name] in ben.reads for name in THREE)


def test_a_channel_that_the_app_cannot_post_to_is_told_to_whoever_asked_and_nothing_waits(
    fragile: Fragile,
) -> None:
    ana, *_ = begun(fragile)
    fragile.slack.faults.next(POST, "restricted_action", times=9, channel=HERE)

    perform(fragile, (*asked("@ben"), walks(minutes=1)))
    fragile.recover()

    assert cards(fragile) == []
    assert len(told(ana)) == 1
    assert len(fragile["Ben"].news()) == 1
    with fragile.bot.store.read() as db:
        assert outbox.next_showing(db) is None
