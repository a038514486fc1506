"""What several listening journeys do on their way, in the order people do it."""

from typing import Any

from sqlalchemy import text

from bot.features.listening.models import NAME
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from tests.journeys.steps import put_away
from tests.world import NAMES, TEAM, Seen, Somebody, World, pressable

HERE = "C0HOME"  # going-home-well: all five and the app are in it
QUESTION = "How did today land?"
FIVE = tuple(NAMES)
MORE_PEOPLE = ("Fay", "Gil", "Hana", "Ivo", "Jun", "Kim", "Lea", "Mo", "Nia")


def crowd(world: World, number: int) -> list[Somebody]:
    """So many people who are in the channel (14 at most): the five, and as many more as it takes."""
    more = [world.newcomer(name) for name in MORE_PEOPLE[: max(0, number - len(FIVE))]]
    return [*[world[name] for name in FIVE][:number], *more]


# asking


def ask_all(
    world: World, options: str = "", *, by: str = "Ana", question: str = QUESTION, channel: str = HERE
) -> Any:
    """The question is put to everybody there, in one line; `options` are what stands behind the dashes."""
    return world[by].types(f"/listen {question}{f' -- {options}' if options else ''}", channel)


def receipt(somebody: Somebody, channel: str = HERE) -> Seen:
    """The newest message there that only they can see."""
    return [m for m in somebody.messages(channel) if m.ephemeral][-1]


def time_is_up(world: World) -> None:
    """The time of the step in which the newest of them stands is over."""
    ends = kept_rounds(world)[-1].ends_at
    assert ends
    world.move(seconds=(ends - world.clock()).total_seconds())


def begins_passed_on(world: World, *names: str, options: str = "relay", by: str = "Ana") -> None:
    """These are in it, and a day later whoever asked lets it begin: others had time to come."""
    ask_all(world, options, by=by)
    for name in names:
        joins(world[name])
    world.move(days=1)
    quiet(world)
    world[by].presses("Begin", HERE)


# what stands in the channel


def posted(world: World, channel: str = HERE) -> list[Seen]:
    """Everything of the app's that everybody in the channel sees, threads included, the oldest first."""
    app = "U0ALONGSIDE"
    return [m for m in world["Ana"].messages(channel) if m.raw["user"] == app and not m.ephemeral]


def card(world: World, channel: str = HERE) -> Seen:
    """The newest card there that asks something: it stands where it was posted."""
    own = [m for m in posted(world, channel) if not m.raw["thread_ts"]]
    return [m for m in own if "What we listened to" not in m.words][-1]


def closing_card(world: World, channel: str = HERE) -> Seen:
    return [m for m in posted(world, channel) if "What we listened to" in m.words][-1]


def closed(world: World, channel: str = HERE) -> bool:
    return any("What we listened to" in m.words for m in posted(world, channel))


def thread(world: World, channel: str = HERE) -> list[Seen]:
    """What the app posted under its newest card."""
    root = card(world, channel).raw["ts"]
    return [m for m in posted(world, channel) if m.raw["thread_ts"] == root]


def counts(world: World, channel: str = HERE) -> tuple[int, int]:
    """(joined, written) as the card has it; nobody yet is none."""
    words = card(world, channel).words
    if "Joined: " not in words:
        return 0, 0
    joined, _, rest = words.partition("Joined: ")[2].partition(". Written: ")
    return int(joined), int(rest.partition(".")[0])


# writing apart


def words_of(name: str) -> str:
    return f"What {name} wrote, word for word."


def opens_box(somebody: Somebody, channel: str = HERE) -> None:
    """Their form for writing: from the channel's card, or where that is not theirs to see, from their own."""
    put_away(somebody)
    here = any(b.startswith("Write") for m in somebody.messages(channel) for b in m.buttons)
    where = channel if here else somebody.dm
    newest = next(m for m in reversed(somebody.messages(where)) if any(b[:5] == "Write" for b in m.buttons))
    somebody.presses(next(b for b in newest.buttons if b.startswith("Write")), where)


def writes(
    somebody: Somebody, words: str = "", *, arrival: str | None = None, channel: str = HERE, away: bool = True
) -> Any:
    """*Write* is joining: the form opens, and what they write is kept. `away`: then they put it away."""
    opens_box(somebody, channel)
    answers = {"In your own words": words or words_of(somebody.name)}
    if arrival is not None:
        answers["How I arrive, in a few words"] = arrival
    outcome = somebody.sends(answers)
    if away and outcome.ok:
        put_away(somebody)
    return outcome


def joins(somebody: Somebody, channel: str = HERE) -> None:
    """They are in it: live and passed on with *I'm here* or *I'm in*, else they look at the box."""
    labels = [b for m in somebody.messages(channel) for b in m.buttons]
    if any(b.startswith("Write") for b in labels):
        opens_box(somebody, channel)
        put_away(somebody)
        return
    label = [b for b in labels if b in ("I'm here", "I'm in", "Join in")]
    somebody.presses(label[-1] if label else "Join in", channel)  # once it goes round: behind *More*


def all_write(world: World, *names: str, channel: str = HERE) -> None:
    for name in names:
        writes(world[name], channel=channel)


def opened(world: World, *names: str, options: str = "", channel: str = HERE) -> None:
    """Asked by Ana, written by these, and open to read; everybody has heard what rang."""
    ask_all(world, options, channel=channel)
    all_write(world, *names, channel=channel)
    if "Read together" not in card(world, channel).buttons:
        time_is_up(world)
        world.move(hours=16)  # what time brings is told in the morning
    quiet(world)


# reading, and the end


def pages(somebody: Somebody, channel: str = HERE) -> list[str]:
    """Everything they can read, a text for each page; the last page stays open."""
    put_away(somebody)
    labels = [b for m in somebody.messages(channel) for b in m.buttons]
    label = "Read together" if "Read together" in labels else "Read again"
    somebody.presses(label, channel)
    found = [somebody.reads]
    while turns := {"More", "Next page"} & {*form_buttons(somebody)}:
        somebody.presses(min(turns))
        found.append(somebody.reads)
    return found


def reading(somebody: Somebody, channel: str = HERE) -> str:
    """Everything they can read, in one text; their form is put away again."""
    everything = "\n".join(pages(somebody, channel))
    put_away(somebody)
    return everything


def form_buttons(somebody: Somebody) -> list[str]:
    assert somebody.form, f"{somebody.name} has no form open"
    return Seen({"text": "", "blocks": somebody.form["blocks"]}).buttons


def has_listened(somebody: Somebody, channel: str = HERE) -> None:
    """They read to the end, and say so."""
    pages(somebody, channel)
    somebody.presses("I've listened")
    put_away(somebody)


def takes(somebody: Somebody, thing: str, *, shown: bool = True, channel: str = HERE) -> Any:
    """One thing they are taking, for the closing card where they tick it."""
    put_away(somebody)
    if "One thing I'm taking" not in card(somebody.world, channel).buttons:
        pages(somebody, channel)  # while it is read, that stands at the end of the last page
    somebody.presses("One thing I'm taking", channel)
    outcome = somebody.sends({"One thing": thing, "On the closing card": shown})
    if outcome.ok:
        put_away(somebody)
    return outcome


def more(somebody: Somebody, *labels: str, channel: str = HERE) -> None:
    """*More* on the card, and what is chosen there."""
    put_away(somebody)
    somebody.presses("More", channel)
    for label in labels:
        somebody.presses(label)


def floor(somebody: Somebody, label: str) -> None:
    """Whoever has the floor presses that on their own card, whatever else they have open; while that has not
    come (it is night for them), behind *More* in the channel.
    """
    for message in reversed(somebody.messages()):
        for block, element in pressable(message.raw.get("blocks") or []):
            if element["text"]["text"] == label:
                ids = {"action_id": element["action_id"], "block_id": block["block_id"]}
                somebody.world.slack.press(somebody.id, channel=somebody.dm, ts=message.raw["ts"], **ids)
                somebody.world.settle()
                return
    more(somebody, label)


# what is heard, and what is kept


def quiet(world: World) -> None:
    """Everybody puts their forms away, and has heard what rang until now."""
    for somebody in world.everybody:
        put_away(somebody)
        somebody.rang()


def rung(world: World) -> dict[str, list[str]]:
    """Whom something has rung for since this was last asked, and with which words."""
    return {one.name: posts for one in world.everybody if (posts := one.rang())}


def kept_replies(world: World) -> list[tuple[str, str]]:
    """(author, kind) of everything that the database holds of listening rounds."""
    with world.bot.store.read() as db:
        rows = db.execute(
            text(
                "SELECT author_id, replies.kind FROM replies JOIN rounds ON rounds.team = replies.team"
                " AND rounds.id = replies.round_id WHERE rounds.feature = 'listening'"
                " ORDER BY author_id, replies.kind"
            )
        )
        return [(row.author_id, row.kind) for row in rows]


def kept_rounds(world: World) -> list[Round]:
    """Every listening round as the database holds it, the oldest first; of words only that they are there."""
    with world.bot.store.read() as db:
        ids = db.execute(text("SELECT id FROM rounds WHERE feature = 'listening' ORDER BY created_at, id"))
        return [queries.find(db, TEAM, row.id, NAME) for row in ids]
