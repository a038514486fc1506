"""What people see of a pair: the invitation, the answer, their card, who stepped out."""

from collections.abc import Sequence
from functools import partial

from bot.features.pairs.flow import inviting, page
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import ASK, ASKED, LAPSED, NO, PURPOSE, YES, Step, facts, place
from bot.people.models import Pair
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing
from bot.rounds.showing.sentences import absent, act, host_of, message, names, whisper
from bot.slack.blocks import Block, Message
from bot.words import Markup, Words

words = Words("pairs")
partners = partial(names, partner=True)
_INVITATIONS = ("invited", "invited_three")
_DOORS = ("question", "rhythm")
_PRIMARY = ("yes", "page", "answer")


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for everybody in it; whoever asked sees theirs once there is something to see."""
    # `show` adds to the host's card that Slack refused.
    unreached = round_.status == Status.RUNNING and any(seat.unreached for seat in round_.seats)
    return {
        s.person_id: Drawing(s.person_id, s.rang, card(round_, s))
        for s in round_.seats
        if (s.rang or (unreached and s.person_id == round_.host_id)) and not (s.gone and s.step == LAPSED)
    }


def card(round_: Round, seat: Seat) -> Message:
    key, does = _face(round_, seat)
    if key in _INVITATIONS:
        return invitation(round_, seat)
    row = _row(does, round_)
    row += closing.door("talk", round_.id) if seat in members(round_) and round_.step == Step.TOGETHER else []
    lines = [words[f"card.{key}"].fill(**blanks(round_, seat)), *_absent(round_, seat)]
    return whisper(Markup("\n".join(lines)), *row)


def invitation(round_: Round, seat: Seat) -> Message:
    """Who asks, for what, how much time it takes, what is kept, and the ways to answer."""
    three, minutes = len(round_.seats) > 2, facts(round_).get("minutes")
    title = words[f"card.{'invited_three' if three else 'invited'}"].fill(**blanks(round_, seat))
    lines = [words[f"invitation.{'text_three' if three else 'text'}"].fill()]
    lines += [words["invitation.minutes"].fill(minutes=minutes)] if minutes else []
    lines += [words["invitation.whole"].fill()] if facts(round_).get("whole") else []
    lines.append(words["invitation.power"].fill(host=host_of(round_)))
    return message(
        title, text_of(round_, PURPOSE), lines, [_row(("yes", "no", "better_not", "ask", "how"), round_)]
    )


def _absent(round_: Round, seat: Seat) -> list[Markup]:
    """Who is away, of those who have not seen yet what this person wrote on their page."""
    mine = [reply for reply in page.changes(round_) if reply.author_id == seat.person_id]
    waited = [s for s in members(round_) if any(s in page.waits_for(round_, reply) for reply in mine)]
    return absent(round_, waited, seat)


def usage(pairs: Sequence[Pair], person_id: str) -> Message:
    """What `/pair` does, and whom one is in a pair with."""
    mine = [words["usage_pair"].fill(names=partners(pair.others(person_id))) for pair in pairs]
    return whisper(Markup("\n".join([words["usage"].fill(), *mine])), act(words, "invite", ""))


def _face(round_: Round, seat: Seat) -> tuple[str, tuple[str, ...]]:
    if seat.left_at:
        return "you_ended" if _was_left(round_, seat) else "you_left", ("invite",)
    if seat.step == ASKED:
        return _asked(round_, seat)
    if seat.step in (NO, LAPSED):
        return ("you_declined" if seat.step == NO else "lapsed"), ()
    if round_.step == Step.TOGETHER and len(members(round_)) == 1:
        if place(seat).get("alone"):
            return "alone", ("question", "rhythm", "page", "stop")
        return "left_alone", ("invite", "join", "alone", "stop")
    if seat.person_id == round_.host_id and inviting.questions(round_):
        return "asked_first", ("answer", "take_back")
    if round_.step == Step.INVITED:
        return _waits(round_, seat)
    if seat.rang.startswith("page:") and page.unseen(round_, seat):
        return "page_changed", ("page",)
    if seat.rang.startswith("lapsed"):
        together = round_.step == Step.TOGETHER
        key = "joined_unanswered" if together else "unanswered"
        return key, ("page", "question", "leave") if together else ("invite",)
    if round_.step == Step.TOGETHER:
        left = any(s.left_at for s in round_.seats)
        declined = seat.rang.startswith("declined")
        return ("left_two" if left else "joined" if declined else "together"), ("page", "question", "leave")
    if seat.rang.startswith("unreachable"):
        return "unreachable", ("invite",)
    if facts(round_).get("taken_back"):
        return "you_took_back", ("invite",)
    return ("declined" if any(s.step == NO for s in round_.seats) else "unanswered"), ("invite",)


def _asked(round_: Round, seat: Seat) -> tuple[str, tuple[str, ...]]:
    """Somebody who has said neither yes nor no."""
    if inviting.answer_to(round_, seat.person_id):
        return "told", ("told", "yes", "no", "better_not", "how")
    if round_.of_kind(ASK, seat.person_id):
        return "asking", ("yes", "no", "better_not", "how")
    return "invited_three" if len(round_.seats) > 2 else "invited", ()


def _waits(round_: Round, seat: Seat) -> tuple[str, tuple[str, ...]]:
    """Somebody who waits for others to say yes or no."""
    if seat.person_id != round_.host_id:
        return "yes_waits", ()
    if seat.rang.startswith("unreachable"):
        return "unreachable", ("invite",)
    if any(s.step == NO for s in round_.seats):
        return "declined_waits", ("take_back",)
    unreached = any(s.unreached for s in round_.seats)  # `show` says so below it
    return "asked_waits", ("invite",) if unreached else ("take_back",)


def _row(does: Sequence[str], round_: Round) -> list[Block]:
    return [block for name in does for block in press(name, round_)]


def _was_left(round_: Round, seat: Seat) -> bool:
    """Whether everybody else had stepped out before: whoever is left alone only ends what is left of it."""
    others = [s for s in round_.seats if s is not seat and s.step == YES]
    return bool(others) and all(s.left_at and seat.left_at and s.left_at <= seat.left_at for s in others)


def press(name: str, round_: Round) -> list[Block]:
    if name in _DOORS:
        return closing.door(name, round_.id)
    about = inviting.questions(round_)[0].author_id if name == "answer" else ""
    return [act(words, name, round_.id, value=about, primary=name in _PRIMARY)]


def blanks(round_: Round, seat: Seat) -> dict[str, object]:
    others = [s for s in round_.seats if s is not seat]
    return {
        "host": host_of(round_),
        "others": partners([s for s in others if s.person_id != round_.host_id]),
        "names": partners([s for s in members(round_) if s is not seat] or others),
        "left": partners([s for s in others if s.left_at]),
        "declined": partners([s for s in others if s.step == NO]),
        "silent": partners([s for s in others if s.step == LAPSED and not s.gone] or others),
        "changed": changed(round_, seat),
        "asked": partners(inviting.waits(round_)),
        "asker": _by(others, inviting.questions(round_)),
        "gone": partners([s for s in others if s.gone and s.step == LAPSED] or others),  # or was gone then
    }


def changed(round_: Round, seat: Seat) -> Markup:
    """Who wrote on their page what this person has not seen; "" for nobody."""
    return _by(round_.seats, page.unseen(round_, seat))


def _by(seats: Sequence[Seat], replies: Sequence[Reply]) -> Markup:
    """Who of these wrote them; "" for nobody."""
    authors = {reply.author_id for reply in replies}
    return partners([seat for seat in seats if seat.person_id in authors]) if authors else Markup("")
