"""What stands on a locked screen: the question, or only that there is one, as people or a workspace want."""

from dataclasses import replace

from tests.journeys.steps import QUESTION, listen, put_away
from tests.world import Somebody, World

NEUTRAL = "A question for you and your partner. Open it to read it."
HERE = "C0HOME"


def hides(somebody: Somebody) -> None:
    somebody.presses_at_home("Reminders")
    somebody.presses("Hide questions on my lock screen")
    put_away(somebody)


def test_whoever_hides_it_reads_the_question_in_the_message_and_not_on_the_screen(
    worlds: World, ana: Somebody, ben: Somebody
) -> None:
    hides(ben)

    ana.types(f"/reflect {QUESTION}")

    [rang] = ben.rang()
    assert rang.startswith(NEUTRAL)
    assert "Write my answer" in rang  # for who has it read aloud
    assert QUESTION not in rang
    assert "Ana" not in rang
    assert QUESTION in ben.card.words
    assert QUESTION in ana.rang()[0]


def test_it_can_be_shown_again(world: World, ana: Somebody, ben: Somebody) -> None:
    hides(ben)
    ben.presses_at_home("Reminders")
    ben.presses("Show questions on my lock screen")

    ana.types(f"/reflect {QUESTION}")

    assert QUESTION in ben.rang()[0]


def test_what_several_wait_for_in_one_message_is_hidden_too(world: World, ana: Somebody) -> None:
    hides(ana)
    for what in ("Ring the ward.", "Write to the pharmacy."):
        ana.types("/checkin mine")
        ana.presses("Take something on")
        ana.sends({"What will you do?": what, "How sure are you that you will?": "8"})
        put_away(ana)
    listen(world)

    world.move(days=7)

    told = ana.rang()
    assert told
    assert all("ward" not in one and "pharmacy" not in one and "took on" not in one for one in told), told


def test_where_the_workspace_wants_it_nothing_says_it_in_channels_and_to_nobody(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    world.settings = replace(world.settings, notifications="neutral")
    world.restart()

    ana.types(f"/reflect {QUESTION}")
    ana.types("/listen How did today land?", HERE)
    ben.presses("Write", HERE)

    posted = [c.args for c in world.slack.calls if c.method in ("chat.postMessage", "chat.update")]
    assert {one["channel"] for one in posted} >= {HERE, ana.id, ben.id}
    for one in posted:
        assert QUESTION not in one["text"]
        assert "today land" not in one["text"]
    assert any("How did today land?" in m.words for m in ben.messages(HERE))
