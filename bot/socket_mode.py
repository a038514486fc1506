"""Socket Mode: Bolt's own client, and somebody who notices that its line is dead, and takes up another."""

import logging
import re
import select
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.logs import request
from bot.settings import SettingsError

PING = 2.5  # seconds
_DEAF = 3  # pings without any sign of life: nobody is there
_PAUSE = 5.0  # seconds between two attempts, at most: who comes back is found within fifteen
# The token will not do: whoever starts it has to look (docs: apps.connections.open).
_WRONG = {
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}
_CODE = re.compile(r"[a-z0-9_]{1,64}")
_HUNG_UP = getattr(select, "POLLRDHUP", select.POLLHUP)
# What it says of each attempt quotes answers; what became of them we say ourselves.
_QUIET = logging.getLogger("slack_sdk.socket_mode")
log = logging.getLogger(__name__)


class _Handler(SocketModeHandler):
    def handle(self, client: Any, req: Any) -> None:
        with request():
            super().handle(client, req)


class SocketMode:
    """A line to Slack, or the attempt to have one: `say` is told each time that this changes."""

    def __init__(
        self, bolt: App, slack: WebClient, app_token: str, threads: int, say: Callable[[str], object]
    ) -> None:
        self._handler = _Handler(
            bolt,
            app_token,
            logger=_QUIET,
            web_client=slack,
            auto_reconnect_enabled=False,  # it takes a minute and more to see that nobody is there
            ping_interval=PING,
            concurrency=threads,
        )
        self._client = self._handler.client
        self._client.on_message_listeners.append(lambda _: self._lives())
        self._say, self._said = say, "nothing yet"
        self._heard, self._pong = time.monotonic(), 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._stay, name="socket mode", daemon=True)

    def start(self) -> None:
        """Connect, and stay so; where Slack is away, wait for it. SettingsError for a token that is wrong."""
        if (trouble := self._connect()) in _WRONG:
            raise SettingsError(f"Slack does not take SLACK_APP_TOKEN: {trouble}")
        self._tell(trouble)
        self._thread.start()

    def alive(self) -> bool:
        """Whether Slack gave a sign of life just now: a pong, or something to do."""
        session = self._client.current_session
        if session is None or session.sock is None or _hung_up(session.sock):
            return False
        if session.last_ping_pong_time not in (None, self._pong):
            self._pong = session.last_ping_pong_time
            self._lives()
        return time.monotonic() - self._heard < _DEAF * PING

    def close(self) -> None:
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)
        self._let_go()
        self._handler.close()  # type: ignore[no-untyped-call]

    def _lives(self) -> None:
        self._heard = time.monotonic()

    def _stay(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause or PING / 2):
            trouble = "" if self.alive() else self._connect()
            self._tell(trouble)
            pause = min(pause * 2 or 1.0, _PAUSE) if trouble else 0.0

    def _connect(self) -> str:
        """Take up another line; what is in the way, or nothing."""
        self._let_go()
        try:
            self._client.connect_to_new_endpoint()
        except SlackApiError as error:
            code = str(error.response.get("error"))
            return code if _CODE.fullmatch(code) else f"http_{error.response.status_code}"
        except (SlackClientError, HTTPException, OSError, ValueError) as error:
            log.info("Socket Mode: no answer (%s)", type(error).__name__)
            return "no answer"
        self._lives()
        return "" if self._client.is_connected() else "no line"

    def _let_go(self) -> None:
        """Whoever reads the old line has it until a read ends: this ends it."""
        session = self._client.current_session
        with suppress(OSError, AttributeError):  # they may let go of it at the same moment
            if session and session.sock:
                session.sock.shutdown(socket.SHUT_RDWR)
            self._client.disconnect()

    def _tell(self, trouble: str) -> None:
        if trouble != self._said:
            self._said = trouble
            self._say(
                f"Slack cannot be reached ({trouble}). Alongside waits for it."
                if trouble
                else "Alongside is connected in Socket Mode."
            )


def _hung_up(line: object) -> bool:
    """Whether the other side has gone, without a goodbye."""
    look = select.poll()
    try:
        look.register(line, _HUNG_UP)  # type: ignore[arg-type]
        return bool(look.poll(0))
    except (OSError, ValueError):  # it was closed meanwhile
        return True
