"""What is put to all who decide: it takes effect, or everything stands as it was.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime

from bot.features.options.flow import consent, recording, standing, steps, testing, unnaming
from bot.features.options.models import (
    ANSWERED,
    APART,
    ASKED,
    LEAST,
    OPEN,
    STANDING,
    UNREAD_KEPT,
    Change,
    Motion,
    Outcome,
    State,
    Step,
    Stood,
    blank,
    deciders,
    decides,
    facts,
)
from bot.rounds.company.looking_after import log
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import drop_kinds, keep_only
from bot.rounds.time.windows import end_of, no_windows, tell


def put_to_all(
    round_: Round,
    what: str,
    words: consent.Words,
    now: datetime,
    by: str,
    review: str = "",
    about: str = "",
) -> None:
    """What one of those who decide proposes is asked of all of them; whoever proposes it says yes."""
    f, until = facts(round_), round_.ends_at
    f["motion"] = Motion(
        what=what, by=by, review=review, back=round_.step, until=until.isoformat() if until else "",
        days=f["days"], opened=f["opened"], about=about, since=(round_.since or now).isoformat(),
        retried=f["retried"], extended=f["extended"],
    )  # fmt: skip
    f["motions"], f["stood"], f["opened"] = f["motions"] + 1, None, False
    consent.asks(round_, words, now)
    round_.status = Status.RUNNING
    steps.enter(round_, Step.CONSENT, now, by)
    if decides(round_, by):
        consent.say(round_, by, yes=True, why="", now=now)
    if testing.all_in(round_):  # with the next tick: a version is kept before the one that follows it
        round_.ends_at = now


def decided(round_: Round, now: datetime, by: str | None) -> None:
    """All have said, or the time is up: it takes effect, or everything stands as it was."""
    put, words, came_to = consent.motion(round_), consent.words_of(round_), consent.close(round_, now)
    if consent.passes(came_to) and not _is_back(round_, put, came_to):
        _take_effect(round_, put, words, now, by)
    else:
        facts(round_)["stood"] = came_to
        _as_it_was(round_, put, now)
        tell(standing.concerned(round_), f"stood:{facts(round_)['motions']}", by)


def _is_back(round_: Round, put: Motion, came_to: Stood) -> bool:
    """Whether one of two was to be let go by the other alone, and is in the channel again."""
    about = [seat for seat in deciders(round_) if seat.person_id == put.get("about")]
    return any(not (seat.outside or seat.gone) for seat in about) and came_to["of"] < LEAST


def _take_effect(round_: Round, put: Motion, words: consent.Words, now: datetime, by: str | None) -> None:
    called, effect = _EFFECTS[put["what"]]
    proposer = next((seat.name for seat in round_.seats if seat.person_id == put["by"]), "")
    effect(round_, put, words, Change(what=called, why=words["why"], by=proposer), now, by)


def _kept(
    round_: Round, put: Motion, _: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    """It stays as it is until the day that was proposed."""
    review, state = datetime.fromisoformat(put["review"]), State(facts(round_)["state"])
    steps.recorded(round_, recording.looked_at(round_), state, change, now, by, review)


def _ended(
    round_: Round, _: Motion, __: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    steps.recorded(round_, recording.looked_at(round_), State.ENDED, change, now, by)


def _left(round_: Round, _: Motion, __: consent.Words, change: Change, now: datetime, by: str | None) -> None:
    """It is left for now; answers that nobody has read stay their authors' for two weeks."""
    if facts(round_)["amends"]:
        steps.held(round_, now, by)
        return
    unread = round_.of_kind("answer")
    facts(round_)["outcome"] = Outcome.DEFERRED.value
    steps.recorded(round_, recording.left(round_), State.DEFERRED, change, now, by)
    round_.replies += unread
    round_.ends_at = now + UNREAD_KEPT if unread else None


def forget_unread(round_: Round, _: datetime, __: str | None) -> None:
    drop_kinds(round_, "answer")
    round_.ends_at = None


def _reworded(
    round_: Round, put: Motion, words: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    """The next version of the record; it goes on where it stood."""
    f = facts(round_)
    said = recording.reworded(recording.words_of(round_), words["fields"])
    review = datetime.fromisoformat(put["review"]) if put["review"] else recording.review_of(round_)
    recording.keep(round_, said, State(f["state"]), change, now, review)
    _as_it_was(round_, put, now)
    if round_.step == Step.RECORDED and round_.status == Status.RUNNING:
        round_.ends_at = review
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def _sealed(
    round_: Round, _: Motion, __: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    """A stone stands in its place: that there was something, who put this, when and why; never what."""
    facts(round_)["owner"] = ""
    steps.recorded(round_, blank(""), State.SEALED, change, now, by)
    keep_only(round_, "record")


def _unnamed(
    round_: Round, put: Motion, words: consent.Words, _: Change, now: datetime, __: str | None
) -> None:
    _as_it_was(round_, put, now)
    order = unnaming.Order(passage=words["fields"]["passage"], name="", author="")
    unnaming.black_out(round_, order, now, "")


def _published(
    round_: Round, put: Motion, _: consent.Words, change: Change, now: datetime, by: str | None
) -> None:
    """Title, decision, why and review day may be read outside, as they stand."""
    f = facts(round_)
    words = recording.but(recording.words_of(round_), public=now.isoformat())
    recording.keep(round_, words, State(f["state"]), change, now, recording.review_of(round_))
    _as_it_was(round_, put, now)
    tell(standing.concerned(round_), f"recorded:{f['version']}", by)


def _let_go(round_: Round, put: Motion, _: consent.Words, __: Change, now: datetime, ___: str | None) -> None:
    """Whoever was let go no longer decides; to read along and to bring something is theirs as before."""
    seat = round_.seat(put["about"])
    seat.step = APART
    facts(round_)["said"].pop(seat.person_id, None)
    _as_it_was(round_, put, now)
    log(round_, put["by"], "let_go", now)
    tell([seat], f"let_go:{facts(round_)['motions']}", None)


def _as_it_was(round_: Round, put: Motion, now: datetime) -> None:
    """It goes on where it stood; who had answered there, has."""
    f = facts(round_)
    drop_kinds(round_, consent.MOTION)
    f["motion"], f["opened"], f["days"] = None, put["opened"], put["days"]
    asked, round_.step, round_.since = round_.since or now, Step(put["back"]), now
    until = datetime.fromisoformat(put["until"]) if put["until"] else None
    no_windows(round_)
    if round_.step == Step.REVIEW and f["opened"]:
        until = now + steps.until_back(f["times"])
    round_.ends_at = until
    if round_.step in OPEN and not f["opened"]:
        _goes_on(round_, put, (until or asked) + (now - asked), now)
    if round_.step == Step.RECORDED and f["state"] not in STANDING:
        round_.status = Status.CLOSED
        round_.ends_at = until if round_.of_kind("answer") else None  # those whose they are may have left


def _goes_on(round_: Round, put: Motion, until: datetime, now: datetime) -> None:
    """Its step has the time that it had left, and a working day at least."""
    f = facts(round_)
    for seat in deciders(round_):
        said = round_.one("answer", seat.person_id) or round_.one("working", seat.person_id)
        seat.step = ANSWERED if said else ASKED
    round_.ends_at = max(until, end_of(deciders(round_), now, 1))
    if put.get("since"):  # of one that was put before this was kept, nothing is known
        round_.since = datetime.fromisoformat(put["since"])
        f["retried"], f["extended"] = put["retried"], put["extended"]
    steps.wait_again(round_, now)


# What is put to all: what the record's change is called, and what follows where enough say yes.
_EFFECTS = {
    "keep": ("kept", _kept),
    "end": ("ended", _ended),
    "leave": ("left", _left),
    "wording": ("corrected", _reworded),
    "seal": ("sealed", _sealed),
    "unname": ("", _unnamed),
    "public": ("public", _published),
    "let_go": ("", _let_go),
}
