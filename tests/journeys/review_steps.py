"""What several looks at how we talk do on their way, in the order people do it."""

from typing import Any

from sqlalchemy import text

from tests.journeys.listening_steps import all_write, ask_all
from tests.journeys.steps import looks, put_away
from tests.world import Seen, Somebody, World

HERE = "C0HOME"  # all five and the app are in it
HELPED, HINDERED, UNSAID = (
    "What helped us hear each other?",
    "What got in the way?",
    "What would be good to come back to, that was left unsaid?",
)
EVEN = "How evenly was there room for everybody, from 0 (not at all) to 10 (fully)?"
TRIED = "You said here you would try this. Did you?"
NOTICED = "Having read what was written: what do you notice? One sentence."
KEEP_THIS, TRY_THIS = "One thing to keep, in a few words", "One thing to try, in a few words"
KEEP, TRY = "One thing to keep: which?", "One thing to try: which?"
THREE = ("Ana", "Ben", "Chloe")
OFFER = "Look back on how we talk"
SAID = {
    "Ana": "There was time to think.",
    "Ben": "Somebody asked back.",
    "Chloe": "We let silence be.",
}


def asked(world: World, *names: str, about: str = "") -> None:
    """Ana asks in the channel, these people alone if any are named."""
    told = " ".join(f"@{name.lower()}" for name in names)
    world["Ana"].types(f"/alongside review {told} {about}".strip(), HERE)


def opens(somebody: Somebody, channel: str | None = HERE) -> None:
    put_away(somebody)
    somebody.presses("Write", channel)


def writes(somebody: Somebody, answers: dict[str, Any], channel: str | None = HERE) -> str:
    """They fill in the form that is theirs now; what they read then."""
    opens(somebody, channel)
    somebody.sends(answers)
    said = somebody.reads
    put_away(somebody)
    return said


def all_say(world: World, *names: str, channel: str | None = HERE) -> None:
    """Each says what helped."""
    for name in names or THREE:
        writes(world[name], {HELPED: SAID[name], EVEN: "7"}, channel)


def more(somebody: Somebody, *labels: str, channel: str | None = HERE) -> str:
    return looks(somebody, "More", *labels, channel=channel)


def opened(world: World, *names: str) -> None:
    """Asked, written by these, and open to read."""
    asked(world)
    all_say(world, *names)
    world.move(days=1)  # others could still come
    more(world["Ana"], "On to the next step")


def proposed(world: World) -> None:
    """Each has said what they notice, and proposes something to keep and to try."""
    opened(world)
    for name, keep, change in (
        ("Ana", "Silence first", "Phones away"),
        ("Ben", "Asking back", "Chairs in a circle"),
        ("Chloe", "", "Phones away"),
    ):
        writes(
            world[name],
            {NOTICED: f"Much of it is about time ({len(name)}).", KEEP_THIS: keep, TRY_THIS: change},
        )


def chose(world: World) -> None:
    """It is over: silence is kept, and phones are put away."""
    proposed(world)
    for name in THREE:
        writes(world[name], {KEEP: "Silence first", TRY: "Phones away"})


def reads(somebody: Somebody, channel: str | None = HERE) -> str:
    """Everything they can read, page after page."""
    put_away(somebody)
    somebody.presses("Read it", channel)
    pages = [somebody.reads]
    while "Read on" in Seen({"text": "", "blocks": (somebody.form or {})["blocks"]}).buttons:
        somebody.presses("Read on")
        pages.append(somebody.reads)
    put_away(somebody)
    return "\n".join(pages)


def posted(world: World, channel: str = HERE) -> list[Seen]:
    """What everybody in the channel sees of the app's, the oldest first."""
    app = "U0ALONGSIDE"
    return [m for m in world["Ana"].messages(channel) if m.raw["user"] == app and not m.ephemeral]


def card(world: World) -> Seen:
    return [m for m in posted(world) if "How are we talking?" in m.words][-1]


def told(somebody: Somebody, channel: str = HERE) -> str:
    """The newest thing that was said to them alone, there."""
    return [m.words for m in somebody.messages(channel) if m.ephemeral][-1]


def talks(world: World, *names: str) -> Seen:
    """Ana asks something, these write, and it closes by itself: its closing card."""
    ask_all(world)
    all_write(world, *names)
    world.move(days=7)
    return [m for m in posted(world) if "What we listened to" in m.words][-1]


def rows(world: World, table: str) -> list[dict[str, Any]]:
    with world.bot.store.read() as db:
        return [dict(row) for row in db.execute(text(f"SELECT * FROM {table}")).mappings()]
