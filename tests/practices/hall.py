"""What the Home tab hands to the generic tests: what it draws of anything that features have for somebody."""

from bot.features import FEATURES
from bot.features.hall import cards
from bot.kept import lines
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.handed import handed
from bot.settings import Settings
from bot.slack.blocks import Message, View, button, section
from bot.words import Words
from tests.practices import IDS, NOW, TEAM, Drawn, Handed, Names

SUPPORT = "Maya, staff support, weekdays 9 to 4"
MANY = 45  # more than two pages of a part


def of_nobody_else(names: Names, words: str) -> Drawn:
    """A page of each part, from the first to the last; a card; how it works; a hand-over."""
    line = Words("round")["home.handing"].fill(host=names[0])
    door = button("Open", "hall.how")
    for weight in Weight:
        lines = [Entry(weight, line, door, words) for _ in range(MANY)]
        for number in range(3):
            yield "cards.rest", cards.rest(weight, lines, number)
        yield "cards.rest", cards.rest(weight, [], 1)
        yield "cards.view", View("Home", cards.view(lines))
        yield "cards.view", View("Home", cards.view(lines, new=True))
    seats = [Seat(person, name=name) for person, name in zip(IDS, names, strict=True)]
    for channel in ("C0HOME", None):
        offered = Round(TEAM, "r", "home", "", "", IDS[0], NOW, channel_id=channel, seats=seats)
        offered.facts = {"handing": IDS[1]}
        yield "cards.view", View("Home", cards.view(handed([offered], IDS[1])))
    yield "cards.card", cards.card(Message(line, [section(line)]))
    yield "cards.how", cards.how(SUPPORT)
    yield "cards.view", View("Home", cards.view(cards.home([], IDS[0], NOW)))


def begins(_: Names, __: str) -> Drawn:
    """What practices begin, from the first page to the suggestion."""
    offered = {one.name: one.begin for one in FEATURES if one.begin}
    yield "cards.begin", cards.begin(offered)
    yield "cards.unsure", cards.unsure()
    yield "cards.first", cards.first()
    yield "cards.kept", cards.kept(lines(FEATURES, Settings.keep_days))
    for name, one in offered.items():
        yield "cards.where", cards.where(name)
        if one.suits:
            yield "cards.chosen", cards.chosen(name, one)


def alone(names: Names, words: str) -> Drawn:
    yield from of_nobody_else(names, words)
    yield from begins(names, words)


PRESSES = {
    "hall.begin": "oneself",
    "hall.sure": "oneself",
    "hall.everything": "oneself",
    "hall.everything_here": "oneself",
    "hall.begin_here": "oneself",
    "hall.more": "oneself",
    "hall.before": "oneself",
    "hall.card": "oneself",
    "hall.how": "oneself",
    "hall.kept": "oneself",
}

FORMS = {"hall.where": "oneself", "hall.unsure": "oneself"}

HANDED = Handed(alone=alone, presses=PRESSES, forms=FORMS, elsewhere=("kept.practice",))
