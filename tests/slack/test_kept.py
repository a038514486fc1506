"""Calls share connections, and nothing is taken for certain that is not."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.slack import kept
from bot.slack.calls import Kind, call, client


class Slack(ThreadingHTTPServer):
    """What it was asked, over which connection; `then` is what it does instead of an answer."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[tuple[int, str]] = []
        self.then = ""
        self.url = f"http://127.0.0.1:{self.server_port}/api/"
        self.ended = threading.Event()

    def handle_error(self, *_: Any) -> None:
        pass

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.ended.set()


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Slack

    def do_POST(self) -> None:
        then = self.server.then
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.client_address[1], body.decode()))
        if then == "drops":
            self.close_connection = True
            return
        text = json.dumps({"ok": True, "n": len(self.server.asked)}).encode()
        text = b"<html>" if then == "says nonsense" else text
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        if then == "says goodbye":
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = then in ("says goodbye", "hangs up later")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def slack() -> Iterator[Slack]:
    server = Slack()
    serving = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    serving.start()
    yield server
    server.shutdown()
    server.server_close()
    serving.join()


def connections(slack: Slack) -> int:
    return len({port for port, _ in slack.asked})


def test_one_call_after_another_goes_over_one_connection(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)

    answers = [call(ours, "chat.postMessage", channel="C1", text="Grüße & more") for _ in range(3)]

    assert [answer.kind for answer in answers] == [Kind.SENT] * 3
    assert connections(slack) == 1
    assert json.loads(slack.asked[0][1]) == {"channel": "C1", "text": "Grüße & more"}


def test_what_shows_nothing_goes_as_a_form(slack: Slack) -> None:
    assert call(client("xoxb-test", slack.url), "users.info", user="U1", of=["Grüße & more"]).ok
    assert slack.asked[0][1] == "user=U1&of=%5B%22Gr%5Cu00fc%5Cu00dfe+%26+more%22%5D"


def test_an_answer_that_is_no_json_says_nothing_of_what_became_of_it(slack: Slack) -> None:
    slack.then = "says nonsense"

    assert call(client("xoxb-test", slack.url), "chat.postMessage", channel="C1").kind is Kind.AMBIGUOUS


def test_calls_at_once_each_have_their_own(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)
    together = threading.Barrier(4)

    def several(_: int) -> list[Any]:
        together.wait(timeout=5)
        return [call(ours, "auth.test").data["n"] for _ in range(20)]

    with ThreadPoolExecutor(4) as pool:
        numbers = [n for found in pool.map(several, range(4)) for n in found]

    assert len(numbers) == 80
    assert len(slack.asked) == 80
    assert connections(slack) <= 4


def test_one_that_slack_closed_meanwhile_is_not_used_and_nothing_is_asked_twice(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)
    slack.then = "hangs up later"
    call(ours, "auth.test")
    slack.ended.wait(timeout=5)
    slack.then = ""

    answer = call(ours, "chat.postMessage", channel="C1", text="Hello")

    assert answer.ok
    assert len(slack.asked) == 2
    assert connections(slack) == 2


def test_one_that_slack_says_it_will_close_is_not_kept(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)
    slack.then = "says goodbye"

    assert call(ours, "auth.test").ok
    assert call(ours, "auth.test").ok
    assert connections(slack) == 2


def test_one_that_was_idle_for_long_is_not_used(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = client("xoxb-test", slack.url)
    monkeypatch.setattr(kept, "IDLE", 0)

    assert call(ours, "auth.test").ok
    assert call(ours, "auth.test").ok
    assert connections(slack) == 2


def test_what_a_kept_connection_dropped_may_have_been_taken_and_is_not_asked_again(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)
    call(ours, "auth.test")
    slack.then = "drops"

    answer = call(ours, "chat.postMessage", channel="C1", text="Hello")

    assert answer.kind is Kind.AMBIGUOUS
    assert len(slack.asked) == 2
    assert connections(slack) == 1


def test_where_nobody_listens_nothing_left(slack: Slack) -> None:
    ours = client("xoxb-test", slack.url)
    call(ours, "auth.test")
    slack.then = "says goodbye"
    call(ours, "auth.test")
    slack.shutdown()
    slack.socket.close()

    answer = call(ours, "chat.postMessage", channel="C1", text="Hello")

    assert answer.kind is Kind.LATER
    assert len(slack.asked) == 2


@pytest.mark.parametrize("proxy", ["http://127.0.0.1:9", None])
def test_a_proxy_where_nobody_listens_is_the_same(
    slack: Slack, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)

    answer = call(client("xoxb-test", slack.url), "auth.test")

    assert answer.kind is (Kind.LATER if proxy else Kind.SENT)
