"""From Slack: `/checkin`, and how a check-in begins."""

from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.checkin.box.listeners import box
from bot.features.checkin.commitment.listeners import mine
from bot.features.checkin.listeners import access
from bot.features.checkin.meeting import flow, forms
from bot.features.checkin.meeting.cards.saying import act, until, words
from bot.features.checkin.meeting.flow import hosting
from bot.features.checkin.models import MEETING, NAME, Step, joined
from bot.features.checkin.queries import save, sets_of
from bot.features.checkin.rhythm import listeners as rhythm_listeners
from bot.features.checkin.set.listeners import new_set
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.asking import asked_before
from bot.rounds.company.knowing import met
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round, Status, id_from
from bot.rounds.practice.starting import posts
from bot.rounds.showing import typed
from bot.rounds.showing.sentences import names, whisper
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, mentions, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in
from bot.store import Db, Store

_SETS = ("set", "circle")


def checkin(
    ack: Ack,
    text: str,
    channel: str,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> Afterwards | None:
    """`/checkin How is it going?`, `weekly mon 9:30`, `mine`, `box`, `set`; alone it opens the choice."""
    typed_, question = text.strip().lower(), unescape(text)
    if typed_ == "help":
        ack(whisper(words["usage"].fill()))
        return None
    if typed_ == "mine":
        return Afterwards(mine)
    if typed_ == "box":
        return Afterwards(box)
    if typed_ in _SETS or (typed_.partition(" ")[0] in _SETS and mentions(text)[0]):
        return Afterwards(new_set)
    if not typed_:
        return Afterwards(choose)
    if channel.startswith("D"):
        raise Refusal("checkin.refused.in_a_message", typed=question)
    if typed.how_often(question):
        return Afterwards(rhythm_listeners.ask)
    if typed.rhythm(question, "UTC", clock()):
        return Afterwards(rhythm_listeners.begin)
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        _ask(db, who, channel, question, request, clock(), settings, there=False)
    return Afterwards(posted)


def choose(channel: str, who: Who, store: Store) -> View:
    """What it could be: a short check-in here, a meeting of a set, a new set."""
    with store.read() as db:
        found = [(round_.id, str(names(joined(round_)))) for round_ in sets_of(db, who.team, who.id)]
    return forms.choose_kind("" if channel.startswith("D") else channel, found[:10])


def new_short(asked: Asked, value: str, slack: WebClient) -> View:
    """The form of a short check-in."""
    if not is_in(slack, value):
        raise Refusal("common.let_me_in")
    return forms.start(value)


def started(
    ack: Ack,
    meta: str,
    form: Form,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """Posted as the form is sent."""
    question, where = form.text("question"), access.where_of(form)
    short_enough(NAME, question, forms.QUESTION_MAX)
    members.check(meta, who.id)
    with store.begin() as db:
        live = form.choice("way") == "live"
        round_ = _ask(db, who, meta, question, request, clock(), settings, live=live, where=where)
    ack(forms.receipt(round_))


def _ask(
    db: Db,
    who: Who,
    channel: str,
    question: str,
    request: str,
    now: datetime,
    settings: Settings,
    *,
    live: bool = False,
    where: str = "",
    there: bool = True,
) -> Round:
    """Keep the question; the same again, of which nobody was told that it worked, is the same check-in."""
    host = met(db, who.team, who.id, who.name)
    found = _find(db, who, channel, question, request, now)
    if found:
        return found
    plan = flow.Plan(short=True, live=live, channel=channel, where=where, there=there)
    round_ = flow.start(who.team, id_from(who.team, NAME, request), host, [], plan, question, now)
    enough.begins(db, round_, settings, now)
    return round_


def _find(db: Db, who: Who, channel: str, question: str, request: str, now: datetime) -> Round | None:
    """The one of this very request, or of the same question a moment ago, locked; None for none."""

    def untouched(old: Round) -> bool:
        here = old.channel_id == channel and old.status == Status.RUNNING
        return here and old.step == Step.CHECK_IN and not joined(old)

    round_id = id_from(who.team, NAME, request)
    return asked_before(db, who, NAME, MEETING, round_id, unescape(question), now, untouched)


def _receipt(round_: Round, zone: str) -> Message:
    row = [act("arrive", round_.id, primary=True), act("take_back", round_.id)]
    return whisper(words["receipt.asked"].fill(until=until(round_, zone)), *row)


posted = posts(_find, hosting.take_back, save, _receipt)
COMMANDS: Listeners = {"/checkin": checkin}
SHOWS: Listeners = {"checkin.new_short": new_short, **rhythm_listeners.SHOWS}
ACTIONS: Listeners = rhythm_listeners.ACTIONS
FORMS: Listeners = {"checkin.start": started, **rhythm_listeners.FORMS}
