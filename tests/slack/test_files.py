"""A file for a channel: it arrives whole or not at all, and whoever sends it hears how it went."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.playground.inbound import Reply
from bot.playground.server import serve
from bot.playground.slack import Slack
from bot.slack.calls import Answer
from bot.slack.codes import Kind
from bot.slack.files import send
from bot.words import ROOT

HOME, NAME, COMMENT = "C0HOME", "agreements.md", "Here is what we agreed."
DATA = "We ring before noon. — Ana".encode()


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


def sent(slack: Slack, channel: str = HOME, data: bytes = DATA) -> Answer:
    client = WebClient("xoxb-test", f"{slack.base_url}/api/", timeout=5, retry_handlers=[])
    return send(client, channel, NAME, data, COMMENT)


def files(slack: Slack) -> list[str]:
    return [file["name"] for message in slack.seen_by("U0BEN", HOME) for file in message["files"]]


def test_a_file_arrives_with_its_words(slack: Slack) -> None:
    slack.grant("files:write")

    assert sent(slack).ok

    message = slack.seen_by("U0BEN", HOME)[-1]
    assert message["text"] == COMMENT
    file = slack.workspace.shared_file(message["files"][0]["id"], "U0BEN")
    assert file is not None
    assert (file.name, file.data) == (NAME, DATA)


def test_without_the_scope_nothing_is_sent_and_it_says_why(slack: Slack) -> None:
    answer = sent(slack)

    assert (answer.ok, answer.error) == (False, "missing_scope")
    assert [call.method for call in slack.calls] == ["files.getUploadURLExternal"]
    assert files(slack) == []


@pytest.mark.parametrize(
    ("method", "fault", "kind", "arrived"),
    [
        ("files.getUploadURLExternal", "drop_after", Kind.LATER, 0),
        ("files.getUploadURLExternal", "file_uploads_disabled", Kind.LATER, 0),
        ("upload", "drop_before", Kind.LATER, 0),
        ("upload", "drop_after", Kind.LATER, 0),
        ("upload", "503", Kind.LATER, 0),
        ("upload", "413", Kind.REFUSED, 0),
        ("files.completeUploadExternal", "ratelimited", Kind.LATER, 0),
        ("files.completeUploadExternal", "not_in_channel", Kind.REFUSED, 0),
        ("files.completeUploadExternal", "drop_after", Kind.AMBIGUOUS, 1),
    ],
)
def test_only_the_last_step_can_leave_it_open_whether_the_file_arrived(
    slack: Slack, caplog: pytest.LogCaptureFixture, method: str, fault: str, kind: Kind, arrived: int
) -> None:
    slack.grant("files:write")
    slack.faults.next(method, fault)
    caplog.set_level(logging.DEBUG)

    answer = sent(slack)

    assert answer.kind is kind
    assert len(files(slack)) == arrived
    assert "noon" not in caplog.text


def test_where_the_app_is_not_in_the_channel_nothing_arrives(slack: Slack) -> None:
    slack.grant("files:write")
    slack.kick_app(HOME)

    assert (sent(slack).kind, sent(slack).error) == (Kind.REFUSED, "not_in_channel")
    assert files(slack) == []
