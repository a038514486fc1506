"""From Slack: what a person's Home tab holds, read for them alone; many rounds are read as few are."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.features.hall import cards
from bot.features.hall.flow import ASKED, best
from bot.kept import lines
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.company.there import confirm
from bot.rounds.feature import Beginning, ChannelsOf, Feature, Listeners, asks, at_home, kinds_of
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.showing.drawing import Entry, Weight, as_it_stands
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store

MOST = 1000  # rounds of one person: what is older is not listed


def home(
    store: Store, features: Sequence[Feature], inside: ChannelsOf, team: str, person_id: str, now: datetime
) -> dict[str, Any]:
    """The view to publish for one person; it holds nothing that another person wrote in private.

    The first one they get says what this is.
    """
    found = entries(store, features, inside, team, person_id, now)
    with store.begin() as db:
        new = queries.ever(db, team, id_from("first", person_id))
    return {"type": "home", "blocks": cards.view(found, new=new)}


def entries(
    store: Store, features: Sequence[Feature], inside: ChannelsOf, team: str, person_id: str, now: datetime
) -> list[Entry]:
    """Everything that the features have for this person, with a number of statements that does not grow."""
    rounds = _rounds(store, features, team, person_id)
    return [
        *cards.begins(_begins(features)),
        *at_home(features, rounds, person_id, now),
        *_agreed(store, features, inside, team, person_id),
    ]


def _agreed(
    store: Store, features: Sequence[Feature], inside: ChannelsOf, team: str, person_id: str
) -> list[Entry]:
    """What stands in the channels that they are in just now; Slack is asked only where there is something."""
    with store.read() as db:
        lines = [line for one in features if one.agreed for line in one.agreed(db, team).items()]
    theirs = inside(person_id) if lines else frozenset[str]()
    return [entry for channel, entry in lines if channel in theirs]


def _rounds(store: Store, features: Sequence[Feature], team: str, person_id: str) -> list[Round]:
    """Theirs, each with the question that stands on its cards."""
    with store.read() as db:
        rounds = queries.at_home(db, team, person_id, [feature.name for feature in features], MOST)
        queries.unseal_all(db, rounds, asks(features))
    return rounds


def more(
    value: str, who: Who, store: Store, clock: Clock, members: Members, features: Sequence[Feature]
) -> View:
    """What did not fit, and what did: a page of one part."""
    part, _, number = value.partition("|")
    if part not in [*Weight] or not (number.isascii() and number.isdigit()):
        raise Refusal("common.not_here_any_more")
    found = cards.of(entries(store, features, members.channels, who.team, who.id, clock()), Weight(part))
    return cards.rest(Weight(part), found, int(number))


def card(value: str, who: Who, store: Store, members: Members, features: Sequence[Feature]) -> View:
    """Their own card of one thing, as it stands in their direct messages; refused like reading there."""
    with store.read() as db:
        round_ = queries.find(db, who.team, value)
        may("read", round_.roles(who.id))
    if round_.channel_id:
        confirm(store, members, round_, who.id)
    for seat in round_.present:  # what waits to be said to them stands there all the same
        seat.rang = seat.rang or seat.gathered or seat.notice
    with store.read() as db:
        drawing = as_it_stands(db, kinds_of(features)[round_.feature, round_.kind], round_).get(who.id)
    if drawing is None:
        raise Refusal("common.not_here_any_more")
    return cards.card(drawing.message)


def _begins(features: Sequence[Feature]) -> dict[str, Beginning]:
    return {feature.name: feature.begin for feature in features if feature.begin}


def everything(features: Sequence[Feature]) -> View:
    """What one can begin: from the message box, from the first word, from what was suggested."""
    return cards.begin(_begins(features))


def begin(value: str, features: Sequence[Feature]) -> View:
    _one(value, features)
    return cards.where(value)


def _one(name: str, features: Sequence[Feature]) -> Callable[[str, str], View]:
    """The form of what is begun in a channel; refuses what is not here."""
    found = _begins(features).get(name)
    if found is None or found.opens is None:
        raise Refusal("common.not_here_any_more")
    return found.opens


def where(ack: Ack, meta: str, form: Form, who: Who, members: Members, features: Sequence[Feature]) -> None:
    """The channel is chosen: its form opens, where whoever asks and the app are in it."""
    opens, channel = _one(meta, features), form.channel("channel")
    members.check(channel, who.id)
    ack(opens(channel, who.id))


def unsure() -> View:
    return cards.unsure()


def suggest(ack: Ack, form: Form, features: Sequence[Feature]) -> None:
    offered = _begins(features)
    answers = [form.choice(name) or "" for name in ASKED]
    name = best({name: one.suits for name, one in offered.items()}, answers)
    ack(cards.chosen(name, offered[name]))


def how(settings: Settings) -> View:
    return cards.how(settings.support_text)


def kept(settings: Settings, features: Sequence[Feature]) -> View:
    return cards.kept(lines(features, settings.keep_days))


SHOWS: Listeners = {
    "hall.more": more,
    "hall.before": more,
    "hall.card": card,
    "hall.begin": begin,
    "hall.sure": unsure,
    "hall.everything": everything,
    "hall.everything_here": everything,
    "hall.how": how,
    "hall.kept": kept,
}
FORMS: Listeners = {"hall.where": where, "hall.unsure": suggest}
EVERYWHERE: Listeners = {"hall.begin_here": everything}
