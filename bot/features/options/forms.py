"""What opens in front of a person: writing apart, working on the options, answering, writing it down."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.cards.saying import (
    act,
    counted,
    host,
    kinds,
    lacking,
    looked,
    mandate,
    proposed,
    put,
    reasons,
    signed,
    titled,
    to_record,
    words,
)
from bot.features.options.flow import building, consent, recording, standing, testing
from bot.features.options.flow.hosting import BACK, MOVES
from bot.features.options.models import (
    ASKED,
    KINDS,
    MANDATE,
    ON_THE_WAY,
    OPEN,
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
from bot.features.options.register.cards.saying import level_of
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import as_much_as_fits, as_written, moment_of, name_of
from bot.slack.blocks import (
    Block,
    View,
    buttons,
    choice,
    context,
    date,
    divider,
    header,
    people,
    quote,
    section,
    text_input,
    tick,
)
from bot.slack.text import cut

QUESTION_MAX, TEXT_MAX, LINE_MAX = 300, 1500, 300
CHANNEL, NAMED = "who_reads.channel", "who_reads.channel_named"
PAGE = 8  # options on a page
BESIDE = 12  # reservations and notes beside a question
HOW = ("way", "apart", "test", "see", "kept", "slack", "watching")
WHOSE = {"both": KINDS, "lived": ("lived",), "professional": ("professional",), "any": ()}
ASKED_ABOUT = (Step.CLARIFY, Step.BUILD)
CHANGED = (Step.BUILD, Step.INTEGRATE)


def start(channel: str, question: str = "", proposal: str = "", chosen: Sequence[str] = ()) -> View:
    """A matter begins: what it is about, who decides, what is ours to decide."""
    ways = [("long", words["start.way_long"]), ("short", words["start.way_short"])]
    kinds_ = [(name, words[f"start.kinds_{name}"]) for name in WHOSE]
    return pages.form(
        words,
        "start",
        channel,
        section(words["start.intro"].fill()),
        text_input(
            "question",
            words["start.question"],
            value=question,
            max_length=QUESTION_MAX,
            placeholder=words["start.question_like"],
            focus=not question,
        ),
        text_input("why_now", words["start.why_now"], max_length=LINE_MAX, multiline=False, optional=True),
        people(
            "deciders", words["start.deciders"], many=True, chosen=chosen, hint=words["start.deciders_hint"]
        ),
        section(words["start.enough"].fill()),
        choice("kinds", words["start.kinds"], kinds_, chosen="both", hint=words["start.kinds_hint"]),
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
            for key in MANDATE
        ),
        tick("unknown", words["start.unknown"], beside=words["start.unknown_tick"]),
    )


def elsewhere(question: str) -> View:
    """It began where there is no channel: that is where one has to go."""
    return pages.page(words, "start", section(words["start.elsewhere"].fill(question=question)))


def receipt(round_: Round) -> View:
    key, lack = "short" if facts(round_)["short"] else "long", standing.missing_kinds(round_)
    lines = [words[f"receipt.{key}"].fill(until=moment_of(round_, round_.ends_at))]
    lines += [words["receipt.lacking"].fill(kinds=kinds(lack))] if lack else []
    return pages.page(words, "receipt", *map(section, lines), buttons(act("take_back", round_)))


def share(round_: Round, person_id: str) -> View:
    boxes = [
        text_input(
            kind,
            words[f"share.{kind}"],
            value=text_of(round_, kind, person_id),
            max_length=TEXT_MAX,
            optional=True,
            focus=kind == "same",
        )
        for kind in ("same", "differ")
    ]
    return _form(round_, "share", section(words["share.intro"].fill()), *boxes, reads=NAMED)


def missing(round_: Round, person_id: str) -> View:
    box = text_input(
        "absent",
        words["missing.label"],
        value=text_of(round_, "absent", person_id),
        max_length=TEXT_MAX,
        hint=words["missing.hint"],
        focus=True,
    )
    return _form(
        round_, "missing", *proposed(round_), section(words["missing.intro"].fill()), box, reads=NAMED
    )


def react(round_: Round, person_id: str) -> View:
    box = text_input(
        "reaction",
        words["react.label"],
        value=text_of(round_, "reaction", person_id),
        max_length=LINE_MAX,
        multiline=False,
        hint=words["react.hint"],
        focus=True,
    )
    return _form(round_, "react", *proposed(round_), box, reads=NAMED)


def idea(round_: Round, person_id: str) -> View:
    """Apart, and unsigned unless its writer ticks it: then it is final, and the form says so."""
    back: list[Block] = []
    for mine in round_.of_kind("idea", person_id):
        back += quote(mine.text, attribution=words["idea.yours"].fill()) if mine.text else []
    return _form(
        round_,
        "idea",
        *_question(round_),
        *back,
        *([buttons(act("ideas_back", round_))] if back else []),
        text_input("idea", words["idea.label"], max_length=TEXT_MAX, hint=words["idea.hint"], focus=True),
        tick("named", words["idea.named"], beside=words["idea.named_tick"], hint=words["idea.named_hint"]),
        section(words["idea.final"].fill()),
        *([section(words["idea.few"].fill())] if standing.few(round_) else []),
        reads="idea.reads",
    )


def idea_kept(round_: Round, _: str = "") -> View:
    more = act("idea", round_, says=words["do.idea_more"])
    return pages.page(words, "idea", section(words["idea.kept"].fill()), buttons(more))


def table(round_: Round, page: int | str = 0) -> View:
    """Everything that was said so far, for everybody in the channel, and what one can do with it."""
    live = standing.live(round_)
    last = max(0, -(-len(live) // PAGE) - 1)
    number = min(int(page), last) if str(page).isascii() and str(page).isdigit() else 0
    before = [*_why_not(round_), *looked(round_), *_said(round_, "same"), *_said(round_, "differ")]
    after = [[divider(), *said] for said in (*_said(round_, "absent"), *_said(round_, "reaction"))]
    after += [[divider(), *first] for first in counted(round_)] + reasons(round_)
    groups = [[*_question(round_), *mandate(round_)], *(before if number == 0 else [])]
    groups += [_option(round_, reply) for reply in live[number * PAGE : (number + 1) * PAGE]]
    groups += after if number == last else []
    if not (live or before or after):
        groups.append([section(words["table.nothing"].fill())])
    turn = [
        act(name, round_, value=str(to), says=words[f"do.{says}"])
        for name, says, to in (("previous", "previous", number - 1), ("table", "next", number + 1))
        if 0 <= to <= last
    ]
    foot = [buttons(*row) for row in (turn, _table_row(round_)) if row]

    def whole(shown: list[Block]) -> View:
        return pages.page(words, "table", *shown, *foot)

    return whole(as_much_as_fits(groups, section(words["table.more"].fill()), whole))


def _why_not(round_: Round) -> list[list[Block]]:
    """Why somebody said no to what was put to all last."""
    said = consent.why_not(round_)
    return [titled(words["put.why_not"], said[0]), *map(quote, said[1:])] if said else []


def _said(round_: Round, kind: str) -> list[list[Block]]:
    """What each said of that, under its title; nothing where nobody did."""
    found = [reply for reply in round_.of_kind(kind) if reply.text or reply.unreadable]
    return [[section(f"*{words[f'table.{kind}']}*"), *signed(round_, found)]] if found else []


def _option(round_: Round, reply: Reply) -> list[Block]:
    """One option: its words, who had a hand in it, what was asked, what it was before."""
    called = ", ".join(name_of(round_, who) for who in building.contributors(round_, reply.id))
    key = "option_proposal" if facts(round_)["proposal"] == reply.id else "option"
    before = building.history(round_, reply.id)
    past = [cut(one.text, LINE_MAX) for one in before[:3] if one.text]
    kept = dict.fromkeys(building.kept_of(round_, one.id) for one in before)
    about, row = [reply.id, *(one.id for one in before)], _option_row(round_, reply)
    return [
        divider(),
        *as_written(reply, attribution=words[f"table.{key}"].fill(names=called)),
        *(context(words["table.before"].fill(text=text)) for text in past),
        *(context(words["table.kept"].fill(text=cut(text, LINE_MAX))) for text in kept if text),
        *(block for asks in round_.of_kind("asks") if asks.about in about for block in _asked(round_, asks)),
        *([buttons(*row)] if row and round_.status == Status.RUNNING else []),
    ]


def _asked(round_: Round, asks: Reply) -> list[Block]:
    """A question about an option, and what people know about it."""
    told = [asks, *(clear for clear in round_.of_kind("clear") if clear.about == asks.id)]
    blocks: list[Block] = []
    for reply in told:
        key = "table.asks" if reply is asks else "table.clear"
        who = words[key].fill(name=name_of(round_, reply.author_id))
        blocks += as_written(reply, attribution=who)
    return [*blocks, *([buttons(act("clear", round_, value=asks.id))] if round_.step in ASKED_ABOUT else [])]


def _option_row(round_: Round, reply: Reply) -> list[Block]:
    f, step = facts(round_), round_.step
    there = {
        "ask": step in ASKED_ABOUT,
        "edit": step in CHANGED,
        "split": step == Step.BUILD,
        "choose": step == Step.BUILD and f["proposal"] != reply.id and len(f["live"]) > 1,
    }
    return [act(name, round_, value=reply.id) for name, can in there.items() if can]


def _table_row(round_: Round) -> list[Block]:
    names = {
        Step.SHARE: ("share",),
        Step.BUILD: ("add", "merge") if len(standing.live(round_)) > 1 else ("add",),
        Step.MISSING: ("missing",),
        Step.REACT: ("react",),
        Step.TEST: ("answer",),
    }.get(Step(round_.step), ())
    return [act(name, round_) for name in names if round_.status == Status.RUNNING]


def ask(round_: Round, option: str) -> View:
    box = text_input("text", words["ask.label"], max_length=LINE_MAX, hint=words["ask.hint"], focus=True)
    return _form(round_, "ask", *_quoted(round_, option), box, about=option, reads=NAMED)


def clear(round_: Round, question: str) -> View:
    box = text_input("text", words["clear.label"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "clear", *_quoted(round_, question), box, about=question, reads=NAMED)


def edit(round_: Round, option: str) -> View:
    ways = [section(words["edit.ways"].fill())] if round_.step == Step.INTEGRATE else []
    before = _text_of(round_, option)
    box = text_input("text", words["edit.label"], value=before, max_length=TEXT_MAX, focus=True)
    return _form(round_, "edit", *ways, box, _kept(), _signed(), about=option)


def add(round_: Round, _: str = "") -> View:
    box = text_input("text", words["add.label"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "add", box, _signed())


def split(round_: Round, option: str) -> View:
    first = text_input("text", words["split.first"], value=_text_of(round_, option), max_length=TEXT_MAX)
    second = text_input("second", words["split.second"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "split", first, second, _signed(), about=option)


def merge(round_: Round, _: str = "") -> View:
    """Two options become one, and what is kept of each is said."""
    live = [(reply.id, cut(reply.text or "", 70)) for reply in standing.live(round_)]
    both = [choice(place, words[f"merge.{place}"], live) for place in ("first", "second")]
    box = text_input("text", words["merge.label"], max_length=TEXT_MAX)
    return _form(round_, "merge", *both, box, _kept(), _signed())


def answer(round_: Round, person_id: str) -> View:
    """Six levels, and "not mine to decide"; with the reason, and whether one's name may stand beside it."""
    given = testing.read(round_.one("answer", person_id))
    levels = [(level.value, level_of(level)) for level in Level]
    return _form(
        round_,
        "answer",
        *_question(round_),
        *mandate(round_),
        *proposed(round_),
        choice("level", words["answer.level"], levels, chosen=given.level if given else None),
        text_input(
            "why",
            words["answer.why"],
            value=given.why if given else "",
            max_length=TEXT_MAX,
            optional=True,
            hint=words["answer.why_hint"],
        ),
        _named(bool(given and given.named)),
        *_kind(round_, person_id),
        *([context(words["answer.few"].fill())] if standing.few(round_) else []),
        reads="answer.reads",
    )


def answered(round_: Round, _: str = "") -> View:
    if round_.step in (Step.TEST, Step.REVIEW, Step.CONSENT) and not facts(round_)["opened"]:
        done, of = standing.finished(round_)
        lack = [lacking(round_)] if standing.short_of(round_) else []
        line = " ".join([words["answer.kept"].fill(done=done, of=of), *lack])
        return pages.page(words, "answer", section(line))
    opened = act("table", round_, says=words["do.table_open"])
    return pages.page(words, "answer", section(words["answer.open"].fill()), buttons(opened))


def write(round_: Round, now: datetime) -> View:
    """The record, as whoever writes it down would have it."""
    state = State(facts(round_)["outcome"])
    return _form(
        round_, "write", *_heard(round_), *_record_boxes(recording.gathered(round_), round_, state, now)
    )


def _heard(round_: Round) -> list[Block]:
    """Where those who disagree are to be heard first: what they said."""
    if not facts(round_)["hear"]:
        return []
    return [text_input("heard", words["write.heard"], max_length=TEXT_MAX, hint=words["write.heard_hint"])]


def correct(round_: Round, now: datetime) -> View:
    """The wording, or what was left open. What was tested is changed by `amend` alone."""
    f, intro = facts(round_), section(words["correct.intro"].fill())
    why = text_input("why_changed", words["correct.why"], max_length=LINE_MAX, focus=True)
    boxes = _record_boxes(recording.words_of(round_), round_, State(f["state"]), now)
    return _form(round_, "correct", intro, why, *boxes, about=str(f["version"]))


def _record_boxes(record: Words, round_: Round, state: State, now: datetime) -> list[Block]:
    owner, holds = facts(round_)["owner"], state in STANDING
    kept = {key: str(text) for key, text in record.items()}
    decision, why, *more = (
        text_input(
            key,
            words[f"write.{key}"],
            value=kept[key],
            max_length=TEXT_MAX,
            optional=key != "decision" or not holds,
            hint=words["write.decision_hint"] if key == "decision" and holds else "",
        )
        for key in ("decision", "why", "first_step", "know", "harms", "stop")
    )
    sees = people("owner", words["write.owner"], chosen=[owner] if owner else (), optional=True)
    at = recording.review_of(round_) or recording.usual_review(state, now)
    return [decision, why, sees, *more, *([_review(at)] if holds else [])]


def amend(round_: Round, _: str = "") -> View:
    """What was agreed would change: it is tested like anything else."""
    before = recording.words_of(round_)["decision"]
    return _form(
        round_,
        "amend",
        section(words["amend.intro"].fill()),
        text_input("text", words["amend.text"], value=before, max_length=TEXT_MAX, focus=True),
        text_input("because", words["amend.because"], max_length=TEXT_MAX),
    )


def working(round_: Round, person_id: str, notes: Sequence[Note] = ()) -> View:
    """Is this still working for you? Beside it what was agreed, and what people had against it."""
    record, said = recording.words_of(round_), testing.read_working(round_.one("working", person_id))
    answers = [(name, words[f"answer.{name}"]) for name in ("yes", "partly", "no")]
    return _form(
        round_,
        "working",
        *titled(words["review.decision"], record["decision"]),
        *titled(words["review.why"], record["why"]),
        *_measures(record),
        *_against(record, notes),
        choice("answer", words["working.answer"], answers, chosen=said["answer"] if said else None),
        text_input(
            "text",
            words["working.text"],
            value=said["text"] if said else "",
            max_length=TEXT_MAX,
            optional=True,
        ),
        _named(bool(said and said["name"])),
        *_kind(round_, person_id),
        reads="working.late" if facts(round_)["opened"] else "working.apart",
    )


def _measures(record: Words) -> list[Block]:
    """What they said that they would watch, each above the question of what was seen of it."""
    kept = {"first_step": record["first_step"], "know": record["know"]}
    kept |= {"harms": record["harms"], "stop": record["stop"], "absent": record["absent"]}
    return [block for key, text in kept.items() for block in titled(words[f"review.{key}"], text)]


def _against(record: Words, notes: Sequence[Note]) -> list[Block]:
    """Every reservation, and what was noted beside it since; as many as leave room for the question."""
    said = [(r["text"], r["name"]) for r in record["reservations"] if r["level"] != Level.ASIDE]
    against = said + [(n.text, n.name) for n in notes]
    blocks = [section(f"*{words['review.reservations']}*")] if against else []
    for text, name_ in against[:BESIDE]:
        blocks += quote(text, attribution=words["name_only"].fill(name=name_ or words["member"]))
    return [*blocks, *([context(words["review.more"].fill())] if len(against) > BESIDE else [])]


def keep(round_: Round, now: datetime) -> View:
    at = recording.usual_review(State(facts(round_)["state"]), now)
    why = text_input("why", words["keep.why"], max_length=TEXT_MAX, optional=True, focus=True)
    return _form(round_, "keep", why, _review(at))


def end(round_: Round, _: str = "") -> View:
    return _form(round_, "end", text_input("why", words["end.why"], max_length=TEXT_MAX, focus=True))


def leave_it(round_: Round, _: str = "") -> View:
    """Somebody has answered already: to leave it for now is put to all."""
    intro = section(words["leave_it.intro"].fill())
    return _form(round_, "leave_it", intro, text_input("why", words["leave_it.why"], max_length=TEXT_MAX))


def say_to_it(round_: Round, person_id: str) -> View:
    """What is put to all, beside what stands; yes or no, and why not."""
    what, said = consent.motion(round_)["what"], consent.read(round_.one(consent.CONSENT, person_id))
    options = [(key, words[f"consent.{key}_{what}"]) for key in ("yes", "no")]
    chosen = ("yes" if said["yes"] else "no") if said else None
    return _form(
        round_,
        "consent",
        section(put(round_)),
        *_motion(round_),
        choice("say", words["consent.label"], options, chosen=chosen),
        text_input(
            "why",
            words["consent.why"],
            value=said["why"] if said else "",
            max_length=TEXT_MAX,
            optional=True,
        ),
        reads="consent.reads",
    )


def _motion(round_: Round) -> list[Block]:
    """Why, and how it would read beside how it reads."""
    motion, stands = consent.words_of(round_), dict(recording.words_of(round_))
    blocks = titled(words["put.why"], motion["why"])
    if until := consent.motion(round_)["review"]:
        day = moment_of(round_, datetime.fromisoformat(until))
        blocks.append(section(words["put.review"].fill(when=day)))
    if not motion["fields"]:
        return [*blocks, *titled(words["put.stands"], str(stands["decision"]))]
    for key, text in motion["fields"].items():
        blocks += titled(words["put.stands"], str(stands[key]))
        blocks += titled(words["put.reads"].plain(field=words[f"write.{key}"]), text)
    return blocks


def name(round_: Round, _: str = "") -> View:
    who = people("deciders", words["name.label"], many=True, hint=words["start.deciders_hint"])
    return pages.form(words, "name", round_.id, who)


def menu(round_: Round, person_id: str) -> View:
    """Everything else that this person can do here."""
    f, step, paused = facts(round_), round_.step, round_.status == Status.PAUSED
    running, deciding = round_.status == Status.RUNNING, decides(round_, person_id)
    there = any(seat.person_id == person_id for seat in round_.present)
    waits = deciding and round_.seat(person_id).step == ASKED
    can = {
        "wait": running and deciding and step == Step.TEST and not f["extended"],
        "working": running and waits and step == Step.REVIEW,
        "pause": running and there and step in OPEN,
        "go_on": paused and there,
        "step_out": there and (running or paused),
        "leave_it": running
        and (deciding or looks_after(round_, person_id))
        and standing.answers_wait(round_),
        "host_yes": running and standing.may_take(round_, person_id),
    }
    mine = [act("table", round_, says=words["do.table_open"]), *_those(round_, can)]
    mine += [act(name_, round_) for name_ in standing.late(round_, person_id)]
    mine += [to_record(round_)] if f["record"] else []
    mine += [act(name_, round_) for name_ in standing.with_record(round_, person_id)]
    return pages.menu(words, [("intro", mine), ("host", _steering(round_, person_id))], round_.id)


def _steering(round_: Round, person_id: str) -> list[Block]:
    """What whoever looks after it can do, and who may in their place."""
    f, step, running = facts(round_), Step(round_.step), round_.status == Status.RUNNING
    moves = running and step in MOVES and standing.steers(round_, person_id)
    again = step in (Step.BUILD, Step.INTEGRATE) and f["test"]
    key = "do.test_again" if again else f"move_on.{step}"
    hosts = looks_after(round_, person_id) and round_.status in (Status.RUNNING, Status.PAUSED)
    can = {
        "send_back": hosts and step in BACK and not f["test"],
        "extend": hosts and step in OPEN and round_.ends_at is not None and not f["extended"],
        "name": hosts,
        "hand": hosts,
        "put_off": hosts and step in ON_THE_WAY and not round_.of_kind("answer"),
    }
    return [*([act("move_on", round_, says=words[key])] if moves else []), *_those(round_, can)]


def _those(round_: Round, can: dict[str, bool]) -> list[Block]:
    return [act(name_, round_) for name_, there in can.items() if there]


def how(round_: Round, support: str) -> View:
    """Who sees what, what is kept, what a test is, why me."""
    return pages.how(words, HOW, support, words["how.why"].fill(host=host(round_)))


def _form(round_: Round, key: str, *blocks: Block, about: str = "", reads: str = CHANNEL) -> View:
    """A form of it; in most, who is in the channel reads what is written."""
    return pages.form(words, key, round_.id, *blocks, about=about, reads=words[reads].fill())


def _question(round_: Round) -> list[Block]:
    return quote(text_of(round_, "question"))


def _text_of(round_: Round, reply_id: str) -> str:
    return next((reply.text or "" for reply in round_.replies if reply.id == reply_id), "")


def _quoted(round_: Round, reply_id: str) -> list[Block]:
    return quote(text) if (text := _text_of(round_, reply_id)) else []


def _kept() -> Block:
    return text_input(
        "kept", words["edit.kept"], max_length=TEXT_MAX, optional=True, hint=words["edit.kept_hint"]
    )


def _signed() -> Block:
    return context(words["edit.signed"].fill())


def _named(checked: bool) -> Block:
    return tick("named", words["answer.named"], beside=words["answer.named_tick"], checked=checked)


def _review(at: datetime) -> Block:
    hint = words["write.review_hint"].plain(weeks=REVIEW_WEEKS_MOST)
    return date("review", words["write.review"], value=at.date(), hint=hint)


def _kind(round_: Round, person_id: str) -> list[Block]:
    """What somebody brings to this, where their profile does not say it: asked, never demanded."""
    if round_.seat(person_id).kind != "unsaid" or not facts(round_)["kinds"]:
        return []
    options = [(name_, words[f"brings.{name_}"]) for name_ in (*KINDS, "both", "unsaid")]
    said = facts(round_)["said"].get(person_id, "unsaid")
    return [choice("kind", words["answer.kind"], options, chosen=said, hint=words["answer.kind_hint"])]
