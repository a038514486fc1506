"""A stories round afterwards: a word among those who told, a rest for oneself, a word the day after."""

from sqlalchemy import text

from tests.journeys.steps import looks, put_away
from tests.journeys.stories_steps import TICKED, TOLD, begun_live, card, have_a_word, prepared, reads
from tests.world import Somebody, World

HOW, A_WORD, REST = "How are you today?", "We have had a word", "Let it go on without me for now"


def ticks(somebody: Somebody, *labels: str) -> None:
    put_away(somebody)
    somebody.presses("I need a moment")
    somebody.sends({TICKED: list(labels)})
    put_away(somebody)


def test_those_who_told_have_a_word_and_are_asked_the_day_after_how_they_are(worlds: World) -> None:
    world, chloe, fay = worlds, worlds["Chloe"], worlds.newcomer("Fay")
    begun_live(world)
    fay.presses("I'm in", "C0HOME")
    world.move(minutes=49)
    assert "have a word among themselves" in card(world).words
    assert not any(name in card(world).words for name in TOLD)
    assert "please have a word among you" in chloe.card.words
    assert A_WORD not in fay.card.buttons + card(world).buttons
    assert "How was it?" not in card(world).buttons
    have_a_word(world)
    assert "How was it?" in card(world).buttons

    everybody = [world[name] for name in ("Ana", "Ben", "Chloe", "Dev", "Esi", "Fay")]
    assert not any(HOW in one.card.words for one in everybody)
    world.move(hours=20)
    assert [one.name for one in everybody if HOW in one.card.words] == ["Chloe", "Dev"]
    assert "If you would like a word, Esi is there for you." in chloe.card.words
    assert "I need a moment" in chloe.card.buttons
    world.move(days=4)

    assert "Nothing that was told is kept." in chloe.card.words
    assert HOW not in chloe.card.words
    assert marks(world) == {"{}"}


def marks(world: World) -> set[str]:
    """What stands beside people's places in the round."""
    with world.bot.store.read() as db:
        found = "SELECT s.facts FROM seats s JOIN rounds r ON r.id = s.round_id WHERE r.feature = 'stories'"
        return {str(facts) for facts in db.execute(text(found)).scalars()}


def test_whoever_needed_a_moment_is_asked_the_day_after_though_it_was_put_off_meanwhile(world: World) -> None:
    ben, dev, esi = world["Ben"], world["Dev"], world["Esi"]
    prepared(world)
    world.move(days=7)
    ticks(dev)
    world["Chloe"].presses("I would rather not tell")
    esi.rang(), ben.rang()
    world.move(days=1, hours=2)

    assert HOW in dev.card.words
    assert "Esi is there for you." in dev.card.words
    assert "Esi" in looks(dev, "I need a moment")
    assert (esi.rang(), ben.rang()) == ([], [])
    world.move(days=1)
    assert marks(world) == {"{}"}


def test_while_somebody_who_told_rests_nobody_reads_it(world: World) -> None:
    ben, chloe = world["Ben"], world["Chloe"]
    prepared(world)
    world.move(days=7)
    assert TOLD["Chloe"] in reads(ben)
    ticks(chloe, REST)
    assert "What you told can be read by nobody else until then." in chloe.card.words

    assert TOLD["Chloe"] not in reads(ben)
    assert TOLD["Dev"] in reads(ben)
    assert TOLD["Chloe"] in reads(chloe)
    chloe.presses("I'm back")
    assert TOLD["Chloe"] in reads(ben)


def test_live_whoever_rests_in_their_turn_has_it_when_they_are_back(world: World) -> None:
    chloe, dev = world["Chloe"], world["Dev"]
    begun_live(world)
    world.move(minutes=6)
    ticks(chloe, REST)
    assert "Dev is telling now." in card(world).words
    chloe.presses("I'm back")
    dev.presses("That was my story")

    assert "Chloe is telling now." in card(world).words
    chloe.presses("That was my story")
    assert "A minute of quiet" in card(world).words
