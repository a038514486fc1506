"""From Slack: which records belong together, and tags. Those who decide say so, and take it back."""

from bot.clock import Clock
from bot.features.options.flow import recording, standing, tagging
from bot.features.options.listeners.asking import DOOR
from bot.features.options.models import How, Link, Record, Words, facts
from bot.features.options.queries import save
from bot.features.options.register import forms
from bot.features.options.register import queries as register
from bot.features.options.register.queries import links, records
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.feature import Listeners
from bot.rounds.keeping.models import Round
from bot.rounds.practice.presses import split
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store


def linking(value: str, who: Who, store: Store, members: Members) -> View:
    """What a record is linked with, and its tags, to be changed."""
    DOOR.inside(store, members, value, who)
    with store.read() as db:
        return forms.links(*_shown(db, DOOR.look(db, value, who, verb="join"), who))


def linked(
    ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """One more link, if one was chosen; and the tags as they were written."""
    (id_, version), now = split(meta), clock()
    DOOR.inside(store, members, id_, who)
    with store.begin() as db:
        round_ = DOOR.held(db, id_, who)
        standing.in_record(round_, who.id)
        if first_time(db, asked, now):
            _put(db, round_, form)
            before = int(version) if version.isascii() and version.isdigit() else 0
            if tagging.tag(round_, who.id, form.text("tags"), before, now):
                save(db, round_, now)
    ack(forms.done("links", forms.Place(round_.channel_id or "", facts(round_)["record"])))


def unlink(ack: Ack, value: str, who: Who, store: Store, members: Members) -> None:
    """One of its links goes."""
    (id_, link) = split(value)
    how, _, other = link.partition("|")
    DOOR.inside(store, members, id_, who)
    with store.begin() as db:
        round_ = DOOR.held(db, id_, who)
        standing.in_record(round_, who.id)
        links.take_away(db, who.team, round_.channel_id or "", facts(round_)["record"], other, how)
        page = forms.links(*_shown(db, round_, who))
    ack(page)


def _shown(db: Db, round_: Round, who: Who) -> tuple[Round, Words, list[Link], list[Record]]:
    """The matter, its record's words and links, and the records that it can be linked with."""
    standing.in_record(round_, who.id)
    record, here = facts(round_)["record"], (who.team, round_.channel_id or "")
    newest = records.listing(db, *here, most=forms.LINKS_OFFERED + 1).records
    others = [one for one in newest if one.id != record][: forms.LINKS_OFFERED]
    there = register.linked(db, *here, record)
    return round_, recording.words_of(round_), there, others


def _put(db: Db, round_: Round, form: Form) -> None:
    other, how = form.choice("other"), form.choice("how")
    if not other:
        return
    record = facts(round_)["record"]
    if how not in list(How) or not links.put(
        db, round_.team, round_.channel_id or "", record, other, How(how)
    ):
        raise Refusal("common.not_here_any_more", field="other")


SHOWS: Listeners = {"options.links": linking}
ACTIONS: Listeners = {"options.unlink": unlink}
FORMS: Listeners = {"options.links": linked}
