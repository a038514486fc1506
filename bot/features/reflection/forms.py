"""The forms of a reflection: where words are written, and read by those they were written for."""

from datetime import date

from bot.catalogue import families
from bot.features.reflection.cards import sure, words
from bot.features.reflection.flow import hearing, standing
from bot.features.reflection.models import ANSWERED, Hearing, Step, known, place
from bot.people.models import Pair, Person
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing import closing
from bot.slack.blocks import (
    Block,
    View,
    button,
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

QUESTION_MAX, ANSWER_MAX = 500, 1500
_CHOICES = ("share", "wait", "keep")


def answer(round_: Round, person: Person, prefilled: str = "") -> View:
    """The form to answer in; the first time with the two lines on privacy above the box."""
    mine = round_.one("draft", person.id) or round_.one("answer", person.id)
    names = _names(round_.others(person.id))
    privacy = []
    if names and not known(person).get("has_written"):
        privacy = [section(words["answer.privacy"].fill(names=names))]
    acts = closing.door("perspective", round_.id)
    if mine:
        acts.append(
            button(words["do.erase"], "reflection.erase", round_.id, style="danger", confirm=sure("erase"))
        )
    return View(
        title=words["answer.title"],
        blocks=[
            *_question(round_),
            *privacy,
            text_input(
                "answer",
                words["answer.label"],
                value=prefilled or (mine.text if mine and mine.text else ""),
                max_length=ANSWER_MAX,
                hint=words["answer.hint"],
                focus=True,
            ),
            tick(
                "draft",
                words["answer.draft_label"],
                beside=words["answer.draft"],
                checked=bool(mine and mine.kind == "draft"),
            ),
            *([buttons(*acts)] if acts else []),
        ],
        callback_id="reflection.answer",
        submit=words["answer.submit"],
        close=words["answer.close"],
        private_metadata=round_.id,
    )


def read(round_: Round, person_id: str) -> View:
    """All that this person may read of it, one after the other, and what they can do with it."""
    blocks = _question(round_)
    for reply in standing.in_order(round_):
        if standing.may_read(round_, reply, person_id):
            blocks += _answer_of(round_, reply)
    blocks += _own(round_, person_id)
    for kind in ("joint", "note"):
        for note in round_.of_kind(kind):
            blocks += [divider(), header(words[f"read.{kind}"]), *_words_of(note)]
    blocks += _what_now(round_, person_id)
    return View(title=words["read.title"], blocks=blocks, close=words["read.close"])


def hear(round_: Round, seat: Seat) -> View:
    """Play back what you heard: the author's words above, your own box below."""
    author = place(seat)["listens_to"]
    blocks = _question(round_)
    for reply in round_.of_kind("open", author):
        blocks += _answer_of(round_, reply)
    return View(
        title=words["hear.title"],
        blocks=[
            *blocks,
            text_input(
                "heard",
                words["hear.label"].plain(name=_name(round_, author)),
                hint=words["hear.hint"],
                max_length=ANSWER_MAX,
                focus=True,
            ),
        ],
        callback_id="reflection.heard",
        submit=words["hear.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def confirm(round_: Round, person_id: str, listener: Seat) -> View:
    """Is that it? Yes; nearly; not yet."""
    heard = round_.one("heard", listener.person_id)
    mine = round_.one("open", person_id)
    options = [(value, words[f"confirm.{value}"].plain()) for value in ("yes", "nearly", "not_yet")]
    return View(
        title=words["confirm.title"],
        blocks=[
            *([context(words["confirm.yours"].fill()), *quote(mine.text)] if mine and mine.text else []),
            header(words["confirm.heard"].plain(name=listener.name)),
            *(_words_of(heard) if heard else []),
            choice("close", words["confirm.label"], options),
            text_input(
                "added",
                words["confirm.added"],
                optional=True,
                max_length=ANSWER_MAX,
                hint=words["confirm.added_hint"],
            ),
        ],
        callback_id="reflection.confirm",
        submit=words["confirm.submit"],
        close=words["read.close"],
        private_metadata=f"{round_.id}|{listener.person_id}",
    )


def note(round_: Round, person_id: str, typed: str | None = None) -> View:
    """The joint note: what stands there now, to change or to agree with."""
    current = round_.one("note")
    text = (current.text or "") if current else ""
    changed = [section(words["note.changed"].fill()), *quote(text)] if typed is not None and text else []
    ticked = bool(current and place(round_.seat(person_id))["ticked"] == current.id)
    return View(
        title=words["note.title"],
        blocks=[
            section(words["note.intro"].fill(names=_names(round_.others(person_id)))),
            *changed,
            text_input(
                "note",
                words["note.label"],
                value=typed if typed is not None else text,
                max_length=ANSWER_MAX,
                focus=True,
            ),
            tick("agreed", words["note.agreed_label"], beside=words["note.agreed"], checked=ticked),
        ],
        callback_id="reflection.note",
        submit=words["note.submit"],
        close=words["read.close"],
        private_metadata=f"{round_.id}|{current.id if current else ''}",
    )


def another_day(round_: Round, suggested: date) -> View:
    return View(
        title=words["day.title"],
        blocks=[*_question(round_), day_input("day", words["day.label"], value=suggested)],
        callback_id="reflection.another_day",
        submit=words["day.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def how(round_: Round, person: Person, support: str) -> View:
    """Everything else: who sees what, what is kept, why me, fewer of these."""
    host = next((s.name for s in round_.seats if s.person_id == round_.host_id), "")
    names = _names(round_.others(person.id))
    parts = ("see", "kept", "slack", "watching", "pass")
    blocks: list[Block] = [
        section(f"*{words[f'how.{part}.title']}*\n{words[f'how.{part}.text'].fill(names=names)}")
        for part in (parts if names else ("alone", *parts[1:]))
    ]
    if support:
        blocks.append(section(words["how.support"].fill(support=support)))
    why = words["how.why_mine"] if round_.host_id == person.id else words["how.why"].fill(host=host)
    blocks += [section(f"*{words['how.why_title']}*\n{why}"), *closing.reminders()]
    return View(title=words["how.title"], blocks=blocks, close=words["read.close"])


def paused(round_: Round, support: str) -> View:
    """After "this landed badly": it has stopped, here is what may help."""
    text = words["paused.text"].fill()
    help_ = words["paused.support"].fill(support=support) if support else words["paused.no_support"].fill()
    return View(
        title=words["paused.title"],
        blocks=[section(text), section(words["paused.prompt"].fill()), section(help_)],
        close=words["read.close"],
    )


def catalogue() -> View:
    """The questions of the catalogue, each with a button that asks it."""
    blocks: list[Block] = [section(words["catalogue.intro"].fill())]
    for family in families("pair"):
        blocks += [divider(), header(family.title)]
        for prompt in family.prompts:
            line = words["catalogue.prompt"].fill(question=prompt.question, minutes=prompt.minutes)
            ask = button(
                words["do.ask_prompt"],
                "reflection.ask_prompt",
                prompt.id,
                label_for_readers=words["catalogue.ask_this"].plain(title=prompt.title),
            )
            blocks.append(section(line) | {"accessory": ask})
    return View(words["catalogue.title"], blocks[:100], close=words["read.close"])


def which_pair(question: str, pairs: list[tuple[Pair, str]]) -> View:
    """Several pairs: which one is asked?"""
    return View(
        title=words["which.title"],
        blocks=[
            choice("pair", words["which.label"], [(pair.id, label) for pair, label in pairs]),
            text_input("question", words["which.question"], value=question, max_length=QUESTION_MAX),
        ],
        callback_id="reflection.which",
        submit=words["which.submit"],
        close=words["read.close"],
    )


def _question(round_: Round) -> list[Block]:
    asked = round_.one("question")
    return quote(asked.text) if asked and asked.text else []


def _answer_of(round_: Round, reply: Reply) -> list[Block]:
    """An answer under its author's name, then what others heard of it and what the author added."""
    author = next(s for s in round_.seats if s.person_id == reply.author_id)
    blocks: list[Block] = [divider(), header(author.name)]
    if author.words:
        blocks.append(context(words["read.perspective"].fill(words=author.words)))
    blocks += _words_of(reply)
    for later in round_.replies:
        if later.kind == "heard" and later.about == reply.author_id:
            name = _name(round_, later.author_id)
            blocks += [context(words["read.heard"].fill(name=name)), *_words_of(later)]
        elif later.kind == "added" and later.author_id == reply.author_id:
            blocks += [context(words["read.added"].fill(name=author.name)), *_words_of(later)]
    return blocks


def _own(round_: Round, person_id: str) -> list[Block]:
    mine = [r for r in round_.replies if r.author_id == person_id and r.kind in ("draft", "answer")]
    blocks: list[Block] = []
    for reply in mine:
        blocks += [context(words["read.only_you"].fill()), *_words_of(reply)]
    return blocks


def _words_of(reply: Reply) -> list[Block]:
    return quote(reply.text) if reply.text is not None else [context(words["read.gone"].fill())]


def _what_now(round_: Round, person_id: str) -> list[Block]:
    """The steps from here, and the ways out."""
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    withdrawn = [_name(round_, r.author_id) for r in round_.of_kind("withdrawn") if r.author_id != person_id]
    lines: list[Block] = [context(words["read.withdrawn"].fill(name=_joined(withdrawn)))] if withdrawn else []
    row: list[Block] = []
    running = round_.status == Status.RUNNING
    if seat and running and round_.step == Step.READ:
        if seat.step in (Hearing.HEAR, Hearing.AGAIN):
            row.append(button(words["do.hear"], "reflection.hear", round_.id, style="primary"))
        if any(hearing.waiting_on(round_, s) is seat and s.step == Hearing.HEARD for s in round_.present):
            row.append(button(words["do.confirm"], "reflection.confirm", round_.id, style="primary"))
        if row:
            row.append(button(words["do.no_hear"], "reflection.pass", round_.id))
    if seat and running and round_.step == Step.NOTE:
        row.append(button(words["do.note"], "reflection.note", round_.id, style="primary"))
    if seat and running and round_.step == Step.CHOOSE and seat.step == ANSWERED:
        row += [button(words[f"do.{name}"], f"reflection.{name}", round_.id) for name in _CHOICES]
    out: list[Block] = []
    if seat and running and round_.step in (Step.READ, Step.NOTE):
        out.append(button(words["do.enough"], "reflection.enough", round_.id))
        out.append(button(words["do.badly"], "reflection.badly", round_.id, confirm=sure("badly")))
    if any(r.author_id == person_id and r.kind in ("open", "answer", "draft") for r in round_.replies):
        back = button(words["do.withdraw"], "reflection.withdraw", round_.id, confirm=sure("withdraw"))
        out.append(back)
    rows = [buttons(*each) for each in (row, out) if each]
    return [divider(), *lines, *rows] if rows or lines else []


def _name(round_: Round, person_id: str) -> str:
    return next((s.name for s in round_.seats if s.person_id == person_id), "")


def _names(seats: list[Seat]) -> str:
    return _joined([s.name for s in seats])


def _joined(all_names: list[str]) -> str:
    return str(words["and"]).join(all_names)
