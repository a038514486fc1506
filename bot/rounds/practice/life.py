"""The rules of a declared round: what people and time do to it, from its question to its end.

Who is waited for follows from the step alone; `settle` makes windows and moments fit it before it is saved.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot import owners
from bot.questions.judging import doubt
from bot.rounds.company import coming, looking_after, pausing, taking_back
from bot.rounds.company.common import common, fresh, stands_at, stands_by_now
from bot.rounds.company.moving_on import may_go_on
from bot.rounds.company.nameless import points_at
from bot.rounds.company.standing import going, hosting, hosts, one_of, refused
from bot.rounds.keeping import pool
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import drop, keep_only, put, say
from bot.rounds.practice import caring
from bot.rounds.practice.declared import (
    ABOVE,
    APART,
    CLOSED,
    DONE,
    DRAFT,
    FORGOTTEN,
    HELD,
    HERE,
    INVITED,
    OPEN,
    QUESTION,
    RESTS,
    STOPPED,
    Box,
    Practice,
    Step,
    asked,
    joined,
    nobody,
    rests,
)
from bot.rounds.time import windows
from bot.rounds.time.hours import after_work

BY_TIME = "time"  # begins the name of what time alone caused: time:<what>:<step>
WORD = "word"  # what rang: how somebody is, the day after
ALONE = "alone"  # in the facts of a round: whether it is for those alone who have a place from the beginning
SENT = "sent"  # in the facts of a place: whether this person has sent something in, in this step
LONGER = "longer"  # in the facts of a round: the stretches that were given more time
LATE = "late"  # in the facts of a place: the step that went on without this person's word
COUNTED = "counted"  # in the facts of a round that is over: of each kind of box, how many chose what
LAST = "last"  # in the facts of a round: no live step of it ends later (ISO 8601, UTC)


def ask(
    practice: Practice,
    team: str,
    id_: str,
    host: Seat,
    named: Sequence[Seat],
    channel: str | None,
    question: str,
    now: datetime,
    subject: str | None = None,
) -> Round:
    """A question is put, to a channel and to those who are named; nothing is shown before it `stands`.

    Without a channel, and where it is for those who are named alone, whoever asks is asked as well.
    """
    name, me = practice.name, host.person_id
    round_ = Round(team, id_, name, name, "", me, now, subject_id=subject, channel_id=channel)
    alone = not channel or (practice.theirs and bool(named))
    round_.facts = {**fresh(there=False), ALONE: alone}
    round_.seats = [host, *named]
    for seat in round_.seats if alone else named:
        seat.step = INVITED
    put(round_, me, QUESTION, question, now, owner=owners.round_(round_))  # it stays where its author goes
    enter(practice, round_, practice.steps[0].name, now, me)
    settle(practice, round_, now)
    return round_


def stand(round_: Round) -> None:
    """The app can post there: those who are named are told."""
    if not common(round_)["there"]:
        common(round_)["there"] = True
        windows.ring([seat for seat in round_.present if seat.step == INVITED], "asked")


def join(practice: Practice, round_: Round, who: Seat) -> None:
    """They are in it; refuses while it does not go on, when it is too late to join, and when it is full."""
    going(round_)
    if who.person_id in [seat.person_id for seat in joined(round_)]:
        return
    stranger = round_.facts.get(ALONE) and who.person_id not in [seat.person_id for seat in round_.seats]
    if stranger or not practice.at(round_).joins:
        raise refused(round_, "not_in")
    if len(joined(round_)) >= practice.most:
        raise refused(round_, "full", most=practice.most)
    coming.comes(round_, who, HERE)


def writes(practice: Practice, round_: Round, me: str) -> Seat:
    """The place of somebody who can write now; refuses whom this step does not ask, and what is final."""
    going(round_)
    step, seat = practice.at(round_), one_of(round_, me, joined(round_))
    if is_final(step, seat) or not step.boxes or seat not in step.who(round_):
        raise refused(round_, "not_yours_now")
    return seat


def write(
    practice: Practice,
    round_: Round,
    me: str,
    said: Mapping[str, str],
    now: datetime,
    *,
    draft: bool = False,
    sure: bool = False,
) -> None:
    """What somebody sends in, by the kind of box; a `draft` is kept for them alone.

    Refuses like `writes`, where nothing was written, what the practice's `check` does, a draft of what would
    be final; and what points at somebody where nothing should, unless they are `sure`.
    """
    seat, step = writes(practice, round_, me), practice.at(round_)
    boxes = asked(round_, step)
    if not any(said.values()):
        raise refused(round_, "empty", boxes[0].kind)
    if draft and step.final:
        raise refused(round_, "not_yours_now")
    if practice.check and not draft:
        practice.check(round_, me, said)
    if not (draft or sure):
        _doubted(practice, round_, me, boxes, said)
    _keep(practice, round_, me, boxes, said, now, DRAFT if draft else APART if step.apart else OPEN)
    seat.step, seat.notice, seat.facts[SENT] = HERE if draft else DONE, "", not draft
    go_on(practice, round_, now, me)


def late(practice: Practice, round_: Round, me: str) -> Step | None:
    """The step that went on without this person, while its words are still taken: until the close.

    What others choose among is not added to.
    """
    seat = next((seat for seat in joined(round_) if seat.person_id == me), None)
    step = practice.step(seat.facts.get(LATE, "") if seat else "")
    chosen_among = {box.of for each in practice.steps for box in each.boxes}
    closed = step.fixed or {box.kind for box in step.boxes} & chosen_among
    return step if step.boxes and not closed and round_.status == Status.RUNNING else None


def late_of(practice: Practice, round_: Round, me: str) -> Step:
    """The same; refuses whoever is not in it, while it does not go on, and where there is none."""
    going(round_)
    one_of(round_, me, joined(round_))
    step = late(practice, round_, me)
    if step is None:
        raise refused(round_, "not_yours_now")
    return step


def write_late(
    practice: Practice, round_: Round, me: str, said: Mapping[str, str], now: datetime, *, sure: bool = False
) -> None:
    """Words for the step that went on without them: open at once. Refuses like `write`, and who has none."""
    step = late_of(practice, round_, me)
    boxes = asked(round_, step)
    if not any(said.values()):
        raise refused(round_, "empty", boxes[0].kind)
    if practice.check:
        practice.check(round_, me, said)
    if not sure:
        _doubted(practice, round_, me, boxes, said)
    _keep(practice, round_, me, boxes, said, now, OPEN)
    round_.seat(me).facts[LATE] = ""


def _keep(
    practice: Practice,
    round_: Round,
    me: str,
    boxes: Sequence[Box],
    said: Mapping[str, str],
    now: datetime,
    about: str,
) -> None:
    """What stands in these boxes, in the place of what this person wrote there before."""
    for box in boxes:
        text = said.get(box.kind, "")
        for before in (DRAFT, APART) if box.many else (None,):
            drop(round_, me, box.kind, about=before)
        if box.unsigned:  # also where it is left empty: nobody sees in which
            pool.drop_in(round_, box.kind, text, practice.most, about=about, longest=box.longest)
        elif text:
            say(round_, me, box.kind, text, now, about=about, once=box.goes)


def hold_back(round_: Round, me: str, about: str, now: datetime) -> None:
    """Words (`about`: kind and author) are read by nobody else until they are changed; their author hears.

    Refuses whoever does not look after it, and where there is nothing that is open.
    """
    _looks_after(round_, me)
    kind, _, author_id = about.partition("|")
    found = round_.one(kind, author_id) if author_id else None
    if found is None or found.about != OPEN or kind in ABOVE:
        raise refused(round_, "moved_on")
    found.about = HELD
    windows.ring([seat for seat in round_.present if seat.person_id == author_id], f"held:{now.isoformat()}")
    looking_after.log(round_, me, "held", now)


def held_of(practice: Practice, round_: Round, me: str) -> Box:
    """The box in which something of theirs is held back; refuses whoever has none, and once it is over."""
    going(round_)
    held = {reply.kind for reply in round_.replies if reply.author_id == me and reply.about == HELD}
    found = [box for step in practice.steps for box in step.boxes if box.kind in held]
    if not found:
        raise refused(round_, "moved_on")
    return found[0]


def write_anew(practice: Practice, round_: Round, me: str, said: Mapping[str, str], now: datetime) -> None:
    """In the place of what was held back, and open again. Refuses like `held_of`, and an empty box."""
    box = held_of(practice, round_, me)
    if not said.get(box.kind):
        raise refused(round_, "empty", box.kind)
    drop(round_, me, box.kind)
    put(round_, me, box.kind, said[box.kind], now, about=OPEN, once=box.goes)


def is_final(step: Step, seat: Seat) -> bool:
    """Whether they have sent in what nobody can find again."""
    return bool(seat.facts.get(SENT)) and step.final


def _doubted(
    practice: Practice, round_: Round, me: str, boxes: Sequence[Box], said: Mapping[str, str]
) -> None:
    """What comes back to its author once."""
    typed = round_.seat(me).as_typed
    if practice.doubts and not typed:
        practice.doubts(round_, me, said)
    for box in boxes:
        if box.unwanted and not typed and (told := doubt(said.get(box.kind, ""), box.unwanted)):
            raise refused(round_, told.label.value, box.kind).once()
        if box.nameless and (name := points_at(round_, said.get(box.kind, ""))):
            raise refused(round_, "nameless", box.kind, name=name).once()


def pass_on(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """Not this time, or: I'm done. Refuses whoever is not waited for."""
    going(round_)
    if me not in [seat.person_id for seat in waited_for(practice, round_)]:
        raise refused(round_, "not_yours_now")
    seat = round_.seat(me)
    seat.step, seat.notice = "" if seat.step == INVITED else DONE, ""
    go_on(practice, round_, now, me)


def leave(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """They are out of it; what nobody has read goes along, but for what is unsigned: nobody can find that."""
    seat = one_of(round_, me, round_.present)
    goes = [box.kind for step in practice.steps for box in step.boxes if box.goes]
    coming.leaves(round_, seat, now, *goes)
    round_.replies = [r for r in round_.replies if r.author_id != me or r.about == OPEN or r.kind == QUESTION]
    seat.facts[SENT] = is_final(practice.at(round_), seat)
    go_on(practice, round_, now, me)


def pause(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """It rests for all; refuses whoever is not in it and does not look after it."""
    one_of(round_, me, [*joined(round_), *hosts(round_)])
    pausing.pause(round_, me, now, live=practice.at(round_).live)
    windows.tell(joined(round_), f"paused:{now.isoformat()}", me)


def resume(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """It goes on; refuses whoever may not say so."""
    pausing.may_resume(round_, me)
    pausing.resume(round_, now, live=practice.at(round_).live)
    windows.tell(joined(round_), f"going_on:{now.isoformat()}", me)
    go_on(practice, round_, now, me)


def extend(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """Half as much time again, and so when this step comes again; refuses like `looking_after.extend`, and
    where no step is given more.
    """
    step = practice.at(round_)
    _not_fixed(practice, round_, more=True)
    looking_after.extend(round_, me, _later(round_, step, round_.ends_at or now, _half(step)), now)
    round_.facts[LONGER] = [*round_.facts.get(LONGER, []), step.stretch]


def move_on(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """The next step begins, and everybody hears of it.

    Refuses whoever does not look after it, while too little has come, and what would leave somebody behind.
    """
    _looks_after(round_, me)
    _not_fixed(practice, round_)
    if not enough(practice, round_):
        raise refused(round_, "too_few")
    _nobody_left_behind(practice, round_, me, now)
    enter(practice, round_, practice.follows(round_), now, me)
    looking_after.log(round_, me, "moved_on", now)
    if round_.status == Status.RUNNING:
        _tell(practice, round_, joined(round_), "told", me)
    go_on(practice, round_, now, me)


def close(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """It ends for all, and what nobody has read is gone.

    Refuses whoever does not look after it, and what would leave somebody behind.
    """
    _looks_after(round_, me)
    _nobody_left_behind(practice, round_, me, now)
    round_.replies = [reply for reply in round_.replies if reply.kind in ABOVE or reply.about == OPEN]
    opened = any(reply.about == OPEN for reply in round_.replies)
    enter(practice, round_, CLOSED if opened else STOPPED, now, me)
    looking_after.log(round_, me, "closed", now)


def is_untouched(round_: Round, me: str) -> bool:
    """Whether this person looks after it, and nobody else has done anything in it."""
    others = [seat for seat in joined(round_) if seat.person_id != me]
    written = [reply for reply in round_.replies if reply.author_id and reply.kind not in ABOVE]
    sent = [seat for seat in round_.seats if seat.facts.get(SENT)]
    return me == round_.host_id and not (others or written or sent)


def take_back(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """As if it had not been asked; refuses everybody else, and once it has begun."""
    taking_back.take_back(round_, me, now, begun=not is_untouched(round_, me))


def rest(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """It goes on without this person: what of theirs goes with them is covered, until they are back.

    Refuses where it cannot: there it can rest for all.
    """
    going(round_)
    if not goes_on_without(practice, round_):
        raise refused(round_, "not_yours_now")
    seat = one_of(round_, me, joined(round_))
    seat.facts[RESTS], seat.notice = True, ""
    go_on(practice, round_, now, me)


def goes_on_without(practice: Practice, round_: Round) -> bool:
    """Whether one of them can rest: not where it is for those alone who are there for each other."""
    return not (practice.theirs or round_.facts.get(ALONE))


def back(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """They are in it again; refuses whoever did not rest."""
    if not rests(round_, me):
        raise refused(round_, "moved_on")
    one_of(round_, me, round_.present).facts[RESTS] = False
    go_on(practice, round_, now, me)


def take(round_: Round, me: str, now: datetime) -> None:
    """They look after it: whoever was asked, or anybody who is in it where nobody does; refuses others."""
    asked_ = round_.facts["handing"] == me  # they may not have been in it
    seat = one_of(round_, me, round_.present if asked_ else joined(round_))
    before = looking_after.take(round_, me, now, free=not hosts(round_))
    seat.step = seat.step if seat in joined(round_) else HERE
    windows.ring([before] if before else [], f"took:{now.isoformat()}")


def decline(round_: Round, me: str, now: datetime) -> None:
    """They would rather not; refuses whoever was not asked."""
    host = looking_after.decline(round_, me, now)
    windows.ring([host] if host else [], f"declined:{now.isoformat()}")


def time_passes(practice: Practice, round_: Round, now: datetime) -> None:
    """What a moment (UTC) brings: who is gone, the end of a step or of a pause, a nudge."""
    if stands_by_now(round_, now):
        stand(round_)
    for seat in caring.due(round_, now):
        windows.say_later(seat, f"{BY_TIME}:{WORD}:{round_.step}")
    for seat in coming.gone(round_):
        leave(practice, round_, seat.person_id, now)
    rests = pausing.rests_until(round_)
    if rests and now >= rests:
        pausing.resume(round_, now, live=practice.at(round_).live)
        _tell(practice, round_, joined(round_), "going_on", None)
    elif round_.ends_at and now >= round_.ends_at:
        _over(practice, round_, now, None)
    go_on(practice, round_, now, None)
    windows.nudge_all(waited_for(practice, round_), now, f"{BY_TIME}:nudge:{round_.step}")


def enter(practice: Practice, round_: Round, name: str, now: datetime, by: str | None) -> None:
    """This step begins, or it is over: what was written apart is open now. `by` None: time alone did it."""
    step, before, first = practice.lived(round_, name), practice.at(round_), not round_.step
    round_.replies = [r for r in round_.replies if r.about != DRAFT and not pool.is_empty(r)]
    for reply in round_.replies:
        reply.about = OPEN if reply.kind in practice.written and reply.about != HELD else reply.about
    for seat in waited_for(practice, round_):
        seat.facts[LATE] = round_.step
    windows.no_windows(round_)
    shares = bool(step.within) and step.within == before.within
    ends = round_.ends_at if shares else None
    longer = _half(step) if step.stretch in round_.facts.get(LONGER, []) else 0
    round_.step, round_.since = name, now
    round_.ends_at = ends or _no_later(round_, step, now, step.length + longer)
    days = 0 if ends else step.days and step.days + longer
    extended = shares and common(round_)["extended"]
    round_.facts |= {"retried": False, "extended": extended, "days": days, "been": [*been(round_), name]}
    for seat in round_.seats:
        seat.step, seat.facts[SENT] = HERE if seat.step == DONE else seat.step, False
    if practice.step(name) not in practice.steps:
        _wake(round_)
    if name == CLOSED:
        round_.status, round_.ends_at = Status.CLOSED, now + practice.kept
        if practice.counts:
            _count(practice, round_)
    elif practice.step(name) not in practice.steps:
        round_.status, round_.ends_at = Status.STOPPED, None
        keep_only(round_, QUESTION)
    for box in step.boxes:
        _ = box.unsigned and pool.made(round_, box.kind, APART if step.apart else OPEN)
    _ = practice.began and practice.began(round_)
    if not first and not step.quiet:
        _tell(practice, round_, waited_for(practice, round_) or joined(round_), "told", by)


def _wake(round_: Round) -> None:
    """It is over, and everybody hears of that."""
    for seat in round_.seats:
        seat.facts.pop(RESTS, None)


def _count(practice: Practice, round_: Round) -> None:
    """How many chose what, where enough answered; who did, nothing says."""
    boxes = [box for step in practice.steps for box in step.boxes if box.unsigned and box.options]
    said = {box: pool.texts(round_, box.kind, OPEN) for box in boxes}
    round_.facts[COUNTED] = {
        box.kind: {one: texts.count(one) for one in box.options}
        for box, texts in said.items()
        if len(texts) >= practice.counts
    }


def been(round_: Round) -> list[str]:
    """The steps that it has come to, in their order, the present one last."""
    steps: list[str] = round_.facts.get("been", [])
    return steps


def go_on(practice: Practice, round_: Round, now: datetime, by: str | None) -> None:
    """While nobody is waited for in a step that waits for somebody, the next one begins.

    Where too few would be in it, even if all who are asked said yes, it need not wait for them.
    """
    called = [seat for seat in round_.present if seat.step == INVITED]
    most, on = len(joined(round_)) + len(called), round_.status in (Status.RUNNING, Status.PAUSED)
    if on and called and round_.facts.get(ALONE) and most < practice.least:
        enter(practice, round_, practice.ends(round_), now, by)
    for _ in practice.steps:
        if end := _breaks(practice, round_, now):
            round_.status, round_.paused_by = Status.RUNNING, ""
            enter(practice, round_, end, now, by)
        step = practice.at(round_)
        runs = round_.status == Status.RUNNING and step.who is not nobody
        if runs and not _may_come(round_, step) and not waited_for(practice, round_):
            _over(practice, round_, now, by)


def enough(practice: Practice, round_: Round) -> bool:
    """Whether so many are in it, and have sent something in, as this step needs."""
    sent = [seat for seat in round_.seats if seat.facts.get(SENT)]
    return len(joined(round_)) >= practice.least and len(sent) >= practice.at(round_).least


def waited_for(practice: Practice, round_: Round) -> list[Seat]:
    """Whose word this step waits for: who was asked and has not said, who has not sent or passed."""
    asked_ = asked_now(practice, round_)
    return [seat for seat in asked_ if seat.step in (INVITED, HERE) and not seat.facts.get(RESTS)]


def asked_now(practice: Practice, round_: Round) -> list[Seat]:
    """The same, with those who have sent or passed: who has, nobody learns."""
    if round_.status != Status.RUNNING:
        return []
    step = practice.at(round_)
    called = [seat for seat in round_.present if seat.step == INVITED and step.joins]
    return [*called, *(seat for seat in step.who(round_) if seat.step != INVITED)]


def settle(practice: Practice, round_: Round, now: datetime, *, waiting: bool = True) -> None:
    """Whoever is waited for has a window, nobody else has; and the row remembers when time has something."""
    waited, step = waited_for(practice, round_), practice.at(round_)
    live = step.live

    def still_meant(round_: Round, seat: Seat) -> bool:
        _, what, at, *_ = seat.notice.split(":")
        if what == WORD:
            return True
        return at == round_.step and (what != "nudge" or seat in waited)

    windows.unsay(round_, still_meant)
    if not (live or step.fixed):
        windows.follow_zones(round_, common(round_)["days"])
    for seat in round_.seats:
        if seat in waited and seat.due_at is None:  # where people are there at once, nobody is reminded
            seat.since, seat.due_at, seat.nudges = now, round_.ends_at, len(windows.NUDGES) if live else 0
        seat.due_at = seat.due_at if seat in waited else None
    moments = [round_.ends_at, pausing.rests_until(round_), _last(round_, step), *windows.nudges_at(waited)]
    moments += [stands_at(round_), *caring.moments(round_)]
    windows.settle(round_, moments, still_meant, waiting=waiting)


def _over(practice: Practice, round_: Round, now: datetime, by: str | None) -> None:
    """It has had its time: on, once more, or that was all; what is closed is forgotten."""
    step, waited, f = practice.at(round_), waited_for(practice, round_), common(round_)
    if round_.status == Status.CLOSED:
        keep_only(round_, QUESTION)
        round_.step, round_.ends_at = FORGOTTEN, None
        _ = practice.began and practice.began(round_)
    elif enough(practice, round_):
        enter(practice, round_, practice.follows(round_), now, by)
    elif f["retried"] or not (waited or _may_come(round_, step)):
        enter(practice, round_, practice.ends(round_), now, by)
    else:
        f["retried"], f["days"] = True, 0
        windows.once_more(round_, waited, now, step.again, "")
        windows.move_end(round_, _later(round_, step, now, step.again))
        _tell(practice, round_, waited, "again", None)


def _half(step: Step) -> int:
    """Half as much time again, in its days or minutes."""
    return (step.length + 1) // 2


def _not_fixed(practice: Practice, round_: Round, *, more: bool = False) -> None:
    going(round_)
    if practice.at(round_).fixed or (more and not practice.more_time):
        raise refused(round_, "fixed")


def _breaks(practice: Practice, round_: Round, now: datetime) -> str:
    on = round_.status in (Status.RUNNING, Status.PAUSED)
    return practice.breaks(round_, now) if on and practice.breaks else ""


def _last(round_: Round, step: Step) -> datetime | None:
    """When all that is live in it is over at the latest, while it goes on or rests."""
    on = step.live and round_.status in (Status.RUNNING, Status.PAUSED)
    return datetime.fromisoformat(round_.facts[LAST]) if on and round_.facts.get(LAST) else None


def _no_later(round_: Round, step: Step, now: datetime, length: int) -> datetime:
    end, last = _later(round_, step, now, length), _last(round_, step)
    return min(end, last) if last else end


def _may_come(round_: Round, step: Step) -> bool:
    """Whether somebody can still come who has no place yet."""
    return step.joins and not round_.facts.get(ALONE)


def _nobody_left_behind(practice: Practice, round_: Round, me: str, now: datetime) -> None:
    """Refuses a press before everybody has had their time; people who are live see for themselves."""
    step = practice.at(round_)
    if not step.live:
        takes_its_time = _may_come(round_, step) or step.who is nobody
        may_go_on(round_, me, waited_for(practice, round_), now, anybody=takes_its_time)


def _looks_after(round_: Round, me: str) -> None:
    going(round_)
    hosting(round_, me)


def _later(round_: Round, step: Step, after: datetime, length: int) -> datetime:
    """So many minutes, or working days, after that moment (UTC)."""
    if step.live:
        return after + timedelta(minutes=length)
    if step.hours:
        zones = windows.zones(round_)
        return max(after_work(after, timedelta(hours=length), name) for name in zones)
    return windows.end_of(round_.present, after, length)


def _tell(practice: Practice, round_: Round, seats: Sequence[Seat], what: str, by: str | None) -> None:
    """At once where somebody did it, or people are there live; what time did waits for hours and budget.

    Nothing rings for whoever rests.
    """
    seats = [seat for seat in seats if not seat.facts.get(RESTS)]
    name = f"{what}:{round_.step}:{int((round_.since or round_.created_at).timestamp())}"
    if by is None and not practice.at(round_).live:
        windows.tell(seats, f"{BY_TIME}:{name}", None)
    else:
        windows.tell(seats, name, by or "")
