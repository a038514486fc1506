"""What stands in Slack of a commitment: its owner's own card, and whoever may ask after it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.features.checkin.commitment.flow import alone, due_day, is_still_theirs, owner_of, shows, version
from bot.features.checkin.commitment.models import ASKER, ENDED, OWNER, STILL_OPEN, Doing, commitment
from bot.features.checkin.meeting.cards.saying import act, words
from bot.features.checkin.set.models import next_day
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing.calendar import Entry, calendar
from bot.rounds.showing.drawing import to_each
from bot.rounds.showing.sentences import called, message
from bot.slack.blocks import Block, Message, quote, section
from bot.slack.times import day_of
from bot.words import Markup

CAME_MOST = 5  # whose words are shown where something is looked at again
_TOLD = (Doing.DONE, Doing.PART, Doing.CHANGED, Doing.NO_LONGER)  # how it stands, whoever may ask can see


def card(round_: Round, seat: Seat) -> Message:
    owner, day = owner_of(round_), day_of(due_day(round_))
    if seat.step != OWNER:
        return _asks(round_, seat, called(owner), day)
    if round_.step not in STILL_OPEN:
        line = words[f"taken.{round_.step}"].fill(day=day)
        return _message([line, where_from(round_)], [act("look_at", round_.id)])
    key = _key(round_, seat)
    line, by_time = words[f"taken.{key}"].fill(day=day), key in ("due", "soon", "again")
    if by_time and is_still_theirs(round_):
        line = Markup(f"{line} {words['taken.still_yours'].fill()}")
    does = [act("follow", round_.id, primary=by_time), act("look_at", round_.id)]
    return _message([line, where_from(round_)], [*does, *([act("why", round_.id)] if by_time else [])])


def _asks(round_: Round, seat: Seat, name: str, day: str) -> Message:
    """For whoever may ask how it went."""
    if seat.step != ASKER or round_.step not in STILL_OPEN:
        told = seat.step == ASKER and round_.step in _TOLD
        over = words[f"asking.over_{round_.step}" if told else "asking.over"].fill(name=name)
        return message(words["asking.title"].fill(name=name), "", [over], [])
    does = [act("look_at", round_.id)] if commitment(round_)["shown"] else []
    line, row = words["asking.open"].fill(name=name, day=day), [*does, act("why", round_.id)]
    return message(words["asking.title"].fill(name=name), "", [line], [row])


def where_from(round_: Round) -> Markup:
    """Where it came from: the practice, and the channel if it was in one."""
    place = "from" if round_.channel_id else "from_alone"
    named = f"{place}.{commitment(round_)['feature']}"
    key = named if words.has(named) else f"{place}.another"
    return words[key].fill(channel=Markup(f"<#{round_.channel_id}>"))


def came(found: Sequence[Round]) -> list[Block]:
    """How much of what people took on stands how; then what they show of it, with their name."""
    if not found:
        return []
    steps = Counter(round_.step for round_ in found)
    ended = {what.value: steps[what] for what in ENDED}
    still = len(found) - sum(ended.values())
    blocks = [section(words["came.taken_on"].fill(count=len(found), open=still, **ended))]
    told = [(owner, r.step, text) for r in found if (owner := shows(r)) and (text := text_of(r, "what"))]
    for owner, step, text in told[:CAME_MOST]:
        line = words["came.one"].fill(name=called(owner), state=words[f"state.{step}"])
        blocks += quote(text, attribution=line)
    return blocks


def days(open_: Sequence[Round], meets: Sequence[Round], now: datetime) -> str:
    """Their days, and the next ones of these sets, for a calendar.

    Others may look at that, so neither what was taken on nor who is in a set stands in it.
    """
    title, text = words["days.title"].plain(), words["days.text"].plain()
    entries = [Entry(r.id, version(r), due_day(r), title, text) for r in open_]
    title, text = words["days.set_title"].plain(), words["days.set_text"].plain()
    entries += [Entry(r.id, r.version, next_day(r), title, text) for r in meets]
    return calendar(entries, now)


def fetching() -> tuple[str, str, str, str]:
    """What the page says where they fetch it: its title, its words, its button; where there is nothing."""
    return words["days.name"], words["days.fetch"], words["days.fetch_do"], words["days.fetch_none"]


def _key(round_: Round, seat: Seat) -> str:
    """What its card says while it is open: of what was last asked, if it was."""
    if round_.step == Doing.OPEN:
        return "open"
    if round_.step == Doing.CARRIED and seat.rang.startswith("again"):
        return "again"
    if round_.step == Doing.CARRIED:
        return "carried_alone" if alone(round_) else "carried"
    return "soon" if seat.rang.startswith("soon") and round_.step == Doing.DUE_SOON else "due"


def _message(lines: list[Markup], does: list[Block]) -> Message:
    return message(words["taken.title"].fill(), "", lines, [does])


draw = to_each(card)  # its owner's, and whoever may ask; never what it says: that is read in a form
