"""What the harness says of a life: what is lost, what stands there twice, what chance decided."""

from typing import Any

from tests.faults.harness import Fragile, types
from tests.soak.judging import Expected, seen

EMPTY: dict[str, Any] = {"rounds": [], "records": [], "notes": [], "cards": [], "channels": {}, "pairs": {}}


def picture(*seen: str, holder: str = "Ana") -> dict[str, Any]:
    reply = ["U0ANA", "answer", "words", "", "then"]
    one = {"feature": "reflection", "status": "running", "step": "write", "replies": [reply], "by": holder}
    return {
        "rounds": [one],
        "records": [],
        "notes": [],
        "cards": ["U0ANA"],
        "seen": {"Ana": list(seen)},
        "channels": {"C0HOME": []},
        "pairs": {},
    }


def test_what_is_not_there_any_more_is_found() -> None:
    less, more = Expected(lambda _: picture("asked", "answered")).differs(picture("asked"))

    assert less == ['.seen.Ana: "answered"']
    assert more == []


def test_what_stands_there_twice_is_found() -> None:
    less, more = Expected(lambda _: picture("asked")).differs(picture("asked", "asked"))

    assert less == []
    assert more == ['.seen.Ana: "asked"']


def test_what_chance_decides_is_not_compared_but_how_many_there_are() -> None:
    expected = Expected(lambda turn: picture("asked", holder="Ana" if turn % 2 else "Ben"))

    assert expected.differs(picture("asked", holder="Chloe")) == ([], [])
    assert expected.differs(picture("asked", "asked", holder="Chloe")) == ([], ['.direct: "a message"'])


def test_what_came_late_where_nothing_could_be_written_is_there_all_the_same() -> None:
    asked, later = (f"until <!date^{at}^{{time}}|{at % 24} o'clock>" for at in (1790096400, 1790150460))
    expected = Expected(lambda _: picture(asked) | {"cards": ["2026-09-22 17"]})
    found = picture(later) | {"cards": ["2026-09-23 08"]}

    assert expected.differs(found, late=True) == ([], [])
    assert len(expected.differs(found)[0]) == 2
    assert expected.differs(picture(), late=True)[0] == ['.cards: "a moment"', '.seen.Ana: "until a moment"']


def test_what_somebody_typed_once_more_because_nothing_came_of_it_is_there_once(sqlite_url: str) -> None:
    world = Fragile(sqlite_url)
    typed = types("Ben", "It was quiet at night.")
    typed.first(world)
    world.settle()
    once = seen(world)["seen"]

    typed.again(world)
    world.settle()

    assert [words for words, *_ in once["Ben"]].count("It was quiet at night.") == 1
    expected, found = Expected(lambda _: EMPTY | {"seen": once}), EMPTY | {"seen": seen(world)["seen"]}
    assert expected.differs(found) == ([], [])
    world.close()
