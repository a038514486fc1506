"""A person's own message: what time has to say to them of several things at once, each with its button.

It is kept as a round of its own, whose id is the person's (`rounds.time.notices` says what is gathered).
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from bot.rounds.feature import Feature, at_home
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing import behind
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import aloud
from bot.rounds.time.windows import bring
from bot.slack.blocks import Block, Message, button, context, section
from bot.store import Store
from bot.words import Markup, Words, phrase

words = Words("common")
_IN_WORDS = 10  # numbers up to there have a word
BLOCK = "gathered."  # and the id of the round that a line is about
_SAID = (Weight.WAITS, Weight.GOES_ON, Weight.ASKED, Weight.WORDS)
MOST = 20  # lines, of two blocks at most: a message may have fifty (docs: block-kit)


class Gathered:
    """How it is drawn: as long as something in it was neither done nor looked at."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features

    def draw(self, round_: Round) -> dict[str, Drawing]:
        """The one message; nothing where nothing is left in it."""
        seat = round_.seat(round_.host_id)
        left = [thing for thing in round_.things if self._is_left(thing, round_)]
        if not left:
            return {}
        return {
            seat.person_id: Drawing(seat.person_id, seat.rang, _message(self._lines(left, round_), len(left)))
        }

    def on_card(self, _: Round, __: Reply) -> bool:
        """Nothing of its own; the questions of what it gathers stand on their own cards, too."""
        return False

    def _is_left(self, thing: Round, round_: Round) -> bool:
        mine = [seat for seat in thing.present if seat.person_id == round_.host_id]
        if not any(seat.gathered and not seat.outside for seat in mine):
            return False
        asked: bool = round_.facts["things"][thing.id]
        return not asked or self.waits(thing, round_.host_id, round_.since or round_.created_at)

    def waits(self, thing: Round, person_id: str, now: datetime) -> bool:
        """Whether something waits there for this person to do."""
        return any(entry.weight is Weight.WAITS for entry in self._entries(thing, person_id, now))

    def _entries(self, thing: Round, person_id: str, now: datetime) -> list[Entry]:
        """What the Home tab says of it, but for what always stands there."""
        its = [feature for feature in self._features if feature.name == thing.feature]
        entries = at_home(its, [thing], person_id, now)
        return [entry for entry in entries if entry.of and entry.weight in _SAID]

    def _lines(self, left: Sequence[Round], round_: Round) -> list[list[Block]]:
        """What waits first, the most pressing of it; what would be said again in the same words, with the
        same button, is left out.
        """
        found: list[tuple[Entry, str]] = []
        for thing in left:
            news = Entry(Weight.GOES_ON, phrase(f"{thing.feature}.home.news").fill())
            entries = self._entries(thing, round_.host_id, round_.since or round_.created_at)
            entry = next(iter(entries), news)
            if entry not in [said for said, _ in found]:
                found.append((entry, thing.id))
        found.sort(key=lambda one: (one[0].weight is not Weight.WAITS, one[0].pressing))
        return [_line(entry, thing_id) for entry, thing_id in found]


def _line(entry: Entry, round_id: str) -> list[Block]:
    shows = entry.button or button(words["gathered.show"], "me.bring", round_id)
    *above, line = Entry(entry.weight, entry.line, shows, entry.quoted).blocks()
    return [*above, line | {"block_id": f"{BLOCK}{round_id}"}]


def bring_card(store: Store, block_id: str, team: str, person_id: str) -> None:
    """Their card of what they pressed in their own message stands at the foot of the conversation, too."""
    with store.begin() as db:
        round_ = queries.first(db, team, block_id.removeprefix(BLOCK))
        seat = round_ and next((s for s in round_.present if s.person_id == person_id), None)
        if round_ and seat and seat.gathered:
            bring(seat)
            queries.save(db, round_)


def _title(count: int) -> Markup:
    if count == 1:
        return words["gathered.one"].fill()
    if count > _IN_WORDS:
        return words["gathered.many"].fill(count=_IN_WORDS)
    return words["gathered.several"].fill(count=words[f"number.{count}"])


def _message(lines: Sequence[Sequence[Block]], count: int) -> Message:
    title = _title(count)
    pressed, read = lines[: behind.MOST], lines[behind.MOST : MOST]
    shown, left_off = [*pressed, *map(_only_read, read)], len(lines[MOST:])
    more = [words["gathered.next"].fill()] if read else []
    more = [words["gathered.more"].fill(count=left_off)] if left_off else more
    said = [*(Markup(line[-1]["text"]["text"]) for line in shown), *more]
    row = [line[-1]["accessory"] for line in pressed]
    whole = words["gathered.aloud"].fill(title=title, things=Markup(" ".join(map(_sentence, said))))
    foot = context(words["gathered.foot"].fill())
    blocks = [section(Markup(f"*{title}*")), *chain(*shown), *map(section, more), foot]
    return Message(aloud(whole, row), blocks)


def _only_read(line: Sequence[Block]) -> list[Block]:
    """The same without its button: a message has five at most."""
    return [{name: part for name, part in block.items() if name != "accessory"} for block in line]


def _sentence(line: Markup) -> str:
    """As it is read aloud after another: it ends where it ends."""
    return line if line.endswith((".", "?", "!", "…")) else f"{line}."
