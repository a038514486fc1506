"""Runs the bot for a real workspace, over HTTP or in Socket Mode."""

import logging
import resource
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from slack_bolt.adapter.socket_mode import SocketModeHandler
from waitress import wasyncore
from waitress.server import create_server
from waitress.trigger import trigger

from bot import logs
from bot.app import Alongside
from bot.clock import Clock
from bot.migrate import migrate
from bot.settings import Settings, SettingsError
from bot.slack.guard import MAX_BODY
from bot.vault import WrongKeys

log = logging.getLogger(__name__)

_THREADS = 40  # with five, five slow ones leave a command unanswered
_FILES = 16_384  # that may be open at once, connections among them; a machine may allow fewer
_OURS = 256  # of them: the database, Slack, the log


def serve(settings: Settings) -> int:
    """Until it is asked to stop; raises SettingsError where it cannot start."""
    logs.set_up(settings.log_level)
    migrate(settings)
    bot = Alongside(settings, Clock())
    try:
        with bot.store.begin() as db:
            bot.store.vault.prove(db.keys)
    except WrongKeys:
        raise SettingsError("ENCRYPTION_KEYS do not open the keys that this database holds") from None
    stop = asked_to_stop()
    # First: where it cannot listen nothing has begun, and there is nothing to stop in the middle.
    closing = _socket_mode(bot, settings) if settings.slack_app_token else _http(bot, settings)
    bot.start()
    stop.wait()
    closing()
    bot.stop()
    return 0


def asked_to_stop() -> threading.Event:
    """Set by Ctrl-C and by SIGTERM; in a shell's background, too, where Ctrl-C is ignored until said so."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _http(bot: Alongside, settings: Settings) -> Callable[[], object]:
    server = listen(bot, settings.host, settings.port)
    print(f"Alongside answers at http://{settings.host}:{settings.port}/slack/events", flush=True)
    return server.close


def _socket_mode(bot: Alongside, settings: Settings) -> Callable[[], object]:
    handler = SocketModeHandler(
        bot.bolt, settings.slack_app_token, web_client=bot.slack, concurrency=_THREADS
    )
    handler.connect()  # type: ignore[no-untyped-call]
    print("Alongside is connected in Socket Mode.", flush=True)
    return handler.close


class Listening:
    """The HTTP server, in a thread of its own."""

    def __init__(self, bot: Alongside, host: str, port: int) -> None:
        assert bot.wsgi is not None  # settings without a signing secret go to Socket Mode
        self._connections: Any = {}  # the server's own among them
        server: Any = create_server(
            bot.wsgi,
            map=self._connections,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=MAX_BODY + 1,
            connection_limit=_may_connect(),
            asyncore_use_poll=True,  # `select` looks at 1024 files, and dies of one more
        )
        self._server = server
        self._waker: Any = trigger(self._connections)
        # Of several addresses (`localhost` is two, often) each has a port of its own.
        self.port: int = getattr(server, "effective_port", port)
        self._thread = threading.Thread(target=server.run, name="http", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let what is being answered finish; then close every connection, in the thread that uses them."""
        self._server.task_dispatcher.shutdown(timeout=5)
        self._waker.pull_trigger(lambda: wasyncore.close_all(self._connections))
        self._thread.join(timeout=5)


def _may_connect() -> int:
    """How many connections there may be: a hundred that say nothing must shut nobody out."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = _FILES if most == resource.RLIM_INFINITY else min(most, _FILES)
    with suppress(OSError, ValueError):  # a machine may know of another limit
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, allowed), most))
    return max(min(resource.getrlimit(resource.RLIMIT_NOFILE)[0], _FILES) - _OURS, 100)


def listen(bot: Alongside, host: str, port: int) -> Listening:
    """Answer Slack's requests there; SettingsError if the port is taken."""
    try:
        return Listening(bot, host, port)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"cannot listen on {host}:{port}: {why}") from None
