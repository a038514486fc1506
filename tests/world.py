"""A workspace, the bot in it, and people who do things there: what journeys are written with.

Everything goes through the stand-in, as in Slack: people press what they see, and read what they are shown.
"""

import io
import json
import socket
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from http.client import HTTPMessage
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import SplitResult
from urllib.response import addinfourl
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import Engine, select

from bot.app import Alongside
from bot.clock import Clock
from bot.features import FEATURES, pairs
from bot.play import prepare
from bot.playground.counter import Answer
from bot.playground.doors import STATUS, Doors
from bot.playground.faults import Call
from bot.playground.inbound import Reply
from bot.playground.records import Person
from bot.playground.server import Running, serve
from bot.playground.slack import Slack
from bot.rounds.keeping.tables import cards
from bot.rounds.showing import outbox
from bot.rounds.showing.behind import MORE
from bot.settings import Settings
from bot.slack import choices, kept
from bot.words import ROOT, phrase
from tests.reading import actions_in

TUESDAY_TEN = datetime(2026, 9, 15, 10, tzinfo=ZoneInfo("Europe/London"))
TEAM, SECRET, TOKEN = "T0PLAY", "a-signing-secret", "xoxb-test"
# What says that it was wrong in itself, of what we draw.
DRAWN = ("chat.", "views.")
WRONG = {
    *("block_mismatch", "invalid_arguments", "invalid_blocks", "invalid_blocks_format", "no_text"),
    *("invalid_metadata_format", "metadata_too_large", "msg_blocks_too_long", "msg_too_long"),
    *("unknown_method", "view_too_large"),
}
NAMES = {"Ana": "U0ANA", "Ben": "U0BEN", "Chloe": "U0CHLOE", "Dev": "U0DEV", "Esi": "U0ESI"}

# By address, which one test after another uses again. Between tests an engine keeps no connection, only
# the SQL that it has compiled, which took longer than all else that most tests do.
_ENGINES: dict[str, Engine] = {}


# The worlds whose stand-in is asked without a socket, by its address.
_NEAR: dict[str, "World"] = {}


class _FromHandToHand(urllib.request.HTTPHandler):
    """In the place of urllib's own, which the SDK uses: nothing but the socket is left out."""

    def http_open(self, request: urllib.request.Request) -> Any:
        world = _near(request.host)
        if world is None:
            return super().http_open(request)
        taken, headers = _taken(world, _environ(request), request.timeout)
        answer = addinfourl(io.BytesIO(taken.body), headers, request.full_url, taken.status)
        answer.msg = STATUS[taken.status]  # type: ignore[attr-defined]
        return answer


class _Near:
    """In the place of a connection that is kept: the same."""

    will_close = True  # whether it can be used again is asked of a real one

    def __init__(self, world: "World", timeout: float) -> None:
        self._world, self._timeout = world, timeout

    def request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
        taken, self.headers = _taken(self._world, _posted(method, path, body, headers), self._timeout)
        self.status, self._body = taken.status, taken.body

    def getresponse(self) -> "_Near":
        return self

    def read(self) -> bytes:
        return self._body

    def close(self) -> None:
        pass


def _near(address: str) -> "World | None":
    """Whose stand-in is there, if it can be asked without a socket."""
    world = _NEAR.get(address)
    if world and world.slack.faults.sudden:
        world.listen()
        return None
    return world


def _taken(world: "World", environ: dict[str, Any], timeout: float | None) -> tuple[Answer, HTTPMessage]:
    taken = world.doors.take(environ)
    world.waits(min(taken.seconds, timeout or taken.seconds))
    if timeout and taken.seconds > timeout:
        raise TimeoutError("timed out")
    headers = HTTPMessage()
    for header in [("Content-Type", taken.content_type), *taken.headers]:
        headers.add_header(*header)
    return taken, headers


def _connection(url: SplitResult, timeout: float, tls: Any) -> Any:
    world = _near(url.netloc)
    return _opened(url, timeout, tls) if world is None else _Near(world, timeout)


def _environ(request: urllib.request.Request) -> dict[str, Any]:
    data = request.data if isinstance(request.data, bytes) else b""
    return _posted(request.get_method(), request.selector, data, dict(request.header_items()))


def _posted(method: str, path: str, body: bytes | None, headers: dict[str, str]) -> dict[str, Any]:
    given = {name.upper().replace("-", "_"): value for name, value in headers.items()}
    data = body or b""
    return {
        **{f"HTTP_{name}": value for name, value in given.items()},
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": given.get("CONTENT_TYPE", ""),
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
    }


urllib.request.HTTPHandler = _FromHandToHand  # type: ignore[misc]
_opened, kept.opened = kept.opened, _connection


class World:
    """`database_url` is migrated already. The bot works in the caller's thread, when told to settle.

    `own_engine` is for who has to see an engine begin: what it logs is settled then. What the bot asks goes
    from hand to hand, as what it is asked does; with `wired`, and whenever Slack is to go wrong, by socket.
    For an answer that only comes late, or never, nobody sleeps: time passes, the machine's and Slack's own.
    """

    pace = timedelta(
        seconds=1.2
    )  # as long as it waits to rest: for Slack's pace, not for a lease or an outage

    def __init__(
        self,
        database_url: str,
        keys_url: str | None = None,
        features: Any = FEATURES,
        manifest: Path = ROOT / "app.yml",
        own_engine: bool = False,
        wired: bool = False,
    ) -> None:
        self._own_engine = own_engine
        self._waited = 0.0
        self.clock = Clock(TUESDAY_TEN)
        self.clock.hold()
        self.features = features
        self.slack = Slack(
            manifest=manifest,
            signing_secret=SECRET,
            bot_token=TOKEN,
            deliver=self._deliver,
            clock=self.clock,
            timer=lambda: self._waited + time.monotonic() / 10,  # a busy machine is nobody's fault
        )
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._address = "{}:{}".format(*self._socket.getsockname())
        self._server: Running | None = None
        self._lock = Lock()
        self.slack.base_url = f"http://{self._address}"
        self.doors = Doors(self.slack, move=None)
        if wired:
            self.listen()
        else:
            _NEAR[self._address] = self
        self.settings = Settings(
            slack_bot_token=TOKEN,
            slack_signing_secret=SECRET,
            slack_api_url=f"{self.slack.base_url}/api/",
            database_url=database_url,
            keys_url=keys_url,
            encryption_keys=(Fernet.generate_key().decode(),),
            support_text="Maya, staff support, weekdays 9 to 4",
            support_people=("U0ESI",),
            rounds_a_day=0,  # in a test's day more is lived through than in anybody's
            asks_a_day=0,
        )
        if left := _ENGINES.get(database_url):
            left.dispose()  # of a world that was not closed, on the database that stood here before
        self.bot = self._start()
        self._people = {name: Somebody(self, name, id_) for name, id_ in NAMES.items()}

    def __getitem__(self, name: str) -> "Somebody":
        return self._people[name]

    @property
    def everybody(self) -> list["Somebody"]:
        return list(self._people.values())

    def newcomer(self, name: str, channel: str = "C0HOME") -> "Somebody":
        """Somebody more in the workspace, and in that channel."""
        id_ = f"U0{name.upper()}"
        with self.slack.workspace.changing():
            self.slack.people[id_] = Person(id_, name.lower(), name)
            self.slack.conversations[channel].members.add(id_)
            self.slack.workspace.direct(id_)
        self._people[name] = Somebody(self, name, id_)
        return self._people[name]

    def pair(self, *names: str) -> None:
        """Two or three people who are a pair (or trio) already."""
        prepare(self.bot, [pairs.FEATURE], TEAM, tuple(NAMES[name] for name in names))
        self.settle()

    def listen(self) -> None:
        """By socket from here on: its threads take longer to begin than most tests do."""
        with self._lock:
            if self._server is None:
                self._socket.close()  # it only held the port
                self._server = serve(self.slack, port=int(self._address.rpartition(":")[2]))

    def settle(self) -> None:
        """Everything that is to be done now is done; Slack's pace is kept, but nobody sleeps for it."""
        self.bot.settle()
        for _ in range(30):
            if not self._waits():
                return
            self.later(seconds=1.1)
            if self.bot.show.settle():
                self.bot.settle()  # whom it told of something, from then on their time runs
        raise AssertionError("the bot does not come to rest")

    def later(self, **delta: float) -> None:
        """Machine time passes: leases, limits and waits run out."""
        self.bot.store.machine_offset += timedelta(**delta)

    def waits(self, seconds: float) -> None:
        """Somebody waited so long for Slack's answer."""
        if seconds:
            self._waited += seconds
            self.later(seconds=seconds)

    def move(self, **delta: float) -> None:
        """Practice time walks on, and what falls due happens on the way."""
        end = self.clock() + timedelta(**delta)
        while True:
            self.settle()
            due = self.bot._next_due()
            if due is None or due > end:
                break
            self.clock.move_to(due)
        self.clock.move_to(end)
        self.settle()

    def jump(self, **delta: float) -> None:
        """The machine slept: practice time is later, and nothing happened meanwhile."""
        self.clock.move_to(self.clock() + timedelta(**delta))
        self.settle()

    def restart(self) -> None:
        """The process dies and another starts on the same database."""
        offset = self.bot.store.machine_offset
        self.bot.store.close()
        self.bot = self._start()
        self.bot.store.machine_offset = offset

    def dead_lines(self) -> list[str]:
        """What stands in Slack and should not, once nothing waits to be told; [] while something does.

        In direct messages only the newest card of each, unless it may not be deleted; nothing twice, and
        nothing that the bot takes to be gone.
        """
        with self.bot.store.read() as db:
            if outbox.next_showing(db) is not None:
                return []
        here, old = self._cards()
        return [
            *(f"{row.key} stands twice" for row, times in Counter(here).items() if times > 1),
            *(f"{row.key} is {row.state}" for row in here if row.state in ("gone", "new", "sending")),
            *(f"old, for {row.key}" for row in old if row.place.startswith("U") and not row.stays),
        ]

    def shrunk_lines(self) -> list[int]:
        """How many lines in a channel only lead on to a newer card, of each round that has any."""
        _, old = self._cards()
        return list(Counter(row.round_id for row in old if row.place.startswith("C")).values())

    def _cards(self) -> tuple[list[Any], list[Any]]:
        """The rows of all cards that stand in Slack, and of those the ones that have a newer one."""
        with self.bot.store.read() as db:
            kept = {row.id: row for row in db.execute(select(cards))}
        newest: dict[tuple[str, str], int] = {}
        for row in kept.values():
            newest[row.round_id, row.key] = max(row.generation, newest.get((row.round_id, row.key), 0))
        here = [kept[id_] for id_ in self._cards_in_slack() if id_ in kept]
        return here, [row for row in here if row.generation < newest[row.round_id, row.key]]

    def _cards_in_slack(self) -> list[str]:
        messages = [m for place in self.slack.conversations.values() for m in place.messages if m.metadata]
        return [str(m.metadata["event_payload"].get("card")) for m in messages if m.metadata]

    def mistakes(self) -> list[str]:
        """What of ours Slack refused because it was wrong in itself: it would refuse it for ever."""
        refused = [one for one in self.slack.calls if one.outcome in WRONG and not one.on_purpose]
        return [f"{one.method}: {one.outcome}" for one in refused if one.method.startswith(DRAWN)]

    def close(self) -> None:
        _NEAR.pop(self._address, None)
        self._socket.close()
        if self._server:
            self._server.close()
        self.bot.store.close()
        assert self.mistakes() == []

    def _start(self) -> Alongside:
        bot = Alongside(self.settings, self.clock, threads=False, features=self.features)
        store = bot.store
        if store.keys_engine is store.engine and not self._own_engine:
            store.engine = store.keys_engine = _ENGINES.setdefault(self.settings.database_url, store.engine)
        return bot

    def _waits(self) -> bool:
        """Whether something waits for Slack's pace."""
        with self.bot.store.read() as db:
            at = outbox.next_showing(db)
            return at is not None and at <= db.machine_now() + self.pace

    def _deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        return deliver(self.bot.wsgi, body, headers)


W = TypeVar("W", bound=World)


def paired(made: W) -> Iterator[W]:
    """For a fixture: with a pair (Ana and Ben) in it; closed in the end."""
    made.pair("Ana", "Ben")
    yield made
    made.close()


def deliver(
    wsgi: Any,
    body: bytes,
    headers: dict[str, str],
    method: str = "POST",
    path: str = "/slack/events",
    query: str = "",
) -> Reply:
    """One request into the WSGI app, without a socket."""
    answer: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        answer.update(status=int(status.split()[0]), headers=dict(headers))
        return lambda _: None

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
    }
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    text = b"".join(wsgi(environ, start))
    return Reply(answer["status"], answer["headers"], text)


@dataclass(frozen=True)
class Seen:
    """A message as somebody sees it."""

    raw: dict[str, Any]

    @property
    def text(self) -> str:
        """The top-level text: what a notification and a screen reader say."""
        return str(self.raw["text"])

    @property
    def words(self) -> str:
        """Everything written in its blocks."""
        return said(self.raw.get("blocks") or [])

    @property
    def buttons(self) -> list[str]:
        return [e["text"]["text"] for _, e in pressable(self.raw.get("blocks") or [])]

    @property
    def ephemeral(self) -> bool:
        return bool(self.raw.get("ephemeral"))


class Somebody:
    """A person at their screen."""

    def __init__(self, world: World, name: str, id_: str) -> None:
        self.world, self.name, self.id = world, name, id_
        self._known: set[str] = set()
        self._rung = 0

    # what they see

    @cached_property
    def dm(self) -> str:
        """Their direct message with the app."""
        conversations = self.world.slack.state(self.id)["conversations"]
        return next(str(c["id"]) for c in conversations if c["kind"] == "app")

    def messages(self, channel: str | None = None) -> list[Seen]:
        return [Seen(raw) for raw in self.world.slack.seen_by(self.id, channel or self.dm)]

    @property
    def card(self) -> Seen:
        """The newest message of the app's that is not for their eyes only."""
        return [m for m in self.messages() if not m.ephemeral and m.raw["user"] != self.id][-1]

    @property
    def whispered(self) -> Seen:
        """The newest message that only they can see, in their direct message."""
        return [m for m in self.messages() if m.ephemeral][-1]

    def news(self) -> list[str]:
        """The texts of posts that are new since this was last asked: what rang, without receipts."""
        fresh = [m for m in self.messages() if m.raw["ts"] not in self._known]
        self._known |= {m.raw["ts"] for m in fresh}
        return [m.text for m in fresh if not m.ephemeral and m.raw["user"] != self.id]

    def rang(self) -> list[str]:
        """What was posted to them since this was last asked, as it said when it rang."""
        posts = [str(call.args["text"]) for call in self._posts()]
        fresh, self._rung = posts[self._rung :], len(posts)
        return fresh

    def rang_at(self) -> list[datetime]:
        """When each post came to them, in their own time."""
        zone = ZoneInfo(self.world.slack.people[self.id].tz)
        return [call.at.astimezone(zone) for call in self._posts()]

    def rang_with(self) -> list[tuple[datetime, str]]:
        """The same, with what each said."""
        return list(zip(self.rang_at(), (str(call.args["text"]) for call in self._posts()), strict=True))

    def _posts(self) -> list[Call]:
        calls = [c for c in self.world.slack.calls if c.method == "chat.postMessage" and c.outcome == "ok"]
        return [c for c in calls if c.args["channel"] == self.id]

    @property
    def form(self) -> dict[str, Any] | None:
        """The form that is open in front of them."""
        views = self.world.slack.views(self.id)
        return views[-1] if views else None

    @property
    def reads(self) -> str:
        """Everything written in the open form, typed text included."""
        assert self.form, f"{self.name} has no form open"
        return f"{self.form['title']['text']}\n{said(self.form['blocks'])}"

    @property
    def home(self) -> str:
        """Everything written in their Home tab, as it opens now."""
        self.world.slack.open_home(self.id)
        self.world.settle()
        home = self.world.slack.state(self.id)["home"]
        return said(home["blocks"]) if home else ""

    # what they do

    def types(self, text: str, channel: str | None = None) -> Any:
        outcome = self.world.slack.post(self.id, channel or self.dm, text)
        self.world.settle()
        return outcome

    def presses(self, label: str, channel: str | None = None) -> Any:
        """The button of that name: in the open form, else in the newest message that has it, behind *More* if
        it stands on none.
        """
        outcome = self.press_only(label, channel)
        self.world.settle()
        return outcome

    def press_only(self, label: str, channel: str | None = None) -> Any:
        """Press, and let nothing else happen yet."""
        form = self.form
        if form:
            for block, element in pressable(form["blocks"]):
                if element["text"]["text"] == label:
                    return self._press_in(form, block, element)
        where = channel or self.dm
        for message in reversed(self.messages(where)):
            for block, element in pressable(message.raw.get("blocks") or []):
                if element["text"]["text"] == label:
                    return self._press_on(message, where, block, element)
        if any(self._opens_more(message, where, label) for message in reversed(self.messages(where))):
            return self.press_only(label)
        raise AssertionError(f"{self.name} sees no button {label!r}")

    def presses_this(self, block: dict[str, Any], element: dict[str, Any]) -> Any:
        """This very button in the open form, where others there have the same label."""
        assert self.form, f"{self.name} has no form open"
        outcome = self._press_in(self.form, block, element)
        self.world.settle()
        return outcome

    def _opens_more(self, message: Seen, where: str, label: str) -> bool:
        """Whether that stands behind its *More*, which is open then."""
        for block, element in pressable(message.raw.get("blocks") or []):
            if element["action_id"] == MORE or element["action_id"].endswith(".menu"):
                self._press_on(message, where, block, element)
                self.world.settle()
                form = self.form
                if form and label in [e["text"]["text"] for _, e in pressable(form["blocks"])]:
                    return True
                if form:
                    self.closes()
        return False

    def _press_on(self, message: Seen, where: str, block: dict[str, Any], element: dict[str, Any]) -> Any:
        return self.world.slack.press(
            self.id,
            channel=where,
            ts=message.raw["ts"],
            action_id=element["action_id"],
            block_id=block["block_id"],
        )

    def _press_in(self, view: dict[str, Any], block: dict[str, Any], element: dict[str, Any]) -> Any:
        return self.world.slack.press(
            self.id, view=view["id"], action_id=element["action_id"], block_id=block["block_id"]
        )

    def presses_at_home(self, label: str) -> Any:
        assert self.home
        home = self.world.slack.state(self.id)["home"]
        for block, element in pressable(home["blocks"]):
            if element["text"]["text"] == label:
                outcome = self._press_in(home, block, element)
                self.world.settle()
                return outcome
        raise AssertionError(f"{self.name} sees no button {label!r} at home")

    def sends(self, answers: dict[str, Any] | None = None) -> Any:
        """Fill in the open form by its labels (text, True for a tick, the label of a choice) and send it."""
        outcome = self.send_only(answers)
        self.world.settle()
        return outcome

    def opens_more_choices(self) -> dict[str, Any]:
        """The open form with all that it asks, pressed where something stands behind *More choices*."""
        assert self.form, f"{self.name} has no form open"
        if choices.CHOICES in actions_in(self.form["blocks"]):
            self.presses(str(phrase("common.choices.label")))
        return self.form

    def send_only(self, answers: dict[str, Any] | None = None) -> Any:
        form = self.form
        assert form, f"{self.name} has no form open"
        if not {*(answers or {})} <= labels(form):
            form = self.opens_more_choices()
        return self.world.slack.submit(self.id, form["id"], filled(form, answers or {}))

    def closes(self) -> None:
        assert self.form
        self.world.slack.close(self.id, self.form["id"])
        self.world.settle()

    def answers(self, text: str, *, draft: bool = False) -> Any:
        """Open the newest card's form and save an answer."""
        label = next(b for b in self.card.buttons if b.startswith(("Write", "Finish")))
        self.presses(label)
        return self.sends({"In your own words": text, "Not ready?": draft})


def labels(view: dict[str, Any]) -> set[str]:
    """Of the questions that stand in it."""
    return {block["label"]["text"] for block in view["blocks"] if block["type"] == "input"}


def filled(view: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The state that Slack sends for these answers, by the labels of the questions."""
    by_label = {b["label"]["text"]: b for b in view["blocks"] if b["type"] == "input"}
    values: dict[str, Any] = {}
    for label, answer in answers.items():
        block = by_label[label]
        element = block["element"]
        values[block["block_id"]] = {element["action_id"]: _state(element, answer)}
    return values


def _state(element: dict[str, Any], answer: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("checkboxes", "multi_static_select"):
        some = answer if isinstance(answer, list) else None  # the labels of these; True for all there are
        ticked = [o for o in element["options"] if some is None or o["text"]["text"] in some]
        return {"type": kind, "selected_options": ticked if answer else []}
    if kind in ("radio_buttons", "static_select"):
        chosen = next(o for o in element["options"] if o["text"]["text"] == answer)
        return {"type": kind, "selected_option": chosen}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": [NAMES.get(name, name) for name in answer]}
    if kind == "users_select":
        return {"type": kind, "selected_user": NAMES.get(answer, answer) or None}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": answer}
    if kind == "datepicker":
        return {"type": kind, "selected_date": answer}
    return {"type": kind, "value": answer}


def pressable(blocks: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every button with its block."""
    found = []
    for block in blocks:
        elements = [*block.get("elements", []), block.get("accessory") or {}]
        found += [(block, e) for e in elements if e.get("type") == "button"]
    return found


def said(blocks: Any) -> str:
    """Every text in these blocks, in order, a line each; invisible isolates left out."""
    lines: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                collect(one)
        elif isinstance(part, dict):
            for key, value in part.items():
                if key in ("text", "initial_value") and isinstance(value, str):
                    lines.append(value)
                else:
                    collect(value)

    collect(blocks)
    return "\n".join(lines).replace("\u2068", "").replace("\u2069", "")


def everything_outgoing(slack: Slack) -> str:
    """Every request the bot made, as text."""
    return json.dumps([[c.method, c.args] for c in slack.calls], ensure_ascii=False, default=str)
