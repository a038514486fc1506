"""What people see of a reflection in their direct message: status and question, never an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.features.reflection.flow import hearing, standing
from bot.features.reflection.models import (
    ANSWERED,
    DRAFT,
    PASSED,
    REFLECTION,
    WAITING,
    Hearing,
    Step,
    facts,
    place,
    stands_at,
)
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import act, host_of, message, moment_of, names
from bot.slack.blocks import Block, Message, context
from bot.words import Words

words = Words("reflection")
partners = partial(names, partner=True)

# The buttons of each card, in the order people want them. A name is an action and a key of words.
_MORE = "how"
# What is there, and nobody is hoped to press.
_QUIET = ("read_again", "read_mine", "change", "help", "another")


@dataclass(frozen=True)
class _Face:
    """One state of a card: the key of its words, its buttons, and whether next steps are offered."""

    key: str
    does: tuple[str, ...]
    offers: bool = False


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for each person in it."""
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s)) for s in round_.seats if s.rang}


def on_card(_: Round, reply: Reply) -> bool:
    """The question may stand in a direct message; nothing that answers it may."""
    return reply.kind == "question"


def card(round_: Round, seat: Seat) -> Message:
    face, blanks = _face(round_, seat), _blanks(round_, seat)
    title = words["card.title" if len(round_.seats) > 1 else "card.title_alone"].fill(**blanks)
    why = (_MORE,) if standing.by_time(seat.rang) and _MORE not in face.does else ()
    row = [  # "why am I getting this?" and "fewer of these" stand behind what time alone sent
        act(words, name, round_.id, primary=name in face.does[:1] and name not in _QUIET)
        for name in (*face.does, *why)
    ]
    offers = closing.buttons(round_) if face.offers else []
    body = words[f"card.{face.key}"].fill(**blanks)
    return message(title, text_of(round_, "question"), [body], [[*row, *offers]], foot=_planned(round_, seat))


def _planned(round_: Round, seat: Seat) -> list[Block]:
    """What a rhythm put late says what it was planned for."""
    planned = facts(round_)["planned"]
    if not planned or round_.step != Step.ASKED:
        return []
    moment = moment_of(round_, datetime.fromisoformat(planned), seat.zone)
    return [context(words["rhythm.planned"].fill(when=moment))]


def _blanks(round_: Round, seat: Seat) -> dict[str, object]:
    others = round_.others(seat.person_id) or [s for s in round_.seats if s is not seat]
    closer = place(seat)["confirmed"]
    return {
        "names": partners(others),
        "all": words["both"] if len(round_.seats) == 2 else words["all"],
        "host": host_of(round_),
        "answered": partners([s for s in others if s.step == ANSWERED] or others),
        "passed": partners([s for s in others if s.step == PASSED] or others),
        "sharers": partners([s for s in others if round_.of_kind("open", s.person_id)] or others),
        "hears": partners([s for s in round_.seats if s.person_id == place(seat)["listens_to"]] or others),
        "said": partners(hearing.waiting_for(round_, seat) or others),
        "closer": words[f"said.{closer}"] if closer else "",
        "until": moment_of(round_, seat.due_at if round_.step == Step.READ else round_.ends_at, seat.zone),
    }


def _face(round_: Round, seat: Seat) -> _Face:
    if round_.step == Step.TAKEN_BACK:
        return _Face("taken_back_mine" if seat.person_id == round_.host_id else "taken_back", ("another",))
    if seat.left_at:
        wrote = any(r.author_id == seat.person_id and r.kind != "question" for r in round_.replies)
        return _Face("left", ("read_mine",) if wrote else ())
    if round_.status == Status.PAUSED:
        key = {seat.person_id: "paused_mine", "": "paused_anybody"}.get(round_.paused_by, "paused")
        return _Face(key, ("help",) if key == "paused" else ("go_on", "help"))
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return _closed(round_, seat)
    return _FACES[Step(round_.step)](round_, seat)


def _closed(round_: Round, seat: Seat) -> _Face:
    unread = standing.unread(round_, seat.person_id)
    if round_.step == Step.FORGOTTEN:
        return _Face("forgotten", ("another",))
    if round_.of_kind("open") or round_.one("joint"):
        key = "closed_with_note" if round_.one("joint") else "closed"
        key = "closed_alone" if len(round_.seats) == 1 else key
        return _Face(key, ("read_again", "another"), offers=True)
    if round_.status == Status.STOPPED:
        return _Face("stopped", ("read_mine", "another") if unread else ("another",))
    if unread:
        return _Face("kept", ("read_mine", "another"))
    return _Face("closed_taken_back" if round_.one("withdrawn") else "closed_unopened", ("another",))


def _asked(round_: Round, seat: Seat) -> _Face:
    steps = {s.step for s in round_.others(seat.person_id)}
    if seat.step == ANSWERED:
        return _Face("answered_passed" if PASSED in steps else "answered", ("change", _MORE))
    last = (*_back(round_, seat), _MORE)
    if seat.step == PASSED:
        return _Face("passed", ("write_after_all", *last))
    if seat.step == DRAFT:
        return _Face("draft", ("finish", "pass", *last))
    key = "asked"
    if ANSWERED in steps:
        key = "asked_answered" if len(round_.present) == 2 else "asked_answered_three"
    elif PASSED in steps:
        key = "asked_passed"
    elif len(round_.seats) == 1:
        key = "asked_alone"
    elif seat.rang.startswith(f"nudge:{round_.step}:{facts(round_)['reopened']}:"):
        key = "nudged"
    return _Face(key, ("write", "pass", *last))


def _empty(round_: Round, seat: Seat) -> _Face:
    back = _back(round_, seat)
    if seat.step == PASSED:
        return _Face("empty_skipped", ("keep_open", *back))
    return _Face("empty", ("write", "keep_open", "another_day", "stop", *back))


def _back(round_: Round, seat: Seat) -> tuple[str, ...]:
    """Whoever put it can take it back, while nobody has answered."""
    mine = looks_after(round_, seat.person_id) and not standing.has_begun(round_)
    return ("take_back",) if mine else ()


def _choose(round_: Round, seat: Seat) -> _Face:
    if seat.step != ANSWERED:
        passed = seat.step == PASSED
        return _Face("passed" if passed else "late", ("write_after_all",) if passed else ("write", "pass"))
    key = "choose" if len(round_.present) == 2 else "choose_three"
    if place(seat)["choice"]:
        key = "chosen"
    elif len(standing.those(round_, ANSWERED)) > 1:
        key = "choose_together"
    elif len(standing.those(round_, PASSED)) == len(round_.present) - 1:
        return _Face("choose_passed", ("share", "keep"))
    return _Face(key, ("share", "wait", "keep"))


def _shared(_: Round, seat: Seat) -> _Face:
    if seat.step in (WAITING, DRAFT, PASSED):
        return _Face("shared", ("write", "just_read", _MORE))
    return _Face("shared_mine", ("read", _MORE))


def _read(round_: Round, seat: Seat) -> _Face:
    if hearing.waiting_for(round_, seat):
        return _Face("played_back", ("confirm", "read", "enough"))
    written = {r.author_id for r in round_.replies if r.kind in ("open", "withdrawn")}
    me, key = seat.person_id, _HEARING[Hearing(seat.step)]
    heard = any(place(s)["listens_to"] == me and s.step == Hearing.HEAR for s in round_.present)
    if seat.step == Hearing.NOTHING and round_.of_kind("open", me) and heard:
        key = "being_heard"
    elif seat.step == Hearing.HEAR and not written.issuperset(s.person_id for s in round_.present):
        key = "opened_some"
    return _Face(key, ("hear", "read", "enough") if seat.step == Hearing.AGAIN else ("read", "enough"))


def _note(round_: Round, seat: Seat) -> _Face:
    note = round_.one("note")
    if place(seat).get("closes"):
        return _Face("note_closes", ("note", "read"))
    if note is None:
        key = {Hearing.AGREED: "note_agreed", Hearing.OPEN: "note_left_open"}.get(Hearing(seat.step), "note")
    elif place(seat)["ticked"] == note.id:
        key = "note_ticked"
    else:
        key = "note_mine" if note.author_id == seat.person_id else "note_proposed"
    return _Face(key, ("note", "read", "close"))


def _resting(round_: Round, seat: Seat) -> _Face:
    key = "resting_unread" if stands_at(round_) == Step.SHARED else "resting"
    return _Face(key, ("take_up", *_reads(round_, seat)))


def _alone(round_: Round, seat: Seat) -> _Face:
    writes = () if round_.of_kind("open", seat.person_id) else ("write_alone",)
    writes = ("finish",) if standing.unread(round_, seat.person_id) else writes
    key = "alone" if len(round_.seats) == 2 else "alone_three"
    return _Face(key, (*writes, *_reads(round_, seat), "stop"))


def _reads(round_: Round, seat: Seat) -> tuple[str, ...]:
    readable = [r for r in round_.of_kind("open") if standing.may_read(round_, r, seat.person_id)]
    return ("read_again",) if readable else ()


_HEARING = {
    Hearing.HEAR: "opened",
    Hearing.HEARD: "heard",
    Hearing.AGAIN: "again",
    Hearing.AGREED: "agreed",
    Hearing.OPEN: "left_open",
    Hearing.LET_GO: "let_go",
    Hearing.NOTHING: "nothing_to_hear",
}
_FACES = {
    Step.ASKED: _asked,
    Step.EMPTY: _empty,
    Step.CHOOSE: _choose,
    Step.SHARED: _shared,
    Step.READ: _read,
    Step.NOTE: _note,
    Step.RESTING: _resting,
    Step.ALONE: _alone,
}


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """In a person's Home tab: what waits for them, what goes on, and what they can read again."""
    weighed = [(round_, _weight(round_, person_id)) for round_ in rounds if round_.kind == REFLECTION]
    return [_entry(round_, person_id, weight) for round_, weight in weighed if weight]


def _weight(round_: Round, person_id: str) -> Weight | None:
    open_ = any(standing.may_read(round_, reply, person_id) for reply in round_.of_kind("open"))
    if standing.awaits(round_, person_id):
        return Weight.WAITS
    if round_.status != Status.CLOSED:
        return Weight.GOES_ON if open_ else None
    return Weight.AGAIN if open_ or round_.of_kind("answer", person_id) else None


def _entry(round_: Round, person_id: str, weight: Weight) -> Entry:
    others = partners(round_.others(person_id))
    line = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
    writes = weight is Weight.WAITS and round_.step in (Step.ASKED, Step.EMPTY, Step.SHARED)
    label = words["do.open" if weight is Weight.WAITS else "do.read_again"]
    door = act(words, "write" if writes else "read_again", round_.id, says=label)
    return Entry(weight, line, door, text_of(round_, "question"))
