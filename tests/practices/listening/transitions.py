"""What can happen in a listening round, each from where it begins: what the faults are tried on."""

import secrets
from collections.abc import Callable

import pytest

from bot.features.listening.models import facts
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from tests.faults.harness import (
    Fragile,
    Step,
    Transition,
    Whoever,
    by_time,
    closes,
    does,
    presses,
    sends,
    types,
    walks,
)
from tests.world import NAMES, TEAM, World

HERE = "C0HOME"
QUESTION, ANOTHER = "How did today land?", "What would you like to hear more of?"
# Nobody could guess them, and nobody but their authors may see them before their time.
ANA, BEN, CHLOE, DEV = (f"{name} {secrets.token_hex(16)}" for name in ("tired", "proud", "quiet", "glad"))
SAID = {"Ana": ANA, "Ben": BEN, "Chloe": CHLOE, "Dev": DEV}
Steps = tuple[Step, ...]


# Who it is by then.


def newest(world: World) -> Round:
    """The listening round that was asked last."""
    with world.bot.store.read() as db:
        row = db.connection.exec_driver_sql(
            "SELECT id FROM rounds WHERE feature = 'listening' ORDER BY created_at DESC, status DESC LIMIT 1"
        ).one()
        return queries.find(db, TEAM, row.id)


def name_of(world: World, person_id: str) -> str:
    return next(person.name for person in world.everybody if person.id == person_id)


def holder(world: Fragile) -> str:
    """Whoever has the floor."""
    return name_of(world, facts(newest(world))["holder"])


def listener(world: Fragile) -> str:
    """Somebody who has not, and who does not look after it."""
    has = facts(newest(world))["holder"]
    return next(name for name in ("Ben", "Chloe") if NAMES[name] != has)


# What they do.


def asked(behind: str = "", question: str = QUESTION) -> Steps:
    return (types("Ana", f"/listen {question} -- {behind}" if behind else f"/listen {question}", HERE),)


def opens(name: Whoever, *actions: str) -> Steps:
    """Close what is open, then press these: the first on what stands in the channel."""
    first, *rest = (f"listening.{action}" for action in actions)
    return closes(name), presses(name, first, where=HERE), *(presses(name, action) for action in rest)


def writes(*names: str, how: str = "write") -> Steps:
    each = ((*opens(name, how), sends(name, answer=SAID[name]), closes(name)) for name in names)
    return tuple(step for steps in each for step in steps)


def joins(*names: str) -> Steps:
    return tuple(presses(name, "listening.join", where=HERE) for name in names)


def turn(action: str = "done") -> Steps:
    """Whoever has the floor presses this, and the quiet after it is over."""
    return presses(holder, f"listening.{action}"), walks(seconds=10)


def begins(behind: str, *names: str) -> Steps:
    """Where it is passed on, the next day: others could still come to it."""
    had_time = (walks(days=1),) if behind == "relay" else ()
    return *asked(behind), *joins(*names), *had_time, presses("Ana", "listening.begin", where=HERE)


THREE = ("Ana", "Ben", "Chloe")
two_in = (*asked(), *opens("Chloe", "write"), *writes("Ana", "Ben"))
published = (*asked("publish"), *writes(*THREE))
WINDOW = walks(days=1, hours=8)  # in which everybody can write
read = (*asked(), *writes(*THREE), WINDOW)
listened = tuple(step for name in THREE for step in (*opens(name, "read", "listened"), closes(name)))
last_word = (*read, *listened)
out = (*last_word, presses("Ana", "listening.nothing"), presses("Ben", "listening.nothing"))
closed = (*out, *opens("Chloe", "take"), sends("Chloe"), closes("Chloe"))  # she has the form alone
live = begins("live", *THREE)
spoken = (*live, *turn(), *turn())  # all but Ana, who comes last
leaving = (*spoken, *turn())
left = (*leaving, *turn(), *turn())
resting = (*live, *opens("Ben", "menu", "pause"), closes("Ben"), walks(minutes=3))
relay = begins("relay", *THREE)


MORE = tuple(f"P{number}" for number in range(8))


def crowd(world: World) -> None:
    """Eight people more, in the same channel."""
    for name in MORE:
        world.newcomer(name, HERE)


# How it ends.


def stands(step: str) -> Callable[[Fragile], bool]:
    return lambda world: newest(world).step == step or pytest.fail(newest(world).step)


def channel_says(*words: str) -> Callable[[Fragile], bool]:
    """Somewhere among what the app posted in the channel."""

    def said(world: Fragile) -> bool:
        texts = [m.text for m in world["Ana"].messages(HERE) if not m.ephemeral]
        return all(any(w in text for text in texts) for w in words) or pytest.fail(str(texts))

    return said


def in_the_thread(*texts: str) -> Callable[[Fragile], bool]:
    """Each of these stands there, under a card of the app's."""

    def stand(world: Fragile) -> bool:
        replies = [m.text for m in world.slack.conversations[HERE].messages if m.is_reply]
        return all(any(text in reply for reply in replies) for text in texts) or pytest.fail(str(replies))

    return stand


def reads(name: str, words: str) -> Callable[[Fragile], bool]:
    return lambda world: words in world[name].card.words or pytest.fail(world[name].card.words)


def remembers(fact: str, value: object) -> Callable[[Fragile], bool]:
    def does_it(world: Fragile) -> bool:
        found = newest(world).facts[fact]
        return (len(found) if isinstance(value, int) and isinstance(found, list) else found) == value or (
            pytest.fail(f"{fact}: {found}")
        )

    return does_it


def of(
    name: str,
    start: Steps,
    act: Steps,
    ends: Callable[[Fragile], bool],
    kept: str = "",
) -> Transition:
    # They are known already: who somebody is, nobody can ask in an outage.
    mine = {author: SAID[author] for author in kept.split()}
    return Transition(name, start, act, ends, kept=mine, pairs=(THREE,))


GATHER = [
    of("asked", (), (*asked(), walks(seconds=10)), stands("write")),
    of("asked by the form", (types("Ana", "/listen", HERE),),
       (sends("Ana", question=QUESTION, pace="relay", turn="3"),), stands("asked")),
    of("changed", (*asked(), presses("Ana", "listening.change", where=HERE)),
       (sends("Ana", question=ANOTHER, people=[NAMES["Ben"]]),), reads("Ben", ANOTHER)),
    of("taken back", asked("gather @ben"), (presses("Ana", "listening.take_back", where=HERE),),
       stands("taken_back")),
    of("joins by pressing write", asked(), (presses("Ben", "listening.write", where=HERE),),
       lambda world: bool(newest(world).facts["joined"])),
    of("the first words", (*asked(), *opens("Ben", "write")), (sends("Ben", answer=BEN),), stands("write"),
       kept="Ben"),
    of("the last words", two_in, (sends("Chloe", answer=CHLOE),), stands("write"), kept="Ana Ben Chloe"),
    of("the time for others to join is over", (*two_in, sends("Chloe", answer=CHLOE), closes("Chloe")),
       (WINDOW,), stands("read")),
    of("the last words of those named", (*asked("@ben"), *writes("Ana"), *opens("Ben", "write")),
       (sends("Ben", answer=BEN),), stands("read")),
    of("published in the thread", published, (WINDOW,), in_the_thread(ANA, BEN, CHLOE)),
    of("late words", (*read, *opens("Dev", "write")), (sends("Dev", answer=DEV),), stands("read")),
    of("not this time", (*asked("@ben"), *writes("Ana")), (presses("Ben", "listening.pass"),),
       stands("write"), kept="Ana"),
    of("what was written is deleted", (*asked(), *writes("Ben"), *opens("Ben", "write")),
       (presses("Ben", "listening.erase"),), stands("write"), kept="Ben"),
    of("the time to write is over", (*two_in, walks(days=1, hours=6)), (walks(hours=2),), stands("read")),
    of("still a good time?", (*asked("@ben @chloe"), walks(days=1, hours=6)), (walks(hours=2),),
       remembers("retried", True)),
    by_time(of("nobody wrote", asked("@ben @chloe"), (), stands("closed"))),
    of("the last one has listened", (*read, *listened[:-3], *opens("Chloe", "read")),
       (presses("Chloe", "listening.listened"),), stands("check_out")),
    of("plays back", (*asked("play-back @ben"), *writes("Ana", "Ben"), *opens("Ben", "read", "hear")),
       (sends("Ben", heard="I heard tired."),), reads("Ana", "one thing they heard from you")),
    of("the last one takes something along", (*out, *opens("Chloe", "take")),
       (sends("Chloe", taking="We ask early.", shown=True),), channel_says("What we listened to")),
    of("forgotten", (*closed, walks(days=29)), (walks(days=2),), stands("forgotten")),
    of("withdrawn", (*read, *opens("Ben", "read")), (presses("Ben", "listening.withdraw"),), stands("read")),
    of("steps out", (*asked(), *writes("Ana", "Ben"), *opens("Ben", "menu")),
       (presses("Ben", "listening.step_out"),), stands("write"), kept="Ben"),
]  # fmt: skip

LIVE = [
    of("is here", asked("live"), joins("Ben"), channel_says("Here: Ben.")),
    of("begins", begins("live", *THREE)[:-1], begins("live")[-1:], stands("turns")),
    of("done, and a hush", live, turn(), remembers("offered", 2)),
    of("passes", live, (presses(holder, "listening.pass_turn"),), remembers("again", 1)),
    of("offered once more", (*live, *turn("pass_turn"), *turn(), *turn()[:1]), (walks(seconds=10),),
       remembers("offered", 4)),
    of("more time", live, (presses(holder, "listening.more", careful=True),),
       remembers("more", 1)),
    of("runs over", live, (walks(minutes=3, seconds=1),), remembers("mark", 3)),
    of("seems to be away", (*live, *opens(listener, "menu")),
       (presses(listener, "listening.away"), walks(seconds=20)), remembers("again", 1)),
    of("paused", (*live, walks(minutes=1), *opens(listener, "menu")), (presses(listener, "listening.pause"),),
       channel_says("This is resting")),
    of("goes on", resting, (presses("Ana", "listening.go_on", where=HERE),), channel_says("has the floor")),
    of("skipped", (*live, *opens("Ana", "menu")), (presses("Ana", "listening.skip"),), remembers("again", 1)),
    of("handed over", (*live, *opens("Ana", "menu", "hand")), (sends("Ana", who=NAMES["Ben"]),),
       remembers("handing", NAMES["Ben"])),
    of("looks after it", (*live, *opens("Ana", "menu", "hand"), sends("Ana", who=NAMES["Ben"])),
       (presses("Ben", "listening.host_yes"),), remembers("handing", "")),
    of("another question next", (*live, *opens("Ana", "menu", "question")), (sends("Ana", question=ANOTHER),),
       remembers("next", 1)),
    of("the holder steps out", (*live, *opens(holder, "menu")), (presses(holder, "listening.step_out"),),
       remembers("offered", 2)),
    of("the last one is done", spoken, turn(), stands("check_out")),
    of("the last word", left, (presses(holder, "listening.done"),), stands("closed")),
    of("debating", (*live, *opens(listener, "menu")), (presses(listener, "listening.debating"),),
       channel_says("This is resting")),
    of("thinks together", (*live, *opens("Ben", "menu", "debating")), (presses("Ben", "listening.think"),),
       remembers("next", 1)),
    of("goes on in smaller groups", (does(crowd), *asked("live"), *joins(*NAMES, *MORE)), begins("live")[-1:],
       channel_says("smaller groups")),
]  # fmt: skip

RELAY = [
    of("passed on by those who were named", (*asked("relay @ben"), *joins("Ana")), joins("Ben"),
       stands("turns")),
    by_time(of("the time to join is over", (*asked("relay"), *joins(*THREE)), (), stands("turns"))),
    of("the turn passes on by itself", (*relay, walks(hours=3, minutes=50)), (walks(minutes=15),),
       remembers("again", 1)),
    of("the turn comes next morning", (*relay, walks(hours=3), *turn()[:1], walks(hours=3, minutes=30)),
       (*turn()[:1], walks(hours=16)), remembers("told", True)),
]  # fmt: skip

planned = (types("Ana", f"/listen {QUESTION} -- weekly thu 15:00 @ben", HERE),)
PLANNED = [
    of("it is Thursday", (*planned, walks(days=2, hours=4)), (walks(hours=2),), reads("Ben", QUESTION)),
    of("one is left out", planned, (presses("Ben", "listening.rhythm_skip", where=HERE),),
       channel_says("24")),
    of("it stops", planned, (presses("Ben", "listening.rhythm_stop", where=HERE),),
       channel_says("has stopped")),
]  # fmt: skip

TRANSITIONS = [*GATHER, *LIVE, *RELAY, *PLANNED]
