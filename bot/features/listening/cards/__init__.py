"""What stands in Slack of a listening round: the card in the channel, its closing, and each person's own."""

from collections.abc import Iterator

from bot.features.listening.cards import personal
from bot.features.listening.cards.saying import (
    act,
    aloud,
    host_of,
    lap_kind,
    message,
    moment_of,
    name_of,
    names,
    turn,
    words,
)
from bot.features.listening.flow import floor, standing
from bot.features.listening.models import (
    INVITED,
    Pace,
    Step,
    facts,
    joined,
    kept_moment,
    pace,
    place,
    plan_of,
)
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing
from bot.rounds.time.hours import zone
from bot.slack.blocks import Block, Message, buttons, context, divider, fits, header, quote, section, weight
from bot.slack.text import cut
from bot.slack.times import when
from bot.words import Markup

_ONCE_MORE = {"again": "write_again", "next": "write_next"}
# Of what was asked, on a closing card: characters of each, how many blocks, and their weight in all.
_LENGTHS, _QUESTIONS, _ASKED = (500, 200, 80, 30), 20, 6000
CARD, CLOSING = "channel", "closing"  # keys of the two cards in the channel


def draw(round_: Round) -> dict[str, Drawing]:
    """The card in the channel, which never moves; its thread; the closing card; each person's own."""
    place = round_.channel_id or ""
    if not facts(round_)["there"]:
        return {}
    wanted = {CARD: Drawing(place, "", card(round_))}
    if plan_of(round_).publish:
        for reply in published(round_):
            key = f"voice:{reply.about}:{reply.author_id}"
            wanted[key] = Drawing(place, "", voice(round_, reply), thread=CARD)
    if round_.step in (Step.CLOSED, Step.FORGOTTEN) and round_.status == Status.CLOSED:
        wanted[CLOSING] = Drawing(place, "closed", closed(round_))
    for seat in round_.seats:
        if seat.rang:
            own = personal.card(round_, seat)
            wanted[seat.person_id] = Drawing(seat.person_id, seat.rang, own)
    return wanted


def card(round_: Round) -> Message:
    """How it stands, for everybody in the channel."""
    host = host_of(round_)
    title = words["card.title"].fill(host=host) if host else words["card.title_nobody"].fill()
    asked = standing.asked(round_)
    question = asked.text if asked and asked.text else ""
    lines, rows = _face(round_)
    return message(title, question, Markup("\n".join(lines)), rows, _small_print(round_))


def voice(round_: Round, reply: Reply) -> Message:
    """One person's words in the thread, where that was chosen before anybody wrote."""
    name = name_of(round_, reply.author_id)
    if reply.kind == "withdrawn" or reply.text is None:
        line = words["voice.withdrawn"].fill(name=name)
        return Message(line, [context(line)])
    return Message(words["aloud.voice"].fill(name=name, text=reply.text), [header(name), *quote(reply.text)])


def published(round_: Round) -> list[Reply]:
    """What stands in the thread, of every lap, in an order that no speed decides."""
    found = [r for r in round_.replies if r.kind in ("open", "withdrawn")]
    return sorted(found, key=lambda r: (int(r.about), standing.place_of(round_, r)))


def closed(round_: Round) -> Message:
    """What was asked, who was offered the floor, what people chose to keep; and what might come next."""
    questions = [r.text for r in standing.was_asked(round_) if r.text]
    offered = standing.offered(round_)
    lines = [
        words["closing.offered"].fill(names=names(offered, mention=False))
        if offered
        else words["closing.nobody"].fill()
    ]
    row = [act("read_again", round_)] if _gathered(round_) else []
    row += closing.buttons(round_)
    title = words["closing.title"].fill()
    blocks: list[Block] = [section(f"*{title}*"), *_asked_all(questions)]
    foot = [context(_kept(round_)), *([buttons(*row)] if row else [])]
    said = words["aloud.card"].fill(title=title, question=" ".join(questions), body=Markup(" ".join(lines)))
    blocks += [section(line) for line in lines]
    return _with_takings(round_, Message(aloud(said, row), blocks), foot)


def _asked_all(questions: list[str]) -> list[Block]:
    """Everything that was asked; of a great many, as much of each as leaves room for the rest."""
    for most in _LENGTHS:
        blocks = [b for question in questions for b in quote(cut(question, most))][:_QUESTIONS]
        if weight(blocks) <= _ASKED:
            break
    return blocks


def _with_takings(round_: Round, above: Message, foot: list[Block]) -> Message:
    """As much of what people are taking as a message holds; the rest is read in the form."""
    takings = [r for r in round_.of_kind("taking") if r.text]
    if not takings:
        return Message(above.text, [*above.blocks, *foot])
    shown: list[Block] = [divider(), section(f"*{words['closing.taking'].fill()}*")]
    for number, reply in enumerate(takings):
        name = words["name_only"].fill(name=name_of(round_, reply.author_id))
        more = quote(reply.text or "", attribution=name)
        rest = section(words["closing.more"].fill(count=len(takings) - number))
        if not fits(Message(above.text, [*above.blocks, *shown, *more, rest, *foot])):
            return Message(above.text, [*above.blocks, *shown, rest, *foot])
        shown += more
    return Message(above.text, [*above.blocks, *shown, *foot])


def _kept(round_: Round) -> Markup:
    here = zone(_zone(round_))
    until = when(round_.ends_at, here) if round_.ends_at else ""
    if round_.step == Step.FORGOTTEN:
        return words["closing.deleted"].fill()
    if not _gathered(round_):
        return words["closing.kept_nothing"].fill()
    return words["closing.kept_thread" if plan_of(round_).publish else "closing.kept"].fill(until=until)


def _gathered(round_: Round) -> bool:
    return bool(round_.of_kind("open") or round_.of_kind("taking"))


def _face(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    """The lines of the card, and its rows of buttons."""
    if round_.status == Status.PAUSED:
        return _wanted(round_, [_line(round_, "paused")], [[act("go_on", round_), act("menu", round_)]])
    if round_.step in (Step.SPLIT, Step.TAKEN_BACK, Step.FORGOTTEN):
        return [_line(round_, round_.step)], []
    if round_.status == Status.STOPPED:
        return [_line(round_, "stopped")], []
    if round_.status == Status.CLOSED:
        return [_line(round_, "closed")], [[act("read_again", round_)]] if _gathered(round_) else []
    lines, rows = _FACES[Step(round_.step)](round_)
    if facts(round_)["quiet"] and round_.step == Step.CHECK_OUT:
        lines.insert(0, _line(round_, "quiet"))
    return _wanted(round_, lines, rows)


def _wanted(
    round_: Round, lines: list[Markup], rows: list[list[Block]]
) -> tuple[list[Markup], list[list[Block]]]:
    """Where whoever looks after it is not heard from, anybody may."""
    if facts(round_)["wanted"]:
        lines.append(_line(round_, "wanted" if host_of(round_) else "wanted_nobody"))
        rows[-1].insert(0, act("host_yes", round_))
    return lines, rows


def _write(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    f, kind = facts(round_), lap_kind(round_)
    named = "write_named" if plan_of(round_).people else "write"
    lines = [_line(round_, _ONCE_MORE.get(kind, named))]
    there, wrote = standing.counts(round_)
    if f["retried"]:
        lines.append(_line(round_, "retried"))
    if f["opens"]:
        lines.append(_line(round_, "opens"))
    counted = words["card.counts"].fill(joined=there, written=wrote)
    lines.append(counted if there else words["card.nobody_yet"].fill())
    return lines, [[act("write", round_, primary=True), act("menu", round_)]]


def _read(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    return [_line(round_, "read")], [
        [act("read", round_, primary=True), act("write", round_), act("menu", round_)]
    ]


def _asked(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    key = "asked_live" if pace(round_) is Pace.LIVE else "asked_relay"
    lines = [_line(round_, key), _line(round_, "here" if joined(round_) else "here_nobody")]
    return lines, [[act("join", round_, primary=True), act("begin", round_), act("menu", round_)]]


def _turns(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    lines = list(_floor_lines(round_))
    f = facts(round_)
    turn_row = [act("done", round_), act("pass_turn", round_), act("more", round_)]
    if f["calling"]:
        turn_row.insert(0, act("still_here", round_))
    rest = [act("listened", round_), act("say", round_), act("join", round_), act("menu", round_)]
    return lines, [turn_row if f["holder"] else [], rest]


def _floor_lines(round_: Round) -> Iterator[Markup]:
    f = facts(round_)
    again = f["offered"].count(f["holder"]) > 1
    key = {Step.CHECK_IN: "check_in", Step.CHECK_OUT: "check_out_live"}.get(Step(round_.step), "turns")
    if not f["holder"]:
        yield _line(round_, "hush")
    elif again:
        yield _line(round_, "turns_again")
    elif pace(round_) is Pace.RELAY and not floor.has_begun(round_):
        yield _line(round_, "turns_later")
    else:
        yield _line(round_, key)
    if _heard(round_):
        yield _line(round_, "hears")
    if f["calling"]:
        yield _line(round_, "calling")
    elif f["mark"] in (1, 2):
        yield _line(round_, "nearly")
    elif f["mark"] > 2:
        yield _line(round_, "past")
    yield _line(round_, "offered")


def _talk(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    return [_line(round_, "talk")], [[act("take", round_), act("debating", round_), act("menu", round_)]]


def _check_out(round_: Round) -> tuple[list[Markup], list[list[Block]]]:
    if pace(round_) is Pace.LIVE:
        return _turns(round_)
    read = [act("read", round_)] if round_.of_kind("open") else []
    return [_line(round_, "check_out")], [[act("take", round_, primary=True), *read, act("menu", round_)]]


_FACES = {
    Step.ASKED: _asked,
    Step.CHECK_IN: _turns,
    Step.TURNS: _turns,
    Step.WRITE: _write,
    Step.READ: _read,
    Step.TALK: _talk,
    Step.CHECK_OUT: _check_out,
}


def _small_print(round_: Round) -> list[Block]:
    """What becomes of what people write or say: on the card from the start."""
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        return []
    plan = plan_of(round_)
    key = "aloud" if plan.pace is not Pace.GATHER else "published" if plan.publish else "private"
    return [context(words[f"card.{key}"].fill())]


def _line(round_: Round, key: str) -> Markup:
    f, here = facts(round_), _zone(round_)
    holder = name_of(round_, f["holder"])
    offered = [round_.seat(person) for person in dict.fromkeys(f["offered"])]
    invited = [s for s in round_.seats if s.step == INVITED or s.person_id in plan_of(round_).people]
    rooms = len(set(f["rooms"].values()))
    return words[f"card.{key}"].fill(
        host=host_of(round_),
        holder=holder,
        heard=name_of(round_, _heard(round_)),
        until=moment_of(round_, round_.ends_at, here),
        since=moment_of(round_, round_.since, here),
        opens=moment_of(round_, kept_moment(f["opens"]), here),
        turn=turn(plan_of(round_)),
        names=names(
            offered if key == "offered" else joined(round_) if key == "here" else invited, mention=False
        ),
        many=len(joined(round_)),
        rooms=rooms,
    )


def _heard(round_: Round) -> str:
    """Whose words the holder plays back; "" for nobody's."""
    holder = facts(round_)["holder"]
    return place(round_.seat(holder))["listens_to"] if holder else ""


def _zone(round_: Round) -> str:
    """For what cannot draw a moment in each reader's own zone: the host's."""
    return next((s.zone for s in round_.seats if s.person_id == round_.host_id), "UTC")
