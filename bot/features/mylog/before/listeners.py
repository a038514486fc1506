"""From Slack: the page before somebody says something. Nothing of it is kept unless they tick that."""

from datetime import datetime

from bot.clock import Clock
from bot.features.mylog import flow
from bot.features.mylog.before import forms
from bot.features.mylog.cards import words
from bot.features.mylog.models import LOGS
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.loading import held
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store


def before(value: str) -> View:
    return forms.before(value)


def sent(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    said = {part: form.text(part) for part in forms.PARTS if form.text(part)}
    if not said:
        raise Refusal("mylog.refused.empty", field="say")
    keep, now = form.ticked("keep"), clock()
    with store.begin() as db:
        if keep:
            _keep(db, asked, who, said, now)
        paired = any(pair.others(who.id) for pair in people.pairs_of(db, who.team, who.id))
    ack(forms.after(said.get("kindly", ""), meta, kept=keep, paired=paired))


def _keep(db: Db, asked: Asked, who: Who, said: dict[str, str], now: datetime) -> None:
    round_ = held(db, LOGS, who.team, who.id, now)
    if first_time(db, asked, now):
        for part, text in said.items():
            flow.write(round_, who.id, text, now, question=words[f"before.{part}"].plain())
        queries.save(db, round_)


SHOWS: Listeners = {"mylog.before": before}
FORMS: Listeners = {"mylog.before": sent}
