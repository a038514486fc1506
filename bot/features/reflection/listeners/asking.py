"""From Slack: putting a question, typed or chosen, to the pair of this place."""

from datetime import timedelta

from bot import catalogue
from bot.clock import Clock
from bot.features.reflection import flow, forms
from bot.features.reflection.cards import aloud, names, words
from bot.features.reflection.listeners import access
from bot.features.reflection.weekly import listeners as weekly_listeners
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.showing import closing, typed
from bot.slack.asked import Who
from bot.slack.blocks import Message, View, button, buttons, section
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack, Afterwards
from bot.store import Db, Store

AGAIN = timedelta(minutes=10)  # the same question within this is the same asking


def ask(
    ack: Ack, text: str, channel: str, request: str, who: Who, store: Store, clock: Clock
) -> View | Afterwards | None:
    """`/reflect [question]`: the pair of this place, else your one pair, else a form to choose.

    What reads like a rhythm, as `weekly thu 15:00`, begins one.
    """
    question = unescape(text)
    if typed.rhythm(question, "UTC", clock()):
        return Afterwards(weekly_listeners.begin)
    if question.lower() in ("", "help"):
        ack(_usage())
        return None
    _short_enough(question)
    with store.begin() as db:
        pairs = people.pairs_of(db, who.team, who.id)
        here = [pair for pair in pairs if pair.channel_id == channel] or pairs
        if len(here) > 1:
            return forms.which_pair(question, [(pair, _label(pair, who)) for pair in here])
        receipt = _asked(db, who, here[0], question, request, clock) if here else _nobody(question)
    ack(receipt)
    return None


def choose_question() -> View:
    return forms.catalogue()


def ask_prompt(ack: Ack, value: str, request: str, who: Who, store: Store, clock: Clock) -> None:
    """Ask a question of the catalogue: your one pair at once, else the form to choose which."""
    prompt = catalogue.find(value)
    if prompt is None or prompt.visibility != "pair":
        raise Refusal("common.not_here_any_more")
    with store.begin() as db:
        pairs = people.pairs_of(db, who.team, who.id)
        if len(pairs) > 1:
            page = forms.which_pair(prompt.question, [(pair, _label(pair, who)) for pair in pairs])
        elif pairs:
            page = _receipt(_asked(db, who, pairs[0], prompt.question, request, clock, prompt.id))
        else:
            page = _receipt(_nobody(prompt.question))
    ack(page)


def which(ack: Ack, form: Form, request: str, who: Who, store: Store, clock: Clock) -> None:
    question = form.text("question")
    _short_enough(question)
    with store.begin() as db:
        pair = people.pair(db, who.team, form.choice("pair") or "")
        if pair is None or not pair.has(who.id):
            raise Refusal("common.not_yours")
        receipt = _asked(db, who, pair, question, request, clock)
    ack(_receipt(receipt))


def another(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
        pairs = [p for p in people.pairs_of(db, who.team, who.id) if p.id == round_.subject_id]
    if not pairs:
        raise Refusal("reflection.refused.no_pair_now")
    return forms.which_pair("", [(pair, _label(pair, who)) for pair in pairs])


def _receipt(receipt: Message) -> View:
    return View(words["which.done"], list(receipt.blocks), close=words["read.close"])


def _asked(
    db: Db,
    who: Who,
    pair: Pair,
    question: str,
    request: str,
    clock: Clock,
    prompt_id: str = "",
) -> Message:
    seats = [queries.seat(db, who.team, member.person_id) for member in pair.present]
    round_id = id_from(who.team, "reflection", request)
    round_ = flow.ask(who.team, round_id, who.id, pair.id, seats, question, clock(), prompt_id)
    if not _asked_just_now(db, round_, question):
        queries.add(db, round_)  # False: Slack sent the same command twice, and once is enough
    others = [seat for seat in seats if seat.person_id != who.id]
    key = "receipt.asked" if others else "receipt.alone"
    line = words[key].fill(names=names(others))
    return Message(line, [section(line)])


def _asked_just_now(db: Db, new: Round, question: str) -> bool:
    """Whether the same question stands there untouched: asked again, as the answer never reached them."""
    for old in queries.of_person(db, new.team, new.host_id, new.feature, most=5):
        same = (old.host_id, old.subject_id, old.step) == (new.host_id, new.subject_id, new.step)
        if same and new.created_at - old.created_at < AGAIN and not any(seat.step for seat in old.seats):
            asked = queries.unseal(db, old, lambda r: r.kind == "question").one("question")
            if asked and asked.text == question:
                return True
    return False


def _short_enough(question: str) -> None:
    if not question:
        raise Refusal("reflection.refused.empty", field="question")
    if len(question) > forms.QUESTION_MAX:
        raise Refusal("reflection.refused.long", field="question", most=forms.QUESTION_MAX, typed=question)


def _usage() -> Message:
    line = words["usage"].fill()
    row = [button(words["do.choose_question"], "reflection.choose_question")]
    return Message(aloud(line, row), [section(line), buttons(*row)])


def _nobody(question: str) -> Message:
    line = words["receipt.nobody"].fill(question=question)
    row = closing.door("invite", style="primary")
    return Message(aloud(line, row), [section(line), *([buttons(*row)] if row else [])])


def _label(pair: Pair, who: Who) -> str:
    others = [member.name for member in pair.others(who.id)]
    return str(words["and"]).join(others) or words["which.alone"]


COMMANDS: Listeners = {"/reflect": ask}
SHOWS: Listeners = {"reflection.choose_question": choose_question, "reflection.another": another}
ACTIONS: Listeners = {"reflection.ask_prompt": ask_prompt, **weekly_listeners.ACTIONS}
FORMS: Listeners = {"reflection.which": which}
