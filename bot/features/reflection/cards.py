"""What people see of a reflection in their direct message: status and question, never an answer."""

from dataclasses import dataclass, field

from bot.features.reflection import flow, hearing
from bot.features.reflection.models import ANSWERED, DRAFT, PASSED, WAITING, Hearing, Step
from bot.rounds import closing
from bot.rounds.hours import zone
from bot.rounds.models import Reply, Round, Seat, Status
from bot.rounds.show import Drawing
from bot.slack.blocks import Block, Message, button, buttons, quote, section
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
    return {s.person_id: Drawing(s.person_id, s.moment, card(round_, s)) for s in round_.seats}


def on_card(reply: Reply) -> bool:
    """The question may stand in a direct message; nothing that answers it may."""
    return reply.kind == "question"


def card(round_: Round, seat: Seat) -> Message:
    face = _face(round_, seat)
    blanks = _blanks(round_, seat)
    question = round_.one("question")
    title = words["card.title"].fill(**blanks)
    body = words[f"card.{face.key}"].fill(**blanks)
    asked = question.text if question and question.text else ""
    does = list(face.does)
    if flow.by_time(seat.moment) and _MORE not in does:
        does.append(_MORE)  # "why am I getting this?" and "fewer of these"
    row = [_button(name, round_, first=place == 0) for place, name in enumerate(does)] + face.offers
    return Message(
        _aloud(title, asked, body, [each["text"]["text"] for each in row]),
        [
            section(f"*{title}*"),
            *(quote(asked) if asked else []),
            section(body),
            *([buttons(*row)] if row else []),
        ],
    )


def names(seats: list[Seat]) -> str:
    """Ana; Ana and Ben."""
    return words["and"].plain().join(s.name for s in seats)


def _aloud(title: Markup, question: str, body: Markup, labels: list[str]) -> Markup:
    key = "aloud.card" if question else "aloud.no_question"
    line = words[key].fill(title=title, question=question, body=body)
    return Markup(f"{line} {words['aloud.buttons'].fill(buttons=', '.join(labels))}" if labels else line)


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
    here = zone(seat.zone)
    window = seat.due_at if round_.step == Step.READ else round_.ends_at
    said = [s for s in round_.present if s.hears == seat.person_id and s.step == Hearing.HEARD]
    hears = next((s for s in round_.seats if s.person_id == seat.hears), None)
    return {
        "names": names(others),
        "all": words["both"] if len(round_.seats) == 2 else words["all"],
        "answered": names(answered) or names(others),
        "passed": names(passed) or names(others),
        "hears": hears.name if hears else names(others),
        "said": names(said) or names(others),
        "closer": words[f"said.{seat.choice}"] if seat.choice in ("yes", "nearly", "not_yet") else "",
        "until": when(window, here) if window else "",
    }


def _face(round_: Round, seat: Seat) -> _Face:
    if seat.left_at:
        return _Face("left", ("read_mine",) if _has_words(round_, seat) else ())
    if round_.status == Status.PAUSED:
        mine = flow.paused_by(round_) in (seat.person_id, None)
        return _Face("paused_mine" if mine else "paused", ("go_on", "help") if mine else ("help",))
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return _closed(round_, seat)
    return _FACES[Step(round_.step)](round_, seat)


def _closed(round_: Round, seat: Seat) -> _Face:
    offers = closing.buttons(round_)
    if round_.step == Step.FORGOTTEN:
        return _Face("forgotten", ("another",))
    if round_.of_kind("open"):
        key = "closed_with_note" if round_.one("joint") else "closed"
        return _Face(key, ("read_again", "another"), offers)
    if round_.status == Status.STOPPED:
        return _Face("stopped", ("another",))
    if _has_words(round_, seat):
        return _Face("kept", ("read_mine", "another"))
    return _Face("closed_unopened", ("another",))


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
        key = "asked_answered"
    elif any(s.step == PASSED for s in round_.others(seat.person_id)):
        key = "asked_passed"
    elif len(round_.seats) == 1:
        key = "asked_alone"
    if seat.moment.startswith("nudge"):
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
    if seat.choice:
        return _Face("chosen", ("share", "wait", "keep"))
    return _Face("choose_together" if len(answered) > 1 else "choose", ("share", "wait", "keep"))


def _shared(_: Round, seat: Seat) -> _Face:
    if seat.step in (WAITING, DRAFT, PASSED):
        return _Face("shared", ("write", "just_read", _MORE))
    return _Face("shared_mine", ("read", _MORE))


def _read(round_: Round, seat: Seat) -> _Face:
    if any(hearing.waiting_on(round_, s) is seat and s.step == Hearing.HEARD for s in round_.present):
        return _Face("played_back", ("confirm", "read", "enough"))
    key = {
        Hearing.HEAR: "opened",
        Hearing.HEARD: "heard",
        Hearing.AGAIN: "again",
        Hearing.AGREED: "agreed",
        Hearing.OPEN: "left_open",
        Hearing.LET_GO: "let_go",
        Hearing.NOTHING: "nothing_to_hear",
    }[Hearing(seat.step)]
    does = {Hearing.HEAR: ("read", "enough"), Hearing.AGAIN: ("hear", "read", "enough")}
    return _Face(key, does.get(Hearing(seat.step), ("read", "enough")))


def _note(round_: Round, seat: Seat) -> _Face:
    note = round_.one("note")
    if note is None:
        key = {Hearing.AGREED: "note_agreed", Hearing.OPEN: "note_left_open"}.get(Hearing(seat.step), "note")
        return _Face(key, ("note", "read", "close"))
    if seat.choice == note.id:
        return _Face("note_ticked", ("note", "read", "close"))
    mine = note.author_id == seat.person_id
    return _Face("note_mine" if mine else "note_proposed", ("note", "read", "close"))


def _resting(round_: Round, _: Seat) -> _Face:
    reads = ("read_again",) if round_.of_kind("open") else ()
    return _Face("resting", ("take_up", *reads))


def _alone(round_: Round, seat: Seat) -> _Face:
    mine = _has_words(round_, seat)
    reads = ("read_again",) if round_.of_kind("open") else ()
    return _Face("alone", ("finish" if mine else "write_alone", *reads, "stop"))


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
