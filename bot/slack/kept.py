"""The SDK's client over connections that are kept: one made anew costs more than the call.

What is sent as JSON goes there straight; what the SDK does around a call costs as much again.

Only the newest idle one is taken, and only where Slack has neither closed it nor said anything on it: until
then not a byte of the request has left. What goes wrong from the first byte on is for `calls` to judge.
"""

import json
import select
import time
import weakref
from collections import deque
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from socket import gaierror
from ssl import SSLContext
from typing import Any
from urllib.error import URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

IDLE = 15  # seconds: well before Slack, or what stands between, closes one that is silent


class NeverLeft(OSError):  # noqa: N818
    """There was nobody to take the request: not a byte of it left."""


class Kept(WebClient):
    """A `WebClient` whose calls share the connections that are idle just now; through a proxy, as it was."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._always = {"Content-Type": "application/json;charset=utf-8", **self.headers}
        self._always |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        self._idle: deque[tuple[HTTPConnection, float]] = deque()
        weakref.finalize(self, _close, self._idle)

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        if self.proxy or given.keys() - {"json", "headers"}:
            return super().api_call(api_method, **given)
        url = f"{self.base_url}{api_method}"
        headers = self._always | (given.get("headers") or {})
        status, said, text = self._post(urlsplit(url), json.dumps(given.get("json") or {}).encode(), headers)
        answer = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=url,
            req_args={},
            data=_read(text),
            headers=said,
            status_code=status,
        )
        answer.validate()  # type: ignore[no-untyped-call]
        return answer

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        if self.proxy:
            return self._as_it_was(url, req)
        status, said, text = self._post(urlsplit(url), req.data, dict(req.header_items()))
        return {"status": status, "headers": said, "body": text}

    def _as_it_was(self, url: str, req: Request) -> dict[str, Any]:
        try:
            return super()._perform_urllib_http_request_internal(url, req)
        except URLError as error:
            if isinstance(error.reason, (ConnectionRefusedError, gaierror)):
                raise NeverLeft from error
            raise

    def _post(
        self, url: SplitResult, body: Any, headers: Mapping[str, str]
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and body of the answer; the headers' names are small letters."""
        connection = self._take() or opened(url, self.timeout, self.ssl)
        try:
            path = f"{url.path}?{url.query}" if url.query else url.path
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode(answer.headers.get_content_charset() or "utf-8")
        except BaseException:
            connection.close()
            raise
        if answer.will_close:
            connection.close()
        else:
            self._idle.append((connection, time.monotonic()))
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, text

    def _take(self) -> HTTPConnection | None:
        """The newest that is idle, if it can still be used; older ones are left where it cannot."""
        while self._idle:
            try:
                connection, since = self._idle.pop()
            except IndexError:  # somebody else was quicker
                return None
            if time.monotonic() - since < IDLE and _is_silent(connection):
                return connection
            connection.close()
        return None


def opened(url: SplitResult, timeout: float, tls: SSLContext | None) -> HTTPConnection:
    """A new connection to there."""
    port, host = url.port, url.hostname or ""
    made = (
        HTTPSConnection(host, port, timeout=timeout, context=tls)
        if url.scheme == "https"
        else HTTPConnection(host, port, timeout=timeout)
    )
    try:
        made.connect()
    except OSError as error:
        made.close()
        raise NeverLeft(str(error)) from error
    return made


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {"ok": False}


def _is_silent(connection: HTTPConnection) -> bool:
    """Whether the other side has not closed it: nobody has asked anything that it could answer."""
    if connection.sock is None:
        return False
    asked = select.poll()  # not `select`: it knows no more than 1,024 files
    asked.register(connection.sock, select.POLLIN)
    return not asked.poll(0)


def _close(idle: "deque[tuple[HTTPConnection, float]]") -> None:
    while idle:
        idle.pop()[0].close()
