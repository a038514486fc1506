"""One person's own card of a meeting, in their direct message: what is theirs to do now.

It holds nothing of what anybody said: that is read in forms, by those who are in it.
"""

from bot.features.checkin.meeting.cards.saying import (
    anybody_line,
    message,
    moment_of,
    name_of,
    names,
    row,
    step_line,
    time_line,
    words,
)
from bot.features.checkin.meeting.flow import queue, standing
from bot.features.checkin.models import DECLINED, IN, OF_PRESENTER, Step, facts
from bot.rounds.keeping.models import Round, Seat, Status
from bot.slack.blocks import Message
from bot.words import Markup

# The key of a card's line, and the names of its buttons.
Face = tuple[str, list[str]]
_BY_TIME = ("nudge", "still_good", "stems", "stopped")


def card(round_: Round, seat: Seat) -> Message:
    """How it stands for this person."""
    f = facts(round_)
    key, does = face(round_, seat)
    host = name_of(round_, round_.host_id)
    title = (
        words["mine.title_set"].fill(host=host)
        if f["set"]
        else words["mine.title"].fill(host=host, channel=Markup(f"<#{round_.channel_id}>"))
    )
    line = words[f"mine.{key}"].fill(
        presenter=standing.presenter_name(round_),
        host=host,
        until=moment_of(round_, round_.ends_at, seat.zone),
        names=names([s for s in round_.present if s.step == IN]),
        step=step_line(round_) if round_.step in _STEPS else "",
        name=_asker(round_),
    )
    lines = [line, time_line(round_), anybody_line(round_) if seat.step == IN else ""]
    if key == "invited":
        lines.append(words["mine.agree"].fill())
    if does and "how" not in does and seat.rang.partition(":")[0] in _BY_TIME:
        does = [*does, "how"]
    question = standing.question(round_) if not seat.left_at else ""
    return message(title, question, [Markup(one) for one in lines if one], row(round_, does))


_STEPS = [step for step in Step if step in (*OF_PRESENTER, Step.BIDS, Step.CHOOSE, Step.FOLLOW_UP)]
_STEPS += [Step.PROCESS, Step.CHECK_OUT, Step.CHECK_IN]


def face(round_: Round, seat: Seat) -> Face:
    """What this person is told, and what they can do."""
    f, me = facts(round_), seat.person_id
    if seat.left_at:
        return "left", []
    if round_.step == Step.TAKEN_BACK:
        return "taken_back", []
    if round_.status == Status.STOPPED:
        return "stopped", []
    if round_.step in standing.CLOSED:
        return _over(round_, seat)
    if f["handing"] == me:
        return "handing", ["host_yes", "host_no"]
    if seat.step != IN:
        return _outside(round_, seat)
    if round_.status == Status.PAUSED:
        if me == f["presenter"] and round_.step in OF_PRESENTER:
            return "paused_presenter", ["go_on", "another", "stop_slot"]
        return "paused", ["go_on"] if me in (round_.paused_by, round_.host_id) else ["page"]
    key, does = _there(round_, me)
    live = f["live"] and standing.may_lead(round_, me) and "move_on" not in does
    return key, [*does, *(["page"] if "page" not in does else []), *(["move_on"] if live else []), "menu"]


def _over(round_: Round, seat: Seat) -> Face:
    if seat.step != IN:
        return "over", []
    kept = any(r.author_id == seat.person_id and r.kind in ("brought", "looks") for r in round_.replies)
    said = ["page"] if round_.of_kind("process") else []
    return "closed", [*said, *(["kept"] if kept else []), "commit"]


def _outside(round_: Round, seat: Seat) -> Face:
    if round_.step == Step.CHECK_OUT:  # nobody can join any more
        return "over", []
    looks_after = ["menu"] if seat.person_id == round_.host_id else []
    if seat.step == DECLINED:
        return "declined", ["arrive", *looks_after]
    if round_.step == Step.CHECK_IN:
        return "invited", ["arrive", "decline", "how", *looks_after]
    return "begun", ["arrive", *looks_after]


def _there(round_: Round, me: str) -> Face:
    f, waited = facts(round_), standing.awaits(round_, me)
    presents, hosts = me == f["presenter"], me == round_.host_id
    step = Step(round_.step)
    if step == Step.CHECK_IN:
        return ("begins", ["move_on"]) if hosts else ("in_it", ["page"])
    if step == Step.FOLLOW_UP:
        return ("follow_up", ["became", "pass"]) if waited else ("wait", ["page"])
    if step == Step.BIDS:
        return ("bids", ["bid", "pass"]) if waited else ("bid_in", ["bid"])
    if step == Step.CHOOSE:
        return ("choose", ["choose", "page"]) if hosts else ("wait", ["page"])
    if step == Step.PRESENT and presents:
        return "present", ["present", *(["presented"] if f["live"] else []), "pass"]
    if step in queue.SHOWS:
        return _asking(round_, me)
    if step == Step.HUSH and not presents:
        return ("hush", ["ask", "pass"]) if waited else ("hush_in", ["ask"])
    if step == Step.LOOKS and presents:
        return "looks", ["look", "pass"]
    if step == Step.OFFERS and not presents:
        return ("offers", ["offer", "pass"]) if waited else ("offer_in", ["offer"])
    if step == Step.COMMIT and waited:
        ideas = ["hear_ideas"] if presents and f["short"] and not f["offers"] else []
        return "commit", ["commit", "pass", *ideas]
    if step == Step.PROCESS:
        return ("process", ["process", "pass"]) if waited else ("wait", ["page"])
    if step == Step.CHECK_OUT and hosts and not f["slot"]:
        return "nobody_bid", ["short_instead", "plan", "close"]
    if step == Step.CHECK_OUT and hosts:
        return "check_out", ["plan", "close"]
    return "wait", ["page"]


def _asking(round_: Round, me: str) -> Face:
    f = facts(round_)
    if me != f["presenter"]:
        asked = me in f["done"]
        if f["stems"] and not asked:
            return "stems", ["ask", "pass"]
        return ("asked", ["page"]) if asked else ("ask", ["ask", "pass"])
    if queue.shown(round_):
        return "shown" if not f["unsigned"] else "shown_unsigned", ["read", "enough"]
    alone = round_.step == Step.QUESTIONS and f["stems"] and queue.empty(round_)
    return ("nobody_asks", ["ask_myself", "enough"]) if alone else ("questions_come", ["page", "enough"])


def _asker(round_: Round) -> str:
    found = queue.shown(round_) if round_.step in queue.SHOWS else None
    return name_of(round_, found.author_id) if found else ""
