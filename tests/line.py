"""Slack's side of Socket Mode, as far as a line needs it: an address to ask for, pings answered, a drop."""

import base64
import hashlib
import json
import socket
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any

_ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # RFC 6455
_TEXT, _PING, _PONG = 1, 9, 10


class Line:
    """One that the app has taken up."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self.answers: Queue[dict[str, Any]] = Queue()
        self.is_there = True
        self._shake_hands()
        self.send({"type": "hello"})
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, message: dict[str, Any]) -> None:
        self._frame(_TEXT, json.dumps(message).encode())

    def hangs_up(self) -> None:
        """Without a goodbye: the app's machine is told by its network."""
        self.close()

    def falls_silent(self) -> None:
        """Without a goodbye, and nobody tells anybody: a cable was pulled."""
        self.is_there = False

    def close(self) -> None:
        self.is_there = False
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _shake_hands(self) -> None:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += self._exactly(1)
        lines = asked.split(b"\r\n")
        key = next(line[18:].strip() for line in lines if line.startswith(b"Sec-WebSocket-Key"))
        accept = base64.b64encode(hashlib.sha1(key + _ACCEPTED.encode()).digest())
        self._socket.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )

    def _frame(self, kind: int, body: bytes) -> None:
        length = bytes([len(body)]) if len(body) < 126 else b"\x7e" + struct.pack("!H", len(body))
        with suppress(OSError):
            self._socket.sendall(bytes([0x80 | kind]) + length + body)

    def _listen(self) -> None:
        with suppress(OSError):
            while head := self._exactly(2):
                size = head[1] & 0x7F
                size = struct.unpack("!H", self._exactly(2))[0] if size == 126 else size
                mask, body = self._exactly(4), self._exactly(size)
                said = bytes(one ^ mask[n % 4] for n, one in enumerate(body))
                if self.is_there and head[0] & 0xF == _PING:
                    self._frame(_PONG, said)
                elif self.is_there and head[0] & 0xF == _TEXT:
                    self.answers.put(json.loads(said))

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self._socket.recv(size - len(found))
            if not more:
                raise ConnectionError
            found += more
        return found


class LineSlack:
    """A workspace with Socket Mode: `url` is its Web API, `lines` what was taken up, one after the other."""

    def __init__(self, port: int = 0) -> None:
        self.lines: Queue[Line] = Queue()
        self.answer: dict[str, Any] = {}
        self._taken: list[Line] = []
        self._lines = socket.create_server(("127.0.0.1", 0))
        slack = self

        class Api(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"] or 0))
                ws = f"ws://127.0.0.1:{slack._lines.getsockname()[1]}/link/?ticket=1"
                body = json.dumps(slack.answer or {"ok": True, "url": ws}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._api = ThreadingHTTPServer(("127.0.0.1", port), Api)
        self.port = self._api.server_port
        self.url = f"http://127.0.0.1:{self.port}/api/"
        threading.Thread(target=self._api.serve_forever, daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._api.shutdown()
        self._api.server_close()
        self._lines.close()
        for line in self._taken:
            line.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                self._taken.append(Line(self._lines.accept()[0]))
                self.lines.put(self._taken[-1])
