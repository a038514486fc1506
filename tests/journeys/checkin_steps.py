"""What several journeys of action learning do on their way, in the order people do it."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bot.features.checkin.meeting import flow
from bot.features.checkin.meeting.flow import hosting, standing, steps
from bot.features.checkin.models import COMMITMENT, MEETING, NAME, Step, facts
from bot.features.checkin.set import flow as sets
from bot.people import queries as who
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status, new_id
from tests.journeys.listening_steps import form_buttons, quiet
from tests.journeys.steps import put_away
from tests.world import TEAM, Seen, Somebody, World, filled

HERE = "C0HOME"  # going-home-well: all five and the app are in it
QUESTION = "How is the discharge work going?"
SIX = ("Ana", "Ben", "Chloe", "Dev", "Esi", "Fay")
FOUR = SIX[:4]
DONE, PART, NOT_YET = "Done", "Done in part", "Not yet: a new day"
STILL_MINE = "Yes, it is still mine: a new day"
CHANGED, NO_LONGER = "It became something else", "No longer needed: I let it go"
WISH = "Would you like questions on something you are in the middle of? What is it, in a sentence?"
ARRIVAL = "How do you arrive, in a few words? Only if you like."
_WEIGHTS = {1: "1, a little", 5: "5, a great deal"}
_NOTHING = ("Nothing to ask", "Pass")


# pressing and sending, wherever it stands


def press(somebody: Somebody, label: str, channel: str = "") -> Any:
    """The button of that name: in their own messages, else in the channel or behind *Where we are* there."""
    put_away(somebody)
    if channel or any(label in m.buttons for m in somebody.messages()):
        return somebody.presses(label, channel or somebody.dm)
    here = [b for m in somebody.messages(HERE) for b in m.buttons]
    if label not in here and "Where we are" in here:
        somebody.presses("Where we are", HERE)
    return somebody.presses(label, HERE)


def fill(somebody: Somebody, label: str, answers: dict[str, Any], channel: str = "") -> Any:
    """Open the form behind that button and send it; it is put away where it was taken."""
    pressed = press(somebody, label, channel)
    if somebody.form is None:
        return pressed
    outcome = somebody.sends(answers)
    if outcome.ok:
        put_away(somebody)
    return outcome


def may(somebody: Somebody) -> list[str]:
    """What they can do now: the buttons behind *Where we are*."""
    press(somebody, "Where we are")
    found = form_buttons(somebody)
    put_away(somebody)
    return found


def where(somebody: Somebody) -> str:
    """Everything that they may read of it now; their form is put away again."""
    press(somebody, "Where we are")
    found = somebody.reads
    put_away(somebody)
    return found


def more(somebody: Somebody, *labels: str, channel: str = "") -> str:
    """*More*, and what is chosen there, as soon as that leaves nobody behind; what they read in the end."""
    said = more_now(somebody, *labels, channel=channel)
    found = re.search(r"It can go on from <!date\^(\d+)\^", said)
    if found is None:
        return said
    world = somebody.world
    world.move(seconds=int(found[1]) - world.clock().timestamp())
    return more_now(somebody, *labels, channel=channel)


def more_now(somebody: Somebody, *labels: str, channel: str = "") -> str:
    """*More*, and what is chosen there, at once."""
    press(somebody, "More", channel)
    for label in labels:
        somebody.presses(label)
    found = somebody.reads
    put_away(somebody)
    return found


def told(somebody: Somebody, channel: str = HERE) -> Seen:
    """The newest message there that only they can see."""
    return [m for m in somebody.messages(channel) if m.ephemeral][-1]


# a short check-in


def ask(world: World, question: str = QUESTION, *, by: str = "Ana", channel: str = HERE) -> Any:
    """A short check-in, at once."""
    return world[by].types(f"/checkin {question}", channel)


def card(world: World, channel: str = HERE) -> Seen:
    """The newest card of a check-in that stands in the channel for everybody."""
    app = "U0ALONGSIDE"
    found = [m for m in world["Ana"].messages(channel) if m.raw["user"] == app and not m.ephemeral]
    return [m for m in found if "check-in" in m.words][-1]


def posted(world: World, channel: str = HERE) -> list[Seen]:
    """Everything of the app's that everybody in the channel sees, the oldest first."""
    app = "U0ALONGSIDE"
    return [m for m in world["Ana"].messages(channel) if m.raw["user"] == app and not m.ephemeral]


def arrives(somebody: Somebody, line: str = "", *, wish: str = "", late: bool = False) -> Any:
    """They are in it, and agree that what is said here stays here."""
    answers = {ARRIVAL: line} | ({WISH: wish} if wish else {})
    return fill(somebody, "Join in" if late else "I'm in", answers)


def short(world: World, *names: str, wish: str = "The pharmacy.", question: str = QUESTION) -> None:
    """A short check-in that Ana asks for; the second of these would like questions, and it begins."""
    names = names or ("Ana", "Ben", "Chloe")
    ask(world, question)
    for name in names:
        arrives(world[name], wish=wish if name == names[1] else "")
    more(world["Ana"], "Go on", channel=HERE)
    quiet(world)


# a set, and its meetings


def make_set(
    world: World, *names: str, called: str = "", unsigned: bool = False, yes: bool = True
) -> list[Somebody]:
    """The first of these asks the others into a set; they say yes."""
    there = {one.name for one in world.everybody}
    people = [world[name] if name in there else world.newcomer(name) for name in names or SIX]
    host, *others = people
    mentions = " ".join(f"@{one.name.lower()}" for one in others)
    put_away(host)
    host.types(f"/checkin set {mentions}")
    outcome = host.sends({"A name, if you like": called, "Questions": unsigned})
    assert outcome.ok, outcome
    put_away(host)
    for one in others if yes else []:
        one.press_only("Yes, I'm in")
    world.settle()
    quiet(world)
    return people


def begin(world: World, *, by: str = "Ana", short: bool = False, live: bool = False) -> Any:
    """A meeting of the set begins: everybody in it is asked whether they are in it this time."""
    answers = {
        "What shall it be?": "A short check-in"
        if short
        else "A set meeting: one or two people bring something",
        "How?": "Live: you talk with each other" if live else "Over about two weeks, with few messages",
    }
    return fill(world[by], "Begin a meeting", answers)


def all_arrive(world: World, *names: str) -> None:
    """Each of these says that they are in it this time."""
    for name in names:
        one = world[name]
        put_away(one)
        one.press_only("I'm in")
        outcome = one.send_only({ARRIVAL: f"{name} arrives."})
        assert outcome.ok, outcome
        while one.form:
            world.slack.close(one.id, one.form["id"])
    world.settle()


def meets(
    world: World, *names: str, live: bool = False, unsigned: bool = False, at: Step = Step.BIDS
) -> list[Somebody]:
    """A set of these, and its meeting in which everybody has arrived; who would like the time is asked.

    Not pressed but put there by the rules, as a pair is: how it comes about is a journey of its own.
    """
    there = {one.name for one in world.everybody}
    people = [world[name] if name in there else world.newcomer(name) for name in names or SIX]
    now = world.clock()
    with world.bot.store.begin() as db:
        for one in people:
            who.meet(db, TEAM, one.id, one.name)
    world.bot.ask_who()
    with world.bot.store.begin() as db:
        host, *others = (queries.seat(db, TEAM, one.id) for one in people)
        set_ = sets.start(TEAM, new_id(), host, others, "", unsigned=unsigned, now=now)
        for seat in others:
            sets.answer(set_, seat.person_id, yes=True)
        queries.add(db, set_)
    world.settle()
    with world.bot.store.begin() as db:
        seats = [queries.seat(db, TEAM, one.id) for one in people]
        plan = flow.Plan(short=False, live=live, set=set_.id, unsigned=unsigned)
        round_ = flow.start(TEAM, new_id(), seats[0], seats[1:], plan, "", now)
        for one in people:
            arriving = queries.seat(db, TEAM, one.id)
            flow.join(round_, arriving, f"{one.name} arrives.", "", follows=False, now=now)
        if live:
            hosting.move_on(round_, people[0].id, now)
        _lead(round_, people[0].id, people[1].id, at, now)
        steps.settle(round_)
        queries.add(db, round_)
    world.settle()
    quiet(world)
    return people


def _lead(round_: Round, host: str, presenter: str, to: Step, now: datetime) -> None:
    """From where the time is asked for to this step; the presenter does what is theirs, and nobody else."""
    while round_.step != to:
        if round_.step == Step.BIDS:
            flow.bid(round_, presenter, "Something with the wards", 3, now)
            _on(round_, host, now)
        elif round_.step == Step.PRESENT:
            flow.present(round_, presenter, "The wards do not talk.", keep=False, now=now)
        elif round_.step == Step.LOOKS and to == Step.OFFERS:
            flow.look(round_, presenter, "I could ring first.", keep=False, opens=True, now=now)
        else:
            _on(round_, host, now)


def _on(round_: Round, host: str, now: datetime) -> None:
    """To the next step: whoever looks after a live one says so, else all who are waited for let it pass."""
    if facts(round_)["live"]:
        hosting.move_on(round_, host, now)
        return
    for seat in standing.waited_for(round_):
        flow.pass_on(round_, seat.person_id, now)


def bids(somebody: Somebody, line: str = "", weight: int = 3) -> Any:
    """They would like some of the time."""
    return fill(
        somebody,
        "I'd like some time",
        {
            "What would you like the time for, in a sentence?": line or f"{somebody.name}'s matter",
            "How much does it weigh on you?": _WEIGHTS.get(weight, str(weight)),
        },
    )


def passes(*people: Somebody) -> None:
    """Nothing from these in this step."""
    for one in people:
        press(one, "Where we are")
        one.presses(next(label for label in _NOTHING if label in form_buttons(one)))
        put_away(one)


def goes_on(world: World, by: str = "Ana") -> None:
    """Whoever looks after it moves it on, as soon as that leaves nobody behind."""
    before = (step(world), facts(meeting(world))["slot"])
    for _ in range(4):
        more(world[by], "Go on")
        if (step(world), facts(meeting(world))["slot"]) != before:
            return
        put_away(world[by])
        world.move(hours=6)  # some hear of it only with what the next day brings


def time_is_up(world: World) -> None:
    """The time of the step in which the newest meeting stands is over."""
    ends = meeting(world).ends_at
    assert ends
    world.move(seconds=(ends - world.clock()).total_seconds())


def says_who(world: World, *takes: str, wait: tuple[str, ...]) -> None:
    """More would like the time than there is: these would like theirs now, those can wait."""
    for name in takes:
        press(world[name], "Take mine")
    for name in wait:
        press(world[name], "I can wait")


def notes(somebody: Somebody, first: str, second: str = "") -> Any:
    """What the group agreed on."""
    chosen = {"First": first} | ({"Then": second} if second else {})
    return fill(somebody, "Note whom you chose", chosen)


def brings(somebody: Somebody, words: str = "The wards do not talk.", *, keep: bool = False) -> Any:
    """Whoever presents writes what they bring."""
    return fill(somebody, "Write it", {"In your own words": words, "For you": keep})


def asks(somebody: Somebody, question: str, *labels: str, by: str = "Ask something") -> str:
    """A question is written; with `labels`, what they press then. What they read in the end, put away."""
    press(somebody, by)
    outcome = somebody.sends({"Your question": question})
    assert outcome.ok, outcome
    for label in labels:
        somebody.presses(label)
    found = somebody.reads
    put_away(somebody)
    return found


def reads(presenter: Somebody) -> str:
    """The one question in front of whoever presents."""
    press(presenter, "Read it")
    found = presenter.reads
    put_away(presenter)
    return found


def answers(presenter: Somebody, words: str = "Many things.") -> Any:
    return fill(presenter, "Read it", {"Your answer": words})


def with_it(presenter: Somebody, label: str) -> None:
    """*Sit with it*, *Pass*, or *Keep it for the offers*, on the question in front of them."""
    press(presenter, "Read it")
    presenter.presses(label)
    put_away(presenter)


def looks(presenter: Somebody, words: str = "I could ring first.", *, opens: bool = False) -> Any:
    """Now it looks like …, and whether the others' ideas are wanted."""
    return fill(
        presenter,
        "Look at it",
        {"How does it look to you now?": words, "What others have seen": opens},
    )


def offers(somebody: Somebody, words: str) -> Any:
    return fill(somebody, "Offer something", {"What have you seen help?": words})


def takes_on(
    somebody: Somebody,
    what: str = "Ring the pharmacy",
    *,
    due: str = "",
    sure: int = 8,
    asker: str = "",
    before: bool = True,
    shown: bool = False,
    channel: str = "",
) -> Any:
    """They take something on: from where they are just now, or from the form in front of them."""
    if somebody.form is None or "What will you do?" not in somebody.reads:
        press(somebody, "Take something on", channel)
    answers: dict[str, Any] = {
        "What will you do?": what,
        "How sure are you that you will?": {0: "0, not at all", 10: "10, completely"}.get(sure, str(sure)),
        "Beforehand": before,
        "For the others": shown,
    }
    answers |= {"By when?": due} if due else {}
    form = somebody.opens_more_choices()
    values = filled(form, answers)
    for block in form["blocks"] if asker else []:
        if block["type"] == "input" and block["label"]["text"] == "Who may ask you how it went?":
            chosen = {"type": "users_select", "selected_user": somebody.world[asker].id}
            values[block["block_id"]] = {block["element"]["action_id"]: chosen}
    outcome = somebody.world.slack.submit(somebody.id, form["id"], values)
    somebody.world.settle()
    if outcome.ok:
        put_away(somebody)
    return outcome


def by_oneself(somebody: Somebody, what: str = "Ring the pharmacy", **how: Any) -> Any:
    """Something that somebody takes on without any meeting."""
    put_away(somebody)
    somebody.types("/checkin mine")
    somebody.presses("Take something on")
    return takes_on(somebody, what, **how)


def says(somebody: Somebody, how: str, *, learnt: str = "", due: str = "", tell: bool = False) -> Any:
    """What became of what they took on."""
    label = "How does it stand? Every answer is a good one."
    answers: dict[str, Any] = {label: how, "For the others": tell}
    answers |= {"A new day": due} if due else {}
    answers |= {"What did you learn, also from what you did not do?": learnt} if learnt else {}
    return fill(somebody, "Say what became of it", answers)


def mine(somebody: Somebody) -> str:
    """What they have taken on, as they read it; put away again."""
    put_away(somebody)
    somebody.types("/checkin mine")
    found = somebody.reads
    put_away(somebody)
    return found


def says_how(somebody: Somebody, keep: str = "The quiet.", change: str = "") -> Any:
    return fill(
        somebody,
        "Say how it was",
        {"What would you like to keep?": keep, "What would you like to try next time?": change},
    )


# a meeting that stands at a certain step


def reach(world: World, step: Step, *names: str, **how: Any) -> list[Somebody]:
    """A set's meeting at this step: the first looks after it, the second presents, nothing else was done."""
    return meets(world, *(names or FOUR), at=step, **how)


# what is kept


def kept_rounds(world: World) -> list[Round]:
    """Everything of this practice as the database holds it, the oldest first; of words only their place."""
    with world.bot.store.read() as db:
        ids = db.execute(text("SELECT id FROM rounds WHERE feature = 'checkin' ORDER BY created_at, id"))
        return [queries.find(db, TEAM, row.id, NAME) for row in ids]


def meeting(world: World) -> Round:
    """The newest meeting; of those of one moment, the one that goes on."""
    found = [r for r in kept_rounds(world) if r.kind == MEETING]
    return max(found, key=lambda r: (r.created_at, r.status in (Status.RUNNING, Status.PAUSED)))


def step(world: World) -> str:
    """Where the newest meeting stands."""
    return meeting(world).step


def taken(world: World) -> list[Round]:
    """What people took on, the oldest first."""
    return [r for r in kept_rounds(world) if r.kind == COMMITMENT]


def kept_words(world: World) -> list[tuple[str, str]]:
    """(author, kind) of everything that the database holds of the newest meeting."""
    found = meeting(world).id
    with world.bot.store.read() as db:
        rows = db.execute(
            text("SELECT author_id, kind FROM replies WHERE round_id = :id ORDER BY author_id, kind"),
            {"id": found},
        )
        return [(row.author_id, row.kind) for row in rows]
