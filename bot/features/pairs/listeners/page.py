"""From Slack: a pair's page is read, written on, and what one of them changed is seen."""

from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock
from bot.features.pairs.cards import words
from bot.features.pairs.flow import page as rules
from bot.features.pairs.flow.standing import may_read, member
from bot.features.pairs.forms import page as pages
from bot.features.pairs.models import NAME, PAIR, PARTS
from bot.features.pairs.queries import save
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import Presses, split
from bot.rounds.showing.around import LookAround
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store

DOOR = Door(NAME, PAIR, may_read)
press = Presses(DOOR, words, save)


def of_place(pairs: Sequence[Pair], channel: str) -> Sequence[Pair]:
    """The pair whose own channel that is; else all of these."""
    return [pair for pair in pairs if channel and pair.channel_id == channel] or pairs


def here(channel: str, who: Who, store: Store, clock: Clock, around: LookAround) -> View:
    """The page of the pair of this place, or of one's only one; where it may be several, which."""
    with store.read() as db:
        pairs = of_place(people.pairs_of(db, who.team, who.id), channel)
        if len(pairs) > 1:
            return pages.which(pairs, who.id)
        return _page(db, pairs[0].id, who, around, clock())


def _page(db: Db, pair_id: str, who: Who, around: LookAround, now: datetime) -> View:
    round_ = DOOR.look(db, pair_id, who)
    member(round_, who.id)
    return pages.page(round_, who.id, around(db, who.team, pair_id, who.id, now))


def opened(value: str, who: Who, store: Store, clock: Clock, around: LookAround) -> View:
    with store.read() as db:
        return _page(db, split(value)[0], who, around, clock())


def seen(
    ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, around: LookAround
) -> None:
    """They have seen these very changes."""
    (round_id, ids), now = split(value), clock()
    with store.begin() as db:
        round_ = DOOR.held(db, round_id, who)
        member(round_, who.id)
        if first_time(db, asked, now):
            rules.see(round_, who.id, ids.split(","))
            save(db, round_, now)
        page = _page(db, round_id, who, around, now)
    ack(page)


def change(round_: Round, person_id: str, part: str) -> View:
    member(round_, person_id)
    if part not in PARTS:
        raise Refusal("common.not_here_any_more")
    return pages.write(round_, person_id, part)


def put_note(value: str, who: Who, store: Store, clock: Clock, around: LookAround) -> View:
    """A note that they kept of a line's question, in the form: theirs to change, and to send or not."""
    pair_id, about = split(value)
    field, _, note = about.partition(",")
    with store.read() as db:
        round_ = DOOR.look(db, pair_id, who)
        member(round_, who.id)
        kept = {one.reply_id: one.text for one in around(db, who.team, pair_id, who.id, clock()).kept}
    part = next((part for part, fields in PARTS.items() if field in fields), None)
    if part is None or note not in kept:
        raise Refusal("common.not_here_any_more")
    return pages.write(round_, who.id, part, {field: kept[note][: pages.LINE_MAX]})


def wrote(
    ack: Ack,
    asked: Asked,
    meta: str,
    form: Form,
    who: Who,
    store: Store,
    clock: Clock,
    around: LookAround,
) -> None:
    """Where somebody else wrote in the same lines meanwhile, the form says so and keeps what was typed."""
    round_id, about = split(meta)
    part, *known = about.split(",")
    typed, now = {field: form.text(field) for field in PARTS.get(part, ())}, clock()
    with store.begin() as db:
        round_ = DOOR.held(db, round_id, who)
        member(round_, who.id)
        page = None
        if first_time(db, asked, now):
            crossed = rules.crossed(round_, typed, known)
            if crossed:
                kept = rules.kept(round_, typed, known)
                page = pages.write(round_, who.id, part, kept, crossed)
            else:
                rules.write(round_, who.id, typed, known, now)
                save(db, round_, now)
        page = page or _page(db, round_id, who, around, now)
    ack(page)


SHOWS: Listeners = {
    "pairs.page": opened,
    "pairs.put_note": put_note,
    "pairs.change": press.opens_about(change),
}
ACTIONS: Listeners = {"pairs.seen": seen}
FORMS: Listeners = {"pairs.write": wrote}
