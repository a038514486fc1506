"""What can be put to all who decide about a record, or about one of them; nothing of it one alone can do."""

from collections.abc import Sequence
from datetime import datetime

from bot.features.options.flow import consent, motions, recording, standing, unnaming
from bot.features.options.models import Change, Record, State, Step, facts
from bot.rounds.company.standing import filled, refused
from bot.rounds.keeping.models import Round, Seat

PASSAGE_LEAST = 2  # characters: one letter stands everywhere


def seal(round_: Round, person_id: str, why: str, now: datetime) -> None:
    """The record's words would go for good, and a stone stand in their place."""
    standing.at_rest(round_, person_id)
    filled(round_, why, "why")
    motions.put_to_all(round_, "seal", consent.Words(why=why, fields={}), now, person_id)


def publish(round_: Round, person_id: str, why: str, now: datetime) -> None:
    """Title, decision, why and review day could be read outside, on a page that whoever runs this makes."""
    standing.publishing(round_, person_id)
    motions.put_to_all(round_, "public", consent.Words(why=why, fields={}), now, person_id)


def make_private(round_: Round, person_id: str, now: datetime) -> None:
    """Any of those who decide takes it back at once, whatever goes on: to be less public needs no consent."""
    by, words, f = standing.in_record(round_, person_id).name, recording.words_of(round_), facts(round_)
    if not words["public"]:
        raise refused(round_, "moved_on")
    change, review = Change(what="private", why="", by=by), recording.review_of(round_)
    recording.keep(round_, recording.but(words, public=""), State(f["state"]), change, now, review)
    f["within"] += round_.step == Step.REVIEW


def let_go(round_: Round, person_id: str, who: str, why: str, now: datetime) -> None:
    """Somebody would no longer decide: all the others have to say so, and a no of theirs ends it."""
    if who not in [seat.person_id for seat in may_go(round_, person_id)]:
        raise refused(round_, "not_in", "who")
    motions.put_to_all(round_, "let_go", consent.Words(why=why, fields={}), now, person_id, about=who)


def may_go(round_: Round, person_id: str) -> list[Seat]:
    """Whom this person can put to the others; refuses where that is nobody."""
    standing.letting_go(round_, person_id)
    found = [seat for seat in standing.may_be_let_go(round_) if seat.person_id != person_id]
    if not found:
        raise refused(round_, "nobody_to_let_go")
    return found


def unname(
    round_: Round, person_id: str, passage: str, kept: Sequence[Record], mark: str, now: datetime
) -> str:
    """A passage is blacked out: by its author at once, elsewhere where all who decide say so.

    `kept` are the versions of its record, the newest last; `mark` stands for this person beside a note of
    theirs. Says what came of it: "gone", "put", "both", or "own": theirs is, and the rest cannot be put to
    all just now.
    """
    standing.unnaming(round_, person_id)
    passage = " ".join(passage.split())
    if len(passage) < PASSAGE_LEAST:
        raise refused(round_, "short_passage", "passage")
    own = unnaming.own(round_, person_id, passage, kept, mark)
    elsewhere = unnaming.stands_elsewhere(round_, person_id, passage, kept, mark)
    if not (own or elsewhere):
        raise refused(round_, "no_passage", "passage")
    if own:
        unnaming.black_out(round_, own, now, round_.seat(person_id).name)
    if not elsewhere:
        return "gone"
    if why_not := standing.cannot_put(round_, person_id):
        if own:
            return "own"
        raise refused(round_, why_not, "passage")
    words = consent.Words(why="", fields={"passage": passage})
    motions.put_to_all(round_, "unname", words, now, person_id)
    return "both" if own else "put"
