"""What is logged of a failure: its kind and its place, and nothing that somebody may have written."""

import hashlib
import hmac
import io
import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import right, words
from bot.logs import Line, failure
from bot.refusal import Refusal
from bot.slack.guard import Guard
from bot.slack.spaces import Spaces
from bot.slack.surface import Surface
from bot.socket_mode import SocketMode
from bot.vault import Vault
from tests.world import World, deliver

BOT = Path(words.__file__).parent


def said(act: Callable[[], object]) -> str:
    with pytest.raises((KeyError, ValueError, Refusal)) as raised:
        act()
    return failure(raised.value)


def test_a_failure_is_named_with_the_line_of_ours_where_it_was() -> None:
    lines = (BOT / "words.py").read_text(encoding="utf-8").splitlines()
    line = 1 + next(nth for nth, line in enumerate(lines) if "raise KeyError(key)" in line)

    assert said(lambda: words.phrase("secret.words")) == f"KeyError at words.py:{line}"


def test_of_a_failure_in_what_we_use_our_own_line_is_named() -> None:
    assert re.fullmatch(r"\w+ at vault\.py:\d+", said(lambda: Vault(["secret words"])))


def test_a_refusal_is_named_with_its_key_and_without_what_fills_it() -> None:
    def refuse() -> None:
        raise Refusal("common.no", name="secret words")

    assert said(refuse) == "Refusal common.no"
    assert re.fullmatch(
        r"Refusal [a-z_.]+ at right\.py:\d+", said(lambda: right.may("take part", {right.Role.STRANGER}))
    )


def test_a_failure_that_is_nowhere_in_our_code_is_named_alone() -> None:
    assert said(lambda: int("secret words")) == "ValueError"
    assert failure(ValueError("secret words")) == "ValueError"


@pytest.mark.parametrize(
    "error", [ValueError("secret words"), KeyError("secret words"), Refusal("a.b", x="secret")]
)
def test_nothing_that_a_failure_says_is_in_it(error: Exception) -> None:
    assert "secret" not in failure(error)


# --- which lines belong together

LINE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([A-Z]+) \[([0-9a-f]{8}|-)\] ([a-z_.]+): (.*)")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[tuple[str, ...]]]]:
    """What is logged from here on: (when, level, request, by whom, what)."""
    to = logging.StreamHandler(io.StringIO())
    to.setFormatter(Line())
    ours = logging.getLogger("bot")
    was, ours.level = ours.level, logging.INFO
    ours.addHandler(to)
    yield lambda: [LINE.fullmatch(line).groups() for line in to.stream.getvalue().splitlines()]
    ours.removeHandler(to)
    ours.level = was


def test_all_that_is_said_of_one_request_carries_its_id_and_of_the_next_another(
    lines: Callable[[], list[tuple[str, ...]]],
) -> None:
    def fails() -> None:
        raise LookupError("secret words")

    forms, others = ThreadPoolExecutor(2), ThreadPoolExecutor(2)
    spaces = Spaces(lambda _: WebClient(), lambda: 0.0, lambda _: ("",), several=False)
    surface = Surface(forms, others, {}, lambda work: work(), spaces)

    def dispatch(_: dict[str, Any], __: dict[str, str]) -> BoltResponse:
        surface.soon(fails)
        surface.later(fails)
        raise LookupError("secret words")

    body = b'{"type": "event_callback"}'
    door = Guard(dispatch, "secret", lambda: True, now=lambda: 0)
    headers = {"X-Slack-Request-Timestamp": "0", "Content-Type": "application/json"}
    signed = {**headers, "X-Slack-Signature": _signed(body)}

    for sent in (signed, signed, headers):
        deliver(door, body, sent)
    surface.close()

    first, second, refused = dict.fromkeys(line[2] for line in sorted(lines(), key=lambda line: line[4]))
    said = [(line[2], line[4].partition(" at ")[0]) for line in lines()]
    assert "-" not in (first, second, refused)
    for request in (first, second):
        assert sorted(what for which, what in said if which == request) == [
            "a listener failed: LookupError",
            "after an ack: LookupError",
            "after an ack: LookupError",
        ]
    assert [which for which, what in said if what.startswith("refused")] == [refused]


def _signed(body: bytes) -> str:
    return "v0=" + hmac.new(b"secret", b"v0:0:" + body, hashlib.sha256).hexdigest()


def test_what_time_does_belongs_to_no_request(lines: Callable[[], list[tuple[str, ...]]]) -> None:
    logging.getLogger("bot.tick").error("a tick of %s failed", "listening")

    assert [line[1:] for line in lines()] == [("ERROR", "-", "bot.tick", "a tick of listening failed")]


def test_through_the_socket_each_request_has_an_id_of_its_own(
    lines: Callable[[], list[tuple[str, ...]]], world: World
) -> None:
    def says(next_: Callable[[], object]) -> None:
        logging.getLogger("bot").info("so far")
        next_()

    world.bot.bolt.use(says)
    line = SocketMode(world.bot.bolt, world.bot.slack, "xapp-1", 1, print)
    with ThreadPoolExecutor(1) as worker:
        for envelope in ("E1", "E2"):
            asked = SocketModeRequest(
                type="interactive", envelope_id=envelope, payload={"type": "unheard of"}
            )
            worker.submit(line._handler.handle, _Deaf(), asked).result()
    line._handler.close()

    requests = [one[2] for one in lines()]
    assert len(set(requests)) == 2
    assert "-" not in requests


class _Deaf:
    """Nobody hears what is answered."""

    logger = logging.getLogger("slack_bolt")

    def send_socket_mode_response(self, _: object) -> None:
        pass


def test_the_time_is_utc_wherever_the_machine_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    record = logging.makeLogRecord(
        {"name": "bot", "levelname": "INFO", "msg": "so", "created": 0.25, "msecs": 250}
    )

    said = Line().format(record)

    monkeypatch.undo()
    time.tzset()
    assert said == "1970-01-01T00:00:00.250Z INFO [-] bot: so"
