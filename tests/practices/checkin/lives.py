"""Random lives of a meeting, a set, and something that was taken on."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

from bot.features.checkin.box import flow as boxes
from bot.features.checkin.box.models import BOXES
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment.flow import From, Taken
from bot.features.checkin.commitment.models import ENDED, Doing
from bot.features.checkin.models import WAYS
from bot.features.checkin.set import flow as sets
from bot.refusal import Refusal
from bot.rounds.company import own
from bot.rounds.keeping.models import Round
from bot.rounds.time.hours import NOON
from tests.features.test_checkin_rules import somebody
from tests.practices import HERE, NOW
from tests.practices.checkin.drawn import DAY, walk


def life(random: Random) -> Iterator[Round]:
    """A meeting, a set, something taken on, or what somebody puts by; each state on the way."""
    yield from random.choice((walk, walk, walk, _set, _commitment, _box))(random)


def _set(random: Random) -> Iterator[Round]:
    seats, now = [somebody(n) for n in range(6)], NOW
    round_ = sets.start("T1", f"s{random.random()}", seats[0], seats[1:], "", unsigned=False, now=now)
    yield round_
    for _ in range(20):
        who, now = random.choice(seats).person_id, now + timedelta(hours=random.choice((1, 5, 30)))
        verbs: list[Callable[[], object]] = [
            *([partial(sets.answer, round_, who, yes=random.random() < 0.7)] * 3),
            partial(sets.leave, round_, who, now),
            partial(sets.invite, round_, who, [random.choice(seats)]),
            partial(sets.choose_way, round_, who, random.choice(WAYS), "", now),
            partial(
                sets.plan, round_, who, (now + timedelta(days=2)).date(), now, random.choice((None, NOON))
            ),
            partial(sets.end_for_all, round_, who),
            *([partial(sets.waits, round_, now)] if sets.day_has_come(round_, now) else []),
            *([partial(sets.time_passes, round_, now)] * 2),
        ]
        with suppress(Refusal):
            random.choice(verbs)()
            yield _told(round_)


def _commitment(random: Random) -> Iterator[Round]:
    seats, now = [somebody(n) for n in (0, 1)], NOW
    taken = Taken("It.", "First.", "", DAY, 7, before=random.random() < 0.5, shown=random.random() < 0.5)
    came = From("checkin", "What?", random.choice(("", HERE)), HERE)
    round_ = commitments.start("T1", f"c{random.random()}", seats[0], seats[1], taken, came, now)
    yield round_
    for _ in range(20):
        now = max(now + timedelta(hours=3), random.choice((now, round_.wakes_at or now)))
        until = (now + timedelta(days=random.choice((1, 6)))).date()
        what = random.choice((*[Doing.OPEN] * 4, *ENDED))
        became = partial(commitments.became, tell=True, now=now)
        verbs: list[Callable[[], object]] = [
            partial(became, round_, random.choice(seats).person_id, what, "", until),
            partial(commitments.change, round_, seats[0].person_id, "That.", "", "", until, now),
            partial(commitments.let_know, round_, seats[0].person_id),
            partial(commitments.erase, round_, seats[0].person_id),
            *([partial(commitments.time_passes, round_, now)] * 6),
        ]
        with suppress(Refusal):
            random.choice(verbs)()
            yield _told(round_)


def _box(random: Random) -> Iterator[Round]:
    seat, now = somebody(0), NOW
    round_ = BOXES.begin("T1", f"b{random.random()}", seat, now)
    yield round_
    for _ in range(20):
        now += timedelta(hours=random.choice((1, 30, 400)))
        one = random.choice([*(item.id for item in boxes.items(round_)), "none"])
        verbs: list[Callable[[], object]] = [
            *([partial(boxes.put_by, round_, seat.person_id, "It.", now)] * 4),
            partial(boxes.change, round_, one, "That."),
            partial(boxes.take_away, round_, one),
            partial(own.empty, round_, seat.person_id),
            partial(boxes.time_passes, round_, now),
        ]
        with suppress(Refusal):
            random.choice(verbs)()
            yield round_


def _told(round_: Round) -> Round:
    """As if nothing had to wait for hours and budget."""
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice or seat.rang, ""
    return round_
