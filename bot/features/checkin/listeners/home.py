"""Check-ins in a person's Home tab: that something waits, and how much they have taken on; never words."""

from datetime import datetime

from bot.features.checkin.meeting.cards.saying import act, words
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import COMMITMENT, INVITED, MEETING, NAME, SET, facts, is_in
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.slack.blocks import Block, header, section
from bot.store import Db
from bot.words import Markup

MOST = 5


def home(db: Db, team: str, person_id: str, _: datetime) -> list[Block]:
    """Nothing where there is nothing."""
    meetings = [
        r
        for r in queries.of_person(db, team, person_id, NAME, kind=MEETING, statuses=[Status.RUNNING])
        if _waits(r, person_id)
    ]
    lines: list[Block] = []
    for round_ in meetings[:MOST]:
        place = Markup(f"<#{round_.channel_id}>") if round_.channel_id else words["home.in_set"].fill()
        line = words["home.waiting"].fill(place=place)
        opens = "page" if is_in(round_, person_id) else "arrive"
        lines.append(section(line) | {"accessory": act(opens, round_.id, says=words["do.look"])})
    asked = [r for r in queries.of_person(db, team, person_id, NAME, kind=SET) if _asked(r, person_id)]
    if asked:
        lines.append(section(words["home.set"].fill()))
    many = len(
        [
            r
            for r in queries.of_person(
                db, team, person_id, NAME, 200, kind=COMMITMENT, statuses=[Status.RUNNING]
            )
            if _own(r, person_id)
        ]
    )
    if many:
        line = words["home.taken_one" if many == 1 else "home.taken"].fill(count=many)
        lines.append(section(line) | {"accessory": act("mine", "-")})
    return [header(words["home.title"]), *lines] if lines else []


def _waits(round_: Round, person_id: str) -> bool:
    return bool(facts(round_)["there"]) and standing.awaits(round_, person_id)


def _asked(round_: Round, person_id: str) -> bool:
    return round_.status == Status.RUNNING and round_.seat(person_id).step == INVITED


def _own(round_: Round, person_id: str) -> bool:
    return round_.host_id == person_id
