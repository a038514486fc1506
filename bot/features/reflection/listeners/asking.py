"""From Slack: putting a question, typed or chosen, to the pair of this place."""

from functools import partial

from bot import catalogue
from bot.catalogue import Prompt
from bot.clock import Clock
from bot.features.reflection import flow, forms
from bot.features.reflection.cards import words
from bot.features.reflection.flow import standing
from bot.features.reflection.models import NAME, REFLECTION, Step
from bot.features.reflection.weekly import listeners as weekly
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company.asking import asked_before
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.showing import closing, typed
from bot.rounds.showing.pages import page
from bot.rounds.showing.sentences import act, names, plain_names, whisper
from bot.slack.asked import Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack, Afterwards
from bot.store import Db, Store

partners = partial(names, partner=True)
DOOR = Door(NAME, REFLECTION, standing.may_read, weighed=lambda reply: reply.kind == "note")


def ask(
    ack: Ack, text: str, channel: str, request: str, who: Who, store: Store, clock: Clock
) -> Afterwards | None:
    """`/reflect [question]`: the pair of this place, else your one pair, else a form to choose.

    What reads like a rhythm, as `weekly thu 15:00`, begins one.
    """
    question = unescape(text)
    if typed.how_often(question):
        return Afterwards(weekly.ask)
    if typed.rhythm(question, "UTC", clock()):
        return Afterwards(weekly.begin)
    if question.lower() in ("", "help"):
        ack(whisper(words["usage"].fill(), act(words, "choose_question", "")))
        return None
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        pairs = people.pairs_of(db, who.team, who.id)
        here = [pair for pair in pairs if pair.channel_id == channel] or pairs
        answer = _put(db, who, here, question, request, clock)
    ack(answer)
    return None


def choose_question() -> View:
    return forms.catalogue()


def ask_prompt(ack: Ack, value: str, request: str, who: Who, store: Store, clock: Clock) -> None:
    """Ask a question of the catalogue: your one pair at once, else the form to choose which."""
    prompt = catalogue.find(value)
    if prompt is None or "pair" not in prompt.asks:
        raise Refusal("common.not_here_any_more")
    with store.begin() as db:
        pairs = people.pairs_of(db, who.team, who.id)
        answer = _put(db, who, pairs, prompt.question, request, clock, prompt)
    ack(_page(answer))


def which(ack: Ack, form: Form, meta: str, request: str, who: Who, store: Store, clock: Clock) -> None:
    question = form.text("question")
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        pair = people.pair(db, who.team, form.choice("pair") or "")
        if pair is None or not pair.has(who.id):
            raise Refusal("common.not_yours")
        answer = _put(db, who, [pair], question, request, clock, catalogue.find(meta))
    ack(_page(answer))


def another(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = DOOR.look(db, value, who)
        pairs = [p for p in people.pairs_of(db, who.team, who.id) if p.id == round_.subject_id]
    if not pairs:
        raise Refusal("reflection.refused.no_pair_now")
    return _which("", pairs, who)


def _put(
    db: Db,
    who: Who,
    pairs: list[Pair],
    question: str,
    request: str,
    clock: Clock,
    prompt: Prompt | None = None,
) -> View | Message:
    """Asked of the one pair that is meant, once; where it may be several, the form to choose which."""
    if len(pairs) > 1:
        return _which(question, pairs, who, prompt.id if prompt else "")
    if not pairs:
        line = words["receipt.nobody"].fill(question=question)
        return whisper(line, *closing.door("invite", style="primary"))
    now, pair, round_id = clock(), pairs[0], id_from(who.team, NAME, request)

    def untouched(old: Round) -> bool:
        return (old.subject_id, old.step) == (pair.id, Step.ASKED) and not any(s.step for s in old.seats)

    before = asked_before(db, who, NAME, REFLECTION, round_id, question, now, untouched)
    if before is None:
        seats = [queries.seat(db, who.team, member.person_id) for member in pair.present]
        queries.add(db, flow.ask(who.team, round_id, who.id, pair.id, seats, question, now, prompt))
    others = partners(pair.others(who.id))
    line = words["receipt.asked" if others else "receipt.alone"].fill(names=others)
    return whisper(line, act(words, "take_back", before.id if before else round_id))


def _which(question: str, pairs: list[Pair], who: Who, prompt: str = "") -> View:
    labels = [plain_names(pair.others(who.id)) or words["which.alone"] for pair in pairs]
    return forms.which_pair(question, list(zip(pairs, labels, strict=True)), prompt)


def _page(answer: View | Message) -> View:
    return answer if isinstance(answer, View) else page(words, "which", *answer.blocks)


COMMANDS: Listeners = {"/reflect": ask}
SHOWS: Listeners = {
    "reflection.choose_question": choose_question,
    "reflection.another": another,
    **weekly.SHOWS,
}
ACTIONS: Listeners = {"reflection.ask_prompt": ask_prompt, **weekly.ACTIONS}
FORMS: Listeners = {"reflection.which": which, **weekly.FORMS}
