"""What stands in a channel of its register: the card of its newest records, and a line for each copy."""

from bot.features.options.models import State
from bot.features.options.register.cards.saying import TITLE, state_of
from bot.features.options.register.models import CARD, LABEL, UNSURE, facts
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.drawing import Drawing
from bot.slack.blocks import CUT, Block, Message, button, buttons, context, fits, labels, safe, section
from bot.words import Markup, Words

words = Words("register")

_LENGTHS = (TITLE, 40)  # characters of each title


def draw(round_: Round) -> dict[str, Drawing]:
    """The card, which stays where it is, and a line for each copy there is."""
    f, place = facts(round_), round_.channel_id or ""
    wanted = {CARD: Drawing(place, "", card(round_))} if f["shown"] else {}
    before = f["exported"] - len(f["exports"])
    for number, (who, fmt, _, *how) in enumerate(f["exports"], before + 1):
        wanted[f"export:{number}"] = Drawing(place, "", copied(who, fmt, unsure=UNSURE in how))
    return wanted


def on_card(_: Round, reply: Reply) -> bool:
    return reply.kind == LABEL


def card(round_: Round) -> Message:
    """The newest titles, each with its state; of very long ones as much as leaves room for the rest."""
    texts = {r.about: r.text for r in round_.replies if r.kind == LABEL and r.text}
    f = facts(round_)
    shown = [(texts.get(id_, ""), f["states"][id_]) for id_ in f["shown"]]
    shown = [(text, state) for text, state in shown if text or state == State.SEALED]
    row = [button(words["do.open"], "options.register", round_.channel_id or "")]
    whole, short = (_card(shown, row, most) for most in _LENGTHS)
    return whole if fits(whole) and not whole.text.endswith(CUT) else short


def _card(shown: list[tuple[str, str]], row: list[Block], most: int) -> Message:
    title = words["card.title"].fill()
    said = [(_titled(text, state, most), state_of(state)) for text, state in shown]
    lines = [section(words["card.line"].fill(title=text, state=state)) for text, state in said]
    spoken = Markup(" ".join(words["aloud.line"].fill(title=text, state=state) for text, state in said))
    aloud = words["aloud.card"].fill(title=title, lines=spoken, buttons=", ".join(labels(row)))
    foot = context(words["card.foot"].fill())
    return Message(aloud, [section(f"*{title}*"), *lines, buttons(*row), foot])


def _titled(text: str, state: str, most: int) -> str:
    key = "stone" if state == State.SEALED else "untitled"
    return safe(text, most) or words[f"card.{key}"]


def copied(who: str, fmt: str, *, unsure: bool = False) -> Message:
    """Who has a copy, or may have one, for everybody in the channel to read."""
    key = f"copied.{'unsure' if unsure else 'somebody' if who else 'server'}"
    line = words[key].fill(name=safe(who), format=words[f"format.{fmt}"])
    return Message(line, [context(line)])
