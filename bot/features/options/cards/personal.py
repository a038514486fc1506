"""One person's own card of a matter, in their direct message: what is theirs to do now.

It holds the question and nothing else of anybody's: what was written is read where Slack was asked first
whether this person is still in the channel.
"""

from bot.features.options.cards.saying import act, message, moment_of, name_of, to_record, words
from bot.features.options.flow import standing
from bot.features.options.models import ASKED, Step, decides, facts
from bot.rounds.keeping.models import Round, Seat, Status
from bot.slack.blocks import Message, section
from bot.words import Markup

# The keys of a card's lines, and the names of its buttons.
Face = tuple[str, list[str]]
_BY_TIME = ("nudge", "again", "choose", "looked", "review", "recorded", "lacking")


def card(round_: Round, seat: Seat) -> Message:
    """Status, question and buttons; never anybody's words."""
    key, does = _face(round_, seat)
    host = standing.host_name(round_) or name_of(round_, round_.host_id)
    channel = Markup(f"<#{round_.channel_id}>")
    done, of = standing.finished(round_)
    line = words[f"mine.{key}"].fill(
        host=host, until=moment_of(round_, round_.ends_at), done=done, of=of, channel=channel
    )
    if seat.rang.startswith("named:") and decides(round_, seat.person_id):
        line = Markup(f"{words['mine.named'].fill()} {line}")
    title = words["mine.title"].fill(host=host, channel=channel)
    row = [
        to_record(round_, primary=True) if name == "record" else act(name, round_, primary=place == 0)
        for place, name in enumerate(does)
    ]
    if does and seat.rang.partition(":")[0] in _BY_TIME:
        row.append(act("how", round_))
    return message(title, standing.text(round_, "question"), [section(line)], line, row)


def _face(round_: Round, seat: Seat) -> Face:
    f, me = facts(round_), seat.person_id
    if seat.left_at:
        return "left", []
    if round_.step == Step.TAKEN_BACK:
        return "taken_back", []
    if f["handing"] == me:
        return "handing", ["host_yes", "host_no"]
    if round_.status == Status.PAUSED:
        return "paused", ["go_on"]
    if round_.step == Step.RECORDED:
        return "recorded", ["record"]
    if me == round_.host_id and standing.short_of(round_):
        return "lacking", ["name", "menu"] if seat.step != ASKED else ["answer", "name", "menu"]
    if not decides(round_, me):
        return ("host" if me == round_.host_id else "around"), ["menu"]
    if round_.step == Step.TEST:
        return (
            ("test", ["answer", "wait", "menu"]) if seat.step == ASKED else ("answered", ["answer", "menu"])
        )
    if round_.step == Step.REVIEW and f["opened"]:
        return "looked", ["keep", "amend", "end"]
    if round_.step == Step.REVIEW:
        return ("review", ["working"]) if seat.step == ASKED else ("worked", ["working"])
    if round_.step == Step.GATHER:
        return ("gather", ["idea", "menu"]) if me not in f["wrote"] else ("wrote", ["idea", "menu"])
    does = {
        Step.SHARE: "share",
        Step.MISSING: "missing",
        Step.REACT: "react",
        Step.WRITE: "write",
    }
    return str(round_.step), [does.get(Step(round_.step), "table"), "menu"]
