"""What the two of them see of it: the message to whoever was chosen, and whether it has arrived."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.support.flow import receiver_of, sender_of
from bot.features.support.models import KEPT, Step
from bot.rounds.company.away import last_day
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import act, called, message, names, whisper
from bot.slack.blocks import Block, Message
from bot.slack.times import day_of
from bot.words import Markup, Words

words = Words("support")


def draw(round_: Round) -> dict[str, Drawing]:
    """Whoever was chosen has it at once; whoever sent it reads what became of it, as far as that is known."""
    to, sender = receiver_of(round_), sender_of(round_)
    return {
        to.person_id: Drawing(to.person_id, to.rang, received(round_)),
        sender.person_id: Drawing(
            sender.person_id, sender.rang, sent(round_), tells=_stands(round_), after=to.person_id
        ),
    }


def on_card(_: Round, __: Reply) -> bool:
    """Its words stand in the message to whoever was chosen: the form says so."""
    return True


def received(round_: Round) -> Message:
    sender = names([sender_of(round_)], mention=True)
    text = text_of(round_, "question")
    if text:
        return message(
            words["card.received"].fill(name=sender), text, [words["card.please"].fill(name=sender)]
        )
    key = "taken_back" if round_.step == Step.TAKEN_BACK else "forgotten"
    return whisper(words[f"card.{key}"].fill(name=sender, days=KEPT.days))


def sent(round_: Round) -> Message:
    to, key = receiver_of(round_), _became(round_)
    row: dict[str, list[Block]] = {
        Step.ARRIVED: [act(words, "take_back", round_.id)],
        Step.LOST: closing.door("talk"),
    }
    line = words[f"sent.{key}"].fill(name=names([to]), days=KEPT.days)
    lines = [line, *([away(to)] if key == Step.ARRIVED and to.back_at and to.away_shown else [])]
    return whisper(Markup("\n".join(lines)), *row.get(key, []))


def _became(round_: Round) -> str:
    """What became of it: Slack may refuse it, or refuse to change it after it took it."""
    to = receiver_of(round_)
    if to.unreached and not to.told:
        return Step.LOST
    return "stands" if _stands(round_) else round_.step


def _stands(round_: Round) -> bool:
    """Whether its words are deleted, and Slack keeps the message that shows them."""
    to = receiver_of(round_)
    return to.unreached and bool(to.told) and not round_.replies


def away(to: Seat) -> Markup:
    """Until when they are, for whoever writes to them: only where they let others read that."""
    last = last_day(to)
    if last is None:
        return words["talk.away_open"].fill(name=called(to))
    return words["talk.away"].fill(name=called(to), day=day_of(last))


def home(_: Sequence[Round], __: str, ___: datetime) -> list[Entry]:
    """In a person's Home tab: the door, and nothing of who wrote to whom."""
    return [Entry(Weight.HOW, words["home.talk"].fill(), act(words, "talk", ""))]
