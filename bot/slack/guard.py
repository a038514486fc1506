"""The one door for HTTP: size, time window, signature on the raw bytes, strict decode; only then the bot."""

import hashlib
import hmac
import logging
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.client import responses
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import BoltResponse

from bot.logs import failure, request
from bot.slack.body import decode, decode_form

__all__ = ["MAX_BODY", "Dispatch", "Guard", "decode_form"]

Dispatch = Callable[[dict[str, Any], dict[str, str]], BoltResponse]

MAX_BODY = 1_000_000  # Slack's own bodies stay far below; a server in front should refuse more than this too
WINDOW = 300  # seconds; docs.slack.dev/authentication/verifying-requests-from-slack
Pages = Callable[[str, str, str], BoltResponse]  # path, query, cookies

PATHS = {"/slack/events": ("POST",), "/healthz": ("GET", "HEAD"), "/readyz": ("GET", "HEAD")}
PAGES = ("/slack/install", "/slack/oauth_redirect")  # where workspaces install the app by themselves
# A page of ours runs nothing, and its address, which holds a code of Slack's, goes nowhere.
_SAFE = (
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
)
RETRY = ("X-Slack-Retry-Num", "X-Slack-Retry-Reason")

log = logging.getLogger(__name__)


class _Refused(Exception):  # noqa: N818 - it is an answer
    """Why a request goes no further; the reason is ours and holds nothing of the request."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Guard:
    """A WSGI application. What a request says is never logged, and a stranger's never decoded.

    `ready`: whether all is well (/healthz); `fits`: whether, besides, the database is as this version needs
    it (/readyz).
    """

    def __init__(
        self,
        dispatch: Dispatch,
        signing_secret: str,
        ready: Callable[[], bool],
        now: Callable[[], float] = time.time,
        fits: Callable[[], bool] = lambda: True,
        pages: Pages | None = None,
    ) -> None:
        if not signing_secret:
            raise ValueError("without a signing secret anyone could speak as Slack")
        self._dispatch = dispatch
        self._secret = signing_secret.encode()
        self._looks = {"/healthz": (ready,), "/readyz": (ready, fits)}
        self._now = now
        self._pages = pages
        self._paths = PATHS | (dict.fromkeys(PAGES, ("GET", "HEAD")) if pages else {})

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with request():
            response = self._answered(environ)
        body = response.body.encode("utf-8", "replace")
        headers = [("Content-Type", response.headers["content-type"][0]), ("Content-Length", str(len(body)))]
        if environ.get("PATH_INFO") in PAGES:
            headers += [*_SAFE, *_sent_along(response)]
        if response.status == HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("Allow", ", ".join(self._paths[environ["PATH_INFO"]])))
        start_response(f"{response.status} {responses.get(response.status, '')}", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]

    def _answered(self, environ: WSGIEnvironment) -> BoltResponse:
        try:
            return self._answer(environ)
        except _Refused as refused:
            log.info("refused with %d: %s", refused.status, refused)
            return BoltResponse(status=refused.status)

    def _answer(self, environ: WSGIEnvironment) -> BoltResponse:
        path = environ.get("PATH_INFO", "")
        if path not in self._paths:
            raise _Refused(HTTPStatus.NOT_FOUND, "no such path")
        if environ.get("REQUEST_METHOD") not in self._paths[path]:
            raise _Refused(HTTPStatus.METHOD_NOT_ALLOWED, "no such method")
        if looks := self._looks.get(path):
            well = all(_says(look) for look in looks)
            return BoltResponse(status=200, body="ok") if well else BoltResponse(status=503)
        if self._pages and path in PAGES:
            return self._page(self._pages, path, environ)
        body = _read(environ)
        self._check(environ, body)
        try:
            payload = decode(environ.get("CONTENT_TYPE", ""), body)
        except ValueError:
            raise _Refused(HTTPStatus.BAD_REQUEST, "the body cannot be decoded") from None
        return self._pass_on(payload, environ)

    def _page(self, pages: Pages, path: str, environ: WSGIEnvironment) -> BoltResponse:
        """For somebody's browser: nothing in it is signed by Slack."""
        try:
            return pages(path, environ.get("QUERY_STRING", ""), environ.get("HTTP_COOKIE", ""))
        except Exception as error:  # noqa: BLE001 - its text may hold what somebody sent
            log.error("an install page failed: %s", failure(error))
            return BoltResponse(status=500)

    def _check(self, environ: WSGIEnvironment, body: bytes) -> None:
        sent = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        if not _is_number(sent) or len(sent) > 12 or abs(self._now() - int(sent)) > WINDOW:
            raise _Refused(HTTPStatus.UNAUTHORIZED, "no time stamp, or one too far from this machine's clock")
        digest = hmac.new(self._secret, b"v0:" + sent.encode() + b":" + body, hashlib.sha256).hexdigest()
        # Compared as bytes: as text, a header that is not ASCII would raise.
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "").encode("utf-8", "replace")
        if not hmac.compare_digest(signature, f"v0={digest}".encode()):
            raise _Refused(HTTPStatus.UNAUTHORIZED, "the signature does not match the signing secret")

    def _pass_on(self, payload: dict[str, Any], environ: WSGIEnvironment) -> BoltResponse:
        if "command" not in payload and payload.get("ssl_check") == "1":
            return BoltResponse(status=200)
        if payload.get("type") == "url_verification":
            return BoltResponse(status=200, body={"challenge": payload.get("challenge")})
        retry = {name.lower(): environ.get(_in_environ(name)) for name in RETRY}
        try:
            return self._dispatch(
                payload, {name: value for name, value in retry.items() if value is not None}
            )
        except Exception as error:  # noqa: BLE001 - its text may hold what somebody wrote
            log.error("a listener failed: %s", failure(error))
            return BoltResponse(status=500)


def _says(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except Exception as error:  # noqa: BLE001 - not being able to tell is not being ready
        log.error("cannot tell whether all is well: %s", failure(error))
        return False


def _sent_along(response: BoltResponse) -> list[tuple[str, str]]:
    names = {"location": "Location", "set-cookie": "Set-Cookie"}
    return [(names[name], value) for name in names for value in response.headers.get(name, ())]


def _read(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH", "")
    if not length:
        raise _Refused(HTTPStatus.LENGTH_REQUIRED, "no length")
    if not _is_number(length):
        raise _Refused(HTTPStatus.BAD_REQUEST, "the length is not a number")
    if len(length) > 12 or int(length) > MAX_BODY:
        raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the body is too large")
    try:
        body: bytes = environ["wsgi.input"].read(int(length))
    except OSError:
        body = b""
    if len(body) != int(length):
        raise _Refused(HTTPStatus.BAD_REQUEST, "the body broke off")
    return body


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _in_environ(header: str) -> str:
    return f"HTTP_{header.upper().replace('-', '_')}"
