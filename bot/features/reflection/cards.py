"""What people see of a reflection in their direct message: status and question, never an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.catalogue import Prompt
from bot.features.reflection.flow import hearing, other, standing
from bot.features.reflection.live import cards as live_cards
from bot.features.reflection.models import (
    ANSWERED,
    DRAFT,
    JOINT,
    PASSED,
    READS,
    REFLECTION,
    WAITING,
    Hearing,
    Step,
    as_other,
    facts,
    place,
    stands_at,
)
from bot.features.reflection.other import cards as other_cards
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing, prompts
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import absent, act, host_of, mention, message, moment_of, names
from bot.rounds.time.windows import is_new
from bot.slack.blocks import Block, Message, context
from bot.words import Markup, Phrase, Words

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
    alone: bool = False  # it waits for this person alone, and does not say so in those words


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for each person in it."""
    return {s.person_id: Drawing(s.person_id, s.rang, card(round_, s)) for s in round_.seats if s.rang}


def on_card(_: Round, reply: Reply) -> bool:
    """The question may stand in a direct message; nothing that answers it may."""
    return reply.kind == "question"


def card(round_: Round, seat: Seat) -> Message:
    face = _face(round_, seat)
    title = _fill(words[f"card.{_title(round_)}"], round_, seat)
    why = (_MORE,) if standing.by_time(seat.rang) and _MORE not in face.does else ()
    does = (*face.does, *why)
    row = [  # "why am I getting this?" and "fewer of these" stand behind what time alone sent
        act(
            words,
            other_cards.press(round_, name),
            round_.id,
            primary=name in face.does[:1] and name not in _QUIET,
        )
        for name in does
    ]
    how = [row.pop()] if does[-1:] == (_MORE,) else []
    row += [*live_cards.buttons(round_, seat), *how]
    row += [act(words, "rhythm", rhythm)] if (rhythm := _put_by(round_)) and not seat.left_at else []
    offers = closing.buttons(round_) if face.offers else []
    talk = closing.door("talk", round_.id) if _MORE not in does else []  # else it stands behind that
    lines = [
        *live_cards.lines(round_, seat),
        *_told(round_, seat),
        *_told_me(round_, seat, face),
        *_looks_back(round_, seat),
        *_note_out(round_, seat),
        _fill(words[f"card.{other_cards.face(round_, face.key)}"], round_, seat),
    ]
    lines += [words["waits.only_you"].fill()] if face.alone else []
    lines += absent(round_, _waited(round_), seat)
    question, foot = text_of(round_, "question"), _planned(round_, seat)
    reason = prompts.why(_prompt(round_)) if stands_at(round_) in standing.BEFORE_READING else []
    reason += [words["card.support"].fill()] if reason and _can_hurt(round_) and _MORE in does else []
    return message(title, question, lines, [[*row, *offers, *talk]], foot, reason)


def _looks_back(round_: Round, seat: Seat) -> list[Markup]:
    """That the same was asked at the beginning."""
    shown = facts(round_).get("looks_back") and round_.step in standing.BEFORE_READING and not seat.left_at
    return [words["card.looks_back"].fill()] if shown else []


def _note_out(round_: Round, seat: Seat) -> list[Markup]:
    """That one of them took out the note that they had kept."""
    taker = [one for one in round_.seats if one.person_id == facts(round_).get("note_out")]
    if not taker or seat.left_at:
        return []
    return [
        words["card.note_out_mine"].fill()
        if seat in taker
        else words["card.note_out"].fill(taker=names(taker))
    ]


def _title(round_: Round) -> str:
    if as_other(round_):
        return "other_title"
    return "title" if len(round_.seats) > 1 else "title_alone"


def _can_hurt(round_: Round) -> bool:
    prompt = _prompt(round_)
    return bool(prompt and prompt.sensitive)


def _waited(round_: Round) -> list[Seat]:
    """Whose absence may be told: nobody's, where that would tell who is waited for from who let it go."""
    if standing.leaves_no_trace(round_) and round_.step in standing.BEFORE_READING:
        return []
    return [seat for seat in round_.present if standing.awaits(round_, seat.person_id)]


def _prompt(round_: Round) -> Prompt | None:
    return prompts.prompt_of(round_, text_of(round_, "question"))


def _told(round_: Round, seat: Seat) -> list[Markup]:
    """What this person has told those who played back their words: their own card confirms it."""
    if round_.status != Status.RUNNING or round_.step != Step.READ or seat.left_at:
        return []
    heard_me = [s for s in round_.others(seat.person_id) if place(s)["listens_to"] == seat.person_id]
    again = "once_more" if as_other(round_) else "again"
    keys = {Hearing.AGREED: "yes", Hearing.AGAIN: again, Hearing.OPEN: "open"}
    return [
        words[f"told.{keys[Hearing(s.step)]}"].fill(
            told=names([s]), word=_word(round_, place(s)["confirmed"])
        )
        for s in heard_me
        if s.step in keys and place(s)["confirmed"]
    ]


def _told_me(round_: Round, seat: Seat, face: _Face) -> list[Markup]:
    """What was said of how they played back, where their card waits for their own word first."""
    said, hears = place(seat)["confirmed"], _hears(round_, seat)
    told = seat.step in (Hearing.AGREED, Hearing.AGAIN, Hearing.OPEN) and said and hears
    if not told or face.key not in ("played_back", "played_back_many"):
        return []
    return [words["told.me"].fill(hears=hears, word=_word(round_, said))]


def _hears(round_: Round, seat: Seat) -> Markup:
    """Whom they play back, or as whom they say it."""
    return partners([s for s in round_.seats if s.person_id == place(seat)["listens_to"]])


def _word(round_: Round, said: str) -> str:
    """What an author said of how they were played back, or of what was said as they would say it."""
    return words["said.as_i_see_it" if said == "yes" and as_other(round_) else f"said.{said}"]


def _put_by(round_: Round) -> str:
    """The id of the rhythm that put the question, while it is to be answered; "" where somebody did."""
    return facts(round_).get("rhythm", "") if round_.step == Step.ASKED else ""


def _planned(round_: Round, seat: Seat) -> list[Block]:
    """What a rhythm put says so, and late, what it was planned for; and what was asked in a channel."""
    planned, lines = facts(round_)["planned"], list[Markup]()
    if _put_by(round_):
        lines.append(words["rhythm.put"].fill())
    asked_in, asked = facts(round_).get("asked_in"), round_.one("question")
    if asked_in and asked:  # who asked has no place in it: Slack knows their name
        channel, asker = Markup(f"<#{asked_in}>"), mention(asked.author_id)
        lines.append(words["visits.put"].fill(channel=channel, name=asker))
    if planned and round_.step == Step.ASKED:
        moment = moment_of(round_, datetime.fromisoformat(planned), seat.zone)
        lines.append(words["rhythm.planned"].fill(when=moment))
    return [context(*lines)] if lines else []


def _fill(sentence: Phrase, round_: Round, seat: Seat) -> Markup:
    """With what its blanks ask for, and no more is looked for. Where there is nobody, no sentence says so."""
    wanted = sentence.blanks & _BLANKS.keys()
    return sentence.fill(**{name: _BLANKS[name](round_, seat) for name in wanted})


def _others(round_: Round, seat: Seat) -> list[Seat]:
    return round_.others(seat.person_id) or [s for s in round_.seats if s is not seat]


def _of(seats: list[Seat], step: str) -> list[Seat]:
    return [seat for seat in seats if seat.step == step]


def _author(round_: Round) -> str:
    note = round_.one("note")
    return note.author_id if note else ""


def _unticked(round_: Round, seat: Seat) -> list[Seat]:
    """Who else has not agreed to the note as it stands."""
    note = round_.one("note")
    return [s for s in _others(round_, seat) if not note or place(s)["ticked"] != note.id]


def _until(round_: Round, seat: Seat) -> datetime | None:
    """Until when this person is waited for: whoever was played back, until their word on that is due."""
    if round_.step != Step.READ:
        return round_.ends_at
    said = [listener.due_at for listener in hearing.waiting_for(round_, seat) if listener.due_at]
    return min(said, default=seat.due_at)


def _closer(round_: Round, seat: Seat) -> str:
    said = place(seat)["confirmed"]
    return _word(round_, said) if said else ""


def _choice(round_: Round, seat: Seat) -> str:
    choice = place(seat)["choice"]
    return words[f"choice.{choice}"] if choice and round_.step == Step.CHOOSE else ""


# What stands for each blank of a sentence, as one person reads it.
_BLANKS: dict[str, Callable[[Round, Seat], object]] = {
    "names": lambda round_, me: partners(_others(round_, me)),
    "all": lambda round_, _: words["both"] if len(round_.present) == 2 else words["all"],
    "host": lambda round_, _: host_of(round_),
    "answered": lambda round_, me: partners(_of(_others(round_, me), ANSWERED)),
    "passed": lambda round_, me: partners([s for s in _others(round_, me) if s in standing.let_go(round_)]),
    "undecided": lambda round_, me: partners(
        [s for s in _of(_others(round_, me), ANSWERED) if not place(s)["choice"]]
    ),
    "sharers": lambda round_, me: partners(
        [s for s in round_.seats if s is not me and round_.of_kind("open", s.person_id)]
    ),
    "hears": lambda round_, me: _hears(round_, me),
    "said": lambda round_, me: partners(hearing.waiting_for(round_, me)),
    "author": lambda round_, _: partners([s for s in round_.seats if s.person_id == _author(round_)]),
    "ticked": lambda round_, me: partners([s for s in _others(round_, me) if s not in _unticked(round_, me)]),
    "missing": lambda round_, me: partners(_unticked(round_, me)),
    "closer": _closer,
    "choice": _choice,
    "takes": lambda round_, _: prompts.takes(_prompt(round_)),
    "until": lambda round_, me: moment_of(round_, _until(round_, me), me.zone),
}


def _face(round_: Round, seat: Seat) -> _Face:
    if round_.step == Step.TAKEN_BACK:
        return _Face("taken_back_mine" if seat.person_id == round_.host_id else "taken_back", ("another",))
    if seat.left_at:
        wrote = any(r.author_id == seat.person_id and r.kind != "question" for r in round_.replies)
        last = all(s.left_at and s.left_at <= seat.left_at for s in round_.seats) and len(round_.seats) > 1
        return _Face("left_last" if last else "left", ("read_mine",) if wrote else ())
    if round_.status == Status.PAUSED:
        key = {seat.person_id: "paused_mine", "": "paused_anybody"}.get(round_.paused_by, "paused")
        return _Face(key, ("help",) if key == "paused" else ("go_on", "help"))
    if round_.status in (Status.CLOSED, Status.STOPPED):
        return _closed(round_, seat)
    return _FACES[Step(round_.step)](round_, seat)


def _closed(round_: Round, seat: Seat) -> _Face:
    unread = standing.unread(round_, seat.person_id)
    if round_.step == Step.FORGOTTEN and round_.one(JOINT):
        return _Face("forgotten_but_note", ("read_again", "another"))
    if round_.step == Step.FORGOTTEN:
        return _Face("forgotten", ("another",))
    if round_.of_kind("open") or round_.one(JOINT):
        key = "closed_with_note" if round_.one(JOINT) else "closed"
        key = "closed_alone" if len(round_.seats) == 1 else key
        return _Face(key, ("read_again", "another"), offers=True)
    if round_.status == Status.STOPPED:
        return _Face("stopped", ("read_mine", "another") if unread else ("another",))
    if unread:
        return _Face("kept", ("read_mine", "another"))
    return _Face("closed_taken_back" if round_.one("withdrawn") else "closed_unopened", ("another",))


def _asked(round_: Round, seat: Seat) -> _Face:
    steps = {s.step for s in round_.others(seat.person_id)}
    passed = [s for s in standing.let_go(round_) if s is not seat]
    last = steps == {ANSWERED}
    if seat.step == ANSWERED:
        return _Face("answered_passed" if passed else "answered", ("change", _MORE))
    back = (*_back(round_, seat), _MORE)
    if seat.step == PASSED:
        return _Face("passed", ("write_after_all", *back))
    if seat.step == DRAFT:
        return _Face("draft", ("finish", "pass", *back), alone=last)
    key = "asked"
    if seat.rang == other.ANEW:
        key = "other_anew"
    elif ANSWERED in steps:
        many = "asked_answered_last" if last else "asked_answered_three"
        key = "asked_answered" if len(round_.present) == 2 else many
    elif passed:
        key = "asked_passed_many" if len(passed) > 1 else "asked_passed"
    elif len(round_.seats) == 1:
        key = "asked_alone"
    elif seat.rang.startswith(f"nudge:{round_.step}:{facts(round_)['reopened']}:") and not is_new(seat.rang):
        key = "nudged"
    return _Face(key, ("write", "pass", *back))


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
        skipped = seat.step == PASSED
        late = "late_many" if len(standing.those(round_, ANSWERED)) > 1 else "late"
        return _Face("passed" if skipped else late, ("write_after_all",) if skipped else ("write", "pass"))
    key = "choose" if len(round_.present) == 2 else "choose_three"
    if place(seat)["choice"]:
        key = "chosen"
    elif len(standing.those(round_, ANSWERED)) > 1:
        waits, passed = standing.unanswered(round_), standing.let_go(round_)
        key = "choose_together_passed" if passed and not waits else "choose_together"
    elif len(standing.let_go(round_)) == len(round_.present) - 1:
        key = "choose_passed_many" if len(round_.present) > 2 else "choose_passed"
        return _Face(key, ("share", "keep"))
    return _Face(key, ("share", "wait", "keep"))


def _shared(round_: Round, seat: Seat) -> _Face:
    if seat.step in (WAITING, DRAFT, PASSED):
        return _Face("shared", ("write", "just_read", _MORE))
    if round_.of_kind("open", seat.person_id):
        return _Face("shared_mine", ("read", _MORE))
    return _Face("shared_reads" if seat.step == READS else "shared_written", ("read", _MORE))


def _read(round_: Round, seat: Seat) -> _Face:
    waited = [w for s in round_.present if (w := hearing.waiting_on(round_, s))]
    alone = bool(waited) and all(w is seat for w in waited) and len(round_.present) > 1
    if said := hearing.waiting_for(round_, seat):
        key = "played_back_many" if len(said) > 1 else "played_back"
        return _Face(key, ("confirm", "read", "enough"), alone=alone)
    written = {r.author_id for r in round_.replies if r.kind in ("open", "withdrawn")}
    me, key = seat.person_id, _HEARING[Hearing(seat.step)]
    heard = any(place(s)["listens_to"] == me and s.step == Hearing.HEAR for s in round_.present)
    if seat.step == Hearing.NOTHING and round_.of_kind("open", me) and heard:
        key = "being_heard"
    elif seat.step == Hearing.HEAR and not written.issuperset(s.person_id for s in round_.present):
        key = "opened_some"
    elif seat.step == Hearing.LET_GO and round_.of_kind("heard", me):
        key = "let_go_heard"
    does = ("hear", "read", "enough") if seat.step == Hearing.AGAIN else ("read", "enough")
    return _Face(key, does, alone=alone)


def _note(round_: Round, seat: Seat) -> _Face:
    note, does = round_.one("note"), ("note", "read", "close")
    if place(seat).get("closes"):
        return _Face("note_closes", ("note", "read"))
    if note is None:
        key = {Hearing.AGREED: "note_agreed", Hearing.OPEN: "note_left_open"}.get(Hearing(seat.step), "note")
        return _Face("note_all_heard" if hearing.all_heard(round_) else key, does)
    if place(seat)["ticked"] == note.id:
        several = len(_unticked(round_, seat)) > 1
        return _Face("note_ticked_many" if several else "note_ticked", does)
    alone = all(place(s)["ticked"] == note.id for s in round_.others(seat.person_id))
    if note.author_id == seat.person_id:
        return _Face("note_only_mine" if alone else "note_mine", does)
    return _Face("note_proposed", does, alone=alone)


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
    return Weight.WORDS if open_ or round_.of_kind("answer", person_id) else None


def _entry(round_: Round, person_id: str, weight: Weight) -> Entry:
    others = partners(round_.others(person_id))
    line = words["home.with"].fill(names=others) if others else words["home.alone"].fill()
    writes = weight is Weight.WAITS and round_.step in (Step.ASKED, Step.EMPTY, Step.SHARED)
    label = words["do.open" if weight is Weight.WAITS else "do.read_again"]
    door = act(words, "write" if writes else "read_again", round_.id, says=label)
    due = _until(round_, round_.seat(person_id)) if weight is Weight.WAITS else None
    return Entry(weight, line, door, text_of(round_, "question"), of=round_, due=due)
