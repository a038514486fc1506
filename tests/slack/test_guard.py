"""The door: strangers learn nothing and break nothing, and what is let in arrives as it was sent."""

import hashlib
import hmac
import io
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt import BoltResponse
from waitress.server import create_server

from bot.slack.guard import MAX_BODY, Guard, decode_form

SECRET = "a signing secret"
NOW = 1_790_000_000
CANARY = "words-nobody-else-may-read"
FORM = "application/x-www-form-urlencoded"
EVENT = json.dumps({"type": "event_callback", "event": {"text": CANARY}}).encode()
CLICK = urlencode({"payload": json.dumps({"type": "block_actions", "text": CANARY})}).encode()
COMMAND = urlencode({"command": "/reflect", "text": CANARY, "user_id": "U1"}).encode()
BODIES = {"event": ("application/json", EVENT), "click": (FORM, CLICK), "command": (FORM, COMMAND)}


@dataclass
class Bot:
    """Stands behind the door and remembers what came through."""

    seen: list[tuple[dict, dict]] = field(default_factory=list)
    answer: BoltResponse = field(default_factory=lambda: BoltResponse(status=200, body=""))
    error: Exception | None = None

    def dispatch(self, payload: dict, headers: dict) -> BoltResponse:
        self.seen.append((payload, headers))
        if self.error:
            raise self.error
        return self.answer


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def door(bot: Bot) -> Guard:
    return Guard(bot.dispatch, SECRET, ready=lambda: True, now=lambda: NOW)


def sign(body: bytes, at: object = NOW, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()


def environ(body: bytes = EVENT, content_type: str = "application/json", **changes: object) -> dict:
    """A request as Slack signs it; a change of None leaves that part out."""
    whole = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/slack/events",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_X_SLACK_REQUEST_TIMESTAMP": str(NOW),
        "HTTP_X_SLACK_SIGNATURE": sign(body),
        "wsgi.input": io.BytesIO(body),
    } | changes
    return {name: value for name, value in whole.items() if value is not None}


def call(door: Guard, request: dict) -> Answer:
    answer = {}

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        answer["status"], answer["headers"] = int(status[:3]), dict(headers)

    body = b"".join(door(request, start_response))
    return Answer(answer["status"], answer["headers"], body)


class Untouchable(io.BytesIO):
    def read(self, *_: object) -> bytes:
        raise AssertionError("read before it was known how much")


class Broken(io.BytesIO):
    def read(self, *_: object) -> bytes:
        raise ConnectionResetError


def strangers() -> Iterator[tuple[str, dict, set[int]]]:
    """Requests that Slack did not send, or not now: a name, the request, what it may be answered."""
    signature, at = "HTTP_X_SLACK_SIGNATURE", "HTTP_X_SLACK_REQUEST_TIMESTAMP"
    for kind, (content_type, body) in BODIES.items():
        good = sign(body)

        def ask(sent: bytes = body, content_type: str = content_type, **changes: object) -> dict:
            return environ(sent, content_type, **changes)

        signatures = [
            None,
            "",
            "v0=",
            "v0",
            good[3:],
            good[:-1],
            good + "0",
            good.upper(),
            f" {good}",
            f"{good} ",
        ]
        signatures += [
            f"{good}, {good}",
            good.replace("v0", "v1"),
            "v0=" + "0" * 64,
            "v0=\xff\xfe",
            "v0=é" * 16,
        ]
        signatures += ["\x00", "v0=\ud800", "v0=" + "ff" * 5000, "v0=𝟘", "٣" * 67]
        signatures += [sign(body, secret=other) for other in ("", SECRET + " ", SECRET.upper(), "x" * 200)]
        signatures += [sign(body, at=other) for other in (NOW - 1, NOW + 1, "", f"0{NOW}")]
        signatures += [sign(other) for other in (b"", body[:-1], body + b" ", body.swapcase())]
        for place in range(3, 67, 4):  # one digit of the digest changed
            signatures.append(good[:place] + ("0" if good[place] != "0" else "1") + good[place + 1 :])
        for number, wrong in enumerate(signatures):
            yield f"{kind}-signature-{number}", ask(**{signature: wrong}), {401}

        stamps = [
            None,
            "",
            " ",
            "0",
            "-1",
            "+1",
            "1e9",
            "nan",
            "inf",
            f"{NOW}.0",
            f"{NOW} ",
            f" {NOW}",
            "1_790_000_000",
        ]
        stamps += [
            str(NOW - 301),
            str(NOW + 301),
            str(NOW * 1000),
            "9" * 13,
            "9" * 5000,
            "٣٤",
            "𝟙𝟟𝟡",
            "²",
            "\x00",
            "é",
        ]
        for number, stamp in enumerate(stamps):
            yield f"{kind}-stamp-{number}", ask(**{at: stamp, signature: sign(body, at=stamp)}), {401}

        lengths = {
            None: 411,
            "": 411,
            "-1": 400,
            "+5": 400,
            "1.0": 400,
            "1e3": 400,
            " 5": 400,
            "0x10": 400,
            "5,5": 400,
        }
        lengths |= {
            "٣": 400,
            "²": 400,
            "é": 400,
            str(MAX_BODY + 1): 413,
            "9" * 12: 413,
            "9" * 13: 413,
            "9" * 5000: 413,
        }
        for length, status in lengths.items():
            request = ask(CONTENT_LENGTH=length, **{signature: "v0=0", "wsgi.input": Untouchable()})
            yield f"{kind}-length-{length and length[:9]}", request, {status}
        for short in (0, 1, len(body) - 1):
            yield f"{kind}-shorter-{short}", ask(CONTENT_LENGTH=str(short)), {401}
        yield f"{kind}-longer", ask(CONTENT_LENGTH=str(len(body) + 1)), {400}
        yield f"{kind}-broken-off", ask(**{"wsgi.input": Broken()}), {400}

        flips = [
            body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :] for place in range(0, len(body), 7)
        ]
        odd = [
            b"",
            b"\x00",
            b"\xff" * 50,
            b"{",
            b"[" * 100_000,
            b"payload=%",
            b"payload=%7B",
            b"payload=[]",
            b"null",
        ]
        odd += [b"a&b", b"=" * 99, b"%" * 99, b"ssl_check=1", b'{"type":"url_verification","challenge":"x"}']
        for number, wrong in enumerate([*flips, *odd]):
            yield f"{kind}-body-{number}", ask(wrong, **{signature: good}), {401}
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "post", "", None, "TRACE", "\xff"):
        yield f"method-{method}", environ(REQUEST_METHOD=method), {405}
    for path in (
        "",
        "/",
        "/slack",
        "/slack/events/",
        "/slack/events/x",
        "//slack/events",
        "/SLACK/EVENTS",
        "/é",
        None,
    ):
        yield f"path-{path}", environ(PATH_INFO=path), {404}
    yield "healthz-post", environ(PATH_INFO="/healthz"), {405}
    yield "readyz-post", environ(PATH_INFO="/readyz"), {405}
    yield "metrics", environ(PATH_INFO="/metrics", REQUEST_METHOD="GET"), {404}


STRANGERS = list(strangers())


def test_there_are_enough_strangers():
    assert len(STRANGERS) >= 300


@pytest.mark.parametrize("number", range(0, len(STRANGERS), 50))
def test_a_stranger_is_turned_away_and_nothing_of_it_is_kept(door, bot, caplog, number):
    caplog.set_level(logging.DEBUG)

    for name, request, allowed in STRANGERS[number : number + 50]:
        request = request | {"HTTP_X_EXTRA": CANARY}
        answer = call(door, request)

        assert answer.status in allowed, (name, answer.status)
        assert CANARY.encode() not in answer.body, name
        for header in ("HTTP_X_SLACK_SIGNATURE", "HTTP_X_SLACK_REQUEST_TIMESTAMP"):
            sent = request.get(header, "")
            assert len(sent) < 9 or sent not in caplog.text, name
    assert bot.seen == []
    assert CANARY not in caplog.text


ODD = [
    ("application/json", b""),
    ("application/json", b"null"),
    ("application/json", b"[]"),
    ("application/json", b'"text"'),
    ("application/json", b"{}"),
    ("application/json", b'{"type": 1}'),
    ("application/json", b'{"type": "x", "n": NaN}'),
    ("application/json", b'{"type": "x", "n": ' + b"1" * 5000 + b"}"),
    ("application/json", b"[" * 100_000),
    ("application/json", b'{"a":' * 100_000),
    ("application/json", '{"type": "x"}'.encode("utf-16")),
    ("application/json", b'\xef\xbb\xbf{"type": "x"}'),
    ("application/json", b'{"type": "\xff"}'),
    ("application/json", b'{"type": "x"} {}'),
    ("text/plain", EVENT),
    ("", EVENT),
    ("multipart/form-data", CLICK),
    ("é", EVENT),
    (FORM, b""),
    (FORM, b"&"),
    (FORM, b"payload"),
    (FORM, b"=1"),
    (FORM, b"payload="),
    (FORM, b"payload=%7B"),
    (FORM, b"payload=null"),
    (FORM, b"payload=%7B%7D"),
    (FORM, b"command=/a&command=/b"),
    (FORM, b"command=/a&text=%"),
    (FORM, b"command=/a&text=%4"),
    (FORM, b"command=/a&text=%zz"),
    (FORM, b"command=/a&text=%%41"),
    (FORM, b"command=/a&text=%ff"),
    (FORM, b"command=/a&text=\xc3\xa9"),
    (FORM, b"command=/a&text=a b"),
    (FORM, b"command=/a&text=a%\n41"),
    (FORM, b"command=/a&&text=b"),
    (FORM, b"command=/a&"),
    (FORM, b"text=without+a+command"),
    (FORM, EVENT),
]


@pytest.mark.parametrize(("content_type", "body"), ODD)
def test_what_is_signed_but_odd_is_a_bad_request(door, bot, content_type, body):
    answer = call(door, environ(body, content_type))

    assert answer.status == 400
    assert bot.seen == []


@given(body=st.binary(max_size=200), content_type=st.sampled_from([FORM, "application/json"]))
def test_no_signed_bytes_break_the_door(body, content_type):
    bot = Bot()

    answer = call(Guard(bot.dispatch, SECRET, lambda: True, lambda: NOW), environ(body, content_type))

    assert answer.status in (200, 400)


@pytest.mark.parametrize("away", [-300, -299, 0, 299, 300])
def test_a_clock_may_be_five_minutes_off(door, bot, away):
    at = str(NOW + away)

    answer = call(door, environ(HTTP_X_SLACK_REQUEST_TIMESTAMP=at, HTTP_X_SLACK_SIGNATURE=sign(EVENT, at=at)))

    assert answer.status == 200
    assert len(bot.seen) == 1


def test_what_slack_sends_arrives_decoded(door, bot):
    for content_type, body in BODIES.values():
        call(door, environ(body, content_type + "; charset=utf-8"))

    assert [payload for payload, _ in bot.seen] == [
        {"type": "event_callback", "event": {"text": CANARY}},
        {"type": "block_actions", "text": CANARY},
        {"command": "/reflect", "text": CANARY, "user_id": "U1"},
    ]


@pytest.mark.parametrize(
    "text", ["payload", "payload=", 'payload={"type":"x"}', "&payload=%7B%7D", "ssl_check=1", "=", "%"]
)
def test_a_command_may_say_payload(door, bot, text):
    call(door, environ(urlencode({"command": "/reflect", "text": text}).encode(), FORM))

    assert [payload["text"] for payload, _ in bot.seen] == [text]


def test_the_same_request_twice_is_passed_on_twice(door, bot):
    for _ in range(2):
        assert call(door, environ()).status == 200

    assert len(bot.seen) == 2


def test_retries_are_told(door, bot):
    call(door, environ(HTTP_X_SLACK_RETRY_NUM="1", HTTP_X_SLACK_RETRY_REASON="http_timeout"))
    call(door, environ())

    assert [headers for _, headers in bot.seen] == [
        {"x-slack-retry-num": "1", "x-slack-retry-reason": "http_timeout"},
        {},
    ]


def test_slack_may_check_the_door_itself(door, bot):
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()

    checked = call(door, environ(b"ssl_check=1&token=x", FORM))
    verified = call(door, environ(body))

    assert checked.status == 200
    assert json.loads(verified.body) == {"challenge": "abc"}
    assert verified.headers["Content-Type"].startswith("application/json")
    assert bot.seen == []


def test_the_answer_goes_out_as_the_bot_gave_it(door, bot):
    bot.answer = BoltResponse(status=200, body={"response_action": "errors", "errors": {"a": "Ä"}})

    answer = call(door, environ())

    assert json.loads(answer.body) == {"response_action": "errors", "errors": {"a": "Ä"}}
    assert answer.headers["Content-Type"] == "application/json;charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_a_failing_listener_says_nothing_of_what_it_was_told(door, bot, caplog):
    caplog.set_level(logging.DEBUG)
    bot.error = LookupError(CANARY)

    answer = call(door, environ())

    assert (answer.status, answer.body) == (500, b"")
    assert "LookupError" in caplog.text
    assert CANARY not in caplog.text


def _broken() -> bool:
    raise LookupError(CANARY)


@pytest.mark.parametrize(
    ("ready", "status", "body"), [(lambda: True, 200, b"ok"), (lambda: False, 503, b""), (_broken, 503, b"")]
)
def test_whether_all_is_well_can_be_asked(bot, ready, status, body):
    door = Guard(bot.dispatch, SECRET, ready)

    answer = call(door, {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz"})
    head = call(door, {"REQUEST_METHOD": "HEAD", "PATH_INFO": "/healthz"})

    assert (answer.status, answer.body) == (status, body)
    assert (head.status, head.body) == (status, b"")


@pytest.mark.parametrize(
    ("ready", "fits", "status"),
    [
        (lambda: True, lambda: True, 200),
        (lambda: False, lambda: True, 503),
        (lambda: True, lambda: False, 503),
        (lambda: True, _broken, 503),
    ],
)
def test_whether_it_can_serve_is_that_all_is_well_and_that_the_schema_fits(bot, ready, fits, status):
    door = Guard(bot.dispatch, SECRET, ready, fits=fits)

    answer = call(door, {"REQUEST_METHOD": "GET", "PATH_INFO": "/readyz"})

    assert answer.status == status


def test_without_a_secret_there_is_no_door(bot):
    with pytest.raises(ValueError, match="signing secret"):
        Guard(bot.dispatch, "", lambda: True)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.text(), min_size=1))
def test_any_form_is_read_as_the_standard_library_reads_it(fields):
    body = urlencode(fields, errors="strict").encode()

    assert decode_form(body) == dict(parse_qsl(body.decode(), keep_blank_values=True)) == fields


@given(
    st.lists(st.sampled_from(list("%%%%&=+_ \n\r\t0123456789abcdefABCDEFxyz~.é")), max_size=12).map("".join)
)
def test_a_form_is_read_right_or_not_at_all(text):
    try:
        fields = decode_form(text.encode())
    except ValueError:
        return

    assert list(fields.items()) == parse_qsl(
        text, keep_blank_values=True, strict_parsing=True, errors="strict"
    )


@contextmanager
def served(door: Guard) -> Iterator[int]:
    """The door behind waitress, on a real socket."""
    sockets: dict = {}
    server = create_server(
        door, sockets, host="127.0.0.1", port=0, threads=1, max_request_body_size=MAX_BODY + 1
    )
    stop = threading.Event()

    def run() -> None:
        while not stop.is_set():
            server.asyncore.loop(timeout=0.02, map=sockets, count=1)
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(sockets)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server.effective_port
    finally:
        stop.set()
        thread.join()


def over_a_socket(port: int, length: str, body: bytes, signed: bytes) -> int:
    at = int(time.time())
    head = f"POST /slack/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{length}\r\n"
    head += f"Content-Type: application/json\r\nX-Slack-Request-Timestamp: {at}\r\n"
    head += f"X-Slack-Signature: {sign(signed, at=at)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode() + body)
        return int(line.recv(100).split()[1])


def in_chunks(body: bytes) -> bytes:
    parts = [body[at : at + 50_000] for at in range(0, len(body), 50_000)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_sizes_hold_on_a_real_socket(bot):
    chunked = "Transfer-Encoding: chunked"
    large = EVENT + b" " * (MAX_BODY - len(EVENT))

    with served(Guard(bot.dispatch, SECRET, lambda: True)) as port:
        assert over_a_socket(port, f"Content-Length: {10**15}", b"", b"") == 413
        assert over_a_socket(port, f"Content-Length: {MAX_BODY + 1}", b"", b"") == 413
        assert over_a_socket(port, "Content-Length: x", b"", b"") == 400
        assert over_a_socket(port, "X-None: 0", b"", b"") == 411
        assert over_a_socket(port, chunked, in_chunks(EVENT), b"other") == 401
        assert over_a_socket(port, chunked, b"zz\r\n", b"") == 400
        assert bot.seen == []
        assert over_a_socket(port, chunked, in_chunks(EVENT), EVENT) == 200
        assert over_a_socket(port, f"Content-Length: {MAX_BODY}", large, large) == 200
    assert len(bot.seen) == 2
