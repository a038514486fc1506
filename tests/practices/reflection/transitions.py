"""What can happen in a reflection, each from where it begins: what the faults are tried on."""

import secrets

import pytest
from sqlalchemy import select

from bot.rounds.keeping.tables import cards
from bot.rounds.showing.behind import MORE as BEHIND
from tests.faults.harness import (
    Fragile,
    Step,
    Transition,
    by_time,
    closes,
    does,
    opens_home,
    presses,
    sends,
    types,
    walks,
)
from tests.world import NAMES

QUESTION = "What did we avoid today?"
# Nobody could guess them, and nobody but their authors may see them before their time.
ANA, BEN, CHLOE, MORE = (f"{name} {secrets.token_hex(16)}" for name in ("money", "trust", "time", "more"))
CHANNEL = "C0HOME"
Steps = tuple[Step, ...]


def asked(question: str = QUESTION) -> Steps:
    return (types("Ana", f"/reflect {question}"),)


def opens(name: str, *actions: str) -> Steps:
    """Close what is open, then press these, one after the other."""
    return closes(name), *(presses(name, f"reflection.{action}") for action in actions)


def answers(name: str, text: str, action: str = "write") -> Steps:
    return *opens(name, action), sends(name, answer=text, draft=False), closes(name)


def plays_back(name: str, text: str) -> Steps:
    return *opens(name, "read", "hear"), sends(name, heard=text)


def confirms(name: str, choice: str) -> Steps:
    return *opens(name, "confirm"), sends(name, close=choice)


one_in = (*asked(), *answers("Ana", ANA))
both_in = (*one_in, *answers("Ben", BEN))
window_over = (*one_in, walks(days=3))
shared = (*window_over, presses("Ana", "reflection.share"))
heard = (*both_in, *plays_back("Ana", "I heard trust."))
half = (*heard, *confirms("Ben", "yes"), *plays_back("Ben", "I heard money."))
all_heard = (*half, *confirms("Ana", "yes"))
noted = (*all_heard, *opens("Ana", "note"), sends("Ana", note="We ask early.", agreed=True))
kept = (*noted, *opens("Ben", "note"), sends("Ben", agreed=True))
passed = (*asked(), presses("Ana", "reflection.pass"))
empty = (*asked(), walks(days=8, hours=6))
rests = (*both_in, presses("Ana", "reflection.enough"))
paused = (*both_in, *opens("Ana", "read", "badly"), closes("Ana"))
coming = (types("Ana", "/reflect weekly thu 15:00"), walks(days=3))
to_rest = (closes("Ana"), presses("Ana", BEHIND), *opens("Ana", "rhythm", "rhythm_rest")[1:])
resting = (*coming, *to_rest, sends("Ana"))
from_channel = (opens_home("Ana"), presses("Ana", "pairs.page"), presses("Ana", "reflection.questions_from"))
proposed = (*from_channel, sends("Ana", channel=CHANNEL), closes("Ana"))
let_in = (*proposed, presses("Ben", "reflection.visits_yes"))
for_pairs = (types("Esi", f"/reflect {QUESTION} -- pairs", CHANNEL),)
three = ("Ana", "Ben", "Chloe")
there = (*asked(), presses("Ana", "reflection.here"), presses("Ben", "reflection.here"))
asked_as_other = asked(f"{QUESTION} -- as the other")
as_other = (*asked_as_other, *answers("Ana", ANA), *answers("Ben", BEN))
how_near = (*as_other, *opens("Ben", "how_near"), sends("Ben", close="not_yet", added=MORE))


def step(of: str) -> object:
    """The newest round stands at that step (of that practice)."""
    feature, _, name = of.rpartition(".")

    def stands(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            row = db.connection.exec_driver_sql(
                f"SELECT step FROM rounds WHERE feature = '{feature or 'reflection'}' "
                "ORDER BY (id = 'ready-pair') LIMIT 1"
            ).first()
        return row is not None and row.step == name

    return stands


def reads(name: str, words: str) -> object:
    return lambda world: words in world[name].card.words or pytest.fail(world[name].card.words)


def stands_in(channel: str, words: str) -> object:
    return lambda world: any(words in m.words for m in world["Esi"].messages(channel) if not m.ephemeral)


def rang(name: str, moment: str) -> object:
    """What rang last for them, as the newest card of theirs has it."""

    def did(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            newest = select(cards.c.moment).where(cards.c.key == world[name].id).order_by(cards.c.generation)
            return db.execute(newest).scalars().all()[-1] == moment

    return did


def of(name: str, start: Steps, act: Steps, ends: object, **more: object) -> Transition:
    return Transition(name, start, act, ends, **more)  # type: ignore[arg-type]


TRANSITIONS = [
    # asked, and answered apart
    of("asked", (), asked(), step("asked")),
    of("asked from the catalogue",
       (types("Ana", "/reflect"), sends("Ana"), presses("Ana", "reflection.look")),
       (presses("Ana", "reflection.ask_prompt"),), step("asked")),
    of("taken back", asked(), (presses("Ana", "reflection.take_back"),), step("taken_back")),
    of("first answer", (*asked(), *opens("Ana", "write")), (sends("Ana", answer=ANA),), step("asked"),
       kept={"Ana": ANA}),
    of("a draft", (*asked(), *opens("Ana", "write")), (sends("Ana", answer=ANA, draft=True),), step("asked"),
       kept={"Ana": ANA}),
    of("an answer is opened and changed", one_in, answers("Ana", f"{ANA} {MORE}", "change"), step("asked"),
       kept={"Ana": ANA}),
    of("an answer is deleted", (*one_in, *opens("Ana", "change")), (presses("Ana", "reflection.erase"),),
       step("asked"), kept={"Ana": ANA}),
    of("last answer", (*one_in, *opens("Ben", "write")), (sends("Ben", answer=BEN),), step("read")),
    of("last of three answers", (*one_in, *answers("Ben", BEN), *opens("Chloe", "write")),
       (sends("Chloe", answer=CHLOE),), step("read"), pairs=(three,)),
    of("pass", asked(), (presses("Ben", "reflection.pass"),), step("asked")),
    of("pass after an answer", one_in, (presses("Ben", "reflection.pass"),), step("choose"),
       kept={"Ana": ANA}),
    of("both pass", passed, (presses("Ben", "reflection.pass"),), step("closed")),
    # time
    by_time(of("a nudge", one_in, (), rang("Ben", "nudge:asked:0:1"), kept={"Ana": ANA})),
    of("the window ends", (*one_in, walks(days=2, hours=6)), (walks(hours=18),), step("choose"),
       kept={"Ana": ANA}),
    by_time(of("nobody answers", asked(), (), reads("Ben", "Nobody has answered"))),
    of("kept open", empty, (presses("Ana", "reflection.keep_open"),), step("asked")),
    of("another day", (*empty, *opens("Ana", "another_day")), (sends("Ana", day="2026-10-02"),),
       step("asked")),
    of("let go", (*empty, presses("Ana", "reflection.stop")), (presses("Ben", "reflection.stop"),),
       step("closed")),
    of("closed by time", (*noted, walks(days=2)), (walks(hours=12),), step("closed")),
    of("forgotten", (*noted, walks(days=92)), (walks(hours=12),), step("forgotten")),
    # the author chooses
    of("share", window_over, (presses("Ana", "reflection.share"),), step("shared"), kept={"Ana": ANA}),
    of("keep", window_over, (presses("Ana", "reflection.keep"),), step("closed"), kept={"Ana": ANA}),
    of("wait", window_over, (presses("Ana", "reflection.wait"),), step("asked"), kept={"Ana": ANA}),
    of("just read", shared, (presses("Ben", "reflection.just_read"),), step("read")),
    of("answer after sharing", (*shared, *opens("Ben", "write")), (sends("Ben", answer=BEN),), step("read")),
    # read together
    of("play back", (*both_in, *opens("Ana", "read", "hear")), (sends("Ana", heard="I heard trust."),),
       reads("Ben", "said back")),
    of("yes", (*heard, *opens("Ben", "confirm")), (sends("Ben", close="yes"),), reads("Ana", "that's it")),
    of("nearly", (*heard, *opens("Ben", "confirm")), (sends("Ben", close="nearly", added=MORE),),
       reads("Ana", "nearly")),
    of("everybody is heard", (*half, *opens("Ana", "confirm")), (sends("Ana", close="yes"),), step("note")),
    of("a note", (*all_heard, *opens("Ana", "note")), (sends("Ana", note="We ask early.", agreed=True),),
       reads("Ben", "note")),
    of("the note is ticked", (*noted, *opens("Ben", "note")), (sends("Ben", agreed=True),), step("closed")),
    of("would close it", all_heard, (presses("Ana", "reflection.close"),), step("note")),
    of("closed without a note", (*all_heard, presses("Ana", "reflection.close")),
       (presses("Ben", "reflection.close"),), step("closed")),
    of("the note is taken out", (*kept, *opens("Ana", "read_again")),
       (presses("Ana", "reflection.note_out"),), reads("Ben", "Ana has taken out the note")),
    # as the other would say it
    of("asked to say it as the other", (), asked_as_other, reads("Ben", "you write as Ana would")),
    of("asked to say it as the other, from a closed one", (*all_heard, presses("Ana", "reflection.close"),
       presses("Ben", "reflection.close"), *opens("Ana", "read_again", "say_as_other")),
       (sends("Ana", pair="ready-pair", question="And now?", as_other=True),),
       reads("Ben", "you write as Ana would")),
    of("both have said it as the other", (*asked_as_other, *answers("Ana", ANA), *opens("Ben", "write")),
       (sends("Ben", answer=BEN),), step("read")),
    of("not yet near", (*as_other, *opens("Ben", "how_near")),
       (sends("Ben", close="not_yet", added=MORE),), reads("Ben", "You told Ana: not yet")),
    of("said once more", (*how_near, *opens("Ana", "read", "once_more")),
       (sends("Ana", heard="You want rest."),), reads("Ben", "wrote what you would say")),
    of("taken out", (*as_other, *opens("Ben", "read")), (presses("Ben", "reflection.take_out"),),
       step("closed")),
    # there together
    of("I am here", asked(), (presses("Ana", "reflection.here"),), reads("Ben", "Ana is here now")),
    of("both are here", (*asked(), presses("Ana", "reflection.here")), (presses("Ben", "reflection.here"),),
       reads("Ana", "First, write your own")),
    of("nobody else is here", (*asked(), presses("Ana", "reflection.here"), walks(minutes=1)),
       (walks(minutes=2),), reads("Ana", "It goes on unhurried")),
    of("the last answer, there together", (*there, *answers("Ana", ANA), *opens("Ben", "write")),
       (sends("Ben", answer=BEN),), step("read")),
    of("one's turn", (*there, *answers("Ana", ANA), *answers("Ben", BEN)), (walks(minutes=3),),
       reads("Ana", "back what")),
    of("in our time", there, (presses("Ana", "reflection.in_our_time"),),
       reads("Ben", "It goes on unhurried")),
    of("twenty minutes are over", (*there, walks(minutes=19)), (walks(minutes=2),),
       reads("Ben", "It goes on unhurried")),
    # ways out
    of("enough", both_in, (presses("Ana", "reflection.enough"),), step("resting")),
    of("taken up again", rests, (presses("Ben", "reflection.take_up"),), step("read")),
    of("landed badly", (*both_in, *opens("Ana", "read")), (presses("Ana", "reflection.badly"),),
       reads("Ben", "resting")),
    of("goes on", paused, (presses("Ana", "reflection.go_on"),), step("read")),
    of("withdraw", (*both_in, *opens("Ana", "read")), (presses("Ana", "reflection.withdraw"),), step("read")),
    of("somebody leaves", (*one_in, opens_home("Ben"), presses("Ben", "pairs.page")),
       (presses("Ben", "pairs.leave"),), step("alone"), kept={"Ana": ANA}),
    of("an account is closed", one_in, (does(lambda w: w.slack.deactivate(NAMES["Ben"])),), step("alone"),
       kept={"Ana": ANA}),
    # what comes again
    of("the rhythm rests", (*coming, *to_rest), (sends("Ana"),),
       reads("Ben", "It rests")),
    of("the rhythm goes on", (*resting, closes("Ana")), (presses("Ben", "reflection.rhythm_again"),),
       reads("Ben", "The next one")),
    # from a channel
    of("questions from a channel are proposed", from_channel, (sends("Ana", channel=CHANNEL),),
       reads("Ben", "Ana would like questions from")),
    of("questions from a channel may come", proposed, (presses("Ben", "reflection.visits_yes"),),
       reads("Ana", "may come to you and Ben")),
    of("no more questions from a channel", (*let_in, closes("Ben")),
       (presses("Ben", "reflection.visits_end"),),
       reads("Ana", "No questions from")),
    of("a question for pairs", (*let_in, *asked(), opens_home("Esi"), walks(minutes=1)), for_pairs,
       stands_in(CHANNEL, "It went to a few pairs here")),
    of("posted in the open, taken as an answer", (*asked(), types("Ben", BEN)),
       (presses("Ben", "reflection.take"), sends("Ben", answer=BEN)), step("asked")),
]  # fmt: skip
