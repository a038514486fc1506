"""The rules of options and agreements: made together, tested without a vote, kept by the channel.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal. What only a
host may do is in `hosting`. Whoever keeps the round lets it `passing.settle` first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bot import owners
from bot.features.options.flow import (
    beside,
    building,
    consent,
    further,
    motions,
    passing,
    recording,
    standing,
    steps,
    testing,
)
from bot.features.options.models import (
    APART,
    ASKED,
    LEAST,
    LONG,
    MATTER,
    MOST,
    NAME,
    OPEN,
    REVIEW_WEEKS_MOST,
    SHORT,
    Change,
    Handed,
    State,
    Step,
    Words,
    Working,
    deciders,
    facts,
    fresh,
)
from bot.refusal import Refusal
from bot.rounds.company import pausing
from bot.rounds.company.coming import comes, place
from bot.rounds.company.moving_on import may_go_on
from bot.rounds.company.standing import at, filled, refused
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import drop_kinds, put, say
from bot.rounds.time.windows import tell

EDITABLE = ("decision", "why", "harms", "stop", "first_step", "know", "came_back")
_AT = {"same": Step.SHARE, "differ": Step.SHARE, "absent": Step.MISSING, "reaction": Step.REACT}
_LEADS = ("asks", "clear", "reaction")  # what only leads there, and is gone when it is written down


@dataclass(frozen=True)
class Frame:
    """What a matter starts with."""

    question: str
    mandate: dict[str, str] = field(default_factory=dict)  # can_decide, can_influence, is_fixed, who_decides
    kinds: tuple[str, ...] = ("lived", "professional")
    short: bool = False
    proposal: str = ""
    unknown: bool = False  # in so many words: what is theirs to decide, they do not know yet
    why_now: str = ""


@dataclass(frozen=True)
class Written:
    """What is written into a record; `fields` are those of EDITABLE."""

    fields: dict[str, str]
    owner: Seat | None
    review: date | None
    why: str = ""  # why it was changed
    first_day: date | None = None  # of the first step
    heard: str = ""  # what those said who disagree, where they were to be heard first


def start(
    team: str, round_id: str, host: Seat, named: Sequence[Seat], channel_id: str, frame: Frame, now: datetime
) -> Round:
    """A new matter. `named` decide; the host only where they are among them, and never alone."""
    if len(named) < LEAST:
        raise Refusal("options.refused.alone", field="deciders")
    if len(named) > MOST:
        raise Refusal("options.refused.too_many_decide", field="deciders", most=MOST)
    if not (frame.unknown or any(frame.mandate.values())):
        raise Refusal("options.refused.mandate", field="can_decide")
    if frame.short and not frame.proposal:
        raise Refusal("options.refused.no_proposal", field="proposal")
    round_ = Round(team, round_id, NAME, MATTER, Step.SHARE, host.person_id, now)
    round_.channel_id, round_.facts = channel_id, dict(fresh(list(frame.kinds), short=frame.short))
    who = [seat.person_id for seat in named]
    round_.seats = [host, *(seat for seat in named if seat.person_id != host.person_id)]
    for seat in round_.seats:
        seat.step = ASKED if seat.person_id in who else APART
    for kind, text in {"question": frame.question, "why_now": frame.why_now, **frame.mandate}.items():
        put(round_, host.person_id, kind, text, now, owner=_owner(round_, kind))
    option = building.put(round_, host.person_id, frame.proposal, now) if frame.proposal else None
    if option and frame.short:
        facts(round_)["proposal"] = option.id
        facts(round_)["skipped"] = [step.value for step in LONG if step not in SHORT]
    steps.enter(round_, SHORT[0] if frame.short else LONG[0], now, host.person_id)
    if not frame.short:
        tell(deciders(round_), "named:0:0", host.person_id)
    passing.settle(round_)
    return round_


def take_part(round_: Round, who: Seat) -> Seat:
    """Whoever of the channel says something has a place from then on; to decide is another thing."""
    seat = place(round_, who)
    return comes(round_, seat, APART) if seat.left_at else seat


def share(round_: Round, person_id: str, said: dict[str, str], now: datetime) -> None:
    """What we see the same way, where we differ, who is missing, a reaction: each says their own."""
    for kind in said:
        at(round_, *standing.from_on(round_, _AT[kind]))
    filled(round_, "".join(said.values()), next(iter(said)))
    for kind, text in said.items():
        put(round_, person_id, kind, text, now, owner=_owner(round_, kind))
    f, late = facts(round_), {_AT[kind].value for kind, text in said.items() if text}
    f["skipped"] = [step for step in f["skipped"] if step not in late]  # it was said after all


def idea(round_: Round, person_id: str, text: str, *, named: bool, now: datetime) -> None:
    """An idea, written apart. Unsigned it is final: from here on nothing says whose it is."""
    at(round_, Step.GATHER)
    filled(round_, text, "idea")
    if named:
        say(round_, person_id, "idea", text, now)
    else:
        building.drop_in(round_, text)
    f, seat = facts(round_), round_.seat(person_id)
    f["wrote"] = sorted({*f["wrote"], person_id})
    seat.due_at, seat.notice = None, ""


def take_back_ideas(round_: Round, person_id: str, _: datetime) -> None:
    """The ideas that one signed, as long as nobody has read them."""
    at(round_, Step.GATHER)
    mine = round_.of_kind("idea", person_id)
    if not mine:
        raise refused(round_, "nothing_signed")
    round_.replies = [r for r in round_.replies if r not in mine]


def ask(round_: Round, person_id: str, option: str, text: str, now: datetime) -> None:
    _add(round_, person_id, "asks", text, now, option, facts(round_)["live"])


def clear_up(round_: Round, person_id: str, question: str, text: str, now: datetime) -> None:
    """What somebody knows about it."""
    _add(round_, person_id, "clear", text, now, question, [r.id for r in round_.of_kind("asks")])


def add(round_: Round, person_id: str, text: str, now: datetime) -> None:
    at(round_, Step.BUILD)
    building.put(round_, person_id, text, now)


def ready(round_: Round, person_id: str, _: datetime) -> None:
    """Somebody who decides needs no more time, as things stand: where all say so, it may go on at once."""
    at(round_, Step.CLARIFY, Step.BUILD)
    standing.deciding(round_, person_id)
    f = facts(round_)
    f["ready"] = sorted({*f["ready"], person_id})


def take_further(round_: Round, person_id: str, options: Sequence[str], now: datetime) -> None:
    """Which of these they would take further; the last one who was waited for opens how many each."""
    further.tick(round_, person_id, options, now)
    passing.go_on(round_, now, person_id)


def answer(round_: Round, person_id: str, given: testing.Answer, kind: str, now: datetime) -> None:
    """The last one who was waited for opens all of them."""
    testing.answer(round_, person_id, given, kind, now)
    passing.go_on(round_, now, person_id)


def wait_for_me(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody who decides needs more time: once a test."""
    at(round_, Step.TEST)
    standing.deciding(round_, person_id)
    steps.extend(round_, now)


def write_down(round_: Round, person_id: str, written: Written, now: datetime) -> None:
    """What came of it, in the words of whoever writes it down.

    What was decided is what was tested: where it reads otherwise, that is put to all.
    """
    at(round_, Step.WRITE)
    by = standing.deciding(round_, person_id).name
    if facts(round_)["hear"] and not written.heard:
        raise refused(round_, "hear_first", "heard")
    state, tested = State(facts(round_)["outcome"]), recording.gathered(round_)["decision"]
    words = recording.but(_with(round_, recording.gathered(round_), written), heard=written.heard)
    filled(round_, words["decision"], "decision")
    review = _review(round_, written.review, now) or recording.usual_review(state, now)
    differs = {} if consent.says_the_same(words["decision"], tested) else {"decision": words["decision"]}
    if differs:
        words = recording.but(words, decision=tested)
    steps.recorded(round_, words, state, Change(what="made", why="", by=by), now, person_id, review)
    if differs:
        _put_to_all(round_, person_id, "wording", written.why, now, differs)


def correct(round_: Round, person_id: str, written: Written, version: int, now: datetime) -> None:
    """The wording, or what was left open: a new version that says why.

    What stood empty, marks, who sees to it and a sooner review are written at once. Words that would say
    something else than those that stand, and a later review, are put to all who decide.
    """
    f, by = facts(round_), standing.in_record(round_, person_id).name
    if round_.status == Status.PAUSED:
        raise refused(round_, "paused")
    if f["version"] != version:
        raise refused(round_, "changed_meanwhile", "why_changed")
    filled(round_, written.why, "why_changed")
    stands = recording.words_of(round_)
    differs = {key: text for key, text in written.fields.items() if _differs(stands, key, text)}
    before = recording.review_of(round_)
    later = _later(round_, before, written.review, now)
    if (differs or later) and not (round_.step == Step.RECORDED or f["opened"]):
        raise refused(round_, "asked_now", "why_changed")
    rest = replace(written, fields={k: t for k, t in written.fields.items() if k not in differs})
    words = _with(round_, stands, rest)
    sooner = None if later or not before else _other(round_, before, written.review, now)
    review = sooner or before
    change = Change(what="corrected", why=written.why, by=by)
    if not (differs or later) or recording.but(words, change=stands["change"]) != stands or review != before:
        recording.keep(round_, words, State(f["state"]), change, now, review)
    if round_.step == Step.RECORDED and round_.status == Status.RUNNING:
        round_.ends_at = review
    if differs or later:
        at_ = later.isoformat() if later else ""
        _put_to_all(round_, person_id, "wording", written.why, now, differs, at_)


def _later(round_: Round, before: datetime | None, day: date | None, now: datetime) -> datetime | None:
    """The review that was chosen, where that would put off looking at what holds: nobody alone does that."""
    chosen = _other(round_, before, day, now) if before and standing.holds(round_) else None
    return chosen if chosen and before and chosen > before else None


def _other(round_: Round, before: datetime, day: date | None, now: datetime) -> datetime | None:
    """Another day than before; None where nobody chose one."""
    return None if day == before.date() else _review(round_, day, now)


def amend(round_: Round, person_id: str, text: str, because: str, now: datetime) -> None:
    """What was agreed would change: that is tested like anything else, and until then it holds as it was."""
    standing.amending(round_, person_id)
    if round_.step == Step.REVIEW:  # nobody who is asked whether it still works is passed over
        may_go_on(round_, person_id, passing.holds_up(round_), now)
        beside.open_all(round_, now)  # what was said beside is nobody's to bury
    filled(round_, text, "text")
    filled(round_, because, "because")
    if round_.of_kind("working"):  # what some have said of it already is theirs to be heard
        testing.open_working(round_, now)
    f = facts(round_)
    drop_kinds(round_, "because", "result", "option")
    f["live"], f["of"], f["test"], f["amends"], f["opened"] = [], {}, 0, True, False
    say(round_, person_id, "because", because, now, owner=_owner(round_, "because"))
    f["proposal"] = building.put(round_, person_id, text, now).id
    steps.enter(round_, Step.TEST, now, person_id)


def look(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody would like to look at it sooner than was planned."""
    standing.in_record(round_, person_id)
    at(round_, Step.RECORDED)
    standing.agreed(round_)
    steps.look_again(round_, now, person_id)


def still_working(
    round_: Round, person_id: str, said: str, text: str, kind: str, *, named: bool, now: datetime
) -> None:
    """Whether it still works for this person; opened when all have said so."""
    testing.brings(round_, person_id, kind)
    testing.working(round_, person_id, Working(answer=said, text=text, name=""), named, now)
    passing.go_on(round_, now, person_id)


def lives_with_it(round_: Round, person_id: str, said: str, text: str, *, named: bool, now: datetime) -> None:
    """How it is for somebody who does not decide; nobody waits for it, and it decides nothing."""
    beside.say(round_, person_id, Working(answer=said, text=text, name=""), named, now)


def pull(round_: Round, person_id: str, seen: str, now: datetime) -> None:
    """The stop-sign of somebody who does not decide; the second, by another, brings the review forward."""
    beside.pull(round_, person_id, seen, now)
    if beside.enough(round_):
        steps.look_again(round_, now, person_id, sooner=True)


def keep(round_: Round, person_id: str, why: str, until: date | None, now: datetime) -> None:
    """It would stay as it is until it is looked at again: that is put to all."""
    standing.reviewed(round_, person_id)
    review = _review(round_, until, now) or recording.usual_review(State(facts(round_)["state"]), now)
    _put_to_all(round_, person_id, "keep", why, now, review=review.isoformat())


def end(round_: Round, person_id: str, why: str, now: datetime) -> None:
    """It would no longer hold, and its record say so: that is put to all."""
    standing.reviewed(round_, person_id)
    filled(round_, why, "why")
    _put_to_all(round_, person_id, "end", why, now)


def leave_it(round_: Round, person_id: str, why: str, now: datetime) -> None:
    """It would be left for now, where somebody has answered already: that is put to all."""
    at(round_, Step.TEST)
    standing.may_leave(round_, person_id)
    if not standing.answers_wait(round_):
        raise refused(round_, "moved_on")
    filled(round_, why, "why")
    _put_to_all(round_, person_id, "leave", why, now)


def say_to_it(round_: Round, person_id: str, *, yes: bool, why: str, now: datetime) -> None:
    """Yes or no to what is put to all; the last one who was waited for decides it."""
    consent.say(round_, person_id, yes=yes, why=why, now=now)
    passing.go_on(round_, now, person_id)


def refer(round_: Round, person_id: str, now: datetime) -> None:
    """What was not agreed, or put off, goes to whoever decides in the end."""
    change = Change(what="referred", why="", by=standing.in_record(round_, person_id).name)
    undecided = facts(round_)["state"] in (State.NOT_AGREED.value, State.DEFERRED.value)
    if round_.step != Step.RECORDED or not undecided:
        raise refused(round_, "moved_on")
    steps.recorded(round_, recording.words_of(round_), State.REFERRED, change, now, person_id)


def hand_on(round_: Round, person_id: str, to: str, now: datetime) -> None:
    """What was agreed goes to somebody outside, and holds as it was: the record says to whom, and when."""
    by = standing.handing_on(round_, person_id).name
    filled(round_, to, "to")
    stands = recording.words_of(round_)
    handed = [*stands["handed"], Handed(to=to, day=now.date().isoformat(), by=by)]
    _next_version(round_, recording.but(stands, handed=handed), Change(what="handed", why="", by=by), now)
    tell(standing.concerned(round_), f"recorded:{facts(round_)['version']}", person_id)


def came_back(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """What came of handing it on: written at once where nothing stands; else other words are put to all."""
    by = recording.hearing_back(round_, person_id).name
    filled(round_, text, "came_back")
    stands = recording.words_of(round_)
    if not _differs(stands, "came_back", text):
        change = Change(what="came_back", why="", by=by)
        _next_version(round_, recording.but(stands, came_back=text), change, now)
        facts(round_)["within"] += round_.step == Step.REVIEW
    elif round_.step == Step.RECORDED or facts(round_)["opened"]:
        _put_to_all(round_, person_id, "wording", "", now, {"came_back": text})
    else:
        raise refused(round_, "asked_now", "came_back")


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who has a place may: its time stands still."""
    at(round_, *OPEN)
    pausing.pause(round_, person_id, now)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """It goes on where it stood, with the time that was left; whoever takes part may say so."""
    pausing.may_resume(round_, person_id, person_id)
    pausing.resume(round_, now)
    steps.wait_again(round_, now)
    passing.go_on(round_, now, person_id)


def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody leaves, and gives no reason."""
    passing.leave(round_, round_.seat(person_id), now)


def _put_to_all(
    round_: Round,
    person_id: str,
    what: str,
    why: str,
    now: datetime,
    fields: dict[str, str] | None = None,
    review: str = "",
) -> None:
    motions.put_to_all(round_, what, consent.Words(why=why, fields=fields or {}), now, person_id, review)


def _next_version(round_: Round, words: Words, change: Change, now: datetime) -> None:
    """The record says something more; it goes on where it stood."""
    state = State(facts(round_)["state"])
    recording.keep(round_, words, state, change, now, recording.review_of(round_))


def _differs(stands: Words, key: str, text: str) -> bool:
    """Whether this would say something else than what stands there.

    What stood empty may be filled, but for what was decided: nobody alone says that something was.
    """
    before = str(dict(stands)[key])
    return (bool(before) or key == "decision") and not consent.says_the_same(before, text)


def _add(
    round_: Round, person_id: str, kind: str, text: str, now: datetime, about: str, there: list[str]
) -> None:
    at(round_, Step.CLARIFY, Step.BUILD)
    standing.current(round_, about, there)
    filled(round_, text, "text")
    facts(round_)["ready"] = []  # there is something new
    say(round_, person_id, kind, text, now, about=about, owner=_owner(round_, kind))


def _with(round_: Round, words: Words, written: Written) -> Words:
    owner = written.owner
    facts(round_)["owner"] = owner.person_id if owner else ""
    if owner:
        place(round_, owner)  # once they are gone, it is known
    said = {key: written.fields[key] for key in EDITABLE if key in written.fields}
    first = written.first_day.isoformat() if written.first_day else ""
    return recording.but(words, said, owner=owner.name if owner else "", first_day=first)


def _review(round_: Round, day: date | None, now: datetime) -> datetime | None:
    """At ten in the morning (UTC) of the day that was chosen; refuses today, and what is too far."""
    if day is None:
        return None
    if not now.date() < day <= now.date() + timedelta(weeks=REVIEW_WEEKS_MOST):
        raise refused(round_, "review", "review", weeks=REVIEW_WEEKS_MOST)
    return datetime(day.year, day.month, day.day, 10, tzinfo=now.tzinfo)


def _owner(round_: Round, kind: str) -> str:
    """Whose key it has: what leads to a record goes with it, what stands in one is the channel's."""
    return owners.round_(round_) if kind in _LEADS else owners.channel(round_.team, round_.channel_id or "")
