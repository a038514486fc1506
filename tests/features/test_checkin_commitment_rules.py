"""What somebody takes on: asked about at most twice a day that they named, and it always comes to a name."""

import json
import pickle
import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.commitment.flow import MOST_DATES, From, Taken
from bot.features.checkin.commitment.models import ENDED, STILL_OPEN, Doing, commitment
from bot.features.checkin.meeting import flow
from bot.features.listening import flow as listening
from bot.features.listening.models import Plan
from bot.features.options import flow as options
from bot.features.reflection import flow as reflection
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, Status, Word
from bot.rounds.keeping.tables import notices
from bot.rounds.time.hours import is_working, next_working, zone
from bot.rounds.time.notices import DAILY, REPEATS, WEEK
from bot.store import Db
from tests.size import examples
from tests.walking import hears
from tests.world import TEAM, World

TUESDAY = datetime(2026, 9, 15, 9, tzinfo=UTC)
ZONES = (
    "Europe/London",
    "Africa/Accra",
    "America/New_York",
    "Asia/Tokyo",
    "Pacific/Auckland",
    "Asia/Kolkata",
)
SECRET = "CANARY"
ANSWERS = (Doing.DONE, Doing.PART, Doing.OPEN, Doing.CHANGED, Doing.NO_LONGER)


def taken(due: date, *, before: bool = True, shown: bool = False, sure: int = 7) -> Taken:
    return Taken(f"{SECRET} what", f"{SECRET} first", f"{SECRET} know", due, sure, before, shown)


class Life:
    """Something that Ana took on, what she says of it, and what she is asked, in her own hours."""

    def __init__(
        self, zone_name: str, days: int, *, before: bool, asker: bool, shown: bool, alone: bool = False
    ) -> None:
        self.now, self.zone = TUESDAY, zone_name
        owner = Seat("U0ANA", name="Ana", zone=zone_name)
        other = Seat("U0BEN", name="Ben", zone="Europe/London") if asker else None
        due = (TUESDAY.astimezone(zone(zone_name)) + timedelta(days=days)).date()
        origin = From("myself", "", "") if alone else From("checkin", f"{SECRET} title", "C0HOME", "C0HOME")
        made = taken(due, before=before, shown=shown)
        self.round = commitments.start("T", "c", owner, other, made, origin, TUESDAY)
        self.asked: list[tuple[str, datetime]] = []  # for which day, and when
        self.rang: list[str] = []

    def does(self, verb: str, chance: random.Random) -> None:
        round_, before = self.round, again(self.round)
        who = chance.choice(["U0ANA", "U0ANA", "U0ANA", "U0BEN", "U0EVE"])
        try:
            if verb == "answer":
                until = chance.choice([None, self.now.date() + timedelta(days=chance.randrange(-2, 30))])
                later = until and until > commitments.due_day(before)
                what, tell = chance.choice(ANSWERS), chance.random() < 0.5
                commitments.became(round_, who, what, f"{SECRET} learnt", until, tell=tell, now=self.now)
                old, new = commitment(before), commitment(round_)
                assert new["dates"] == old["dates"] + (round_.step == Doing.OPEN and bool(later))
            elif verb == "change":
                day = self.now.date() + timedelta(days=chance.randrange(-2, 30))
                later = day > commitments.due_day(before)
                commitments.change(round_, who, f"{SECRET} other", "", f"{SECRET} know", day, self.now)
                assert commitment(round_)["dates"] == commitment(before)["dates"] + later
            elif verb == "unask":
                commitments.let_know(round_, who)
            elif verb == "erase":
                commitments.erase(round_, who)
            elif verb == "told":
                state, shown, _ = commitments.told(round_)
                assert state in (*ENDED, Doing.OPEN)
                assert commitment(round_)["shown"] or not shown
                assert not commitment(round_)["learnt"]
            else:
                round_.seat("U0ANA").gone = True
                self._tick()
            assert who == "U0ANA" or verb in ("told", "gone")
        except Refusal:
            self.round = before
        self.round = again(self.round)
        self.holds()

    def passes_time(self, days: float) -> None:
        end = self.now + timedelta(days=days)
        for _ in range(60):
            due = self.round.wakes_at
            if due is None or due > end:
                break
            self.now = max(self.now, due)
            self._tick()
        else:
            raise AssertionError("the tick never comes to an end")
        self.now = end

    def _tick(self) -> None:
        """As the tick does it: what waits for somebody waits for their hours."""
        commitments.time_passes(self.round, self.now)
        for seat in self.round.present:
            if seat.notice and is_working(self.now, seat.zone):
                self._rings(seat)
            elif seat.notice:
                at = next_working(self.now, seat.zone)
                self.round.wakes_at = min(at, self.round.wakes_at or at)
        due = self.round.wakes_at
        assert due is None or due > self.now, (self.round.step, due, self.now)
        self.holds()

    def _rings(self, seat: Seat) -> None:
        kind, _, day = seat.notice.partition(":")
        assert (kind in ("soon", "due", "again")) == (seat.person_id == "U0ANA")
        assert self.round.step in (Doing.DUE_SOON, Doing.ASKED, Doing.CARRIED)  # never once it was answered
        assert (self.round.step == Doing.CARRIED) == (kind == "again")
        day = day.partition(":")[0]
        assert seat.notice != seat.rang
        if seat.person_id == "U0ANA":
            here = self.now.astimezone(zone(self.zone)).date()
            assert here >= date.fromisoformat(day) or kind == "soon"
            self.asked.append((f"{day}:{commitments.version(self.round)}", self.now))
        hears(seat, self.now)

    def holds(self) -> None:
        round_ = self.round
        assert round_.step in (*STILL_OPEN, *ENDED)
        assert (round_.status == Status.CLOSED) == (round_.step in ENDED)
        alone = commitments.alone(round_)
        sleeps = round_.step in ENDED or (round_.step == Doing.CARRIED and not alone)
        assert (round_.wakes_at is None) == sleeps
        for day in {day for day, _ in self.asked}:
            moments = [at for one, at in self.asked if one == day]
            assert len(moments) <= 2 or alone
            assert all(b - a >= timedelta(days=27) for a, b in pairwise(moments[1:]))
        assert commitment(round_)["asked"] <= 2 or alone
        assert SECRET not in json.dumps(round_.facts)
        for reply in round_.replies:
            assert commitments.readable(round_, reply, "U0ANA")
            assert not commitments.readable(round_, reply, "U0EVE")
            asks = any(s.person_id == "U0BEN" and s.step == "asker" for s in round_.seats)
            may = asks and commitment(round_)["shown"] and reply.kind in ("what", "title")
            assert commitments.readable(round_, reply, "U0BEN") == may


def again(round_: Round) -> Round:
    copy: Round = pickle.loads(pickle.dumps(round_))
    copy.facts = json.loads(json.dumps(round_.facts))
    assert copy.facts == round_.facts
    return copy


@settings(max_examples=examples(200))
@given(
    zone_name=st.sampled_from(ZONES),
    days=st.integers(0, 40),
    before=st.booleans(),
    asker=st.booleans(),
    shown=st.booleans(),
    alone=st.booleans(),
    things=st.lists(
        st.tuples(
            st.sampled_from(
                ["answer", "answer", "change", "time", "time", "time", "unask", "told", "erase", "gone"]
            ),
            st.integers(0, 2**12),
        ),
        min_size=3,
        max_size=30,
    ),
)
def test_whatever_its_owner_says_or_not_it_comes_to_a_name_and_by_a_meeting_it_is_asked_about_twice_at_most(
    zone_name: str,
    days: int,
    before: bool,
    asker: bool,
    shown: bool,
    alone: bool,
    things: list[tuple[str, int]],
) -> None:
    life = Life(zone_name, days, before=before, asker=asker, shown=shown, alone=alone)

    for verb, number in things:
        if verb == "time":
            life.passes_time(number % 250 / 10)
        elif verb not in ("erase", "gone") or number % 4 == 0:
            life.does(verb, random.Random(number))
    life.passes_time(days=400)
    rung = len(life.asked)
    life.passes_time(days=100)

    assert life.round.step in (Doing.CARRIED, *ENDED)
    if alone and life.round.step == Doing.CARRIED:
        assert len(life.asked) in (rung + 3, rung + 4)  # once a month
    else:
        assert life.round.wakes_at is None
        assert len(life.asked) == rung  # what is carried waits in silence


@pytest.mark.parametrize("zone_name", ZONES)
@pytest.mark.parametrize("day", [date(2026, 9, 25), date(2026, 9, 27), date(2026, 10, 26), date(2027, 3, 29)])
def test_its_owner_is_asked_two_working_days_before_and_on_the_day_in_the_morning(
    zone_name: str, day: date
) -> None:
    """A Friday, a Sunday, and the days after clocks change in Europe and in America."""
    life = Life(zone_name, 1, before=True, asker=False, shown=False)
    commitment(life.round)["due"] = day.isoformat()
    commitments.settle(life.round)

    life.passes_time(days=250)

    asked = [at.astimezone(zone(zone_name)) for _, at in life.asked]
    soon, on_the_day = asked
    monday = day + timedelta(days=1) if day.weekday() == 6 else day
    assert on_the_day.date() == monday
    assert soon.hour == 9
    working = [
        d for d in (soon.date() + timedelta(days=n) for n in range(1, 9)) if d.weekday() < 5 and d <= day
    ]
    assert len(working) == (1 if day.weekday() == 6 else 2)
    assert life.round.step == Doing.CARRIED


def test_after_three_new_days_it_is_asked_whether_it_is_still_theirs_to_do() -> None:
    life = Life("Europe/London", 5, before=False, asker=False, shown=False)
    for number in range(MOST_DATES):
        assert not commitments.is_still_theirs(life.round)
        life.passes_time(days=30)
        until = life.now.date() + timedelta(days=7)
        commitments.became(life.round, "U0ANA", Doing.OPEN, "", until, tell=False, now=life.now)
        assert commitment(life.round)["dates"] == number + 1

    assert commitments.is_still_theirs(life.round)
    life.passes_time(days=30)
    assert len({day for day, _ in life.asked}) == len(life.asked) == MOST_DATES + 1


@pytest.mark.parametrize("days", [-1, 366])
def test_a_day_that_is_over_or_too_far_is_refused(days: int) -> None:
    owner = Seat("U0ANA", zone="Europe/London")
    with pytest.raises(Refusal):
        commitments.start(
            "T", "c", owner, None, taken(TUESDAY.date() + timedelta(days=days)), From("me", "", ""), TUESDAY
        )


# --- over all practices together, with the real rows


def test_over_all_practices_nobody_hears_more_than_once_a_day_or_is_reminded_more_than_twice_a_week(
    world: World,
) -> None:
    """Things taken on, set meetings, reflections, listening, agreements: and nobody does anything."""
    now = world.clock()
    zones = {"U0ANA": "America/New_York", "U0BEN": "Asia/Tokyo", "U0CHLOE": "Europe/London"}
    for id_, name in zones.items():
        with world.slack.workspace.changing():
            world.slack.workspace.people[id_].tz = name
    with world.bot.store.begin() as db:
        for id_ in zones:
            people.meet(db, TEAM, id_, id_)
    world.move(days=1)  # who they are, and where, is known by now
    with world.bot.store.begin() as db:
        made = [everything(db, n, sorted(zones), world.clock()) for n in range(4)]
        for round_ in [one for group in made for one in group]:
            queries.add(db, round_)

    for _ in range(4):
        world.move(days=7)

    with world.bot.store.read() as db:
        rows = db.execute(select(notices.c.person_id, notices.c.at, notices.c.moment)).all()
    for id_, name in zones.items():
        mine = sorted(at for who, at, _ in rows if who == id_)
        assert all(is_working(at, name) for at in mine)
        daily = [at.astimezone(zone(name)).date() for who, at, kind in rows if (who, kind) == (id_, DAILY)]
        assert len(daily) == len(set(daily)) > 4  # one a day at most
        again = sorted(at for who, at, kind in rows if (who, kind) == (id_, Word.REPEAT))
        assert all(len([a for a in again if at <= a < at + WEEK]) <= REPEATS for at in again)
        assert again
        assert mine[-1] > now


def everything(db: Db, number: int, who: list[str], now: datetime) -> list[Round]:
    """One of each practice: what they ask of people falls into the same weeks."""
    day = date(2026, 9, 18) + timedelta(days=7 * number)
    turned = who[number % 3 :] + who[: number % 3]

    def seats() -> list[Seat]:
        return [queries.seat(db, TEAM, id_) for id_ in turned]

    mine = From("checkin", "", "C0HOME", "C0HOME")
    taken_on = [
        commitments.start(TEAM, f"c{number}{n}", seats()[n], seats()[1 - n], taken(day), mine, now)
        for n in (0, 1)
    ]
    plan = flow.Plan(short=False, set=f"set-{number}")
    frame = options.Frame("What now?", dict.fromkeys(("can_decide",), "x"), (), short=True, proposal="x")
    heard = Plan(people=tuple(turned))
    return [
        *taken_on,
        flow.start(TEAM, f"m{number}", seats()[0], seats()[1:], plan, "", now),
        reflection.ask(TEAM, f"r{number}", turned[0], f"pair-{number}", seats()[:2], "What?", now),
        options.start(TEAM, f"o{number}", seats()[0], seats(), "C0HOME", frame, now),
        listening.ask(TEAM, f"l{number}", seats()[0], seats(), "C0HOME", heard, "How?", "ear", now),
    ]
