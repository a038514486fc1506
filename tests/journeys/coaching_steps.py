"""What several coachings do on their way, in the order people do it."""

from typing import Any

from tests.journeys.steps import looks, put_away
from tests.world import Somebody, World

WISH, FOCUS, ASK, ANSWER = (
    "In my half I would like somebody who …",
    "What I would like to think about",
    "One open question",
    "What comes to me",
)
MORE, HEARD, IDEAS, NOTICED = (
    "What else?",
    "What I heard",
    "An idea or two, from what I have seen",
    "What I noticed",
)
OWN, COMMIT, THANKS, LEARNING = (
    "In my own words: what I take from it",
    "What I will do, and by when, if anything",
    "What helped me think",
    "For me alone",
)
LISTEN, ASKED, OFFER = (
    "… listens, and says back what they heard",
    "… asks me open questions, one at a time",
    "… asks me, and then offers ideas",
)
THINKS = "It is your time. What would you like to think about?"


def writes(somebody: Somebody, answers: dict[str, Any]) -> str:
    """They fill in the form that is theirs now; what they read then."""
    put_away(somebody)
    somebody.world.move(minutes=1)  # what is read in order was written one after the other
    somebody.presses("Write")
    somebody.sends(answers)
    said = somebody.reads
    put_away(somebody)
    return said


def agreed(world: World, *wishes: str, how: str = "") -> list[Somebody]:
    """Ana asks Ben (and Chloe), all say yes and how they would like to be heard; first who thinks first."""
    people = [world[name] for name in ("Ana", "Ben", "Chloe")[: len(wishes)]]
    told = " ".join(f"@{one.name.lower()}" for one in people[1:])
    people[0].types(f"/alongside coaching {told} {how}".strip())
    for one in people[1:]:
        one.presses("Yes, gladly")
    if how:
        for one in people:
            one.presses("I'm here")
    for one, wish in zip(people, wishes, strict=True):
        writes(one, {WISH: wish})
    return sorted(people, key=lambda one: THINKS not in one.card.words)


def half(thinks: Somebody, there: Somebody, *, heard: str = HEARD) -> None:
    """A half with one question, to its end."""
    me, other = thinks.name, there.name
    writes(thinks, {FOCUS: f"{me} thinks of the ward."})
    writes(there, {ASK: f"What matters most to you there, asks {other}?"})
    writes(thinks, {ANSWER: f"That {me} is heard."})
    there.presses("No more questions")
    writes(there, {heard: f"{other} heard that."})
    writes(thinks, {OWN: f"{me} takes this.", COMMIT: f"{me} will ask.", THANKS: "The quiet."})


def looks_for(somebody: Somebody, whom: str = "Whoever looks, too", **more: object) -> None:
    """They look for somebody, by the form at home."""
    put_away(somebody)
    somebody.presses_at_home("Ask somebody")
    somebody.presses("Find me somebody")
    somebody.sends({"Whom would you like?": whom, **more})
    put_away(somebody)


def reads(somebody: Somebody) -> str:
    """Everything they can read, page after page."""
    put_away(somebody)
    somebody.presses("Read it")
    pages = [somebody.reads]
    while '"Read on"' in str((somebody.form or {})["blocks"]).replace("'", '"'):
        somebody.presses("Read on")
        pages.append(somebody.reads)
    put_away(somebody)
    return "\n".join(pages)


def more(somebody: Somebody, *labels: str) -> str:
    return looks(somebody, "More", *labels)
