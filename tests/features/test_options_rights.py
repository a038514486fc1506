"""Who may see and change what belongs to a channel: every way to it, tried by whoever may not and may.

The ways are the practice's own dicts: a listener without a line in WAYS fails the first test.
"""

import inspect
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import insert, text

from bot import owners
from bot.features import FEATURES
from bot.features.hall import listeners as home
from bot.features.options import FEATURE, flow
from bot.features.options.flow import building, hosting, recording
from bot.features.options.flow.testing import Answer
from bot.features.options.flow.unnaming import Order
from bot.features.options.models import NAME, How, Level, Record, Unnamed, deciders, facts
from bot.features.options.queries import save
from bot.features.options.register import queries as register
from bot.features.options.register.queries import links, records
from bot.features.options.register.queries.tables import links as link_rows
from bot.people import queries as people
from bot.playground.records import APP_USER
from bot.refusal import Refusal
from bot.rounds.company import looking_after
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Status, new_id
from bot.store import Db
from bot.words import ROOT
from tests.journeys.options_records import opens_record
from tests.journeys.tampering import ANOTHER_TEAM, press, submit
from tests.size import some
from tests.walking import in_time
from tests.world import TEAM, Somebody, World, said

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'audit'"
HERE, STEER = "C0HOME", "C0STEER"
CANARY, THEIRS = "CANARY-of-here", "CANARY-of-there"
REFUSED = (
    "This is for the people in that channel",
    "so I show you nothing of what others wrote there",
    "This is not here any more",
    "This is for the people who take part in it",
    "A note is for those who took part",
    "A channel has what was agreed in it",
    "An agreement belongs to a channel",
    "I am not in this channel yet",
    "Slack does not answer just now",
    "Somebody changed this while you were writing",
    "There is no agreement here",
)


# --- the ways


@dataclass(frozen=True)
class Way:
    """One way to read or change something: `at` is the state in which it works, `names` what it names there.

    `does` is what it does for whoever may: read, change, or nothing of anybody's.
    """

    at: str
    names: str = "{matter}"
    does: str = "change"
    typed: dict[str, Any] = field(default_factory=dict)


def reads(at: str, names: str = "{matter}") -> Way:
    return Way(at, names, "read")


SHOWS = {
    "options.from_round": reads("origin", "{origin}"),
    "options.again": reads("deferred"),
    "options.register": reads("recorded", "{channel}"),
    "options.register_page": reads("recorded", "{channel}||0||"),
    "options.register_previous": reads("recorded", "{channel}||20||"),
    "options.record": reads("recorded", "{channel}|{record}"),
    "options.history": reads("recorded", "{channel}|{record}"),
    "options.note": reads("recorded", "{channel}|{record}"),
    "options.links": reads("recorded"),
    "options.export": Way("recorded", "{channel}|md"),
    "options.bookmark": Way("recorded", "{channel}"),
    "options.share": reads("share"),
    "options.idea": reads("gather"),
    "options.missing": reads("missing"),
    "options.react": reads("react"),
    "options.ask": reads("clarify", "{matter}|{option}"),
    "options.clear": reads("clarify", "{matter}|{question}"),
    "options.edit": reads("build", "{matter}|{option}"),
    "options.split": reads("build", "{matter}|{option}"),
    "options.add": reads("build"),
    "options.merge": reads("build"),
    "options.further": reads("build"),
    "options.answer": reads("test"),
    "options.who_asked": reads("recorded"),
    "options.working": reads("review"),
    "options.became": reads("recorded"),
    "options.hand_on": reads("recorded"),
    "options.came_back": reads("handed on"),
    "options.lives": reads("beside review"),
    "options.stop": reads("beside recorded"),
    "options.table": reads("build"),
    "options.previous": reads("build", "{matter}|0"),
    "options.write": reads("write"),
    "options.correct": reads("recorded"),
    "options.amend": reads("recorded"),
    "options.keep": reads("looked"),
    "options.end": reads("looked"),
    "options.consent": reads("put"),
    "options.seal": reads("recorded"),
    "options.public": reads("recorded"),
    "options.let_go": reads("build"),
    "options.unname": reads("recorded"),
    "options.leave_it": reads("test"),
    "options.menu": reads("build"),
    "options.how": reads("build"),
    "options.log": reads("build"),
    "options.name": reads("build"),
    "options.hand": reads("build"),
}
ACTIONS = {
    "options.take_back": Way("fresh"),
    "options.where": Way("recorded", "", "nothing"),  # Slack follows a link by itself
    "options.note_away": Way("recorded", "{channel}|{record}"),
    "options.unlink": Way("recorded", "{matter}|follows|before"),
    "options.ideas_back": Way("gather"),
    "options.choose": Way("build", "{matter}|{option}"),
    "options.wait": Way("test"),
    "options.look": Way("recorded"),
    "options.refer": Way("deferred"),
    "options.private": Way("public"),
    "options.ready": Way("build"),
    "options.sign_back": Way("beside pulled"),
    "options.pause": Way("build"),
    "options.go_on": Way("paused"),
    "options.step_out": Way("build"),
    "options.move_on": Way("share"),
    "options.send_back": Way("build"),
    "options.extend": Way("build"),
    "options.put_off": Way("build"),
    "options.host_yes": Way("handed"),
    "options.host_no": Way("handed"),
}
# To go, and to take back one's own words: whether somebody is in the channel is not asked for it.
ABOUT_ONESELF = {"options.step_out", "options.ideas_back", "options.note_away", "options.sign_back"}
HAD_A_PLACE = ("a former member with a place", "somebody whose account is closed")
_OPTION, _WORDS = "{matter}|{option}", {"text": "Mine."}
FORMS = {
    "options.start": Way(
        "share",
        "{channel}",
        typed={
            "question": "And me?",
            "deciders": ["{me}", "{mate}"],
            "kinds": ("any",),
            "way": ("long",),
            "can_decide": "The hour.",
        },
    ),
    "options.search": Way("recorded", "{channel}", "read", {"words": "question"}),
    "options.note": Way("recorded", "{channel}|{record}", typed={"note": "Mine."}),
    "options.links": Way("recorded", "{matter}|1", typed={"tags": "Mine."}),
    "options.share": Way("share", typed={"same": "Mine."}),
    "options.idea": Way("gather", typed={"idea": "Mine."}),
    "options.missing": Way("missing", typed={"absent": "Mine."}),
    "options.react": Way("react", typed={"reaction": "Mine."}),
    "options.ask": Way("clarify", _OPTION, typed=_WORDS),
    "options.clear": Way("clarify", "{matter}|{question}", typed=_WORDS),
    "options.add": Way("build", typed=_WORDS),
    "options.edit": Way("build", _OPTION, typed=_WORDS),
    "options.split": Way("build", _OPTION, typed=_WORDS | {"second": "And mine."}),
    "options.merge": Way("build", typed=_WORDS | {"first": ("{option}",), "second": ("{other}",)}),
    "options.further": Way("build"),  # none of them, which is an answer too
    "options.answer": Way("test", typed={"level": ("5",)}),
    "options.working": Way("review", typed={"answer": ("yes",)}),
    "options.hand_on": Way("recorded", typed={"to": "Mine."}),
    "options.came_back": Way("handed on", typed={"came_back": "Mine."}),
    "options.lives": Way("beside review", typed={"answer": ("yes",)}),
    "options.stop": Way("beside recorded", typed={"seen": "Mine."}),
    "options.write": Way("write", typed={"decision": "Mine."}),
    "options.correct": Way("recorded", "{matter}|1", typed={"decision": "Mine.", "why_changed": "Mine."}),
    "options.amend": Way("recorded", typed={"text": "Mine.", "because": "Mine."}),
    "options.keep": Way("looked", typed={"why": "Mine."}),
    "options.end": Way("looked", typed={"why": "Mine."}),
    "options.consent": Way("put", typed={"say": ("yes",)}),
    "options.seal": Way("recorded", typed={"why": "Mine."}),
    "options.public": Way("recorded", typed={"why": "Mine."}),
    "options.let_go": Way("build", typed={"who": ("U0CHLOE",), "why": "Mine."}),
    "options.unname": Way("recorded", typed={"passage": "proposal"}),
    "options.leave_it": Way("test", typed={"why": "Mine."}),
    "options.name": Way("build", typed={"deciders": ["{fresh}"]}),
    "options.hand": Way("build", typed={"who": ("{mate}",)}),
}
# What is typed after a command; a question only brings a form of one's own words.
COMMANDS = {"/options": ("", "read")}
SHORTCUTS = {"options.from_message": "read"}
WAYS = [
    *(("show", verb, way) for verb, way in SHOWS.items()),
    *(("action", verb, way) for verb, way in ACTIONS.items()),
    *(("form", verb, way) for verb, way in FORMS.items()),
]


# --- the people


class Closed(Somebody):
    """Somebody whose account was closed while they pressed something: they have no screen any more."""

    def closes(self) -> None:
        self.world.slack.workspace.stacks.pop(self.id, None)


class Scene:
    """A channel with matters of every kind, another beside it, and all sorts of people in and out of them."""

    def __init__(self, url: str, manifest: Path) -> None:
        self.world = world = World(url, manifest=manifest)
        world.slack.grant("files:write", "bookmarks:write")
        workspace = world.slack.workspace
        with workspace.changing():
            workspace.conversations[STEER].members.add(APP_USER)
            workspace.conversations[STEER].members -= {"U0BEN", "U0CHLOE"}
        self._comes("Gil", guest=True, into=HERE)
        self._comes("Olu", stranger=True, team=ANOTHER_TEAM, into=HERE)
        self._comes("Mo", into=HERE)  # decides in everything, beside whoever it is about
        self._comes("Fay", into=HERE)  # is there, and has a place nowhere
        self._comes("Kim", into=STEER)
        self._comes("Lea", into="")
        self._comes("Hana", guest=True, into="")
        self._comes("Ivo", stranger=True, team=ANOTHER_TEAM, into="")
        self._comes("Jun", into=HERE)
        with world.bot.store.begin() as db:
            for one in world.everybody:
                people.meet(db, TEAM, one.id, one.name)
        world.settle()
        self.records: dict[tuple[str, str], str] = {}
        self.theirs = self.make("build", world["Kim"], STEER)
        self.their_record = self.make("recorded", world["Kim"], STEER)
        world.slack.leave("U0CHLOE", HERE)
        world.slack.deactivate(world["Jun"].id)
        world._people["Jun"] = Closed(world, "Jun", world["Jun"].id)
        world.later(seconds=61)
        world.settle()

    def _comes(self, name: str, into: str, **more: Any) -> None:
        newcomer = self.world.newcomer(name)
        workspace = self.world.slack.workspace
        with workspace.changing():
            workspace.conversations[HERE].members.discard(newcomer.id)
            if into:
                workspace.conversations[into].members.add(newcomer.id)
            for key, value in more.items():
                setattr(workspace.people[newcomer.id], key, value)

    @property
    def rightful(self) -> dict[str, Somebody]:
        names = {"a member": "Ana", "a guest who is in it": "Gil", "an outside person who is in it": "Olu"}
        return {what: self.world[name] for what, name in names.items()}

    @property
    def others(self) -> dict[str, tuple[Somebody, str]]:
        """Who may not, and the workspace from which they come."""
        names = {
            "a former member with a place": "Chloe",
            "a member of the workspace": "Lea",
            "a guest of other channels": "Hana",
            "an outside person of other channels": "Ivo",
            "somebody of another channel": "Kim",
            "somebody whose account is closed": "Jun",
        }
        found = {what: (self.world[name], TEAM) for what, name in names.items()}
        return found | {"the same id in another workspace": (self.world["Ana"], ANOTHER_TEAM)}

    # what there is

    def make(self, state: str, me: Somebody, channel: str = HERE) -> dict[str, str]:
        """A matter in that state, which this person looks after; the ids that a true button or form has."""
        world, words = self.world, CANARY if channel == HERE else THEIRS
        mate = "U0MO" if channel == HERE else "U0ANA"
        walk = Walk(me.id, mate, words)
        with world.bot.store.begin() as db:
            seats = [queries.seat(db, TEAM, one) for one in dict.fromkeys([me.id, mate, "U0CHLOE"])]
            queries.add(db, walk.start(seats, channel, world.clock(), state))
            gone = queries.seat(db, TEAM, "U0JUN")
            round_ = queries.lock(db, TEAM, walk.id, NAME)
            queries.unseal(db, round_, lambda _: True)
            gone.step, gone.left_at = "asked", world.clock()
            round_.seats.append(gone)
            walk.to(round_, state, world.clock())
            if round_.status == Status.RUNNING:  # everybody has had their time
                facts(round_)["days"] = 0
                for window in (round_, *round_.seats):
                    window.since = window.since and world.clock() - timedelta(days=30)
            save(db, round_, world.clock())
            if state == "handed on":  # a version is kept before the one that follows it
                round_ = queries.unseal(db, queries.lock(db, TEAM, walk.id, NAME), lambda _: True)
                flow.hand_on(round_, me.id, f"{words} to", world.clock())
                save(db, round_, world.clock())
            if state == "recorded":
                record = facts(round_)["record"]
                records.put_note(db, TEAM, channel, record, me.id, f"{words} note", "", False)
                records.put_note(db, TEAM, channel, record, "U0CHLOE", f"{words} note", "", False)
                row = {"team": TEAM, "record_id": record, "other_id": "before", "how": "follows"}
                db.execute(insert(link_rows).values(**row, channel_id=channel))
            # None of these is to be posted: what is asked for here is what comes of a press.
            db.execute(text("UPDATE rounds SET unshown = 0 WHERE kind != 'register'"))
        world.settle()
        asks, live = round_.one("asks"), facts(round_)["live"]
        return {
            "matter": round_.id,
            "channel": channel,
            "record": facts(round_)["record"],
            "option": live[0] if live else "",
            "other": live[1] if len(live) > 1 else "",
            "question": asks.id if asks else "",
            "me": me.id,
            "mate": mate,
            "fresh": "U0FAY",
            "origin": self.origin(me, channel) if state == "origin" else "",
        }

    def origin(self, me: Somebody, channel: str) -> str:
        """A round of another practice in that channel, closed, in which they and Chloe had a place."""
        now = self.world.clock()
        with self.world.bot.store.begin() as db:
            seats = [queries.seat(db, TEAM, one) for one in (me.id, "U0CHLOE")]
            owner = owners.channel(TEAM, channel)
            texts = [
                Reply(new_id(), me.id, kind, owner, CANARY, now) for kind in ("question", "joint", "taking")
            ]
            made = Round(
                TEAM, new_id(), "made_up", "made_up", "closed", me.id, now, Status.CLOSED, channel_id=channel
            )
            made.seats, made.replies = seats, texts
            queries.add(db, made)
            db.execute(text("UPDATE rounds SET unshown = 0"))
        return made.id

    # what somebody tries

    def tries(
        self, kind: str, verb: str, way: Way, who: Somebody, ids: dict[str, str], team: str = TEAM
    ) -> str:
        names = way.names.format(**ids)
        return self.sends(kind, verb, names, way.typed, who, ids, team)

    def sends(
        self,
        kind: str,
        verb: str,
        names: str,
        typed: dict[str, Any],
        who: Somebody,
        ids: dict[str, str],
        team: str = TEAM,
    ) -> str:
        if kind == "form":
            return submit(self.world, who, verb, names, {k: _put(v, ids) for k, v in typed.items()}, team)
        return press(self.world, who, verb, names, team)

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, as it stands in the file; those of another workspace are not of here, and
        that somebody was refused is written down."""
        file = self.world.settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file)) as db:
            found = {}
            for (name,) in db.execute(_TABLES).fetchall():
                columns = [row[1] for row in db.execute(f"PRAGMA table_info({name})")]
                where = f" WHERE team != '{ANOTHER_TEAM}'" if "team" in columns else ""
                where = (
                    f" WHERE owner NOT LIKE '%{ANOTHER_TEAM}%' AND owner != 'audit'"
                    if name == "keys"
                    else where
                )
                found[name] = db.execute(f"SELECT * FROM {name}{where}").fetchall()
        return found

    def clears(self) -> None:
        """What was made here is gone, so that there is less to look through for what has changed."""
        with self.world.bot.store.begin() as db:
            for table in ("rounds", "records", "notes", "links"):
                db.execute(text(f"DELETE FROM {table} WHERE channel_id = :id"), {"id": HERE})


def _put(typed: Any, ids: dict[str, str]) -> Any:
    if isinstance(typed, str):
        return typed.format(**ids)
    return type(typed)(one.format(**ids) for one in typed)


# Where whoever it is about looks after it, and does not decide.
BESIDE = ("beside recorded", "beside review", "beside pulled")
SHORT = (
    *("test", "write", "recorded", "public", "review", "looked", "put", "deferred", "handed on"),
    *BESIDE,
)


class Walk:
    """Takes a matter, by its rules, to where something can be done; every word has the canary."""

    def __init__(self, me: str, mate: str, words: str) -> None:
        self.id, self.me, self.mate, self.words = new_id(), me, mate, words

    def start(self, seats: list[Any], channel: str, now: datetime, state: str) -> Round:
        short, named = state in SHORT, seats[1:] if state in BESIDE else seats
        keys = ("can_decide", "can_influence", "is_fixed", "who_decides")
        mandate = {key: f"{self.words} {key}" for key in keys}
        proposal = f"{self.words} proposal" if short else ""
        frame = flow.Frame(f"{self.words} question?", mandate, (), short=short, proposal=proposal)
        return flow.start(TEAM, self.id, seats[0], named, channel, frame, now)

    def to(self, round_: Round, state: str, now: datetime) -> None:
        if state in SHORT:
            self._short(round_, state, now)
        elif state not in ("fresh", "origin"):
            self._long(round_, state, now)

    def _long(self, round_: Round, state: str, now: datetime) -> None:
        me, mate, words = self.me, self.mate, self.words
        flow.share(round_, mate, {"same": f"{words} same", "differ": f"{words} differ"}, now)
        if state == "share":
            return
        in_time(hosting.move_on, round_, me, now)
        flow.idea(round_, me, f"{words} signed", named=True, now=now)
        flow.idea(round_, mate, f"{words} unsigned", named=False, now=now)
        if state == "gather":
            return
        in_time(hosting.move_on, round_, me, now)
        flow.ask(round_, mate, facts(round_)["live"][0], f"{words} asks", now)
        if state == "clarify":
            return
        in_time(hosting.move_on, round_, me, now)
        building.put(round_, mate, f"{words} one more", now)
        if state == "paused":
            flow.pause(round_, me, now)
        if state == "handed":
            looking_after.offer(round_, me, mate, round_.present, now)
            hosting.take(round_, mate, now)
            looking_after.offer(round_, mate, me, round_.present, now)
        if state in ("missing", "react"):
            hosting.choose(round_, me, facts(round_)["live"][0], now)
            in_time(hosting.move_on, round_, me, now)
            flow.share(round_, mate, {"absent": f"{words} absent"}, now)
        if state == "react":
            in_time(hosting.move_on, round_, me, now)

    def _short(self, round_: Round, state: str, now: datetime) -> None:
        if state == "deferred":
            in_time(hosting.put_off, round_, self.me, now)
            return
        who = {seat.person_id for seat in deciders(round_)} - ({self.me} if state == "test" else set())
        lead = self.mate if state in BESIDE else self.me
        for one in sorted(who):
            level = Level.SUPPORT if one == lead else Level.LIVE_WITH
            flow.answer(round_, one, Answer(level, f"{self.words} why", one != lead), "", now)
        if state in ("test", "write"):
            return
        fields = {key: f"{self.words} {key}" for key in flow.EDITABLE}
        fields["decision"] = recording.gathered(round_)["decision"]  # other words would be put to all
        flow.write_down(round_, lead, flow.Written(fields, round_.seat(self.me), None), now)
        if state == "public":
            words = recording.but(recording.words_of(round_), public=now.isoformat())
            recording.put_words(round_, words, now)
        if state == "beside pulled":
            flow.pull(round_, self.me, f"{self.words} seen", now)
        if state in ("recorded", "public", "handed on", "beside recorded", "beside pulled"):
            return
        flow.look(round_, lead, now)
        opened = state in ("looked", "put")
        for seat in [s for s in deciders(round_) if opened or s.person_id != lead]:
            said_ = f"{self.words} {seat.person_id}"
            flow.still_working(round_, seat.person_id, "partly", said_, "", named=False, now=now)
        if state == "put":
            flow.end(round_, self.mate, f"{self.words} why", now)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One in which the app may send files and put bookmarks."""
    path = tmp_path_factory.mktemp("granted") / "app.yml"
    found = yaml.safe_load((ROOT / "app.yml").read_text(encoding="utf-8"))
    found["oauth_config"]["scopes"]["bot_optional"] = ["files:write", "bookmarks:write"]
    path.write_text(yaml.safe_dump(found), encoding="utf-8")
    return path


@pytest.fixture
def scene(sqlite_url: str, manifest: Path) -> Iterator[Scene]:
    made = Scene(sqlite_url, manifest)
    yield made
    assert made.world.slack.problems == []
    made.world.close()


def refused(told: str) -> bool:
    return any(line in told for line in REFUSED)


def everything_told(world: World, since: int) -> str:
    """Every request that was made to Slack since then."""
    return json.dumps([[c.method, c.args] for c in world.slack.calls[since:]], default=str)


# What the bot asks or tells Slack while it refuses somebody.
QUIET = {
    "response_url",
    "conversations.members",
    "conversations.info",
    "views.open",
    "views.update",
    "users.info",
}


# --- that nothing was left out


def test_every_way_in_has_its_line_in_these_tables() -> None:
    assert set(FEATURE.shows) == set(SHOWS)
    assert set(FEATURE.actions) == set(ACTIONS)
    assert set(FEATURE.forms) == set(FORMS)
    assert set(FEATURE.commands) == set(COMMANDS)
    assert set(FEATURE.shortcuts) == set(SHORTCUTS)
    assert {offer.action_id for offer in (*FEATURE.offers, *FEATURE.doors.values())} <= {*SHOWS, *ACTIONS}
    assert not FEATURE.events
    assert not FEATURE.overhears


# --- the matrix


@pytest.mark.parametrize("kind", ["show", "action", "form"])
def test_whoever_is_not_in_the_channel_reads_and_changes_nothing_and_whoever_is_may(
    scene: Scene, kind: str
) -> None:
    wrong: list[str] = []
    for verb, way in some([(verb, way) for one, verb, way in WAYS if one == kind], f"ways to {kind}"):
        for what, me in scene.rightful.items():
            ids = scene.make(way.at, me)
            if what == "a member":  # it is Ana's: nobody else gets at it
                wrong += nobody_else(scene, kind, verb, way, ids)
            before = scene.kept()
            told = scene.tries(kind, verb, way, me, ids)
            if refused(told) or not (told or way.does == "nothing"):
                wrong.append(f"{verb} by {what} says {told[:90]!r}")
            if (scene.kept() != before) != (way.does == "change"):
                wrong.append(f"{verb} by {what} should {way.does}: {told[:90]!r}")
            scene.clears()

    assert wrong == []


def nobody_else(scene: Scene, kind: str, verb: str, way: Way, ids: dict[str, str]) -> list[str]:
    wrong, before = [], scene.kept()
    for what, (who, team) in scene.others.items():
        if what in HAD_A_PLACE and verb in ABOUT_ONESELF:
            continue  # theirs to do
        since = len(scene.world.slack.calls)
        told = scene.tries(kind, verb, way, who, ids, team)
        told += everything_told(scene.world, since)
        was, before = before, scene.kept()
        if was != before:
            wrong.append(f"{verb} by {what} changes something")
        if CANARY in told:
            wrong.append(f"{verb} shows {what} what is kept")
        methods = {call.method for call in scene.world.slack.calls[since:]}
        if methods - QUIET and not empty(verb, what, told):
            wrong.append(f"{verb} by {what} makes {methods - QUIET}")
        if way.does != "nothing" and not refused(told) and not empty(verb, what, told):
            wrong.append(f"{verb} by {what} says {told[:90]!r}")
    return wrong


def empty(verb: str, what: str, told: str) -> bool:
    """In another workspace a channel of that id is another one: its register has nothing in it."""
    nothing = (
        "Nothing is written down here yet",
        "Nothing here is like that",
        "The card for the channel is not posted",
    )
    fresh = ("It has started", "You look for what all can stand behind")
    return what == "the same id in another workspace" and any(line in told for line in (*nothing, *fresh))


@pytest.mark.parametrize("what", ["command", "shortcut", "question"])
def test_a_command_or_a_message_of_a_channel_opens_it_for_its_people_alone(scene: Scene, what: str) -> None:
    ids = scene.make("recorded", scene.world["Ana"])
    wrong = []
    for who, (somebody, team) in scene.others.items():
        before, since = scene.kept(), len(scene.world.slack.calls)
        told = asks(scene, somebody, what, team) + everything_told(scene.world, since)
        if CANARY in told or scene.kept() != before:
            wrong.append(f"{who} gets {told[:90]!r}")
        if what != "question" and not refused(told) and not empty(what, who, told):
            wrong.append(f"{who} is told {told[:90]!r}")
    for who, somebody in scene.rightful.items():
        told = asks(scene, somebody, what)
        if (
            refused(told)
            or {"command": CANARY, "shortcut": "A message", "question": "Mine?"}[what] not in told
        ):
            wrong.append(f"{who} is told {told[:90]!r}")

    assert ids["record"]
    assert wrong == []


def asks(scene: Scene, who: Somebody, what: str, team: str = TEAM) -> str:
    """`/options` there, with or without a question, or the shortcut on a message of there; what they read."""
    slack = scene.world.slack
    with slack.workspace.changing():
        url = f"{slack.base_url}/response/{slack.workspace.response_url(who.id, who.dm)}"
        trigger = slack.workspace.trigger(who.id)
    more = {"trigger_id": trigger, "response_url": url, "api_app_id": "A0ALONGSIDE"}
    before = len([m for m in who.messages() if m.ephemeral])
    if what == "shortcut":
        payload = more | {
            "type": "message_action",
            "team": {"id": team, "domain": "d"},
            "user": {"id": who.id, "name": who.name.lower(), "team_id": team},
            "callback_id": "options.from_message",
            "channel": {"id": HERE, "name": "home"},
            "message_ts": "1.1",
            "message": {"type": "message", "ts": "1.1", "user": "U0BEN", "text": "A message"},
        }
        ack = slack.inbound.interaction(payload)
    else:
        fields = {
            "team_id": team,
            "channel_id": HERE,
            "user_id": who.id,
            "user_name": who.name.lower(),
            "command": "/options",
            "text": "Mine?" if what == "question" else "",
        }
        ack = slack.inbound.command(more | fields)
    assert ack.error is None, ack.error
    scene.world.settle()
    told = [m.words or m.text for m in who.messages() if m.ephemeral][before:]
    told += [said((ack.json() or {}).get("blocks", []))] + ([who.reads] if who.form else [])
    slack.workspace.stacks.pop(who.id, None)
    return "\n".join(told)


def test_somebody_who_is_in_the_channel_and_has_no_place_may_read_and_bring_something(scene: Scene) -> None:
    """To decide, to steer, and to write down are for those who were named; not so to read, ask and build."""
    fay, named = scene.world["Fay"], {"options.note", "options.note_away", "options.from_round"}
    for kind, verb, way in some(WAYS, "ways of a channel"):
        ids = scene.make(way.at, scene.world["Ana"])
        told = scene.tries(kind, verb, way, fay, ids)
        if verb in named:
            assert refused(told), verb
        elif way.does == "read" and verb not in ("options.answer", "options.working"):
            steers = any(line in told for line in ("That is for those who decide", "That is for Ana to do"))
            assert not refused(told) or steers, (verb, told[:90])


# --- what was tampered with


def test_a_value_that_names_something_of_another_channel_leads_nowhere(scene: Scene) -> None:
    """Ana is in both channels, Ben only in the first, Kim only in the second."""
    wrong, ben, kim = [], scene.world["Ben"], scene.world["Kim"]
    theirs, record = scene.theirs, scene.their_record
    for kind, verb, way in some(WAYS, "ways of a channel"):
        if way.does == "nothing":
            continue
        ids = scene.make(way.at, scene.world["Ana"])
        tampered = {
            "{matter}": [(ben, theirs["matter"]), (kim, ids["matter"])],
            "{channel}": [(ben, STEER), (kim, HERE)],
            "{channel}|{record}": [
                (ben, f"{HERE}|{record['record']}"),
                (ben, f"{STEER}|{record['record']}"),
                (kim, f"{STEER}|{ids['record']}"),
                (kim, f"{HERE}|{ids['record']}"),
            ],
            "{matter}|{option}": [
                (scene.world["Ana"], f"{ids['matter']}|{theirs['option']}"),
                (ben, f"{theirs['matter']}|{ids['option']}"),
                (kim, f"{STEER}|{ids['matter']}|{ids['option']}"),
            ],
        }
        shape = way.names if way.names in tampered else "{matter}"
        shape = "{channel}" if way.names.startswith("{channel}|") and shape == "{matter}" else shape
        odd = ["", "nothing-like-it", "||||", scene_register(), f"{ids['matter']}|{ids['matter']}|x"]
        for who, value in [*tampered[shape], *((ben, one) for one in odd)]:
            wrong += leads_nowhere(scene, kind, verb, way, who, value, ids)
        scene.clears()

    assert wrong == []


def leads_nowhere(
    scene: Scene, kind: str, verb: str, way: Way, who: Somebody, value: str, ids: dict[str, str]
) -> list[str]:
    typed = {"words": "words"} if verb == "options.search" else way.typed
    since, matter = len(scene.world.slack.calls), ids["matter"] in value and who.name != "Kim"
    before = {} if matter else scene.kept()
    told = scene.sends(kind, verb, value, typed, who, ids) + everything_told(scene.world, since)
    foreign = CANARY if who.name == "Kim" else THEIRS
    found = [f"{verb} with {value!r} shows {who.name} what is elsewhere"] if foreign in told else []
    if not matter and scene.kept() != before:
        found.append(f"{verb} with {value!r} by {who.name} changes something")
    if "Something went wrong here" in told:
        found.append(f"{verb} with {value!r} by {who.name} fails")
    return found


def scene_register() -> str:
    return register.id_of(TEAM, HERE)


def test_a_matter_is_begun_only_where_one_is_and_with_people_who_are_there(scene: Scene) -> None:
    ben, way = scene.world["Ben"], FORMS["options.start"]
    ids = {"me": ben.id, "mate": "U0MO"}
    before = scene.kept()

    for channel in (STEER, "", ben.dm, "C0NOWHERE", HERE + "|x"):
        told = scene.sends("form", "options.start", channel, way.typed, ben, ids)
        assert refused(told), (channel, told)
    for absent in ("U0KIM", "U0CHLOE", "U0JUN", "U0NOBODY"):
        told = scene.sends("form", "options.start", HERE, way.typed, ben, ids | {"mate": absent})
        assert "is not in this channel" in told, told

    assert scene.kept() == before


# --- a minute, and no answer


def test_whoever_was_taken_out_of_the_channel_is_out_a_minute_later_at_the_latest(scene: Scene) -> None:
    world, gil = scene.world, scene.world["Gil"]
    ids = scene.make("recorded", gil)
    way = SHOWS["options.record"]
    assert CANARY in scene.tries("show", "options.record", way, gil, ids)
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].members.discard(gil.id)

    world.later(seconds=60)

    for kind, verb, one in some(WAYS, "ways of those taken out"):
        if one.at == "recorded" and one.does != "nothing" and verb not in ABOUT_ONESELF:
            told = scene.tries(kind, verb, one, gil, ids)
            assert refused(told), verb
            assert CANARY not in told, verb


@pytest.mark.parametrize("trouble", ["500", "ratelimited", "fatal_error", "drop_before"])
def test_where_slack_does_not_say_who_is_there_nobody_gets_in(scene: Scene, trouble: str) -> None:
    ana, made = scene.world["Ana"], dict[str, dict[str, str]]()
    for _, _, way in WAYS:
        made[way.at] = made.get(way.at) or scene.make(way.at, ana)
    scene.world.later(seconds=61)
    scene.world.slack.faults.next("conversations.members", trouble, times=100_000)
    before, since = scene.kept(), len(scene.world.slack.calls)
    part = [0, 1, 2, 3][["500", "ratelimited", "fatal_error", "drop_before"].index(trouble)]

    for kind, verb, way in WAYS[part::4]:
        if way.does != "nothing" and verb not in ABOUT_ONESELF:
            told = scene.tries(kind, verb, way, ana, made[way.at])
            assert "Slack does not answer just now" in told, (verb, told[:90])

    assert scene.kept() == before
    assert CANARY not in everything_told(scene.world, since)


# --- where nobody presses anything


def test_the_home_tab_says_nothing_of_what_is_in_a_channel(scene: Scene) -> None:
    for state in ("share", "test", "write", "recorded", "looked", "deferred"):
        scene.make(state, scene.world["Ana"])

    for name in ("Ana", "Mo", "Chloe", "Lea", "Gil", "Kim"):
        who, bot = f"U0{name.upper()}", scene.world.bot
        view = home.home(bot.store, FEATURES, bot.spaces.members(TEAM).channels, TEAM, who, bot.clock())
        drawn = json.dumps(view)
        assert CANARY not in drawn
        assert THEIRS not in drawn
        assert ("Waiting for you" in drawn) == (name in ("Ana", "Mo", "Kim")), name
        assert (f"In <#{HERE}>: " in drawn) == (name in ("Ana", "Mo", "Gil")), name
        assert (f"In <#{STEER}>: " in drawn) == (name in ("Ana", "Kim")), name


def test_whoever_left_the_channel_is_told_nothing_more_of_it(scene: Scene) -> None:
    world, ana, mo = scene.world, scene.world["Ana"], scene.world["Mo"]
    ids = scene.make("test", ana)
    chloe, since = world["Chloe"], len(world.slack.calls)
    submit(world, ana, "options.answer", ids["matter"], {"level": ("3",), "why": f"{CANARY} late"})
    submit(world, mo, "options.write", ids["matter"], {"decision": f"{CANARY} written"})
    world.move(weeks=9)

    drawn = [c.args for c in world.slack.calls[since:] if chloe.id in str(c.args) or chloe.dm in str(c.args)]

    told = json.dumps(drawn, default=str)
    assert "looks for an agreement" not in told
    for words in ("late", "written", "proposal", "why", "U0"):
        assert f"{CANARY} {words}" not in told
    assert CANARY in opens_record(ana, CANARY)


# --- what reads and writes records


def record_in(db: Db, record_id: str) -> Record:
    """That record, as one would have it who says that it is of another place."""
    return replace(records.newest(db, TEAM, HERE, record_id), version=9)


PLACES: dict[str, Callable[..., Any]] = {
    "newest": lambda db, team, channel, id_: records.newest(db, team, channel, id_),
    "versions": lambda db, team, channel, id_: records.versions(db, team, channel, id_),
    "listing": lambda db, team, channel, _: records.listing(db, team, channel).records,
    "these": lambda db, team, channel, id_: records.these(db, team, channel, [id_]),
    "oldest": lambda db, team, channel, _: [records.oldest(db, team, channel)],
    "everything": lambda db, team, channel, _: records.everything(db, team, channel),
    "put_note": lambda db, team, channel, id_: records.put_note(
        db, team, channel, id_, "U0ANA", "x", "", True
    ),
    "unname": lambda db, team, channel, id_: records.unname(
        db, team, channel, id_, Order(passage="CANARY", name="", author=""), Unnamed(by="", at="")
    ),
    "only": lambda db, team, channel, id_: records.only(
        db, replace(record_in(db, id_), team=team, channel_id=channel)
    ),
    "take_note_away": lambda db, team, channel, id_: records.take_note_away(db, team, channel, id_, "U0ANA"),
    "unsign": lambda db, team, channel, id_: records.unsign(
        db, team, channel, id_, "U0ANA", lambda words: {**words, "question": ""}
    ),
}
# What a rule has made goes to the place that stands in it; whoever runs the bot asks for workspaces, and if
# all open; how many hold in a channel says nothing of what they are, nor a mark to whoever has no key.
NOT_ASKED = {"add", "workspaces", "unopened", "standing", "mark_of"}


def test_records_are_read_and_written_within_one_channel_of_one_workspace(scene: Scene) -> None:
    public = {
        name
        for name, one in vars(records).items()
        if inspect.isfunction(one) and one.__module__ == records.__name__ and not name.startswith("_")
    }
    assert public == set(PLACES) | NOT_ASKED
    record = scene.make("recorded", scene.world["Ana"])["record"]
    before = scene.kept()

    for team, channel in ((TEAM, STEER), (ANOTHER_TEAM, HERE), (TEAM, ""), ("", HERE), (ANOTHER_TEAM, STEER)):
        for name, reach in PLACES.items():
            with scene.world.bot.store.begin() as db:
                try:
                    found = reach(db, team, channel, record)
                except Refusal:
                    continue
            assert CANARY not in repr([vars(one) if hasattr(one, "words") else one for one in found or []]), (
                name
            )

    assert scene.kept() == before
    with scene.world.bot.store.begin() as db:
        assert CANARY in str(PLACES["newest"](db, TEAM, HERE, record).words)


def test_links_are_read_and_written_within_one_channel_of_one_workspace(scene: Scene) -> None:
    record = scene.make("recorded", scene.world["Ana"])["record"]
    before, theirs = scene.kept(), scene.their_record["record"]

    for team, channel in ((TEAM, STEER), (ANOTHER_TEAM, HERE), (TEAM, ""), ("", HERE), (ANOTHER_TEAM, STEER)):
        with scene.world.bot.store.begin() as db:
            assert links.of(db, team, channel, record) == []
            assert record not in links.here(db, team, channel)
            assert record not in [link.record_id for link in register.linked(db, team, channel, theirs)]
            links.take_away(db, team, channel, record, "before", "follows")
            assert not links.put(db, team, channel, record, theirs, How.REPLACES)

    assert scene.kept() == before
    with scene.world.bot.store.begin() as db:
        assert links.of(db, TEAM, HERE, record) == [("follows", "before")]
        assert not links.put(db, TEAM, HERE, record, theirs, How.REPLACES)


# --- people of another organisation


def test_somebody_of_a_connected_organisation_can_send_in_a_form_that_they_were_shown(scene: Scene) -> None:
    """Slack names their own workspace then, and beside the form the one in which the app is installed."""
    olu = scene.world["Olu"]
    ids = scene.make("share", olu)
    before = scene.kept()

    told = from_elsewhere(scene.world, olu, "options.share", ids["matter"], "same")

    assert not refused(told), told
    assert scene.kept() != before


def from_elsewhere(world: World, who: Somebody, callback_id: str, meta: str, block: str) -> str:
    view = {
        "id": "V0ELSEWHERE",
        "team_id": ANOTHER_TEAM,
        "app_installed_team_id": TEAM,
        "hash": "1.h",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": meta,
        "title": {"type": "plain_text", "text": "A form"},
        "blocks": [{"type": "input", "block_id": block}],
        "state": {"values": {block: {"it": {"type": "plain_text_input", "value": "Mine."}}}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": ANOTHER_TEAM, "domain": "elsewhere"},
        "user": {"id": who.id, "name": who.name.lower(), "team_id": ANOTHER_TEAM},
        "api_app_id": "A0ALONGSIDE",
        "trigger_id": world.slack.workspace.trigger(who.id),
        "view": view,
        "response_urls": [],
    }
    ack = world.slack.inbound.interaction(payload)
    assert ack.error is None, ack.error
    world.settle()
    answer = ack.json() or {}
    return "\n".join([*answer.get("errors", {}).values(), said(answer.get("view", {}))])
