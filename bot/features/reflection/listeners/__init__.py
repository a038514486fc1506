"""From Slack: what people do with a reflection. The dicts at the foot are the table of contents."""

import re
from collections.abc import Sequence
from datetime import timedelta

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.reflection import flow, forms
from bot.features.reflection.cards import words
from bot.features.reflection.flow import hearing, live, standing
from bot.features.reflection.listeners import asking
from bot.features.reflection.listeners.asking import DOOR
from bot.features.reflection.models import NAME, REFLECTION, Step, facts
from bot.features.reflection.other import forms as other
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.standing import at
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status
from bot.rounds.keeping.replies import text_of
from bot.rounds.practice.presses import Presses, split
from bot.rounds.showing import shapes
from bot.rounds.showing.sentences import act, whisper
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.calls import call
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack
from bot.store import Db, Store

_TS = re.compile(r"\d+\.\d+")  # the id of a message

press = Presses(DOOR, words, lambda db, round_, _: queries.save(db, round_))
read = press.opens(forms.read, verb="withdraw")
stop = press.decides(flow.stop)


def write(value: str, who: Who, store: Store, settings: Settings) -> View:
    """The form to answer in, with what they wrote when the same was asked at the beginning."""
    with store.read() as db:
        round_ = DOOR.look(db, split(value)[0], who)
        standing.may_write(round_, who.id)
        first = _wrote_first(db, round_, who)
        person = people.find(db, who.team, who.id)
        return forms.answer(round_, person, support=settings.support_text, first=first)


def _wrote_first(db: Db, round_: Round, who: Who) -> str:
    """What this person answered at the beginning, where that is kept still; for them alone."""
    for first in queries.these(db, who.team, [facts(round_).get("looks_back", "")]):
        queries.unseal(
            db, first, lambda reply: reply.author_id == who.id and reply.kind in ("answer", "open")
        )
        return text_of(first, "open", who.id) or text_of(first, "answer", who.id)
    return ""


def answer(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    round_id, prompt_id = split(meta)
    with store.begin() as db:
        round_ = DOOR.held(db, round_id, who)
        if first_time(db, asked, clock()):
            then = _wrote_first(db, round_, who) if form.ticked("then") else ""
            text = shapes.written(prompt_id, form, "answer")
            flow.write(round_, who.id, text, clock(), draft=form.ticked("draft"), then=then)
            queries.save(db, round_)
        page = forms.read(DOOR.seen(db, round_, who), who.id) if round_.step == Step.READ else None
    ack(page)


def chooses(choice: str) -> Listener:
    return press.decides(lambda round_, me, now: flow.choose(round_, me, choice, now), "chosen")


def another_day(value: str, who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        round_ = DOOR.look(db, value, who)
        at(round_, Step.EMPTY)
        return forms.another_day(round_, (clock() + timedelta(days=7)).date())


def noted(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    """Where the note has changed meanwhile, the form says so and keeps what was typed."""
    (round_id, seen), typed, page = split(meta), form.text("note"), None
    with store.begin() as db:
        round_ = DOOR.held(db, round_id, who)
        current = round_.one("note")
        if not first_time(db, asked, clock()):
            pass
        elif round_.step == Step.NOTE and current and current.id != seen and typed != current.text:
            page = forms.note(round_, who.id, typed)
        else:
            flow.write_note(round_, who.id, typed, form.ticked("agreed"), seen, clock())
            queries.save(db, round_)
    ack(page)


def badly(ack: Ack, value: str, who: Who, store: Store, clock: Clock, settings: Settings) -> None:
    with store.begin() as db:
        round_ = DOOR.held(db, value, who)
        flow.landed_badly(round_, who.id, clock())
        queries.save(db, round_)
    ack(forms.paused(settings.support_text))


def takes(rounds: Sequence[Round], person_id: str, ts: str) -> Message | None:
    """Somebody wrote to the app while a question waits for their answer: is this it?"""
    of_kind = [round_ for round_ in rounds if round_.kind == REFLECTION]
    waiting = [round_ for round_ in of_kind if standing.awaits_answer(round_, person_id)]
    return _is_this_it(waiting[0].id, ts) if waiting else None


def _is_this_it(round_id: str, ts: str) -> Message:
    take_it = act(words, "take", round_id, value=ts, primary=True)
    return whisper(words["is_this_it"].fill(), take_it, act(words, "no_thanks", round_id))


def take(value: str, who: Who, channel: str, slack: WebClient, store: Store, settings: Settings) -> View:
    """Yes, that is my answer: the form, with what they posted in it; it is theirs to save."""
    round_id, ts = split(value)
    if not _TS.fullmatch(ts):
        raise Refusal("common.not_here_any_more")
    found = call(
        slack, "conversations.history", channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1
    )
    posted_ = [m for m in found.data.get("messages", []) if m.get("ts") == ts and m.get("user") == who.id]
    text = unescape(str(posted_[0].get("text", ""))) if posted_ else ""
    with store.read() as db:
        round_ = DOOR.look(db, round_id, who)
        standing.may_write(round_, who.id)
        person, first = people.find(db, who.team, who.id), _wrote_first(db, round_, who)
        typed = text[: forms.ANSWER_MAX]
        return forms.answer(round_, person, typed, settings.support_text, first=first)


COMMANDS = asking.COMMANDS
SHOWS: Listeners = {
    **asking.SHOWS,
    "reflection.write": write,
    "reflection.change": write,
    "reflection.finish": write,
    "reflection.write_after_all": write,
    "reflection.write_alone": write,
    "reflection.take": take,
    "reflection.another_day": another_day,
    "reflection.read": read,
    "reflection.read_mine": read,
    "reflection.read_again": read,
    "reflection.hear": press.opens(forms.hear, hearing.may_play_back),
    "reflection.confirm": press.opens(
        lambda round_, me: forms.confirm(round_, me, standing.played_back_to(round_, me))
    ),
    "reflection.once_more": press.opens(other.once_more, hearing.may_play_back),
    "reflection.how_near": press.opens(
        lambda round_, me: other.how_near(round_, me, standing.played_back_to(round_, me))
    ),
    "reflection.note": press.opens(forms.note, lambda round_, _: at(round_, Step.NOTE)),
    "reflection.how": press.shows(
        lambda round_, person, _, support: forms.how(round_, person, support), on_top=True
    ),
    "reflection.help": press.shows(lambda round_, person, _, support: forms.paused(support)),
}


def here(
    ack: Ack,
    asked: Asked,
    value: str,
    who: Who,
    channel: str,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """On the card of a reflection; or on the page of a pair, of the newest that is open between them."""
    with store.read() as db:
        id_ = _newest_between(db, who, value)
    _here(ack, asked, id_, "", who, channel, store, clock, members, settings)


_here = press.decides(flow.here, "here")


def _newest_between(db: Db, who: Who, value: str) -> str:
    if value not in [pair.id for pair in people.pairs_of(db, who.team, who.id)]:
        return value
    mine = queries.of_person(db, who.team, who.id, NAME, kind=REFLECTION, statuses=[Status.RUNNING])
    open_ = [round_.id for round_ in mine if round_.subject_id == value and live.can(round_)]
    if not open_:
        raise Refusal("reflection.refused.nothing_open")
    return open_[0]


ACTIONS: Listeners = {
    **asking.ACTIONS,
    "reflection.take_back": press.decides(flow.take_back, "taken_back", aloud=True),
    "reflection.erase": press.decides(flow.erase, "erased"),
    "reflection.pass": press.decides(flow.pass_on, "passed"),
    "reflection.share": chooses("share"),
    "reflection.wait": chooses("wait"),
    "reflection.keep": chooses("keep"),
    "reflection.just_read": press.decides(flow.just_read),
    "reflection.keep_open": press.decides(flow.keep_open),
    "reflection.here": here,
    "reflection.in_our_time": press.decides(flow.in_our_time),
    "reflection.enough": press.decides(flow.enough, "enough"),
    "reflection.take_up": press.decides(flow.take_up),
    "reflection.badly": badly,
    "reflection.go_on": press.decides(flow.go_on),
    "reflection.withdraw": press.decides(flow.withdraw, "withdrawn", verb="withdraw"),
    "reflection.take_out": press.decides(flow.withdraw, "withdrawn", verb="withdraw"),
    "reflection.note_out": press.decides(flow.take_note_out, "note_out"),
    "reflection.stop": stop,
    "reflection.close": stop,
    "reflection.no_thanks": lambda ack: ack(),
}
_plays_back = press.sends(
    lambda round_, me, form, _, now: flow.play_back(round_, me, form.text("heard"), now)
)
_confirms = press.sends(
    lambda round_, me, form, listener, now: flow.confirm(
        round_, me, listener, form.choice("close") or "", form.text("added"), now
    )
)
FORMS: Listeners = {
    **asking.FORMS,
    "reflection.answer": answer,
    "reflection.another_day": press.sends(
        lambda round_, me, form, _, now: flow.keep_open(round_, me, now, form.date("day"))
    ),
    "reflection.heard": _plays_back,
    "reflection.once_more": _plays_back,
    "reflection.confirm": _confirms,
    "reflection.how_near": _confirms,
    "reflection.note": noted,
}
