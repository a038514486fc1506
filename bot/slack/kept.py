"""The SDK's client over connections that are kept: one made anew costs more than the call.

Only the newest idle one is taken, and only where Slack has neither closed it nor said anything on it: until
then not a byte of the request has left. What goes wrong from the first byte on is for `calls` to judge.
"""

import select
import time
import weakref
from collections import deque
from http.client import HTTPConnection, HTTPSConnection
from socket import gaierror
from ssl import SSLContext
from typing import Any
from urllib.error import URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import Request

from slack_sdk import WebClient

IDLE = 15  # seconds: well before Slack, or what stands between, closes one that is silent


class NeverLeft(OSError):  # noqa: N818
    """There was nobody to take the request: not a byte of it left."""


class Kept(WebClient):
    """A `WebClient` whose calls share the connections that are idle just now; through a proxy, as it was."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._idle: deque[tuple[HTTPConnection, float]] = deque()
        weakref.finalize(self, _close, self._idle)

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        return self._as_it_was(url, req) if self.proxy else self._post(urlsplit(url), req)

    def _as_it_was(self, url: str, req: Request) -> dict[str, Any]:
        try:
            return super()._perform_urllib_http_request_internal(url, req)
        except URLError as error:
            if isinstance(error.reason, (ConnectionRefusedError, gaierror)):
                raise NeverLeft from error
            raise

    def _post(self, url: SplitResult, req: Request) -> dict[str, Any]:
        connection = self._take() or opened(url, self.timeout, self.ssl)
        try:
            connection.request(req.get_method(), req.selector, req.data, dict(req.header_items()))
            answer = connection.getresponse()
            text = answer.read().decode(answer.headers.get_content_charset() or "utf-8")
        except BaseException:
            connection.close()
            raise
        if answer.will_close:
            connection.close()
        else:
            self._idle.append((connection, time.monotonic()))
        return {"status": answer.status, "headers": answer.headers, "body": text}

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
