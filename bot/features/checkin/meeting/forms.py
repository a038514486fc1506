"""What opens in front of a person in a meeting: what they write, and where everything stands."""

import json
from collections.abc import Collection, Sequence
from functools import partial

from bot.features.checkin.meeting.cards.personal import face
from bot.features.checkin.meeting.cards.saying import (
    act,
    bidder_options,
    presenter_of,
    row,
    step_line,
    triad_line,
    until,
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
    is_in,
)
from bot.people.models import Person
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import TRIES, Reply, Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import as_much_as_fits, as_written, host_of, name_of
from bot.slack.blocks import Block, View, buttons, choice, context, divider, quote, section, text_input, tick
from bot.words import Markup

QUESTION_MAX, TEXT_MAX, LINE_MAX = 300, 1500, 300
_FLAGS = ("stacked", "because", "long", "leading", "hint", "why")  # the first one that is there is told
STEMS = ("one", "two", "three")
_BUTTONS = 5  # in a row
done, form = partial(pages.done, words), partial(pages.form, words)


def page(key: str, text: Markup, row_: Sequence[Block] = ()) -> View:
    """Something to read, and perhaps what comes next."""
    return pages.page(words, key, section(text), *([buttons(*row_)] if row_ else []))


def choose_kind(channel: str, sets: Sequence[tuple[str, str]]) -> View:
    """`/checkin` alone: a short check-in here, a meeting of a set, a new set, what I took on."""
    here: list[Block] = []
    if channel:
        short = buttons(act("new_short", channel, primary=True), act("rhythm_new", channel))
        here = [section(words["choose.short"].fill()), short, divider()]
    return pages.page(
        words,
        "choose",
        *here,
        section(words["choose.set" if sets else "choose.no_set"].fill()),
        *(
            section(words["choose.one"].fill(names=who)) | {"accessory": act("meet", set_id)}
            for set_id, who in sets
        ),
        buttons(act("new_set", channel or "-")),
        divider(),
        section(words["choose.mine"].fill()),
        buttons(act("mine", "-"), act("box", "-")),
    )


def ways() -> Block:
    """Over some days, or live."""
    named = [(way, words[f"start.way_{way}"]) for way in ("days", "live")]
    return choice("way", words["start.way"], named, chosen="days")


def where_box(value: str = "") -> Block:
    """Where a live one is: a call's link, or a room."""
    return text_input(
        "where",
        words["start.where"],
        value=value,
        max_length=LINE_MAX,
        multiline=False,
        optional=True,
        hint=words["start.where_hint"],
    )


def start(channel: str, question: str = "") -> View:
    """A short check-in in a channel."""
    box = text_input(
        "question",
        words["start.question"],
        value=question,
        max_length=QUESTION_MAX,
        placeholder=words["start.question_like"],
        focus=True,
    )
    return form("start", channel, section(words["start.intro"].fill()), box, ways(), where_box())


def receipt(round_: Round) -> View:
    """For whoever began it: how it was read."""
    line = words["receipt.live" if facts(round_)["live"] else "receipt.days"].fill(until=until(round_))
    return page("receipt", line, [act("arrive", round_.id, primary=True), act("take_back", round_.id)])


def arrive(round_: Round, person: Person) -> View:
    """Being in it: with what stays here, and how one arrives, if one likes."""
    box = text_input(
        "arrival",
        words["arrive.label"],
        value=text_of(round_, "arrival", person.id),
        max_length=LINE_MAX,
        multiline=False,
        optional=True,
    )
    wish = text_input(
        "bid",
        words["arrive.bid"],
        value=text_of(round_, "bid", person.id),
        max_length=LINE_MAX,
        optional=True,
        hint=words["arrive.bid_hint"],
    )
    tried = text_of(round_, TRIES)
    wishes = facts(round_)["short"] and round_.step == Step.CHECK_IN
    return form(
        "arrive",
        round_.id,
        *_question(round_),
        section(words["arrive.agree"].fill()),
        *([section(words["arrive.tried"].fill()), *quote(tried)] if tried else []),
        box,
        context(words["arrive.slack"].fill()),
        reads=words["who_reads.in_it"].fill(),
        more=[wish] if wishes else [],
    )


def bid(round_: Round, person_id: str) -> View:
    weight = facts(round_)["weights"].get(person_id)
    return form(
        "bid",
        round_.id,
        text_input(
            "bid",
            words["bid.label"],
            value=text_of(round_, "bid", person_id),
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
        reads=words["who_reads.in_it"].fill(),
    )


_NUMBERS = ("nought", "one", "two", "three", "four", "five")


def choose(round_: Round, _: str = "") -> View:
    """What the group agreed on: one or two of those who would like the time."""
    options = bidder_options(round_)
    return form(
        "note",
        round_.id,
        *(block for reply in _shuffled_bids(round_) for block in _said(round_, reply)),
        section(words["note.intro"].fill()),
        choice("first", words["note.first"], options),
        choice("second", words["note.second"], options, optional=True),
    )


def present(round_: Round, person_id: str) -> View:
    """What somebody brings; before it, what has been learnt since the last time."""
    said = [(r, json.loads(r.text)["learnt"]) for r in round_.of_kind("became") if r.text]
    since = [
        block
        for reply, learnt in [one for one in said if one[1]][:5]
        for block in quote(
            learnt, attribution=words["present.learnt"].fill(name=name_of(round_, reply.author_id))
        )
    ]
    live = facts(round_)["live"]
    return form(
        "present",
        round_.id,
        *([section(f"*{words['present.since']}*"), *since, divider()] if since else []),
        section(words["present.live" if live else "present.intro"].fill()),
        text_input(
            "brought",
            words["present.label"],
            value=_mine(round_, "brought", person_id),
            max_length=TEXT_MAX,
            optional=live,
            hint=words["unnamed"],
            focus=True,
        ),
        _keep(round_, person_id),
        reads=words["who_reads.in_it"].fill(),
    )


def ask(round_: Round, person_id: str, text: str = "", *, helper: bool = True) -> View:
    """A question to whoever presents; some beginnings where nothing comes."""
    kind = "facts" if round_.step == Step.CLARIFY else "open"
    if person_id == facts(round_)["presenter"]:
        kind = "myself"
    stems = " · ".join(words[f"stem.{name}"] for name in STEMS)
    brought = [r for r in standing.of_slot(round_, "brought") if r.text]
    return form(
        "ask",
        round_.id,
        *(block for reply in brought for block in _said(round_, reply)),
        section(words[f"ask.intro_{kind}"].fill(presenter=presenter_of(round_))),
        text_input("asks", words["ask.label"], value=text, max_length=LINE_MAX, focus=True),
        *([context(words["ask.stems"].fill(stems=stems))] if kind != "facts" else []),
        *([context(words["ask.helper"].fill())] if helper else []),
        reads=words["who_reads.its_turn"].fill(),
    )


def hint(round_: Round, text: str, label: str, stem: str, flags: Collection[str]) -> View:
    """Before it is posted, for its author alone: a thought about it, and their own choice."""
    clarify, told = round_.step == Step.CLARIFY, [flag for flag in _FLAGS if flag in flags]
    about = "hint_facts" if clarify else "hint"
    names = ["ask_anyway"] if clarify else ["park_idea", "ask_anyway"]
    return form(
        "hint",
        round_.id,
        section(words[f"{about}.{label}"].fill(presenter=presenter_of(round_))),
        *(context(words[f"flag.{flag}"].fill()) for flag in told[:1]),
        text_input("asks", words["ask.label"], value=text, max_length=LINE_MAX, focus=True),
        *([context(words["hint.for_example"].fill(stem=words[f"reword.{stem}"]))] if stem else []),
        buttons(*(act(name, round_.id) for name in names)),
        reads=words["who_reads.its_turn"].fill(),
        more=[
            *([] if clarify else [_called()]),
            context(words["hint.off"].fill()),
            buttons(act("helper_me", round_.id)),
        ],
    )


def _called() -> Block:
    """What its author calls it: so it is asked, or kept for the offers."""
    names = [(name, words[f"label.{name}"]) for name in ("question", "advice")]
    return choice("label", words["hint.label"], names, optional=True, hint=words["hint.label_hint"])


def parked(round_: Round, _: str = "") -> View:
    return pages.said(words, words["ask.parked"].fill(presenter=presenter_of(round_)))


def read(round_: Round, _: str = "") -> View:
    """The one question in front of the presenter, and what they can do with it."""
    asked, live = queue.shown(round_), facts(round_)["live"]
    if asked is None:
        return page("read", words["read.none"].fill())
    names = ["pass_question"] if round_.step == Step.CLARIFY else ["sit_with", "pass_question", "park"]
    return form(
        "read",
        round_.id,
        *as_written(asked, attribution=_by(round_, asked)),
        buttons(*(act(name, round_.id, value=asked.id) for name in names)),
        text_input(
            "answer",
            words["read.label"],
            max_length=TEXT_MAX,
            optional=live,
            hint=words["read.live" if live else "unnamed"],
        ),
        about=asked.id,
        reads=words["who_reads.in_it"].fill(),
    )


def look(round_: Round, person_id: str) -> View:
    return form(
        "look",
        round_.id,
        text_input(
            "looks",
            words["look.label"],
            value=_mine(round_, "looks", person_id),
            max_length=TEXT_MAX,
            optional=True,
            hint=words["look.hint"],
            focus=True,
        ),
        _keep(round_, person_id),
        tick("opens", words["look.opens"], beside=words["look.opens_tick"], hint=words["look.opens_hint"]),
        reads=words["who_reads.in_it"].fill(),
    )


def offer(round_: Round, person_id: str) -> View:
    mine = _mine(round_, "offer", person_id)
    box = text_input(
        "offer",
        words["offer.label"],
        value=mine,
        max_length=LINE_MAX,
        hint=words["offer.hint"],
        focus=True,
    )
    return form(
        "offer",
        round_.id,
        box,
        *([buttons(act("no_offer", round_.id))] if mine else []),
        reads=words["who_reads.in_it"].fill(),
    )


def process(round_: Round, person_id: str) -> View:
    said = json.loads(_mine(round_, "process", person_id) or "{}")
    boxes = [
        text_input(
            key,
            words[f"process.{key}"],
            value=said.get(key, ""),
            max_length=LINE_MAX,
            multiline=False,
            optional=True,
            focus=key == "keep",
        )
        for key in ("keep", "try")
    ]
    return form(
        "process",
        round_.id,
        section(words["process.intro"].fill()),
        *boxes,
        reads=words["who_reads.all_in"].fill(),
    )


def where(round_: Round, person_id: str) -> View:
    """Everything that this person may read of it, and what they can do."""
    groups = [[*_question(round_), *_stands(round_, person_id)]]
    for key, found in _said_so_far(round_):
        groups.append([divider(), section(f"*{words[f'where.{key}']}*")])
        groups += [_said(round_, reply, person_id) for reply in found]
    groups += [_in_queue(round_, person_id), _for_offers(round_, person_id)]
    if left := _left_over(round_, person_id):
        groups.append([divider(), section(f"*{words['where.left_over']}*")])
        groups += [quote(r.text or "", attribution=_by(round_, r)) for r in left]
    if not any(groups):
        groups.append([section(words["where.nothing"].fill())])
    if facts(round_)["unsigned"] and round_.step in OF_PRESENTER:
        groups.append([context(words["where.unsigned"].fill())])
    seats = [seat for seat in round_.present if seat.person_id == person_id]
    names = [name for seat in seats for name in face(round_, seat)[1] if name != "page"]
    rows = [buttons(*row(round_, names)[:_BUTTONS])] if names else []

    def whole(blocks: list[Block]) -> View:
        return pages.page(words, "where", *blocks, *rows)

    return whole(as_much_as_fits(groups, section(words["where.more"].fill()), whole))


def kept(round_: Round, person_id: str) -> View:
    """What a presenter keeps, for themselves alone."""
    mine = [
        r for r in round_.replies if r.author_id == person_id and r.kind in ("brought", "looks") and r.text
    ]
    if not mine:
        return page("kept", words["kept.nothing"].fill())
    blocks = [b for r in mine for b in quote(r.text or "", attribution=words[f"kept.{r.kind}"].fill())]
    return pages.page(words, "kept", *blocks, buttons(act("let_go", round_.id)))


def menu(round_: Round, person: Person, *, steers: bool) -> View:
    """Everything else that this person can do."""
    me, inside = person.id, is_in(round_, person.id)
    going, begins = round_.status == Status.RUNNING, round_.step == Step.CHECK_IN
    presents = me == facts(round_)["presenter"] and round_.step in OF_PRESENTER
    mine = standing.late(round_, me)
    if round_.status == Status.PAUSED:
        mine += ["go_on", *(["step_out"] if inside else [])]
    if going and inside:
        mine += ["pause", *([] if begins else ["commit"]), "step_out"]
        mine += ["another", "stop_slot"] if presents else []
    hosts: list[str] = []
    if going and steers:
        hosts += ["move_on", "extend", *(["away"] if round_.step == Step.PRESENT else [])]
    if going and looks_after(round_, me):
        hosts += ["hand", "helper", *(["take_back"] if begins else []), "close"]
    elif standing.may_take(round_, me):
        hosts.append("host_yes")
    says = {
        "helper": words["do.helper_off" if facts(round_)["helper"] else "do.helper_on"],
        "helper_me": words["do.helper_me_on" if person.as_typed else "do.helper_me"],
    }

    def acts(names: list[str]) -> list[Block]:
        return [act(name, round_.id, says=says.get(name, "")) for name in names]

    last = acts(["helper_me"] if inside else [])
    return pages.menu(words, round_, [("mine", acts(mine)), ("hosts", acts(hosts))], last=last)


def how(round_: Round, person_id: str, support: str) -> View:
    kind = "short" if facts(round_)["short"] and not facts(round_)["set"] else "long"
    f, key = facts(round_), "why_you" if person_id == round_.host_id else "why"
    key = "why_rhythm" if f.get("rhythm") else "why_date" if f.get("of_itself") else key
    why = words[f"how.{key}"].fill(host=host_of(round_))
    return pages.how(words, (kind, "private", "limits"), support, why, round_.channel_id)


def _stands(round_: Round, person_id: str) -> list[Block]:
    """The step, while there is one."""
    if round_.status != Status.RUNNING:
        return []
    line = triad_line(round_, person_id)
    return [section(step_line(round_, person_id)), *([context(line)] if line else [])]


def _in_queue(round_: Round, person_id: str) -> list[Block]:
    """Their question that waits, and how long."""
    waiting = queue.waiting(round_) if round_.step in ASKING else []
    places = [place for place, reply in enumerate(waiting) if reply.author_id == person_id]
    if not places:
        return []
    waits, mine = places[0], waiting[places[0]]
    later = "where.waits_one" if waits == 1 else "where.waits"
    line = words[later if waits else "where.next"].fill(count=waits)
    own = quote(mine.text or "", attribution=words["where.yours"].fill())
    return [divider(), *own, section(line), buttons(act("question_back", round_.id, value=mine.id))]


def _for_offers(round_: Round, person_id: str) -> list[Block]:
    """What they keep for the offers, as long as these may still be opened."""
    open_ = (*ASKING, Step.LOOKS, *([Step.COMMIT] if facts(round_)["short"] else []))
    mine = [r for r in round_.of_kind("idea", person_id) if r.text] if round_.step in open_ else []
    return [b for r in mine for b in quote(r.text or "", attribution=words["where.for_offers"].fill())]


def _said_so_far(round_: Round) -> list[tuple[str, list[Reply]]]:
    """What was shared, in the order in which it came about."""
    f = facts(round_)
    parts: list[tuple[str, list[Reply]]] = [
        ("arrivals", round_.of_kind("arrival")),
        ("became", round_.of_kind("became")),
        ("bids", _shuffled_bids(round_) if not f["slot"] else []),
        ("brought", standing.of_slot(round_, "brought")),
        ("questions", _put_questions(round_)),
        ("looks", standing.of_slot(round_, "looks")),
        ("offers", standing.of_slot(round_, "offer")),
        ("process", round_.of_kind("process")),
    ]
    if round_.step not in (Step.CHECK_IN, Step.FOLLOW_UP) and f["slot"]:
        parts = parts[2:]
    readable = [(key, [r for r in found if r.text or r.unreadable]) for key, found in parts]
    return [(key, found) for key, found in readable if found]


def _put_questions(round_: Round) -> list[Reply]:
    """Those that came to the presenter, in this order."""
    f = facts(round_)
    found = [r for r in standing.of_slot(round_, "asks") if r.id in f["came"]]
    there = [r for r in found if f["queue"].get(r.id) in (Asking.SHOWN, *OVER)]
    return sorted(there, key=lambda r: f["came"].index(r.id))


def _left_over(round_: Round, person_id: str) -> list[Reply]:
    """What did not come up: the presenter's to read when the time for it is over."""
    states = facts(round_)["queue"]
    late = [r for r in standing.of_slot(round_, "asks") if r.text and states.get(r.id) == Asking.ASKED]
    return [r for r in late if r.author_id != person_id] if person_id == facts(round_)["presenter"] else []


def _said(round_: Round, reply: Reply, me: str = "") -> list[Block]:
    """What somebody said, and what became of it; for `me`, of whom nobody else's name is said."""
    if reply.unreadable:
        return as_written(reply)
    if reply.kind == "became":
        return _became(round_, reply)
    if reply.kind == "process":
        lines = json.loads(reply.text or "{}")
        named = [(lines[key], words[f"where.process_{key}"].fill()) for key in ("keep", "try")]
        return [block for text, key in named if text for block in quote(text, attribution=key)]
    blocks = as_written(reply, attribution=_by(round_, reply))
    if reply.kind != "asks":
        return blocks
    answers = [r for r in round_.of_kind("answer") if r.about.partition(":")[2] == reply.id and r.text]
    if not answers:
        state = facts(round_)["queue"][reply.id]
        yours = me == facts(round_)["presenter"]
        line = words[f"stands.{state}_you" if yours else f"stands.{state}"]
        blocks.append(context(line.fill(presenter=_presented(round_))))
    for answer in answers:
        blocks += quote(answer.text or "", attribution=_by(round_, answer))
    return blocks


def _presented(round_: Round) -> str:
    """Who presents; when all have, whoever did last."""
    brought = [r.author_id for r in standing.of_slot(round_, "brought")]
    last = name_of(round_, brought[-1] if brought else "")
    return presenter_of(round_) or last


def _became(round_: Round, reply: Reply) -> list[Block]:
    told = json.loads(reply.text or "{}")
    line = words[f"where.became_{reply.about}"].fill(name=name_of(round_, reply.author_id))
    learnt = quote(told["learnt"], attribution=words["where.learnt"].fill()) if told.get("learnt") else []
    return [*(quote(told["text"], attribution=line) if told.get("text") else [section(line)]), *learnt]


def _by(round_: Round, reply: Reply) -> Markup:
    hidden = reply.kind == "asks" and facts(round_)["unsigned"]
    who = words["read.somebody"] if hidden else name_of(round_, reply.author_id)
    return words["name_only"].fill(name=who)


def _shuffled_bids(round_: Round) -> list[Reply]:
    order = [who for who, _ in bidder_options(round_)]
    found = [r for r in round_.of_kind("bid") if r.text and r.author_id in order]
    return sorted(found, key=lambda r: order.index(r.author_id))


def _question(round_: Round) -> list[Block]:
    asked = text_of(round_, "question")
    return quote(asked) if asked else []


def _mine(round_: Round, kind: str, person_id: str) -> str:
    """What this person has written of that kind, for whoever presents now."""
    return text_of(round_, kind, person_id, str(facts(round_)["slot"]))


def _keep(round_: Round, person_id: str) -> Block:
    checked = person_id in facts(round_)["kept"]
    return tick(
        "keep", words["keep.label"], beside=words["keep.tick"], checked=checked, hint=words["keep.hint"]
    )
