"""A Slack that costs nobody here anything: a process of its own, which answers what is asked and counts.

`python -m tests.benchmarks.standin` prints its port. It takes as long for an answer, and holds people to
its pace, as it was told; a trigger is too old for it after three seconds.
"""

import asyncio
import json
import ssl
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.slack.body import decode_form

Json = dict[str, Any]
OLD = 3  # seconds, of a trigger
SCOPES = b"chat:write,commands,im:write,im:history,channels:history,channels:read,groups:read,users:read"


class Slack:
    """What it was told, and what it has seen."""

    def __init__(self) -> None:
        self.told = {"delay": 0.0, "pace": 0.0}
        self.forget()

    def forget(self) -> None:
        self.calls: Counter[str] = Counter()  # those that were done, by method
        self.refused: Counter[str] = Counter()  # those that came too soon
        self.opened, self.late = set[str](), set[str]()  # the triggers of forms
        self.at: list[float] = []  # when each was done
        self.last: dict[str, float] = {}  # when something was last done in a channel
        self.cards: Counter[str] = Counter()
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self._free: dict[str, float] = {}

    def seen(self) -> Json:
        counts = {
            "calls": self.calls,
            "refused": self.refused,
            "late": len(self.late),
            "cards": len(self.cards),
        }
        counts["opened"] = len(self.opened)
        counts["doubled"] = sum(times - 1 for times in self.cards.values())
        seconds = self.at[-1] - self.at[0] if self.at else 0.0
        return {**counts, "seconds": seconds, "most": self._most_in_a_minute()}

    def _most_in_a_minute(self) -> int:
        return max((n + 1 - bisect_left(self.at, at - 60) for n, at in enumerate(self.at)), default=0)

    def call(self, method: str, given: dict[str, str]) -> tuple[int, Json]:
        now, channel = time.time(), given.get("channel", "")
        if self._too_soon(method, channel, now):
            self.refused[method] += 1
            return 429, {"ok": False, "error": "ratelimited"}
        if method == "views.open" and not self._opens(given["trigger_id"], now):
            return 200, {"ok": False, "error": "expired_trigger_id"}
        self.calls[method] += 1
        self.at.append(now)
        answer = _ANSWERS[method](self, given) if method in _ANSWERS else {}
        if channel:
            self.last[answer.get("channel", channel)] = now
        return 200, {"ok": True, **answer}

    def _opens(self, trigger: str, now: float) -> bool:
        soon = now - float(trigger.rpartition(".")[0]) <= OLD
        (self.opened if soon else self.late).add(trigger)
        return soon

    def _too_soon(self, method: str, channel: str, now: float) -> bool:
        """A message a second in a channel: those above it are to come again."""
        if method != "chat.postMessage" or not self.told["pace"]:
            return False
        soon = self._free.get(channel, 0.0) > now
        if not soon:
            self._free[channel] = now + self.told["pace"]
        return soon


def _post(slack: Slack, given: dict[str, Any]) -> Json:
    channel, ts = _place(given["channel"]), f"{time.time():.6f}"
    metadata = given.get("metadata", {})  # in a form it is a text
    metadata = json.loads(metadata) if isinstance(metadata, str) else metadata
    if card := metadata.get("event_payload", {}).get("card"):
        slack.cards[card] += 1
    slack.messages[channel].append({"ts": ts, "metadata": metadata})
    return {"channel": channel, "ts": ts, "message": {"ts": ts}}


def _place(channel: str) -> str:
    return f"D{channel}" if channel.startswith("U") else channel


def _user(_: Slack, given: dict[str, str]) -> Json:
    who = given["user"]
    return {"user": {"id": who, "name": who, "profile": {"display_name": f"Name {who}"}, "tz": "UTC"}}


_ANSWERS: dict[str, Callable[[Slack, dict[str, str]], Json]] = {
    "auth.test": lambda *_: {
        "team_id": "T0PLAY",
        "user_id": "UBOT",
        "bot_id": "B1",
        "url": "https://x.slack.com/",
    },
    "users.info": _user,
    "chat.postMessage": _post,
    "chat.update": lambda _, given: {"channel": given["channel"], "ts": given["ts"]},
    "chat.getPermalink": lambda *_: {"permalink": "https://x.slack.com/archives/C1/p1"},
    "conversations.open": lambda _, given: {"channel": {"id": _place(given["users"])}},
    "conversations.history": lambda slack, given: {"messages": slack.messages[given["channel"]][-200:]},
    "conversations.members": lambda *_: {"members": ["U0ANA", "U0BEN", "UBOT"]},
    "views.open": lambda *_: {"view": {"id": "V1", "hash": "1"}},
    "views.update": lambda *_: {"view": {"id": "V1", "hash": "2"}},
    "views.publish": lambda *_: {"view": {"id": "V2", "hash": "1"}},
}


async def _converse(slack: Slack, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            line, *rest = head.decode("latin-1").split("\r\n")
            named = dict(one.lower().split(": ", 1) for one in rest if ": " in one)
            body = await reader.readexactly(int(named.get("content-length", 0)))
            status, answer = await _answer(slack, line.split()[1].rpartition("/")[2], body)
            closes = named.get("connection") == "close"
            writer.write(_written(status, json.dumps(answer).encode(), closes=closes))
            await writer.drain()
            if closes:
                break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    writer.close()


async def _answer(slack: Slack, what: str, body: bytes) -> tuple[int, Json]:
    if what == "told":
        slack.told |= json.loads(body)
        slack.forget()
        return 200, {}
    if what == "seen":
        return 200, slack.seen()
    if what == "last":
        channel = json.loads(body)["channel"]
        return 200, {"at": slack.last.get(channel, 0.0), "posts": len(slack.messages[channel])}
    given = json.loads(body) if body.startswith(b"{") else decode_form(body) if body else {}
    if slack.told["delay"]:
        await asyncio.sleep(slack.told["delay"])
    return slack.call(what, given)


def _written(status: int, body: bytes, *, closes: bool) -> bytes:
    lines = [b"HTTP/1.1 %d %s" % (status, b"OK" if status == 200 else b"Too Many Requests")]
    lines += [b"Content-Type: application/json", b"X-OAuth-Scopes: " + SCOPES, b"Retry-After: 1"]
    lines += [
        b"Content-Length: %d" % len(body),
        b"Connection: close" if closes else b"Connection: keep-alive",
    ]
    return b"\r\n".join([*lines, b"", body])


async def main(certificate: Path | None) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if certificate else None
    if tls and certificate:
        tls.load_cert_chain(certificate)
    slack = Slack()
    server = await asyncio.start_server(
        lambda *ends: _converse(slack, *ends), "127.0.0.1", 0, ssl=tls, backlog=1000
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
