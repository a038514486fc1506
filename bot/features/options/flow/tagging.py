"""A line of tags, by which a record is found with others like it: it changes nothing of what was agreed."""

from datetime import datetime

from bot.features.options.flow import recording, standing
from bot.features.options.models import Change, State, facts
from bot.rounds.company.standing import refused
from bot.rounds.keeping.models import Round, Status

TAGS_MAX = 150  # characters


def tag(round_: Round, person_id: str, line: str, version: int, now: datetime) -> bool:
    """The next version of the record, with these tags; False where they are the same.

    `version` is the one that was in front of whoever wrote them: refuses where there is a newer one.
    """
    f, by = facts(round_), standing.in_record(round_, person_id).name
    words, tags = recording.words_of(round_), " ".join(line.split())[:TAGS_MAX]
    if tags == words["tags"]:
        return False
    if round_.status == Status.PAUSED:
        raise refused(round_, "paused", "tags")
    if f["version"] != version:
        raise refused(round_, "changed_meanwhile", "tags")
    change, review = Change(what="tagged", why="", by=by), recording.review_of(round_)
    recording.keep(round_, recording.but(words, tags=tags), State(f["state"]), change, now, review)
    f["tagged"] += 1
    return True
