"""After four weeks, and after twelve, the first question comes back, beside one's own first answer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from bot import catalogue
from bot.words import FOLDER
from tests.journeys.steps import listen, put_away
from tests.journeys.test_silent_partner import sees, writes
from tests.journeys.test_weekly import begins, questions
from tests.world import Somebody, World

PROMPT = "[[prompts]]"
FIRST, ASKED = questions()[0], datetime(2026, 9, 17, 14, tzinfo=UTC)
NOW, THEN, SHOW = "In your own words", "What I wrote then", "How it is now, from {}."


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalogue's, to be changed."""
    copytree(FOLDER / "catalogue", tmp_path / "catalogue")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.reload()
    yield tmp_path / "catalogue"
    catalogue.reload()


def weeks_go_by(world: World, weeks: int, *who: Somebody) -> None:
    """Both answer whatever comes, and let it rest there."""
    for _ in range(weeks * 7):
        world.move(days=1)
        for one in who:
            if sees(one, "Write my answer") and not _is_back(one):
                writes(one)
        if sees(who[0], "Read the answers"):
            for one in who:
                one.presses("Read the answers")
                if "Not this time" in one.reads:
                    one.presses("Not this time")
                put_away(one)
            for one in who:
                if sees(one, "Close it here"):
                    one.presses("Close it here")
                put_away(one)


def _is_back(somebody: Somebody) -> bool:
    return any("it comes back: how is it now" in message.words for message in somebody.messages())


def until_it_is_back(world: World, ana: Somebody, ben: Somebody) -> None:
    begins(ana)
    goes_on_until_then(world, ana, ben)


def goes_on_until_then(world: World, ana: Somebody, ben: Somebody) -> None:
    for _ in range(8):
        weeks_go_by(world, 1, ana, ben)
        if _is_back(ana):
            return
    raise AssertionError("it does not come back")


def writes_now(somebody: Somebody, *, opens: bool) -> None:
    somebody.presses("Write my answer")
    somebody.sends({NOW: SHOW.format(somebody.name), THEN: opens})


def test_at_four_weeks_it_comes_back_and_each_first_reads_what_they_wrote_themselves(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    until_it_is_back(world, ana, ben)

    assert world.clock() - ASKED >= timedelta(weeks=4)
    assert FIRST in next(m.words for m in ana.messages() if "it comes back" in m.words)
    ana.presses("Write my answer")
    assert "What you wrote at the beginning" in ana.reads
    assert "What Ana wrote." in ana.reads
    assert "What Ben wrote." not in ana.reads
    assert not any("What Ana wrote." in f"{m.words} {m.text}" for m in [*ana.messages(), *ben.messages()])


def test_both_read_how_it_is_now_and_what_each_chose_to_show_of_then(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    until_it_is_back(world, ana, ben)

    writes_now(ana, opens=True)
    assert not any("What Ana wrote." in m.words for m in ben.messages())
    writes_now(ben, opens=False)

    assert "Ana wrote at the beginning:" in ben.reads
    assert "What Ana wrote." in ben.reads
    put_away(ana)
    ana.presses("Read the answers")
    assert SHOW.format("Ben") in ana.reads
    assert "Ben wrote at the beginning:" not in ana.reads
    assert "What Ben wrote." not in ana.reads


def test_what_was_taken_back_or_is_deleted_is_said_to_be_gone_and_the_question_comes_alone(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    weeks_go_by(world, 1, ana, ben)
    listen(world)
    ana.presses_at_home("Read again")
    ana.presses("Take my words back")
    put_away(ana)
    goes_on_until_then(world, ana, ben)

    ana.presses("Write my answer")

    assert "You wrote nothing at the beginning, or it is deleted by now." in ana.reads
    assert "What Ana wrote." not in ana.reads
    assert THEN not in ana.reads


@pytest.mark.parametrize("hurts", [False, True])
def test_words_that_were_changed_since_come_back_as_they_were_asked_and_what_can_hurt_does_not(
    world: World, ana: Somebody, ben: Somebody, files: Path, *, hurts: bool
) -> None:
    begins(ana)
    weeks_go_by(world, 1, ana, ben)
    file = next(files.glob("F01*.toml"))
    written = file.read_text(encoding="utf-8").replace(FIRST, "What is new?")
    care = f'safety = "Take care."\n\n{PROMPT}'
    hurting = written.replace(PROMPT, care, 1).replace("minutes = 5", "minutes = 5\nsensitive = true", 1)
    file.write_text(hurting if hurts else written, encoding="utf-8")
    catalogue.reload()

    weeks_go_by(world, 4, ana, ben)

    assert any("What is new?" in str(family) for family in catalogue.families("pair"))
    assert _is_back(ana) is not hurts
    assert not any("What is new?" in m.words for m in ana.messages())


def test_it_comes_back_at_twelve_weeks_once_more_and_never_again(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    begins(ana)
    times = 0
    for _ in range(20):
        weeks_go_by(world, 1, ana, ben)
        if sees(ana, "Write my answer") and _is_back(ana):
            times += 1
            writes_now(ana, opens=False)
            put_away(ana)
            writes(ben)
    assert times == 2
