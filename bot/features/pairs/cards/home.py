"""A pair in somebody's Home tab: with whom, what is new on their page, who waits for an answer."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.pairs.cards import blanks, changed, partners, press, words
from bot.features.pairs.flow import inviting
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import ASKED, PAIR, YES, Step
from bot.features.pairs.share import cards as share
from bot.features.pairs.share.models import SHARE
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing.drawing import Entry, Weight
from bot.rounds.showing.sentences import act, plain_names


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """In a person's Home tab: who asks them, whom they asked, and whom they reflect with."""
    shares = [entry for r in rounds if r.kind == SHARE for entry in share.entry(r, r.seat(person_id))]
    rounds = [round_ for round_ in rounds if round_.kind == PAIR]
    pairs = [r for r in rounds if r.step == Step.TOGETHER and r.seat(person_id).step == YES]
    return [
        *shares,
        *(entry for round_ in rounds for entry in _open_to(round_, round_.seat(person_id))),
        *(entry for round_ in pairs for entry in _new_on_page(round_, person_id)),
        *(_with(round_, person_id) for round_ in pairs),
    ]


def _open_to(round_: Round, seat: Seat) -> list[Entry]:
    """An invitation that waits for this person, or that they wait for."""
    if round_.status != Status.RUNNING or seat.left_at:
        return []
    said = blanks(round_, seat)
    if seat.step == ASKED:
        told = inviting.answer_to(round_, seat.person_id) is not None
        line = words["home.told" if told else "home.invited"].fill(host=said["host"])
        button = act(words, "told" if told else "invited", round_.id)
        return [Entry(Weight.WAITS, line, button, of=round_, due=round_.ends_at)]
    if seat.person_id != round_.host_id or not inviting.waits(round_):
        return []
    if inviting.questions(round_):
        [answer] = press("answer", round_)
        line = words["home.asked_first"].fill(names=said["asker"])
        return [Entry(Weight.WAITS, line, answer, of=round_, due=round_.ends_at)]
    line = words["home.asked"].fill(names=said["asked"])
    return [Entry(Weight.GOES_ON, line, act(words, "take_back", round_.id), of=round_)]


def _with(round_: Round, person_id: str) -> Entry:
    others = [seat for seat in members(round_) if seat.person_id != person_id]
    line = words["home.with"].fill(names=partners(others)) if others else words["home.alone"].fill()
    spoken = words["page_for_readers"].plain(names=plain_names(others)) if others else ""
    return Entry(Weight.PAIRS, line, act(words, "page", round_.id, spoken=spoken), of=round_)


def _new_on_page(round_: Round, person_id: str) -> list[Entry]:
    who = changed(round_, round_.seat(person_id))
    if not who:
        return []
    line = words["home.changed"].fill(names=who)
    return [Entry(Weight.WAITS, line, act(words, "page", round_.id), of=round_)]
