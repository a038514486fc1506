"""What is seen of something that is shared: by those who tick it, and in the channel where it stands."""

from bot.features.pairs.cards import partners, words
from bot.features.pairs.share.flow import has_ticked, words_of
from bot.features.pairs.share.models import Step, facts
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.showing.drawing import Drawing, Entry, Weight, to_each
from bot.rounds.showing.sentences import act, message, name_of, names, whisper
from bot.slack.blocks import Message
from bot.words import Markup

THERE = "there"  # the key of the card in the channel


def draw(round_: Round) -> dict[str, Drawing]:
    """Each one's own; and in the channel once all have ticked it, for as long as its words are kept."""
    there = {THERE: Drawing(facts(round_)["channel"], "posted", posted(round_))} if _stands(round_) else {}
    return {**to_each(card)(round_), **there}


def _stands(round_: Round) -> bool:
    return round_.step == Step.TAKEN_BACK or (round_.step == Step.SHARED and bool(round_.replies))


def card(round_: Round, seat: Seat) -> Message:
    if seat.left_at:
        return whisper(words["share_card.left"].fill())
    if round_.step == Step.OFFERED:
        ticked = has_ticked(round_, seat)
        reads = act(words, "read_share", round_.id, primary=not ticked)
        line = _line(round_, seat, "waits" if ticked else "read")
        return whisper(line, reads, act(words, "rather_not", round_.id))
    kept = round_.step == Step.SHARED and round_.replies
    return whisper(_line(round_, seat, round_.step), *([act(words, "unshare", round_.id)] if kept else []))


def _line(round_: Round, seat: Seat, key: str) -> Markup:
    current = words_of(round_)
    waits = [one for one in round_.others(seat.person_id) if not has_ticked(round_, one)]
    return words[f"share_card.{key}"].fill(
        channel=channel(round_),
        name=name_of(round_, current.author_id) if current else "",
        names=partners(waits) if waits else "",
    )


def channel(round_: Round) -> Markup:
    return Markup(f"<#{facts(round_)['channel']}>")


def posted(round_: Round) -> Message:
    """As it stands in the channel."""
    current = words_of(round_)
    if current is None:
        return whisper(words["share_there.taken_back"].fill())
    key = "signed" if facts(round_)["signed"] else "unsigned"
    theirs = names([seat for seat in round_.seats if has_ticked(round_, seat)])
    title = words[f"share_there.{key}"].fill(names=theirs)
    return message(title, current.text or "", [])


def entry(round_: Round, seat: Seat) -> list[Entry]:
    """In somebody's Home tab, and on their page, while it is not settled."""
    if round_.step != Step.OFFERED or seat.left_at:
        return []
    ticked = has_ticked(round_, seat)
    line = _line(round_, seat, "home_waits" if ticked else "home_read")
    weight, read = Weight.GOES_ON if ticked else Weight.WAITS, act(words, "read_share", round_.id)
    return [Entry(weight, line, read, of=round_, due=round_.ends_at)]
