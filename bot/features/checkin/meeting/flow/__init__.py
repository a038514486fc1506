"""What people do in a meeting or a short check-in.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal. What only
whoever looks after it may do is in `hosting`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import owners
from bot.features.checkin.meeting.flow import queue, standing, steps
from bot.features.checkin.models import (
    DECLINED,
    IN,
    INVITED,
    MEETING,
    NAME,
    OF_PRESENTER,
    WEIGHTS,
    Asking,
    Step,
    facts,
    fresh,
    is_in,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.time.windows import no_windows, ring


@dataclass(frozen=True)
class Plan:
    """How a meeting is wanted. `set` is "" in a channel, and `channel` is "" in a set."""

    short: bool = True
    live: bool = False
    channel: str = ""
    set: str = ""
    unsigned: bool = False
    presented: dict[str, str] | None = None


def start(
    team: str, round_id: str, host: Seat, others: Sequence[Seat], plan: Plan, question: str, now: datetime
) -> Round:
    """A meeting begins: everybody says for themselves whether they are in it."""
    round_ = Round(team, round_id, NAME, MEETING, Step.CHECK_IN, host.person_id, now)
    round_.channel_id = plan.channel or None
    f = fresh(short=plan.short, live=plan.live)
    f["set"], f["unsigned"], f["presented"] = plan.set, plan.unsigned, dict(plan.presented or {})
    round_.facts = dict(f)
    round_.seats = [host, *(seat for seat in others if seat.person_id != host.person_id)]
    for seat in round_.seats:
        seat.step = INVITED
    if question:
        owner = owners.channel(team, plan.channel) if plan.channel else owners.round_(round_)
        round_.replies.append(Reply(new_id(), host.person_id, "question", owner, question, now))
    steps.enter(round_, Step.CHECK_IN, now, host.person_id)
    if plan.set:
        ring(round_.seats, f"invited:{round_.id}")
    else:
        host.due_at, host.notice = None, ""
    steps.settle(round_)
    return round_


def join(round_: Round, who: Seat, arrival: str, wish: str, *, follows: bool, now: datetime) -> None:
    """Somebody is in it, and agrees that what is said here stays here.

    `wish`: in a short check-in, what they would like questions on; `follows`: they took something on here
    before.
    """
    standing.going(round_)
    seat = next((s for s in round_.seats if s.person_id == who.person_id), None)
    f = facts(round_)
    late = round_.step != Step.CHECK_IN
    if seat is None and f["set"]:
        raise Refusal("checkin.refused.of_the_set")
    if late and (round_.step in standing.CLOSED or round_.step == Step.CHECK_OUT):
        raise Refusal("checkin.refused.too_late")
    if seat is None:
        seat = who
        round_.seats.append(seat)
    seat.step, seat.left_at, seat.notice, seat.due_at = IN, None, "", None
    _put(round_, who.person_id, "arrival", arrival, now)
    if follows and who.person_id not in f["follows"]:
        f["follows"].append(who.person_id)
    if f["short"] and not late:
        _put(round_, who.person_id, "bid", wish, now)
        f["bids"] = [p for p in f["bids"] if p != who.person_id] + [who.person_id] * bool(wish)
    steps.go_on(round_, now, who.person_id)
    steps.settle(round_)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time, and no reason is asked."""
    standing.at(round_, Step.CHECK_IN)
    if all(seat.person_id != person_id for seat in round_.present):
        raise Refusal("checkin.refused.not_in")
    seat = round_.seat(person_id)
    seat.step, seat.due_at, seat.notice = DECLINED, None, ""
    f = facts(round_)
    f["bids"] = [p for p in f["bids"] if p != person_id]
    f["follows"] = [p for p in f["follows"] if p != person_id]
    mine = ("arrival", "bid")
    round_.replies = [r for r in round_.replies if not (r.author_id == person_id and r.kind in mine)]
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def became(
    round_: Round,
    person_id: str,
    what: str,
    text: str,
    learnt: str,
    *,
    more: bool,
    now: datetime,
    of: str = "",
) -> None:
    """How something that this person took on stands; `text` and `learnt` only where they show it.

    `of`: which of their commitments it is about.
    """
    standing.at(round_, Step.FOLLOW_UP)
    standing.taking_part(round_, person_id)
    said = json.dumps({"text": text, "learnt": learnt, "of": of})
    round_.replies.append(
        Reply(new_id(), person_id, "became", owners.person(round_.team, person_id), said, now, about=what)
    )
    if not more:
        _done(round_, person_id, now)


def tell_learnt(round_: Round, person_id: str, what: str, text: str, learnt: str, now: datetime) -> None:
    """Somebody arrives with what they have learnt since the last meeting, as they said they would."""
    said = json.dumps({"text": text, "learnt": learnt})
    owner = owners.person(round_.team, person_id)
    round_.replies.append(Reply(new_id(), person_id, "became", owner, said, now, about=what))


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Nothing from this person in this step: always fine."""
    standing.at(round_, Step.FOLLOW_UP, Step.BIDS, *OF_PRESENTER, Step.PROCESS, Step.CHECK_OUT)
    standing.taking_part(round_, person_id)
    f = facts(round_)
    if person_id == f["presenter"] and round_.step in (Step.CLARIFY, Step.HUSH, Step.QUESTIONS):
        raise Refusal("checkin.refused.presents")
    if round_.step == Step.PRESENT and person_id != f["presenter"]:
        raise Refusal("checkin.refused.moved_on")
    if round_.step == Step.PRESENT:
        steps.absent(round_, now, person_id)
        steps.settle(round_)
        return
    if round_.step == Step.BIDS:
        _drop(round_, person_id, "bid")
        f["bids"] = [p for p in f["bids"] if p != person_id]
    _done(round_, person_id, now)


def bid(round_: Round, person_id: str, line: str, weight: int, now: datetime) -> None:
    """Somebody would like the time; how much it weighs on them only the choosing knows."""
    standing.at(round_, Step.BIDS)
    standing.taking_part(round_, person_id)
    _filled(line, "bid")
    if weight not in WEIGHTS:
        raise Refusal("checkin.refused.weight", field="weight")
    f = facts(round_)
    _put(round_, person_id, "bid", line, now)
    f["weights"][person_id] = weight
    f["bids"] = [p for p in f["bids"] if p != person_id] + [person_id]
    f["missed"] = [p for p in f["missed"] if p != person_id]
    _done(round_, person_id, now)


def present(round_: Round, person_id: str, text: str, *, keep: bool, now: datetime) -> None:
    """What somebody brings, in their own words; where people talk, they may leave the box empty."""
    standing.at(round_, Step.PRESENT)
    standing.presenting(round_, person_id)
    f = facts(round_)
    if not text and not f["live"]:
        raise Refusal("checkin.refused.empty", field="brought")
    if text:
        _put(round_, person_id, "brought", text, now, str(f["slot"]))
    _keeps(round_, person_id, keep)
    f["presented"][person_id] = now.isoformat()
    _done(round_, person_id, now)


def ask(round_: Round, person_id: str, text: str, label: str, now: datetime) -> Reply:
    """A question is handed in; it comes when it is its turn."""
    may_ask(round_, person_id)
    _filled(text, "asks")
    reply = queue.hand_in(round_, person_id, text, now)
    f = facts(round_)
    f["labels"][label] = f["labels"].get(label, 0) + 1
    if round_.step in queue.SHOWS:
        steps.bring_next(round_, now, person_id)
    if f["short"] or round_.step == Step.HUSH:
        _done(round_, person_id, now)
    steps.settle(round_)
    return reply


def may_ask(round_: Round, person_id: str) -> None:
    """Questions come from the others; from the presenter only where nobody has one."""
    standing.at(round_, Step.CLARIFY, Step.HUSH, Step.QUESTIONS)
    standing.taking_part(round_, person_id)
    f = facts(round_)
    if not f["presenter"]:
        raise Refusal("checkin.refused.moved_on")
    alone = round_.step == Step.QUESTIONS and not queue.of(round_, *Asking)
    if person_id == f["presenter"] and not alone:
        raise Refusal("checkin.refused.presents")


def take_question_back(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """While it waits, it is its author's."""
    standing.going(round_)
    f = facts(round_)
    found = [r for r in round_.of_kind("asks", person_id) if r.id == question]
    if not found or f["queue"].get(question) != Asking.ASKED:
        raise Refusal("checkin.refused.moved_on")
    round_.replies = [r for r in round_.replies if r.id != question]
    del f["queue"][question]
    f["done"] = [p for p in f["done"] if p != person_id]
    steps.settle(round_)


def park_idea(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """An idea is kept for the offers: nobody reads it before the presenter opens them."""
    may_ask(round_, person_id)
    _filled(text, "asks")
    f = facts(round_)
    about = str(f["slot"])
    round_.replies.append(
        Reply(new_id(), person_id, "idea", owners.person(round_.team, person_id), text, now, about)
    )
    steps.settle(round_)


def respond(round_: Round, person_id: str, question: str, state: Asking, text: str, now: datetime) -> None:
    """The presenter answers, sits with it, passes, or keeps it for the offers; the next one comes."""
    standing.at(round_, *queue.SHOWS)
    standing.presenting(round_, person_id)
    if state is Asking.ANSWERED and not text and not facts(round_)["live"]:
        raise Refusal("checkin.refused.empty", field="answer")
    found = queue.settle_one(round_, question, state)
    if text and state is Asking.ANSWERED:
        owner = owners.person(round_.team, person_id)
        about = f"{facts(round_)['slot']}:{found.id}"
        round_.replies.append(Reply(new_id(), person_id, "answer", owner, text, now, about))
    facts(round_)["presented"][person_id] = now.isoformat()
    seat = round_.seat(person_id)
    seat.notice, seat.due_at = "", None
    steps.bring_next(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def enough(round_: Round, person_id: str, now: datetime) -> None:
    """The presenter has had enough questions; those that did not come up are theirs to read."""
    standing.at(round_, Step.CLARIFY, Step.QUESTIONS)
    standing.presenting(round_, person_id)
    steps.after(round_, now, person_id)
    steps.settle(round_)


def look(round_: Round, person_id: str, text: str, *, keep: bool, opens: bool, now: datetime) -> None:
    """How it looks now; and whether the others' ideas are wanted: only its presenter says so."""
    standing.at(round_, Step.LOOKS)
    standing.presenting(round_, person_id)
    f = facts(round_)
    if text:
        _put(round_, person_id, "looks", text, now, str(f["slot"]))
    _keeps(round_, person_id, keep or person_id in f["kept"])
    f["offers"] = opens
    _done(round_, person_id, now)


def hear_ideas(round_: Round, person_id: str, now: datetime) -> None:
    """In a short check-in, too, only whoever brought something says whether ideas are wanted."""
    standing.at(round_, Step.COMMIT)
    standing.presenting(round_, person_id)
    f = facts(round_)
    if f["offers"]:
        raise Refusal("checkin.refused.moved_on")
    f["offers"] = True
    steps.enter(round_, Step.OFFERS, now, person_id)
    steps.settle(round_)


def offer(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """What somebody has seen help: one each; it takes the place of what they had kept for this."""
    may_offer(round_, person_id)
    _filled(text, "offer")
    _put(round_, person_id, "offer", text, now, str(facts(round_)["slot"]))
    _done(round_, person_id, now)


def may_offer(round_: Round, person_id: str) -> None:
    """Refuses whoever presents: they hear them."""
    standing.at(round_, Step.OFFERS)
    standing.taking_part(round_, person_id)
    if person_id == facts(round_)["presenter"]:
        raise Refusal("checkin.refused.presents")


def no_offer(round_: Round, person_id: str, now: datetime) -> None:
    """An offer is taken back."""
    may_offer(round_, person_id)
    _drop(round_, person_id, "offer")
    _done(round_, person_id, now)


def commit(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody took something on; what, is a commitment of its own."""
    standing.going(round_)
    standing.taking_part(round_, person_id)
    if round_.step == Step.CHECK_IN:
        raise Refusal("checkin.refused.moved_on")
    facts(round_)["committed"] += 1
    if round_.step == Step.COMMIT:
        _done(round_, person_id, now)
    steps.settle(round_)


def process(round_: Round, person_id: str, keep: str, change: str, now: datetime) -> None:
    """How it was: what to keep, and what to try next time."""
    standing.at(round_, Step.PROCESS)
    standing.taking_part(round_, person_id)
    if not (keep or change):
        raise Refusal("checkin.refused.empty", field="keep")
    said = json.dumps({"keep": keep, "try": change})
    f = facts(round_)
    _drop(round_, person_id, "process", str(f["slot"]))
    round_.replies.append(
        Reply(new_id(), person_id, "process", owners.round_(round_), said, now, about=str(f["slot"]))
    )
    _done(round_, person_id, now)


def planned(round_: Round, person_id: str, now: datetime) -> None:
    """When they meet next is said, or left open."""
    if round_.step == Step.CHECK_OUT and round_.status == Status.RUNNING:
        _done(round_, person_id, now)


def stop_slot(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents stops here: nothing of it is kept, and nobody asks why."""
    _of_presenter(round_, person_id)
    _wake(round_, now)
    steps.undo_slot(round_)
    f = facts(round_)
    f["bids"] = [p for p in f["bids"] if p != person_id]
    steps.next_presenter(round_, now, person_id)
    steps.settle(round_)


def another(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents would rather bring something else."""
    _of_presenter(round_, person_id)
    _wake(round_, now)
    steps.undo_slot(round_)
    steps.enter(round_, Step.QUESTIONS if facts(round_)["short"] else Step.PRESENT, now, person_id)
    steps.settle(round_)


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who is in it may: its time stands still."""
    standing.going(round_)
    standing.taking_part(round_, person_id)
    f = facts(round_)
    f["left"] = steps.time_left(round_, now).total_seconds()
    f["days"] = False
    round_.status, round_.paused_by, round_.since, round_.ends_at = Status.PAUSED, person_id, now, None
    no_windows(round_)
    steps.settle(round_)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """It goes on where it stood: whoever paused it says so, who presents, or who looks after it."""
    if round_.status != Status.PAUSED:
        raise Refusal("checkin.refused.moved_on")
    if person_id not in (round_.paused_by, round_.host_id, facts(round_)["presenter"]):
        raise Refusal("checkin.refused.not_yours_to_resume")
    _wake(round_, now)
    presenter = facts(round_)["presenter"]
    if presenter and not is_in(round_, presenter) and round_.step in OF_PRESENTER:  # gone meanwhile
        steps.undo_slot(round_)
        steps.next_presenter(round_, now, person_id)
    if round_.step in queue.SHOWS:
        steps.bring_next(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody leaves, and gives no reason; a pause holds nobody."""
    if round_.status != Status.PAUSED:
        standing.going(round_)
    steps.leave(round_, standing.taking_part(round_, person_id), now)
    steps.settle(round_)


def forget_kept(round_: Round, person_id: str) -> None:
    """What a presenter had kept of their own is deleted."""
    f = facts(round_)
    if person_id not in f["kept"]:
        raise Refusal("checkin.refused.moved_on")
    f["kept"] = [p for p in f["kept"] if p != person_id]
    round_.replies = [
        r for r in round_.replies if not (r.author_id == person_id and r.kind in ("brought", "looks"))
    ]


def _of_presenter(round_: Round, person_id: str) -> None:
    if round_.status not in (Status.RUNNING, Status.PAUSED) or round_.step not in OF_PRESENTER:
        raise Refusal("checkin.refused.moved_on")
    standing.presenting(round_, person_id)


def _wake(round_: Round, now: datetime) -> None:
    """With the time that was left."""
    if round_.status != Status.PAUSED:
        return
    f = facts(round_)
    round_.status, round_.paused_by, round_.since = Status.RUNNING, "", now
    round_.ends_at = steps.end_after(round_, now, timedelta(seconds=max(f["left"], 0)))
    steps.wait(round_, now)


def _done(round_: Round, person_id: str, now: datetime) -> None:
    f = facts(round_)
    if person_id not in f["done"]:
        f["done"].append(person_id)
    seat = round_.seat(person_id)
    seat.notice, seat.due_at = "", None
    if round_.step in queue.SHOWS:
        steps.bring_next(round_, now, person_id)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def _put(round_: Round, person_id: str, kind: str, text: str, now: datetime, about: str = "") -> None:
    """This person's one reply of that kind; nothing where it is empty."""
    _drop(round_, person_id, kind, about)
    if text:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, kind, owner, text, now, about=about))


def _drop(round_: Round, person_id: str, kind: str, about: str | None = None) -> None:
    round_.replies = [
        r
        for r in round_.replies
        if not (r.author_id == person_id and r.kind == kind and about in (None, r.about))
    ]


def _keeps(round_: Round, person_id: str, keep: bool) -> None:
    f = facts(round_)
    f["kept"] = [p for p in f["kept"] if p != person_id] + [person_id] * keep


def _filled(text: str, field: str) -> None:
    if not text:
        raise Refusal("checkin.refused.empty", field=field)


def may_join(round_: Round, person_id: str) -> None:
    """Refuses whoever cannot be in it now."""
    standing.going(round_)
    if is_in(round_, person_id) and round_.step != Step.CHECK_IN:
        raise Refusal("checkin.refused.in_it")
    if round_.step == Step.CHECK_OUT:
        raise Refusal("checkin.refused.too_late")
