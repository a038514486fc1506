"""For every moment that needs somebody: the new message they got, and nobody got more than they should."""

from collections.abc import Callable

import pytest

from tests.journeys.steps import (
    NEARLY,
    NOT_YET,
    QUESTION,
    YES,
    ask,
    confirm,
    hear_each_other,
    listen,
    make_trio,
    play_back,
    put_away,
)
from tests.journeys.steps import leaves as steps_out
from tests.world import NAMES, World

Act = Callable[[World], object]


def nothing(_: World) -> None:
    """The pair is there, and nobody has asked anything."""


def asked(world: World) -> None:
    ask(world)


def ana_answered(world: World) -> None:
    ask(world, "Ana")


def opened(world: World) -> None:
    ask(world, "Ana", "Ben")


def time_is_over_for_one(world: World) -> None:
    ask(world, "Ana")
    world.move(days=3)


def time_is_over_for_both(world: World) -> None:
    ask(world)
    world.move(days=3)


def shared(world: World) -> None:
    time_is_over_for_one(world)
    world["Ana"].presses("Share it anyway")


def ben_played_back(world: World) -> None:
    opened(world)
    play_back(world["Ben"])


def ben_played_back_thrice(world: World) -> None:
    opened(world)
    for _ in range(2):
        play_back(world["Ben"])
        confirm(world["Ana"], NOT_YET)
    play_back(world["Ben"])


def ana_was_heard(world: World) -> None:
    ben_played_back(world)
    confirm(world["Ana"])


def only_bens_word_is_missing(world: World) -> None:
    ana_was_heard(world)
    play_back(world["Ana"])


def note_offered(world: World) -> None:
    opened(world)
    hear_each_other(world, "Ana", "Ben")


def ben_would_close(world: World) -> None:
    note_offered(world)
    world["Ben"].presses("Close it here")


def note_proposed(world: World) -> None:
    note_offered(world)
    propose("Ana", "We ask early.")(world)


def resting(world: World) -> None:
    opened(world)
    world["Ana"].presses("That is enough for today")


def paused(world: World) -> None:
    opened(world)
    read_and("Ana", "This landed badly")(world)


def invited(world: World) -> None:
    world["Chloe"].types("/pair @dev")


def three_invited(world: World) -> None:
    world["Chloe"].types("/pair @dev @esi")


def two_of_three_said_yes(world: World) -> None:
    three_invited(world)
    world["Dev"].presses("Yes, gladly")


def trio(world: World) -> None:
    make_trio(world)


def two_of_three_answered(world: World) -> None:
    make_trio(world)
    ask(world, "Chloe", "Dev", by="Chloe")


def types(name: str, text: str) -> Act:
    return lambda world: world[name].types(text)


def presses(name: str, *labels: str) -> Act:
    return lambda world: [world[name].presses(label) for label in labels]


def read_and(name: str, label: str) -> Act:
    return presses(name, "Read the answers", label)


def answers(name: str, *, draft: bool = False) -> Act:
    return lambda world: world[name].answers("Something.", draft=draft)


def propose(name: str, text: str) -> Act:
    def act(world: World) -> None:
        world[name].presses("A note together")
        world[name].sends({"Our note": text, "These very words": True})

    return act


def agrees(name: str) -> Act:
    def act(world: World) -> None:
        world[name].presses("A note together")
        world[name].sends({"These very words": True})

    return act


def says(name: str, choice: str) -> Act:
    return lambda world: confirm(world[name], choice)


def plays_back(name: str) -> Act:
    return lambda world: play_back(world[name])


def leaves(name: str) -> Act:
    return lambda world: steps_out(world[name])


def hours(number: float) -> Act:
    return lambda world: world.move(hours=number)


def days(number: float) -> Act:
    return lambda world: world.move(days=number)


TOGETHER, CLOSED, RESTS = "can reflect together now", "This one is closed", "This is resting for now"
QUESTION_RINGS = "You each write your own answer"

# What came before, what happens, and whom it rings for, with which words. Nobody else gets anything.
MOMENTS: dict[str, tuple[Act, Act, dict[str, str]]] = {
    # pairs
    "somebody is invited": (
        nothing,
        types("Chloe", "/pair @dev"),
        {"Dev": "would you like to reflect together?"},
    ),
    "two are invited": (
        nothing,
        types("Chloe", "/pair @dev @esi"),
        {"Dev": "together, with Esi?", "Esi": "together, with Dev?"},
    ),
    "they say yes": (invited, presses("Dev", "Yes, gladly"), {"Chloe": TOGETHER}),
    "they say no": (invited, presses("Dev", "Not this time"), {"Chloe": "Dev: not this time."}),
    "they read how it works": (invited, presses("Dev", "How this works"), {}),
    "nobody answers the invitation": (
        invited,
        days(20),
        {"Chloe": "is over, without an answer", "Dev": "This invitation is over."},
    ),
    "the first of two says yes": (three_invited, presses("Dev", "Yes, gladly"), {"Chloe": TOGETHER}),
    "the second of two says yes": (
        two_of_three_said_yes,
        presses("Esi", "Yes, gladly"),
        {"Chloe": TOGETHER, "Dev": TOGETHER},
    ),
    "the second of two says no": (
        two_of_three_said_yes,
        presses("Esi", "Not this time"),
        {"Chloe": "Esi: not this time."},
    ),
    "one of a pair leaves": (nothing, leaves("Ben"), {"Ana": "Ben has stepped out."}),
    "one of three leaves": (
        trio,
        leaves("Esi"),
        {"Chloe": "Esi has stepped out.", "Dev": "Esi has stepped out."},
    ),
    # answering apart
    "a question is asked": (
        nothing,
        types("Ana", f"/reflect {QUESTION}"),
        {"Ana": QUESTION_RINGS, "Ben": QUESTION_RINGS},
    ),
    "a draft is kept": (asked, answers("Ana", draft=True), {}),
    "the first answers": (asked, answers("Ana"), {}),
    "the second answers": (ana_answered, answers("Ben"), {"Ana": "You have both answered."}),
    "an answer is deleted": (ana_answered, presses("Ana", "Read or change mine", "Delete what I wrote"), {}),
    "somebody passes before the other answered": (asked, presses("Ben", "Not this time"), {}),
    "somebody passes after the other answered": (
        ana_answered,
        presses("Ben", "Not this time"),
        {"Ana": "Ben is not answering this one."},
    ),
    "three fifths of the time are over": (ana_answered, hours(30), {"Ben": "Ana has answered: only yours"}),
    "the second of three answers": (two_of_three_answered, hours(0), {}),
    "the third of three answers": (
        two_of_three_answered,
        answers("Esi"),
        {"Chloe": "You have all answered.", "Dev": "You have all answered."},
    ),
    # the time is over
    "the other did not answer": (
        ana_answered,
        days(3),
        {"Ana": "Ben has not answered so far.", "Ben": "Ana has answered: only yours"},
    ),
    "it is shared anyway": (
        time_is_over_for_one,
        presses("Ana", "Share it anyway"),
        {"Ben": "Ana chose to share an answer with you."},
    ),
    "it waits": (time_is_over_for_one, presses("Ana", "Wait two more days"), {}),
    "it is kept": (time_is_over_for_one, presses("Ana", "Keep it to myself"), {}),
    "what is shared is only read": (
        shared,
        presses("Ben", "I'd rather just read"),
        {"Ana": "Ben can read your answer now"},
    ),
    "what is shared is answered": (shared, answers("Ben"), {"Ana": "You have both answered."}),
    "a question stays open": (
        time_is_over_for_both,
        presses("Ana", "Keep it open"),
        {"Ben": QUESTION_RINGS},
    ),
    "a question is let go by one": (time_is_over_for_both, presses("Ana", "Let it go"), {}),
    # reading and playing back
    "it is read": (opened, presses("Ana", "Read the answers"), {}),
    "somebody plays back": (
        opened,
        plays_back("Ben"),
        {"Ana": "Ben has said back what they heard from you."},
    ),
    "nearly": (ben_played_back, says("Ana", NEARLY), {"Ben": "Ana says: nearly."}),
    "not yet": (ben_played_back, says("Ana", NOT_YET), {"Ben": "Ana says: not yet."}),
    "not yet, for the third time": (
        ben_played_back_thrice,
        says("Ana", NOT_YET),
        {"Ben": "This one may stay open"},
    ),
    "yes, that's it": (ben_played_back, says("Ana", YES), {}),
    "the last yes": (only_bens_word_is_missing, says("Ben", YES), {}),
    "the last one passes": (
        ana_was_heard,
        read_and("Ana", "Not this time"),
        {},
    ),
    "words are taken back": (opened, read_and("Ana", "Take my words back"), {}),
    # a note, and the end
    "a note is proposed": (note_offered, propose("Ana", "We ask early."), {"Ben": "Ana has written a note"}),
    "a note is changed": (note_proposed, propose("Ben", "We ask aloud."), {"Ana": "Ben has written a note"}),
    "a note is agreed": (note_proposed, agrees("Ben"), {"Ana": "closed, with a note you agreed on"}),
    "one would close it": (note_offered, presses("Ana", "Close it here"), {}),
    "it is closed": (ben_would_close, presses("Ana", "Close it here"), {"Ben": CLOSED}),
    "no note is written": (note_offered, days(5), {}),
    # ways out
    "enough for today": (
        opened,
        presses("Ana", "That is enough for today"),
        {"Ben": "That is enough for today."},
    ),
    "taken up again": (resting, presses("Ben", "Take it up again"), {"Ana": "You have both answered."}),
    "never taken up again": (resting, days(15), {}),
    "it landed badly": (opened, read_and("Ana", "This landed badly"), {"Ben": RESTS}),
    "it may go on": (paused, presses("Ana", "Go on"), {"Ben": "You have both answered."}),
    "it is still paused after two working days": (paused, days(3), {"Ana": "You have paused this"}),
    "a partner leaves it": (opened, leaves("Ben"), {"Ana": "Ben has stepped out."}),
    "ninety days have passed": (note_offered, days(100), {}),
}


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("moment", MOMENTS)
def test_whoever_a_moment_needs_gets_one_new_message_and_nobody_else_any(world: World, moment: str) -> None:
    before, act, rings = MOMENTS[moment]
    before(world)
    listen(world)
    for name in NAMES:
        put_away(world[name])

    act(world)

    rang = {name: posts for name in NAMES if (posts := world[name].rang())}
    assert {name: len(posts) for name, posts in rang.items()} == dict.fromkeys(rings, 1)
    for name, words in rings.items():
        assert words in rang[name][0], rang[name][0]
