"""From Slack: one's own log. Whose it is follows from who asks: no button and no form names it."""

from slack_sdk import WebClient

from bot import catalogue
from bot.catalogue import Family, Prompt
from bot.clock import Clock
from bot.features.mylog import flow, forms
from bot.features.mylog.before import listeners as before
from bot.features.mylog.cards import words
from bot.features.mylog.models import LOGS, facts
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time, pressed
from bot.rounds.company.loading import held, mine
from bot.rounds.company.own import empty
from bot.rounds.feature import Listener, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import View
from bot.slack.files import send_to
from bot.slack.forms import Form
from bot.slack.granted import Granted
from bot.slack.surface import Ack, Afterwards
from bot.store import Store

_FILES = "files:write"


def start(ack: Ack) -> Afterwards:
    """`/alongside log`."""
    return Afterwards(open_)


def open_(value: str, who: Who, store: Store, clock: Clock, granted: Granted) -> View:
    """From the newest on, or from that entry."""
    with store.read() as db:
        round_ = mine(db, LOGS, who.team, who.id, clock())
    start_ = int(value) if value.isascii() and value.isdigit() else 0
    return forms.log(round_, start_, files=granted.has(_FILES))


def write() -> View:
    return forms.write(None, "")


def answer(value: str, settings: Settings) -> View:
    return forms.write(_prompt(value), settings.support_text)


def next_(value: str, who: Who, store: Store, clock: Clock, settings: Settings) -> View:
    """The next question that they have not answered yet; `value` may name a family."""
    with store.read() as db:
        prompt = _next(mine(db, LOGS, who.team, who.id, clock()), family=value)
    return forms.write(prompt, settings.support_text)


def another(value: str, asked: Asked, who: Who, store: Store, clock: Clock, settings: Settings) -> View:
    """Another one; what was typed stays."""
    typed = asked.form.text("text") if asked.form else ""
    with store.read() as db:
        prompt = _next(mine(db, LOGS, who.team, who.id, clock()), after=value)
    return forms.write(prompt, settings.support_text, typed)


def questions() -> View:
    return forms.questions(catalogue.families("alone"))


def _prompt(prompt_id: str) -> Prompt:
    found = catalogue.find(prompt_id)
    if found is None or "alone" not in found.asks:
        raise Refusal("common.not_here_any_more")
    return found


def _next(round_: Round, family: str = "", after: str = "") -> Prompt | None:
    """What can touch something sore comes only to whoever chose one of its family."""
    every = catalogue.families("alone")
    of = [one for one in every if one.id == family] or sorted(every, key=_asked_of_others_too)
    chosen = catalogue.find(after)
    if chosen and chosen.sensitive:
        of = [one for one in every if chosen in one.prompts]
    ids = [p.id for one in of for p in one.prompts if not p.sensitive or (chosen and chosen.sensitive)]
    return catalogue.find(flow.next_of(round_, ids, after))


def _asked_of_others_too(family: Family) -> bool:
    """What is asked of nobody but oneself comes first."""
    return any(prompt.asks != ("alone",) for prompt in family.prompts)


def change(value: str, who: Who, store: Store, clock: Clock) -> View:
    with store.read() as db:
        round_ = mine(db, LOGS, who.team, who.id, clock())
    return forms.change(round_, flow.entry_of(round_, value))


def written(ack: Ack, asked: Asked, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    prompt, text, now = _prompt(meta) if meta else None, form.text("text"), clock()
    with store.begin() as db:
        round_ = held(db, LOGS, who.team, who.id, now)
        if first_time(db, asked, now):
            question, id_ = (prompt.question, prompt.id) if prompt else ("", "")
            flow.write(round_, who.id, text, now, question=question, prompt=id_)
            queries.save(db, round_)
    ack(forms.log(round_))


def changed(ack: Ack, meta: str, form: Form, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, LOGS, who.team, who.id, clock())
        flow.change(round_, meta, form.text("text"))
        queries.save(db, round_)
    ack(forms.log(round_))


def delete(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, LOGS, who.team, who.id, clock())
        if first_time(db, asked, clock()):
            flow.delete(round_, value)
            queries.save(db, round_)
    ack(forms.log(round_))


def delete_all(ack: Ack, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = held(db, LOGS, who.team, who.id, clock())
        empty(round_, who.id)
        queries.save(db, round_)
    ack(forms.log(round_))


def asks(*, so: bool) -> Listener:
    """Whether it asks by itself from here on."""

    def ask(ack: Ack, who: Who, store: Store, clock: Clock) -> None:
        with store.begin() as db:
            round_ = held(db, LOGS, who.team, who.id, clock())
            if bool(facts(round_).get("asks")) != so:
                flow.ask_by_itself(round_, clock(), asks=so)
                queries.save(db, round_)
        ack(forms.log(round_))

    return ask


def how(who: Who, store: Store, clock: Clock, settings: Settings) -> View:
    with store.read() as db:
        round_ = mine(db, LOGS, who.team, who.id, clock())
    return forms.how(round_, settings.support_text)


def copy() -> View:
    return forms.copy()


def send_copy(asked: Asked, who: Who, store: Store, clock: Clock, slack: WebClient) -> View:
    """All of it as a file, to their own direct message, once a press."""
    with store.begin() as db:
        if not pressed(db, asked, clock())[0]:
            return forms.copied(words["copy.asked"].fill())
        text = forms.as_text(mine(db, LOGS, who.team, who.id, clock()))
        dm = people.find(db, who.team, who.id).dm
    answer_ = send_to(slack, who.id, dm, "my-log.txt", text.encode(), words["copy.comment"].fill())
    return forms.copied(words["copy.sent" if answer_.ok else "copy.not_sent"].fill())


SAYS: Listeners = {"log": start}
SHOWS: Listeners = {
    "mylog.open": open_,
    "mylog.newest": open_,
    "mylog.older": open_,
    "mylog.write": write,
    "mylog.next": next_,
    "mylog.another": another,
    "mylog.questions": questions,
    "mylog.answer": answer,
    "mylog.change": change,
    "mylog.how": how,
    "mylog.copy": copy,
    "mylog.send_copy": send_copy,
    **before.SHOWS,
}
ACTIONS: Listeners = {
    "mylog.delete": delete,
    "mylog.delete_all": delete_all,
    "mylog.monthly": asks(so=True),
    "mylog.quiet": asks(so=False),
}
FORMS: Listeners = {"mylog.write": written, "mylog.change": changed, **before.FORMS}
