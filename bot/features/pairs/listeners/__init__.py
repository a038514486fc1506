"""From Slack: inviting, answering, leaving."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.pairs import cards, flow, forms
from bot.features.pairs.cards import words
from bot.features.pairs.listeners import page
from bot.features.pairs.models import NAME
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.knowing import greet
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.showing.pages import said
from bot.rounds.showing.sentences import names, whisper
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.calls import call
from bot.slack.forms import Form, mentions
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import not_here
from bot.store import Store
from bot.words import Markup

press = page.press


def pair(ack: Ack, text: str, who: Who, store: Store) -> Afterwards | None:
    """`/pair @person [@person]` invites; `/pair here` names a channel; alone it opens the pair's page.

    Anything else answers with usage, as it does for whoever is in no pair.
    """
    invited, rest = mentions(text)
    if invited or rest.lower() == "here":
        return Afterwards(invites if invited else here)
    with store.read() as db:
        mine = people.pairs_of(db, who.team, who.id)
    if mine and not rest:
        return Afterwards(page.here)
    ack(cards.usage(mine, who.id))
    return None


def invites(text: str, request: str, who: Who, slack: WebClient, store: Store, clock: Clock) -> Message:
    """Those who are named are asked, once it is known who they are."""
    return whisper(_invite(store, slack, who, mentions(text)[0], request, clock()))


def here(asked: Asked, channel: str, who: Who, slack: WebClient, store: Store) -> Message:
    """`/pair here`: this private channel becomes the pair's own, if only they and the app are in it."""
    with store.read() as db:
        pairs = people.pairs_of(db, who.team, who.id)
    if not pairs:
        raise Refusal("pairs.refused.no_pair")
    if channel.startswith("D"):  # a direct message has no members to ask Slack for
        raise Refusal("pairs.refused.in_a_message")
    info = call(slack, "conversations.info", channel=channel)
    members = call(slack, "conversations.members", channel=channel, limit=100)
    if not info.ok or not members.ok or not info.data["channel"].get("is_member"):
        return not_here(asked)
    if not info.data["channel"].get("is_private"):
        raise Refusal("pairs.refused.not_private")
    inside = set(members.data["members"])
    theirs = [
        p for p in pairs if {m.person_id for m in p.present} <= inside and len(inside) - 1 == len(p.present)
    ]
    if not theirs:
        raise Refusal("pairs.refused.others_here")
    with store.begin() as db:
        people.name_channel(db, who.team, theirs[0].id, channel)
    return whisper(words["done.here"].fill(names=names(theirs[0].others(who.id), partner=True)))


def invited(
    ack: Ack, form: Form, request: str, who: Who, slack: WebClient, store: Store, clock: Clock
) -> None:
    ack(said(words, _invite(store, slack, who, form.people("people"), request, clock())))


def _invite(
    store: Store, slack: WebClient, who: Who, invited: Sequence[str], request: str, now: datetime
) -> Markup:
    """Keep the invitation; what to say of it comes back. Somebody not known yet is called as Slack does."""
    greet(store, slack, who, invited, NAME, now, "people")
    with store.begin() as db:
        together = [{m.person_id for m in p.present} for p in people.pairs_of(db, who.team, who.id)]
        if {who.id, *invited} in together:
            raise Refusal("pairs.refused.together", field="people")
        host, *seats = (queries.seat(db, who.team, person_id) for person_id in (who.id, *invited))
        round_ = flow.invite(who.team, id_from(who.team, NAME, request), host, seats, now)
        if not any(_same(old, round_) for old in queries.of_person(db, who.team, who.id, NAME)):
            queries.add(db, round_)
    return words["done.invited"].fill(names=names(seats, mention=True))


def _same(old: Round, new: Round) -> bool:
    """The same people are asked already: whoever asks again was not told that it worked."""
    who = [{seat.person_id for seat in round_.seats} for round_ in (old, new)]
    return (old.step, old.host_id, who[0]) == (new.step, new.host_id, who[1])


COMMANDS: Listeners = {"/pair": pair}
SHOWS: Listeners = {"pairs.invite": forms.invite, "pairs.how": forms.how, **page.SHOWS}
ACTIONS: Listeners = {
    **page.ACTIONS,
    "pairs.yes": press.decides(lambda round_, me, _: flow.answer(round_, me, yes=True)),
    "pairs.no": press.decides(lambda round_, me, _: flow.answer(round_, me, yes=False)),
    "pairs.leave": press.decides(flow.leave, "left", aloud=True),
    "pairs.alone": press.decides(lambda round_, me, _: flow.go_on_alone(round_, me)),
    "pairs.stop": press.decides(flow.stop),
}
FORMS: Listeners = {"pairs.invite": invited, **page.FORMS}
