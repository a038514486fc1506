"""From Slack: putting a question to a channel, in one line or in a form; changing it, taking it back."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from slack_sdk import WebClient

from bot import catalogue
from bot.clock import Clock
from bot.features.listening import flow, forms
from bot.features.listening.cards import receipts
from bot.features.listening.flow import hosting, plan, standing
from bot.features.listening.listeners.access import DOOR, presses, save
from bot.features.listening.models import LISTENING, NAME, Form, Pace, Plan, facts, plan_of
from bot.features.listening.rhythm import cards as rhythm_cards
from bot.features.listening.rhythm import listeners as rhythm
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import asking, enough
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import greet, know
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.practice import rhythms
from bot.rounds.practice.presses import split
from bot.rounds.practice.starting import posts
from bot.rounds.showing import typed
from bot.rounds.time.rhythm import Rhythm
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form as Sent
from bot.slack.forms import mentions, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store

_TICKS = ("check_in", "play_back", "plain", "publish")
_PLAYS = {"yes": ["play_back"], "no": ["plain"]}  # as it is chosen in the form; else as usual


def listen(
    ack: Ack,
    text: str,
    channel: str,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> Afterwards | None:
    """`/listen How did today land? [-- live 2 @ana @ben]` is posted at once; `/listen` opens the form."""
    line = unescape(text)
    if text.strip().lower() == "help":
        ack(receipts.usage())
        return None
    if channel.startswith("D"):
        key = "in_a_message" if text.strip() else "only_in_a_channel"
        raise Refusal(f"listening.refused.{key}", typed=line)
    question, wanted, planned = _read(text, "UTC", clock())
    if not question:
        return Afterwards(_everything)
    short_enough(NAME, question, forms.QUESTION_MAX, line)
    _somebody_else(who, wanted, line)
    if planned:
        return Afterwards(_planned)
    with store.begin() as db:
        _ask(db, who, channel, question, wanted, request, clock(), settings)
    return Afterwards(posted)


def _planned(
    asked: Asked,
    text: str,
    channel: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    settings: Settings,
) -> Message:
    """`-- weekly thu 15:00`, in the zone of whoever types it: it is put then; till then a card says so."""
    if not is_in(slack, channel):
        return not_here(asked)
    now = clock()
    greet(store, slack, who, _named_in(text), NAME, now, "people")
    know(store, slack, who.team, now)
    with store.begin() as db:
        question, wanted, planned = _read(text, people.find(db, who.team, who.id).zone, now)
        if planned is None:
            raise Refusal("common.not_here_any_more")
        round_ = rhythm.plans(db, who, channel, wanted, question, planned, asked.request, now, settings)
    return rhythm_cards.receipt(round_, now)


def _everything(asked: Asked, text: str, channel: str, slack: WebClient, clock: Clock) -> View | Message:
    if not is_in(slack, channel):
        return not_here(asked)
    return forms.start(channel, plan=_read(text, "UTC", clock())[1])


def started(
    ack: Ack,
    meta: str,
    form: Sent,
    request: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """The form with everything: posted as it is sent."""
    (channel, prompt_id), now = split(meta), clock()
    question, wanted = _filled(form, who)
    members.check(channel, who.id)
    greet(store, slack, who, wanted.people, NAME, now, "people")
    know(store, slack, who.team, now)
    with store.begin() as db:
        planned = _when(form, people.find(db, who.team, who.id).zone, now)
        made = planned and rhythm.plans(db, who, channel, wanted, question, planned, request, now, settings)
    if made:
        ack(rhythm_cards.page(made, now))
        return
    with store.begin() as db:
        round_ = _ask(db, who, channel, question, wanted, request, now, settings, prompt_id)
        flow.stand(round_)
        save(db, round_, now)
        zone = people.find(db, who.team, who.id).zone
    ack(receipts.page(round_, zone))


def change(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = DOOR.look(db, value, who)
    standing.may_change(round_, who.id)
    question = standing.question(round_)
    return forms.start(round_.channel_id or "", question, plan_of(round_), round_id=round_.id)


def changed(
    ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, slack: WebClient, store: Store, clock: Clock
) -> None:
    question, wanted = _filled(form, who)
    greet(store, slack, who, wanted.people, NAME, clock(), "people")
    with store.begin() as db:
        round_ = DOOR.held(db, split(meta)[1], who)
        if first_time(db, asked, clock()):
            hosting.change(round_, who.id, wanted, question, _named(db, who, wanted), clock())
            save(db, round_, clock())
        zone = people.find(db, who.team, who.id).zone
    ack(receipts.page(round_, zone))


def use(value: str) -> View:
    channel, prompt_id = split(value)
    return forms.start(channel, prompt(prompt_id).question, prompt=prompt_id)


def prompt(prompt_id: str) -> catalogue.Prompt:
    """A question of the catalogue that a group can be asked; refuses every other."""
    found = catalogue.find(prompt_id)
    if found is None or "group" not in found.asks:
        raise Refusal("common.not_here_any_more")
    return found


def _ask(
    db: Db,
    who: Who,
    channel: str,
    question: str,
    wanted: Plan,
    request: str,
    now: datetime,
    settings: Settings,
    prompt_id: str = "",
) -> Round:
    """Keep the question; the same one again, of which nobody was told that it worked, is the same round."""
    people.meet_all(db, who.team, (who.id, *wanted.people))
    same = _same(db, who, channel, question, request, now)
    if same:
        return same
    host, named = queries.seat(db, who.team, who.id), _named(db, who, wanted)
    round_id, ear = id_from(who.team, NAME, request), secrets.token_hex(32)
    version = found.version if (found := catalogue.find(prompt_id)) else 0
    about = (who.team, round_id, host, named, channel, wanted, question, ear, now, prompt_id)
    round_ = flow.ask(*about, version=version)
    enough.begins(db, round_, settings, now)
    return DOOR.held(db, round_id, who)


def _find(db: Db, who: Who, channel: str, text: str, request: str, now: datetime) -> Round | None:
    return _same(db, who, channel, _read(text, "UTC", now)[0], request, now)


def _named_in(text: str) -> Sequence[str]:
    return mentions(plan.parts(text)[1])[0]


def _same(db: Db, who: Who, channel: str, question: str, request: str, now: datetime) -> Round | None:
    """The round of this very request, or of the same question a moment ago, locked; None for none."""

    def untouched(old: Round) -> bool:
        here = old.channel_id == channel and old.status == Status.RUNNING
        return here and standing.untouched(old) and not facts(old)["joined"]

    round_id = id_from(who.team, NAME, request)
    return asking.asked_before(db, who, NAME, LISTENING, round_id, question, now, untouched)


def _named(db: Db, who: Who, wanted: Plan) -> Sequence[Seat]:
    others = [person_id for person_id in wanted.people if person_id != who.id]
    return [queries.seat(db, who.team, person_id) for person_id in others]


@cache
def vocabulary() -> plan.Vocabulary:
    """What can be typed behind the two dashes."""
    return plan.Vocabulary(
        typed.named({pace: typed.words[f"listening.pace.{pace}"] for pace in Pace}),
        typed.named({form: typed.words[f"listening.form.{form}"] for form in Form}),
        typed.named({tick: typed.words[f"listening.tick.{tick}"] for tick in _TICKS}),
        typed.named({pace: typed.words[f"listening.unit.{pace}"] for pace in Pace}),
    )


def _read(text: str, zone: str, now: datetime) -> tuple[str, Plan, Rhythm | None]:
    """The question, how it is wanted, and when, if not at once: read only behind two dashes."""
    question, behind = plan.parts(text)
    named, said = mentions(behind)
    planned, rest = typed.planned(said, zone, now)
    wanted = plan.read(rest, named, vocabulary(), unescape(text)) if rest or named else Plan()
    if wanted is None and planned:
        raise Refusal("listening.refused.unclear", words=rest, typed=unescape(text))
    return (unescape(question), wanted, planned) if wanted else (unescape(text), Plan(), None)


def _when(form: Sent, zone: str, now: datetime) -> Rhythm | None:
    """When it is to be put, as it was chosen; None for at once."""
    at_once = (form.choice("when") or forms.NOW) == forms.NOW
    return None if at_once else rhythms.chosen(NAME, form, zone, now)


def _filled(form: Sent, who: Who) -> tuple[str, Plan]:
    question, turn = form.text("question"), form.text("turn")
    short_enough(NAME, question, forms.QUESTION_MAX)
    if turn and not (turn.isascii() and turn.isdigit() and int(turn)):
        raise Refusal("listening.refused.turn", field="turn")
    wanted = plan.plan(
        Pace(form.choice("pace") or Pace.GATHER),
        Form(form.choice("form") or Form.SIMPLE),
        int(turn or 0),
        form.people("people"),
        [name for name in ("check_in", "publish") if form.ticked(name)]
        + _PLAYS.get(form.choice("play_back") or "", []),
    )
    _somebody_else(who, wanted)
    return question, wanted


def _somebody_else(who: Who, wanted: Plan, typed: str = "") -> None:
    """Refuses what is put to nobody but whoever asks."""
    if wanted.people == (who.id,):
        key = "alone_typed" if typed else "alone"
        raise Refusal(f"listening.refused.{key}", field="people", typed=typed)


posted = posts(_find, hosting.take_back, save, receipts.asked, flow.stand, _named_in)
COMMANDS: Listeners = {"/listen": listen}
SHOWS: Listeners = {
    "listening.change": change,
    "listening.choose": forms.choose,
    "listening.use": use,
    **rhythm.SHOWS,
}
ACTIONS: Listeners = {
    "listening.take_back": presses.decides(hosting.take_back, "taken_back", aloud=True),
    **rhythm.ACTIONS,
}
FORMS: Listeners = {"listening.start": started, "listening.change": changed, **rhythm.FORMS}
