"""The doors to what somebody asks for, if they may have it: to look at, or to change; what is pressed there.

A short check-in is its channel's: who is there now is asked of Slack before anything is read or locked. A
set's meetings are for those who were asked to them. Rules say who is in it.
"""

from datetime import datetime
from functools import partial

from bot.features.checkin.commitment import flow as commitments
from bot.features.checkin.meeting import forms
from bot.features.checkin.meeting.cards.saying import words
from bot.features.checkin.meeting.flow import standing
from bot.features.checkin.models import COMMITMENT, MEETING, NAME, SET, Step, is_in
from bot.features.checkin.queries import save
from bot.features.checkin.set import flow as sets
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import at, short_enough
from bot.rounds.feature import Listener
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import Check, Page, Presses, Rule
from bot.slack.asked import Who
from bot.slack.forms import Form
from bot.store import Db

MEETINGS = Door(NAME, MEETING, standing.readable, of_channel=True)
OWN = Door(NAME, MEETING, lambda _, reply, me: reply.author_id == me)  # theirs also when they have left it
COMMITMENTS = Door(NAME, COMMITMENT, commitments.readable)
SETS = Door(NAME, SET, lambda round_, _, me: is_in(round_, me))

meetings = Presses(MEETINGS, words, save, aloud=True, reads="join", acts="join", where=forms.where)
own = Presses(OWN, words, save, reads="withdraw", acts="withdraw")
taken_on = Presses(COMMITMENTS, words)
of_set = Presses(SETS, words)


def during(*steps: Step) -> Check:
    """Refuses where it is not the time for it."""
    return lambda round_, _: at(round_, *steps)


def inside(page: Page, *checks: Check) -> Listener:
    """A page for whoever is in the meeting."""
    return meetings.opens(page, standing.taking_part, *checks)


def once_a_step(rule: Rule) -> Listener:
    """What the next step has, too, decides in the step alone that its button was drawn for."""

    def ruled(round_: Round, me: str, drawn_at: str, now: datetime) -> None:
        standing.still(round_, drawn_at)
        rule(round_, me, now)

    return meetings.about(ruled)


def where_of(form: Form) -> str:
    """Where a live one is, in one line, "" if it was not said; refuses what is too long."""
    where = " ".join(form.text("where").split())
    if where:
        short_enough(NAME, where, forms.LINE_MAX, field="where")
    return where


held = partial(MEETINGS.held, verb="join")  # with what the rules weigh; ask `MEETINGS.inside` first


def meeting(db: Db, round_id: str, who: Who) -> Round:
    """The meeting, to look at, for whoever is in it; ask `MEETINGS.inside` first."""
    round_ = MEETINGS.look(db, round_id, who, verb="join")
    standing.taking_part(round_, who.id)
    return round_


def in_set(db: Db, round_id: str, who: Who) -> Round:
    """The set, locked, for its members."""
    round_ = SETS.held(db, round_id, who)
    sets.member(round_, who.id)
    return round_
