"""From Slack: a pair lets questions from a channel in, or ends it; somebody asks the pairs of a channel."""

from datetime import datetime

from slack_sdk import WebClient

from bot import owners
from bot.clock import Clock
from bot.features.reflection.cards import words
from bot.features.reflection.forms import QUESTION_MAX
from bot.features.reflection.models import LAUNCHED, NAME, VISITS
from bot.features.reflection.visits import cards
from bot.features.reflection.visits import flow as visits
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.common import fresh
from bot.rounds.company.knowing import know
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import short_enough
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Status, id_from
from bot.rounds.keeping.replies import say
from bot.rounds.practice.presses import Presses
from bot.rounds.showing import meant
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.forms import Form, unescape
from bot.slack.members import Members
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store

press = Presses(Door(NAME, VISITS, lambda _, __, ___: False), words)


def ask(ack: Ack, text: str, channel: str) -> Afterwards | None:
    """`/reflect What did we avoid? -- pairs`: to each pair here that lets that in, as their own."""
    question = unescape(meant.dashed(text)[0])
    if question.lower() in ("", meant.HELP):
        ack(cards.usage())
        return None
    if channel.startswith("D"):
        raise Refusal("reflection.refused.only_in_a_channel", typed=question)
    short_enough(NAME, question, QUESTION_MAX)
    return Afterwards(launch)


def launch(
    asked: Asked,
    text: str,
    channel: str,
    who: Who,
    slack: WebClient,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> Message:
    """It is taken in by every pair all of whom are here, and the channel reads to how many it went."""
    if not is_in(slack, channel):
        return not_here(asked)
    question, now, inside = unescape(meant.dashed(text)[0]), clock(), members.of(channel, anew=True)
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
    know(store, slack, who.team, now)  # the channel reads who asked
    with store.begin() as db:
        let_in = _let_in(db, who.team, channel, inside)
        if not let_in:
            return cards.nobody(question)
        if enough.begins(db, _launched(db, who, channel, question, len(let_in), now), settings, now):
            for round_ in let_in:
                visits.take_in(round_, who.id, question, now)
                queries.save(db, round_)
    return cards.receipt()


def _let_in(db: Db, team: str, channel: str, inside: frozenset[str]) -> list[Round]:
    """What pairs all of whom are in the channel have opened, locked in their order."""
    ids = queries.in_channel(db, team, channel, NAME, VISITS, but=visits.ASKED)
    found = [queries.lock(db, team, id_, NAME, VISITS) for id_ in ids]
    return [r for r in found if r.present and all(seat.person_id in inside for seat in r.present)]


def _launched(db: Db, who: Who, channel: str, question: str, many: int, now: datetime) -> Round:
    """What stands in the channel; the same question of theirs on the same day is the same."""
    id_ = id_from(who.team, LAUNCHED, who.id, channel, question, now.date().isoformat())
    round_ = Round(who.team, id_, NAME, LAUNCHED, "went", who.id, now, Status.CLOSED, channel_id=channel)
    round_.seats, round_.facts = [queries.seat(db, who.team, who.id)], {**fresh(), "pairs": many}
    say(round_, who.id, "question", question, now, owner=owners.channel(who.team, channel))
    return round_


def from_where(value: str, who: Who, store: Store) -> View:
    """The form: from which channel questions may come to this pair, or to one's one pair."""
    with store.read() as db:
        pair = _mine(db, who, value)
        found = queries.of_person(db, who.team, who.id, NAME, kind=VISITS, statuses=[Status.RUNNING])
        return cards.form(pair, who.id, [round_ for round_ in found if round_.subject_id == pair.id])


def let_in(
    ack: Ack,
    form: Form,
    meta: str,
    who: Who,
    store: Store,
    clock: Clock,
    members: Members,
    settings: Settings,
) -> None:
    """Questions from there may come, once all of the pair say so; refuses where not all are in it."""
    channel, now = form.channel("channel"), clock()
    with store.read() as db:
        _mine(db, who, meta)
    inside = members.of(channel, anew=True)
    with store.begin() as db:
        pair = _mine(db, who, meta)
        if not all(member.person_id in inside for member in pair.present):
            raise Refusal("reflection.refused.visits_outside", field="channel")
        _propose(db, who, pair, channel, now)
        me, *others = (
            queries.seat(db, who.team, one) for one in (who.id, *(m.person_id for m in pair.others(who.id)))
        )
        enough.asks(db, who.team, me, others, settings, now)
    ack(cards.proposed(channel))


def _propose(db: Db, who: Who, pair: Pair, channel: str, now: datetime) -> None:
    there = queries.first(db, who.team, visits.id_of(who.team, pair.id, channel))
    if there:
        visits.propose_again(there, who.id, now)
        queries.save(db, there)
        return
    seats = [queries.seat(db, who.team, member.person_id) for member in pair.present]
    queries.add(db, visits.propose(who.team, who.id, pair.id, channel, seats, now))


def _mine(db: Db, who: Who, pair_id: str) -> Pair:
    """That pair, or the one that they have; refuses where there is none with somebody else in it."""
    pairs = [pair for pair in people.pairs_of(db, who.team, who.id) if pair.others(who.id)]
    found = [pair for pair in pairs if pair.id == pair_id or not pair_id]
    if len(found) != 1:
        raise Refusal("reflection.refused.no_pair_now")
    return found[0]


DASHED: Listeners = {f"/reflect -- {meant.PAIRS}": ask}
SHOWS: Listeners = {
    "reflection.questions_from": from_where,
    "reflection.visits_how": press.opens(cards.how),
}
ACTIONS: Listeners = {
    "reflection.visits_yes": press.decides(visits.agree, "visits_yes"),
    "reflection.visits_no": press.decides(visits.end, "visits_no", verb="leave"),
    "reflection.visits_end": press.decides(visits.end, "visits_no", verb="leave"),
}
FORMS: Listeners = {"reflection.visits": let_in}
