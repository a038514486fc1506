"""A channel that is archived, or without the app for a while: what is owed there is said when it is back."""

import pytest

from bot.rounds.keeping import places
from tests.journeys.listening_steps import all_write, ask_all, card, opened, posted, time_is_up
from tests.journeys.test_checkin_rhythm import begins, came, move_to, rhythm_card
from tests.journeys.test_listening_planned import plan
from tests.world import TEAM, Somebody, World

HERE = "C0HOME"


@pytest.fixture(autouse=True)
def private(world: World) -> None:
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].kind = "private"


def opens_again(world: World, *, quietly: bool = False) -> None:
    """Somebody opens it; `quietly`: and Slack does not tell the app."""
    if quietly:
        with world.slack.workspace.changing():
            world.slack.conversations[HERE].archived = False
    else:
        world.slack.unarchive(HERE)
    world.settle()


def now_there(world: World) -> str:
    return "\n".join(message.words for message in posted(world))


def told(somebody: Somebody) -> list[str]:
    """What they read of a channel that takes nothing."""
    return [m.words for m in somebody.messages() if "would not let me write in the channel" in m.words]


@pytest.mark.parametrize("how", ["opened", "opened, and Slack did not tell", "invited again"])
def test_what_closed_while_its_channel_took_nothing_is_said_when_it_does_again(
    world: World, ana: Somebody, ben: Somebody, how: str
) -> None:
    opened(world, "Ben", "Chloe")
    if how == "invited again":
        world.slack.kick_app(HERE)
    else:
        world.slack.archive(HERE)

    world.move(days=10)

    assert "This is closed" not in now_there(world)
    (line,) = told(ana)
    assert ("it is archived" in line) is (how != "invited again")
    assert ("I am not in it" in line) is (how == "invited again")
    if how == "invited again":
        world.slack.let_app_in(HERE)
        world.settle()
    else:
        opens_again(world, quietly=how != "opened")
    if how == "opened, and Slack did not tell":
        ben.types("/listen help", HERE)
        world.settle()
    assert told(ana) == []
    assert now_there(world).count("This is closed. Thank you all.") == 1
    assert now_there(world).count("Offered the floor: Ben and Chloe.") == 1


def test_a_message_that_slack_does_not_take_is_laid_to_no_setting_of_its_channel(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    opened(world, "Ben", "Chloe")

    with world.slack.faults.always("chat.postMessage", "team_not_found", channel=HERE):
        world.move(days=10)

    assert told(ana) == []
    assert any("did not take one of my messages" in message.words for message in ana.messages())
    with world.bot.store.read() as db:
        assert places.shut(db, TEAM, HERE) == ""
    ben.types("/listen help", HERE)
    world.settle()
    assert not any("did not take one of my messages" in message.words for message in ana.messages())
    assert now_there(world).count("This is closed. Thank you all.") == 1


def test_whoever_looks_after_it_lets_it_go_and_it_is_said_no_more(world: World, ana: Somebody) -> None:
    opened(world, "Ben", "Chloe")
    before = now_there(world)
    world.slack.archive(HERE)
    world.move(days=10)

    ana.presses("Let it go")

    assert told(ana) == []
    opens_again(world)
    assert now_there(world) == before


def test_a_rhythm_rests_while_its_channel_is_archived_and_goes_on_by_itself(
    world: World, ana: Somebody
) -> None:
    begins(ana)
    world.slack.archive(HERE)

    move_to(world, 2026, 10, 6, 10, 0)  # three of them were due

    assert came(world) == []
    (line,) = told(ana)
    assert "it is archived" in line
    assert len([text for text in ana.rang() if "would not let me" in text]) == 1
    opens_again(world)
    assert told(ana) == []
    assert "did not come: the channel was archived" in rhythm_card(world).words
    move_to(world, 2026, 10, 12, 10, 0)
    assert len(came(world)) == 1
    assert "archived" not in rhythm_card(world).words


def test_what_was_planned_once_and_met_an_archived_channel_says_so(world: World, ana: Somebody) -> None:
    plan(world, "thu 15:00")
    world.slack.archive(HERE)

    world.move(days=14)

    opens_again(world)
    assert "It was not asked: the channel was archived at its time." in now_there(world)


def test_what_comes_again_goes_on_where_what_was_owed_there_was_let_go(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    world.slack.archive(HERE)
    move_to(world, 2026, 9, 21, 10, 0)
    ana.presses("Let it go")
    opens_again(world, quietly=True)

    ben.types("/listen help", HERE)
    world.settle()

    move_to(world, 2026, 9, 28, 10, 0)
    assert len(came(world)) == 1


def test_a_thread_that_somebody_deleted_shuts_no_channel(world: World, ana: Somebody) -> None:
    begins(ana)
    ask_all(world, "publish")
    all_write(world, "Ben", "Chloe")
    with world.slack.workspace.changing():
        here = world.slack.conversations[HERE]
        here.delete(here.message(card(world).raw["ts"]))

    time_is_up(world)
    world.settle()

    assert told(ana) == []
    (line,) = [m.words for m in ana.messages() if "did not take one of my messages" in m.words]
    assert "settings" not in line
    move_to(world, 2026, 9, 21, 10, 0)
    assert len(came(world)) == 1
    ana.presses("Let it go")
    assert not [m for m in ana.messages() if "did not take one of my messages" in m.words]


def test_what_comes_again_goes_on_once_settings_allow_it_and_somebody_presses_something_there(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    with world.slack.faults.always("chat.postMessage", "restricted_action", channel=HERE):
        move_to(world, 2026, 9, 21, 10, 0)
        assert "its settings do not allow it" in told(ana)[0]
        move_to(world, 2026, 9, 28, 10, 0)
    assert "once they do, and somebody presses something of mine there" in rhythm_card(world).words

    ben.types("/listen help", HERE)
    world.settle()

    assert told(ana) == []
    move_to(world, 2026, 10, 5, 10, 0)
    assert "did not come" not in rhythm_card(world).words
    assert len(came(world)) == 2  # the first, which is over, is said now, too


def test_news_of_an_opening_that_comes_after_that_of_a_later_archiving_opens_nothing(world: World) -> None:
    before = world.slack.workspace.next_ts()
    world.slack.archive(HERE)
    world.settle()

    late = {"type": "channel_unarchive", "channel": HERE, "user": "U0ANA", "event_ts": before}
    world.slack._box.event("channel_unarchive", late)
    world.settle()

    with world.bot.store.read() as db:
        assert places.shut(db, TEAM, HERE) == "archived"
