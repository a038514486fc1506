"""What is one person's own: their card of a matter, in their direct message, and its line in their Home tab.

It holds the question and nothing else of anybody's: what was written is read where Slack was asked first
whether this person is still in the channel.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.cards.saying import act, host, pulled, put, stood, to_note, to_record, words
from bot.features.options.flow import further, standing, testing
from bot.features.options.flow.recording import words_of
from bot.features.options.models import ASKED, State, Step, deciders, decides, done_last, facts
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.sentences import absent, message, moment_of, moved_by
from bot.slack.blocks import Block, Message
from bot.words import Markup

# The keys of a card's lines, and the names of its buttons.
Face = tuple[str, list[str]]
_SINCE = ("amended", "held", "kept", "corrected", "handed", "public", "private")
_BY_TIME = ("nudge", "again", "choose", "looked", "review", "recorded", "lacking", "stood", "let_go")


def card(round_: Round, seat: Seat) -> Message:
    """Status, question and buttons; never anybody's words."""
    key, does = _face(round_, seat)
    done, of = further.finished(round_) if key == "ticked" else standing.finished(round_)
    who, channel = host(round_), Markup(f"<#{round_.channel_id}>")
    line = (
        words[f"mine.{key}"].fill(
            host=who, until=moment_of(round_, round_.ends_at), done=done, of=of, channel=channel
        )
        if key != "recorded"
        else words[f"came_to.{_came_to(round_)}"].fill()
    )
    if seat.rang.startswith("named:") and decides(round_, seat.person_id):
        line = Markup(f"{words['mine.named'].fill()} {line}")
    if round_.step == Step.CONSENT and key in ("consent", "consented"):
        line = Markup(f"{put(round_, named=True)} {line}")
    if seat.rang.startswith("let_go:") and not decides(round_, seat.person_id):
        line = Markup(f"{words['mine.let_go'].fill()} {line}")
    why = pulled(round_) if round_.step == Step.REVIEW else []
    line = Markup(" ".join([*why, *stood(round_), line]))
    lines = [line, *([words["waits.only_you"].fill()] if _only(round_, seat) else [])]
    lines += [words["mine.beside"].fill()] if "note" in does else []
    lines += [words["mine.no_owner"].fill()] if key != "left" and standing.ownerless(round_) else []
    lines += absent(round_, standing.awaited(round_), seat, deciders(round_))
    row = [_button(round_, name, primary=place == 0) for place, name in enumerate(does)]
    if does and seat.rang.partition(":")[0] in _BY_TIME:
        row.append(act("how", round_))
    title = words["mine.title"].fill(host=who, channel=channel)
    return message(title, text_of(round_, "question"), [*moved_by(round_, seat), *lines], [row])


def _face(round_: Round, seat: Seat) -> Face:
    me, paused = seat.person_id, round_.status == Status.PAUSED
    if seat.left_at or round_.step == Step.TAKEN_BACK:
        return ("left" if seat.left_at else "taken_back"), []
    if facts(round_)["handing"] == me and round_.status != Status.CLOSED:
        return "handing", ["host_yes", "host_no"]
    if paused or round_.step == Step.RECORDED:
        unread = bool(round_.of_kind("answer", me))
        return ("paused", ["go_on"]) if paused else _recorded(round_, me, unread=unread)
    if looks_after(round_, me) and standing.short_of(round_):
        return "lacking", [*(["answer"] if seat.step == ASKED else []), "name", "menu"]
    if not decides(round_, me):
        return ("host" if looks_after(round_, me) else "around"), ["menu"]
    return _deciding(round_, seat)


def _button(round_: Round, name: str, *, primary: bool) -> Block:
    if name == "record":
        return to_record(round_, primary=primary)
    return to_note(round_, name) if name in ("note_it", "note") else act(name, round_, primary=primary)


def _recorded(round_: Round, me: str, *, unread: bool) -> Face:
    """Whoever was away, or misses something, can put a note beside it; or say who sees to it now."""
    if unread:
        return "unread", ["note_it", "record"]
    mine = ["note"] if decides(round_, me) and facts(round_)["state"] != State.SEALED else []
    to_see = ["correct"] if mine and standing.ownerless(round_) else []
    return "recorded", ["record", "became", *mine, *to_see]


def _deciding(round_: Round, seat: Seat) -> Face:
    """What somebody who decides is asked for."""
    step, asked = Step(round_.step), seat.step == ASKED
    looked, wrote = facts(round_)["opened"], seat.person_id in facts(round_)["wrote"]
    faces: dict[Step, Face] = {
        Step.SHARE: ("share", ["share", "menu"]),
        Step.GATHER: ("wrote" if wrote else "gather", ["idea", "menu"]),
        Step.BUILD: _building(round_, seat),
        Step.MISSING: ("missing", ["missing", "menu"]),
        Step.REACT: ("react", ["react", "menu"]),
        Step.TEST: ("test", ["answer", "wait", "menu"]) if asked else ("answered", ["answer", "menu"]),
        Step.WRITE: ("write", ["write", "menu"]),
        Step.CONSENT: ("consent" if asked else "consented", ["consent", "menu"]),
        Step.REVIEW: ("looked" if testing.looked(round_) else "looked_nobody", ["keep", "amend", "end"])
        if looked
        else ("review" if asked else "worked", ["working"]),
    }
    return faces.get(step, (str(step), ["table", "menu"]))


def _building(round_: Round, seat: Seat) -> Face:
    """Where there are several options: which of them somebody would take further."""
    if standing.ticks_wait(round_):
        key = "ticked" if further.has_ticked(round_, seat.person_id) else "further"
        return key, ["further", "table", "menu"]
    return ("counted" if further.is_open(round_) else "build"), ["table", "menu"]


def _came_to(round_: Round) -> str:
    """What was written down last: that it was changed, kept or held; else what it came to."""
    what = done_last(words_of(round_))["what"]
    return what if what in _SINCE else facts(round_)["state"]


def _only(round_: Round, seat: Seat) -> bool:
    """Whether it waits for this person's answer alone, where the others are in."""
    asks = round_.step in (Step.TEST, Step.REVIEW, Step.CONSENT) and round_.status == Status.RUNNING
    done, of = standing.finished(round_)
    motion = facts(round_)["motion"]
    alone = standing.asked_alone(round_, seat)
    if motion and motion.get("about") == seat.person_id:  # nobody has to answer for themselves
        alone = False
    return asks and of > 1 and done == of - 1 and alone


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """What waits, where and until when, and what they see to; nothing of what it is about."""
    waits = [_entry(round_) for round_ in rounds if standing.awaits(round_, person_id)]
    return [*waits, *(_sees_to(r) for r in rounds if standing.holds(r) and standing.owner(r) == person_id)]


def _sees_to(round_: Round) -> Entry:
    """An agreement that holds, and is theirs to see to: where, and when it is looked at again."""
    review, channel = facts(round_)["review_at"], Markup(f"<#{round_.channel_id}>")
    day = moment_of(round_, datetime.fromisoformat(review)) if review else Markup()
    line = words["home.sees_to_until" if review else "home.sees_to"].fill(channel=channel, day=day)
    return Entry(Weight.TOOK, line, to_record(round_), of=round_)


def _entry(round_: Round) -> Entry:
    key = "looked" if facts(round_)["opened"] else str(round_.step)
    awaited, channel = len(standing.awaited(round_)), Markup(f"<#{round_.channel_id}>")
    line = words[f"home.{key}"].fill(channel=channel, until=moment_of(round_, round_.ends_at))
    if awaited > 1:
        line = Markup(f"{line} {words['home.awaited'].fill(count=awaited)}")
    return Entry(
        Weight.WAITS, line, act("menu", round_, says=words["do.look_at"]), of=round_, due=round_.ends_at
    )
