"""What time has to say reaches everybody: first words and appointments always, reminders seldom."""

from tests.journeys.test_weekly import questions
from tests.world import Somebody, World


def thursdays(world: World) -> Somebody:
    """Ana is in three pairs that each have a question on Thursdays at three; it is Thursday, past three."""
    for name in ("Chloe", "Dev"):
        world["Ana"].types(f"/pair @{name.lower()}")
        world[name].presses("Yes, gladly")
    for name in ("Ben", "Chloe", "Dev"):
        world[name].types("/reflect weekly thu 15:00")
    world["Ana"].rang()
    world.move(days=2, hours=5, minutes=1)
    return world["Ana"]


def test_a_weekly_question_reaches_both_whatever_else_reminded_them(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    """A question typed on Monday, with its reminder, and the rhythm's on Thursday at three."""
    ana.types("/reflect weekly thu 15:00")
    ana.types("/reflect What did we avoid today?")
    world.move(days=2, hours=4, minutes=59)
    assert len(ana.rang()) == len(ben.rang()) == 3  # told of both, and reminded of the one

    world.move(minutes=2)

    for somebody in (ana, ben):
        assert [questions()[0] in text for text in somebody.rang()] == [True]


def test_what_falls_together_is_one_message_with_a_button_for_each(world: World) -> None:
    ana = thursdays(world)

    assert [text[:24] for text in ana.rang()] == ["Three things wait for yo"]
    assert ana.card.buttons.count("Open") == 3
    assert all(f"with {name}" in ana.card.words for name in ("Ben", "Chloe", "Dev"))
    assert questions()[0] in world["Dev"].card.words


def test_a_press_there_opens_the_form_and_brings_the_card(world: World) -> None:
    ana = thursdays(world)
    before = len(ana.messages())

    ana.presses("Open")

    assert questions()[0] in ana.reads
    assert len(ana.messages()) == before + 1
    assert "Write my answer" in ana.card.buttons
    assert any(m.text.startswith("Two things wait for you") for m in ana.messages())


def test_what_was_done_leaves_that_message_and_when_all_is_done_it_goes(world: World) -> None:
    ana = thursdays(world)

    for left in ("Two things wait for you", "One thing waits for you", ""):
        ana.presses("Open")
        ana.sends({"In your own words": "What I have to say."})
        found = [m.text for m in ana.messages() if "wait" in m.text and "for you" in m.text[:30]]
        assert [text.startswith(left) for text in found] == ([True] if left else [])
