"""Playing back in turn: from three on, each begins with one thing heard, or leaves it out."""

from tests.journeys.listening_steps import HERE, ask_all, card, floor, joins, more, quiet, receipt, rung
from tests.journeys.steps import put_away
from tests.journeys.test_listening_live import THREE, begun, holder, speaks, steps_out
from tests.world import Seen, Somebody, World

FOUR = (*THREE, "Dev")
LEAVE_OUT, OUT = "Leave out what I heard", "Leave out playing back"
TAKES = ["One thing I'm taking", "Nothing this time"]


def buttons(somebody: Somebody) -> list[str]:
    """What can be pressed in the form that they have open."""
    assert somebody.form
    return Seen({"text": "", "blocks": somebody.form["blocks"]}).buttons


def test_live_each_begins_with_one_thing_heard_as_usual_and_may_leave_it_out(world: World) -> None:
    ask_all(world, "live")
    assert "From three people on, each begins with one thing they heard" in card(world).words
    for name in FOUR:
        joins(world[name])
    world["Ana"].presses("Begin", HERE)
    quiet(world)
    first = holder(world)
    assert LEAVE_OUT not in first.card.buttons
    world.move(minutes=3, seconds=5)
    assert "The time is over." in card(world).words
    put_away(first)
    floor(first, "Done")
    # That the time is over goes with the turn.
    assert "A moment of quiet." in card(world).words
    assert "The time is over." not in card(world).words
    world.move(seconds=10)

    second = holder(world)
    assert f"It begins with one thing heard from {first.name}." in card(world).words
    assert "Is that it?" in first.card.words
    second.presses(LEAVE_OUT)

    assert "one thing heard" not in card(world).words
    assert "Please begin with" not in second.card.words
    assert LEAVE_OUT not in second.card.buttons
    assert "Is that it?" not in first.card.words
    speaks(world)
    third = holder(world)
    assert f"Please begin with one thing that you heard from {second.name}." in third.card.words
    assert f"{third.name} begins with one thing heard from you. Is that it?" in second.card.words
    # Whoever passes has played nothing back: it is the next who does.
    floor(third, "Pass")
    assert f"{third.name} begins with" not in second.card.words
    assert f"{holder(world).name} begins with one thing heard from you. Is that it?" in second.card.words


def test_passed_on_whoever_spoke_is_asked_once_the_next_has_spoken(world: World) -> None:
    begun(world, *THREE, options="relay")
    first = holder(world)
    assert f"{first.name} has the floor: since" in card(world).words
    assert "The floor is yours from" in first.card.words
    assert ": 4 working hours of your own." in first.card.words
    world.move(hours=2)
    floor(first, "Done")
    second = holder(world)
    assert list(rung(world)) == [second.name]
    assert f"Please begin with one thing that you heard from {first.name}." in second.card.words
    assert f"{second.name} has the floor, from" in first.card.words

    world.move(hours=2)
    floor(second, "Done")

    asked = f"{second.name} has had the floor, and was to begin with one thing heard from you. Is that it?"
    assert asked in rung(world)[first.name][-1]
    first.presses("Nearly")
    assert "“Nearly.”" in rung(world)[second.name][-1]
    # It may be the last word by now: both stand on the card.
    floor(holder(world), "Done")
    assert "Is that it?" in second.card.words
    assert second.card.buttons[:5] == ["Yes, that's it", "Nearly", "Not yet", *TAKES]


def test_whoever_asked_leaves_it_out_with_one_press(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    assert "From three people on, each first says one thing they heard." in receipt(ana).words
    ana.presses(OUT, HERE)
    for name in THREE:
        joins(world[name])
    ana.presses("Begin", HERE)
    quiet(world)

    assert "one thing they heard" not in card(world).words
    speaks(world)

    assert "one thing heard" not in card(world).words
    more(ana)
    assert OUT not in buttons(ana)
    ana.presses("What was done")
    assert "Ana left out playing back." in ana.reads


def test_left_out_in_the_middle_nobody_is_asked_about_it_any_more(world: World, ana: Somebody) -> None:
    begun(world, *THREE, options="live")
    spoke = speaks(world)
    assert "Is that it?" in spoke.card.words

    more(ana, OUT)

    assert "Is that it?" not in spoke.card.words
    assert "one thing heard" not in card(world).words
    put_away(ana)
    more(ana)
    assert OUT not in buttons(ana)


def test_three_of_whom_one_has_left_play_nothing_back(world: World, ana: Somebody) -> None:
    begun(world, *THREE, options="live")
    spoke = speaks(world)
    steps_out(next(one for one in map(world.__getitem__, THREE) if one not in (spoke, holder(world))))

    speaks(world)  # the last turn with three in it had begun
    assert "one thing heard" not in card(world).words


def test_two_do_not_play_back(world: World, ana: Somebody) -> None:
    ask_all(world, "live")
    for name in THREE[:2]:
        joins(world[name])
    ana.presses("Begin", HERE)
    ana.presses("Go on, the two of us", HERE)

    speaks(world)

    assert holder(world)
    assert "one thing heard" not in card(world).words


def test_in_a_turn_of_days_one_is_reminded_once_and_in_one_of_hours_never(world: World) -> None:
    begun(world, *THREE, options="relay 24")
    slow = holder(world)
    for _ in range(3):
        floor(slow, "More time")
    quiet(world)
    told: list[str] = []
    while holder(world) is slow:
        world.move(hours=1)
        told += slow.rang()

    assert len(told) == 1
    assert "The floor is yours from" in told[0]
