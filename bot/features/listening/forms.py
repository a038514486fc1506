"""The forms of a listening round: where it is asked, where words are written, and read together."""

from datetime import datetime

from bot.catalogue import families
from bot.features.listening.cards.saying import act, host_of, name_of, words
from bot.features.listening.flow import standing
from bot.features.listening.models import (
    PAGE,
    Form,
    Pace,
    Plan,
    Step,
    facts,
    is_in,
    joined,
    pace,
    place,
    plan_of,
)
from bot.people.models import Person
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing import closing
from bot.rounds.time.hours import zone
from bot.slack.blocks import (
    Block,
    View,
    button,
    buttons,
    choice,
    context,
    divider,
    header,
    people,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.times import when

QUESTION_MAX, ANSWER_MAX, LINE_MAX = 500, 1500, 300
TAKINGS = 15  # on a page, beside five voices


_USUAL = Plan()


def start(
    channel: str, question: str = "", plan: Plan = _USUAL, round_id: str = "", prompt: str = ""
) -> View:
    """Everything at once; with `round_id`, what was asked already, to be changed."""
    paces = [(p.value, words[f"start.pace_{p}"].plain()) for p in Pace]
    forms = [(f.value, words[f"start.form_{f}"].plain()) for f in Form]
    choose = button(words["do.choose"], "listening.choose", channel)
    return View(
        title=words["start.title"],
        blocks=[
            section(words["start.intro"].fill()) | ({} if round_id else {"accessory": choose}),
            text_input(
                "question",
                words["start.question"],
                value=question,
                max_length=QUESTION_MAX,
                hint=words["start.question_hint"],
                focus=True,
            ),
            choice("pace", words["start.pace"], paces, chosen=plan.pace.value),
            choice("form", words["start.form"], forms, chosen=plan.form.value),
            text_input(
                "turn",
                words["start.turn"],
                value=str(plan.turn) if plan.turn else "",
                multiline=False,
                max_length=4,
                optional=True,
                hint=words["start.turn_hint"],
            ),
            people(
                "people",
                words["start.people"],
                many=True,
                chosen=plan.people,
                optional=True,
                hint=words["start.people_hint"],
            ),
            *(
                tick(
                    name,
                    words[f"start.{name}"],
                    beside=words[f"start.{name}_tick"],
                    hint=words["start.publish_hint"] if name == "publish" else None,
                    checked=bool(getattr(plan, name)),
                )
                for name in ("check_in", "play_back", "publish")
            ),
        ],
        callback_id="listening.change" if round_id else "listening.start",
        submit=words["start.submit_change" if round_id else "start.submit"],
        close=words["start.cancel"],
        private_metadata=f"{channel}|{round_id or prompt}",
    )


def write(round_: Round, person: Person, prefilled: str = "") -> View:
    """What is kept stands above the box; where it will be published, that stands there too."""
    mine = standing.own(round_, person.id, "answer")
    arrival = standing.own(round_, person.id, "arrival")
    plan = plan_of(round_)
    late = round_.step == Step.READ
    key = "published" if plan.publish else "late" if late else "private"
    acts = [act("pass", round_)] if not late else []
    acts += closing.door("perspective", round_.id)
    if mine:
        acts.append(act("erase", round_))
    arrives = text_input(
        "arrival",
        words["write.arrival"],
        value=arrival.text if arrival and arrival.text else "",
        multiline=False,
        max_length=LINE_MAX,
        optional=True,
    )
    return View(
        title=words["write.title"],
        blocks=[
            *_question(round_),
            section(words[f"write.{key}"].fill()),
            *([arrives] if plan.check_in else []),
            text_input(
                "answer",
                words["write.label"],
                value=prefilled or (mine.text if mine and mine.text else ""),
                max_length=ANSWER_MAX,
                hint=words["write.hint"],
                focus=True,
            ),
            *([buttons(*acts)] if acts else []),
        ],
        callback_id="listening.write",
        submit=words["write.submit"],
        close=words["write.close"],
        private_metadata=round_.id,
    )


def read(round_: Round, person_id: str, page: int = 0) -> View:
    """Five voices a page, each under a header, in an order that no speed decides."""
    pages = _pages(round_, person_id)
    page = min(max(page, 0), len(pages) - 1)
    last = page == len(pages) - 1
    blocks = _question(round_)
    if len(pages) > 1:
        blocks.append(context(words["read.page"].fill(page=page + 1, pages=len(pages))))
    if facts(round_)["rooms"]:
        blocks.append(context(words["read.group"].fill()))
    for reply in pages[page]:
        blocks += [] if reply.kind == "taking" else _voice(round_, reply)
    blocks += _own(round_, person_id) if last else []
    blocks += _takings(round_, [r for r in pages[page] if r.kind == "taking"])
    turns = [
        button(words[f"do.{name}"], f"listening.{name}", f"{round_.id}|{to}")
        for name, to in (("previous", page - 1), ("next_page", page + 1))
        if 0 <= to < len(pages)
    ]
    blocks += [divider(), *([buttons(*turns)] if turns else [])]
    blocks += _after_reading(round_, person_id) if last else []
    return View(title=words["read.title"], blocks=blocks, close=words["read.close"])


def _pages(round_: Round, person_id: str) -> list[list[Reply]]:
    """The voices in fives; what people are taking stands with the last of them, or on pages of its own."""
    # Whoever left may read their own words, and what nobody unsealed for them was not taken back.
    voices = [r for r in standing.voices(round_, person_id) if r.kind == "withdrawn" or r.text is not None]
    pages = [voices[n : n + PAGE] for n in range(0, len(voices), PAGE)] or [[]]
    closed = round_.status == Status.CLOSED
    takings = [r for r in round_.of_kind("taking") if r.text and closed]
    if len(takings) <= TAKINGS:
        return [*pages[:-1], [*pages[-1], *takings]]
    return [*pages, *(takings[n : n + TAKINGS] for n in range(0, len(takings), TAKINGS))]


def say(round_: Round, person_id: str) -> View:
    """Words for one's own turn: nobody else reads them."""
    mine = round_.one("note", person_id)
    return View(
        title=words["say.title"],
        blocks=[
            section(words["say.intro"].fill()),
            text_input(
                "note",
                words["say.label"],
                value=mine.text if mine and mine.text else "",
                max_length=ANSWER_MAX,
                optional=True,
                hint=words["say.hint"],
                focus=True,
            ),
        ],
        callback_id="listening.say",
        submit=words["say.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def taking(round_: Round, person_id: str) -> View:
    mine = round_.one("taking", person_id)
    text = mine.text if mine and mine.text else ""
    return View(
        title=words["take.title"],
        blocks=[
            section(words["take.intro"].fill()),
            text_input(
                "taking", words["take.label"], value=text, max_length=LINE_MAX, optional=True, focus=True
            ),
            tick(
                "shown",
                words["take.shown"],
                beside=words["take.shown_tick"],
                hint=words["take.shown_hint"],
                checked=bool(text),
            ),
        ],
        callback_id="listening.take",
        submit=words["take.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def hear(round_: Round, person_id: str) -> View:
    """Play back one thing heard from whoever comes before one."""
    author = standing.heard_next(round_, person_id)
    blocks = _question(round_)
    for reply in standing.voices(round_, person_id):
        if reply.author_id == author:
            blocks += _voice(round_, reply)
    return View(
        title=words["hear.title"],
        blocks=[
            *blocks,
            text_input(
                "heard",
                words["hear.label"].plain(name=name_of(round_, author)),
                max_length=ANSWER_MAX,
                hint=words["hear.hint"],
                focus=True,
            ),
        ],
        callback_id="listening.hear",
        submit=words["hear.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def question(round_: Round) -> View:
    return View(
        title=words["question.title"],
        blocks=[text_input("question", words["question.label"], max_length=QUESTION_MAX, focus=True)],
        callback_id="listening.question",
        submit=words["question.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def hand(round_: Round, others: list[Seat]) -> View:
    """Whom to ask to host it from here: one of those who joined."""
    options = [(seat.person_id, seat.name) for seat in others[:100]]
    return View(
        title=words["hand.title"],
        blocks=[choice("who", words["hand.label"], options, hint=words["hand.hint"])],
        callback_id="listening.hand",
        submit=words["hand.submit"],
        close=words["read.close"],
        private_metadata=round_.id,
    )


def menu(round_: Round, person_id: str) -> View:
    """Everything else that this person can do here."""
    blocks: list[Block] = [section(words["menu.intro" if is_in(round_, person_id) else "menu.not_in"].fill())]
    rows = [_for_me(round_, person_id), _for_all(round_, person_id)]
    blocks += [buttons(*row) for row in rows if row]
    seat = next((s for s in joined(round_) if s.person_id == person_id), None)
    may_open = seat and seat.kind in ("lived", "both") and not place(seat)["volunteers"]
    if may_open and round_.step == Step.ASKED:
        blocks += [section(words["menu.open"].fill()), buttons(act("open", round_))]
    row = _for_host(round_)
    if person_id == round_.host_id and row:
        blocks += [divider(), section(words["menu.host"].fill()), buttons(*row)]
    blocks += [divider(), buttons(act("log", round_), act("how", round_))]
    return View(title=words["menu.title"], blocks=blocks, close=words["menu.close"])


def log(round_: Round, zone_name: str) -> View:
    """Everything that a host did, for everybody in it."""
    lines = [
        words["log.line"].fill(
            when=when(datetime.fromisoformat(at), zone(zone_name)),
            what=words[f"log.{what}"].fill(name=name_of(round_, who)),
        )
        for at, who, what in facts(round_)["log"]
    ]
    host = host_of(round_) or name_of(round_, round_.host_id)
    blocks = [section(line) for line in lines[-90:]] or [section(words["log.nothing"].fill(host=host))]
    return View(title=words["log.title"], blocks=blocks, close=words["log.close_button"])


def how(round_: Round, person: Person, support: str) -> View:
    """Who sees what, what is kept, why me, fewer of these."""
    see = "published" if plan_of(round_).publish else "see"
    blocks: list[Block] = [
        section(f"*{words[f'how.{part}.title']}*\n{words[f'how.{part}.text']}")
        for part in ("turns", see, "kept", "slack", "watching", "pass")
    ]
    if support:
        blocks.append(section(words["how.support"].fill(support=support)))
    host = host_of(round_) or name_of(round_, round_.host_id)
    why = words["how.why_mine"] if round_.host_id == person.id else words["how.why"].fill(host=host)
    blocks += [section(f"*{words['how.why_title']}*\n{why}"), *closing.reminders()]
    return View(title=words["how.title"], blocks=blocks, close=words["read.close"])


def debating(round_: Round) -> View:
    """It rests; and a few questions that help people think together."""
    blocks: list[Block] = [section(words["debating.text"].fill()), buttons(act("go_on", round_))]
    for family in families("group"):
        if family.id == "F10":
            blocks += [divider(), header(family.title)]
            for prompt in family.prompts:
                ask = act("think", round_, value=prompt.id) | {
                    "accessibility_label": words["choose.use_this"].plain(title=prompt.title)
                }
                blocks.append(section(prompt.question) | {"accessory": ask})
    return View(title=words["debating.title"], blocks=blocks, close=words["debating.close"])


def choose(channel: str) -> View:
    """The questions of the catalogue that are meant for a group."""
    blocks: list[Block] = [section(words["choose.intro"].fill())]
    for family in families("group"):
        blocks += [divider(), header(family.title)]
        for prompt in family.prompts:
            line = words["choose.prompt"].fill(question=prompt.question, minutes=prompt.minutes)
            use = button(
                words["do.use"],
                "listening.use",
                f"{channel}|{prompt.id}",
                label_for_readers=words["choose.use_this"].plain(title=prompt.title),
            )
            blocks.append(section(line) | {"accessory": use})
    return View(words["choose.title"], blocks[:100], close=words["read.close"])


def done(key: str, **blanks: object) -> View:
    """The last page of a form that a button finished: Slack cannot close it for us."""
    return View(
        words["done.title"], [section(words[f"done.{key}"].fill(**blanks))], close=words["read.close"]
    )


def saved() -> View:
    """What was written is kept: said where it was written."""
    return View(words["write.saved_title"], [section(words["write.saved"].fill())], close=words["read.close"])


def page(title: str, line: str, *rows: Block) -> View:
    return View(words[f"{title}.title"], [section(line), *rows], close=words["read.close"])


def _question(round_: Round) -> list[Block]:
    asked = standing.asked(round_)
    return quote(asked.text) if asked and asked.text else []


def _voice(round_: Round, reply: Reply) -> list[Block]:
    """Somebody's words under their name, then what somebody heard of them."""
    author = round_.seat(reply.author_id)
    blocks: list[Block] = [divider(), header(author.name)]
    if reply.kind == "withdrawn" or reply.text is None:
        return [*blocks, context(words["read.withdrawn"].fill(name=author.name))]
    if author.words:
        blocks.append(context(words["read.perspective"].fill(words=author.words)))
    for arrival in round_.of_kind("arrival", reply.author_id):
        if arrival.text and arrival.about == reply.about:
            blocks.append(context(words["read.arrival"].fill(words=arrival.text)))
    blocks += quote(reply.text)
    f = facts(round_)
    for heard in round_.of_kind("heard"):
        listener = round_.seat(heard.author_id)
        if place(listener)["listens_to"] == reply.author_id and heard.about == reply.about and heard.text:
            blocks += [
                context(words["read.heard"].fill(name=listener.name)),
                *quote(heard.text),
            ]
            if said := f["confirmed"].get(heard.author_id):
                line = words["read.said"].fill(name=author.name, choice=words[f"do.{said}"])
                blocks.append(context(line))
    return blocks


def _own(round_: Round, person_id: str) -> list[Block]:
    """What only this person can read: not opened, or not yet."""
    mine = [r for r in round_.of_kind("answer", person_id) if r.text]
    return [b for r in mine for b in (context(words["read.only_you"].fill()), *quote(r.text or ""))]


def _takings(round_: Round, found: list[Reply]) -> list[Block]:
    blocks: list[Block] = [divider(), header(words["read.taking"])] if found else []
    for reply in found:
        name = words["name_only"].fill(name=name_of(round_, reply.author_id))
        blocks += quote(reply.text or "", attribution=name)
    return blocks


def _after_reading(round_: Round, person_id: str) -> list[Block]:
    """What can be done at the end of the last page."""
    running, in_it = round_.status == Status.RUNNING, is_in(round_, person_id)
    f, blocks = facts(round_), list[Block]()
    row: list[Block] = []
    if running and in_it and round_.step == Step.READ:
        blocks.append(context(words["read.listened"].fill()))
        row.append(act("listened", round_, primary=True))
        if standing.heard_next(round_, person_id) and person_id not in f["confirmed"]:
            row.append(act("hear", round_))
    if running and in_it and round_.step in (Step.READ, Step.CHECK_OUT):
        row.append(act("take", round_))
    out: list[Block] = []
    mine = [r.kind for r in round_.replies if r.author_id == person_id and r.kind in ("open", "answer")]
    if "open" in mine:
        count = len(f["heard"].get("all", [])) or f["counts"].get("all", 0)
        blocks += [context(words["read.count"].fill(count=count))] if count else []
        kept = person_id in f["keeps"]
        blocks += [context(words["read.kept"].fill())] if kept else []
        out.append(act("unkeep" if kept else "keep", round_))
    if mine:
        out.append(act("withdraw", round_))
    if running and len(joined(round_)) == 2:
        blocks.append(context(words["read.two"].fill()))
        out += closing.door("question") or closing.door("invite")
    return [*blocks, *(buttons(*each) for each in (row, out) if each)]


def _for_me(round_: Round, person_id: str) -> list[Block]:
    if not is_in(round_, person_id):
        return []
    row: list[Block] = []
    if pace(round_) is Pace.GATHER and round_.step == Step.WRITE:
        row.append(act("write", round_))
    if pace(round_) is not Pace.GATHER and round_.status in (Status.RUNNING, Status.PAUSED):
        row.append(act("say", round_))
    if round_.status == Status.RUNNING and round_.step in (Step.READ, Step.TALK, Step.CHECK_OUT, Step.TURNS):
        row.append(act("take", round_))
    if round_.of_kind("open"):
        row.append(act("read", round_))
    if round_.status in (Status.RUNNING, Status.PAUSED):
        row.append(act("step_out", round_))
    return row


def _for_all(round_: Round, person_id: str) -> list[Block]:
    if not is_in(round_, person_id) and person_id != round_.host_id:
        return []
    if round_.status == Status.PAUSED:
        return [act("go_on", round_)]
    if round_.status != Status.RUNNING:
        return []
    row = [act("pause", round_), act("debating", round_)]
    f = facts(round_)
    if pace(round_) is Pace.LIVE and f["holder"] not in ("", person_id):
        row.append(act("away", round_))
    if f["wanted"]:
        row.append(act("host_yes", round_))
    return row


def _for_host(round_: Round) -> list[Block]:
    if round_.status != Status.RUNNING:
        return []
    step, f = Step(round_.step), facts(round_)
    row: list[Block] = []
    if step == Step.ASKED:
        row.append(act("begin", round_))
    if step == Step.WRITE:
        row.append(act("read_now", round_))
    if f["holder"]:
        row.append(act("skip", round_))
    if step != Step.ASKED and not f["extended"]:
        row.append(act("extend", round_))
    if step != Step.CHECK_OUT:
        row.append(act("question", round_))
    if len(joined(round_)) > 1:
        row.append(act("hand", round_))
    if _untouched(round_):
        row += [act("change", round_), act("take_back", round_)]
    return [*row, act("close", round_)]


def _untouched(round_: Round) -> bool:
    return round_.step in (Step.ASKED, Step.WRITE) and not round_.of_kind("answer")
