"""What can happen in check-ins, sets and to what people take on: what the faults are tried on."""

import secrets
from collections.abc import Callable
from typing import Any

import pytest

from bot.features.checkin.models import BOX, COMMITMENT, MEETING, NAME, RHYTHM, SET, facts
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.slack.choices import CHOICES
from tests.faults.harness import (
    Fragile,
    Transition,
    Whoever,
    by_time,
    closes,
    does,
    had_time,
    nearly,
    presses,
    sends,
    types,
    walks,
)
from tests.faults.harness import Step as Act
from tests.practices.listening.transitions import closed as listened
from tests.practices.listening.transitions import crowd
from tests.world import NAMES, TEAM, World

HERE = "C0HOME"
QUESTION = "How is the discharge work going?"
# Nobody could guess them, and nobody but their authors may see them before their time.
ANA, BEN, CHLOE = (f"{name} {secrets.token_hex(16)}" for name in ("tired", "proud", "quiet"))
SAID = {"Ana": ANA, "Ben": BEN, "Chloe": CHLOE}
THREE = ("Ana", "Ben", "Chloe")
Acts = tuple[Act, ...]


# What stands in the database by then.


def kept(world: World, kind: str) -> list[Round]:
    """Every one of that kind, the oldest first."""
    with world.bot.store.read() as db:
        rows = db.connection.exec_driver_sql(
            "SELECT id FROM rounds WHERE feature = 'checkin' ORDER BY created_at, status"
        )
        found = [queries.find(db, TEAM, row.id, NAME) for row in rows]
    return [round_ for round_ in found if round_.kind == kind]


def meetings(world: World) -> list[Round]:
    return kept(world, MEETING)


def meeting(world: World) -> Round:
    """The one that began last."""
    return meetings(world)[-1]


def commitments(world: World) -> list[Round]:
    return kept(world, COMMITMENT)


def sets(world: World) -> list[Round]:
    return kept(world, SET)


def rhythms(world: World) -> list[Round]:
    return kept(world, RHYTHM)


def lies(many: int) -> Callable[[Fragile], bool]:
    """How many things lie in the one box that there is."""
    return lambda world: [len(round_.of_kind("item")) for round_ in kept(world, BOX)] == [many]


# What they do.


def question(about: str) -> str:
    """An open question that nobody could guess."""
    return f"What would you like to keep of it, {about}?"


def opens(name: Whoever, *actions: str, where: str | None = None) -> Acts:
    """Close what is open, then press these: the first on their own card, or on what stands in a channel."""
    first, *rest = (f"checkin.{action}" for action in actions)
    return closes(name), presses(name, first, where=where), *(presses(name, action) for action in rest)


def fills(name: Whoever, action: str, where: str | None = None, **answers: Any) -> Acts:
    return *opens(name, action, where=where), sends(name, **answers), closes(name)


def passes(*names: str) -> Acts:
    """Whoever passes once more, where it had gone on already, would pass what comes next."""
    return tuple(step for name in names for step in (closes(name), passed(name), closes(name)))


def passed(name: str) -> Act:
    return presses(name, "checkin.pass", careful=True)


def in_channel(name: str, *actions: str) -> Acts:
    """From the card in the channel, for whoever has none of their own as yet."""
    return opens(name, "page", *actions, where=HERE)


def menu(name: str, *actions: str, where: str | None = None) -> Acts:
    return opens(name, "menu", *actions, where=where)


def asks(name: str, about: str) -> Acts:
    return fills(name, "ask", asks=question(about))


def takes_on(name: str, action: str = "commit", where: str | None = None, **more: Any) -> Acts:
    return fills(name, action, where, what=f"What {name} will do.", sure="8", **more)


def _nearly(world: Fragile) -> None:
    ends = meeting(world).ends_at
    assert ends
    world.move(seconds=(ends - world.clock()).total_seconds() - 60)


nearly_over = does(_nearly)  # a minute before the time of this step is over
over = (walks(minutes=2),)


# Where it begins: a short check-in.
asked = (types("Ana", f"/checkin {QUESTION}", HERE),)
form = (types("Ana", "/checkin", HERE), presses("Ana", "checkin.new_short"))
arrived = (*asked, *fills("Ana", "arrive", HERE, arrival="Here."), *fills("Chloe", "arrive", HERE))
no_wish = (*arrived, *fills("Ben", "arrive", HERE, arrival="Here, too."))
wished = (*arrived, *fills("Ben", "arrive", HERE, bid="The pharmacy."))
two_wishes = (*wished, *fills("Chloe", "arrive", HERE, bid="The night shift."))
to_commit = (*no_wish, had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"))
questions = (*wished, had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"))
shown = (*questions, *asks("Chloe", "Chloe"))
waits = (*shown, *in_channel("Ana", "ask"), sends("Ana", asks=question("Ana")), closes("Ana"))
bens = (*shown, *in_channel("Ana", "pass"), closes("Ana"), *fills("Ben", "read", answer="Many things."))
ideas = (*bens, *opens("Ben", "hear_ideas"), closes("Ben"))
two_left = (*to_commit, *in_channel("Ana", "pass"), closes("Ana"))
one_left = (*two_left, *takes_on("Ben", shown=True))
closed = (*one_left, *passes("Chloe"))
resting = (*shown, *menu("Chloe", "pause"), closes("Chloe"))
handed = (*no_wish, *opens("Ana", "menu", "hand", where=HERE), sends("Ana", who=NAMES["Ben"]), closes("Ana"))
live = (*form, sends("Ana", question=QUESTION, way="live", where="Room 4"), closes("Ana"),
        *fills("Ana", "arrive", HERE), *fills("Chloe", "arrive", HERE),
        *fills("Ben", "arrive", HERE, bid="The pharmacy."))  # fmt: skip
live_questions = (*live, presses("Ana", "checkin.move_on", where=HERE))
# What became of it, the next time.
again = (*closed, types("Ana", f"/checkin {QUESTION} And now?", HERE),
         *fills("Ben", "arrive", HERE), *fills("Chloe", "arrive", HERE))  # fmt: skip
following = (*again, had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"))
more_open = (*closed, *takes_on("Ben", where=HERE),
             types("Ana", f"/checkin {QUESTION} And now?", HERE),
             *fills("Ben", "arrive", HERE), *fills("Chloe", "arrive", HERE),
             had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"))  # fmt: skip
learnt = (*closed, *fills("Ben", "follow", became="done", learnt="To ask first.", tell=True),
          types("Ana", f"/checkin {QUESTION} And now?", HERE),
          *opens("Ben", "arrive", where=HERE))  # fmt: skip

# A set of four, and its meeting: of three, one alone is asked for questions.
naming = (types("Ana", "/checkin set @ben @chloe @dev", HERE),)
new_set = (*naming, sends("Ana", name="Going home"), closes("Ana"))
half_set = (*new_set, presses("Ben", "checkin.set_yes"), presses("Dev", "checkin.set_yes"))
a_set = (*half_set, presses("Chloe", "checkin.set_yes"))
next_planned = (*a_set, *fills("Chloe", "plan_set", next="2026-09-22"))
invited = (*a_set, *fills("Ana", "meet"))
here = (*invited, *fills("Ana", "arrive"), *fills("Ben", "arrive", arrival="Here."), *fills("Dev", "arrive"))
bids = (*here, *fills("Chloe", "arrive"))
one_bid = (*bids, *passes("Ana", "Dev"), *fills("Ben", "bid", bid="The wards.", weight="5"))
three_bid = (*bids, *passes("Dev"), *fills("Ana", "bid", bid="The forms.", weight="2"),
             *fills("Ben", "bid", bid="The wards.", weight="5"))  # fmt: skip
choosing = (*three_bid, *fills("Chloe", "bid", bid="The nights.", weight="3"))
presenting = (*one_bid, *fills("Chloe", "bid", bid="The nights.", weight="3"))  # Ben first, then Chloe
chloes = (*choosing, presses("Chloe", "checkin.take_mine"), presses("Ana", "checkin.can_wait"))
hosts = (
    *choosing,
    presses("Ana", "checkin.take_mine"),
    presses("Ben", "checkin.can_wait"),
    presses("Chloe", "checkin.can_wait"),
)  # whoever looks after it presents
putting = (types("Ben", "/checkin box"), presses("Ben", "checkin.box_write"))
has_box = (*putting, sends("Ben", item="The wards."))
with_it = (*bids, *passes("Ana"), closes("Ben"), *has_box, *opens("Ben", "bid"),
           presses("Ben", "checkin.from_box"), sends("Ben", weight="5"), closes("Ben"),
           *passes("Chloe", "Dev"))  # fmt: skip
clarify = (*presenting, *fills("Ben", "present", brought="The wards do not talk.", keep=True))
fact = (*clarify, *fills("Chloe", "ask", asks="How many wards are there?"))
two_facts = (*fact, *fills("Ana", "ask", asks="How long has it been so?"))
hush = (*clarify, *passes("Ana", "Chloe", "Dev"))
thought = (*hush, *passes("Dev"), *fills("Chloe", "ask", asks=question("Chloe")))
put = (*thought, *passes("Ana"), *asks("Ana", "Ana"))  # one is shown, and one waits
quiet = (*hush, nearly_over, *over)
sorted_out = (*put, *fills("Ben", "read", answer="Both."))
looks = (
    *sorted_out,
    *fills("Ben", "read", answer="And this."),
    had_time,
    *opens("Ben", "enough"),
    closes("Ben"),
)
kept_idea = (*quiet, *opens("Ana", "ask"), sends("Ana", asks="You should ring them first."))
parked = (*kept_idea, presses("Ana", "checkin.park_idea"), closes("Ana"), *passes("Ana", "Chloe", "Dev"))
held_back = (*thought, *passes("Ana"), *fills("Chloe", "ask", asks=question("Chloe, again")),
             *fills("Ben", "read", answer="Both."))  # fmt: skip
offers = (*looks, *fills("Ben", "look", looks="Lighter.", opens=True))
half_offers = (*offers, *fills("Ana", "offer", offer="A call helped us."))
commit = (*looks, *fills("Ben", "look", looks="Lighter."))
process = (*commit, *passes("Ben"))
two_said = (
    *process,
    *passes("Dev"),
    *fills("Ana", "process", keep="The quiet."),
    *fills("Ben", "process", **{"try": "Slower."}),
)
said_all = (*two_said, *fills("Chloe", "process", keep="The questions."))
second = (*said_all, *fills("Chloe", "present", brought="Nobody sleeps."))  # the next who presents
nobody_bid = (*bids, *passes("Ana", "Ben", "Chloe", "Dev"))
second_time = (*said_all, *passes("Chloe"))
check_out = (*second_time, *passes("Ana", "Ben", "Dev"))
planned = (*check_out, *fills("Ana", "plan", next="2026-10-06"))
met = (*check_out, had_time, *opens("Ana", "close"), closes("Ana"))
set_live = (*a_set, *opens("Ana", "meet"), sends("Ana", way="live"), closes("Ana"),
            *(step for name in THREE for step in fills(name, "arrive")), presses("Ana", "checkin.move_on"),
            *passes("Ana", "Chloe"), *fills("Ben", "bid", bid="The wards.", weight="5"))  # fmt: skip
live_choosing = (*a_set, *opens("Ana", "meet"), sends("Ana", way="live"), closes("Ana"),
                 *(step for name in THREE for step in fills(name, "arrive")),
                 presses("Ana", "checkin.move_on"),
                 *(step for name in THREE for step in fills(name, "bid", bid=name, weight="3")))  # fmt: skip
live_hush = (*set_live, *opens("Ben", "presented"), closes("Ben"), *opens("Ana", "move_on"), closes("Ana"))
set_rests = (*fact, *menu("Ben", "pause"), closes("Ben"))

# What somebody took on by themselves, a week from a Tuesday.
mine = (types("Ben", "/checkin mine"), presses("Ben", "checkin.commit_new"))
taken = (*mine, sends("Ben", what=BEN, sure="8", before=True), closes("Ben"))
with_asker = (*mine, sends("Ben", what=BEN, sure="8", asker=NAMES["Chloe"]), closes("Ben"))
was_asked = (*taken, walks(days=7))
carried = (*was_asked, walks(days=2))
saying = (*was_asked, *opens("Ben", "follow"))
forgotten = (*mine, sends("Ben", what=BEN, sure="8"), closes("Ben"), walks(days=9))
still: Acts = taken
for day in ("2026-09-27", "2026-09-28", "2026-09-29"):
    still = (*still, *fills("Ben", "follow", became="open", due=day))

rhythm = (types("Ana", "/checkin weekly mon 9:30", HERE),)
monday = (*rhythm, walks(days=5, hours=23))


# How it ends.


def _counted(facts_: Any, names: Any) -> dict[str, Any]:
    held = {name: facts_[name] for name in names}
    return {name: len(one) if isinstance(one, list | dict) else one for name, one in held.items()}


def stands(step: str, **remembered: Any) -> Callable[[Fragile], bool]:
    def does_it(world: Fragile) -> bool:
        round_ = meeting(world)
        found = _counted(facts(round_), remembered)
        return (round_.step == step and found == remembered) or pytest.fail(f"{round_.step}: {found}")

    return does_it


def in_line(step: str, *states: str) -> Callable[[Fragile], bool]:
    """The meeting is there, and the questions of it stand like that."""

    def does_it(world: Fragile) -> bool:
        round_ = meeting(world)
        found = sorted(facts(round_)["queue"].values())
        assert found.count("shown") <= 1
        return (round_.step == step and found == sorted(states)) or pytest.fail(f"{round_.step}: {found}")

    return does_it


def took(*states: str, **remembered: Any) -> Callable[[Fragile], bool]:
    """What people took on stands like that, the oldest first; the newest remembers so much."""

    def does_it(world: Fragile) -> bool:
        found = commitments(world)
        steps = [str(round_.step) for round_ in found]
        last = _counted(found[-1].facts, remembered)
        return (steps == [*states] and last == remembered) or pytest.fail(f"{steps}: {last}")

    return does_it


def both(*ends: Callable[[Fragile], bool]) -> Callable[[Fragile], bool]:
    return lambda world: all(end(world) for end in ends)


def people_of_set(**where: str) -> Callable[[Fragile], bool]:
    """Where each of them stands in the newest set."""

    def does_it(world: Fragile) -> bool:
        names = {id_: name for name, id_ in NAMES.items()}
        found = {names[s.person_id]: "left" if s.left_at else s.step for s in sets(world)[-1].seats}
        return found == where or pytest.fail(str(found))

    return does_it


def says(name: str, words: str) -> Callable[[Fragile], bool]:
    return lambda world: words in world[name].card.words or pytest.fail(world[name].card.words)


def reads(name: str, words: str) -> Callable[[Fragile], bool]:
    return lambda world: words in world[name].reads or pytest.fail(world[name].reads)


def channel_says(words: str) -> Callable[[Fragile], bool]:
    def said(world: Fragile) -> bool:
        texts = [m.words for m in world["Ana"].messages(HERE) if not m.ephemeral]
        return any(words in text for text in texts) or pytest.fail(str(texts))

    return said


def of(name: str, start: Acts, act: Acts, ends: Callable[[Fragile], bool], kept: str = "") -> Transition:
    mine_ = {author: SAID.get(author, "") for author in kept.split()}
    return Transition(name, start, act, ends, kept=mine_, pairs=())  # none of this needs a pair


def asking(
    name: str, start: Acts, who: str, ends: Callable[[Fragile], bool], opening: Acts | None = None
) -> Transition:
    """Somebody hands in a question that nobody else may read as yet."""
    act = (sends(who, asks=question(SAID[who])),)
    return of(name, (*start, *(opening or opens(who, "ask"))), act, ends, kept=who)


IN_A_CHANNEL = [
    of("asked", (), (*asked, walks(seconds=90)), stands("check_in", there=True)),
    of("asked with the form", form, (sends("Ana", question=QUESTION),), stands("check_in", live=False)),
    of("asked live", form, (sends("Ana", question=QUESTION, way="live"),), stands("check_in", live=True)),
    of("taken back", asked, (presses("Ana", "checkin.take_back", where=HERE),), stands("taken_back")),
    by_time(of("nobody joins", asked, (), both(stands("closed"), says("Ana", "without coming")))),
    of("somebody joins", (*asked, *opens("Ben", "arrive", where=HERE)),
       (sends("Ben", arrival=BEN, bid=BEN),), stands("check_in", bids=1), kept="Ben"),
    of("somebody joins late", (*arrived, had_time, *menu("Ana", "move_on", where=HERE), closes("Ana"),
       *opens("Ben", "arrive", where=HERE)), (sends("Ben", arrival=BEN),), stands("commit"), kept="Ben"),
    of("one who had a wish begins", (*wished, had_time, *menu("Ana", where=HERE)),
       (presses("Ana", "checkin.move_on"),), stands("questions", presenter=NAMES["Ben"])),
    of("by then it begins", (*two_wishes, nearly_over), over, stands("questions", slot=1)),
    of("nobody has a wish", (*no_wish, nearly_over), over, stands("commit", slot=0)),
    asking("the first question", questions, "Chloe", in_line("questions", "shown")),
    asking("a question waits", shown, "Ana", in_line("questions", "shown", "asked"),
           in_channel("Ana", "ask")),
    of("nothing to ask", (*bens[:-3], *opens("Ben", "read")), (sends("Ben", answer=BEN),),
       stands("commit", committed=0), kept="Ben"),
    of("the time for questions is over", (*waits, nearly_over), over, stands("commit", committed=0)),
    of("ideas are heard", bens, (presses("Ben", "checkin.hear_ideas"),), stands("offers", offers=True)),
    of("an idea", (*ideas, *opens("Ana", "offer")), (sends("Ana", offer=ANA),), stands("offers", done=1),
       kept="Ana"),
    of("takes something on", (*to_commit, *opens("Ben", "commit")), (sends("Ben", what=BEN, sure="8"),),
       both(took("open"), stands("commit", committed=1)), kept="Ben"),
    of("the last takes something on", (*two_left, *takes_on("Chloe"), *opens("Ben", "commit")),
       (sends("Ben", what=BEN, sure="8"),), both(took("open", "open"), stands("closed", committed=2)),
       kept="Ben"),
    of("the last passes", one_left, (passed("Chloe"),), stands("closed", committed=1)),
    of("closed by then", (*one_left, nearly_over), over, stands("closed", committed=1)),
    of("takes something on after the close", (*closed, *opens("Chloe", "commit", where=HERE)),
       (sends("Chloe", what=CHLOE, sure="8"),), both(took("open", "open"), stands("closed", committed=2)),
       kept="Chloe"),
    of("what became of it", (*following, *opens("Ben", "became")), (sends("Ben", became="done", learnt=BEN),),
       both(took("done"), stands("commit")), kept="Ben"),
    of("the first of two that are open", (*more_open, *opens("Ben", "became")),
       (sends("Ben", became="no_longer", learnt=BEN),),
       both(took("no_longer", "open"), stands("follow_up", done=0)), kept="Ben"),
    of("the second of two that are open", (*more_open, *fills("Ben", "became", became="part"),
       *opens("Ben", "became")), (sends("Ben", became="open", due="2026-09-30", learnt=BEN),),
       both(took("part", "open", dates=1), stands("commit")), kept="Ben"),
    of("somebody arrives with what they learnt", learnt, (sends("Ben", arrival=BEN),),
       both(took("done", learnt=False), stands("check_in", follows=0)), kept="Ben"),
    of("nothing became of it yet", (*following, nearly_over), over, both(took("open"), stands("commit"))),
    of("paused", (*shown, *menu("Chloe")), (presses("Chloe", "checkin.pause"),), channel_says("resting")),
    of("goes on", (*resting, walks(hours=1), *opens("Chloe", "go_on")[:1]),
       (presses("Chloe", "checkin.go_on"),), in_line("questions", "shown")),
    of("rested for too long", (*resting, walks(days=13, hours=20)), (walks(hours=6),), stands("closed")),
    of("steps out", (*waits, *menu("Ana")), (presses("Ana", "checkin.step_out"),),
       in_line("questions", "shown")),
    of("who had the questions steps out", (*waits, *menu("Ben")), (presses("Ben", "checkin.step_out"),),
       in_line("commit")),
    of("handed over", (*no_wish, *menu("Ana", "hand", where=HERE)), (sends("Ana", who=NAMES["Ben"]),),
       stands("check_in", handing=NAMES["Ben"])),
    of("looks after it", handed, (presses("Ben", "checkin.host_yes"),),
       stands("check_in", handing="", log=2)),
    of("would rather not", handed, (presses("Ben", "checkin.host_no"),),
       stands("check_in", handing="", log=2)),
    of("more time", (*questions, *menu("Ana", where=HERE)), (presses("Ana", "checkin.extend"),),
       stands("questions", extended=True)),
    of("questions go as they are", (*questions, *menu("Ana", where=HERE)),
       (presses("Ana", "checkin.helper"),),
       stands("questions", helper=False)),
    of("closed early", (*waits, had_time, *menu("Ana", where=HERE)), (presses("Ana", "checkin.close"),),
       stands("closed", queue=0)),
    of("live, it begins", live, (presses("Ana", "checkin.move_on", where=HERE),),
       stands("questions", slot=1)),
    of("live, a minute of quiet", live_questions, (walks(seconds=61),), stands("questions", stems=True)),
    of("live, nobody is there any more", (*live_questions, walks(minutes=74)), (walks(minutes=2),),
       stands("closed")),
]  # fmt: skip

OF_A_SET = [
    of("a set begins", naming, (sends("Ana", name=ANA),),
       people_of_set(Ana="in", Ben="invited", Chloe="invited", Dev="invited")),
    of("yes", half_set, (presses("Chloe", "checkin.set_yes"),),
       people_of_set(Ana="in", Ben="in", Chloe="in", Dev="in")),
    of("not this one", half_set, (presses("Chloe", "checkin.set_no"),),
       people_of_set(Ana="in", Ben="in", Chloe="declined", Dev="in")),
    of("somebody leaves a set", (*a_set, *opens("Ben", "set_menu")), (presses("Ben", "checkin.set_leave"),),
       people_of_set(Ana="in", Ben="left", Chloe="in", Dev="in")),
    of("whoever looks after a set leaves it", (*a_set, *opens("Ana", "set_menu")),
       (presses("Ana", "checkin.set_leave"),), lambda world: sets(world)[0].host_id == NAMES["Ben"]),
    of("somebody is invited", (*a_set, *opens("Ben", "set_menu", "set_invite")),
       (sends("Ben", people=[NAMES["Esi"]]),),
       people_of_set(Ana="in", Ben="in", Chloe="in", Dev="in", Esi="invited")),
    of("the next day is chosen", (*a_set, *opens("Chloe", "plan_set")), (sends("Chloe", next="2026-09-22"),),
       lambda world: sets(world)[0].facts["next"] == "2026-09-22"),
    by_time(of("it is the day before", next_planned, (), says("Chloe", "Your set meets on"))),
    by_time(of("it is the day, and the one before goes on", (*next_planned, *fills("Ana", "meet"),
       *fills("Ana", "arrive"), *fills("Ben", "arrive"), walks(days=6)), (),
       both(stands("check_out", of_itself=False), says("Chloe", "the one before still goes on")))),
    by_time(of("it is the day", (*next_planned, walks(days=6)), (), stands("check_in", of_itself=True))),
    by_time(of("it is the hour of a live one", (*a_set, *opens("Ana", "set_menu", "set_way"),
       sends("Ana", way="live", where="Room 4"), closes("Ana"),
       *fills("Chloe", "plan_set", next="2026-09-22", time="15:00")), (),
       both(stands("check_in", of_itself=True, live=True), says("Dev", "Room 4")))),
    of("a set ends", (*a_set, *opens("Ana", "set_menu")), (presses("Ana", "checkin.set_end"),),
       says("Ben", "This set has ended")),
    of("a meeting begins", (*a_set, *opens("Ana", "meet")), (sends("Ana"),), stands("check_in", short=False)),
    of("a short meeting begins", (*a_set, *opens("Ben", "meet")), (sends("Ben", kind="short"),),
       stands("check_in", short=True)),
    of("in it this time", (*invited, *opens("Ben", "arrive")), (sends("Ben", arrival=BEN),),
       stands("check_in"), kept="Ben"),
    of("not this time", invited, (presses("Chloe", "checkin.decline"),), stands("check_in")),
    of("all are in it", (*here, *opens("Chloe", "arrive")), (sends("Chloe", arrival=CHLOE),), stands("bids"),
       kept="Chloe"),
    of("all who come have said so", (*here, nearly_over), over, stands("bids", done=0)),
    of("hardly anybody has said so", (*invited, nearly_over), over, stands("check_in", retried=True)),
    by_time(of("nobody comes", invited, (), stands("closed"))),
    of("would like some time", (*bids, *opens("Ben", "bid")), (sends("Ben", bid=BEN, weight="5"),),
       stands("bids", weights=1), kept="Ben"),
    of("two would like some time", (*one_bid, *opens("Chloe", "bid")),
       (sends("Chloe", bid=CHLOE, weight="3"),),
       stands("present", presenter=NAMES["Ben"], chosen=1), kept="Chloe"),
    of("three would like some time", (*three_bid, *opens("Chloe", "bid")),
       (sends("Chloe", bid=CHLOE, weight="3"),), stands("choose"), kept="Chloe"),
    of("the time for wishes is over", (*one_bid, nearly_over), over, stands("present", chosen=0)),
    of("nobody would like some time", (*bids, *passes("Ana", "Ben", "Dev")),
       (passed("Chloe"),), stands("check_out", slot=0)),
    of("one shared question", (*nobody_bid, *opens("Ana", "short_instead")), (sends("Ana", question=ANA),),
       both(stands("check_in", short=True), lambda world: len(meetings(world)) == 2)),
    of("would like theirs now", choosing, (presses("Chloe", "checkin.take_mine"),), stands("choose", done=1)),
    of("the last one can wait", chloes, (presses("Ben", "checkin.can_wait"),),
       stands("present", presenter=NAMES["Chloe"], chosen=1)),
    of("live, chosen together", (*live_choosing, *opens("Ana", "choose")),
       (sends("Ana", first="Chloe", second="Ana"),), stands("present", presenter=NAMES["Chloe"], chosen=1)),
    of("chosen by then", (*choosing, nearly_over), over,
       stands("present", presenter=NAMES["Ben"], chosen=1)),
]  # fmt: skip

WITH_ONE_WHO_PRESENTS = [
    of("presents", (*presenting, *opens("Ben", "present")), (sends("Ben", brought=BEN, keep=True),),
       stands("clarify", kept=1), kept="Ben"),
    of("passes the time on", presenting, (passed("Ben"),),
       stands("present", presenter=NAMES["Chloe"], missed=1)),
    of("is not there", (*presenting, had_time, *menu("Ana")), (presses("Ana", "checkin.away"),),
       stands("present", presenter=NAMES["Chloe"], missed=1)),
    of("does not come", (*presenting, nearly_over), over,
       stands("present", presenter=NAMES["Chloe"], missed=1)),
    of("an account is closed", presenting, (does(lambda world: world.slack.deactivate(NAMES["Ben"])),),
       stands("present", presenter=NAMES["Chloe"], missed=0)),
    of("anybody moves it on",
       (*hosts, *fills("Ana", "present", brought="The forms."), had_time, *menu("Chloe")),
       (presses("Chloe", "checkin.move_on"),), stands("hush", presenter=NAMES["Ana"])),
    of("a fact", (*clarify, *opens("Chloe", "ask")), (sends("Chloe", asks="How many wards are there?"),),
       in_line("clarify", "shown")),
    of("one more fact", (*fact, *opens("Ana", "ask")), (sends("Ana", asks=f"How many {ANA}?"),),
       in_line("clarify", "shown", "asked"), kept="Ana"),
    of("a fact is told", (*two_facts, *opens("Ben", "read")), (sends("Ben", answer=BEN),),
       in_line("clarify", "answered", "shown"), kept="Ben"),
    of("a fact is passed over", (*two_facts, *opens("Ben", "read")),
       (presses("Ben", "checkin.pass_question"),),
       in_line("clarify", "passed", "shown")),
    of("enough facts", (*two_facts, *opens("Ben", "read"), sends("Ben", answer="Five."), closes("Ben"),
       *opens("Ben", "read"), presses("Ben", "checkin.pass_question"), closes("Ben"), had_time),
       (presses("Ben", "checkin.enough"),), stands("hush", done=0)),
    of("the last fact", (*clarify, *passes("Ana", "Dev")), (passed("Chloe"),),
       stands("hush", done=0)),
    of("the time for facts is over", (*two_facts, nearly_over), over, stands("hush", done=0)),
    asking("a thought in the quiet", hush, "Chloe", in_line("hush", "asked")),
    asking("the last thought in the quiet", thought, "Ana", in_line("questions", "shown", "asked")),
    of("the quiet is over", (*thought, nearly_over), over, in_line("questions", "shown")),
    of("live, the quiet is over", live_hush, (walks(seconds=61),), stands("questions")),
    asking("one question more", put, "Chloe", in_line("questions", "shown", "asked", "asked")),
    of("a thought about it", (*quiet, *opens("Ana", "ask")), (sends("Ana", asks=f"You should ring {ANA}."),),
       both(in_line("questions"), reads("Ana", "A thought, for you alone")), kept="Ana"),
    of("put in other words", kept_idea, (sends("Ana", asks=question(ANA), label="question"),),
       in_line("questions", "shown"), kept="Ana"),
    of("called advice", kept_idea, (sends("Ana", asks=f"You should ring {ANA}.", label="advice"),),
       both(in_line("questions"), reads("Ana", "kept for when ideas are asked for")), kept="Ana"),
    of("asked as it is", kept_idea, (presses("Ana", "checkin.ask_anyway"),), in_line("questions", "shown")),
    of("kept for the offers", kept_idea, (presses("Ana", "checkin.park_idea"),), in_line("questions")),
    of("no more thoughts about mine", (*kept_idea, presses("Ana", CHOICES)),
       (presses("Ana", "checkin.helper_me"),), in_line("questions")),
    of("a question is taken back", (*put, *opens("Ana", "page")), (presses("Ana", "checkin.question_back"),),
       lambda world: len(facts(meeting(world))["queue"]) == 1),
    of("answered", (*put, *opens("Ben", "read")), (sends("Ben", answer=BEN),),
       in_line("questions", "answered", "shown"), kept="Ben"),
    of("sits with it", (*put, *opens("Ben", "read")), (presses("Ben", "checkin.sit_with"),),
       in_line("questions", "sat_with", "shown")),
    of("lets it pass", (*put, *opens("Ben", "read")), (presses("Ben", "checkin.pass_question"),),
       in_line("questions", "passed", "shown")),
    of("keeps it for the offers", (*put, *opens("Ben", "read")), (presses("Ben", "checkin.park"),),
       in_line("questions", "parked", "shown")),
    of("the time for open questions is over", (*put, nearly_over), over, in_line("looks", "passed", "asked")),
    of("who has asked waits for the others until half of the time is over", held_back, (walks(hours=30),),
       in_line("questions", "answered", "shown")),
    by_time(of("nobody asks", quiet, (), stands("questions", stems=True))),
    of("asks oneself", (*quiet, nearly(stands("questions", stems=True)), *over, *opens("Ben", "ask_myself")),
       (sends("Ben", asks=question(BEN)),),
       in_line("questions", "shown"), kept="Ben"),
    of("how it looks", (*looks, *opens("Ben", "look")), (sends("Ben", looks=BEN),), stands("commit"),
       kept="Ben"),
    of("how it looks is not said", (*looks, nearly_over), over, stands("commit")),
    of("the offers are opened", (*looks, *opens("Ben", "look")), (sends("Ben", looks=BEN, opens=True),),
       stands("offers", offers=True), kept="Ben"),
    of("what was kept is there when the offers open", (*parked, *opens("Ben", "look")),
       (sends("Ben", looks=BEN, opens=True),), stands("offers", done=1), kept="Ben"),
    of("what was kept stays closed", (*parked, *opens("Ben", "look")), (sends("Ben", looks=BEN),),
       stands("commit", offers=False), kept="Ben"),
    of("an offer", (*offers, *opens("Ana", "offer")), (sends("Ana", offer=ANA),), stands("offers", done=1),
       kept="Ana"),
    of("an offer is taken back", (*half_offers, *opens("Ana", "offer")),
       (presses("Ana", "checkin.no_offer"),),
       stands("offers", done=1)),
    of("the last offer", (*half_offers, *passes("Dev"), *opens("Chloe", "offer")),
       (sends("Chloe", offer=CHLOE),), stands("commit"), kept="Chloe"),
    of("the time for offers is over", (*offers, nearly_over), over, stands("commit")),
    of("takes something on in a meeting", (*commit, *opens("Ben", "commit")),
       (sends("Ben", what=BEN, sure="8", asker=NAMES["Chloe"]),),
       both(took("open"), stands("process", committed=1)), kept="Ben"),
    of("takes nothing on", commit, (passed("Ben"),), stands("process", committed=0)),
    by_time(of("the time to take something on is over", commit, (), stands("process"))),
    of("how it was", (*process, *opens("Ana", "process")), (sends("Ana", keep=ANA),),
       stands("process", done=1), kept="Ana"),
    of("the next one presents", (*two_said, *opens("Chloe", "process")), (sends("Chloe", keep=CHLOE),),
       stands("present", presenter=NAMES["Chloe"], slot=2), kept="Chloe"),
    of("the time to say how it was is over", (*two_said, nearly_over), over, stands("present", slot=2)),
    of("the last one passes the time on", said_all, (passed("Chloe"),),
       stands("bids", missed=1, bids=1)),
    of("nobody else would like the time", (*second_time, *passes("Ana", "Dev")),
       (passed("Ben"),), stands("check_out")),
    of("stops here", (*second, *menu("Chloe")), (presses("Chloe", "checkin.stop_slot"),),
       stands("check_out")),
    of("something else", (*fact, *menu("Ben")), (presses("Ben", "checkin.another"),),
       stands("present", presenter=NAMES["Ben"], queue=0)),
    of("rests and goes on", set_rests, (presses("Ben", "checkin.go_on"),), in_line("clarify", "shown")),
    of("rests and stops", set_rests, (presses("Ben", "checkin.stop_slot"),),
       stands("present", presenter=NAMES["Chloe"], queue=0)),
    of("who presents steps out", (*put, *menu("Ben")), (presses("Ben", "checkin.step_out"),),
       stands("present", presenter=NAMES["Chloe"], queue=0)),
    of("the next day", (*check_out, *opens("Ana", "plan")), (sends("Ana", next="2026-10-06"),),
       stands("closed")),
    of("closed", check_out, (presses("Ana", "checkin.close"),), stands("closed", kept=1, presented=1)),
    by_time(of("closed by itself", check_out, (), stands("closed", kept=1, presented=1))),
    of("what was kept is let go", (*met, *opens("Ben", "kept")), (presses("Ben", "checkin.let_go"),),
       stands("closed", kept=0)),
    of("how it was is forgotten", (*met, walks(days=29)), (walks(days=2),), stands("forgotten", kept=1)),
]  # fmt: skip

TAKEN_ON = [
    of("by oneself", mine, (sends("Ben", what=BEN, sure="8"),), took("open"), kept="Ben"),
    of("from what another practice closed", (*listened, *opens("Ben", "commit_from", where=HERE)),
       (sends("Ben", what=BEN, sure="8"),), took("open", place=HERE), kept="Ben"),
    by_time(of("two working days before", taken, (),
       both(took("due_soon", asked=1), says("Ben", "In two working days")), kept="Ben")),
    by_time(of("on the day", taken, (), both(took("asked", asked=2), says("Ben", "in mind")), kept="Ben")),
    by_time(of("on the day, and somebody may ask", with_asker, (),
       both(took("asked"), says("Chloe", "may ask")), kept="Ben")),
    by_time(of("nobody has answered", was_asked, (), took("carried"), kept="Ben")),
    by_time(of("a week after nobody has answered", forgotten, (),
       both(took("carried", asked=2), says("Ben", "still open")), kept="Ben")),
    of("said otherwise, and for an earlier day", (*taken, *opens("Ben", "look_at"),
       presses("Ben", "checkin.change_taken")), (sends("Ben", what=BEN, due="2026-09-18"),),
       took("open", dates=0, moved=1), kept="Ben"),
    by_time(of("the third new day comes", still, (),
       both(took("asked", dates=3), says("Ben", "still yours")))),
    *(of(f"it is {step}", saying, (sends("Ben", became=step, learnt=CHLOE),), took(step), kept="Ben")
      for step in ("done", "part", "changed", "no_longer")),
    of("a new day", saying, (sends("Ben", became="open", due="2026-09-30"),),
       took("open", asked=0, dates=1), kept="Ben"),
    of("it was carried, and is done", (*carried, *opens("Ben", "follow")), (sends("Ben", became="done"),),
       took("done"), kept="Ben"),
    of("nobody asks any more", (*with_asker, *opens("Ben", "look_at")), (presses("Ben", "checkin.unask"),),
       took("open"), kept="Ben"),
    of("erased", (*taken, *opens("Ben", "look_at")), (presses("Ben", "checkin.erase"),), took("no_longer")),
    of("the account of an owner is closed", taken, (does(lambda w: w.slack.deactivate(NAMES["Ben"])),),
       took("no_longer"), kept="Ben"),
]  # fmt: skip

AGAIN = [
    of("it is Monday", monday, (walks(hours=1),),
       both(stands("check_in", planned=""), channel_says("as planned here"))),
    of("Monday was slept through", monday, (does(lambda world: world.jump(hours=5)),),
       channel_says("and comes late")),
    of("one is left out", rhythm, (presses("Ben", "checkin.rhythm_skip", where=HERE),),
       channel_says("28")),
    of("it rests", rhythm, (presses("Ben", "checkin.rhythm_snooze", where=HERE),), channel_says("October")),
    of("it stops", rhythm, (presses("Ben", "checkin.rhythm_stop", where=HERE),),
       channel_says("has stopped")),
]  # fmt: skip

PUT_BY = [
    of("something is put by", putting, (sends("Ben", item=BEN),), lies(1), kept="Ben"),
    of("it is said otherwise", (*has_box, presses("Ben", "checkin.box_change")), (sends("Ben", item=BEN),),
       lies(1), kept="Ben"),
    of("it is taken away", has_box, (presses("Ben", "checkin.box_away"),), lies(0)),
    of("it is brought", (*with_it, *opens("Ben", "present")),
       (sends("Ben", brought="The wards do not talk."),),
       both(stands("clarify"), lies(0))),
]  # fmt: skip

CROWDED = of("two sets begin", (does(crowd), types("Ana", "/checkin set", HERE)),
             (sends("Ana", people=[*list(NAMES.values())[1:], *(f"U0P{n}" for n in range(8))]),),
             lambda world: len(sets(world)) == 2)  # fmt: skip

TRANSITIONS = [*IN_A_CHANNEL, *OF_A_SET, *WITH_ONE_WHO_PRESENTS, *TAKEN_ON, *AGAIN, *PUT_BY, CROWDED]
