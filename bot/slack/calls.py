"""One call to Slack's Web API, and its three kinds of answer: sent, certainly not sent, ambiguous."""

import json
import logging
import re
import ssl
from dataclasses import dataclass, field
from enum import Enum
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.failpoints import failpoint
from bot.slack.kept import Kept, NeverLeft

TIMEOUT = 10  # seconds until we give up on one call
SETTLED = TIMEOUT + 60  # after this many a request that we gave up on can no longer land

# One for the process: made anew for each call it costs more than the call.
TLS = ssl.create_default_context()

# "It is possible some aspect of the operation succeeded" (Slack's own text for these).
_AMBIGUOUS = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
# Nothing is wrong with the message: the app cannot speak just now.
_NOT_NOW = {
    "account_inactive",
    "invalid_auth",
    "message_limit_exceeded",
    "missing_scope",
    "not_authed",
    "token_expired",
    "token_revoked",
}
_NOT_NOW_SECONDS = 300
_LONGEST_WAIT = 3600
_CODE = re.compile(r"[a-z0-9_.-]{1,64}")

log = logging.getLogger(__name__)


class Kind(Enum):
    """What became of a call."""

    SENT = "sent"
    LATER = "later"  # certainly not sent; again after `wait` seconds
    REFUSED = "refused"  # certainly not sent, and never will be
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class Answer:
    """Slack's answer to one call; `wait` in seconds."""

    kind: Kind
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    error: str = ""
    wait: float = 0
    scopes: frozenset[str] = frozenset()  # what the app was given, where Slack said so

    @property
    def ok(self) -> bool:
        """Whether Slack did it."""
        return self.kind is Kind.SENT


def client(token: str, base_url: str) -> WebClient:
    """A client that never repeats a call by itself: the SDK's default posts twice."""
    return Kept(token=token, base_url=base_url, timeout=TIMEOUT, ssl=TLS, retry_handlers=[])


def call(slack: WebClient, method: str, **arguments: Any) -> Answer:
    """Call a method with JSON-able arguments (as a form, which every method takes); never raises."""
    form = {k: v if isinstance(v, str) else json.dumps(v) for k, v in arguments.items() if v is not None}
    failpoint("slack.calling")
    try:
        answer = slack.api_call(method, data=form)
        data = answer.data if isinstance(answer.data, dict) else {}
        return Answer(Kind.SENT, data, scopes=_scopes(answer.headers))
    except SlackApiError as error:
        return _judged(error)
    # The last two: the SDK trips over JSON that is no object.
    except (SlackClientError, OSError, HTTPException, ValueError, AttributeError, TypeError) as error:
        log.warning("%s: no answer (%s)", method, type(error).__name__)
        if isinstance(error, NeverLeft):
            return Answer(Kind.LATER, wait=5)
        return Answer(Kind.AMBIGUOUS, error=type(error).__name__)
    finally:
        failpoint("slack.called")


def _judged(error: SlackApiError) -> Answer:
    response = error.response
    if response.status_code == 429:
        return Answer(Kind.LATER, error="ratelimited", wait=_retry_after(response.headers))
    code = response.get("error") if isinstance(response.data, dict) else None
    # Where the body was no JSON, the SDK puts a piece of it here.
    code = code if isinstance(code, str) and _CODE.fullmatch(code) else None
    if response.status_code >= 500 or not code or code in _AMBIGUOUS or code.startswith("duplicate_"):
        return Answer(Kind.AMBIGUOUS, error=code or f"http_{response.status_code}")
    if code == "ratelimited":
        return Answer(Kind.LATER, error=code, wait=_retry_after(response.headers))
    if code in _NOT_NOW:
        return Answer(Kind.LATER, error=code, wait=_NOT_NOW_SECONDS)
    return Answer(Kind.REFUSED, error=code)


def _scopes(headers: Any) -> frozenset[str]:
    return frozenset(filter(None, (one.strip() for one in _header(headers, "x-oauth-scopes", "").split(","))))


def _header(headers: Any, name: str, default: str) -> str:
    found = {k.lower(): v for k, v in headers.items()}.get(name, default)
    return str(found[0] if isinstance(found, list) else found)


def _retry_after(headers: Any) -> float:
    try:
        asked = float(_header(headers, "retry-after", "1"))
        return min(max(1.0, asked), _LONGEST_WAIT) if asked == asked else 1.0
    except ValueError:
        return 1.0
