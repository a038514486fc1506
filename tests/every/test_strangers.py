"""Signed requests of people who have no part in anything, over every way in, every id and every value.

Whoever is in no channel and in no round, and whoever is of another workspace under the id of one who is in
all of them, presses, sends, types and picks what there is: nothing of what people wrote is answered, and no
row of theirs changes. Broken requests break nothing. A sample, drawn anew in each run; all of it (25,000 and
4,000 requests and more) with SOAK=1.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from itertools import islice
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from sqlalchemy import text, update

from bot.app import Alongside
from bot.features import FEATURES
from bot.people.tables import pair_members, pairs
from bot.playground.inbound import FORM
from bot.playground.records import APP_ID, Person
from bot.rounds.keeping import queries
from bot.rounds.keeping.tables import rounds
from bot.slack import choices
from bot.slack.blocks import View
from tests.every.drawing import drawn, dressed
from tests.practices import HERE, PLAIN, everybody
from tests.size import SOAK, chance
from tests.world import TEAM, World, deliver

pytestmark = pytest.mark.usefixtures("doors")

MANY, BROKEN = (26_000, 4_200) if SOAK else (600, 300)
ZOE, ANA, ELSEWHERE = "U0ZOE", "U0ANA", "T0ELSEWHERE"
CANARY = "CANARY-{}-of-others"
NAMES = ("Ana", "Ben", "Chloe")
# What a round consists of, by whose id it is found; of these nothing may differ afterwards.
ROWS = {"rounds": "id", "seats": "round_id", "replies": "round_id", "records": "round_id"}
ROWS |= {pairs.name: "id", pair_members.name: "pair_id"}
SHOWN = ("unshown", "show_at", "turn", "waits_for")


class Stranger(NamedTuple):
    person: str
    team: str


STRANGERS = (Stranger(ZOE, TEAM), Stranger(ANA, ELSEWHERE))


@pytest.fixture
def full(world: World) -> World:
    """A workspace with rounds of every practice in it, at every step of each."""
    with world.slack.workspace.changing():
        world.slack.people[ZOE] = Person(ZOE, "zoe", "Zoe")
        world.slack.workspace.direct(ZOE)
    with world.bot.store.begin() as db:
        for feature, practice in everybody():
            for nth, scene in enumerate(practice.scenes() if SOAK else practice.cover()[::3]):
                round_ = dressed(practice, deepcopy(scene), NAMES, CANARY.format(feature.name))
                round_.team, round_.id = TEAM, f"{feature.name}-{nth}"
                round_.wakes_at = None
                queries.add(db, round_)
        db.execute(update(rounds).values(unshown=False))  # else they change as they are shown, late or early
    world.slack.post(ANA, world["Ana"].dm, "/alongside talk")  # whom one can talk to is met by the app, once
    return world


def kept(world: World, ids: set[str]) -> dict[str, list[Any]]:
    """Every row of these rounds and pairs."""
    found: dict[str, list[Any]] = {}
    with world.bot.store.read() as db:
        for table, column in ROWS.items():
            rows = db.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4")).mappings()
            found[table] = [
                {name: value for name, value in row.items() if name not in SHOWN}
                for row in rows
                if row[column] in ids
            ]
    return found


def changed(before: dict[str, list[Any]], now: dict[str, list[Any]]) -> list[str]:
    """Which rows, and what in them: names and nothing of what stands there."""
    found = [f"{table}: {len(before[table])} rows, {len(now[table])}" for table in ROWS]
    same = [one for one in found if len({*one.partition(": ")[2].replace(" rows", "").split(", ")}) == 1]
    found = [one for one in found if one not in same]
    for table, column in ROWS.items():
        for was, row in zip(before[table], now[table], strict=False):
            if was != row:
                found.append(f"{table} {row[column]}: {[name for name in row if row[name] != was[name]]}")
    return found


def values(world: World) -> list[str]:
    """What can stand behind a button: a round, and something in it, or what only looks like it."""
    found = ["", "|", HERE, f"{HERE}|", ANA, "no-such-round", "0|made.up|", "-1|x|y"]
    with world.bot.store.read() as db:
        for row in db.execute(text("SELECT id, step FROM rounds")):
            found += [row.id, *(f"{row.id}|{more}" for more in (row.step, "0", "1", "sure", ANA, "1.1"))]
        for row in db.execute(text("SELECT round_id, id, kind FROM replies")):
            found += [row.id, f"{row.round_id}|{row.id}", f"{row.round_id}|{row.kind}"]
    return found


def filled_in() -> dict[str, dict[str, Any]]:
    """Of each form that is drawn anywhere, by its callback_id: its view with an answer to every question."""
    found: dict[str, dict[str, Any]] = {}
    for feature, practice in everybody():
        for _, thing in drawn(feature, practice, PLAIN, "words", practice.cover()):
            if isinstance(thing, View) and thing.callback_id and thing.callback_id not in found:
                blocks = list(choices.opened(thing.blocks))
                asks = [b for b in blocks if b["type"] == "input"]
                state = {b["block_id"]: {b["element"]["action_id"]: _answer(b["element"])} for b in asks}
                found[thing.callback_id] = {**thing.payload(), "blocks": blocks, "state": {"values": state}}
    return found


def _answer(element: dict[str, Any]) -> dict[str, Any]:
    offered = element.get("".join(("opt", "ions")), [])
    return {
        "plain_text_input": {"value": "Zoe was here"[: element.get("max_length")]},
        "radio_buttons": {"selected_option": offered[0] if offered else None},
        "static_select": {"selected_option": offered[0] if offered else None},
        "checkboxes": {"selected_options": offered},
        "multi_static_select": {"selected_options": offered},
        "users_select": {"selected_user": ANA},
        "multi_users_select": {"selected_users": [ANA, "U0BEN"][: element.get("max_selected_items", 2)]},
        "conversations_select": {"selected_conversation": HERE},
        "datepicker": {"selected_date": "2026-09-20"},
    }[element["type"]]


class Attack:
    """One request after another, as a stranger would have Slack send it."""

    def __init__(self, world: World, drawn_by: Random) -> None:
        self.world, self.chance = world, drawn_by
        self.values, self.forms = values(world), filled_in()
        self.pressed = sorted({verb for f in FEATURES for verb in (*f.actions, *f.shows)})
        self.sent = sorted({verb for f in FEATURES for verb in f.forms})
        self.typed = sorted({verb.split(" -- ")[0].split(" ")[0] for f in FEATURES for verb in f.typed})
        self.words = sorted({verb.partition(" ")[2] for f in FEATURES for verb in f.typed} - {""})
        self.picked = sorted({verb for f in FEATURES for verb in (*f.shortcuts, *f.everywhere)})

    def ways(self) -> Iterator[tuple[str, str]]:
        """Every way in once, then as chance has it: presses most often, because there are most of them."""
        every = [("press", verb) for verb in self.pressed] + [("send", verb) for verb in self.sent]
        every += [("type", verb) for verb in self.typed] + [("pick", verb) for verb in self.picked]
        self.chance.shuffle(every)
        yield from every
        while True:
            yield self.chance.choice(every)

    def asks(self, how: str, verb: str, value: str, who: Stranger) -> str:
        """Ask it; all that came back: the answer, and what was told to Slack because of it."""
        slack, before = self.world.slack, len(self.world.slack.calls)
        body = self.body(how, verb, value, who)
        ack = slack.inbound.command(body) if how == "type" else slack.inbound.interaction(body)
        assert ack.error is None, (how, verb, ack.error)
        told = [[call.method, call.args] for call in list(slack.calls)[before:]]
        return ack.body.decode() + json.dumps(told, ensure_ascii=False, default=str)

    def body(self, how: str, verb: str, value: str, who: Stranger) -> dict[str, Any]:
        """What Slack sends of it."""
        slack = self.world.slack
        with slack.workspace.changing():
            where = slack.workspace.direct(who.person).id
            url = f"{slack.base_url}/response/{slack.workspace.response_url(who.person, where)}"
            trigger = slack.workspace.trigger(who.person)
        person = {"id": who.person, "username": "zoe", "name": "zoe", "team_id": who.team}
        body = {
            "team": {"id": who.team, "domain": "somewhere"},
            "user": person,
            "api_app_id": APP_ID,
            "trigger_id": trigger,
            "response_url": url,
        }
        if how == "type":
            fields = {"team_id": who.team, "channel_id": where, "channel_name": "d", "user_id": who.person}
            line = " ".join((self.chance.choice(["", *self.words]), value))
            fields |= {"user_name": "zoe", "command": verb, "text": line, "api_app_id": APP_ID}
            return fields | {"response_url": url, "trigger_id": trigger}
        asked: dict[str, Any] = getattr(self, f"_{how}")(verb, value, where)
        return body | asked

    def _press(self, verb: str, value: str, where: str) -> dict[str, Any]:
        button = {"type": "button", "action_id": verb, "block_id": "b", "value": value, "action_ts": "1.1"}
        asked = {"type": "block_actions", "actions": [button | {"text": {"type": "plain_text", "text": "x"}}]}
        if self.chance.random() < 0.5:
            return asked | {
                "container": {"type": "message", "message_ts": "1.1", "channel_id": where},
                "channel": {"id": where, "name": "directmessage"},
                "state": {"values": {}},
            }
        view = self.forms[self.chance.choice(sorted(self.forms))]
        return asked | {"view": {**view, "id": "V1", "hash": "1.1", "private_metadata": value}}

    def _send(self, verb: str, value: str, where: str) -> dict[str, Any]:
        view = self.forms.get(verb) or next(iter(self.forms.values()))
        handle = {"id": f"V{self.chance.randrange(10**9)}", "hash": "1.1", "callback_id": verb}
        return {"type": "view_submission", "view": {**view, **handle, "private_metadata": value}}

    def _pick(self, verb: str, value: str, where: str) -> dict[str, Any]:
        message = {"type": "message", "ts": "1.1", "text": value, "user": ZOE}
        place = {"channel": {"id": where, "name": "directmessage"}, "message": message, "message_ts": "1.1"}
        return {"type": "message_action", "callback_id": verb, **place}


def test_strangers_read_nothing_and_change_nothing_of_others(full: World) -> None:
    attack, secret = Attack(full, chance("strangers")), "-of-others"
    # What people propose can be asked of everybody in the workspace: it is there to be found.
    offered = [CANARY.format(feature.name) for feature in FEATURES if feature.questions]
    with full.bot.store.read() as db:
        ids = set(db.execute(text(f"SELECT id FROM rounds UNION SELECT id FROM {pairs.name}")).scalars())
    before, tried = kept(full, ids), 0

    for how, verb in attack.ways():
        if tried >= MANY:
            break
        who, value = attack.chance.choice(STRANGERS), attack.chance.choice(attack.values)
        came = attack.asks(how, verb, value, who)
        for canary in offered if who.team == TEAM else ():
            came = came.replace(canary, "")
        echoed = came.replace(value, "") if value else came
        assert secret not in echoed, (how, verb, value, who)
        tried += 1
        if tried % 200 == 0:
            assert kept(full, ids) == before, (how, verb, value, who)

    assert kept(full, ids) == before
    assert tried == MANY
    calls = len(full.slack.calls)
    full.slack.open_home(ANA)  # who is in them finds it
    assert secret in json.dumps([one.args for one in list(full.slack.calls)[calls:]], default=str)
    full.slack.problems.clear()  # of triggers and forms that were made up


ODD: tuple[Any, ...] = (None, "", "x" * 9000, 0, -1, 1e300, True, [], {}, [[]], {"a": {}}, "\ud800", "U0\n")


def broken(payload: Any, by: Random) -> Any:
    """The same with something in it left out, or of another kind."""
    if isinstance(payload, dict) and payload and by.random() < 0.9:
        name = by.choice(sorted(payload))
        rest = {key: value for key, value in payload.items() if key != name}
        return rest if by.random() < 0.2 else {**rest, name: broken(payload[name], by)}
    if isinstance(payload, list) and payload and by.random() < 0.9:
        return [broken(payload[0], by), *payload[1:]]
    return by.choice(ODD)


def test_what_is_signed_and_broken_is_no_fault_of_ours_and_changes_nothing(full: World) -> None:
    attack, by = Attack(full, chance("broken")), chance("how it is broken")
    inbound, answers = full.slack.inbound, set[int]()
    with full.bot.store.read() as db:
        ids = set(db.execute(text(f"SELECT id FROM rounds UNION SELECT id FROM {pairs.name}")).scalars())
    before, bot = kept(full, ids), Alongside(full.settings, full.clock)  # as `serve` runs it, with threads

    for how, verb in islice(attack.ways(), BROKEN):
        kind = how if how in ("press", "send", "pick") else "press"
        whole = attack.body(kind, verb, by.choice(attack.values), by.choice(STRANGERS))
        sent = json.dumps(broken(whole, by))
        cut = sent[: by.randrange(len(sent))] if by.random() < 0.1 else sent
        data = urlencode({"payload": cut}).encode()
        answers.add(deliver(bot.wsgi, data, inbound._headers(data, FORM)).status)
    bot.stop()

    assert max(answers) < 500, answers
    assert changed(before, kept(full, ids)) == []
    full.slack.problems.clear()
    full.slack.calls.clear()  # what was broken comes back broken to whoever sent it
