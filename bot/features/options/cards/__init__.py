"""What stands in Slack of a matter: its card in the channel, and each person's own."""

from collections.abc import Sequence

from bot.features.options.cards import personal
from bot.features.options.cards.saying import (
    act,
    counts,
    lacking,
    mandate,
    message,
    moment_of,
    name_of,
    reasons,
    to_record,
    who_decides,
    words,
)
from bot.features.options.flow import standing, testing
from bot.features.options.flow.recording import words_of
from bot.features.options.models import LEAST, STANDING, State, Step, facts
from bot.rounds.keeping.models import Round, Status
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing
from bot.slack.blocks import Block, Message, context, divider, fits, quote, section
from bot.words import Markup

CARD = "channel"  # key of the card in the channel
_EARLY = (Step.GATHER, Step.CLARIFY, Step.BUILD, Step.MISSING, Step.REACT)


def draw(round_: Round) -> dict[str, Drawing]:
    """The card in the channel, posted anew where people would want to know; and each person's own."""
    wanted = {CARD: Drawing(round_.channel_id or "", _moment(round_), card(round_))}
    for seat in round_.seats:
        if seat.rang:
            wanted[seat.person_id] = Drawing(seat.person_id, seat.rang, personal.card(round_, seat))
    return wanted


def _moment(round_: Round) -> str:
    """The name of the last thing for which it moves down to where people read."""
    f = facts(round_)
    if round_.step == Step.SHARE or (round_.step in _EARLY and not f["test"]):
        return "" if round_.step == Step.SHARE else "gather"
    if round_.step == Step.TEST:
        return f"test:{f['version']}:{f['test']}"
    if round_.step == Step.RECORDED:
        return f"recorded:{f['version']}"
    if round_.step == Step.REVIEW:
        return f"review:{f['version']}:{f['times']}:{f['opened']}"
    return "taken_back" if round_.step == Step.TAKEN_BACK else f"outcome:{f['version']}:{f['test']}"


def card(round_: Round) -> Message:
    """How it stands, for everybody in the channel."""
    title, spoken, body, row, foot = _face(round_)
    question = standing.text(round_, "question")
    row = row if round_.step == Step.TAKEN_BACK else [*row, act("menu", round_)]
    shown: list[Block] = []
    rest = context(words["card.more"].fill())
    for group in body:  # people's words, as much of them as a message holds
        if not fits(message(title, question, [*shown, *group, rest, *foot], spoken, row)):
            shown.append(rest)
            break
        shown += group
    return message(title, question, [*shown, *foot], spoken, row)


Face = tuple[Markup, Markup, list[list[Block]], list[Block], list[Block]]


def _face(round_: Round) -> Face:
    """Title, what is said of it, groups of blocks that may be left out at the end, buttons, small print."""
    if round_.status == Status.PAUSED:
        line = words["card.paused"].fill()
        return _title(round_), line, [[section(line)]], [act("go_on", round_)], []
    if round_.step == Step.TAKEN_BACK:
        line = words["card.taken_back"].fill()
        return _title(round_), line, [[section(line)]], [], []
    if round_.step == Step.RECORDED:
        return _recorded(round_)
    if round_.step == Step.REVIEW:
        return _review(round_)
    return _on_the_way(round_)


def _on_the_way(round_: Round) -> Face:
    f, step = facts(round_), Step(round_.step)
    line = _line(round_)
    groups: list[list[Block]] = [[section(line)], mandate(round_)]
    chosen, result = standing.proposal(round_), testing.result(round_)
    if (f["test"] or step in (Step.MISSING, Step.REACT)) and chosen and chosen.text:
        groups.append([section(f"*{words['card.proposal']}*"), *quote(chosen.text)])
    if step != Step.TEST and f["test"] and result:
        groups.append([section(f"*{words['result.title']}*\n{counts(result)}")])
        groups += [[block] for block in reasons(result)]
    done, of = standing.finished(round_)
    lack = lacking(round_) if step == Step.TEST and (done == of or f["retried"]) else ""
    lack = words["card.alone"].fill() if step == Step.TEST and of < LEAST else lack
    foot = [context(Markup(" ".join(part for part in (who_decides(round_), lack) if part)))]
    return _title(round_), line, [g for g in groups if g], _row(round_), foot


def _line(round_: Round) -> Markup:
    f = facts(round_)
    key = str(round_.step)
    if key == Step.BUILD and f["test"]:
        key = "build_again"
    elif key == Step.TEST and f["test"] > 1:
        key = "test_again"
    elif key == Step.TEST and f["amends"]:
        key = "test_amends"
    elif key == Step.WRITE:
        key = f"write_{f['outcome']}"
    done, of = standing.finished(round_)
    line = words[f"card.{key}"].fill(
        until=moment_of(round_, round_.ends_at),
        options=len(f["live"]),
        wrote=len(f["wrote"]),
        done=done,
        of=of,
        test=f["test"],
    )
    if f["retried"]:
        late = f"retried_{round_.step}" if round_.step in (Step.GATHER, Step.BUILD) else "retried"
        line = Markup(f"{line} {words[f'card.{late}'].fill()}")
    if f["hear"] and round_.step == Step.WRITE:
        line = Markup(f"{line} {words['card.hear'].fill()}")
    return line


def _row(round_: Round) -> list[Block]:
    f = facts(round_)
    rows: dict[Step, Sequence[str]] = {
        Step.SHARE: ("share", "table"),
        Step.GATHER: ("idea",),
        Step.CLARIFY: ("table",),
        Step.BUILD: ("table",),
        Step.MISSING: ("missing", "table"),
        Step.REACT: ("react", "table"),
        Step.TEST: ("answer", "table"),
        Step.INTEGRATE: ("table", "move_on"),
        Step.WRITE: ("write", "table"),
    }
    names = rows[Step(round_.step)]
    if round_.step == Step.BUILD and f["test"]:
        names = ("table", "move_on")
    says = {"table": words[f"table_on.{round_.step}"], "move_on": words["do.test_again"]}
    return [
        act(name, round_, primary=place == 0, says=says.get(name, "")) for place, name in enumerate(names)
    ]


def _recorded(round_: Round) -> Face:
    f, record = facts(round_), words_of(round_)
    state = State(f["state"])
    title = words[f"recorded.{state}"].fill()
    groups: list[list[Block]] = []
    spoken = title
    if record["decision"] and state in STANDING | {State.ENDED}:
        groups.append([section(f"*{words['review.decision']}*"), *quote(record["decision"])])
        spoken = words["aloud.decision"].fill(title=title, decision=record["decision"])
    lines = []
    change = record["change"]
    if change["what"] in ("amended", "kept", "held", "ended", "corrected", "referred"):
        lines.append(words[f"recorded.change_{change['what']}"].fill(by=change["by"], why=change["why"]))
    if record["owner"] and f["owner"]:
        lines.append(words["recorded.owner"].fill(name=record["owner"]))
    elif record["owner"] and state in STANDING:
        lines.append(words["recorded.no_owner"].fill())
    if record["first_step"]:
        lines.append(words["recorded.first_step"].fill(text=record["first_step"]))
    if record["reservations"]:
        many = len(record["reservations"])
        lines.append(
            words["recorded.reservations_many" if many > 1 else "recorded.reservations_one"].fill(count=many)
        )
    if round_.ends_at and state in STANDING:
        lines.append(words["recorded.review"].fill(when=moment_of(round_, round_.ends_at)))
    groups += [[section(line)] for line in lines]
    row = [to_record(round_, primary=True)]
    if state in (State.NOT_AGREED, State.DEFERRED):
        row += [act("again", round_), act("refer", round_)]
    row += closing.buttons(round_)
    return title, spoken, groups, row, []


def _review(round_: Round) -> Face:
    f, record = facts(round_), words_of(round_)
    title = words["review.title"].fill()
    groups: list[list[Block]] = [[section(f"*{words['review.decision']}*"), *quote(record["decision"])]]
    if record["why"]:
        groups.append([section(f"*{words['review.why']}*"), *quote(record["why"])])
    if not f["opened"]:
        done, of = standing.finished(round_)
        line = words["review.asks"].fill(until=moment_of(round_, round_.ends_at), done=done, of=of)
        row = [act("working", round_, primary=True), to_record(round_)]
        return title, line, [[section(line)], *groups], row, [context(who_decides(round_))]
    said = testing.looked(round_)
    line = words["review.opened" if said else "review.nobody"].fill()
    heard = [[divider()], [section(f"*{words['review.said']}*")]]
    for one in said:
        who = words["review.by"].fill(
            answer=words[f"answer.{one['answer']}"], name=one["name"] or words["member"]
        )
        heard.append(quote(one["text"], attribution=who) if one["text"] else [section(who)])
    row = [act("keep", round_), act("amend", round_), act("end", round_), to_record(round_)]
    return (
        title,
        line,
        [[section(line)], *groups, *(heard if said else [])],
        row,
        [context(who_decides(round_))],
    )


def _title(round_: Round) -> Markup:
    host = standing.host_name(round_) or name_of(round_, round_.host_id)
    return words["card.title"].fill(host=host)
