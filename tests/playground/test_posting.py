"""Posting, updating, deleting: with Slack's own error codes when it cannot be."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.slack import Slack

from .conftest import CARD, TheApp

Call = Callable[..., dict[str, Any]]
METADATA = {"event_type": "card", "event_payload": {"id": "7"}}


def test_a_post_is_seen_by_everybody_there(slack: Slack, call: Call) -> None:
    answer = call("chat.postMessage", channel="C0HOME", text="Good morning", blocks=CARD)

    assert answer["ok"]
    assert answer["message"]["blocks"][0]["block_id"]
    assert slack.seen_by("U0DEV", "C0HOME")[-1]["ts"] == answer["ts"]


def test_a_post_to_a_person_lands_in_their_conversation_with_the_app(slack: Slack, call: Call) -> None:
    answer = call("chat.postMessage", channel="U0ANA", text="For you")

    assert answer["channel"].startswith("D")
    assert slack.seen_by("U0ANA", answer["channel"])[-1]["text"] == "For you"
    assert slack.seen_by("U0BEN", answer["channel"]) == []


def test_a_post_to_somebody_who_was_deactivated_succeeds(slack: Slack, call: Call) -> None:
    slack.deactivate("U0BEN")

    assert call("chat.postMessage", channel="U0BEN", text="x")["ok"]
    assert call("users.info", user="U0BEN")["user"]["deleted"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0STEER", "text": "x"}, "channel_not_found"),
        ({"channel": "U0ALONGSIDE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0HOME"}, "no_text"),
        ({"channel": "C0HOME", "text": " "}, "no_text"),
        ({"channel": "C0HOME", "text": 7}, "invalid_arguments"),
        ({"text": "x"}, "invalid_arguments"),
        ({"channel": "C0HOME", "text": "x", "colour": "red"}, "invalid_arguments"),
        ({"channel": "C0HOME", "text": "x", "blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"channel": "C0HOME", "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": "C0HOME", "text": "x", "blocks": {}}, "invalid_blocks_format"),
        ({"channel": "C0HOME", "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"channel": "C0HOME", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ],
)
def test_a_post_is_refused(call: Call, args: dict[str, Any], error: str) -> None:
    answer = call("chat.postMessage", **args)

    assert answer["ok"] is False
    assert answer["error"] == error


def test_a_refusal_of_blocks_names_the_place(call: Call) -> None:
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}

    answer = call("chat.postMessage", channel="C0HOME", text="x", blocks=[long])

    problem = "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    assert answer["errors"] == [problem]
    assert answer["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


def test_a_text_that_is_too_long_is_cut_and_the_answer_says_so(slack: Slack, call: Call) -> None:
    whole = call("chat.postMessage", channel="C0HOME", text="x" * 40_000)
    long = call("chat.postMessage", channel="C0HOME", text="x" * 40_001)
    whispered = call("chat.postEphemeral", channel="C0HOME", user="U0ANA", text="x" * 40_001)

    assert "response_metadata" not in whole
    assert long["response_metadata"]["warnings"] == ["message_truncated"]
    assert whispered["response_metadata"]["warnings"] == ["message_truncated"]
    assert [len(one["text"]) for one in slack.seen_by("U0ANA", "C0HOME")[-3:]] == [40_000] * 3


def test_an_update_takes_no_text_of_more_than_four_thousand(call: Call, card: str) -> None:
    for blocks in ({}, {"blocks": CARD}):
        update = {"channel": "C0HOME", "ts": card} | blocks
        assert call("chat.update", **update, text="x" * 4000)["ok"]
        assert call("chat.update", **update, text="x" * 4001)["error"] == "msg_too_long"


RICH = [
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_quote", "elements": [{"type": "text", "text": "Hello"}]}],
    }
]


def test_nothing_takes_the_place_of_rich_text_but_rich_text(slack: Slack, call: Call) -> None:
    posted = call("chat.postMessage", channel="C0HOME", text="x", blocks=[*CARD, *RICH])
    update = {"channel": "C0HOME", "ts": posted["ts"], "text": "y"}

    assert call("chat.update", **update, blocks=CARD)["error"] == "block_mismatch"
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["text"] == "x"
    assert call("chat.update", **update, blocks=RICH)["ok"]
    assert call("chat.update", **update)["ok"]
    assert call("chat.update", **update, blocks=CARD)["ok"]


def test_blocks_too_long_together_are_refused(call: Call) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5

    assert (
        call("chat.postMessage", channel="C0HOME", text="x", blocks=blocks)["error"] == "msg_blocks_too_long"
    )


def test_metadata_too_large_is_refused(call: Call) -> None:
    large = METADATA | {"event_payload": {"words": "x" * 8001}}

    assert (
        call("chat.postMessage", channel="C0HOME", text="x", metadata=large)["error"] == "metadata_too_large"
    )


def test_posting_where_the_app_is_no_member_is_refused(slack: Slack, call: Call) -> None:
    slack.kick_app("C0HOME")

    assert call("chat.postMessage", channel="C0HOME", text="x")["error"] == "not_in_channel"


def test_posting_in_an_archived_channel_is_refused(slack: Slack, call: Call, card: str) -> None:
    slack.archive("C0HOME")

    assert call("chat.postMessage", channel="C0HOME", text="x")["error"] == "is_archived"
    assert call("chat.update", channel="C0HOME", ts=card, text="x")["error"] == "is_inactive"


def test_once_invited_the_app_may_post(slack: Slack, call: Call, app: TheApp) -> None:
    assert slack.post("U0ANA", "C0STEER", "/invite @Alongside").ok

    assert app.last["event"]["type"] == "member_joined_channel"
    assert call("chat.postMessage", channel="C0STEER", text="x")["ok"]


def test_an_update_by_a_persons_id_is_refused(call: Call) -> None:
    posted = call("chat.postMessage", channel="U0ANA", text="x")

    assert call("chat.update", channel="U0ANA", ts=posted["ts"], text="y")["error"] == "channel_not_found"
    assert call("chat.update", channel=posted["channel"], ts=posted["ts"], text="y")["ok"]


def test_an_update_changes_what_is_there(slack: Slack, call: Call, card: str) -> None:
    call("chat.update", channel="C0HOME", ts=card, text="Closed")

    seen = slack.seen_by("U0BEN", "C0HOME")[-1]
    assert (seen["text"], seen["blocks"], seen["edited"]) == ("Closed", [], True)


def test_an_update_with_blocks_is_not_marked_edited(slack: Slack, call: Call, card: str) -> None:
    call("chat.update", channel="C0HOME", ts=card, text="Closed", blocks=CARD)

    assert slack.seen_by("U0BEN", "C0HOME")[-1]["edited"] is False


def test_only_own_messages_are_updated_or_deleted(slack: Slack, call: Call) -> None:
    theirs = slack.post("U0ANA", "C0HOME", "Mine").message
    assert theirs is not None

    assert call("chat.update", channel="C0HOME", ts=theirs["ts"], text="x")["error"] == "cant_update_message"
    assert call("chat.delete", channel="C0HOME", ts=theirs["ts"])["error"] == "cant_delete_message"
    assert call("chat.update", channel="C0HOME", ts="1.000001", text="x")["error"] == "message_not_found"


def test_a_deleted_message_is_gone(slack: Slack, call: Call, card: str) -> None:
    assert call("chat.delete", channel="C0HOME", ts=card)["ok"]

    assert card not in {one["ts"] for one in slack.seen_by("U0BEN", "C0HOME")}
    assert call("chat.update", channel="C0HOME", ts=card, text="x")["error"] == "message_not_found"


def test_where_replies_hang_a_stone_is_left_of_what_is_deleted(slack: Slack, call: Call, card: str) -> None:
    slack.post("U0BEN", "C0HOME", "A reply", thread_ts=card)

    assert call("chat.delete", channel="C0HOME", ts=card)["ok"]

    stone = next(one for one in slack.seen_by("U0BEN", "C0HOME") if one["ts"] == card)
    assert (stone["stone"], stone["text"], stone["blocks"]) == (True, "This message was deleted.", [])
    assert stone["reply_count"] == 1
    assert call("chat.update", channel="C0HOME", ts=card, text="x")["error"] == "message_not_found"
    assert call("chat.delete", channel="C0HOME", ts=card)["error"] == "message_not_found"
    assert call("chat.getPermalink", channel="C0HOME", message_ts=card)["error"] == "message_not_found"
    past = call("conversations.replies", channel="C0HOME", ts=card)["messages"]
    assert [one.get("subtype") for one in past] == ["tombstone", None]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0HOME"}, "invalid_arguments"),
        ({"channel": "C0HOME", "ts": "1.000001"}, "message_not_found"),
        ({"channel": "C0NOWHERE", "ts": "1.000001"}, "channel_not_found"),
        ({"channel": "U0ANA", "ts": "1.000001"}, "channel_not_found"),
        ({"channel": "C0HOME", "ts": "1.000001", "text": "x"}, "invalid_arguments"),
    ],
)
def test_a_deletion_is_refused(call: Call, args: dict[str, Any], error: str) -> None:
    assert call("chat.delete", **args)["error"] == error


def test_a_workspace_that_keeps_everything_deletes_nothing(slack: Slack, call: Call, card: str) -> None:
    slack.faults.keeps_everything = "compliance_exports_prevent_deletion"

    assert call("chat.delete", channel="C0HOME", ts=card)["error"] == "compliance_exports_prevent_deletion"
    assert card in {one["ts"] for one in slack.seen_by("U0BEN", "C0HOME")}


def test_metadata_is_kept_and_read_back(slack: Slack, call: Call) -> None:
    posted = call("chat.postMessage", channel="C0HOME", text="x", metadata=METADATA)
    call("chat.update", channel="C0HOME", ts=posted["ts"], text="y")

    past = call("conversations.history", channel="C0HOME", limit=1, include_all_metadata=True)["messages"]
    assert past[0]["metadata"] == METADATA
    assert "metadata" not in call("conversations.history", channel="C0HOME", limit=1)["messages"][0]


def test_a_reply_stands_in_its_thread(slack: Slack, call: Call, card: str) -> None:
    first = call("chat.postMessage", channel="C0HOME", text="x", thread_ts=card)
    second = call("chat.postMessage", channel="C0HOME", text="y", thread_ts=first["ts"])

    assert second["message"]["thread_ts"] == card
    assert next(one for one in slack.seen_by("U0BEN", "C0HOME") if one["ts"] == card)["reply_count"] == 2


def test_a_reply_to_what_is_gone_lands_in_the_open(slack: Slack, call: Call, card: str) -> None:
    call("chat.delete", channel="C0HOME", ts=card)

    answer = call("chat.postMessage", channel="C0HOME", text="x", thread_ts=card)

    assert answer["ok"]
    assert "thread_ts" not in answer["message"]
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["thread_ts"] is None


def test_where_the_app_was_removed_nothing_of_its_own_is_changed(slack: Slack, call: Call, card: str) -> None:
    slack.kick_app("C0HOME")

    assert call("chat.update", channel="C0HOME", ts=card, text="x")["error"] == "no_permission"
    assert call("chat.delete", channel="C0HOME", ts=card)["error"] == "cant_delete_message"
    slack.let_app_in("C0HOME")
    assert call("chat.update", channel="C0HOME", ts=card, text="x")["ok"]


def test_every_ts_is_its_own(call: Call) -> None:
    found = [call("chat.postMessage", channel="C0HOME", text="x")["ts"] for _ in range(5)]

    assert found == sorted(set(found))


def test_a_permalink_leads_to_a_message(call: Call, card: str) -> None:
    answer = call("chat.getPermalink", channel="C0HOME", message_ts=card)

    assert answer["permalink"].endswith(f"/archives/C0HOME/p{card.replace('.', '')}")
    assert call("chat.getPermalink", channel="C0HOME", message_ts="1.000001")["error"] == "message_not_found"
