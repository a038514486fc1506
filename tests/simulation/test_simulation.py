"""Eight weeks of two hundred people in a soak; two weeks of a dozen otherwise, other ones each run."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.simulation.lives import ZONES, lives, looks
from tests.simulation.watching import Watch, table
from tests.size import SOAK, chance
from tests.world import World

PEOPLE, WEEKS = (200, 8) if SOAK else (12, 2)


@pytest.fixture
def watch(world: World) -> Watch:
    """Many people in four zones, of whom every second has a partner; some of the pairs have a rhythm."""
    dice = chance("people")
    people = [*world.everybody]
    people += [world.newcomer(f"Person{number}") for number in range(PEOPLE - len(people))]
    zones = {}
    for number, one in enumerate(people):
        zones[one.id] = ZONES[number % len(ZONES)]
        world.slack.change(one.id, tz=zones[one.id])
    world.settle()
    for first, second in zip(people[::2], people[1::2], strict=False):
        if first.name != "Ana":  # she and Ben are a pair already
            first.types(f"/pair @{second.name.lower()}")
            second.press_only("Yes, gladly")
        if dice.random() < 0.5 or first is people[0]:
            day, hour = dice.choice(("mon", "wed", "thu", "sat")), dice.randrange(7, 21)
            first.types(f"/reflect weekly {day} {hour}:00")
    world.settle()
    watch = Watch(world, zones)
    watch.look(acted=True)
    return watch


def test_weeks_in_the_life_of_many_and_what_time_says_to_them(
    watch: Watch, capsys: pytest.CaptureFixture[str]
) -> None:
    world, dice = watch.world, chance("lives")
    outages = [dice.randrange(WEEKS * 7) for _ in range(WEEKS)]
    started = world.clock()

    for look in looks(world.everybody, watch.zones, started, WEEKS * 7, dice):
        passes_until(watch, look.at)
        if outages and look.at > started + timedelta(days=min(outages)):
            outages.remove(min(outages))
            begin = world.clock()
            world.jump(hours=dice.randrange(2, 30))
            watch.outages.append((begin, world.clock()))
            watch.look(acted=False)
        if dice.random() < 0.01:
            last = (world.clock() + timedelta(days=dice.randrange(1, 9))).date()
            look.who.types(f"/alongside away until {last.isoformat()}")
        lives(look.who, dice)
        watch.look(acted=True)
    watch.close()

    with world.bot.store.read() as db:
        for kind, number in db.execute(text("SELECT kind, count(*) FROM rounds GROUP BY kind ORDER BY kind")):
            watch.counted[f"rounds: {kind}"] = number
    with capsys.disabled():
        print("", *(f"{name}: {count}" for name, count in table(watch)), sep="\n")
    assert not any(watch.faults.values()), {name: found[:3] for name, found in watch.faults.items() if found}
    assert all(watch.counted[name] for name in ("first words", "appointments", "rings by time"))


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
