"""From Slack: starting a matter, in the channel, from a message or from another practice; taking it back."""

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.options import flow, forms
from bot.features.options.cards.saying import words
from bot.features.options.flow import hosting, recording, standing
from bot.features.options.listeners import access
from bot.features.options.models import MANDATE, MATTER, NAME
from bot.features.options.queries import save
from bot.features.options.register import listeners as register_listeners
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company.heard import first_time
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.showing import closing
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View, section
from bot.slack.forms import Form as Sent
from bot.slack.forms import unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store


def options(ack: Ack, text: str, channel: str) -> Afterwards | None:
    """`/options` opens the channel's register; `/options <question>` begins with that question."""
    if text.strip().lower() == "help":
        line = words["usage"].fill()
        ack(Message(line, [section(line)]))
        return None
    if channel.startswith("D"):
        key = "in_a_message" if text.strip() else "only_in_a_channel"
        raise Refusal(f"options.refused.{key}", typed=unescape(text))
    return Afterwards(_begin if text.strip() else _register)


def _begin(asked: Asked, text: str, channel: str, who: Who, slack: WebClient) -> View | Message:
    if not is_in(slack, channel):
        return not_here(asked)
    question = unescape(text)
    if len(question) > forms.QUESTION_MAX:
        raise Refusal("options.refused.long", most=forms.QUESTION_MAX, typed=question)
    return forms.start(channel, question, chosen=[who.id])


def _register(
    asked: Asked, channel: str, who: Who, store: Store, clock: Clock, members: Members, slack: WebClient
) -> View | Message:
    if not is_in(slack, channel):
        return not_here(asked)
    return register_listeners.open_("", channel, who, store, clock, members)


def from_message(text: str, channel: str, who: Who, members: Members, slack: WebClient) -> View:
    """*Make an option of this*: the message comes along, to be changed as one likes."""
    if channel.startswith("D"):
        raise Refusal("options.refused.only_in_a_channel")
    if not is_in(slack, channel):
        raise Refusal("options.refused.not_in_channel")
    members.check(channel, who.id)
    return forms.start(channel, proposal=unescape(text), chosen=[who.id])


def from_round(value: str, who: Who, store: Store, members: Members) -> View:
    """From another practice's closing card: with its question, and what its people released."""
    with store.read() as db:
        origin = closing.origin(db, who.team, value, who.id)
    if not origin.channel_id:
        return forms.page("start", words["start.elsewhere"].fill(question=origin.title))
    members.check(origin.channel_id, who.id)
    proposal = next((reply.text for reply in origin.words if reply.text), "")
    return forms.start(origin.channel_id, origin.title, proposal, chosen=[who.id])


def again(value: str, who: Who, store: Store, members: Members) -> View:
    """What was not agreed, or put off: anybody of the channel may begin anew, with what there was."""
    round_ = access.look(store, members, value, who)
    record = recording.words_of(round_)
    return forms.start(round_.channel_id or "", record["question"], record["decision"], chosen=[who.id])


def started(
    ack: Ack, meta: str, form: Sent, request: str, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    """It is posted as the form is sent; those who decide are asked."""
    frame, chosen = _framed(form), form.people("deciders")
    there = members.of(meta)
    members.check(meta, who.id)
    if any(person not in there for person in chosen):
        raise Refusal("options.refused.not_there", field="deciders")
    with store.begin() as db:
        round_ = _keep(db, who, meta, frame, chosen, request, clock)
    ack(forms.receipt(round_))


def take_back(
    ack: Ack, asked: Asked, value: str, who: Who, store: Store, clock: Clock, members: Members
) -> None:
    access.inside(store, members, value, who)
    with store.begin() as db:
        round_ = access.held(db, value, who)
        if first_time(db, asked, clock()):
            hosting.take_back(round_, who.id, clock())
            save(db, round_, clock())
    ack(forms.done("taken_back"))


def seats(db: Db, who: Who, chosen: tuple[str, ...]) -> list[Seat]:
    """Places for these people, in the order in which they were named."""
    for person_id in chosen:
        people.meet(db, who.team, person_id)
    return [queries.seat(db, who.team, person_id) for person_id in chosen]


def _keep(
    db: Db, who: Who, channel: str, frame: flow.Frame, chosen: tuple[str, ...], request: str, clock: Clock
) -> Round:
    people.meet(db, who.team, who.id, who.name)
    named = seats(db, who, chosen)
    host = next((s for s in named if s.person_id == who.id), None) or queries.seat(db, who.team, who.id)
    round_id = id_from(who.team, NAME, request)
    queries.add(db, flow.start(who.team, round_id, host, named, channel, frame, clock()))
    round_ = queries.lock(db, who.team, round_id, NAME, MATTER)
    return queries.unseal(db, round_, lambda r: r.kind in standing.SHARED)


def _framed(form: Sent) -> flow.Frame:
    question = form.text("question")
    if not question:
        raise Refusal("options.refused.empty", field="question")
    return flow.Frame(
        question,
        {key: form.text(key) for key in MANDATE},
        forms.kinds_chosen(form.choice("kinds") or "both"),
        short=form.choice("way") == "short",
        proposal=form.text("proposal"),
    )


COMMANDS: Listeners = {"/options": options}
SHORTCUTS: Listeners = {"options.from_message": from_message}
SHOWS: Listeners = {"options.from_round": from_round, "options.again": again}
ACTIONS: Listeners = {"options.take_back": take_back}
FORMS: Listeners = {"options.start": started}
