"""The forms of a listening round: where it is asked, where words are written, and read together."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.catalogue import Family, Prompt, families
from bot.features.listening.cards import card
from bot.features.listening.cards.saying import act, host_of, on_floor, prompt_of, words
from bot.features.listening.flow import floor, standing
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
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing, pages, prompts, rhythms, shapes
from bot.rounds.showing.sentences import act as act_on
from bot.rounds.showing.sentences import as_written, called, name_of
from bot.rounds.time.rhythm import STEPS
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

NOW = "now"  # when it is put, unless another time is chosen
QUESTION_MAX, ANSWER_MAX, LINE_MAX = 500, 1500, 300
TAKINGS = 15  # on a page, beside five voices
OPEN = (Status.RUNNING, Status.PAUSED)
_USUAL = Plan()


def start(
    channel: str, question: str = "", plan: Plan = _USUAL, round_id: str = "", prompt: str = ""
) -> View:
    """What is asked, and how fast; the rest behind a button. With `round_id`: asked already, changed now."""
    paces = [(p.value, words[f"start.pace_{p}"].plain()) for p in Pace]
    forms = [(f.value, words[f"start.form_{f}"].plain()) for f in Form]
    choose = button(words["do.choose"], "listening.choose", channel)
    ticks = [
        tick(
            name,
            words[f"start.{name}"],
            beside=words[f"start.{name}_tick"],
            hint=words["start.publish_hint"] if name == "publish" else None,
            checked=bool(getattr(plan, name)),
        )
        for name in ("check_in", "publish")
    ]
    plays = [(how_, words[f"start.play_back_{how_}"].plain()) for how_ in ("usual", "yes", "no")]
    usual = plan.play_back is (plan.pace is not Pace.GATHER)
    return pages.form(
        words,
        "change" if round_id else "start",
        channel,
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
        about=round_id or prompt,
        more=[
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
            *ticks[:1],
            choice(
                "play_back",
                words["start.play_back"],
                plays,
                chosen="usual" if usual else "yes" if plan.play_back else "no",
            ),
            *ticks[1:],
            *([] if round_id else _when()),
        ],
    )


def _when() -> list[Block]:
    """When it is put: now, at a day and time, or again and again."""
    return rhythms.inputs(words, (NOW, *STEPS), NOW, table="start")


def write(round_: Round, person_id: str) -> View:
    """What is kept stands above the box; where it will be published, that stands there too."""
    mine, arrival = (standing.own(round_, person_id, kind) for kind in ("answer", "arrival"))
    plan, late = plan_of(round_), standing.takes_late(round_)
    key = ("late_published" if late else "published") if plan.publish else "late" if late else "private"
    acts = [*([] if late else [act("pass", round_)]), *closing.door("perspective", round_.id)]
    acts += [act("erase", round_)] if mine else []
    arrives = text_input(
        "arrival",
        words["write.arrival"],
        value=(arrival and arrival.text) or "",
        multiline=False,
        max_length=LINE_MAX,
        optional=True,
    )
    prompt = prompt_of(round_)
    value, hint = (mine and mine.text) or "", words["write.hint"]
    answer = shapes.boxes(prompt, "answer", words["write.label"], value, ANSWER_MAX, hint)
    return pages.form(
        words,
        "write",
        round_.id,
        *_question(round_),
        *(prompts.above(prompt) if round_.step == Step.WRITE else []),
        *([arrives] if plan.check_in else []),
        *answer,
        *([buttons(*acts)] if acts else []),
        about=shapes.behind(prompt),
        reads=words[f"write.{key}"].fill(),
    )


def wrote(round_: Round, person_id: str) -> View:
    """What was written is kept: said where it was written; where it is open by now, it is read there."""
    if standing.takes_late(round_):
        return read(round_, person_id)
    return pages.page(words, "written", section(words["written.text"].fill()))


def read(round_: Round, person_id: str, about: str = "") -> View:
    """Five voices a page, each under a header, in an order that no speed decides; `about` is the page."""
    sheets = _pages(round_, person_id)
    page = min(int(about) if about.isascii() and about.isdigit() else 0, len(sheets) - 1)
    last = page == len(sheets) - 1
    numbered = context(words["read.page"].fill(page=page + 1, pages=len(sheets)))
    voices = [_voice(round_, reply) for reply in sheets[page] if reply.kind != "taking"]
    turns = [
        act(name, round_, value=str(to))
        for name, to in (("previous", page - 1), ("next_page", page + 1))
        if 0 <= to < len(sheets)
    ]
    return pages.page(
        words,
        "read",
        *_question(round_),
        *([numbered] if len(sheets) > 1 else []),
        *([context(words["read.group"].fill())] if facts(round_)["rooms"] else []),
        *(block for blocks in voices for block in blocks),
        *(_own(round_, person_id) if last else []),
        *_takings(round_, [reply for reply in sheets[page] if reply.kind == "taking"]),
        divider(),
        *([buttons(*turns)] if turns else []),
        *(_after_reading(round_, person_id) if last else []),
    )


def read_now(round_: Round, person_id: str) -> View:
    """For whoever let it open: they read it too, if they joined."""
    return read(round_, person_id) if is_in(round_, person_id) else pages.done(words, "opened")


def _pages(round_: Round, person_id: str) -> list[list[Reply]]:
    """The voices in fives; what people are taking stands with the last of them, or on pages of its own."""
    # Whoever left may read their own words, and what nobody unsealed for them was not taken back.
    found = standing.voices(round_, person_id)
    voices = [r for r in found if r.kind == "withdrawn" or r.unreadable or r.text is not None]
    sheets = [voices[n : n + PAGE] for n in range(0, len(voices), PAGE)] or [[]]
    takings = [r for r in round_.of_kind("taking") if r.text and round_.status == Status.CLOSED]
    if len(takings) <= TAKINGS:
        return [*sheets[:-1], [*sheets[-1], *takings]]
    return [*sheets, *(takings[n : n + TAKINGS] for n in range(0, len(takings), TAKINGS))]


def say(round_: Round, person_id: str) -> View:
    """Words for one's own turn: nobody else reads them."""
    note = text_input(
        "note",
        words["say.label"],
        value=text_of(round_, "note", person_id),
        max_length=ANSWER_MAX,
        optional=True,
        hint=words["say.hint"],
        focus=True,
    )
    intro = section(words["say.intro"].fill())
    return pages.form(words, "say", round_.id, intro, note, reads=words["say.reads"].fill())


def said(round_: Round, person_id: str) -> View:
    return pages.done(words, "noted" if text_of(round_, "note", person_id) else "no_note")


def taking(round_: Round, person_id: str) -> View:
    text = text_of(round_, "taking", person_id)
    shown = tick(
        "shown",
        words["take.shown"],
        beside=words["take.shown_tick"],
        checked=bool(text),
    )
    return pages.form(
        words,
        "take",
        round_.id,
        section(words["take.intro"].fill()),
        text_input("taking", words["take.label"], value=text, max_length=LINE_MAX, optional=True, focus=True),
        shown,
        reads=words["take.reads"].fill(),
    )


def took(round_: Round, person_id: str) -> View:
    return pages.done(words, "taken" if text_of(round_, "taking", person_id) else "taken_nothing")


def listened(round_: Round, person_id: str) -> View:
    """What comes next in a gathered one is the last word."""
    last = plan_of(round_).form is Form.SIMPLE or round_.step == Step.CHECK_OUT
    takes = last and round_.status == Status.RUNNING and pace(round_) is Pace.GATHER
    return taking(round_, person_id) if takes else pages.done(words, "listened")


def hear(round_: Round, person_id: str) -> View:
    """Play back one thing heard from whoever comes before one."""
    author = standing.heard_next(round_, person_id)
    voices = [reply for reply in standing.voices(round_, person_id) if reply.author_id == author]
    box = text_input(
        "heard",
        words["hear.label"].plain(name=name_of(round_, author)),
        max_length=ANSWER_MAX,
        hint=words["hear.hint"],
        focus=True,
    )
    read_ = [block for reply in voices for block in _voice(round_, reply)]
    blocks, reads = [*_question(round_), *read_, box], words["hear.reads"].fill()
    return pages.form(words, "hear", round_.id, *blocks, buttons(act("how", round_)), reads=reads)


def question(round_: Round, _: str) -> View:
    box = text_input("question", words["question.label"], max_length=QUESTION_MAX, focus=True)
    return pages.form(words, "question", round_.id, box)


def menu(round_: Round, person_id: str) -> View:
    """Everything else that this person can do here."""
    says = _says(round_, person_id)
    rows = [row for row in (_for_me(round_, person_id), _for_all(round_, person_id)) if row]
    intro = section(words[f"menu.{says}"].fill())
    groups = [
        ("open", [act("open", round_)] if _may_open(round_, person_id) else []),
        ("host", _for_host(round_) if looks_after(round_, person_id) else []),
    ]
    floor = [act("join", round_)] if says == "join" else _holds(round_, person_id)
    above = [intro, *(buttons(*row) for row in rows)]
    return pages.menu(words, round_, groups, above=above, beside=[floor, *card(round_).rest])


def _says(round_: Round, person_id: str) -> str:
    """How somebody stands to it: in it, or whether they can still come, and where they press for that."""
    if is_in(round_, person_id):
        return "intro"
    if round_.status != Status.RUNNING:
        return "not_now"
    return standing.cannot_join(round_, person_id) or ("join" if on_floor(round_) else "not_in")


def how(round_: Round, person: Person, _: str, support: str) -> View:
    """Who sees what, what is kept, why me, fewer of these."""
    see = "published" if plan_of(round_).publish else "see"
    mine = looks_after(round_, person.id)
    host = host_of(round_)
    put = "why_rhythm" if facts(round_).get("rhythm") else "why"
    key = f"{put}_mine" if mine else put if host else "why_nobody"
    why = words[f"how.{key}"].fill(host=host)
    return pages.how(
        words, ("turns", see, "kept", "slack", "watching", "pass"), support, why, round_.channel_id
    )


def debating(round_: Round, _: str) -> View:
    """It rests; and a few questions that help people think together."""
    above = [section(words["debating.text"].fill()), buttons(act("go_on", round_))]
    thinking = [family for family in families("group") if family.id == "F10"]
    asks = _prompts(thinking, lambda prompt: section(prompt.question), "think", round_.id)
    return pages.page(words, "debating", *above, *asks)


def choose(value: str) -> View:
    """The questions of the catalogue that are meant for a group; `value` is the channel."""

    def line(prompt: Prompt) -> Block:
        return section(words["choose.prompt"].fill(question=prompt.question, takes=prompts.takes(prompt)))

    asks = _prompts(families("group"), line, "use", value)
    return pages.page(words, "choose", *[section(words["choose.intro"].fill()), *asks][:100])


def _prompts(
    offered: Iterable[Family], line: Callable[[Prompt], Block], name: str, id_: str
) -> Iterator[Block]:
    """Questions to choose from, family by family, each with its button."""
    for family in offered:
        yield from (divider(), header(family.title))
        for prompt in family.prompts:
            use = act_on(words, name, id_, value=prompt.id)
            use["accessibility_label"] = words["choose.use_this"].plain(title=prompt.title)
            yield line(prompt) | {"accessory": use}
            yield from prompts.above(prompt)


def _question(round_: Round) -> list[Block]:
    asked = standing.question(round_)
    return quote(asked) if asked else []


def _voice(round_: Round, reply: Reply) -> list[Block]:
    """Somebody's words under their name, then what somebody heard of them."""
    if reply.unreadable:
        return [divider(), *as_written(reply)]
    if not any(seat.forged or seat.person_id == reply.author_id for seat in round_.seats):
        return []  # taken back, and somebody else than us changed whose they were
    author = round_.seat(reply.author_id)
    blocks: list[Block] = [divider(), header(called(author))]
    if reply.kind == "withdrawn" or reply.text is None:
        return [*blocks, context(words["read.withdrawn"].fill(name=called(author)))]
    brings = [words["read.perspective"].fill(words=author.words)] if author.words else []
    arrives = [
        words["read.arrival"].fill(words=arrival.text)
        for arrival in round_.of_kind("arrived", author.person_id)
        if arrival.text and arrival.about == reply.about
    ]
    blocks += [*(context(line) for line in (*brings, *arrives)), *quote(reply.text)]
    for heard in round_.of_kind("heard"):
        if not heard.text or heard.about != reply.about:
            continue
        listener = round_.seat(heard.author_id)
        if place(listener)["listens_to"] == author.person_id:
            blocks += [context(words["read.heard"].fill(name=called(listener))), *quote(heard.text)]
            blocks += _said(round_, author, heard)
    return blocks


def _said(round_: Round, author: Seat, heard: Reply) -> list[Block]:
    """What somebody said of what was heard of them."""
    said_ = facts(round_)["confirmed"].get(heard.author_id)
    choice_ = words[f"do.{said_}"] if said_ else ""
    return [context(words["read.said"].fill(name=called(author), choice=choice_))] if said_ else []


def _own(round_: Round, person_id: str) -> list[Block]:
    """What only this person can read: not opened, or not yet."""
    mine = [r for r in round_.of_kind("answer", person_id) if r.text]
    return [b for r in mine for b in (context(words["read.only_you"].fill()), *quote(r.text or ""))]


def _takings(round_: Round, found: list[Reply]) -> list[Block]:
    blocks: list[Block] = [divider(), header(words["read.taking"])] if found else []
    for reply in found:
        name = words["name_only"].fill(name=name_of(round_, reply.author_id))
        blocks += as_written(reply, attribution=name)
    return blocks


def _after_reading(round_: Round, person_id: str) -> list[Block]:
    """What can be done at the end of the last page."""
    f, mine = facts(round_), standing.written(round_, person_id)
    running, opened = round_.status == Status.RUNNING, "open" in mine
    reads = running and is_in(round_, person_id) and round_.step == Step.READ
    takes = running and is_in(round_, person_id) and round_.step in (Step.READ, Step.CHECK_OUT)
    kept, two = opened and person_id in f["keeps"], running and len(joined(round_)) == 2
    count = len(f["heard"].get("all", [])) or f["counts"].get("all", 0)
    lines = {"listened": reads, "count": opened and count, "kept": kept, "two": two}
    does = {"listened": reads, "hear": reads and standing.has_to_hear(round_, person_id), "take": takes}
    own = _acts(round_, {"unkeep": kept, "keep": opened and not kept, "withdraw": mine})
    own += (closing.door("question") or closing.door("invite")) if two else []
    said_ = [context(words[f"read.{key}"].fill(count=count)) for key, shown in lines.items() if shown]
    row = _acts(round_, does, primary="listened")
    return [*said_, *(buttons(*each) for each in (row, own) if each)]


def _acts(round_: Round, offered: Mapping[str, object], primary: str = "") -> list[Block]:
    """The buttons of those that are offered."""
    return [act(name, round_, primary=name == primary) for name, may in offered.items() if may]


def _may_open(round_: Round, person_id: str) -> bool:
    """Whether they bring lived experience, and have not offered to open yet."""
    asked = [s for s in joined(round_) if s.kind in ("lived", "both") and not place(s)["volunteers"]]
    return round_.step == Step.ASKED and person_id in [seat.person_id for seat in asked]


def _holds(round_: Round, person_id: str) -> list[Block]:
    """What stands on the own card of whoever has the floor, too."""
    f, running = facts(round_), round_.status == Status.RUNNING
    has = running and on_floor(round_) and f["holder"] == person_id
    plain = has and floor.asks_to_play_back(round_, person_id)
    does = {"still_here": has and f["calling"], "done": has, "pass_turn": has, "more": has, "plain": plain}
    return _acts(round_, does)


def _for_me(round_: Round, person_id: str) -> list[Block]:
    if not is_in(round_, person_id):
        return []
    running, there, gathered = (
        round_.status == Status.RUNNING,
        round_.status in OPEN,
        pace(round_) is Pace.GATHER,
    )
    offered = {
        "write": gathered and (round_.step == Step.WRITE or standing.may_write_late(round_, person_id)),
        "say": there and not gathered,
        "take": running and round_.step in (Step.READ, Step.TALK, Step.CHECK_OUT, Step.TURNS),
        "read": round_.of_kind("open"),
        "step_out": there,
    }
    return _acts(round_, offered)


def _for_all(round_: Round, person_id: str) -> list[Block]:
    f, running = facts(round_), round_.status == Status.RUNNING
    offered = {
        "go_on": round_.status == Status.PAUSED,
        "pause": running,
        "debating": running,
        "away": running and pace(round_) is Pace.LIVE and f["holder"] not in ("", person_id),
        "host_yes": running and f["wanted"],
    }
    inside = is_in(round_, person_id) or looks_after(round_, person_id)
    return _acts(round_, offered) if inside else []


def _for_host(round_: Round) -> list[Block]:
    f, untouched = facts(round_), standing.untouched(round_)
    offered = {
        "begin": round_.step == Step.ASKED,
        "read_now": round_.step == Step.WRITE,
        "skip": f["holder"],
        "extend": round_.step != Step.ASKED and not f["extended"],
        "question": round_.step != Step.CHECK_OUT,
        "plain_all": standing.plays_back(round_),
        "hand": len(joined(round_)) > 1,
        "change": untouched,
        "take_back": untouched,
        "close": True,
    }
    return _acts(round_, offered) if round_.status == Status.RUNNING else []
