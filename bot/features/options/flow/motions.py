"""What is put to all who decide: it takes effect, or everything stands as it was.

`by` is who did it, and needs no telling; None where time alone did.
"""

from datetime import datetime

from bot.features.options.flow import consent, recording, standing, steps, testing
from bot.features.options.models import (
    ANSWERED,
    ASKED,
    STANDING,
    UNREAD_KEPT,
    Change,
    Motion,
    Outcome,
    State,
    Step,
    deciders,
    decides,
    facts,
)
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import drop_kinds
from bot.rounds.time.windows import begin, end_of, no_windows, tell


def put_to_all(
    round_: Round, what: str, words: consent.Words, now: datetime, by: str, review: str = ""
) -> None:
    """What one of those who decide proposes is asked of all of them; whoever proposes it says yes."""
    f, until = facts(round_), round_.ends_at
    f["motion"] = Motion(
        what=what, by=by, review=review, back=round_.step, until=until.isoformat() if until else "",
        days=f["days"], opened=f["opened"],
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
    if consent.passes(came_to):
        _take_effect(round_, put, words, now, by)
    else:
        facts(round_)["stood"] = came_to
        _as_it_was(round_, put, now)
        tell(standing.concerned(round_), f"stood:{facts(round_)['motions']}", by)


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


def _as_it_was(round_: Round, put: Motion, now: datetime) -> None:
    """It goes on where it stood; who had answered there, has."""
    f = facts(round_)
    drop_kinds(round_, consent.MOTION)
    f["motion"], f["opened"], f["days"] = None, put["opened"], put["days"]
    round_.step, round_.since = Step(put["back"]), now
    until = datetime.fromisoformat(put["until"]) if put["until"] else None
    no_windows(round_)
    if round_.step == Step.REVIEW:
        until = now + steps.until_back(f["times"])
    round_.ends_at = until
    if round_.step == Step.TEST:
        for seat in deciders(round_):
            seat.step = ANSWERED if round_.one("answer", seat.person_id) else ASKED
        round_.ends_at = max(until or now, end_of(deciders(round_), now, 1))
        begin(standing.awaited(round_), now, round_.ends_at)
    if round_.step == Step.RECORDED and f["state"] not in STANDING:
        round_.status = Status.CLOSED
        round_.ends_at = until if round_.of_kind("answer") else None  # those whose they are may have left


# What is put to all: what the record's change is called, and what follows where enough say yes.
_EFFECTS = {
    "keep": ("kept", _kept),
    "end": ("ended", _ended),
    "leave": ("left", _left),
    "wording": ("corrected", _reworded),
}
