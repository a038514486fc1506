"""From Slack: everything under one's own name. Whose it is follows from who asks: no button names anybody."""

from collections.abc import Callable, Sequence

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.me.cards import words
from bot.features.me.mine import forms
from bot.people import copies, refresh
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.feature import Feature, Listeners, kinds_of
from bot.rounds.keeping import queries
from bot.rounds.mine import everything
from bot.rounds.showing.pages import done
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack, Afterwards
from bot.store import Store

Forget = Callable[[str, str], None]  # (team, person): nothing that they wrote opens any more


def start(ack: Ack) -> Afterwards:
    """`/alongside me`."""
    return Afterwards(mine)


def mine(who: Who, store: Store, features: Sequence[Feature]) -> View:
    with store.read() as db:
        return forms.mine(everything(db, features, who.team, who.id))


def of(value: str, who: Who, store: Store, features: Sequence[Feature]) -> View:
    """What is there of one practice."""
    if value not in [feature.name for feature in features]:
        raise Refusal("common.not_here_any_more")
    with store.read() as db:
        return forms.of(everything(db, features, who.team, who.id), value)


def take_back(
    ack: Ack, value: str, who: Who, store: Store, clock: Clock, features: Sequence[Feature]
) -> None:
    """By the practice's own rule; what is left, the page reads anew from the database."""
    now = clock()
    with store.begin() as db:
        round_ = queries.lock(db, who.team, value)
        may("withdraw", round_.roles(who.id))
        feature = next(one for one in features if one.name == round_.feature)
        rule = feature.takes_back.get(round_.kind)
        if rule is None:
            raise Refusal("common.not_here_any_more")
        rule(round_, who.id, now)
        kinds_of(features)[round_.feature, round_.kind].tick(db, round_, now)
    ack(forms.taken_back(feature.name))


def look_again(who: Who, store: Store, slack: WebClient, clock: Clock, features: Sequence[Feature]) -> View:
    """Their name is what Slack says that it is: it is asked once more."""
    refresh.ask(
        store,
        slack,
        who.team,
        who.id,
        lambda db, team, id_: queries.wake_person(db, team, id_, clock()),
        clock(),
    )
    return mine(who, store, features)


def copy(who: Who, store: Store, settings: Settings) -> View:
    """By a link that works once; where nobody can reach us by one, sealed, by whoever runs the bot."""
    if settings.public_url:
        with store.begin() as db:
            token = copies.link(db, who.team, who.id)
        return forms.copy_by_link(f"{settings.public_url}copy/{token}")
    code = copies.new_code()
    with store.begin() as db:
        copies.keep_code(db, who.team, who.id, code)
    return forms.copy_by_code(code.spelt, who.id)


def before() -> View:
    """What goes and what stays, before anything does."""
    return forms.before()


def forget() -> View:
    return forms.forget()


def forget_sent(ack: Ack, form: Form, who: Who, forget: Forget) -> None:
    if not form.ticked("sure"):
        raise Refusal("me.refused.sure", field="sure")
    forget(who.team, who.id)
    ack(done(words, "forgotten"))


SHOWS: Listeners = {
    "me.mine": mine,
    "me.mine_of": of,
    "me.copy": copy,
    "me.look_again": look_again,
    "me.forget": before,
    "me.forget_sure": forget,
}
ACTIONS: Listeners = {"me.take_back": take_back}
FORMS: Listeners = {"me.forget": forget_sent}
