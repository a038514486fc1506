"""The forms of a reflection: where words are written, and read by those they were written for."""

from datetime import date

from bot.catalogue import Prompt
from bot.features.reflection.cards import words
from bot.features.reflection.flow import hearing, live, standing
from bot.features.reflection.models import (
    ANSWERED,
    CHOICES,
    JOINT,
    THEN,
    UNREAD,
    Hearing,
    Step,
    as_other,
    facts,
    place,
)
from bot.features.reflection.other import forms as other
from bot.features.reflection.other.cards import offered, press
from bot.people.models import Pair, Person
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing, pages, prompts, shapes
from bot.rounds.showing.pages import form, page
from bot.rounds.showing.sentences import act, as_written, called, host_of, name_of, names, plain_names
from bot.slack.blocks import (
    Block,
    View,
    buttons,
    choice,
    context,
    divider,
    header,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.blocks import date as day_input
from bot.words import Markup

QUESTION_MAX, ANSWER_MAX = 500, 1500
_NEXT = ("hear", "confirm", "note")  # what somebody else waits for


def answer(round_: Round, person: Person, prefilled: str = "", support: str = "", *, first: str = "") -> View:
    """The form to answer in; `first` is what they wrote when the same was asked at the beginning."""
    mine = standing.unread(round_, person.id)
    acts = closing.door("perspective", round_.id)
    if mine:
        acts.append(act(words, "erase", round_.id) | {"style": "danger"})
    prompt = None if as_other(round_) else _prompt(round_)
    return form(
        words,
        "answer",
        round_.id,
        *_asked(round_, support),
        *_then(round_, first),
        *shapes.boxes(
            prompt,
            "answer",
            _label(round_, person.id),
            prefilled or (mine.text or "" if mine else ""),
            ANSWER_MAX,
            words["answer.other_hint" if as_other(round_) else "answer.hint"],
        ),
        tick(
            "draft",
            words["answer.draft_label"],
            beside=words["answer.draft"],
            checked=bool(mine and mine.kind == "draft"),
        ),
        *_opens_then(round_, person.id, first),
        *([buttons(*acts)] if acts else []),
        about=shapes.behind(prompt),
        reads=_reads(round_, person.id, "answer"),
    )


def _then(round_: Round, first: str) -> list[Block]:
    """What they wrote at the beginning, for them alone; or that nothing of it is kept."""
    if not facts(round_).get("looks_back"):
        return []
    if not first:
        return [context(words["then.gone"].fill())]
    return [context(words["then.yours"].fill()), *quote(first)]


def _opens_then(round_: Round, person_id: str, first: str) -> list[Block]:
    """Whether the others may read that, too."""
    others = round_.others(person_id)
    if not (first and others and facts(round_).get("looks_back")):
        return []
    beside = words["then.open"].plain(names=plain_names(others))
    ticked = bool(round_.of_kind("then", person_id))
    return [tick("then", words["then.label"], beside=beside, checked=ticked, hint=words["then.hint"])]


def _label(round_: Round, person_id: str) -> str:
    """Over the box: in one's own words, or as whom."""
    if not as_other(round_):
        return words["answer.label"]
    about = place(round_.seat(person_id))["listens_to"]
    return words["answer.as_other"].plain(name=name_of(round_, about))


def read(round_: Round, person_id: str) -> View:
    """All that this person may read of it, one after the other, and what they can do with it."""
    blocks, unread = _question(round_), standing.unread(round_, person_id)
    for reply in standing.in_order(round_):
        if standing.may_read(round_, reply, person_id):
            blocks += _answer_of(round_, reply)
    if unread:
        blocks += [context(words["read.only_you"].fill()), *_words_of(unread)]
    for note in (*round_.of_kind(JOINT), *round_.of_kind("note")):
        blocks += [divider(), header(words[f"read.{note.kind}"]), *_words_of(note)]
    return page(words, "read", *blocks, *_what_now(round_, person_id))


def hear(round_: Round, person_id: str) -> View:
    """Play back what you heard: the author's words above, your own box below."""
    author = place(round_.seat(person_id))["listens_to"]
    return form(
        words,
        "heard",
        round_.id,
        *_question(round_),
        *(block for reply in round_.of_kind("open", author) for block in _answer_of(round_, reply)),
        text_input(
            "heard",
            words["heard.label"].plain(name=name_of(round_, author)),
            hint=words["heard.hint"],
            max_length=ANSWER_MAX,
            focus=True,
        ),
        buttons(act(words, "how", round_.id)),
        reads=_reads(round_, person_id, "heard"),
    )


def confirm(round_: Round, person_id: str, listener: Seat) -> View:
    """Is that it? Yes; nearly; not yet."""
    heard, mine = round_.one("heard", listener.person_id), text_of(round_, "open", person_id)
    options = [(value, words[f"confirm.{value}"]) for value in ("yes", "nearly", "not_yet")]
    return form(
        words,
        "confirm",
        round_.id,
        *([context(words["confirm.yours"].fill()), *quote(mine)] if mine else []),
        header(words["confirm.heard"].plain(name=called(listener))),
        *(_words_of(heard) if heard else []),
        choice("close", words["confirm.label"], options),
        text_input(
            "added",
            words["confirm.added"],
            optional=True,
            max_length=ANSWER_MAX,
            hint=words["confirm.added_hint"],
        ),
        buttons(act(words, "how", round_.id)),
        about=listener.person_id,
        reads=_reads(round_, person_id, "confirm"),
    )


def note(round_: Round, person_id: str, typed: str | None = None) -> View:
    """The joint note: what stands there now, to change or to agree with."""
    current, text = round_.one("note"), text_of(round_, "note")
    changed = [section(words["note.changed"].fill()), *quote(text)] if typed is not None and text else []
    return form(
        words,
        "note",
        round_.id,
        section(words["note.intro"].fill(names=names(round_.others(person_id)))),
        *changed,
        text_input(
            "note",
            words["note.label"],
            value=text if typed is None else typed,
            max_length=ANSWER_MAX,
            focus=True,
        ),
        tick(
            "agreed",
            words["note.agreed_label"],
            beside=words["note.agreed"],
            checked=bool(current and place(round_.seat(person_id))["ticked"] == current.id),
        ),
        buttons(act(words, "how", round_.id)),
        about=current.id if current else "",
        reads=_reads(round_, person_id, "note"),
    )


def another_day(round_: Round, suggested: date) -> View:
    day = day_input("day", words["another_day.label"], value=suggested)
    return form(words, "another_day", round_.id, *_question(round_), day)


def how(round_: Round, person: Person, support: str) -> View:
    """Everything else: who sees what, what is kept, why me, fewer of these."""
    others = names(round_.others(person.id))
    key = "why_mine" if round_.host_id == person.id else "why"
    key = "why_visit" if facts(round_).get("asked_in") else key
    key = "why_rhythm" if facts(round_).get("rhythm") else key
    why = words[f"how.{key}"].fill(host=host_of(round_))
    sees = "see_other" if as_other(round_) else "see"
    parts = (sees if others else "alone", "kept", "slack", "watching", "pass")
    return pages.how(words, parts, support, why, round_.channel_id, names=others)


def paused(support: str) -> View:
    """After "this landed badly": it has stopped, here is what may help."""
    help_ = words["paused.support"].fill(support=support) if support else words["paused.no_support"].fill()
    lines = (words["paused.text"].fill(), words["paused.prompt"].fill(), help_)
    return page(words, "paused", *map(section, lines), *pages.talk())


def which_pair(
    question: str, pairs: list[tuple[Pair, str]], prompt: Prompt | None = None, *, as_other: bool = False
) -> View:
    """Several pairs: which one is asked? The id of the prompt that the question is stands behind it.

    What can hurt each says for themselves alone.
    """
    who = [(pair.id, label) for pair, label in pairs]
    how_ = tick("as_other", words["which.form"], beside=words["which.as_other"], checked=as_other)
    return form(
        words,
        "which",
        prompt.id if prompt else "",
        choice("pair", words["which.label"], who, chosen=who[0][0] if len(who) == 1 else None),
        text_input("question", words["which.question"], value=question, max_length=QUESTION_MAX),
        *([] if prompt and prompt.sensitive else [how_]),
    )


def _reads(round_: Round, person_id: str, form_: str) -> Markup:
    """Who can read what this person writes in it: the others, where there are any."""
    others = names(round_.others(person_id))
    return words[f"{form_}.reads"].fill(names=others) if others else words["answer.reads_alone"].fill()


def _asked(round_: Round, support: str) -> list[Block]:
    """The question, why it is asked, and whom one can talk to where it can hurt."""
    prompt = _prompt(round_)
    return [*_question(round_), *prompts.above(prompt), *prompts.care(prompt, support)]


def _prompt(round_: Round) -> Prompt | None:
    return prompts.prompt_of(round_, text_of(round_, "question"))


def _question(round_: Round) -> list[Block]:
    asked = text_of(round_, "question")
    return quote(asked) if asked else []


def _answer_of(round_: Round, reply: Reply) -> list[Block]:
    """An answer under its author's name, then what others heard of it and what the author added."""
    if reply.unreadable:
        return [divider(), *as_written(reply)]
    if as_other(round_):
        return other.said(round_, reply)
    author = round_.seat(reply.author_id)
    brings = [context(words["read.perspective"].fill(words=author.words))] if author.words else []
    blocks = [divider(), header(called(author)), *brings, *_words_of(reply)]
    for then in round_.of_kind(THEN, reply.author_id):
        blocks += [context(words["read.then"].fill(name=called(author))), *_words_of(then)]
    for later in round_.replies:
        if later.kind == "heard" and later.about == reply.author_id:
            name = name_of(round_, later.author_id)
            blocks += [context(words["read.heard"].fill(name=name)), *_words_of(later)]
        elif later.kind == "added" and later.author_id == reply.author_id:
            blocks += [context(words["read.added"].fill(name=called(author))), *_words_of(later)]
    return blocks


def _words_of(reply: Reply) -> list[Block]:
    there = reply.text is not None or reply.unreadable
    return as_written(reply) if there else [context(words["read.gone"].fill())]


def _what_now(round_: Round, person_id: str) -> list[Block]:
    """The steps from here, and the ways out."""
    took = [s for s in round_.seats if s.person_id != person_id and round_.of_kind("withdrawn", s.person_id)]
    key = "read.withdrawn_many" if len(took) > 1 else "read.withdrawn"
    lines = [context(words[key].fill(name=names(took)))] if took else []
    seat = standing.there(round_, person_id)
    out = ["enough", "badly"] if seat and _running(round_, Step.READ, Step.NOTE) else []
    if any(_can_go(round_, reply, person_id) for reply in round_.replies):
        out.append("withdraw")
    out += ["how"] if seat and _running(round_, Step.READ, Step.NOTE) else []
    out += ["note_out"] if seat and round_.one(JOINT) else []
    out += ["say_as_other"] if seat and offered(round_, person_id) else []
    rows = [
        buttons(*(act(words, press(round_, name), round_.id, primary=name in _NEXT) for name in row))
        for row in (_steps(round_, seat) if seat else [], out)
        if row
    ]
    return [divider(), *lines, *rows] if rows or lines else []


def _can_go(round_: Round, reply: Reply, person_id: str) -> bool:
    """Whether it is theirs to take back: what they wrote, or what was said as they would say it."""
    mine = reply.author_id == person_id and reply.kind in (*UNREAD, "open")
    return mine or (reply.kind == "open" and reply.about == person_id)


def _steps(round_: Round, seat: Seat) -> list[str]:
    if _running(round_, Step.READ):
        may = seat.step in (Hearing.HEAR, Hearing.AGAIN) and not live.waits(round_, seat)
        hears = ["hear"] if may else []
        mine = hears + (["confirm"] if hearing.waiting_for(round_, seat) else [])
        return [*mine, "pass"] if mine else []
    if _running(round_, Step.NOTE):
        return ["note"]
    return [*CHOICES] if round_.step == Step.CHOOSE and seat.step == ANSWERED else []


def _running(round_: Round, *steps: Step) -> bool:
    return round_.status == Status.RUNNING and round_.step in steps
