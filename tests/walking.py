"""Walks through the rules, the same in every practice: people do things, time passes, somebody watches."""

import json
import pickle
import random
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.refusal import Refusal
from bot.rounds.keeping.models import Round, Seat, Status, Word
from bot.rounds.time.windows import free_from

ZONES = ("Europe/London", "Africa/Accra", "America/New_York", "Asia/Tokyo")
BRINGS = ("lived", "professional", "both", "unsaid")
SECRET = "CANARY"  # part of everything that somebody writes on a walk


def somebody(number: int, kinds: int = 0, digits: int = 2) -> Seat:
    """The so-manyth person; `kinds` says in two bits each whose experience they bring."""
    kind = BRINGS[(kinds >> 2 * number) % 4]
    return Seat(f"U0{number:0{digits}}", name=f"N{number}", zone=ZONES[number % len(ZONES)], kind=kind)


def again(round_: Round) -> Round:
    """The same round after a restart: what is kept of it, and no more."""
    kept = json.loads(json.dumps(round_.facts))
    copy: Round = pickle.loads(pickle.dumps(round_))
    assert kept == round_.facts
    copy.facts = kept
    return copy


def different(
    walked: Iterable[Round], state_of: Callable[[Round], object], looks_of: Callable[[Round], set[object]]
) -> list[Round]:
    """A copy of each of these in which something is drawn that was not in those before.

    `state_of` tells cheaply that one looks like another; `looks_of` is what is drawn of it.
    """
    found, seen, met = list[Round](), set[object](), set[object]()
    for round_ in walked:
        state = state_of(round_)
        if state in met:
            continue
        met.add(state)
        looks = looks_of(round_)
        if not looks <= seen:
            seen |= looks
            found.append(deepcopy(round_))
    return found


def in_time(rule: Callable[[Round, str, datetime], object], round_: Round, who: str, now: datetime) -> None:
    """A press at that moment; where it is too early, at the first one when it is not."""
    try:
        rule(round_, who, now)
    except Refusal as refusal:
        if "when" not in refusal.blanks:
            raise
        free = refusal.blanks["when"]
        assert isinstance(free, datetime)
        rule(round_, who, free.astimezone(UTC))


def hears(seat: Seat, now: datetime) -> None:
    """What waits to be said to somebody is said now, and Slack took it."""
    seat.rang, seat.notice, seat.gathered, seat.tell_at = seat.notice, "", "", None
    seat.told, seat.told_at = seat.rang, now
    if seat.word != Word.REPEAT:
        seat.knows_at = now


class Walk:
    """A round, what people do in it, and what must be true whatever they do.

    What can be done (`_do`), what time does (`_tick`) and what must be true (`_watch`) is each practice's.
    """

    round: Round
    seats: list[Seat]
    now: datetime

    def does(self, verb: str, who: str, chance: random.Random) -> None:
        if any(s.person_id == who and s.gone for s in self.round.seats):
            return  # nobody there any more
        before = again(self.round)
        try:
            self._do(verb, who, chance)
        except Refusal:
            self.round = before  # the transaction is undone
            return
        self._watch(before, verb, who)
        self._nobody_has_less_time(before, verb, who)
        self.round = again(self.round)

    def passes_time(self, **delta: float) -> None:
        """Each thing happens when it is due, as with the tick; notices ring at once."""
        end = self.now + timedelta(**delta)
        for _ in range(3000):
            due = self.round.wakes_at
            if due is None or due > end:
                break
            self.now = max(self.now, due)
            self._one_tick()
        else:
            raise AssertionError("the tick never comes to an end")
        self.now = end

    def sleeps(self, **delta: float) -> None:
        """The machine slept, and wakes."""
        self.now += timedelta(**delta)
        self._one_tick()

    def _one_tick(self) -> None:
        for _ in range(2):
            before = again(self.round)
            self._tick()
            self._watch(before, "tick", "")
            due = self.round.wakes_at
            if due is None or due > self.now:
                break
        assert due is None or due > self.now, (self.round.step, due, self.now)
        self.round = again(self.round)

    def _nobody_has_less_time(self, before: Round, verb: str, who: str) -> None:
        """No press makes a deadline earlier; and none goes on without those who have not had their time."""
        after, held = self.round, self._held(before, verb)
        if held is None or Status.PAUSED in (before.status, after.status) or before.status != Status.RUNNING:
            return
        if self._stands(after) == self._stands(before) and after.status == before.status:
            assert not before.ends_at or (after.ends_at and after.ends_at >= before.ends_at), verb
            for seat, then in zip(before.seats, after.seats, strict=False):
                assert not (seat.due_at and then.due_at) or then.due_at >= seat.due_at, verb
            return
        others = [seat for seat in held if seat.person_id != who and not after.seat(seat.person_id).gone]
        free = free_from(before, others)
        assert free is None or self.now >= free, (verb, before.step, after.step, others)

    def _held(self, before: Round, verb: str) -> list[Seat] | None:
        """Whom a press may not leave behind; None for what is no press, or goes by another rule."""
        return None

    def _stands(self, round_: Round) -> object:
        """The same as long as it is the same window."""
        return round_.step, round_.since

    def _do(self, verb: str, who: str, chance: random.Random) -> None:
        raise NotImplementedError

    def _tick(self) -> None:
        raise NotImplementedError

    def _watch(self, before: Round, verb: str, who: str) -> None:
        raise NotImplementedError


def covering(rounds: list[Round], looks_of: Callable[[Round], set[Any]]) -> list[Round]:
    """Those of them, from the last to the first, that look in a way that no other did before."""
    found, seen = [], set[object]()
    for round_ in reversed(rounds):
        looks = looks_of(round_)
        if not looks <= seen:
            seen |= looks
            found.append(round_)
    return found
