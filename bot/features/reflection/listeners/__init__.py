"""From Slack: what people do with a reflection. The dicts at the foot are the table of contents."""

import re
from datetime import timedelta

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.reflection import flow, forms
from bot.features.reflection.cards import aloud, words
from bot.features.reflection.flow import standing
from bot.features.reflection.listeners import access, asking
from bot.features.reflection.models import NAME, REFLECTION, Step, known
from bot.people import queries as people
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, button, buttons, section
from bot.slack.calls import call
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack
from bot.store import Db, Store

_TS = re.compile(r"\d+\.\d+")  # the id of a message


def write(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.may_write(round_, who.id)
        return forms.answer(round_, people.find(db, who.team, who.id))


def answer(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.write(round_, who.id, form.text("answer"), clock(), draft=form.ticked("draft"))
        queries.save(db, round_)
        person = people.find(db, who.team, who.id)
        known(person)["has_written"] = True
        people.save(db, person)
        page = _page(db, round_, who) if round_.step == Step.READ else None
    ack(page)


def erase(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.erase(round_, who.id, clock())
        queries.save(db, round_)
    ack(_done("erased"))


def pass_on(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.pass_on(round_, who.id, clock())
        queries.save(db, round_)
    ack(_done("passed") if asked.kind == "modal" else None)


def choose(ack: Ack, asked: Asked, verb: str, value: str, who: Who, store: Store, clock: Clock) -> None:
    """share, wait and keep: the last part of the action is the choice."""
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.choose(round_, who.id, verb.rpartition(".")[2], clock())
        queries.save(db, round_)
    ack(_done("chosen") if asked.kind == "modal" else None)


def just_read(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.just_read(round_, who.id, clock())
        queries.save(db, round_)
    ack()


def keep_open(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.keep_open(round_, clock(), person_id=who.id)
        queries.save(db, round_)
    ack()


def another_day(value: str, who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.may_keep_open(round_)
        return forms.another_day(round_, (clock() + timedelta(days=7)).date())


def until_day(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.keep_open(round_, clock(), form.date("day"), who.id)
        queries.save(db, round_)
    ack()


def read(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.readable(db, value, who)
        return forms.read(round_, who.id)


def hear(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.may_play_back(round_, who.id)
        return forms.hear(round_, round_.seat(who.id))


def heard(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, meta, who)
        flow.play_back(round_, who.id, form.text("heard"), clock())
        queries.save(db, round_)
    ack()


def confirm(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        return forms.confirm(round_, who.id, standing.played_back_to(round_, who.id))


def confirmed(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    round_id, _, listener_id = meta.partition("|")
    with store.begin() as db:
        round_ = access.mine(db, round_id, who)
        may("read", round_.roles(listener_id))
        flow.confirm(round_, who.id, listener_id, form.choice("close") or "", form.text("added"), clock())
        queries.save(db, round_)
    ack()


def note(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        standing.may_note(round_)
        return forms.note(round_, who.id)


def noted(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    round_id, _, seen = meta.partition("|")
    typed = form.text("note")
    with store.begin() as db:
        round_ = access.mine(db, round_id, who)
        current = round_.one("note")
        if round_.step == Step.NOTE and current and current.id != seen and typed != current.text:
            page = forms.note(round_, who.id, typed)
        else:
            page = None
            flow.write_note(round_, who.id, typed, form.ticked("agreed"), seen, clock())
            queries.save(db, round_)
    ack(page)


def enough(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.enough(round_, who.id, clock())
        queries.save(db, round_)
    ack(_done("enough") if asked.kind == "modal" else None)


def take_up(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.take_up(round_, who.id, clock())
        queries.save(db, round_)
    ack()


def stop(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.stop(round_, who.id, clock())
        queries.save(db, round_)
    ack()


def badly(ack: Ack, value: str, who: Who, store: Store, clock: Clock, settings: Settings) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.landed_badly(round_, who.id, clock())
        queries.save(db, round_)
    ack(forms.paused(round_, settings.support_text))


def go_on(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        flow.go_on(round_, who.id, clock())
        queries.save(db, round_)
    ack()


def withdraw(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = queries.lock(db, who.team, value, NAME, REFLECTION)
        may("withdraw", round_.roles(who.id))
        flow.withdraw(round_, who.id, clock())
        queries.save(db, round_)
    ack(_done("withdrawn"))


def how(value: str, who: Who, store: Store, settings: Settings) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        return forms.how(round_, people.find(db, who.team, who.id), settings.support_text)


def help_(value: str, who: Who, store: Store, settings: Settings) -> View:
    with store.read() as db:
        return forms.paused(access.taking_part(db, value, who), settings.support_text)


def posted(ack: Ack, asked: Asked, who: Who, store: Store, clock: Clock) -> None:
    """Somebody wrote to the app in their direct message while a question waits for their answer."""
    event = asked.event or {}
    if event.get("subtype") or event.get("bot_id"):
        ack()
        return
    with store.begin() as db:
        new = queries.once(db, who.team, asked.request, clock())
        mine = queries.of_person(db, who.team, who.id, NAME, kind=REFLECTION)
    waiting = [r for r in mine if standing.awaits_answer(r, who.id)]
    ack(_is_this_it(waiting[0], str(event.get("ts", ""))) if new and waiting else None)


def take(value: str, who: Who, channel: str, slack: WebClient, store: Store) -> View:
    """Yes, that is my answer: the form, with what they posted in it; it is theirs to save."""
    round_id, _, ts = value.partition("|")
    with store.read() as db:
        standing.may_write(access.taking_part(db, round_id, who), who.id)
    if not _TS.fullmatch(ts):
        raise Refusal("common.not_here_any_more")
    found = call(
        slack, "conversations.history", channel=channel, latest=ts, oldest=ts, inclusive=True, limit=1
    )
    posted_ = [m for m in found.data.get("messages", []) if m.get("ts") == ts and m.get("user") == who.id]
    text = unescape(str(posted_[0].get("text", ""))) if posted_ else ""
    with store.read() as db:
        round_ = access.taking_part(db, round_id, who)
        standing.may_write(round_, who.id)
        return forms.answer(round_, people.find(db, who.team, who.id), text[: forms.ANSWER_MAX])


def no_thanks(ack: Ack) -> None:
    ack()


def _is_this_it(round_: Round, ts: str) -> Message:
    line = words["is_this_it"].fill()
    row = [
        button(words["do.take"], "reflection.take", f"{round_.id}|{ts}", style="primary"),
        button(words["do.no_thanks"], "reflection.no_thanks", round_.id),
    ]
    return Message(aloud(line, row), [section(line), buttons(*row)])


def _page(db: Db, round_: Round, who: Who) -> View:
    return forms.read(access.page_of(db, round_, who), who.id)


def _done(key: str) -> View:
    """The last page of a form that a button finished: Slack cannot close it for us."""
    return View(words["done.title"], [section(words[f"done.{key}"].fill())], close=words["read.close"])


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
    "reflection.hear": hear,
    "reflection.confirm": confirm,
    "reflection.note": note,
    "reflection.how": how,
    "reflection.help": help_,
}
ACTIONS: Listeners = {
    **asking.ACTIONS,
    "reflection.erase": erase,
    "reflection.pass": pass_on,
    "reflection.share": choose,
    "reflection.wait": choose,
    "reflection.keep": choose,
    "reflection.just_read": just_read,
    "reflection.keep_open": keep_open,
    "reflection.enough": enough,
    "reflection.take_up": take_up,
    "reflection.badly": badly,
    "reflection.go_on": go_on,
    "reflection.withdraw": withdraw,
    "reflection.stop": stop,
    "reflection.close": stop,
    "reflection.no_thanks": no_thanks,
}
FORMS: Listeners = {
    **asking.FORMS,
    "reflection.answer": answer,
    "reflection.another_day": until_day,
    "reflection.heard": heard,
    "reflection.confirm": confirmed,
    "reflection.note": noted,
}
EVENTS: Listeners = {"message.im": posted}
