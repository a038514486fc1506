"""Who may call, what it does not know, and the questions it answers."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.records import Person
from bot.playground.slack import Slack

Call = Callable[..., dict[str, Any]]


def test_a_method_it_does_not_know_is_an_error(call: Call) -> None:
    assert call("files.upload")["error"] == "unknown_method"


def test_an_argument_it_does_not_know_is_an_error(call: Call) -> None:
    answer = call("users.info", user="U0ANA", colour="red")

    assert answer["error"] == "invalid_arguments"
    assert "colour" in answer["response_metadata"]["messages"][0]


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_call_needs_the_token(call: Call, token: str | None, error: str) -> None:
    assert call("auth.test", token=token)["error"] == error


def test_the_token_may_come_in_the_body(slack: Slack) -> None:
    body = b"token=xoxb-test"

    assert (
        b'"ok": true' in slack.counter.api("auth.test", body, "application/x-www-form-urlencoded", None).body
    )
    assert "xoxb-test" not in str(slack.calls)


def test_the_app_learns_who_it_is(call: Call) -> None:
    answer = call("auth.test")

    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        "U0ALONGSIDE",
        "B0ALONGSIDE",
        "T0PLAY",
    )


def test_another_workspace_is_not_here(call: Call) -> None:
    assert call("auth.test", team_id="T0PLAY")["ok"]
    assert call("auth.test", team_id="T0OTHER")["error"] == "team_not_found"


@pytest.mark.parametrize("body", [b"{broken", b"[1]", b"\xff\xfe"])
def test_a_body_that_cannot_be_read_is_an_error(slack: Slack, body: bytes) -> None:
    answer = slack.counter.api("auth.test", body, "application/json", "xoxb-test")

    assert b'"ok": false' in answer.body


def test_a_form_with_json_inside_is_read(slack: Slack) -> None:
    body = b'channel=C0HOME&text=x&unfurl_links=0&blocks=[{"type":"divider"}]'

    answer = slack.counter.api("chat.postMessage", body, "application/x-www-form-urlencoded", "xoxb-test")

    assert b'"ok": true' in answer.body
    assert slack.seen_by("U0ANA", "C0HOME")[-1]["blocks"][0]["type"] == "divider"


def test_a_scope_that_app_yml_does_not_name_is_missing(call: Call, slack: Slack) -> None:
    channel = call("conversations.open", users="U0ANA")["channel"]["id"]

    answer = call("conversations.history", channel=channel)

    assert (answer["error"], answer["needed"]) == ("missing_scope", "im:history")
    assert "chat:write" in answer["provided"]
    slack.grant("im:history")
    assert call("conversations.history", channel=channel)["ok"]


def test_a_scope_cannot_be_granted_that_app_yml_does_not_offer(call: Call, slack: Slack) -> None:
    slack.grant("groups:history")
    slack.post("U0ANA", "C0STEER", "/invite @Alongside")

    assert call("conversations.history", channel="C0STEER")["error"] == "missing_scope"


def test_a_persons_zone_and_kind_of_account(call: Call) -> None:
    esi, dev = call("users.info", user="U0ESI")["user"], call("users.info", user="U0DEV")["user"]

    assert (esi["tz"], esi["tz_offset"]) == ("Africa/Accra", 0)
    assert (dev["tz"], dev["tz_offset"]) == ("Europe/London", 3600)
    assert dev["is_restricted"]
    assert not esi["is_restricted"]
    assert call("users.info", user="U0NOBODY")["error"] == "user_not_found"


def test_everybody_is_listed_a_page_at_a_time(call: Call) -> None:
    first = call("users.list", limit=4)
    rest = call("users.list", limit=4, cursor=first["response_metadata"]["next_cursor"])

    assert len(first["members"]) == 4
    assert len(rest["members"]) == 2
    assert rest["response_metadata"]["next_cursor"] == ""
    assert call("users.list", cursor="stale")["error"] == "invalid_cursor"


def test_a_private_channel_is_not_there_until_the_app_is_in_it(call: Call, slack: Slack) -> None:
    slack.grant("groups:read")
    assert call("conversations.info", channel="C0STEER")["error"] == "channel_not_found"

    slack.post("U0ANA", "C0STEER", "/invite @Alongside")

    assert call("conversations.info", channel="C0STEER")["channel"]["is_private"]
    members = call("conversations.members", channel="C0STEER")["members"]
    assert members == ["U0ALONGSIDE", "U0ANA", "U0BEN", "U0CHLOE"]


def test_members_who_are_gone_are_not_listed(call: Call, slack: Slack) -> None:
    slack.leave("U0ANA", "C0HOME")
    slack.deactivate("U0BEN")

    assert call("conversations.members", channel="C0HOME")["members"] == [
        "U0ALONGSIDE",
        "U0CHLOE",
        "U0DEV",
        "U0ESI",
    ]


def test_members_are_listed_a_page_at_a_time_guests_and_people_from_elsewhere_too(
    call: Call, slack: Slack
) -> None:
    slack.people["U0FAR"] = Person("U0FAR", "far", "Far", team="T0OTHER", stranger=True)
    slack.people["U0GONE"] = Person("U0GONE", "gone", "Gone", deleted=True)
    slack.conversations["C0HOME"].members |= {"U0FAR", "U0GONE"}

    first = call("conversations.members", channel="C0HOME", limit=4)
    cursor = first["response_metadata"]["next_cursor"]
    rest = call("conversations.members", channel="C0HOME", limit=4, cursor=cursor)

    assert first["members"] == ["U0ALONGSIDE", "U0ANA", "U0BEN", "U0CHLOE"]
    assert rest["members"] == ["U0DEV", "U0ESI", "U0FAR"]
    assert rest["response_metadata"]["next_cursor"] == ""
    assert call("conversations.members", channel="C0HOME", cursor="stale")["error"] == "invalid_cursor"


def test_somebody_s_channels_are_those_that_the_app_shares_with_them(call: Call, slack: Slack) -> None:
    both = {"types": "public_channel,private_channel", "exclude_archived": True}
    slack.grant("groups:read")
    assert ids(call("users.conversations", user="U0ANA", **both)) == ["C0HOME"]

    slack.post("U0ANA", "C0STEER", "/invite @Alongside")
    assert ids(call("users.conversations", user="U0ANA", **both)) == ["C0HOME", "C0STEER"]
    assert ids(call("users.conversations", user="U0ANA")) == ["C0HOME"]
    assert ids(call("users.conversations", user="U0ESI", **both)) == ["C0HOME"]
    first = call("users.conversations", user="U0ANA", limit=1, **both)
    assert first["response_metadata"]["next_cursor"] == "C0STEER"
    assert "is_member" not in first["channels"][0]

    slack.archive("C0STEER")
    assert ids(call("users.conversations", user="U0ANA", **both)) == ["C0HOME"]
    assert call("users.conversations", user="U0NOBODY")["error"] == "user_not_found"
    assert call("users.conversations", types="rooms")["error"] == "invalid_types"
    assert call("users.conversations", limit=1000)["error"] == "invalid_limit"


def ids(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["channels"]]


@pytest.mark.parametrize(("limit", "error"), [(0, "invalid_limit"), (999, None), (1000, "invalid_limit")])
def test_a_page_of_members_has_its_limit(call: Call, limit: int, error: str | None) -> None:
    assert call("conversations.members", channel="C0HOME", limit=limit).get("error") == error


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0NOBODY"}, "user_not_found"),
        ({"users": "U0ALONGSIDE"}, "cannot_dm_bot"),
        ({"users": "U0ANA,U0BEN"}, "missing_scope"),
    ],
)
def test_a_conversation_is_not_opened(call: Call, args: dict[str, Any], error: str) -> None:
    assert call("conversations.open", **args)["error"] == error


def test_the_past_is_read_between_two_moments(call: Call) -> None:
    stamps = [call("chat.postMessage", channel="C0HOME", text=str(n))["ts"] for n in range(3)]

    between = call("conversations.history", channel="C0HOME", oldest=stamps[0], latest=stamps[2])["messages"]
    within = call(
        "conversations.history", channel="C0HOME", oldest=stamps[0], latest=stamps[2], inclusive=True
    )["messages"]

    assert [one["text"] for one in between] == ["1"]
    assert [one["text"] for one in within] == ["2", "1", "0"]


def test_ephemeral_messages_are_no_past(call: Call) -> None:
    call("chat.postEphemeral", channel="C0HOME", user="U0ANA", text="psst")

    past = call("conversations.history", channel="C0HOME")["messages"]
    assert "psst" not in {one["text"] for one in past}


def test_every_call_is_written_down(call: Call, slack: Slack) -> None:
    call("chat.postMessage", channel="C0NOWHERE", text="x")

    assert slack.calls[-1].method == "chat.postMessage"
    assert slack.calls[-1].args == {"channel": "C0NOWHERE", "text": "x"}
    assert slack.calls[-1].outcome == "channel_not_found"
