"""What opens in front of a person in a meeting: what they write, and where everything stands."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.features.checkin.meeting.cards.personal import face
from bot.features.checkin.meeting.cards.saying import (
    act,
    bidder_options,
    moment_of,
    name_of,
    row,
    step_line,
    triad_line,
    words,
)
from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import (
    ASKING,
    OF_PRESENTER,
    OVER,
    WEIGHTS,
    Asking,
    Step,
    facts,
    hints,
    is_in,
    joined,
)
from bot.people.models import Person
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing import closing
from bot.rounds.time.hours import zone
from bot.slack.blocks import (
    Block,
    View,
    buttons,
    choice,
    context,
    divider,
    fits,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.times import when
from bot.words import Markup

QUESTION_MAX, TEXT_MAX, LINE_MAX = 300, 1500, 300
_BUTTONS = 5  # in a row
STEMS = ("one", "two", "three")


def page(key: str, text: Markup, does: Sequence[Block] = ()) -> View:
    """Something to read, and perhaps what comes next."""
    rows = [buttons(*does)] if does else []
    return View(words[f"{key}.title"], [section(text), *rows], close=words["close"])


def done(key: str, **blanks: object) -> View:
    return page("done", words[f"done.{key}"].fill(**blanks))


def choose_kind(channel: str, sets: Sequence[tuple[str, str]]) -> View:
    """`/checkin` alone: a short check-in here, a meeting of a set, a new set, what I took on."""
    here = [act("new_short", channel, primary=True)] if channel else []
    blocks: list[Block] = [section(words["choose.short"].fill())] if channel else []
    blocks += [buttons(*here), divider()] if here else []
    blocks.append(section(words["choose.set" if sets else "choose.no_set"].fill()))
    for set_id, who in sets:
        blocks.append(section(words["choose.one"].fill(names=who)) | {"accessory": act("meet", set_id)})
    blocks.append(buttons(act("new_set", channel or "-")))
    blocks += [divider(), section(words["choose.mine"].fill()), buttons(act("mine", "-"))]
    return View(words["choose.title"], blocks, close=words["close"])


def start(channel: str, question: str = "") -> View:
    """A short check-in in a channel."""
    ways = [("days", words["start.way_days"]), ("live", words["start.way_live"])]
    return View(
        words["start.title"],
        [
            section(words["start.intro"].fill()),
            text_input(
                "question",
                words["start.question"],
                value=question,
                max_length=QUESTION_MAX,
                placeholder=words["start.question_like"],
                focus=True,
            ),
            choice("way", words["start.way"], ways, chosen="days"),
        ],
        callback_id="checkin.start",
        submit=words["start.submit"],
        close=words["cancel"],
        private_metadata=channel,
    )


def arrive(round_: Round, person: Person) -> View:
    """Being in it: with what stays here, and how one arrives, if one likes."""
    mine = standing.mine(round_, person.id, "arrival")
    f = facts(round_)
    blocks: list[Block] = [*_question(round_), section(words["arrive.agree"].fill())]
    blocks.append(
        text_input(
            "arrival",
            words["arrive.label"],
            value=mine.text or "" if mine else "",
            max_length=LINE_MAX,
            multiline=False,
            optional=True,
            hint=words["unnamed"],
        )
    )
    if f["short"] and round_.step == Step.CHECK_IN:
        wish = standing.mine(round_, person.id, "bid")
        blocks.append(
            text_input(
                "bid",
                words["arrive.bid"],
                value=wish.text or "" if wish else "",
                max_length=LINE_MAX,
                optional=True,
                hint=words["arrive.bid_hint"],
            )
        )
    blocks.append(context(words["arrive.slack"].fill()))
    return _form(round_, "arrive", blocks)


def bid(round_: Round, person_id: str) -> View:
    mine = standing.mine(round_, person_id, "bid")
    weight = facts(round_)["weights"].get(person_id)
    return _form(
        round_,
        "bid",
        [
            text_input(
                "bid",
                words["bid.label"],
                value=mine.text or "" if mine else "",
                max_length=LINE_MAX,
                multiline=False,
                hint=words["unnamed"],
                focus=True,
            ),
            choice(
                "weight",
                words["bid.weight"],
                [(str(n), words[f"bid.weight_{_NUMBERS[n]}"]) for n in WEIGHTS],
                chosen=str(weight) if weight else None,
                hint=words["bid.weight_hint"],
            ),
            context(words["bid.other_set"].fill()),
        ],
    )


_NUMBERS = ("nought", "one", "two", "three", "four", "five")


def choose(round_: Round) -> View:
    """What the group agreed on: one or two of those who would like the time."""
    options = bidder_options(round_)
    lines = [b for r in _shuffled_bids(round_) for b in _said(round_, r)]
    return _form(
        round_,
        "note",
        [
            *lines,
            section(words["note.intro"].fill()),
            choice("first", words["note.first"], options),
            choice("second", words["note.second"], options, optional=True),
        ],
    )


def present(round_: Round, person_id: str) -> View:
    """What somebody brings; before it, what has been learnt since the last time."""
    mine = standing.mine(round_, person_id, "brought", str(facts(round_)["slot"]))
    learnt = [r for r in round_.of_kind("became") if r.text and json.loads(r.text)["learnt"]]
    since: list[Block] = []
    for reply in learnt[:5]:
        who = words["present.learnt"].fill(name=name_of(round_, reply.author_id))
        since += quote(json.loads(reply.text or "")["learnt"], attribution=who)
    live = facts(round_)["live"]
    return _form(
        round_,
        "present",
        [
            *([section(f"*{words['present.since']}*"), *since, divider()] if since else []),
            section(words["present.live" if live else "present.intro"].fill()),
            text_input(
                "brought",
                words["present.label"],
                value=mine.text or "" if mine else "",
                max_length=TEXT_MAX,
                optional=live,
                hint=words["unnamed"],
                focus=True,
            ),
            _keep(round_, person_id),
        ],
    )


def ask(round_: Round, person_id: str, text: str = "", *, helper: bool = True) -> View:
    """A question to whoever presents; some beginnings where nothing comes."""
    f = facts(round_)
    brought = [r for r in standing.of_slot(round_, "brought") if r.text]
    kind = "facts" if round_.step == Step.CLARIFY else "open"
    if person_id == f["presenter"]:
        kind = "myself"
    stems = [words[f"stem.{name}"] for name in STEMS]
    blocks: list[Block] = [b for r in brought for b in quote(r.text or "", attribution=_by(round_, r))]
    blocks.append(
        section(words[f"ask.intro_{kind}"].fill(presenter=standing.presenter_name(round_))),
    )
    blocks.append(text_input("asks", words["ask.label"], value=text, max_length=LINE_MAX, focus=True))
    if kind != "facts":
        blocks.append(context(words["ask.stems"].fill(stems=" · ".join(stems))))
    if helper:
        blocks.append(context(words["ask.helper"].fill()))
    return _form(round_, "ask", blocks)


def hint(round_: Round, text: str, label: str, stem: str, flags: Sequence[str]) -> View:
    """Before it is posted, for its author alone: a thought about it, and their own choice."""
    about = "hint_facts" if round_.step == Step.CLARIFY else "hint"
    line = words[f"{about}.{label}"].fill(presenter=standing.presenter_name(round_))
    blocks: list[Block] = [section(line)]
    if flags:
        blocks.append(context(words[f"flag.{flags[0]}"].fill()))
    blocks += [
        text_input("asks", words["ask.label"], value=text, max_length=LINE_MAX, focus=True),
        *([context(words["hint.for_example"].fill(stem=words[f"reword.{stem}"]))] if stem else []),
        choice(
            "label",
            words["hint.label"],
            [(name, words[f"label.{name}"]) for name in ("open", "closed", "advice", "statement")],
            chosen=label,
            hint=words["hint.label_hint"],
        ),
    ]
    does = [act("ask_anyway", round_.id)]
    if round_.step != Step.CLARIFY:
        does.insert(0, act("park_idea", round_.id))
    blocks += [buttons(*does), context(words["hint.off"].fill()), buttons(act("helper_me", round_.id))]
    return View(
        words["hint.title"],
        blocks,
        callback_id="checkin.reword",
        submit=words["hint.submit"],
        close=words["cancel"],
        private_metadata=round_.id,
    )


def read(round_: Round) -> View:
    """The one question in front of the presenter, and what they can do with it."""
    f, asked = facts(round_), queue.shown(round_)
    if asked is None:
        return page("read", words["read.none"].fill())
    who = words["read.somebody"] if f["unsigned"] else name_of(round_, asked.author_id)
    more = [act("pass_question", round_.id, value=asked.id)]
    if round_.step == Step.QUESTIONS:
        more = [
            act("sit_with", round_.id, value=asked.id),
            *more,
            act("park", round_.id, value=asked.id),
        ]
    return View(
        words["read.title"],
        [
            *quote(asked.text or "", attribution=words["name_only"].fill(name=who)),
            buttons(*more),
            text_input(
                "answer",
                words["read.label"],
                max_length=TEXT_MAX,
                optional=f["live"],
                hint=words["read.live"] if f["live"] else words["unnamed"],
            ),
        ],
        callback_id="checkin.read",
        submit=words["read.submit"],
        close=words["cancel"],
        private_metadata=f"{round_.id}|{asked.id}",
    )


def look(round_: Round, person_id: str) -> View:
    mine = standing.mine(round_, person_id, "looks", str(facts(round_)["slot"]))
    return _form(
        round_,
        "look",
        [
            text_input(
                "looks",
                words["look.label"],
                value=mine.text or "" if mine else "",
                max_length=TEXT_MAX,
                optional=True,
                hint=words["look.hint"],
                focus=True,
            ),
            _keep(round_, person_id),
            tick(
                "opens", words["look.opens"], beside=words["look.opens_tick"], hint=words["look.opens_hint"]
            ),
        ],
    )


def offer(round_: Round, person_id: str) -> View:
    mine = standing.mine(round_, person_id, "offer", str(facts(round_)["slot"]))
    back = [buttons(act("no_offer", round_.id))] if mine else []
    box = text_input(
        "offer",
        words["offer.label"],
        value=mine.text or "" if mine else "",
        max_length=LINE_MAX,
        hint=words["offer.hint"],
        focus=True,
    )
    return _form(round_, "offer", [box, *back])


def process(round_: Round, person_id: str) -> View:
    mine = standing.mine(round_, person_id, "process", str(facts(round_)["slot"]))
    said = json.loads(mine.text) if mine and mine.text else {"keep": "", "try": ""}
    boxes = [
        text_input(
            key,
            words[f"process.{key}"],
            value=said[key],
            max_length=LINE_MAX,
            multiline=False,
            optional=True,
            focus=key == "keep",
        )
        for key in ("keep", "try")
    ]
    return _form(round_, "process", [section(words["process.intro"].fill()), *boxes])


def hand(round_: Round, person_id: str) -> View:
    others = [(s.person_id, s.name) for s in joined(round_) if s.person_id != person_id]
    intro = section(words["hand.intro"].fill())
    return _form(round_, "hand", [intro, choice("who", words["hand.label"], others)])


def where(round_: Round, person_id: str) -> View:
    """Everything that this person may read of it, and what they can do."""
    f = facts(round_)
    groups: list[list[Block]] = [[*_question(round_)]]
    if round_.status == Status.RUNNING and round_.step not in standing.CLOSED:
        groups.append([section(step_line(round_))])
        if line := triad_line(round_):
            groups.append([context(line)])
    for key, found in _said_so_far(round_):
        groups.append([divider(), section(f"*{words[f'where.{key}']}*")])
        groups += [_said(round_, reply) for reply in found]
    waits = standing.place_in_queue(round_, person_id) if round_.step in ASKING else -1
    if waits >= 0:
        one = "where.waits_one" if waits == 1 else "where.waits"
        line = words["where.next" if waits == 0 else one].fill(count=waits)
        mine = next(r for r in queue.waiting(round_) if r.author_id == person_id)
        own = quote(mine.text or "", attribution=words["where.yours"].fill())
        groups.append(
            [divider(), *own, section(line), buttons(act("question_back", round_.id, value=mine.id))]
        )
    left = _left_over(round_, person_id)
    if left:
        groups.append([divider(), section(f"*{words['where.left_over']}*")])
        groups += [quote(r.text or "", attribution=_by(round_, r)) for r in left]
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    does = [name for name in face(round_, seat)[1] if name not in ("page",)] if seat else []
    rows = [buttons(*row(round_, does)[:_BUTTONS])] if does else []
    if len(groups) == 1 and not groups[0]:
        groups.append([section(words["where.nothing"].fill())])
    if f["unsigned"] and round_.step in OF_PRESENTER:
        groups.append([context(words["where.unsigned"].fill())])
    shown: list[Block] = []
    rest = section(words["where.more"].fill())
    for group in groups:
        if not fits(View(words["where.title"], [*shown, *group, rest, *rows])):
            shown.append(rest)
            break
        shown += group
    return View(words["where.title"], [*shown, *rows], close=words["close"])


def kept(round_: Round, person_id: str) -> View:
    """What a presenter keeps, for themselves alone."""
    mine = [
        r for r in round_.replies if r.author_id == person_id and r.kind in ("brought", "looks") and r.text
    ]
    if not mine:
        return page("kept", words["kept.nothing"].fill())
    blocks = [b for r in mine for b in quote(r.text or "", attribution=words[f"kept.{r.kind}"].fill())]
    return View(words["kept.title"], [*blocks, buttons(act("let_go", round_.id))], close=words["close"])


def menu(round_: Round, person: Person, *, steers: bool) -> View:
    """Everything else that this person can do."""
    f, me = facts(round_), person.id
    inside = is_in(round_, me)
    going = round_.status == Status.RUNNING and round_.step not in standing.CLOSED
    mine: list[str] = []
    if round_.status == Status.PAUSED:
        mine += ["go_on", *(["step_out"] if inside else [])]
    if going and inside:
        mine += ["pause", *(["commit"] if round_.step != Step.CHECK_IN else []), "step_out"]
        mine += ["another", "stop_slot"] if me == f["presenter"] and round_.step in OF_PRESENTER else []
    hosts: list[str] = []
    if going and steers:
        hosts += ["move_on", "extend", *(["away"] if round_.step == Step.PRESENT else [])]
    if me == round_.host_id and going:
        alone = round_.step == Step.CHECK_IN
        hosts += ["hand", "helper", *(["take_back"] if alone else []), "close"]
    elif standing.may_take(round_, me):
        hosts.append("host_yes")
    says = {"helper": words["do.helper_off" if f["helper"] else "do.helper_on"]}
    blocks: list[Block] = []
    for key, does in (("mine", mine), ("hosts", hosts)):
        if does:
            blocks.append(section(f"*{words[f'menu.{key}']}*"))
            blocks.append(buttons(*(act(name, round_.id, says=says.get(name, "")) for name in does)))
    me_too = act("helper_me", round_.id, says=words["do.helper_me" if hints(person) else "do.helper_me_on"])
    last = [act("how", round_.id), act("log", round_.id), *([me_too] if inside else [])]
    return View(words["menu.title"], [*blocks, buttons(*last)], close=words["close"])


def how(round_: Round, support: str) -> View:
    f = facts(round_)
    key = "short" if f["short"] and not f["set"] else "long"
    lines = [words[f"how.{key}"].fill(), words["how.private"].fill(), words["how.limits"].fill()]
    if support:
        lines.append(words["how.support"].fill(support=support))
    return View(
        words["how.title"],
        [*(section(line) for line in lines), *closing.reminders()],
        close=words["close"],
    )


def log(round_: Round, zone_name: str) -> View:
    """What whoever looks after it did: for everybody in it."""
    here, lines = zone(zone_name), []
    for at, who, what in facts(round_)["log"][-40:]:
        moment = when(datetime.fromisoformat(at), here)
        lines.append(words[f"log.{what}"].fill(when=moment, name=name_of(round_, who)))
    return page("log", Markup("\n".join(lines)) if lines else words["log.nothing"].fill())


def _said_so_far(round_: Round) -> list[tuple[str, list[Reply]]]:
    """What was shared, in the order in which it came about."""
    f = facts(round_)
    parts: list[tuple[str, list[Reply]]] = [
        ("arrivals", [r for r in round_.of_kind("arrival") if r.text]),
        ("became", [r for r in round_.of_kind("became") if r.text]),
        ("bids", _shuffled_bids(round_) if not f["slot"] else []),
        ("brought", [r for r in standing.of_slot(round_, "brought") if r.text]),
        ("questions", _put_questions(round_)),
        ("looks", [r for r in standing.of_slot(round_, "looks") if r.text]),
        ("offers", [r for r in standing.of_slot(round_, "offer") if r.text]),
        ("process", [r for r in round_.of_kind("process") if r.text]),
    ]
    if round_.step not in (Step.CHECK_IN, Step.FOLLOW_UP) and f["slot"]:
        parts = parts[2:]
    return [(key, found) for key, found in parts if found]


def _put_questions(round_: Round) -> list[Reply]:
    """Those that came to the presenter, in this order."""
    f = facts(round_)
    found = [r for r in standing.of_slot(round_, "asks") if r.text and r.id in f["came"]]
    there = [r for r in found if f["queue"].get(r.id) in (Asking.SHOWN, *OVER)]
    return sorted(there, key=lambda r: f["came"].index(r.id))


def _left_over(round_: Round, person_id: str) -> list[Reply]:
    """What did not come up: the presenter's to read when the time for it is over."""
    states = facts(round_)["queue"]
    late = [r for r in standing.of_slot(round_, "asks") if r.text and states.get(r.id) == Asking.ASKED]
    return [r for r in late if r.author_id != person_id] if person_id == facts(round_)["presenter"] else []


def _said(round_: Round, reply: Reply) -> list[Block]:
    if reply.kind == "became":
        return _became(round_, reply)
    if reply.kind == "process":
        said = json.loads(reply.text or "{}")
        blocks: list[Block] = []
        for key in ("keep", "try"):
            if said.get(key):
                blocks += quote(said[key], attribution=words[f"where.process_{key}"].fill())
        return blocks
    blocks = quote(reply.text or "", attribution=_by(round_, reply))
    if reply.kind == "asks":
        state = facts(round_)["queue"].get(reply.id, "")
        answers = [r for r in round_.of_kind("answer") if r.about.partition(":")[2] == reply.id and r.text]
        for answer in answers:
            blocks += quote(answer.text or "", attribution=_by(round_, answer))
        if not answers and state:
            line = words[f"stands.{state}"].fill(presenter=_presented(round_))
            blocks.append(context(line))
    return blocks


def _presented(round_: Round) -> str:
    """Who presents; when all have, whoever did last."""
    brought = [r.author_id for r in standing.of_slot(round_, "brought")]
    last = name_of(round_, brought[-1] if brought else "")
    return standing.presenter_name(round_) or last


def _became(round_: Round, reply: Reply) -> list[Block]:
    said = json.loads(reply.text or "{}")
    line = words[f"where.became_{reply.about}"].fill(name=name_of(round_, reply.author_id))
    blocks: list[Block] = quote(said["text"], attribution=line) if said.get("text") else [section(line)]
    if said.get("learnt"):
        blocks += quote(said["learnt"], attribution=words["where.learnt"].fill())
    return blocks


def _by(round_: Round, reply: Reply) -> Markup:
    hidden = reply.kind == "asks" and facts(round_)["unsigned"]
    who = words["read.somebody"] if hidden else name_of(round_, reply.author_id)
    return words["name_only"].fill(name=who)


def _shuffled_bids(round_: Round) -> list[Reply]:
    order = [who for who, _ in bidder_options(round_)]
    found = [r for r in round_.of_kind("bid") if r.text and r.author_id in order]
    return sorted(found, key=lambda r: order.index(r.author_id))


def _question(round_: Round) -> list[Block]:
    asked = standing.question(round_)
    return quote(asked) if asked else []


def _keep(round_: Round, person_id: str) -> Block:
    checked = person_id in facts(round_)["kept"]
    return tick(
        "keep", words["keep.label"], beside=words["keep.tick"], checked=checked, hint=words["keep.hint"]
    )


def _form(round_: Round, name: str, blocks: list[Block]) -> View:
    return View(
        words[f"{name}.title"],
        blocks,
        callback_id=f"checkin.{name}",
        submit=words[f"{name}.submit"],
        close=words["cancel"],
        private_metadata=round_.id,
    )


def receipt(round_: Round) -> View:
    """For whoever began it: how it was read."""
    key = "live" if facts(round_)["live"] else "days"
    line = words[f"receipt.{key}"].fill(until=moment_of(round_, round_.ends_at))
    does = [act("arrive", round_.id, primary=True), act("take_back", round_.id)]
    return View(words["receipt.title"], [section(line), buttons(*does)], close=words["close"])
