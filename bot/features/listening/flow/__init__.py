"""The rules of a listening round: each voice once, uninterrupted, and heard.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal. What only a
host may do is in `hosting`.
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
    LOOKS,
    MOST,
    NAME,
    PASSED,
    Pace,
    Plan,
    Step,
    facts,
    fresh,
    is_in,
    joined,
    pace,
    place,
    plan_of,
    sit,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.time.windows import begin, ring


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
) -> Round:
    """A new round, open to the channel, or to those named, whose cards ring.

    `ear` is a random text that "I've listened" is counted with; it goes with the close.
    """
    round_ = Round(team, round_id, NAME, LISTENING, Step.ASKED, host.person_id, now)
    round_.channel_id, round_.facts = channel_id, dict(fresh(plan, prompt))
    round_.seats = [sit(seat) for seat in (host, *(s for s in named if s.person_id != host.person_id))]
    for seat in round_.seats:
        seat.step = INVITED if seat.person_id in plan.people else APART
    ring([s for s in round_.others(host.person_id) if s.step == INVITED], "asked")
    put_question(round_, host.person_id, question, now)
    facts(round_)["question"] = facts(round_)["next"].pop()
    round_.replies.append(Reply(new_id(), host.person_id, "ear", owners.round_(round_), ear, now))
    steps.ask(round_, now)
    steps.settle(round_)
    return round_


def put_question(round_: Round, author_id: str, question: str, now: datetime) -> Reply:
    """A question that will be asked next; it belongs to the channel."""
    owner = owners.channel(round_.team, round_.channel_id or "")
    reply = Reply(new_id(), author_id, "question", owner, question, now)
    round_.replies.append(reply)
    facts(round_)["next"].append(reply.id)
    return reply


def join(round_: Round, who: Seat, now: datetime) -> None:
    """Somebody is in it from now on; whoever comes late has their turn after the others."""
    standing.may_join(round_, who.person_id)
    if is_in(round_, who.person_id):
        _thinks_again(round_, round_.seat(who.person_id))
        return
    seat = next((s for s in round_.seats if s.person_id == who.person_id), None)
    if seat is None:
        seat = sit(who)
        round_.seats.append(seat)
    f = facts(round_)
    seat.step, seat.left_at, seat.notice = HERE, None, ""
    f["joined"], f["opens"] = now.isoformat(), ""
    if pace(round_) is Pace.GATHER:
        place(seat)["turns"] = 1  # to be able to write is to be offered the floor
    if round_.step == Step.WRITE and round_.ends_at:
        begin([seat], now, round_.ends_at)
    elif f["rooms"]:
        f["rooms"].setdefault(seat.person_id, _smallest(f["rooms"]))
    floor.comes_late(round_, seat.person_id)
    _everybody_answered(round_, now, seat.person_id)
    steps.settle(round_)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time, by somebody who was asked by name, or who joined and has second thoughts."""
    standing.going(round_)
    seat = round_.seat(person_id)
    if round_.step == Step.WRITE or seat.step in (INVITED, APART):
        _drop(round_, person_id, "answer", "arrival")
        seat.step = PASSED if seat.step in (HERE, DONE, PASSED) else DECLINED
    elif round_.step == Step.ASKED:
        seat.step = DECLINED
    else:
        raise Refusal("listening.refused.moved_on")
    seat.due_at, seat.notice = None, ""
    _everybody_answered(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def write(round_: Round, person_id: str, text: str, arrival: str, now: datetime) -> None:
    """Keep what somebody wrote apart; the last one that was waited for opens it for all who joined."""
    seat = standing.may_write(round_, person_id)
    if not text:
        raise Refusal("listening.refused.empty", field="answer")
    late = round_.step == Step.READ
    _put(round_, person_id, "open" if late else "answer", text, now)
    if arrival:
        _put(round_, person_id, "arrival", arrival, now)
    else:
        _drop(round_, person_id, "arrival")
    seat.step, seat.due_at, seat.notice = DONE, None, ""
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def erase(round_: Round, person_id: str, now: datetime) -> None:
    """Take away what one wrote before anybody could read it: no row of it stays."""
    seat = standing.may_write(round_, person_id)
    if standing.own(round_, person_id, "answer") is None:
        raise Refusal("listening.refused.nothing_to_withdraw")
    _drop(round_, person_id, "answer", "arrival")
    seat.step = HERE
    if round_.ends_at:
        begin([seat], now, round_.ends_at)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def done(round_: Round, person_id: str, now: datetime) -> None:
    standing.going(round_)
    floor.done(round_, person_id, now)
    _turn_over(round_, person_id, now)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Not now: offered once more at the end."""
    standing.going(round_)
    floor.pass_on(round_, person_id, now)
    _turn_over(round_, person_id, now)


def more(round_: Round, person_id: str, now: datetime) -> None:
    standing.going(round_)
    floor.more(round_, person_id, now)
    steps.settle(round_)


def miss(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever has the floor does not seem to be there."""
    standing.going(round_)
    standing.taking_part(round_, person_id)
    floor.seek(round_, now)
    steps.settle(round_)


def still_here(round_: Round, person_id: str) -> None:
    standing.going(round_)
    floor.is_here(round_, person_id)
    steps.settle(round_)


def offer_to_open(round_: Round, person_id: str) -> None:
    """A volunteer among those who bring lived experience: nobody is put first who did not offer."""
    seat = standing.taking_part(round_, person_id)
    if seat.kind not in ("lived", "both"):
        raise Refusal("common.not_yours")
    place(seat)["volunteers"] = True


def listened_to(round_: Round, person_id: str) -> str:
    """Whom "I've listened" is meant for now: all who were read, or whoever has or had the floor."""
    standing.taking_part(round_, person_id)
    f = facts(round_)
    whose = "all" if pace(round_) is Pace.GATHER else f["holder"] or f["spoke"]
    if whose in ("", person_id) or (whose == "all" and round_.step != Step.READ):
        raise Refusal("listening.refused.nothing_heard")
    return whose


def listened(round_: Round, person_id: str, now: datetime) -> None:
    """Count somebody once, by a keyed hash of who it is: nobody can tell who, once the key is gone."""
    whose = listened_to(round_, person_id)
    heard, mark = facts(round_)["heard"].setdefault(whose, []), _mark(round_, whose, person_id)
    if mark not in heard:
        heard.append(mark)
        heard.sort()  # in no order of time
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def play_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Gathered words: one thing that somebody heard from whoever comes before them."""
    standing.going(round_)
    standing.taking_part(round_, person_id)
    author = standing.heard_next(round_, person_id)
    if round_.step != Step.READ or not author:
        raise Refusal("listening.refused.moved_on")
    if not text:
        raise Refusal("listening.refused.empty", field="heard")
    _put(round_, person_id, "heard", text, now)
    f = facts(round_)
    place(round_.seat(person_id))["listens_to"], f["confirmed"][person_id] = author, ""
    if is_in(round_, author):
        ring([round_.seat(author)], f"played_back:{f['lap']}:{person_id}")
    steps.settle(round_)


def confirm(round_: Round, person_id: str, listener_id: str, choice: str) -> None:
    """Whoever spoke says whether that is it: yes, nearly or not_yet."""
    standing.taking_part(round_, person_id)
    f = facts(round_)
    if listener_id not in f["confirmed"] or place(round_.seat(listener_id))["listens_to"] != person_id:
        raise Refusal("listening.refused.moved_on")
    if choice not in ("yes", "nearly", "not_yet"):
        raise Refusal("common.not_yours")
    f["confirmed"][listener_id] = choice
    if pace(round_) is not Pace.LIVE:
        ring([round_.seat(listener_id)], f"confirmed:{f['lap']}:{choice}")


def say_later(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """Keep somebody's words for their turn, for them alone; empty lets them go."""
    standing.taking_part(round_, person_id)
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        raise Refusal("listening.refused.over")
    _drop(round_, person_id, "note")
    if text:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, "note", owner, text, now))


def take_along(round_: Round, person_id: str, text: str, shown: bool, now: datetime) -> None:
    """One thing I am taking: kept, on the closing card, only where its author ticked that."""
    standing.going(round_)
    standing.taking_part(round_, person_id)
    if round_.step in (Step.ASKED, Step.CHECK_IN, Step.WRITE):
        raise Refusal("listening.refused.moved_on")
    if text and not shown:
        raise Refusal("listening.refused.tick", field="shown")
    f = facts(round_)
    _drop(round_, person_id, "taking")
    if text:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, "taking", owner, text, now))
    if person_id not in f["out"]:
        f["out"].append(person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def keep(round_: Round, person_id: str, kept: bool) -> None:
    """Whether one's own gathered words stay for longer than thirty days after the close."""
    if not round_.of_kind("open", person_id):
        raise Refusal("listening.refused.nothing_to_withdraw")
    keeps = facts(round_)["keeps"]
    if kept and person_id not in keeps:
        keeps.append(person_id)
    elif not kept and person_id in keeps:
        keeps.remove(person_id)
        if round_.status == Status.CLOSED and round_.ends_at is None:
            steps.forget(round_)  # the thirty days are over


def withdraw(round_: Round, person_id: str, now: datetime) -> None:
    """Take one's words back, after they were read too: the text goes, and what was played back of it."""
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in _WORDS]
    about = [r for r in round_.of_kind("heard") if place(round_.seat(r.author_id))["listens_to"] == person_id]
    if not mine:
        raise Refusal("listening.refused.nothing_to_withdraw")
    f, gone = facts(round_), [*mine, *about]
    for reply in about:
        f["confirmed"].pop(reply.author_id, None)
        place(round_.seat(reply.author_id))["listens_to"] = ""
    round_.replies = [r for r in round_.replies if r not in gone]
    for reply in mine:
        if reply.kind == "open":  # that it was taken back stays, without a word of it
            mark = Reply(new_id(), person_id, "withdrawn", reply.owner, None, now, about=reply.about)
            mark.withdrawn_at = now
            round_.replies.append(mark)
    seat = round_.seat(person_id)
    if round_.step == Step.WRITE and seat.step == DONE and round_.ends_at:
        seat.step = HERE
        begin([seat], now, round_.ends_at)
        steps.go_on(round_, now, person_id)
    if person_id in f["keeps"]:
        f["keeps"].remove(person_id)
    steps.settle(round_)


def step_out(round_: Round, person_id: str, now: datetime, *, gone: bool = False) -> None:
    """Somebody leaves: what nobody read goes with them, the order closes up, and nobody remarks on it.

    Whoever is `gone` from the workspace has done nothing: what follows waits for working hours.
    """
    seat = round_.seat(person_id)
    if seat.left_at:
        return
    was_in = is_in(round_, person_id)
    seat.left_at, seat.notice, seat.due_at = now, "", None
    _drop(round_, person_id, "answer", "arrival", "note", all_laps=True)
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        return
    f = facts(round_)
    for whose, heard in f["heard"].items():  # they listen no more: nobody is taken for them
        f["heard"][whose] = [mark for mark in heard if mark != _mark(round_, whose, person_id)]
    floor.leaves(round_, person_id, now)
    if f["handing"] == person_id:
        f["handing"] = ""
    if round_.paused_by == person_id:
        round_.paused_by = ""
    if was_in and not joined(round_) and round_.step not in (Step.ASKED, Step.WRITE):
        steps.close(round_, now)
    elif round_.host_id == person_id:
        pausing.want(round_, now)
    steps.go_on(round_, now, None if gone else person_id)
    steps.settle(round_)


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who is in it may: the time stands still for all."""
    standing.going(round_)
    _in_or_host(round_, person_id)
    pausing.pause(round_, person_id, now)
    ring([s for s in joined(round_) if s.person_id != person_id], f"paused:{round_.version}")
    steps.settle(round_)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever paused it, or hosts it, lets it go on; anybody, where neither answers."""
    _may_go_on(round_, person_id)
    facts(round_)["wanted"] &= person_id != round_.host_id  # they are back
    pausing.resume(round_, now)
    ring([s for s in joined(round_) if s.person_id != person_id], f"going_on:{round_.version}")
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def think_together(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """After "we are debating": whoever paused it, or hosts it, puts this question next, and it goes on."""
    if round_.step in (Step.CHECK_OUT, Step.CLOSED):
        raise Refusal("listening.refused.too_late")
    if round_.status == Status.PAUSED:
        _may_go_on(round_, person_id)
    else:
        standing.going(round_)
        standing.hosting(round_, person_id)
    put_question(round_, person_id, question, now)
    if round_.status == Status.PAUSED:
        go_on(round_, person_id, now)
    if round_.step == Step.TALK:
        steps.after_lap(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def stand(round_: Round) -> None:
    """The app is in the channel, as far as Slack says: it may be posted."""
    facts(round_)["there"] = True
    steps.settle(round_)


def time_passes(round_: Round, now: datetime) -> None:
    """What is due happens: people who are gone step out, turns and windows end, texts are forgotten."""
    facts(round_)["there"] |= round_.status == Status.RUNNING and now >= round_.created_at + LOOKS
    for seat in [s for s in round_.present if s.gone]:
        step_out(round_, seat.person_id, now, gone=True)
    if pausing.time_passes(round_, now):
        unread = round_.step in (Step.ASKED, Step.WRITE) and not round_.of_kind("open")
        (steps.stop if unread else steps.close)(round_, now)
    elif round_.status != Status.PAUSED:
        over = steps.window(round_)
        if over and now >= over:
            steps.window_over(round_, now)
        else:
            if round_.status == Status.RUNNING and floor.goes_round(round_):
                floor.time_passes(round_, now)
            steps.nudge_due(round_, now)
        steps.go_on(round_, now, None)
    steps.settle(round_, waiting=False)


_WORDS = ("answer", "open", "arrival", "taking", "heard")


def _in_or_host(round_: Round, person_id: str) -> None:
    """Refuses whoever has not joined, but for the host, who may look after it without a turn."""
    if person_id != round_.host_id:
        standing.taking_part(round_, person_id)


def _may_go_on(round_: Round, person_id: str) -> None:
    if round_.status != Status.PAUSED:
        raise Refusal("listening.refused.moved_on")
    _in_or_host(round_, person_id)
    free = facts(round_)["wanted"] or not round_.paused_by
    if person_id not in (round_.host_id, round_.paused_by) and not free:
        raise Refusal("listening.refused.not_yours_to_resume")


def _turn_over(round_: Round, person_id: str, now: datetime) -> None:
    if person_id == round_.host_id:
        facts(round_)["wanted"] = False
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def _thinks_again(round_: Round, seat: Seat) -> None:
    """Somebody who passed on writing may write after all, and is waited for."""
    if round_.step == Step.WRITE and seat.step == PASSED:
        seat.step, facts(round_)["opens"] = HERE, ""
        steps.settle(round_)


def _mark(round_: Round, whose: str, person_id: str) -> str:
    """Who listened to whom, as a hash keyed with the round's own text, which goes with its close."""
    ear = round_.one("ear")
    key = (ear.text or "").encode() if ear else b""
    said = f"{round_.id}|{facts(round_)['lap']}|{whose}|{person_id}"
    return hmac.new(key, said.encode(), "sha256").hexdigest()[:32]


def _everybody_answered(round_: Round, now: datetime, by: str) -> None:
    """A relay among people who were named begins when all of them have said yes or no."""
    named = plan_of(round_).people and pace(round_) is Pace.RELAY and round_.step == Step.ASKED
    answered = named and not any(s.step == INVITED for s in round_.present)
    if answered and 1 < len(joined(round_)) <= MOST:  # a crowd is parted by whoever lets it begin
        steps.start(round_, now, by)


def _put(round_: Round, person_id: str, kind: str, text: str, now: datetime) -> None:
    found = standing.own(round_, person_id, kind)
    if found is None:
        lap = str(facts(round_)["lap"])
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, kind, owner, text, now, about=lap))
    else:
        found.rewrite(text)


def _drop(round_: Round, person_id: str, *kinds: str, all_laps: bool = False) -> None:
    """Take these replies of theirs away; an arrival that was read with its words stays."""
    lap = str(facts(round_)["lap"])
    round_.replies = [
        r
        for r in round_.replies
        if r.author_id != person_id
        or r.kind not in kinds
        or (r.kind in ("answer", "arrival") and r.about != lap and not all_laps)
    ]


def _smallest(rooms: dict[str, int]) -> int:
    taken = list(rooms.values())
    return min(set(taken), key=lambda room: (taken.count(room), room))
