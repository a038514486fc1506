"""Twelve people in one listening round who all press at the same instant, or as fast as they can.

Nobody is offered the floor twice before everybody was offered it once, one person has it at a time, every
press is answered, and a burst of presses becomes few updates.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.features.listening import cards
from bot.features.listening.flow import standing
from bot.features.listening.models import DONE, HERE, PASSED, facts, joined, place
from bot.playground import payloads, pressing
from bot.playground.records import APP_USER
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.tables import replies, rounds
from tests.faults.harness import Fragile, Step, perform, press
from tests.faults.test_at_once import Busy, Recorder, at_once, many_times
from tests.practices.listening.transitions import HERE as CHANNEL
from tests.practices.listening.transitions import MORE, QUESTION, crowd, live, newest, opens
from tests.world import NAMES, Seen, Somebody, World, deliver, pressable

TWELVE = (*NAMES, *MORE[:7])
CHANGES = ("chat.postMessage", "chat.update")


@pytest.fixture
def busy(database_url: str) -> Iterator[Busy]:
    yield from _busy(database_url)


@pytest.fixture
def small(sqlite_url: str) -> Iterator[Busy]:
    """On SQLite alone: what is under test does not touch the database's own ways."""
    yield from _busy(sqlite_url)


def _busy(url: str) -> Iterator[Busy]:
    world = Busy(url)
    yield world
    problems = list(world.slack.problems)
    world.close()
    assert problems == []


def twelve_join(world: World, behind: str) -> list[Somebody]:
    """Twelve people in one round, live or passed on, that has not begun."""
    crowd(world)
    world["Ana"].types(f"/listen {QUESTION} -- {behind}", CHANNEL)
    for name in TWELVE:
        press(world[name], "listening.join", where=CHANNEL)
    if behind == "relay":
        world.move(days=1)  # others could still come to it
    world.settle()
    return [world[name] for name in TWELVE]


def presses(world: World, person: Somebody, action: str) -> Callable[[], Any]:
    """A press on the card in the channel as it stood once: whoever presses may be looking at an old one."""
    [message] = [m for m in on_the_card(world) if "listening.menu" in str(m.raw["blocks"])]
    value = next(
        e["value"] for _, e in pressable(message.raw["blocks"]) if e["action_id"] == "listening.menu"
    )
    box, ts = world.slack._box, message.raw["ts"]

    def pressed() -> Any:
        with box.workspace.changing():
            where = box.conversation(CHANNEL, person.id)
            done = {"type": "button", "action_id": f"listening.{action}", "block_id": "b", "value": value}
            payload = payloads.message_actions(
                box.person(person.id),
                where,
                box.message(where, ts, person.id),
                {},
                done | {"action_ts": box.workspace.next_ts()},
                box.url(box.workspace.response_url(person.id, where.id, ts, None)),
                box.workspace.trigger(person.id),
            )
        return pressing._pressed(box, person.id, done, box.inbound.interaction(payload))

    return pressed


def on_the_card(world: World) -> list[Seen]:
    """What the app posted in the channel for everybody."""
    return [m for m in world["Ana"].messages(CHANNEL) if not m.ephemeral and m.raw["user"] == APP_USER]


def assert_fair(round_: Round) -> None:
    """Whoever was offered the floor was offered it once, and one person has it."""
    f = facts(round_)
    assert max(Counter(f["offered"]).values()) == 1
    assert f["holder"] == f["offered"][-1]
    assert sorted([*f["offered"], *f["order"]]) == sorted(seat.person_id for seat in joined(round_))
    assert [place(seat)["turns"] for seat in joined(round_)] == [
        f["offered"].count(seat.person_id) for seat in joined(round_)
    ]


@pytest.mark.drawn(one_in=2)
@pytest.mark.parametrize("action", ["done", "pass_turn"])
def test_twelve_who_press_at_the_same_instant_are_offered_the_floor_once_each(
    busy: Busy, action: str
) -> None:
    people = twelve_join(busy, "relay")
    press(people[0], "listening.begin", where=CHANNEL)
    busy.settle()
    acts = [presses(busy, person, action) for person in people]
    busy.work_in_threads()

    outcomes = at_once(acts)
    busy.rest()

    round_ = newest(busy)
    assert [outcome for outcome in outcomes if not outcome.ok] == []
    assert_fair(round_)
    spoke = sum(seat.step == (DONE if action == "done" else PASSED) for seat in joined(round_))
    assert spoke == len(facts(round_)["offered"]) - 1 >= 1
    answered = Counter("not yours" in m.text for person in people for m in whispers(person))
    assert answered[True] == len(people) - spoke  # each of the others was told so
    assert assert_card(busy, round_)


def test_a_turn_whose_time_is_over_as_its_holder_is_done_is_passed_on_once(busy: Busy) -> None:
    people = twelve_join(busy, "relay")
    press(people[0], "listening.begin", where=CHANNEL)
    busy.settle()
    before = newest(busy)
    has = next(person for person in people if person.id == facts(before)["holder"])
    done = presses(busy, has, "done")
    assert before.ends_at
    busy.clock.move_to(before.ends_at)
    busy.work_in_threads()

    outcome, passed = at_once([done, busy.bot.beat])
    busy.rest()

    round_ = newest(busy)
    assert outcome.ok
    assert_fair(round_)
    assert len(facts(round_)["offered"]) == 2
    comes_again = has.id in facts(round_)["again"]
    assert comes_again == passed  # by time alone, or by their own word: never both
    assert (round_.seat(has.id).step == DONE) != comes_again
    assert len(whispers(has)) == (2 if comes_again else 1)  # "You are in.", and that it was too late


def whispers(person: Somebody) -> list[Seen]:
    return [m for m in person.messages(CHANNEL) if m.ephemeral]


def assert_card(world: World, round_: Round) -> bool:
    """What stands in the channel is what is stored."""
    with world.bot.store.read() as db:
        queries.unseal(db, round_, lambda reply: standing.on_card(round_, reply))
    wanted = cards.card(round_).text
    return wanted in [message.raw["text"] for message in on_the_card(world)] or pytest.fail(wanted)


def test_twelve_who_join_at_the_same_instant_are_all_in_it(busy: Busy) -> None:
    crowd(busy)
    busy["Ana"].types(f"/listen {QUESTION} -- live", CHANNEL)
    acts = [presses(busy, busy[name], "join") for name in TWELVE]
    busy.work_in_threads()

    outcomes = at_once(acts)
    busy.rest()

    round_ = newest(busy)
    assert [outcome for outcome in outcomes if not outcome.ok] == []
    assert sorted(seat.person_id for seat in joined(round_)) == sorted(busy[name].id for name in TWELVE)
    assert all("You are in." in whispers(busy[name])[-1].text for name in TWELVE)
    assert assert_card(busy, round_)


def test_twelve_who_write_and_listen_at_the_same_instant_are_each_counted_once(busy: Busy) -> None:
    crowd(busy)
    busy["Ana"].types(f"/listen {QUESTION}", CHANNEL)
    for name in TWELVE:
        press(busy[name], "listening.write", where=CHANNEL)
        busy.settle()
    sending = [filled(busy[name], f"words of {name}") for name in TWELVE]
    busy.work_in_threads()

    sent = at_once(sending)
    busy.rest()
    busy.move(days=1, hours=8)
    for name in TWELVE:
        close(busy[name])
        press(busy[name], "listening.read", where=CHANNEL)
        busy.settle()
        while _button(busy[name], "listening.next_page"):
            press(busy[name], "listening.next_page")
            busy.settle()
    listening = [last_page(busy[name]) for name in TWELVE]
    busy.work_in_threads()
    listened = at_once(listening)
    busy.rest()

    assert [outcome for outcome in [*sent, *listened] if not outcome.ok] == []
    with busy.bot.store.read() as db:
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
    assert kinds == {"question": 1, "ear": 1, "open": 12}
    round_ = newest(busy)
    assert round_.step == "check_out"
    assert len(facts(round_)["heard"]["all"]) == 12
    asks = "One thing you are taking with you"
    rung = {name: busy[name].news() for name in TWELVE}
    [last] = [name for name in TWELVE if not any(asks in text for text in rung[name])]
    assert asks in busy[last].reads  # whoever was the last has it before them
    assert not any("It is open" in text for texts in rung.values() for text in texts)  # it has moved on


def filled(person: Somebody, text: str) -> Callable[[], Any]:
    form = person.form
    assert form
    [block] = [b for b in form["blocks"] if b.get("block_id") == "answer"]
    values = {"answer": {block["element"]["action_id"]: {"type": "plain_text_input", "value": text}}}
    return lambda: person.world.slack.submit(person.id, form["id"], values)


def _button(person: Somebody, action: str) -> dict[str, Any] | None:
    form = person.form
    assert form
    held = [b for b in form["blocks"] if action in str([e.get("action_id") for e in b.get("elements", [])])]
    return held[0] if held else None


def last_page(person: Somebody) -> Callable[[], Any]:
    """*I've listened*, at the foot of the last page."""
    block, form = _button(person, "listening.listened"), person.form
    assert block
    assert form
    where = {"view": form["id"], "block_id": block["block_id"]}
    return lambda: person.world.slack.press(person.id, action_id="listening.listened", **where)


def close(person: Somebody) -> None:
    if person.form:
        person.world.slack.close(person.id, person.form["id"], everything=True)


def test_two_hundred_presses_in_ten_seconds_change_the_card_few_times_and_it_ends_right(
    sqlite_url: str,
) -> None:
    world = Fragile(sqlite_url)  # its machine time stands still but for what is said here
    people = twelve_join(world, "relay")
    press(people[0], "listening.begin", where=CHANNEL)
    world.settle()
    world.slack.calls.clear()
    hurry = random.Random(12)
    offered: list[str] = []

    for _ in range(200):
        has = next(person for person in people if person.id == facts(newest(world))["holder"])
        who = has if hurry.random() < 0.15 else hurry.choice(people)
        action = hurry.choice(("done", "done", "pass_turn", "listened", "more"))
        assert presses(world, who, action)().ok
        world.later(seconds=0.05)
        world.clock.move_to(world.clock() + timedelta(seconds=0.05))
        world.bot.settle()
        now = newest(world)
        offered = facts(now)["offered"] or offered
        if now.step != "turns":
            break
    changed = [c for c in world.slack.calls if c.method in CHANGES and c.args["channel"] == CHANNEL]
    world.settle()

    assert len(offered) >= 12
    assert len(set(offered[:12])) == 12  # nobody twice before everybody once
    assert 1 <= len(changed) < 20
    assert assert_card(world, newest(world))
    world.close()


# What Slack delivers twenty times over.


def twenty_times(world: Busy, act: Callable[[], Any]) -> None:
    arriving = Recorder(world).never_arrives(act)
    world.work_in_threads()
    answers = many_times(world, arriving)
    world.rest()
    assert set(answers) == {200}


def test_a_command_that_arrives_twenty_times_at_once_is_posted_once(busy: Busy) -> None:
    twenty_times(busy, lambda: busy.slack.post(NAMES["Ana"], CHANNEL, f"/listen {QUESTION} -- @ben"))

    with busy.bot.store.read() as db:
        found = list(db.execute(select(rounds.c.id).where(rounds.c.feature == "listening")).scalars())
    assert len(found) == 1
    assert len(on_the_card(busy)) == 1
    assert len(busy["Ben"].news()) == 1


def test_words_that_arrive_twenty_times_at_once_are_kept_once(busy: Busy) -> None:
    busy["Ana"].types(f"/listen {QUESTION}", CHANNEL)
    press(busy["Ben"], "listening.write", where=CHANNEL)
    busy.settle()

    twenty_times(busy, filled(busy["Ben"], "Proud."))

    with busy.bot.store.read() as db:
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
    assert kinds == {"question": 1, "ear": 1, "answer": 1}


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("action", ["done", "pass_turn", "more"])
def test_a_press_that_arrives_twenty_times_at_once_is_one_press(busy: Busy, action: str) -> None:
    begun(busy)
    before = newest(busy)
    has = next(busy[name] for name in NAMES if NAMES[name] == facts(before)["holder"])

    twenty_times(busy, presses(busy, has, action))

    after = newest(busy)
    if action == "more":
        assert before.ends_at
        assert after.ends_at == before.ends_at + timedelta(minutes=1)
        assert facts(after)["more"] == 1
    else:
        assert after.seat(has.id).step == (DONE if action == "done" else PASSED)
        assert [seat.step for seat in joined(after)].count(HERE) == 2
        assert len(facts(after)["offered"]) == (1 if action == "done" else 2)


def begun(world: Any, *more: Step) -> None:
    """Three people, live, and one of them has the floor."""
    perform(world, (*live, *more))


@pytest.mark.parametrize("action", ["skip", "think"])
def test_a_press_in_a_form_that_arrives_twenty_times_at_once_is_one_press(small: Busy, action: str) -> None:
    begun(small, *opens("Ana", "menu", *(["debating"] if action == "think" else [])))
    before = facts(newest(small))["offered"]

    twenty_times(small, lambda: press(small["Ana"], f"listening.{action}"))

    after = newest(small)
    f = facts(after)
    if action == "skip":
        assert f["again"] == before
        assert len(f["offered"]) == 2
        assert [what for _, _, what in f["log"]] == ["begin", "skip"]
    else:
        assert len(f["next"]) == 1
        assert len(after.of_kind("question")) == 2


def test_somebody_who_presses_twice_lets_one_turn_come_later(small: Busy) -> None:
    begun(small, *opens("Ana", "menu"))
    slack = Recorder(small)
    both = [slack.never_arrives(lambda: press(small["Ana"], "listening.skip")) for _ in range(2)]

    answers = [deliver(small.bot.wsgi, *request).status for request in both]
    small.settle()

    f = facts(newest(small))
    assert answers == [200, 200]
    assert both[0] != both[1]
    assert len(f["offered"]) == 2
    assert [what for _, _, what in f["log"]] == ["begin", "skip"]


def test_a_question_that_is_asked_again_within_minutes_is_the_same_question(small: Busy) -> None:
    for _ in range(2):
        small["Ana"].types(f"/listen {QUESTION}", CHANNEL)
    assert len(on_the_card(small)) == 1

    press(small["Ben"], "listening.write", where=CHANNEL)
    small.settle()
    small["Ana"].types(f"/listen {QUESTION}", CHANNEL)
    assert len(on_the_card(small)) == 2
