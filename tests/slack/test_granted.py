"""What the app may do: asked of Slack, known for a minute, and taken to be so where Slack does not say."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.playground.inbound import Reply
from bot.playground.server import serve
from bot.playground.slack import Slack
from bot.slack.granted import KEPT, Granted
from bot.words import ROOT


class Timer:
    """Machine time in seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Slack]:
    """A workspace that may be asked for the scope."""
    manifest = (ROOT / "app.yml").read_text(encoding="utf-8")
    scopes = "  scopes:\n    bot_optional: ['files:write']\n"
    (tmp_path / "app.yml").write_text(manifest.replace("  scopes:\n", scopes), encoding="utf-8")
    made = Slack(
        manifest=tmp_path / "app.yml",
        signing_secret="a-signing-secret",
        bot_token="xoxb-test",
        deliver=lambda body, headers: Reply(200, {}, b""),
        clock=lambda: datetime(2026, 9, 15, 9, tzinfo=UTC),
    )
    running = serve(made)
    yield made
    running.close()


def asking(slack: Slack, timer: Timer) -> Granted:
    return Granted(WebClient("xoxb-test", f"{slack.base_url}/api/", timeout=1, retry_handlers=[]), timer)


def test_what_was_allowed_since_is_known_within_a_minute_and_asked_once(slack: Slack) -> None:
    timer = Timer()
    granted = asking(slack, timer)

    assert (granted.has("files:write"), granted.has("chat:write")) == (False, True)
    slack.grant("files:write")
    assert not granted.has("files:write")
    assert len(slack.calls) == 1
    timer.seconds += KEPT
    assert granted.has("files:write")


@pytest.mark.parametrize("fault", ["500", "ratelimited", "html", "drop_before"])
def test_where_slack_does_not_say_it_is_offered_and_asked_again(slack: Slack, fault: str) -> None:
    granted = asking(slack, Timer())
    slack.faults.next("auth.test", fault)

    assert granted.has("files:write")
    assert not granted.has("files:write")
