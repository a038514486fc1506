"""Each person sees what is theirs: ephemeral messages, unread marks, private channels."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.client import NotThereError
from bot.playground.slack import Slack

from .conftest import CARD

Call = Callable[..., dict[str, Any]]


def unread(slack: Slack, user: str, channel: str) -> int:
    found = slack.state(user)["conversations"]
    return int(next(one["unread"] for one in found if one["id"] == channel))


def test_it_opens_on_five_people_and_two_channels(slack: Slack) -> None:
    ana, dev = slack.state("U0ANA"), slack.state("U0DEV")

    assert ana["now"] == "2026-09-15T09:00:00+00:00"
    assert [one["name"] for one in ana["people"]] == ["Ana", "Ben", "Chloe", "Dev", "Esi", "Alongside"]
    assert [(one["name"], one["kind"]) for one in ana["conversations"]] == [
        ("going-home-well", "public"),
        ("steering-group", "private"),
        ("Alongside", "app"),
    ]
    assert [one["name"] for one in dev["conversations"]] == ["going-home-well", "Alongside"]
    assert all(one["unread"] == 0 for one in ana["conversations"])
    assert [one["command"] for one in ana["commands"]] == ["/reflect", "/raw"]


def test_an_ephemeral_message_is_for_one_person(slack: Slack, call: Call) -> None:
    call("chat.postEphemeral", channel="C0HOME", user="U0ANA", text="psst")

    assert slack.seen_by("U0ANA", "C0HOME")[-1]["ephemeral"]
    assert "psst" not in {one["text"] for one in slack.seen_by("U0BEN", "C0HOME")}
    assert unread(slack, "U0ANA", "C0HOME") == 0


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        ("C0HOME", "U0NOBODY", "user_not_in_channel"),
        ("C0STEER", "U0ANA", "channel_not_found"),
        ("U0ANA", "U0ANA", "channel_not_found"),
        ("C0NOWHERE", "U0ANA", "channel_not_found"),
    ],
)
def test_an_ephemeral_message_is_refused(call: Call, channel: str, user: str, error: str) -> None:
    assert call("chat.postEphemeral", channel=channel, user=user, text="x")["error"] == error


def test_an_ephemeral_message_to_somebody_who_left_is_refused(slack: Slack, call: Call) -> None:
    slack.leave("U0ESI", "C0HOME")
    slack.deactivate("U0BEN")

    for user in ("U0ESI", "U0BEN"):
        answer = call("chat.postEphemeral", channel="C0HOME", user=user, text="x")
        assert answer["error"] == "user_not_in_channel"


def test_an_ephemeral_message_cannot_be_updated(call: Call) -> None:
    ts = call("chat.postEphemeral", channel="C0HOME", user="U0ANA", text="x")["message_ts"]

    assert call("chat.update", channel="C0HOME", ts=ts, text="y")["error"] == "message_not_found"
    assert call("chat.delete", channel="C0HOME", ts=ts)["error"] == "message_not_found"


def test_a_new_post_is_unread_and_an_update_is_silent(slack: Slack, call: Call, card: str) -> None:
    assert unread(slack, "U0BEN", "C0HOME") == 1
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["new"]

    slack.read("U0BEN", "C0HOME")
    call("chat.update", channel="C0HOME", ts=card, text="Changed", blocks=CARD)

    assert unread(slack, "U0BEN", "C0HOME") == 0
    assert unread(slack, "U0ANA", "C0HOME") == 1


def test_ones_own_post_is_not_unread(slack: Slack) -> None:
    slack.post("U0ANA", "C0HOME", "Good morning")

    assert unread(slack, "U0ANA", "C0HOME") == 0
    assert unread(slack, "U0BEN", "C0HOME") == 1


def test_a_reply_is_unread_for_those_in_the_thread(slack: Slack, call: Call) -> None:
    start = slack.post("U0ANA", "C0HOME", "Shall we?").message
    assert start is not None
    slack.read("U0BEN", "C0HOME")

    call("chat.postMessage", channel="C0HOME", text="Yes", thread_ts=start["ts"])

    assert unread(slack, "U0ANA", "C0HOME") == 1
    assert unread(slack, "U0BEN", "C0HOME") == 0


def test_mentions_typed_become_ids(slack: Slack) -> None:
    slack.post("U0ANA", "C0HOME", "@Ben & @chloe, see #steering-group <now> a@ben.org")

    said = slack.seen_by("U0BEN", "C0HOME")[-1]["text"]
    assert said == "<@U0BEN> &amp; <@U0CHLOE>, see <#C0STEER|steering-group> &lt;now&gt; a@ben.org"


def test_nobody_reads_or_writes_where_they_are_not(slack: Slack) -> None:
    assert slack.seen_by("U0DEV", "C0STEER") == []
    with pytest.raises(NotThereError):
        slack.post("U0DEV", "C0STEER", "hello")
    with pytest.raises(NotThereError):
        slack.join("U0ESI", "C0STEER")


def test_leaving_and_joining(slack: Slack) -> None:
    slack.leave("U0ESI", "C0HOME")
    assert slack.state("U0ESI")["conversations"][0]["member"] is False

    slack.join("U0ESI", "C0HOME")
    assert slack.state("U0ESI")["conversations"][0]["member"]


def test_an_archived_channel_takes_no_posts(slack: Slack) -> None:
    slack.archive("C0HOME")

    assert slack.post("U0ANA", "C0HOME", "hello").error == "This channel is archived."


def test_the_app_can_be_removed_by_a_command(slack: Slack) -> None:
    assert slack.post("U0ANA", "C0HOME", "/remove @Alongside").ok

    assert slack.state("U0ANA")["conversations"][0]["app_member"] is False
    assert not slack.post("U0ANA", "C0HOME", "/invite @Ben").ok


def test_each_visible_change_is_a_new_revision(slack: Slack, call: Call) -> None:
    before = slack.state("U0ANA")["rev"]

    call("chat.postMessage", channel="C0HOME", text="x")

    assert slack.state("U0ANA")["rev"] > before
