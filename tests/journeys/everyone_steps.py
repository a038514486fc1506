"""What several questions for a channel do on their way, in the order people do it."""

from tests.journeys.steps import looks, put_away
from tests.world import Seen, Somebody, World

HERE = "C0HOME"  # all five and the app are in it
QUESTION = "How are we, after this month?"
SIGNED, UNSIGNED = "What I would like to say", "What I would like to say, without my name"
SAID = {"Ana": "Tired, and glad.", "Ben": "I miss the quiet.", "Chloe": "Better than in May."}


def asked(world: World, by: str = "Ana", *, unsigned: bool = False) -> None:
    """Somebody asks the channel: typed, read who will read it, and sent."""
    somebody = world[by]
    somebody.types(f"/reflect {QUESTION} -- everybody", HERE)
    somebody.sends({"Names": True} if unsigned else {})
    put_away(somebody)


def writes(somebody: Somebody, words: str, box: str = SIGNED, *, draft: bool = False) -> str:
    """They write under the question; what they read then."""
    put_away(somebody)
    somebody.presses("Write", HERE)
    somebody.sends({box: words, **({"Not ready?": True} if draft else {})})
    said = somebody.reads
    put_away(somebody)
    return said


def posted(world: World) -> list[Seen]:
    """What everybody in the channel sees of the app's, the oldest first."""
    app = "U0ALONGSIDE"
    return [m for m in world["Ana"].messages(HERE) if m.raw["user"] == app and not m.ephemeral]


def card(world: World) -> Seen:
    return [m for m in posted(world) if "asks everybody here" in m.words][-1]


def reads(somebody: Somebody) -> str:
    """What they read of it, from the card in the channel."""
    return looks(somebody, "Read it", channel=HERE)


def more(somebody: Somebody, *labels: str) -> str:
    return looks(somebody, "More", *labels, channel=HERE)


def told(somebody: Somebody) -> str:
    """The newest thing that was said to them alone, in the channel."""
    return [m.words for m in somebody.messages(HERE) if m.ephemeral][-1]
