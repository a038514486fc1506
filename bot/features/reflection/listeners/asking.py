"""From Slack: putting a question, typed or chosen, to the pair of this place."""

import re
from collections.abc import Sequence
from functools import partial

from bot.catalogue import Prompt
from bot.clock import Clock
from bot.features.reflection import flow, forms
from bot.features.reflection.cards import words
from bot.features.reflection.choosing import listeners as choosing
from bot.features.reflection.flow import standing
from bot.features.reflection.models import NAME, REFLECTION, Step
from bot.features.reflection.models import as_other as is_as_other
from bot.features.reflection.weekly import listeners as weekly
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.asking import asked_before
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Feature, Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.rounds.keeping.replies import text_of
from bot.rounds.practice.presses import split
from bot.rounds.showing import closing, typed
from bot.rounds.showing.pages import page
from bot.rounds.showing.sentences import act, names, plain_names, whisper
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, unescape
from bot.slack.surface import Ack, Afterwards
from bot.store import Db, Store

partners = partial(names, partner=True)
_DASHED = re.compile(r"(.*\S)\s+(?:--+|—|–)\s*(.+)", re.DOTALL)
DOOR = Door(NAME, REFLECTION, standing.may_read, weighed=lambda reply: reply.kind == "note")


def ask(
    ack: Ack,
    text: str,
    channel: str,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> Afterwards | None:
    """`/reflect [question]`: the pair of this place, else your one pair, else a form to choose.

    What reads like a rhythm, as `weekly thu 15:00`, begins one. `-- as the other` asks for the second form.
    """
    question = unescape(text)
    if typed.how_often(question):
        return Afterwards(weekly.ask)
    if typed.rhythm(question, "UTC", clock()):
        return Afterwards(weekly.begin)
    if not question:
        return Afterwards(choosing.choose)
    if question.lower() == "help":
        ack(whisper(words["usage"].fill(), act(words, "choose_question", "")))
        return None
    question, as_other = _read(question)
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        pairs = people.pairs_of(db, who.team, who.id)
        here = [pair for pair in pairs if pair.channel_id == channel] or pairs
        answer = _put(db, who, here, question, request, clock, settings, as_other=as_other)
    ack(answer)
    return None


def _read(text: str) -> tuple[str, bool]:
    """The question, and whether each is to say it as the other would."""
    dashed = _DASHED.fullmatch(text)
    ways = typed.named({"as_other": words["ways.as_other"]})
    if dashed and " ".join(dashed[2].casefold().split()).rstrip(".!") in ways:
        return dashed[1], True
    return text, False


def ask_prompt(
    ack: Ack,
    asked: Asked,
    value: str,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    settings: Settings,
    features: Sequence[Feature],
) -> None:
    """Ask a question that was chosen: your one pair at once, else the form to choose which."""
    as_other = asked.verb == "reflection.ask_as_other"
    prompt_id, pair_id = split(value)
    with store.begin() as db:
        prompt = choosing.of_pairs(prompt_id, choosing.of_people(db, features, who.team))
        pairs = choosing.of(db, who, pair_id)
        answer = _put(db, who, pairs, prompt.question, request, clock, settings, prompt, as_other=as_other)
    ack(_page(answer))


def which(
    ack: Ack,
    form: Form,
    meta: str,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    settings: Settings,
    features: Sequence[Feature],
) -> None:
    question = form.text("question")
    short_enough(NAME, question, forms.QUESTION_MAX)
    with store.begin() as db:
        pair = people.pair(db, who.team, form.choice("pair") or "")
        if pair is None or not pair.has(who.id):
            raise Refusal("common.not_yours")
        prompt = choosing.find(meta, choosing.of_people(db, features, who.team))
        as_other = form.ticked("as_other")
        answer = _put(db, who, [pair], question, request, clock, settings, prompt, as_other=as_other)
    ack(_page(answer))


def another(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = DOOR.look(db, value, who)
        pairs = [p for p in people.pairs_of(db, who.team, who.id) if p.id == round_.subject_id]
    if not pairs:
        raise Refusal("reflection.refused.no_pair_now")
    return _which("", pairs, who)


def put(value: str, who: Who, store: Store) -> View:
    """A line that somebody wrote on a page of their own, in the form: theirs to change, and to send or not.

    The pair that they had in mind, where they are in it; else any of theirs.
    """
    pair_id, line = split(value)
    with store.read() as db:
        pairs = [pair for pair in people.pairs_of(db, who.team, who.id) if pair.others(who.id)]
    if not pairs:
        raise Refusal("reflection.refused.no_pair_now")
    return _which(line, [pair for pair in pairs if pair.id == pair_id] or pairs, who)


def say_as_other(value: str, who: Who, store: Store) -> View:
    """The form for that, from a reflection (with its question), from a pair's page, or from anywhere."""
    with store.read() as db:
        pairs, question = people.pairs_of(db, who.team, who.id), ""
        here = [pair for pair in pairs if pair.id == value]
        if value and not here:
            round_ = DOOR.look(db, value, who)
            here, question = [p for p in pairs if p.id == round_.subject_id], text_of(round_, "question")
    several = [pair for pair in here or pairs if pair.others(who.id)]
    if not several:
        raise Refusal("reflection.refused.no_pair_now")
    return _which(question, several, who, as_other=True)


def _put(
    db: Db,
    who: Who,
    pairs: list[Pair],
    question: str,
    request: str,
    clock: Clock,
    settings: Settings,
    prompt: Prompt | None = None,
    *,
    as_other: bool = False,
) -> View | Message:
    """Asked of the one pair that is meant, once; where it may be several, the form to choose which."""
    if len(pairs) > 1:
        return _which(question, pairs, who, prompt, as_other=as_other)
    if not pairs or (as_other and not pairs[0].others(who.id)):
        line = words["receipt.nobody"].fill(question=question)
        return whisper(line, *closing.door("invite", style="primary"))
    now, pair, round_id = clock(), pairs[0], id_from(who.team, NAME, request)

    def untouched(old: Round) -> bool:
        same = (old.subject_id, old.step, is_as_other(old)) == (pair.id, Step.ASKED, as_other)
        return same and standing.unanswered(old) == old.seats

    before = asked_before(db, who, NAME, REFLECTION, round_id, question, now, untouched)
    if before is None:
        seats = [queries.seat(db, who.team, member.person_id) for member in pair.present]
        about = (who.team, round_id, who.id, pair.id, seats, question, now, prompt)
        enough.begins(db, flow.ask(*about, as_other=as_other), settings, now)
    others = partners(pair.others(who.id))
    key = "as_other" if as_other else "asked" if others else "alone"
    line = words[f"receipt.{key}"].fill(names=others)
    return whisper(line, act(words, "take_back", before.id if before else round_id))


def _which(
    question: str, pairs: list[Pair], who: Who, prompt: Prompt | None = None, *, as_other: bool = False
) -> View:
    labels = [plain_names(pair.others(who.id)) or words["which.alone"] for pair in pairs]
    named = list(zip(pairs, labels, strict=True))
    return forms.which_pair(question, named, prompt, as_other=as_other)


def _page(answer: View | Message) -> View:
    return answer if isinstance(answer, View) else page(words, "which", *answer.blocks)


COMMANDS: Listeners = {"/reflect": ask}
SHOWS: Listeners = {
    "reflection.another": another,
    "reflection.say_as_other": say_as_other,
    "reflection.put": put,
    **choosing.SHOWS,
    **weekly.SHOWS,
}
ACTIONS: Listeners = {
    "reflection.ask_prompt": ask_prompt,
    "reflection.ask_as_other": ask_prompt,
    **weekly.ACTIONS,
}
FORMS: Listeners = {"reflection.which": which, **choosing.FORMS, **weekly.FORMS}
