"""For every moment of a gathered question: whom it rings for, with which words; and nobody hears twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.rounds.time.hours import is_working
from tests.journeys.listening_steps import (
    FIVE,
    HERE,
    all_write,
    ask_all,
    begins_passed_on,
    card,
    closed,
    has_listened,
    joins,
    kept_rounds,
    more,
    opened,
    opens_box,
    pages,
    quiet,
    rung,
    takes,
    writes,
)
from tests.journeys.steps import put_away
from tests.world import World

Act = Callable[[World], object]
THREE = ("Ana", "Ben", "Chloe")

# What came before.


def nothing(_: World) -> None:
    """Nobody has asked anything."""


def asked(world: World) -> None:
    ask_all(world)


def asked_ben_and_chloe(world: World) -> None:
    ask_all(world, "@ben @chloe")


def ben_wrote(world: World) -> None:
    asked_ben_and_chloe(world)
    writes(world["Ben"])


def two_wrote(world: World) -> None:
    ask_all(world)
    all_write(world, "Ana", "Ben")
    joins(world["Chloe"])


def two_wrote_the_day_before(world: World) -> None:
    two_wrote(world)
    world.move(days=1)


def three_wrote(world: World) -> None:
    ask_all(world)
    all_write(world, *THREE)


def open_to_read(world: World) -> None:
    opened(world, *THREE)


def had_time_to_read(world: World) -> None:
    open_to_read(world)
    world.move(hours=4)


def two_listened(world: World) -> None:
    open_to_read(world)
    for name in ("Ana", "Ben"):
        has_listened(world[name])


def last_word(world: World) -> None:
    two_listened(world)
    has_listened(world["Chloe"])


def only_chloe_takes_her_leave(world: World) -> None:
    last_word(world)
    for name in ("Ana", "Ben"):
        world[name].presses("Nothing this time")


def played_back(world: World) -> None:
    opened(world, *THREE, options="play-back")
    plays_back(world)


def paused(world: World) -> None:
    open_to_read(world)
    more(world["Ben"], "Pause for all")


def handed_to_ben(world: World) -> None:
    open_to_read(world)
    more(world["Ana"], "Hand it over")
    world["Ana"].sends({"Who could look after it from here?": "Ben"})


def question_waits(world: World) -> None:
    two_listened(world)
    more(world["Ana"], "Another question next")
    world["Ana"].sends({"What shall be asked next?": "What helps?"})


def cafe_listened(world: World) -> None:
    opened(world, *THREE, options="cafe")
    for name in ("Ana", "Ben"):
        has_listened(world[name])


def cafe_second_time(world: World) -> None:
    cafe_listened(world)
    has_listened(world["Chloe"])


def cafe_two_wrote_again(world: World) -> None:
    cafe_second_time(world)
    all_write(world, "Ana", "Ben")


def cafe_listened_again(world: World) -> None:
    cafe_two_wrote_again(world)
    writes(world["Chloe"])
    for name in ("Ana", "Ben"):
        has_listened(world[name])


def cafe_talk(world: World) -> None:
    cafe_listened_again(world)
    has_listened(world["Chloe"])


def closed_by_itself(world: World) -> None:
    open_to_read(world)
    world.move(days=5)


# What happens.


def types(name: str, text: str) -> Act:
    return lambda world: world[name].types(text, HERE)


def wrote(*names: str) -> Act:
    return lambda world: all_write(world, *names)


def presses(name: str, *labels: str) -> Act:
    return lambda world: [world[name].presses(label) for label in labels]


def presses_here(name: str, *labels: str) -> Act:
    return lambda world: [world[name].presses(label, HERE) for label in labels]


def more_and(name: str, *labels: str) -> Act:
    return lambda world: more(world[name], *labels)


def boxed(name: str, label: str) -> Act:
    """Open the box, and press that."""
    return lambda world: [opens_box(world[name]), world[name].presses(label)]


def reads_and(name: str, *labels: str) -> Act:
    return lambda world: [pages(world[name]), *[world[name].presses(label) for label in labels]]


def listens(name: str) -> Act:
    return lambda world: has_listened(world[name])


def plays_back(world: World) -> None:
    """Whoever comes last in the order plays back one thing."""
    *_, author, last = order(world)
    listener = world[last]
    pages(listener)
    listener.presses("Play one thing back")
    listener.sends({f"One thing I heard {author} say is …": "That you waited."})
    put_away(listener)


def order(world: World) -> list[str]:
    text = "\n".join(pages(world["Ana"]))
    put_away(world["Ana"])
    return [line for line in text.split("\n") if line in FIVE]


def author_confirms(world: World) -> None:
    world[order(world)[-2]].presses("Yes, that's it")


def hours(number: float) -> Act:
    return lambda world: world.move(hours=number)


def days(number: float) -> Act:
    return lambda world: world.move(days=number)


OPEN = "It is open: read what everybody wrote"
WRITE = "Would you like to write?"
TAKING = "One thing you are taking with you? Only if you like"
ENDED = "This has ended without coming together."
RESTS = "This is resting for now. Nothing is asked of you"

# What came before, what happens, and whom it rings for, with which words. Nobody else gets anything.
MOMENTS: dict[str, tuple[Act, Act, dict[str, str]]] = {
    # asking
    "everybody is asked": (nothing, types("Ana", "/listen How are we?"), {}),
    "certain people are asked": (
        nothing,
        types("Ana", "/listen How are we? -- @ben @chloe"),
        {"Ben": WRITE, "Chloe": WRITE},
    ),
    "certain people are asked to be there": (
        nothing,
        types("Ana", "/listen How are we? -- live @ben"),
        {"Ben": "Would you like to be there?"},
    ),
    "what was asked is taken back": (asked_ben_and_chloe, presses_here("Ana", "Take back"), {}),
    "somebody who was asked would rather not": (asked_ben_and_chloe, presses("Ben", "Not this time"), {}),
    "somebody who was asked reads how it works": (asked_ben_and_chloe, presses("Ben", "How this works"), {}),
    # writing apart
    "somebody joins": (asked, lambda world: joins(world["Ben"]), {}),
    "the first writes": (asked, wrote("Ben"), {}),
    "the third writes": (two_wrote, wrote("Chloe"), {}),
    "others can still come, and nothing opens": (three_wrote, hours(24), {}),
    "the morning after the window": (three_wrote, hours(47), dict.fromkeys(THREE, OPEN)),
    "the last of those who were asked writes": (ben_wrote, wrote("Chloe"), {"Ben": OPEN}),
    "the last one would rather not": (
        two_wrote,
        boxed("Chloe", "Not this time"),
        {},
    ),
    "what was written is deleted": (two_wrote, boxed("Ben", "Delete what I wrote"), {}),
    "whoever looks after it opens it": (
        two_wrote_the_day_before,
        more_and("Ana", "Open it now"),
        {"Ben": OPEN, "Chloe": OPEN},
    ),
    "somebody steps out": (two_wrote, more_and("Ben", "Step out"), {}),
    "three fifths of the time are over": (two_wrote, hours(11 + 14), {"Chloe": WRITE}),
    "three fifths are over for those who were asked": (
        asked_ben_and_chloe,
        hours(11 + 14),
        {"Ben": WRITE, "Chloe": WRITE},
    ),
    "the time is over, and what is there is read": (
        two_wrote,
        days(2),
        {"Ana": OPEN, "Ben": OPEN, "Chloe": WRITE},
    ),
    "nobody has joined": (asked, days(7), {"Ana": ENDED}),
    # reading
    "it is read": (open_to_read, reads_and("Ben"), {}),
    "late words come": (open_to_read, wrote("Dev"), {}),
    "words are taken back": (open_to_read, reads_and("Ben", "Take my words back"), {}),
    "words are kept": (open_to_read, reads_and("Ben", "Keep my words"), {}),
    "the first has listened": (open_to_read, listens("Ben"), {}),
    "the last has listened": (two_listened, listens("Chloe"), {"Ana": TAKING, "Ben": TAKING}),
    "the day of reading is over": (open_to_read, days(1), dict.fromkeys(THREE, TAKING)),
    # once more
    "all have listened, and it goes round again": (
        cafe_listened,
        listens("Chloe"),
        dict.fromkeys(("Ana", "Ben"), "Once more, after hearing everyone"),
    ),
    "the last one writes again": (cafe_two_wrote_again, wrote("Chloe"), {"Ana": OPEN, "Ben": OPEN}),
    "the talk is open": (
        cafe_listened_again,
        listens("Chloe"),
        dict.fromkeys(("Ana", "Ben"), "Now it is open talk, in the channel"),
    ),
    "the talk is over": (cafe_talk, hours(119), dict.fromkeys(THREE, TAKING)),
    "a question is added": (
        open_to_read,
        lambda world: [
            more(world["Ana"], "Another question next"),
            world["Ana"].sends({"What shall be asked next?": "What helps?"}),
        ],
        {},
    ),
    "the question that was added is asked": (
        question_waits,
        listens("Chloe"),
        dict.fromkeys(("Ana", "Ben"), "A new question. Everybody writes apart"),
    ),
    # the last word
    "somebody takes something": (last_word, lambda world: takes(world["Ben"], "To ask early."), {}),
    "somebody takes nothing": (last_word, presses("Ben", "Nothing this time"), {}),
    "the last one takes something, and it closes": (
        only_chloe_takes_her_leave,
        lambda world: takes(world["Chloe"], "To ask early."),
        {},
    ),
    "the time of the last word is over": (last_word, days(2), {}),
    "whoever looks after it closes it": (
        had_time_to_read,
        more_and("Ana", "Close it"),
        {"Ben": TAKING, "Chloe": TAKING},
    ),
    "thirty days have passed": (closed_by_itself, days(40), {}),
    # resting, and who looks after it
    "somebody pauses it": (open_to_read, more_and("Ben", "Pause for all"), {"Ana": RESTS, "Chloe": RESTS}),
    "somebody says that it is a debate": (
        open_to_read,
        more_and("Ben", "We are debating"),
        {"Ana": RESTS, "Chloe": RESTS},
    ),
    "it goes on": (paused, presses("Ben", "Go on"), {"Ana": "It goes on.", "Chloe": "It goes on."}),
    "it still rests after two working days": (
        paused,
        days(4),
        {"Ana": "Shall it go on?", "Ben": "Shall it go on?"},
    ),
    "somebody else is asked to look after it": (
        open_to_read,
        lambda world: [
            more(world["Ana"], "Hand it over"),
            world["Ana"].sends({"Who could look after it from here?": "Ben"}),
        ],
        {"Ben": "asks whether you would look after this from here"},
    ),
    "they say yes": (
        handed_to_ben,
        presses("Ben", "Yes, I'll look after it"),
        {"Ana": "Ben looks after this from here. Thank you."},
    ),
    "they say no": (
        handed_to_ben,
        presses("Ben", "No, thank you"),
        {"Ana": "They would rather not look after it. It stays with you."},
    ),
    "whoever looks after it steps out": (
        open_to_read,
        more_and("Ana", "Step out"),
        dict.fromkeys(("Ben", "Chloe"), "Nobody looks after this one now. Would you like to?"),
    ),
}


@pytest.mark.drawn(one_in=4)
@pytest.mark.parametrize("moment", MOMENTS)
def test_whoever_a_moment_needs_gets_one_new_message_and_nobody_else_any(world: World, moment: str) -> None:
    before, act, rings = MOMENTS[moment]
    before(world)
    quiet(world)

    act(world)

    rang = rung(world)
    assert {name: len(posts) for name, posts in rang.items()} == {
        name: 2 if (moment, name) in TWICE else 1 for name in rings
    }
    for name, words in rings.items():
        assert words in rang[name][0], rang[name][0]


# Three fifths of the time, and then it is open.
TWICE = {("the time is over, and what is there is read", "Chloe")}


def test_a_play_back_rings_for_its_author_and_their_word_for_the_listener(world: World) -> None:
    opened(world, *THREE, options="play-back")
    *_, author, listener = order(world)

    plays_back(world)
    rang = rung(world)
    assert set(rang) == {author}
    assert f"{listener} has written one thing they heard from you. Is that it?" in rang[author][0]

    author_confirms(world)
    rang = rung(world)
    assert set(rang) == {listener}
    assert "“Yes, that's it.” You heard them." in rang[listener][0]


# the floor


def holder(world: World) -> str:
    """Who has the floor."""
    has_it = kept_rounds(world)[-1].facts["holder"]
    return next(one.name for one in world.everybody if one.id == has_it)


def test_in_a_live_round_each_turn_rings_for_whoever_has_it_and_nobody_else(world: World) -> None:
    ask_all(world, "live no-play-back")
    for name in THREE:
        joins(world[name])
    assert rung(world) == {}
    world["Ana"].presses("Begin", HERE)

    spoke = []
    for words in ["The floor is yours, until"] * 3 + ["one thing you are taking with you"] * 3:
        who = holder(world)
        rang = rung(world)
        assert set(rang) == {who}
        assert len(rang[who]) == 1
        assert words in rang[who][0]
        world[who].presses("Done", HERE)
        world.move(seconds=10)
        spoke.append(who)

    assert sorted(spoke[:3]) == sorted(spoke[3:]) == sorted(THREE)
    assert rung(world) == {}
    assert closed(world)


def test_passed_on_each_turn_rings_once_and_in_the_hours_of_whoever_has_it(world: World) -> None:
    begins_passed_on(world, *THREE, options="relay no-play-back")
    first = holder(world)
    assert list(rung(world)) == [first]

    world.move(hours=2)
    world[first].presses("Done", HERE)
    second = holder(world)
    assert list(rung(world)) == [second]
    world.move(hours=3)  # three in the afternoon
    assert rung(world) == {}  # in a turn of hours nobody is reminded
    world[second].presses("Done", HERE)
    third = holder(world)
    assert list(rung(world)) == [third]
    world.move(hours=3)  # in the evening they pass: they are offered it once more, in the morning
    world[third].presses("Pass", HERE)
    assert rung(world) == {}

    world.move(hours=16)

    [words] = rung(world)[third]
    assert "The floor is yours once more" in words


# what time alone causes


def heard_at(world: World) -> dict[str, list[datetime]]:
    """When something was posted for whom."""
    found: dict[str, list[datetime]] = {}
    for call in world.slack.calls:
        if call.method == "chat.postMessage" and str(call.args["channel"]).startswith("U0"):
            found.setdefault(str(call.args["channel"]), []).append(call.at)
    return found


def test_what_time_alone_causes_rings_in_each_persons_own_working_hours(world: World) -> None:
    ask_all(world)
    all_write(world, "Ana", "Esi")
    joins(world["Dev"])
    world.move(days=1, hours=8)  # six in the evening in London: the time is over
    assert "Read together" in card(world).buttons
    assert "U0ANA" not in heard_at(world)

    world.move(days=1)

    at = heard_at(world)
    assert at["U0ANA"][0].isoformat() == "2026-09-17T08:00:00+00:00"  # nine in London
    assert at["U0ESI"][0].isoformat() == "2026-09-17T09:00:00+00:00"  # nine in Accra


def test_nothing_rings_over_a_weekend(world: World) -> None:
    world.move(days=2, hours=1)  # Thursday
    ask_all(world)
    all_write(world, "Ana", "Ben")
    quiet(world)
    world.move(days=1, hours=8)  # Friday, seven in the evening
    assert "Read together" in card(world).buttons
    assert rung(world) == {}

    world.move(days=2)
    assert rung(world) == {}
    world.move(days=1)

    assert set(rung(world)) == {"Ana", "Ben"}


def test_whatever_is_left_undone_nobody_hears_more_than_once_a_day(world: World) -> None:
    ask_all(world, "cafe @ben @chloe @dev @esi")
    joins(world["Ana"])
    ask_all(world, "council @ben @chloe @dev @esi", question="What helps?", by="Ana")
    all_write(world, "Ana", "Ben")
    asked_at = world.clock()

    world.move(days=30)

    zones = {"U0ESI": "Africa/Accra"}
    for person, at in heard_at(world).items():
        by_time = [one for one in at if one > asked_at + timedelta(minutes=1)]
        assert all(is_working(one, zones.get(person, "Europe/London")) for one in by_time)
        days = [one.date() for one in by_time]
        assert len(days) == len(set(days)) <= 6
    assert len(heard_at(world)) == 5


def test_whoever_wants_fewer_of_these_hears_only_what_people_do(world: World) -> None:
    ben, chloe = world["Ben"], world["Chloe"]
    ask_all(world, "@ben @chloe @dev")
    ben.presses("How this works")
    ben.presses("Fewer of these")
    put_away(ben)
    quiet(world)

    world.move(days=1, hours=4)
    assert set(rung(world)) == {"Chloe", "Dev"}
    all_write(world, "Ben", "Dev")
    writes(chloe)

    assert "It is open" in rung(world)["Ben"][0]


def test_a_reminder_says_why_it_comes_and_how_to_have_fewer(world: World) -> None:
    chloe = world["Chloe"]
    ask_all(world)
    joins(chloe)
    world.move(hours=25)

    assert "How this works" in chloe.card.buttons
    chloe.presses("How this works")
    assert "Why am I getting this?" in chloe.reads
    assert "Fewer of these" in chloe.reads


def test_a_machine_that_slept_through_it_rings_once(world: World) -> None:
    ask_all(world)
    joins(world["Chloe"])
    quiet(world)

    world.jump(days=1, hours=6)

    rang = rung(world)
    assert {name: len(posts) for name, posts in rang.items()} == {"Chloe": 1}


def test_the_card_in_the_channel_stands_still_and_only_the_closing_card_is_new(world: World) -> None:
    opened(world, *THREE)
    first = card(world).raw["ts"]
    for name in THREE:
        has_listened(world[name])
    world.move(days=3)

    assert closed(world)
    assert card(world).raw["ts"] == first
    posts = [
        c.args for c in world.slack.calls if c.method == "chat.postMessage" and c.args["channel"] == HERE
    ]
    assert len(posts) == 2
