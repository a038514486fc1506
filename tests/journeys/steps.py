"""What several journeys do on their way, in the order people do it."""

from sqlalchemy import text

from tests.world import NAMES, Somebody, World

QUESTION = "What did we avoid today?"
ALWAYS = ("How this works", "I'd like to talk to someone")
NEARLY, YES, NOT_YET = "Nearly", "Yes, that's it", "Not yet"


def ask(world: World, *answered: str, by: str = "Ana") -> None:
    """A question is put, `answered` answer it, and everybody has seen what rang."""
    world[by].types(f"/reflect {QUESTION}")
    for name in answered:
        world[name].answers(words_of(name))
    listen(world)


def words_of(name: str) -> str:
    return f"What {name} wrote, word for word."


def listen(world: World) -> None:
    """Everybody puts their forms away, and has heard what rang until now."""
    for name in NAMES:
        put_away(world[name])
        world[name].rang()


def put_away(somebody: Somebody) -> None:
    while somebody.form:
        somebody.closes()


def looks(somebody: Somebody, first: str, *labels: str, channel: str | None = None) -> str:
    """Those buttons, one after the other, whatever was open before; what they read in the end, put away."""
    put_away(somebody)
    somebody.presses(first, channel)
    for label in labels:
        somebody.presses(label)
    said = somebody.reads
    put_away(somebody)
    return said


def presses_beside(somebody: Somebody, words: str) -> None:
    """The button beside these words, in the form in front of them."""
    assert somebody.form
    line = next(b for b in somebody.form["blocks"] if b.get("accessory") and words in b["text"]["text"])
    somebody.presses_this(line, line["accessory"])


def leaves(somebody: Somebody) -> None:
    """They step out of their pair, on its page."""
    somebody.presses_at_home("Our page")
    somebody.presses("Leave")


def boxes(somebody: Somebody) -> list[str]:
    """What one can write in, in the form before them: one box, or two."""
    assert somebody.form
    inputs = [b for b in somebody.form["blocks"] if b["type"] == "input"]
    return [b["label"]["text"] for b in inputs if b["element"]["type"] == "plain_text_input"]


def goes_on_alone(somebody: Somebody, other: Somebody) -> None:
    """The other one steps out of their pair; they go on by themselves."""
    leaves(other)
    put_away(somebody)
    somebody.presses("Go on by myself")


def make_trio(world: World) -> tuple[Somebody, Somebody, Somebody]:
    """Chloe, Dev and Esi say yes to each other."""
    chloe, dev, esi = world["Chloe"], world["Dev"], world["Esi"]
    chloe.types("/pair @dev @esi")
    dev.presses("Yes, gladly")
    esi.presses("Yes, gladly")
    listen(world)
    return chloe, dev, esi


def choices(somebody: Somebody) -> list[str]:
    """What their newest card offers, but for what always stands there: how it works, and a human being."""
    return [label for label in somebody.card.buttons if label not in ALWAYS]


def play_back(listener: Somebody, words: str = "I heard you.") -> None:
    put_away(listener)
    listener.presses("Read the answers")
    listener.presses("Play back what I heard")
    assert listener.form
    label = next(b["label"]["text"] for b in listener.form["blocks"] if b["type"] == "input")
    listener.sends({label: words})


def confirm(author: Somebody, choice: str = YES, added: str = "") -> None:
    put_away(author)
    author.presses("Is that it?")
    author.sends({"How close is that?": choice, "What I would add": added})


def hear_each_other(world: World, *names: str) -> None:
    """Everybody plays back and everybody says yes, that's it."""
    for name in names:
        play_back(world[name])
    for name in names:
        confirm(world[name])
    listen(world)


def kept(world: World) -> list[tuple[str, str]]:
    """(author, kind) of everything that stands in the database of what people wrote."""
    with world.bot.store.read() as db:
        rows = db.execute(text("SELECT author_id, kind FROM replies ORDER BY author_id, kind"))
        return [(row.author_id, row.kind) for row in rows]
