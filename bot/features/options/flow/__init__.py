"""The rules of options and agreements: made together, tested without a vote, kept by the channel.

Every verb is handed the round and the time (aware, UTC); it changes the round or raises Refusal. What only a
host may do is in `hosting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import owners
from bot.features.options.flow import building, recording, standing, steps, testing
from bot.features.options.models import (
    APART,
    ASKED,
    LEAST,
    LONG,
    MATTER,
    MOST,
    NAME,
    REVIEW_WEEKS_MOST,
    SHORT,
    Change,
    State,
    Step,
    Words,
    Working,
    deciders,
    facts,
    fresh,
)
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat, Status, new_id
from bot.rounds.time.hours import after_work, worked
from bot.rounds.time.windows import no_windows, tell

EDITABLE = ("decision", "why", "harms", "stop", "first_step", "know")


@dataclass(frozen=True)
class Frame:
    """What a matter starts with."""

    question: str
    mandate: dict[str, str] = field(default_factory=dict)  # can_decide, can_influence, is_fixed, who_decides
    kinds: tuple[str, ...] = ("lived", "professional")
    short: bool = False
    proposal: str = ""


@dataclass(frozen=True)
class Written:
    """What is written into a record; `fields` are those of EDITABLE."""

    fields: dict[str, str]
    owner: Seat | None
    review: date | None
    why: str = ""  # why it was changed


def start(
    team: str, round_id: str, host: Seat, named: Sequence[Seat], channel_id: str, frame: Frame, now: datetime
) -> Round:
    """A new matter. `named` decide; the host only where they are among them, and never alone."""
    if len(named) < LEAST:
        raise Refusal("options.refused.alone", field="deciders")
    if len(named) > MOST:
        raise Refusal("options.refused.too_many_decide", field="deciders", most=MOST)
    if frame.short and not frame.proposal:
        raise Refusal("options.refused.no_proposal", field="proposal")
    round_ = Round(team, round_id, NAME, MATTER, Step.SHARE, host.person_id, now)
    round_.channel_id, round_.facts = channel_id, dict(fresh(list(frame.kinds), short=frame.short))
    who = [seat.person_id for seat in named]
    round_.seats = [host, *(seat for seat in named if seat.person_id != host.person_id)]
    for seat in round_.seats:
        seat.step = ASKED if seat.person_id in who else APART
    for kind, text in {"question": frame.question, **frame.mandate}.items():
        if text:
            _say(round_, host.person_id, kind, text, now)
    if frame.proposal:
        option = building.put(round_, host.person_id, frame.proposal, now)
        facts(round_)["proposal"] = option.id if frame.short else ""
    if frame.short:
        facts(round_)["skipped"] = [step.value for step in LONG if step not in SHORT]
    steps.enter(round_, SHORT[0] if frame.short else LONG[0], now, host.person_id)
    if not frame.short:
        tell(deciders(round_), "named:0:0", host.person_id)
    steps.settle(round_)
    return round_


def take_part(round_: Round, who: Seat) -> Seat:
    """Whoever of the channel says something has a place from then on; to decide is another thing."""
    seat = next((s for s in round_.seats if s.person_id == who.person_id), None)
    if seat is None:
        seat = who
        seat.step = APART
        round_.seats.append(seat)
    elif seat.left_at:
        seat.left_at, seat.step = None, APART
    return seat


def share(round_: Round, person_id: str, said: dict[str, str], now: datetime) -> None:
    """What we see the same way, where we differ, who is missing, a reaction: each says their own."""
    at = {"same": Step.SHARE, "differ": Step.SHARE, "absent": Step.MISSING, "reaction": Step.REACT}
    for kind in said:
        standing.at(round_, at[kind])
    if not any(said.values()):
        raise Refusal("options.refused.empty", field=next(iter(said)))
    for kind, text in said.items():
        round_.replies = [r for r in round_.replies if (r.kind, r.author_id) != (kind, person_id)]
        if text:
            _say(round_, person_id, kind, text, now)
    f = facts(round_)
    if "absent" in said:  # time had gone on without it, and it was sent back
        f["skipped"] = [step for step in f["skipped"] if step != Step.MISSING]
    if "reaction" in said:
        f["reacted"] = sorted({*f["reacted"], person_id})
    steps.settle(round_)


def idea(round_: Round, person_id: str, text: str, *, named: bool, now: datetime) -> None:
    """An idea, written apart. Unsigned it is final: from here on nothing says whose it is."""
    standing.at(round_, Step.GATHER)
    if not text:
        raise Refusal("options.refused.empty", field="idea")
    if named:
        owner = owners.person(round_.team, person_id)
        round_.replies.append(Reply(new_id(), person_id, "idea", owner, text, now))
    else:
        building.drop_in(round_, text)
    f = facts(round_)
    f["wrote"] = sorted({*f["wrote"], person_id})
    round_.seat(person_id).due_at, round_.seat(person_id).notice = None, ""
    steps.settle(round_)


def take_back_ideas(round_: Round, person_id: str) -> None:
    """The ideas that one signed, as long as nobody has read them."""
    standing.at(round_, Step.GATHER)
    mine = round_.of_kind("idea", person_id)
    if not mine:
        raise Refusal("options.refused.nothing_signed")
    round_.replies = [r for r in round_.replies if r not in mine]


def ask(round_: Round, person_id: str, option: str, text: str, now: datetime) -> None:
    """A question to understand an option."""
    standing.at(round_, Step.CLARIFY, Step.BUILD)
    _one_of(option, [r.id for r in standing.live(round_)])
    _filled(text, "text")
    _say(round_, person_id, "asks", text, now, about=option)


def clear_up(round_: Round, person_id: str, question: str, text: str, now: datetime) -> None:
    """What somebody knows about it."""
    standing.at(round_, Step.CLARIFY, Step.BUILD)
    _one_of(question, [r.id for r in round_.of_kind("asks")])
    _filled(text, "text")
    _say(round_, person_id, "clear", text, now, about=question)


def add(round_: Round, person_id: str, text: str, now: datetime) -> None:
    """One more option, signed."""
    standing.at(round_, Step.BUILD)
    building.put(round_, person_id, text, now)


def answer(round_: Round, person_id: str, given: testing.Answer, kind: str, now: datetime) -> None:
    """The last one who was waited for opens all of them."""
    testing.answer(round_, person_id, given, kind, now)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def wait_for_me(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody who decides needs more time: once a test."""
    standing.at(round_, Step.TEST)
    standing.deciding(round_, person_id)
    if facts(round_)["extended"]:
        raise Refusal("options.refused.waited")
    steps.extend(round_, now)
    steps.settle(round_)


def write_down(round_: Round, person_id: str, written: Written, now: datetime) -> None:
    """What came of it, in the words of whoever writes it down."""
    standing.at(round_, Step.WRITE)
    standing.deciding(round_, person_id)
    state = State(facts(round_)["outcome"])
    words = _with(round_, recording.gathered(round_), written)
    _filled(words["decision"], "decision")
    review = _review(written, now) or recording.usual_review(state, now)
    change = Change(what="made", why="", by=round_.seat(person_id).name)
    recording.put(round_, words, state, change, now, review)
    steps.recorded(round_, now, person_id)
    steps.settle(round_)


def correct(round_: Round, person_id: str, written: Written, version: int, now: datetime) -> None:
    """The wording, or what was left open: a new version that says why. What was tested stays as it was."""
    f = facts(round_)
    standing.in_record(round_, person_id)
    if round_.status == Status.PAUSED:
        raise Refusal("options.refused.paused")
    if f["version"] != version:
        raise Refusal("options.refused.changed_meanwhile", field="why_changed")
    _filled(written.why, "why_changed")
    words = _with(round_, recording.words_of(round_), written)
    before = recording.review_of(round_)
    kept = before is not None and before.date() == written.review  # nobody chose another day
    review = before if kept else _review(written, now) or before
    change = Change(what="corrected", why=written.why, by=round_.seat(person_id).name)
    recording.put(round_, words, State(f["state"]), change, now, review)
    if round_.step == Step.RECORDED and round_.status == Status.RUNNING:
        round_.ends_at = review
    steps.settle(round_)


def amend(round_: Round, person_id: str, text: str, because: str, now: datetime) -> None:
    """What was agreed would change: that is tested like anything else, and until then it holds as it was."""
    standing.amending(round_, person_id)
    _filled(text, "text")
    _filled(because, "because")
    f = facts(round_)
    round_.replies = [r for r in round_.replies if r.kind not in ("because", "result", "option")]
    f["live"], f["of"], f["test"], f["amends"], f["opened"] = [], {}, 0, True, False
    _say(round_, person_id, "because", because, now)
    f["proposal"] = building.put(round_, person_id, text, now).id
    steps.enter(round_, Step.TEST, now, person_id)
    steps.settle(round_)


def look(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody would like to look at it sooner than was planned."""
    standing.in_record(round_, person_id)
    standing.at(round_, Step.RECORDED)
    standing.agreed(round_)
    steps.look_again(round_, now, person_id)
    steps.settle(round_)


def still_working(
    round_: Round, person_id: str, said: str, text: str, kind: str, *, named: bool, now: datetime
) -> None:
    """Whether it still works for this person; opened when all have said so."""
    testing.brings(round_, person_id, kind)
    testing.working(round_, person_id, Working(answer=said, text=text, name=""), named, now)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def keep(round_: Round, person_id: str, why: str, until: date | None, now: datetime) -> None:
    """It stays as it is, until it is looked at again."""
    name = standing.reviewed(round_, person_id).name
    state = State(facts(round_)["state"])
    review = _review(Written({}, None, until), now) or recording.usual_review(state, now)
    words = recording.but(recording.words_of(round_), working=testing.looked(round_))
    recording.put(round_, words, state, Change(what="kept", why=why, by=name), now, review)
    steps.recorded(round_, now, person_id)
    steps.settle(round_)


def end(round_: Round, person_id: str, why: str, now: datetime) -> None:
    """It no longer holds; its record stays, and says so."""
    name = standing.reviewed(round_, person_id).name
    _filled(why, "why")
    words = recording.but(recording.words_of(round_), working=testing.looked(round_))
    recording.put(round_, words, State.ENDED, Change(what="ended", why=why, by=name), now)
    steps.recorded(round_, now, person_id)
    round_.status, round_.ends_at = Status.CLOSED, None
    steps.settle(round_)


def refer(round_: Round, person_id: str, now: datetime) -> None:
    """What was not agreed, or put off, goes to whoever decides in the end."""
    standing.in_record(round_, person_id)
    if facts(round_)["state"] not in (State.NOT_AGREED.value, State.DEFERRED.value):
        raise Refusal("options.refused.moved_on")
    change = Change(what="referred", why="", by=round_.seat(person_id).name)
    steps.end_as(round_, State.REFERRED, change, now, person_id)
    steps.settle(round_)


def pause(round_: Round, person_id: str, now: datetime) -> None:
    """Anybody who has a place may: its time stands still."""
    standing.going(round_)
    if round_.step == Step.RECORDED:
        raise Refusal("options.refused.moved_on")
    zone = round_.seat(person_id).zone
    left = worked(now, round_.ends_at, zone) if round_.ends_at else timedelta()
    f = facts(round_)
    f["left"], f["zone"], f["days"] = left.total_seconds(), zone, 0
    round_.status, round_.paused_by, round_.since, round_.ends_at = Status.PAUSED, person_id, now, None
    no_windows(round_)
    steps.settle(round_)


def go_on(round_: Round, person_id: str, now: datetime) -> None:
    """It goes on where it stood, with the time that was left."""
    if round_.status != Status.PAUSED:
        raise Refusal("options.refused.moved_on")
    round_.status, round_.paused_by, round_.since = Status.RUNNING, "", now
    left = timedelta(seconds=facts(round_)["left"])
    round_.ends_at = after_work(now, left, facts(round_)["zone"])
    steps.wait_again(round_, now)
    steps.go_on(round_, now, person_id)
    steps.settle(round_)


def step_out(round_: Round, person_id: str, now: datetime) -> None:
    """Somebody leaves, and gives no reason."""
    steps.leave(round_, round_.seat(person_id), now)
    steps.settle(round_)


def _with(round_: Round, words: Words, written: Written) -> Words:
    owner = written.owner
    facts(round_)["owner"] = owner.person_id if owner else ""
    if owner and all(seat.person_id != owner.person_id for seat in round_.seats):
        round_.seats.append(owner)  # once they are gone, it is known
    said = {key: written.fields[key] for key in EDITABLE if key in written.fields}
    return recording.but(words, said, owner=owner.name if owner else "")


def _review(written: Written, now: datetime) -> datetime | None:
    """At ten in the morning (UTC) of the day that was chosen; refuses today, and what is too far."""
    if written.review is None:
        return None
    if not now.date() < written.review <= now.date() + timedelta(weeks=REVIEW_WEEKS_MOST):
        raise Refusal("options.refused.review", field="review", weeks=REVIEW_WEEKS_MOST)
    return datetime(written.review.year, written.review.month, written.review.day, 10, tzinfo=now.tzinfo)


def _say(round_: Round, author_id: str, kind: str, text: str, now: datetime, about: str = "") -> None:
    private = kind in ("asks", "clear", "reaction")
    owner = owners.round_(round_) if private else owners.channel(round_.team, round_.channel_id or "")
    round_.replies.append(Reply(new_id(), author_id, kind, owner, text, now, about=about))


def _filled(text: str, field: str) -> None:
    if not text:
        raise Refusal("options.refused.empty", field=field)


def _one_of(chosen: str, there: list[str]) -> None:
    if chosen not in there:
        raise Refusal("options.refused.changed_meanwhile", field="text")
