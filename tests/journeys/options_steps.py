"""What several journeys of options and agreements do on their way, in the order people do it."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.features.options.models import MATTER, NAME
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from tests.journeys.steps import put_away
from tests.world import TEAM, Seen, Somebody, World, said

HERE = "C0HOME"  # going-home-well: all five and the app are in it
QUESTION, PROPOSAL = "When do we ring people at home?", "We ring before noon."
LONG_WAY = "Step by step: what we share, ideas, building together, then a proposal"
SHORT_WAY = "The short way, for a small matter: propose, answer, write it down"
LIVED, PROFESSIONAL, BOTH = "Lived experience", "Professional experience", "Both"
# The levels, as they stand in the form.
BEHIND = "I'm fully behind this"
SUPPORT = "I support it, with a small reservation"
LIVE_WITH = "I can live with it; please note my reservation"
TALK = "I need more talk or information first"
DISAGREE = "I disagree, and I won't stand in the way; please record it"
OBJECT = "I object: I think it would do harm or take us away from our purpose"
ASIDE = "Not mine to decide"
ANYBODY = "Nobody's in particular"


# starting


def begin(
    world: World,
    *deciders: str,
    by: str = "Ana",
    question: str = QUESTION,
    proposal: str = "",
    kinds: str = ANYBODY,
    short: bool = False,
    channel: str = HERE,
    why_now: str = "",
    **mandate: str,
) -> Any:
    """`/options` and a question, and the form that opens is sent; what came of it is still open."""
    somebody = world[by]
    put_away(somebody)
    somebody.types(f"/options {question}", channel)
    answers: dict[str, Any] = {
        "Who decides together?": list(deciders) or ["Ana", "Ben"],
        "Whose experience must be among the answers?": kinds,
        "Which way?": SHORT_WAY if short else LONG_WAY,
        "A proposal or a first option, if there is one": proposal,
        "Why is it asked just now?": why_now,
        "Or": not mandate,
    }
    labels = {
        "can_decide": "What can we decide here?",
        "can_influence": "What can we only influence?",
        "is_fixed": "What is already fixed?",
        "who_decides": "Who decides in the end?",
    }
    return sends(somebody, answers | {labels[key]: value for key, value in mandate.items()})


def start(world: World, *deciders: str, **how: Any) -> None:
    """It has started the long way, and everybody has heard what rang."""
    outcome = begin(world, *deciders, **how)
    assert outcome.ok, outcome
    quiet(world)


def propose(world: World, *deciders: str, proposal: str = PROPOSAL, **how: Any) -> None:
    """The short way: those who decide are asked for their answers at once."""
    start(world, *deciders, proposal=proposal, short=True, **how)


# steps of the long way


def go_on(world: World, by: str = "Ana", channel: str = HERE) -> str:
    """Whoever looks after it moves it on, under *More*, as soon as that leaves nobody behind; what they are
    told.
    """
    told = go_on_now(world, by, channel)
    found = re.search(r"It can go on from <!date\^(\d+)\^", told)
    if found is None:
        return told
    world.move(seconds=int(found[1]) - world.clock().timestamp())
    return go_on_now(world, by, channel)


def go_on_now(world: World, by: str = "Ana", channel: str = HERE) -> str:
    """The same, at once."""
    more(world[by], channel=channel)
    told = next((label for label in form_buttons(world[by]) if label in _MOVES), "")
    assert told, f"{by} cannot move it on"
    world[by].presses(told)
    told = world[by].reads
    put_away(world[by])
    return told


def shares(somebody: Somebody, same: str = "", differ: str = "", *, channel: str = HERE) -> Any:
    _opens(somebody, "Say what you see", channel)
    return _sends_and_closes(
        somebody,
        {"What do we now see the same way?": same, "Where do we still differ?": differ},
    )


def idea(somebody: Somebody, words: str, *, signed: bool = False, channel: str = HERE) -> Any:
    """An idea, written apart."""
    _opens(somebody, "Write an idea", channel)
    return _sends_and_closes(somebody, {"Your idea": words, "Your name": signed})


def says_missing(somebody: Somebody, words: str = "The night shift: Ben asks them.") -> Any:
    _opens(somebody, "Who is missing?", HERE)
    return _sends_and_closes(somebody, {"Who is missing, and how will you hear them?": words})


def reacts(somebody: Somebody, words: str = "This would help me.") -> Any:
    _opens(somebody, "Say one line", HERE)
    return _sends_and_closes(somebody, {"Your first reaction to the proposal": words})


def table(somebody: Somebody, channel: str = HERE) -> str:
    """Everything that was said so far, as they read it; it stays open in front of them."""
    more(somebody, "Read everything so far", channel=channel)
    return somebody.reads


def on_option(somebody: Somebody, option: str, label: str) -> None:
    """The button of that name under that option, on the table in front of them."""
    assert somebody.form, f"{somebody.name} has no form open"
    under = False
    for block in somebody.form["blocks"]:
        under = under or option in said([block])
        for element in block.get("elements", []) if under else []:
            if element.get("type") == "button" and element["text"]["text"] == label:
                somebody.presses_this(block, element)
                return
    raise AssertionError(f"{somebody.name} sees no {label!r} under {option!r}")


def edits(somebody: Somebody, option: str, words: str, kept: str = "") -> Any:
    """A new version of the option that stands on the table with these words."""
    table(somebody)
    on_option(somebody, option, "Change")
    return _sends_and_closes(
        somebody, {"How should it read?": words, "What do we keep of what was there before?": kept}
    )


def adds(somebody: Somebody, words: str) -> Any:
    table(somebody)
    somebody.presses("Add an option")
    return _sends_and_closes(somebody, {"The option": words})


def merges(somebody: Somebody, first: str, second: str, words: str, kept: str = "") -> Any:
    table(somebody)
    somebody.presses("Merge two")
    return _sends_and_closes(
        somebody,
        {
            "This one": first,
            "and this one": second,
            "How should it read, together?": words,
            "What do we keep of what was there before?": kept,
        },
    )


def splits(somebody: Somebody, option: str, first: str, second: str) -> Any:
    table(somebody)
    on_option(somebody, option, "Split")
    return _sends_and_closes(somebody, {"The first": first, "The second": second})


def ticks(somebody: Somebody, *options: str) -> Any:
    """Which options they would take further: these; nobody learns which."""
    _opens(somebody, "Which would you take further?", HERE)
    return _sends_and_closes(somebody, {"Which of these would you take further?": list(options)})


def under(somebody: Somebody, option: str) -> str:
    """What stands under that option on the table in front of them, up to the next one."""
    assert somebody.form
    blocks = somebody.form["blocks"]
    at = next(n for n, block in enumerate(blocks) if option in said([block]))
    rest = [n for n, block in enumerate(blocks) if n > at and block["type"] == "divider"]
    return said(blocks[at : rest[0] if rest else None])


def who_asked(somebody: Somebody) -> str:
    """Who was asked in the test that is over, as they read it; then it is put away."""
    table(somebody)
    somebody.presses("Who was asked")
    read = somebody.reads
    put_away(somebody)
    return read


def chooses(somebody: Somebody, option: str) -> None:
    """That option goes on."""
    table(somebody)
    on_option(somebody, option, "Take this one further")
    put_away(somebody)


def to_build(world: World, *ideas: str, deciders: Sequence[str] = ("Ana", "Ben"), **how: Any) -> None:
    """Started, ideas written and opened, questions over: the options are on the table."""
    start(world, *deciders, **how)
    go_on(world)
    for words in ideas or (PROPOSAL,):
        idea(world["Ben"], words)
    go_on(world)
    go_on(world)
    quiet(world)


def to_test(world: World) -> None:
    """From the table, where one option is left or chosen, to the answers."""
    go_on(world)
    says_missing(world["Ben"])
    go_on(world)
    go_on(world)
    quiet(world)


# the test


def answer(
    somebody: Somebody,
    level: str = BEHIND,
    why: str = "",
    *,
    named: bool = False,
    brings: str = "",
    safe: str = "",
    channel: str = HERE,
) -> Any:
    """Their answer to the proposal, apart; `brings` where the form asks what they bring to this; `safe`: what
    would make it safe enough to try.
    """
    _opens(somebody, "Answer", channel)
    answers: dict[str, Any] = {"Where are you with this proposal?": level, "Why?": why, "Your name": named}
    if safe:
        answers["What would make it safe enough to try?"] = safe
    if brings:
        answers["What do you bring to this?"] = brings
    return _sends_and_closes(somebody, answers)


def answers(world: World, **levels: str) -> None:
    """answers(world, Ana=BEHIND, Ben=OBJECT): who objects says why."""
    for name, level in levels.items():
        outcome = answer(world[name], level, why="It tires my mother." if level == OBJECT else "")
        assert outcome.ok, outcome


def agreed(world: World, *deciders: str, **how: Any) -> None:
    """The short way to an agreement: all are behind it, and it is to be written down."""
    propose(world, *deciders, **how)
    answers(world, **dict.fromkeys(deciders or ("Ana", "Ben"), BEHIND))
    quiet(world)


# the record


def write_down(somebody: Somebody, *, channel: str = HERE, **said_: Any) -> Any:
    """*Write it down*, with these answers; see `_RECORD` for their names."""
    _opens(somebody, "Write it down", channel)
    return _sends_and_closes(somebody, _record(said_))


def recorded(world: World, *deciders: str, **how: Any) -> None:
    """An agreement that is written down, and everybody has heard of it."""
    said_ = how.pop("record", {})
    agreed(world, *deciders, **how)
    outcome = write_down(world["Ben"], **said_)
    assert outcome.ok, outcome
    quiet(world)


def corrects(somebody: Somebody, because: str, *, channel: str = HERE, **said_: Any) -> Any:
    more(somebody, "Correct the wording", channel=channel)
    return _sends_and_closes(somebody, {"What do you correct, and why?": because} | _record(said_))


def amends(somebody: Somebody, words: str, because: str, *, channel: str = HERE) -> Any:
    more(somebody, "Change it", channel=channel)
    return _sends_and_closes(somebody, {"How should it read?": words, "Why should it change?": because})


def looks(somebody: Somebody, channel: str = HERE) -> None:
    """They would like to look at it sooner than was planned."""
    more(somebody, "Look at it now", channel=channel)
    put_away(somebody)


def works(
    somebody: Somebody, how: str = "Yes, it works for me", words: str = "", *, named: bool = False
) -> Any:
    """What they say of an agreement that is looked at again."""
    _opens(somebody, "Say how it works", HERE)
    return _sends_and_closes(
        somebody,
        {
            "Is this still working for you?": how,
            "What has happened, and what have you noticed?": words,
            "Your name": named,
        },
    )


def lives(
    somebody: Somebody, how: str = "Yes, it works for me", words: str = "", *, named: bool = False
) -> Any:
    """How it is for somebody who does not decide."""
    _opens(somebody, "How is it for you?", HERE)
    return _sends_and_closes(
        somebody,
        {
            "Does what was agreed work for you?": how,
            "What have you noticed? One line is enough.": words,
            "Your name": named,
        },
    )


def pulls(somebody: Somebody, seen: str, channel: str = HERE) -> Any:
    """The stop-sign, under *More*."""
    more(somebody, "Pull the stop-sign", channel=channel)
    return _sends_and_closes(somebody, {"What have you seen?": seen})


def hands_on(somebody: Somebody, to: str = "", channel: str = HERE) -> Any:
    """To somebody outside: `to`, else whoever is proposed there."""
    _opens(somebody, "Hand it on", channel)
    return _sends_and_closes(somebody, {"To whom does it go?": to} if to else {})


def comes_back(somebody: Somebody, what: str, channel: str = HERE) -> Any:
    _opens(somebody, "Say what came back", channel)
    return _sends_and_closes(somebody, {"You said; what did they do?": what})


def to_review(world: World, *names: str) -> None:
    """The day has come on which it is looked at again; these say how it works."""
    time_runs_out(world)
    for name in names:
        works(world[name], words=f"What {name} has seen.")
    quiet(world)


def keeps(somebody: Somebody, why: str = "", until: str = "") -> Any:
    _opens(somebody, "Keep it", HERE)
    answers_ = {"Why? What have we learnt?": why}
    return _sends_and_closes(somebody, answers_ | ({"When do we look at it again?": until} if until else {}))


def ends(somebody: Somebody, why: str) -> Any:
    _opens(somebody, "End it", HERE)
    return _sends_and_closes(somebody, {"Why does it end? What have we learnt?": why})


def says(somebody: Somebody, how: str = "Yes", why: str = "", *, channel: str = HERE) -> Any:
    """Yes or no to what is put to all who decide."""
    _opens(somebody, "Say yes or no", channel)
    form = somebody.form or {"blocks": []}
    named = [b["element"]["options"] for b in form["blocks"] if b.get("element", {}).get("options")]
    label = next(one["text"]["text"] for one in named[0] if one["text"]["text"].startswith(how))
    answers_ = {"What do you say?": label, "If no: what should not be lost?": why}
    return _sends_and_closes(somebody, answers_)


# what one sees


def posted(world: World, channel: str = HERE) -> list[Seen]:
    """Everything of the app's that everybody in the channel sees, the oldest first."""
    app = "U0ALONGSIDE"
    return [m for m in world["Ana"].messages(channel) if m.raw["user"] == app and not m.ephemeral]


def card(world: World, channel: str = HERE) -> Seen:
    """The matter's card in the channel, where it stands now."""
    return [m for m in posted(world, channel) if m.raw.get("blocks") and "More" in m.buttons][-1]


def record(somebody: Somebody, channel: str = HERE) -> str:
    """What was written down, as they open it from the channel's card; then it is put away."""
    put_away(somebody)
    somebody.presses("Open what was written down", channel)
    read = somebody.reads
    put_away(somebody)
    return read


def on_record(somebody: Somebody, label: str, channel: str = HERE) -> None:
    """That button on the record's page; what opens stays open."""
    put_away(somebody)
    somebody.presses("Open what was written down", channel)
    somebody.presses(label)


def history(somebody: Somebody, channel: str = HERE) -> str:
    """What stands in every version."""
    on_record(somebody, "History", channel)
    read = somebody.reads
    put_away(somebody)
    return read


def became(somebody: Somebody, channel: str = HERE) -> str:
    """*What became of what I said*, under *More*; then it is put away."""
    more(somebody, "What became of what I said", channel=channel)
    read = somebody.reads
    put_away(somebody)
    return read


def log(somebody: Somebody, channel: str = HERE) -> str:
    """*What was done*, as anybody there can read it."""
    more(somebody, "What was done", channel=channel)
    read = somebody.reads
    put_away(somebody)
    return read


def more(somebody: Somebody, *labels: str, channel: str = HERE) -> None:
    """*More* on the channel's card, and what is pressed there; what opens stays open."""
    put_away(somebody)
    somebody.presses("More", channel)
    for label in labels:
        somebody.presses(label)


def told(somebody: Somebody, channel: str = HERE) -> str:
    """The newest thing there that only they can see."""
    return [m for m in somebody.messages(channel) if m.ephemeral][-1].words


def form_buttons(somebody: Somebody) -> list[str]:
    assert somebody.form, f"{somebody.name} has no form open"
    return Seen({"text": "", "blocks": somebody.form["blocks"]}).buttons


def quiet(world: World) -> None:
    """Everybody puts their forms away, and has heard what rang until now."""
    for somebody in world.everybody:
        put_away(somebody)
        somebody.rang()


def rung(world: World) -> dict[str, list[str]]:
    """Whom something has rung for since this was last asked, and with which words."""
    return {one.name: posts for one in world.everybody if (posts := one.rang())}


def matters(world: World) -> list[Round]:
    """Every matter as the database holds it, the oldest first; of words only that they are there."""
    with world.bot.store.read() as db:
        ids = db.execute(
            text("SELECT id FROM rounds WHERE feature = 'options' AND kind = :kind ORDER BY created_at, id"),
            {"kind": MATTER},
        )
        return [queries.find(db, TEAM, row.id, NAME) for row in ids]


def matter(world: World) -> Round:
    return matters(world)[-1]


def until_next(world: World) -> timedelta:
    """How long from now until the time of this step is over."""
    ends_at = matter(world).ends_at
    assert ends_at, "nothing falls due"
    return ends_at - world.clock()


def time_runs_out(world: World) -> None:
    """The time of this step passes, day by day."""
    world.move(seconds=until_next(world).total_seconds() + 1)


_MOVES = {
    "Go on to ideas",
    "Open the ideas now",
    "Go on to building",
    "Go on: who is missing?",
    "Go on to one line each",
    "Ask for answers",
    "Ask for answers again",
}


# sending


_RECORD = {
    "decision": "What was agreed?",
    "why": "Why?",
    "owner": "Who sees to it?",
    "first_step": "What is the first step, and when?",
    "first_day": "If it has a day: which one?",
    "know": "How will we know that it works, and that it does not?",
    "harms": "Which harms do we watch for?",
    "stop": "What would make us look at it sooner?",
    "heard": "What did you hear from those who disagree?",
    "review": "When do we look at it again?",
}


def sends(somebody: Somebody, answers_: dict[str, Any]) -> Any:
    return somebody.sends(answers_)


def _record(said_: dict[str, Any]) -> dict[str, Any]:
    return {_RECORD[key]: value for key, value in said_.items()}


def _opens(somebody: Somebody, label: str, channel: str) -> None:
    put_away(somebody)
    somebody.presses(label, channel)
    assert somebody.form, f"{somebody.name}: {label!r} opens nothing"


def _sends_and_closes(somebody: Somebody, answers_: dict[str, Any]) -> Any:
    """What was refused stays open, with the words in it."""
    outcome = sends(somebody, answers_)
    if outcome.ok:
        put_away(somebody)
    return outcome
