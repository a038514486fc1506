"""A set: four to eight people who meet again and again, and keep what is said among them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot import owners
from bot.features.checkin.meeting import flow
from bot.features.checkin.models import DECLINED, IN, INVITED, LEAST, MOST, NAME, SET, WAYS, is_in, joined
from bot.features.checkin.set.models import SetFacts, set_facts, way_of
from bot.refusal import Refusal
from bot.rounds.company.coming import gone
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.keeping.replies import drop_kinds, say, text_of
from bot.rounds.time import windows
from bot.rounds.time.hours import OPENS, days_on, next_working, zone
from bot.rounds.time.windows import ring, say_later


def start(
    team: str,
    round_id: str,
    host: Seat,
    others: Sequence[Seat],
    name: str,
    *,
    unsigned: bool,
    now: datetime,
    way: str = "weeks",
) -> Round:
    """People are asked whether they would like to be in it: nobody is by default."""
    others = [seat for seat in others if seat.person_id != host.person_id]
    if len(others) + 1 < LEAST:
        raise Refusal("checkin.refused.too_few", field="people", least=LEAST)
    if len(others) + 1 > MOST:
        raise Refusal("checkin.refused.too_many", field="people", most=MOST)
    way = way if way in WAYS else "weeks"
    round_ = Round(team, round_id, NAME, SET, "runs", host.person_id, now, since=now)
    round_.facts = dict(
        SetFacts(unsigned=unsigned, next="", waits=False, missed="", way=way, at="", told="", presented={})
    )
    round_.seats = [host, *others]
    host.step = IN
    for seat in others:
        seat.step = INVITED
    if name:
        say(round_, host.person_id, "name", name, now, owner=owners.round_(round_))
    ring(round_.seats, "set")
    settle(round_)
    return round_


def answer(round_: Round, person_id: str, yes: bool) -> None:
    """Yes, or not this one: no reason is asked."""
    going(round_)
    seat = round_.seat(person_id)
    if seat.step == IN:
        return
    if yes and seat.step != INVITED:  # said no before: others may have been asked instead
        _room(round_, 1)
    seat.step = IN if yes else DECLINED
    settle(round_)


def leave(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody leaves; what was said among them stays among them."""
    member(round_, person_id)
    _out(round_, round_.seat(person_id), now)
    settle(round_)


def _out(round_: Round, seat: Seat, now: datetime) -> None:
    """Whoever looks after it leaves that to the next."""
    seat.left_at, seat.notice = now, ""
    if round_.host_id != seat.person_id or round_.status != Status.RUNNING:
        return
    there = joined(round_)
    if there:
        round_.host_id = there[0].person_id
        ring(there[:1], f"yours:{now.isoformat()}")
    else:
        end(round_)


def invite(round_: Round, person_id: str, seats: Sequence[Seat]) -> None:
    """More people, as long as there is room; who said no may be asked again."""
    member(round_, person_id)
    there = {seat.person_id: seat for seat in round_.seats}
    fresh = [there.get(seat.person_id, seat) for seat in seats]
    added = [seat for seat in fresh if seat.left_at or seat.step not in (IN, INVITED)]
    if not added:
        raise refused(round_, "nobody_new", field="people")
    _room(round_, len(added))
    for seat in added:
        seat.left_at, seat.step = None, INVITED
        if seat.person_id not in there:
            round_.seats.append(seat)
    ring(added, f"set:{len(round_.seats)}")
    settle(round_)


def choose_way(round_: Round, person_id: str, way: str, where: str, now: datetime) -> None:
    """How they would like to meet from now on and, live, where: whoever looks after it says so."""
    member(round_, person_id)
    if round_.host_id != person_id:
        raise refused(round_, "host_set")
    set_facts(round_)["way"] = way if way in WAYS else "weeks"
    drop_kinds(round_, "where")
    if where:
        say(round_, person_id, "where", where, now, owner=owners.round_(round_))
    settle(round_)


def plan(round_: Round, person_id: str, day: date | None, now: datetime, at: time | None = None) -> None:
    """When they would like to meet next; None for not yet. `at`: the hour of a live one, where they are."""
    member(round_, person_id)
    host = _host(round_)
    if day and day < now.astimezone(zone(host.zone)).date():
        raise refused(round_, "day", field="next")
    day = day and days_on(day - timedelta(days=1), 1)  # a working day, before it is promised
    f = set_facts(round_)
    here = zone(round_.seat(person_id).zone)
    begins = datetime.combine(day, at, here).astimezone(UTC) if day and at else None
    if begins and begins <= now:
        raise refused(round_, "hour", field="time")
    f["next"], f["waits"] = day.isoformat() if day else "", False
    f["at"], f["missed"] = begins.isoformat() if begins else "", ""
    settle(round_)


def may_meet(round_: Round, person_id: str) -> list[Seat]:
    """Those who meet, if there are enough of them."""
    member(round_, person_id)
    if len(joined(round_)) < 2:
        raise refused(round_, "alone")
    return joined(round_)


def met(round_: Round, presented: dict[str, str]) -> None:
    """Who presented when, for the next choice."""
    f = set_facts(round_)
    f["presented"] = f["presented"] | {
        who: max(at, f["presented"].get(who, "")) for who, at in presented.items()
    }


def end_for_all(round_: Round, person_id: str) -> None:
    """Only whoever looks after it may; the others can leave it."""
    member(round_, person_id)
    if round_.host_id != person_id:
        raise refused(round_, "host_set")
    end(round_)


def end(round_: Round) -> None:
    f = set_facts(round_)
    round_.status, f["next"], f["waits"] = Status.CLOSED, "", False
    drop_kinds(round_, "where")
    settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """Who is gone leaves; the working day before the next meeting everybody is told of it, once."""
    for seat in gone(round_):
        _out(round_, seat, now)
    f = set_facts(round_)
    begins = begins_at(round_)
    if (at := told_at(round_)) and now >= at and begins and now < begins:
        f["told"] = f["next"]
        for seat in joined(round_):
            say_later(seat, f"eve:{f['next']}")
    settle(round_, waiting=False)


def day_has_come(round_: Round, now: datetime) -> bool:
    """Whether the next meeting begins now, by its date."""
    at = begins_at(round_)
    return at is not None and now >= at


def waits(round_: Round, now: datetime) -> None:
    """The one before still goes on: the next waits for that, a working day at a time; all are told, once."""
    f, here = set_facts(round_), _host(round_).zone
    if way_of(round_) == "live":  # with its hour it is over
        for seat in joined(round_):
            say_later(seat, f"missed:{f['next']}")
        f["missed"], f["next"], f["at"], f["waits"] = f["next"], "", "", False
        settle(round_, waiting=False)
        return
    if not f.get("waits"):
        for seat in joined(round_):
            say_later(seat, f"waits:{f['next']}")
    day = days_on(now.astimezone(zone(here)).date(), 1)
    f["next"] = f["told"] = day.isoformat()
    f["waits"] = True
    settle(round_, waiting=False)


def begins(round_: Round) -> list[Seat]:
    """Who is asked to the meeting whose day has come; nobody where there are too few."""
    f = set_facts(round_)
    f["told"], f["next"], f["waits"] = f["next"], "", False
    settle(round_, waiting=False)
    return joined(round_) if len(joined(round_)) > 1 else []


def next_one(round_: Round, seats: Sequence[Seat], now: datetime) -> Round:
    """The meeting of this day, which nobody had to begin; whoever looks after the set looks after it."""
    host = next((seat for seat in seats if seat.person_id == round_.host_id), seats[0])
    plan = plan_of(round_, way_of(round_), of_itself=True, where=text_of(round_, "where"))
    round_id = id_from(round_.team, NAME, round_.id, set_facts(round_)["told"])
    return flow.start(round_.team, round_id, host, seats, plan, "", now)


def plan_of(
    round_: Round, way: str, *, where: str, short: bool = False, of_itself: bool = False
) -> flow.Plan:
    """How a meeting of this set goes."""
    f = set_facts(round_)
    return flow.Plan(
        short=short,
        live=way == "live",
        quick=way == "week",
        set=round_.id,
        unsigned=f["unsigned"],
        presented=f["presented"],
        of_itself=of_itself,
        where=where,
    )


def begins_at(round_: Round) -> datetime | None:
    """When the next meeting begins by itself: on its day, where that is a working day, else on the next.

    A live one at its hour.
    """
    f, host = set_facts(round_), _host(round_)
    if round_.status != Status.RUNNING or not f["next"]:
        return None
    if way_of(round_) == "live" and f.get("at"):
        return datetime.fromisoformat(f["at"])
    return next_working(datetime.combine(date.fromisoformat(f["next"]), OPENS, zone(host.zone)), host.zone)


def told_at(round_: Round) -> datetime | None:
    """When everybody is told of it: as the working day before it opens."""
    begins = begins_at(round_)
    if begins is None or set_facts(round_)["told"] == set_facts(round_)["next"]:
        return None
    there = zone(_host(round_).zone)
    return datetime.combine(days_on(begins.astimezone(there).date(), -1), OPENS, there)


def settle(round_: Round, *, waiting: bool = True) -> None:
    """The row remembers when time has something for it again."""
    windows.settle(round_, [told_at(round_), begins_at(round_)], _still_meant, waiting=waiting)


def _still_meant(round_: Round, seat: Seat) -> bool:
    """Whether what waits to be said to this person is still true."""
    f, (kind, _, day) = set_facts(round_), seat.notice.partition(":")
    meant = {"eve": day == f["next"], "waits": f.get("waits", False), "missed": bool(f.get("missed"))}
    return round_.status == Status.RUNNING and meant.get(kind, True)


def going(round_: Round) -> None:
    if round_.status != Status.RUNNING:
        raise refused(round_, "set_over")


def member(round_: Round, person_id: str) -> None:
    """Refuses whoever is not in it."""
    going(round_)
    if not is_in(round_, person_id):
        raise refused(round_, "not_in_set")


def _room(round_: Round, more: int) -> None:
    if len([s for s in round_.present if s.step in (IN, INVITED)]) + more > MOST:
        raise refused(round_, "too_many", field="people", most=MOST)


def _host(round_: Round) -> Seat:
    return round_.seat(round_.host_id)
