"""From Slack: putting a question to a channel, in one line or in a form; changing it, taking it back."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

from slack_sdk import WebClient

from bot import catalogue
from bot.clock import Clock
from bot.features.listening import flow, forms
from bot.features.listening.cards.saying import act, aloud, how_read, names, words
from bot.features.listening.flow import hosting, plan, standing
from bot.features.listening.listeners import access
from bot.features.listening.models import NAME, Form, Pace, Plan, Step, facts, plan_of
from bot.features.listening.queries import save
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.company.knowing import know
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, buttons, section
from bot.slack.forms import Form as Sent
from bot.slack.forms import mentions, unescape
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store

AGAIN = timedelta(minutes=10)  # the same question in the same place within this is the same asking
_TICKS = ("check_in", "play_back", "publish")


def listen(
    ack: Ack, text: str, channel: str, request: str, who: Who, store: Store, clock: Clock
) -> Afterwards | None:
    """`/listen How did today land? [-- live 2 @ana @ben]` is posted at once; `/listen` opens the form."""
    if text.strip().lower() == "help":
        ack(_usage())
        return None
    if channel.startswith("D"):
        key = "in_a_message" if text.strip() else "only_in_a_channel"
        raise Refusal(f"listening.refused.{key}", typed=unescape(text))
    question, wanted = _read(text)
    if not question:
        return Afterwards(_everything)
    short_enough(question, unescape(text))
    _somebody_else(who, wanted, unescape(text))
    with store.begin() as db:
        _ask(db, who, channel, question, wanted, request, clock)
    return Afterwards(_posted)


def _posted(
    asked: Asked, text: str, channel: str, who: Who, slack: WebClient, store: Store, clock: Clock
) -> Message:
    """Whether the app is in that channel at all; then it is posted, and the receipt says how it was read."""
    inside = is_in(slack, channel)
    if inside:  # names and zones of whoever we meet here for the first time
        know(store, slack, clock())
    question, _ = _read(text)
    with store.begin() as db:
        round_ = _find(db, who, channel, question, asked.request, clock)
        if round_ is None:
            raise Refusal("common.not_here_any_more")
        if not inside:
            hosting.take_back(round_, who.id, clock())
        else:
            flow.stand(round_)
        save(db, round_)
        zone = people.find(db, who.team, who.id).zone
    return _receipt(round_, zone) if inside else not_here(asked)


def _everything(asked: Asked, text: str, channel: str, slack: WebClient) -> View | Message:
    if not is_in(slack, channel):
        return not_here(asked)
    _, wanted = _read(text)
    return forms.start(channel, plan=wanted)


def started(ack: Ack, meta: str, form: Sent, request: str, who: Who, store: Store, clock: Clock) -> None:
    """The form with everything: posted as it is sent."""
    channel, _, prompt_id = meta.partition("|")
    question, wanted = _filled(form)
    _somebody_else(who, wanted)
    with store.begin() as db:
        round_ = _ask(db, who, channel, question, wanted, request, clock, prompt_id)
        flow.stand(round_)
        save(db, round_)
        zone = people.find(db, who.team, who.id).zone
    receipt = _receipt(round_, zone)
    ack(View(words["start.done"], list(receipt.blocks), close=words["read.close"]))


def change(value: str, who: Who, store: Store) -> View:
    with store.read() as db:
        round_ = access.taking_part(db, value, who)
    standing.may_change(round_, who.id)
    asked = standing.asked(round_)
    question = asked.text if asked and asked.text else ""
    return forms.start(round_.channel_id or "", question, plan_of(round_), round_id=round_.id)


def changed(ack: Ack, asked: Asked, meta: str, form: Sent, who: Who, store: Store, clock: Clock) -> None:
    _, _, round_id = meta.partition("|")
    question, wanted = _filled(form)
    _somebody_else(who, wanted)
    with store.begin() as db:
        round_ = access.mine(db, round_id, who)
        if first_time(db, asked, clock()):
            hosting.change(round_, who.id, wanted, question, _named(db, who, wanted), clock())
            save(db, round_)
        zone = people.find(db, who.team, who.id).zone
    receipt = _receipt(round_, zone)
    ack(View(words["start.done"], list(receipt.blocks), close=words["read.close"]))


def take_back(ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = access.mine(db, value, who)
        hosting.take_back(round_, who.id, clock())
        save(db, round_)
    line = words["receipt.taken_back"].fill()
    ack(Message(line, [section(line)]) if asked.kind == "message" else forms.page("done", line))


def choose(value: str) -> View:
    """The questions that the catalogue has for a group."""
    return forms.choose(value)


def use(value: str) -> View:
    channel, _, prompt_id = value.partition("|")
    prompt = catalogue.find(prompt_id)
    if prompt is None or prompt.visibility != "group":
        raise Refusal("common.not_here_any_more")
    return forms.start(channel, prompt.question, prompt=prompt.id)


def _ask(
    db: Db,
    who: Who,
    channel: str,
    question: str,
    wanted: Plan,
    request: str,
    clock: Clock,
    prompt_id: str = "",
) -> Round:
    """Keep the question; the same one again, of which nobody was told that it worked, is the same round."""
    people.meet(db, who.team, who.id, who.name)
    found = _find(db, who, channel, question, request, clock)
    if found:
        return found
    host, named = queries.seat(db, who.team, who.id), _named(db, who, wanted)
    round_id, ear = id_from(who.team, NAME, request), secrets.token_hex(32)
    round_ = flow.ask(who.team, round_id, host, named, channel, wanted, question, ear, clock(), prompt_id)
    queries.add(db, round_)
    return queries.unseal(db, queries.lock(db, who.team, round_id, NAME), lambda r: r.kind == "question")


def _find(db: Db, who: Who, channel: str, question: str, request: str, clock: Clock) -> Round | None:
    """The round of this very request, or of the same question a moment ago, locked; None for none."""
    round_id = id_from(who.team, NAME, request)
    for old in queries.of_person(db, who.team, who.id, NAME, most=5):
        here = old.host_id == who.id and old.channel_id == channel and old.status == Status.RUNNING
        same = here and clock() - old.created_at < AGAIN and _untouched(old)
        if old.id == round_id or same:
            locked = queries.lock(db, who.team, old.id, NAME)
            queries.unseal(db, locked, lambda r: r.kind == "question")
            asked = standing.asked(locked)
            if old.id == round_id or (asked and asked.text == question and _untouched(locked)):
                return locked
    return None


def _untouched(round_: Round) -> bool:
    return round_.step in (Step.ASKED, Step.WRITE) and not facts(round_)["joined"]


def _named(db: Db, who: Who, wanted: Plan) -> Sequence[Seat]:
    for person_id in wanted.people:
        people.meet(db, who.team, person_id)
    return [queries.seat(db, who.team, person_id) for person_id in wanted.people if person_id != who.id]


def _read(text: str) -> tuple[str, Plan]:
    """The question, and how it is wanted: read only behind two dashes."""
    question, behind = plan.parts(text)
    named, rest = mentions(behind)
    wanted = plan.read(rest, named, unescape(text)) if behind else Plan()
    return (unescape(question), wanted) if wanted else (unescape(text), Plan())


def _filled(form: Sent) -> tuple[str, Plan]:
    question, turn = form.text("question"), form.text("turn")
    short_enough(question, question)
    if turn and not (turn.isascii() and turn.isdigit() and int(turn)):
        raise Refusal("listening.refused.turn", field="turn")
    wanted = plan.plan(
        Pace(form.choice("pace") or Pace.GATHER),
        Form(form.choice("form") or Form.SIMPLE),
        int(turn or 0),
        form.people("people"),
        [name for name in _TICKS if form.ticked(name)],
    )
    return question, wanted


def short_enough(question: str, typed: str) -> None:
    """Refuses no question, and one that is too long, quoting what was `typed`."""
    if not question:
        raise Refusal("listening.refused.empty", field="question")
    if len(question) > forms.QUESTION_MAX:
        raise Refusal("listening.refused.long", field="question", most=forms.QUESTION_MAX, typed=typed)


def _somebody_else(who: Who, wanted: Plan, typed: str = "") -> None:
    """Refuses what is put to nobody but whoever asks."""
    if wanted.people == (who.id,):
        key = "alone_typed" if typed else "alone"
        raise Refusal(f"listening.refused.{key}", field="people", typed=typed)


def _receipt(round_: Round, zone: str) -> Message:
    asked = standing.asked(round_)
    people_ = plan_of(round_).people
    named = [s for s in round_.seats if s.person_id in people_ and s.person_id != round_.host_id]
    line = words["receipt.named" if named else "receipt.asked"].fill(
        question=asked.text if asked else "", how=how_read(round_, zone), names=names(named) if named else ""
    )
    row = [act("change", round_), act("take_back", round_)]
    more = words["receipt.change"].fill()
    return Message(aloud(line, row), [section(line), section(more), buttons(*row)])


def _usage() -> Message:
    line = words["usage"].fill()
    return Message(line, [section(line)])


COMMANDS: Listeners = {"/listen": listen}
SHOWS: Listeners = {"listening.change": change, "listening.choose": choose, "listening.use": use}
ACTIONS: Listeners = {"listening.take_back": take_back}
FORMS: Listeners = {"listening.start": started, "listening.change": changed}
