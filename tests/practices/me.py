"""What the practice of saying something about oneself hands to the generic tests: forms, and no round."""

from collections.abc import Callable
from datetime import timedelta

from bot.features import FEATURES
from bot.features.me import cards
from bot.features.me.flow import back_at
from bot.features.me.mine import forms as mine
from bot.gathered import Gathered
from bot.people.models import Kind, Person
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.mine import Mine, Place, Text, everything
from bot.rounds.showing.sentences import whisper
from bot.rounds.time.notices import GATHERED
from bot.slack.blocks import Message
from tests.faults.harness import Fragile, Step, by_time, closes, presses, sends, types, walks
from tests.practices import IDS, NOW, TEAM, Drawn, Handed, Names
from tests.practices.reflection.transitions import MORE, asked, both_in, of, opens, reads, step
from tests.world import TEAM as PLAYED

GONE = "somebody who is no longer here"


def of_nobody_else(names: Names, words: str) -> Drawn:
    """Everything that it draws: two forms."""
    for kind in Kind:
        yield (
            "cards.perspective",
            cards.perspective(Person(TEAM, IDS[0], names[0], kind=kind, words=words[:80])),
        )
        yield (
            "cards.perspective",
            cards.perspective(Person(TEAM, IDS[0], names[0], words="", words_shown=True)),
        )
    for fewer in (False, True):
        yield "cards.reminders", cards.reminders(Person(TEAM, IDS[0], names[0], fewer=fewer, hushed=fewer))
    for closed in ([], [(IDS[1], names[1])]):
        yield "cards.apart", cards.apart(closed)
        yield "cards.apart_said", whisper(cards.apart_said(closed))
    for until in (None, NOW + timedelta(days=9), back_at(None, "UTC", NOW)):
        for shown in (False, True):
            who = Person(TEAM, IDS[0], names[0], back_at=until, away_shown=shown)
            yield "cards.away", cards.away(who)
            yield "cards.away_said", cards.away_said(who)
    yield from of_theirs(names, words)
    for several in (1, 2):
        yield "gathered", gathered_of(several, names)


def of_theirs(names: Names, words: str) -> Drawn:
    """Everything under somebody's name: nothing, and something of each practice."""
    who = Person(TEAM, IDS[0], names[0])
    texts = [Text("answer", words, NOW)] * 2
    places = [
        Place(feature.name, "r", NOW, words * number, texts[: number + 1], back=bool(number))
        for number in (0, 1)
        for feature in FEATURES
        if feature.kinds
    ]
    for kept in (Mine(who), Mine(who, places), Mine(who, places[:1])):
        yield "mine.forms.mine", mine.mine(kept)
        for name in dict.fromkeys(place.practice for place in places):
            yield "mine.forms.of", mine.of(kept, name)
    yield "mine.forms.taken_back", mine.taken_back("reflection")
    yield "mine.forms.copy_by_link", mine.copy_by_link("https://alongside.example.org/copy/token")
    yield "mine.forms.copy_by_code", mine.copy_by_code("AAAAA-BBBBB-CCCCC-DDDDD", IDS[0])
    yield "mine.forms.before", mine.before()
    yield "mine.forms.forget", mine.forget()


def gathered_of(several: int, names: Names) -> Message:
    """A person's own message, of so many things of a practice that says nothing of them itself."""
    own = Round(TEAM, IDS[0], "me", GATHERED, GATHERED, IDS[0], NOW, facts={"things": {}})
    own.seats = [Seat(IDS[0], name=names[0], rang=GATHERED)]
    for number in range(several):
        seat = Seat(IDS[0], name=names[0], gathered="asked")
        own.things.append(Round(TEAM, f"thing-{number}", "me", "thing", "", IDS[0], NOW, seats=[seat]))
        own.facts["things"][f"thing-{number}"] = False
    return Gathered(()).draw(own)[IDS[0]].message


def takes_on(what: str) -> tuple[Step, ...]:
    """Something on her own, for the same day each time."""
    mine = types("Ana", "/checkin mine"), presses("Ana", "checkin.commit_new")
    return *mine, sends("Ana", what=what, sure="8"), closes("Ana")


def stands(text: str, *, not_there: str = "nothing of it") -> Callable[[Fragile], bool]:
    """One of the messages that stand in her direct messages begins like that, and none like the other."""

    def does(world: Fragile) -> bool:
        found = [m.text for m in world["Ana"].messages() if not m.ephemeral]
        return any(one.startswith(text) for one in found) and not any(not_there in one for one in found)

    return does


def my_words(name: str) -> tuple[Step, ...]:
    return closes(name), types(name, "/alongside me")


def has_no_words(name: str) -> Callable[[Fragile], bool]:
    """Nothing that they wrote under their name is left."""

    def does(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            return everything(db, FEATURES, PLAYED, world[name].id).places == []

    return does


two = (*takes_on("Ring the ward."), *takes_on("Write to the pharmacy."))
together = (*two, walks(days=7))

TRANSITIONS = (
    by_time(of("what fell together is one message", two, (), stands("Two things wait for you"))),
    of("one of what fell together comes", (*together, closes("Ana")), (presses("Ana", "checkin.follow"),),
       stands("What you took on", not_there="2 things wait")),
    of("the last of what fell together is done", (*together, presses("Ana", "checkin.follow"),
       sends("Ana", became="done"), closes("Ana"), presses("Ana", "checkin.follow")),
       (sends("Ana", became="done"),), stands("What you took on", not_there="for you:")),
    of("what I bring", (*asked(), *opens("Ana", "write"), presses("Ana", "me.perspective")),
       (sends("Ana", kind="lived", words=MORE, shown=False),), step("asked"), kept={"Ana": MORE}),
    of("taken back, among my words", (*both_in, *my_words("Ben"), presses("Ben", "me.mine_of", "reflection")),
       (presses("Ben", "me.take_back"),), has_no_words("Ben")),
    of("forgotten", (*both_in, *my_words("Ben"), presses("Ben", "me.forget"),
       presses("Ben", "me.forget_sure")), (sends("Ben", sure=True),), reads("Ana", GONE)),
)  # fmt: skip

# What each button and form is about (tests/journeys/test_rights.py).
PRESSES = {
    "me.perspective": "oneself",
    "me.reminders": "oneself",
    "me.fewer": "oneself",
    "me.remind": "oneself",
    "me.apart": "oneself",
    "me.hush": "oneself",
    "me.unhush": "oneself",
    "me.away": "oneself",
    "me.back": "oneself",
    "me.bring": "oneself",
    "me.mine": "oneself",
    "me.mine_of": "oneself",
    "me.look_again": "oneself",
    "me.copy": "oneself",
    "me.forget_sure": "oneself",
    "me.take_back": "own words",
    "me.forget": "oneself",
}
FORMS = {
    "me.apart": "oneself",
    "me.perspective": "oneself",
    "me.away": "oneself",
    "me.forget": "oneself",
}

HANDED = Handed(
    alone=of_nobody_else,
    elsewhere=("me.chosen", "me.done", "me.fetch", "me.sealed"),
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    secret=(MORE,),
)
