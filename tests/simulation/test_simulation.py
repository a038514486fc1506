"""Eight weeks of two hundred people in a soak; two weeks of a dozen otherwise, other ones each run."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.playground.records import APP_USER, Conversation
from tests.simulation.lives import ZONES, Life, lives, looks
from tests.simulation.watching import Watch, table
from tests.size import SOAK, chance
from tests.world import World

PEOPLE, WEEKS = (200, 8) if SOAK else (12, 2)
ALWAYS = ("first words", "appointments", "rings by time", "sentences that claim an act")


@pytest.fixture
def people(world: World) -> list[Life]:
    """Many in four zones, a dozen a channel; every second has a partner, and some pairs have a rhythm."""
    dice, found = chance("people"), []
    for number in range(PEOPLE):
        channel = f"C0TEAM{number // 12}"
        if channel not in world.slack.conversations:
            world.slack.conversations[channel] = Conversation(channel, channel.lower(), "public", {APP_USER})
        who, zone = world.newcomer(f"Person{number}", channel), ZONES[number % len(ZONES)]
        world.slack.change(who.id, tz=zone)
        found.append(Life(who, zone, channel))
    world.settle()
    for first, second in zip(found[::2], found[1::2], strict=False):
        first.who.types(f"/pair @{second.who.name.lower()}")
        second.who.press_only("Yes, gladly")
        if dice.random() < 0.5 or first is found[0]:
            day, hour = dice.choice(("mon", "wed", "thu", "sat")), dice.randrange(7, 21)
            first.who.types(f"/reflect weekly {day} {hour}:00")
    world.settle()
    return found


@pytest.fixture
def watch(world: World, people: list[Life]) -> Watch:
    watch = Watch(world, {life.who.id: life.zone for life in people})
    watch.look(acted=True)
    return watch


def test_weeks_in_the_life_of_many_and_what_time_says_to_them(
    watch: Watch, people: list[Life], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    world, dice = watch.world, chance("lives")
    outages = [dice.randrange(WEEKS * 7) for _ in range(WEEKS)]
    started = world.clock()

    for look in looks(people, started, WEEKS * 7, dice):
        passes_until(watch, look.at)
        if outages and look.at > started + timedelta(days=min(outages)):
            outages.remove(min(outages))
            begin = world.clock()
            world.jump(hours=dice.randrange(2, 30))
            watch.outages.append((begin, world.clock()))
            watch.look(acted=False)
        if dice.random() < 0.01:
            last = (world.clock() + timedelta(days=dice.randrange(1, 9))).date()
            look.life.who.types(f"/alongside away until {last.isoformat()}")
        lives(look.life, dice)
        watch.look(acted=True)
    watch.close()
    watch.faults["something broke"] += [
        one.getMessage() for one in caplog.records if one.levelname == "ERROR"
    ]

    with world.bot.store.read() as db:
        for kind, number in db.execute(text("SELECT kind, count(*) FROM rounds GROUP BY kind ORDER BY kind")):
            watch.counted[f"rounds: {kind}"] = number
    with capsys.disabled():
        print("", *(f"{name}: {count}" for name, count in table(watch)), sep="\n")
        print(*(f"{name}: {one}" for name, found in watch.faults.items() for one in found[:5]), sep="\n")
    assert not any(watch.faults.values()), {name: found[:3] for name, found in watch.faults.items() if found}
    assert all(watch.counted[name] for name in ALWAYS)


def passes_until(watch: Watch, end: object) -> None:
    """Time walks on, and what falls due on the way is looked at as it happens."""
    world = watch.world
    while (due := world.bot._next_due()) and due <= end:  # type: ignore[operator]
        world.clock.move_to(due)
        world.settle()
        watch.look(acted=False)
    if world.clock() < end:  # type: ignore[operator]
        world.clock.move_to(end)  # type: ignore[arg-type]
        world.settle()
        watch.look(acted=False)
