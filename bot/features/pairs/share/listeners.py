"""From Slack: something of a pair's is offered to a channel, ticked, not shared, or taken back."""

from datetime import datetime

from bot.clock import Clock
from bot.features.pairs.cards import words
from bot.features.pairs.flow.inviting import waits
from bot.features.pairs.flow.standing import member
from bot.features.pairs.flow.standing import members as inside
from bot.features.pairs.listeners.page import DOOR as PAGE
from bot.features.pairs.models import NAME
from bot.features.pairs.share import flow, forms
from bot.features.pairs.share.models import SHARE
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.heard import first_time
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import filled
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.practice.presses import Presses, split
from bot.rounds.showing import pages
from bot.rounds.showing.around import LookAround
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store

DOOR = Door(NAME, SHARE, flow.may_read)
press = Presses(DOOR, words)


def what(value: str, who: Who, store: Store, clock: Clock, around: LookAround) -> View:
    """Which of what they keep?"""
    with store.read() as db:
        pair = _pair(db, value, who)
        return forms.what(pair, around(db, who.team, pair.id, who.id, clock()).kept)


def this(value: str, who: Who, store: Store, clock: Clock, around: LookAround) -> View:
    """The words of what was chosen, to edit, and a channel."""
    pair_id, thing = split(value)
    with store.read() as db:
        pair = _pair(db, pair_id, who)
        kept = around(db, who.team, pair.id, who.id, clock()).kept
        own = people.pair(db, who.team, pair.id)
    text = dict(forms.things(pair, kept)).get(thing)
    if text is None:
        raise Refusal("common.not_here_any_more")
    return forms.share(pair, who.id, text, own.channel_id or "" if own else "")


def _pair(db: Db, pair_id: str, who: Who) -> Round:
    pair = PAGE.look(db, pair_id, who)
    _all_can_tick(pair, who)
    return pair


def _all_can_tick(pair: Round, who: Who) -> None:
    """Refuses whoever is not in it, or by themselves there; and while somebody may still come."""
    member(pair, who.id)
    if len(inside(pair)) == 1:
        raise Refusal("pairs.refused.share_alone")
    if waits(pair):
        raise Refusal("pairs.refused.share_not_yet")


def shared(
    ack: Ack,
    asked: Asked,
    meta: str,
    form: Form,
    who: Who,
    request: str,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """Offered to the others; in a channel that whoever offers it and the app are in."""
    with store.read() as db:
        filled(_pair(db, meta, who), form.text("words"), "words")
    members.check(form.channel("channel"), who.id, anew=True)
    with store.begin() as db:
        pair = PAGE.held(db, meta, who)
        _all_can_tick(pair, who)
        if first_time(db, asked, clock()):
            enough.begins(db, _offer(db, pair, who, form, request, clock()), settings, clock())
    ack(pages.done(words, "share"))


def _offer(db: Db, pair: Round, who: Who, form: Form, request: str, now: datetime) -> Round:
    others = [seat.person_id for seat in inside(pair) if seat.person_id != who.id]
    seats = [queries.seat(db, who.team, one) for one in (who.id, *others)]
    id_, signed = id_from(who.team, SHARE, request), form.choice("signed") != "unsigned"
    channel, text = form.channel("channel"), form.text("words")
    return flow.offer(who.team, id_, pair.id, seats, channel, text, now, signed=signed)


def agreed(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    """Where the words have changed meanwhile, the form says so and keeps what was typed."""
    (round_id, seen), text, page = split(meta), form.text("words"), None
    with store.begin() as db:
        round_ = DOOR.held(db, round_id, who)
        if not first_time(db, asked, clock()):
            pass
        elif flow.changed(round_, text, seen):
            page = forms.read(round_, who.id, text)
        else:
            signed = form.choice("signed") != "unsigned"
            flow.agree(round_, who.id, text, seen, clock(), signed=signed)
            queries.save(db, round_)
    ack(page)


SHOWS: Listeners = {
    "pairs.share": what,
    "pairs.share_this": this,
    "pairs.read_share": press.opens(forms.read),
}
ACTIONS: Listeners = {
    "pairs.rather_not": press.decides(lambda round_, me, _: flow.rather_not(round_, me), "rather_not"),
    "pairs.unshare": press.decides(lambda round_, me, _: flow.take_back(round_, me)),
}
FORMS: Listeners = {"pairs.share": shared, "pairs.share_read": agreed}
