"""One call to Slack's Web API, and its three kinds of answer: sent, certainly not sent, ambiguous."""

import json
import logging
import re
import ssl
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.failpoints import failpoint
from bot.slack import codes, counted
from bot.slack.codes import Kind, Means, Told
from bot.slack.kept import Kept, NeverLeft

TIMEOUT = 10  # seconds until we give up on one call
SETTLED = TIMEOUT + 60  # after this many a request that we gave up on can no longer land

# One for the process: made anew for each call it costs more than the call.
TLS = ssl.create_default_context()

_LONGEST_WAIT = 3600
# Those that have blocks; the SDK sends them so, too (docs: web-api, "POST bodies").
_AS_JSON = {
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "views.open",
    "views.push",
    "views.update",
    "views.publish",
}
_CODE = re.compile(r"[a-z0-9_.-]{1,64}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """Slack's answer to one call; `wait` in seconds; `means`: what its error says, where it named one."""

    kind: Kind
    data: dict[str, Any] = field(default_factory=dict, repr=False)
    error: str = ""
    wait: float = 0
    means: Means | None = None
    scopes: frozenset[str] = frozenset()  # what the app was given, where Slack said so
    date: str = ""  # Slack's own time, as its header has it

    @property
    def ok(self) -> bool:
        """Whether Slack did it."""
        return self.kind is Kind.SENT

    @property
    def shut(self) -> str:
        """Why the place takes nothing of ours; "" where that is not what it says."""
        return self.means.shut if self.means else ""


def client(token: str, base_url: str) -> WebClient:
    """A client that never repeats a call by itself: the SDK's default posts twice."""
    return Kept(token=token, base_url=base_url, timeout=TIMEOUT, ssl=TLS, retry_handlers=[])


def call(slack: WebClient, method: str, **arguments: Any) -> Answer:
    """Call a method with JSON-able arguments; never raises."""
    given = {k: v for k, v in arguments.items() if v is not None}
    failpoint("slack.calling")
    try:
        answer = _answered(slack, method, given)
        counted.count(method, "ok" if answer.ok else answer.error or answer.kind.value)
        return answer
    finally:
        failpoint("slack.called")


def _answered(slack: WebClient, method: str, given: dict[str, Any]) -> Answer:
    try:
        answer = slack.api_call(method, **_as_taken(method, given))
        data = answer.data if isinstance(answer.data, dict) else {}
        said = answer.headers
        return Answer(Kind.SENT, data, scopes=_scopes(said), date=_header(said, "date", ""))
    except SlackApiError as error:
        return _judged(method, error)
    # The last two: the SDK trips over JSON that is no object.
    except (SlackClientError, OSError, HTTPException, ValueError, AttributeError, TypeError) as error:
        log.warning("%s: no answer (%s)", method, type(error).__name__)
        if isinstance(error, NeverLeft):
            return Answer(Kind.LATER, wait=5)
        return Answer(Kind.AMBIGUOUS, error=type(error).__name__)


def _as_taken(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """As JSON what shows something, for that is what it is; else as a form, which every method takes."""
    if method in _AS_JSON:
        return {"json": given}
    return {"data": {k: v if isinstance(v, str) else json.dumps(v) for k, v in given.items()}}


def _judged(method: str, error: SlackApiError) -> Answer:
    """By the one table, but for what is no answer in Slack's own form."""
    response = error.response
    if response.status_code == 429:
        return Answer(Kind.LATER, error="ratelimited", wait=_retry_after(response.headers), means=codes.BUSY)
    code = response.get("error") if isinstance(response.data, dict) else None
    # Where the body was no JSON, the SDK puts a piece of it here.
    code = code if isinstance(code, str) and _CODE.fullmatch(code) else None
    if response.status_code >= 500 or not code:
        return Answer(Kind.AMBIGUOUS, error=code or f"http_{response.status_code}")
    means = codes.means(method, code)
    if Told.OPERATOR in means.told:
        log.warning("%s: %s (%s)", method, code, means.name)
    wait = _retry_after(response.headers, means.wait) if means is codes.BUSY else means.wait
    return Answer(means.kind, error=code, wait=wait, means=means)


def _scopes(headers: Any) -> frozenset[str]:
    return frozenset(filter(None, (one.strip() for one in _header(headers, "x-oauth-scopes", "").split(","))))


def _header(headers: Any, name: str, default: str) -> str:
    found = {k.lower(): v for k, v in headers.items()}.get(name, default)
    return str(found[0] if isinstance(found, list) else found)


def _retry_after(headers: Any, unsaid: float = 1.0) -> float:
    try:
        asked = float(_header(headers, "retry-after", str(unsaid)))
        return min(max(1.0, asked), _LONGEST_WAIT) if asked == asked else unsaid
    except ValueError:
        return unsaid
