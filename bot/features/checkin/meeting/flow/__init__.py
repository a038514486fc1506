"""What people do in a meeting or a short check-in.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal, and
`queries.save` settles when time has something for it again. What only whoever looks after it may do is in
`hosting`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
    begun,
    facts,
    is_in,
)
from bot.rounds.company import pausing
from bot.rounds.company.coming import comes
from bot.rounds.company.standing import at, filled, going, looks_after, one_of, refused
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import drop, put, say
from bot.rounds.time.windows import tell


@dataclass(frozen=True)
class Plan:
    """How a meeting is wanted. `set` is "" in a channel, and `channel` is "" in a set.

    `where`: of a live one, a room or a call's link, in a line.
    """

    short: bool = True
    live: bool = False
    quick: bool = False
    channel: str = ""
    set: str = ""
    unsigned: bool = False
    presented: dict[str, str] | None = None
    of_itself: bool = False  # begun by its date, and by nobody
    where: str = ""
    there: bool = True  # whether it may stand in its channel already


def start(
    team: str, round_id: str, host: Seat, others: Sequence[Seat], plan: Plan, question: str, now: datetime
) -> Round:
    """A meeting begins: everybody says for themselves whether they are in it."""
    round_ = Round(team, round_id, NAME, MEETING, Step.CHECK_IN, host.person_id, now)
    round_.channel_id, round_.subject_id = plan.channel or None, plan.set or None
    f = begun(short=plan.short, live=plan.live)
    f["set"], f["unsigned"], f["presented"] = plan.set, plan.unsigned, dict(plan.presented or {})
    f["of_itself"], f["quick"], f["there"] = plan.of_itself, plan.quick, plan.there
    round_.facts = dict(f)
    round_.seats = [host, *(seat for seat in others if seat.person_id != host.person_id)]
    for seat in round_.seats:
        seat.step = INVITED
    owner = owners.channel(team, plan.channel) if plan.channel else owners.round_(round_)
    if question:
        say(round_, host.person_id, "question", question, now, owner=owner)
    if plan.live and plan.where:
        say(round_, host.person_id, "where", plan.where, now, owner=owner)
    steps.enter(round_, Step.CHECK_IN, now, host.person_id)
    if plan.set:
        at_once = plan.live or not plan.of_itself  # a live one has its hour
        tell(round_.seats, f"invited:{round_.id}", "" if at_once else None)
    else:
        host.due_at, host.notice = None, ""
    steps.settle(round_)
    return round_


def may_join(round_: Round, person_id: str) -> None:
    """Refuses whoever cannot be in it now."""
    going(round_)
    if is_in(round_, person_id) and round_.step != Step.CHECK_IN:
        raise refused(round_, "in_it")
    if round_.step == Step.CHECK_OUT:
        raise refused(round_, "too_late")


def join(round_: Round, who: Seat, arrival: str, wish: str, *, follows: bool, now: datetime) -> None:
    """Somebody is in it, and agrees that what is said here stays here.

    `wish`: in a short check-in, what they would like questions on; `follows`: they took something on here
    before.
    """
    f, me = facts(round_), who.person_id
    going(round_)
    if f["set"] and me not in [seat.person_id for seat in round_.seats]:
        raise refused(round_, "of_the_set")
    if round_.step == Step.CHECK_OUT:
        raise refused(round_, "too_late")
    comes(round_, who, IN)
    put(round_, me, "arrival", arrival, now)
    if follows and me not in f["follows"]:
        f["follows"].append(me)
    if f["short"] and round_.step == Step.CHECK_IN:
        put(round_, me, "bid", wish, now)
        steps.strike(round_, me, "bids")
        f["bids"] += [me] * bool(wish)
    steps.go_on(round_, now, me)


def decline(round_: Round, person_id: str, now: datetime) -> None:
    """Not this time, and no reason is asked."""
    at(round_, Step.CHECK_IN)
    seat = one_of(round_, person_id, round_.present)
    seat.step, seat.due_at, seat.notice = DECLINED, None, ""
    steps.strike(round_, person_id, "bids", "follows")
    drop(round_, person_id, "arrival", "bid")
    steps.go_on(round_, now, person_id)


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
    standing.taking_part(round_, person_id, *standing.from_on(Step.FOLLOW_UP))
    told = json.dumps({"text": text, "learnt": learnt, "of": of})
    say(round_, person_id, "became", told, now, about=what)
    if not more and round_.step == Step.FOLLOW_UP:
        _done(round_, person_id, now)


def tell_learnt(round_: Round, person_id: str, what: str, text: str, learnt: str, now: datetime) -> None:
    """Somebody arrives with what they have learnt since the last meeting, as they said they would."""
    say(round_, person_id, "became", json.dumps({"text": text, "learnt": learnt}), now, about=what)


def pass_on(round_: Round, person_id: str, now: datetime) -> None:
    """Nothing from this person in this step: always fine."""
    standing.taking_part(
        round_, person_id, Step.FOLLOW_UP, Step.BIDS, *OF_PRESENTER, Step.PROCESS, Step.CHECK_OUT
    )
    if round_.step in (Step.CLARIFY, Step.HUSH, Step.QUESTIONS):
        standing.listening(round_, person_id)
    if round_.step == Step.PRESENT:
        if person_id != facts(round_)["presenter"]:
            raise refused(round_, "moved_on")
        steps.absent(round_, now, person_id)
        return
    if round_.step == Step.BIDS:
        steps.strike(round_, person_id, "bids")
        drop(round_, person_id, "bid")
    _done(round_, person_id, now)


def bid(round_: Round, person_id: str, line: str, weight: int, now: datetime) -> None:
    """Somebody would like the time; how much it weighs on them only the choosing knows."""
    standing.taking_part(round_, person_id, Step.BIDS, Step.CHOOSE)
    filled(round_, line, "bid")
    if weight not in WEIGHTS:
        raise refused(round_, "weight", "weight")
    f = facts(round_)
    put(round_, person_id, "bid", line, now)
    steps.strike(round_, person_id, "bids", "missed")
    f["weights"][person_id] = weight
    f["bids"].append(person_id)
    if round_.step == Step.BIDS:
        _done(round_, person_id, now)
    else:
        steps.wait(round_, now)


def from_box(round_: Round, person_id: str, items: Sequence[str]) -> None:
    """What they would bring lies in their box still: it is out of it once they have brought it."""
    facts(round_).setdefault("from_box", {})[person_id] = list(items)


def take_mine(round_: Round, person_id: str, now: datetime) -> None:
    """More would like the time than there is: they would like theirs now. Refuses who did not ask for it."""
    _chooses(round_, person_id)
    steps.strike(round_, person_id, "yields")
    _done(round_, person_id, now)


def can_wait(round_: Round, person_id: str, now: datetime) -> None:
    """The others first: their wish stays. Refuses who has not asked for the time."""
    _chooses(round_, person_id)
    steps.strike(round_, person_id, "yields")
    facts(round_)["yields"].append(person_id)
    _done(round_, person_id, now)


def _chooses(round_: Round, person_id: str) -> None:
    standing.taking_part(round_, person_id, Step.CHOOSE)
    if person_id not in standing.bidders(round_) or facts(round_)["live"]:
        raise refused(round_, "moved_on")


def present(round_: Round, person_id: str, text: str, *, keep: bool, now: datetime) -> None:
    """What somebody brings, in their own words; where people talk, they may leave the box empty."""
    standing.presenting(round_, person_id, Step.PRESENT)
    f = facts(round_)
    if not f["live"]:
        filled(round_, text, "brought")
    if text:
        put(round_, person_id, "brought", text, now, about=str(f["slot"]))
    _keeps(round_, person_id, keep)
    f["presented"][person_id] = now.isoformat()
    _done(round_, person_id, now)


def ask(round_: Round, person_id: str, text: str, label: str, now: datetime) -> Reply:
    """A question is handed in; it comes when it is its turn."""
    may_ask(round_, person_id)
    filled(round_, text, "asks")
    reply = queue.hand_in(round_, person_id, text, now)
    f = facts(round_)
    f["labels"][label] = f["labels"].get(label, 0) + 1
    steps.bring_next(round_, now, person_id)
    if f["short"] or round_.step == Step.HUSH:
        _done(round_, person_id, now)
    return reply


def may_ask(round_: Round, person_id: str) -> None:
    """Questions come from the others; from the presenter only where nobody has one."""
    standing.taking_part(round_, person_id, Step.CLARIFY, Step.HUSH, Step.QUESTIONS)
    if not facts(round_)["presenter"]:
        raise refused(round_, "moved_on")
    if round_.step != Step.QUESTIONS or queue.of(round_, *Asking):
        standing.listening(round_, person_id)


def take_question_back(round_: Round, person_id: str, question: str, now: datetime) -> None:
    """While it waits, it is its author's."""
    going(round_)
    found = [r for r in queue.unread(round_, person_id) if r.id == question]
    if not found:
        raise refused(round_, "moved_on")
    queue.drop(round_, found)
    steps.strike(round_, person_id, "done")


def park_idea(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """An idea is kept for the offers: nobody reads it before the presenter opens them."""
    may_ask(round_, person_id)
    filled(round_, text, "asks")
    say(round_, person_id, "idea", text, now, about=str(facts(round_)["slot"]))


def respond(round_: Round, person_id: str, question: str, state: Asking, text: str, now: datetime) -> None:
    """The presenter answers, sits with it, passes, or keeps it for the offers; the next one comes."""
    standing.presenting(round_, person_id, *queue.SHOWS)
    f = facts(round_)
    if state is Asking.ANSWERED and not f["live"]:
        filled(round_, text, "answer")
    found = queue.settle_one(round_, question, state)
    if text and state is Asking.ANSWERED:
        say(round_, person_id, "answer", text, now, about=f"{f['slot']}:{found.id}")
    f["presented"][person_id] = now.isoformat()
    _goes_on(round_, person_id, now)


def enough(round_: Round, person_id: str, now: datetime) -> None:
    """The presenter has had enough questions; those that did not come up are theirs to read.

    Refuses before the others have had time to ask.
    """
    standing.presenting(round_, person_id, Step.CLARIFY, Step.QUESTIONS)
    standing.nobody_left_behind(round_, person_id, now)
    steps.after(round_, now, person_id)


def look(round_: Round, person_id: str, text: str, *, keep: bool, opens: bool, now: datetime) -> None:
    """How it looks now; and whether the others' ideas are wanted: only its presenter says so."""
    standing.presenting(round_, person_id, Step.LOOKS)
    f = facts(round_)
    if text:
        put(round_, person_id, "looks", text, now, about=str(f["slot"]))
    _keeps(round_, person_id, keep or person_id in f["kept"])
    f["offers"] = opens
    _done(round_, person_id, now)


def hear_ideas(round_: Round, person_id: str, now: datetime) -> None:
    """In a short check-in, too, only whoever brought something says whether ideas are wanted."""
    standing.presenting(round_, person_id, Step.COMMIT)
    if facts(round_)["offers"]:
        raise refused(round_, "moved_on")
    facts(round_)["offers"] = True
    steps.enter(round_, Step.OFFERS, now, person_id)


def may_offer(round_: Round, person_id: str) -> None:
    """Refuses whoever presents: they hear them. Late ones are taken until somebody else has the time."""
    standing.listening(round_, person_id, Step.OFFERS, Step.COMMIT, Step.PROCESS)
    if not facts(round_)["offers"]:
        raise refused(round_, "moved_on")


def offer(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """What somebody has seen help: one each; it takes the place of what they had kept for this."""
    may_offer(round_, person_id)
    filled(round_, text, "offer")
    put(round_, person_id, "offer", text, now, about=str(facts(round_)["slot"]))
    if round_.step == Step.OFFERS:
        _done(round_, person_id, now)


def no_offer(round_: Round, person_id: str, now: datetime) -> None:
    """An offer is taken back."""
    may_offer(round_, person_id)
    drop(round_, person_id, "offer")
    if round_.step == Step.OFFERS:
        _done(round_, person_id, now)


def commit(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody took something on; what, is a commitment of its own."""
    going(round_)
    standing.taking_part(round_, person_id)
    if round_.step == Step.CHECK_IN:
        raise refused(round_, "moved_on")
    facts(round_)["committed"] += 1
    if round_.step == Step.COMMIT:
        _done(round_, person_id, now)


def process(round_: Round, person_id: str, keep: str, change: str, now: datetime) -> None:
    """How it was: what to keep, and what to try next time."""
    standing.taking_part(round_, person_id, Step.PROCESS, Step.CHECK_OUT)
    filled(round_, keep or change, "keep")
    noticed, about = json.dumps({"keep": keep, "try": change}), str(facts(round_)["slot"])
    put(round_, person_id, "process", noticed, now, about=about, owner=owners.round_(round_))
    if round_.step == Step.PROCESS:
        _done(round_, person_id, now)


def planned(round_: Round, person_id: str, now: datetime) -> None:
    """When they meet next is said, or left open."""
    if round_.step == Step.CHECK_OUT and round_.status == Status.RUNNING:
        _done(round_, person_id, now)


def stop_slot(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents stops here: nothing of it is kept, and nobody asks why."""
    _begins_anew(round_, person_id, now)
    steps.strike(round_, person_id, "bids")
    steps.next_presenter(round_, now, person_id)


def another(round_: Round, person_id: str, now: datetime) -> None:
    """Whoever presents would rather bring something else."""
    _begins_anew(round_, person_id, now)
    steps.enter(round_, Step.QUESTIONS if facts(round_)["short"] else Step.PRESENT, now, person_id)


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who is in it may: its time stands still."""
    going(round_)
    standing.taking_part(round_, person_id)
    f = facts(round_)
    pausing.pause(round_, person_id, now, live=f["live"], where=steps.zones(round_))
    f["mark"] = 0


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """It goes on where it stood: whoever paused it says so, who presents, or who looks after it."""
    presenter = facts(round_)["presenter"]
    pausing.may_resume(round_, person_id, presenter)
    if not looks_after(round_, person_id):
        standing.taking_part(round_, person_id)
    _resume(round_, now)
    if presenter and not is_in(round_, presenter) and round_.step in OF_PRESENTER:  # gone meanwhile
        steps.undo_slot(round_)
        steps.next_presenter(round_, now, person_id)
    steps.bring_next(round_, now, person_id)
    steps.go_on(round_, now, person_id)


def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody leaves, and gives no reason; a pause holds nobody."""
    if round_.status != Status.PAUSED:
        going(round_)
    steps.leave(round_, standing.taking_part(round_, person_id), now)


def forget_kept(round_: Round, person_id: str) -> None:
    """What a presenter had kept of their own is deleted."""
    if person_id not in facts(round_)["kept"]:
        raise refused(round_, "moved_on")
    _keeps(round_, person_id, False)
    drop(round_, person_id, "brought", "looks")


def _begins_anew(round_: Round, person_id: str, now: datetime) -> None:
    """Nothing of what this presenter brought is kept; a pause is over with it."""
    if round_.status not in (Status.RUNNING, Status.PAUSED) or round_.step not in OF_PRESENTER:
        raise refused(round_, "moved_on")
    standing.presenting(round_, person_id)
    if round_.status == Status.PAUSED:
        _resume(round_, now)
    steps.undo_slot(round_)


def _resume(round_: Round, now: datetime) -> None:
    """With the time that was left."""
    pausing.resume(round_, now, live=facts(round_)["live"], where=steps.zones(round_))
    steps.wait(round_, now)


def _done(round_: Round, person_id: str, now: datetime) -> None:
    f = facts(round_)
    if person_id not in f["done"]:
        f["done"].append(person_id)
    _goes_on(round_, person_id, now)


def _goes_on(round_: Round, person_id: str, now: datetime) -> None:
    """Nothing is asked of them any more just now: the next question, or the next step."""
    seat = round_.seat(person_id)
    seat.notice, seat.due_at = "", None
    steps.bring_next(round_, now, person_id)
    steps.go_on(round_, now, person_id)


def _keeps(round_: Round, person_id: str, keep: bool) -> None:
    steps.strike(round_, person_id, "kept")
    if keep:
        facts(round_)["kept"].append(person_id)
