"""One person's own card of a meeting, in their direct message: what is theirs to do now.

It holds nothing of what anybody said: that is read in forms, by those who are in it.
"""

from bot.features.checkin.meeting.cards.saying import (
    anybody_line,
    presenter_of,
    row,
    step_line,
    time_line,
    triad_line,
    until,
    waiting_line,
    where_line,
    words,
)
from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import ASKING, DECLINED, IN, LONG, OF_PRESENTER, Step, facts, joined
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.sentences import absent, message, moved_by, name_of, names
from bot.slack.blocks import Message
from bot.words import Markup

# The key of a card's line, and the names of its buttons.
Face = tuple[str, list[str]]
_CLOSED = ("closed", "closed_but")
_TOGETHER = (Step.FOLLOW_UP, Step.BIDS, Step.HUSH, Step.OFFERS, Step.PROCESS)  # each does theirs
_BY_TIME = ("nudge", "still_good", "stems", "stopped")


def card(round_: Round, seat: Seat) -> Message:
    """How it stands for this person."""
    key, does = face(round_, seat)
    host = name_of(round_, round_.host_id)
    f = facts(round_)
    me, yours = seat.person_id, "title_you" if seat.person_id == round_.host_id else "title"
    which = "title_set" if f["set"] else "title_rhythm" if f.get("rhythm") else yours
    title = words[f"mine.{which}"].fill(host=host, channel=Markup(f"<#{round_.channel_id}>"))
    line = words[f"mine.{key}"].fill(
        presenter=presenter_of(round_),
        host=host,
        until=until(round_, seat.zone),
        names=names(joined(round_)),
        step=step_line(round_, me) if round_.status == Status.RUNNING and round_.step in LONG else "",
        name=_asker(round_),
    )
    lines = [line, where_line(round_) if not seat.left_at else "", time_line(round_)]
    if key == "invited_live_you" and not lines[1]:
        lines[1] = words["mine.say_where"].fill()
    if seat.step == IN:
        lines += [anybody_line(round_, me), triad_line(round_, me)]
    if looks_after(round_, me) and me != f["presenter"]:
        lines.append(waiting_line(round_))
    if _only(round_, seat):
        lines.append(words["waits.only_you"].fill())
    lines += absent(
        round_, standing.waited_for(round_), seat, standing.asked_now(round_), quiet=standing.quiet(round_)
    )
    if key.startswith("invited"):
        lines.append(words["mine.agree"].fill())
    if does and "how" not in does and seat.rang.partition(":")[0] in _BY_TIME:
        does = [*does, "how"]
    question = text_of(round_, "question") if not seat.left_at else ""
    offers = closing.buttons(round_, always=False) if key in _CLOSED and not round_.channel_id else []
    lines = [*moved_by(round_, seat, live=facts(round_)["live"]), *lines]
    return message(title, question, [Markup(one) for one in lines if one], [[*row(round_, does), *offers]])


def face(round_: Round, seat: Seat) -> Face:
    """What this person is told, and what they can do."""
    f, me = facts(round_), seat.person_id
    if seat.left_at:
        return "left", []
    if round_.status == Status.STOPPED:
        return "taken_back" if round_.step == Step.TAKEN_BACK else "stopped", []
    if round_.step in standing.CLOSED:
        return _over(round_, seat)
    if f["handing"] == me:
        return "handing", ["host_yes", "host_no"]
    if seat.step != IN:
        return _outside(round_, seat)
    if round_.status == Status.PAUSED:
        if me == f["presenter"] and round_.step in OF_PRESENTER:
            return "paused_presenter", ["go_on", "another", "stop_slot"]
        return "paused", ["go_on"] if _resumes(round_, me) else ["page"]
    key, does = _there(round_, me)
    live = f["live"] and standing.may_lead(round_, me) and "move_on" not in does
    return key, [*does, *(["page"] if "page" not in does else []), *(["move_on"] if live else []), "menu"]


def _resumes(round_: Round, me: str) -> bool:
    return round_.paused_by in ("", me) or looks_after(round_, me)


def _over(round_: Round, seat: Seat) -> Face:
    if seat.step != IN:
        return "over", []
    kept = any(r.author_id == seat.person_id and r.kind in ("brought", "looks") for r in round_.replies)
    said = ["page"] if round_.of_kind("process") else []
    return "closed_but" if said or kept else "closed", [*said, *(["kept"] if kept else []), "commit"]


def _outside(round_: Round, seat: Seat) -> Face:
    if round_.step == Step.CHECK_OUT:  # nobody can join any more
        return "over", []
    menu = ["menu"] if looks_after(round_, seat.person_id) else []
    if seat.step == DECLINED:
        return "declined", ["arrive", *menu]
    if round_.step == Step.CHECK_IN:
        return _invited(round_, seat), ["arrive", "decline", "how", *menu]
    return "begun", ["arrive", *menu]


def _invited(round_: Round, seat: Seat) -> str:
    """Whoever has not answered reads, before it goes on without them, what will be, and that it can wait."""
    f = facts(round_)
    if seat.rang.partition(":")[0] in ("nudge", "still_good") and f["set"] and not f["live"]:
        return "invited_soon"
    if f.get("of_itself"):
        return "invited_live_date" if f["live"] else "invited_date"
    yours = seat.person_id == round_.host_id
    if f["live"] and f["set"]:
        return "invited_live_you" if yours else "invited_live"
    return "invited_you" if yours and f["set"] else "invited"


# What somebody does first, where a step waits for them; what they are told when they have done it.
_DOES = {
    Step.FOLLOW_UP: "became", Step.BIDS: "bid", Step.PRESENT: "present", Step.HUSH: "ask", Step.LOOKS: "look",
    Step.OFFERS: "offer", Step.COMMIT: "commit", Step.PROCESS: "process",
}  # fmt: skip
_DONE = {Step.BIDS: "bid_in", Step.HUSH: "hush_in", Step.OFFERS: "offer_in"}


def _there(round_: Round, me: str) -> Face:
    f, step, hosts = facts(round_), Step(round_.step), looks_after(round_, me)
    if step == Step.CHECK_IN:
        return ("begins", ["move_on"]) if hosts else ("in_it", ["page"])
    if step == Step.CHOOSE and f["live"] and hosts:
        return "choose", ["choose", "page"]
    if step == Step.CHOOSE and not f["live"] and me in standing.bidders(round_):
        return _chooses(round_, me)
    if step == Step.CHECK_OUT and hosts:
        if f["slot"]:
            return "check_out", ["plan", "close"]
        wished = f["bids"] or f["missed"]  # somebody would have liked the time, and was not there
        return "check_out" if wished else "nobody_bid", ["short_instead", "plan", "close"]
    if step in ASKING and queue.notices(round_, me):
        return "notices", ["page"]
    if step in queue.SHOWS:
        return _asking(round_, me)
    if standing.awaits(round_, me):
        aloud = ["presented"] if step == Step.PRESENT and f["live"] else []
        hears = step == Step.COMMIT and me == f["presenter"] and f["short"] and not f["offers"]
        return step, [_DOES[step], *aloud, "pass", *(["hear_ideas"] if hears else [])]
    if step in _DONE and me != f["presenter"]:
        return _DONE[step] if _gave(round_, me) else "let_by", [_DOES[step]]
    return "wait", ["page"]


def _chooses(round_: Round, me: str) -> Face:
    """Somebody who would like the time, where more would like it than there is."""
    if standing.awaits(round_, me):
        return "mine_or_wait", ["take_mine", "can_wait", "page"]
    if me in facts(round_).get("yields", []):
        return "can_wait", ["take_mine", "page"]
    return "take_mine", ["can_wait", "page"]


def _gave(round_: Round, me: str) -> bool:
    """Whether something of theirs is there that this step asks for: who passed has given nothing."""
    about = {Step.HUSH: queue.key(round_), Step.OFFERS: str(facts(round_)["slot"])}
    kind = {Step.BIDS: "bid", Step.OFFERS: "offer"}.get(Step(round_.step), "asks")
    wanted = about.get(Step(round_.step), queue.key(round_) if kind == "asks" else None)
    return any(wanted in (None, reply.about) for reply in round_.of_kind(kind, me))


def _only(round_: Round, seat: Seat) -> bool:
    """Whether it waits for this person alone, where the others have done theirs."""
    waited = standing.waited_for(round_) if round_.step in _TOGETHER else []
    return waited == [seat] and bool(facts(round_)["done"])


def _asking(round_: Round, me: str) -> Face:
    f = facts(round_)
    if me != f["presenter"]:
        asked = me in f["done"]
        if f["stems"] and not asked:
            return "stems", ["ask", "pass"]
        if asked:
            again = [] if f["short"] else ["ask"]  # in a set more than one may be asked
            return "asked" if _gave(round_, me) else "passed_asking", ["page", *again]
        return "ask", ["ask", "pass"]
    if queue.shown(round_):
        return "shown" if not f["unsigned"] else "shown_unsigned", ["read", "enough"]
    alone = round_.step == Step.QUESTIONS and f["stems"] and queue.empty(round_)
    return ("nobody_asks", ["ask_myself", "enough"]) if alone else ("questions_come", ["page", "enough"])


def _asker(round_: Round) -> str:
    found = queue.shown(round_) if round_.step in queue.SHOWS else None
    return name_of(round_, found.author_id) if found else ""
