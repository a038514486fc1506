"""Kills the process at every named fail point of a transition, and asks whether anybody would notice.

A `Transition` starts from a state, and is acted out once without faults. That run writes down every fail
point it passes. Then it is acted out again for each of them, with a crash there: what the process held in
memory is gone, it starts anew, people repeat what they were not told had worked, leases run out. In the end
everything that is stored, and everything that people see, has to be as it was without a fault.

Hits with the same database, the same Slack and the same people waiting for an answer are one case, as a
crash leaves nothing else behind. On SQLite, besides, every name is crashed at in every transition.
"""

import json
import pickle
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy import delete, insert, select, text

from bot import failpoints, store, vault
from bot.app import Alongside
from bot.people.models import NOBODY
from bot.playground.box import Outcome
from bot.playground.inbound import Reply
from bot.rounds.keeping import queries
from bot.rounds.showing import outbox
from bot.rounds.showing.jobs import OWED
from bot.rounds.time.windows import free_from
from bot.slack import choices
from bot.slack.errors import APOLOGY
from bot.words import phrase
from tests.size import SOAK, some
from tests.world import TEAM, Seen, Somebody, World, pressable, said

SLACK_KEEPS = (
    "people",
    "conversations",
    "stacks",
    "homes",
    "triggers",
    "response_urls",
    "uploads",
    "warnings",
    "revision",
    "chance",
    "_last_ts",
)
_NOBODY = re.compile(f"{NOBODY}[0-9a-f]{{8}}")
_LINK = re.compile(r"http\S+/archives/\w+/p\d+")  # of a message, whose id is another one each time
OVER = timedelta(seconds=80)  # by then every lease has run out


class Crash(BaseException):
    """The process dies here. No `except Exception` may catch it."""


class NoButton(AssertionError):
    """What somebody is to press stands nowhere before them."""


class StillTime:
    """Machine time that stands still until it is moved, so that things happen the same way twice."""

    def __init__(self) -> None:
        self._moment = datetime.now(UTC)

    def __radd__(self, _: datetime) -> datetime:
        return self._moment

    def __iadd__(self, delta: timedelta) -> "StillTime":
        self._moment += delta
        return self

    def total_seconds(self) -> float:
        """What makes of the machine's running time, too, one that stands still."""
        return self._moment.timestamp() - time.monotonic()


class Fragile(World):
    """A world whose bot can die: whoever waits for an answer then sees trouble, and it starts anew."""

    answering = False
    times = 1  # how often Slack delivers each request

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.slack._box.retry_events = True  # as Slack does

    def _start(self) -> Alongside:
        bot = super()._start()
        bot.store.machine_offset = StillTime()  # type: ignore[assignment]
        return bot

    def restart(self) -> None:
        """As the process would, but for its connections and the SQL it has compiled: they hold no state."""
        before = self.bot.store
        self.bot = self._start()
        self.bot.store.close()
        for name in ("engine", "keys_engine", "machine_offset"):
            setattr(self.bot.store, name, getattr(before, name))

    def begins_anew(self, at_home: set[tuple[str, str]]) -> None:
        """A process that remembers nothing but who had Home open when it was saved."""
        self.restart()
        self.bot.routes._at_home = at_home

    def may_look_in_channels(self) -> None:
        """As if whoever runs it had added the scope with which a card in a channel can be looked for."""
        self.may("channels:history")

    def may(self, *scopes: str) -> None:
        """As if whoever runs it had added these scopes."""
        manifest = self.slack.app.manifest
        self.slack.app.manifest = replace(manifest, scopes=manifest.scopes | {*scopes})

    def goes_wrong(self, kind: str) -> None:
        """Slack answers like that to the next posts, updates, and questions about a channel."""
        for method in ("chat.postMessage", "chat.update", "chat.delete", "conversations.info"):
            self.slack.faults.next(method, kind, times=2, retry_after=30)

    def _deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        self.answering = True
        try:
            replies = [super(Fragile, self)._deliver(body, headers) for _ in range(self.times)]
            return replies[0]
        except Crash:
            self.restart()
            raise ConnectionResetError from None
        finally:
            self.answering = False

    def settle(self) -> None:
        try:
            super().settle()
        except Crash:
            self.restart()
            self.recover()

    def recover(self) -> None:
        """Leases run out, and everything that was left behind is done."""
        for _ in range(40):
            self.settle()
            with self.bot.store.read() as db:
                waits = outbox.next_showing(db)
                soon = db.machine_now() + timedelta(hours=6)
            if waits is None or waits > soon:  # what Slack keeps is tried again another day
                return
            self.later(seconds=OVER.total_seconds())
        raise AssertionError("something waits for ever")


# What people do. `first` is the act, `again` what they do where they were not told that it worked.


Whoever = str | Callable[[Fragile], str]  # a name, or who it is by then


@dataclass(frozen=True)
class Step:
    first: Callable[[Fragile], Outcome | None]
    again: Callable[[Fragile], Outcome | None]
    insists: Callable[[Fragile], Outcome | None] | None = None  # who still does not find what it should bring


def types(name: str, text: str, channel: str | None = None) -> Step:
    """A command or a message in their direct message with the app; typed again after trouble."""

    def post(world: Fragile) -> Outcome:
        return world.slack.post(world[name].id, channel or world[name].dm, text)

    return Step(post, post)


def presses(
    name: Whoever, action: str, value: str | None = None, *, where: str | None = None, careful: bool = False
) -> Step:
    """A button, by its action: in the open form, else on the newest message; again if nothing happened.

    `where` is a channel: the button on what stands there. Who is `careful` looks at what became of it before
    they press again.
    """
    before: dict[str, Any] = {}

    def first(world: Fragile) -> Outcome:
        before["who"] = name if isinstance(name, str) else name(world)
        return insists(world)

    def insists(world: Fragile) -> Outcome:  # whoever pressed it first, also where another one would by now
        before["seen"] = sees(world[before["who"]])
        return press(world[before["who"]], action, value, where)

    def again(world: Fragile) -> Outcome | None:
        person = world[before["who"]]
        if careful:
            world.recover()
        if (form := person.form) and is_kept_waiting(person):  # whoever said so is dead
            world.slack.close(person.id, form["id"])
        elif sees(person) != before["seen"]:
            return None
        return press(person, action, value, where)

    return Step(first, again, again if careful else insists)


def inside(page: Step, name: str, act: Step) -> Step:
    """The same on a page which somebody opened so: whoever finds it shut opens it again."""

    def found(way: Callable[[Fragile], Outcome | None]) -> Callable[[Fragile], Outcome | None]:
        def does(world: Fragile) -> Outcome | None:
            if world[name].form is None:
                page.again(world)
                world.recover()
            return way(world)

        return does

    return Step(act.first, found(act.again), found(act.insists or act.again))


def takes_along(name: str, shortcut: str, channel: str) -> Step:
    """That shortcut, in the menu of the first message of a channel; again if nothing came of it."""

    def first(world: Fragile) -> Outcome:
        ts = world.slack.conversations[channel].messages[0].ts
        return world.slack.message_shortcut(world[name].id, shortcut, channel, ts)

    def again(world: Fragile) -> Outcome:
        if form := world[name].form:  # whoever opened it is dead
            world.slack.close(world[name].id, form["id"])
        return first(world)

    return Step(first, again)


def sends(name: Whoever, /, **answers: Any) -> Step:
    """The open form, filled in by block_id; a form that stays open is sent again, or closed if refused."""
    sent: dict[str, Any] = {}

    def first(world: Fragile) -> Outcome:
        sent["who"] = name if isinstance(name, str) else name(world)
        person = world[sent["who"]]
        form = person.form
        assert form, f"{person.name} has no form open"
        sent["form"], sent["as"] = form["id"], form["callback_id"]
        outcome = world.slack.submit(person.id, form["id"], filling(person, form, answers))
        sent["unanswered"] = outcome.error is not None
        return outcome

    def again(world: Fragile) -> Outcome | None:
        person = world[sent["who"]]
        form = person.form
        # A press that came late once more may have opened it anew.
        anew = form and sent.get("unanswered") and form["callback_id"] == sent["as"]
        if form is None or not (form["id"] == sent["form"] or anew) or "submit" not in form:
            return None
        outcome = world.slack.submit(person.id, form["id"], filling(person, form, answers))
        if outcome.error or apologises(outcome):
            return outcome  # nothing was saved, and it is still open
        if outcome.errors:
            world.slack.close(person.id, form["id"])
        return None

    return Step(first, again)


def apologises(outcome: Outcome) -> bool:
    """Whether the form says that something went wrong, and that nothing was saved."""
    return str(phrase(APOLOGY)) in (outcome.errors or {}).values()


def opens_home(name: str) -> Step:
    def look(world: Fragile) -> Outcome:
        return world.slack.open_home(world[name].id)

    return Step(look, look)


def walks(**delta: float) -> Step:
    """Practice time walks on; after a crash on the way, from there."""
    return does(lambda world: world.move(**delta))


def does(act: Callable[[Fragile], object]) -> Step:
    """Anything else that happens, not to be repeated."""

    def first(world: Fragile) -> None:
        act(world)

    return Step(first, lambda _: None)


def leave_time(world: World) -> None:
    """Everybody has had half of theirs, and a noon: a press leaves nobody behind."""
    while (free := _free(world)) and free > world.clock():  # they may hear of it on the way
        world.move(seconds=(free - world.clock()).total_seconds())


def _free(world: World) -> datetime | None:
    kinds = ("matter", "meeting", "listening")
    with world.bot.store.read() as db:
        asked = text("SELECT id, feature, kind FROM rounds WHERE status = 'running' ORDER BY created_at DESC")
        newest = next(row for row in db.execute(asked) if row.kind in kinds)
        round_ = queries.find(db, TEAM, newest.id, newest.feature)
    return free_from(round_, round_.present)


had_time = does(leave_time)


def closes(name: Whoever) -> Step:
    """Close whatever forms are open."""

    def close(world: Fragile) -> None:
        person = world[name if isinstance(name, str) else name(world)]
        if form := person.form:
            world.slack.close(person.id, form["id"], everything=True)

    return does(close)


def press(person: Somebody, action: str, value: str | None = None, where: str | None = None) -> Outcome:
    """In the form, else on the newest message that has it, in their own or a channel, else in the Home tab.

    With `where`, on the newest message in that channel.
    """
    slack = person.world.slack
    home = slack.state(person.id)["home"]
    for view in [person.form] if person.form and not where else []:
        if block := _found(view["blocks"], action, value):
            return slack.press(person.id, view=view["id"], action_id=action, block_id=block["block_id"])
    for channel in [where] if where else [person.dm, *channels(person)]:
        for message in reversed(person.messages(channel)):
            if block := _found(message.raw.get("blocks") or [], action, value):
                ts = message.raw["ts"]
                return slack.press(
                    person.id, channel=channel, ts=ts, action_id=action, block_id=block["block_id"]
                )
    if block := _found(home["blocks"] if home and not where else [], action, value):
        return slack.press(person.id, view=home["id"], action_id=action, block_id=block["block_id"])
    raise NoButton(f"{person.name} sees no button {action}")


def _found(blocks: list[dict[str, Any]], action: str, value: str | None) -> dict[str, Any] | None:
    """The block with that button."""
    for block, element in pressable(blocks):
        if element["action_id"] == action and value in (None, element.get("value")):
            return block
    return None


def is_kept_waiting(person: Somebody) -> bool:
    """Whether their page says that what they asked for will come in a moment."""
    return bool(person.form and said(person.form["blocks"]) == phrase("common.one_moment"))


def channels(person: Somebody) -> list[str]:
    """The channels that somebody is in."""
    every = person.world.slack.conversations.values()
    return [one.id for one in every if one.kind != "app" and person.id in one.members]


def filling(person: Somebody, form: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The same; what stands behind *More choices* they have opened before."""
    if not answers.keys() <= {block.get("block_id") for block in form["blocks"]}:
        view = person.world.slack._box.view(person.id, form["id"])
        view.given["blocks"] = form["blocks"] = choices.opened(form["blocks"])
    return by_block(form, answers)


def by_block(form: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The state of a form, by block_id: text, a tick, a choice's value, people, a day."""
    inputs = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    return {
        block_id: {inputs[block_id]["action_id"]: _held(inputs[block_id], answer)}
        for block_id, answer in answers.items()
    }


def _held(element: dict[str, Any], answer: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind in ("checkboxes", "multi_static_select"):
        return {"type": kind, "selected_options": element["options"] if answer else []}
    if kind in ("radio_buttons", "static_select"):
        chosen = next(o for o in element["options"] if answer in (o["value"], o["text"]["text"]))
        return {"type": kind, "selected_option": chosen}
    if kind == "multi_users_select":
        return {"type": kind, "selected_users": list(answer)}
    if kind == "users_select":
        return {"type": kind, "selected_user": answer}
    if kind == "conversations_select":
        return {"type": kind, "selected_conversation": answer}
    if kind == "datepicker":
        return {"type": kind, "selected_date": answer}
    return {"type": kind, "value": answer}


# What is under test.


@dataclass(frozen=True)
class Transition:
    """`start` brings a world to where it begins; `act` is what is done under faults.

    `kept` are words that nobody but their author may be shown in the end, by the name of the author.
    `ends` says in one look that the transition happened at all.
    """

    name: str
    start: tuple[Step, ...]
    act: tuple[Step, ...]
    ends: Callable[[Fragile], bool]
    kept: dict[str, str] = field(default_factory=dict)
    pairs: tuple[tuple[str, ...], ...] = (("Ana", "Ben"),)

    def __str__(self) -> str:
        return self.name


def by_time(transition: Transition) -> Transition:
    """The same, done by time alone: it begins a minute before what it ends with, whenever that is."""
    act = transition.act or (walks(minutes=2),)
    return replace(transition, start=(*transition.start, nearly(transition.ends)), act=act)


def nearly(ends: Callable[[Fragile], bool]) -> Step:
    """Time walks on to a minute before this comes; before that it is not so."""

    def walk(world: Fragile) -> None:
        before = _Saved(world)
        assert not _holds(ends, world), "it is so already"
        while not _holds(ends, world):
            due = world.bot._next_due()
            assert due, "it never comes"
            world.move(seconds=max(0.0, (due - world.clock()).total_seconds()))
        comes = world.clock()
        before.restore(world)
        world.move(seconds=(comes - world.clock()).total_seconds() - 60)

    return does(walk)


def _holds(ends: Callable[[Fragile], bool], world: Fragile) -> bool:
    try:
        return ends(world)
    except (AssertionError, IndexError, pytest.fail.Exception):
        return False


@dataclass(frozen=True)
class Hit:
    """One fail point that was passed, and which one of all."""

    place: int
    name: str


# By who is a pair from the start, and what was done since.
Beginnings = dict[tuple[tuple[tuple[str, ...], ...], tuple[Step, ...]], "_Saved"]


class Trial:
    """One transition in one world, ready to be acted out again and again.

    With `known`, in one world for several transitions, each is begun from the nearest of what is known.
    """

    def __init__(self, world: Fragile, transition: Transition, known: Beginnings | None = None) -> None:
        self.world, self.transition = world, transition
        start, pairs = transition.start, transition.pairs
        known = {} if known is None else known
        if () not in {begun for begun, _ in known}:
            known[(), ()] = _Saved(world)
        nearer = [done for begun, done in known if begun == pairs and done == start[: len(done)]]
        known[(pairs, done := max(nearer, key=len)) if nearer else ((), done := ())].restore(world)
        if not nearer:
            for pair in pairs:
                world.pair(*pair)
            world.recover()
            known[pairs, ()] = _Saved(world)
        perform(world, start[len(done) :])
        world.recover()
        self._saved = known[pairs, start] = _Saved(world)
        self.passed: list[Hit] = []
        self.cases: list[Hit] = []
        self.expected: dict[str, Any] = {}

    def record(self) -> None:
        """Act it out without faults: which fail points are passed, and how it ends."""
        left: dict[tuple[Any, ...], list[Hit]] = {}
        step = [0]
        self.world.begins_anew(self.world.bot.routes._at_home)
        with surviving(self.world) as database:

            def passing(name: str) -> None:
                hit = Hit(len(self.passed), name)
                self.passed.append(hit)
                state = (database(), self.world.slack.workspace.revision, step[0], self.world.answering)
                left.setdefault(state, []).append(hit)

            with hooked(passing):
                perform(self.world, self.transition.act, step)
        self.cases = one_of_each(left.values(), names=self.world.settings.database_url.startswith("sqlite"))
        self.world.recover()
        self.expected = picture(self.world)
        assert self.transition.ends(self.world), "it did not happen even without a fault"
        assert_sound(self.world, self.transition)

    def crash_at(self, hit: Hit, *, compare: bool = True) -> None:
        """Act it out with a crash there; everything is as it was without, unless nobody is to `compare`."""
        self._saved.restore(self.world)
        passed = [0]

        def passing(name: str) -> None:
            passed[0] += 1
            if passed[0] == hit.place + 1:
                assert name == hit.name, f"{hit.name} expected, {name} reached: not the same way twice"
                raise Crash

        with hooked(passing):
            # Every other time people wait until all is done before they repeat what did not go through.
            perform(self.world, self.transition.act, patient=bool(hit.place % 2))
        assert passed[0] > hit.place, f"{hit.name} was never reached"
        self.world.recover()
        if compare:
            self._compare(f"a crash at {hit}")

    def again(self, wrong: Callable[[Fragile], None]) -> None:
        """Act it out with what `wrong` does to Slack just before; in the end everything is the same."""
        self.act_out(wrong)
        planned = self.world.slack.faults.planned
        self._compare(f"{[fault for fault in planned if not fault.times]}")
        planned.clear()

    def act_out(self, wrong: Callable[[Fragile], None]) -> None:
        """Act it out with what `wrong` does to Slack just before, and look at nothing."""
        self._saved.restore(self.world)
        wrong(self.world)
        perform(self.world, self.transition.act)
        self.world.recover()

    def same(self, what: str) -> None:
        """What is stored, and what people see, is as it is without a fault."""
        different = difference(self.expected, picture(self.world))
        assert not different, f"after {what}:{different}"

    def many_times_over(self, times: int) -> None:
        """Act it out while Slack delivers each request so often, as it does where it hears no answer."""
        self._saved.restore(self.world)
        self.world.times = times
        try:
            perform(self.world, self.transition.act)
        finally:
            self.world.times = 1
        self.world.recover()
        self._compare(f"each request {times} times")

    def during_an_outage(self, hours: float) -> None:
        """Act it out while Slack takes no call, for so long."""
        self._saved.restore(self.world)
        with self.world.slack.faults.outage():
            perform(self.world, self.transition.act)
            for _ in range(6):
                self.world.later(hours=hours / 6)
                self.world.settle()
        self.world.recover()
        self._compare("an outage")

    def while_shut(self, refusals: dict[str, str]) -> None:
        """Act it out while no channel takes anything; then all of them do again."""
        self._saved.restore(self.world)
        with ExitStack() as shut:
            for place in channels(self.world["Ana"]):
                for method, error in refusals.items():
                    shut.enter_context(self.world.slack.faults.always(method, error, channel=place))
            perform(self.world, self.transition.act)
            self.world.settle()
        for place in channels(self.world["Ana"]):
            event = {"type": "channel_unarchive", "channel": place, "user": self.world["Ana"].id}
            at = self.world.slack.workspace.next_ts()
            self.world.slack._box.event("channel_unarchive", event | {"event_ts": at})
        self.world.recover()
        self._compare(f"channels that answered {refusals}")

    def _compare(self, what: str) -> None:
        self.same(what)
        assert_sound(self.world, self.transition)


def perform(
    world: Fragile, steps: tuple[Step, ...], at: list[int] | None = None, *, patient: bool = False
) -> None:
    """Do these one after the other; who is not told that it worked does it once more."""
    for number, step in enumerate(steps):
        if at is not None:
            at[0] = number
        outcome = step.first(world)
        if outcome is not None and not outcome.ok:
            if patient:
                world.recover()
            again = step.again(world)
            assert again is None or again.ok, again
        world.settle()
        if number + 1 < len(steps) and not world.slack.faults.is_out and _left_behind(world):
            world.recover()


def _left_behind(world: Fragile) -> bool:
    with world.bot.store.read() as db:
        return outbox.next_showing(db) is not None


@contextmanager
def hooked(hook: Callable[[str], None]) -> Iterator[None]:
    failpoints.hook = hook
    try:
        yield
    finally:
        failpoints.hook = None


# What must hold.


def assert_sound(world: Fragile, transition: Transition) -> None:
    """Nothing stands in Slack twice, nothing is left to tell, and nobody was shown what is not theirs."""
    assert world.dead_lines() == [], world.dead_lines()
    with world.bot.store.read() as db:
        states = set(db.execute(select(store.metadata.tables["cards"].c.state)).scalars())
        assert states <= {"sent", "shrunk", "gone"}, states
        waits = outbox.next_showing(db)
        assert waits is None or waits > db.machine_now() + timedelta(hours=6), waits
    for author, words in transition.kept.items():
        assert_kept(world, author, words)


def assert_kept(world: Fragile, author: str, words: str) -> None:
    """These words went nowhere but into forms that their author opened."""
    mine = world[author].id
    for call in world.slack.calls:
        if words in json.dumps(call.args, ensure_ascii=False):
            assert call.method.startswith("views."), call.method
            assert _viewer(world, call.args) == mine
    for person in world.everybody:
        if person.name != author:
            assert words not in json.dumps(world.slack.state(person.id), ensure_ascii=False)
            assert words not in said([m.raw for c in channels(person) for m in person.messages(c)])


def _viewer(world: Fragile, args: dict[str, Any]) -> str:
    if "trigger_id" in args:
        return world.slack.workspace.triggers[args["trigger_id"]].user
    if "user_id" in args:
        return str(args["user_id"])
    view = world.slack.workspace.view(args["view_id"])
    return view.user if view else "somebody whose form is closed"


def sees(person: Somebody) -> str:
    """What somebody has on their screen, as one text: nobody reads the hash of a page."""
    form = person.form
    shown = [
        [m.text, m.words]
        for place in (person.dm, *channels(person))
        for m in person.messages(place)
        if not m.ephemeral
    ]
    return json.dumps([shown, form and [form["id"], said(form["blocks"])]], ensure_ascii=False)


def picture(world: Fragile) -> dict[str, Any]:
    """Everything that has to be the same however it went: what is stored, and what people see."""
    with world.bot.store.read() as db:
        tables = store.metadata.tables
        ids = db.execute(select(tables["rounds"].c.id, tables["rounds"].c.feature)).all()
        records = db.execute(select(tables["records"]).order_by(tables["records"].c.version)).mappings().all()
        named = {row["id"]: "the record" for row in records} | {row.id: f"the {row.feature}" for row in ids}
        rounds = [
            _stored(queries.unseal(db, queries.find(db, TEAM, row.id), lambda _: True), named) for row in ids
        ]
        kept = [_record(db, row) for row in records]
        notes = [_note(db, row) for row in db.execute(select(tables["notes"])).mappings()]
        linked = db.execute(select(tables["links"].c.how)).scalars().all()
        cards = [c for c in db.execute(select(tables["cards"])) if c.key != OWED]
        of_people = vault.keys.c.owner != "audit"  # how often somebody was refused is not compared
        keys = sorted(db.keys.execute(select(vault.keys.c.owner).where(of_people)).scalars())
        people = db.execute(select(tables["people"]).order_by(tables["people"].c.id)).mappings()
        told = [(p["id"], p["facts"], p["kind"], p["words"] is None, p["fewer"]) for p in people]
        members = db.execute(select(tables["pair_members"])).mappings()
        pairs = Counter((m["person_id"], m["left_at"]) for m in members)
        notices = Counter(db.execute(select(tables["notices"].c.person_id)).scalars())
    return _nameless(
        {
            "rounds": sorted(map(_nameless, rounds), key=repr),
            "records": sorted(kept, key=repr),
            "notes": sorted(notes, key=repr),
            "links": sorted(linked),
            "cards": Counter((card.key, card.generation) for card in cards),
            "keys": [owner.partition(":")[0] for owner in keys],
            "people": told,
            "pairs": pairs,
            "notices": notices,
            "seen": {person.name: _screen(person, person.dm) for person in world.everybody},
            "channels": {place: _in_channel(world["Ana"], place) for place in channels(world["Ana"])},
            "files": {one.name: _files(one) for one in world.everybody},
            "bookmarks": [
                (place.id, mark.title)
                for place in world.slack.conversations.values()
                for mark in place.bookmarks
            ],
        }
    )


def _nameless(found: Any) -> Any:
    """Whoever was forgotten has another id each time."""
    if isinstance(found, str):
        return _NOBODY.sub(NOBODY, found)
    if isinstance(found, dict):
        return type(found)({_nameless(name): _nameless(one) for name, one in found.items()})
    return type(found)(map(_nameless, found)) if type(found) in (list, tuple, set) else found


def _record(db: Any, row: Any) -> Any:
    """A version of a record, all its words with it."""
    plain = ("version", "channel_id", "state", "created_at", "review_at", "owner_id")
    return [*(row[name] for name in plain), _text(db, row, "record", f"{row['id']}|{row['version']}")]


def _note(db: Any, row: Any) -> Any:
    """Whose it is, no row says; its mark is another one in each world."""
    return [row["signed"], _text(db, row, "note", f"{row['record_id']}|{row['mark']}", "v2")]


def _text(db: Any, row: Any, kind: str, which: str, made: str = "v1") -> Any:
    """What is sealed in a row of a channel's, its lists in no order: chance decides some."""
    place = row["channel_id"]
    opened = db.unseal(f"channel:{TEAM}:{place}", row["sealed"], f"{made}|{TEAM}|{kind}|{place}|{which}")
    return _in_no_order(json.loads(opened))


def _in_no_order(found: Any) -> Any:
    if isinstance(found, dict):
        return {name: _in_no_order(one) for name, one in found.items()}
    return sorted(map(_in_no_order, found), key=repr) if isinstance(found, list) else found


def _stored(round_: Any, named: dict[str, str]) -> dict[str, Any]:
    versions = {reply.id: _called(reply) for reply in round_.replies} | named
    facts = {name: _named(fact, versions) for name, fact in round_.facts.items() if name != "heard"}
    if isinstance(facts.get("live"), list):
        facts["live"] = sorted(facts["live"])  # options, in the order that chance gave them
    facts["heard"] = {speaker: len(marks) for speaker, marks in round_.facts.get("heard", {}).items()}
    fixed = ("feature", "status", "step", "host_id", "paused_by", "created_at", "ends_at")
    seats = ("person_id", "step", "due_at", "nudges", "notice", "left_at")
    return {
        **{name: getattr(round_, name) for name in fixed},
        # The clock ticks on a little with each call to Slack, and whom it told has their time from there.
        "wakes_at": round_.wakes_at and round_.wakes_at.replace(microsecond=0),
        "facts": facts,
        "seats": [
            {
                **{name: getattr(s, name) for name in seats},
                "facts": {name: _named(fact, versions) for name, fact in s.facts.items()},
                "notice": _about(s.notice, versions),
            }
            for s in round_.seats
        ],
        "replies": sorted(
            (r.author_id, r.kind, _told(r), _about(r.about, versions), r.created_at) for r in round_.replies
        ),
    }


def _called(reply: Any) -> str:
    """What stands for its id, which is another one each time; of questions one person may have several."""
    named = f"the {reply.kind} by {reply.author_id}"
    return f"{named}: {reply.text}" if reply.kind == "asks" else named


def _about(text: str, versions: dict[str, str]) -> str:
    """The same, where an id stands alone or behind a colon."""
    before, colon, last = text.rpartition(":")
    return versions.get(text) or f"{before}{colon}{versions.get(last, last)}"


def _told(reply: Any) -> str:
    """Its text; "I've listened" is counted with one that is random, and what lies shuffled is sorted."""
    pooled = reply.kind in ("looked", "result", "record") or not reply.author_id  # by nobody: shuffled
    if pooled and (reply.text or "").startswith(("[", "{")):
        return json.dumps(_in_no_order(json.loads(reply.text)), sort_keys=True)
    return "" if reply.kind == "ear" else reply.text or ""


def _named(fact: Any, versions: dict[str, str]) -> Any:
    """A fact without ids that are other each time."""
    if isinstance(fact, list):
        return [_named(one, versions) for one in fact]
    if isinstance(fact, dict):
        return {versions.get(name, name): _named(one, versions) for name, one in fact.items()}
    return versions.get(fact, fact) if isinstance(fact, str) else fact


def _in_channel(person: Somebody, place: str) -> list[tuple[str, str, list[str]]]:
    """In no order: two that are posted at once may come either way. What stands twice `assert_sound` sees."""
    shown = [(text, sorted(words.split("\n")), row) for text, words, row in _screen(person, place)]
    screen = [(text, "\n".join(lines), row) for text, lines, row in shown]
    return sorted(one for number, one in enumerate(screen) if one not in screen[:number])


def _files(person: Somebody) -> list[str]:
    seen = [m for place in (person.dm, *channels(person)) for m in person.messages(place)]
    return [file["name"] for message in seen for file in message.raw.get("files") or []]


def _screen(person: Somebody, place: str) -> list[tuple[str, str, list[str]]]:
    return [
        (m.text, _LINK.sub("the newer one", said(m.raw.get("blocks") or [])), m.buttons)
        for m in _once_typed(person, person.messages(place))
        if not m.ephemeral and not says_what_stands(m.text)  # it went another way round
    ]


def _once_typed(person: Somebody, messages: list[Seen]) -> list[Seen]:
    """What they typed once more, because nothing came of it, is there once."""
    typed = {m.text: m for m in reversed(messages) if m.raw["user"] == person.id}  # the first of each
    return [m for m in messages if m.raw["user"] != person.id or m is typed[m.text]]


def says_what_stands(text: str) -> bool:
    """Whether that tells whoever looks after it what Slack keeps of words that are deleted, or kept."""
    return text.endswith((phrase("common.owed.on_it").fill(), phrase("common.owed.done").fill()))


def difference(expected: Any, found: Any, where: str = "") -> str:
    """The first places where two pictures differ."""
    if expected == found:
        return ""
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = dict.fromkeys([*expected, *found])
        return "".join(difference(expected.get(k), found.get(k), f"{where}.{k}") for k in keys)
    if isinstance(expected, list | tuple) and isinstance(found, list | tuple) and len(expected) == len(found):
        pairs = enumerate(zip(expected, found, strict=True))
        return "".join(difference(a, b, f"{where}[{n}]") for n, (a, b) in pairs)
    return f"\n{where}:\n  without: {expected}\n  after:   {found}"


class _Saved:
    """A world as it stands: database, Slack, both clocks."""

    def __init__(self, world: Fragile) -> None:
        with world.bot.store.read() as db:
            self._rows = _rows(db.connection)
        slack = {name: getattr(world.slack.workspace, name) for name in SLACK_KEEPS}
        self._people = dict(world._people)
        self._rest = pickle.dumps(
            (slack, vars(world.clock), world.bot.store.machine_offset, world.bot.routes._at_home)
        )

    def restore(self, world: Fragile) -> None:
        slack, clock, world.bot.store.machine_offset, at_home = pickle.loads(self._rest)
        with world.bot.store.begin() as db:
            for table in reversed(_tables()):
                db.execute(delete(table))
            for table in _tables():
                if self._rows[table.name]:
                    db.execute(insert(table), self._rows[table.name])
        for name, value in slack.items():
            setattr(world.slack.workspace, name, value)
        world._people = dict(self._people)
        vars(world.clock).update(clock)
        world.begins_anew(at_home)  # when its clock is as it was then
        world.slack.faults.planned.clear()
        world.slack.calls.clear()
        world.slack.problems.clear()


@contextmanager
def surviving(world: Fragile) -> Iterator[Callable[[], object]]:
    """Its answer changes whenever something was committed to the database."""
    url = world.settings.database_url
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            yield lambda: file.execute("PRAGMA data_version").fetchone()
    else:
        with psycopg.connect(url, autocommit=True) as server:
            yield lambda: server.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())").fetchone()


def some_of(cases: list[Hit], transition: Transition) -> list[Hit]:
    """The decision and the first card, each sixth of the rest, every name: some of them; all in a soak."""
    if SOAK:
        return cases
    named = {hit.name: hit for hit in reversed(cases)}
    wanted = sorted({*cases[:6], *cases[6::6], *named.values()}, key=lambda hit: hit.place)
    return some(wanted, transition.name)


def one_of_each(left: Iterable[list[Hit]], *, names: bool) -> list[Hit]:
    """A hit for each state that a crash can leave behind; with every name among them, if asked."""
    cases: list[Hit] = []
    for hits in left:
        crashed_at = {case.name for case in cases}
        new = {hit.name: hit for hit in reversed(hits) if hit.name not in crashed_at}
        fresh = list(new.values()) or hits[:1]
        cases += fresh if names else fresh[:1]
    return sorted(cases, key=lambda hit: hit.place)


def _tables() -> list[Any]:
    return [*store.metadata.sorted_tables, *vault.metadata.sorted_tables]


def _rows(connection: Any) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row) for row in connection.execute(select(table)).mappings()] for table in _tables()
    }
