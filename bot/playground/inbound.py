"""What Slack sends to the app: signed, timed, and for events tried again when asked to."""

import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from . import limits, payloads
from .installation import Installation

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
log = logging.getLogger(__name__)


class Reply(NamedTuple):
    """What the app answered over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Deliver = Callable[[bytes, dict[str, str]], Reply]


class Ack(NamedTuple):
    """How it went: Slack's word for the failure, or none and the body of the answer."""

    error: str | None
    body: bytes = b""
    reason: str = ""
    no_retry: bool = False

    def json(self) -> Any:
        """The body: an object, plain words, or None for an empty one."""
        text = self.body.decode("utf-8", errors="replace").strip()
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            return text


def over_http(url: str, seconds: float | None = None) -> Deliver:
    """Deliver to a running bot."""
    patience = seconds if seconds is not None else limits.of("ack.seconds")

    def deliver(body: bytes, headers: dict[str, str]) -> Reply:
        request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=patience) as answer:  # noqa: S310
                return Reply(answer.status, dict(answer.headers), answer.read())
        except urllib.error.HTTPError as refusal:
            with refusal:
                return Reply(refusal.code, dict(refusal.headers), refusal.read())

    return deliver


@dataclass
class Inbound:
    app: Installation
    deliver: Deliver
    timer: Callable[[], float]
    wall: Callable[[], float] = time.time
    pause: Callable[[float], None] = lambda _seconds: None  # between an event's attempts
    echoes: int = 1  # so many events come of one thing, each with an id of its own
    unheard: int = 0  # so often each is delivered again, although the app answered
    _kept: list[bytes] | None = None  # while events are held
    _whole: bool = False  # while they are about an organisation

    def command(self, fields: dict[str, str]) -> Ack:
        return self._send(urlencode(fields).encode(), FORM)

    def interaction(self, payload: payloads.Payload) -> Ack:
        body = urlencode({"payload": json.dumps(payload, ensure_ascii=False)})
        return self._send(body.encode(), FORM)

    def event(self, inner: payloads.Payload, *, retry: bool = False) -> Ack:
        """An event, if `app.yml` subscribes to it; up to three more attempts when the first ones fail."""
        now = int(self.app.workspace.clock().timestamp())
        events = [self.from_here(payloads.event(inner, now)) for _ in range(self.echoes)]
        bodies = [json.dumps(event, ensure_ascii=False).encode() for event in events]
        if self._kept is not None:
            self._kept += bodies
            return Ack(None)
        *_, ack = [self._event(body, retry=retry) for body in bodies]
        return ack

    @contextmanager
    def of_organisation(self, whole: bool) -> Iterator[None]:
        """What comes now is about the whole organisation, if there is one."""
        self._whole = whole
        try:
            yield
        finally:
            self._whole = False

    def from_here(self, payload: payloads.Payload) -> payloads.Payload:
        """As it comes from this workspace."""
        found = payloads.from_there(payload, self.app.workspace, org_wide=self.app.org_wide)
        return payloads.of_organisation(found) if self._whole else found

    @contextmanager
    def held(self) -> Iterator[None]:
        """Events wait, and come when this ends: as they were, in their order."""
        self._kept = []
        try:
            yield
        finally:
            late, self._kept = self._kept, None
            for body in late:
                self._event(body, retry=True)

    def _event(self, body: bytes, *, retry: bool) -> Ack:
        ack = self._send(body, JSON)
        for number, wait in enumerate((0, 60, 300)[: limits.of("events.retries")], start=1):
            failed = retry and ack.error is not None
            if ack.no_retry or not (failed or number <= self.unheard):
                break
            self.pause(wait)
            reason = ack.reason or "http_timeout"
            again = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
            ack = self._send(body, JSON, again)
        return ack

    def _send(self, body: bytes, content_type: str, more: Mapping[str, str] | None = None) -> Ack:
        started = self.timer()
        try:
            reply = self.deliver(body, self._headers(body, content_type) | dict(more or {}))
        except Exception as problem:  # noqa: BLE001 - whatever happens to the app, Slack lives on
            return self._failed(problem)
        if self.timer() - started > limits.of("ack.seconds"):
            return Ack("operation_timeout", reason="http_timeout")
        if reply.status != 200:
            self.app.problems.append(f"the app answered {reply.status}")
            headers = {name.lower(): value for name, value in reply.headers.items()}
            stop = headers.get("x-slack-no-retry") == "1"
            return Ack("dispatch_failed", reply.body, reason="http_error", no_retry=stop)
        return Ack(None, reply.body)

    def _failed(self, problem: Exception) -> Ack:
        cause = problem.reason if isinstance(problem, urllib.error.URLError) else problem
        self.app.problems.append(f"delivery failed: {type(cause).__name__}")
        if not self.app.workspace.closed:
            log.warning("delivery failed: %s", type(cause).__name__)
        if isinstance(cause, TimeoutError):
            return Ack("operation_timeout", reason="http_timeout")
        return Ack("dispatch_failed", reason="connection_failed")

    def _headers(self, body: bytes, content_type: str) -> dict[str, str]:
        timestamp = str(int(self.wall()))
        verifier = SignatureVerifier(self.app.signing_secret)
        signature = verifier.generate_signature(timestamp=timestamp, body=body)
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature or "",
        }
