"""From Slack: `/checkin`, and how a check-in or a rhythm of check-ins begins."""

from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.checkin.commitment.listeners import mine
from bot.features.checkin.listeners import access
from bot.features.checkin.meeting import flow, forms
from bot.features.checkin.meeting.cards.saying import act, aloud, moment_of, names, words
from bot.features.checkin.meeting.flow import hosting, standing
from bot.features.checkin.models import IN, MEETING, NAME, Step, facts, joined
from bot.features.checkin.queries import save, sets_of
from bot.features.checkin.rhythm import listeners as rhythm_listeners
from bot.features.checkin.set.listeners import new_set
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import know
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status, id_from
from bot.rounds.showing import typed
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, buttons, section
from bot.slack.forms import Form as Sent
from bot.slack.forms import mentions, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store

AGAIN = timedelta(minutes=10)  # the same question in the same place within this is the same asking


def checkin(
    ack: Ack, text: str, channel: str, request: str, who: Who, store: Store, clock: Clock
) -> Afterwards | None:
    """`/checkin How is it going?`, `weekly mon 9:30`, `mine`, `set`; alone it opens the choice."""
    first = text.strip().lower().partition(" ")[0]
    if text.strip().lower() == "help":
        line = words["usage"].fill()
        ack(Message(line, [section(line)]))
        return None
    if text.strip().lower() == "mine":
        return Afterwards(mine)
    if first in ("set", "circle") and (text.strip().lower() == first or mentions(text)[0]):
        return Afterwards(new_set)
    if not text.strip():
        return Afterwards(choose)
    if channel.startswith("D"):
        raise Refusal("checkin.refused.in_a_message", typed=unescape(text))
    if typed.rhythm(unescape(text), "UTC", clock()):
        return Afterwards(rhythm_listeners.begin)
    question = unescape(text)
    _short_enough(question)
    with store.begin() as db:
        _ask(db, who, channel, question, request, clock(), there=False)
    return Afterwards(_posted)


def choose(channel: str, who: Who, store: Store) -> View:
    """What it could be: a short check-in here, a meeting of a set, a new set."""
    with store.read() as db:
        found = [
            (r.id, str(names([s for s in r.present if s.step == IN]))) for r in sets_of(db, who.team, who.id)
        ]
    return forms.choose_kind("" if channel.startswith("D") else channel, found[:10])


def new_short(asked: Asked, value: str, slack: WebClient) -> View:
    """The form of a short check-in."""
    if not is_in(slack, value):
        raise Refusal("checkin.refused.not_in_channel")
    return forms.start(value)


def started(
    ack: Ack, meta: str, form: Sent, request: str, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """Posted as the form is sent."""
    question = form.text("question")
    _short_enough(question)
    members.check(meta, who.id)
    with store.begin() as db:
        round_ = _ask(db, who, meta, question, request, clock(), live=form.choice("way") == "live")
    ack(forms.receipt(round_))


def _posted(
    asked: Asked, text: str, channel: str, who: Who, slack: WebClient, store: Store, clock: Clock
) -> Message:
    """Whether the app is in that channel at all; then it is posted, and the receipt says how it was read."""
    inside, now = is_in(slack, channel), clock()
    if inside:
        know(store, slack, now)
    with store.begin() as db:
        round_ = _find(db, who, channel, unescape(text), asked.request, now)
        if round_ is None:
            raise Refusal("common.not_here_any_more")
        if inside:
            facts(round_)["there"] = True
        else:
            hosting.take_back(round_, who.id, now)
        save(db, round_)
    if not inside:
        return not_here(asked)
    line = words["receipt.asked"].fill(until=moment_of(round_, round_.ends_at))
    row = [act("arrive", round_.id, primary=True), act("take_back", round_.id)]
    return Message(aloud(line, row), [section(line), buttons(*row)])


def take_back(
    ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    access.inside(store, members, value, who)
    with store.begin() as db:
        round_ = access.held(db, value, who)
        if first_time(db, asked, clock()):
            hosting.take_back(round_, who.id, clock())
            save(db, round_)
    line = words["done.taken_back"].fill()
    ack(Message(line, [section(line)]) if asked.kind == "message" else forms.done("taken_back"))


def _ask(
    db: Db,
    who: Who,
    channel: str,
    question: str,
    request: str,
    now: datetime,
    *,
    live: bool = False,
    there: bool = True,
) -> Round:
    """Keep the question; the same again, of which nobody was told that it worked, is the same check-in."""
    people.meet(db, who.team, who.id, who.name)
    found = _find(db, who, channel, question, request, now)
    if found:
        return found
    host = queries.seat(db, who.team, who.id)
    plan = flow.Plan(short=True, live=live, channel=channel)
    round_ = flow.start(who.team, id_from(who.team, NAME, request), host, [], plan, question, now)
    facts(round_)["there"] = there
    queries.add(db, round_)
    round_ = queries.lock(db, who.team, round_.id, NAME, MEETING)
    return queries.unseal(db, round_, lambda r: r.kind == "question")


def _find(db: Db, who: Who, channel: str, question: str, request: str, now: datetime) -> Round | None:
    """The one of this very request, or of the same question a moment ago, locked; None for none."""
    round_id = id_from(who.team, NAME, request)
    found = queries.of_person(db, who.team, who.id, NAME, 5, kind=MEETING)
    for old in (r for r in found if r.step == Step.CHECK_IN):
        here = old.host_id == who.id and old.channel_id == channel and old.status == Status.RUNNING
        if old.id == round_id or (here and now - old.created_at < AGAIN and not joined(old)):
            locked = queries.lock(db, who.team, old.id, NAME)
            queries.unseal(db, locked, lambda r: r.kind == "question")
            if old.id == round_id or standing.question(locked) == question:
                return locked
    return None


def _short_enough(question: str) -> None:
    if not question:
        raise Refusal("checkin.refused.empty", field="question")
    if len(question) > forms.QUESTION_MAX:
        raise Refusal("checkin.refused.long", field="question", most=forms.QUESTION_MAX, typed=question)


COMMANDS: Listeners = {"/checkin": checkin}
SHOWS: Listeners = {"checkin.new_short": new_short}
ACTIONS: Listeners = {
    "checkin.take_back": take_back,
    **rhythm_listeners.ACTIONS,
}
FORMS: Listeners = {"checkin.start": started}
