"""From Slack: inviting, answering, leaving."""

from slack_sdk import WebClient

from bot.clock import Clock
from bot.features.pairs import cards, flow
from bot.features.pairs.models import NAME
from bot.people import queries as people
from bot.refusal import Refusal
from bot.right import may
from bot.rounds.feature import Listeners
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, id_from
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message, View
from bot.slack.calls import call
from bot.slack.forms import Form, mentions
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import not_here
from bot.store import Db, Store


def pair(ack: Ack, text: str, request: str, who: Who, store: Store, clock: Clock) -> Afterwards | None:
    """`/pair @person [@person]` invites; `/pair here` names a channel; anything else answers with usage."""
    invited, rest = mentions(text)
    if rest.lower() == "here":
        return Afterwards(here)
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        if invited:
            answer = cards.receipt("invited", _invite(db, who, invited, request, clock))
        else:
            mine = people.pairs_of(db, who.team, who.id)
            answer = cards.usage([(p, cards.names([m.name for m in p.others(who.id)])) for p in mine])
    ack(answer)
    return None


def here(asked: Asked, channel: str, who: Who, slack: WebClient, store: Store) -> Message:
    """`/pair here`: this private channel becomes the pair's own, if only they and the app are in it."""
    with store.read() as db:
        pairs = people.pairs_of(db, who.team, who.id)
    if not pairs:
        raise Refusal("pairs.refused.no_pair")
    if channel.startswith("D"):  # a direct message has no members to ask Slack for
        raise Refusal("pairs.refused.in_a_message")
    info = call(slack, "conversations.info", channel=channel)
    members = call(slack, "conversations.members", channel=channel, limit=100)
    if not info.ok or not members.ok or not info.data["channel"].get("is_member"):
        return not_here(asked)
    if not info.data["channel"].get("is_private"):
        raise Refusal("pairs.refused.not_private")
    inside = set(members.data["members"])
    theirs = [
        p for p in pairs if {m.person_id for m in p.present} <= inside and len(inside) - 1 == len(p.present)
    ]
    if not theirs:
        raise Refusal("pairs.refused.others_here")
    with store.begin() as db:
        people.name_channel(db, who.team, theirs[0].id, channel)
    return cards.receipt("here", cards.names([m.name for m in theirs[0].others(who.id)]))


def invite() -> View:
    return cards.invite()


def invited(ack: Ack, form: Form, request: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        people.meet(db, who.team, who.id, who.name)
        names = _invite(db, who, list(form.people("people")), request, clock)
    ack(cards.done("invited", names))


def yes(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = _mine(db, value, who)
        flow.answer(round_, who.id, yes=True)
        people.join(db, who.team, round_.id, [s.person_id for s in flow.members(round_)], clock())
        queries.save(db, round_)
    ack()


def no(ack: Ack, value: str, who: Who, store: Store) -> None:
    with store.begin() as db:
        round_ = _mine(db, value, who)
        flow.answer(round_, who.id, yes=False)
        queries.save(db, round_)
    ack()


def leave(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = _mine(db, value, who)
        flow.leave(round_, who.id, clock())
        people.leave(db, who.team, round_.id, who.id, clock())
        queries.save(db, round_)
        queries.wake_subject(db, who.team, round_.id, clock())
    ack(cards.receipt("left"))


def alone(ack: Ack, value: str, who: Who, store: Store) -> None:
    with store.begin() as db:
        round_ = _mine(db, value, who)
        flow.go_on_alone(round_, who.id)
        queries.save(db, round_)
    ack()


def stop(ack: Ack, value: str, who: Who, store: Store, clock: Clock) -> None:
    with store.begin() as db:
        round_ = _mine(db, value, who)
        flow.stop(round_, who.id, clock())
        people.leave(db, who.team, round_.id, who.id, clock())
        queries.save(db, round_)
        queries.wake_subject(db, who.team, round_.id, clock())
    ack()


def how() -> View:
    return cards.how()


def _invite(db: Db, who: Who, invited: list[str], request: str, clock: Clock) -> str:
    """Keep the invitation; the names of those invited come back."""
    for person_id in invited:
        people.meet(db, who.team, person_id)
    if any(
        {m.person_id for m in p.present} == {who.id, *invited} for p in people.pairs_of(db, who.team, who.id)
    ):
        raise Refusal("pairs.refused.together", field="people")
    if any(people.find(db, who.team, person_id).deleted for person_id in invited):
        raise Refusal("pairs.refused.gone", field="people")
    seats = [queries.seat(db, who.team, person_id) for person_id in invited]
    names = cards.called([(seat.person_id, seat.name) for seat in seats])
    round_id = id_from(who.team, "pairs", request)
    round_ = flow.invite(who.team, round_id, queries.seat(db, who.team, who.id), seats, clock())
    if not any(_same(old, round_) for old in queries.of_person(db, who.team, who.id, round_.feature)):
        queries.add(db, round_)
    return names


def _same(old: Round, new: Round) -> bool:
    """The same people are asked already: whoever asks again was not told that it worked."""
    who = [{seat.person_id for seat in round_.seats} for round_ in (old, new)]
    return (old.step, old.host_id, who[0]) == (new.step, new.host_id, who[1])


def _mine(db: Db, round_id: str, who: Who) -> Round:
    round_ = queries.lock(db, who.team, round_id, NAME)
    may("take part", round_.roles(who.id))
    return round_


COMMANDS: Listeners = {"/pair": pair}
SHOWS: Listeners = {"pairs.invite": invite, "pairs.how": how}
ACTIONS: Listeners = {
    "pairs.yes": yes,
    "pairs.no": no,
    "pairs.leave": leave,
    "pairs.alone": alone,
    "pairs.stop": stop,
}
FORMS: Listeners = {"pairs.invite": invited}
