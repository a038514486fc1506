"""From Slack: opening the page, and writing to one of those whom the operator named."""

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.support import flow, forms
from bot.features.support.cards import words
from bot.features.support.models import CALL, NAME
from bot.refusal import Refusal
from bot.rounds.company import enough, knowing
from bot.rounds.company.loading import Door
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import id_from
from bot.rounds.practice.presses import Presses
from bot.rounds.showing.pages import said
from bot.rounds.showing.sentences import names
from bot.settings import Settings
from bot.slack.asked import MODAL, Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack, Afterwards, Pushed
from bot.store import Store

press = Presses(Door(NAME, CALL, flow.may_read), words, aloud=True)


def talk(
    asked: Asked, who: Who, slack: WebClient, store: Store, settings: Settings, clock: Clock
) -> View | Pushed:
    """On top of a form that somebody writes in, which keeps what was typed into it."""
    people, gone = knowing.reachable(store, slack, who, settings.support_in(who.team), clock())
    page = forms.talk(settings.support_text, people, knowing.called(gone))
    return Pushed(page) if asked.kind == MODAL and (asked.view or {}).get("submit") else page


def typed(ack: Ack) -> Afterwards:
    """`/alongside talk`."""
    return Afterwards(talk)


def send(
    ack: Ack,
    form: Form,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    settings: Settings,
    clock: Clock,
) -> None:
    """To that one person, once; whoever wrote it hears from us whether it arrived."""
    to = form.choice("who") or ""
    if to not in settings.support_in(who.team):
        raise Refusal("support.refused.nobody", field="who")
    if gone := knowing.strangers(store, slack, who, [to], clock()):
        raise Refusal("support.refused.gone", field="who", names=knowing.called(gone))
    with store.begin() as db:
        sender, receiver = (queries.seat(db, who.team, person_id) for person_id in (who.id, to))
        id_ = id_from(who.team, NAME, request)
        call = flow.write_to(who.team, id_, sender, receiver, form.text("words"), clock())
        enough.begins(db, call, settings, clock())
    ack(said(words, words["done.sent"].fill(name=names([receiver]))))


SAYS: Listeners = {"talk": typed}
SHOWS: Listeners = {"support.talk": talk}
ACTIONS: Listeners = {"support.take_back": press.decides(flow.take_back, verb="withdraw")}
FORMS: Listeners = {"support.send": send}
