"""Brings Slack into line with what is stored: draws a round's cards, and posts or updates the difference.

One shower at a time works on a round: it claims those of its cards that are free (a lease each), tells Slack,
and records what became of them, until what stands in Slack is what is stored. Whose turn it is says the
database. No call is made inside a transaction.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from threading import Lock, Timer
from typing import Any

from slack_sdk import WebClient
from sqlalchemy import RowMapping

from bot.failpoints import failpoint
from bot.logs import failure
from bot.people import queries as people
from bot.rounds.keeping import places, queries
from bot.rounds.keeping.models import Card, Round, Turn
from bot.rounds.keeping.tables import POST
from bot.rounds.showing import outbox, paces
from bot.rounds.showing.drawing import Drawing, Drawn, are_gone, as_it_stands
from bot.rounds.showing.hush import hushed
from bot.rounds.showing.jobs import UNREACHED, Job, moved_on, next_jobs, reached_again, refused
from bot.rounds.showing.paces import CHANGE, DEFAULT, LEASE, PACE, PROMPTLY, Bucket, Wait
from bot.rounds.time.notices import GATHERED
from bot.slack import codes
from bot.slack.asked import MARK
from bot.slack.blocks import Message
from bot.slack.calls import SETTLED, Answer, call
from bot.slack.codes import Kind
from bot.slack.spaces import ClientOf
from bot.store import Db, Store, again

log = logging.getLogger(__name__)

There = Callable[[str, str, Iterable[str]], bool]  # team, channel, people; False where nobody knows

_AFTER_TROUBLE = timedelta(minutes=1)
_AT_ONCE = 20  # cards that are claimed together, at most
_JUST_NOW = timedelta(seconds=1)
_SOON = 2  # seconds
_WHOSE_TURN = ("", "")


@dataclass(frozen=True)
class _Picture:
    """What a round's cards should say: as of one version of it, and of whom Slack refuses."""

    round_: Round
    wanted: dict[str, Drawing]
    known: bool | None  # whether Slack said just now who is in its channel; None: it was not asked
    refused: frozenset[str] = frozenset()
    gone: bool = False  # whether the words that stood on its cards are deleted

    @property
    def unasked(self) -> frozenset[str]:
        """Those who see nothing of it."""
        return frozenset(seat.person_id for seat in self.round_.seats if seat.unasked)

    def asks(self, jobs: Iterable[Job]) -> bool:
        """Whether it has to be asked first: something would be posted to somebody of a channel's."""
        posted = any(job.doing == "post" and job.card.direct for job in jobs)
        return posted and self.known is None and bool(self.channels)

    @property
    def channels(self) -> list[tuple[str, list[str]]]:
        """The channels of what it is about, each with who has a place there, or whose message it is."""
        if self.round_.kind == GATHERED:
            return [
                (thing.channel_id, [self.round_.host_id]) for thing in self.round_.things if thing.channel_id
            ]
        channel = self.round_.channel_id
        return [(channel, [seat.person_id for seat in self.round_.present])] if channel else []


@dataclass(frozen=True)
class _Turn:
    """What a shower has taken on: a round, all its cards as they were then, and what to do with which.

    `waits`: what the others wait for; `paced`: the keys of those that wait for a pace; `began`: when it was
    not begun yet, by what this machine takes the time to be.
    """

    row: RowMapping
    picture: _Picture
    cards: list[Card]
    jobs: list[Job]
    waits: list[Wait]
    began: datetime
    paced: frozenset[str] = frozenset()

    @property
    def until(self) -> datetime:
        """The end of our leases, and their name: nobody else has the same."""
        moment: datetime = self.row["show_at"]
        return moment

    @property
    def taken(self) -> datetime:
        """When it was taken, by the machine's time."""
        return self.until - LEASE


@dataclass(frozen=True)
class _Told:
    """What Slack answered, and when (by the machine's time)."""

    answer: Answer
    at: datetime


class Show:
    """Keeps Slack in line. With `threads` it works by itself; without, `settle` does it in the caller's.

    `slack`: a workspace's client. `kinds` says how each (feature, kind) is drawn; `clock` is the practice's:
    when people were told. `there` asks who of these people is in that channel, before something is posted to
    them, and writes it down. `bucket`: how many messages a workspace gets; `hushes`: no locked screen says
    what they are about.
    """

    def __init__(
        self,
        store: Store,
        slack: ClientOf,
        kinds: Mapping[tuple[str, str], Drawn],
        clock: Callable[[], datetime],
        there: There,
        threads: int = 0,
        bucket: Bucket = DEFAULT,
        *,
        hushes: bool = False,
    ) -> None:
        self._store = store
        self._slack = slack
        self._kinds = kinds
        self._clock = clock
        self._there = there
        self._bucket = bucket
        self._hushes = hushes
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, "show") if threads else None
        self._call_takes = 0.0  # seconds, as far as is known
        # Of this process: what people caused just now, and how many more there are; those that are worked on,
        # and of them those that changed meanwhile; the paces that somebody waits for.
        self._caused: deque[tuple[str, str]] = deque()
        self._left_over = 0
        self._busy: set[str] = set()
        self._again: set[tuple[str, str]] = set()
        self._awaited: set[str] = set()
        self._working = self._on_others = self._news = 0
        self._soon: Timer | None = None
        self._closing = False
        self._lock = Lock()
        store.after_commit.append(self.wake)

    def wake(self, db: Db) -> None:
        """What it touched is to be brought into line; what people caused does not wait for its turn."""
        if db.by_time:
            self._work_on(len(db.touched))
        else:
            self._look_at(db.touched)

    def _look_at(self, rounds: Iterable[tuple[str, str]]) -> None:
        with self._lock:
            for which in rounds:
                if which[1] in self._busy:
                    self._again.add(which)
                elif which not in self._caused:
                    self._caused.append(which)
        self._work_on(0)

    def _work_on(self, others: int) -> None:
        """Let as many work as there is work for, as far as is known: `others` wait for their turn."""
        if self._pool is None:
            self._caused.clear()
            return
        with self._lock:
            self._news += 1
            self._left_over = max(self._left_over, others)
            wanted = len(self._caused) + self._left_over + len(self._busy)
            more = max(0, min(self._threads, wanted) - self._working)
            self._working += more
        # It may be stopping already: what is left over is found at the next start.
        with suppress(RuntimeError):
            for _ in range(more):
                self._pool.submit(self._work)

    def sweep(self) -> bool:
        """Find what a crash, a limit or an outage left behind, and whose time has come; False for none."""
        with self._store.read() as db:
            found = outbox.unshown(db, self._bucket)
        if found:
            self._work_on(len(found))
        return bool(found)

    def settle(self) -> bool:
        """Bring everything into line that may be now, in this thread; True if there was anything."""
        done = False
        while self._one([]):
            done = True
        return done

    def close(self) -> None:
        """Let what is being told end, and tell no more."""
        with self._lock:
            self._closing, soon = True, self._soon
        if soon:
            soon.cancel()
            soon.join()  # it may look just now
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(self) -> None:
        """One round after another, as long as there is any."""
        while (which := self._what_next()) is not None:
            caused = [one for one in [which] if one != _WHOSE_TURN]
            news, found = self._news, self._safely(caused)
            with self._lock:
                self._on_others -= 0 if caused else 1
                if not (caused or found) and news == self._news:
                    self._left_over = 0

    def _what_next(self) -> tuple[str, str] | None:
        """What people caused just now, else whose turn it is; some always stay free for what people cause."""
        with self._lock:
            if self._caused:
                return self._caused.popleft()
            if self._left_over and self._on_others < max(1, self._threads * 3 // 4):
                self._left_over -= 1
                self._on_others += 1
                return _WHOSE_TURN
            self._working -= 1
            return None

    def _safely(self, caused: Sequence[tuple[str, str]] = ()) -> bool:
        """The same as `_one`, where one round that fails stops no other."""
        taken: list[tuple[str, str]] = []
        try:
            return self._one(taken, *caused)
        except Exception as error:  # noqa: BLE001 - a later sweep tries again
            which = taken[0] if taken else ("", "")
            log.error("show failed for round %s: %s", which[1], failure(error))
            self._put_off(*which)
            return bool(taken)

    def _one(self, taken: list[tuple[str, str]], *caused: tuple[str, str]) -> bool:
        """Bring the round into line that people caused, or whose turn it is (it is noted in `taken`).

        False if there is none.
        """
        try:
            self._bring(taken, *caused)
        finally:
            self._let_go(taken)
        return bool(taken)

    def _let_go(self, taken: list[tuple[str, str]]) -> None:
        with self._lock:
            self._busy -= {round_id for _, round_id in taken}
            again = self._again & set(taken)
            self._again -= again
        if again:
            self._look_at(again)

    def _put_off(self, team: str, round_id: str) -> None:
        with suppress(Exception), self._store.begin() as db:
            outbox.put_off(db, team, round_id, db.machine_now() + _AFTER_TROUBLE)

    def _bring(self, taken: list[tuple[str, str]], *caused: tuple[str, str]) -> None:
        """Take a round on, tell Slack, and record what it said."""
        turn = again(lambda: self._begin(taken, *caused))
        if turn and turn.picture.asks(turn.jobs):
            known = all(self._there(turn.picture.round_.team, *one) for one in turn.picture.channels)
            turn = again(lambda: self._begin(taken, known=known))
        if turn and turn.jobs:
            failpoint("show.claimed")
            told = [(job, self._tell_in_time(turn, job)) for job in turn.jobs]
            failpoint("show.told")
            self._end(turn, told)
            failpoint("show.recorded")

    def _begin(
        self, taken: list[tuple[str, str]], *caused: tuple[str, str], known: bool | None = None
    ) -> _Turn | None:
        """Draw it, and claim what may be told now. By itself: what cannot be drawn undoes nothing else."""
        with self._store.begin() as db:
            began = self._store.nearly_now()
            row = self._take(db, taken, *caused)
            if row is None:
                return None
            now: datetime = row["show_at"] - LEASE
            picture = self._picture(db, row, known)
            if picture is None:
                outbox.shown(db, row, None, now)
                return None
            cards = outbox.of_round(db, row["team"], row["id"], now)
            jobs, waits = self._next(picture, cards, now)
            turn = _Turn(row, replace(picture, refused=refused(cards)), cards, jobs, waits, began)
            if picture.asks(jobs):
                return turn  # nothing is claimed yet
            turn = self._at_their_pace(db, turn)
            if turn.jobs:
                _claim(db, turn)
            else:
                outbox.shown(db, row, _far_off(db, row, self._soonest(turn.waits, now), now), now)
            return turn

    def _take(self, db: Db, taken: list[tuple[str, str]], *caused: tuple[str, str]) -> RowMapping | None:
        """That round, or the one whose turn it is and that nobody works on here."""
        if this := [*taken, *caused]:
            row = outbox.take_this(db, *this[0])
        else:
            with self._lock:
                busy = list(self._busy)
            row = outbox.take(db, self._bucket, busy)
        if row is not None and not taken:
            taken.append((row["team"], row["id"]))
            with self._lock:
                self._busy.add(row["id"])
        return row

    def _picture(self, db: Db, row: RowMapping, known: bool | None) -> _Picture | None:
        """None of a practice that is not installed here: it is left as it is."""
        kind = self._kinds.get((row["feature"], row["kind"]))
        if kind is None:
            return None
        round_ = queries.loaded(db, row)
        if round_.kind == GATHERED:
            self._gather(db, round_)
        wanted = hushed(round_, as_it_stands(db, kind, round_), everybody=self._hushes)
        return _Picture(round_, wanted, known, gone=are_gone(kind, round_))

    def _gather(self, db: Db, round_: Round) -> None:
        """What somebody's own message is about, each with what may stand on its card."""
        there = queries.these(db, round_.team, round_.facts["things"])
        # Of a practice that is not installed here nothing can be said.
        round_.things = [thing for thing in there if (thing.feature, thing.kind) in self._kinds]
        drawn = {thing.id: self._kinds[thing.feature, thing.kind] for thing in round_.things}
        queries.unseal_all(db, round_.things, lambda thing, reply: drawn[thing.id].on_card(thing, reply))

    def _next(self, picture: _Picture, cards: list[Card], now: datetime) -> tuple[list[Job], list[Wait]]:
        """What may be told now, as many as can be while the lease lasts; and what waits."""
        unsure = picture.known is False
        jobs, waits = next_jobs(picture.round_, picture.wanted, cards, now, unsure=unsure, gone=picture.gone)
        waits += [Wait(now + _AFTER_TROUBLE)] if unsure else []
        most = int(PROMPTLY.total_seconds() / max(self._call_takes, 0.001))
        return jobs[: max(1, min(most, _AT_ONCE))], waits

    def _at_their_pace(self, db: Db, turn: _Turn) -> _Turn:
        """Without the messages that Slack would not take yet; what the others use up is taken."""
        posts = [job for job in turn.jobs if job.doing == "post"]
        if not posts:
            return turn
        team, now, whose = turn.row["team"], turn.taken, Turn(turn.row["turn"])
        known = paces.known(db, team, [paces.in_place(job.card.place) for job in posts], now)
        room = self._bucket.room(known.get(POST), now, whose)
        taken: dict[str, datetime] = {}
        waits: dict[str, Wait] = {}
        for job in posts:
            what = paces.in_place(job.card.place)
            if what in known:
                waits[job.card.key] = Wait(known[what], what)
            elif len(taken) >= room:
                full = self._bucket.after(known.get(POST), now, len(taken))
                waits[job.card.key] = Wait(self._bucket.next(full, whose), POST)
            else:
                taken[what] = now + PACE + PROMPTLY  # as far as is known; once it was told it is known better
        if taken:
            used = self._bucket.after(known.get(POST), now, len(taken))
            paces.keep(db, team, taken | ({POST: used} if self._bucket.a_minute else {}), now)
        jobs = [job for job in turn.jobs if job.card.key not in waits]
        return replace(turn, jobs=jobs, waits=[*turn.waits, *waits.values()], paced=frozenset(waits))

    def _tell_in_time(self, turn: _Turn, job: Job) -> _Told | None:
        """None where our lease might not outlive whatever we send now: a machine may sleep at any moment."""
        passed = self._store.nearly_now() - turn.began
        if job.card.place in turn.picture.unasked:  # all goes on as if they had it before them
            return _Told(Answer(Kind.SENT, {"channel": None, "ts": None}), turn.taken + passed)
        if not timedelta() <= passed < _JUST_NOW:
            with self._store.read() as db:
                if not outbox.holds(db, job.card, SETTLED):
                    return None
        answer, ends = self._tell(job), self._store.nearly_now() - turn.began
        self._call_takes = max((ends - passed).total_seconds(), self._call_takes / 2)
        return _Told(answer, turn.taken + ends)

    def _end(self, turn: _Turn, told: list[tuple[Job, _Told | None]]) -> None:
        """Keep what Slack answered, and whether anything is left to do."""
        round_, passed = turn.picture.round_, self._store.nearly_now() - turn.began
        if round_.kind == GATHERED:
            again(lambda: self._gathered_told(round_, told))
        if again(lambda: self._record(turn, told, passed)):
            self._look_at([(round_.team, round_.id)])
        self._keep_dms(round_, told)

    def _record(self, turn: _Turn, told: list[tuple[Job, _Told | None]], passed: timedelta) -> bool:
        """True where it is to be looked at once more, at once."""
        # A change that is told once more is no other one: that is all that can come of what does not last.
        posted = any(job.doing != "update" for job, _ in told)
        with self._store.begin(lasts=posted) as db:
            now = turn.taken + passed
            if not timedelta() <= passed < LEASE:  # somebody may have taken over, and sees for themselves
                now = db.machine_now()
                told = _still_ours(db, turn, told)
            for job, one in told:
                self._judge(turn, job, one, now)
            wait = _far_off(db, turn.row, self._left(turn, now), now)
            in_line = outbox.shown_if_ours(db, turn.row, wait, now)
            outbox.save(db, [job.card for job, _ in told], turn.until)
            self._keep(db, turn, told, now)
        return not in_line and (wait is None or wait.until <= now)

    def _tell(self, job: Job) -> Answer:
        slack = self._slack(job.card.team)
        card, body = job.card, {"text": job.message.text, "blocks": list(job.message.blocks)}
        if job.doing == "update":
            return call(slack, "chat.update", channel=card.channel, ts=card.ts, **body)
        if job.doing == "look":
            return self._look(job)
        if job.doing == "delete":
            return call(slack, "chat.delete", channel=card.channel, ts=card.ts)
        if job.newer:
            return self._shrink(card, job.message, job.newer)
        metadata = {"event_type": MARK, "event_payload": {"card": card.id}}
        posted = call(
            slack,
            "chat.postMessage",
            channel=card.place,
            thread_ts=job.thread_ts,
            metadata=metadata,
            unfurl_links=False,
            unfurl_media=False,
            **body,
        )
        return _in_its_thread(slack, job, posted)

    def _gathered_told(self, own: Round, told: list[tuple[Job, _Told | None]]) -> None:
        """Before the message itself is recorded: these rounds are locked, and they come before it."""
        took = any(one and one.answer.ok and job.doing in ("post", "look") for job, one in told)
        moments = {t.id: t.seat(own.host_id).gathered for t in own.things if t.seat(own.host_id).gathered}
        if took and moments:
            with self._store.begin() as db:
                queries.lock_these(db, own.team, moments)
                queries.told(db, own.team, own.host_id, moments, self._clock())

    def _shrink(self, card: Card, message: Message, newer: Card) -> Answer:
        slack = self._slack(card.team)
        found = call(slack, "chat.getPermalink", channel=newer.channel, message_ts=newer.ts)
        if found.kind in (Kind.LATER, Kind.AMBIGUOUS):
            return found
        line = moved_on(message, str(found.data.get("permalink") or ""))
        body = {"text": line.text, "blocks": list(line.blocks)}
        return call(slack, "chat.update", channel=card.channel, ts=card.ts, **body)

    def _look(self, job: Job) -> Answer:
        """Did a post land that Slack never confirmed? `data` holds its channel and ts if so."""
        card, channel = job.card, job.card.place
        slack = self._slack(card.team)
        if card.ts:  # somebody has pressed it
            return Answer(Kind.SENT, {"channel": card.channel, "ts": card.ts})
        if card.direct:
            opened = call(slack, "conversations.open", users=card.place)
            if not opened.ok:
                return opened
            channel = opened.data["channel"]["id"]
        where: dict[str, Any] = {"channel": channel, "include_all_metadata": True, "limit": 200}
        if job.thread_ts:
            found = call(slack, "conversations.replies", ts=job.thread_ts, **where)
        if not job.thread_ts or found.error == "thread_not_found":  # then it stands in the open
            found = call(slack, "conversations.history", **where)
        for message in found.data.get("messages", []):
            if message.get("metadata", {}).get("event_payload", {}).get("card") == card.id:
                landed = Answer(Kind.SENT, {"channel": channel, "ts": message["ts"], "message": message})
                return _in_its_thread(slack, job, landed)
        return replace(found, data={})

    def _judge(self, turn: _Turn, job: Job, told: _Told | None, now: datetime) -> None:
        """What that makes of a card; of one that was not told in time, what it was."""
        card = job.card
        card.lease_until, card.not_before = None, now + PACE
        if told is None:
            card.state, card.not_before = "new" if job.doing == "post" else card.state, now
            return
        answer = told.answer
        if answer.kind is Kind.LATER:
            self._put_back(turn, job, answer, now)
        elif answer.kind is Kind.AMBIGUOUS:
            card.not_before = now + timedelta(seconds=SETTLED)
        elif job.doing == "look" and not answer.data:
            # It never landed, or nobody may look: better twice than never.
            card.state, card.not_before = "new", now
        elif answer.kind is Kind.REFUSED:
            self._refused(turn, job, answer)
        else:
            self._sent(job, answer)

    def _put_back(self, turn: _Turn, job: Job, answer: Answer, now: datetime) -> None:
        """It was certainly not done. Where Slack asks for more than a lease, the pace says so."""
        card, until = job.card, now + timedelta(seconds=answer.wait)
        card.not_before = min(until, now + LEASE)
        if job.doing == "post":
            card.state = "new"
        elif answer.means is codes.BUSY:
            for one in turn.cards:
                one.held = until

    def _refused(self, turn: _Turn, job: Job, answer: Answer) -> None:
        """It is not tried again before there is something else to say; what may not be deleted shrinks.

        Where something stands already, and the place is not shut to us, nobody has to be told; but where the
        words on it are deleted.
        """
        card = job.card
        card.error = answer.error
        if answer.means is codes.GONE and job.doing != "post":
            card.state = "gone"
        elif job.doing == "delete":
            card.stays = True
        else:
            tried = job.doing == "post" or answer.shut or turn.picture.gone
            card.state, card.drawn = "parked" if tried else "stuck", job.digest
        log.warning("Slack refused a card of round %s: %s", card.round_id, answer.error)

    def _sent(self, job: Job, answer: Answer) -> None:
        card = job.card
        if job.doing == "delete":
            card.state = "gone"
            card.moment = card.moment.removeprefix(UNREACHED)  # whom Slack misses may be told again
            return
        if job.newer:
            card.state, card.drawn = "shrunk", job.digest
            return
        if job.doing != "update":
            card.state, card.channel, card.ts = "sent", answer.data["channel"], answer.data["ts"]
        else:
            card.state = "sent"  # the app may write there again, where it might not
        # After a look nobody knows what the found message says: it is drawn again.
        card.drawn = "" if job.doing == "look" else job.digest

    def _left(self, turn: _Turn, now: datetime) -> Wait | None:
        """When it is looked at again: at once where there is more to tell, or it would be drawn anew."""
        jobs, waits = self._next(turn.picture, turn.cards, now)
        more = [job for job in jobs if job.card.key not in turn.paced]
        if more or refused(turn.cards) != turn.picture.refused:
            return Wait(now)
        return self._soonest([*waits, *(wait for wait in turn.waits if wait.what)], now)

    def _soonest(self, waits: list[Wait], now: datetime) -> Wait | None:
        """The first of them; where that is very soon, nobody waits for the next sweep."""
        soonest = min(waits, default=None)
        if soonest:
            self._awaited |= {soonest.what} - {""}
            self._look_in(soonest.until - now)
        return soonest

    def _look_in(self, delta: timedelta) -> None:
        seconds = max(delta.total_seconds(), 0) + 0.02
        with self._lock:
            if self._pool and not self._closing and seconds < _SOON and self._soon is None:
                self._soon = Timer(seconds, self._look_now)
                self._soon.daemon = True
                self._soon.start()

    def _look_now(self) -> None:
        with self._lock:
            self._soon = None
        try:
            if not self.sweep():
                self._awaited.clear()
        except Exception as error:  # noqa: BLE001 - the next sweep comes by itself
            log.error("nothing can be shown: %s", failure(error))

    def _keep(self, db: Db, turn: _Turn, told: list[tuple[Job, _Told | None]], now: datetime) -> None:
        """What is to be kept of that besides the cards: paces, who was told, what stays, what is shut."""
        until = self._paces(db, turn, told, now)
        paces.keep(db, turn.row["team"], until, now)
        if freed := self._awaited & until.keys():
            self._look_in(min(until[what] for what in freed) - now)
        for job, one in told:
            card = job.card
            if card.stays and job.doing == "delete":
                outbox.stays(db, card.team, str(card.channel), str(card.ts))
            if one and not card.direct and (one.answer.shut or (one.answer.ok and card.error)):
                places.found(db, card.team, card.place, one.answer.shut)
            if one and one.answer.ok and card.state == "sent" and job.doing in ("post", "look"):
                moment = {card.round_id: card.moment.removesuffix(UNREACHED)}
                queries.told(db, card.team, card.key, moment, self._clock())
        outbox.keep(db, reached_again(turn.cards, [job.card for job, one in told if one]))

    def _paces(
        self, db: Db, turn: _Turn, told: list[tuple[Job, _Told | None]], now: datetime
    ) -> dict[str, datetime]:
        """Until when Slack is to be left alone, where, as is known better now."""
        until: dict[str, datetime] = {}
        for job, one in told:
            place, limited = job.card.place, one is not None and one.answer.means is codes.BUSY
            asked = (one.at if one else now) + timedelta(seconds=one.answer.wait if one else 0)
            if job.doing != "post":
                until |= {CHANGE: asked} if limited else {}
                continue
            later = one is not None and one.answer.kind is Kind.LATER
            until[paces.in_place(place)] = asked if later else one.at + PACE if one else now
            if limited and paces.refused(db, job.card.team, place, asked, now):
                until[POST] = self._bucket.held(asked)
        return until

    def _keep_dms(self, round_: Round, told: list[tuple[Job, _Told | None]]) -> None:
        """Where their direct messages are, where it was not known; by itself: people come before rounds."""
        known = {seat.person_id: seat.dm for seat in round_.seats}
        for job, one in told:
            card = job.card
            stands = one and one.answer.ok and card.direct and card.state == "sent"
            if stands and card.channel and known.get(card.place) != card.channel:
                again(partial(self._keep_dm, card))

    def _keep_dm(self, card: Card) -> None:
        with self._store.begin() as db:
            people.keep_dm(db, card.team, card.place, str(card.channel))


def _claim(db: Db, turn: _Turn) -> None:
    """Nobody else works on these until our lease is over."""
    changes = [job.card for job in turn.jobs if job.doing == "update"]
    others = [job for job in turn.jobs if job.doing != "update"]
    for job in others:
        if job.card.state == "fresh":
            turn.cards.append(job.card)
        if job.doing == "post":
            job.card.state = "sending"
    outbox.claim(db, [job.card for job in others], turn.until)
    outbox.claim_changes(db, turn.row["team"], changes, turn.until)


def _far_off(db: Db, row: RowMapping, again: Wait | None, now: datetime) -> Wait | None:
    """Longer than a lease only a pace can last: else it is taken for a clock that was set back."""
    if again is None or again.what or again.until <= now + LEASE:
        return again
    what = f"again {row['id']}"
    paces.keep(db, row["team"], {what: again.until}, now)
    return Wait(again.until, what)


def _still_ours(db: Db, turn: _Turn, told: list[tuple[Job, _Told | None]]) -> list[tuple[Job, _Told | None]]:
    queries.lock_these(db, turn.row["team"], [turn.row["id"]])
    now = outbox.of_round(db, turn.row["team"], turn.row["id"], turn.taken)
    ours = {card.id for card in now if card.lease_until == turn.until}
    return [(job, one) for job, one in told if job.card.id in ours]


def _in_its_thread(slack: WebClient, job: Job, answer: Answer) -> Answer:
    """Where the thread is gone, Slack posts in the open what was to stand in it: there it does not stay."""
    if not answer.ok or job.thread_ts is None or answer.data["message"].get("thread_ts"):
        return answer
    gone = call(slack, "chat.delete", channel=answer.data["channel"], ts=answer.data["ts"])
    if gone.kind in (Kind.LATER, Kind.AMBIGUOUS):
        return Answer(Kind.AMBIGUOUS, error=gone.error)
    means = codes.means("chat.postMessage", "thread_not_found")
    return Answer(means.kind, error="thread_not_found", means=means)
