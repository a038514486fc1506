"""What can happen to a matter and in a register, each from where it begins: what the faults are tried on."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from bot.features.options.models import facts
from bot.features.options.register.queries import records
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from tests.faults.harness import (
    Fragile,
    Step,
    Transition,
    by_time,
    closes,
    does,
    had_time,
    presses,
    sends,
    takes_along,
    types,
    walks,
)
from tests.practices.listening.transitions import closed as listened
from tests.world import NAMES, TEAM, World

HERE = "C0HOME"
QUESTION, PROPOSAL = "How do we tell people when they can go home?", "We ring before noon."
OTHER = "We write a letter the day before."
# Nobody could guess them, and nobody but their authors may see them before their time.
ANA, BEN, CHLOE = (f"{name} {secrets.token_hex(16)}" for name in ("tired", "proud", "quiet"))
SAID = {"Ana": ANA, "Ben": BEN, "Chloe": CHLOE}
THREE = ("Ana", "Ben", "Chloe")
Steps = tuple[Step, ...]
BEHIND, SUPPORT, LIVE_WITH, TALK, DISAGREE, OBJECT, ASIDE = "5", "4", "3", "2", "1", "0", "S"


# What stands in the database by then.


def newest(world: World) -> Round:
    """The matter that was begun last."""
    with world.bot.store.read() as db:
        row = db.connection.exec_driver_sql(
            "SELECT id FROM rounds WHERE feature = 'options' AND kind = 'matter'"
            " ORDER BY created_at DESC, status DESC LIMIT 1"
        ).one()
        return queries.find(db, TEAM, row.id)


def versions(world: World) -> list[tuple[int, str]]:
    """Every version of every record, with its state."""
    with world.bot.store.read() as db:
        rows = db.connection.exec_driver_sql(
            "SELECT version, state FROM records ORDER BY created_at, version"
        )
        return [(row.version, row.state) for row in rows]


# What they do.


def framed(way: str = "long", *names: str, kinds: str = "any", proposal: str = PROPOSAL) -> Step:
    who = [NAMES[name] for name in names or THREE]
    return sends("Ana", deciders=who, kinds=kinds, way=way, proposal=proposal, unknown=True)


def begins(way: str = "long", *names: str, kinds: str = "any", proposal: str = PROPOSAL) -> Steps:
    asked = types("Ana", f"/options {QUESTION}", HERE)
    return asked, framed(way, *names, kinds=kinds, proposal=proposal), closes("Ana")


def opens(name: str, *actions: str) -> Steps:
    """Close what is open, then press these: the first on what stands in the channel."""
    first, *rest = (f"options.{action}" for action in actions)
    return closes(name), presses(name, first, where=HERE), *(presses(name, action) for action in rest)


def menu(name: str, *actions: str) -> Steps:
    return opens(name, "menu", *actions)


def on(*times: str) -> Steps:
    """Ana moves it on, once for each."""
    return tuple(step for _ in times for step in (had_time, *menu("Ana", "move_on"), closes("Ana")))


def answers(name: str, level: str, **more: Any) -> Steps:
    return *opens(name, "answer"), sends(name, level=level, **more), closes(name)


def each(level: str, *names: str, **more: Any) -> Steps:
    return tuple(step for name in names for step in answers(name, level, **more))


def again(text: str) -> Steps:
    """Ben changes what was objected to, and answers are asked for once more."""
    return *opens("Ben", "table", "edit"), sends("Ben", text=text), closes("Ben"), *on("test")


def tick(name: str) -> Steps:
    return *opens(name, "table", "further"), sends(name, options0=True), closes(name)


def works(name: str, answer: str = "yes", **more: Any) -> Steps:
    return *opens(name, "working"), sends(name, answer=answer, **more), closes(name)


def consents(name: str, say: str = "yes") -> Steps:
    """Yes or no to what is put to all."""
    return *opens(name, "consent"), sends(name, say=say), closes(name)


def register(name: str, *actions: str) -> Steps:
    typed = types(name, "/options", HERE)
    return closes(name), typed, *(presses(name, f"options.{action}") for action in actions)


# Where it begins. A step's time is over at five; an hour before it nothing has happened yet.
shared = begins()
gathering = (*shared, *on("gather"))
ideas = (
    *gathering,
    *opens("Ben", "idea"), sends("Ben", idea=BEN, named=True), closes("Ben"),
    *opens("Chloe", "idea"), sends("Chloe", idea=CHLOE), closes("Chloe"),
)  # fmt: skip
empty = (*begins(proposal=""), *on("gather"))
clarifying = (*gathering, *on("clarify"))
asked = (*clarifying, *opens("Ben", "table", "ask"), sends("Ben", text="Who rings?"), closes("Ben"))
building = (*clarifying, *on("build"))
two = (*building, *opens("Ben", "table", "add"), sends("Ben", text=OTHER), closes("Ben"))
missing = (*building, *on("missing"))
named = (*missing, *opens("Chloe", "missing"), sends("Chloe", absent="The night shift."), closes("Chloe"))
reacting = (*named, *on("react"))
quick = begins("short")
both = begins("short", "Ana", "Ben", kinds="both")
two_in = (*quick, *each(BEHIND, "Ana", "Ben"))
objected = (*two_in, *answers("Chloe", OBJECT, why="Not everybody has a phone."))
changed = (*objected, *opens("Ben", "table", "edit"), sends("Ben", text=OTHER, kept="A call."), closes("Ben"))
talking = (*two_in, *answers("Chloe", TALK, why="Who pays?"))
agreed = (*quick, *each(BEHIND, *THREE))
thrice = (*quick, *each(OBJECT, *THREE, why="Harm."), *again("We ring, or write."),
          *each(OBJECT, *THREE, why="Harm."), *again("We ask each how."),
          *each(OBJECT, "Ana", "Ben", why="Harm."))  # fmt: skip
recorded = (*agreed, *opens("Ben", "write"),
            sends("Ben", why="People plan their lift.", owner=NAMES["Chloe"]),
            closes("Ben"))  # fmt: skip
amending = (
    *recorded,
    *menu("Ben", "amend"),
    sends("Ben", text=OTHER, because="It is calmer."),
    closes("Ben"),
)
amended = (*amending, *each(SUPPORT, "Ana", "Ben"))
due = (*recorded, walks(days=55, hours=5))
looking = (*recorded, *menu("Ana", "look"), closes("Ana"))
looked = (*looking, *works("Ana"), *works("Ben", "partly", text="It takes long."))
opened = (*looked, *works("Chloe", "no"))
keeping = (*opened, *opens("Ben", "keep"), sends("Ben", why="It helps."), closes("Ben"))
ending = (*opened, *opens("Ben", "end"), sends("Ben", why="It is done."), closes("Ben"))
reworded = (
    *recorded,
    *menu("Ben", "correct"),
    sends("Ben", decision=OTHER, why_changed="Calmer."),
    closes("Ben"),
)
leaving = (*two_in, *menu("Ana", "leave_it"), sends("Ana", why="Not yet."), closes("Ana"))
put_off = (*shared, had_time, *menu("Ana", "put_off"), closes("Ana"))
resting = (*quick, *menu("Ben", "pause"), closes("Ben"))
handed = (*quick, *menu("Ana", "hand"), sends("Ana", who=NAMES["Ben"]), closes("Ana"))
signed = (*recorded, *menu("Dev", "stop"), sends("Dev", seen=ANA), closes("Dev"))
noted = (*recorded, *register("Ben", "record", "note"))
sealing = (*recorded, *register("Ben", "record", "seal"), sends("Ben", why="It is about one."), closes("Ben"))
outside = (*recorded, *register("Ben", "record", "public"), sends("Ben", why=""), closes("Ben"))
unnaming = (*recorded, *register("Ben", "record", "unname"), sends("Ben", passage="noon"), closes("Ben"))
freeing = (*building, *menu("Ben", "let_go"), sends("Ben", who=NAMES["Chloe"], why="Gone."), closes("Ben"))
anew = (
    *put_off,
    presses("Ben", "options.again", where=HERE),
    sends("Ben", kinds="any", unknown=True, deciders=[NAMES[name] for name in THREE], way="short",
          proposal=PROPOSAL),
    closes("Ben"),
    *each(BEHIND, *THREE),
    *opens("Ben", "write"),
)  # fmt: skip
follows = (*anew, sends("Ben", why="It is kind."), closes("Ben"))


# How it ends.


def stands(step: str, **remembered: Any) -> Callable[[Fragile], bool]:
    def does_it(world: Fragile) -> bool:
        round_ = newest(world)
        held = {name: facts(round_)[name] for name in remembered}  # type: ignore[literal-required]
        found = {name: len(one) if isinstance(one, list) else one for name, one in held.items()}
        return (round_.step == step and found == remembered) or pytest.fail(f"{round_.step}: {found}")

    return does_it


def kept_as(*states: str) -> Callable[[Fragile], bool]:
    """The record's versions, in these states; the newest stands on the register's card, once."""

    def does_it(world: Fragile) -> bool:
        found = versions(world)
        assert found == list(enumerate(states, 1)), found
        cards = [m.words for m in world["Ana"].messages(HERE) if "What was agreed here" in m.words]
        assert len(cards) == 1
        return cards[0].count(QUESTION) == 1

    return does_it


def stones(version: int) -> Callable[[Fragile], bool]:
    """Of a record that version alone is left, and it has no words."""
    return lambda world: versions(world) == [(version, "sealed")] or pytest.fail(str(versions(world)))


def nowhere(words: str) -> Callable[[Fragile], bool]:
    """No version of a record has these words, and none is lost."""

    def does_it(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            found = [one.words for kept in records.everything(db, TEAM, HERE) for one in kept]
        return (len(found) > 0 and words not in str(found)) or pytest.fail(str(found))

    return does_it


def linked(*hows: str) -> Callable[[Fragile], bool]:
    """Two records, and these are all of their links."""

    def does_it(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            rows = db.connection.exec_driver_sql("SELECT how FROM links ORDER BY how").all()
        return [row.how for row in rows] == list(hows) or pytest.fail(str(rows))

    return does_it


def reads(name: str, words: str) -> Callable[[Fragile], bool]:
    return lambda world: words in world[name].reads or pytest.fail(world[name].reads)


def says(name: str, words: str) -> Callable[[Fragile], bool]:
    return lambda world: words in world[name].card.words or pytest.fail(world[name].card.words)


def channel_says(words: str) -> Callable[[Fragile], bool]:
    def said(world: Fragile) -> bool:
        texts = [m.words for m in world["Ana"].messages(HERE) if not m.ephemeral]
        return any(words in text for text in texts) or pytest.fail(str(texts))

    return said


def of(name: str, start: Steps, act: Steps, ends: Callable[[Fragile], bool], kept: str = "") -> Transition:
    mine = {author: SAID[author] for author in kept.split()}
    # They are known already: who somebody is, nobody can ask in an outage.
    return Transition(name, start, act, ends, kept=mine, pairs=(THREE,))


ON_THE_WAY = [
    of("asked", (), (*begins(), walks(seconds=10)), stands("share")),
    of("asked the short way", begins()[:1], (framed("short"),), stands("test", test=1)),
    of("asked with a message", (), (takes_along("Ben", "options.from_message", HERE),
       sends("Ben", question=QUESTION, deciders=[NAMES[n] for n in THREE], kinds="any", unknown=True)),
       stands("test")),
    of("asked from what another practice closed", listened,
       (presses("Ben", "options.from_round", where=HERE),
        sends("Ben", deciders=[NAMES[name] for name in THREE], kinds="any", unknown=True)), stands("share")),
    of("taken back", begins()[:2], (presses("Ana", "options.take_back"),), stands("taken_back")),
    of("says what they see", (*shared, *opens("Ben", "share")), (sends("Ben", same=BEN, differ="The hour."),),
       stands("share")),
    of("goes on to ideas", (*shared, had_time, *menu("Ana")), (presses("Ana", "options.move_on"),),
       stands("gather")),
    of("the time to say it is over", (*shared, walks(days=1, hours=6)), (walks(hours=2),), stands("gather")),
    of("an idea, unsigned", (*gathering, *opens("Ben", "idea")), (sends("Ben", idea=BEN),),
       stands("gather", wrote=1), kept="Ben"),
    of("one more idea, unsigned", (*ideas, *opens("Ben", "idea")), (sends("Ben", idea=ANA),),
       stands("gather", wrote=2), kept="Ben Chloe"),
    of("an idea, signed", (*gathering, *opens("Ben", "idea")), (sends("Ben", idea=BEN, named=True),),
       stands("gather", wrote=1), kept="Ben"),
    of("what was signed is taken back", (*ideas, *opens("Ben", "idea")),
       (presses("Ben", "options.ideas_back"),), stands("gather", live=1), kept="Ben Chloe"),
    of("the ideas are opened", (*ideas, had_time, *menu("Ana")), (presses("Ana", "options.move_on"),),
       stands("clarify", live=3)),
    of("the ideas open by themselves", (*ideas, walks(days=2, hours=6)), (walks(hours=2),),
       stands("clarify", live=3)),
    of("no idea yet, and more time", (*empty, walks(days=2, hours=6)), (walks(hours=2),),
       stands("gather", retried=True)),
    of("nobody has an idea", (*empty, walks(days=6, hours=6)), (walks(hours=2),), kept_as("deferred")),
    of("a question", (*clarifying, *opens("Ben", "table", "ask")), (sends("Ben", text="Who rings?"),),
       reads("Ben", "Who rings?")),
    of("what somebody knows", (*asked, *opens("Ana", "table", "clear")), (sends("Ana", text="The ward."),),
       reads("Ana", "The ward.")),
    of("one more option", (*building, *opens("Ben", "table", "add")), (sends("Ben", text=OTHER),),
       stands("build", live=2)),
    of("an option is changed", (*building, *opens("Ben", "table", "edit")),
       (sends("Ben", text=OTHER, kept="The hour."),), stands("build", live=1)),
    of("two are merged", (*two, *opens("Chloe", "table", "merge")),
       (sends("Chloe", first=PROPOSAL, second=OTHER, text="We ring, then write."),), stands("build", live=1)),
    of("one is split", (*building, *opens("Chloe", "table", "split")),
       (sends("Chloe", text=PROPOSAL, second=OTHER),), stands("build", live=2)),
    of("one who decides ticks what they would take further", (*two, *opens("Ben", "table", "further")),
       (sends("Ben", options0=True),), channel_says("Have ticked: 1 of 3.")),
    of("all have ticked what they would take further", (*two, *tick("Ana"), *tick("Ben"),
       *opens("Chloe", "table", "further")), (sends("Chloe", options0=True),),
       channel_says("How many would take each of them further can be read now.")),
    of("what was ticked is counted before one is chosen", (*two, *tick("Ben"), *opens("Ana", "table")),
       (presses("Ana", "options.choose"),), stands("build", proposal="", log=4)),
    of("one is taken further", (*two, *opens("Ana", "table")), (presses("Ana", "options.choose"),),
       stands("build", log=4)),
    of("one step back", (*building, *menu("Ana")), (presses("Ana", "options.send_back"),), stands("clarify")),
    of("ready to go on", building, (presses("Ben", "options.ready", where=HERE),), stands("build", ready=1)),
    of("goes on to who is missing", (*building, had_time, *menu("Ana")), (presses("Ana", "options.move_on"),),
       stands("missing")),
    by_time(of("built by then", building, (), stands("missing"))),
    by_time(of("nobody has chosen", two, (), stands("build", retried=True))),
    of("who is missing", (*missing, *opens("Chloe", "missing")), (sends("Chloe", absent="The night."),),
       stands("missing")),
    by_time(of("nobody has said who is missing", missing, (), stands("react", skipped=4))),
    of("one line", (*reacting, *opens("Ben", "react")), (sends("Ben", reaction="Good."),),
       stands("react")),
    of("answers are asked for", (*reacting, had_time, *menu("Ana")), (presses("Ana", "options.move_on"),),
       stands("test", test=1)),
]  # fmt: skip

TESTED = [
    of("an answer", (*quick, *opens("Ben", "answer")), (sends("Ben", level=LIVE_WITH, why=BEN),),
       stands("test"), kept="Ben"),
    of("an answer is changed", (*quick, *answers("Ben", OBJECT, why=BEN), *opens("Ben", "answer")),
       (sends("Ben", level=BEHIND, why=CHLOE),), stands("test"), kept="Ben"),
    of("waits for somebody", quick, (presses("Ben", "options.wait"),), stands("test", extended=True)),
    of("agreed", (*two_in, *opens("Chloe", "answer")), (sends("Chloe", level=BEHIND),),
       stands("write", outcome="agreed")),
    of("agreed with reservations", (*two_in, *opens("Chloe", "answer")),
       (sends("Chloe", level=LIVE_WITH, why=CHLOE, named=True),), stands("write", outcome="reservations")),
    of("to be tried", (*quick, *each(LIVE_WITH, "Ana", "Ben"), *opens("Chloe", "answer")),
       (sends("Chloe", level=BEHIND),), stands("write", outcome="try")),
    of("both kinds are there", (*both, *answers("Ana", BEHIND, kind="lived"), *opens("Ben", "answer")),
       (sends("Ben", level=SUPPORT, kind="professional", why=BEN),), stands("write", outcome="agreed")),
    of("not agreed", (*quick, *each(DISAGREE, "Ana", "Ben"), *opens("Chloe", "answer")),
       (sends("Chloe", level=DISAGREE, why=CHLOE),), kept_as("not_agreed")),
    of("an objection", (*two_in, *opens("Chloe", "answer")), (sends("Chloe", level=OBJECT, why=CHLOE),),
       stands("integrate", outcome="objection")),
    of("more talk", (*two_in, *opens("Chloe", "answer")), (sends("Chloe", level=TALK, why=CHLOE),),
       stands("build", outcome="more_talk")),
    of("nobody's to decide", (*quick, *each(ASIDE, "Ana", "Ben"), *opens("Chloe", "answer")),
       (sends("Chloe", level=ASIDE),), kept_as("referred")),
    of("objected to three times", (*thrice, *opens("Chloe", "answer")),
       (sends("Chloe", level=OBJECT, why=CHLOE),), kept_as("not_agreed")),
    of("too few have answered", (*quick, *answers("Ana", BEHIND, why=ANA), walks(days=1, hours=6)),
       (walks(hours=2),), stands("test", retried=True), kept="Ana"),
    of("too few again", (*two_in, walks(days=3, hours=6)), (walks(hours=2),), kept_as("deferred")),
    of("the proposal is changed", (*objected, *opens("Ben", "table", "edit")), (sends("Ben", text=OTHER),),
       stands("integrate", live=1)),
    of("asked again", changed, (presses("Ana", "options.move_on", where=HERE),), stands("test", test=2)),
    of("asked again by itself", (*changed, walks(days=6, hours=6)), (walks(hours=2),),
       stands("test", test=2)),
    of("the objection stands", (*objected, walks(days=6, hours=6)), (walks(hours=2),), kept_as("deferred")),
    of("talked, and asked again", (*talking, had_time), (presses("Ana", "options.move_on", where=HERE),),
       stands("test", test=2)),
    of("written down", (*agreed, *opens("Ben", "write")),
       (sends("Ben", why="It is kind.", owner=NAMES["Chloe"], review="2026-10-20"),), kept_as("agreed")),
    of("written down by itself", (*agreed, walks(days=1, hours=6)), (walks(hours=2),), kept_as("agreed")),
]  # fmt: skip

KEPT = [
    of("corrected", (*recorded, *menu("Ana", "correct")),
       (sends("Ana", why_changed="A word.", know="Calls."),),
       kept_as("agreed", "agreed")),
    of("a change is asked for", (*recorded, *menu("Ben", "amend")),
       (sends("Ben", text=OTHER, because="Calmer."),), stands("test", amends=True, version=1)),
    of("changed", (*amended, *opens("Chloe", "answer")), (sends("Chloe", level=LIVE_WITH, why=CHLOE),),
       kept_as("agreed", "reservations")),
    of("a change is not agreed", (*amended[:-4], *answers("Ben", DISAGREE), *answers("Ana", DISAGREE),
       *opens("Chloe", "answer")), (sends("Chloe", level=DISAGREE, why=CHLOE),), kept_as("agreed", "agreed")),
    of("a stop-sign", (*recorded, *menu("Dev", "stop")), (sends("Dev", seen=BEN),),
       channel_says("One person has pulled the stop-sign"), kept=""),
    of("a stop-sign is taken back", (*signed, *menu("Dev", "stop")), (presses("Dev", "options.sign_back"),),
       stands("recorded", sooner=False)),
    of("a second stop-sign", (*signed, *menu("Esi", "stop")), (sends("Esi", seen=CHLOE),),
       stands("review", times=1, sooner=True)),
    of("how it is for somebody who lives with it", (*looking, *opens("Dev", "lives")),
       (sends("Dev", answer="no", text=BEN),), stands("review", said_beside=1)),
    of("late words of somebody who lives with it", (*opened, *opens("Dev", "menu", "lives")),
       (sends("Dev", answer="no", text=BEN),), channel_says("From those who live with it")),
    of("handed on, once agreed", (*recorded, *opens("Ben", "hand_on")), (sends("Ben", to="The board."),),
       kept_as("agreed", "agreed")),
    of("what came back", (*recorded, *opens("Ben", "hand_on"), sends("Ben", to="The board."), closes("Ben"),
       *menu("Ana", "look"), closes("Ana"), *opens("Ben", "came_back")),
       (sends("Ben", came_back="They said yes."),), stands("review", version=3)),
    of("looked at sooner", (*recorded, *menu("Ana")), (presses("Ana", "options.look"),),
       stands("review", times=1)),
    of("to be looked at", due, (walks(hours=20),), stands("review", times=1)),
    of("how it works", (*looking, *opens("Ben", "working")), (sends("Ben", answer="partly", text=BEN),),
       stands("review"), kept="Ben"),
    of("all have said how it works", (*looked, *opens("Chloe", "working")),
       (sends("Chloe", answer="no", text=CHLOE),), stands("review", opened=True)),
    of("the time to say how it works is over", (*looked, walks(days=6, hours=6)), (walks(hours=2),),
       stands("review", opened=True)),
    of("late words on how it works", (*looked, *opens("Chloe", "working"), walks(days=7)),
       (sends("Chloe", answer="no", text=CHLOE),), channel_says("No, not any more: 1")),
    of("comes back", (*opened, walks(days=6, hours=22)), (walks(hours=4),), stands("review", times=2)),
    of("to keep it is put to all", (*opened, *opens("Ben", "keep")),
       (sends("Ben", why="It helps.", review="2026-12-01"),), stands("consent")),
    of("kept", (*keeping, *consents("Ana"), *opens("Chloe", "consent")), (sends("Chloe", say="yes"),),
       kept_as("agreed", "agreed")),
    of("not kept", (*keeping, *consents("Ana"), *opens("Chloe", "consent")),
       (sends("Chloe", say="no", why=CHLOE),), stands("review", opened=True)),
    of("the time to say yes or no is over", (*keeping, *consents("Ana"), walks(days=1, hours=20)),
       (walks(hours=20),), stands("review", opened=True)),
    of("other words are put to all", (*recorded, *menu("Ben", "correct")),
       (sends("Ben", decision=OTHER, why_changed="Calmer."),), stands("consent")),
    of("other words", (*reworded, *consents("Ana"), *opens("Chloe", "consent")), (sends("Chloe", say="yes"),),
       kept_as("agreed", "agreed")),
    of("to leave it is put to all", (*two_in, *menu("Ana", "leave_it")), (sends("Ana", why="Not yet."),),
       stands("consent")),
    of("left by all", (*leaving, *consents("Ben"), *opens("Chloe", "consent")), (sends("Chloe", say="yes"),),
       kept_as("deferred")),
    of("not left", (*leaving, *consents("Ben"), *opens("Chloe", "consent")), (sends("Chloe", say="no"),),
       stands("test")),
    of("changed after a look", (*opened, *opens("Ben", "amend")),
       (sends("Ben", text=OTHER, because="Calmer."),),
       stands("test", amends=True)),
    of("ended", (*ending, *consents("Ana"), *opens("Chloe", "consent")), (sends("Chloe", say="yes"),),
       kept_as("agreed", "ended")),
    of("to take it out is put to all", (*recorded, *register("Ben", "record", "seal")),
       (sends("Ben", why="It is about one."),), stands("consent")),
    of("taken out", (*sealing, *consents("Ana"), *opens("Chloe", "consent")), (sends("Chloe", say="yes"),),
       stones(2)),
    of("read outside", (*outside, *consents("Ana"), *opens("Chloe", "consent")),
       (sends("Chloe", say="yes"),), kept_as("agreed", "agreed")),
    of("to black out is put to all", (*recorded, *register("Ben", "record", "unname")),
       (sends("Ben", passage="noon"),), stands("consent")),
    of("blacked out", (*unnaming, *consents("Ana"), *opens("Chloe", "consent")),
       (sends("Chloe", say="yes"),), nowhere("noon")),
    of("to let somebody go is put to all", (*building, *menu("Ben", "let_go")),
       (sends("Ben", who=NAMES["Chloe"], why="Gone."),), stands("consent")),
    by_time(of("let go", (*freeing, *consents("Ana")), (), says("Chloe", "have let you go"))),
    of("handed to who decides", put_off, (presses("Ana", "options.refer", where=HERE),),
       kept_as("deferred", "referred")),
    of("put off", (*ideas, had_time, *menu("Ana")), (presses("Ana", "options.put_off"),),
       kept_as("deferred")),
    of("more who decide", (*quick, *menu("Ana", "name")), (sends("Ana", deciders=[NAMES["Dev"]]),),
       says("Dev", "your answer is asked for")),
    of("handed over", (*quick, *menu("Ana", "hand")), (sends("Ana", who=NAMES["Ben"]),),
       stands("test", handing=NAMES["Ben"])),
    of("looks after it", handed, (presses("Ben", "options.host_yes"),), stands("test", handing="")),
    of("would rather not", handed, (presses("Ben", "options.host_no"),), stands("test", handing="")),
    of("more time", (*quick, *menu("Ana")), (presses("Ana", "options.extend"),),
       stands("test", extended=True)),
    of("paused", (*quick, *answers("Ana", LIVE_WITH, why=ANA), *menu("Ben")),
       (presses("Ben", "options.pause"),),
       channel_says("It rests."), kept="Ana"),
    of("goes on", resting, (presses("Chloe", "options.go_on", where=HERE),),
       channel_says("Answered: 0 of 3.")),
    of("rested for too long", (*resting, walks(days=13, hours=20)), (walks(hours=6),), kept_as("deferred")),
    of("steps out", (*quick, *answers("Ben", OBJECT, why=BEN), *menu("Ben")),
       (presses("Ben", "options.step_out"),),
       stands("test"), kept="Ben"),
    of("the last who was waited for steps out", (*two_in, *menu("Chloe")),
       (presses("Chloe", "options.step_out"),),
       stands("write", outcome="agreed")),
    of("an account is closed", (*begins("short", "Ana", "Ben", "Dev"), *each(BEHIND, "Ana", "Ben")),
       (does(lambda world: world.slack.deactivate(NAMES["Dev"])),),
       stands("write", outcome="agreed")),
    of("begun anew", put_off, (presses("Ben", "options.again", where=HERE),
       sends("Ben", kinds="any", unknown=True, deciders=[NAMES[name] for name in THREE], way="long")),
       stands("share")),
]  # fmt: skip

REGISTER = [
    of("looked for", (*recorded, *register("Dev")), (sends("Dev", words="lift", state="agreed"),),
       reads("Dev", "Found: 1.")),
    of("a note", noted, (sends("Ben", note=BEN),), reads("Ben", "Your note is kept.")),
    of("a note is taken away", (*noted, sends("Ben", note=BEN), *register("Ben", "record", "note")),
       (presses("Ben", "options.note_away"),), reads("Ben", "Your note is gone.")),
    of("written down, after what was left", anew, (sends("Ben", why="It is kind."),), linked("follows")),
    of("a link and tags", (*follows, *register("Ana", "record", "links")),
       (sends("Ana", how="replaces", other=QUESTION, tags="night shift"),), linked("follows", "replaces")),
    of("a link is taken away", (*follows, *register("Ana", "record", "links")),
       (presses("Ana", "options.unlink"),), linked()),
]  # fmt: skip

TRANSITIONS = [*ON_THE_WAY, *TESTED, *KEPT, *REGISTER]
