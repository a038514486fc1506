"""What is to be told to Slack next, of a round's cards: plain functions, which ask nobody.

Only a ringing moment posts. A card posted anew is confirmed first; then the old one goes: in a direct message
it is deleted, unless it `stays`; elsewhere it shrinks to its title and a link to the newest one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.rounds.keeping.models import Card, Round, new_id
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.paces import LEASE, PACE, Wait
from bot.rounds.showing.sentences import aloud, plain_names
from bot.rounds.time.notices import GATHERED
from bot.slack import codes
from bot.slack.blocks import Message, button, buttons, context, section
from bot.slack.quoting import said_in
from bot.slack.text import cut, safe
from bot.words import Markup, escape, phrase

LET_GO = "alongside.let_go"
OWED = "owed"  # the key of the card that says what a channel did not take
_STILL = "stands!"  # the moment of the same card where it says what still shows words that are deleted
UNREACHED = "!"  # ends the moment of a host's card that says whom Slack does not reach
_STANDS = ("sent", "stuck")  # in Slack, as it was posted or last updated
_DAY = timedelta(days=1)
_TITLE = 100  # characters
_NOTHING = Message("", [])
_NAMELESS = "–"  # for a title of which nothing can be seen


@dataclass(frozen=True)
class Job:
    """One card to tell: `doing` is post, look (did it land?), update, delete or shrink.

    `message` is how it should stand; of one that shrinks, how the `newer` one does.
    """

    card: Card
    message: Message
    doing: str
    thread_ts: str | None = None
    newer: Card | None = None

    @property
    def digest(self) -> str:
        """What stands in Slack when it is done."""
        if self.newer is None:
            return self.message.digest
        return moved_on(self.message, str(self.newer.ts)).digest


def next_jobs(
    round_: Round,
    wanted: Mapping[str, Drawing],
    cards: Sequence[Card],
    now: datetime,
    *,
    unsure: bool = False,
    gone: bool = False,
) -> tuple[list[Job], list[Wait]]:
    """What to tell Slack now (by the machine's time), what rings first; and what the other cards wait for.

    One in each place: Slack takes about a message a second there. `unsure`: nobody knows who is in its
    channel. People's own cards wait then; its host is told all the same what was not posted there. `gone`:
    the words that stood on its cards are deleted, and what still shows them is tried again and again.
    """
    wanted = _told_host(round_, wanted, cards, gone=gone)
    over = [job for card in cards if card.key not in wanted and (job := _over(card, cards))]
    wanted = _to_whom_is_here(round_, wanted)
    if unsure:
        told = [
            key
            for key, d in wanted.items()
            if not d.place.startswith(("U", "W")) or d.moment.endswith(UNREACHED)
        ]
        wanted = {key: wanted[key] for key in told}
    again = _once_more(cards, now) if gone else []
    found = {key: job for key in wanted if (job := _of_key(round_, key, wanted, cards))}
    doable = [job for key, job in found.items() if not _comes_after(wanted[key], found, cards, now)]
    jobs: dict[str, Job] = {}
    waits: list[Wait] = again
    for job in [*sorted(doable, key=lambda job: job.doing != "post"), *over]:
        place = job.card.place
        if until := _waits(job.card, cards, now):
            waits.append(until)
        elif place in jobs:
            waits.append(Wait(now + PACE))
        else:
            jobs[place] = job
    return list(jobs.values()), waits


def _of_key(round_: Round, key: str, wanted: Mapping[str, Drawing], cards: Sequence[Card]) -> Job | None:
    """What is to be done for that one: its newest card first, then those before it."""
    drawing = wanted[key]
    mine = [card for card in cards if card.key == key]
    # What Slack may have taken is looked for, even where its card is gone.
    under = (*_STANDS, "gone") if mine and mine[-1].state == "sending" else _STANDS
    root = next((c for c in reversed(cards) if c.key == drawing.thread and c.state in under), None)
    if drawing.thread and root is None:
        return None
    has_thread = any(other.thread == key for other in wanted.values())
    job = _for_card(round_, key, drawing, mine) or _retire(mine, drawing.message, has_thread)
    return replace(job, thread_ts=root.ts) if job and root else job


def _comes_after(drawing: Drawing, found: Mapping[str, Job], cards: Sequence[Card], now: datetime) -> bool:
    """Whether it would say what became of another card before that is known."""
    first = found.get(drawing.after)
    if first is None:
        return False
    return first.doing not in ("post", "look") or _waits(first.card, cards, now) is None


def refused(cards: Sequence[Card]) -> frozenset[str]:
    """The keys of those that Slack refuses: a drawing may say so, too."""
    return frozenset(card.key for card in cards if card.state == "parked")


def reached_again(cards: Sequence[Card], told: Sequence[Card]) -> list[Card]:
    """Those that Slack had refused, now that it took a newer one: there is nothing to tell the host."""
    took = {card.key for card in told if card.state == "sent"}
    refused_ = [card for card in cards if card.key in took and card.state == "parked"]
    return [replace(card, state="sent" if card.ts else "gone") for card in refused_]


def moved_on(newer: Message, link: str) -> Message:
    """What is left of a card that cannot go: its title, and the way to the newest one ("" for none)."""
    title = _title(newer) or _NAMELESS
    said = phrase("common.moved_on").fill(title=title)
    line = phrase("common.moved_to").fill(title=title, link=escape(link)) if link else said
    return Message(newer.text if newer.hushed else said, [context(line)])


def _waits(card: Card, cards: Sequence[Card], now: datetime) -> Wait | None:
    """Until when it is somebody else's, or has to wait for the pace of its place.

    No wait is longer than the longest it can mean: the clock was set back.
    """
    beside = [one.not_before for one in cards if one.place == card.place]
    until = [at for at in (card.lease_until, card.not_before, *beside) if at and now < at <= now + LEASE]
    held = [card.held] if card.held and card.held > now and card.state not in ("fresh", "new") else []
    return Wait(max(until + held)) if until or held else None


def _for_card(round_: Round, key: str, drawing: Drawing, mine: Sequence[Card]) -> Job | None:
    newest = mine[-1] if mine else None
    if newest is None or _rings(newest, drawing):
        generation = newest.generation + 1 if newest else 1
        fresh = Card(round_.team, new_id(), round_.id, key, drawing.place, generation, drawing.moment)
        return Job(fresh, drawing.message, "post")
    if newest.state == "new":
        newest.moment = drawing.moment  # never posted: it rings once, for the newest
        return Job(newest, drawing.message, "post")
    if newest.state == "sending":
        return Job(newest, drawing.message, "look")
    again = newest.state in _STANDS or (newest.state == "parked" and not (newest.direct and newest.drawn))
    if again and newest.drawn != drawing.message.digest:
        # In a channel there are no ringing moments at which a refused one would be tried again.
        # One that nobody sees (`Seat.unasked`) stands nowhere, and rings no more often than others do.
        stands = newest.ts or newest.state == "sent"
        return Job(newest, drawing.message, "update" if stands else "post")
    return None


def _rings(newest: Card, drawing: Drawing) -> bool:
    heard = (newest.moment, newest.moment.removesuffix(UNREACHED))  # to take that line away needs no ring
    return newest.state in (*_STANDS, "parked", "gone") and drawing.moment not in heard


def _retire(mine: Sequence[Card], newest: Message, has_thread: bool) -> Job | None:
    """An old one whose newer one is confirmed: it goes, or shrinks and always leads to the newest."""
    if not mine or not mine[-1].ts:
        return None
    for card in mine[:-1]:
        if card.direct and not card.stays and not has_thread and card.state in _STANDS:
            return Job(card, _NOTHING, "delete")
        job = Job(card, newest, "shrink", newer=mine[-1])
        if card.ts and card.state in (*_STANDS, "parked", "shrunk") and card.drawn != job.digest:
            return job
    return None


def _over(card: Card, cards: Sequence[Card]) -> Job | None:
    """A card in which nothing is left: what it told a host is settled, or it was somebody's own message."""
    done = card.moment == _STILL
    left = (done and not _still(cards)) or card.moment == UNREACHED or card.moment.startswith(GATHERED)
    if not left or card.state != "sent":
        return None
    if not card.stays and not done:
        return Job(card, _NOTHING, "delete")
    line = phrase("common.owed.done" if done else "common.settled").fill()
    job = Job(card, Message(line, [context(line)]), "update")
    return job if card.drawn != job.digest else None


def _once_more(cards: Sequence[Card], now: datetime) -> list[Wait]:
    """Slack may let us change by now what it did not: after a day, later the longer it has stood."""
    waits = []
    for card in _still(cards):
        stands = now - datetime.fromtimestamp(float(card.ts or 0), UTC)
        due = min(card.not_before or now, now) + max(_DAY, stands / 10)
        if due > now:
            waits.append(Wait(due))
        else:
            card.drawn = ""
    return waits


def _still(cards: Sequence[Card]) -> list[Card]:
    """Those that stand as they were, because Slack did not let us change them."""
    return [card for card in cards if card.ts and card.state in ("stuck", "parked")]


def _told_host(
    round_: Round, wanted: Mapping[str, Drawing], cards: Sequence[Card], *, gone: bool = False
) -> Mapping[str, Drawing]:
    """Whom Slack does not reach, what a channel did not take, what still stands: the host is told once."""
    if gone and any(drawing.tells for drawing in wanted.values()):
        return wanted
    if gone and (still := _still(cards)) and _is_there(round_, round_.host_id):
        return {**wanted, OWED: _still_stands(round_, still)}
    return _owed(round_, _unreached(round_, wanted), cards)


def _unreached(round_: Round, wanted: Mapping[str, Drawing]) -> Mapping[str, Drawing]:
    """Whom Slack refuses, the host is told once: on their card, or on one of its own."""
    host_id = round_.host_id
    names = plain_names(seat for seat in round_.others(host_id) if seat.unreached)
    if not names or not _is_there(round_, host_id):
        return wanted
    line = phrase("common.unreached").fill(names=names)
    host = wanted.get(host_id) or Drawing(host_id, "", _NOTHING)
    said, blocks = f"{host.message.text} {line}".strip(), [*host.message.blocks, section(line)]
    message = Message(said, blocks, hushed=host.message.hushed)
    return {**wanted, host_id: replace(host, moment=f"{host.moment}{UNREACHED}", message=message)}


def _owed(round_: Round, wanted: Mapping[str, Drawing], cards: Sequence[Card]) -> Mapping[str, Drawing]:
    """What its channel did not take, the host is told once, on a card of its own, until it was said there."""
    newest = {card.key: card for card in cards}.values()
    parked = next((c for c in newest if c.place == round_.channel_id and c.state == "parked"), None)
    if parked is None or not _is_there(round_, round_.host_id):
        return wanted
    line = phrase(f"common.owed.{_why_not(parked)}").fill(channel=Markup(f"<#{round_.channel_id}>"))
    row = [button(phrase("common.owed.let_go"), LET_GO, round_.id)]
    told = Message(aloud(line, row), [section(line), buttons(*row)])
    return {**wanted, OWED: Drawing(round_.host_id, UNREACHED, told)}


def _why_not(parked: Card) -> str:
    """Why Slack did not take it: its place takes nothing, or only this one is refused."""
    method = "chat.update" if parked.ts else "chat.postMessage"
    return codes.means(method, str(parked.error)).shut or "one"


def _still_stands(round_: Round, still: Sequence[Card]) -> Drawing:
    """That words which are deleted here may still be read in Slack, and where."""
    names = {seat.person_id: plain_names([seat]) for seat in round_.seats}
    places_ = dict.fromkeys(card.place for card in still)
    lines = [
        phrase("common.owed.stands").fill(name=names[place])
        if place in names
        else phrase("common.owed.stands_there").fill(channel=Markup(f"<#{place}>"))
        for place in places_
    ]
    line = Markup("\n".join([*lines, phrase("common.owed.on_it").fill()]))
    return Drawing(round_.host_id, _STILL, Message(line, [section(line)]))


def _is_there(round_: Round, person_id: str) -> bool:
    return any(seat.person_id == person_id for seat in round_.present)


def _to_whom_is_here(round_: Round, wanted: Mapping[str, Drawing]) -> Mapping[str, Drawing]:
    """Whoever is not in the channel just now is told nothing, and what they have stays as it is."""
    outside = [seat.person_id for seat in round_.seats if seat.outside]
    return {key: drawing for key, drawing in wanted.items() if drawing.place not in outside}


def _title(message: Message) -> str:
    """What a card is about: the question on it, else its first line."""
    said = next(filter(None, map(said_in, message.blocks)), "")
    if said:
        return safe(said, _TITLE)
    lines = [block["text"]["text"] for block in message.blocks if block["type"] in ("section", "header")]
    first = lines[0].partition("\n")[0] if lines else message.text
    return Markup(cut(first, _TITLE, markup=True))
