"""Runs the bot for a real workspace, over HTTP or in Socket Mode."""

import ctypes
import logging
import resource
import secrets
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

from slack_bolt import BoltResponse
from waitress import wasyncore
from waitress.server import create_server
from waitress.trigger import trigger

from bot import logs
from bot.app import Alongside
from bot.clock import Clock
from bot.migrate import migrate
from bot.operating import keys
from bot.settings import PORT, Settings, SettingsError
from bot.slack.guard import MAX_BODY, Guard
from bot.socket_mode import SocketMode
from bot.vault import WrongKeys

log = logging.getLogger(__name__)

_THREADS = 40  # with five, five slow ones leave a command unanswered
_ARENA_MAX = -8  # M_ARENA_MAX, in glibc's malloc.h
_FILES = 16_384  # that may be open at once, connections among them; a machine may allow fewer
_OURS = 256  # of them: the database, Slack, the log


def serve(settings: Settings) -> Callable[[], int]:
    """Begin; what comes back goes on until it is asked to stop. SettingsError where it cannot start."""
    _one_heap()
    logs.set_up(settings.log_level)
    migrate(settings)
    bot = Alongside(settings, Clock())
    try:
        with bot.store.begin() as db:
            bot.store.vault.prove(db.keys)
    except WrongKeys:
        raise keys.refused(bot.store) from None
    for name, closed in bot.store.close_to_others().items():
        log.warning(
            "others could read %s: %s", name, "now its owner alone can" if closed else "they still can"
        )
    stop = asked_to_stop()
    while not (bot.replay() or stop.wait(1)):  # first: what is here may be a copy from before
        pass
    # First: where it cannot listen nothing has begun, and there is nothing to stop in the middle.
    with ExitStack() as closing:
        closing.enter_context(_metrics(bot, settings))
        closing.callback(_socket_mode(bot, settings) if settings.slack_app_token else _http(bot, settings))
        bot.start()
        return partial(_until, stop, closing.pop_all().close, bot)


def _until(stop: threading.Event, closing: Callable[[], object], bot: Alongside) -> int:
    rest(stop)
    closing()
    bot.stop()
    return 0


def asked_to_stop() -> threading.Event:
    """Set by Ctrl-C and by SIGTERM; in a shell's background, too, where Ctrl-C is ignored until said so."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


def rest(stop: threading.Event) -> None:
    """Until it is set; looked at again and again, for a signal that another thread took wakes nobody here."""
    while not stop.wait(1):
        pass


def _http(bot: Alongside, settings: Settings) -> Callable[[], object]:
    port = settings.port or PORT
    server = listen(bot, settings.host, port)
    _say(f"Alongside answers at http://{settings.host}:{port}/slack/events")
    return server.close


def _one_heap() -> None:
    """All threads share one heap of the C library: with one for each, what a thread frees stays its own, and
    memory grows for tens of thousands of requests (mallopt(3); other libraries than glibc know none).
    """
    with suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


def _socket_mode(bot: Alongside, settings: Settings) -> Callable[[], object]:
    line = SocketMode(bot.bolt, bot.slack, settings.slack_app_token, _THREADS, _say)
    with ExitStack() as closing:
        if settings.port:
            health = bot.fetched(_health(lambda: line.alive() and bot.ready(), bot.fits))
            closing.callback(_listen(health, settings.host, settings.port).close)
            _say(f"It says how it is at http://{settings.host}:{settings.port}/healthz")
        closing.callback(line.close)
        line.start()
        return closing.pop_all().close


def _health(ready: Callable[[], bool], fits: Callable[[], bool]) -> Guard:
    """A door that nobody comes through: no one knows the secret. It says how things are."""
    return Guard(lambda *_: BoltResponse(status=401), secrets.token_hex(32), ready, fits=fits)


def _metrics(bot: Alongside, settings: Settings) -> ExitStack:
    """Where METRICS_PORT is set, figures for Prometheus: on a port of its own, and by itself for this machine
    alone, for what leads Slack here would lead everybody there, too."""
    with ExitStack() as closing:
        if settings.metrics_port:
            from bot.metrics import app

            host, port = settings.metrics_host, settings.metrics_port
            closing.callback(_listen(app(bot.store, bot.clock, bot.ready), host, port).close)
            _say(f"Figures for Prometheus are at http://{host}:{port}/metrics")
        return closing.pop_all()


def _say(line: str) -> None:
    print(line, flush=True)


class Listening:
    """The HTTP server, in a thread of its own."""

    def __init__(self, app: WSGIApplication, host: str, port: int) -> None:
        self._connections: Any = {}  # the server's own among them
        server: Any = create_server(
            app,
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
    assert bot.wsgi is not None  # settings without a signing secret go to Socket Mode
    return _listen(bot.wsgi, host, port)


def _listen(app: WSGIApplication, host: str, port: int) -> Listening:
    try:
        return Listening(app, host, port)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise SettingsError(f"cannot listen on {host}:{port}: {why}") from None
