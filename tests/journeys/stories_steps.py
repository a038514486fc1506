"""What several journeys through a stories round do, in the order people do it."""

from collections.abc import Sequence

from sqlalchemy import text

from bot.features.stories.flow import PRACTICE
from bot.rounds.company.knowing import met
from bot.rounds.keeping import queries
from bot.rounds.practice import life
from bot.rounds.practice.install import save
from tests.journeys.steps import looks, put_away
from tests.world import TEAM, Seen, Somebody, World

HERE, THEME = "C0HOME", "A day that stayed with me"
TOLD = {"Chloe": "The night when nobody came, and I waited.", "Dev": "He held my hand until the morning."}
WHO_ELSE = "Who else might tell?"
WHO_TELLS, TICKED = "Who might tell? Two or three people.", "Nobody hears of this but those you tick."
RANG_TRUE, RANG = "What of this rang true for me", "The waiting. I know that waiting."
LIVE, UNHURRIED = (
    "Live: on a call or in a room, for an hour",
    "Unhurried: stories are written, and read over two days",
)


def asks(
    world: World, *tellers: str, live: bool = False, day: str = "", time: str = "15:00", beside: str = "Ben"
) -> None:
    """Ana asks for one; Ben is to look after it with her, Esi is there to turn to."""
    ana = world["Ana"]
    ana.types(f"/alongside stories {THEME}", HERE)
    ana.sends(
        {
            WHO_TELLS: list(tellers or TOLD),
            "Who looks after it with you?": beside,
            "How?": LIVE if live else UNHURRIED,
            "If live: at what time?": time,
            **({"On which day does it open?": day} if day else {}),
        }
    )
    put_away(ana)


def says_yes(somebody: Somebody, *, few: bool = True) -> str:
    """They read what telling means, and say yes; what they read."""
    put_away(somebody)
    somebody.presses("What telling means")
    read = somebody.reads
    somebody.sends({"If few come": few})
    put_away(somebody)
    return read


def prepared(world: World, *, live: bool = False, few: bool = True, listeners: tuple[str, ...] = ()) -> None:
    """Both tell, Ben looks after it, too, and these listen."""
    asks(world, live=live)
    world["Ben"].presses("Yes, I'll look after it")
    for name in TOLD:
        says_yes(world[name], few=few)
        _ = live or writes(world[name], TOLD[name])
    for name in listeners:
        world[name].presses("I'm in", HERE)


def begun_live(world: World, *more: str, few: bool = True) -> None:
    """Chloe and Dev tell, and these, live; it has begun."""
    for name in more:
        world.newcomer(name)
    asks(world, *TOLD, *(f"U0{name.upper()}" for name in more), live=True)
    world["Ben"].presses("Yes, I'll look after it")
    for name in (*TOLD, *more):
        says_yes(world[name], few=few)
    world.move(days=7, hours=5)


def come(world: World, names: Sequence[str]) -> None:
    """All these have said that they will be there."""
    with world.bot.store.begin() as db:
        [id_] = db.execute(text("SELECT id FROM rounds WHERE feature = 'stories'")).scalars()
        seats = [met(db, TEAM, f"U0{name.upper()}", name) for name in names]
        round_ = queries.lock(db, TEAM, id_)
        for seat in seats:
            life.join(PRACTICE, round_, seat)
        save(PRACTICE, db, round_, world.clock())
    world.settle()


def have_a_word(world: World) -> None:
    """Those who told, and those who look after it, have talked."""
    for name in ("Ana", "Ben", *TOLD):
        put_away(world[name])
        world[name].presses("We have had a word")


def writes(somebody: Somebody, words: str) -> str:
    """Their story; what the form says afterwards."""
    put_away(somebody)
    somebody.presses("Write my story")
    somebody.sends({"My story": words})
    said = somebody.reads
    put_away(somebody)
    return said


def more(somebody: Somebody, label: str) -> str:
    """What stands behind *More* on their card; what they read then."""
    return looks(somebody, "More", label)


def reads(somebody: Somebody) -> str:
    return looks(somebody, "Read it")


def card(world: World) -> Seen:
    """What stands in the channel of it."""
    return next(m for m in world["Ana"].messages(HERE) if "Stories, looked after" in m.words)
