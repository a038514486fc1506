"""What stands in a channel of its register: the card of its newest records, and a line for each copy."""

from bot.features.options.pages import TITLE, state_of
from bot.features.options.register import CARD, LABEL, facts
from bot.rounds.models import Reply, Round
from bot.rounds.show import Drawing
from bot.slack.blocks import MESSAGE_TEXT, Block, Message, button, buttons, context, labels, safe, section
from bot.slack.text import escaped_bytes
from bot.words import Markup, Words

words = Words("register")

_ALOUD = (TITLE, 40)  # characters of each title where the whole card is read out


def draw(round_: Round) -> dict[str, Drawing]:
    """The card, which stays where it is, and a line for each copy that was asked for."""
    f, place = facts(round_), round_.channel_id or ""
    wanted = {CARD: Drawing(place, "", card(round_))} if f["shown"] else {}
    before = f["exported"] - len(f["exports"])
    for number, (who, fmt, _) in enumerate(f["exports"], before + 1):
        wanted[f"export:{number}"] = Drawing(place, "", copied(who, fmt))
    return wanted


def on_card(_: Round, reply: Reply) -> bool:
    return reply.kind == LABEL


def card(round_: Round) -> Message:
    """The newest titles, each with its state."""
    texts = {r.about: r.text for r in round_.replies if r.kind == LABEL and r.text}
    shown = [(texts[id_], facts(round_)["states"][id_]) for id_ in facts(round_)["shown"] if id_ in texts]
    lines = [words["card.line"].fill(title=safe(text, TITLE), state=state_of(state)) for text, state in shown]
    row = [button(words["do.open"], "options.register", round_.channel_id or "")]
    title = words["card.title"].fill()
    blocks: list[Block] = [section(f"*{title}*"), *map(section, lines), buttons(*row)]
    return Message(_aloud(title, shown, row), [*blocks, context(words["card.foot"].fill())])


def copied(who: str, fmt: str) -> Message:
    """Who took a copy along, for everybody in the channel to read."""
    form = words[f"format.{fmt}"]
    line = words["copied.somebody"].fill(name=safe(who), format=form)
    if not who:
        line = words["copied.server"].fill(format=form)
    return Message(line, [context(line)])


def _aloud(title: Markup, shown: list[tuple[str, str]], row: list[Block]) -> Markup:
    """The whole card in a few sentences; of very long titles as much as leaves room for the rest."""
    said = Markup("")
    for most in _ALOUD:
        lines = [
            words["aloud.line"].fill(title=safe(text, most), state=state_of(state)) for text, state in shown
        ]
        said = words["aloud.card"].fill(
            title=title, lines=Markup(" ".join(lines)), buttons=", ".join(labels(row))
        )
        if escaped_bytes(said) <= MESSAGE_TEXT:
            break
    return said
