"""What Slack sends, as large as it sends it, and signed."""

import hashlib
import hmac
import json
import time
from itertools import count
from typing import Any
from urllib.parse import urlencode

from tests.world import SECRET, TEAM

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_numbers = count()
ANA, BEN = "U0ANA", "U0BEN"
_WORDS = {"type": "section", "text": {"type": "mrkdwn", "text": "You each write your own answer. " * 20}}


def signature(body: bytes, stamp: str) -> str:
    return "v0=" + hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def headers(body: bytes) -> dict[str, str]:
    """As Slack sends them with it now."""
    stamp = str(int(time.time()))
    kind = JSON if body.startswith(b"{") else FORM
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature(body, stamp)}
    return {"Content-Type": kind, **signed}


def trigger() -> str:
    """A trigger of now: the stand-in reads from it how old it is."""
    return f"{time.time():.6f}.{next(_numbers)}"


def command(text: str = "What did we avoid today?", name: str = "/reflect", who: str = ANA) -> bytes:
    fields = {"command": name, "text": text, "user_id": who, "team_id": TEAM, "channel_id": "D1"}
    more = {"trigger_id": trigger(), "response_url": "https://example.org/x"}
    return urlencode(fields | more).encode()


def click(value: str, action_id: str = "reflection.pass", who: str = ANA) -> bytes:
    """The message that was pressed in comes along."""
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1"}
    return _interaction(
        type="block_actions",
        user={"id": who, "name": who, "team_id": TEAM},
        channel={"id": "D1", "name": "directmessage"},
        container={"type": "message", "message_ts": "1.1", "channel_id": "D1"},
        message={"ts": "1.1", "text": "A question for you", "blocks": [_WORDS] * 3},
        actions=[action],
    )


def submission(form: str, round_id: str, box: str, answer: str, who: str = ANA) -> bytes:
    """A form with one box, sent."""
    said = f"An answer, {answer}. " * 20
    view = {
        "id": f"V{answer}",
        "hash": answer,
        "type": "modal",
        "callback_id": form,
        "private_metadata": round_id,
        "blocks": [{"type": "input", "block_id": box}],
        "state": {"values": {box: {"text": {"type": "plain_text_input", "value": said}}}},
    }
    return _interaction(type="view_submission", user={"id": who, "name": who, "team_id": TEAM}, view=view)


def home_opened(who: str = ANA) -> bytes:
    event = {"type": "app_home_opened", "user": who, "channel": "D1", "tab": "home", "event_ts": "1.1"}
    outer = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event_id": "Ev1"}
    return json.dumps({**outer, "event": event}).encode()


def _interaction(**payload: Any) -> bytes:
    more = {"team": {"id": TEAM, "domain": "d"}, "trigger_id": trigger()}
    return urlencode({"payload": json.dumps({**payload, **more})}).encode()
