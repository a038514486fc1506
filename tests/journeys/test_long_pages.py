"""A page that is too long to be read at once: *More* goes on, *Back a page* returns, and nothing is lost."""

from bot.slack.parts import READ, length
from tests.journeys.listening_steps import FIVE, HERE, ask_all, form_buttons, time_is_up, writes
from tests.world import Somebody, World

LONG = "It was a long day, and there is much to tell of it. " * 25


def all_write_at_length(world: World) -> None:
    ask_all(world)
    for name in FIVE:
        writes(world[name], f"{name}: {LONG}")
    time_is_up(world)
    world.move(hours=16)


def is_short(somebody: Somebody) -> bool:
    assert somebody.form
    return length(somebody.form["blocks"]) <= READ + 100  # with the buttons that turn it


def test_what_five_wrote_at_length_is_read_in_parts_there_and_back(world: World) -> None:
    all_write_at_length(world)
    ana = world["Ana"]
    ana.presses("Read together", HERE)
    read = [ana.reads]
    assert is_short(ana)
    assert "Back a page" not in form_buttons(ana)
    while "More" in form_buttons(ana):
        ana.presses("More")
        assert is_short(ana)
        read.append(ana.reads)

    assert len(read) > 1
    for name in FIVE:
        assert [f"{name}: {LONG[:40]}" in page for page in read].count(True) == 1
    for page in read[-2::-1]:
        ana.presses("Back a page")
        assert ana.reads == page
    assert "Back a page" not in form_buttons(ana)


def test_a_page_is_asked_for_again_and_shows_what_one_may_read_by_then(world: World) -> None:
    """Ben reads in private; before he goes on he is put out of the channel, and has the page before him."""
    with world.slack.workspace.changing():
        world.slack.conversations[HERE].kind = "private"
    all_write_at_length(world)
    ben = world["Ben"]
    ben.presses("Read together", HERE)
    world.slack.leave(ben.id, HERE)
    world.settle()

    ben.presses("More")

    assert [name for name in FIVE if f"{name}: {LONG[:40]}" in ben.reads] == ["Ben"]
