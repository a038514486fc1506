"""What stands in a channel of its register: the card of its newest records, and a line for each copy."""

from datetime import datetime

from bot.features.options.models import State
from bot.features.options.register.cards.saying import TITLE, state_of
from bot.features.options.register.cards.saying import words as names
from bot.features.options.register.models import CARD, LABEL, UNSURE, WAY, WAYS, facts
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import moment_of
from bot.slack.blocks import (
    CUT,
    Block,
    Message,
    button,
    buttons,
    context,
    divider,
    fits,
    labels,
    safe,
    section,
)
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
    return reply.kind in (LABEL, WAY)


def card(round_: Round) -> Message:
    """What is under way, and the newest titles; of very long ones as much as leaves room for the rest."""
    texts = {r.about: r.text for r in round_.replies if r.kind == LABEL and r.text}
    f = facts(round_)
    shown = [(texts.get(id_, ""), f["states"][id_]) for id_ in f["shown"]]
    shown = [(text, state) for text, state in shown if text or state == State.SEALED]
    row = [button(words["do.open"], "options.register", round_.channel_id or "")]
    whole, short = (_card(shown, _ways(round_, most), row, most) for most in _LENGTHS)
    return whole if fits(whole) and not whole.text.endswith(CUT) else short


def _ways(round_: Round, most: int) -> list[tuple[str, Markup]]:
    """Each question that is under way, and how it stands; last how many more there are, without one."""
    texts, way = {r.about: r.text for r in round_.of_kind(WAY)}, facts(round_).get("way", [])
    found = []
    for id_, step, until, waits in way[:WAYS]:
        ends = moment_of(round_, datetime.fromisoformat(str(until))) if until else Markup()
        title = safe(texts.get(str(id_)) or "", most) or words["card.untitled"]
        found.append((title, on_its_way(str(step), ends, int(waits))))
    more = len(way) - WAYS
    return [*found, *([("", words["way.more"].fill(count=more))] if more > 0 else [])]


def at_home(channel: str, count: int) -> Entry:
    """How many agreements hold there, and none of their words: the door asks once more who is in it."""
    key, door = "one" if count == 1 else "many", button(words["do.open"], "options.register", channel)
    line = words[f"home.{key}"].fill(channel=Markup(f"<#{channel}>"), count=count)
    return Entry(Weight.AGREED, line, door)


def on_its_way(step: str, until: Markup, waits: int) -> Markup:
    """Where a matter stands, until when ("" for never), and for how many it waits."""
    ends = words["way.until"].fill(until=until) if until else Markup()
    count = words["way.waits"].fill(count=waits) if waits else Markup()
    said = (names[f"step.{step}"].fill(), ends, count)
    return Markup(" ".join(part for part in said if part))


def _card(
    shown: list[tuple[str, str]], ways: list[tuple[str, Markup]], row: list[Block], most: int
) -> Message:
    title = words["card.title"].fill()
    said = [(_titled(text, state, most), state_of(state)) for text, state in shown]
    lines = [section(words["card.line"].fill(title=text, state=state)) for text, state in said]
    spoken = Markup(" ".join(words["aloud.line"].fill(title=text, state=state) for text, state in said))
    aloud = words["aloud.card"].fill(title=title, lines=spoken, buttons=", ".join(labels(row)))
    foot = context(words["card.foot"].fill())
    whole = [section(f"*{title}*"), *lines, buttons(*row), foot]
    if not ways:
        return Message(aloud, whole)
    way, under = words["way.title"].fill(), [_way("way.card", *one) for one in ways]
    told = Markup(" ".join(_way("aloud.way", *one) for one in ways))
    aloud = words["aloud.under_way"].fill(title=way, lines=told, rest=aloud)
    return Message(aloud, [section(f"*{way}*"), *map(section, under), divider(), *whole])


def _way(key: str, title: str, line: Markup) -> Markup:
    return words[key].fill(title=title, line=line) if title else line


def _titled(text: str, state: str, most: int) -> str:
    key = "stone" if state == State.SEALED else "untitled"
    return safe(text, most) or words[f"card.{key}"]


def copied(who: str, fmt: str, *, unsure: bool = False) -> Message:
    """Who has a copy, or may have one, for everybody in the channel to read."""
    key = f"copied.{'unsure' if unsure else 'somebody' if who else 'server'}"
    line = words[key].fill(name=safe(who), format=words[f"format.{fmt}"])
    return Message(line, [context(line)])
