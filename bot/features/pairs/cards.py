"""What people see of a pair: the invitation, the answer, their card, who stepped out."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.features.pairs.flow import page
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import ASKED, LAPSED, NO, YES, Step, place
from bot.people.models import Pair
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing import closing
from bot.rounds.showing.drawing import Drawing, Entry, Weight
from bot.rounds.showing.sentences import absent, act, host_of, names, plain_names, whisper
from bot.slack.blocks import Block, Message
from bot.words import Markup, Words

words = Words("pairs")
partners = partial(names, partner=True)


def draw(round_: Round) -> dict[str, Drawing]:
    """One card for everybody in it; whoever asked sees theirs once there is something to see."""
    unreached = any(s.unreached for s in round_.seats)  # `show` adds to the host's card that Slack refused
    return {
        s.person_id: Drawing(s.person_id, s.rang, card(round_, s))
        for s in round_.seats
        if (s.rang or (unreached and s.person_id == round_.host_id)) and not (s.gone and s.step == LAPSED)
    }


def card(round_: Round, seat: Seat) -> Message:
    key, does = _face(round_, seat)
    row = [block for name in does for block in _buttons(name, round_.id)]
    row += closing.door("talk", round_.id) if seat in members(round_) and round_.step == Step.TOGETHER else []
    lines = [words[f"card.{key}"].fill(**_blanks(round_, seat)), *_absent(round_, seat)]
    return whisper(Markup("\n".join(lines)), *row)


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
        return ("invited_three" if len(round_.seats) > 2 else "invited"), ("yes", "no", "how")
    if seat.step in (NO, LAPSED):
        return ("you_declined" if seat.step == NO else "lapsed"), ()
    if round_.step == Step.TOGETHER and len(members(round_)) == 1:
        if place(seat).get("alone"):
            return "alone", ("question", "page", "invite", "stop")
        return "left_alone", ("invite", "alone", "page", "stop")
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
    return ("declined" if any(s.step == NO for s in round_.seats) else "unanswered"), ("invite",)


def _was_left(round_: Round, seat: Seat) -> bool:
    """Whether everybody else had stepped out before: whoever is left alone only ends what is left of it."""
    others = [s for s in round_.seats if s is not seat and s.step == YES]
    return bool(others) and all(s.left_at and seat.left_at and s.left_at <= seat.left_at for s in others)


def _buttons(name: str, id_: str) -> list[Block]:
    if name == "question":
        return closing.door(name, id_)
    return [act(words, name, id_, primary=name in ("yes", "page"))]


def _blanks(round_: Round, seat: Seat) -> dict[str, object]:
    others = [s for s in round_.seats if s is not seat]
    return {
        "host": host_of(round_),
        "others": partners([s for s in others if s.person_id != round_.host_id]),
        "names": partners([s for s in members(round_) if s is not seat] or others),
        "left": partners([s for s in others if s.left_at]),
        "declined": partners([s for s in others if s.step == NO]),
        "silent": partners([s for s in others if s.step == LAPSED and not s.gone] or others),
        "changed": _changed(round_, seat),
        "gone": partners([s for s in others if s.gone and s.step == LAPSED]),
    }


def _changed(round_: Round, seat: Seat) -> Markup:
    """Who wrote on their page what this person has not seen; "" for nobody."""
    authors = {reply.author_id for reply in page.unseen(round_, seat)}
    return partners([one for one in round_.seats if one.person_id in authors]) if authors else Markup("")


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """In a person's Home tab: whom they reflect with, and the doors to a question and to somebody else."""
    pairs = [r for r in rounds if r.step == Step.TOGETHER and r.seat(person_id).step == YES]
    asks = closing.door("question") if pairs else []
    return [
        *(entry for round_ in pairs for entry in _new_on_page(round_, person_id)),
        *(_with(round_, person_id) for round_ in pairs),
        *(Entry(Weight.DOORS, words["home.question"].fill(), door) for door in asks),
        Entry(Weight.DOORS, words["home.more" if pairs else "home.none"].fill(), act(words, "invite", "")),
    ]


def _with(round_: Round, person_id: str) -> Entry:
    others = [seat for seat in members(round_) if seat.person_id != person_id]
    line = words["home.with"].fill(names=partners(others)) if others else words["home.alone"].fill()
    spoken = words["page_for_readers"].plain(names=plain_names(others)) if others else ""
    return Entry(Weight.HAS, line, act(words, "page", round_.id, spoken=spoken))


def _new_on_page(round_: Round, person_id: str) -> list[Entry]:
    changed = _changed(round_, round_.seat(person_id))
    if not changed:
        return []
    return [Entry(Weight.WAITS, words["home.changed"].fill(names=changed), act(words, "page", round_.id))]
