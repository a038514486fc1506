"""What stands in Slack of a listening round: the card in the channel, its closing, and each person's own."""

from collections.abc import Callable, Iterator

from bot.features.listening.cards import personal
from bot.features.listening.cards.saying import (
    act,
    host_of,
    lap_kind,
    moment_of,
    prompt_of,
    put_by,
    turn,
    words,
)
from bot.features.listening.flow import standing
from bot.features.listening.models import (
    INVITED,
    Pace,
    Step,
    facts,
    joined,
    pace,
    place,
    plan_of,
)
from bot.rounds.company.standing import host_name
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing import closing, prompts, sentences
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import act as act_on
from bot.rounds.showing.sentences import aloud, as_much_as_fits, as_written, message, name_of, names
from bot.slack.blocks import Block, Message, buttons, context, divider, header, quote, section, weight
from bot.slack.text import cut
from bot.words import Markup, phrase

# The keys of the card's lines, and the names of its buttons, row by row.
Face = tuple[list[str], list[list[str]]]
_FIRST = {Step.ASKED: "join", Step.WRITE: "write", Step.READ: "read", Step.CHECK_OUT: "take"}
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
    wanted |= {
        f"voice:{reply.about}:{reply.author_id}": Drawing(place, "", voice(round_, reply), thread=CARD)
        for reply in published(round_)
    }
    if round_.step in (Step.CLOSED, Step.FORGOTTEN) and round_.status == Status.CLOSED:
        wanted[CLOSING] = Drawing(place, "closed", closed(round_))
    rung = [seat for seat in round_.seats if seat.rang]
    own = {s.person_id: Drawing(s.person_id, s.rang, personal.card(round_, s)) for s in rung}
    return wanted | own


def card(round_: Round) -> Message:
    """How it stands, for everybody in the channel."""
    host = host_name(round_)
    which = "title_rhythm" if facts(round_).get("rhythm") else "title" if host else "title_nobody"
    title = words[f"card.{which}"].fill(host=host)
    keys, does = _face(round_)
    first = _FIRST.get(Step(round_.step))
    rows = [[act(name, round_, primary=name == first) for name in row] for row in does]
    lines = [
        *sentences.moved_by(round_, live=pace(round_) is Pace.LIVE),
        *(_line(round_, key) for key in keys),
        *sentences.absent(round_, standing.awaited(round_), of=standing.asked_to_write(round_)),
    ]
    if (rhythm := put_by(round_)) and rows:
        rows[-1].append(act_on(words, "rhythm", rhythm))
    question, foot = standing.question(round_), _small_print(round_)
    return message(title, question, lines, rows, foot, _why(round_))


def _why(round_: Round) -> list[Markup]:
    """Why it is asked, until there is something to read or to hear."""
    begins = round_.status == Status.RUNNING and round_.step in (Step.ASKED, Step.WRITE)
    return prompts.why(prompt_of(round_)) if begins else []


def voice(round_: Round, reply: Reply) -> Message:
    """One person's words in the thread, where that was chosen before anybody wrote."""
    name = name_of(round_, reply.author_id)
    if reply.unreadable:
        return Message(phrase("common.unreadable").fill(), as_written(reply))
    if reply.kind == "withdrawn" or reply.text is None:
        line = words["voice.withdrawn"].fill(name=name)
        return Message(line, [context(line)])
    return Message(words["aloud.voice"].fill(name=name, text=reply.text), [header(name), *quote(reply.text)])


def published(round_: Round) -> list[Reply]:
    """What stands in the thread, if anything does, of every lap, in an order that no speed decides."""
    kinds = ("open", "withdrawn") if plan_of(round_).publish else ()
    found = [r for r in round_.replies if r.kind in kinds]
    return sorted(found, key=lambda r: (standing.lap_of(round_, r), standing.place_of(round_, r)))


def closed(round_: Round) -> Message:
    """What was asked, who was offered the floor, what people chose to keep; and what might come next."""
    questions, offered = standing.was_asked(round_), standing.offered(round_)
    line = words["closing.offered" if offered else "closing.nobody"].fill(names=names(offered))
    if facts(round_).get("chose_quiet"):
        line = Markup(f"{line} {words['card.chosen'].fill()}")
    row = [act("read_again", round_)] if _gathered(round_) else []
    row += closing.buttons(round_)
    title = words["closing.title"].fill()
    key = "aloud.card" if questions else "aloud.no_question"
    said = words[key].fill(title=title, question=" ".join(questions), body=line)
    above = [section(f"*{title}*"), *_asked_all(questions), section(line)]
    foot = [context(_kept(round_)), *([buttons(*row)] if row else [])]
    return _with_takings(round_, Message(aloud(said, row), above), foot)


def _asked_all(questions: list[str]) -> list[Block]:
    """Everything that was asked; of a great many, as much of each as leaves room for the rest."""
    for most in _LENGTHS:
        blocks = [b for question in questions for b in quote(cut(question, most))][:_QUESTIONS]
        if weight(blocks) <= _ASKED:
            break
    return blocks


def _with_takings(round_: Round, above: Message, foot: list[Block]) -> Message:
    """As much of what people are taking as a message holds; the rest is read in the form."""
    groups = [
        quote(reply.text, attribution=words["name_only"].fill(name=name_of(round_, reply.author_id)))
        for reply in round_.of_kind("taking")
        if reply.text
    ]
    begins = [divider(), section(f"*{words['closing.taking'].fill()}*")] if groups else []

    def more(count: int) -> Block:
        return section(words["closing.more"].fill(count=count))

    def whole(shown: list[Block]) -> Message:
        return Message(above.text, [*above.blocks, *begins, *shown, *foot])

    return whole(as_much_as_fits(groups, more, whole))


def _kept(round_: Round) -> Markup:
    until = sentences.moment_of(round_, round_.ends_at)
    if round_.step == Step.FORGOTTEN:
        return words["closing.deleted"].fill()
    if not _gathered(round_):
        return words["closing.kept_nothing"].fill()
    if not round_.of_kind("open"):
        return words["closing.kept_takings"].fill()
    if not until:  # the day has come, and somebody keeps theirs
        return words["closing.kept_on"].fill()
    return words["closing.kept_thread" if plan_of(round_).publish else "closing.kept"].fill(until=until)


def _gathered(round_: Round) -> bool:
    return bool(round_.of_kind("open") or round_.of_kind("taking"))


def _face(round_: Round) -> Face:
    if round_.status == Status.PAUSED:
        return _wanted(round_, ["paused"], [["go_on", "menu"]])
    if round_.step in (Step.SPLIT, Step.TAKEN_BACK, Step.FORGOTTEN):
        return [round_.step], []
    if round_.status == Status.STOPPED:
        return ["stopped"], []
    if round_.status == Status.CLOSED:
        return ["closed"], [["read_again"]] if _gathered(round_) else []
    keys, rows = _FACES[Step(round_.step)](round_)
    f, last = facts(round_), round_.step == Step.CHECK_OUT
    quiet = ["chosen" if f.get("chose_quiet") else "quiet"] if f["quiet"] and last else []
    return _wanted(round_, [*quiet, *keys], rows)


def _wanted(round_: Round, keys: list[str], rows: list[list[str]]) -> Face:
    """Where whoever looks after it is not heard from, anybody may."""
    if not facts(round_)["wanted"]:
        return keys, rows
    return [*keys, "wanted" if host_name(round_) else "wanted_nobody"], [*rows[:-1], ["host_yes", *rows[-1]]]


def _write(round_: Round) -> Face:
    first = "write_named" if plan_of(round_).people else "write"
    keys = [_ONCE_MORE.get(lap_kind(round_), first)]
    keys += [key for key in ("retried",) if facts(round_)[key]]
    return [*keys, "counts" if joined(round_) else "nobody_yet"], [["write", "menu"]]


def _asked(round_: Round) -> Face:
    key = "asked_live" if pace(round_) is Pace.LIVE else "asked_relay"
    plays = ["plays_back"] if plan_of(round_).play_back else []
    return [key, *plays, "here" if joined(round_) else "here_nobody"], [["join", "begin", "menu"]]


def _turns(round_: Round) -> Face:
    """Three at most to press: what is the holder's own stands on theirs, the rest behind *More*."""
    says = [] if facts(round_)["wanted"] else ["say"]
    return list(_floor_lines(round_)), [["listened", *says, "menu"]]


def _floor_lines(round_: Round) -> Iterator[str]:
    f = facts(round_)
    key = {Step.CHECK_IN: "check_in", Step.CHECK_OUT: "check_out_live"}.get(Step(round_.step), "turns")
    if not f["holder"]:
        key = "hush"
    elif f["offered"].count(f["holder"]) > 1:
        key = "turns_again"
    elif pace(round_) is Pace.RELAY:
        key = "turns_since" if f["told"] else "turns_later"
    yield key
    if _heard(round_):
        yield "hears"
    if f["holder"] and (f["calling"] or f["mark"]):
        yield "calling" if f["calling"] else "nearly" if f["mark"] < 3 else "past"
    yield "offered"


def _check_out(round_: Round) -> Face:
    if pace(round_) is Pace.LIVE:
        return _turns(round_)
    return ["check_out"], [["take", *_late(round_), "menu"]]


def _late(round_: Round) -> list[str]:
    """What was gathered is read, and late words are taken, until the close."""
    return ["read", "write"] if pace(round_) is Pace.GATHER and round_.of_kind("open") else []


_FACES: dict[Step, Callable[[Round], Face]] = {
    Step.ASKED: _asked,
    Step.CHECK_IN: _turns,
    Step.TURNS: _turns,
    Step.WRITE: _write,
    Step.READ: lambda _: (["read"], [["read", "write", "menu"]]),
    Step.TALK: lambda r: (["talk"], [["take", *_late(r), "debating", "menu"]]),
    Step.CHECK_OUT: _check_out,
}


def _small_print(round_: Round) -> list[Block]:
    """What becomes of what people write or say: on the card from the start."""
    if round_.status not in (Status.RUNNING, Status.PAUSED):
        return []
    plan = plan_of(round_)
    key = "aloud" if plan.pace is not Pace.GATHER else "published" if plan.publish else "private"
    put = [words["rhythm.put"].fill()] if put_by(round_) else []
    return [context(*put, words[f"card.{key}"].fill())]


def _line(round_: Round, key: str) -> Markup:
    f, people, (there, wrote) = facts(round_), plan_of(round_).people, standing.counts(round_)
    called = {
        "offered": [round_.seat(person) for person in dict.fromkeys(f["offered"])],
        "here": joined(round_),
    }
    invited = [s for s in round_.seats if s.step == INVITED or s.person_id in people]
    return words[f"card.{key}"].fill(
        host=host_of(round_),
        holder=name_of(round_, f["holder"]),
        heard=name_of(round_, _heard(round_)),
        until=moment_of(round_, round_.ends_at),
        since=moment_of(round_, round_.since),
        turn=turn(plan_of(round_)),
        takes=prompts.takes(prompt_of(round_)),
        names=names(called.get(key, invited)),
        joined=there,
        written=wrote,
        many=there,
        rooms=len(set(f["rooms"].values())),
    )


def _heard(round_: Round) -> str:
    """Whose words the holder plays back; "" for nobody's."""
    holder = facts(round_)["holder"]
    return place(round_.seat(holder))["listens_to"] if holder else ""
