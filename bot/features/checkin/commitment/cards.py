"""What stands in Slack of a commitment: its owner's own card, and whoever may ask after it."""

from bot.features.checkin.commitment.flow import due_day, is_still_theirs, owner_of
from bot.features.checkin.commitment.models import ASKER, OWNER, STILL_OPEN, Doing, commitment
from bot.features.checkin.meeting.cards.saying import act, aloud, words
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Drawing
from bot.slack.blocks import Block, Message, buttons, section
from bot.slack.times import day_of
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    """Its owner's, and whoever may ask; never what it says: that is read in a form."""
    return {
        seat.person_id: Drawing(seat.person_id, seat.rang, card(round_, seat))
        for seat in round_.seats
        if seat.rang
    }


def card(round_: Round, seat: Seat) -> Message:
    owner, day = owner_of(round_), day_of(due_day(round_))
    if seat.step != OWNER:
        return _asks(round_, seat, owner.name, day)
    if round_.step not in STILL_OPEN:
        line = words[f"taken.{round_.step}"].fill(day=day)
        return _message(_where(round_, line), [act("look_at", round_.id)])
    key = _key(round_, seat)
    line = words[f"taken.{key}"].fill(day=day)
    if key in ("due", "soon") and is_still_theirs(round_):
        line = Markup(f"{line} {words['taken.still_yours'].fill()}")
    does = [act("follow", round_.id, primary=key in ("due", "soon")), act("look_at", round_.id)]
    if key in ("due", "soon"):
        does.append(act("why", round_.id))
    return _message(_where(round_, line), does)


def _asks(round_: Round, seat: Seat, name: str, day: str) -> Message:
    """For whoever may ask how it went."""
    if seat.step != ASKER or round_.step not in STILL_OPEN:
        return _message(words["asking.over"].fill(name=name), [])
    does = [act("look_at", round_.id)] if commitment(round_)["shown"] else []
    return _message(words["asking.open"].fill(name=name, day=day), [*does, act("why", round_.id)])


def where_from(round_: Round) -> Markup:
    """Where it came from: the practice, and the channel if it was in one."""
    feature = commitment(round_)["feature"]
    if round_.channel_id:
        return words[f"from.{feature}"].fill(channel=Markup(f"<#{round_.channel_id}>"))
    return words[f"from_alone.{feature}"].fill()


def _where(round_: Round, line: Markup) -> Markup:
    return Markup(f"{line}\n{where_from(round_)}")


def _key(round_: Round, seat: Seat) -> str:
    """What its card says while it is open: of what was last asked, if it was."""
    if round_.step == Doing.OPEN:
        return "open"
    if round_.step == Doing.CARRIED:
        return "carried"
    return "soon" if seat.rang.startswith("soon") and round_.step == Doing.DUE_SOON else "due"


def _message(line: Markup, does: list[Block]) -> Message:
    title = words["taken.title"].fill()
    blocks = [section(f"*{title}*"), section(line), *([buttons(*does)] if does else [])]
    return Message(aloud(Markup(f"{title}. {line}"), does), blocks)
