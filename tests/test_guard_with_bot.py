"""The whole bot behind its door: whatever is sent, nothing breaks, nothing is stored, nothing is told."""

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, select

from bot.app import Alongside
from bot.rounds.keeping import queries
from bot.slack.guard import MAX_BODY, Guard
from bot.store import metadata
from bot.vault import metadata as keys_metadata
from tests.slack.test_guard import (
    CANARY,
    FORM,
    NOW,
    ODD,
    SECRET,
    Answer,
    call,
    environ,
    sign,
    strangers,
)
from tests.world import TEAM, World

JSON = "application/json"
Kept = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def busy(world: World, caplog: pytest.LogCaptureFixture) -> Iterator[World]:
    """A workspace in which something is going on: there is much that could be spoilt."""
    ana, ben = world["Ana"], world["Ben"]
    ana.types(f"/reflect {CANARY} one?")
    ana.answers(CANARY)
    ana.types(f"/reflect {CANARY} two?")
    ana.answers(CANARY)
    ben.answers(CANARY)
    ben.closes()
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    yield world
    world.slack.problems.clear()  # it complains of triggers that we made up


@pytest.fixture
def door(busy: World) -> Iterator[Guard]:
    """The bot as `serve` runs it, with its threads."""
    bot = Alongside(busy.settings, busy.clock)
    yield Guard(bot.dispatch, SECRET, bot.ready, lambda: NOW)
    bot.stop()


def everything_in(engine: Engine) -> Kept:
    with engine.connect() as connection:
        connection.info["mode"] = "DEFERRED"
        tables = [*metadata.sorted_tables, *keys_metadata.sorted_tables]
        return {t.name: [tuple(row) for row in connection.execute(select(t))] for t in tables}


def settled(world: World, door: Guard) -> Kept:
    """What is kept once everything that was left for after an answer is done."""
    bot: Any = door._dispatch.__self__  # type: ignore[attr-defined]
    bot.stop()
    return everything_in(world.bot.store.engine)


def form(payload: object) -> tuple[str, bytes]:
    return FORM, urlencode({"payload": json.dumps(payload)}).encode()


def typed(fields: dict[str, str]) -> tuple[str, bytes]:
    return FORM, urlencode(fields).encode()


def event(payload: object) -> tuple[str, bytes]:
    return JSON, json.dumps(payload).encode()


def nothing_was_said(caplog: pytest.LogCaptureFixture) -> None:
    assert "Traceback" not in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    assert CANARY not in caplog.text


# --- what Slack did not send


@pytest.mark.parametrize("part", range(4))
def test_three_hundred_strangers_change_nothing(
    busy: World, door: Guard, caplog: pytest.LogCaptureFixture, part: int
) -> None:
    before = everything_in(busy.bot.store.engine)
    all_of_them = list(strangers())
    asked = all_of_them[part::4]

    answers = [(name, call(door, request).status, allowed) for name, request, allowed in asked]

    assert len(all_of_them) >= 300
    assert [answer for answer in answers if answer[1] not in answer[2]] == []
    assert settled(busy, door) == before
    nothing_was_said(caplog)


def test_stale_and_oversized_requests_change_nothing(
    busy: World, door: Guard, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything_in(busy.bot.store.engine)
    good = COMMAND | {"text": "a good question?"}
    body = typed(good)[1]
    large = typed(good | {"text": "x" * MAX_BODY})[1]

    stale = [
        call(door, stamped(body, at)).status for at in (NOW - 301, NOW + 301, 0, NOW * 1000, NOW - 86_400)
    ]
    too_much = [call(door, environ(large, FORM)).status, call(door, environ(b"[" * MAX_BODY, JSON)).status]

    assert stale == [401] * 5
    assert too_much == [413, 400]
    assert settled(busy, door) == before
    nothing_was_said(caplog)


def stamped(body: bytes, at: int) -> dict[str, Any]:
    headers = {"HTTP_X_SLACK_REQUEST_TIMESTAMP": str(at), "HTTP_X_SLACK_SIGNATURE": sign(body, at=at)}
    return environ(body, FORM, **headers)


# --- what is signed, and odd


COMMAND = {
    "token": "t",
    "team_id": TEAM,
    "team_domain": "d",
    "channel_id": "C0HOME",
    "channel_name": "home",
    "user_id": "U0ANA",
    "user_name": "ana",
    "command": "/alongside",
    "text": "help",
    "api_app_id": "A0",
    "response_url": "http://127.0.0.1:9/never",
    "trigger_id": "1.2.3",
}
PERSON = {"id": "U0ANA", "username": "ana", "name": "ana", "team_id": TEAM}
INTERACTION = {
    "type": "block_actions",
    "team": {"id": TEAM, "domain": "d"},
    "user": PERSON,
    "api_app_id": "A0",
    "token": "t",
    "trigger_id": "1.2.3",
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "D1", "is_ephemeral": False},
    "channel": {"id": "D1", "name": "directmessage"},
    "response_url": "http://127.0.0.1:9/never",
    "message": {"type": "message", "ts": "1.1", "text": CANARY, "blocks": []},
    "state": {"values": {}},
    "actions": [
        {
            "type": "button",
            "action_id": "reflection.pass",
            "block_id": "b",
            "value": "no-such-round",
            "text": {"type": "plain_text", "text": "x", "emoji": True},
            "action_ts": "1.1",
        }
    ],
}
VIEW = {
    "id": "V1",
    "team_id": TEAM,
    "type": "modal",
    "callback_id": "reflection.answer",
    "private_metadata": "no-such-round",
    "hash": "1.h",
    "title": {"type": "plain_text", "text": "x", "emoji": True},
    "submit": {"type": "plain_text", "text": "x", "emoji": True},
    "close": {"type": "plain_text", "text": "x", "emoji": True},
    "blocks": [
        {
            "type": "input",
            "block_id": "answer",
            "label": {"type": "plain_text", "text": "x", "emoji": True},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
    "state": {"values": {"answer": {"text": {"type": "plain_text_input", "value": CANARY}}}},
}
SUBMISSION = {
    "type": "view_submission",
    "team": {"id": TEAM, "domain": "d"},
    "user": PERSON,
    "api_app_id": "A0",
    "token": "t",
    "trigger_id": "1.2.3",
    "view": VIEW,
    "response_urls": [],
}
OUTER = {"token": "t", "team_id": TEAM, "api_app_id": "A0", "type": "event_callback", "event_id": "Ev1"}
HOME = OUTER | {"event": {"type": "app_home_opened", "user": "U0ANA", "channel": "D1", "tab": "messages"}}
SAID = OUTER | {
    "event": {"type": "message", "user": "U0ANA", "channel": "C1", "text": CANARY, "channel_type": "channel"}
}
CHANGED = OUTER | {"event": {"type": "user_change", "user": {"id": "U0NOBODY", "name": CANARY}}}

SHORTCUT = {
    **{part: INTERACTION[part] for part in ("team", "user", "api_app_id", "token", "trigger_id", "channel")},
    "type": "message_action",
    "callback_id": "made.unknown",
    "response_url": "http://127.0.0.1:9/never",
    "message_ts": "1.1",
    "message": {"type": "message", "ts": "1.1", "user": "U0BEN", "text": CANARY},
}

ACTION: dict[str, Any] = INTERACTION["actions"][0]  # type: ignore[index]


def press(**changes: Any) -> tuple[str, bytes]:
    return form(INTERACTION | {"actions": [ACTION | changes]})


def send(**changes: Any) -> tuple[str, bytes]:
    return form(SUBMISSION | {"view": VIEW | changes})


ODDLY = ("", "|", "C1", "C1|", "C1|x|y|z|", "a|b", "C1|x|99999999999|due|", "|||||", "\x00", "x" * 2000)
UNKNOWN = [
    *(typed(COMMAND | {"command": name}) for name in ("/unknown", "/", "", "reflect", "/reflect ", "/é")),
    *(typed(COMMAND | {"text": text}) for text in ("", "help", "unknown", "nothing at all", "x" * 100_000)),
    *(
        press(action_id=i)
        for i in ("unknown", "other.go", "reflection.", "reflection.unknown", "pairs.x", "")
    ),
    *(press(action_id=f"{name}.{'x' * 300}") for name in ("reflection", "pairs", "me", "alongside")),
    *(press(action_id="alongside.again", value=v) for v in ("", "unknown", "/unknown x", "x" * 3000, "/")),
    *(press(value=v) for v in ("", "x" * 5000, "../..", "{}", "' OR 1=1 --", "|", "\x00", "\ud800", "🙂")),
    *(press(action_id="reflection.ask_prompt", value=v) for v in ("", "F99-99", "x" * 999)),
    *(press(action_id=f"options.{name}", value=v) for name in ("record", "export", "choose") for v in ODDLY),
    *(send(callback_id=f"options.{name}", private_metadata=m) for name in ("start", "note") for m in ODDLY),
    *(
        press(action_id=f"checkin.{n}", value=v)
        for n in ("page", "pass", "rhythm_skip", "meet")
        for v in ODDLY
    ),
    *(
        send(callback_id=f"checkin.{n}", private_metadata=m)
        for n in ("arrive", "read", "became")
        for m in ODDLY
    ),
    *(press(action_id="reflection.take", value=v) for v in ("", "|", "no-such-round|", "a|b|c")),
    *(send(callback_id=i) for i in ("unknown", "other.go", "reflection.", "reflection.unknown", "me.x", "")),
    *(send(private_metadata=m) for m in ("", "|", "x" * 3000, "a|b|c", "\x00")),
    *(
        send(callback_id=f"reflection.{name}")
        for name in ("which", "another_day", "heard", "confirm", "note")
    ),
    send(callback_id="pairs.invite"),
    *(event(OUTER | {"event": {"type": kind, "user": "U0ANA"}}) for kind in ("unknown", "", "team_join")),
    *(form(INTERACTION | {"type": kind}) for kind in ("unknown", "", "shortcut", "view_closed")),
    *(form(SHORTCUT | {"callback_id": i}) for i in ("unknown", "made.", "reflection.x", "", "x" * 300)),
    *(form({"type": kind}) for kind in ("block_actions", "view_submission", "view_closed", "shortcut")),
    *(form({"type": kind}) for kind in ("message_action", "block_suggestion", "dialog_submission", "x")),
    *(event({"type": kind}) for kind in ("event_callback", "app_rate_limited", "unknown", "block_actions")),
    event({"type": "event_callback", "event": None}),
    event({"type": "event_callback", "event": {}}),
    event({"type": "event_callback", "event": []}),
    typed({"command": "/reflect"}),
    typed({"command": "/pair", "text": "<@U0BEN>"}),
    typed({"command": "/alongside", "team_id": TEAM}),
]


def test_what_is_signed_and_unknown_changes_nothing(
    busy: World, door: Guard, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything_in(busy.bot.store.engine)

    answers = [(body[:80], call(door, environ(body, kind))) for kind, body in [*ODD, *UNKNOWN]]

    assert len(answers) >= 100
    assert [(body, a.status) for body, a in answers if not ordinary(a)] == []
    assert settled(busy, door) == before
    nothing_was_said(caplog)


def ordinary(answer: Answer) -> bool:
    return answer.status < 500 and CANARY.encode() not in answer.body


# Each of these is understood, and does nothing that is kept.
WHOLE: dict[str, tuple[dict[str, Any], Any]] = {
    "command": (COMMAND, typed),
    "reflect": (COMMAND | {"command": "/reflect", "user_id": "U0DEV", "user_name": "dev"}, typed),
    "press": (INTERACTION, form),
    "submission": (SUBMISSION, form),
    "shortcut": (SHORTCUT | {"callback_id": "options.from_message"}, form),
    "home": (HOME, event),
    "said": (SAID, event),
    "changed": (CHANGED, event),
}
TEXTS: list[Any] = ["", "x", "\x00", "\ud800", "x" * 4000]
WRONG: list[Any] = [*TEXTS, None, True, 0, -1.5, [], {}, [[]], [None], {"id": 1}]


def places(part: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a payload."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        yield (*above, key)
        yield from places(value, (*above, key))


def without(payload: dict[str, Any], place: tuple[Any, ...]) -> dict[str, Any]:
    changed, inner = _found(payload, place)
    del inner[place[-1]]
    return changed


def instead(payload: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed, inner = _found(payload, place)
    inner[place[-1]] = value
    return changed


def _found(payload: dict[str, Any], place: tuple[Any, ...]) -> tuple[dict[str, Any], Any]:
    changed: dict[str, Any] = json.loads(json.dumps(payload))
    inner: Any = changed
    for key in place[:-1]:
        inner = inner[key]
    return changed, inner


def mangled(name: str) -> Iterator[tuple[str, str, bytes]]:
    payload, sent = WHOLE[name]
    for place in places(payload):
        yield f"without {place}", *sent(without(payload, place))
        for value in WRONG:
            if sent is typed and (value not in TEXTS or value == "\ud800"):
                continue  # a form cannot carry it
            yield f"{place} = {str(value)[:9]!r}", *sent(instead(payload, place, value))


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("name", WHOLE)
def test_a_mangled_payload_changes_nothing(
    busy: World, door: Guard, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    before = everything_in(busy.bot.store.engine)

    odd = [
        (what, answer.status)
        for what, kind, body in mangled(name)
        if not ordinary(answer := call(door, environ(body, kind)))
    ]

    assert odd == []
    assert without_hearing(settled(busy, door)) == without_hearing(before)
    nothing_was_said(caplog)
    busy.slack.calls.clear()  # a form opened with what Slack never sends is no mistake of ours


def without_hearing(kept: Kept) -> Kept:
    """All but the ids of events that were heard: those are kept so that none is heard twice."""
    return {table: rows for table, rows in kept.items() if table != "heard"}


# --- what is sent again


def test_the_same_request_again_and_again_is_done_once(
    busy: World, door: Guard, caplog: pytest.LogCaptureFixture
) -> None:
    asked = typed(COMMAND | {"command": "/reflect", "text": "Once only?", "trigger_id": "9.9.9"})
    going_on = waiting(busy)
    saved = form(SUBMISSION | {"view": VIEW | {"private_metadata": going_on}})
    rounds = len(everything_in(busy.bot.store.engine)["rounds"])

    statuses = {call(door, environ(body, kind)).status for kind, body in [asked, saved] * 25}

    after = settled(busy, door)
    assert statuses == {200}
    assert len(after["rounds"]) == rounds + 1
    assert len([row for row in after["replies"] if row[1] == going_on]) == 2
    nothing_was_said(caplog)


def waiting(world: World) -> str:
    """The reflection that Ana has answered, and Ben not yet."""
    with world.bot.store.read() as db:
        return next(r.id for r in queries.of_person(db, TEAM, "U0ANA", "reflection") if r.step == "asked")
