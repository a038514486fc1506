"""From Slack: starting a matter, in the channel, from a message or from another practice; taking it back."""

from collections.abc import Iterable

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.options import flow, forms
from bot.features.options.cards.saying import words
from bot.features.options.flow import recording, standing
from bot.features.options.models import KINDS, MANDATE, MATTER, NAME, facts
from bot.features.options.register import listeners as register_listeners
from bot.features.options.register import queries as register
from bot.features.options.register.queries import records
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.knowing import greet
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat, id_from
from bot.rounds.practice.presses import split
from bot.rounds.showing import closing
from bot.rounds.showing.sentences import whisper
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, unescape
from bot.slack.granted import Granted
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store

# Its rules weigh all that was written; who is in its channel may read what is shared.
DOOR = Door(NAME, MATTER, standing.readable, weighed=lambda _: True, of_channel=True)


def options(ack: Ack, text: str, channel: str) -> Afterwards | None:
    """`/options` opens the channel's register; `/options <question>` begins with that question."""
    if text.strip().lower() == "help":
        ack(whisper(words["usage"].fill()))
        return None
    if channel.startswith("D"):
        key = "in_a_message" if text.strip() else "only_in_a_channel"
        raise Refusal(f"options.refused.{key}", typed=unescape(text))
    return Afterwards(_opens)


def _opens(
    asked: Asked,
    text: str,
    channel: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    granted: Granted,
    slack: WebClient,
) -> View | Message:
    if not is_in(slack, channel):
        return not_here(asked)
    if not text.strip():
        return register_listeners.open_("", channel, who, store, clock, members, granted)
    short_enough(NAME, unescape(text), forms.QUESTION_MAX)
    return forms.start(channel, unescape(text), chosen=[who.id])


def from_message(text: str, channel: str, who: Who, members: Members, slack: WebClient) -> View:
    """*Make an option of this*: the message comes along, to be changed as one likes."""
    if channel.startswith("D"):
        raise Refusal("options.refused.only_in_a_channel")
    if not is_in(slack, channel):
        raise Refusal("common.let_me_in")
    members.check(channel, who.id)
    return forms.start(channel, proposal=unescape(text), chosen=[who.id])


def from_round(value: str, who: Who, store: Store, members: Members) -> View:
    """From another practice's closing card: with its question, and what its people released."""
    with store.read() as db:
        origin = closing.origin(db, who.team, value, who.id)
    if not origin.channel_id:
        return forms.elsewhere(origin.title)
    members.check(origin.channel_id, who.id)
    proposal = next((reply.text for reply in origin.words if reply.text), "")
    return forms.start(origin.channel_id, origin.title, proposal, chosen=[who.id])


def again(value: str, who: Who, store: Store, members: Members) -> View:
    """What was not agreed, or put off: anybody of the channel may begin anew, with what there was."""
    channel = DOOR.inside(store, members, value, who)
    with store.read() as db:
        round_ = DOOR.look(db, value, who, verb="join")
    record, follows = recording.words_of(round_), facts(round_)["record"]
    return forms.start(channel, record["question"], record["decision"], chosen=[who.id], follows=follows)


def started(
    ack: Ack,
    meta: str,
    form: Form,
    request: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    slack: WebClient,
    settings: Settings,
) -> None:
    """It is posted as the form is sent; those who decide are asked."""
    (channel, follows), frame, chosen = split(meta), _framed(form), form.people("deciders")
    members.check(channel, who.id)
    all_there(members, channel, chosen, "deciders")
    greet(store, slack, who, chosen, NAME, clock(), "deciders")
    with store.begin() as db:
        people.meet_all(db, who.team, (who.id, *chosen))
        if follows:
            records.newest(db, who.team, channel, follows)  # refuses what this channel does not have
        named, host = seats(db, who, chosen), queries.seat(db, who.team, who.id)
        host = next((seat for seat in named if seat.person_id == who.id), host)
        round_id = id_from(who.team, NAME, request)
        begun = flow.start(who.team, round_id, host, named, channel, frame, clock())
        facts(begun)["follows"] = follows
        enough.begins(db, begun, settings, clock())
        round_ = DOOR.held(db, round_id, who)
        register.on_its_way(db, round_, clock())
    ack(forms.receipt(round_))


def all_there(members: Members, channel: str, chosen: Iterable[str], field: str) -> None:
    """Refuses to name somebody who is not in the channel."""
    if not members.of(channel).issuperset(chosen):
        raise Refusal("options.refused.not_there", field=field)


def seats(db: Db, who: Who, chosen: tuple[str, ...]) -> list[Seat]:
    """Places for these people, in the order in which they were named."""
    people.meet_all(db, who.team, chosen)
    return [queries.seat(db, who.team, person_id) for person_id in chosen]


def _framed(form: Form) -> flow.Frame:
    question = form.text("question")
    if not question:
        raise Refusal("options.refused.empty", field="question")
    return flow.Frame(
        question,
        {key: form.text(key) for key in MANDATE},
        forms.WHOSE.get(form.choice("kinds") or "both", KINDS),
        short=form.choice("way") == "short",
        proposal=form.text("proposal"),
        unknown=form.ticked("unknown"),
        why_now=form.text("why_now"),
    )


COMMANDS: Listeners = {"/options": options}
SHORTCUTS: Listeners = {"options.from_message": from_message}
SHOWS: Listeners = {"options.from_round": from_round, "options.again": again}
FORMS: Listeners = {"options.start": started}
