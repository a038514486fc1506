"""The rules of a listening round: each voice once, uninterrupted, and heard.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal; whoever
keeps the round lets it `settle`. What only a host may do is in `hosting`.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime

from bot import owners
from bot.features.listening.flow import floor, pausing, standing, steps
from bot.features.listening.models import (
    APART,
    DECLINED,
    DONE,
    HERE,
    INVITED,
    LISTENING,
    MOST,
    NAME,
    OPENED,
    PASSED,
    Pace,
    Plan,
    Step,
    facts,
    fresh,
    is_in,
    joined,
    lap,
    pace,
    place,
    plan_of,
    sit,
)
from bot.refusal import Refusal
from bot.rounds.company.coming import comes, leaves
from bot.rounds.company.common import stands_by_now
from bot.rounds.company.pausing import may_resume
from bot.rounds.company.standing import at, filled, going, hosts, looks_after, refused
from bot.rounds.company.standing import hosting as only_hosts
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.keeping.replies import drop, put, say, text_of
from bot.rounds.time.windows import appoint, begin, ring

_WORDS = ("answer", "open", "arrival", "arrived", "taking", "heard")


def ask(
    team: str,
    round_id: str,
    host: Seat,
    named: Sequence[Seat],
    channel_id: str,
    plan: Plan,
    question: str,
    ear: str,
    now: datetime,
    prompt: str = "",
    *,
    version: int = 0,
    planned: datetime | None = None,
) -> Round:
    """A new round, open to the channel, or to those named, whose cards ring: at once, or as it was `planned`.

    `ear` is a random text that "I've listened" is counted with; it goes with the close.
    """
    round_ = Round(team, round_id, NAME, LISTENING, Step.ASKED, host.person_id, now)
    round_.channel_id, round_.facts = channel_id, dict(fresh(plan, prompt, version))
    round_.seats = [sit(seat) for seat in (host, *(s for s in named if s.person_id != host.person_id))]
    for seat in round_.seats:
        seat.step = INVITED if seat.person_id in plan.people else APART
    named = [s for s in round_.others(host.person_id) if s.step == INVITED]
    put_question(round_, host.person_id, question, now)
    facts(round_)["question"] = facts(round_)["next"].pop()
    say(round_, host.person_id, "ear", ear, now, owner=owners.round_(round_))
    steps.ask(round_, now)
    if planned:
        appoint(named, "asked", planned)
    else:
        ring(named, "asked")
    steps.settle(round_)
    return round_


def put_question(round_: Round, author_id: str, text: str, now: datetime) -> None:
    """A question that will be asked next; it belongs to the channel."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    facts(round_)["next"].append(say(round_, author_id, "question", text, now, owner=owner).id)


def join(round_: Round, who: Seat, now: datetime) -> None:
    """Somebody is in it from now on; whoever comes late has their turn after the others.

    Somebody who passed on writing may write after all, and is waited for.
    """
    standing.may_join(round_, who.person_id)
    passed = [s.person_id for s in round_.present if s.step == PASSED and round_.step == Step.WRITE]
    if is_in(round_, who.person_id) and who.person_id not in passed:
        return
    seat, f = sit(comes(round_, who, HERE)), facts(round_)
    f["joined"] = now.isoformat()
    if pace(round_) is Pace.GATHER:
        place(seat)["turns"] = 1  # to be able to write is to be offered the floor
    if round_.step == Step.WRITE and round_.ends_at:
        begin([seat], now, round_.ends_at)
    elif f["rooms"]:
        f["rooms"].setdefault(seat.person_id, _smallest(f["rooms"]))
    floor.comes_late(round_, seat.person_id)
    _everybody_answered(round_, now, seat.person_id)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time, by somebody who was asked by name, or who joined and has second thoughts."""
    going(round_)
    seat, wrote = round_.seat(person_id), round_.step == Step.WRITE and is_in(round_, person_id)
    if seat.step not in (INVITED, APART):
        at(round_, Step.ASKED, Step.WRITE)
    drop(round_, person_id, "answer", "arrival", about=lap(round_))
    seat.step, seat.due_at, seat.notice = PASSED if wrote else DECLINED, None, ""
    _everybody_answered(round_, now, person_id)
    steps.go_on(round_, now, person_id)


def write(round_: Round, person_id: str, text: str, arrival: str, now: datetime) -> None:
    """Keep what somebody wrote apart; the last one that was waited for opens it for all who joined."""
    seat = standing.may_write(round_, person_id)
    filled(round_, text, "answer")
    late = standing.takes_late(round_)
    for kind, said in (("answer", text), ("arrival", arrival)):
        put(round_, person_id, OPENED[kind] if late else kind, said, now, about=lap(round_))
    seat.step, seat.due_at, seat.notice = DONE, None, ""
    steps.go_on(round_, now, person_id)


def erase(round_: Round, person_id: str, now: datetime) -> None:
    """Take away what one wrote before anybody could read it: no row of it stays."""
    standing.may_write(round_, person_id)
    if standing.own(round_, person_id, "answer") is None:
        raise refused(round_, "nothing_to_withdraw")
    drop(round_, person_id, "answer", "arrival", about=lap(round_))
    _writes_anew(round_, person_id, now)


def done(round_: Round, person_id: str, now: datetime) -> None:
    floor.done(round_, person_id, now)
    _turn_over(round_, person_id, now)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not now: offered once more at the end."""
    floor.pass_on(round_, person_id, now)
    _turn_over(round_, person_id, now)


def more(round_: Round, person_id: str, now: datetime) -> None:
    floor.more(round_, person_id, now)


def plain(round_: Round, person_id: str) -> None:
    """Whoever has the floor plays nothing back this time."""
    floor.leave_out(round_, person_id)


def miss(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever has the floor does not seem to be there."""
    going(round_)
    standing.taking_part(round_, person_id)
    floor.seek(round_, now)


def still_here(round_: Round, person_id: str) -> None:
    floor.holds(round_, person_id)
    facts(round_)["calling"] = ""


def offer_to_open(round_: Round, person_id: str) -> None:
    """A volunteer among those who bring lived experience: nobody is put first who did not offer."""
    seat = standing.taking_part(round_, person_id)
    if seat.kind not in ("lived", "both"):
        raise Refusal("common.not_yours")
    place(seat)["volunteers"] = True


def listened(round_: Round, person_id: str, now: datetime) -> None:
    """Count somebody once, by a keyed hash of who it is: nobody can tell who, once the key is gone.

    It is meant for all who were read, or for whoever has or had the floor.
    """
    going(round_)
    f = facts(round_)
    whose = "all" if pace(round_) is Pace.GATHER else f["holder"] or f["spoke"]
    if whose in ("", person_id) or (whose == "all" and round_.step != Step.READ):
        raise refused(round_, "nothing_heard")
    marks = {*f["heard"].get(whose, []), _mark(round_, whose, person_id)}
    f["heard"][whose] = sorted(marks)  # in no order of time
    steps.go_on(round_, now, person_id)


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Gathered words: one thing that somebody heard from whoever comes before them."""
    going(round_)
    standing.may_hear(round_, person_id)
    filled(round_, text, "heard")
    author, f = standing.heard_next(round_, person_id), facts(round_)
    put(round_, person_id, "heard", text, now, about=lap(round_))
    place(round_.seat(person_id))["listens_to"], f["confirmed"][person_id] = author, ""
    if is_in(round_, author):
        ring([round_.seat(author)], f"played_back:{lap(round_)}:{person_id}")


def confirm(round_: Round, person_id: str, listener_id: str, choice: str) -> None:
    """Whoever spoke says whether that is it: yes, nearly or not_yet."""
    standing.taking_part(round_, person_id)
    f = facts(round_)
    if listener_id not in f["confirmed"] or place(round_.seat(listener_id))["listens_to"] != person_id:
        raise refused(round_, "moved_on")
    f["confirmed"][listener_id] = choice
    if pace(round_) is not Pace.LIVE:
        ring([round_.seat(listener_id)], f"confirmed:{lap(round_)}:{choice}")


def say_later(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Keep somebody's words for their turn, for them alone; empty lets them go."""
    standing.taking_part(round_, person_id)
    if round_.status != Status.PAUSED:
        going(round_)
    put(round_, person_id, "note", text, now)


def take_along(round_: Round, person_id: str, text: str, shown: bool, now: datetime) -> None:
    """One thing I am taking: kept, on the closing card, only where its author ticked that."""
    at(round_, Step.TURNS, Step.READ, Step.TALK, Step.CHECK_OUT)
    standing.taking_part(round_, person_id)
    if text and not shown:
        raise refused(round_, "tick", "shown")
    put(round_, person_id, "taking", text, now)
    facts(round_)["out"] = list(dict.fromkeys([*facts(round_)["out"], person_id]))
    steps.go_on(round_, now, person_id)


def keep(round_: Round, person_id: str, kept: bool) -> None:
    """Whether one's own gathered words stay for longer than thirty days after the close."""
    if not round_.of_kind("open", person_id):
        raise refused(round_, "nothing_to_withdraw")
    others = [one for one in facts(round_)["keeps"] if one != person_id]
    facts(round_)["keeps"] = [*others, person_id] if kept else others
    if not kept and round_.status == Status.CLOSED and round_.ends_at is None:
        steps.forget(round_)  # the thirty days are over


def withdraw(round_: Round, person_id: str, now: datetime) -> None:
    """Take one's words back, after they were read too: the text goes, and what was played back of it."""
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in _WORDS]
    if not mine:
        raise refused(round_, "nothing_to_withdraw")
    f = facts(round_)
    for seat in round_.seats:
        if place(seat)["listens_to"] == person_id and round_.of_kind("heard", seat.person_id):
            drop(round_, seat.person_id, "heard")
            f["confirmed"].pop(seat.person_id, None)
            place(seat)["listens_to"] = ""
    drop(round_, person_id, *_WORDS)
    round_.replies += [  # that it was taken back stays, without a word of it
        Reply(new_id(), person_id, "withdrawn", reply.owner, None, now, reply.about, withdrawn_at=now)
        for reply in mine
        if reply.kind == "open"
    ]
    f["keeps"] = [one for one in f["keeps"] if one != person_id]
    if round_.step == Step.WRITE and round_.seat(person_id).step == DONE:
        _writes_anew(round_, person_id, now)


def step_out(round_: Round, person_id: str, now: datetime, *, gone: bool = False) -> None:
    """Somebody leaves: what nobody read goes with them, the order closes up, and nobody remarks on it.

    Whoever is `gone` from the workspace has done nothing: what follows waits for working hours.
    """
    seat, f, was_in = round_.seat(person_id), facts(round_), is_in(round_, person_id)
    if seat.left_at:
        return
    leaves(round_, seat, now, "answer", "arrival", "arrived", "note")
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        return
    f["heard"] = {  # they listen no more: nobody is taken for them
        whose: [mark for mark in heard if mark != _mark(round_, whose, person_id)]
        for whose, heard in f["heard"].items()
    }
    floor.leaves(round_, person_id, now)
    if was_in and not joined(round_) and round_.step not in (Step.ASKED, Step.WRITE):
        steps.close(round_, now)
    elif not (f["wanted"] or hosts(round_)):
        pausing.want(round_, now, None if gone else person_id)
    steps.go_on(round_, now, None if gone else person_id)


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who is in it may: the time stands still for all."""
    going(round_)
    standing.inside(round_, person_id)
    pausing.pause(round_, person_id, now)
    ring([s for s in joined(round_) if s.person_id != person_id], f"paused:{round_.version}")


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever paused it, or hosts it, lets it go on; anybody, where neither answers."""
    _may_go_on(round_, person_id)
    facts(round_)["wanted"] &= not looks_after(round_, person_id)  # they are back
    pausing.resume(round_, now)
    ring([s for s in joined(round_) if s.person_id != person_id], f"going_on:{round_.version}")
    steps.go_on(round_, now, person_id)


def think_together(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """After "we are debating": whoever paused it, or hosts it, puts this question next, and it goes on."""
    if round_.step in (Step.CHECK_OUT, Step.CLOSED):
        raise refused(round_, "too_late")
    paused = round_.status == Status.PAUSED
    if paused:
        _may_go_on(round_, person_id)
    else:
        going(round_)
        only_hosts(round_, person_id)
    put_question(round_, person_id, question, now)
    if paused:
        go_on(round_, person_id, now)
    steps.asks_next(round_, now, person_id)


def stand(round_: Round) -> None:
    """The app is in the channel, as far as Slack says: it may be posted."""
    facts(round_)["there"] = True
    steps.settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due happens: people who are gone step out, turns and windows end, texts are forgotten."""
    facts(round_)["there"] |= stands_by_now(round_, now)
    for seat in [s for s in round_.present if s.gone]:
        step_out(round_, seat.person_id, now, gone=True)
    if pausing.time_passes(round_, now):
        unread = round_.step in (Step.ASKED, Step.WRITE) and not round_.of_kind("open")
        (steps.stop if unread else steps.close)(round_, now)
    elif round_.status != Status.PAUSED:
        steps.time_passes(round_, now)
    steps.settle(round_, waiting=False)


def _may_go_on(round_: Round, person_id: str) -> None:
    standing.inside(round_, person_id)
    may_resume(round_, person_id, *([person_id] if facts(round_)["wanted"] else []))


def _turn_over(round_: Round, person_id: str, now: datetime) -> None:
    facts(round_)["wanted"] &= not looks_after(round_, person_id)  # they are back
    steps.go_on(round_, now, person_id)


def _writes_anew(round_: Round, person_id: str, now: datetime) -> None:
    """What they wrote is gone before anybody could read it: it is waited for again."""
    seat = round_.seat(person_id)
    seat.step = HERE
    if round_.ends_at and not seat.left_at:
        begin([seat], now, round_.ends_at)
    steps.go_on(round_, now, person_id)


def _mark(round_: Round, whose: str, person_id: str) -> str:
    """Who listened to whom, as a hash keyed with the round's own text, which goes with its close."""
    said = f"{round_.id}|{lap(round_)}|{whose}|{person_id}"
    return hmac.new(text_of(round_, "ear").encode(), said.encode(), "sha256").hexdigest()[:32]


def _everybody_answered(round_: Round, now: datetime, by: str) -> None:
    """A relay among people who were named begins when all of them have said yes or no."""
    named = plan_of(round_).people and pace(round_) is Pace.RELAY and round_.step == Step.ASKED
    answered = named and not any(s.step == INVITED for s in round_.present)
    if answered and 1 < len(joined(round_)) <= MOST:  # a crowd is parted by whoever lets it begin
        steps.start(round_, now, by)


def _smallest(rooms: dict[str, int]) -> int:
    taken = list(rooms.values())
    return min(set(taken), key=lambda room: (taken.count(room), room))
