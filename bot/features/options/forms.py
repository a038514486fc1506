"""What opens in front of a person: writing apart, working on the options, answering, writing it down."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.cards.saying import (
    act,
    counts,
    lacking,
    mandate,
    moment_of,
    name_of,
    reasons,
    signed,
    to_record,
    words,
)
from bot.features.options.flow import building, recording, standing, testing
from bot.features.options.models import (
    ASKED,
    KINDS,
    REVIEW_WEEKS_MOST,
    STANDING,
    Level,
    Note,
    State,
    Step,
    Words,
    decides,
    facts,
)
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.showing import closing
from bot.rounds.time.hours import zone
from bot.slack import blocks as slack
from bot.slack.blocks import (
    Block,
    View,
    buttons,
    choice,
    context,
    divider,
    fits,
    header,
    people,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.text import cut
from bot.slack.times import when
from bot.words import Markup

QUESTION_MAX, TEXT_MAX, LINE_MAX = 300, 1500, 300
PAGE = 8  # options on a page
BESIDE = 12  # reservations and notes beside a question
_KINDS = {"both": KINDS, "lived": ("lived",), "professional": ("professional",), "any": ()}


def page(key: str, text: str, *rows: Sequence[Block]) -> View:
    """Something to read, and perhaps what comes next."""
    row = [buttons(*row) for row in rows if row]
    return View(words[f"{key}.title"], [section(text), *row], close=words["close"])


def done(key: str, **blanks: object) -> View:
    return page("done", words[f"done.{key}"].fill(**blanks))


def start(channel: str, question: str = "", proposal: str = "", chosen: Sequence[str] = ()) -> View:
    """A matter begins: what it is about, who decides, what is ours to decide."""
    ways = [("long", words["start.way_long"]), ("short", words["start.way_short"])]
    kinds = [(name, words[f"start.kinds_{name}"]) for name in _KINDS]
    return View(
        title=words["start.title"],
        blocks=[
            section(words["start.intro"].fill()),
            text_input(
                "question",
                words["start.question"],
                value=question,
                max_length=QUESTION_MAX,
                placeholder=words["start.question_like"],
                focus=not question,
            ),
            people(
                "deciders",
                words["start.deciders"],
                many=True,
                chosen=chosen,
                hint=words["start.deciders_hint"],
            ),
            choice("kinds", words["start.kinds"], kinds, chosen="both", hint=words["start.kinds_hint"]),
            choice("way", words["start.way"], ways, chosen="short" if proposal else "long"),
            text_input(
                "proposal",
                words["start.proposal"],
                value=proposal,
                max_length=TEXT_MAX,
                optional=True,
                hint=words["start.proposal_hint"],
            ),
            header(words["start.mandate"]),
            *(
                text_input(key, words[f"start.{key}"], max_length=LINE_MAX, multiline=False, optional=True)
                for key in ("can_decide", "can_influence", "is_fixed", "who_decides")
            ),
        ],
        callback_id="options.start",
        submit=words["start.submit"],
        close=words["cancel"],
        private_metadata=channel,
    )


def kinds_chosen(name: str) -> tuple[str, ...]:
    return _KINDS.get(name, KINDS)


def receipt(round_: Round) -> View:
    key = "short" if facts(round_)["short"] else "long"
    line = words[f"receipt.{key}"].fill(until=moment_of(round_, round_.ends_at))
    blocks = [section(line)]
    if lack := standing.missing_kinds(round_):
        called = str(words["and"]).join(words[f"kind.{kind}"] for kind in lack)
        blocks.append(section(words["receipt.lacking"].fill(kinds=called)))
    return View(words["receipt.title"], [*blocks, buttons(act("take_back", round_))], close=words["close"])


def share(round_: Round, person_id: str) -> View:
    boxes = [
        text_input(
            kind,
            words[f"share.{kind}"],
            value=_mine(round_, kind, person_id),
            max_length=TEXT_MAX,
            optional=True,
            focus=kind == "same",
        )
        for kind in ("same", "differ")
    ]
    return _form(round_, "share", [section(words["share.intro"].fill()), *boxes])


def missing(round_: Round, person_id: str) -> View:
    box = text_input(
        "absent",
        words["missing.label"],
        value=_mine(round_, "absent", person_id),
        max_length=TEXT_MAX,
        hint=words["missing.hint"],
        focus=True,
    )
    return _form(round_, "missing", [*_proposal(round_), section(words["missing.intro"].fill()), box])


def react(round_: Round, person_id: str) -> View:
    box = text_input(
        "reaction",
        words["react.label"],
        value=_mine(round_, "reaction", person_id),
        max_length=LINE_MAX,
        multiline=False,
        hint=words["react.hint"],
        focus=True,
    )
    return _form(round_, "react", [*_proposal(round_), box])


def idea(round_: Round, person_id: str) -> View:
    """Apart, and unsigned unless its writer ticks it: then it is final, and the form says so."""
    few = [section(words["idea.few"].fill())] if standing.few(round_) else []
    mine = [r for r in round_.of_kind("idea", person_id) if r.text]
    back: list[Block] = []
    for reply in mine:
        back += quote(reply.text or "", attribution=words["idea.yours"].fill())
    if back:
        back.append(buttons(act("ideas_back", round_)))
    box = text_input("idea", words["idea.label"], max_length=TEXT_MAX, hint=words["idea.hint"], focus=True)
    named = tick("named", words["idea.named"], beside=words["idea.named_tick"], hint=words["idea.named_hint"])
    final = section(words["idea.final"].fill())
    return _form(round_, "idea", [*_question(round_), *back, box, named, final, *few])


def idea_kept(round_: Round) -> View:
    return page("idea", words["idea.kept"].fill(), [act("idea", round_, says=words["do.idea_more"])])


def table(round_: Round, number: int = 0) -> View:
    """Everything that was said so far, for everybody in the channel, and what one can do with it."""
    live = standing.live(round_)
    pages = max(1, -(-len(live) // PAGE))
    number = min(max(number, 0), pages - 1)
    groups: list[list[Block]] = [[*_question(round_), *mandate(round_)]]
    if number == 0:
        groups += _said_before(round_)
    for reply in live[number * PAGE : (number + 1) * PAGE]:
        groups.append(_option(round_, reply))
    if number == pages - 1:
        groups += _said_after(round_)
    turn = [
        act(name, round_, value=str(to), says=says)
        for name, to, says in (
            ("previous", number - 1, words["do.previous"]),
            ("table", number + 1, words["do.next"]),
        )
        if 0 <= to < pages
    ]
    foot = [row for row in (turn, _table_row(round_)) if row]
    shown: list[Block] = []
    tail: list[Block] = [buttons(*row) for row in foot]
    rest = section(words["table.more"].fill())
    for group in groups:
        if not fits(View(words["table.title"], [*shown, *group, rest, *tail])):
            shown.append(rest)
            break
        shown += group
    if not live and not _said_before(round_) and not _said_after(round_):
        shown.append(section(words["table.nothing"].fill()))
    return View(words["table.title"], [*shown, *tail], close=words["close"])


def _said_before(round_: Round) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for kind in ("same", "differ"):
        if found := [r for r in round_.of_kind(kind) if r.text]:
            groups.append([section(f"*{words[f'table.{kind}']}*"), *signed(round_, found)])
    return groups


def _said_after(round_: Round) -> list[list[Block]]:
    groups: list[list[Block]] = []
    for kind in ("absent", "reaction"):
        if found := [r for r in round_.of_kind(kind) if r.text]:
            groups.append([divider(), section(f"*{words[f'table.{kind}']}*"), *signed(round_, found)])
    result = testing.result(round_)
    if result and round_.step != Step.RECORDED:
        groups.append([divider(), section(f"*{words['result.title']}*\n{counts(result)}"), *reasons(result)])
    return groups


def _option(round_: Round, reply: Reply) -> list[Block]:
    """One option: its words, who had a hand in it, what was asked, what it was before."""
    f = facts(round_)
    hands = building.contributors(round_, reply.id)
    called = ", ".join(name_of(round_, who) for who in hands)
    key = "option_proposal" if f["proposal"] == reply.id else "option"
    blocks = [divider(), *quote(reply.text or "", attribution=words[f"table.{key}"].fill(names=called))]
    before = building.history(round_, reply.id)
    for past in before[:3]:
        blocks.append(context(words["table.before"].fill(text=cut(past.text or "", LINE_MAX))))
    for kept in dict.fromkeys(building.kept_of(round_, past.id) for past in before):
        if kept:
            blocks.append(context(words["table.kept"].fill(text=cut(kept, LINE_MAX))))
    about = [reply.id, *(past.id for past in before)]
    for asked in [r for r in round_.of_kind("asks") if r.about in about]:
        said = words["table.asks"].fill(name=name_of(round_, asked.author_id))
        blocks += quote(asked.text or "", attribution=said)
        for clear in [r for r in round_.of_kind("clear") if r.about == asked.id]:
            said = words["table.clear"].fill(name=name_of(round_, clear.author_id))
            blocks += quote(clear.text or "", attribution=said)
        if round_.step in (Step.CLARIFY, Step.BUILD):
            blocks.append(buttons(act("clear", round_, value=asked.id)))
    row: list[Block] = []
    if round_.step in (Step.CLARIFY, Step.BUILD):
        row.append(act("ask", round_, value=reply.id))
    if round_.step in (Step.CLARIFY, Step.BUILD, Step.INTEGRATE):
        row.append(act("edit", round_, value=reply.id))
    if round_.step in (Step.CLARIFY, Step.BUILD):
        row.append(act("split", round_, value=reply.id))
    if round_.step == Step.BUILD and f["proposal"] != reply.id and len(f["live"]) > 1:
        row.append(act("choose", round_, value=reply.id))
    return [*blocks, *([buttons(*row)] if row and round_.status == Status.RUNNING else [])]


def _table_row(round_: Round) -> list[Block]:
    if round_.status != Status.RUNNING:
        return []
    names = {
        Step.SHARE: ("share",),
        Step.BUILD: ("add", "merge") if len(standing.live(round_)) > 1 else ("add",),
        Step.MISSING: ("missing",),
        Step.REACT: ("react",),
        Step.TEST: ("answer",),
    }.get(Step(round_.step), ())
    return [act(name, round_) for name in names]


def ask(round_: Round, option: str) -> View:
    """Questions only."""
    box = text_input("text", words["ask.label"], max_length=LINE_MAX, hint=words["ask.hint"], focus=True)
    return _form(round_, "ask", [*_text_of(round_, option), box], option)


def clear(round_: Round, question: str) -> View:
    box = text_input("text", words["clear.label"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "clear", [*_text_of(round_, question), box], question)


def edit(round_: Round, option: str) -> View:
    found = next((r.text or "" for r in round_.of_kind("option") if r.id == option), "")
    ways = [section(words["edit.ways"].fill())] if round_.step == Step.INTEGRATE else []
    box = text_input("text", words["edit.label"], value=found, max_length=TEXT_MAX, focus=True)
    return _form(round_, "edit", [*ways, box, _kept(), context(words["edit.signed"].fill())], option)


def add(round_: Round) -> View:
    box = text_input("text", words["add.label"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "add", [box, context(words["edit.signed"].fill())])


def split(round_: Round, option: str) -> View:
    found = next((r.text or "" for r in round_.of_kind("option") if r.id == option), "")
    boxes = [
        text_input("text", words["split.first"], value=found, max_length=TEXT_MAX),
        text_input("second", words["split.second"], max_length=TEXT_MAX, focus=True),
    ]
    return _form(round_, "split", [*boxes, context(words["edit.signed"].fill())], option)


def merge(round_: Round) -> View:
    """Two options become one, and what is kept of each is said."""
    live = [(r.id, cut(r.text or "", 70)) for r in standing.live(round_)]
    return _form(
        round_,
        "merge",
        [
            choice("first", words["merge.first"], live),
            choice("second", words["merge.second"], live),
            text_input("text", words["merge.label"], max_length=TEXT_MAX),
            _kept(),
            context(words["edit.signed"].fill()),
        ],
    )


def answer(round_: Round, person_id: str) -> View:
    """Six levels, and "not mine to decide"; with the reason, and whether one's name may stand beside it."""
    mine = next((r for r in round_.of_kind("answer", person_id) if r.text), None)
    given = testing.read(mine) if mine else None
    levels = [(level.value, words[f"level.{level}"]) for level in Level]
    few = [context(words["answer.few"].fill())] if standing.few(round_) else []
    return _form(
        round_,
        "answer",
        [
            *_question(round_),
            *mandate(round_),
            *_proposal(round_),
            choice("level", words["answer.level"], levels, chosen=given.level if given else None),
            text_input(
                "why",
                words["answer.why"],
                value=given.why if given else "",
                max_length=TEXT_MAX,
                optional=True,
                hint=words["answer.why_hint"],
            ),
            tick(
                "named",
                words["answer.named"],
                beside=words["answer.named_tick"],
                checked=bool(given and given.named),
            ),
            *_kind(round_, person_id),
            section(words["answer.apart"].fill()),
            *few,
        ],
    )


def answered(round_: Round) -> View:
    done_, of = standing.finished(round_)
    if round_.step in (Step.TEST, Step.REVIEW) and not facts(round_)["opened"]:
        line = words["answer.kept"].fill(done=done_, of=of)
        if standing.short_of(round_):
            line = Markup(f"{line} {lacking(round_) or words['card.alone'].fill()}")
        return page("answer", line)
    return page("answer", words["answer.open"].fill(), [act("table", round_, says=words["do.table_open"])])


def write(round_: Round, now: datetime) -> View:
    """The record, as whoever writes it down would have it."""
    state = State(facts(round_)["outcome"])
    return _form(round_, "write", _record_boxes(recording.gathered(round_), round_, state, now))


def correct(round_: Round, now: datetime) -> View:
    """The wording, or what was left open. What was tested is changed by `amend` alone."""
    f = facts(round_)
    why = text_input("why_changed", words["correct.why"], max_length=LINE_MAX, focus=True)
    boxes = _record_boxes(recording.words_of(round_), round_, State(f["state"]), now)
    return _form(round_, "correct", [section(words["correct.intro"].fill()), why, *boxes], str(f["version"]))


def _record_boxes(record: Words, round_: Round, state: State, now: datetime) -> list[Block]:
    owner = facts(round_)["owner"]
    boxes = [
        text_input(
            "decision",
            words["write.decision"],
            value=record["decision"],
            max_length=TEXT_MAX,
            optional=state not in STANDING,
        )
    ]
    for key in ("why", "first_step", "know", "harms", "stop"):
        boxes.append(
            text_input(
                key,
                words[f"write.{key}"],
                value=str(record[key]),
                max_length=TEXT_MAX,
                optional=True,
            )
        )
        if key == "why":
            boxes.append(
                people("owner", words["write.owner"], chosen=[owner] if owner else (), optional=True)
            )
    if state in STANDING:
        at = recording.review_of(round_) or recording.usual_review(state, now)
        hint = words["write.review_hint"].plain(weeks=REVIEW_WEEKS_MOST)
        boxes.append(slack.date("review", words["write.review"], value=at.date(), hint=hint))
    return boxes


def amend(round_: Round) -> View:
    """What was agreed would change: it is tested like anything else."""
    before = recording.words_of(round_)["decision"]
    return _form(
        round_,
        "amend",
        [
            section(words["amend.intro"].fill()),
            text_input("text", words["amend.text"], value=before, max_length=TEXT_MAX, focus=True),
            text_input("because", words["amend.because"], max_length=TEXT_MAX),
        ],
    )


def working(round_: Round, person_id: str, notes: Sequence[Note] = ()) -> View:
    """Is this still working for you? Beside it what was agreed, and what people had against it."""
    record = recording.words_of(round_)
    mine = round_.one("working", person_id)
    said = testing.read_working(mine) if mine else None
    answers = [(name, words[f"answer.{name}"]) for name in ("yes", "partly", "no")]
    why = [section(f"*{words['review.why']}*"), *quote(record["why"])] if record["why"] else []
    against = [(r["text"], r["name"]) for r in record["reservations"]] + [(n.text, n.name) for n in notes]
    if against:
        why.append(section(f"*{words['review.reservations']}*"))
    for text, name in against[:BESIDE]:
        why += quote(text, attribution=words["name_only"].fill(name=name or words["member"]))
    if len(against) > BESIDE:
        why.append(context(words["review.more"].fill()))
    late = facts(round_)["opened"]
    return _form(
        round_,
        "working",
        [
            section(f"*{words['review.decision']}*"),
            *quote(record["decision"]),
            *why,
            choice("answer", words["working.answer"], answers, chosen=said["answer"] if said else None),
            text_input(
                "text",
                words["working.text"],
                value=said["text"] if said else "",
                max_length=TEXT_MAX,
                optional=True,
            ),
            tick(
                "named",
                words["answer.named"],
                beside=words["answer.named_tick"],
                checked=bool(said and said["name"]),
            ),
            *_kind(round_, person_id),
            section(words["working.late" if late else "working.apart"].fill()),
        ],
    )


def keep(round_: Round, now: datetime) -> View:
    at = recording.usual_review(State(facts(round_)["state"]), now)
    hint = words["write.review_hint"].plain(weeks=REVIEW_WEEKS_MOST)
    return _form(
        round_,
        "keep",
        [
            text_input("why", words["keep.why"], max_length=TEXT_MAX, optional=True, focus=True),
            slack.date("review", words["write.review"], value=at.date(), hint=hint),
        ],
    )


def end(round_: Round) -> View:
    return _form(round_, "end", [text_input("why", words["end.why"], max_length=TEXT_MAX, focus=True)])


def name(round_: Round) -> View:
    box = people("deciders", words["name.label"], many=True, hint=words["start.deciders_hint"])
    return _form(round_, "name", [box])


def hand(round_: Round, others: Sequence[Seat]) -> View:
    """Whom to ask to look after it from here."""
    options = [(seat.person_id, seat.name) for seat in others[:100]]
    return _form(round_, "hand", [choice("who", words["hand.label"], options, hint=words["hand.hint"])])


def menu(round_: Round, person_id: str) -> View:
    """Everything else that this person can do here."""
    f, step = facts(round_), round_.step
    running = round_.status == Status.RUNNING
    on_the_way = running and step not in (Step.RECORDED,)
    seat = next((s for s in round_.present if s.person_id == person_id), None)
    mine: list[Block] = [act("table", round_, says=words["do.table_open"])]
    if on_the_way and step == Step.TEST and decides(round_, person_id) and not f["extended"]:
        mine.append(act("wait", round_))
    if step == Step.REVIEW and standing.awaits(round_, person_id) and seat and seat.step == ASKED:
        mine.append(act("working", round_))
    if seat and on_the_way:
        mine.append(act("pause", round_))
    if seat and round_.status == Status.PAUSED:
        mine.append(act("go_on", round_))
    if seat and round_.status in (Status.RUNNING, Status.PAUSED):
        mine.append(act("step_out", round_))
    if running and standing.may_take(round_, person_id):
        mine.append(act("host_yes", round_))
    if f["record"]:
        mine.append(to_record(round_))
    rows = [mine, _record_row(round_, person_id)]
    blocks: list[Block] = [section(words["menu.intro"].fill()), *(buttons(*row) for row in rows if row)]
    steers = _steer_row(round_, person_id)
    if steers:
        blocks += [divider(), section(words["menu.host"].fill()), buttons(*steers)]
    return View(
        title=words["menu.title"],
        blocks=[*blocks, divider(), buttons(act("log", round_), act("how", round_))],
        close=words["close"],
    )


def _record_row(round_: Round, person_id: str) -> list[Block]:
    """What whoever decided may do with what came of it."""
    if not facts(round_)["record"] or not decides(round_, person_id):
        return []
    row = [act("correct", round_)]
    if round_.step in (Step.RECORDED, Step.REVIEW) and standing.holds(round_):
        row.append(act("amend", round_))
    if round_.step == Step.RECORDED and standing.holds(round_):
        row.append(act("look", round_))
    return row


def _steer_row(round_: Round, person_id: str) -> list[Block]:
    step, f, host = round_.step, facts(round_), person_id == round_.host_id
    row: list[Block] = []
    moves = (Step.SHARE, Step.GATHER, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT, Step.INTEGRATE)
    late = standing.is_late(round_) or not standing.host_name(round_)
    if round_.status == Status.RUNNING and step in moves and (host or (late and decides(round_, person_id))):
        again = step in (Step.BUILD, Step.INTEGRATE) and f["test"]
        says = words["do.test_again"] if again else words[f"move_on.{step}"]
        row.append(act("move_on", round_, says=says))
    if not host or step == Step.TAKEN_BACK or round_.status not in (Status.RUNNING, Status.PAUSED):
        return row
    if step in (Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT) and not f["test"]:
        row.append(act("send_back", round_))
    if step != Step.RECORDED and round_.ends_at and not f["extended"]:
        row.append(act("extend", round_))
    row += [act("name", round_), act("hand", round_)]
    if step not in (Step.RECORDED, Step.REVIEW, Step.WRITE):
        row.append(act("put_off", round_))
    return row


def log(round_: Round, zone_name: str) -> View:
    """Everything that whoever looks after it did, for everybody in the channel."""
    lines = [
        words["log.line"].fill(
            when=when(datetime.fromisoformat(at), zone(zone_name)),
            what=words[f"log.{what}"].fill(name=name_of(round_, who)),
        )
        for at, who, what in facts(round_)["log"]
    ]
    blocks = [section(line) for line in lines[-90:]] or [section(words["log.nothing"].fill())]
    return View(title=words["log.title"], blocks=blocks, close=words["close"])


def how(round_: Round, support: str) -> View:
    """Who sees what, what is kept, what a test is, why me."""
    parts = ("way", "apart", "test", "see", "kept", "slack", "watching")
    blocks: list[Block] = [
        section(f"*{words[f'how.{part}.title']}*\n{words[f'how.{part}.text']}") for part in parts
    ]
    if support:
        blocks.append(section(words["how.support"].fill(support=support)))
    host = standing.host_name(round_) or name_of(round_, round_.host_id)
    blocks.append(section(f"*{words['how.why.title']}*\n{words['how.why.text'].fill(host=host)}"))
    blocks += closing.reminders()
    return View(title=words["how.title"], blocks=blocks, close=words["close"])


def _form(round_: Round, key: str, blocks: list[Block], about: str = "") -> View:
    return View(
        title=words[f"{key}.title"],
        blocks=blocks,
        callback_id=f"options.{key}",
        submit=words[f"{key}.submit"],
        close=words["cancel"],
        private_metadata=f"{round_.id}|{about}" if about else round_.id,
    )


def _question(round_: Round) -> list[Block]:
    return quote(standing.text(round_, "question"))


def _proposal(round_: Round) -> list[Block]:
    chosen = standing.proposal(round_)
    if chosen is None or not chosen.text:
        return []
    return [section(f"*{words['card.proposal']}*"), *quote(chosen.text)]


def _text_of(round_: Round, reply_id: str) -> list[Block]:
    return [b for r in round_.replies if r.id == reply_id and r.text for b in quote(r.text)]


def _mine(round_: Round, kind: str, person_id: str) -> str:
    mine = round_.one(kind, person_id)
    return mine.text if mine and mine.text else ""


def _kept() -> Block:
    return text_input(
        "kept", words["edit.kept"], max_length=TEXT_MAX, optional=True, hint=words["edit.kept_hint"]
    )


def _kind(round_: Round, person_id: str) -> list[Block]:
    """What somebody brings to this, where their profile does not say it: asked, never demanded."""
    seat = round_.seat(person_id)
    if seat.kind != "unsaid" or not facts(round_)["kinds"]:
        return []
    options = [(name, words[f"brings.{name}"]) for name in (*KINDS, "both", "unsaid")]
    said = facts(round_)["said"].get(person_id, "unsaid")
    return [choice("kind", words["answer.kind"], options, chosen=said, hint=words["answer.kind_hint"])]
