"""Brings Slack into line with what is stored: draws a round's cards, and posts or updates the difference.

One shower at a time works on a card (a lease). It draws the newest state, tells Slack, and draws anew where
that changed meanwhile, until what stands in Slack is what is stored. No call is made inside a transaction.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from bot.failpoints import failpoint
from bot.logs import failure
from bot.people import queries as people
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Card, Round
from bot.rounds.showing import outbox
from bot.rounds.showing.drawing import Drawing, Drawn, as_it_stands
from bot.rounds.showing.jobs import UNREACHED, Job, moved_on, next_job, refused
from bot.rounds.time.notices import GATHERED
from bot.slack import codes
from bot.slack.blocks import Message
from bot.slack.calls import SETTLED, Answer, call
from bot.slack.codes import Kind
from bot.store import Db, Store

log = logging.getLogger(__name__)

There = Callable[[str, str, Iterable[str]], bool]  # team, channel, people; False where nobody knows

PACE = timedelta(seconds=1)  # Slack takes about one message a second per channel (docs: rate-limits)
EVENT_TYPE = "alongside_card"
# From the claim to the call, at most: whoever is held up longer may meet a second shower, and stays silent.
_PROMPTLY = 5  # seconds
_LEASE = SETTLED + _PROMPTLY
_AFTER_TROUBLE = timedelta(minutes=1)


@dataclass(frozen=True)
class _Picture:
    """What a round's cards should say: as of one version of it, and of whom Slack refuses."""

    round_: Round
    wanted: dict[str, Drawing]
    refused: frozenset[str]
    known: bool | None = None  # whether Slack said just now who is in its channel; None: it was not asked

    def asks(self, job: Job) -> bool:
        """Whether it has to be asked first: something would be posted to somebody of a channel's."""
        return job.doing == "post" and job.card.direct and self.known is None and bool(self.channels)

    @property
    def channels(self) -> list[tuple[str, list[str]]]:
        """The channels of what it is about, each with who has a place there, or whose message it is."""
        if self.round_.kind == GATHERED:
            return [
                (thing.channel_id, [self.round_.host_id]) for thing in self.round_.things if thing.channel_id
            ]
        channel = self.round_.channel_id
        return [(channel, [seat.person_id for seat in self.round_.present])] if channel else []

    def holds(self, version: int | None, cards: list[Card]) -> bool:
        """Whether it would be drawn the same once more."""
        return (self.round_.version, self.refused) == (version, refused(cards))


class Show:
    """Keeps Slack in line. With `threads` it works by itself; without, `settle` does it in the caller's.

    `kinds` says how each (feature, kind) is drawn; `clock` is the practice's: when people were told. `there`
    asks who of these people is in that channel, before something is posted to them, and writes it down.
    """

    def __init__(
        self,
        store: Store,
        slack: WebClient,
        kinds: Mapping[tuple[str, str], Drawn],
        clock: Callable[[], datetime],
        there: There,
        threads: int = 0,
    ) -> None:
        self._store = store
        self._slack = slack
        self._kinds = kinds
        self._clock = clock
        self._there = there
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
            if picture.asks(job):
                known = all(self._there(team, *channel) for channel in picture.channels)
                picture, job = self._begin(team, round_id, known=known)
                continue
            failpoint("show.claimed")
            answer = self._tell(job) if self._in_time(job) else None
            failpoint("show.told")
            if answer and answer.kind is Kind.SENT and picture.round_.kind == GATHERED:
                self._gathered_told(picture.round_, job)
            with self._store.begin() as db:
                version = outbox.shown(db, team, round_id, db.machine_now())  # first: it locks the round
                cards = outbox.of_round(db, team, round_id)
                if answer:
                    cards = self._record(db, job, answer, cards)
                fresh = picture.holds(version, cards)
                job = self._next(db, picture, cards) if fresh else None
            failpoint("show.recorded")
            if not fresh:
                picture, job = self._begin(team, round_id, known=picture.known)

    def _begin(
        self, team: str, round_id: str, *, known: bool | None = None
    ) -> tuple[_Picture | None, Job | None]:
        """Draw it, and claim the first card to tell. By itself: what cannot be drawn undoes nothing else."""
        with self._store.begin() as db:
            round_ = queries.lock(db, team, round_id)
            kind = self._kinds.get((round_.feature, round_.kind))
            if kind is None:  # a practice that is not installed here: leave it as it is
                outbox.shown(db, team, round_id, None)
                return None, None
            if round_.kind == GATHERED:
                self._gather(db, round_)
            cards = outbox.of_round(db, team, round_id)
            picture = _Picture(round_, as_it_stands(db, kind, round_), refused(cards), known)
            return picture, self._next(db, picture, cards)

    def _gather(self, db: Db, round_: Round) -> None:
        """What somebody's own message is about, each with what may stand on its card."""
        there = queries.these(db, round_.team, round_.facts["things"])
        # Of a practice that is not installed here nothing can be said.
        round_.things = [thing for thing in there if (thing.feature, thing.kind) in self._kinds]
        drawn = {thing.id: self._kinds[thing.feature, thing.kind] for thing in round_.things}
        queries.unseal_all(db, round_.things, lambda thing, reply: drawn[thing.id].on_card(thing, reply))

    def _next(self, db: Db, picture: _Picture, cards: list[Card]) -> Job | None:
        """Claim the next card to tell; None if nothing is left, or has to wait."""
        round_ = picture.round_
        now, unsure = db.machine_now(), picture.known is False
        job, waits = next_job(round_, picture.wanted, cards, now, unsure=unsure)
        if job is None:
            waits += [now + _AFTER_TROUBLE] if unsure else []
            outbox.shown(db, round_.team, round_.id, min(waits, default=None))
            return None
        if picture.asks(job):
            return job  # not claimed yet
        if job.card.state == "fresh":
            outbox.add(db, job.card)
        if job.doing == "post":
            job.card.state = "sending"
        if job.doing == "update":  # until Slack has answered, nobody knows what stands there
            job.card.drawn = ""
        outbox.lease(db, job.card, _LEASE)
        return job

    def _in_time(self, job: Job) -> bool:
        """Whether the lease will outlive whatever we send now: a machine may sleep at any moment."""
        with self._store.read() as db:
            return outbox.holds(db, job.card, SETTLED)

    def _tell(self, job: Job) -> Answer:
        card, body = job.card, {"text": job.message.text, "blocks": list(job.message.blocks)}
        if job.doing == "update":
            return call(self._slack, "chat.update", channel=card.channel, ts=card.ts, **body)
        if job.doing == "look":
            return self._look(job)
        if job.doing == "delete":
            return call(self._slack, "chat.delete", channel=card.channel, ts=card.ts)
        if job.newer:
            return self._shrink(card, job.message, job.newer)
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

    def _gathered_told(self, own: Round, job: Job) -> None:
        """Before the message itself is recorded: these rounds are locked, and they come before it."""
        moments = {t.id: t.seat(own.host_id).gathered for t in own.things if t.seat(own.host_id).gathered}
        if job.doing in ("post", "look"):
            with self._store.begin() as db:
                queries.told(db, own.team, own.host_id, moments, self._clock())

    def _shrink(self, card: Card, message: Message, newer: Card) -> Answer:
        found = call(self._slack, "chat.getPermalink", channel=newer.channel, message_ts=newer.ts)
        if found.kind in (Kind.LATER, Kind.AMBIGUOUS):
            return found
        line = moved_on(message, str(found.data.get("permalink") or ""))
        body = {"text": line.text, "blocks": list(line.blocks)}
        return call(self._slack, "chat.update", channel=card.channel, ts=card.ts, **body)

    def _look(self, job: Job) -> Answer:
        """Did a post land that Slack never confirmed? `data` holds its channel and ts if so."""
        card, channel = job.card, job.card.place
        if card.direct:
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

    def _record(self, db: Db, job: Job, answer: Answer, cards: list[Card]) -> list[Card]:
        """Keep what Slack answered; the cards as they are then."""
        card, now = job.card, db.machine_now()
        kept = next((one for one in cards if one.id == card.id), None)
        if kept is None or kept.lease_until is None or kept.lease_until != card.lease_until:
            return cards  # somebody took over, and will see for themselves
        card.stays = kept.stays
        card.lease_until = None
        card.not_before = now + PACE
        if answer.kind is Kind.LATER:
            card.not_before = now + timedelta(seconds=answer.wait)
            if job.doing == "post":
                card.state = "new"
        elif answer.kind is Kind.AMBIGUOUS:
            card.not_before = now + timedelta(seconds=SETTLED)
        elif job.doing == "look" and not answer.data:
            # It never landed, or nobody may look: better twice than never.
            card.state, card.not_before = "new", now
        elif answer.kind is Kind.REFUSED:
            self._refused(db, job, answer)
        else:
            self._sent(db, job, answer, cards)
        outbox.save(db, card)
        return [card if one is kept else one for one in cards]

    def _refused(self, db: Db, job: Job, answer: Answer) -> None:
        """It is not tried again before there is something else to say; what may not be deleted shrinks.

        Where something stands already, and the place is not shut to us, nobody has to be told.
        """
        card = job.card
        card.error = answer.error
        if answer.means is codes.GONE and job.doing != "post":
            card.state = "gone"
        elif job.doing == "delete":
            card.stays = True
            outbox.stays(db, card.team, str(card.channel), str(card.ts))
        else:
            tried = job.doing == "post" or (answer.means is codes.SHUT and not job.newer)
            card.state, card.drawn = "parked" if tried else "stuck", job.digest
        log.warning("Slack refused a card of round %s: %s", card.round_id, answer.error)

    def _sent(self, db: Db, job: Job, answer: Answer, cards: list[Card]) -> None:
        card = job.card
        if job.doing == "delete":
            card.state = "gone"
            card.moment = card.moment.removeprefix(UNREACHED)  # whom Slack misses may be told again
            return
        if job.newer:
            card.state, card.drawn = "shrunk", job.digest
            return
        if job.doing != "update":
            moment = card.moment.removesuffix(UNREACHED)
            queries.told(db, card.team, card.key, {card.round_id: moment}, self._clock())
            card.state, card.channel, card.ts = "sent", answer.data["channel"], answer.data["ts"]
            if card.direct:
                people.keep_dm(db, card.team, card.place, answer.data["channel"])
        else:
            card.state = "sent"  # the app may write there again, where it might not
        # After a look nobody knows what the found message says: it is drawn again.
        card.drawn = "" if job.doing == "look" else job.digest
        for old in cards:
            if old.key == card.key and old.id != card.id and old.state == "parked":
                old.state = "sent" if old.ts else "gone"  # reached again: there is nothing to tell the host
                outbox.save(db, old)
