"""A question taken back while nobody has answered: as if it had not been asked, and its words go."""

from datetime import datetime

from bot.rounds.company.standing import going, hosting, refused
from bot.rounds.keeping.models import Round, Status
from bot.rounds.time.windows import no_windows

TAKEN_BACK = "taken_back"  # where it stands then, in every practice


def take_back(round_: Round, person_id: str, now: datetime, *, begun: bool) -> None:
    """What stands in Slack says so; nobody is rung, nothing is asked any more, and no word of it is kept.

    Refuses whoever does not look after it, while it does not go on, and once it has `begun`: somebody has
    answered. `now` is in UTC.
    """
    going(round_)
    hosting(round_, person_id)
    if begun:
        raise refused(round_, "begun")
    round_.step, round_.status, round_.since, round_.ends_at = TAKEN_BACK, Status.STOPPED, now, None
    round_.replies = []
    no_windows(round_)
