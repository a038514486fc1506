"""What opens in front of a person: writing apart, working on the options, answering, writing it down."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from bot.features.options.cards import card
from bot.features.options.cards.saying import (
    act,
    counted,
    handed_to,
    host,
    kinds,
    lacking,
    looked,
    mandate,
    proposed,
    put,
    reasons,
    safe_enough,
    signed,
    titled,
    to_meet,
    to_record,
    words,
)
from bot.features.options.flow import (
    asking,
    becoming,
    beside,
    building,
    consent,
    further,
    putting,
    recording,
    standing,
    testing,
)
from bot.features.options.flow.hosting import BACK, MOVES
from bot.features.options.models import (
    ASKED,
    KINDS,
    MANDATE,
    ON_THE_WAY,
    OPEN,
    REVIEW_WEEKS_MOST,
    SEEN_OUTSIDE,
    STANDING,
    STOP,
    Considered,
    Level,
    Note,
    State,
    Step,
    Words,
    day_from,
    decides,
    facts,
)
from bot.features.options.register.cards.saying import level_of
from bot.features.options.register.forms import blacked
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import (
    as_much_as_fits,
    as_written,
    called,
    moment_of,
    name_of,
    names,
)
from bot.slack.blocks import (
    CHECKBOXES,
    Block,
    View,
    buttons,
    choice,
    context,
    date,
    divider,
    people,
    quote,
    section,
    text_input,
    tick,
    ticks,
)
from bot.slack.text import cut
from bot.words import Markup

QUESTION_MAX, TEXT_MAX, LINE_MAX = 300, 1500, 300
CHANNEL, NAMED = "who_reads.channel", "who_reads.channel_named"
PAGE = 8  # options on a page
SAFE_MAX = 500  # characters; with a reason as long as it may be, an answer is kept no longer than others
BESIDE_A_BOX = 70  # characters of an option that find room there
BESIDE = 12  # reservations and notes beside a question
_LEFT = ("put_off", "no_ideas", "not_chosen", "not_changed", "too_few", "talk", "rested", "left")
HOW = ("way", "apart", "test", "see", "kept", "slack", "watching")
WHOSE = {"both": KINDS, "lived": ("lived",), "professional": ("professional",), "any": ()}
ASKED_ABOUT = (Step.CLARIFY, Step.BUILD)
CHANGED = (Step.BUILD, Step.INTEGRATE)


def start(
    channel: str, question: str = "", proposal: str = "", chosen: Sequence[str] = (), follows: str = ""
) -> View:
    """A matter begins: what it is about, who decides, what is ours to decide; `follows`: a record."""
    asked = text_input(
        "question",
        words["start.question"],
        value=question,
        max_length=QUESTION_MAX,
        placeholder=None if question or proposal else words["start.question_like"],
        focus=not question,
    )
    who = people(
        "deciders", words["start.deciders"], many=True, chosen=chosen, hint=words["start.deciders_hint"]
    )
    after = [context(words["start.follows"].fill())] if follows else []
    brought = _proposal(proposal)
    ours, *further = _ours()
    unknown = tick("unknown", words["start.unknown"], beside=words["start.unknown_tick"])
    return pages.form(
        words,
        "start",
        channel,
        section(words["start.intro"].fill()),
        *(after if not proposal else []),
        asked,
        who,
        section(words["start.enough"].fill()),
        *([brought, ours] if proposal else [ours, unknown]),
        about=follows,
        more=[
            *([unknown] if proposal else [brought]),
            *_how_it_goes(proposal),
            *further,
            *(after if proposal else []),
        ],
    )


def _proposal(given: str) -> Block:
    """With what becomes of it, whichever way is chosen as the form opens."""
    label, hint = ("given", "given_hint") if given else ("proposal", "proposal_hint")
    return text_input(
        "proposal",
        words[f"start.{label}"],
        value=given,
        max_length=TEXT_MAX,
        optional=True,
        hint=words[f"start.{hint}"],
    )


def _ours() -> list[Block]:
    """What is theirs to decide, first what they can: one of these is said, or that they do not know yet."""
    return [
        text_input(key, words[f"start.{key}"], max_length=LINE_MAX, multiline=False, optional=True)
        for key in MANDATE
    ]


def _how_it_goes(proposal: str) -> list[Block]:
    """Why it is asked, whose words count, and which way it goes."""
    ways = [("long", words["start.way_long"]), ("short", words["start.way_short"])]
    kinds_ = [(name, words[f"start.kinds_{name}"]) for name in WHOSE]
    return [
        text_input("why_now", words["start.why_now"], max_length=LINE_MAX, multiline=False, optional=True),
        section(words["start.others"].fill()),
        choice("kinds", words["start.kinds"], kinds_, chosen="both", hint=words["start.kinds_hint"]),
        choice("way", words["start.way"], ways, chosen="short" if proposal else "long"),
    ]


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


def table(round_: Round, page: int | str = 0, me: str = "") -> View:
    """Everything that was said so far, for everybody in the channel, and what one can do with it.

    `me`: the reader's id; what only some may do is offered to them alone.
    """
    live = standing.live(round_)
    last = max(0, -(-len(live) // PAGE) - 1)
    number = min(int(page), last) if str(page).isascii() and str(page).isdigit() else 0
    first_of_all = to_meet(round_) if round_.step == Step.INTEGRATE else []
    before = [*first_of_all, *_counted_line(round_, me), *_why_not(round_)]
    before += [*looked(round_), *_blacked_out(round_), *_said(round_, "same"), *_said(round_, "differ")]
    after = [[divider(), *said] for said in (*_said(round_, "absent"), *_said(round_, "reaction"))]
    after += [[divider(), *first] for first in counted(round_)] + reasons(round_)
    groups = [[*_question(round_), *mandate(round_)], *(before if number == 0 else [])]
    groups += [_option(round_, reply, me) for reply in live[number * PAGE : (number + 1) * PAGE]]
    groups += after if number == last else []
    if not (live or before or after):
        groups.append([section(words["table.nothing"].fill())])
    turn = [
        act(name, round_, value=str(to), says=words[f"do.{says}"])
        for name, says, to in (("previous", "previous", number - 1), ("table", "next", number + 1))
        if 0 <= to <= last
    ]
    foot = [buttons(*row) for row in (turn, _table_row(round_, me)) if row]

    def whole(shown: list[Block]) -> View:
        return pages.page(words, "table", *shown, *foot)

    return whole(as_much_as_fits(groups, section(words["table.more"].fill()), whole))


def _why_not(round_: Round) -> list[list[Block]]:
    """Why somebody said no to what was put to all last."""
    said = consent.why_not(round_)
    return [titled(words["put.why_not"], said[0]), *map(quote, said[1:])] if said else []


def _blacked_out(round_: Round) -> list[list[Block]]:
    """That passages were, by whom and when."""
    said = blacked(recording.words_of(round_), lambda at: moment_of(round_, at))
    return [[context(line) for line in said]] if said else []


def _said(round_: Round, kind: str) -> list[list[Block]]:
    """What each said of that, under its title; nothing where nobody did."""
    found = [reply for reply in round_.of_kind(kind) if reply.text or reply.unreadable]
    return [[section(f"*{words[f'table.{kind}']}*"), *signed(round_, found)]] if found else []


def _option(round_: Round, reply: Reply, me: str) -> list[Block]:
    """One option: its words, who had a hand in it, what was asked, what it was before."""
    called = ", ".join(name_of(round_, who) for who in building.contributors(round_, reply.id))
    key = "option_proposal" if facts(round_)["proposal"] == reply.id else "option"
    before = building.history(round_, reply.id)
    past = [cut(one.text, LINE_MAX) for one in before[:3] if one.text]
    kept = dict.fromkeys(building.kept_of(round_, one.id) for one in before)
    about, row = [reply.id, *(one.id for one in before)], _option_row(round_, reply, me)
    return [
        divider(),
        *as_written(reply, attribution=words[f"table.{key}"].fill(names=called)),
        *_counted(round_, reply),
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


def _counted_line(round_: Round, me: str) -> list[list[Block]]:
    """That it is open how many would take each option further; and what whoever may choose can do now."""
    if not further.is_open(round_):
        return []
    chooses = round_.step == Step.BUILD and not facts(round_)["proposal"] and standing.steers(round_, me)
    lines = [words["further.open"].fill(), *([words["further.choose"].fill()] if chooses else [])]
    return [[section(" ".join(lines))]]


def _counted(round_: Round, reply: Reply) -> list[Block]:
    """How many would take this option further; never who."""
    if not further.is_open(round_):
        return []
    count, of = further.counts(round_).get(reply.id, 0), further.many(round_)
    return [context(words["further.count"].fill(count=count, of=of))]


def _option_row(round_: Round, reply: Reply, me: str) -> list[Block]:
    f, step = facts(round_), round_.step
    there = {
        "ask": step in ASKED_ABOUT,
        "edit": step in CHANGED,
        "split": step == Step.BUILD,
        "choose": step == Step.BUILD
        and f["proposal"] != reply.id
        and len(f["live"]) > 1
        and standing.steers(round_, me),
    }
    return [act(name, round_, value=reply.id) for name, can in there.items() if can]


def _table_row(round_: Round, me: str) -> list[Block]:
    names_ = {
        Step.SHARE: ("share",),
        Step.BUILD: ("add", "merge") if len(standing.live(round_)) > 1 else ("add",),
        Step.MISSING: ("missing",),
        Step.REACT: ("react",),
        Step.TEST: ("answer",),
    }.get(Step(round_.step), ())
    own = {
        "further": standing.ticks_wait(round_) and decides(round_, me),
        "who_asked": standing.may_read_who(round_, me),
        "unname": standing.has_words(round_),
    }
    there = [act(name, round_) for name in names_ if round_.status == Status.RUNNING]
    return [*there, *_those(round_, own)]


def take_further(round_: Round, person_id: str) -> View:
    """Any of the options on the table, or none: as many boxes in a block as Slack takes."""
    live, mine = standing.live(round_), further.ticked(round_, person_id)
    options = [(reply.id, cut(reply.text or "", BESIDE_A_BOX)) for reply in live]
    parts = [options[at : at + CHECKBOXES] for at in range(0, len(options), CHECKBOXES)]
    boxes = [
        ticks(f"options{number}", words["further.more" if number else "further.label"], part, chosen=mine)
        for number, part in enumerate(parts)
    ]
    foot = [context(words["further.few"].fill())] if standing.few(round_) else []
    long = [quote(reply.text) for reply in live if reply.text and len(reply.text) > BESIDE_A_BOX]
    title = [[section(words["further.whole"].fill())]] if long else []

    def whole(shown: list[Block]) -> View:
        intro = section(words["further.intro"].fill())
        return _form(round_, "further", intro, *shown, *boxes, *foot, reads="further.reads")

    return whole(as_much_as_fits([*title, *long], section(words["further.rest"].fill()), whole))


def ticked(round_: Round, person_id: str) -> View:
    """It is in; once all are, how many would take each further lies on the table."""
    if further.is_open(round_):
        return table(round_, me=person_id)
    done, of = further.finished(round_)
    return pages.page(words, "further", section(words["further.kept"].fill(done=done, of=of)))


def who_asked(round_: Round, person_id: str) -> View:
    """Of the test that was closed last: who was asked; how many answered. Never who did, and never what."""
    found, mine = asking.asked(round_), asking.counted(round_, person_id)
    if found is None:  # somebody changed its row
        return pages.page(words, "who_asked", section(words["refused.nobody_asked"].fill()))
    seats = [seat for seat in round_.seats if seat.person_id in found["who"]]
    about = [words["who_asked.amends" if found["amends"] else "who_asked.about"].fill()]
    about += [] if found["opened"] else [words["who_asked.unopened"].fill()]
    counts = {key: found[key] for key in ("reached", "answered", "aside", "missing", "left")}
    counts.pop("aside" if not found["opened"] else "", None)
    lines = [words[f"who_asked.{key}"].fill(count=count) for key, count in counts.items()]
    own = [] if mine is None else [section(words[f"who_asked.{'mine' if mine else 'not_mine'}"].fill())]
    return pages.page(
        words,
        "who_asked",
        section(" ".join(about)),
        section(words["who_asked.names"].fill(count=len(found["who"]), names=names(seats))),
        section("\n".join(lines)),
        *own,
        context(words["who_asked.foot"].fill()),
    )


def ask(round_: Round, option: str) -> View:
    box = text_input("text", words["ask.label"], max_length=LINE_MAX, hint=words["ask.hint"], focus=True)
    return _form(round_, "ask", *_quoted(round_, option), box, about=option, reads=NAMED)


def clear(round_: Round, question: str) -> View:
    box = text_input("text", words["clear.label"], max_length=TEXT_MAX, focus=True)
    return _form(round_, "clear", *_quoted(round_, question), box, about=question, reads=NAMED)


def edit(round_: Round, option: str) -> View:
    ways = [section(words["edit.ways"].fill())] if round_.step == Step.INTEGRATE else []
    against = _to_meet(round_) if ways else []
    before = _text_of(round_, option)
    box = text_input("text", words["edit.label"], value=before, max_length=TEXT_MAX, focus=True)
    return _form(round_, "edit", *against, *ways, box, _kept(), _signed(), about=option)


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
        *(_beside(round_) or proposed(round_)),
        choice("level", words["answer.level"], levels, chosen=given.level if given else None),
        text_input(
            "why",
            words["answer.why"],
            value=given.why if given else "",
            max_length=TEXT_MAX,
            optional=True,
            hint=words["answer.why_hint"],
        ),
        *_kind(round_, person_id),
        *([context(words["answer.few"].fill())] if standing.few(round_) else []),
        reads="answer.reads",
        more=[
            text_input(
                "safe",
                words["answer.safe"],
                value=given.safe if given else "",
                max_length=SAFE_MAX,
                optional=True,
                hint=words["answer.safe_hint"],
            ),
            _named(bool(given and given.named)),
        ],
    )


def _beside(round_: Round) -> list[Block]:
    """In a test that is not the first: what stood against it, how it read then, and how it reads now."""
    then, now = standing.tested(round_), standing.proposal(round_)
    if not (testing.result(round_) and then and then.text and now and now.text):
        return []
    against = _to_meet(round_)
    reads = titled(words["beside.now"], now.text)
    if consent.says_the_same(then.text, now.text):
        reads = [section(words["beside.same"].fill())]
    return [
        *([section(f"*{words['beside.against']}*"), *against] if against else []),
        *titled(words["beside.then"], then.text),
        *reads,
    ]


def _to_meet(round_: Round) -> list[Block]:
    """What has to be met, as many as leave room for the question."""
    there = to_meet(round_)
    more = [context(words["beside.more"].fill())] if len(there) > BESIDE else []
    return [*(block for one in there[:BESIDE] for block in one), *more]


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
    decision, why, *more = _record_boxes(recording.gathered(round_), round_, state, now)
    return _form(round_, "write", *_heard(round_), decision, why, more=more)


def _heard(round_: Round) -> list[Block]:
    """Where those who disagree are to be heard first: what they said."""
    if not facts(round_)["hear"]:
        return []
    return [text_input("heard", words["write.heard"], max_length=TEXT_MAX, hint=words["write.heard_hint"])]


def correct(round_: Round, now: datetime) -> View:
    """The wording, or what was left open. What was tested is changed by `amend` alone."""
    f, intro = facts(round_), section(words["correct.intro"].fill())
    why = text_input("why_changed", words["correct.why"], max_length=LINE_MAX, focus=True)
    decision, *more = _record_boxes(recording.words_of(round_), round_, State(f["state"]), now)
    return _form(round_, "correct", intro, why, decision, about=str(f["version"]), more=more)


def _record_boxes(record: Words, round_: Round, state: State, now: datetime) -> list[Block]:
    owner, holds = facts(round_)["owner"], state in STANDING
    kept = {key: str(text) for key, text in record.items()}
    back = ["came_back"] if record["handed"] else []
    decision, why, *more = (
        text_input(
            key,
            words[f"write.{key}"],
            value=kept[key],
            max_length=TEXT_MAX,
            optional=key != "decision" or not holds,
            hint=words["write.decision_hint"] if key == "decision" and holds else "",
        )
        for key in ("decision", "why", "first_step", "know", "harms", "stop", *back)
    )
    sees = people("owner", words["write.owner"], chosen=[owner] if owner else (), optional=True)
    at, first = recording.review_of(round_) or recording.usual_review(state, now), day_from(kept["first_day"])
    day = date("first_day", words["write.first_day"], value=first, optional=True)
    step, *more = more
    return [decision, why, sees, step, day, *more, *([_review(at)] if holds else [])]


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


def working(round_: Round, person_id: str, notes: Sequence[Note] = (), came: Sequence[Block] = ()) -> View:
    """Is this still working for you? Beside it what was agreed, and what people had against it.

    `came`: what became of what people took on from it.
    """
    record, said = recording.words_of(round_), testing.read_working(round_.one("working", person_id))
    answers = [(name, words[f"answer.{name}"]) for name in ("yes", "partly", "no")]
    return _form(
        round_,
        "working",
        *titled(words["review.decision"], record["decision"]),
        *titled(words["review.why"], record["why"]),
        *_measures(record),
        *([section(f"*{words['review.came']}*"), *came] if came else []),
        *_handed(round_, record),
        *_seen(round_),
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
        reads="working.late" if facts(round_)["opened"] else "working.apart",
        more=_kind(round_, person_id),
    )


def _measures(record: Words) -> list[Block]:
    """What they said that they would watch, each above the question of what was seen of it."""
    kept = {"first_step": record["first_step"], "know": record["know"]}
    kept |= {"harms": record["harms"], "stop": record["stop"], "absent": record["absent"]}
    return [block for key, text in kept.items() for block in titled(words[f"review.{key}"], text)]


def _handed(round_: Round, record: Words) -> list[Block]:
    """To whom it was handed on; and what came back, or the way to write it down."""
    if not record["handed"]:
        return []
    asks = section(words["review.handed"].fill(to=handed_to(record)))
    back = quote(record["came_back"]) if record["came_back"] else []
    return [asks, *back, buttons(act("came_back", round_))]


def _seen(round_: Round) -> list[Block]:
    """What they have seen who pulled the stop-sign."""
    seen = [one["text"] for one in beside.opened(round_) if one["answer"] == STOP][:BESIDE]
    return [*titled(words["review.seen"], seen[0]), *chain(*map(quote, seen[1:]))] if seen else []


def _against(record: Words, notes: Sequence[Note]) -> list[Block]:
    """Every reservation, and what was noted beside it since; as many as leave room for the question."""
    said = [r for r in record["reservations"] if r["level"] != Level.ASIDE]
    against = [(r["text"], r["name"], safe_enough(r)) for r in said]
    against += [(note.text, note.name, []) for note in notes]
    blocks = [section(f"*{words['review.reservations']}*")] if against else []
    for text, name_, safe in against[:BESIDE]:
        who = words["name_only"].fill(name=name_ or words["member"])
        blocks += [*(quote(text, attribution=who) if text else [context(who)]), *safe]
    return [*blocks, *([context(words["review.more"].fill())] if len(against) > BESIDE else [])]


def hand_on(round_: Round, _: str = "") -> View:
    """To whom what was agreed goes; it holds as it was."""
    to = recording.words_of(round_)["who_decides"]
    intro = section(words["hand_on.intro"].fill())
    box = text_input(
        "to", words["hand_on.to"], value=to, max_length=LINE_MAX, multiline=False, hint=words["hand_on.hint"]
    )
    return _form(round_, "hand_on", intro, box, reads=NAMED)


def came_back(round_: Round, _: str = "") -> View:
    """What came of it; where something stands there, other words are put to all."""
    record = recording.words_of(round_)
    asks = words["review.handed"].fill(to=handed_to(record))
    before = record["came_back"]
    box = text_input("came_back", words["came_back.label"], value=before, max_length=TEXT_MAX, focus=True)
    stands = [context(words["came_back.put"].fill())] if before else []
    return _form(round_, "came_back", section(asks), box, *stands)


def lives(round_: Round, person_id: str) -> View:
    """How is it for you? Of whoever does not decide: apart, counted apart."""
    record, said = recording.words_of(round_), beside.read(round_.one(beside.LIVES, person_id))
    answers = [(name, words[f"answer.{name}"]) for name in ("yes", "partly", "no")]
    return _form(
        round_,
        "lives",
        *titled(words["review.decision"], record["decision"]),
        *titled(words["review.why"], record["why"]),
        choice("answer", words["lives.answer"], answers, chosen=said["answer"] if said else None),
        text_input(
            "text",
            words["lives.text"],
            value=said["text"] if said else "",
            max_length=TEXT_MAX,
            optional=True,
        ),
        _named(bool(said and said["name"])),
        context(words["lives.counted"].fill()),
        reads="working.late" if facts(round_)["opened"] else "lives.apart",
    )


def lived(round_: Round, _: str = "") -> View:
    opened = facts(round_)["opened"]
    row = [buttons(act("table", round_, says=words["table_on.review"]))] if opened else []
    return pages.page(words, "lives", section(words["lives.open" if opened else "lives.kept"].fill()), *row)


def stop(round_: Round, person_id: str) -> View:
    """The stop-sign: what somebody has seen, beside what all said would make them look sooner."""
    mine = text_of(round_, beside.SIGN, person_id)
    return _form(
        round_,
        "stop",
        section(words["stop.intro"].fill()),
        *titled(words["stop.sooner"], recording.words_of(round_)["stop"]),
        *([section(words["stop.yours"].fill()), buttons(act("sign_back", round_))] if mine else []),
        text_input(
            "seen", words["stop.seen"], value=mine, max_length=TEXT_MAX, hint=words["stop.hint"], focus=True
        ),
        reads="stop.reads",
    )


def stopped(round_: Round, _: str = "") -> View:
    return pages.page(
        words, "stop", section(words["stop.came" if facts(round_)["sooner"] else "stop.kept"].fill())
    )


def became(round_: Round, person_id: str) -> View:
    """What became of what this person said, for them alone; and of what nobody signed, without whose."""
    record, name_ = recording.words_of(round_), becoming.called(round_, person_id)
    mine = [group for key in ([name_] if name_ else []) for group in _became_of(record, key)]
    unsigned = _became_of(record, "")
    groups = [_came_to(round_, record), [section(f"*{words['became.mine']}*")]]
    groups += mine or [[section(words["became.nothing" if name_ else "became.not_known"].fill())]]
    if unsigned:
        groups += [[divider(), section(words["became.unsigned"].fill())], *unsigned]
    groups.append([divider(), *(section(words[f"became.{key}"].fill()) for key in _said_beside(record))])

    def whole(shown: list[Block]) -> View:
        return pages.page(words, "became", *shown, buttons(to_record(round_)))

    return whole(as_much_as_fits(groups, section(words["became.more"].fill()), whole))


def _came_to(round_: Round, record: Words) -> list[Block]:
    """What was asked, and what it came to; where it was left for now, why."""
    state, change = State(facts(round_)["state"]), record["change"]
    line = words[f"came_to.{state}"].fill()
    if change["what"] in _LEFT:
        by = change["by"] or words["member"]
        why = words[f"recorded.change_{change['what']}"].fill(by=by, why=change["why"])
        line = Markup(f"{line} {why}")
    stands = titled(words["review.decision"], record["decision"]) if state in STANDING else []
    return [*_question(round_), section(line), *stands]


def _became_of(record: Words, name_: str) -> list[list[Block]]:
    """Each option and each reservation of whoever is called so, and where it went."""
    found = [_went(record, one) for one in becoming.options(record, name_)]
    against = becoming.reservations(record, name_)
    return found + [
        [
            *quote(one["text"], attribution=level_of(one["level"])),
            context(words["became.word_for_word"].fill()),
        ]
        for one in against
    ]


def _went(record: Words, option: Considered) -> list[Block]:
    way = becoming.way(record, option)
    into = [block for text in option["into"] or [] for block in quote(cut(text, LINE_MAX))]
    why = record["why"] if way is becoming.Way.LEFT else ""
    because = [words["became.why"].fill(why=cut(why, LINE_MAX))] if why else []
    kept = [words["table.kept"].fill(text=cut(option["kept"], LINE_MAX))] if option["kept"] else []
    told = section(words[f"became.{way}"].fill())
    return [*quote(option["text"]), told, *into, *(context(line) for line in (*because, *kept))]


def _said_beside(record: Words) -> list[str]:
    """What else was said on the way: what of it stands, and what is gone."""
    stands = any(record[key] for key in ("same", "differ", "absent"))
    led = not {Step.CLARIFY.value, Step.REACT.value} <= {*record["skipped"]}
    return [*(["lines"] if stands else []), *(["led"] if led else []), "alone"]


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


def seal(round_: Round, _: str = "") -> View:
    intro = section(words["seal.intro"].fill())
    return _form(round_, "seal", intro, text_input("why", words["seal.why"], max_length=TEXT_MAX, focus=True))


def public(round_: Round, _: str = "") -> View:
    """With all that anybody could read then."""
    why = text_input("why", words["public.because"], max_length=TEXT_MAX, optional=True)
    return _form(round_, "public", section(words["public.intro"].fill()), *_outside(round_), why)


def let_go(round_: Round, person_id: str) -> View:
    """Somebody would no longer decide: who, and why."""
    others = [(seat.person_id, called(seat)) for seat in putting.may_go(round_, person_id)]
    return _form(
        round_,
        "let_go",
        section(words["let_go.intro"].fill()),
        choice("who", words["let_go.who"], others),
        text_input("why", words["let_go.why"], max_length=TEXT_MAX),
    )


def unname(round_: Round, _: str = "") -> View:
    """A passage that nobody should read: named, so that it can be blacked out."""
    intro, hint = section(words["unname.intro"].fill()), words["unname.hint"]
    box = text_input("passage", words["unname.passage"], max_length=LINE_MAX, hint=hint, focus=True)
    return _form(round_, "unname", intro, box, reads="unname.reads")


def _outside(round_: Round) -> list[Block]:
    """What is read outside, where all say yes."""
    record, review = dict(recording.words_of(round_)), recording.review_of(round_)
    told = {words[f"public.{key}"]: str(record[key]) for key in SEEN_OUTSIDE}
    blocks = [block for title, text in told.items() for block in titled(title, text)]
    day = words["recorded.review"].fill(when=moment_of(round_, review)) if review else None
    return [*blocks, *([section(day)] if day else [])]


def say_to_it(round_: Round, person_id: str) -> View:
    """What is put to all, beside what stands; yes or no, and why not."""
    what, said = consent.motion(round_)["what"], consent.read(round_.one(consent.CONSENT, person_id))
    options = [(key, words[f"consent.{key}_{what}"]) for key in ("yes", "no")]
    chosen = ("yes" if said["yes"] else "no") if said else None
    return _form(
        round_,
        "consent",
        section(put(round_, named=True)),
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
    what = consent.motion(round_)["what"]
    blocks = titled(
        words["put.because" if what in ("seal", "public", "let_go") else "put.why"], motion["why"]
    )
    if what == "unname":
        passage = motion["fields"].get("passage", "")  # none where its row was changed outside
        return titled(words["put.passage"], passage) if passage else blocks
    if what == "public":
        return [*blocks, *_outside(round_)]
    if what == "let_go":
        return blocks
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
        "lives": running and not deciding and step == Step.REVIEW,
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
    mine += [act("let_go", round_)] if standing.can_let_go(round_, person_id) else []
    mine += [to_record(round_)] if f["record"] else []
    mine += [act(name_, round_) for name_ in standing.with_record(round_, person_id)]
    groups = [("intro", mine), ("host", _steering(round_, person_id))]
    return pages.menu(words, round_, groups, beside=card(round_).rest)


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
    return pages.how(words, HOW, support, words["how.why"].fill(host=host(round_)), round_.channel_id)


def _form(
    round_: Round,
    key: str,
    *blocks: Block,
    about: str = "",
    reads: str = CHANNEL,
    more: Sequence[Block] = (),
) -> View:
    """A form of it; in most, who is in the channel reads what is written."""
    return pages.form(words, key, round_.id, *blocks, about=about, reads=words[reads].fill(), more=more)


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
