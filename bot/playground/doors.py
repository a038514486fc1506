"""The doors of the playground: which address leads where, and who may use it."""

import json
import math
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from waitress.channel import ClientDisconnected

from . import page_acts
from .counter import Answer
from .distribution import Distribution
from .slack import Slack

PAGE = Path(__file__).parent / "page"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
OURS = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d+)?")
MOST = 2_000_000
STATUS = {
    200: "OK",
    302: "Found",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    413: "Content Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
Environ = dict[str, Any]


class Doors:
    def __init__(
        self,
        slack: Slack,
        move: Callable[[timedelta], object] | None = None,
        again: Callable[[], object] | None = None,
    ) -> None:
        self.slack = slack
        self.several: Distribution | None = None  # where the app is installed in other workspaces, too
        self.move, self.again = move, again

    def answer(self, environ: Environ, start: Callable[..., object]) -> Iterable[bytes]:
        answer = self.take(environ)
        if answer.seconds:
            self._wait(environ, answer.seconds)
        if answer.dropped or answer.seconds == math.inf:
            raise ClientDisconnected  # waitress closes the connection without a word
        headers = [("Content-Type", answer.content_type), ("Content-Length", str(len(answer.body)))]
        start(f"{answer.status} {STATUS.get(answer.status, 'Refused')}", [*headers, *answer.headers])
        return [answer.body]

    def _wait(self, environ: Environ, seconds: float) -> None:
        released = self.slack.faults.released
        if seconds < math.inf:
            released.wait(seconds)
            return
        gone: Callable[[], bool] = environ["waitress.client_disconnected"]
        while not gone() and not released.wait(0.02):
            pass

    def take(self, environ: Environ) -> Answer:
        """What is answered, at once: whoever is asked waits for its `seconds`."""
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if int(environ.get("CONTENT_LENGTH") or 0) > MOST:
            return _words(413, "That is too large.")
        if method == "POST":
            return self._posted(path, environ)
        if method not in {"GET", "HEAD"}:
            return _words(405, "This door knows GET and POST.")
        return self._asked(path, environ)

    def _posted(self, path: str, environ: Environ) -> Answer:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        kind = environ.get("CONTENT_TYPE", "")
        if path.startswith(("/api/", "/response/", "/upload/")) and "HTTP_ORIGIN" in environ:
            return _words(403, "This door is for apps, not for browsers.")
        if self.several and path.startswith(("/api/", "/response/", "/upload/")):
            return self._of_several(self.several, path, body, environ)
        if path.startswith("/api/"):
            return self.slack.counter.api(path.removeprefix("/api/"), body, kind, _token(environ))
        if path.startswith("/response/"):
            return self.slack.counter.response_url(path.removeprefix("/response/"), body, kind)
        if path.startswith("/upload/v1/"):
            return self.slack.counter.upload(path.removeprefix("/upload/v1/"), body, kind)
        if path not in {"/do", "/clock", "/again"}:
            return _words(404, "There is nothing here.")
        if not _from_our_page(environ):
            return _words(403, "Only the playground's own page may do this.")
        return self._from_page(path, body, kind)

    def _of_several(self, several: Distribution, path: str, body: bytes, environ: Environ) -> Answer:
        kind, key = environ.get("CONTENT_TYPE", ""), path.rpartition("/")[2]
        if path.startswith("/api/"):
            return several.api(key, body, kind, environ.get("HTTP_AUTHORIZATION", ""))
        there = several.holding(key).counter
        return there.response_url(key, body, kind) if "/response/" in path else there.upload(key, body, kind)

    def _from_page(self, path: str, body: bytes, kind: str) -> Answer:
        if not kind.startswith("application/json"):
            return _words(400, "This door wants JSON.")
        try:
            asked = json.loads(body)
            given = asked if isinstance(asked, dict) else {}
            if path == "/again":
                return _json(page_acts.start_again(self.again))
            if path == "/clock":
                return _json(page_acts.move_clock(self.slack, self.move, given))
            return _json(page_acts.do(self.slack, given))
        except page_acts.UnclearError as unclear:
            return _json({"ok": False, "error": str(unclear)}, 400)
        except ValueError:
            return _json({"ok": False, "error": "That was not JSON."}, 400)

    def _asked(self, path: str, environ: Environ) -> Answer:
        if path == "/state":
            return self._state(environ)
        if path == "/":
            return _file("index.html")
        if path.startswith("/static/"):
            return _file(path.removeprefix("/static/"))
        if path.startswith("/files/"):
            return self._file(path.removeprefix("/files/"), environ)
        if path.startswith("/archives/"):
            return Answer(302, b"", "text/plain", [("Location", "/")])
        return _words(404, "There is nothing here.")

    def _file(self, file_id: str, environ: Environ) -> Answer:
        """The bytes, for somebody who sees the message: to be kept, never to be shown."""
        if not _from_our_page(environ):
            return _words(403, "Only the playground's own page may ask this.")
        asked = parse_qs(environ.get("QUERY_STRING", ""))
        with self.slack.workspace.looking():
            found = self.slack.workspace.shared_file(file_id, asked.get("as", [""])[0])
        if found is None or found.data is None:
            return _words(404, "There is nothing here.")
        name = ("Content-Disposition", f"attachment; filename*=UTF-8''{quote(found.name, safe='')}")
        return Answer(200, found.data, "application/octet-stream", [name, *SAFE])

    def _state(self, environ: Environ) -> Answer:
        if not _from_our_page(environ):
            return _words(403, "Only the playground's own page may ask this.")
        asked = {name: found[0] for name, found in parse_qs(environ.get("QUERY_STRING", "")).items()}
        person = self.slack.people.get(asked.get("as", ""))
        if person is None or person.bot:
            return _json({"ok": False, "error": "Nobody has that id."}, 404)
        if asked.get("rev", "").isdigit():
            wait = min(float(asked["wait"]), 60) if asked.get("wait", "").isdigit() else 0
            self.slack.workspace.wait_beyond(int(asked["rev"]), wait)
        return _json(self.slack.state(person.id))


def _from_our_page(environ: Environ) -> bool:
    """Another site must reach this page's doors neither by rebinding a name nor from a visitor's browser."""
    origin = environ.get("HTTP_ORIGIN")
    hosts = [environ.get("HTTP_HOST", "")] + ([urlsplit(origin).netloc or "?"] if origin else [])
    same = len(hosts) == 1 or hosts[0] == hosts[1]
    return (
        same and environ.get("HTTP_SEC_FETCH_SITE") != "cross-site" and all(OURS.fullmatch(h) for h in hosts)
    )


def _token(environ: Environ) -> str | None:
    kind, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _file(name: str) -> Answer:
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE.resolve()) or not path.is_file() or path.suffix not in KINDS:
        return _words(404, "There is nothing here.")
    return Answer(
        200, path.read_bytes(), f"{KINDS[path.suffix]}; charset=utf-8", [("Cache-Control", "no-cache"), *SAFE]
    )


SAFE = [
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
]


def _words(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain; charset=utf-8")


def _json(body: dict[str, Any], status: int = 200) -> Answer:
    answer = Answer(status, json.dumps(body, ensure_ascii=False).encode())
    answer.headers.append(("Cache-Control", "no-store"))
    return answer
