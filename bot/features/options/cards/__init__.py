"""What stands in Slack of a matter: its card in the channel, and each person's own."""

from collections.abc import Iterator, Sequence

from bot.features.options.cards import personal
from bot.features.options.cards.saying import (
    act,
    counted,
    handed_to,
    host,
    lacking,
    looked_counted,
    mandate,
    proposed,
    pulled,
    put,
    stood,
    titled,
    to_record,
    who_decides,
    words,
)
from bot.features.options.flow import beside, further, standing, steps, testing
from bot.features.options.flow.recording import words_of
from bot.features.options.models import STANDING, Level, State, Step, deciders, done_last, facts
from bot.features.options.models import Words as Record
from bot.features.options.register.cards.saying import day_said, state_of
from bot.rounds.company.standing import is_late
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.behind import few
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import absent, aloud, as_much_as_fits, moment_of, moved_by
from bot.slack.blocks import Block, Message, buttons, context, divider, quote, section
from bot.words import Markup

CARD = "channel"  # key of the card in the channel
_SAYS_ITSELF = ("public", "private")  # of these the line says enough, whatever reason was given


def draw(round_: Round) -> dict[str, Drawing]:
    """The card in the channel, posted anew where people would want to know; and each person's own."""
    wanted = {CARD: Drawing(round_.channel_id or "", _moment(round_), card(round_))}
    for seat in round_.seats:
        if seat.rang:
            wanted[seat.person_id] = Drawing(seat.person_id, seat.rang, personal.card(round_, seat))
    return wanted


def _moment(round_: Round) -> str:
    """The name of the last thing for which it moves down to where people read: what came of it, and a review.

    On the way it stays: whoever is to do something is told in their own direct messages.
    """
    f = facts(round_)
    version = f["version"] - f["tagged"]  # for tags alone it stays where it is
    if round_.step == Step.REVIEW:
        return f"review:{version - f['within']}:{f['times']}"  # it stays where it is while something is added
    return f"recorded:{version}" if version else ""


def card(round_: Round) -> Message:
    """How it stands, for everybody in the channel; of people's words as much as a message holds."""
    title, spoken, groups, row, foot = _face(round_)
    question = text_of(round_, "question")
    row = row if round_.step == Step.TAKEN_BACK else [*row, act("menu", round_)]
    key = "aloud.card" if question else "aloud.no_question"
    said = words[key].fill(title=title, question=question, body=spoken)
    asked = quote(question) if question else []
    shown, rest = few([row])
    start, end = [section(f"*{title}*"), *asked], [*foot, *(buttons(*row) for row in shown)]
    spoken = aloud(said, [button for row in shown for button in row])

    def whole(body: list[Block]) -> Message:
        return Message(spoken, [*start, *body, *end], rest)

    return whole(as_much_as_fits(groups, context(words["card.more"].fill()), whole))


Face = tuple[Markup, Markup, list[list[Block]], list[Block], list[Block]]


def _face(round_: Round) -> Face:
    """Title, what is said of it, groups of blocks that may be left out at the end, buttons, small print."""
    if round_.status == Status.PAUSED or round_.step == Step.TAKEN_BACK:
        paused = round_.status == Status.PAUSED
        line = words["card.paused" if paused else "card.taken_back"].fill()
        return _title(round_), line, [[section(line)]], [act("go_on", round_)] if paused else [], []
    faces = {Step.RECORDED: _recorded, Step.REVIEW: _review, Step.CONSENT: _put}
    return faces.get(Step(round_.step), _on_the_way)(round_)


def _put(round_: Round) -> Face:
    """Something is put to all who decide: what, until when, and what stands meanwhile."""
    line, done, of = put(round_), *standing.finished(round_)
    asks = words["put.asks"].fill(until=moment_of(round_, round_.ends_at), done=done, of=of)
    said = Markup(" ".join([line, asks, *_absent(round_)]))
    stands = titled(words["put.stands"], words_of(round_)["decision"]) if facts(round_)["record"] else []
    row = [act("consent", round_, primary=True), *([to_record(round_)] if facts(round_)["record"] else [])]
    groups = [group for group in ([section(said)], stands) if group]
    return words["put.title"].fill(), said, groups, row, [context(who_decides(round_))]


def _on_the_way(round_: Round) -> Face:
    f, step, line = facts(round_), Step(round_.step), _line(round_)
    line = Markup(" ".join([*stood(round_), line]))
    groups = [[section(line)], mandate(round_)]
    if f["test"] or step in (Step.MISSING, Step.REACT):
        groups.append(proposed(round_))
    if f["test"] and step != Step.TEST:
        groups += counted(round_)
    lack = lacking(round_) if standing.short_of(round_) else ""
    foot = [context(Markup(" ".join(part for part in (who_decides(round_), lack) if part)))]
    return _title(round_), line, [group for group in groups if group], _row(round_), foot


def _line(round_: Round) -> Markup:
    f, (done, of), step = facts(round_), standing.finished(round_), Step(round_.step)
    key = str(step)
    if step == Step.BUILD and f["test"]:
        key = "build_again"
    elif step == Step.TEST and f["test"] > 1:
        key = "test_again" if steps.changed_since(round_) else "test_once_more"
    elif step == Step.TEST and f["amends"]:
        key = "test_amends"
    elif step == Step.WRITE:
        key = f"write_{f['outcome']}"
    line = words[f"card.{key}"].fill(
        until=moment_of(round_, round_.ends_at),
        options=len(f["live"]),
        wrote=len(f["wrote"]),
        done=done,
        of=of,
        test=f["test"],
    )
    late = f"retried_{step}" if step in (Step.GATHER, Step.BUILD) else "retried"
    moved = moved_by(round_)
    more = [words[f"card.{late}"].fill()] if is_late(round_) else []
    if f["ready"] and standing.can_be_ready(round_):
        more.append(words["card.ready"].fill(done=len(f["ready"]), of=of))
    more += [words["card.hear"].fill()] if f["hear"] and step == Step.WRITE else []
    more += _further(round_)
    return Markup(" ".join([*moved, line, *more, *_absent(round_)]))


def _further(round_: Round) -> list[Markup]:
    """Which options people would take further: that it is asked, or that it is counted."""
    if standing.ticks_wait(round_):
        done, of = further.finished(round_)
        return [words["card.further"].fill(done=done, of=of)]
    counted_ = round_.step == Step.BUILD and further.is_open(round_)
    return [words["card.counted"].fill()] if counted_ else []


def _absent(round_: Round) -> list[Markup]:
    return absent(round_, standing.awaited(round_), of=deciders(round_))


def _row(round_: Round) -> list[Block]:
    changes, step = ("table", "move_on"), Step(round_.step)
    rows: dict[Step, Sequence[str]] = {
        Step.SHARE: ("share", "table"),
        Step.GATHER: ("idea",),
        Step.CLARIFY: ("table",),
        Step.BUILD: changes if facts(round_)["test"] else ("table",),
        Step.MISSING: ("missing", "table"),
        Step.REACT: ("react", "table"),
        Step.TEST: ("answer", "table"),
        Step.INTEGRATE: changes,
        Step.WRITE: ("write", "table"),
    }
    says = {"table": words[f"table_on.{step}"], "move_on": words["do.test_again"]}
    row = [*rows[step], *(["further"] if standing.ticks_wait(round_) else [])]
    row += ["ready"] if standing.can_be_ready(round_) else []
    return [act(name, round_, primary=not place, says=says.get(name, "")) for place, name in enumerate(row)]


def _recorded(round_: Round) -> Face:
    f, record = facts(round_), words_of(round_)
    state = State(f["state"])
    title = spoken = _state(round_)
    groups: list[list[Block]] = []
    if record["decision"] and state in STANDING | {State.ENDED}:
        groups.append(titled(words["review.decision"], record["decision"]))
        spoken = words["aloud.decision"].fill(title=title, decision=record["decision"])
    groups += [[section(line)] for line in _told(round_)]
    groups += [[section(words["recorded.ways"].fill())]] if state is State.NOT_AGREED else []
    row = [to_record(round_, primary=True)]
    if state in (State.NOT_AGREED, State.DEFERRED):
        row += [act("again", round_), act("refer", round_)]
    if state in STANDING and (record["who_decides"] or not record["can_decide"]):
        row.append(act("hand_on", round_))
    offers = [] if state is State.SEALED else closing.buttons(round_)
    return title, spoken, groups, [*row, *offers], []


def _state(round_: Round) -> Markup:
    """What came of it; where nothing of it was theirs to decide, to whom it goes as advice."""
    record, state = words_of(round_), State(facts(round_)["state"])
    said, who = state_of(state).fill(), record["who_decides"]
    if state not in STANDING or record["can_decide"] or not record["can_influence"]:
        return said
    return words["recorded.as_advice" if who else "recorded.as_advice_only"].fill(state=said, who=who)


def _told(round_: Round) -> Iterator[Markup]:
    """Line by line what is to be known of a record at once."""
    f, record = facts(round_), words_of(round_)
    stands, change = f["state"] in STANDING, done_last(record)
    yield from stood(round_)
    if change["what"] not in ("made", "handed", "came_back"):
        plain = change["what"] in _SAYS_ITSELF
        plain |= change["what"] in ("kept", "corrected") and not change["why"]
        what, by = f"{change['what']}_plain" if plain else change["what"], change["by"] or words["member"]
        yield words[f"recorded.change_{what}"].fill(by=by, why=change["why"])
    yield from _handed(record)
    if record["owner"] and standing.owner(round_):
        yield words["recorded.owner"].fill(name=record["owner"])
    elif standing.ownerless(round_):
        yield words["recorded.no_owner"].fill()
    if record["first_step"]:
        yield words["recorded.first_step"].fill(text=record["first_step"])
    if record["first_day"]:
        yield words["recorded.first_day"].fill(day=day_said(record["first_day"]))
    yield from _against(record)
    yield from pulled(round_)
    if round_.ends_at and stands:
        yield words["recorded.review"].fill(when=moment_of(round_, round_.ends_at))


def _handed(record: Record) -> Iterator[Markup]:
    """To whom it was handed on, and that something came back."""
    if to := handed_to(record):
        yield words["recorded.handed"].fill(to=to, by=record["handed"][-1]["by"] or words["member"])
    if record["came_back"]:
        yield words["recorded.came_back"].fill()


def _against(record: Record) -> Iterator[Markup]:
    """How many reservations, and how many objections, are written down with it."""
    levels = [one["level"] for one in record["reservations"] if one["level"] != Level.ASIDE]
    objected = levels.count(Level.OBJECT)
    for what, many in (("objections", objected), ("reservations", len(levels) - objected)):
        if many:
            yield words[f"recorded.{what}_{'many' if many > 1 else 'one'}"].fill(count=many)


def _review(round_: Round) -> Face:
    f, record = facts(round_), words_of(round_)
    title = words["review.title"].fill()
    foot = [context(Markup(f"{who_decides(round_)} {words['review.also'].fill()}"))]
    why = titled(words["review.why"], record["why"])
    groups = [titled(words["review.decision"], record["decision"]), *([why] if why else [])]
    back = [act("came_back", round_)] if record["handed"] else []
    if back:
        groups.append([section(words["review.handed"].fill(to=handed_to(record)))])
    if not f["opened"]:
        done, of = standing.finished(round_)
        line = words["review.asks"].fill(until=moment_of(round_, round_.ends_at), done=done, of=of)
        line = Markup(" ".join([*pulled(round_), line, *_absent(round_)]))
        seen = [act("table", round_, says=words["table_on.review"])] if beside.opened(round_) else []
        row = [act("working", round_, primary=True), act("lives", round_), *seen, *back, to_record(round_)]
        return title, line, [[section(line)], *groups], row, foot
    said = testing.looked(round_) or beside.opened(round_)
    key = "review.opened" if testing.looked(round_) else "review.nobody"
    line = Markup(" ".join([*pulled(round_), *stood(round_), words[key].fill()]))
    row = [*(act(name, round_) for name in ("keep", "amend", "end", "lives")), *back, to_record(round_)]
    if said:
        groups += [[divider()], *looked_counted(round_)]
        row = [act("table", round_, says=words["table_on.review"]), *row]
    return title, line, [[section(line)], *groups], row, foot


def _title(round_: Round) -> Markup:
    return words["card.title"].fill(host=host(round_))
