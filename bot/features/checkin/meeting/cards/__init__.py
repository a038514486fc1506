"""What stands in Slack of a meeting: a short check-in's card in its channel, and each person's own."""

from datetime import datetime

from bot.features.checkin.meeting.cards import personal
from bot.features.checkin.meeting.cards.saying import (
    act,
    row,
    step_line,
    time_line,
    where_line,
    words,
)
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import Step, facts, joined
from bot.rounds.company.standing import hosts
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, to_each
from bot.rounds.showing.sentences import absent, message, moment_of, moved_by, name_of, names
from bot.slack.blocks import Block, Message, context
from bot.words import Markup


def draw(round_: Round) -> dict[str, Drawing]:
    """A set has no card in a channel: nobody outside it hears of its meetings."""
    if not facts(round_)["there"]:
        return {}
    wanted = to_each(personal.card)(round_)
    if round_.channel_id:
        closed = round_.step in (Step.CLOSED, Step.FORGOTTEN) and round_.status == Status.CLOSED
        wanted["channel"] = Drawing(round_.channel_id, "closed" if closed else "", card(round_))
    return wanted


def card(round_: Round) -> Message:
    """How it stands, for everybody in the channel: never what anybody said."""
    f = facts(round_)
    put = f.get("rhythm", "")
    title = words["card.title_rhythm" if put else "card.title"].fill(host=name_of(round_, round_.host_id))
    lines, does = _face(round_)
    buttons = row(round_, does)
    if round_.step == Step.CLOSED and round_.status == Status.CLOSED:
        buttons += [act("commit", round_.id, says=words["do.commit"]), *closing.buttons(round_)]
    if put and round_.step == Step.CHECK_IN:
        buttons.append(act("rhythm", put))
    foot: list[Block] = []
    if f["planned"]:
        planned = moment_of(round_, datetime.fromisoformat(f["planned"]), live=f["live"])
        foot.append(context(words["card.planned"].fill(when=planned)))
    if round_.step == Step.CHECK_IN:
        foot.append(context(words["card.private"].fill()))
    return message(title, text_of(round_, "question"), lines, [buttons], foot)


def _face(round_: Round) -> tuple[list[Markup], list[str]]:
    """The lines of the card, and the names of its buttons."""
    f, here = facts(round_), joined(round_)
    if round_.status == Status.STOPPED:
        key = "card.taken_back" if round_.step == Step.TAKEN_BACK else "card.stopped"
        return [words[key].fill()], []
    if round_.status == Status.PAUSED:
        return [words["card.paused"].fill()], ["page", "menu"]
    if round_.step in standing.CLOSED:
        lines = [words["card.closed" if here else "card.closed_nobody"].fill(names=names(here))]
        if f["committed"]:
            many = "committed" if f["committed"] > 1 else "committed_one"
            lines.append(words[f"card.{many}"].fill(count=f["committed"]))
        return lines, []
    lines = [*moved_by(round_, live=f["live"]), step_line(round_), time_line(round_)]
    lines.append(where_line(round_))
    lines.append(words["card.here" if here else "card.here_nobody"].fill(names=names(here)))
    if not hosts(round_):
        lines.append(words["card.nobody"].fill())
    lines += absent(round_, standing.waited_for(round_), of=standing.asked_now(round_))
    does = ["arrive", "menu"] if round_.step == Step.CHECK_IN else ["page", "arrive", "menu"]
    if f["live"]:
        does.insert(-1, "move_on")
    return [line for line in lines if line], does
