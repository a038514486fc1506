"""Who may see and change what belongs to a meeting, a set or a commitment: every way, tried by everybody.

The ways are the practice's own dicts: a listener without a line in WAYS fails the first test.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.features import FEATURES
from bot.features.checkin import FEATURE
from bot.features.checkin.box import flow as boxes
from bot.features.checkin.box.models import BOXES
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment.flow import From, Taken
from bot.features.checkin.meeting import flow
from bot.features.checkin.meeting.flow import hosting, queue
from bot.features.checkin.models import Asking, Step, facts, joined
from bot.features.checkin.rhythm import flow as rhythms
from bot.features.checkin.set import flow as sets
from bot.features.hall import listeners as home
from bot.features.listening.models import Plan, fresh
from bot.people import queries as people
from bot.playground.records import APP_USER
from bot.rounds.company import looking_after
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Status, new_id
from bot.rounds.showing import typed
from bot.rounds.time import recurring
from bot.store import Db
from tests.journeys.tampering import ANOTHER_TEAM, press
from tests.size import some
from tests.walking import hears, in_time
from tests.world import TEAM, Somebody, World, said

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'audit'"
HERE, STEER = "C0HOME", "C0STEER"
CANARY, THEIRS, ASKED = "CANARY-of-here", "CANARY-of-there", "QUESTION-of-here"
REFUSED = (
    "This is for the people in that channel",
    "so I show you nothing of what others wrote there",
    "This is not here any more",
    "This is for the people who take part in it",
    "This is for those who are in it",
    "This is for the people of that set",
    "That is for",
    "Slack does not answer just now",
    "I am not in this channel yet",
    "It goes on when whoever paused it",
    "Nobody looks after this now",
    "This has moved on",
    "This is not put by any more",
)
FAILED = "Something went wrong here"
SOME = "anybody who has some"
ANYBODY = ("anybody", SOME)  # there is nobody to be kept out


# --- the ways


@dataclass(frozen=True)
class Way:
    """One way to read or change something: `at` is where it works, `names` what it names, `who` may.

    `does` is what it does for whoever may: read, change, or nothing of anybody's. `typed` in a form.
    """

    at: str
    who: str = "member"
    names: str = "{meeting}"
    does: str = "change"
    typed: dict[str, Any] = field(default_factory=dict)


def reads(at: str, who: str = "member", names: str = "{meeting}") -> Way:
    return Way(at, who, names, "read")


def own(names: str = "-") -> Way:
    """What is anybody's own, and names nothing of others'."""
    return Way("follow_up", "anybody", names, "read")


ASKS = {"asks": f"What matters most to you, {CANARY}?"}
TAKES = {"what": "Mine.", "due": date(2026, 9, 24), "sure": ("7",)}
QUESTION = "{meeting}|{question}"
DAILY = {"when": ("day",), "time": "9:30"}
SHOWS: dict[str, list[Way]] = {
    "checkin.new_short": [own(HERE)],
    "checkin.mine": [own()],
    "checkin.days": [Way("follow_up", SOME, "-", "own")],  # a press is heard once: that is kept
    "checkin.commit": [reads("commit"), reads("commit here")],
    "checkin.commit_from": [reads("origin", "member", "{origin}")],
    "checkin.commit_new": [own()],
    "checkin.box": [own()],
    "checkin.box_write": [own()],
    "checkin.box_change": [reads("box", "whose it is", "{item}")],
    "checkin.from_box": [Way("box", "whose it is", "bid|{item}", "read", {"bid": "Mine."})],
    "checkin.leave_in_box": [Way("box", "whose it is", "bid|{item}", "read", {"bid": "Mine."})],
    "checkin.follow": [reads("follow_up", "owner", "{commitment}")],
    "checkin.change_taken": [reads("follow_up", "owner", "{commitment}")],
    "checkin.became": [reads("follow_up"), reads("follow_up here")],
    "checkin.look_at": [
        reads("follow_up", "who may ask", "{commitment}"),
        reads("follow_up", "owner", "{quiet}"),
    ],
    "checkin.why": [Way("follow_up", "anybody", "{commitment}", "nothing")],
    "checkin.new_set": [own(HERE)],
    "checkin.rhythm": [reads("rhythm", "around", "{rhythm}")],
    "checkin.rhythm_new": [own(HERE)],
    "checkin.rhythm_change": [reads("rhythm", "around", "{rhythm}")],
    "checkin.meet": [reads("bids", "member", "{set}")],
    "checkin.plan_set": [reads("bids", "member", "{set}")],
    "checkin.plan": [reads("check_out")],
    "checkin.short_instead": [reads("check_out", "host")],
    "checkin.set_menu": [reads("bids", "member", "{set}")],
    "checkin.set_way": [reads("bids", "member", "{set}")],
    "checkin.set_invite": [reads("bids", "member", "{set}")],
    "checkin.arrive": [reads("check_in", "asked"), reads("check_in here", "around")],
    "checkin.page": [reads("questions"), reads("questions here"), reads("closed"), reads("paused here")],
    "checkin.bid": [reads("bids")],
    "checkin.choose": [reads("live choose", "host")],
    "checkin.present": [reads("present", "presenter")],
    "checkin.ask": [reads("questions", "asks"), reads("questions here", "asks"), reads("clarify", "asks")],
    "checkin.ask_myself": [reads("questions", "asks")],
    "checkin.read": [reads("questions", "presenter"), reads("clarify", "presenter")],
    "checkin.look": [reads("looks", "presenter")],
    "checkin.offer": [reads("offers", "asks"), reads("offers here", "asks")],
    "checkin.process": [reads("process")],
    "checkin.hand": [reads("questions", "host"), reads("questions here", "host")],
    "checkin.menu": [reads("questions", "asked"), reads("questions here", "around")],
    "checkin.how": [reads("questions", "asked"), reads("questions here", "around")],
    "checkin.log": [reads("questions", "asked"), reads("questions here", "around")],
    "checkin.kept": [reads("closed", "kept"), reads("closed here", "kept")],
}
ACTIONS: dict[str, list[Way]] = {
    "checkin.take_back": [Way("fresh here", "host")],
    "checkin.rhythm_skip": [Way("rhythm", "around", "{rhythm}|{planned}")],
    "checkin.rhythm_snooze": [Way("rhythm", "around", "{rhythm}")],
    "checkin.rhythm_again": [Way("rests", "around", "{rhythm}")],
    "checkin.rhythm_stop": [Way("rhythm", "around", "{rhythm}")],
    "checkin.unask": [Way("follow_up", "owner", "{commitment}")],
    "checkin.erase": [Way("follow_up", "owner", "{commitment}")],
    "checkin.box_away": [Way("box", "whose it is", "{item}")],
    "checkin.set_yes": [Way("bids", "asked", "{set}")],
    "checkin.set_no": [Way("bids", "asked", "{set}")],
    "checkin.set_leave": [Way("bids", "member", "{set}")],
    "checkin.set_end": [Way("bids", "host", "{set}")],
    "checkin.decline": [Way("check_in", "asked"), Way("check_in here", "asked")],
    "checkin.pass": [Way("bids"), Way("questions", "asks"), Way("questions here", "asks"), Way("process")],
    "checkin.presented": [Way("live present", "presenter")],
    "checkin.ask_anyway": [Way("questions", "asks", typed=ASKS)],
    "checkin.park_idea": [Way("questions", "asks", typed=ASKS), Way("questions here", "asks", typed=ASKS)],
    "checkin.question_back": [Way("questions", "who waits", "{meeting}|{waiting}")],
    "checkin.sit_with": [Way("questions", "presenter", QUESTION)],
    "checkin.pass_question": [Way("questions", "presenter", QUESTION), Way("clarify", "presenter", QUESTION)],
    "checkin.park": [Way("questions", "presenter", QUESTION)],
    "checkin.take_mine": [Way("choose")],
    "checkin.can_wait": [Way("choose")],
    "checkin.enough": [Way("questions", "presenter"), Way("questions here", "presenter")],
    "checkin.no_offer": [Way("offers", "asks")],
    "checkin.hear_ideas": [Way("commit here", "presenter")],
    "checkin.stop_slot": [Way("questions", "presenter"), Way("paused", "presenter")],
    "checkin.another": [Way("questions", "presenter"), Way("paused", "presenter")],
    "checkin.pause": [Way("questions"), Way("questions here")],
    "checkin.go_on": [Way("paused", "who paused it"), Way("paused here", "who paused it")],
    "checkin.step_out": [Way("questions"), Way("questions here")],
    "checkin.move_on": [Way("questions", "host"), Way("questions here", "host")],
    "checkin.away": [Way("present", "host")],
    "checkin.extend": [Way("questions", "host"), Way("questions here", "host")],
    "checkin.helper": [Way("questions", "host"), Way("questions here", "host")],
    "checkin.helper_me": [Way("questions"), Way("questions here")],
    "checkin.host_yes": [Way("handed", "member"), Way("handed here", "member")],
    "checkin.host_no": [Way("handed", "member")],
    "checkin.close": [Way("questions", "host"), Way("questions here", "host")],
    "checkin.let_go": [Way("closed", "presenter")],
}
FORMS: dict[str, list[Way]] = {
    "checkin.box_write": [Way("box", "anybody", "-", "own", {"item": "Mine."})],
    "checkin.box_change": [Way("box", "whose it is", "{item}", typed={"item": "Mine."})],
    "checkin.rhythm_start": [Way("rhythm", "around", f"{HERE}|Europe/London", typed=DAILY)],
    "checkin.rhythm_change": [Way("rhythm", "around", "{rhythm}|Europe/London", typed=DAILY)],
    "checkin.start": [Way("rhythm", "around", HERE, typed={"question": "And me?", "way": ("days",)})],
    "checkin.commit": [
        Way("commit", "member", "meeting|{meeting}", typed=TAKES),
        Way("commit here", "member", "meeting|{meeting}", typed=TAKES),
        Way("origin", "member", "elsewhere|{origin}", typed=TAKES),
        Way("origin", "anybody", "myself", "own", typed=TAKES),
    ],
    "checkin.change_taken": [
        Way(
            "follow_up",
            "owner",
            "{commitment}",
            typed={"what": "Mine.", "first": "", "know": "", "due": date(2026, 9, 24)},
        )
    ],
    "checkin.became": [
        Way("follow_up", "owner", "{commitment}|{meeting}", typed={"became": ("done",)}),
        Way("follow_up here", "owner", "{commitment}|{meeting}", typed={"became": ("done",)}),
        Way("follow_up", "owner", "{quiet}|", typed={"became": ("no_longer",), "learnt": "Mine."}),
    ],
    "checkin.new_set": [
        Way("bids", "anybody", "", "own", typed={"people": ["U0MO", "U0DEV"], "name": "Mine."})
    ],
    "checkin.meet": [Way("bids", "member", "{set}", typed={"kind": ("long",), "way": ("days",)})],
    "checkin.plan_set": [
        Way("check_out", "member", "{set}|{meeting}", typed={"next": date(2026, 9, 24)}),
        Way("bids", "member", "{set}|", typed={"next": date(2026, 9, 24)}),
    ],
    "checkin.short_instead": [Way("check_out", "host", typed={"question": "What now?"})],
    "checkin.set_way": [Way("bids", "host", "{set}", typed={"way": ("week",), "where": "Room 4"})],
    "checkin.set_invite": [Way("bids", "member", "{set}", typed={"people": ["U0FAY"]})],
    "checkin.arrive": [
        Way("check_in", "asked", typed={"arrival": "Mine."}),
        Way("check_in here", "around", typed={"arrival": "Mine.", "bid": "Mine."}),
        Way("questions here", "around", typed={"arrival": "Mine."}),
    ],
    "checkin.bid": [Way("bids", typed={"bid": "Mine.", "weight": ("3",)})],
    "checkin.note": [Way("live choose", "host", typed={"first": ("U0BEN",)})],
    "checkin.present": [Way("present", "presenter", typed={"brought": "Mine."})],
    "checkin.ask": [Way("questions", "asks", typed=ASKS), Way("questions here", "asks", typed=ASKS)],
    "checkin.hint": [Way("questions", "asks", typed=ASKS | {"label": ("question", "advice")})],
    "checkin.read": [
        Way("questions", "presenter", QUESTION, typed={"answer": "Mine."}),
        Way("questions here", "presenter", QUESTION, typed={"answer": "Mine."}),
    ],
    "checkin.look": [Way("looks", "presenter", typed={"looks": "Mine."})],
    "checkin.offer": [Way("offers", "asks", typed={"offer": "Mine."})],
    "checkin.process": [Way("process", typed={"keep": "Mine."})],
    "checkin.hand": [Way("questions", "host", typed={"who": ("U0MO",)})],
}
# To go, and to take back one's own words: whether somebody is in the channel is not asked for it.
ABOUT_ONESELF = {"checkin.step_out", "checkin.question_back"}
COMMANDS = {"/checkin"}
WAYS = [
    (kind, verb, way)
    for kind, table in (("show", SHOWS), ("action", ACTIONS), ("form", FORMS))
    for verb, ways in table.items()
    for way in ways
]

# Who stands for each of those who may, and who else may the same.
RIGHTFUL = {
    "host": ("Ana", ""),
    "presenter": ("Ben", ""),
    "who paused it": ("Ana", "Ben"),
    "owner": ("Ben", ""),
    "whose it is": ("Mo", ""),
    "kept": ("Ben", "Ana Mo Dev Esi Pia Chloe Nia"),  # their own, if they have any
    "who may ask": ("Mo", "Ben"),
    "who waits": ("", ""),
    "member": ("Mo", "Ana Ben Dev"),
    "asks": ("Dev", "Ana Mo"),
    "asked": ("Esi", "Ana Ben Mo Dev Pia"),
    "around": ("Fay", "Ana Ben Mo Dev Esi Pia Chloe"),
    "anybody": ("Fay", "Ana Ben Mo Dev Esi Pia Chloe Fay Nia Lea Hana Ivo Kim"),
    SOME: ("Ben", "Ana Ben Mo Dev Esi Pia Chloe Fay Nia Lea Hana Ivo Kim"),
}
EVERYBODY = {
    "Ana": "who looks after it",
    "Ben": "who presents",
    "Mo": "a member, who is a guest",
    "Esi": "somebody who was asked",
    "Pia": "somebody who said no",
    "Chloe": "somebody who stepped out",
    "Fay": "somebody in the channel only",
    "Nia": "somebody who is in it and left the channel",
    "Lea": "a member of the workspace",
    "Hana": "a guest of other channels",
    "Ivo": "an outside person of other channels",
    "Kim": "a member of another set",
}


class Scene:
    """A set with its meetings, a channel with its check-ins, what was taken on, and all sorts of people."""

    def __init__(self, url: str) -> None:
        self.world = world = World(url)
        self.eye = sqlite3.connect(url.removeprefix("sqlite:///"))
        self._version, self._kept = -1, dict[str, list[tuple[Any, ...]]]()
        workspace = world.slack.workspace
        with workspace.changing():
            workspace.conversations[STEER].members = {APP_USER, "U0KIM", "U0IVO", "U0HANA"}
        self._comes("Mo", HERE, guest=True)
        self._comes("Pia", HERE)
        self._comes("Fay", HERE)
        self._comes("Nia", HERE)
        self._comes("Lea", "")
        self._comes("Hana", STEER, guest=True)
        self._comes("Ivo", STEER, stranger=True, team=ANOTHER_TEAM)
        self._comes("Kim", STEER)
        with world.bot.store.begin() as db:
            for one in world.everybody:
                people.meet(db, TEAM, one.id, one.name)
        world.settle()  # what nothing took place in is forgotten first: she leaves after that
        world.slack.leave("U0NIA", HERE)
        world.settle()
        self.theirs = self.make("questions", THEIRS, ("U0KIM", "U0HANA", "U0IVO", "U0LEA"), "U0NIA", STEER)

    def _comes(self, name: str, into: str, **more: Any) -> None:
        newcomer = self.world.newcomer(name)
        workspace = self.world.slack.workspace
        with workspace.changing():
            workspace.conversations[HERE].members.discard(newcomer.id)
            if into:
                workspace.conversations[into].members.add(newcomer.id)
            for key, value in more.items():
                setattr(workspace.people[newcomer.id], key, value)

    # what there is

    def make(
        self,
        at: str,
        words: str = CANARY,
        who: tuple[str, ...] = ("U0ANA", "U0BEN", "U0MO", "U0DEV"),
        asked: str = "U0ESI",
        channel: str = HERE,
    ) -> dict[str, str]:
        """A set, a meeting at that step, and what somebody took on before it; the ids of them all."""
        now, here, ids = self.world.clock(), at.endswith(" here"), dict[str, str]()
        with self.world.bot.store.begin() as db:
            set_ = self._set(db, who, asked, words)
            made = Walk(db, who, asked, words, channel if here else "", set_.id, now).to(at)
            place = channel if here else set_.id
            owned = [
                commitments.start(
                    TEAM,
                    new_id(),
                    queries.seat(db, TEAM, who[1]),
                    queries.seat(db, TEAM, who[2]),
                    Taken(
                        f"{words} what", f"{words} first", f"{words} know", date(2026, 9, 22), 7, True, shown
                    ),
                    From("set", f"{words} title", place),
                    now,
                )
                for shown in (True, False)
            ]
            kept = typed.rhythm("weekly mon 9:30", "Europe/London", now)
            assert kept
            comes = rhythms.start(TEAM, new_id(), queries.seat(db, TEAM, who[0]), channel, kept, now)
            planned = comes.wakes_at or now
            if at == "rests":
                recurring.kept(comes)["rests"] = True
                recurring.settle(comes, now)
            origin = Round(TEAM, new_id(), "listening", "listening", "closed", who[0], now, Status.CLOSED)
            origin.channel_id, origin.facts = channel, dict(fresh(Plan()))
            origin.seats = [queries.seat(db, TEAM, one) for one in who]
            origin.replies = [
                Reply(new_id(), who[0], "question", f"channel:{TEAM}:{channel}", f"{words} q", now)
            ]
            if made.status == Status.RUNNING:  # everybody has had their time
                facts(made)["days"] = 0
                for seat in made.seats:
                    hears(seat, now - timedelta(days=14))
                for window in (made, *made.seats):
                    window.since = window.since and now - timedelta(days=14)
            box = BOXES.begin(TEAM, BOXES.id_of(TEAM, who[2]), queries.seat(db, TEAM, who[2]), now)
            boxes.put_by(box, who[2], f"{words} item", now)
            for round_ in (set_, made, *owned, comes, origin, *([box] if at == "box" else [])):
                queries.add(db, round_)
            # None of these is to be posted: what is asked for here is what comes of a press.
            db.execute(text("UPDATE rounds SET unshown = 0"))
            ids = {"set": set_.id, "meeting": made.id, "commitment": owned[0].id, "quiet": owned[1].id}
            ids |= {"item": box.replies[0].id}
            ids |= {"rhythm": comes.id, "origin": origin.id, "planned": planned.isoformat()}
        shown = queue.shown(made)
        waiting = queue.waiting(made) if made.step in queue.SHOWS else []
        ids["question"] = shown.id if shown else "none"
        ids["waiting"] = waiting[0].id if waiting else "none"
        ids["who waits"] = waiting[0].author_id if waiting else ""
        return ids

    def _set(self, db: Db, who: tuple[str, ...], asked: str, words: str) -> Round:
        now, ids = self.world.clock(), [*who, asked]
        ids += ["U0PIA", "U0CHLOE"] if words == CANARY else []
        seats = [queries.seat(db, TEAM, one) for one in ids]
        made = sets.start(TEAM, new_id(), seats[0], seats[1:], f"{words} name", unsigned=False, now=now)
        for one in ids:
            if one not in (asked, "U0PIA"):
                sets.answer(made, one, yes=True)
        if words == CANARY:
            sets.answer(made, "U0PIA", yes=False)
            sets.leave(made, "U0CHLOE", now)
        return made

    # what somebody tries

    def tries(
        self, kind: str, verb: str, way: Way, who: Somebody, ids: dict[str, str], team: str = TEAM
    ) -> str:
        return self.sends(kind, verb, way.names.format(**ids), way.typed, who, team)

    def sends(
        self, kind: str, verb: str, names: str, typed: dict[str, Any], who: Somebody, team: str = TEAM
    ) -> str:
        """What they are told of it, wherever they look."""
        since, slack = len(self.world.slack.calls), self.world.slack
        if kind == "form":
            told = sent(self.world, who, typed, team, callback_id=verb, private_metadata=names)
        elif typed:
            action = {
                "type": "button",
                "action_id": verb,
                "block_id": "b",
                "value": names,
                "action_ts": "1.1",
            }
            told = sent(self.world, who, typed, team, action, private_metadata=names)
        else:
            told = press(self.world, who, verb, names, team)
        for call in slack.calls[since:]:
            if call.method.startswith("views."):
                view = call.args.get("view") or {}
                told += said((json.loads(view) if isinstance(view, str) else view).get("blocks", []))
        slack.workspace.stacks.pop(who.id, None)
        slack.problems.clear()  # it knows nothing of the forms that we made up
        return told

    def posted(self, since: int) -> str:
        """Everything that was sent to Slack since then."""
        return json.dumps([[c.method, c.args] for c in self.world.slack.calls[since:]], default=str)

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, as it stands in the file; those of another workspace are not of here, and
        that somebody was refused is written down."""
        [version] = self.eye.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version, self._kept = version, dict(self._rows())
        return self._kept

    def _rows(self) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        for (name,) in self.eye.execute(_TABLES).fetchall():
            columns = [row[1] for row in self.eye.execute(f"PRAGMA table_info({name})")]
            where = f" WHERE team != '{ANOTHER_TEAM}'" if "team" in columns else ""
            where = (
                f" WHERE owner NOT LIKE '%{ANOTHER_TEAM}%' AND owner != 'audit'" if name == "keys" else where
            )
            yield name, self.eye.execute(f"SELECT * FROM {name}{where}").fetchall()

    def clears(self) -> None:
        """What was made here is gone, so that there is less to look through for what has changed."""
        keep = ", ".join(f"'{one}'" for one in self.theirs.values())
        with self.world.bot.store.begin() as db:
            for table, column in (("replies", "round_id"), ("seats", "round_id"), ("rounds", "id")):
                db.execute(text(f"DELETE FROM {table} WHERE {column} NOT IN ({keep})"))
            for table in ("heard", "cards"):
                db.execute(text(f"DELETE FROM {table}"))


class Walk:
    """Takes a meeting, by its rules, to where something can be done; every word has the canary."""

    def __init__(
        self, db: Db, who: tuple[str, ...], asked: str, words: str, channel: str, set_id: str, now: Any
    ) -> None:
        self.db, self.who, self.asked, self.words, self.now = db, who, asked, words, now
        self.channel, self.set_id = channel, set_id

    def to(self, at: str) -> Round:
        step, here = at.removesuffix(" here").removeprefix("live "), bool(self.channel)
        extra = ["U0CHLOE", "U0PIA", *(["U0NIA"] if here else [])] if self.words == CANARY else []
        seats = [queries.seat(self.db, TEAM, one) for one in [*self.who, self.asked, *extra]]
        plan = flow.Plan(
            short=here, live=at.startswith("live"), channel=self.channel, set="" if here else self.set_id
        )
        question = (ASKED if self.words == CANARY else THEIRS) if here else f"{self.words} question"
        made = flow.start(TEAM, new_id(), seats[0], seats[1:], plan, question, self.now)
        facts(made)["there"] = True
        if step in ("fresh", "rhythm", "rests", "origin", "box"):
            return made
        for seat in seats:
            if seat.person_id not in (self.asked, "U0PIA"):
                first = seat.person_id == self.who[1]
                wish = f"{self.words} wish" if here and first else ""
                follows = step == "follow_up" and seat.person_id in self.who[1:3]
                arrival = f"{self.words} arrival"
                flow.join(made, seat, arrival, wish, follows=follows, now=self.now)
        if self.words == CANARY:
            flow.decline(made, "U0PIA", self.now)
            flow.step_out(made, "U0CHLOE", self.now)
        if step != "check_in":
            if made.step == Step.CHECK_IN:
                in_time(hosting.move_on, made, self.who[0], self.now)
            (self._here if here else self._of_set)(made, step)
        wanted = {"paused": Status.PAUSED}.get(step, Status.CLOSED if step == "closed" else Status.RUNNING)
        assert made.status == wanted, (at, made.step, made.status)
        assert step in (made.step, "paused", "handed"), (at, made.step)
        return made

    def _here(self, made: Round, step: str) -> None:
        host, presents, *_ = self.who
        if step == "follow_up":
            return
        flow.ask(made, host, f"{self.words} asks", "open", self.now)
        if step in ("questions", "paused", "handed"):
            self._rests_or_is_handed(made, step)
            return
        in_time(flow.enough, made, presents, self.now)
        if step == "offers":
            flow.hear_ideas(made, presents, self.now)
            flow.offer(made, host, f"{self.words} offer", self.now)
        if step == "closed":
            in_time(hosting.close, made, host, self.now)

    def _rests_or_is_handed(self, made: Round, step: str) -> None:
        if step == "paused":
            flow.pause(made, self.who[0], self.now)
        if step == "handed":
            looking_after.offer(made, self.who[0], self.who[2], joined(made), self.now)

    def _of_set(self, made: Round, step: str) -> None:
        host, presents, mate, other = self.who
        now, words = self.now, self.words
        if step == "follow_up":
            return
        flow.bid(made, presents, f"{words} bid", 3, now)
        if step == "bids":
            return
        flow.bid(made, mate, f"{words} other bid", 2, now)
        flow.bid(made, host, f"{words} third bid", 2, now)
        if made.step == Step.BIDS:
            flow.pass_on(made, other, now)
        if step == "choose":
            return
        if facts(made)["live"]:
            hosting.choose(made, host, [presents], now)
        else:
            flow.take_mine(made, presents, now)
            for one in (mate, host):
                flow.can_wait(made, one, now)
        facts(made)["chosen"] = []  # the others another time
        if step == "present":
            return
        flow.present(made, presents, f"{words} brought", keep=True, now=now)
        flow.ask(made, mate, f"{words} asks", "open", now)
        if step == "clarify":
            return
        in_time(hosting.move_on, made, host, now)
        in_time(hosting.move_on, made, host, now)
        for one in (host, mate):
            flow.ask(made, one, f"{words} asks {one}", "open", now)
        flow.park_idea(made, host, f"{words} idea", now)
        if step in ("questions", "paused", "handed"):
            self._rests_or_is_handed(made, step)
            return
        shown = queue.shown(made)
        assert shown
        flow.respond(made, presents, shown.id, Asking.ANSWERED, f"{words} answer", now)
        in_time(flow.enough, made, presents, now)
        if step == "looks":
            return
        flow.look(made, presents, f"{words} looks", keep=True, opens=True, now=now)
        if step == "offers":
            flow.offer(made, other, f"{words} offer", now)
            return
        in_time(hosting.move_on, made, host, now)
        if step == "commit":
            return
        in_time(hosting.move_on, made, host, now)
        flow.process(made, other, f"{words} keep", f"{words} try", now)
        if step == "process":
            return
        in_time(hosting.move_on, made, host, now)
        if step == "closed":
            in_time(hosting.close, made, host, now)


def sent(
    world: World,
    somebody: Somebody,
    typed: dict[str, Any],
    team: str,
    action: dict[str, Any] | None = None,
    **more: str,
) -> str:
    """A form with these answers, sent in; or a button in it, with what is typed there."""
    values = {block: {"it": _held(answer)} for block, answer in typed.items()}
    element = {"type": "plain_text_input", "action_id": "it"}
    view = {
        "id": f"V0{new_id()}",
        "hash": "1.h",
        "type": "modal",
        "callback_id": "checkin.hint",
        "private_metadata": "",
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [{"type": "input", "block_id": block, "element": element} for block in typed],
        "state": {"values": values},
    } | more
    name = somebody.name.lower()
    payload = {
        "type": "block_actions" if action else "view_submission",
        "team": {"id": team, "domain": "somewhere"},
        "user": {"id": somebody.id, "username": name, "name": name, "team_id": team},
        "api_app_id": "A0ALONGSIDE",
        "trigger_id": world.slack.workspace.trigger(somebody.id),
        "view": view,
    }
    payload |= {"actions": [action], "container": {"type": "view"}} if action else {"response_urls": []}
    ack = world.slack.inbound.interaction(payload)
    assert ack.error is None, ack.error
    world.settle()
    answer = ack.json() or {}
    return "\n".join([*answer.get("errors", {}).values(), said(answer.get("view", {}).get("blocks", []))])


def _held(answer: Any) -> dict[str, Any]:
    if isinstance(answer, tuple):
        return {"type": "radio_buttons", "selected_option": {"value": answer[0]}}
    if isinstance(answer, list):
        return {"type": "multi_users_select", "selected_users": answer}
    if isinstance(answer, date):
        return {"type": "datepicker", "selected_date": answer.isoformat()}
    return {"type": "plain_text_input", "value": answer}


@pytest.fixture(scope="module")
def made(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """One workspace for all of these: each leaves it as it was."""
    path = tmp_path_factory.mktemp("rights") / "alongside.db"
    shutil.copy(sqlite_template, path)
    found = Scene(f"sqlite:///{path}")
    yield found
    found.eye.close()
    found.world.close()


@pytest.fixture
def scene(made: Scene) -> Iterator[Scene]:
    yield made
    made.clears()


def refused(told: str) -> bool:
    return any(line in told for line in REFUSED)


# What the bot asks or tells Slack while it refuses somebody.
QUIET = {
    "response_url",
    "conversations.members",
    "conversations.info",
    "views.open",
    "views.update",
    "users.info",
    "auth.test",
}


# --- that nothing was left out


def test_every_way_in_has_its_line_in_these_tables() -> None:
    assert set(FEATURE.shows) == set(SHOWS)
    assert set(FEATURE.actions) == set(ACTIONS)
    assert set(FEATURE.forms) == set(FORMS)
    assert set(FEATURE.commands) == COMMANDS
    assert {offer.action_id for offer in (*FEATURE.offers, *FEATURE.doors.values())} <= {*SHOWS, *ACTIONS}
    assert not FEATURE.events
    assert not FEATURE.shortcuts
    assert not FEATURE.overhears


# --- the matrix


STRANGERS = ("Lea", "Hana", "Ivo")  # to a way they are all alike: one after the other tries them


def others(scene: Scene, verb: str, way: Way, me: Somebody, number: int) -> list[tuple[str, Somebody, str]]:
    """Who may not, and the workspace from which they come."""
    may = {me.name, *RIGHTFUL[way.who][1].split(), *STRANGERS} - {STRANGERS[number % 3]}
    may |= {"Nia"} if verb in ABOUT_ONESELF else set()
    found = [(what, scene.world[name], TEAM) for name, what in EVERYBODY.items() if name not in may]
    if (
        way.who not in ANYBODY and way.names.partition("|")[0] != HERE
    ):  # in another workspace a channel of that id is another one
        found.append(("the same id in another workspace", me, ANOTHER_TEAM))
    return found


@pytest.mark.parametrize("kind", ["show", "action", "form"])
def test_whoever_may_not_reads_and_changes_nothing_and_whoever_may_does(scene: Scene, kind: str) -> None:
    wrong: list[str] = []
    every = [(verb, way) for one, verb, way in WAYS if one == kind]
    for number, (verb, way) in enumerate(some(every, f"ways to {kind}")):
        ids = scene.make(way.at)
        name = ids["who waits"].removeprefix("U0").title() if way.who == "who waits" else RIGHTFUL[way.who][0]
        me = scene.world[name]
        before = scene.kept()
        for what, who, team in others(scene, verb, way, me, number):
            since = len(scene.world.slack.calls)
            told = scene.tries(kind, verb, way, who, ids, team) + scene.posted(since)
            was, before = before, scene.kept()
            wrong += [f"{verb} at {way.at} by {what}: {fault}" for fault in faults(way, told, was == before)]
            methods = {call.method for call in scene.world.slack.calls[since:]}
            if methods - QUIET and way.does != "own":
                wrong.append(f"{verb} at {way.at} by {what} makes {methods - QUIET}")
        told = scene.tries(kind, verb, way, me, ids)
        if refused(told) or FAILED in told or not (told or way.does == "change"):
            wrong.append(f"{verb} at {way.at} by {name} says {told[:120]!r}")
        after = scene.kept()
        if kind == "show":  # who opens a form is met, and Slack is asked who they are
            before, after = ({n: rows for n, rows in one.items() if n != "people"} for one in (before, after))
        if (after != before) != (way.does in ("change", "own")):
            wrong.append(f"{verb} at {way.at} by {name} should {way.does}: {told[:120]!r}")
        scene.clears()

    assert wrong == [], "\n".join(wrong)


def but_typed(told: str, way: Way) -> str:
    """What they typed comes back to whoever typed it."""
    for own in way.typed.values():
        told = told.replace(str(own), "")
    return told


def faults(way: Way, told: str, unchanged: bool) -> list[str]:
    found = []
    if not unchanged and way.does != "own":
        found.append("changes something")
    if CANARY in but_typed(told, way):
        found.append("shows what is kept")
    if FAILED in told:
        found.append("fails")
    if way.who not in ANYBODY and not refused(told):
        found.append(f"says {told[:120]!r}")
    return found


# --- what was tampered with


def odd(way: Way, ids: dict[str, str], theirs: dict[str, str]) -> list[str]:
    """Values of the right shape that name something else: of others, of another kind, or nothing at all."""
    kinds = ("meeting", "set", "commitment", "rhythm", "origin")
    name = next((kind for kind in (*kinds, "quiet") if "{" + kind in way.names), "")
    if not name:
        return []
    other = [ids[kind] for kind in kinds if kind != name and (name, kind) != ("quiet", "commitment")]
    foreign = [theirs["commitment" if name == "quiet" else name]]
    values = [way.names.replace("{" + name + "}", one) for one in [*foreign, *other, "nothing-like-it"]]
    about = [n for n in ("question", "waiting") if n in way.names]
    values += [f"{ids['meeting']}|{one}" for one in ("", theirs["question"], ids["set"]) if about]
    if way.names == "{commitment}|{meeting}":
        values = [f"{theirs['commitment']}|{ids['meeting']}", f"{ids['commitment']}|{theirs['meeting']}"]
        values += [f"{ids['commitment']}|{ids[kind]}" for kind in ("set", "rhythm", "origin", "commitment")]
    if way.names == "{set}|{meeting}":
        values = [f"{theirs['set']}|{ids['meeting']}", f"{ids['set']}|{theirs['meeting']}"]
    return [value.format(**ids) for value in [*values, "", "||||"]]


@pytest.mark.parametrize("kind", ["show", "action", "form"])
def test_a_value_that_names_something_else_leads_nowhere(scene: Scene, kind: str) -> None:
    """Whoever may do it here, with the id of another's, of another kind of thing, or of none."""
    wrong, made_at = list[str](), dict[str, dict[str, str]]()
    every = [(verb, way) for one, verb, way in WAYS if one == kind and way.does != "nothing"]
    for verb, way in some(every, f"names in {kind}"):
        ids = made_at[way.at] = made_at.get(way.at) or scene.make(way.at)
        name = ids["who waits"].removeprefix("U0").title() if way.who == "who waits" else RIGHTFUL[way.who][0]
        for value in odd(way, ids, scene.theirs):
            before, since = scene.kept(), len(scene.world.slack.calls)
            told = scene.sends(kind, verb, value, way.typed, scene.world[name])
            where = f"{verb} at {way.at} with {value.replace(ids['meeting'], 'MEETING')!r} by {name}"
            if THEIRS in told + scene.posted(since):
                wrong.append(f"{where} shows what is of others")
            if FAILED in told:
                wrong.append(f"{where} fails")
            if scene.kept() != before:
                wrong.append(f"{where} changes something")
                made_at.pop(way.at, None)
                ids = scene.make(way.at)
            elif not refused(told):
                wrong.append(f"{where} says {told[:120]!r}")

    assert wrong == [], "\n".join(wrong)


# --- a minute, and no answer


@pytest.mark.parametrize("trouble", ["500", "ratelimited", "fatal_error", "drop_before"])
def test_where_slack_does_not_say_who_is_there_nobody_gets_in(scene: Scene, trouble: str) -> None:
    part = ["500", "ratelimited", "fatal_error", "drop_before"].index(trouble)
    made_at: dict[str, dict[str, str]] = {}
    asks = [(k, v, w) for k, v, w in WAYS if w.at.endswith((" here", "rhythm", "rests")) and w.who != "kept"]
    here = [way for way in asks if way[1] not in ABOUT_ONESELF][part::4]
    for _, _, way in here:
        made_at[way.at] = made_at.get(way.at) or scene.make(way.at)
    scene.world.later(seconds=61)
    scene.world.slack.faults.next("conversations.members", trouble, times=100_000)
    before, since = scene.kept(), len(scene.world.slack.calls)

    for kind, verb, way in here:
        told = scene.tries(kind, verb, way, scene.world[RIGHTFUL[way.who][0]], made_at[way.at])
        assert "Slack does not answer just now" in told, (verb, told[:90])

    scene.world.slack.faults.planned.clear()
    scene.world.later(seconds=61)
    assert scene.kept() == before
    assert len(here) >= 5
    posted = scene.posted(since)
    for _, _, way in here:
        posted = but_typed(posted, way)
    assert CANARY not in posted


def test_people_of_another_channel_are_not_proposed_for_a_set(scene: Scene) -> None:
    told = scene.sends("show", "checkin.new_set", STEER, {}, scene.world["Ana"])
    calls = scene.world.slack.calls[-1:]

    assert "A new set" in told
    assert not [one for one in ("U0KIM", "U0IVO", "U0HANA") if one in str([c.args for c in calls])]


# --- where nobody presses anything


def test_the_home_tab_says_that_something_waits_and_nothing_of_what_was_said(scene: Scene) -> None:
    for at in ("check_in", "process", "questions here", "offers", "follow_up"):
        scene.make(at)

    for name in EVERYBODY:
        who, bot = scene.world[name], scene.world.bot
        view = home.home(bot.store, FEATURES, bot.spaces.members(TEAM).channels, TEAM, who.id, bot.clock())
        drawn = json.dumps(view)
        assert CANARY not in drawn
        assert THEIRS not in drawn
        assert ASKED not in drawn
        if name in ("Pia", "Chloe", "Fay"):
            assert "checkin." not in drawn, name
        if name in ("Ana", "Ben", "Esi"):
            assert "checkin." in drawn, name


def test_what_is_taken_on_is_listed_for_its_owner_alone(scene: Scene) -> None:
    scene.make("follow_up")

    told = {name: scene.sends("show", "checkin.mine", "-", {}, scene.world[name]) for name in EVERYBODY}

    assert [name for name, words in told.items() if CANARY in words] == ["Ben"]
    assert [name for name, words in told.items() if THEIRS in words] == ["Hana"]
    assert f"{CANARY} what" in told["Ben"]
