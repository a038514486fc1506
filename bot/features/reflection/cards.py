"""What people see of a reflection in their direct message: status and question, never an answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

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
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, button, buttons, context, labels, quote, section
from bot.slack.times import when
from bot.words import Markup, Words

words = Words("reflection")

# The buttons of each card, in the order people want them. A name is an action and a key of words.
_MORE = "how"
# What is there, and nobody is hoped to press.
_QUIET = ("read_again", "read_mine", "change", "help", "another")


@dataclass(frozen=True)
class _Face:
    """One state of a card: the key of its words, its buttons, and whether the question stands on it."""

    key: str
    does: tuple[str, ...]
    offers: list[Block] = field(default_factory=list)


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for each person in it."""
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s)) for s in round_.seats if s.rang}


def on_card(_: Round, reply: Reply) -> bool:
    """The question may stand in a direct message; nothing that answers it may."""
    return reply.kind == "question"


def card(round_: Round, seat: Seat) -> Message:
    face = _face(round_, seat)
    blanks = _blanks(round_, seat)
    question = round_.one("question")
    title = words["card.title" if len(round_.seats) > 1 else "card.title_alone"].fill(**blanks)
    body = words[f"card.{face.key}"].fill(**blanks)
    asked = question.text if question and question.text else ""
    key = "aloud.card" if asked else "aloud.no_question"
    does = list(face.does)
    if standing.by_time(seat.rang) and _MORE not in does:
        does.append(_MORE)  # "why am I getting this?" and "fewer of these"
    row = [_button(name, round_, first=place == 0) for place, name in enumerate(does)] + face.offers
    return Message(
        aloud(words[key].fill(title=title, question=asked, body=body), row),
        [
            section(f"*{title}*"),
            *(quote(asked) if asked else []),
            section(body),
            *_planned(round_, seat),
            *([buttons(*row)] if row else []),
        ],
    )


def _planned(round_: Round, seat: Seat) -> list[Block]:
    """What a rhythm put late says what it was planned for."""
    planned = facts(round_)["planned"]
    if not planned or round_.step != Step.ASKED:
        return []
    moment = when(datetime.fromisoformat(planned), zone(seat.zone))
    return [context(words["weekly.planned"].fill(when=moment))]


def names(seats: list[Seat]) -> str:
    """Ana; Ana and Ben."""
    return words["and"].plain().join(s.name for s in seats)


def aloud(line: Markup, row: list[Block]) -> Markup:
    """What is said, and what somebody can do: for notifications and screen readers."""
    if not row:
        return line
    return Markup(f"{line} {words['aloud.buttons'].fill(buttons=', '.join(labels(row)))}")


def _button(name: str, round_: Round, *, first: bool) -> Block:
    return button(
        words[f"do.{name}"],
        f"reflection.{name}",
        round_.id,
        style="primary" if first and name not in _QUIET else None,
        confirm=sure(name) if name in ("stop", "close") else None,
    )


def sure(name: str) -> tuple[str, str, str, str]:
    """What is asked before something that cannot be undone."""
    key = f"sure.{name}"
    return (words[f"{key}.title"], words[f"{key}.text"], words[f"{key}.yes"], words["sure.no"])


def _blanks(round_: Round, seat: Seat) -> dict[str, object]:
    others = round_.others(seat.person_id) or [s for s in round_.seats if s is not seat]
    answered = [s for s in others if s.step == ANSWERED]
    passed = [s for s in others if s.step == PASSED]
    shared = [s for s in others if round_.of_kind("open", s.person_id)]
    here = zone(seat.zone)
    window = seat.due_at if round_.step == Step.READ else round_.ends_at
    said = [s for s in _listeners(round_, seat) if s.step == Hearing.HEARD]
    hears = next((s for s in round_.seats if s.person_id == place(seat)["listens_to"]), None)
    closer = place(seat)["confirmed"]
    return {
        "names": names(others),
        "all": words["both"] if len(round_.seats) == 2 else words["all"],
        "answered": names(answered) or names(others),
        "passed": names(passed) or names(others),
        "sharers": names(shared) or names(others),
        "hears": hears.name if hears else names(others),
        "said": names(said) or names(others),
        "closer": words[f"said.{closer}"] if closer else "",
        "until": when(window, here) if window else "",
    }


def _face(round_: Round, seat: Seat) -> _Face:
    if seat.left_at:
        return _Face("left", ("read_mine",) if _has_words(round_, seat) else ())
    if round_.status == Status.PAUSED:
        key = {seat.person_id: "paused_mine", "": "paused_anybody"}.get(round_.paused_by, "paused")
        return _Face(key, ("help",) if key == "paused" else ("go_on", "help"))
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return _closed(round_, seat)
    return _FACES[Step(round_.step)](round_, seat)


def _closed(round_: Round, seat: Seat) -> _Face:
    offers = closing.buttons(round_)
    if round_.step == Step.FORGOTTEN:
        return _Face("forgotten", ("another",))
    if round_.of_kind("open") or round_.one("joint"):
        key = "closed_with_note" if round_.one("joint") else "closed"
        key = "closed_alone" if len(round_.seats) == 1 else key
        return _Face(key, ("read_again", "another"), offers)
    if round_.status == Status.STOPPED:
        return _Face("stopped", ("read_mine", "another") if _unread(round_, seat) else ("another",))
    if _unread(round_, seat):
        return _Face("kept", ("read_mine", "another"))
    return _Face("closed_taken_back" if round_.one("withdrawn") else "closed_unopened", ("another",))


def _asked(round_: Round, seat: Seat) -> _Face:
    if seat.step == ANSWERED:
        if any(s.step == PASSED for s in round_.others(seat.person_id)):
            return _Face("answered_passed", ("change", _MORE))
        return _Face("answered", ("change", _MORE))
    if seat.step == PASSED:
        return _Face("passed", ("write_after_all", _MORE))
    if seat.step == DRAFT:
        return _Face("draft", ("finish", "pass", _MORE))
    key = "asked"
    if any(s.step == ANSWERED for s in round_.others(seat.person_id)):
        key = "asked_answered" if len(round_.present) == 2 else "asked_answered_three"
    elif any(s.step == PASSED for s in round_.others(seat.person_id)):
        key = "asked_passed"
    elif len(round_.seats) == 1:
        key = "asked_alone"
    if key == "asked" and seat.rang.startswith(f"nudge:{round_.step}:{facts(round_)['reopened']}:"):
        key = "nudged"
    return _Face(key, ("write", "pass", _MORE))


def _empty(_: Round, seat: Seat) -> _Face:
    if seat.step == PASSED:
        return _Face("empty_skipped", ("keep_open",))
    return _Face("empty", ("write", "keep_open", "another_day", "stop"))


def _choose(round_: Round, seat: Seat) -> _Face:
    if seat.step != ANSWERED:
        passed = seat.step == PASSED
        return _Face("passed" if passed else "late", ("write_after_all",) if passed else ("write", "pass"))
    answered = [s for s in round_.present if s.step == ANSWERED]
    if place(seat)["choice"]:
        return _Face("chosen", ("share", "wait", "keep"))
    if len(answered) > 1:
        return _Face("choose_together", ("share", "wait", "keep"))
    if all(s.step == PASSED for s in round_.others(seat.person_id)):
        return _Face("choose_passed", ("share", "keep"))
    return _Face("choose" if len(round_.present) == 2 else "choose_three", ("share", "wait", "keep"))


def _shared(_: Round, seat: Seat) -> _Face:
    if seat.step in (WAITING, DRAFT, PASSED):
        return _Face("shared", ("write", "just_read", _MORE))
    return _Face("shared_mine", ("read", _MORE))


def _read(round_: Round, seat: Seat) -> _Face:
    if any(hearing.waiting_on(round_, s) is seat and s.step == Hearing.HEARD for s in round_.present):
        return _Face("played_back", ("confirm", "read", "enough"))
    mine = round_.of_kind("open", seat.person_id)
    heard = [s for s in _listeners(round_, seat) if s.step == Hearing.HEAR]
    if seat.step == Hearing.NOTHING and mine and heard:
        return _Face("being_heard", ("read", "enough"))
    written = {r.author_id for r in round_.replies if r.kind in ("open", "withdrawn")}
    key = {
        Hearing.HEAR: "opened" if written.issuperset(s.person_id for s in round_.present) else "opened_some",
        Hearing.HEARD: "heard",
        Hearing.AGAIN: "again",
        Hearing.AGREED: "agreed",
        Hearing.OPEN: "left_open",
        Hearing.LET_GO: "let_go",
        Hearing.NOTHING: "nothing_to_hear",
    }[Hearing(seat.step)]
    does = {Hearing.HEAR: ("read", "enough"), Hearing.AGAIN: ("hear", "read", "enough")}
    return _Face(key, does.get(Hearing(seat.step), ("read", "enough")))


def _listeners(round_: Round, author: Seat) -> list[Seat]:
    return [s for s in round_.present if place(s)["listens_to"] == author.person_id]


def _note(round_: Round, seat: Seat) -> _Face:
    note = round_.one("note")
    if note is None:
        key = {Hearing.AGREED: "note_agreed", Hearing.OPEN: "note_left_open"}.get(Hearing(seat.step), "note")
        return _Face(key, ("note", "read", "close"))
    if place(seat)["ticked"] == note.id:
        return _Face("note_ticked", ("note", "read", "close"))
    mine = note.author_id == seat.person_id
    return _Face("note_mine" if mine else "note_proposed", ("note", "read", "close"))


def _resting(round_: Round, seat: Seat) -> _Face:
    key = "resting_unread" if stands_at(round_) == Step.SHARED else "resting"
    return _Face(key, ("take_up", *_reads(round_, seat)))


def _alone(round_: Round, seat: Seat) -> _Face:
    writes = () if round_.of_kind("open", seat.person_id) else ("write_alone",)
    writes = ("finish",) if _unread(round_, seat) else writes
    key = "alone" if len(round_.seats) == 2 else "alone_three"
    return _Face(key, (*writes, *_reads(round_, seat), "stop"))


def _reads(round_: Round, seat: Seat) -> tuple[str, ...]:
    readable = [r for r in round_.of_kind("open") if standing.may_read(round_, r, seat.person_id)]
    return ("read_again",) if readable else ()


def _unread(round_: Round, seat: Seat) -> bool:
    """Whether there is something of theirs that nobody else may read."""
    return any(r.author_id == seat.person_id and r.kind in ("draft", "answer") for r in round_.replies)


def _has_words(round_: Round, seat: Seat) -> bool:
    return any(r.author_id == seat.person_id and r.kind != "question" for r in round_.replies)


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
    asked, others = round_.one("question"), names(round_.others(person_id))
    line = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
    writes = weight is Weight.WAITS and round_.step in (Step.ASKED, Step.EMPTY, Step.SHARED)
    label = words["do.open" if weight is Weight.WAITS else "do.read_again"]
    door = button(label, f"reflection.{'write' if writes else 'read_again'}", round_.id)
    return Entry(weight, line, door, asked.text or "" if asked else "")
