"""From Slack: what people type of a pair, and the table of contents."""

from slack_sdk import WebClient

from bot.features.pairs import cards, flow, forms
from bot.features.pairs.cards import words
from bot.features.pairs.listeners import inviting, page
from bot.features.pairs.listeners.page import press
from bot.features.pairs.needs import listeners as needs
from bot.features.pairs.share import listeners as share
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.feature import Listeners
from bot.rounds.showing.sentences import whisper
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.calls import call
from bot.slack.forms import mentions
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import not_here
from bot.store import Store


def pair(ack: Ack, text: str, who: Who, store: Store) -> Afterwards | None:
    """`/pair @person [@person]` invites; `/pair here` names a channel; alone it opens the pair's page.

    Anything else answers with usage, as it does for whoever is in no pair.
    """
    invited, rest = mentions(text)
    if invited or rest.lower() == "here":
        return Afterwards(inviting.invites if invited else here)
    with store.read() as db:
        mine = people.pairs_of(db, who.team, who.id)
    if mine and not rest:
        return Afterwards(page.here)
    ack(cards.usage(mine, who.id))
    return None


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
    return whisper(words["done.here"].fill())


COMMANDS: Listeners = {"/pair": pair}
SHOWS: Listeners = {**inviting.SHOWS, "pairs.how": forms.how, **page.SHOWS, **share.SHOWS, **needs.SHOWS}
ACTIONS: Listeners = {
    **inviting.ACTIONS,
    **page.ACTIONS,
    **share.ACTIONS,
    "pairs.leave": press.decides(flow.leave, "left", aloud=True),
    "pairs.alone": press.decides(lambda round_, me, _: flow.go_on_alone(round_, me)),
    "pairs.stop": press.decides(flow.stop),
}
FORMS: Listeners = {**inviting.FORMS, **page.FORMS, **share.FORMS, **needs.FORMS}
