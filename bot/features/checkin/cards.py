"""Check-ins in a person's Home tab: that something waits, and how much they have taken on; never words."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.features.checkin.box.flow import items
from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.meeting.cards.saying import act, words
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import BOX, COMMITMENT, INVITED, MEETING, RHYTHM, SET, facts, is_in
from bot.features.checkin.rhythm import cards as rhythm
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing.drawing import Entry, Weight
from bot.slack.times import day_of
from bot.words import Markup


def home(rounds: Sequence[Round], person_id: str, _: datetime) -> list[Entry]:
    """Nothing where there is nothing."""
    running = [round_ for round_ in rounds if round_.status == Status.RUNNING]
    meetings = [
        r for r in running if r.kind == MEETING and facts(r)["there"] and standing.awaits(r, person_id)
    ]
    entries: list[Entry] = []
    invited = [r for r in running if r.kind == SET and r.seat(person_id).step == INVITED]
    entries += [Entry(Weight.WAITS, words["home.set"].fill(), of=r) for r in invited]
    entries += [_meeting(round_, person_id) for round_ in meetings]
    entries += [_due(r) for r in running if r.kind == COMMITMENT and commitments.asks(r, person_id)]
    for round_ in (r for r in rounds if r.kind == RHYTHM):
        entries += rhythm.entry(round_, round_.seat(person_id))
    taken = [r for r in running if r.kind == COMMITMENT and r.host_id == person_id]
    if taken:
        line = words["home.taken_one" if len(taken) == 1 else "home.taken"].fill(count=len(taken))
        entries.append(Entry(Weight.TOOK, line, act("mine", "-")))
    lie = [item for r in running if r.kind == BOX for item in items(r)]
    if lie:
        line = words["home.box_one" if len(lie) == 1 else "home.box"].fill(count=len(lie))
        entries.append(Entry(Weight.WORDS, line, act("box", "-")))
    return entries


def own(reply: Reply) -> str:
    """What somebody said, as they read it among all their own words."""
    text = reply.text or ""
    if reply.kind not in ("became", "process") or not text:
        return text
    said = json.loads(text)
    return "\n".join(said[key] for key in ("text", "learnt", "keep", "try") if said.get(key))


def _due(round_: Round) -> Entry:
    line = words["home.due"].fill(day=day_of(commitments.due_day(round_)))
    return Entry(Weight.WAITS, line, act("follow", round_.id), of=round_, due=commitments.on_the_day(round_))


def _meeting(round_: Round, person_id: str) -> Entry:
    place = Markup(f"<#{round_.channel_id}>") if round_.channel_id else words["home.in_set"].fill()
    opens = "page" if is_in(round_, person_id) else "arrive"
    button = act(opens, round_.id, says=words["do.look"])
    line = words["home.waiting"].fill(place=place)
    return Entry(Weight.WAITS, line, button, of=round_, due=round_.ends_at)
