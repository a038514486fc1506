"""What people see of questions from a channel: whether they may come, that they may, where they went."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.reflection.cards import partners, words
from bot.features.reflection.models import VISITS
from bot.features.reflection.visits.flow import OPEN, YES
from bot.features.reflection.weekly.cards import home as reflections
from bot.people.models import Pair
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing, pages
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import act, host_of, message, whisper
from bot.slack.blocks import Message, View, channel, context, section
from bot.words import Markup

FEW = 3  # pairs, below which the number is not said: who they are could be guessed
_DOES = {
    "asked": ("visits_yes", "visits_no", "visits_how"),
    "said": ("visits_end",),
    "open": ("visits_end", "visits_how"),
    "ended": (),
}


def card(round_: Round, seat: Seat) -> Message:
    """Each one's own: is it all right, it is, it is not any more."""
    key = _face(round_, seat)
    row = [act(words, name, round_.id, primary=name == "visits_yes") for name in _DOES[key]]
    return whisper(_line(round_, seat, key), *row)


def _face(round_: Round, seat: Seat) -> str:
    if round_.status != Status.RUNNING or seat.left_at:
        return "ended"
    return "open" if round_.step == OPEN else "said" if seat.step == YES else "asked"


def _line(round_: Round, seat: Seat, key: str) -> Markup:
    return words[f"visits.{key}"].fill(
        channel=place(round_.channel_id or ""),
        names=partners([one for one in round_.seats if one is not seat]),
        host=host_of(round_),
    )


def went(round_: Round) -> dict[str, Drawing]:
    """For the channel: the question, and to how many pairs it went."""
    many = int(round_.facts["pairs"])
    key = "visits.went" if many >= FEW else "visits.went_few"
    line = words[key].fill(count=many)
    title = words["visits.went_title"].fill(host=host_of(round_))
    foot = [context(words["visits.private"].fill())]
    said = message(title, text_of(round_, "question"), [line], (), foot)
    return {"channel": Drawing(round_.channel_id or "", "", said)}


def form(pair: Pair, person_id: str, open_: Sequence[Round]) -> View:
    """From which channel; what may come already, with a button that ends it."""
    others = partners(pair.others(person_id))
    there = [
        section(_line(round_, round_.seat(person_id), _face(round_, round_.seat(person_id))))
        | {"accessory": act(words, "visits_end", round_.id)}
        for round_ in open_
    ]
    intro = section(words["visits.intro"].fill(names=others))
    return pages.form(words, "visits", pair.id, *there, intro, channel("channel", words["visits.channel"]))


def how(round_: Round, person_id: str) -> View:
    """Why it came, and how often I remind."""
    others = [seat for seat in round_.seats if seat.person_id != person_id]
    why = section(words["visits.intro"].fill(names=partners(others)))
    return pages.page(words, "how", why, *closing.reminders())


def proposed(channel_id: str) -> View:
    """The others are asked."""
    return pages.said(words, words["visits.proposed"].fill(channel=place(channel_id)))


def home(rounds: Sequence[Round], person_id: str, now: datetime) -> list[Entry]:
    """The rest of reflection; what somebody is asked about a channel, and what may come from one."""
    mine = [round_ for round_ in rounds if round_.kind == VISITS and round_.status == Status.RUNNING]
    return [
        *reflections(rounds, person_id, now),
        *(_entry(round_, round_.seat(person_id)) for round_ in mine),
    ]


def _entry(round_: Round, seat: Seat) -> Entry:
    key = _face(round_, seat)
    button = act(words, _DOES[key][0], round_.id)
    weight, line = Weight.WAITS if key == "asked" else Weight.ASKED, _line(round_, seat, key)
    return Entry(weight, line, button, of=round_, due=round_.ends_at if key == "asked" else None)


def place(channel_id: str) -> Markup:
    """A channel, as Slack shows its name to whoever may see it."""
    return Markup(f"<#{channel_id}>")


def nobody(question: str) -> Message:
    """For whoever asked alone: no pair has let questions from here in."""
    return whisper(words["visits.nobody"].fill(question=question))


def usage() -> Message:
    return whisper(words["visits.usage"].fill())


def receipt() -> Message:
    return whisper(words["visits.receipt"].fill())
