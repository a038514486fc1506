"""Brings Slack into line with what is stored: draws a round's cards, and posts or updates the difference.

One shower at a time works on a card (a lease). It draws the newest state, tells Slack, and draws anew where
that changed meanwhile, until what stands in Slack is what is stored. No call is made inside a transaction.
"""

import json
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from bot.failpoints import failpoint
from bot.logs import failure
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Card, Round, Status, new_id
from bot.rounds.showing import closing, outbox
from bot.rounds.showing.drawing import Drawing, Drawn
from bot.slack.blocks import Message, context, section
from bot.slack.calls import SETTLED, Answer, Kind, call
from bot.store import Db, Store
from bot.words import phrase

log = logging.getLogger(__name__)

PACE = timedelta(seconds=1)  # Slack takes about one message a second per channel (docs: rate-limits)
EVENT_TYPE = "alongside_card"
# From the claim to the call, at most: whoever is held up longer may meet a second shower, and stays silent.
_PROMPTLY = 5  # seconds
_LEASE = SETTLED + _PROMPTLY
_AFTER_TROUBLE = timedelta(minutes=1)
_TOLD = "!"  # ends the moment of a host's card that says whom Slack does not reach
_GONE = {"message_not_found", "cant_update_message", "edit_window_closed"}


@dataclass(frozen=True)
class _Job:
    card: Card
    message: Message
    doing: str  # post, look, update
    thread_ts: str | None = None


@dataclass(frozen=True)
class _Picture:
    """What a round's cards should say: as of one version of it, and of whom Slack refuses."""

    round_: Round
    wanted: dict[str, Drawing]
    refused: frozenset[str]

    def holds(self, version: int | None, cards: list[Card]) -> bool:
        """Whether it would be drawn the same once more."""
        return (self.round_.version, self.refused) == (version, _refused(cards))


class Show:
    """Keeps Slack in line. With `threads` it works by itself; without, `settle` does it in the caller's.

    `kinds` says how each (feature, kind) is drawn.
    """

    def __init__(
        self, store: Store, slack: WebClient, kinds: Mapping[tuple[str, str], Drawn], threads: int = 0
    ) -> None:
        self._store = store
        self._slack = slack
        self._kinds = kinds
        self._pool = ThreadPoolExecutor(threads, "show") if threads else None
        self._busy: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()
        self._lock = Lock()
        store.after_commit.append(self.wake)

    def wake(self, rounds: set[tuple[str, str]]) -> None:
        """These rounds changed: bring them into line soon."""
        if self._pool is None:
            return
        for which in rounds:
            with self._lock:
                busy = which in self._busy
                (self._again if busy else self._busy).add(which)
            if not busy:
                # It may be stopping already: what is left over is found at the next start.
                with suppress(RuntimeError):
                    self._pool.submit(self._work, which)

    def sweep(self) -> None:
        """Find what a crash, a limit or an outage left behind."""
        with self._store.read() as db:
            found = outbox.unshown(db)
        self.wake(set(found))

    def settle(self) -> bool:
        """Bring everything into line that may be now, in this thread; True if there was anything."""
        with self._store.read() as db:
            found = outbox.unshown(db)
        for team, round_id in found:
            self._bring(team, round_id)
        return bool(found)

    def close(self) -> None:
        """Let what is being told end, and tell no more."""
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self, which: tuple[str, str]) -> None:
        try:
            self._bring(*which)
        except Exception as error:  # noqa: BLE001 - a later sweep tries again; one round stops no other
            log.error("show failed for round %s: %s", which[1], failure(error))
            self._put_off(*which)
        with self._lock:
            self._busy.discard(which)
            again = which in self._again
            self._again.discard(which)
        if again:
            self.wake({which})

    def _put_off(self, team: str, round_id: str) -> None:
        with suppress(Exception), self._store.begin() as db:
            outbox.shown(db, team, round_id, db.machine_now() + _AFTER_TROUBLE)

    def _bring(self, team: str, round_id: str) -> None:
        picture, job = self._begin(team, round_id)
        while picture and job:
            failpoint("show.claimed")
            answer = self._tell(job) if self._in_time(job) else None
            failpoint("show.told")
            with self._store.begin() as db:
                version = outbox.shown(db, team, round_id, db.machine_now())  # first: it locks the round
                cards = outbox.of_round(db, team, round_id)
                if answer:
                    cards = self._record(db, job, answer, cards)
                fresh = picture.holds(version, cards)
                job = self._next(db, picture, cards) if fresh else None
            failpoint("show.recorded")
            if not fresh:
                picture, job = self._begin(team, round_id)

    def _begin(self, team: str, round_id: str) -> tuple[_Picture | None, _Job | None]:
        """Draw it, and claim the first card to tell. By itself: what cannot be drawn undoes nothing else."""
        with self._store.begin() as db:
            round_ = queries.lock(db, team, round_id)
            kind = self._kinds.get((round_.feature, round_.kind))
            if kind is None:  # a practice that is not installed here: leave it as it is
                outbox.shown(db, team, round_id, None)
                return None, None
            queries.unseal(db, round_, lambda reply: kind.on_card(round_, reply))
            closing.count(db, round_)
            cards = outbox.of_round(db, team, round_id)
            picture = _Picture(round_, kind.draw(round_), _refused(cards))
            return picture, self._next(db, picture, cards)

    def _next(self, db: Db, picture: _Picture, cards: list[Card]) -> _Job | None:
        """Claim the next card to tell; None if nothing is left, or has to wait."""
        round_ = picture.round_
        wanted = _told_host(round_, picture.wanted, cards)
        job, waits = _next_job(round_, wanted, cards, db.machine_now())
        if job is None:
            outbox.shown(db, round_.team, round_.id, min(waits, default=None))
            return None
        if job.card.state == "fresh":
            outbox.add(db, job.card)
        if job.doing == "post":
            job.card.state = "sending"
        outbox.lease(db, job.card, _LEASE)
        return job

    def _in_time(self, job: _Job) -> bool:
        """Whether the lease will outlive whatever we send now: a machine may sleep at any moment."""
        with self._store.read() as db:
            return outbox.holds(db, job.card, SETTLED)

    def _tell(self, job: _Job) -> Answer:
        card, body = job.card, {"text": job.message.text, "blocks": list(job.message.blocks)}
        if job.doing == "update":
            return call(self._slack, "chat.update", channel=card.channel, ts=card.ts, **body)
        if job.doing == "look":
            return self._look(job)
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"card": card.id}}
        return call(
            self._slack,
            "chat.postMessage",
            channel=card.place,
            thread_ts=job.thread_ts,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
            **body,
        )

    def _look(self, job: _Job) -> Answer:
        """Did a post land that Slack never confirmed? `data` holds its channel and ts if so."""
        card, channel = job.card, job.card.place
        if card.place.startswith(("U", "W")):
            opened = call(self._slack, "conversations.open", users=card.place)
            if not opened.ok:
                return opened
            channel = opened.data["channel"]["id"]
        where: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if job.thread_ts:
            found = call(self._slack, "conversations.replies", ts=job.thread_ts, **where)
        else:
            found = call(self._slack, "conversations.history", **where)
        for message in found.data.get("messages", []):
            if message.get("metadata", {}).get("event_payload", {}).get("card") == card.id:
                return Answer(Kind.SENT, {"channel": channel, "ts": message["ts"]})
        return replace(found, data={})

    def _record(self, db: Db, job: _Job, answer: Answer, cards: list[Card]) -> list[Card]:
        """Keep what Slack answered; the cards as they are then."""
        card, now = job.card, db.machine_now()
        kept = next((one for one in cards if one.id == card.id), None)
        if kept is None or kept.lease_until is None or kept.lease_until != card.lease_until:
            return cards  # somebody took over, and will see for themselves
        card.lease_until = None
        card.not_before = now + PACE
        if answer.kind is Kind.LATER:
            card.not_before = now + timedelta(seconds=answer.wait)
            if job.doing == "post":
                card.state = "new"
            if job.doing == "look" and answer.error == "missing_scope":
                card.state = "new"  # nobody may look: better twice than never
                card.not_before = now
        elif answer.kind is Kind.AMBIGUOUS:
            card.not_before = now + timedelta(seconds=SETTLED)
        elif answer.kind is Kind.REFUSED:
            gone = job.doing == "update" and answer.error in _GONE
            card.state, card.error = ("gone" if gone else "parked"), answer.error
            card.drawn = _digest(job.message)  # tried: not again before there is something else to say
            log.warning("Slack refused a card of round %s: %s", card.round_id, answer.error)
        elif job.doing == "look" and not answer.data:
            card.state, card.not_before = "new", now  # it never landed: post it
        else:
            self._sent(db, job, answer, cards)
        outbox.save(db, card)
        return [card if one is kept else one for one in cards]

    def _sent(self, db: Db, job: _Job, answer: Answer, cards: list[Card]) -> None:
        card = job.card
        if job.doing != "update":
            card.state, card.channel, card.ts = "sent", answer.data["channel"], answer.data["ts"]
            if card.place.startswith(("U", "W")):
                people.keep_dm(db, card.team, card.place, answer.data["channel"])
        elif card.state == "parked":
            card.state = "sent"  # the app may write there again
        # After a look nobody knows what the found message says: it is drawn again.
        card.drawn = "" if job.doing == "look" else _digest(job.message)
        if job.doing == "update" and card.moment == "shrunk":
            card.state = "gone"
        for old in cards:
            if old.key == card.key and old.id != card.id and old.state == "parked":
                old.state = "gone"  # reached again: there is nothing to tell the host
                outbox.save(db, old)


def _next_job(
    round_: Round, wanted: dict[str, Drawing], cards: list[Card], now: datetime
) -> tuple[_Job | None, list[datetime]]:
    """The next thing to tell Slack, and until when the others wait."""
    waits: list[datetime] = []
    for key, drawing in wanted.items():
        mine = [card for card in cards if card.key == key]
        root = next((c for c in reversed(cards) if c.key == drawing.thread and c.state == "sent"), None)
        if drawing.thread and root is None:
            continue
        job = _for_card(round_, key, drawing, mine)
        if job is None:
            job = next((_shrink(card) for card in mine[:-1] if card.state == "sent"), None)
        if job is None:
            continue
        if root:
            job = replace(job, thread_ts=root.ts)
        beside = [card.not_before for card in cards if card.place == job.card.place]
        until = [t for t in (job.card.lease_until, job.card.not_before, *beside) if t and t > now]
        if not until:
            return job, []
        waits.append(max(until))
    return None, waits


def _refused(cards: list[Card]) -> frozenset[str]:
    """The keys of those that Slack refuses: a drawing may say so, too."""
    return frozenset(card.key for card in cards if card.state == "parked")


def _for_card(round_: Round, key: str, drawing: Drawing, mine: list[Card]) -> _Job | None:
    newest = mine[-1] if mine else None
    if newest is None or newest.state == "gone" or _rings(newest, drawing):
        generation = newest.generation + 1 if newest else 1
        fresh = Card(round_.team, new_id(), round_.id, key, drawing.place, generation, drawing.moment)
        return _Job(fresh, drawing.message, "post")
    if newest.state == "new":
        newest.moment = drawing.moment  # never posted: it rings once, for the newest
        return _Job(newest, drawing.message, "post")
    if newest.state == "sending":
        return _Job(newest, drawing.message, "look")
    if newest.state == "parked" and _shared(newest) and newest.drawn != _digest(drawing.message):
        return _Job(newest, drawing.message, "update" if newest.ts else "post")
    if newest.state == "sent" and newest.drawn != _digest(drawing.message):
        return _Job(newest, drawing.message, "update")
    return None


def _rings(newest: Card, drawing: Drawing) -> bool:
    heard = (newest.moment, newest.moment.removesuffix(_TOLD))  # to take that line away needs no ring
    return newest.state in ("sent", "parked") and drawing.moment not in heard


def _shared(card: Card) -> bool:
    """Whether it stands in a channel: it has no ringing moments at which it would be tried again."""
    return not card.place.startswith(("U", "W"))


def _shrink(card: Card) -> _Job:
    card.moment = "shrunk"
    return _Job(card, _moved_on(), "update")


def _moved_on() -> Message:
    line = phrase("common.moved_on").fill()
    return Message(line, [context(line)])


def _told_host(round_: Round, wanted: dict[str, Drawing], cards: list[Card]) -> dict[str, Drawing]:
    """Where and whom Slack refuses, the host is told once: on their card, or on one of its own."""
    host_id = round_.host_id
    names = ", ".join(seat.name for seat in round_.others(host_id) if seat.unreached)
    open_ = round_.status in (Status.RUNNING, Status.PAUSED)
    shut = open_ and any(card.place == round_.channel_id and card.state == "parked" for card in cards)
    if not (names or shut) or not any(seat.person_id == host_id for seat in round_.present):
        told = any(card.key == host_id and card.moment == _TOLD and card.state == "sent" for card in cards)
        over = Drawing(host_id, _TOLD, _moved_on())  # that card was there for nothing else
        return {host_id: over, **wanted} if told else wanted
    line = phrase("common.unposted").fill() if shut else phrase("common.unreached").fill(names=names)
    host = wanted.get(host_id) or Drawing(host_id, "", Message("", []))
    message = Message(f"{host.message.text} {line}".strip(), [*host.message.blocks, section(line)])
    return {**wanted, host_id: replace(host, moment=f"{host.moment}{_TOLD}", message=message)}


def _digest(message: Message) -> str:
    plain: Any = [message.text, list(message.blocks)]
    return blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=16).hexdigest()
