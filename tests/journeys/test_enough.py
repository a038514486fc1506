"""How much one person may ask of others in a day: told kindly, and nothing that was typed is lost."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.keeping import queries
from bot.words import ROOT
from tests.journeys import checkin_steps, listening_steps, options_steps
from tests.journeys.steps import listen, put_away
from tests.journeys.test_listening_hosting import hands_to
from tests.world import NAMES, TEAM, Somebody, World, said

HOME = "C0HOME"
MOST = "as much in this channel as one person can in a day"
OFTEN = "as often as one person can ask another in a day"
Begin = Callable[[World, int], Any]


def guarded(world: World, rounds: int = 0, asks: int = 0) -> None:
    world.settings = replace(world.settings, rounds_a_day=rounds, asks_a_day=asks)
    world.restart()


def kept(world: World) -> int:
    """Rounds that stand in the database."""
    with world.bot.store.read() as db:
        return int(db.execute(text("SELECT count(*) FROM rounds")).scalar_one())


def _typed(line: str) -> Begin:
    return lambda world, n: world["Ana"].types(line.format(n=n), HOME)


def _everybody(world: World, n: int) -> Any:
    world["Ana"].types(f"/reflect What is it like, part {n}? -- everybody", HOME)
    return world["Ana"].sends({})


def _listening(world: World, n: int) -> Any:
    world["Ana"].types("/listen", HOME)
    return world["Ana"].sends({"What would you like to ask?": f"What is it like, part {n}?"})


def _options(world: World, n: int) -> Any:
    return options_steps.begin(world, question=f"When do we ring, part {n}?")


IN_A_CHANNEL: dict[str, Begin] = {
    "listening, typed": _typed("/listen What is it like, part {n}?"),
    "listening, form": _listening,
    "listening, planned": _typed("/listen What is it like, part {n}? -- weekly thu 15:00"),
    "check-in, typed": _typed("/checkin How is it going, part {n}?"),
    "check-in, planned": _typed("/checkin weekly thu {n}:00"),
    "review": _typed("/alongside review what about part {n}"),
    "everybody": _everybody,
    "options": _options,
}


@pytest.mark.parametrize("way", IN_A_CHANNEL)
def test_one_person_begins_only_so_much_in_a_channel_in_a_day(world: World, way: str) -> None:
    guarded(world, rounds=2)
    begin, ana = IN_A_CHANNEL[way], world["Ana"]
    for n in (1, 2):
        put_away(ana)
        begin(world, n)
    put_away(ana)
    before = kept(world)

    refused = begin(world, 3)

    assert kept(world) == before
    if ana.form:  # the form is as it was, with these words under a question
        assert MOST in " ".join(refused.errors.values())
        assert "part 3" in str(refused) or "part 3" in ana.reads
    else:
        told = ana.messages(HOME)[-1]
        assert MOST in told.text
        if "part" in told.words:
            assert "part 3?" in told.words or "part 3" in told.words
    world["Ben"].types("/listen And you?", HOME)
    assert kept(world) == before + 1


def test_a_command_comes_back_as_it_was_typed(world: World, ana: Somebody) -> None:
    guarded(world, rounds=1)
    ana.types("/listen What is it like?", HOME)

    answer = ana.types("/listen What else, <b> & co?", HOME).message

    assert MOST in answer["text"]
    assert "/listen What else, <b> & co?" in said(answer["blocks"]).replace("&lt;", "<").replace(
        "&gt;", ">"
    ).replace("&amp;", "&")


def test_the_next_day_of_whoever_asks_it_goes_on(world: World, ana: Somebody) -> None:
    guarded(world, rounds=1)
    ana.types("/checkin How is it going?", HOME)
    world.move(hours=13)  # eleven in the evening, where Ana is
    assert MOST in ana.types("/checkin And now?", HOME).message["text"]

    world.move(hours=2)

    assert MOST not in str(ana.types("/checkin And now?", HOME).message)


def test_what_comes_again_by_itself_takes_nothing_of_it(world: World, ana: Somebody) -> None:
    guarded(world, rounds=1)
    ana.types("/checkin weekly wed 9:30", HOME)
    world.move(days=1)
    assert "short check-in" in checkin_steps.card(world).words

    assert MOST not in str(ana.types("/checkin How is it going?", HOME).message)


def _reflects(world: World, n: int) -> Any:
    return world["Ana"].types(f"/reflect What did we avoid, part {n}?")


def _sets(world: World, n: int) -> Any:
    world["Ana"].types("/checkin set @chloe @dev @esi", HOME)
    return world["Ana"].sends({})


def _writes(world: World, n: int) -> Any:
    world["Ana"].types("/alongside talk")
    return world["Ana"].sends({"Or let me write to": "Esi", "In your own words": f"It is hard, part {n}."})


def _proposes(world: World, n: int) -> Any:
    world["Ana"].types("/alongside propose")
    answers = {
        "Your question": f"What helped you to speak up on day {n}?",
        "Why is it worth asking?": "We often stay silent.",
        "Whom shall I ask? One or two people": ["Chloe"],
    }
    return world["Ana"].sends(answers)


def _names(world: World, n: int) -> Any:
    return world["Ana"].types(f"/listen What is it like, part {n}? -- @chloe", HOME)


def _decides(world: World, n: int) -> Any:
    return options_steps.begin(world, "Ana", "Chloe", question=f"When do we ring, part {n}?")


BY_NAME: dict[str, Begin] = {
    "a question": _reflects,
    "a set": _sets,
    "a message": _writes,
    "a proposal": _proposes,
    "listening": _names,
    "options": _decides,
}


@pytest.mark.parametrize("way", BY_NAME)
def test_one_person_asks_one_other_only_so_often_in_a_day(world: World, way: str) -> None:
    guarded(world, asks=2)
    begin, ana = BY_NAME[way], world["Ana"]
    for n in (1, 2):
        put_away(ana)
        begin(world, n)
    put_away(ana)
    listen(world)
    before = kept(world)

    refused = begin(world, 3)

    assert kept(world) == before
    words = str(getattr(refused, "errors", "")) if ana.form else ana.messages(HOME)[-1].text + str(refused)
    assert OFTEN in words
    assert [somebody.rang() for somebody in world.everybody] == [[]] * 5


def test_to_be_asked_to_look_after_something_is_to_be_asked(world: World, ana: Somebody) -> None:
    guarded(world, asks=2)
    listening_steps.ask_all(world)
    for name in ("Ben", "Chloe"):
        listening_steps.joins(world[name], HOME)
    for _ in range(2):
        hands_to(ana, world["Chloe"])
    listen(world)

    listening_steps.more(ana, "Hand it over")
    refused = ana.sends({"Who could look after it from here?": "Chloe"})

    assert f"Today you have asked Chloe {OFTEN}, which is 2." in " ".join(refused.errors.values())
    assert world["Chloe"].rang() == []
    put_away(ana)
    hands_to(ana, world["Ben"])


def test_who_was_asked_too_often_is_named_and_others_can_be_asked(world: World, ana: Somebody) -> None:
    guarded(world, asks=1)
    ana.types("/pair @chloe")

    ana.types("/pair @chloe @dev")

    assert f"Today you have asked Chloe {OFTEN}, which is 1." in ana.whispered.text
    assert "/pair @" in ana.whispered.words
    ana.types("/pair @dev")
    assert OFTEN not in ana.whispered.text


def test_whoever_sets_it_to_nothing_has_no_limit(world: World, ana: Somebody) -> None:
    guarded(world)

    for n in range(40):
        assert MOST not in str(ana.types(f"/checkin How is it going, part {n}?", HOME).message)


def test_two_at_once_take_no_more_places_than_there_are(worlds: World) -> None:
    guarded(worlds, asks=3)

    def asks(_: int) -> bool:
        try:
            with worlds.bot.store.begin() as db:
                me, chloe = (queries.seat(db, TEAM, NAMES[name]) for name in ("Ana", "Chloe"))
                enough.asks(db, TEAM, me, [chloe], worlds.settings, worlds.clock())
        except Refusal:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(asks, range(16))) == 3


# What listeners keep without a place: nobody begins it anew, or nobody else is asked for anything.
_WITHOUT = {
    "bot/features/listening/listeners/__init__.py",  # the rooms of a round that has begun
    "bot/features/pairs/needs/listeners.py",  # a page of one's own
    "bot/features/pairs/listeners/sample.py",  # made ready by `play`
    "bot/features/checkin/set/listeners.py",  # those of a set are counted once for all its groups
    "bot/features/reflection/visits/listeners.py",  # one of a pair and a channel, counted beside it
}


def test_whatever_people_begin_is_counted() -> None:
    files = [path for path in Path(ROOT, "bot", "features").rglob("*.py") if "listeners" in str(path)]
    keeping = {
        str(path.relative_to(ROOT)) for path in files if re.search(r"queries\.add\(", path.read_text())
    }

    assert keeping == _WITHOUT
