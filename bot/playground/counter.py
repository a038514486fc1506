"""The counter where the app's calls arrive: each is written down, faults come first, then the answer."""

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from . import api_files, response_url, web_api
from .arguments import ApiError, decode
from .faults import Call, Fault, Faults
from .installation import Installation

HTML = b"<!DOCTYPE html><html><body><h1>Something went wrong</h1></body></html>"


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0  # that the caller waits for it: for ever, if these have no end
    dropped: bool = False  # close without a word


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    return Answer(status, json.dumps(body).encode())


def _as_form(args: dict[str, Any]) -> dict[str, Any]:
    """What stands there is the same, be it sent as JSON or as a form."""
    return {name: json.dumps(one) if isinstance(one, dict | list) else one for name, one in args.items()}


@dataclass
class Counter:
    app: Installation
    faults: Faults = field(default_factory=Faults)
    calls: list[Call] = field(default_factory=list)

    def api(self, method: str, body: bytes, content_type: str, token: str | None) -> Answer:
        try:
            args = decode(body, content_type)
        except (ApiError, UnicodeDecodeError) as problem:
            refusal = problem if isinstance(problem, ApiError) else ApiError("invalid_charset")
            self._write_down(method, {}).outcome = refusal.code
            return _json(refusal.body())
        token = token or args.pop("token", None)
        call = self._write_down(method, _as_form(args))
        return self._with_faults(call, lambda: self._api(call, token))

    def response_url(self, key: str, body: bytes, content_type: str) -> Answer:
        try:
            args = decode(body, content_type)
            args = json.loads(args["payload"]) if set(args) == {"payload"} else args
        except (ApiError, UnicodeDecodeError, ValueError):
            self._write_down("response_url", {}).outcome = "invalid_payload"
            return Answer(400, b"invalid_payload", "text/plain")
        call = self._write_down("response_url", args)
        return self._with_faults(call, lambda: self._response(call, key))

    def upload(self, key: str, body: bytes, content_type: str) -> Answer:
        call = self._write_down("upload", {"length": len(body)})
        return self._with_faults(call, lambda: self._upload(call, key, body, content_type))

    def _upload(self, call: Call, key: str, body: bytes, content_type: str) -> Answer:
        call.outcome = api_files.take(self.app, key, body, content_type)
        if call.outcome == "ok":
            return Answer(200, f"OK - {len(body)}".encode(), "text/plain")
        return Answer(404 if call.outcome == "no_such_upload" else 400, b"", "text/plain")

    def _write_down(self, method: str, args: dict[str, Any]) -> Call:
        call = Call(method, args, self.app.workspace.clock())
        self.calls.append(call)
        return call

    def _api(self, call: Call, token: str | None) -> Answer:
        body = web_api.call(self.app, call.method, call.args, token)
        call.outcome = "ok" if body["ok"] else body["error"]
        answer = _json(body)
        answer.headers.append(("x-oauth-scopes", ",".join(sorted(self.app.scopes))))
        answer.headers.append(("Date", formatdate(time.time() + self.faults.clock_off, usegmt=True)))
        return answer

    def _response(self, call: Call, key: str) -> Answer:
        call.outcome = response_url.take(self.app, key, call.args)
        if call.outcome == "ok":
            return Answer(200, b"ok", "text/plain")
        status = 404 if call.outcome in {"used_url", "expired_url", "invalid_url"} else 400
        return _json({"ok": False, "error": call.outcome}, status)

    def _with_faults(self, call: Call, take: Callable[[], Answer]) -> Answer:
        fault = self.faults.due(call.method, call.args.get("channel"))
        if fault is None or fault.kind == "late":
            answer = take()
            answer.seconds = self.faults.slow + (fault.seconds if fault else 0)
            return answer
        if fault.lands or fault.kind in {"drop_after", "timeout_after"}:
            take()
        call.outcome, call.on_purpose = fault.kind, True
        return _gone_wrong(fault)


def _gone_wrong(fault: Fault) -> Answer:
    if fault.kind == "ratelimited":
        answer = _json({"ok": False, "error": "ratelimited"}, 429)
        answer.headers.append(("Retry-After", str(fault.retry_after)))
        return answer
    if fault.kind.isdigit():
        return Answer(int(fault.kind), b"", "text/plain")
    if fault.kind == "html":
        return Answer(200, HTML, "text/html")
    if fault.kind in {"drop_before", "drop_after"}:
        return Answer(dropped=True)
    if fault.kind == "timeout_after":
        return Answer(seconds=math.inf)
    return _json({"ok": False, "error": fault.kind})
