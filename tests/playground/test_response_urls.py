"""A response_url: five posts in thirty minutes, and the original it may replace."""

import json
from typing import Any

import pytest

from bot.playground.slack import Slack

from .conftest import TheApp, Times


def respond(slack: Slack, app: TheApp, **body: Any) -> tuple[int, str]:
    key = app.last["response_url"].rsplit("/", 1)[1]
    answer = slack.counter.response_url(key, json.dumps(body).encode(), "application/json")
    found = answer.body.decode()
    return answer.status, json.loads(found)["error"] if found.startswith("{") else found


@pytest.fixture
def pressed(slack: Slack, card: str) -> str:
    slack.press("U0ANA", channel="C0HOME", ts=card, action_id="done")
    return card


def test_five_posts_and_no_more(slack: Slack, app: TheApp, pressed: str) -> None:
    for _ in range(5):
        assert respond(slack, app, text="x", replace_original=False) == (200, "ok")

    assert respond(slack, app, text="x", replace_original=False) == (404, "used_url")


def test_a_refused_post_does_not_count(slack: Slack, app: TheApp, pressed: str) -> None:
    for _ in range(6):
        assert respond(slack, app, replace_original=False) == (400, "no_text")

    assert respond(slack, app, text="x", replace_original=False) == (200, "ok")


def test_thirty_minutes_and_no_longer(slack: Slack, app: TheApp, pressed: str, times: Times) -> None:
    times.seconds += 1800
    assert respond(slack, app, text="x", replace_original=False)[0] == 200

    times.seconds += 1
    assert respond(slack, app, text="x", replace_original=False) == (404, "expired_url")


def test_it_speaks_to_one_person_unless_told_otherwise(slack: Slack, app: TheApp, pressed: str) -> None:
    respond(slack, app, text="for you", replace_original=False)
    assert slack.seen_by("U0ANA", "C0HOME")[-1]["ephemeral"]
    assert "for you" not in {one["text"] for one in slack.seen_by("U0BEN", "C0HOME")}

    respond(slack, app, text="for all", response_type="in_channel", replace_original=False)
    assert slack.seen_by("U0BEN", "C0HOME")[-1]["text"] == "for all"


def test_it_replaces_or_deletes_the_original(slack: Slack, app: TheApp, pressed: str) -> None:
    respond(slack, app, text="closed", replace_original=True)
    seen = slack.seen_by("U0BEN", "C0HOME")[-1]
    assert (seen["ts"], seen["text"], seen["blocks"]) == (pressed, "closed", [])

    respond(slack, app, delete_original=True)
    assert pressed not in {one["ts"] for one in slack.seen_by("U0BEN", "C0HOME")}
    assert slack.problems == []


def test_a_command_has_no_original_to_replace(slack: Slack, app: TheApp) -> None:
    slack.post("U0ANA", "C0HOME", "/reflect")

    respond(slack, app, text="one", replace_original=True)
    respond(slack, app, text="two", replace_original=True)

    assert [one["text"] for one in slack.seen_by("U0ANA", "C0HOME")[-2:]] == ["one", "two"]


def test_it_works_where_the_app_is_no_member(slack: Slack, app: TheApp) -> None:
    slack.post("U0ANA", "C0STEER", "/reflect")

    assert respond(slack, app, text="x") == (200, "ok")
    assert slack.seen_by("U0ANA", "C0STEER")[-1]["text"] == "x"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": "x", "colour": "red"}, "invalid_arguments"),
        ({"text": "x", "response_type": "loud"}, "invalid_arguments"),
        ({"blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ({"text": " "}, "no_text"),
    ],
)
def test_it_is_as_strict_as_the_web_api(
    slack: Slack, app: TheApp, pressed: str, body: dict[str, Any], error: str
) -> None:
    assert respond(slack, app, replace_original=False, **body) == (400, error)


def test_a_reply_without_saying_what_becomes_of_the_original_is_noted(
    slack: Slack, app: TheApp, pressed: str
) -> None:
    respond(slack, app, text="x")

    assert "replace_original" in slack.problems[0]


def test_an_address_nobody_made_is_refused(slack: Slack) -> None:
    assert slack.counter.response_url("nowhere", b'{"text": "x"}', "application/json").status == 404
    assert slack.counter.response_url("nowhere", b"{broken", "application/json").status == 400


def test_what_is_said_there_is_written_down(slack: Slack, app: TheApp, pressed: str) -> None:
    respond(slack, app, text="words", replace_original=False)

    assert slack.calls[-1].method == "response_url"
    assert slack.calls[-1].args["text"] == "words"
