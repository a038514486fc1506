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
    _doors: Doors
    _pulled: threading.Event = field(default_factory=threading.Event)

    def turn_to(self, slack: Slack) -> None:
        """From now on it is this workspace, at the same address; who waits in the one before is let go."""
        before, slack.base_url = self._doors.slack, self.url
        self._doors.slack = slack
        _let_go(before)

    def let_go(self) -> None:
        """Whoever waits need not wait any more: it ends."""
        _let_go(self._doors.slack)

    def close(self) -> None:
        """Let go of everybody who waits, then close every connection."""
        self.let_go()
        self._server.task_dispatcher.shutdown(timeout=5)
        self._server.trigger.pull_trigger(self._close_all)
        self._pulled.set()
        self._thread.join(timeout=5)

    def _close_all(self) -> None:
        # The pipe that wakes this thread is among them: closed too early, its number may be another file's.
        self._pulled.wait(timeout=5)
        for connection in list(self._server._map.values()):
            connection.close()


def _let_go(slack: Slack) -> None:
    slack.faults.released.set()
    with slack.workspace.changing():
        slack.workspace.closed = True


def serve(
    slack: Slack,
    host: str = "127.0.0.1",
    port: int = 0,
    move: Callable[[timedelta], object] | None = None,
    again: Callable[[], object] | None = None,
    threads: int = THREADS,
) -> Running:
    """Serve in a thread; port 0 is any free port.

    `move` is what the page's clock buttons call, `again` what *Start again* does. So many calls as there are
    `threads` can wait for an answer at once.
    """
    doors = Doors(slack, move, again)
    answer: WSGIApplication = doors.answer
    server: Any = create_server(
        answer, host=host, port=port, threads=threads, channel_request_lookahead=1, ident=None
    )
    server.channel_class = _Channel
    slack.base_url = f"http://{host}:{server.effective_port}"
    thread = threading.Thread(target=server.run, name="playground", daemon=True)
    thread.start()
    return Running(slack.base_url, server, thread, doors)
