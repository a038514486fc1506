"""From Slack: one's own box. Whose it is follows from who asks: no button and no form names anybody."""

from collections.abc import Callable

from bot.clock import Clock
from bot.features.checkin.box import flow, forms
from bot.features.checkin.box.models import BOXES
from bot.features.checkin.models import MEETING, NAME, facts
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.loading import held, mine
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import split
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.errors import widened
from bot.slack.forms import Form
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Store


def box(who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        return forms.box(mine(db, BOXES, who.team, who.id, clock()))


def write(who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        flow.has_room(mine(db, BOXES, who.team, who.id, clock()))
    return forms.write()


def written(ack: Ack, asked: Asked, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, BOXES, who.team, who.id, clock())
        if first_time(db, asked, clock()):
            flow.put_by(round_, who.id, form.text("item"), clock())
            queries.save(db, round_)
    ack(forms.box(round_))


def change(value: str, who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        return forms.change(mine(db, BOXES, who.team, who.id, clock()), value)


def changed(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, BOXES, who.team, who.id, clock())
        flow.change(round_, meta, form.text("item"))
        queries.save(db, round_)
    ack(forms.box(round_))


def take_away(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, BOXES, who.team, who.id, clock())
        if first_time(db, asked, clock()):
            flow.take_away(round_, value)
            queries.save(db, round_)
    ack(forms.box(round_))


# --- in the form of a meeting


def offering(opens: Listener, field: str, *, taken: bool = False) -> Listener:
    """This form of a meeting's, with what lies in the box of whoever opens it, to go into `field`.

    `taken`: what they took from there before is said to stand in it.
    """

    def show(
        asked: Asked,
        value: str,
        who: Who,
        channel: str,
        store: Store,
        members: Members,
        settings: Settings,
        clock: Clock,
    ) -> View:
        view: View = opens(asked, value, who, channel, store, members, settings)
        with store.read() as db:
            round_ = mine(db, BOXES, who.team, who.id, clock())
            before = facts(queries.find(db, who.team, split(value)[0], NAME, MEETING)).get("from_box", {})
        return forms.offered(view, round_, field, before.get(who.id, []) if taken else [])

    return show


def turns(page: Callable[[View, Round, str, str], View]) -> Listener:
    """A button in such a form: the same form, with everything that was typed, as this page has it."""

    def turn(asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> View:
        field, item_id = split(value)
        there = [one.get("block_id") for one in (asked.view or {}).get("blocks", [])]
        if asked.view is None or field not in there:
            raise Refusal("common.not_here_any_more")
        with store.read() as db:
            round_ = mine(db, BOXES, who.team, who.id, clock())
        return page(widened(asked.view), round_, field, item_id)

    return turn


SHOWS: Listeners = {
    "checkin.box": box,
    "checkin.box_write": write,
    "checkin.box_change": change,
    "checkin.from_box": turns(forms.taken_in),
    "checkin.leave_in_box": turns(forms.left_there),
}
ACTIONS: Listeners = {"checkin.box_away": take_away}
FORMS: Listeners = {"checkin.box_write": written, "checkin.box_change": changed}
