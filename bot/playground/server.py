"""The playground over HTTP: the Web API and response_urls for the app, a page and its state for people."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from wsgiref.types import WSGIApplication

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask

from .doors import Doors
from .slack import Slack

THREADS = 16
OUR_SPELLING = b"X-Oauth-Scopes", b"x-oauth-scopes"


class _Task(WSGITask):
    """Bolt looks for a header by Slack's spelling; waitress would capitalise it."""

    def build_response_header(self) -> bytes:
        written: bytes = super().build_response_header()
        return written.replace(*OUR_SPELLING, 1)


class _Channel(HTTPChannel):
    task_class = _Task


@dataclass
class Running:
    url: str
    _server: Any
    _thread: threading.Thread
    _slack: Slack
    _pulled: threading.Event = field(default_factory=threading.Event)

    def close(self) -> None:
        """Let go of everybody who waits, then close every connection."""
        self._slack.faults.released.set()
        with self._slack.workspace.changing():
            self._slack.workspace.closed = True
        self._server.task_dispatcher.shutdown(timeout=5)
        self._server.trigger.pull_trigger(self._close_all)
        self._pulled.set()
        self._thread.join(timeout=5)

    def _close_all(self) -> None:
        # The pipe that wakes this thread is among them: closed too early, its number may be another file's.
        self._pulled.wait(timeout=5)
        for connection in list(self._server._map.values()):
            connection.close()


def serve(
    slack: Slack,
    host: str = "127.0.0.1",
    port: int = 0,
    move: Callable[[timedelta], object] | None = None,
) -> Running:
    """Serve in a thread; port 0 is any free port. `move` is what the page's clock buttons call."""
    doors: WSGIApplication = Doors(slack, move).answer
    server: Any = create_server(
        doors, host=host, port=port, threads=THREADS, channel_request_lookahead=1, ident=None
    )
    server.channel_class = _Channel
    slack.base_url = f"http://{host}:{server.effective_port}"
    thread = threading.Thread(target=server.run, name="playground", daemon=True)
    thread.start()
    return Running(slack.base_url, server, thread, slack)
