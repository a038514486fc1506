"""How a stories round begins, and the yes to telling."""

from datetime import datetime

from bot.features.stories import cards, flow
from bot.features.stories.flow import NAME, OPENING, PRACTICE
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round
from bot.rounds.practice.install import pressing
from bot.rounds.practice.planning import Planning
from bot.slack.forms import Form

PLANNING = Planning(OPENING)
PRESSES = pressing(PRACTICE)


def yes(round_: Round, me: str, form: Form, _: str, __: datetime) -> None:
    flow.say_yes(round_, me, form.ticked("few"))


SHOWS: Listeners = {
    f"{NAME}.new": PLANNING.new,
    f"{NAME}.tell": PRESSES.opens(cards.tell),
    f"{NAME}.ask_more": PRESSES.opens(PLANNING.more),
}
FORMS: Listeners = {
    f"{NAME}.start": PLANNING.ask,
    f"{NAME}.tell": PRESSES.sends(yes, "tells"),
    f"{NAME}.ask_more": PLANNING.ask_more,
}
